// SPDX-License-Identifier: GPL-2.0
/* Neighbour entries: who asks for these addresses is answered by the switch. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_REPLACE | IN_DEL)
#define OPTION	(IN_ADD | IN_REPLACE)

static const struct field fields[] = {
	{
		.word = "address", .hint = "ADDR",
		.type = &type_address, .attr = VSW_A_NEIGH_ADDRESS,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
	}, {
		.word = "lladdr", .hint = "MAC",
		.type = &type_mac, .attr = VSW_A_NEIGH_LLADDR,
		.in = OPTION, .need = OPTION,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_NEIGH_SWITCH,
		.in = KEY | IN_SHOW | IN_FLUSH | IN_ONE,
		.need = KEY | IN_FLUSH | IN_ONE, .min = 1, .max = 15,
	}, {
		.word = "network", .hint = "NET",
		.type = &type_name, .attr = VSW_A_NEIGH_NETWORK,
		.in = KEY | IN_SHOW | IN_FLUSH | IN_ONE,
		.need = KEY | IN_ONE, .min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "router", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_NEIGH_ROUTER,
		.in = OPTION,
	},
	{ }
};

static void print_flushed(const struct row *row)
{
	struct value flushed;

	flushed = value_number(row_number(row, VSW_A_NEIGH_FLUSHED));
	out_begin_object(NULL);
	out_print("flushed", &flushed, "flushed %s\n", flushed.text);
	out_end();
}

const struct object neigh_object = {
	.word = "neigh",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_NEIGH_NEW,
		[CMD_DEL] = VSW_CMD_NEIGH_DEL,
		[CMD_SHOW] = VSW_CMD_NEIGH_GET,
		[CMD_FLUSH] = VSW_CMD_NEIGH_FLUSH,
		[CMD_REPLACE] = VSW_CMD_NEIGH_REPLACE,
	},
	.changed = VSW_CMD_NEIGH_NTF,
	.deleted = VSW_CMD_NEIGH_DEL_NTF,
	.sort = {
		{ VSW_A_NEIGH_SWITCH, ORDER_TEXT },
		{ VSW_A_NEIGH_NETWORK, ORDER_TEXT },
		{ VSW_A_NEIGH_ADDRESS, ORDER_BYTES },
	},
	.note = "replace adds an entry, in place of one that is there.",
	.reply = print_flushed,
};
