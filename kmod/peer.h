/* SPDX-License-Identifier: GPL-2.0 */
/* A peer: a remote end of the tunnels of a vtep. */
#ifndef _VSW_PEER_H
#define _VSW_PEER_H

#include <linux/in6.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/xarray.h>

#include "target.h"

struct vsw_network;
struct vsw_route;
struct vsw_vtep;

/**
 * struct vsw_peer - a peer
 * @target:	what FDB entries and flood lists point at
 * @vtep:	its vtep; constant
 * @address:	IPv6, or IPv4-mapped IPv6; constant
 * @route:	the way there, %NULL until it is needed; see route.h
 * @node:	in vsw_vtep::by_address
 * @id:		key in vsw_vtep::peers; constant
 * @all:	in the flood lists of all networks; configuration mutex
 * @networks:	unless @all, the networks in whose flood lists it is: by their
 *		ids, the slots there, see vsw_flood_add(); configuration mutex, RCU
 * @rcu:	for freeing
 */
struct vsw_peer {
	struct vsw_target target;
	struct vsw_vtep *vtep;
	struct in6_addr address;
	struct vsw_route __rcu *route;
	struct rhash_head node;
	u32 id;
	bool all;
	struct xarray networks;
	struct rcu_head rcu;
};

static inline struct vsw_peer *vsw_peer_of(struct vsw_target *target)
{
	return container_of(target, struct vsw_peer, target);
}

int vsw_peer_table_init(struct vsw_vtep *vtep);
void vsw_peer_table_uninit(struct vsw_vtep *vtep);

/* Context: RCU read side. */
struct vsw_peer *vsw_peer_lookup(struct vsw_vtep *vtep,
				 const struct in6_addr *address);

/* Whether frames of a network go to and come from a peer. Context: as above. */
bool vsw_peer_is_member(struct vsw_peer *peer,
			const struct vsw_network *network);

/* All of these: process context, configuration mutex held. */

struct vsw_peer *vsw_peer_find(struct vsw_vtep *vtep,
			       const struct in6_addr *address);

/**
 * vsw_peer_create() - make a peer
 * @vtep:	vtep
 * @address:	its address, not taken
 * @network:	network whose flood list it is in, %NULL for all
 *
 * Return: the peer, or -ENOMEM.
 */
struct vsw_peer *vsw_peer_create(struct vsw_vtep *vtep,
				 const struct in6_addr *address,
				 struct vsw_network *network);
void vsw_peer_destroy(struct vsw_peer *peer);

/* Put a peer that is not for all in the flood list of one more network. */
int vsw_peer_join(struct vsw_peer *peer, struct vsw_network *network);

/* The reverse; a peer goes with its last network. */
void vsw_peer_leave(struct vsw_peer *peer, struct vsw_network *network);

/* Whether any peer is in a network's flood list by itself. */
bool vsw_peer_has_network(struct vsw_network *network);

/* Take a network that goes from all peers. */
void vsw_peer_forget_network(struct vsw_network *network);

#endif /* _VSW_PEER_H */
