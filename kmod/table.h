/* SPDX-License-Identifier: GPL-2.0 */
/* What a program is made of: compile.c makes it, program.c runs it. */
#ifndef _VSW_TABLE_H
#define _VSW_TABLE_H

#include <linux/bits.h>
#include <linux/types.h>

struct vsw_ranges;
struct vsw_set;

/* Where a port leads to: a matcher, or what to ask next. */
#define VSW_CELL_PAGE	BIT(31)		/* of a destination port's upper byte */
#define VSW_CELL_SPLIT	BIT(30)		/* by source port */
#define VSW_CELL_INDEX	GENMASK(29, 0)

#define VSW_PORT_HALF	256

/**
 * struct vsw_member - addresses that a rule names by a set
 * @set:	set
 * @rule:	number of the rule, from 1 on
 */
struct vsw_member {
	const struct vsw_set *set;
	u32 rule;
};

/**
 * struct vsw_remotes - which remote addresses pass
 * @any:	number of a rule that lets all of them through, or 0
 * @n_members:	how many @member
 * @ranges:	those of prefixes, owned by their rules' numbers, or %NULL
 * @member:	those of sets
 */
struct vsw_remotes {
	u32 any;
	u32 n_members;
	struct vsw_ranges *ranges;
	struct vsw_member *member;
};

/**
 * struct vsw_matcher - what holds for a protocol and its ports
 * @hash:	of all below
 * @next:	index of another one of the same bucket, while compiling
 * @remotes:	of rules that are stateful, and of those that are not
 */
struct vsw_matcher {
	u32 hash;
	u32 next;
	struct vsw_remotes remotes[2];
};

/**
 * struct vsw_split - cells by source port
 * @n:		how many
 * @from:	the first port of each, in order, from 0 on
 * @cell:	matchers
 */
struct vsw_split {
	u32 n;
	u16 *from;
	u32 *cell;
};

struct vsw_ports {
	u32 cell[VSW_PORT_HALF];
};

/**
 * struct vsw_table - what holds for one direction and family
 * @proto:	index of a protocol's @ports
 * @n_ports:	how many there are; the first is that of protocols not named
 * @n_pages:	pages of cells by the lower byte of a destination port
 * @n_splits:	how many
 * @n_matchers: how many; the first one refuses
 */
struct vsw_table {
	u16 proto[256];
	u32 n_ports;
	u32 n_pages;
	u32 n_splits;
	u32 n_matchers;
	struct vsw_ports *ports;
	struct vsw_ports *page;
	struct vsw_split *split;
	struct vsw_matcher *matcher;
};

void vsw_matcher_free(struct vsw_matcher *matcher);

/* %NULL is none. Context: process, no readers any more. */
void vsw_table_free(struct vsw_table *table);

#endif /* _VSW_TABLE_H */
