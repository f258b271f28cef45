// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a packet out of a tunnel: header, network, peer, ECN, and input.c.
 */
#include "vxlan.h"

#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <net/gro.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include "drop.h"
#include "inner.h"
#include "input.h"
#include "network.h"
#include "peer.h"
#include "switch.h"
#include "vni.h"
#include "vtep.h"

static void outer_source(const struct vsw_vtep *vtep, const struct sk_buff *skb,
			 struct in6_addr *address)
{
	if (vtep->ipv4)
		ipv6_addr_set_v4mapped(ip_hdr(skb)->saddr, address);
	else
		*address = ipv6_hdr(skb)->saddr;
}

static u8 outer_tos(const struct vsw_vtep *vtep, const struct sk_buff *skb)
{
	return vtep->ipv4 ? ip_hdr(skb)->tos : ipv6_get_dsfield(ipv6_hdr(skb));
}

/*
 * RFC 6040 section 4.2: carry congestion marks inwards. Returns false for a
 * frame that the underlay marked though its ends cannot understand that.
 */
static bool ecn_decapsulate(u8 tos, struct sk_buff *skb)
{
	const struct iphdr outer = { .tos = tos };

	if (likely(!vsw_vxlan_ecn_acts(tos)))
		return true;
	/* There is a service tag where the inner header would be. */
	if (unlikely(eth_type_vlan(skb->protocol)))
		return true;
	return IP_ECN_decapsulate(&outer, skb) <= 1;
}

/*
 * The transport header is the outer one still, which is not in the frame any
 * more: a queue that looks there for the headers of a super-packet would read
 * far outside of it.
 */
static void reset_transport_header(struct sk_buff *skb)
{
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		skb_set_transport_header(skb, skb_checksum_start_offset(skb));
	else
		skb_set_transport_header(skb, ETH_HLEN);
}

/* What eth_type_trans() gives, data being at the Ethernet header. */
static __be16 frame_protocol(struct vsw_switch *sw, struct sk_buff *skb)
{
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;
	__be16 proto = eth->h_proto;

	if (likely(eth_proto_is_802_3(proto)))
		return proto;
	proto = eth_type_trans(skb, sw->dev);
	__skb_push(skb, ETH_HLEN);
	return proto;
}

/*
 * Take UDP and VXLAN headers off, and whatever was said of the packet that they
 * made: by its receiver's device, by conntrack and by firewall rules. The frame
 * inside is another one, and its way through here none of the host's business.
 */
static int pull_headers(struct vsw_switch *sw, struct sk_buff *skb)
{
	const void *outer = skb->data;

	__skb_pull(skb, VSW_VXLAN_HLEN);
	/* Receivers' checksums begin after the Ethernet header. */
	skb_postpull_rcsum(skb, outer, VSW_VXLAN_HLEN + ETH_HLEN);
	skb_clear_hash_if_not_l4(skb);
	__vlan_hwaccel_clear_tag(skb);
	skb_set_queue_mapping(skb, 0);
	skb_scrub_packet(skb, true);

	skb->dev = sw->dev;
	skb->protocol = frame_protocol(sw, skb);
	skb_reset_mac_header(skb);
	skb->mac_len = ETH_HLEN;
	skb_set_network_header(skb, ETH_HLEN);
	reset_transport_header(skb);
	return iptunnel_pull_offloads(skb);
}

/*
 * Make the packet the frame that it carries. Returns the reason not to go on,
 * negative if there is none.
 */
static int decapsulate(struct vsw_switch *sw, const struct vsw_vtep *vtep,
		       struct sk_buff *skb)
{
	u8 tos = outer_tos(vtep, skb);

	if (!pskb_may_pull(skb, VSW_VXLAN_HLEN + ETH_HLEN))
		return VSW_DROP_RUNT;
	if (pull_headers(sw, skb))
		return VSW_DROP_NO_MEMORY;

	/* No port of ours says that these may come from afar. */
	if (is_link_local_ether_addr(skb->data))
		return VSW_DROP_RESERVED_GROUP;
	if (skb->protocol == htons(ETH_P_8021Q))
		return VSW_DROP_VLAN_NESTED;
	if (!pskb_may_pull(skb, ETH_HLEN + vsw_inner_hlen(skb->protocol)))
		return VSW_DROP_MALFORMED;
	if (!ecn_decapsulate(tos, skb))
		return VSW_DROP_VXLAN_ECN;
	return -1;
}

/*
 * The peer that a frame is from; may be %NULL where the vtep's policy is so. In
 * a network that it is not a member of a peer is no better than a stranger.
 */
static bool check_peer(const struct vsw_vtep *vtep,
		       const struct vsw_network *network,
		       struct vsw_peer **peer)
{
	if (*peer && unlikely(!vsw_peer_is_member(*peer, network)))
		*peer = NULL;
	return *peer ||
	       READ_ONCE(vtep->params.unknown_peer) == VSW_UNKNOWN_PEER_ACCEPT;
}

void vsw_vxlan_input(struct vsw_vtep *vtep, struct vsw_peer *peer,
		     struct sk_buff *skb)
{
	const struct vsw_vxlan_hdr *hdr;
	struct vsw_path path = {
		.sw = vtep->sw,
		.stats = &vtep->stats,
	};
	int reason;
	u32 vni;

	reason = VSW_DROP_VXLAN_HEADER;
	if (unlikely(!pskb_may_pull(skb, VSW_VXLAN_HLEN)))
		goto drop;
	reason = VSW_DROP_VXLAN_FLAGS;
	hdr = (const void *)(udp_hdr(skb) + 1);
	if (unlikely(!vsw_vxlan_parse(hdr, &vni)))
		goto drop;
	reason = VSW_DROP_VXLAN_VNI;
	path.network = vsw_vni_lookup(path.sw, vni);
	if (unlikely(!path.network))
		goto drop;
	reason = VSW_DROP_VXLAN_PEER;
	if (unlikely(!check_peer(vtep, path.network, &peer)))
		goto drop;
	reason = decapsulate(path.sw, vtep, skb);
	if (unlikely(reason >= 0))
		goto drop;

	vsw_stats_rx(&vtep->stats, skb->len);
	path.from = peer ? &peer->target : &vtep->stranger;
	path.learn = peer && READ_ONCE(vtep->params.learning);
	vsw_input_network(&path, skb);
	return;
drop:
	vsw_drop(skb, reason, path.stats, path.network);
}

int vsw_vxlan_rcv(struct sock *sk, struct sk_buff *skb)
{
	struct vsw_vtep *vtep = rcu_dereference_sk_user_data(sk);
	struct in6_addr address;

	/* The socket is about to be closed. */
	if (unlikely(!vtep)) {
		kfree_skb(skb);
		return 0;
	}
	outer_source(vtep, skb, &address);
	vsw_vxlan_input(vtep, vsw_peer_lookup(vtep, &address), skb);
	return 0;
}

/*
 * ICMP errors about packets that we sent: let the route learn from them. One
 * that quotes no network of ours is somebody's guess.
 */
int vsw_vxlan_err_lookup(struct sock *sk, struct sk_buff *skb)
{
	struct vsw_vtep *vtep = rcu_dereference_sk_user_data(sk);
	const struct vsw_vxlan_hdr *hdr;
	u32 vni;

	if (!pskb_may_pull(skb, skb_transport_offset(skb) + VSW_VXLAN_HLEN))
		return -EINVAL;
	hdr = (const void *)(udp_hdr(skb) + 1);
	if (!vsw_vxlan_parse(hdr, &vni))
		return -EINVAL;
	return vtep && vsw_vni_lookup(vtep->sw, vni) ? 0 : -ENOENT;
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
	u16 outer = skb->network_header;
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
	gro_tunnel_received(skb, outer);
	flush = false;
out:
	skb_gro_flush_final(skb, pp, flush);
	return pp;
}

int vsw_vxlan_gro_complete(struct sock *sk, struct sk_buff *skb, int nhoff)
{
	nhoff += sizeof(struct vsw_vxlan_hdr);
	gro_tunnel_completes(skb, nhoff);
	return eth_gro_complete(skb, nhoff);
}
