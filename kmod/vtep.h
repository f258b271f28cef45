/* SPDX-License-Identifier: GPL-2.0 */
/* A vtep: a local end point of VXLAN tunnels, a UDP socket of the kernel's. */
#ifndef _VSW_VTEP_H
#define _VSW_VTEP_H

#include <linux/in6.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netlink.h>
#include <linux/rhashtable-types.h>
#include <linux/xarray.h>

#include <uapi/linux/vsw.h>

#include "fdb.h"
#include "stats.h"
#include "target.h"

struct socket;
struct vsw_switch;

/**
 * struct vsw_vtep_params - what the user may choose for a living vtep
 * @ttl:	outer TTL, 0 for the route's
 * @tos:	outer TOS, ECN bits clear
 * @csum:	send UDP checksums
 * @early_demux: take packets before routing; see early.h
 * @fdb_limit:	most learned entries of all its peers, 0 for none of its own
 *
 * The others are described in the netlink spec.
 */
struct vsw_vtep_params {
	u8 ttl;
	u8 tos;
	u8 df;
	u8 unknown_peer;
	bool ttl_inherit;
	bool tos_inherit;
	bool csum;
	bool zero_csum6_rx;
	bool learning;
	bool early_demux;
	u32 fdb_limit;
};

/**
 * struct vsw_vtep - a vtep
 * @sw:		its switch; constant
 * @sock:	the socket; constant
 * @stats:	counters; frames as they are inside the tunnel
 * @local:	local address, IPv6 or IPv4-mapped IPv6; constant
 * @port:	UDP port, local and of all peers; constant
 * @ipv4:	the underlay is IPv4; constant
 * @params:	the user's choices; READ_ONCE()
 * @generation:	changes of @params
 * @quota:	its peers' share of the FDB
 * @early:	the hook, if early demux is on; configuration mutex
 * @stranger:	where frames of unknown peers come from; nothing is sent there
 * @by_address:	peers by address; written under the configuration mutex
 * @name:	unique in the switch; constant
 * @id:		key in vsw_switch::vteps; constant
 * @peers:	peers by id; configuration mutex
 * @n_peers:	how many
 * @rcu:	for freeing
 */
struct vsw_vtep {
	struct vsw_switch *sw;
	struct socket *sock;
	struct vsw_stats stats;
	struct in6_addr local;
	__be16 port;
	bool ipv4;
	struct vsw_vtep_params params;
	u32 generation;
	struct vsw_fdb_quota quota;
	struct vsw_target stranger;
	struct rhashtable by_address;
	struct nf_hook_ops early;

	char name[VSW_NAME_MAX + 1];
	u32 id;
	struct xarray peers;
	u32 n_peers;
	struct rcu_head rcu;
};

/**
 * vsw_vtep_create() - open a vtep
 * @sw:		switch
 * @name:	name, not taken
 * @local:	address to send from and receive at, of a host or not (yet)
 * @port:	UDP port
 * @params:	the rest
 *
 * Context: process; RTNL and configuration mutex held.
 * Return: the vtep; -ENOSPC if the namespace has %VSW_VTEPS_MAX, -EADDRINUSE,
 * -EAFNOSUPPORT (no IPv6), -ENOMEM, or what opening a socket gives.
 */
struct vsw_vtep *vsw_vtep_create(struct vsw_switch *sw, const char *name,
				 const struct in6_addr *local, __be16 port,
				 const struct vsw_vtep_params *params);

/* Context: as above. */
void vsw_vtep_destroy(struct vsw_vtep *vtep);

/*
 * Context: process; configuration mutex held. Return: 0, or what vsw_early_set()
 * gives; nothing changes on error.
 */
int vsw_vtep_change(struct vsw_vtep *vtep,
		    const struct vsw_vtep_params *params);

/* Context: as above. Return: %NULL if there is none. */
struct vsw_vtep *vsw_vtep_find(struct vsw_switch *sw, const char *name);

/* Tell a NIC about the UDP ports in use, or to forget them. RTNL held. */
void vsw_vtep_push_ports(struct net_device *dev, bool add);

#endif /* _VSW_VTEP_H */
