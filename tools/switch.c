// SPDX-License-Identifier: GPL-2.0
/* Switches. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_SET | IN_DEL)
#define OPTION	(IN_ADD | IN_SET)

static const struct field fields[] = {
	{
		.word = "name", .hint = "NAME",
		.type = &type_name, .attr = VSW_A_SWITCH_NAME,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	}, {
		.word = "fdb-events", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_SWITCH_FDB_EVENTS,
		.in = OPTION,
	}, {
		.word = "ifindex",
		.type = &type_u32, .attr = VSW_A_SWITCH_IFINDEX,
	}, {
		.word = "ports",
		.type = &type_u32, .attr = VSW_A_SWITCH_PORTS,
	}, {
		.word = "networks",
		.type = &type_u32, .attr = VSW_A_SWITCH_NETWORKS,
	}, {
		.word = "fdb-entries",
		.type = &type_u32, .attr = VSW_A_SWITCH_FDB_ENTRIES,
	}, {
		.word = "fdb-buckets",
		.type = &type_u32, .attr = VSW_A_SWITCH_FDB_BUCKETS,
	}, {
		.word = "fdb-events-suppressed",
		.type = &type_u64, .attr = VSW_A_SWITCH_FDB_EVENTS_SUPPRESSED,
	},
	{ }
};

/* Gets the switch called @name. Return: the verdict, as nl_do(). */
const struct nl_error *switch_get(const char *name, struct rows *rows)
{
	struct nlmsghdr *msg;
	struct nl_buffer buf;

	msg = nl_prepare(&buf, VSW_CMD_SWITCH_GET);
	mnl_attr_put_strz(msg, VSW_A_SWITCH_NAME, name);
	return nl_do(msg, rows);
}

const struct object switch_object = {
	.word = "switch",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_SWITCH_NEW,
		[CMD_SET] = VSW_CMD_SWITCH_SET,
		[CMD_DEL] = VSW_CMD_SWITCH_DEL,
		[CMD_SHOW] = VSW_CMD_SWITCH_GET,
	},
	.changed = VSW_CMD_SWITCH_NTF,
	.deleted = VSW_CMD_SWITCH_DEL_NTF,
	.sort = { { VSW_A_SWITCH_NAME, ORDER_TEXT } },
};
