// SPDX-License-Identifier: GPL-2.0
#include "attachment.h"

#include <linux/etherdevice.h>
#include <linux/slab.h>

#include "guard.h"
#include "live.h"
#include "netlink.h"
#include "network.h"
#include "policy.h"
#include "port.h"
#include "switch.h"

#define deref_config(port, p) \
	rcu_dereference_protected(p, lockdep_is_held(&(port)->sw->vn->lock))

/* Where frames find the attachments of a port, and where not if it is shut. */
static struct vsw_attachment __rcu **untagged_slot(const struct vsw_port *port)
{
	return (struct vsw_attachment __rcu **)
	       (port->live ? &port->untagged : &port->shut_untagged);
}

static struct vsw_vids __rcu **vids_slot(const struct vsw_port *port)
{
	return (struct vsw_vids __rcu **)
	       (port->live ? &port->vids : &port->shut_vids);
}

/* Where the pointer to the attachment of a VLAN id is kept. */
static struct vsw_attachment __rcu **att_slot(const struct vsw_port *port,
					      u16 vid)
{
	struct vsw_vids_block *block;
	struct vsw_vids *vids;

	if (!vid)
		return untagged_slot(port);
	vids = deref_config(port, *vids_slot(port));
	if (!vids)
		return NULL;
	block = deref_config(port, vids->block[vid / VSW_VIDS_BLOCK]);
	return block ? &block->slot[vid % VSW_VIDS_BLOCK] : NULL;
}

static struct vsw_vids *vids_make(struct vsw_port *port)
{
	struct vsw_vids *vids = deref_config(port, *vids_slot(port));

	if (vids)
		return vids;
	vids = kzalloc(sizeof(*vids), GFP_KERNEL_ACCOUNT);
	rcu_assign_pointer(*vids_slot(port), vids);
	return vids;
}

static int vids_reserve(struct vsw_port *port, u16 vid)
{
	struct vsw_vids_block *block;
	struct vsw_vids *vids;

	if (att_slot(port, vid))
		return 0;
	vids = vids_make(port);
	if (!vids)
		return -ENOMEM;
	block = kzalloc(sizeof(*block), GFP_KERNEL_ACCOUNT);
	if (!block)
		return -ENOMEM;
	rcu_assign_pointer(vids->block[vid / VSW_VIDS_BLOCK], block);
	return 0;
}

void vsw_vids_free(struct vsw_vids *vids)
{
	int i;

	if (!vids)
		return;
	for (i = 0; i < ARRAY_SIZE(vids->block); i++)
		kfree(rcu_dereference_protected(vids->block[i], true));
	kfree(vids);
}

struct vsw_attachment *vsw_attachment_find(const struct vsw_port *port,
					   u16 vid)
{
	struct vsw_attachment __rcu **slot;

	vsw_assert_config(port->sw->vn);

	slot = att_slot(port, vid);
	return slot ? rcu_dereference_protected(*slot, true) : NULL;
}

struct vsw_attachment *vsw_attachment_next(const struct vsw_port *port,
					   unsigned int vid)
{
	struct vsw_attachment __rcu **slot;
	struct vsw_attachment *att;

	vsw_assert_config(port->sw->vn);

	for (; vid < VLAN_N_VID; vid++) {
		slot = att_slot(port, vid);
		att = slot ? rcu_dereference_protected(*slot, true) : NULL;
		if (att)
			return att;
		/* Of a block that is not there, none is. */
		if (!slot)
			vid |= VSW_VIDS_BLOCK - 1;
	}
	return NULL;
}

static u64 dev_mac(const u8 *address)
{
	u8 mac[8] = {};

	ether_addr_copy(mac, address);
	return vsw_fdb_mac(mac);
}

/* The host's own addresses are in the FDB from the start, and stay there. */
int vsw_attachment_add_address(struct vsw_attachment *att, const u8 *address)
{
	const struct vsw_port *port = vsw_attachment_port(att);

	vsw_assert_config(port->sw->vn);

	if (port->type == VSW_PORT_TYPE_DEVICE)
		return 0;
	return vsw_fdb_set(&port->sw->fdb, &att->network->fdb,
			   dev_mac(address), &att->target, VSW_FDB_KIND_LOCAL);
}

/* Another port of the network may have the same address; only ours goes. */
void vsw_attachment_del_address(struct vsw_attachment *att, const u8 *address)
{
	u64 key = vsw_fdb_key(dev_mac(address), att->network->id);
	const struct vsw_port *port = vsw_attachment_port(att);
	struct vsw_fdb *fdb = &port->sw->fdb;
	bool ours;

	vsw_assert_config(port->sw->vn);

	if (port->type == VSW_PORT_TYPE_DEVICE)
		return;
	rcu_read_lock();
	ours = vsw_fdb_lookup(fdb, key) == &att->target;
	rcu_read_unlock();
	/* Packets do not move local entries. */
	if (ours)
		vsw_fdb_del(fdb, key, BIT(VSW_FDB_KIND_LOCAL));
}

/* A port shows the network of its untagged frames as one of its own. */
static void tell_port(struct vsw_port *port, u16 vid)
{
	if (!vid)
		vsw_nl_notify_port(port, VSW_CMD_PORT_NTF);
}

static struct vsw_attachment *att_alloc(struct vsw_port *port, u16 vid,
					struct vsw_network *network)
{
	struct vsw_attachment *att = kzalloc(sizeof(*att), GFP_KERNEL_ACCOUNT);

	BUILD_BUG_ON(IS_ENABLED(CONFIG_64BIT) && sizeof(*att) > 64);
	if (!att)
		return NULL;
	att->target.kind = port->live ? vsw_port_target_kind(port) :
					VSW_TARGET_SHUT;
	att->target.horizon = vsw_port_horizon(&port->params);
	att->target.quota = &port->quota;
	att->target.vid = vid;
	att->network = network;
	return att;
}

/* @attr is %NULL for groups that the request does not name. */
static int explain_groups(int err, const struct nlattr *attr,
			  struct netlink_ext_ack *extack)
{
	if (err == -E2BIG)
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "the rules of these security groups overlap in too many ways, name too many sets, or are in too many combinations of groups");
	if (err == -EUSERS)
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "all conntrack zones of this network namespace are in use");
	return err;
}

static int give_groups(struct vsw_attachment *att, struct vsw_groups *groups,
		       struct netlink_ext_ack *extack)
{
	return explain_groups(vsw_policy_set(att, groups), groups->attr, extack);
}

/*
 * All that can fail; nothing can be seen from outside yet. @old is what the new
 * one is to replace, %NULL for nothing, and has the groups if @groups is %NULL.
 */
static struct vsw_attachment *att_prepare(struct vsw_port *port, u16 vid,
					  struct vsw_network *network,
					  const struct vsw_attachment *old,
					  struct vsw_groups *groups,
					  struct netlink_ext_ack *extack)
{
	struct vsw_attachment *att = att_alloc(port, vid, network);
	int err = -ENOMEM;

	if (!att)
		return ERR_PTR(err);
	err = vids_reserve(port, vid);
	if (!err)
		err = vsw_fdb_add_target(&port->sw->fdb, &att->target);
	if (!err)
		err = vsw_flood_reserve(&network->members);
	if (!err && old)
		err = vsw_guard_copy(att, old);
	if (!err && groups)
		err = give_groups(att, groups, extack);
	else if (!err && old)
		err = explain_groups(vsw_policy_copy(att, old), NULL, extack);
	if (!err && port->dev)
		err = vsw_attachment_add_address(att, port->dev->dev_addr);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack,
			       "the network has a local, static or sticky entry for this port's address");
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(extack, "the FDB is full");
	if (!err)
		return att;
	vsw_policy_release(att);
	vsw_fdb_retire_target(&port->sw->fdb, &att->target);
	vsw_guard_free(att);
	kfree(att);
	return ERR_PTR(err);
}

static void att_link(struct vsw_attachment *att)
{
	struct vsw_network *network = att->network;
	struct vsw_port *port = vsw_attachment_port(att);

	list_add_tail(&att->port_node, &port->attachments);
	if (port->listed)
		att->target.slot = vsw_flood_add(&network->members,
						 &att->target);
	rcu_assign_pointer(*att_slot(port, att->target.vid), att);
	vsw_live_inc(VSW_LIVE_ATTACHMENT);
}

static void att_free_rcu(struct rcu_head *rcu)
{
	struct vsw_attachment *att = container_of(rcu, struct vsw_attachment,
						  rcu);

	vsw_guard_free(att);
	kfree(att);
	vsw_live_dec(VSW_LIVE_ATTACHMENT);
}

/* The slot of the port has been emptied, or given to another attachment. */
static void att_release(struct vsw_attachment *att)
{
	list_del(&att->port_node);
	if (vsw_attachment_port(att)->listed)
		vsw_flood_del(&att->network->members, &att->target,
			      att->target.slot);
	vsw_fdb_retire_target(&vsw_attachment_port(att)->sw->fdb, &att->target);
	/* Last: until here frames may still have come, and have to be judged. */
	vsw_policy_release(att);
	call_rcu(&att->rcu, att_free_rcu);
}

struct vsw_attachment *
vsw_attachment_create(struct vsw_port *port, u16 vid,
		      struct vsw_network *network, struct vsw_groups *groups,
		      struct netlink_ext_ack *extack)
{
	struct vsw_attachment *att;

	vsw_assert_config(port->sw->vn);

	att = att_prepare(port, vid, network, NULL, groups, extack);
	if (IS_ERR(att))
		return att;
	att_link(att);
	vsw_nl_notify_vlan(att, VSW_CMD_VLAN_NTF);
	tell_port(port, vid);
	return att;
}

void vsw_attachment_destroy(struct vsw_attachment *att)
{
	struct vsw_port *port = vsw_attachment_port(att);

	vsw_assert_config(port->sw->vn);

	vsw_nl_notify_vlan(att, VSW_CMD_VLAN_DEL_NTF);
	RCU_INIT_POINTER(*att_slot(port, att->target.vid), NULL);
	tell_port(port, att->target.vid);
	att_release(att);
}

struct vsw_attachment *
vsw_attachment_change(struct vsw_attachment *att, struct vsw_network *network,
		      struct vsw_groups *groups,
		      struct netlink_ext_ack *extack)
{
	struct vsw_port *port = vsw_attachment_port(att);
	struct vsw_attachment *new = att;
	int err;

	vsw_assert_config(port->sw->vn);

	if (att->network == network) {
		err = groups ? give_groups(att, groups, extack) : 0;
		if (err || !groups)
			return err ? ERR_PTR(err) : att;
	} else {
		new = att_prepare(port, att->target.vid, network, att, groups,
				  extack);
		if (IS_ERR(new))
			return new;
		/* Linking the new one takes the old one's slot. */
		att_link(new);
		att_release(att);
	}
	vsw_nl_notify_vlan(new, VSW_CMD_VLAN_NTF);
	tell_port(port, new->target.vid);
	return new;
}
