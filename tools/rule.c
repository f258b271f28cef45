// SPDX-License-Identifier: GPL-2.0
/* Rules of security groups. */

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_ether.h>
#include <linux/vsw.h>

#include "object.h"
#include "parse.h"

#define KEY	(IN_ADD | IN_DEL)

static const char *const directions[] = { "ingress", "egress", NULL };

/* Numbers that are known by words. */
struct named {
	const char *word;
	u16 number;
};

static const struct named ethertypes[] = {
	{ "ipv4", ETH_P_IP },
	{ "ipv6", ETH_P_IPV6 },
	{ }
};

static const struct named protocols[] = {
	{ "tcp", IPPROTO_TCP },
	{ "udp", IPPROTO_UDP },
	{ "sctp", IPPROTO_SCTP },
	{ "icmp", IPPROTO_ICMP },
	{ "icmpv6", IPPROTO_ICMPV6 },
	{ "dccp", IPPROTO_DCCP },
	{ "udplite", IPPROTO_UDPLITE },
	{ }
};

static bool find_word(const struct named *named, const char *word, u64 *number)
{
	for (; named->word; named++) {
		if (same_word(named->word, word)) {
			*number = named->number;
			return true;
		}
	}
	return false;
}

static struct value name_number(const struct named *named, u64 number)
{
	struct value value = value_string("");

	for (; named->word; named++)
		if (named->number == number)
			return value_string(named->word);
	snprintf(value.text, sizeof(value.text), "%llu", number);
	return value;
}

static bool put_ethertype(const struct field *field, const char *word,
			  struct nlmsghdr *msg)
{
	u64 number;

	if (!find_word(ethertypes, word, &number))
		return false;
	mnl_attr_put_u16(msg, field->attr, number);
	return true;
}

static bool get_ethertype(const struct field *field, const struct row *row,
			  struct value *value)
{
	*value = name_number(ethertypes, row_number(row, field->attr));
	return row->attr[field->attr];
}

static const struct type type_ethertype = {
	.put = put_ethertype,
	.get = get_ethertype,
};

static bool put_protocol(const struct field *field, const char *word,
			 struct nlmsghdr *msg)
{
	u64 number;

	if (!find_word(protocols, word, &number) &&
	    !parse_number(word, 0, UINT8_MAX, &number))
		return false;
	mnl_attr_put_u8(msg, field->attr, number);
	return true;
}

static bool get_protocol(const struct field *field, const struct row *row,
			 struct value *value)
{
	*value = name_number(protocols, row_number(row, field->attr));
	return row->attr[field->attr];
}

static const struct type type_protocol = {
	.what = "tcp, udp, sctp, icmp, icmpv6, dccp, udplite or a number from 0 to 255",
	.put = put_protocol,
	.get = get_protocol,
};

static bool put_uuid(const struct field *field, const char *word,
		     struct nlmsghdr *msg)
{
	return type_uuid.put(field, word, msg);
}

/* It is printed as the key. */
static bool get_nothing(const struct field *field, const struct row *row,
			struct value *value)
{
	(void)field;
	(void)row;
	(void)value;
	return false;
}

static const struct type type_uuid_keyword = {
	.what = "a UUID",
	.put = put_uuid,
	.get = get_nothing,
};

enum {
	FIELD_KEY,
	FIELD_GROUP,
	FIELD_SWITCH,
	FIELD_DIRECTION,
	FIELD_ETHERTYPE,
	FIELD_PROTOCOL,
	FIELD_SPORT,
	FIELD_DPORT,
	FIELD_ICMP_TYPE,
	FIELD_ICMP_CODE,
	FIELD_REMOTE_SET,
	FIELD_REMOTE,
	FIELD_UUID,
	FIELD_HITS,
	FIELD_N
};

static const struct field fields[FIELD_N + 1] = {
	[FIELD_KEY] = {
		.word = "uuid", .hint = "UUID",
		.type = &type_uuid, .attr = VSW_A_RULE_UUID,
		.in = KEY | IN_SHOW | IN_ONE, .need = IN_ONE,
	},
	[FIELD_GROUP] = {
		.word = "group", .hint = "GROUP",
		.type = &type_name, .attr = VSW_A_RULE_GROUP,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = VSW_NAME_MAX,
	},
	[FIELD_SWITCH] = {
		.word = "switch", .hint = "BR",
		.type = &type_name, .attr = VSW_A_RULE_SWITCH,
		.in = KEY | IN_SHOW | IN_ONE, .need = KEY | IN_ONE,
		.min = 1, .max = 15,
	},
	[FIELD_DIRECTION] = {
		.word = "direction", .hint = "ingress|egress",
		.type = &type_enum, .attr = VSW_A_RULE_DIRECTION,
		.in = KEY, .need = IN_ADD, .names = directions,
	},
	[FIELD_ETHERTYPE] = {
		.word = "ethertype", .hint = "ipv4|ipv6",
		.type = &type_ethertype, .attr = VSW_A_RULE_ETHERTYPE,
		.in = KEY,
	},
	[FIELD_PROTOCOL] = {
		.word = "protocol",
		.hint = "tcp|udp|sctp|icmp|icmpv6|dccp|udplite|N",
		.type = &type_protocol, .attr = VSW_A_RULE_PROTOCOL,
		.in = KEY,
	},
	[FIELD_SPORT] = {
		.word = "sport", .hint = "N|N-M",
		.type = &type_port_range, .attr = VSW_A_RULE_SPORT_MIN,
		.attr2 = VSW_A_RULE_SPORT_MAX, .in = KEY,
	},
	[FIELD_DPORT] = {
		.word = "dport", .hint = "N|N-M",
		.type = &type_port_range, .attr = VSW_A_RULE_DPORT_MIN,
		.attr2 = VSW_A_RULE_DPORT_MAX, .in = KEY,
	},
	[FIELD_ICMP_TYPE] = {
		.word = "icmp-type", .hint = "N",
		.type = &type_u8, .attr = VSW_A_RULE_ICMP_TYPE,
		.in = KEY, .max = UINT8_MAX,
	},
	[FIELD_ICMP_CODE] = {
		.word = "icmp-code", .hint = "N",
		.type = &type_u8, .attr = VSW_A_RULE_ICMP_CODE,
		.in = KEY, .max = UINT8_MAX,
	},
	[FIELD_REMOTE_SET] = {
		.word = "remote set", .json = "remote-set", .hint = "SET",
		.type = &type_name, .attr = VSW_A_RULE_SET,
		.in = KEY, .min = 1, .max = VSW_NAME_MAX,
	},
	[FIELD_REMOTE] = {
		.word = "remote", .hint = "ADDR|PREFIX",
		.type = &type_prefix, .attr = VSW_A_RULE_IP,
		.attr2 = VSW_A_RULE_PREFIX_LEN, .in = KEY,
	},
	[FIELD_UUID] = {
		.word = "uuid", .hint = "UUID",
		.type = &type_uuid_keyword, .attr = VSW_A_RULE_UUID,
		.in = KEY,
	},
	[FIELD_HITS] = {
		.word = "hits",
		.type = &type_u64, .attr = VSW_A_RULE_HITS,
	},
};

static bool check(const struct request *request)
{
	const char *const *word = request->word;

	if (!word[FIELD_KEY] || !word[FIELD_UUID])
		return true;
	out_warn("uuid is given twice");
	return false;
}

const struct object rule_object = {
	.word = "rule",
	.field = fields,
	.keyed = true,
	.distinct = true,
	.genl = {
		[CMD_ADD] = VSW_CMD_RULE_NEW,
		[CMD_DEL] = VSW_CMD_RULE_DEL,
		[CMD_SHOW] = VSW_CMD_RULE_GET,
	},
	.changed = VSW_CMD_RULE_NTF,
	.deleted = VSW_CMD_RULE_DEL_NTF,
	.sort = {
		{ VSW_A_RULE_SWITCH, ORDER_TEXT },
		{ VSW_A_RULE_GROUP, ORDER_TEXT },
		{ VSW_A_RULE_DIRECTION, ORDER_NUMBER },
		{ VSW_A_RULE_UUID, ORDER_BYTES },
	},
	.note = "A rule lets through what it says, all of what it does not say. It is deleted\n"
		"by its UUID, or by the words that made it. remote set SET is in place of\n"
		"remote ADDR|PREFIX.",
	.check = check,
};
