// SPDX-License-Identifier: GPL-2.0
/* The types of fields: how a word becomes an attribute, and the way back. */

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include <linux/vsw.h>

#include "field.h"
#include "parse.h"

static bool is_none(const struct field *field, const char *word)
{
	return field->none && !strcmp(word, field->none);
}

static bool put_name(const struct field *field, const char *word,
		     struct nlmsghdr *msg)
{
	if (is_none(field, word))
		word = "";
	else if (!parse_name(word, field->min ? field->min : 1, field->max))
		return false;
	mnl_attr_put_strz(msg, field->attr, word);
	return true;
}

static bool get_name(const struct field *field, const struct row *row,
		     struct value *value)
{
	const char *text = row_text(row, field->attr);

	if (!row->attr[field->attr])
		return false;
	if (!*text && field->none)
		*value = value_null(field->none);
	else
		*value = value_string(text);
	return true;
}

const struct type type_name = {
	.what = "a name",
	.range = "length",
	.put = put_name,
	.get = get_name,
};

static bool parse_field_number(const struct field *field, const char *word,
			       u64 *number)
{
	*number = 0;
	return is_none(field, word) ||
	       parse_number(word, field->min, field->max, number);
}

static bool put_u8(const struct field *field, const char *word,
		   struct nlmsghdr *msg)
{
	u64 number;

	if (!parse_field_number(field, word, &number))
		return false;
	mnl_attr_put_u8(msg, field->attr, number);
	return true;
}

static bool put_u16(const struct field *field, const char *word,
		    struct nlmsghdr *msg)
{
	u64 number;

	if (!parse_field_number(field, word, &number))
		return false;
	mnl_attr_put_u16(msg, field->attr, number);
	return true;
}

static bool put_u32(const struct field *field, const char *word,
		    struct nlmsghdr *msg)
{
	u64 number;

	if (!parse_field_number(field, word, &number))
		return false;
	mnl_attr_put_u32(msg, field->attr, number);
	return true;
}

static bool get_number(const struct field *field, const struct row *row,
		       struct value *value)
{
	u64 number = row_number(row, field->attr);

	if (!row->attr[field->attr])
		return false;
	if (!number && field->none)
		*value = value_null(field->none);
	else
		*value = value_number(number);
	return true;
}

const struct type type_u8 = {
	.what = "a number",
	.range = "range",
	.put = put_u8,
	.get = get_number,
};

const struct type type_u16 = {
	.what = "a number",
	.range = "range",
	.put = put_u16,
	.get = get_number,
};

const struct type type_u32 = {
	.what = "a number",
	.range = "range",
	.put = put_u32,
	.get = get_number,
};

/* Counters only. */
const struct type type_u64 = {
	.get = get_number,
};

static bool put_bool(const struct field *field, const char *word,
		     struct nlmsghdr *msg)
{
	bool on;

	if (!parse_onoff(word, &on))
		return false;
	mnl_attr_put_u8(msg, field->attr, on);
	return true;
}

static bool get_bool(const struct field *field, const struct row *row,
		     struct value *value)
{
	*value = value_bool(row_number(row, field->attr));
	return row->attr[field->attr];
}

const struct type type_bool = {
	.put = put_bool,
	.get = get_bool,
};

static bool put_enum(const struct field *field, const char *word,
		     struct nlmsghdr *msg)
{
	u32 choice;

	if (!parse_choice(word, field->names, &choice))
		return false;
	mnl_attr_put_u32(msg, field->attr, choice);
	return true;
}

/* A number that a newer kernel has a name for is printed as a number. */
static bool get_enum(const struct field *field, const struct row *row,
		     struct value *value)
{
	u64 number = row_number(row, field->attr);
	u64 i;

	*value = value_number(number);
	for (i = 0; field->names[i]; i++)
		if (i == number)
			*value = value_string(field->names[i]);
	return row->attr[field->attr];
}

const struct type type_enum = {
	.put = put_enum,
	.get = get_enum,
};

/* VLAN id 0 is "untagged", but a number in JSON all the same. */
static bool get_vid(const struct field *field, const struct row *row,
		    struct value *value)
{
	u64 vid = row_number(row, field->attr);

	*value = value_number(vid);
	if (!vid)
		snprintf(value->text, sizeof(value->text), "%s",
			 field->none);
	return row->attr[field->attr];
}

const struct type type_vid = {
	.what = "a VLAN id",
	.range = "range",
	.put = put_u16,
	.get = get_vid,
};

static bool put_mac(const struct field *field, const char *word,
		    struct nlmsghdr *msg)
{
	u8 mac[6];

	if (!parse_mac(word, mac))
		return false;
	mnl_attr_put(msg, field->attr, sizeof(mac), mac);
	return true;
}

static bool get_mac(const struct field *field, const struct row *row,
		    struct value *value)
{
	const struct nlattr *attr = row->attr[field->attr];
	const u8 *mac;

	if (!attr || mnl_attr_get_payload_len(attr) != 6)
		return false;
	mac = mnl_attr_get_payload(attr);
	*value = value_string("");
	snprintf(value->text, sizeof(value->text),
		 "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		 mac[3], mac[4], mac[5]);
	return true;
}

const struct type type_mac = {
	.what = "a MAC address like 02:00:00:00:00:01",
	.put = put_mac,
	.get = get_mac,
};

static bool put_address(const struct field *field, const char *word,
			struct nlmsghdr *msg)
{
	u8 address[16];
	size_t len;

	if (!parse_address(word, address, &len))
		return false;
	mnl_attr_put(msg, field->attr, len, address);
	return true;
}

static bool get_address(const struct field *field, const struct row *row,
			struct value *value)
{
	const struct nlattr *attr = row->attr[field->attr];
	size_t len = attr ? mnl_attr_get_payload_len(attr) : 0;

	if (len != 4 && len != 16)
		return false;
	*value = value_string("");
	inet_ntop(len == 4 ? AF_INET : AF_INET6, mnl_attr_get_payload(attr),
		  value->text, sizeof(value->text));
	return true;
}

const struct type type_address = {
	.what = "an IPv4 or IPv6 address",
	.put = put_address,
	.get = get_address,
};

/* An address with a length in an attribute of its own. */
static bool put_prefix(const struct field *field, const char *word,
		       struct nlmsghdr *msg)
{
	u8 address[16], bits;
	size_t len;

	if (!parse_prefix(word, address, &len, &bits))
		return false;
	mnl_attr_put(msg, field->attr, len, address);
	mnl_attr_put_u8(msg, field->attr2, bits);
	return true;
}

/* The length is not shown where it is that of an address. */
static bool get_prefix(const struct field *field, const struct row *row,
		       struct value *value)
{
	u64 bits = row_number(row, field->attr2);
	size_t len;

	if (!get_address(field, row, value))
		return false;
	len = strlen(value->text);
	if (bits != mnl_attr_get_payload_len(row->attr[field->attr]) * 8)
		snprintf(value->text + len, sizeof(value->text) - len, "/%llu",
			 bits);
	return true;
}

const struct type type_prefix = {
	.what = "an IPv4 or IPv6 address or prefix",
	.put = put_prefix,
	.get = get_prefix,
};

static bool put_ethertypes(const struct field *field, const char *word,
			   struct nlmsghdr *msg)
{
	u16 list[VSW_GUARD_ETHERTYPES_MAX];
	size_t n = 0;

	if (!is_none(field, word) &&
	    !parse_u16_list(word, field->min, field->max, list,
			    VSW_GUARD_ETHERTYPES_MAX, &n))
		return false;
	mnl_attr_put(msg, field->attr, n * sizeof(*list), list);
	return true;
}

static bool get_ethertypes(const struct field *field, const struct row *row,
			   struct value *value)
{
	const struct nlattr *attr = row->attr[field->attr];
	size_t n = attr ? mnl_attr_get_payload_len(attr) / sizeof(u16) : 0;
	size_t len = 0, i;
	u16 type;

	*value = value_string("");
	for (i = 0; i < n && len < sizeof(value->text); i++) {
		memcpy(&type, (const char *)mnl_attr_get_payload(attr) +
		       i * sizeof(type), sizeof(type));
		len += snprintf(value->text + len, sizeof(value->text) - len,
				"%s0x%04x", i ? "," : "", type);
	}
	return n;
}

const struct type type_ethertypes = {
	.what = "a list of at most 8 ethertypes",
	.range = "range",
	.put = put_ethertypes,
	.get = get_ethertypes,
};

/* A u8 that may be "inherit", which has an attribute of its own. */
static bool put_inherit(const struct field *field, const char *word,
			struct nlmsghdr *msg)
{
	bool inherit = !strcmp(word, "inherit");

	if (!inherit && !put_u8(field, word, msg))
		return false;
	mnl_attr_put_u8(msg, field->attr2, inherit);
	return true;
}

static bool get_inherit(const struct field *field, const struct row *row,
			struct value *value)
{
	if (!row_number(row, field->attr2))
		return get_number(field, row, value);
	*value = value_string("inherit");
	return true;
}

const struct type type_inherit = {
	.what = "a number or inherit",
	.range = "range",
	.put = put_inherit,
	.get = get_inherit,
};

static bool put_uuid(const struct field *field, const char *word,
		     struct nlmsghdr *msg)
{
	u8 uuid[16];

	if (!parse_uuid(word, uuid))
		return false;
	mnl_attr_put(msg, field->attr, sizeof(uuid), uuid);
	return true;
}

static bool get_uuid(const struct field *field, const struct row *row,
		     struct value *value)
{
	const struct nlattr *attr = row->attr[field->attr];
	size_t i, len = 0;
	const u8 *uuid;

	if (!attr || mnl_attr_get_payload_len(attr) != 16)
		return false;
	uuid = mnl_attr_get_payload(attr);
	*value = value_string("");
	for (i = 0; i < 16; i++)
		len += snprintf(value->text + len, sizeof(value->text) - len,
				"%s%02x", i >= 4 && i <= 10 && !(i % 2) ?
				"-" : "", uuid[i]);
	return true;
}

const struct type type_uuid = {
	.what = "a UUID",
	.put = put_uuid,
	.get = get_uuid,
};

/* One port, or the first and the last one. */
static bool put_port_range(const struct field *field, const char *word,
			   struct nlmsghdr *msg)
{
	u16 range[2];

	if (!parse_u16_range(word, range))
		return false;
	mnl_attr_put_u16(msg, field->attr, range[0]);
	mnl_attr_put_u16(msg, field->attr2, range[1]);
	return true;
}

static bool get_port_range(const struct field *field, const struct row *row,
			   struct value *value)
{
	u64 first = row_number(row, field->attr);
	u64 last = row_number(row, field->attr2);

	*value = value_string("");
	if (first == last)
		snprintf(value->text, sizeof(value->text), "%llu", first);
	else
		snprintf(value->text, sizeof(value->text), "%llu-%llu", first,
			 last);
	return row->attr[field->attr];
}

const struct type type_port_range = {
	.what = "a port or two with a dash between, the lower one first",
	.put = put_port_range,
	.get = get_port_range,
};

/* Appends the name that ends at a comma, or with the word. */
static bool put_group(const struct field *field, const char *word, size_t len,
		      struct nlmsghdr *msg)
{
	char name[VSW_NAME_MAX + 1];

	if (len >= sizeof(name))
		return false;
	memcpy(name, word, len);
	name[len] = '\0';
	if (is_none(field, name) || !parse_name(name, 1, VSW_NAME_MAX))
		return false;
	mnl_attr_put_strz(msg, field->attr, name);
	return true;
}

static bool put_groups(const struct field *field, const char *word,
		       struct nlmsghdr *msg)
{
	size_t len, n;

	if (is_none(field, word)) {
		mnl_attr_put_strz(msg, field->attr, "");
		return true;
	}
	for (n = 0; n < VSW_ATTACHMENT_GROUPS_MAX; n++) {
		len = strcspn(word, ",");
		if (!put_group(field, word, len, msg))
			return false;
		if (!word[len])
			return true;
		word += len + 1;
	}
	return false;
}

/* As many attributes as there are groups. */
static void print_groups(const struct field *field, const struct row *row,
			 const char *separator)
{
	const struct nlattr *attr;
	struct value value;
	const char *name;
	bool first = true;

	if (!row->attr[field->attr])
		return;
	out_print(NULL, NULL, "%s%s ", separator, field->word);
	out_begin_array(field->word);
	mnl_attr_for_each(attr, row->msg, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) != field->attr)
			continue;
		name = attr_text(attr);
		/* In requests, one empty name is none. */
		value = value_string(*name ? name : field->none);
		out_print(NULL, &value, "%s%s", first ? "" : ",", value.text);
		first = false;
	}
	out_end();
}

const struct type type_groups = {
	.what = "a list of at most 64 names with commas between",
	.put = put_groups,
	.print = print_groups,
};

/**
 * field_print() - Print a field of a row, if it is there
 * @field: the field
 * @row: the row
 * @separator: text before it
 */
void field_print(const struct field *field, const struct row *row,
		 const char *separator)
{
	struct value value;

	if (field->type->print) {
		field->type->print(field, row, separator);
		return;
	}
	if (!field->type->get(field, row, &value))
		return;
	out_print(field->json ? field->json : field->word, &value, "%s%s %s",
		  separator, field->word, value.text);
}

/* Says why a word is not a value of a field. */
void field_refuse(const struct field *field, const char *word)
{
	const char *what = field->type->what ? field->type->what : field->hint;
	bool or_none = field->type->what && field->none;
	char range[64] = "";

	if (field->type->range)
		snprintf(range, sizeof(range), " (%s %u to %u)",
			 field->type->range, field->min, field->max);
	out_warn("%s \"%s\" is not %s%s%s%s", field->word, word, what,
		 or_none ? " or " : "", or_none ? field->none : "", range);
}
