// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a packet, second part:
 *
 *   7 per target, 8 encapsulate, 9 output
 *
 * Every exit names a drop reason or hands the frame to a device. Drops count
 * on the ingress port while there is no target, and on the target's after.
 */
#include "output.h"

#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <net/gso.h>

#include "attachment.h"
#include "drop.h"
#include "encap.h"
#include "firewall.h"
#include "flood.h"
#include "network.h"
#include "peer.h"
#include "port.h"
#include "switch.h"
#include "transmit.h"

bool vsw_output_fits_long(const struct sk_buff *skb, unsigned int mtu)
{
	unsigned int len = mtu + ETH_HLEN;

	if (eth_type_vlan(skb->protocol))
		len += VLAN_HLEN;
	if (skb_is_gso(skb))
		return skb_gso_validate_mac_len(skb, len);
	return skb->len <= len;
}

/* 8 encapsulate: the tag of an attachment, accelerated. */
static struct sk_buff *push_tag(const struct vsw_path *path,
				const struct vsw_attachment *att,
				struct sk_buff *skb)
{
	/* A service tag that came accelerated goes inside. */
	if (unlikely(skb_vlan_tag_present(skb))) {
		skb_forward_csum(skb);
		skb = __vlan_hwaccel_push_inside(skb);
		if (!skb) {
			vsw_drop_count(NULL, VSW_DROP_NO_MEMORY,
				       &vsw_attachment_port(att)->stats,
				       path->network);
			return NULL;
		}
	}
	__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q),
			       path->prio | att->target.vid);
	return skb;
}

/* Drivers look for checksummed headers behind a tag in the frame. */
static noinline_for_stack bool find_headers(struct sk_buff *skb)
{
	int depth;

	if (!vlan_get_protocol_and_depth(skb, skb->protocol, &depth))
		return false;
	skb_set_network_header(skb, depth);
	return true;
}

/* 9 output, to a netdevice. */
static void send_device(const struct vsw_path *path,
			const struct vsw_port *port, struct sk_buff *skb)
{
	unsigned int len = skb->len;

	skb_forward_csum(skb);
	skb_clear_tstamp(skb);
	if (skb->ip_summed == CHECKSUM_PARTIAL &&
	    unlikely(eth_type_vlan(skb->protocol)) && !find_headers(skb)) {
		vsw_drop(skb, VSW_DROP_MALFORMED, &port->stats, path->network);
		return;
	}

	if (unlikely(!vsw_transmit(skb, port->dev))) {
		vsw_drop_count(NULL, VSW_DROP_TX_REFUSED, &port->stats,
			       path->network);
		return;
	}
	vsw_stats_tx(&port->stats, len);
	vsw_stats_tx(&path->network->stats, len);
}

/* 9 output, to the host. */
static void send_internal(const struct vsw_path *path,
			  const struct vsw_port *port, struct sk_buff *skb)
{
	struct net_device *dev = port->dev;
	unsigned int len = skb->len;

	skb_scrub_packet(skb, true);
	skb->priority = 0;
	skb->protocol = eth_type_trans(skb, dev);
	/*
	 * From here the frame may come back to a switch through any number of
	 * stacked devices and tunnels. The backlog ends the recursion, and
	 * the stack that it would take.
	 */
	if (unlikely(netif_rx(skb) == NET_RX_DROP)) {
		vsw_drop_count(NULL, VSW_DROP_TX_REFUSED, &port->stats,
			       path->network);
		return;
	}
	vsw_stats_tx(&port->stats, len);
	vsw_stats_tx(&path->network->stats, len);
	dev_sw_netstats_rx_add(dev, len);
}

static void output_attachment(const struct vsw_path *path,
			      struct vsw_attachment *att, struct sk_buff *skb)
{
	const struct vsw_port *port = vsw_attachment_port(att);
	enum vsw_drop reason;
	unsigned int mtu;

	reason = VSW_DROP_PORT_DOWN;
	if (unlikely(!vsw_port_dev_up(port->dev)))
		goto drop;

	reason = VSW_DROP_RESERVED_GROUP;
	if (unlikely(path->reserved_group) &&
	    !READ_ONCE(port->params.reserved_groups))
		goto drop;

	reason = VSW_DROP_OVERSIZE;
	mtu = min(READ_ONCE(port->dev->mtu), READ_ONCE(path->network->mtu));
	if (unlikely(!vsw_output_fits(skb, mtu)))
		goto drop;

	if (att->target.vid) {
		skb = push_tag(path, att, skb);
		if (unlikely(!skb))
			return;
	} else if (unlikely(skb->protocol == htons(ETH_P_8021Q)) &&
		   !skb_vlan_tag_present(skb)) {
		/*
		 * A second tag inside the frame would become the first one
		 * here, and lead into whatever network it means beyond this
		 * port: VLAN hopping.
		 */
		reason = VSW_DROP_VLAN_NESTED;
		goto drop;
	}

	if (port->type == VSW_PORT_TYPE_DEVICE)
		send_device(path, port, skb);
	else
		send_internal(path, port, skb);
	return;
drop:
	vsw_drop(skb, reason, &port->stats, path->network);
}

/* The port is closed, or has no netdevice: an FDB entry has led here. */
static noinline void drop_shut(const struct vsw_path *path,
			       const struct vsw_attachment *att,
			       struct sk_buff *skb)
{
	const struct vsw_port *port = vsw_attachment_port(att);

	vsw_drop(skb, READ_ONCE(port->params.closed) ? VSW_DROP_PORT_CLOSED :
						       VSW_DROP_PORT_DOWN,
		 &port->stats, path->network);
}

static void output_target(const struct vsw_path *path, struct vsw_target *to,
			  struct sk_buff *skb, bool flood)
{
	/* Before the port's netdevice is; pairs with show() in port_state.c. */
	u8 kind = smp_load_acquire(&to->kind);

	if (likely(kind < VSW_TARGET_PEER))
		output_attachment(path, vsw_attachment_of(to), skb);
	else if (likely(kind == VSW_TARGET_PEER))
		vsw_encap_output(path, vsw_peer_of(to), skb, flood);
	else
		drop_shut(path, vsw_attachment_of(to), skb);
}

/* Horizons that a frame would cross, 0 if it may go. */
static u8 horizons(const struct vsw_path *path, const struct vsw_target *to)
{
	return READ_ONCE(path->from->horizon) & READ_ONCE(to->horizon);
}

/* Where a refusal counts: what the receiver's groups say is the receiver's. */
static const struct vsw_stats *refused_by(const struct vsw_path *path,
					  struct vsw_target *to,
					  enum vsw_drop reason)
{
	if (reason == VSW_DROP_POLICY && to->kind != VSW_TARGET_PEER)
		return &vsw_attachment_port(vsw_attachment_of(to))->stats;
	return path->stats;
}

/* 7 per target: the firewall */
static void output_scanned(const struct vsw_path *path, struct vsw_target *to,
			   struct sk_buff *skb)
{
	enum vsw_drop reason = vsw_firewall_output(path, to, skb);

	if (unlikely(reason != VSW_FIREWALL_PASS)) {
		vsw_drop(skb, reason, refused_by(path, to, reason),
			 path->network);
		return;
	}
	nf_reset_ct(skb);
	output_target(path, to, skb, false);
}

/* The same for one of many, who get copies. */
static bool admit(const struct vsw_path *path, struct vsw_target *to,
		  struct sk_buff *skb)
{
	enum vsw_drop reason = vsw_firewall_output(path, to, skb);

	if (likely(reason == VSW_FIREWALL_PASS))
		return true;
	vsw_drop_count(skb, reason, refused_by(path, to, reason),
		       path->network);
	return false;
}

static noinline void output_policed(const struct vsw_path *path,
				    struct vsw_target *to, struct sk_buff *skb)
{
	struct vsw_path policed;
	struct vsw_scan scan;

	if (path->scan) {
		output_scanned(path, to, skb);
		return;
	}
	vsw_scan_init(&scan);
	policed = *path;
	policed.scan = &scan;
	output_scanned(&policed, to, skb);
}

void vsw_output_unicast(const struct vsw_path *path, struct vsw_target *to,
			struct sk_buff *skb)
{
	enum vsw_drop reason;
	u8 crossed;

	/* 7 per target */
	reason = VSW_DROP_SAME_PORT;
	if (unlikely(to == path->from))
		goto drop;
	crossed = horizons(path, to);
	reason = crossed & VSW_HORIZON_ISOLATED ? VSW_DROP_ISOLATED :
						  VSW_DROP_SPLIT_HORIZON;
	if (unlikely(crossed))
		goto drop;

	if (unlikely(path->scan || READ_ONCE(to->policed)))
		output_policed(path, to, skb);
	else
		output_target(path, to, skb, false);
	return;
drop:
	vsw_drop(skb, reason, path->stats, path->network);
}

static void output_copy(const struct vsw_path *path, struct vsw_target *to,
			struct sk_buff *skb)
{
	struct sk_buff *copy = skb_clone(skb, GFP_ATOMIC);

	if (unlikely(!copy)) {
		vsw_drop_count(skb, VSW_DROP_NO_MEMORY, path->stats,
			       path->network);
		return;
	}
	if (unlikely(path->scan->key.proto))
		nf_reset_ct(copy);
	output_target(path, to, copy, true);
}

/*
 * Send copies to the targets of a list, one behind: what is left in @last
 * gets the frame itself in the end.
 */
static struct vsw_target *flood_list(const struct vsw_path *path,
				     const struct vsw_flood *list,
				     struct vsw_target *last,
				     struct sk_buff *skb)
{
	struct vsw_target *to;
	u32 pos = 0;

	while ((to = vsw_flood_next(list, &pos))) {
		if (to == path->from || horizons(path, to))
			continue;
		if (unlikely(path->scan->key.proto || READ_ONCE(to->policed)) &&
		    !admit(path, to, skb))
			continue;
		if (last)
			output_copy(path, last, skb);
		last = to;
	}
	return last;
}

static void flood(const struct vsw_path *path, struct sk_buff *skb)
{
	const struct vsw_network *network = path->network;
	struct vsw_target *last;

	last = flood_list(path, rcu_dereference(network->members), NULL, skb);
	if (READ_ONCE(network->vni))
		last = flood_list(path, rcu_dereference(path->sw->peers), last,
				  skb);
	if (unlikely(path->scan->key.proto))
		nf_reset_ct(skb);
	if (last)
		output_target(path, last, skb, true);
	else
		vsw_drop(skb, VSW_DROP_NO_MEMBER, path->stats, network);
}

void vsw_output_flood(const struct vsw_path *path, struct sk_buff *skb)
{
	enum vsw_drop reason = VSW_FIREWALL_PASS;
	struct vsw_path flooded = *path;
	struct vsw_scan scan;

	if (flooded.scan) {
		reason = vsw_firewall_flood(path, skb);
	} else {
		vsw_scan_init(&scan);
		flooded.scan = &scan;
	}
	/* 7 per target */
	if (likely(reason == VSW_FIREWALL_PASS))
		flood(&flooded, skb);
	else
		vsw_drop(skb, reason, path->stats, path->network);
}

void vsw_output_reply(const struct vsw_path *path, struct sk_buff *skb)
{
	if (likely(path->from->kind != VSW_TARGET_PEER))
		output_attachment(path, vsw_attachment_of(path->from), skb);
	else
		vsw_drop(skb, VSW_DROP_SPLIT_HORIZON, path->stats,
			 path->network);
}
