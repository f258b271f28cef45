// SPDX-License-Identifier: GPL-2.0
/* Security groups. */

#include <string.h>

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_DEL | IN_REPLACE)

static const struct field fields[] = {
	{
		.word = "name", .hint = "NAME",
		.type = &type_name, .attr = VSW_A_GROUP_NAME,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_GROUP_SWITCH,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	}, {
		.word = "stateless", .hint = "on|off",
		.type = &type_bool, .attr = VSW_A_GROUP_STATELESS,
		.in = IN_ADD,
	}, {
		.word = "with", .hint = "GROUP",
		.type = &type_name, .attr = VSW_A_GROUP_WITH,
		.in = IN_REPLACE, .need = IN_REPLACE,
		.min = 1, .max = VSW_NAME_MAX,
	}, {
		.word = "rules",
		.type = &type_u32, .attr = VSW_A_GROUP_RULES,
	}, {
		.word = "users",
		.type = &type_u32, .attr = VSW_A_GROUP_USERS,
	},
	{ }
};

/* "port set tap0 groups none" must keep its one meaning, and commas theirs. */
static bool check(const struct request *request)
{
	if (request->command != CMD_ADD ||
	    (strcmp(request->word[0], "none") &&
	     !strchr(request->word[0], ',')))
		return true;
	out_warn("a group cannot be called \"none\", nor have commas in its name");
	return false;
}

const struct object group_object = {
	.word = "group",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_GROUP_NEW,
		[CMD_DEL] = VSW_CMD_GROUP_DEL,
		[CMD_SHOW] = VSW_CMD_GROUP_GET,
		[CMD_REPLACE] = VSW_CMD_GROUP_REPLACE,
	},
	.changed = VSW_CMD_GROUP_NTF,
	.deleted = VSW_CMD_GROUP_DEL_NTF,
	.sort = {
		{ VSW_A_GROUP_SWITCH, ORDER_TEXT },
		{ VSW_A_GROUP_NAME, ORDER_TEXT },
	},
	.note = "replace gives NAME the rules of GROUP all at once, and GROUP is gone.\n"
		"users are the different lists of groups on ports that a group is in.",
	.check = check,
};
