// SPDX-License-Identifier: GPL-2.0
#include "target.h"

#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "quarantine.h"

#define TARGETS_MIN_BYTES	256

/* The callers' lock is not known here; they hold it. */
#define deref(p)	rcu_dereference_protected(p, true)

/* Powers of two are what the allocator does not round up. */
static size_t next_bytes(const struct vsw_targets *old)
{
	if (!old)
		return TARGETS_MIN_BYTES;
	return 2 * roundup_pow_of_two(struct_size(old, slot, old->size));
}

static int grow(struct vsw_targets __rcu **targets)
{
	struct vsw_targets *old = deref(*targets), *new;
	size_t bytes = next_bytes(old);

	if (old && old->size > VSW_TARGET_ID_MAX)
		return -ENOSPC;
	new = kvzalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!new)
		return -ENOMEM;
	new->size = min_t(size_t, VSW_TARGET_ID_MAX + 1,
			  (bytes - sizeof(*new)) / sizeof(new->slot[0]));
	/* Id 0 is nobody's. */
	new->next = old ? old->size : 1;
	new->serial = old ? old->serial : 0;
	if (old)
		memcpy(new->slot, old->slot, old->size * sizeof(old->slot[0]));
	rcu_assign_pointer(*targets, new);
	if (old)
		kvfree_rcu(old, rcu);
	return 0;
}

static bool is_free(const struct vsw_targets *targets, u32 id)
{
	u64 mark = targets->slot[id].mark;

	if (!targets->slot[id].target)
		return true;
	return !(mark & VSW_TARGET_LIVE) && vsw_quarantine_over(mark);
}

/* A free id from the last one on, 0 if there is none. */
static u32 find_free(const struct vsw_targets *targets)
{
	u32 id, i;

	for (i = 1; targets && i < targets->size; i++) {
		id = targets->next + i - 1;
		if (id >= targets->size)
			id -= targets->size - 1;
		if (is_free(targets, id))
			return id;
	}
	return 0;
}

/* 0 is nobody's. */
static u32 next_serial(struct vsw_targets *targets)
{
	return ++targets->serial ?: ++targets->serial;
}

int vsw_targets_add(struct vsw_targets __rcu **targets,
		    struct vsw_target *target)
{
	struct vsw_targets *all;
	u32 id = find_free(deref(*targets));

	if (!id) {
		int err = grow(targets);

		if (err)
			return err;
		id = find_free(deref(*targets));
	}
	all = deref(*targets);
	/*
	 * Readers come here by an entry, or by the target itself: both can be found
	 * after this only, and readers have a barrier in between.
	 */
	WRITE_ONCE(all->slot[id].target, target);
	WRITE_ONCE(all->slot[id].mark, VSW_TARGET_LIVE | next_serial(all));
	all->next = id + 1;
	target->id = id;
	return 0;
}

void vsw_targets_retire(struct vsw_targets __rcu **targets,
			struct vsw_target *target)
{
	if (target->id)
		WRITE_ONCE(deref(*targets)->slot[target->id].mark,
			   vsw_quarantine_begin());
}

void vsw_targets_free(struct vsw_targets __rcu **targets)
{
	kvfree(deref(*targets));
	RCU_INIT_POINTER(*targets, NULL);
}
