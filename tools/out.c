// SPDX-License-Identifier: GPL-2.0
/*
 * Output. One call prints a value as text or adds it to a JSON document.
 * The elements of an outermost array are written when they are complete, so
 * that a large FDB does not become a large document in memory first.
 */

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "out.h"

#define DEPTH_MAX	8

static struct {
	bool json;
	json_t *stack[DEPTH_MAX];	/* NULL for the outermost array */
	unsigned int depth;
	unsigned int elements;
	const char *file;
	unsigned int line;
} out;

struct value value_null(const char *text)
{
	struct value v = value_string(text);

	v.kind = VALUE_NULL;
	return v;
}

struct value value_number(u64 number)
{
	struct value v = { .kind = VALUE_NUMBER, .number = number };

	snprintf(v.text, sizeof(v.text), "%llu", number);
	return v;
}

struct value value_bool(bool on)
{
	struct value v = value_string(on ? "on" : "off");

	v.kind = VALUE_BOOL;
	v.number = on;
	return v;
}

struct value value_string(const char *text)
{
	struct value v = { .kind = VALUE_STRING };

	snprintf(v.text, sizeof(v.text), "%s", text);
	return v;
}

void out_set_json(bool on)
{
	out.json = on;
}

bool out_is_json(void)
{
	return out.json;
}

/* A name may be any bytes; what is not UTF-8 cannot be in a JSON string. */
static json_t *make_string(const char *text)
{
	json_t *string = json_string(text);
	char copy[sizeof(((struct value *)0)->text)];
	char *c;

	if (string)
		return string;
	snprintf(copy, sizeof(copy), "%s", text);
	for (c = copy; *c; c++)
		if (*c & 0x80)
			*c = '?';
	return json_string(copy);
}

static json_t *make_json(const struct value *value)
{
	switch (value->kind) {
	case VALUE_NUMBER:
		return json_integer(value->number);
	case VALUE_BOOL:
		return json_boolean(value->number);
	case VALUE_STRING:
		return make_string(value->text);
	default:
		return json_null();
	}
}

static void write_document(json_t *document)
{
	json_dumpf(document, stdout, JSON_COMPACT | JSON_ENCODE_ANY);
	json_decref(document);
}

static void write_element(json_t *element)
{
	fputs(out.elements++ ? ",\n" : "\n", stdout);
	write_document(element);
}

/* Steals the reference to @item, as jansson's own _new functions do. */
static void add(const char *key, json_t *item)
{
	json_t *parent = out.stack[out.depth - 1];

	if (!parent)
		write_element(item);
	else if (json_is_array(parent))
		json_array_append_new(parent, item);
	else
		json_object_set_new_nocheck(parent, key, item);
}

/* The parent holds the reference, except to what is written when complete. */
static void begin(const char *key, json_t *item)
{
	if (out.depth && out.stack[out.depth - 1])
		add(key, item);
	out.stack[out.depth++] = item;
}

void out_begin_array(const char *key)
{
	if (!out.json)
		return;
	if (out.depth) {
		begin(key, json_array());
		return;
	}
	putchar('[');
	out.elements = 0;
	begin(NULL, NULL);
}

void out_begin_object(const char *key)
{
	if (out.json)
		begin(key, json_object());
}

void out_end(void)
{
	json_t *item;

	if (!out.json)
		return;
	item = out.stack[--out.depth];
	if (!item) {
		printf("%s]\n", out.elements ? "\n" : "");
	} else if (!out.depth) {
		write_document(item);
		putchar('\n');
	} else if (!out.stack[out.depth - 1]) {
		write_element(item);
	}
}

/**
 * out_print() - Print a value
 * @key: its key in the JSON object that is open; NULL in an array
 * @value: the value in JSON; NULL for nothing in JSON
 * @fmt: the text; NULL for nothing in text
 */
void out_print(const char *key, const struct value *value, const char *fmt,
	       ...)
{
	va_list args;

	if (out.json) {
		if (value)
			add(key, make_json(value));
		return;
	}
	if (!fmt)
		return;
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
}

/**
 * out_flush() - Write out what was printed
 *
 * Return: VSW_OK, or VSW_REFUSED after a message when any of it was lost.
 */
int out_flush(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return VSW_OK;
	out_warn("standard output: %s", strerror(errno));
	return VSW_REFUSED;
}

/**
 * out_set_place() - Name a place in messages
 * @file: file of commands, NULL for none
 * @line: line in it
 */
void out_set_place(const char *file, unsigned int line)
{
	out.file = file;
	out.line = line;
}

/* Prints a message on standard error. */
void out_warn(const char *fmt, ...)
{
	va_list args;

	fflush(stdout);
	fputs("vsw: ", stderr);
	if (out.file)
		fprintf(stderr, "%s:%u: ", out.file, out.line);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}
