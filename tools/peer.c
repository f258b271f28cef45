// SPDX-License-Identifier: GPL-2.0
/* Remote tunnel end points. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_DEL)

static const struct field fields[] = {
	{
		.word = "address", .hint = "ADDR",
		.type = &type_address, .attr = VSW_A_PEER_ADDRESS,
		.in = KEY | IN_SHOW, .need = KEY,
	}, {
		.word = "vtep", .hint = "VX",
		.type = &type_name, .attr = VSW_A_PEER_VTEP,
		.in = KEY | IN_SHOW, .need = KEY,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_PEER_SWITCH,
		.in = KEY | IN_SHOW, .need = KEY, .min = 1, .max = 15,
	}, {
		.word = "network", .hint = "NET",
		.type = &type_name, .attr = VSW_A_PEER_NETWORK,
		.in = KEY | IN_SHOW, .min = 1, .max = VSW_NAME_MAX,
	},
	{ }
};

/*
 * There is no IN_ONE: a peer of several networks has several rows, and only
 * a dump gives them all.
 */
const struct object peer_object = {
	.word = "peer",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_PEER_NEW,
		[CMD_DEL] = VSW_CMD_PEER_DEL,
		[CMD_SHOW] = VSW_CMD_PEER_GET,
	},
	.changed = VSW_CMD_PEER_NTF,
	.deleted = VSW_CMD_PEER_DEL_NTF,
	.sort = {
		{ VSW_A_PEER_SWITCH, ORDER_TEXT },
		{ VSW_A_PEER_VTEP, ORDER_TEXT },
		{ VSW_A_PEER_ADDRESS, ORDER_BYTES },
		{ VSW_A_PEER_NETWORK, ORDER_TEXT },
	},
};
