/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_FIELD_H
#define VSW_FIELD_H

#include "out.h"
#include "rows.h"

struct field;

/**
 * struct type - How a field is parsed and printed
 * @what: what a word must be, for messages; NULL to say it with the hint
 * @range: what the field's min and max limit
 * @put: parse a word and append its attribute; false when it does not parse
 * @get: read the value from a row; false when it is not there
 * @print: prints the field in place of what @get reads, for those that are
 *	longer than a value can be; see field_print()
 */
struct type {
	const char *what;
	const char *range;
	bool (*put)(const struct field *field, const char *word,
		    struct nlmsghdr *msg);
	bool (*get)(const struct field *field, const struct row *row,
		    struct value *value);
	void (*print)(const struct field *field, const struct row *row,
		      const char *separator);
};

/* Commands that take a field, or need it. */
enum {
	IN_ADD		= 1 << 0,
	IN_SET		= 1 << 1,
	IN_DEL		= 1 << 2,
	IN_SHOW		= 1 << 3,
	IN_FLUSH	= 1 << 4,
	IN_REPLACE	= 1 << 5,
	IN_ONE		= 1 << 6,	/* show of one object, without a dump */
	IN_MATCH	= 1 << 7,	/* show of one, found by a dump */
};

/**
 * struct field - A keyword of an object
 * @word: the keyword, or two; of the first field, which comes without one, its
 *	name
 * @json: key in JSON if it is not @word
 * @hint: stands for the value in help
 * @hint_add: the same for add, if that takes less than show
 * @type: how the value is parsed and printed
 * @attr: attribute type
 * @attr2: attribute type of the flag for "inherit", of the length of a prefix,
 *	of the end of a range
 * @in: commands that take it; without IN_ADD (IN_SET where there is no
 *	add) it is printed after a #
 * @need: commands that need it
 * @min: smallest number, or shortest name
 * @max: largest number, or longest name
 * @none: word for 0 or for an empty name
 * @names: words for the numbers from 0 on, NULL after the last
 */
struct field {
	const char *word;
	const char *json;
	const char *hint;
	const char *hint_add;
	const struct type *type;
	u16 attr;
	u16 attr2;
	u8 in;
	u8 need;
	u32 min;
	u32 max;
	const char *none;
	const char *const *names;
};

extern const struct type type_name;
extern const struct type type_u8;
extern const struct type type_u16;
extern const struct type type_u32;
extern const struct type type_u64;
extern const struct type type_bool;
extern const struct type type_enum;
extern const struct type type_vid;
extern const struct type type_mac;
extern const struct type type_address;
extern const struct type type_prefix;
extern const struct type type_ethertypes;
extern const struct type type_inherit;
extern const struct type type_uuid;
extern const struct type type_port_range;
extern const struct type type_groups;

void field_print(const struct field *field, const struct row *row,
		 const char *separator);
void field_refuse(const struct field *field, const char *word);

#endif /* VSW_FIELD_H */
