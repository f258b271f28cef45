/* SPDX-License-Identifier: GPL-2.0 */
/* What else than instructions can be counted on the way of a frame. */
#ifndef _BENCH_COUNT_H
#define _BENCH_COUNT_H

#include <linux/types.h>

/*
 * count_select() - what is to be counted: "locked", "allocs"; "-" for nothing
 *
 * "locked" are instructions that lock the bus, "allocs" objects from the slab
 * allocator. Both make everything slower, so cycles mean nothing meanwhile.
 *
 * Context: process. Return: 0, -EINVAL, or why it cannot be counted.
 */
int count_select(const char *what);

/* Around a frame. Context: one CPU, which is all that the guest has. */
void count_begin(void);
void count_end(void);

/* Both are since count_select(), and return how many bytes they have written. */

/* What was counted, of one frame after the other: a number in each line. */
int count_frames(char *page);

/* Locked instructions of all frames by function: "FUNCTION COUNT" lines. */
int count_where(char *page);

void count_exit(void);

#endif /* _BENCH_COUNT_H */
