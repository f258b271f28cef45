/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An attachment: "frames on this port with this tag belong to this network".
 * The VLAN id is local to the port; 0 stands for untagged frames.
 */
#ifndef _VSW_ATTACHMENT_H
#define _VSW_ATTACHMENT_H

#include <linux/if_vlan.h>
#include <linux/list.h>
#include <linux/netlink.h>
#include <linux/rcupdate.h>

#include <uapi/linux/vsw.h>

#include "target.h"

struct vsw_groups;
struct vsw_guard;
struct vsw_network;
struct vsw_policy;
struct vsw_port;

/**
 * struct vsw_attachment - an attachment
 * @target:	what FDB entries and flood lists point at; has the VLAN id, and by
 *		the FDB's quota leads to the port, see vsw_attachment_port()
 * @network:	its network, of which @target is a member if its port is live;
 *		constant
 * @guard:	what the sender behind it may claim, or %NULL; see guard.h
 * @policy:	the security groups that it has, or %NULL; see policy.h
 * @port_node:	in vsw_port::attachments; configuration mutex
 * @rcu:	for freeing, when it is in no list any more
 *
 * There may be many: it is 64 bytes on 64-bit machines, which is what the
 * allocator hands out.
 */
struct vsw_attachment {
	struct vsw_target target;
	struct vsw_network *network;
	struct vsw_guard __rcu *guard;
	struct vsw_policy __rcu *policy;
	union {
		struct list_head port_node;
		struct rcu_head rcu;
	};
};

static inline struct vsw_attachment *
vsw_attachment_of(struct vsw_target *target)
{
	return container_of(target, struct vsw_attachment, target);
}

/* The same of any target: %NULL for a peer. */
static inline struct vsw_attachment *
vsw_attachment_unless_peer(struct vsw_target *target)
{
	if (target->kind == VSW_TARGET_PEER)
		return NULL;
	return vsw_attachment_of(target);
}

/* Its policy, %NULL for none. Context: RCU read side. */
static inline const struct vsw_policy *
vsw_attachment_policy(const struct vsw_attachment *att)
{
	const struct vsw_policy *policy = rcu_dereference(att->policy);

	/* What it needs of port and network is there. Pairs with replace(). */
	smp_rmb();
	return policy;
}

#define VSW_VIDS_BLOCK	64

struct vsw_vids_block {
	struct vsw_attachment __rcu *slot[VSW_VIDS_BLOCK];
};

/**
 * struct vsw_vids - attachments of a port by VLAN id
 * @block: 64 ids each
 *
 * Both parts are made when an id is first used that needs them, and freed with
 * the port. It is not an xarray because every tagged frame looks here.
 */
struct vsw_vids {
	struct vsw_vids_block __rcu *block[VLAN_N_VID / VSW_VIDS_BLOCK];
};

/* Context: RCU read side. @vids may be %NULL; @vid is 0 to 4095. */
static inline struct vsw_attachment *vsw_vids_lookup(const struct vsw_vids *vids,
						     u16 vid)
{
	const struct vsw_vids_block *block;

	if (unlikely(!vids))
		return NULL;
	block = rcu_dereference(vids->block[vid / VSW_VIDS_BLOCK]);
	if (unlikely(!block))
		return NULL;
	return rcu_dereference(block->slot[vid % VSW_VIDS_BLOCK]);
}

/**
 * struct vsw_class - what the outermost tag says of a frame
 * @vid:	VLAN id of the attachment to look for, 0 for the untagged one
 * @strip:	the tag has done its work and is removed
 */
struct vsw_class {
	u16 vid;
	bool strip;
};

/**
 * vsw_classify() - read the outermost tag
 * @tagged:	there is one
 * @proto:	its ethertype
 * @tci:	its TCI
 *
 * A priority tag (VLAN id 0) makes a frame no less untagged (IEEE 802.1Q
 * 6.9.1), and service tags (802.1ad) are payload of an untagged attachment.
 * VLAN id 4095 is reserved and finds no attachment.
 */
static inline struct vsw_class vsw_classify(bool tagged, __be16 proto, u16 tci)
{
	struct vsw_class class = {};

	if (tagged && proto == htons(ETH_P_8021Q)) {
		class.vid = tci & VLAN_VID_MASK;
		class.strip = true;
	}
	return class;
}

/* All of these: process context, configuration mutex held. */

/**
 * vsw_attachment_create() - attach a VLAN id of a port to a network
 * @port:	port
 * @vid:	VLAN id, or 0; not attached yet
 * @network:	network of the same switch
 * @groups:	the security groups that it has from its first frame on, or %NULL
 * @extack:	for the refusal
 *
 * Return: the attachment, or -EEXIST, -ENOMEM, -E2BIG (see vsw_policy_set());
 * -EEXIST also if the port is an internal one whose address another attachment
 * has put in the network's FDB.
 */
struct vsw_attachment *
vsw_attachment_create(struct vsw_port *port, u16 vid,
		      struct vsw_network *network, struct vsw_groups *groups,
		      struct netlink_ext_ack *extack);

void vsw_attachment_destroy(struct vsw_attachment *att);

/**
 * vsw_attachment_change() - give an attachment another network, other groups
 * @att:	attachment
 * @network:	its network from now on, which may be the one that it has
 * @groups:	its security groups from now on; %NULL leaves it those it has
 * @extack:	for the refusal
 *
 * Frames go to the one or to the other network at any time, and are judged by
 * the groups that belong there.
 * Return: as vsw_attachment_create(); nothing changes on error.
 */
struct vsw_attachment *
vsw_attachment_change(struct vsw_attachment *att, struct vsw_network *network,
		      struct vsw_groups *groups,
		      struct netlink_ext_ack *extack);

struct vsw_attachment *vsw_attachment_find(const struct vsw_port *port,
					   u16 vid);

/* The first attachment of a port whose VLAN id is not lower, or %NULL. */
struct vsw_attachment *vsw_attachment_next(const struct vsw_port *port,
					   unsigned int vid);

/*
 * Enter an address of an internal port's netdevice in the FDB, or take it out.
 * Return: -EEXIST if the network has it as a local one already, -ENOMEM.
 */
int vsw_attachment_add_address(struct vsw_attachment *att, const u8 *address);
void vsw_attachment_del_address(struct vsw_attachment *att, const u8 *address);

/* %NULL is fine. Context: no readers any more. */
void vsw_vids_free(struct vsw_vids *vids);

#endif /* _VSW_ATTACHMENT_H */
