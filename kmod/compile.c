// SPDX-License-Identifier: GPL-2.0
/* From rules to programs. */
#include <linux/err.h>
#include <linux/jhash.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "program.h"
#include "table.h"

#define MATCHER_BUCKETS	64

/**
 * struct list - an array that grows
 * @n:		elements
 * @room:	how many there is memory for
 * @data:	the elements
 */
struct list {
	u32 n;
	u32 room;
	void *data;
};

/**
 * struct builder - a table in the making
 * @match:	all rules: their places are their numbers, less 1
 * @table:	the table; its arrays are the lists' until the end
 * @ports:	of struct vsw_ports
 * @page:	of struct vsw_ports
 * @split:	of struct vsw_split
 * @matcher:	of struct vsw_matcher
 * @bucket:	index of a matcher by its hash; 0 for none
 * @buckets:	how many there are: a power of two, and as many as matchers
 * @seed:	of hashes: nobody can make up rules whose matchers have the same
 * @family:	the table's
 * @steps:	how many are left
 */
struct builder {
	const struct vsw_match *match;
	struct vsw_table *table;
	struct list ports;
	struct list page;
	struct list split;
	struct list matcher;
	u32 *bucket;
	u32 buckets;
	u32 seed;
	enum vsw_family family;
	u32 steps;
};

/* Rules, a part of them. */
struct rules {
	const struct vsw_match **rule;
	u32 n;
};

/* Room for one element more, zeroed; its index is then @list->n - 1. */
static void *append(struct list *list, size_t size)
{
	u32 room = max(4U, 2 * list->room);
	void *data;

	if (list->n == list->room) {
		data = kvcalloc(room, size, GFP_KERNEL_ACCOUNT);
		if (!data)
			return NULL;
		if (list->n)
			memcpy(data, list->data, list->n * size);
		kvfree(list->data);
		list->data = data;
		list->room = room;
	}
	return list->data + list->n++ * size;
}

/* A step is a rule that is looked at, some ten nanoseconds. */
static int spend(struct builder *b, u64 steps)
{
	if (steps > b->steps)
		return -E2BIG;
	b->steps -= steps;
	return 0;
}

static int spend_sort(struct builder *b, u32 n)
{
	return spend(b, (u64)n * fls(n));
}

static bool remotes_equal(const struct vsw_remotes *a,
			  const struct vsw_remotes *b)
{
	if (a->any != b->any || a->n_members != b->n_members ||
	    !a->ranges != !b->ranges)
		return false;
	if (a->n_members && memcmp(a->member, b->member,
				   a->n_members * sizeof(*a->member)))
		return false;
	return !a->ranges || vsw_ranges_equal(a->ranges, b->ranges);
}

static u32 remotes_hash(const struct vsw_remotes *remotes, u32 hash)
{
	const struct vsw_ranges *ranges = remotes->ranges;

	hash = jhash(remotes->member,
		     remotes->n_members * sizeof(*remotes->member),
		     hash + remotes->any);
	if (!ranges)
		return hash;
	hash = jhash2(ranges->v4, ranges->n4, hash + 1);
	hash = jhash2(ranges->owner4, ranges->n4, hash);
	hash = jhash(ranges->v6, ranges->n6 * sizeof(*ranges->v6), hash);
	return jhash2(ranges->owner6, ranges->n6, hash);
}

static bool has_prefix(const struct vsw_match *match)
{
	return !match->any_remote && !match->set;
}

/* In the order of their prefixes, those without one first. */
static int compare_remotes(const struct vsw_match *a, const struct vsw_match *b)
{
	int order = has_prefix(a) - has_prefix(b);

	if (!order && has_prefix(a))
		order = vsw_prefix_compare(&a->prefix, &b->prefix);
	return order ?: (a > b) - (a < b);
}

/* The prefixes of rules, which are in order, merged. */
static int remotes_ranges(struct builder *b, struct vsw_remotes *remotes,
			  const struct rules *rules, bool stateless)
{
	struct vsw_prefix *prefix;
	u32 n = 0, i;

	prefix = kvmalloc_array(rules->n, sizeof(*prefix), GFP_KERNEL_ACCOUNT);
	if (!prefix)
		return -ENOMEM;
	for (i = 0; i < rules->n; i++) {
		if (rules->rule[i]->stateless != stateless ||
		    !has_prefix(rules->rule[i]))
			continue;
		prefix[n] = rules->rule[i]->prefix;
		prefix[n++].owner = rules->rule[i] - b->match + 1;
	}
	if (n)
		remotes->ranges = vsw_ranges_build(prefix, n);
	kvfree(prefix);
	return n && !remotes->ranges ? -ENOMEM : 0;
}

static int compare_members(const void *a, const void *b)
{
	const struct vsw_member *x = a, *y = b;

	if (x->set != y->set)
		return x->set->id < y->set->id ? -1 : 1;
	return (x->rule > y->rule) - (x->rule < y->rule);
}

/* The sets of rules, each once. */
static int remotes_members(struct builder *b, struct vsw_remotes *remotes,
			   const struct rules *rules, bool stateless)
{
	struct vsw_member *member;
	u32 n = 0, i, j;

	member = kvcalloc(rules->n, sizeof(*member), GFP_KERNEL_ACCOUNT);
	if (!member)
		return -ENOMEM;
	for (i = 0; i < rules->n; i++) {
		if (rules->rule[i]->stateless != stateless ||
		    !rules->rule[i]->set)
			continue;
		member[n].set = rules->rule[i]->set;
		member[n++].rule = rules->rule[i] - b->match + 1;
	}
	sort(member, n, sizeof(*member), compare_members, NULL);
	for (i = 0, j = 0; i < n; i++)
		if (!i || member[i].set != member[i - 1].set)
			member[j++] = member[i];
	remotes->member = member;
	remotes->n_members = j;
	return 0;
}

static int remotes_fill(struct builder *b, struct vsw_remotes *remotes,
			const struct rules *rules, bool stateless)
{
	u32 i, members = 0;
	bool ranges = false;
	int err = 0;

	for (i = 0; i < rules->n; i++) {
		if (rules->rule[i]->stateless != stateless)
			continue;
		if (rules->rule[i]->any_remote && !remotes->any)
			remotes->any = rules->rule[i] - b->match + 1;
		members += !!rules->rule[i]->set;
		ranges |= has_prefix(rules->rule[i]);
	}
	/* Whatever else there is: fewer rules are never too many. */
	if (members > VSW_PROGRAM_SETS || spend_sort(b, members))
		return -E2BIG;
	if (remotes->any)
		return 0;
	if (ranges)
		err = remotes_ranges(b, remotes, rules, stateless);
	if (!err && members)
		err = remotes_members(b, remotes, rules, stateless);
	return err;
}

static int matcher_fill(struct builder *b, struct vsw_matcher *m,
			const struct rules *rules)
{
	int err;

	err = remotes_fill(b, &m->remotes[0], rules, false) ?:
	      remotes_fill(b, &m->remotes[1], rules, true);
	m->hash = remotes_hash(&m->remotes[0], b->seed);
	m->hash = remotes_hash(&m->remotes[1], m->hash);
	return err;
}

static bool matcher_equal(const struct vsw_matcher *a,
			  const struct vsw_matcher *b)
{
	return a->hash == b->hash &&
	       remotes_equal(&a->remotes[0], &b->remotes[0]) &&
	       remotes_equal(&a->remotes[1], &b->remotes[1]);
}

static u32 *matcher_bucket(const struct builder *b, const struct vsw_matcher *m)
{
	return &b->bucket[m->hash & (b->buckets - 1)];
}

static void matcher_hash(struct builder *b, u32 i)
{
	struct vsw_matcher *m = (struct vsw_matcher *)b->matcher.data + i;
	u32 *bucket = matcher_bucket(b, m);

	m->next = *bucket;
	*bucket = i;
}

/* Buckets for as many matchers again. */
static int matchers_rehash(struct builder *b)
{
	u32 buckets = b->buckets ? 2 * b->buckets : MATCHER_BUCKETS;
	u32 *bucket = kvcalloc(buckets, sizeof(*bucket), GFP_KERNEL_ACCOUNT);
	u32 i;

	if (!bucket)
		return -ENOMEM;
	kvfree(b->bucket);
	b->bucket = bucket;
	b->buckets = buckets;
	for (i = 1; i < b->matcher.n; i++)
		matcher_hash(b, i);
	return 0;
}

/* The index of a matcher that is like this one, or 0. */
static u32 matcher_find(const struct builder *b, const struct vsw_matcher *m)
{
	const struct vsw_matcher *all = b->matcher.data;
	u32 i;

	for (i = *matcher_bucket(b, m); i; i = all[i].next)
		if (matcher_equal(&all[i], m))
			return i;
	return 0;
}

static int matcher_keep(struct builder *b, const struct vsw_matcher *m, u32 *cell)
{
	struct vsw_matcher *new;

	if (b->matcher.n > b->buckets && matchers_rehash(b))
		return -ENOMEM;
	new = append(&b->matcher, sizeof(*new));
	if (!new)
		return -ENOMEM;
	*new = *m;
	*cell = b->matcher.n - 1;
	matcher_hash(b, *cell);
	return 0;
}

/* The cell for rules whose ports are looked at already. */
static int cell_by_remote(struct builder *b, const struct rules *rules,
			  u32 *cell)
{
	struct vsw_matcher m = {};
	int err;

	*cell = 0;
	if (!rules->n)
		return 0;
	err = spend(b, rules->n) ?: matcher_fill(b, &m, rules);
	if (!err) {
		*cell = matcher_find(b, &m);
		if (!*cell)
			err = matcher_keep(b, &m, cell);
		else
			vsw_matcher_free(&m);
		if (!err)
			return 0;
	}
	vsw_matcher_free(&m);
	return err;
}

static int compare_u32(const void *a, const void *b)
{
	const u32 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/*
 * The ports at which rules begin or have ended, and 0, in order and each once.
 * @bound has room for 2 * @rules->n + 1. Returns how many there are.
 */
static u32 bounds(const struct rules *rules, bool source, u32 *bound)
{
	const u16 *range;
	u32 n = 1, i, j;

	bound[0] = 0;
	for (i = 0; i < rules->n; i++) {
		range = source ? rules->rule[i]->sport : rules->rule[i]->dport;
		bound[n++] = range[0];
		if (range[1] != U16_MAX)
			bound[n++] = range[1] + 1;
	}
	sort(bound, n, sizeof(*bound), compare_u32, NULL);
	for (i = 1, j = 1; i < n; i++)
		if (bound[i] != bound[i - 1])
			bound[j++] = bound[i];
	return j;
}

/* The rules of some that hold for a source port. */
static void filter(const struct rules *from, u16 sport, struct rules *to)
{
	u32 i;

	to->n = 0;
	for (i = 0; i < from->n; i++)
		if (from->rule[i]->sport[0] <= sport &&
		    from->rule[i]->sport[1] >= sport)
			to->rule[to->n++] = from->rule[i];
}

static int split_alloc(struct vsw_split *split, u32 n)
{
	split->from = kvmalloc_array(n, sizeof(*split->from),
				     GFP_KERNEL_ACCOUNT);
	split->cell = kvmalloc_array(n, sizeof(*split->cell),
				     GFP_KERNEL_ACCOUNT);
	split->n = n;
	return split->from && split->cell ? 0 : -ENOMEM;
}

static int split_fill(struct builder *b, u32 index, const u32 *bound,
		      const struct rules *rules, struct rules *part)
{
	/* Matchers go elsewhere: what this points to does not move meanwhile. */
	struct vsw_split *split = (struct vsw_split *)b->split.data + index;
	int err = 0;
	u32 i;

	for (i = 0; !err && i < split->n; i++) {
		cond_resched();
		filter(rules, bound[i], part);
		split->from[i] = bound[i];
		err = spend(b, rules->n) ?:
		      cell_by_remote(b, part, &split->cell[i]);
	}
	return err;
}

/* The cell for rules that differ by source port. */
static int cell_by_source(struct builder *b, const struct rules *rules,
			  u32 *cell)
{
	struct rules part = {};
	struct vsw_split *split;
	int err = -ENOMEM;
	u32 *bound;

	if (spend_sort(b, rules->n))
		return -E2BIG;
	bound = kvmalloc_array(2 * rules->n + 1, sizeof(*bound),
			       GFP_KERNEL_ACCOUNT);
	part.rule = kvmalloc_array(rules->n, sizeof(*part.rule),
				   GFP_KERNEL_ACCOUNT);
	split = bound && part.rule ? append(&b->split, sizeof(*split)) : NULL;
	if (split)
		err = split_alloc(split, bounds(rules, true, bound)) ?:
		      split_fill(b, b->split.n - 1, bound, rules, &part);
	*cell = (b->split.n - 1) | VSW_CELL_SPLIT;
	kvfree(part.rule);
	kvfree(bound);
	return err;
}

static int cell_make(struct builder *b, const struct rules *rules, u32 *cell)
{
	u32 i;

	for (i = 0; i < rules->n; i++)
		if (rules->rule[i]->sport[0] ||
		    rules->rule[i]->sport[1] != U16_MAX)
			return cell_by_source(b, rules, cell);
	return cell_by_remote(b, rules, cell);
}

static struct vsw_ports *last_ports(struct builder *b)
{
	return (struct vsw_ports *)b->ports.data + b->ports.n - 1;
}

/* Destination ports of one upper byte, from @lo to @hi, lead to a cell. */
static int fill_byte(struct builder *b, u32 lo, u32 hi, u32 cell)
{
	u32 *upper = &last_ports(b)->cell[lo >> 8];
	struct vsw_ports *page;

	if (!(lo & 0xff) && (hi & 0xff) == 0xff) {
		*upper = cell;
		return 0;
	}
	if (!(*upper & VSW_CELL_PAGE)) {
		if (spend(b, VSW_PORT_HALF))
			return -E2BIG;
		if (!append(&b->page, sizeof(*page)))
			return -ENOMEM;
		*upper = (b->page.n - 1) | VSW_CELL_PAGE;
	}
	page = (struct vsw_ports *)b->page.data + (*upper & VSW_CELL_INDEX);
	for (; lo <= hi; lo++)
		page->cell[lo & 0xff] = cell;
	return 0;
}

static int fill(struct builder *b, u32 lo, u32 hi, u32 cell)
{
	int err = 0;
	u32 end;

	for (; !err && lo <= hi; lo = end + 1) {
		end = min(hi, lo | 0xff);
		err = fill_byte(b, lo, end, cell);
	}
	return err;
}

static int compare_rules(const void *a, const void *b)
{
	const struct vsw_match *const *x = a, *const *y = b;

	return (*x)->dport[0] - (*y)->dport[0] ?: compare_remotes(*x, *y);
}

/* Merge some more rules into others; both are in order, and room is there. */
static void merge(struct rules *into, const struct vsw_match **rule, u32 n)
{
	u32 i = into->n, at = i + n;

	into->n = at;
	while (n) {
		if (i && compare_remotes(into->rule[i - 1], rule[n - 1]) > 0)
			into->rule[--at] = into->rule[--i];
		else
			into->rule[--at] = rule[--n];
	}
}

/*
 * Rules that have ended go, those that begin at @port come. So that none are to
 * be sorted once more, the active ones are in the order of their prefixes.
 */
static void sweep(struct rules *active, const struct rules *rules, u32 *next,
		  u32 port)
{
	u32 first = *next, n = 0, i;

	for (i = 0; i < active->n; i++)
		if (active->rule[i]->dport[1] >= port)
			active->rule[n++] = active->rule[i];
	active->n = n;
	while (*next < rules->n && rules->rule[*next]->dport[0] == port)
		++*next;
	merge(active, &rules->rule[first], *next - first);
}

/* Destination ports, between any two at which something changes. */
static int ports_fill(struct builder *b, const struct rules *rules,
		      struct rules *active, u32 *bound)
{
	u32 n = bounds(rules, false, bound), next = 0, i, cell, hi;
	int err = 0;

	active->n = 0;
	for (i = 0; !err && i < n; i++) {
		cond_resched();
		sweep(active, rules, &next, bound[i]);
		hi = i + 1 < n ? bound[i + 1] - 1 : U16_MAX;
		err = spend(b, active->n + 1) ?:
		      cell_make(b, active, &cell) ?:
		      fill(b, bound[i], hi, cell);
	}
	return err;
}

/* A map of ports for rules that are all for the same protocols. */
static int ports_make(struct builder *b, struct rules *rules)
{
	struct rules active = {};
	u32 *bound;
	int err = -ENOMEM;

	if (spend_sort(b, rules->n))
		return -E2BIG;
	sort(rules->rule, rules->n, sizeof(*rules->rule), compare_rules, NULL);
	bound = kvmalloc_array(2 * rules->n + 1, sizeof(*bound), GFP_KERNEL_ACCOUNT);
	active.rule = kvmalloc_array(max(rules->n, 1U), sizeof(*active.rule),
				     GFP_KERNEL_ACCOUNT);
	if (bound && active.rule && append(&b->ports, sizeof(struct vsw_ports)))
		err = ports_fill(b, rules, &active, bound);
	kvfree(active.rule);
	kvfree(bound);
	return err;
}

/* Which of all rules are for a direction, a family, and a protocol or all. */
static void pick(const struct vsw_match *match, u32 n,
		 enum vsw_direction direction, enum vsw_family family,
		 int proto, struct rules *rules)
{
	u32 i;

	rules->n = 0;
	for (i = 0; i < n; i++)
		if (match[i].direction == direction &&
		    match[i].families & BIT(family) &&
		    (match[i].any_proto || match[i].proto == proto))
			rules->rule[rules->n++] = &match[i];
}

/* What no rule names a protocol for comes first. */
static int protocols_make(struct builder *b, const struct vsw_match *match,
			  u32 n, enum vsw_direction direction,
			  struct rules *rules)
{
	struct vsw_table *table = b->table;
	int err, proto;
	u32 i;

	pick(match, n, direction, b->family, -1, rules);
	err = ports_make(b, rules);
	for (i = 0; !err && i < n; i++) {
		proto = match[i].proto;
		if (match[i].any_proto || table->proto[proto] ||
		    match[i].direction != direction ||
		    !(match[i].families & BIT(b->family)))
			continue;
		err = spend(b, n);
		if (err)
			break;
		pick(match, n, direction, b->family, proto, rules);
		table->proto[proto] = b->ports.n;
		err = ports_make(b, rules);
	}
	return err;
}

/* Hand the lists over to the table. */
static void builder_finish(struct builder *b)
{
	struct vsw_table *table = b->table;

	table->ports = b->ports.data;
	table->n_ports = b->ports.n;
	table->page = b->page.data;
	table->n_pages = b->page.n;
	table->split = b->split.data;
	table->n_splits = b->split.n;
	table->matcher = b->matcher.data;
	table->n_matchers = b->matcher.n;
}

static int table_build(struct vsw_program *program,
		       enum vsw_direction direction, enum vsw_family family,
		       const struct vsw_match *match, u32 n,
		       struct rules *rules, u32 *steps)
{
	struct builder b = {
		.match = match,
		.family = family,
		.steps = *steps,
		.seed = get_random_u32(),
	};
	int err = -ENOMEM;

	b.table = kzalloc(sizeof(*b.table), GFP_KERNEL_ACCOUNT);
	/* The first matcher refuses. */
	if (b.table && !matchers_rehash(&b) &&
	    append(&b.matcher, sizeof(struct vsw_matcher)))
		err = protocols_make(&b, match, n, direction, rules);
	if (b.table)
		builder_finish(&b);
	kvfree(b.bucket);
	program->table[direction][family] = b.table;
	*steps = b.steps;
	return err;
}

static bool any_rule(const struct vsw_match *match, u32 n,
		     enum vsw_direction direction, enum vsw_family family)
{
	u32 i;

	for (i = 0; i < n; i++)
		if (match[i].direction == direction &&
		    match[i].families & BIT(family))
			return true;
	return false;
}

struct vsw_program *vsw_program_build(const struct vsw_match *match, u32 n)
{
	struct vsw_program *program;
	u32 steps = VSW_PROGRAM_STEPS;
	struct rules rules = {};
	int direction, family;
	int err = -ENOMEM;

	program = kzalloc(sizeof(*program), GFP_KERNEL_ACCOUNT);
	if (!program)
		return ERR_PTR(err);
	rules.rule = kvmalloc_array(max(n, 1U), sizeof(*rules.rule),
				    GFP_KERNEL_ACCOUNT);
	if (!rules.rule)
		goto out;
	err = 0;
	for (direction = 0; direction < VSW_DIRECTIONS; direction++) {
		for (family = 0; family < VSW_FAMILIES; family++) {
			if (!any_rule(match, n, direction, family))
				continue;
			err = table_build(program, direction, family, match, n,
					  &rules, &steps);
			if (err)
				goto out;
		}
	}
out:
	kvfree(rules.rule);
	program->steps = VSW_PROGRAM_STEPS - steps;
	if (!err)
		return program;
	vsw_program_free(program);
	return ERR_PTR(err);
}
