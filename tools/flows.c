// SPDX-License-Identifier: GPL-2.0
/*
 * "dump-flows": what a switch does with frames, one rule per line, for those
 * who would read it from Open vSwitch's flow tables.
 */

#include <linux/vsw.h>

#include "command.h"
#include "parse.h"

/**
 * struct part - A part of a rule
 * @attr: attribute that it is about
 * @key: key in JSON
 * @before: text before the value
 */
struct part {
	u16 attr;
	const char *key;
	const char *before;
};

static const struct part attachment_parts[] = {
	{ VSW_A_VLAN_PORT, "in_port", ", in_port=" },
	{ VSW_A_VLAN_VID, "vid", ", dl_vlan=" },
	{ VSW_A_VLAN_NETWORK, "network", " actions=network:" },
	{ }
};

static const struct part entry_parts[] = {
	{ VSW_A_FDB_NETWORK, "network", ", network=" },
	{ VSW_A_FDB_MAC, "dl_dst", ", dl_dst=" },
	{ VSW_A_FDB_KIND, "kind", ", kind=" },
	{ VSW_A_FDB_AGE, "age", ", age=" },
	{ VSW_A_FDB_PORT, "port", " actions=output:" },
	{ VSW_A_FDB_VID, "vid", ",vlan:" },
	{ VSW_A_FDB_PEER, "peer", " actions=tunnel:" },
	{ VSW_A_FDB_VTEP, "vtep", ",vtep:" },
	{ }
};

static void print_rule(const struct object *object, const char *table,
		       const struct part *part, const struct row *row)
{
	struct value value = value_string(table);

	out_begin_object(NULL);
	out_print("table", &value, " table=%s", table);
	for (; part->attr; part++)
		if (object_value(object, part->attr, row, &value))
			out_print(part->key, &value, "%s%s", part->before,
				  value.text);
	out_print(NULL, NULL, "\n");
	out_end();
}

static void print_rules(const struct object *object, const char *table,
			const struct part *parts, const struct rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		print_rule(object, table, parts, &rows->row[i]);
}

static int dump_rules(const char *br)
{
	struct rows vlans = { 0 };
	struct rows entries = { 0 };
	int status;

	status = object_report(&switch_object, switch_get(br, NULL));
	if (!status)
		status = object_dump_all(&vlan_object, br, &vlans);
	if (!status)
		status = object_dump_all(&fdb_object, br, &entries);
	if (!status) {
		out_begin_array(NULL);
		print_rules(&vlan_object, "attachment", attachment_parts,
			    &vlans);
		print_rules(&fdb_object, "fdb", entry_parts, &entries);
		out_end();
	}
	rows_free(&vlans);
	rows_free(&entries);
	return status;
}

int flows_run(struct args *args, const struct options *options)
{
	const char *br;

	(void)options;
	if (args->next == args->n)
		return args_unknown(args);
	br = args->word[args->next++];
	if (args->next < args->n)
		return args_unknown(args);
	if (!parse_name(br, 1, 15)) {
		field_refuse(switch_object.field, br);
		return VSW_USAGE;
	}
	return dump_rules(br);
}
