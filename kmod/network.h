/* SPDX-License-Identifier: GPL-2.0 */
/* A network: one isolated layer 2 segment of a switch. */
#ifndef _VSW_NETWORK_H
#define _VSW_NETWORK_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>

#include "fdb.h"
#include "flood.h"
#include "stats.h"

struct vsw_switch;

/* In place of the MTU of a network that has none: more than can be asked for. */
#define VSW_NETWORK_MTU_NONE	65536

/**
 * struct vsw_network_params - what the user may choose; 0 mtu or vni is none
 */
struct vsw_network_params {
	u32 mtu;
	u32 vni;
	u32 ageing;
	u32 fdb_limit;
	bool learning;
	bool flood;
	bool neigh_local;
};

#define VSW_NETWORK_DEFAULTS						\
	((struct vsw_network_params){					\
		.ageing = 300,						\
		.fdb_limit = 16384,					\
		.learning = true,					\
		.flood = true,						\
	})

/**
 * struct vsw_network - a network
 * @sw:		its switch; constant
 * @stats:	frames that came into it and copies that left it
 * @members:	flood list: attachments of live ports, and peers of this network
 *		alone
 * @id:		1 to %VSW_NETWORK_ID_MAX; constant
 * @mtu:	largest layer 3 packet, bytes; READ_ONCE()
 * @vni:	VXLAN network identifier, 0 for none; READ_ONCE()
 * @learning:	learn source addresses; READ_ONCE()
 * @flood:	flood unknown unicast; READ_ONCE()
 * @zone:	conntrack zone, 0 for none yet; see track.h
 * @tracked:	there have been connections; READ_ONCE()
 * @answers:	there are @neighs, or it is @neigh_local: see answer.h; READ_ONCE()
 * @neigh_local: answer for the addresses of its attachments; READ_ONCE()
 * @fdb:	the FDB's view of the network
 * @answered:	requests that were answered, and not flooded
 * @n_neighs:	how many @neighs; configuration mutex
 * @neighs:	neighbour entries; configuration mutex
 * @name:	unique in the switch; constant
 * @node:	in the switch's table of names
 * @rcu:	for freeing
 */
struct vsw_network {
	struct vsw_switch *sw;
	struct vsw_stats stats;
	struct vsw_flood __rcu *members;
	u16 id;
	bool learning;
	bool flood;
	bool answers;
	bool neigh_local;
	u32 mtu;
	u32 vni;
	u16 zone;
	bool tracked;

	struct vsw_fdb_domain fdb;
	atomic64_t answered;
	u32 n_neighs;
	struct list_head neighs;
	char name[VSW_NAME_MAX + 1];
	struct rhash_head node;
	struct rcu_head rcu;
};

/* All of these: process context, configuration mutex held. */

int vsw_network_table_init(struct vsw_switch *sw);
void vsw_network_table_uninit(struct vsw_switch *sw);

/**
 * vsw_network_create() - make a network
 * @sw:		switch
 * @name:	name, not taken
 * @id:		id, not taken, or 0 for one of the module's choice
 * @params:	the rest; the VNI is not taken
 *
 * Return: the network, or -ENOSPC (no id left), -ENOMEM.
 */
struct vsw_network *
vsw_network_create(struct vsw_switch *sw, const char *name, u32 id,
		   const struct vsw_network_params *params);

/* Removes attachments, FDB and neighbour entries and peers' memberships too. */
void vsw_network_destroy(struct vsw_network *network);

void vsw_network_params(const struct vsw_network *network,
			struct vsw_network_params *params);

/* A new VNI is not taken. Return: 0, -ENOMEM; nothing changes on error. */
int vsw_network_change(struct vsw_network *network,
		       const struct vsw_network_params *params);

struct vsw_network *vsw_network_find(struct vsw_switch *sw,
				     const char *name);

#endif /* _VSW_NETWORK_H */
