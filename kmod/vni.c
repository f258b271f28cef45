// SPDX-License-Identifier: GPL-2.0
#include "vni.h"

#include <linux/hash.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "network.h"
#include "switch.h"

/**
 * struct vni - one VNI; an object of its own, so that a network can be given
 *		another one without a moment in which it has none
 * @node:	in vsw_switch::vnis
 * @vni:	VNI; constant
 * @network:	whose it is; constant
 * @rcu:	for freeing
 */
struct vni {
	struct rhash_head node;
	u32 vni;
	struct vsw_network *network;
	struct rcu_head rcu;
};

/* The administrator chooses the keys, so there is nobody to defend against. */
static u32 hash_vni(const void *data, u32 len, u32 seed)
{
	const u32 *vni = data;

	return hash_64(*vni ^ seed, 32);
}

static int cmp_vni(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct vni *entry = obj;
	const u32 *vni = arg->key;

	return entry->vni != *vni;
}

static const struct rhashtable_params vni_params = {
	.head_offset = offsetof(struct vni, node),
	.key_offset = offsetof(struct vni, vni),
	.key_len = sizeof(u32),
	.hashfn = hash_vni,
	.obj_cmpfn = cmp_vni,
	.automatic_shrinking = true,
};

int vsw_vni_table_init(struct vsw_switch *sw)
{
	return rhashtable_init(&sw->vnis, &vni_params);
}

void vsw_vni_table_uninit(struct vsw_switch *sw)
{
	rhashtable_destroy(&sw->vnis);
}

static struct vni *lookup(struct vsw_switch *sw, u32 vni)
{
	return rhashtable_lookup(&sw->vnis, &vni, vni_params);
}

struct vsw_network *vsw_vni_lookup(struct vsw_switch *sw, u32 vni)
{
	const struct vni *entry = lookup(sw, vni);

	return likely(entry) ? entry->network : NULL;
}

struct vsw_network *vsw_vni_find(struct vsw_switch *sw, u32 vni)
{
	struct vsw_network *network;

	vsw_assert_config(sw->vn);

	rcu_read_lock();
	network = vsw_vni_lookup(sw, vni);
	rcu_read_unlock();
	return network;
}

int vsw_vni_take(struct vsw_network *network, u32 vni)
{
	struct vsw_switch *sw = network->sw;
	struct vni *entry;
	int err;

	vsw_assert_config(sw->vn);

	entry = kmalloc(sizeof(*entry), GFP_KERNEL_ACCOUNT);
	if (!entry)
		return -ENOMEM;
	entry->vni = vni;
	entry->network = network;
	err = rhashtable_lookup_insert_fast(&sw->vnis, &entry->node,
					    vni_params);
	if (err)
		kfree(entry);
	return err;
}

void vsw_vni_release(struct vsw_switch *sw, u32 vni)
{
	struct vni *entry;

	vsw_assert_config(sw->vn);

	rcu_read_lock();
	entry = lookup(sw, vni);
	rcu_read_unlock();
	if (WARN_ON_ONCE(!entry))
		return;
	rhashtable_remove_fast(&sw->vnis, &entry->node, vni_params);
	kfree_rcu(entry, rcu);
}
