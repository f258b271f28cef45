// SPDX-License-Identifier: GPL-2.0
/* Counters: "stats" shows packets and bytes, "drop" why packets were lost. */

#include <linux/genetlink.h>
#include <linux/vsw.h>

#include "object.h"
#include "parse.h"
#include "stats.h"

static const char *const kinds[] = { "port", "network", "vtep", NULL };

/* The keyword says of what kind the object with this name is. */
static bool put_selector(const struct field *field, const char *word,
			 struct nlmsghdr *msg)
{
	u32 kind;

	if (!parse_choice(field->word, kinds, &kind))
		return false;
	mnl_attr_put_u32(msg, VSW_A_STATS_KIND, kind);
	return type_name.put(field, word, msg);
}

static bool get_nothing(const struct field *field, const struct row *row,
			struct value *value)
{
	(void)field;
	(void)row;
	(void)value;
	return false;
}

static const struct type type_selector = {
	.what = "a name",
	.range = "length",
	.put = put_selector,
	.get = get_nothing,
};

enum {
	FIELD_NAME,	/* for messages */
	FIELD_SWITCH,
	FIELD_PORT,
	FIELD_NETWORK,
	FIELD_VTEP,
	FIELD_N
};

static const struct field fields[FIELD_N + 1] = {
	[FIELD_NAME] = {
		.word = "name",
		.type = &type_name, .attr = VSW_A_STATS_NAME,
	},
	[FIELD_SWITCH] = {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_STATS_SWITCH,
		.in = IN_SHOW, .min = 1, .max = 15,
	},
	[FIELD_PORT] = {
		.word = "port", .hint = "DEV",
		.type = &type_selector, .attr = VSW_A_STATS_NAME,
		.in = IN_SHOW | IN_MATCH, .min = 1, .max = 15,
	},
	[FIELD_NETWORK] = {
		.word = "network", .hint = "NET",
		.type = &type_selector, .attr = VSW_A_STATS_NAME,
		.in = IN_SHOW | IN_MATCH, .min = 1, .max = VSW_NAME_MAX,
	},
	[FIELD_VTEP] = {
		.word = "vtep", .hint = "VX",
		.type = &type_selector, .attr = VSW_A_STATS_NAME,
		.in = IN_SHOW | IN_MATCH, .min = 1, .max = VSW_NAME_MAX,
	},
};

static bool check(const struct request *request)
{
	const char *const *word = request->word;

	if (!!word[FIELD_PORT] + !!word[FIELD_NETWORK] + !!word[FIELD_VTEP] < 2)
		return true;
	out_warn("%s show takes one of port, network and vtep",
		 request->object->word);
	return false;
}

/**
 * drop_parse() - Read one drop reason with its count
 * @attr: any attribute of a stats row
 * @drop: result
 *
 * Return: false if @attr is not a drop reason or has counted nothing
 */
bool drop_parse(const struct nlattr *attr, struct drop *drop)
{
	const struct nlattr *inner;

	if (mnl_attr_get_type(attr) != VSW_A_STATS_DROP)
		return false;
	*drop = (struct drop){ .reason = "" };
	mnl_attr_for_each_nested(inner, attr) {
		if (mnl_attr_get_type(inner) == VSW_A_DROP_REASON)
			drop->reason = attr_text(inner);
		else if (mnl_attr_get_type(inner) == VSW_A_DROP_PACKETS)
			drop->packets = attr_number(inner);
	}
	return drop->packets;
}

static u64 sum_drops(const struct row *row)
{
	const struct nlattr *attr;
	struct drop drop;
	u64 sum = 0;

	mnl_attr_for_each(attr, row->msg, sizeof(struct genlmsghdr))
		if (drop_parse(attr, &drop))
			sum += drop.packets;
	return sum;
}

static bool has_drops(const struct row *row)
{
	return sum_drops(row);
}

/* "port tap0 switch br-int" */
static void print_object(const struct row *row)
{
	const u64 kind = row_number(row, VSW_A_STATS_KIND);
	struct value value;

	value = value_string(kind < 3 ? kinds[kind] : "unknown");
	out_print("kind", &value, "%s", value.text);
	value = value_string(row_text(row, VSW_A_STATS_NAME));
	out_print("name", &value, " %s", value.text);
	field_print(&fields[FIELD_SWITCH], row, " ");
}

static void print_counter(const char *key, u64 count)
{
	struct value value = value_number(count);

	out_print(key, &value, " %s %s", key, value.text);
}

static void print_stats(const struct object *object, const struct row *row)
{
	(void)object;
	print_object(row);
	print_counter("rx-packets", row_number(row, VSW_A_STATS_RX_PACKETS));
	print_counter("rx-bytes", row_number(row, VSW_A_STATS_RX_BYTES));
	print_counter("tx-packets", row_number(row, VSW_A_STATS_TX_PACKETS));
	print_counter("tx-bytes", row_number(row, VSW_A_STATS_TX_BYTES));
	print_counter("drops", sum_drops(row));
}

static void print_drops(const struct object *object, const struct row *row)
{
	const struct nlattr *attr;
	struct drop drop;

	(void)object;
	print_object(row);
	out_begin_object("drops");
	mnl_attr_for_each(attr, row->msg, sizeof(struct genlmsghdr))
		if (drop_parse(attr, &drop))
			print_counter(drop.reason, drop.packets);
	out_end();
	print_counter("total", sum_drops(row));
}

#define SORT	{						\
			{ VSW_A_STATS_SWITCH, ORDER_TEXT },	\
			{ VSW_A_STATS_KIND, ORDER_NUMBER },	\
			{ VSW_A_STATS_NAME, ORDER_TEXT },	\
		}

const struct object stats_object = {
	.word = "stats",
	.field = fields,
	.genl = { [CMD_SHOW] = VSW_CMD_STATS_GET },
	.sort = SORT,
	.check = check,
	.print = print_stats,
};

const struct object drop_object = {
	.word = "drop",
	.field = fields,
	.genl = { [CMD_SHOW] = VSW_CMD_STATS_GET },
	.sort = SORT,
	.check = check,
	.shown = has_drops,
	.print = print_drops,
};
