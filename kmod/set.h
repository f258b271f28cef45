/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A set: a named list of address prefixes, for rules to name as their far end.
 *
 * Its elements change without the programs that look into it being made anew:
 * they see either the old ones or the new ones.
 */
#ifndef _VSW_SET_H
#define _VSW_SET_H

#include <linux/rhashtable-types.h>
#include <linux/rcupdate.h>

#include <uapi/linux/vsw.h>

#include "ranges.h"

struct vsw_switch;

/**
 * struct vsw_set - a set
 * @ranges:	its elements as packets see them, %NULL for none; those of a set
 *		that no rule names may be old
 * @elem:	its elements in the order of vsw_prefix_compare()
 * @n:		how many
 * @room:	for how many there is room
 * @users:	rules that name it
 * @id:		key in vsw_switch::sets; constant
 * @sw:		its switch; constant
 * @name:	unique in the switch; constant
 * @node:	in the switch's table of names
 * @rcu:	for freeing
 *
 * All but @ranges is protected by the configuration mutex.
 */
struct vsw_set {
	struct vsw_ranges __rcu *ranges;
	struct vsw_prefix *elem;
	u32 n;
	u32 room;
	u32 users;
	u32 id;
	struct vsw_switch *sw;
	char name[VSW_NAME_MAX + 1];
	struct rhash_head node;
	struct rcu_head rcu;
};

/* While nobody can see the switch, or any more. Context: process. */
int vsw_set_table_init(struct vsw_switch *sw);
void vsw_set_table_uninit(struct vsw_switch *sw);

/* All of these: process context, configuration mutex held. */

/* The name is not taken. Return: the set, -ENOMEM, or -ENOSPC. */
struct vsw_set *vsw_set_create(struct vsw_switch *sw, const char *name);

/* No rule names it any more. */
void vsw_set_destroy(struct vsw_set *set);

struct vsw_set *vsw_set_find(struct vsw_switch *sw, const char *name);

/* A rule is to name it. Return: 0 or -ENOMEM. */
int vsw_set_use(struct vsw_set *set);

/* One does no longer. */
void vsw_set_unuse(struct vsw_set *set);

/**
 * vsw_set_add() - add an element
 * @set:	set
 * @prefix:	prefix; its owner does not matter
 *
 * Return: 0, -EEXIST, -ENOSPC if there are %VSW_SET_ELEMS_MAX, or -ENOMEM.
 */
int vsw_set_add(struct vsw_set *set, const struct vsw_prefix *prefix);

/* Return: 0, -ENOENT, or -ENOMEM. */
int vsw_set_del(struct vsw_set *set, const struct vsw_prefix *prefix);

/**
 * vsw_set_replace() - give a set the elements of another one
 * @set:	set
 * @with:	another one of the same switch, which no rule names; destroyed
 *
 * Return: 0; or -ENOMEM, and nothing has changed.
 */
int vsw_set_replace(struct vsw_set *set, struct vsw_set *with);

bool vsw_set_has(const struct vsw_set *set, const struct vsw_prefix *prefix);

#endif /* _VSW_SET_H */
