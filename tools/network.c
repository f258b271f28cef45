// SPDX-License-Identifier: GPL-2.0
/* Networks. */

#include <string.h>

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_SET | IN_DEL)
#define OPTION	(IN_ADD | IN_SET)

static const struct field fields[] = {
	{
		.word = "name", .hint = "NAME",
		.type = &type_name, .attr = VSW_A_NETWORK_NAME,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_NETWORK_SWITCH,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	}, {
		.word = "id", .hint = "N",
		.type = &type_u32, .attr = VSW_A_NETWORK_ID,
		.in = IN_ADD, .min = 1, .max = VSW_NETWORK_ID_MAX,
	}, {
		.word = "vni", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_NETWORK_VNI,
		.in = OPTION, .min = 1, .max = VSW_VNI_MAX, .none = "none",
	}, {
		.word = "mtu", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_NETWORK_MTU,
		.in = OPTION, .min = 1, .max = 65535, .none = "none",
	}, {
		.word = "learning", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_NETWORK_LEARNING,
		.in = OPTION,
	}, {
		.word = "flood", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_NETWORK_FLOOD,
		.in = OPTION,
	}, {
		.word = "ageing", .hint = "SECS",
		.type = &type_u32, .attr = VSW_A_NETWORK_AGEING,
		.in = OPTION, .max = 1000000,
	}, {
		.word = "fdb-limit", .hint = "N|none",
		.type = &type_u32, .attr = VSW_A_NETWORK_FDB_LIMIT,
		.in = OPTION, .min = 1, .max = UINT32_MAX, .none = "none",
	}, {
		.word = "neigh-local", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_NETWORK_NEIGH_LOCAL,
		.in = OPTION,
	}, {
		.word = "fdb-learned",
		.type = &type_u32, .attr = VSW_A_NETWORK_FDB_LEARNED,
	}, {
		.word = "fdb-refused",
		.type = &type_u64, .attr = VSW_A_NETWORK_FDB_REFUSED,
	}, {
		.word = "fdb-moves",
		.type = &type_u64, .attr = VSW_A_NETWORK_FDB_MOVES,
	}, {
		.word = "neighs",
		.type = &type_u32, .attr = VSW_A_NETWORK_NEIGHS,
	}, {
		.word = "neigh-answered",
		.type = &type_u64, .attr = VSW_A_NETWORK_NEIGH_ANSWERED,
	},
	{ }
};

/* "port set tap0 network none" must keep its one meaning. */
static bool check(const struct request *request)
{
	if (request->command != CMD_ADD || strcmp(request->word[0], "none"))
		return true;
	out_warn("a network cannot be called \"none\"");
	return false;
}

const struct object network_object = {
	.word = "network",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_NETWORK_NEW,
		[CMD_SET] = VSW_CMD_NETWORK_SET,
		[CMD_DEL] = VSW_CMD_NETWORK_DEL,
		[CMD_SHOW] = VSW_CMD_NETWORK_GET,
	},
	.changed = VSW_CMD_NETWORK_NTF,
	.deleted = VSW_CMD_NETWORK_DEL_NTF,
	.sort = {
		{ VSW_A_NETWORK_SWITCH, ORDER_TEXT },
		{ VSW_A_NETWORK_NAME, ORDER_TEXT },
	},
	.check = check,
};
