// SPDX-License-Identifier: GPL-2.0
/* Addresses that the sender behind an attachment has. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_DEL)

static const struct field fields[] = {
	{
		.word = "mac", .hint = "MAC",
		.type = &type_mac, .attr = VSW_A_ADDRESS_MAC,
		.in = KEY, .need = KEY,
	}, {
		.word = "ip", .hint = "ADDR|PREFIX",
		.type = &type_prefix, .attr = VSW_A_ADDRESS_IP,
		.attr2 = VSW_A_ADDRESS_PREFIX_LEN, .in = KEY,
	}, {
		.word = "port", .hint = "DEV",
		.type = &type_name, .attr = VSW_A_ADDRESS_PORT,
		.in = KEY | IN_SHOW, .need = KEY, .min = 1, .max = 15,
	}, {
		.word = "vid", .hint = "VID|untagged",
		.type = &type_vid, .attr = VSW_A_ADDRESS_VID,
		.in = KEY | IN_SHOW, .min = 1, .max = VSW_VID_MAX,
		.none = "untagged",
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_ADDRESS_SWITCH,
		.in = KEY | IN_SHOW, .min = 1, .max = 15,
	},
	{ }
};

const struct object address_object = {
	.word = "address",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_ADDRESS_NEW,
		[CMD_DEL] = VSW_CMD_ADDRESS_DEL,
		[CMD_SHOW] = VSW_CMD_ADDRESS_GET,
	},
	.changed = VSW_CMD_ADDRESS_NTF,
	.deleted = VSW_CMD_ADDRESS_DEL_NTF,
	.sort = {
		{ VSW_A_ADDRESS_SWITCH, ORDER_TEXT },
		{ VSW_A_ADDRESS_PORT, ORDER_TEXT },
		{ VSW_A_ADDRESS_VID, ORDER_NUMBER },
		{ VSW_A_ADDRESS_MAC, ORDER_BYTES },
		{ VSW_A_ADDRESS_IP, ORDER_BYTES },
	},
};
