// SPDX-License-Identifier: GPL-2.0
#include "set.h"

#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "live.h"
#include "name.h"
#include "policy.h"
#include "switch.h"

/* The one owner in a set: nobody asks which. */
#define MEMBER	1

static const struct rhashtable_params name_params =
	VSW_NAME_PARAMS(struct vsw_set);

int vsw_set_table_init(struct vsw_switch *sw)
{
	xa_init_flags(&sw->sets, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	return rhashtable_init(&sw->set_names, &name_params);
}

void vsw_set_table_uninit(struct vsw_switch *sw)
{
	rhashtable_destroy(&sw->set_names);
	xa_destroy(&sw->sets);
}

struct vsw_set *vsw_set_find(struct vsw_switch *sw, const char *name)
{
	vsw_assert_config(sw->vn);

	return rhashtable_lookup_fast(&sw->set_names, name, name_params);
}

struct vsw_set *vsw_set_create(struct vsw_switch *sw, const char *name)
{
	const struct xa_limit ids = XA_LIMIT(1, VSW_SETS_MAX);
	struct vsw_set *set;
	int err;

	vsw_assert_config(sw->vn);

	set = kzalloc(sizeof(*set), GFP_KERNEL_ACCOUNT);
	if (!set)
		return ERR_PTR(-ENOMEM);
	set->sw = sw;
	strscpy(set->name, name, sizeof(set->name));
	err = xa_alloc(&sw->sets, &set->id, set, ids, GFP_KERNEL);
	if (err)
		goto free;
	err = rhashtable_insert_fast(&sw->set_names, &set->node, name_params);
	if (err)
		goto erase;
	vsw_live_inc(VSW_LIVE_SET);
	return set;
erase:
	xa_erase(&sw->sets, set->id);
free:
	kfree(set);
	return ERR_PTR(err == -EBUSY ? -ENOSPC : err);
}

static struct vsw_ranges *deref(const struct vsw_set *set)
{
	return rcu_dereference_protected(set->ranges,
					 lockdep_is_held(&set->sw->vn->lock));
}

static void ranges_free_rcu(struct rcu_head *rcu)
{
	kvfree(container_of(rcu, struct vsw_ranges, rcu));
}

/*
 * Not what may wait for seconds, as kvfree_rcu() does: of a set that changes element
 * by element, each has megabytes.
 */
static void ranges_retire(struct vsw_ranges *ranges)
{
	if (ranges)
		call_rcu_hurry(&ranges->rcu, ranges_free_rcu);
}

void vsw_set_destroy(struct vsw_set *set)
{
	struct vsw_ranges *ranges = deref(set);

	vsw_assert_config(set->sw->vn);

	WARN_ON_ONCE(set->users);
	rhashtable_remove_fast(&set->sw->set_names, &set->node, name_params);
	xa_erase(&set->sw->sets, set->id);
	ranges_retire(ranges);
	kvfree(set->elem);
	/* A program that named it may still be running. */
	kfree_rcu(set, rcu);
	vsw_live_dec(VSW_LIVE_SET);
}

/* Where an element is, or would be. */
static u32 position(const struct vsw_set *set, const struct vsw_prefix *prefix,
		    bool *found)
{
	u32 lo = 0, hi = set->n, mid;
	int order;

	*found = false;
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		order = vsw_prefix_compare(&set->elem[mid], prefix);
		if (!order) {
			*found = true;
			return mid;
		}
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct vsw_prefix member(const struct vsw_prefix *prefix)
{
	struct vsw_prefix copy = *prefix;

	copy.owner = MEMBER;
	return copy;
}

bool vsw_set_has(const struct vsw_set *set, const struct vsw_prefix *prefix)
{
	const struct vsw_prefix elem = member(prefix);
	bool found;

	vsw_assert_config(set->sw->vn);

	position(set, &elem, &found);
	return found;
}

/*
 * Show packets the elements. Those of a set that no rule names are not compiled, so
 * it costs little to fill. On error nothing has changed.
 */
static int update(struct vsw_set *set)
{
	struct vsw_ranges *old = deref(set), *new = NULL;

	if (set->users && set->n) {
		new = vsw_ranges_build(set->elem, set->n);
		if (!new)
			return -ENOMEM;
	}
	rcu_assign_pointer(set->ranges, new);
	ranges_retire(old);
	return 0;
}

static int change(struct vsw_set *set)
{
	int err = update(set);

	if (!err && set->users)
		vsw_policy_changed(set->sw);
	return err;
}

int vsw_set_use(struct vsw_set *set)
{
	int err = 0;

	vsw_assert_config(set->sw->vn);

	if (!set->users++)
		err = update(set);
	if (err)
		set->users--;
	return err;
}

void vsw_set_unuse(struct vsw_set *set)
{
	vsw_assert_config(set->sw->vn);

	set->users--;
}

/* Room for one element more. */
static int make_room(struct vsw_set *set)
{
	u32 room = clamp_t(u32, 2 * set->room, 8, VSW_SET_ELEMS_MAX);
	struct vsw_prefix *elem;

	if (set->n < set->room)
		return 0;
	if (set->n == VSW_SET_ELEMS_MAX)
		return -ENOSPC;
	elem = kvmalloc_array(room, sizeof(*elem), GFP_KERNEL_ACCOUNT);
	if (!elem)
		return -ENOMEM;
	if (set->n)
		memcpy(elem, set->elem, set->n * sizeof(*elem));
	kvfree(set->elem);
	set->elem = elem;
	set->room = room;
	return 0;
}

static void put_in(struct vsw_set *set, u32 at, const struct vsw_prefix *elem)
{
	memmove(&set->elem[at + 1], &set->elem[at],
		(set->n - at) * sizeof(*elem));
	set->elem[at] = *elem;
	set->n++;
}

static void take_out(struct vsw_set *set, u32 at)
{
	set->n--;
	memmove(&set->elem[at], &set->elem[at + 1],
		(set->n - at) * sizeof(*set->elem));
}

int vsw_set_add(struct vsw_set *set, const struct vsw_prefix *prefix)
{
	const struct vsw_prefix elem = member(prefix);
	bool found;
	int err;
	u32 at;

	vsw_assert_config(set->sw->vn);

	at = position(set, &elem, &found);
	if (found)
		return -EEXIST;
	err = make_room(set);
	if (err)
		return err;
	put_in(set, at, &elem);
	err = change(set);
	if (err)
		take_out(set, at);
	return err;
}

int vsw_set_del(struct vsw_set *set, const struct vsw_prefix *prefix)
{
	const struct vsw_prefix elem = member(prefix);
	bool found;
	int err;
	u32 at;

	vsw_assert_config(set->sw->vn);

	at = position(set, &elem, &found);
	if (!found)
		return -ENOENT;
	take_out(set, at);
	err = change(set);
	if (err)
		put_in(set, at, &elem);
	return err;
}

static void swap_elements(struct vsw_set *a, struct vsw_set *b)
{
	swap(a->elem, b->elem);
	swap(a->n, b->n);
	swap(a->room, b->room);
}

int vsw_set_replace(struct vsw_set *set, struct vsw_set *with)
{
	int err;

	vsw_assert_config(set->sw->vn);

	swap_elements(set, with);
	err = change(set);
	if (err)
		swap_elements(set, with);
	else
		vsw_set_destroy(with);
	return err;
}
