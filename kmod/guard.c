// SPDX-License-Identifier: GPL-2.0
#include "guard.h"

#include <linux/slab.h>

#include "attachment.h"
#include "port.h"
#include "switch.h"

static struct vsw_guard *deref(const struct vsw_attachment *att)
{
	struct vsw_net *vn = vsw_attachment_port(att)->sw->vn;

	return rcu_dereference_protected(att->guard,
					 lockdep_is_held(&vn->lock));
}

const struct vsw_guard *vsw_guard_get(const struct vsw_attachment *att)
{
	return deref(att);
}

/* A guard like another one, with room for one address more or less. */
static struct vsw_guard *guard_alloc(const struct vsw_guard *old, u32 n)
{
	struct vsw_guard *guard;

	guard = kzalloc(struct_size(guard, address, n), GFP_KERNEL_ACCOUNT);
	if (!guard)
		return NULL;
	guard->n = n;
	if (!old)
		return guard;
	guard->params = old->params;
	memcpy(guard->address, old->address,
	       min(n, old->n) * sizeof(*old->address));
	return guard;
}

static void replace(struct vsw_attachment *att, struct vsw_guard *guard)
{
	struct vsw_guard *old = deref(att);

	rcu_assign_pointer(att->guard, guard);
	if (old)
		kfree_rcu(old, rcu);
}

int vsw_guard_set(struct vsw_attachment *att,
		  const struct vsw_guard_params *params)
{
	const struct vsw_guard *old = deref(att);
	struct vsw_guard *guard = guard_alloc(old, old ? old->n : 0);

	if (!guard)
		return -ENOMEM;
	guard->params = *params;
	replace(att, guard);
	return 0;
}

static int compare(const struct vsw_guard_address *a,
		   const struct vsw_guard_address *b)
{
	if (a->mac != b->mac)
		return a->mac < b->mac ? -1 : 1;
	return memcmp(&a->prefix, &b->prefix, sizeof(a->prefix)) ?:
	       a->len - b->len ?: b->any - a->any ?: b->ipv4 - a->ipv4;
}

/* Where an address is, or would be. */
static u32 position(const struct vsw_guard *guard,
		    const struct vsw_guard_address *address, bool *found)
{
	u32 i;

	*found = false;
	for (i = 0; guard && i < guard->n; i++) {
		int order = compare(&guard->address[i], address);

		*found = !order;
		if (order >= 0)
			break;
	}
	return i;
}

bool vsw_guard_has_address(const struct vsw_attachment *att,
			   const struct vsw_guard_address *address)
{
	bool found;

	position(deref(att), address, &found);
	return found;
}

int vsw_guard_add_address(struct vsw_attachment *att,
			  const struct vsw_guard_address *address)
{
	const struct vsw_guard *old = deref(att);
	u32 n = old ? old->n : 0, at;
	struct vsw_guard *guard;
	bool found;

	at = position(old, address, &found);
	if (found)
		return -EEXIST;
	if (n == VSW_GUARD_ADDRESSES_MAX)
		return -ENOSPC;
	guard = guard_alloc(old, n + 1);
	if (!guard)
		return -ENOMEM;
	memmove(&guard->address[at + 1], &guard->address[at],
		(n - at) * sizeof(*address));
	guard->address[at] = *address;
	replace(att, guard);
	return 0;
}

int vsw_guard_del_address(struct vsw_attachment *att,
			  const struct vsw_guard_address *address)
{
	const struct vsw_guard *old = deref(att);
	struct vsw_guard *guard;
	bool found;
	u32 at;

	at = position(old, address, &found);
	if (!found)
		return -ENOENT;
	guard = guard_alloc(old, old->n - 1);
	if (!guard)
		return -ENOMEM;
	memcpy(&guard->address[at], &old->address[at + 1],
	       (guard->n - at) * sizeof(*address));
	replace(att, guard);
	return 0;
}

int vsw_guard_copy(struct vsw_attachment *to, const struct vsw_attachment *from)
{
	const struct vsw_guard *old = deref(from);
	struct vsw_guard *guard;

	if (!old)
		return 0;
	guard = guard_alloc(old, old->n);
	if (!guard)
		return -ENOMEM;
	RCU_INIT_POINTER(to->guard, guard);
	return 0;
}

void vsw_guard_free(struct vsw_attachment *att)
{
	kfree(rcu_dereference_protected(att->guard, true));
}
