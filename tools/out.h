/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_OUT_H
#define VSW_OUT_H

#include "types.h"

/* Exit statuses. */
enum {
	VSW_OK,
	VSW_REFUSED,	/* by the kernel, or no such object */
	VSW_USAGE,
};

enum value_kind {
	VALUE_NULL,	/* a word that stands for "not set" */
	VALUE_NUMBER,
	VALUE_BOOL,
	VALUE_STRING,
};

/**
 * struct value - What is printed of one field
 * @kind: how it appears in JSON
 * @number: of a number or bool
 * @text: how it appears in text; of a string also in JSON
 */
struct value {
	enum value_kind kind;
	u64 number;
	char text[128];
};

struct value value_null(const char *text);
struct value value_number(u64 number);
struct value value_bool(bool on);
struct value value_string(const char *text);

void out_set_json(bool on);
bool out_is_json(void);

void out_begin_array(const char *key);
void out_begin_object(const char *key);
void out_end(void);
void out_print(const char *key, const struct value *value, const char *fmt,
	       ...) __printf(3, 4);
int out_flush(void);

void out_set_place(const char *file, unsigned int line);
void out_warn(const char *fmt, ...) __printf(1, 2);

#endif /* VSW_OUT_H */
