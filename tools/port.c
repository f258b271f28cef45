// SPDX-License-Identifier: GPL-2.0
/* Ports. */

#include <assert.h>
#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_SET | IN_DEL)
#define OPTION	(IN_ADD | IN_SET)

static const char *const types[] = { "device", "internal", "local", NULL };
static const char *const states[] = { "open", "closed", NULL };

/* The address of any but an internal port is its device's affair. */
static bool get_own_address(const struct field *field, const struct row *row,
			    struct value *value)
{
	return row_number(row, VSW_A_PORT_TYPE) == VSW_PORT_TYPE_INTERNAL &&
	       type_mac.get(field, row, value);
}

static bool get_other_address(const struct field *field,
			      const struct row *row, struct value *value)
{
	return row_number(row, VSW_A_PORT_TYPE) != VSW_PORT_TYPE_INTERNAL &&
	       type_mac.get(field, row, value);
}

static bool put_address(const struct field *field, const char *word,
			struct nlmsghdr *msg)
{
	return type_mac.put(field, word, msg);
}

static const struct type type_own_address = {
	.what = "a MAC address like 02:00:00:00:00:01",
	.put = put_address,
	.get = get_own_address,
};

static const struct type type_other_address = {
	.get = get_other_address,
};

static const struct field fields[] = {
	{
		.word = "name", .hint = "DEV",
		.type = &type_name, .attr = VSW_A_PORT_NAME,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_PORT_SWITCH,
		.in = KEY | IN_SHOW | IN_ONE, .need = IN_ADD,
		.min = 1, .max = 15,
	}, {
		.word = "type", .hint = "device|internal",
		.type = &type_enum, .attr = VSW_A_PORT_TYPE,
		.in = IN_ADD, .names = types,
	}, {
		.word = "network", .hint = "NET|none",
		.type = &type_name, .attr = VSW_A_PORT_NETWORK,
		.in = OPTION, .min = 1, .max = VSW_NAME_MAX, .none = "none",
	}, {
		.word = "uplink", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_PORT_UPLINK,
		.in = OPTION,
	}, {
		.word = "isolated", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_PORT_ISOLATED,
		.in = OPTION,
	}, {
		.word = "split-horizon", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_PORT_SPLIT_HORIZON,
		.in = OPTION,
	}, {
		.word = "reserved-groups", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_PORT_RESERVED_GROUPS,
		.in = OPTION,
	}, {
		.word = "fdb-limit", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_PORT_FDB_LIMIT,
		.in = OPTION, .min = 1, .max = UINT32_MAX, .none = "none",
	}, {
		.word = "conn-limit", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_PORT_CONN_LIMIT,
		.in = OPTION, .min = 1, .max = UINT32_MAX, .none = "none",
	}, {
		.word = "conn-rate", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_PORT_CONN_RATE,
		.in = OPTION, .min = 1, .max = UINT32_MAX, .none = "none",
	}, {
		.word = "flood-rate", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_PORT_FLOOD_RATE,
		.in = OPTION, .min = 1, .max = UINT32_MAX, .none = "none",
	}, {
		.word = "state", .hint = "open|closed",
		.type = &type_enum, .attr = VSW_A_PORT_STATE,
		.in = OPTION, .names = states,
	}, {
		.word = "address", .hint = "MAC",
		.type = &type_own_address, .attr = VSW_A_PORT_ADDRESS,
		.in = OPTION,
	}, {
		.word = "groups", .hint = "GROUP,...|none",
		.type = &type_groups, .attr = VSW_A_PORT_GROUPS,
		.in = OPTION, .none = "none",
	}, {
		.word = "up",
		.type = &type_bool, .attr = VSW_A_PORT_UP,
	}, {
		.word = "mtu",
		.type = &type_u32, .attr = VSW_A_PORT_MTU,
	}, {
		.word = "address",
		.type = &type_other_address, .attr = VSW_A_PORT_ADDRESS,
	}, {
		.word = "ifindex",
		.type = &type_u32, .attr = VSW_A_PORT_IFINDEX,
	}, {
		.word = "fdb-learned",
		.type = &type_u32, .attr = VSW_A_PORT_FDB_LEARNED,
	}, {
		.word = "fdb-refused",
		.type = &type_u64, .attr = VSW_A_PORT_FDB_REFUSED,
	}, {
		.word = "conns",
		.type = &type_u32, .attr = VSW_A_PORT_CONNS,
	}, {
		.word = "waits",
		.type = &type_bool, .attr = VSW_A_PORT_WAITS,
	}, {
		.word = "refusal",
		.type = &type_name, .attr = VSW_A_PORT_REFUSAL,
	},
	{ }
};

static_assert(sizeof(fields) / sizeof(*fields) <= FIELDS_MAX,
	      "a request has room for fewer fields");

const struct object port_object = {
	.word = "port",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_PORT_NEW,
		[CMD_SET] = VSW_CMD_PORT_SET,
		[CMD_DEL] = VSW_CMD_PORT_DEL,
		[CMD_SHOW] = VSW_CMD_PORT_GET,
	},
	.changed = VSW_CMD_PORT_NTF,
	.deleted = VSW_CMD_PORT_DEL_NTF,
	.sort = {
		{ VSW_A_PORT_SWITCH, ORDER_TEXT },
		{ VSW_A_PORT_NAME, ORDER_TEXT },
	},
	.note = "address is for type internal, groups are those of untagged frames.",
};
