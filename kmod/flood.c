// SPDX-License-Identifier: GPL-2.0
#include "flood.h"

#include <linux/minmax.h>
#include <linux/slab.h>

/* The callers' lock is not known here; they assert it. */
#define deref(p)	rcu_dereference_protected(p, true)

/* The first empty slot from one on, @list->slots if there is none. */
static u32 find_vacant(const struct vsw_flood *list, u32 from)
{
	u32 i = from;

	while (i < list->slots && deref(list->target[i]))
		i++;
	return i;
}

/* What kmalloc() hands out: few networks have many members. */
#define FLOOD_MIN_SIZE	32

static u32 more_slots(const struct vsw_flood *old)
{
	size_t size = old ? 2 * struct_size(old, target, old->slots) :
			    FLOOD_MIN_SIZE;

	return (size - sizeof(*old)) / sizeof(old->target[0]);
}

int vsw_flood_reserve(struct vsw_flood __rcu **listp)
{
	struct vsw_flood *old = deref(*listp), *new;
	u32 slots = more_slots(old);
	u32 i;

	if (old) {
		old->vacant = find_vacant(old, old->vacant);
		if (old->vacant < old->slots)
			return 0;
	}
	new = kvzalloc(struct_size(new, target, slots), GFP_KERNEL_ACCOUNT);
	if (!new)
		return -ENOMEM;
	new->slots = slots;
	new->vacant = old ? old->slots : 0;
	for (i = 0; old && i < old->slots; i++)
		RCU_INIT_POINTER(new->target[i], deref(old->target[i]));
	rcu_assign_pointer(*listp, new);
	if (old)
		kvfree_rcu(old, rcu);
	return 0;
}

u16 vsw_flood_add(struct vsw_flood __rcu **listp, struct vsw_target *target)
{
	struct vsw_flood *list = deref(*listp);
	u32 i = list ? find_vacant(list, list->vacant) : 0;

	if (WARN_ON_ONCE(!list || i == list->slots))
		return 0;
	list->vacant = i + 1;
	rcu_assign_pointer(list->target[i], target);
	return i;
}

void vsw_flood_del(struct vsw_flood __rcu **listp,
		   const struct vsw_target *target, u16 slot)
{
	struct vsw_flood *list = deref(*listp);
	u32 i = slot;

	while (list && i < list->slots && deref(list->target[i]) != target)
		i += U16_MAX + 1;
	if (!list || i >= list->slots)
		return;
	RCU_INIT_POINTER(list->target[i], NULL);
	list->vacant = min(list->vacant, i);
}

struct vsw_target *vsw_flood_first(struct vsw_flood __rcu **listp, u32 *pos)
{
	const struct vsw_flood *list = deref(*listp);
	struct vsw_target *target;

	while (list && *pos < list->slots) {
		target = deref(list->target[(*pos)++]);
		if (target)
			return target;
	}
	return NULL;
}

u32 vsw_flood_count(struct vsw_flood __rcu **listp)
{
	const struct vsw_flood *list = deref(*listp);
	u32 i, n = 0;

	for (i = 0; list && i < list->slots; i++)
		n += !!deref(list->target[i]);
	return n;
}

void vsw_flood_free(struct vsw_flood __rcu **listp)
{
	kvfree(deref(*listp));
	RCU_INIT_POINTER(*listp, NULL);
}
