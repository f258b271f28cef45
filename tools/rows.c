// SPDX-License-Identifier: GPL-2.0
/* Messages from the kernel, kept, sorted and searched. */

#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

struct chunk {
	struct chunk *next;
	char data[];
};

static void *grow(void *p, size_t size)
{
	p = realloc(p, size);
	if (!p)
		abort();
	return p;
}

/* Indexes the attributes of @msg, which the kernel made: their headers hold. */
void row_parse(struct row *row, const struct nlmsghdr *msg)
{
	const struct nlattr *attr;
	u16 type;

	*row = (struct row){ .msg = msg };
	mnl_attr_for_each(attr, msg, sizeof(struct genlmsghdr)) {
		type = mnl_attr_get_type(attr);
		if (type <= ROW_ATTR_MAX && !row->attr[type])
			row->attr[type] = attr;
	}
}

/* An attribute's text; empty if there is none or it is not terminated. */
const char *attr_text(const struct nlattr *attr)
{
	size_t len = attr ? mnl_attr_get_payload_len(attr) : 0;
	const char *text;

	if (!len)
		return "";
	text = mnl_attr_get_payload(attr);
	return text[len - 1] ? "" : text;
}

/* An attribute's number, whatever its width; 0 if there is none. */
u64 attr_number(const struct nlattr *attr)
{
	switch (attr ? mnl_attr_get_payload_len(attr) : 0) {
	case 1:
		return mnl_attr_get_u8(attr);
	case 2:
		return mnl_attr_get_u16(attr);
	case 4:
		return mnl_attr_get_u32(attr);
	case 8:
		return mnl_attr_get_u64(attr);
	default:
		return 0;
	}
}

const char *row_text(const struct row *row, u16 attr)
{
	return attr_text(row->attr[attr]);
}

u64 row_number(const struct row *row, u16 attr)
{
	return attr_number(row->attr[attr]);
}

/* Copies a received buffer; rows_append() then takes the messages in it. */
void *rows_keep(struct rows *rows, const void *buf, size_t len)
{
	struct chunk *chunk = grow(NULL, sizeof(*chunk) + len);

	memcpy(chunk->data, buf, len);
	chunk->next = rows->chunks;
	rows->chunks = chunk;
	return chunk->data;
}

/* Adds a message that lives as long as @rows. */
void rows_append(struct rows *rows, const struct nlmsghdr *msg)
{
	if (rows->n == rows->size) {
		rows->size = rows->size ? 2 * rows->size : 16;
		rows->row = grow(rows->row, rows->size * sizeof(*rows->row));
	}
	row_parse(&rows->row[rows->n++], msg);
}

static int compare_numbers(u64 a, u64 b)
{
	return a < b ? -1 : a > b;
}

static int compare_bytes(const struct nlattr *a, const struct nlattr *b)
{
	size_t a_len = a ? mnl_attr_get_payload_len(a) : 0;
	size_t b_len = b ? mnl_attr_get_payload_len(b) : 0;

	if (a_len != b_len)
		return a_len < b_len ? -1 : 1;
	if (!a_len)
		return 0;
	return memcmp(mnl_attr_get_payload(a), mnl_attr_get_payload(b), a_len);
}

static int compare_attrs(enum order order, const struct nlattr *a,
			 const struct nlattr *b)
{
	switch (order) {
	case ORDER_TEXT:
		return strverscmp(attr_text(a), attr_text(b));
	case ORDER_NUMBER:
		return compare_numbers(attr_number(a), attr_number(b));
	default:
		return compare_bytes(a, b);
	}
}

static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct row *row_a = a;
	const struct row *row_b = b;
	const struct sort *sort;
	int diff;

	for (sort = arg; sort->attr; sort++) {
		diff = compare_attrs(sort->order, row_a->attr[sort->attr],
				     row_b->attr[sort->attr]);
		if (diff)
			return diff;
	}
	return 0;
}

void rows_sort(struct rows *rows, const struct sort *sort)
{
	if (rows->n)
		qsort_r(rows->row, rows->n, sizeof(*rows->row), compare_rows,
			(void *)sort);
}

/* The same rows, to be sorted otherwise; the messages stay those of @rows. */
struct rows rows_copy(const struct rows *rows)
{
	struct rows copy = { .n = rows->n, .size = rows->n };

	if (rows->n) {
		copy.row = grow(NULL, rows->n * sizeof(*copy.row));
		memcpy(copy.row, rows->row, rows->n * sizeof(*copy.row));
	}
	return copy;
}

static int compare_texts(const struct row *row, const u16 *attrs,
			 const char *const *texts)
{
	int diff;

	for (; *attrs; attrs++, texts++) {
		diff = strverscmp(row_text(row, *attrs), *texts);
		if (diff)
			return diff;
	}
	return 0;
}

/**
 * rows_find() - Find the rows whose first sort keys have some texts
 * @rows: rows, sorted
 * @attrs: attribute types of those keys, 0 after the last
 * @texts: the texts
 * @n: how many rows there are
 *
 * Return: the first of them
 */
const struct row *rows_find(const struct rows *rows, const u16 *attrs,
			    const char *const *texts, size_t *n)
{
	size_t low = 0, high = rows->n;
	size_t mid, end;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (compare_texts(&rows->row[mid], attrs, texts) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < rows->n; end++)
		if (compare_texts(&rows->row[end], attrs, texts))
			break;
	*n = end - low;
	return rows->row + low;
}

void rows_free(struct rows *rows)
{
	struct chunk *chunk;

	while ((chunk = rows->chunks)) {
		rows->chunks = chunk->next;
		free(chunk);
	}
	free(rows->row);
	*rows = (struct rows){ 0 };
}
