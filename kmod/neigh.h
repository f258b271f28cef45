/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Neighbour entries: (network, IP address) -> MAC address, told by whoever knows
 * where the guests are. Who asks for the address is answered by the switch; see
 * answer.h.
 *
 * DOC: Neighbours
 *
 * All entries of a switch are in one rhashtable, under which packets look them
 * up. Its key has the network's address in memory, not its id: an id may be used
 * again at once, while a network that a packet can still see is not freed.
 *
 * Those of a network are in a list too, for dumps, and for the network's end. An
 * entry does not change: another one takes its place.
 */
#ifndef _VSW_NEIGH_H
#define _VSW_NEIGH_H

#include <linux/if_ether.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/types.h>

#include <uapi/linux/vsw.h>

struct vsw_network;
struct vsw_switch;

/**
 * struct vsw_neigh_key - what an entry is found by; no padding, it is hashed
 * @address:	IPv6, or IPv4-mapped IPv6
 * @network:	its network
 */
struct vsw_neigh_key {
	struct in6_addr address;
	const struct vsw_network *network;
};

/**
 * struct vsw_neigh - a neighbour entry; constant but for its links
 * @node:	in vsw_switch::neighs
 * @key:	network and address
 * @mac:	MAC address, vsw_fdb_mac()
 * @router:	it is an IPv6 router
 * @list:	in vsw_network::neighs; configuration mutex
 * @rcu:	for freeing
 */
struct vsw_neigh {
	struct rhash_head node;
	struct vsw_neigh_key key;
	u64 mac;
	bool router;
	struct list_head list;
	struct rcu_head rcu;
};

int vsw_neigh_table_init(struct vsw_switch *sw);
void vsw_neigh_table_uninit(struct vsw_switch *sw);

/* Context: RCU read side. %NULL if there is none. */
const struct vsw_neigh *vsw_neigh_lookup(const struct vsw_network *network,
					 const struct in6_addr *address);

/* All of these: process context, configuration mutex held. */

struct vsw_neigh *vsw_neigh_find(const struct vsw_network *network,
				 const struct in6_addr *address);

/**
 * vsw_neigh_add() - add an entry, or put it in the place of another one
 * @network:	network
 * @address:	IPv6 or IPv4-mapped IPv6 address
 * @mac:	its MAC address, vsw_fdb_mac()
 * @router:	it is an IPv6 router
 *
 * Return: 0, -ENOSPC if there are %VSW_NEIGHS_MAX already, or -ENOMEM; nothing
 * changes on error.
 */
int vsw_neigh_add(struct vsw_network *network, const struct in6_addr *address,
		  u64 mac, bool router);

void vsw_neigh_del(struct vsw_network *network, struct vsw_neigh *neigh);

/* Return: how many there were. */
u32 vsw_neigh_flush(struct vsw_network *network);

/* Whether packets have to look: after each change of entries and options. */
void vsw_neigh_update(struct vsw_network *network);

#endif /* _VSW_NEIGH_H */
