// SPDX-License-Identifier: GPL-2.0
#include "set.h"

#include <linux/mm.h>
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
	xa_init_flags(&sw->sets, XA_FLAGS_ALLOC1);
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

void vsw_set_destroy(struct vsw_set *set)
{
	struct vsw_ranges *ranges = deref(set);

	vsw_assert_config(set->sw->vn);

	WARN_ON_ONCE(set->users);
	rhashtable_remove_fast(&set->sw->set_names, &set->node, name_params);
	xa_erase(&set->sw->sets, set->id);
	if (ranges)
		kvfree_rcu(ranges, rcu);
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

/* Takes over an array of elements; on error nothing has changed. */
static int replace(struct vsw_set *set, struct vsw_prefix *elem, u32 n)
{
	struct vsw_ranges *old = deref(set), *new = NULL;

	if (n) {
		new = vsw_ranges_build(elem, n);
		if (!new) {
			kvfree(elem);
			return -ENOMEM;
		}
	}
	rcu_assign_pointer(set->ranges, new);
	vsw_policy_changed(set->sw);
	if (old)
		kvfree_rcu(old, rcu);
	kvfree(set->elem);
	set->elem = elem;
	set->n = n;
	return 0;
}

int vsw_set_add(struct vsw_set *set, const struct vsw_prefix *prefix)
{
	const struct vsw_prefix new = member(prefix);
	struct vsw_prefix *elem;
	bool found;
	u32 at;

	vsw_assert_config(set->sw->vn);

	at = position(set, &new, &found);
	if (found)
		return -EEXIST;
	if (set->n == VSW_SET_ELEMS_MAX)
		return -ENOSPC;
	elem = kvmalloc_array(set->n + 1, sizeof(*elem), GFP_KERNEL_ACCOUNT);
	if (!elem)
		return -ENOMEM;
	if (set->n) {
		memcpy(elem, set->elem, at * sizeof(*elem));
		memcpy(&elem[at + 1], &set->elem[at],
		       (set->n - at) * sizeof(*elem));
	}
	elem[at] = new;
	return replace(set, elem, set->n + 1);
}

int vsw_set_del(struct vsw_set *set, const struct vsw_prefix *prefix)
{
	const struct vsw_prefix old = member(prefix);
	struct vsw_prefix *elem = NULL;
	u32 at, n = set->n - 1;
	bool found;

	vsw_assert_config(set->sw->vn);

	at = position(set, &old, &found);
	if (!found)
		return -ENOENT;
	if (!n)
		return replace(set, NULL, 0);
	elem = kvmalloc_array(n, sizeof(*elem), GFP_KERNEL_ACCOUNT);
	if (!elem)
		return -ENOMEM;
	memcpy(elem, set->elem, at * sizeof(*elem));
	memcpy(&elem[at], &set->elem[at + 1], (n - at) * sizeof(*elem));
	return replace(set, elem, n);
}
