// SPDX-License-Identifier: GPL-2.0
#include "neigh.h"

#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "live.h"
#include "netlink.h"
#include "network.h"
#include "switch.h"

static_assert(sizeof(struct vsw_neigh_key) ==
	      sizeof(struct in6_addr) + sizeof(void *));

static const struct rhashtable_params neigh_params = {
	.head_offset = offsetof(struct vsw_neigh, node),
	.key_offset = offsetof(struct vsw_neigh, key),
	.key_len = sizeof(struct vsw_neigh_key),
	.automatic_shrinking = true,
};

int vsw_neigh_table_init(struct vsw_switch *sw)
{
	return rhashtable_init(&sw->neighs, &neigh_params);
}

void vsw_neigh_table_uninit(struct vsw_switch *sw)
{
	rhashtable_destroy(&sw->neighs);
}

static struct vsw_neigh *lookup(const struct vsw_network *network,
				const struct in6_addr *address)
{
	const struct vsw_neigh_key key = {
		.address = *address,
		.network = network,
	};

	return rhashtable_lookup(&network->sw->neighs, &key, neigh_params);
}

const struct vsw_neigh *vsw_neigh_lookup(const struct vsw_network *network,
					 const struct in6_addr *address)
{
	return lookup(network, address);
}

struct vsw_neigh *vsw_neigh_find(const struct vsw_network *network,
				 const struct in6_addr *address)
{
	struct vsw_neigh *neigh;

	vsw_assert_config(network->sw->vn);

	rcu_read_lock();
	neigh = lookup(network, address);
	rcu_read_unlock();
	return neigh;
}

void vsw_neigh_update(struct vsw_network *network)
{
	vsw_assert_config(network->sw->vn);

	WRITE_ONCE(network->answers,
		   network->neigh_local || !list_empty(&network->neighs));
}

static void free_rcu(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct vsw_neigh, rcu));
	vsw_live_dec(VSW_LIVE_NEIGH);
}

static int insert(struct vsw_network *network, struct vsw_neigh *neigh)
{
	int err;

	if (network->n_neighs == VSW_NEIGHS_MAX)
		return -ENOSPC;
	err = rhashtable_insert_fast(&network->sw->neighs, &neigh->node,
				     neigh_params);
	if (err)
		return err;
	list_add_tail(&neigh->list, &network->neighs);
	network->n_neighs++;
	return 0;
}

/* A packet finds the one or the other, at any time. */
static int replace(struct vsw_network *network, struct vsw_neigh *old,
		   struct vsw_neigh *neigh)
{
	int err = rhashtable_replace_fast(&network->sw->neighs, &old->node,
					  &neigh->node, neigh_params);

	if (err)
		return err;
	list_replace(&old->list, &neigh->list);
	call_rcu(&old->rcu, free_rcu);
	return 0;
}

int vsw_neigh_add(struct vsw_network *network, const struct in6_addr *address,
		  u64 mac, bool router)
{
	struct vsw_neigh *old = vsw_neigh_find(network, address), *neigh;
	int err;

	neigh = kzalloc(sizeof(*neigh), GFP_KERNEL_ACCOUNT);
	if (!neigh)
		return -ENOMEM;
	neigh->key.address = *address;
	neigh->key.network = network;
	neigh->mac = mac;
	neigh->router = router;
	err = old ? replace(network, old, neigh) : insert(network, neigh);
	if (err) {
		kfree(neigh);
		return err;
	}
	vsw_live_inc(VSW_LIVE_NEIGH);
	vsw_neigh_update(network);
	vsw_nl_notify_neigh(network, neigh, VSW_CMD_NEIGH_NTF);
	return 0;
}

static void del(struct vsw_network *network, struct vsw_neigh *neigh)
{
	rhashtable_remove_fast(&network->sw->neighs, &neigh->node,
			       neigh_params);
	list_del(&neigh->list);
	network->n_neighs--;
	vsw_nl_notify_neigh(network, neigh, VSW_CMD_NEIGH_DEL_NTF);
	call_rcu(&neigh->rcu, free_rcu);
}

void vsw_neigh_del(struct vsw_network *network, struct vsw_neigh *neigh)
{
	vsw_assert_config(network->sw->vn);

	del(network, neigh);
	vsw_neigh_update(network);
}

u32 vsw_neigh_flush(struct vsw_network *network)
{
	struct vsw_neigh *neigh, *next;
	u32 n = network->n_neighs;

	vsw_assert_config(network->sw->vn);

	list_for_each_entry_safe(neigh, next, &network->neighs, list)
		del(network, neigh);
	vsw_neigh_update(network);
	return n;
}
