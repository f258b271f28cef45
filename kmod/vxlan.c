// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a packet through a tunnel. Into it: route, path MTU, outer
 * header fields, headers, and the kernel's udp_tunnel. Out of it: header,
 * network, peer, ECN, and input.c.
 */
#include "vxlan.h"

#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/xarray.h>
#include <net/gro.h>
#include <net/gso.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/ipv6_stubs.h>
#include <net/route.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include "drop.h"
#include "input.h"
#include "internal.h"
#include "network.h"
#include "output.h"
#include "peer.h"
#include "port.h"
#include "switch.h"
#include "vtep.h"

/**
 * struct outer - the outer header that a frame is to get
 * @dst:	route, referenced
 * @saddr:	source address, IPv6 or IPv4-mapped
 * @hlen:	outer headers before the inner Ethernet header, bytes
 * @tos:	TOS or traffic class, ECN bits set from the inner header
 * @ttl:	TTL or hop limit
 * @df:		IPv4: don't fragment
 */
struct outer {
	struct dst_entry *dst;
	struct in6_addr saddr;
	unsigned int hlen;
	u8 tos;
	u8 ttl;
	bool df;
};

/* The part of the TOS that may choose a route: what all frames share. */
static u8 route_tos(const struct vsw_vtep *vtep)
{
	return READ_ONCE(vtep->params.tos_inherit) ? 0 :
	       READ_ONCE(vtep->params.tos);
}

static int route4(struct vsw_peer *peer, struct net *net, struct outer *outer)
{
	const struct vsw_vtep *vtep = peer->vtep;
	struct flowi4 fl4 = {};
	struct rtable *rt;
	__be32 saddr;

	rt = dst_cache_get_ip4(&peer->route, &saddr);
	if (unlikely(!rt)) {
		fl4.flowi4_proto = IPPROTO_UDP;
		fl4.flowi4_tos = route_tos(vtep) & INET_DSCP_MASK;
		fl4.daddr = peer->address.s6_addr32[3];
		fl4.saddr = vtep->local.s6_addr32[3];
		fl4.fl4_dport = vtep->port;
		rt = ip_route_output_key(net, &fl4);
		if (IS_ERR(rt))
			return PTR_ERR(rt);
		saddr = fl4.saddr;
		dst_cache_set_ip4(&peer->route, &rt->dst, saddr);
	}
	outer->dst = &rt->dst;
	ipv6_addr_set_v4mapped(saddr, &outer->saddr);
	outer->hlen = sizeof(struct iphdr) + VSW_VXLAN_HLEN;
	return 0;
}

static int route6(struct vsw_peer *peer, struct net *net, struct outer *outer)
{
	const struct vsw_vtep *vtep = peer->vtep;
	struct flowi6 fl6 = {};
	struct dst_entry *dst;

	dst = dst_cache_get_ip6(&peer->route, &outer->saddr);
	if (unlikely(!dst)) {
		fl6.flowi6_proto = IPPROTO_UDP;
		fl6.flowlabel = ip6_make_flowinfo(route_tos(vtep), 0);
		fl6.daddr = peer->address;
		fl6.saddr = vtep->local;
		fl6.fl6_dport = vtep->port;
		dst = ipv6_stub->ipv6_dst_lookup_flow(net, vtep->sock->sk,
						      &fl6, NULL);
		if (IS_ERR(dst))
			return PTR_ERR(dst);
		outer->saddr = fl6.saddr;
		dst_cache_set_ip6(&peer->route, dst, &fl6.saddr);
	}
	outer->dst = dst;
	outer->hlen = sizeof(struct ipv6hdr) + VSW_VXLAN_HLEN;
	return 0;
}

/*
 * The route leads back into the frame's own network: encapsulating would never
 * end. Another network of the switch is fine, it may be where the host has its
 * address; and longer ways round end at the limit of recursion.
 */
static bool route_loops(const struct vsw_network *network,
			const struct outer *outer)
{
	const struct vsw_attachment *att;
	const struct vsw_internal *internal;
	const struct vsw_port *port;

	if (likely(!vsw_internal_is(outer->dst->dev)))
		return false;
	internal = netdev_priv(outer->dst->dev);
	port = rcu_dereference(internal->port);
	att = port ? rcu_dereference(port->untagged) : NULL;
	return att && att->network == network;
}

static bool inner_df(const struct sk_buff *skb)
{
	switch (skb_protocol(skb, true)) {
	case htons(ETH_P_IP):
		return ip_hdr(skb)->frag_off & htons(IP_DF);
	case htons(ETH_P_IPV6):
		return true;
	default:
		return false;
	}
}

/* RFC 2983 (DSCP), RFC 6040 section 4.1 (ECN), RFC 7348 section 5. */
static void outer_fields(const struct vsw_vtep *vtep, const struct sk_buff *skb,
			 struct outer *outer)
{
	const struct iphdr *inner = ip_hdr(skb);
	u8 inner_tos = ip_tunnel_get_dsfield(inner, skb);
	u8 tos = READ_ONCE(vtep->params.tos);
	u8 ttl = 0;

	if (READ_ONCE(vtep->params.ttl_inherit))
		ttl = ip_tunnel_get_ttl(inner, skb);
	if (!ttl)
		ttl = READ_ONCE(vtep->params.ttl);
	if (!ttl)
		ttl = vtep->ipv4 ? ip4_dst_hoplimit(outer->dst) :
				   ip6_dst_hoplimit(outer->dst);
	outer->ttl = ttl;

	/* Not ip_tunnel_ecn_encap(): that hides CE, as RFC 3168 had it. */
	if (READ_ONCE(vtep->params.tos_inherit))
		tos = inner_tos;
	outer->tos = (tos & ~INET_ECN_MASK) | (inner_tos & INET_ECN_MASK);

	switch (READ_ONCE(vtep->params.df)) {
	case VSW_DF_UNSET:
		outer->df = false;
		break;
	case VSW_DF_INHERIT:
		outer->df = inner_df(skb);
		break;
	default:
		outer->df = true;
		break;
	}
}

/* Whether what the frame carries fits the path, headers included. */
static bool path_fits(const struct sk_buff *skb, unsigned int mtu)
{
	if (likely(skb->len - skb_network_offset(skb) <= mtu))
		return true;
	return skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu);
}

/*
 * Handle a frame that may be larger than its path: false when it is gone.
 * Who can be told (ICMP, RFC 1191; ICMPv6, RFC 8201) is told, in the name of
 * the destination, as there is no router here.
 */
static bool path_mtu(const struct vsw_path *path, const struct vsw_vtep *vtep,
		     const struct outer *outer, struct sk_buff *skb, bool flood)
{
	unsigned int overhead = outer->hlen + skb_network_offset(skb);
	unsigned int mtu = dst_mtu(outer->dst);
	int ret = 0;

	if (likely(mtu >= overhead && path_fits(skb, mtu - overhead)))
		return true;

	if (!flood) {
		ret = skb_tunnel_check_pmtu(skb, outer->dst, overhead, true);
		if (ret > 0) {
			vsw_drop_count(skb, VSW_DROP_PATH_MTU, vtep->stats,
				       path->network);
			vsw_output_reply(path, skb);
			return false;
		}
	}
	/* An underlay that may fragment is trusted to. */
	if (!ret && vtep->ipv4 && !outer->df)
		return true;
	vsw_drop(skb, VSW_DROP_PATH_MTU, vtep->stats, path->network);
	return false;
}

/*
 * A frame that is a tunnel's already (GRO put VXLAN packets together, or the
 * guest's checksum is still to be made inside one) has its one level of
 * offloads in use: finish those in software.
 */
static struct sk_buff *flatten(struct sk_buff *skb)
{
	struct sk_buff *segs;

	if (skb_is_gso(skb)) {
		skb_reset_mac_header(skb);
		segs = skb_gso_segment(skb, NETIF_F_SG);
		if (IS_ERR_OR_NULL(segs)) {
			kfree_skb(skb);
			return NULL;
		}
		consume_skb(skb);
		return segs;
	}
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_checksum_help(skb)) {
		kfree_skb(skb);
		return NULL;
	}
	skb->encapsulation = 0;
	return skb;
}

/* Room, offloads and the VXLAN header. */
static int build(const struct vsw_vtep *vtep, const struct outer *outer,
		 u32 vni, struct sk_buff *skb)
{
	bool csum = READ_ONCE(vtep->params.csum);
	int err;

	err = skb_cow_head(skb, outer->hlen + LL_RESERVED_SPACE(outer->dst->dev) +
				outer->dst->header_len);
	if (err)
		return err;
	err = iptunnel_handle_offloads(skb, csum ? SKB_GSO_UDP_TUNNEL_CSUM :
						   SKB_GSO_UDP_TUNNEL);
	if (err)
		return err;
	vsw_vxlan_build(__skb_push(skb, sizeof(struct vsw_vxlan_hdr)), vni);
	skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	return 0;
}

/* Hand a frame with a VXLAN header to the UDP tunnel; takes the route. */
static void transmit(const struct vsw_peer *peer, struct outer *outer,
		     struct sk_buff *skb, __be16 sport)
{
	const struct vsw_vtep *vtep = peer->vtep;
	struct in6_addr daddr = peer->address;
	bool nocheck = !READ_ONCE(vtep->params.csum);
	struct sock *sk = vtep->sock->sk;

	/* Marks, conntrack and times are not for the underlay to see. */
	if (!vtep->ipv4)
		skb_scrub_packet(skb, true);
	/* The tunnel library counts on a device's counters, if there is one. */
	skb->dev = NULL;
	if (vtep->ipv4)
		udp_tunnel_xmit_skb(container_of(outer->dst, struct rtable, dst),
				    sk, skb,
				    outer->saddr.s6_addr32[3],
				    daddr.s6_addr32[3], outer->tos, outer->ttl,
				    outer->df ? htons(IP_DF) : 0, sport,
				    vtep->port, true, nocheck);
	else
		udp_tunnel6_xmit_skb(outer->dst, sk, skb, NULL, &outer->saddr,
				     &daddr, outer->tos, outer->ttl, 0, sport,
				     vtep->port, nocheck);
}

static void output_one(const struct vsw_path *path, struct vsw_peer *peer,
		       struct sk_buff *skb, bool flood)
{
	struct vsw_vtep *vtep = peer->vtep;
	struct net *net = path->sw->vn->net;
	unsigned int len = skb->len;
	struct outer outer = {};
	enum vsw_drop reason;
	__be16 sport;

	skb_reset_mac_header(skb);
	reason = VSW_DROP_MALFORMED;
	if (unlikely(skb_vlan_inet_prepare(skb, false)))
		goto drop;
	/* RFC 7348 section 5: entropy for the underlay's load balancing. */
	sport = udp_flow_src_port(net, skb, 0, 0, true);

	reason = VSW_DROP_NO_ROUTE;
	if (vtep->ipv4 ? route4(peer, net, &outer) : route6(peer, net, &outer))
		goto drop;
	reason = VSW_DROP_ROUTE_LOOP;
	if (unlikely(route_loops(path->network, &outer)))
		goto drop_route;

	outer_fields(vtep, skb, &outer);
	if (!path_mtu(path, vtep, &outer, skb, flood)) {
		dst_release(outer.dst);
		return;
	}
	reason = VSW_DROP_NO_MEMORY;
	if (unlikely(build(vtep, &outer, READ_ONCE(path->network->vni), skb)))
		goto drop_route;

	vsw_stats_tx(vtep->stats, len);
	vsw_stats_tx(path->network->stats, len);
	transmit(peer, &outer, skb, sport);
	return;

drop_route:
	dst_release(outer.dst);
drop:
	vsw_drop(skb, reason, vtep->stats, path->network);
}

void vsw_vxlan_output(const struct vsw_path *path, struct vsw_peer *peer,
		      struct sk_buff *skb, bool flood)
{
	struct vsw_vtep *vtep = peer->vtep;
	struct sk_buff *next;

	if (unlikely(!READ_ONCE(path->network->vni))) {
		vsw_drop(skb, VSW_DROP_VXLAN_VNI, vtep->stats, path->network);
		return;
	}
	if (unlikely(dev_recursion_level() > VSW_RECURSION_LIMIT)) {
		vsw_drop(skb, VSW_DROP_RECURSION, vtep->stats, path->network);
		return;
	}
	/* As decapsulate() does: these are for the next hop, and stay here. */
	if (unlikely(is_link_local_ether_addr(skb->data))) {
		vsw_drop(skb, VSW_DROP_RESERVED_GROUP, vtep->stats,
			 path->network);
		return;
	}
	if (unlikely(!vsw_output_fits(skb, READ_ONCE(path->network->mtu)))) {
		vsw_drop(skb, VSW_DROP_OVERSIZE, vtep->stats, path->network);
		return;
	}

	/*
	 * RFC 7348 section 6.1: no inner 802.1Q tag, which would lead who
	 * knows where on the other side. A service tag is payload.
	 */
	if (skb_vlan_tag_present(skb)) {
		skb = __vlan_hwaccel_push_inside(skb);
	} else if (unlikely(skb->protocol == htons(ETH_P_8021Q))) {
		vsw_drop(skb, VSW_DROP_VLAN_NESTED, vtep->stats, path->network);
		return;
	}
	if (skb && unlikely(skb->encapsulation))
		skb = flatten(skb);
	if (unlikely(!skb)) {
		vsw_drop_count(NULL, VSW_DROP_NO_MEMORY, vtep->stats,
			       path->network);
		return;
	}

	for (; skb; skb = next) {
		next = skb->next;
		skb_mark_not_on_list(skb);
		output_one(path, peer, skb, flood);
	}
}

static void outer_source(const struct vsw_vtep *vtep, const struct sk_buff *skb,
			 struct in6_addr *address)
{
	if (vtep->ipv4)
		ipv6_addr_set_v4mapped(ip_hdr(skb)->saddr, address);
	else
		*address = ipv6_hdr(skb)->saddr;
}

/*
 * RFC 6040 section 4.2: carry congestion marks inwards. Returns false for a
 * frame that the underlay marked though its ends cannot understand that.
 */
static bool ecn_decapsulate(const struct vsw_vtep *vtep, unsigned int outer,
			    struct sk_buff *skb)
{
	void *oiph = skb->head + outer;

	/* There is a service tag where the inner header would be. */
	if (unlikely(eth_type_vlan(skb->protocol)))
		return true;
	if (vtep->ipv4)
		return IP_ECN_decapsulate(oiph, skb) <= 1;
	return IP6_ECN_decapsulate(oiph, skb) <= 1;
}

/*
 * The transport header is the outer one still, which is not in the frame any
 * more: a queue that looks there for the headers of a super-packet would read
 * far outside of it. Data at the inner network header.
 */
static void reset_transport_header(struct sk_buff *skb)
{
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		skb_set_transport_header(skb, skb_checksum_start_offset(skb));
	else
		skb_reset_transport_header(skb);
}

/*
 * Take the outer headers off. Leaves data at the inner network header, as
 * drivers do. Returns the reason not to go on, negative if there is none.
 */
static int decapsulate(struct vsw_switch *sw, const struct vsw_vtep *vtep,
		       struct sk_buff *skb)
{
	unsigned int outer = skb_network_header(skb) - skb->head;

	if (!pskb_may_pull(skb, VSW_VXLAN_HLEN + ETH_HLEN))
		return VSW_DROP_RUNT;
	if (iptunnel_pull_header(skb, VSW_VXLAN_HLEN, htons(ETH_P_TEB), true))
		return VSW_DROP_NO_MEMORY;

	skb->protocol = eth_type_trans(skb, sw->dev);
	skb_postpull_rcsum(skb, eth_hdr(skb), ETH_HLEN);
	skb_reset_network_header(skb);
	reset_transport_header(skb);
	/* No port of ours says that these may come from afar. */
	if (is_link_local_ether_addr(eth_hdr(skb)->h_dest))
		return VSW_DROP_RESERVED_GROUP;
	if (skb->protocol == htons(ETH_P_8021Q))
		return VSW_DROP_VLAN_NESTED;
	if (!pskb_inet_may_pull(skb))
		return VSW_DROP_MALFORMED;
	if (!ecn_decapsulate(vtep, outer, skb))
		return VSW_DROP_VXLAN_ECN;
	return -1;
}

/* The peer that a frame is from; may be %NULL where the vtep's policy is so. */
static bool find_peer(struct vsw_vtep *vtep, const struct sk_buff *skb,
		      struct vsw_peer **peer)
{
	struct in6_addr address;

	outer_source(vtep, skb, &address);
	*peer = vsw_peer_lookup(vtep, &address);
	return *peer ||
	       READ_ONCE(vtep->params.unknown_peer) == VSW_UNKNOWN_PEER_ACCEPT;
}

int vsw_vxlan_rcv(struct sock *sk, struct sk_buff *skb)
{
	struct vsw_vtep *vtep = rcu_dereference_sk_user_data(sk);
	const struct vsw_vxlan_hdr *hdr;
	struct vsw_path path = {};
	struct vsw_peer *peer;
	int reason;
	u32 vni;

	/* The socket is about to be closed. */
	if (unlikely(!vtep)) {
		kfree_skb(skb);
		return 0;
	}
	path.sw = vtep->sw;
	path.stats = vtep->stats;

	reason = VSW_DROP_VXLAN_HEADER;
	if (unlikely(!pskb_may_pull(skb, VSW_VXLAN_HLEN)))
		goto drop;
	reason = VSW_DROP_VXLAN_FLAGS;
	hdr = (const void *)(udp_hdr(skb) + 1);
	if (unlikely(!vsw_vxlan_parse(hdr, &vni)))
		goto drop;
	reason = VSW_DROP_VXLAN_PEER;
	if (unlikely(!find_peer(vtep, skb, &peer)))
		goto drop;
	reason = VSW_DROP_VXLAN_VNI;
	path.network = xa_load(&path.sw->vnis, vni);
	if (unlikely(!path.network))
		goto drop;
	reason = decapsulate(path.sw, vtep, skb);
	if (unlikely(reason >= 0))
		goto drop;

	__skb_push(skb, ETH_HLEN);
	vsw_stats_rx(vtep->stats, skb->len);
	path.from = peer ? &peer->target : &vtep->stranger;
	path.learn = peer && READ_ONCE(vtep->params.learning);
	vsw_input_network(&path, skb);
	return 0;

drop:
	vsw_drop(skb, reason, path.stats, path.network);
	return 0;
}

/* ICMP errors about packets that we sent: let the route learn from them. */
int vsw_vxlan_err_lookup(struct sock *sk, struct sk_buff *skb)
{
	const struct vsw_vxlan_hdr *hdr;
	u32 vni;

	if (!pskb_may_pull(skb, skb_transport_offset(skb) + VSW_VXLAN_HLEN))
		return -EINVAL;
	hdr = (const void *)(udp_hdr(skb) + 1);
	return vsw_vxlan_parse(hdr, &vni) ? 0 : -EINVAL;
}

/* The header at @off of a packet that GRO holds, or %NULL. */
static const struct vsw_vxlan_hdr *gro_header(struct sk_buff *skb,
					      unsigned int off)
{
	return skb_gro_header(skb, off + sizeof(struct vsw_vxlan_hdr), off);
}

struct sk_buff *vsw_vxlan_gro_receive(struct sock *sk, struct list_head *head,
				      struct sk_buff *skb)
{
	unsigned int off = skb_gro_offset(skb);
	const struct vsw_vxlan_hdr *hdr = gro_header(skb, off), *other;
	struct sk_buff *held, *pp = NULL;
	bool flush = true;
	u32 vni;

	if (unlikely(!hdr) || !vsw_vxlan_parse(hdr, &vni))
		goto out;
	skb_gro_postpull_rcsum(skb, hdr, sizeof(*hdr));

	list_for_each_entry(held, head, list) {
		if (!NAPI_GRO_CB(held)->same_flow)
			continue;
		other = (const void *)(held->data + off);
		if (other->flags != hdr->flags || other->vni != hdr->vni)
			NAPI_GRO_CB(held)->same_flow = 0;
	}
	skb_gro_pull(skb, sizeof(*hdr));
	pp = call_gro_receive(eth_gro_receive, head, skb);
	flush = false;
out:
	skb_gro_flush_final(skb, pp, flush);
	return pp;
}

int vsw_vxlan_gro_complete(struct sock *sk, struct sk_buff *skb, int nhoff)
{
	return eth_gro_complete(skb, nhoff + sizeof(struct vsw_vxlan_hdr));
}
