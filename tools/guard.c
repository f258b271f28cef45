// SPDX-License-Identifier: GPL-2.0
/* Guards: who the sender behind an attachment may claim to be. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_SET | IN_DEL)

static const struct field fields[] = {
	{
		.word = "port", .hint = "DEV",
		.type = &type_name, .attr = VSW_A_GUARD_PORT,
		.in = KEY | IN_SHOW, .need = KEY, .min = 1, .max = 15,
	}, {
		.word = "vid", .hint = "VID|untagged",
		.type = &type_vid, .attr = VSW_A_GUARD_VID,
		.in = KEY | IN_SHOW, .min = 1, .max = VSW_VID_MAX,
		.none = "untagged",
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_GUARD_SWITCH,
		.in = KEY | IN_SHOW, .min = 1, .max = 15,
	}, {
		.word = "spoof", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_GUARD_SPOOF,
		.in = IN_SET,
	}, {
		.word = "dhcp-server", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_GUARD_DHCP_SERVER,
		.in = IN_SET,
	}, {
		.word = "ra", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_GUARD_RA,
		.in = IN_SET,
	}, {
		.word = "ethertypes", .hint = "TYPE,...|none",
		.type = &type_ethertypes, .attr = VSW_A_GUARD_ETHERTYPES,
		.in = IN_SET, .min = 0x600, .max = 0xffff,
		.none = "none",
	},
	{ }
};

const struct object guard_object = {
	.word = "guard",
	.field = fields,
	.genl = {
		[CMD_SET] = VSW_CMD_GUARD_SET,
		[CMD_DEL] = VSW_CMD_GUARD_DEL,
		[CMD_SHOW] = VSW_CMD_GUARD_GET,
	},
	.changed = VSW_CMD_GUARD_NTF,
	.deleted = VSW_CMD_GUARD_DEL_NTF,
	.sort = {
		{ VSW_A_GUARD_SWITCH, ORDER_TEXT },
		{ VSW_A_GUARD_PORT, ORDER_TEXT },
		{ VSW_A_GUARD_VID, ORDER_NUMBER },
	},
	.note = "set makes a guard that is not there yet.",
};
