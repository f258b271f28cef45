// SPDX-License-Identifier: GPL-2.0
#include "peer.h"

#include <linux/hash.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>
#include <linux/unaligned.h>
#include <net/ipv6.h>

#include "live.h"
#include "netlink.h"
#include "network.h"
#include "route.h"
#include "switch.h"
#include "vtep.h"

/* The administrator chooses the keys, so there is nobody to defend against. */
static u32 hash_address(const void *data, u32 len, u32 seed)
{
	const u64 *half = data;
	u64 hash;

	hash = (get_unaligned(&half[0]) ^ seed) * GOLDEN_RATIO_64;
	hash += get_unaligned(&half[1]);
	return hash_64(hash ^ hash >> 32, 32);
}

static int cmp_address(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct vsw_peer *peer = obj;

	return !ipv6_addr_equal(&peer->address, arg->key);
}

static const struct rhashtable_params address_params = {
	.head_offset = offsetof(struct vsw_peer, node),
	.key_offset = offsetof(struct vsw_peer, address),
	.key_len = sizeof(struct in6_addr),
	.hashfn = hash_address,
	.obj_cmpfn = cmp_address,
	.automatic_shrinking = true,
};

int vsw_peer_table_init(struct vsw_vtep *vtep)
{
	xa_init_flags(&vtep->peers, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	return rhashtable_init(&vtep->by_address, &address_params);
}

void vsw_peer_table_uninit(struct vsw_vtep *vtep)
{
	rhashtable_destroy(&vtep->by_address);
	xa_destroy(&vtep->peers);
}

struct vsw_peer *vsw_peer_lookup(struct vsw_vtep *vtep,
				 const struct in6_addr *address)
{
	return rhashtable_lookup(&vtep->by_address, address, address_params);
}

bool vsw_peer_is_member(struct vsw_peer *peer,
			const struct vsw_network *network)
{
	return peer->all || xa_load(&peer->networks, network->id);
}

struct vsw_peer *vsw_peer_find(struct vsw_vtep *vtep,
			       const struct in6_addr *address)
{
	struct vsw_peer *peer;

	vsw_assert_config(vtep->sw->vn);

	rcu_read_lock();
	peer = vsw_peer_lookup(vtep, address);
	rcu_read_unlock();
	return peer;
}

static void peer_free(struct vsw_peer *peer)
{
	vsw_route_free(peer);
	kfree(peer);
}

static struct vsw_peer *peer_alloc(struct vsw_vtep *vtep,
				   const struct in6_addr *address)
{
	struct vsw_peer *peer = kzalloc(sizeof(*peer), GFP_KERNEL_ACCOUNT);

	if (!peer)
		return NULL;
	peer->target.kind = VSW_TARGET_PEER;
	peer->target.horizon = VSW_HORIZON_TUNNEL;
	peer->target.quota = &vtep->quota;
	peer->vtep = vtep;
	peer->address = *address;
	xa_init_flags(&peer->networks, XA_FLAGS_ACCOUNT);
	return peer;
}

/* Enter a new peer in its vtep's tables. */
static int peer_link(struct vsw_peer *peer)
{
	struct vsw_vtep *vtep = peer->vtep;
	int err;

	err = xa_alloc(&vtep->peers, &peer->id, peer, xa_limit_31b, GFP_KERNEL);
	if (err)
		return err;
	err = rhashtable_insert_fast(&vtep->by_address, &peer->node,
				     address_params);
	if (err) {
		xa_erase(&vtep->peers, peer->id);
		return err;
	}
	vtep->n_peers++;
	vsw_live_inc(VSW_LIVE_PEER);
	return 0;
}

static int peer_join(struct vsw_peer *peer, struct vsw_network *network)
{
	int err = vsw_flood_reserve(&network->members);
	u16 slot;

	if (!err)
		err = xa_reserve(&peer->networks, network->id, GFP_KERNEL);
	if (err)
		return err;
	slot = vsw_flood_add(&network->members, &peer->target);
	/* Where there is room already, nothing can fail. */
	xa_store(&peer->networks, network->id, xa_mk_value(slot), GFP_KERNEL);
	return 0;
}

/* Return: false if it is none of the network's. */
static bool peer_part(struct vsw_peer *peer, struct vsw_network *network)
{
	void *slot = xa_erase(&peer->networks, network->id);

	if (slot)
		vsw_flood_del(&network->members, &peer->target,
			      xa_to_value(slot));
	return slot;
}

struct vsw_peer *vsw_peer_create(struct vsw_vtep *vtep,
				 const struct in6_addr *address,
				 struct vsw_network *network)
{
	struct vsw_switch *sw = vtep->sw;
	struct vsw_peer *peer;
	int err = -ENOMEM;

	vsw_assert_config(sw->vn);

	peer = peer_alloc(vtep, address);
	if (!peer)
		return ERR_PTR(err);
	peer->all = !network;
	err = peer->all ? vsw_flood_reserve(&sw->peers) :
			  vsw_flood_reserve(&network->members);
	if (!err)
		err = vsw_fdb_add_target(&sw->fdb, &peer->target);
	if (!err)
		err = peer_link(peer);
	if (err) {
		vsw_fdb_retire_target(&sw->fdb, &peer->target);
		peer_free(peer);
		return ERR_PTR(err);
	}

	if (peer->all)
		peer->target.slot = vsw_flood_add(&sw->peers, &peer->target);
	else
		err = peer_join(peer, network);
	if (err) {
		vsw_peer_destroy(peer);
		return ERR_PTR(err);
	}
	vsw_nl_notify_peer(peer, network, VSW_CMD_PEER_NTF);
	return peer;
}

static void peer_free_rcu(struct rcu_head *rcu)
{
	peer_free(container_of(rcu, struct vsw_peer, rcu));
	vsw_live_dec(VSW_LIVE_PEER);
}

void vsw_peer_destroy(struct vsw_peer *peer)
{
	struct vsw_vtep *vtep = peer->vtep;
	struct vsw_network *network;
	unsigned long id;
	void *slot;

	vsw_assert_config(vtep->sw->vn);

	if (peer->all) {
		vsw_flood_del(&vtep->sw->peers, &peer->target,
			      peer->target.slot);
		vsw_nl_notify_peer(peer, NULL, VSW_CMD_PEER_DEL_NTF);
	}
	xa_for_each(&peer->networks, id, slot) {
		network = xa_load(&vtep->sw->ids, id);
		peer_part(peer, network);
		vsw_nl_notify_peer(peer, network, VSW_CMD_PEER_DEL_NTF);
	}
	rhashtable_remove_fast(&vtep->by_address, &peer->node, address_params);
	xa_erase(&vtep->peers, peer->id);
	vtep->n_peers--;
	vsw_fdb_retire_target(&vtep->sw->fdb, &peer->target);
	call_rcu(&peer->rcu, peer_free_rcu);
}

int vsw_peer_join(struct vsw_peer *peer, struct vsw_network *network)
{
	int err;

	vsw_assert_config(network->sw->vn);

	err = peer_join(peer, network);
	if (!err)
		vsw_nl_notify_peer(peer, network, VSW_CMD_PEER_NTF);
	return err;
}

void vsw_peer_leave(struct vsw_peer *peer, struct vsw_network *network)
{
	struct vsw_fdb_match match = {
		.domain = &network->fdb,
		.target = &peer->target,
		.kinds = VSW_FDB_KINDS_ALL,
	};

	vsw_assert_config(network->sw->vn);

	if (!peer_part(peer, network))
		return;
	vsw_fdb_flush(&network->sw->fdb, &match);
	vsw_nl_notify_peer(peer, network, VSW_CMD_PEER_DEL_NTF);
	if (!peer->all && xa_empty(&peer->networks))
		vsw_peer_destroy(peer);
}

bool vsw_peer_has_network(struct vsw_network *network)
{
	unsigned long vtep_id, peer_id;
	struct vsw_vtep *vtep;
	struct vsw_peer *peer;

	vsw_assert_config(network->sw->vn);

	xa_for_each(&network->sw->vteps, vtep_id, vtep)
		xa_for_each(&vtep->peers, peer_id, peer)
			if (xa_load(&peer->networks, network->id))
				return true;
	return false;
}

void vsw_peer_forget_network(struct vsw_network *network)
{
	unsigned long vtep_id, peer_id;
	struct vsw_vtep *vtep;
	struct vsw_peer *peer;

	vsw_assert_config(network->sw->vn);

	xa_for_each(&network->sw->vteps, vtep_id, vtep)
		xa_for_each(&vtep->peers, peer_id, peer)
			vsw_peer_leave(peer, network);
}
