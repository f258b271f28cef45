// SPDX-License-Identifier: GPL-2.0
/* Forwarding entries. */

#include <stdio.h>

#include <linux/vsw.h>

#include "object.h"

#define KEY	(IN_ADD | IN_DEL)
#define TARGET	(IN_ADD | IN_SHOW | IN_FLUSH)

static const char *const kinds[] = {
	"learned", "static", "sticky", "local", NULL
};

static const char *const causes[] = {
	"admin", "learned", "moved", "aged", "flushed", NULL
};

enum {
	FIELD_MAC,
	FIELD_SWITCH,
	FIELD_NETWORK,
	FIELD_PORT,
	FIELD_VID,
	FIELD_PEER,
	FIELD_VTEP,
	FIELD_KIND,
	FIELD_AGE,
	FIELD_CAUSE,
	FIELD_N
};

static const struct field fields[FIELD_N + 1] = {
	[FIELD_MAC] = {
		.word = "mac", .hint = "MAC",
		.type = &type_mac, .attr = VSW_A_FDB_MAC,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
	},
	[FIELD_SWITCH] = {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_FDB_SWITCH,
		.in = KEY | IN_SHOW | IN_FLUSH | IN_ONE,
		.need = KEY | IN_FLUSH | IN_ONE, .min = 1, .max = 15,
	},
	[FIELD_NETWORK] = {
		.word = "network", .hint = "NET",
		.type = &type_name, .attr = VSW_A_FDB_NETWORK,
		.in = KEY | IN_SHOW | IN_FLUSH | IN_ONE,
		.need = KEY | IN_ONE, .min = 1, .max = VSW_NAME_MAX,
	},
	[FIELD_PORT] = {
		.word = "port", .hint = "DEV",
		.type = &type_name, .attr = VSW_A_FDB_PORT,
		.in = TARGET, .min = 1, .max = 15,
	},
	[FIELD_VID] = {
		.word = "vid", .hint = "VID|untagged",
		.type = &type_vid, .attr = VSW_A_FDB_VID,
		.in = TARGET, .min = 1, .max = VSW_VID_MAX,
		.none = "untagged",
	},
	[FIELD_PEER] = {
		.word = "peer", .hint = "ADDR",
		.type = &type_address, .attr = VSW_A_FDB_PEER,
		.in = TARGET,
	},
	[FIELD_VTEP] = {
		.word = "vtep", .hint = "VX",
		.type = &type_name, .attr = VSW_A_FDB_VTEP,
		.in = TARGET, .min = 1, .max = VSW_NAME_MAX,
	},
	[FIELD_KIND] = {
		.word = "kind", .hint = "learned|static|sticky|local",
		.hint_add = "static|sticky",
		.type = &type_enum, .attr = VSW_A_FDB_KIND,
		.in = TARGET, .names = kinds,
	},
	[FIELD_AGE] = {
		.word = "age",
		.type = &type_u32, .attr = VSW_A_FDB_AGE,
	},
	[FIELD_CAUSE] = {
		.word = "cause",
		.type = &type_enum, .attr = VSW_A_FDB_CAUSE,
		.names = causes,
	},
};

/* An entry leads to one port or to one peer. */
static bool check(const struct request *request)
{
	const char *const *word = request->word;
	const char *problem = NULL;

	if (request->command != CMD_ADD)
		return true;
	if (!word[FIELD_PORT] == !word[FIELD_PEER])
		problem = "needs either port DEV or peer ADDR";
	else if (word[FIELD_VID] && !word[FIELD_PORT])
		problem = "takes vid only with port DEV";
	else if (word[FIELD_VTEP] && !word[FIELD_PEER])
		problem = "takes vtep only with peer ADDR";
	if (problem)
		out_warn("fdb add %s", problem);
	return !problem;
}

static void print_flushed(const struct row *row)
{
	struct value flushed;

	flushed = value_number(row_number(row, VSW_A_FDB_FLUSHED));
	out_begin_object(NULL);
	out_print("flushed", &flushed, "flushed %s\n", flushed.text);
	out_end();
}

const struct object fdb_object = {
	.word = "fdb",
	.field = fields,
	.keyed = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_FDB_NEW,
		[CMD_DEL] = VSW_CMD_FDB_DEL,
		[CMD_SHOW] = VSW_CMD_FDB_GET,
		[CMD_FLUSH] = VSW_CMD_FDB_FLUSH,
	},
	.changed = VSW_CMD_FDB_NTF,
	.deleted = VSW_CMD_FDB_DEL_NTF,
	.sort = {
		{ VSW_A_FDB_SWITCH, ORDER_TEXT },
		{ VSW_A_FDB_NETWORK, ORDER_TEXT },
		{ VSW_A_FDB_MAC, ORDER_BYTES },
	},
	.note = "An entry to add leads to a port (and vid, untagged if not given) or to a\n"
		"peer (and vtep, if several have that peer), and is static or sticky.\n"
		"flush removes learned entries if no kind is given, and never local ones.",
	.check = check,
	.reply = print_flushed,
};
