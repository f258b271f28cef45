/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Flood lists: the targets that get a copy of broadcast, multicast and
 * unknown unicast.
 *
 * A list is an array that readers walk under RCU, skipping empty slots. A
 * removal empties a slot and so cannot fail; an addition fills one, or
 * replaces the list by one of twice the size. As a list may be as long as there
 * are ports, neither looks through it: who adds a target keeps 16 bits of its slot,
 * and the list where the first empty one can be.
 */
#ifndef _VSW_FLOOD_H
#define _VSW_FLOOD_H

#include <linux/rcupdate.h>

#include "target.h"

/**
 * struct vsw_flood - a list
 * @rcu:	for freeing
 * @slots:	how many there are; constant
 * @vacant:	no slot before this one is empty; the writers' lock
 * @target:	the slots
 */
struct vsw_flood {
	struct rcu_head rcu;
	u32 slots;
	u32 vacant;
	struct vsw_target __rcu *target[] __counted_by(slots);
};

/**
 * vsw_flood_reserve() - make sure that the next addition succeeds
 * @list: the list; %NULL is an empty one
 *
 * Context: process; the writers' lock held.
 * Return: 0 or -ENOMEM.
 */
int vsw_flood_reserve(struct vsw_flood __rcu **list);

/**
 * vsw_flood_add() - add a target
 * @list:	the list; a slot was reserved
 * @target:	target
 *
 * Context: as above.
 * Return: the lower 16 bits of its slot, for vsw_flood_del().
 */
u16 vsw_flood_add(struct vsw_flood __rcu **list, struct vsw_target *target);

/*
 * Remove a target; no matter if it is not there. @slot is what vsw_flood_add() gave, or
 * anything for a target that is in no slot. Context: as above.
 */
void vsw_flood_del(struct vsw_flood __rcu **list,
		   const struct vsw_target *target, u16 slot);

/**
 * vsw_flood_first() - walk a list while it is taken apart
 * @list:	the list
 * @pos:	0 to begin with
 *
 * Context: as above.
 * Return: the first target that is left from @pos on, %NULL if none is.
 */
struct vsw_target *vsw_flood_first(struct vsw_flood __rcu **list, u32 *pos);

/* How many targets are in the list. Context: as above. */
u32 vsw_flood_count(struct vsw_flood __rcu **list);

/* Free the list. Context: no readers any more. */
void vsw_flood_free(struct vsw_flood __rcu **list);

/**
 * vsw_flood_next() - walk a list
 * @list: the list; %NULL is an empty one
 * @pos:  0 to begin with
 *
 * Context: RCU read side.
 * Return: the next target, %NULL at the end.
 */
static inline struct vsw_target *vsw_flood_next(const struct vsw_flood *list,
						u32 *pos)
{
	struct vsw_target *target;

	while (list && *pos < list->slots) {
		target = rcu_dereference(list->target[(*pos)++]);
		if (target)
			return target;
	}
	return NULL;
}

#endif /* _VSW_FLOOD_H */
