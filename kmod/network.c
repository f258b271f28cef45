// SPDX-License-Identifier: GPL-2.0
#include "network.h"

#include <linux/slab.h>

#include "attachment.h"
#include "live.h"
#include "name.h"
#include "neigh.h"
#include "netlink.h"
#include "peer.h"
#include "port_state.h"
#include "switch.h"
#include "track.h"
#include "vni.h"

static const struct rhashtable_params name_params =
	VSW_NAME_PARAMS(struct vsw_network);

int vsw_network_table_init(struct vsw_switch *sw)
{
	int err;

	xa_init_flags(&sw->ids, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	err = vsw_vni_table_init(sw);
	if (err)
		return err;
	err = vsw_neigh_table_init(sw);
	if (err)
		goto err_vnis;
	err = rhashtable_init(&sw->names, &name_params);
	if (err)
		goto err_neighs;
	return 0;

err_neighs:
	vsw_neigh_table_uninit(sw);
err_vnis:
	vsw_vni_table_uninit(sw);
	return err;
}

void vsw_network_table_uninit(struct vsw_switch *sw)
{
	rhashtable_destroy(&sw->names);
	vsw_neigh_table_uninit(sw);
	vsw_vni_table_uninit(sw);
	xa_destroy(&sw->ids);
}

struct vsw_network *vsw_network_find(struct vsw_switch *sw,
				     const char *name)
{
	vsw_assert_config(sw->vn);

	return rhashtable_lookup_fast(&sw->names, name, name_params);
}

static int id_take(struct vsw_switch *sw, struct vsw_network *network, u32 id)
{
	const struct xa_limit any = XA_LIMIT(1, VSW_NETWORK_ID_MAX);
	int err;

	if (id)
		err = xa_insert(&sw->ids, id, network, GFP_KERNEL);
	else
		err = xa_alloc(&sw->ids, &id, network, any, GFP_KERNEL);
	if (err)
		return err == -EBUSY ? -ENOSPC : err;
	network->id = id;
	network->fdb.id = id;
	return 0;
}

void vsw_network_params(const struct vsw_network *network,
			struct vsw_network_params *params)
{
	*params = (struct vsw_network_params){
		.mtu = network->mtu == VSW_NETWORK_MTU_NONE ? 0 : network->mtu,
		.vni = network->vni,
		.ageing = network->fdb.ageing,
		.fdb_limit = network->fdb.quota.limit,
		.learning = network->learning,
		.flood = network->flood,
		.neigh_local = network->neigh_local,
	};
}

static void params_apply(struct vsw_network *network,
			 const struct vsw_network_params *params)
{
	WRITE_ONCE(network->mtu, params->mtu ?: VSW_NETWORK_MTU_NONE);
	WRITE_ONCE(network->vni, params->vni);
	WRITE_ONCE(network->fdb.ageing, params->ageing);
	WRITE_ONCE(network->fdb.quota.limit, params->fdb_limit);
	WRITE_ONCE(network->learning, params->learning);
	WRITE_ONCE(network->flood, params->flood);
	WRITE_ONCE(network->neigh_local, params->neigh_local);
	vsw_neigh_update(network);
}

struct vsw_network *
vsw_network_create(struct vsw_switch *sw, const char *name, u32 id,
		   const struct vsw_network_params *params)
{
	struct vsw_network *network;
	int err;

	vsw_assert_config(sw->vn);

	network = kzalloc(sizeof(*network), GFP_KERNEL_ACCOUNT);
	if (!network)
		return ERR_PTR(-ENOMEM);
	network->sw = sw;
	INIT_LIST_HEAD(&network->neighs);
	strscpy(network->name, name, sizeof(network->name));
	params_apply(network, params);

	err = vsw_stats_init(&network->stats);
	if (err)
		goto err_free;
	err = id_take(sw, network, id);
	if (err)
		goto err_stats;
	err = vsw_fdb_add_domain(&sw->fdb, &network->fdb);
	if (err)
		goto err_id;
	err = rhashtable_insert_fast(&sw->names, &network->node, name_params);
	if (err)
		goto err_domain;
	err = params->vni ? vsw_vni_take(network, params->vni) : 0;
	if (err)
		goto err_name;

	sw->n_networks++;
	vsw_live_inc(VSW_LIVE_NETWORK);
	vsw_nl_notify_network(network, VSW_CMD_NETWORK_NTF);
	return network;

err_name:
	rhashtable_remove_fast(&sw->names, &network->node, name_params);
err_domain:
	vsw_fdb_retire_domain(&sw->fdb, &network->fdb);
err_id:
	xa_erase(&sw->ids, network->id);
err_stats:
	vsw_stats_uninit(&network->stats);
err_free:
	kfree(network);
	return ERR_PTR(err);
}

static void network_free_rcu(struct rcu_head *rcu)
{
	struct vsw_network *network = container_of(rcu, struct vsw_network,
						   rcu);

	vsw_flood_free(&network->members);
	vsw_stats_uninit(&network->stats);
	kfree(network);
	vsw_live_dec(VSW_LIVE_NETWORK);
}

void vsw_network_destroy(struct vsw_network *network)
{
	struct vsw_switch *sw = network->sw;
	struct vsw_target *member;
	u32 pos = 0;

	vsw_assert_config(sw->vn);

	if (network->vni)
		vsw_vni_release(sw, network->vni);
	/* First, so that there is nothing left to look for below. */
	vsw_fdb_retire_domain(&sw->fdb, &network->fdb);
	vsw_peer_forget_network(network);
	vsw_port_state_forget_network(network);
	vsw_neigh_flush(network);
	/* What is left are attachments. */
	while ((member = vsw_flood_first(&network->members, &pos)))
		vsw_attachment_destroy(vsw_attachment_of(member));
	vsw_nl_notify_network(network, VSW_CMD_NETWORK_DEL_NTF);
	rhashtable_remove_fast(&sw->names, &network->node, name_params);
	/*
	 * The id may be taken again at once. A frame on its way in this
	 * network cannot learn under it, since the domain is dead, and looks
	 * for that before it follows an entry, which may be the new one's.
	 */
	xa_erase(&sw->ids, network->id);
	vsw_track_release(network);
	sw->n_networks--;
	call_rcu(&network->rcu, network_free_rcu);
}

int vsw_network_change(struct vsw_network *network,
		       const struct vsw_network_params *params)
{
	struct vsw_switch *sw = network->sw;
	u32 old_vni = network->vni;
	int err;

	vsw_assert_config(sw->vn);

	if (params->vni != old_vni) {
		err = params->vni ? vsw_vni_take(network, params->vni) : 0;
		if (err)
			return err;
		if (old_vni)
			vsw_vni_release(sw, old_vni);
	}
	params_apply(network, params);
	vsw_fdb_age_soon(&sw->fdb);
	vsw_nl_notify_network(network, VSW_CMD_NETWORK_NTF);
	return 0;
}
