// SPDX-License-Identifier: GPL-2.0
/* Local VXLAN tunnel end points. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_SET | IN_DEL)
#define OPTION	(IN_ADD | IN_SET)

static const char *const df_words[] = { "off", "on", "inherit", NULL };
static const char *const unknown_peer_words[] = { "drop", "accept", NULL };

/* What is for the other IP version can be neither given nor shown. */
static bool is_ipv4(const struct row *row)
{
	const struct nlattr *local = row->attr[VSW_A_VTEP_LOCAL];

	return local && mnl_attr_get_payload_len(local) == 4;
}

static bool put_df(const struct field *field, const char *word,
		   struct nlmsghdr *msg)
{
	return type_enum.put(field, word, msg);
}

static bool get_df(const struct field *field, const struct row *row,
		   struct value *value)
{
	return is_ipv4(row) && type_enum.get(field, row, value);
}

static const struct type type_df = {
	.put = put_df,
	.get = get_df,
};

static bool put_csum6(const struct field *field, const char *word,
		      struct nlmsghdr *msg)
{
	return type_bool.put(field, word, msg);
}

static bool get_csum6(const struct field *field, const struct row *row,
		      struct value *value)
{
	return !is_ipv4(row) && type_bool.get(field, row, value);
}

static const struct type type_csum6 = {
	.put = put_csum6,
	.get = get_csum6,
};

static bool put_early(const struct field *field, const char *word,
		      struct nlmsghdr *msg)
{
	return type_bool.put(field, word, msg);
}

static bool get_early(const struct field *field, const struct row *row,
		      struct value *value)
{
	return is_ipv4(row) && type_bool.get(field, row, value);
}

static const struct type type_early = {
	.put = put_early,
	.get = get_early,
};

static const struct field fields[] = {
	{
		.word = "name", .hint = "NAME",
		.type = &type_name, .attr = VSW_A_VTEP_NAME,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_VTEP_SWITCH,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	}, {
		.word = "local", .hint = "ADDR",
		.type = &type_address, .attr = VSW_A_VTEP_LOCAL,
		.in = IN_ADD, .need = IN_ADD,
	}, {
		.word = "port", .json = "udp-port", .hint = "UDPPORT",
		.type = &type_u16, .attr = VSW_A_VTEP_UDP_PORT,
		.in = IN_ADD, .min = 1, .max = 65535,
	}, {
		.word = "ttl", .hint = "N|inherit|auto",
		.type = &type_inherit, .attr = VSW_A_VTEP_TTL,
		.attr2 = VSW_A_VTEP_TTL_INHERIT,
		.in = OPTION, .min = 1, .max = 255, .none = "auto",
	}, {
		.word = "tos", .hint = "N|inherit",
		.type = &type_inherit, .attr = VSW_A_VTEP_TOS,
		.attr2 = VSW_A_VTEP_TOS_INHERIT,
		.in = OPTION, .max = 255,
	}, {
		.word = "df", .hint = "on|off|inherit",
		.type = &type_df, .attr = VSW_A_VTEP_DF,
		.in = OPTION, .names = df_words,
	}, {
		.word = "csum", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_VTEP_CSUM,
		.in = OPTION,
	}, {
		.word = "zero-csum6-rx", .hint = "on|off",
		.type = &type_csum6, .attr = VSW_A_VTEP_ZERO_CSUM6_RX,
		.in = OPTION,
	}, {
		.word = "unknown-peer", .hint = "drop|accept",
		.type = &type_enum, .attr = VSW_A_VTEP_UNKNOWN_PEER,
		.in = OPTION, .names = unknown_peer_words,
	}, {
		.word = "learning", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_VTEP_LEARNING,
		.in = OPTION,
	}, {
		.word = "early-demux", .hint = "on|off",
		.type = &type_early, .attr = VSW_A_VTEP_EARLY_DEMUX,
		.in = OPTION,
	}, {
		.word = "fdb-limit", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_VTEP_FDB_LIMIT,
		.in = OPTION, .min = 1, .max = UINT32_MAX, .none = "none",
	}, {
		.word = "peers",
		.type = &type_u32, .attr = VSW_A_VTEP_PEERS,
	}, {
		.word = "fdb-learned",
		.type = &type_u32, .attr = VSW_A_VTEP_FDB_LEARNED,
	}, {
		.word = "fdb-refused",
		.type = &type_u64, .attr = VSW_A_VTEP_FDB_REFUSED,
	},
	{ }
};

const struct object vtep_object = {
	.word = "vtep",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_VTEP_NEW,
		[CMD_SET] = VSW_CMD_VTEP_SET,
		[CMD_DEL] = VSW_CMD_VTEP_DEL,
		[CMD_SHOW] = VSW_CMD_VTEP_GET,
	},
	.changed = VSW_CMD_VTEP_NTF,
	.deleted = VSW_CMD_VTEP_DEL_NTF,
	.sort = {
		{ VSW_A_VTEP_SWITCH, ORDER_TEXT },
		{ VSW_A_VTEP_NAME, ORDER_TEXT },
	},
	.note = "df and early-demux are for IPv4, zero-csum6-rx for IPv6.",
};
