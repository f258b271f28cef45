// SPDX-License-Identifier: GPL-2.0
/* Sets, named lists of address prefixes, and their elements. */

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_DEL)

static const struct field fields[] = {
	{
		.word = "name", .hint = "NAME",
		.type = &type_name, .attr = VSW_A_SET_NAME,
		.in = KEY | IN_REPLACE | IN_SHOW | IN_ONE,
		.need = KEY | IN_REPLACE | IN_ONE,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_SET_SWITCH,
		.in = KEY | IN_REPLACE | IN_SHOW | IN_ONE,
		.need = KEY | IN_REPLACE | IN_ONE,
		.min = 1, .max = 15,
	}, {
		.word = "with", .hint = "SET",
		.type = &type_name, .attr = VSW_A_SET_WITH,
		.in = IN_REPLACE, .need = IN_REPLACE,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "elems",
		.type = &type_u32, .attr = VSW_A_SET_ELEMS,
	}, {
		.word = "users",
		.type = &type_u32, .attr = VSW_A_SET_USERS,
	},
	{ }
};

const struct object set_object = {
	.word = "set",
	.part = &set_elem_object,
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_SET_NEW,
		[CMD_DEL] = VSW_CMD_SET_DEL,
		[CMD_SHOW] = VSW_CMD_SET_GET,
		[CMD_REPLACE] = VSW_CMD_SET_REPLACE,
	},
	.changed = VSW_CMD_SET_NTF,
	.deleted = VSW_CMD_SET_DEL_NTF,
	.sort = {
		{ VSW_A_SET_SWITCH, ORDER_TEXT },
		{ VSW_A_SET_NAME, ORDER_TEXT },
	},
	.note = "replace gives NAME the elements of SET all at once, and SET is gone.\n"
		"users are the rules that name a set; one that has some cannot be deleted.",
};

static const struct field elem_fields[] = {
	{
		.word = "ip", .hint = "ADDR|PREFIX",
		.type = &type_prefix, .attr = VSW_A_SET_ELEM_IP,
		.attr2 = VSW_A_SET_ELEM_PREFIX_LEN, .in = KEY, .need = KEY,
	}, {
		.word = "set", .hint = "SET",
		.type = &type_name, .attr = VSW_A_SET_ELEM_SET,
		.in = KEY | IN_SHOW, .need = KEY,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_SET_ELEM_SWITCH,
		.in = KEY | IN_SHOW, .need = KEY, .min = 1, .max = 15,
	},
	{ }
};

const struct object set_elem_object = {
	.word = "set elem",
	.field = elem_fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_SET_ELEM_NEW,
		[CMD_DEL] = VSW_CMD_SET_ELEM_DEL,
		[CMD_SHOW] = VSW_CMD_SET_ELEM_GET,
	},
	.changed = VSW_CMD_SET_ELEM_NTF,
	.deleted = VSW_CMD_SET_ELEM_DEL_NTF,
	.sort = {
		{ VSW_A_SET_ELEM_SWITCH, ORDER_TEXT },
		{ VSW_A_SET_ELEM_SET, ORDER_TEXT },
		{ VSW_A_SET_ELEM_IP, ORDER_BYTES },
		{ VSW_A_SET_ELEM_PREFIX_LEN, ORDER_NUMBER },
	},
};
