// SPDX-License-Identifier: GPL-2.0
/* Attachments: the frames of a port with a VLAN id, or without a tag. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_SET | IN_DEL)
#define OPTION	(IN_ADD | IN_SET)

enum {
	FIELD_VID,
	FIELD_PORT,
	FIELD_NETWORK,
	FIELD_GROUPS,
	FIELD_SWITCH,
	FIELD_N
};

static const struct field fields[FIELD_N + 1] = {
	[FIELD_VID] = {
		.word = "vid", .hint = "VID|untagged",
		.type = &type_vid, .attr = VSW_A_VLAN_VID,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = VSW_VID_MAX, .none = "untagged",
	},
	[FIELD_PORT] = {
		.word = "port", .hint = "DEV",
		.type = &type_name, .attr = VSW_A_VLAN_PORT,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	},
	[FIELD_NETWORK] = {
		.word = "network", .hint = "NET",
		.type = &type_name, .attr = VSW_A_VLAN_NETWORK,
		.in = OPTION | IN_SHOW, .need = IN_ADD,
		.min = 1, .max = VSW_NAME_MAX,
	},
	[FIELD_GROUPS] = {
		.word = "groups", .hint = "GROUP,...|none",
		.type = &type_groups, .attr = VSW_A_VLAN_GROUPS,
		.in = OPTION, .none = "none",
	},
	[FIELD_SWITCH] = {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_VLAN_SWITCH,
		.in = IN_SHOW, .min = 1, .max = 15,
	},
};

static bool check(const struct request *request)
{
	if (request->command != CMD_SET || request->word[FIELD_NETWORK] ||
	    request->word[FIELD_GROUPS])
		return true;
	out_warn("vlan set needs network NET, or groups");
	return false;
}

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
	.check = check,
};
