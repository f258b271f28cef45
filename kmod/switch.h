/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A switch: a forwarding instance, and a netdevice of kind "vsw" that is its
 * own local port.
 *
 * DOC: Locking
 *
 * Locks, in the order in which they are taken:
 *
 * - RTNL, where a netdevice or a tunnel socket is touched: switches, ports
 *   and vteps come and go under it.
 * - The configuration mutex of the network namespace, struct vsw_net::lock.
 *   It protects every object of the namespace's switches and the links
 *   between them; functions that rely on it open with vsw_assert_config().
 * - struct vsw_fdb::mutex, then struct vsw_fdb::lock (see fdb.h).
 *
 * Packets take none of these: they run under RCU. What they can reach is
 * unlinked first, then marked dead for the FDB, and freed after a grace
 * period. Nothing takes references: an object is alive for whoever holds the
 * configuration mutex, or found it in this RCU read side.
 */
#ifndef _VSW_SWITCH_H
#define _VSW_SWITCH_H

#include <linux/netdevice.h>
#include <linux/ratelimit.h>
#include <linux/rhashtable-types.h>
#include <linux/xarray.h>

#include "conn.h"
#include "fdb.h"
#include "flood.h"
#include "internal.h"

/**
 * struct vsw_net - what the module keeps for a network namespace
 * @net:	the namespace
 * @lock:	the configuration mutex
 * @switches:	its switches by ifindex; @lock
 * @zones:	networks by their conntrack zone; @lock
 * @templates:	what nf_conntrack's new entries are made after, %NULL as long as
 *		there was no policy; see track.c
 * @generation:	changes of configuration, for dumps; @lock
 * @n_ahead:	ports that were made ahead of their netdevices; @lock
 * @n_vteps:	vteps; @lock
 */
struct vsw_net {
	struct net *net;
	struct mutex lock;	/* the configuration mutex */
	struct xarray switches;
	struct xarray zones;
	struct nf_conn * __percpu *templates;
	u32 generation;
	u32 n_ahead;
	u32 n_vteps;
};

/**
 * struct vsw_switch - a switch; the private part of its netdevice
 * @internal:	what makes the netdevice an internal port; first
 * @dev:	the netdevice
 * @vn:		its namespace, for life
 * @fdb:	the FDB
 * @vnis:	networks by VNI; written under the configuration mutex
 * @neighs:	neighbour entries of all networks; as @vnis
 * @peers:	flood list: peers of all networks that have a VNI
 * @ids:	networks by id; configuration mutex, or RCU
 * @names:	networks by name; configuration mutex
 * @ports:	ports by their id; configuration mutex
 * @vteps:	vteps by their id; configuration mutex
 * @policy_epoch: goes on whenever what policies say has changed; see policy.h
 * @conns:	connections that policy has let through
 * @policies:	all that attachments have; configuration mutex
 * @groups:	security groups by their id; configuration mutex
 * @group_names: the same by name; configuration mutex
 * @sets:	sets by their id; configuration mutex
 * @set_names:	the same by name; configuration mutex
 * @n_networks:	how many
 * @n_ports:	how many
 * @fdb_events:	send events for what is learned; READ_ONCE()
 * @events_limit: rate limit of those
 * @config_events_limit: that of entries that were added, and go with something else
 * @events_suppressed: how many the two suppressed
 */
struct vsw_switch {
	struct vsw_internal internal;
	struct net_device *dev;
	struct vsw_net *vn;
	struct vsw_fdb fdb;
	struct rhashtable vnis;
	struct rhashtable neighs;
	struct vsw_flood __rcu *peers;
	u32 policy_epoch;
	struct vsw_conns conns;

	struct xarray ids;
	struct rhashtable names;
	struct xarray ports;
	struct xarray vteps;
	struct list_head policies;
	struct xarray groups;
	struct rhashtable group_names;
	struct xarray sets;
	struct rhashtable set_names;
	u32 n_networks;
	u32 n_ports;

	bool fdb_events;
	struct ratelimit_state events_limit;
	struct ratelimit_state config_events_limit;
	atomic64_t events_suppressed;
};

/* To be called before anything that policy says is read. */
static inline u32 vsw_policy_epoch(const struct vsw_switch *sw)
{
	/* Pairs with vsw_policy_changed(). */
	return smp_load_acquire(&sw->policy_epoch);
}

int vsw_switch_init(void);
void vsw_switch_uninit(void);

/* The rtnl link kind; with it go all switches of all namespaces. */
int vsw_switch_link_init(void);
void vsw_switch_link_uninit(void);

struct vsw_net *vsw_net(const struct net *net);

static inline void vsw_assert_config(const struct vsw_net *vn)
{
	lockdep_assert_held(&vn->lock);
}

/* Under the configuration mutex, after every change. */
static inline void vsw_net_changed(struct vsw_net *vn)
{
	vsw_assert_config(vn);
	vn->generation++;
}

/* ndo_init of switches. Context: RTNL held. */
int vsw_switch_dev_init(struct net_device *dev);

/**
 * vsw_switch_find() - find a switch by interface name
 *
 * Context: process; configuration mutex held.
 */
struct vsw_switch *vsw_switch_find(struct vsw_net *vn, const char *name);

/**
 * vsw_switch_create() - make a switch
 *
 * Context: process; RTNL and configuration mutex held.
 * Return: the switch; -EEXIST (the name is taken), -EINVAL (no name for an
 * interface), -ENOMEM.
 */
struct vsw_switch *vsw_switch_create(struct vsw_net *vn, const char *name,
				     struct netlink_ext_ack *extack);

/**
 * vsw_switch_destroy() - remove a switch with all that is in it
 * @sw:		switch
 * @head:	its netdevice and its internal ports' are queued here for
 *		unregister_netdevice_many(), which the caller does after
 *		unlocking the configuration mutex
 *
 * Context: process; RTNL and configuration mutex held.
 */
void vsw_switch_destroy(struct vsw_switch *sw, struct list_head *head);

#endif /* _VSW_SWITCH_H */
