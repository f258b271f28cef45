/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_ROWS_H
#define VSW_ROWS_H

#include <libmnl/libmnl.h>

#include "types.h"

#define ROW_ATTR_MAX	32	/* no object has an attribute of a higher type */

/**
 * struct row - One object, as the kernel described it
 * @msg: the message
 * @attr: its attributes by type; of those that come several times, the first
 */
struct row {
	const struct nlmsghdr *msg;
	const struct nlattr *attr[ROW_ATTR_MAX + 1];
};

struct chunk;

/**
 * struct rows - The objects of one reply or dump
 * @row: the rows
 * @n: how many there are
 * @size: how many fit
 * @chunks: memory of the messages
 */
struct rows {
	struct row *row;
	size_t n;
	size_t size;
	struct chunk *chunks;
};

enum order {
	ORDER_TEXT,	/* port2 before port10 */
	ORDER_NUMBER,
	ORDER_BYTES,	/* short ones first */
};

#define SORT_MAX	5

/**
 * struct sort - A sort key
 * @attr: attribute type, 0 after the last key
 * @order: how two of them compare
 */
struct sort {
	u16 attr;
	enum order order;
};

void row_parse(struct row *row, const struct nlmsghdr *msg);
const char *row_text(const struct row *row, u16 attr);
u64 row_number(const struct row *row, u16 attr);
const char *attr_text(const struct nlattr *attr);
u64 attr_number(const struct nlattr *attr);

void rows_append(struct rows *rows, const struct nlmsghdr *msg);
void *rows_keep(struct rows *rows, const void *buf, size_t len);
void rows_sort(struct rows *rows, const struct sort *sort);
struct rows rows_copy(const struct rows *rows);
const struct row *rows_find(const struct rows *rows, const u16 *attrs,
			    const char *const *texts, size_t *n);
void rows_free(struct rows *rows);

#endif /* VSW_ROWS_H */
