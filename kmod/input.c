// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a packet, first part:
 *
 *   1 sanity, 2 classify, 3 guard, 4 policy, 5 learn, 6 lookup (and answer)
 *
 * Every exit names a drop reason or hands the frame to output.c.
 */
#include "input.h"

#include <linux/etherdevice.h>
#include <linux/if_vlan.h>

#include "answer.h"
#include "attachment.h"
#include "drop.h"
#include "fdb.h"
#include "firewall.h"
#include "guard.h"
#include "limits.h"
#include "network.h"
#include "output.h"
#include "port.h"
#include "switch.h"

DEFINE_PER_CPU(unsigned int, vsw_path_depth);

/*
 * 01:80:c2:00:00:00 to 0f, the addresses that no bridge forwards (IEEE 802.1Q
 * table 8-1), of an address as vsw_fdb_mac() reads it.
 */
static bool mac_is_reserved(u64 mac)
{
	return (mac & 0xf0ffffffffffULL) == 0x00000000c28001ULL;
}

static bool mac_is_multicast(u64 mac)
{
	return mac & 1;
}

rx_handler_result_t vsw_input_rx_handler(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;
	struct vsw_port *port;

	if (unlikely(skb->pkt_type == PACKET_LOOPBACK))
		return RX_HANDLER_PASS;

	skb = skb_share_check(skb, GFP_ATOMIC);
	if (unlikely(!skb))
		return RX_HANDLER_CONSUMED;
	*pskb = skb;

	port = rcu_dereference(skb->dev->rx_handler_data);
	/* LLDP and LACP on an uplink are for the host, not for the switch. */
	if (READ_ONCE(port->params.uplink) &&
	    unlikely(is_link_local_ether_addr(eth_hdr(skb)->h_dest)) &&
	    !READ_ONCE(port->params.reserved_groups))
		return RX_HANDLER_PASS;

	__skb_push(skb, ETH_HLEN);
	vsw_input_port(port, skb);
	return RX_HANDLER_CONSUMED;
}

/* Why a frame has found no attachment. */
static enum vsw_drop no_attachment(const struct vsw_port *port,
				   const struct vsw_class *class)
{
	if (READ_ONCE(port->params.closed))
		return VSW_DROP_PORT_CLOSED;
	return class->vid ? VSW_DROP_VLAN_UNMAPPED :
			    VSW_DROP_UNTAGGED_UNMAPPED;
}

/* The attachment that a frame's outermost tag leads to; removes that tag. */
static struct vsw_attachment *classify(const struct vsw_port *port,
				       struct sk_buff *skb,
				       struct vsw_class *class, u16 *prio)
{
	*class = vsw_classify(skb_vlan_tag_present(skb), skb->vlan_proto,
			      skb->vlan_tci);
	*prio = 0;
	if (class->strip) {
		*prio = skb->vlan_tci & ~VLAN_VID_MASK;
		__vlan_hwaccel_clear_tag(skb);
	}
	if (!class->vid)
		return rcu_dereference(port->untagged);
	return vsw_vids_lookup(rcu_dereference(port->vids), class->vid);
}

/* Inlined: from a port to the lookup, a frame's way has no call in it. */
static __always_inline void input_network(struct vsw_path *path,
					  struct sk_buff *skb);

static struct vsw_path path_of(const struct vsw_port *port,
			       struct vsw_attachment *att, u16 prio)
{
	return (struct vsw_path){
		.sw = port->sw,
		.network = att->network,
		.from = &att->target,
		.stats = &port->stats,
		.learn = true,
		.prio = prio,
	};
}

static void input_attachment(const struct vsw_port *port,
			     struct vsw_attachment *att, u16 prio,
			     struct sk_buff *skb)
{
	struct vsw_path path = path_of(port, att, prio);

	input_network(&path, skb);
}

static u64 source_of(const struct sk_buff *skb)
{
	return vsw_fdb_mac(((const struct ethhdr *)skb->data)->h_source);
}

/* 3 guard, 4 policy. */
static enum vsw_drop police(struct vsw_path *path, struct vsw_scan *scan,
			    const struct vsw_attachment *att,
			    struct sk_buff *skb)
{
	const struct vsw_policy *policy = vsw_attachment_policy(att);
	const struct vsw_guard *guard = rcu_dereference(att->guard);
	enum vsw_drop reason;

	if (guard && !guard->params.on)
		guard = NULL;
	if (!guard && !policy)
		return VSW_FIREWALL_PASS;
	reason = vsw_scan_frame(skb, &scan->key);
	if (guard && likely(reason == VSW_FIREWALL_PASS))
		reason = vsw_guard_check(guard, source_of(skb), &scan->key);
	if (!policy || unlikely(reason != VSW_FIREWALL_PASS))
		return reason;
	path->scan = scan;
	return vsw_firewall_input(path, att, policy, skb);
}

/*
 * A way of its own, so that frames of those without a guard or a policy have
 * nothing to keep while they are asked.
 */
static noinline void input_policed(const struct vsw_port *port,
				   struct vsw_attachment *att, u16 prio,
				   struct sk_buff *skb)
{
	struct vsw_path path = path_of(port, att, prio);
	struct vsw_scan scan;
	enum vsw_drop reason;

	vsw_scan_init(&scan);
	reason = police(&path, &scan, att, skb);
	if (likely(reason == VSW_FIREWALL_PASS))
		vsw_input_network(&path, skb);
	else
		vsw_drop(skb, reason, &port->stats, att->network);
}

void vsw_input_port(struct vsw_port *port, struct sk_buff *skb)
{
	struct vsw_attachment *att;
	struct vsw_class class;
	u64 dst;
	u16 prio;

	vsw_stats_rx(&port->stats, skb->len);

	/* 1 sanity; source addresses are looked at once for ports and vteps */
	dst = vsw_fdb_mac(skb->data);
	if (unlikely(mac_is_reserved(dst)) &&
	    !READ_ONCE(port->params.reserved_groups)) {
		vsw_drop(skb, VSW_DROP_RESERVED_GROUP, &port->stats, NULL);
		return;
	}

	/* 2 classify */
	att = classify(port, skb, &class, &prio);
	if (unlikely(!att)) {
		vsw_drop(skb, no_attachment(port, &class), &port->stats, NULL);
		return;
	}

	/* 3 guard, 4 policy */
	if (unlikely(rcu_access_pointer(att->guard) ||
		     rcu_access_pointer(att->policy)))
		input_policed(port, att, prio, skb);
	else
		input_attachment(port, att, prio, skb);
}

/* 5 learn; says whether the frame may go on. */
static __always_inline enum vsw_fdb_verdict learn(const struct vsw_path *path,
						  u64 src)
{
	struct vsw_network *network = path->network;
	struct vsw_fdb *fdb = &path->sw->fdb;
	u64 key = vsw_fdb_key(src, network->id);

	if (likely(path->learn && READ_ONCE(network->learning)))
		return vsw_fdb_learn(fdb, &network->fdb, key, path->from);
	return vsw_fdb_check(fdb, key, path->from);
}

/* Whether the port that a frame came from floods more than it may. */
static bool floods_too_much(const struct vsw_path *path)
{
	const struct vsw_attachment *att;
	struct vsw_limits *limits;

	att = vsw_attachment_unless_peer(path->from);
	if (!att)
		return false;
	limits = rcu_dereference(vsw_attachment_port(att)->limits);
	return unlikely(limits) &&
	       !vsw_meter_pass(&limits->flood_rate, ktime_get_ns());
}

/* To a group, or to who is not known; @group: its address, or 0. */
static void input_flood(struct vsw_path *path, struct sk_buff *skb, u64 group)
{
	if (unlikely(floods_too_much(path))) {
		vsw_drop(skb, VSW_DROP_FLOOD_RATE, path->stats, path->network);
		return;
	}
	/* answer: who asks for what is known here need not ask all */
	if (unlikely(READ_ONCE(path->network->answers)) && group &&
	    vsw_answer(path, skb))
		return;
	path->reserved_group = mac_is_reserved(group);
	vsw_output_flood(path, skb);
}

static __always_inline void input_network(struct vsw_path *path,
					  struct sk_buff *skb)
{
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;
	struct vsw_network *network = path->network;
	enum vsw_fdb_verdict verdict;
	struct vsw_target *to;
	enum vsw_drop reason;
	u64 src, dst;

	/* Both reads end within the Ethernet header: 0 to 7 and 6 to 13. */
	dst = vsw_fdb_mac(eth->h_dest);
	src = vsw_fdb_mac(eth->h_source);

	vsw_stats_rx(&network->stats, skb->len);

	/* 1 sanity, the rest */
	reason = VSW_DROP_BAD_SOURCE;
	if (unlikely(mac_is_multicast(src) || !src))
		goto drop;

	/* 5 learn */
	verdict = learn(path, src);
	if (unlikely(verdict != VSW_FDB_OK)) {
		reason = verdict == VSW_FDB_STICKY ? VSW_DROP_STICKY_SOURCE :
						     VSW_DROP_OWN_ADDRESS;
		goto drop;
	}

	/* 6 lookup */
	if (mac_is_multicast(dst)) {
		input_flood(path, skb, dst);
		return;
	}
	to = vsw_fdb_lookup(&path->sw->fdb, vsw_fdb_key(dst, network->id));
	/* In this order: another network may have taken a dead one's id. */
	if (likely(to && !READ_ONCE(network->fdb.dead))) {
		vsw_output_unicast(path, to, skb);
		return;
	}
	reason = VSW_DROP_UNKNOWN_UNICAST;
	if (READ_ONCE(network->flood)) {
		input_flood(path, skb, 0);
		return;
	}
drop:
	vsw_drop(skb, reason, path->stats, network);
}

void vsw_input_network(struct vsw_path *path, struct sk_buff *skb)
{
	input_network(path, skb);
}
