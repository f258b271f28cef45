// SPDX-License-Identifier: GPL-2.0
/* Attachments: the frames of a port with a VLAN id, or without a tag. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_SET | IN_DEL)
#define OPTION	(IN_ADD | IN_SET)

static const struct field fields[] = {
	{
		.word = "vid", .hint = "VID|untagged",
		.type = &type_vid, .attr = VSW_A_VLAN_VID,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = VSW_VID_MAX, .none = "untagged",
	}, {
		.word = "port", .hint = "DEV",
		.type = &type_name, .attr = VSW_A_VLAN_PORT,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	}, {
		.word = "network", .hint = "NET",
		.type = &type_name, .attr = VSW_A_VLAN_NETWORK,
		.in = OPTION | IN_SHOW, .need = OPTION,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_VLAN_SWITCH,
		.in = IN_SHOW, .min = 1, .max = 15,
	},
	{ }
};

const struct object vlan_object = {
	.word = "vlan",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_VLAN_NEW,
		[CMD_SET] = VSW_CMD_VLAN_SET,
		[CMD_DEL] = VSW_CMD_VLAN_DEL,
		[CMD_SHOW] = VSW_CMD_VLAN_GET,
	},
	.changed = VSW_CMD_VLAN_NTF,
	.deleted = VSW_CMD_VLAN_DEL_NTF,
	.sort = {
		{ VSW_A_VLAN_SWITCH, ORDER_TEXT },
		{ VSW_A_VLAN_PORT, ORDER_TEXT },
		{ VSW_A_VLAN_VID, ORDER_NUMBER },
	},
};
