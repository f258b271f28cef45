// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a packet into a tunnel: route, path MTU, outer header fields,
 * headers, and the underlay's netdevice.
 */
#include "encap.h"

#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <net/gso.h>
#include <net/inet_ecn.h>
#include <net/ip6_checksum.h>
#include <net/ip6_route.h>
#include <net/ip_tunnels.h>
#include <net/ndisc.h>
#include <net/neighbour.h>
#include <net/route.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include "attachment.h"
#include "drop.h"
#include "inner.h"
#include "internal.h"
#include "network.h"
#include "output.h"
#include "peer.h"
#include "port.h"
#include "route.h"
#include "switch.h"
#include "transmit.h"
#include "vtep.h"

/**
 * struct outer - what the outer header of one frame has of its own
 * @vni:	VNI
 * @sport:	UDP source port
 * @tos:	TOS or traffic class, ECN bits set from the inner header
 * @ttl:	TTL or hop limit
 * @df:		IPv4: don't fragment
 */
struct outer {
	u32 vni;
	__be16 sport;
	u8 tos;
	u8 ttl;
	bool df;
};

/*
 * The route leads back into the frame's own network: encapsulating would never
 * end. Another network of the switch is fine, it may be where the host has its
 * address; and longer ways round end at the limit of recursion.
 */
static bool route_loops(const struct vsw_network *network,
			const struct vsw_route *route)
{
	const struct vsw_attachment *att;
	const struct vsw_internal *internal;
	const struct vsw_port *port;

	if (likely(!route->internal) || !vsw_internal_is(route->dst->dev))
		return false;
	internal = netdev_priv(route->dst->dev);
	port = rcu_dereference(internal->port);
	att = port ? rcu_dereference(port->untagged) : NULL;
	return att && att->network == network;
}

/* Look into the frame, and set its network header. */
static bool look_inside(struct sk_buff *skb, struct vsw_inner *inner)
{
	__be16 proto = skb->protocol;
	int off = ETH_HLEN;

	if (unlikely(eth_type_vlan(proto))) {
		proto = __vlan_get_protocol(skb, proto, &off);
		if (!proto)
			return false;
	}
	if (!pskb_may_pull(skb, off + vsw_inner_hlen(proto)))
		return false;
	skb_set_network_header(skb, off);
	vsw_inner_parse((const struct ethhdr *)skb->data, proto,
			skb->data + off, skb_headlen(skb) - off, inner);
	return true;
}

static u8 route_ttl(const struct net *net, const struct vsw_route *route)
{
	if (unlikely(!route->ipv4))
		return ip6_dst_hoplimit(route->dst);
	return dst_metric_raw(route->dst, RTAX_HOPLIMIT) ?:
	       READ_ONCE(net->ipv4.sysctl_ip_default_ttl);
}

/* RFC 2983 (DSCP), RFC 6040 section 4.1 (ECN), RFC 7348 section 5. */
static void outer_fields(const struct net *net, const struct vsw_vtep *vtep,
			 const struct vsw_route *route,
			 const struct vsw_inner *inner, struct outer *outer)
{
	u8 tos = READ_ONCE(vtep->params.tos);

	outer->sport = vsw_inner_sport(inner);
	outer->ttl = READ_ONCE(vtep->params.ttl_inherit) ? inner->ttl : 0;
	if (!outer->ttl)
		outer->ttl = READ_ONCE(vtep->params.ttl);
	if (!outer->ttl)
		outer->ttl = route_ttl(net, route);

	/* Not ip_tunnel_ecn_encap(): that hides CE, as RFC 3168 had it. */
	if (READ_ONCE(vtep->params.tos_inherit))
		tos = inner->tos;
	outer->tos = (tos & ~INET_ECN_MASK) | (inner->tos & INET_ECN_MASK);

	switch (READ_ONCE(vtep->params.df)) {
	case VSW_DF_UNSET:
		outer->df = false;
		break;
	case VSW_DF_INHERIT:
		outer->df = inner->df;
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
 * dst_mtu(), without the calls where nothing is known of the path: it is then
 * what the netdevice takes.
 */
static unsigned int route_mtu(const struct vsw_route *route)
{
	const struct dst_entry *dst = route->dst;

	if (route->ipv4 && !dst->lwtstate && !ip_mtu_locked(dst) &&
	    !dst_metric_raw(dst, RTAX_MTU) &&
	    !container_of(dst, struct rtable, dst)->rt_pmtu)
		return min(READ_ONCE(dst->dev->mtu), IP_MAX_MTU);
	return dst_mtu(dst);
}

enum fit {
	FIT_WHOLE,	/* the packet fits the path */
	FIT_PIECES,	/* the underlay may fragment it */
	FIT_GONE,	/* neither: dropped */
};

/*
 * Handle a frame that may be larger than its path. Who can be told (ICMP, RFC
 * 1191; ICMPv6, RFC 8201) is told, in the name of the destination, as there is
 * no router here.
 */
static enum fit path_mtu(const struct vsw_path *path,
			 const struct vsw_vtep *vtep,
			 const struct vsw_route *route,
			 const struct outer *outer, struct sk_buff *skb,
			 bool flood)
{
	unsigned int overhead = vsw_route_hlen(route) + skb_network_offset(skb);
	unsigned int mtu = route_mtu(route);
	int ret = 0;

	if (likely(mtu >= overhead && path_fits(skb, mtu - overhead)))
		return FIT_WHOLE;

	if (!flood) {
		ret = skb_tunnel_check_pmtu(skb, route->dst, overhead, true);
		if (ret > 0) {
			vsw_drop_count(skb, VSW_DROP_PATH_MTU, &vtep->stats,
				       path->network);
			vsw_output_reply(path, skb);
			return FIT_GONE;
		}
	}
	/* An underlay that may fragment is trusted to. */
	if (!ret && route->ipv4 && !outer->df)
		return FIT_PIECES;
	vsw_drop(skb, VSW_DROP_PATH_MTU, &vtep->stats, path->network);
	return FIT_GONE;
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

/* Room, and the frame's offloads made those of a tunnel's payload. */
static int prepare(const struct vsw_route *route, struct sk_buff *skb)
{
	int err = skb_cow_head(skb, route->headroom);

	if (err)
		return err;
	if (likely(!skb_is_gso(skb) && skb->ip_summed != CHECKSUM_PARTIAL)) {
		skb->ip_summed = CHECKSUM_NONE;
		return 0;
	}
	err = iptunnel_handle_offloads(skb, route->csum ?
					    SKB_GSO_UDP_TUNNEL_CSUM :
					    SKB_GSO_UDP_TUNNEL);
	skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	return err;
}

static void push_udp(struct udphdr *udp, struct vsw_vxlan_hdr *vxlan,
		     const struct outer *outer, unsigned int len)
{
	udp->source = outer->sport;
	udp->len = htons(len);
	vsw_vxlan_build(vxlan, outer->vni);
}

/* RFC 6864. Segments of a super-packet count up from the first one's. */
static void select_ident(struct net *net, const struct vsw_route *route,
			 struct iphdr *ip, unsigned int segs)
{
	struct vsw_ident *ident;
	u32 now = jiffies;
	u16 id;
	u8 n;

	if (unlikely(!route->idents || segs > 1)) {
		__ip_select_ident(net, ip, segs ?: 1);
		return;
	}
	ident = this_cpu_ptr(route->idents);
	if (unlikely(!vsw_ident_use(ident, now, &id))) {
		n = vsw_ident_want(ident, now);
		__ip_select_ident(net, ip, n);
		vsw_ident_fill(ident, now, ntohs(ip->id), n);
		vsw_ident_use(ident, now, &id);
	}
	ip->id = htons(id);
}

static void push4(struct net *net, const struct vsw_route *route,
		  const struct outer *outer, struct sk_buff *skb)
{
	struct vsw_head4 *head = __skb_push(skb, sizeof(*head));
	struct iphdr *ip = &head->ip;
	unsigned int len = skb->len - sizeof(*ip);

	skb_reset_network_header(skb);
	skb_set_transport_header(skb, sizeof(*ip));
	*head = route->head4;
	push_udp(&head->udp, &head->vxlan, outer, len);
	if (route->csum)
		udp_set_csum(false, skb, ip->saddr, ip->daddr, len);
	ip->tos = outer->tos;
	ip->ttl = outer->ttl;
	/* A super-packet's segments get lengths of their own. */
	ip->tot_len = skb->len <= IP_MAX_MTU ? htons(skb->len) : 0;
	/* RFC 6864: what cannot be fragmented needs no identification. */
	if (outer->df)
		ip->frag_off = htons(IP_DF);
	else
		select_ident(net, route, ip, skb_shinfo(skb)->gso_segs);
	ip->check = vsw_route_check4(route->sum4, ip);
	skb->protocol = htons(ETH_P_IP);
}

static void push6(const struct vsw_route *route, const struct outer *outer,
		  struct sk_buff *skb)
{
	struct vsw_head6 *head = __skb_push(skb, sizeof(*head));
	struct ipv6hdr *ip = &head->ip;
	unsigned int len = skb->len - sizeof(*ip);

	skb_reset_network_header(skb);
	skb_set_transport_header(skb, sizeof(*ip));
	*head = route->head6;
	push_udp(&head->udp, &head->vxlan, outer, len);
	if (route->csum)
		udp6_set_csum(false, skb, &ip->saddr, &ip->daddr, len);
	ip6_flow_hdr(ip, outer->tos, 0);
	ip->hop_limit = outer->ttl;
	ip->payload_len = len <= IPV6_MAXPLEN ? htons(len) : 0;
	skb->protocol = htons(ETH_P_IPV6);
}

/* @is_other: its cached Ethernet header is for packets of the other IP. */
static struct neighbour *find_neighbour(const struct vsw_route *route,
					struct sk_buff *skb, bool *is_other)
{
	const struct in6_addr *gateway;

	*is_other = false;
	if (route->ipv4)
		return ip_neigh_for_gw(container_of(route->dst, struct rtable,
						    dst), skb, is_other);
	gateway = rt6_nexthop(container_of(route->dst, struct rt6_info, dst),
			      &ipv6_hdr(skb)->daddr);
	return ip_neigh_gw6(route->dst->dev, gateway);
}

/* neigh_hh_output() but for the last step. */
static void push_ether(const struct hh_cache *hh, struct sk_buff *skb)
{
	unsigned int seq;

	do {
		seq = read_seqbegin(&hh->hh_lock);
		memcpy(skb->data - HH_DATA_MOD, hh->hh_data, HH_DATA_MOD);
	} while (read_seqretry(&hh->hh_lock, seq));
	__skb_push(skb, ETH_HLEN);
}

/* To the underlay's netdevice. Returns whether that took it. */
static bool send_direct(const struct vsw_route *route, struct sk_buff *skb)
{
	struct neighbour *neigh;
	bool is_other;
	int rc;

	neigh = find_neighbour(route, skb, &is_other);
	if (IS_ERR(neigh)) {
		kfree_skb(skb);
		return false;
	}
	if (likely(!is_other && READ_ONCE(neigh->nud_state) & NUD_CONNECTED &&
		   READ_ONCE(neigh->hh.hh_len) == ETH_HLEN)) {
		push_ether(&neigh->hh, skb);
		return vsw_transmit(skb, neigh->dev);
	}
	skb->dev = neigh->dev;
	rc = neigh_output(neigh, skb, true);
	return !net_xmit_eval(rc);
}

/*
 * To the host's IP output, through the kernel's UDP tunnels. Not inlined: it has
 * addresses on the stack, which the way of most frames would pay for.
 */
static noinline void send_by_host(const struct vsw_vtep *vtep,
				  const struct vsw_route *route,
				  const struct outer *outer,
				  struct sk_buff *skb)
{
	struct dst_entry *dst = route->dst;
	struct sock *sk = vtep->sock->sk;
	struct in6_addr saddr, daddr;

	vsw_vxlan_build(__skb_push(skb, sizeof(struct vsw_vxlan_hdr)),
			outer->vni);
	/* The tunnel library counts on a device's counters, if there is one. */
	skb->dev = NULL;
	dst_hold(dst);
	if (route->ipv4) {
		udp_tunnel_xmit_skb(container_of(dst, struct rtable, dst), sk,
				    skb, route->head4.ip.saddr,
				    route->head4.ip.daddr, outer->tos,
				    outer->ttl, outer->df ? htons(IP_DF) : 0,
				    outer->sport, vtep->port, true,
				    !route->csum);
		return;
	}
	saddr = route->head6.ip.saddr;
	daddr = route->head6.ip.daddr;
	udp_tunnel6_xmit_skb(dst, sk, skb, NULL, &saddr, &daddr, outer->tos,
			     outer->ttl, 0, outer->sport, vtep->port,
			     !route->csum);
}

#ifdef CONFIG_NETFILTER
static bool has_mark(const struct sk_buff *skb)
{
#ifdef CONFIG_NETWORK_SECMARK
	return skb->secmark;
#else
	return false;
#endif
}

/*
 * AppArmor has a hook in every namespace of every Debian host, which looks at
 * packets with a security mark and at no others.
 */
static bool is_apparmor(const struct nf_hook_entries *entries)
{
	const struct nf_hook_ops *ops;

	if (entries->num_hook_entries != 1)
		return false;
	ops = nf_hook_entries_get_hook_ops(entries)[0];
	return ops->hook_ops_type == NF_HOOK_OP_UNDEFINED &&
	       ops->priority == NF_IP_PRI_SELINUX_FIRST;
}

/* Somebody wants to see what the host sends: nftables, conntrack, IPVS. */
static bool has_hooks(const struct net *net, const struct sk_buff *skb,
		      bool ipv4)
{
	struct nf_hook_entries __rcu * const *hooks = ipv4 ?
		net->nf.hooks_ipv4 : net->nf.hooks_ipv6;
	const struct nf_hook_entries *post;

	if (rcu_access_pointer(hooks[NF_INET_LOCAL_OUT]))
		return true;
	post = rcu_dereference(hooks[NF_INET_POST_ROUTING]);
	return post && (!is_apparmor(post) || has_mark(skb));
}
#else
static bool has_hooks(const struct net *net, const struct sk_buff *skb,
		      bool ipv4)
{
	return false;
}
#endif

static void output_one(const struct vsw_path *path, struct vsw_peer *peer,
		       u32 vni, struct sk_buff *skb, bool flood)
{
	struct net *net = path->sw->vn->net;
	struct vsw_vtep *vtep = peer->vtep;
	struct outer outer = { .vni = vni };
	const struct vsw_route *route;
	unsigned int len = skb->len;
	struct vsw_inner inner;
	enum vsw_drop reason;
	enum fit fit;

	skb_reset_mac_header(skb);
	reason = VSW_DROP_MALFORMED;
	if (unlikely(!look_inside(skb, &inner)))
		goto drop;
	reason = VSW_DROP_NO_ROUTE;
	route = vsw_route_get_rcu(peer);
	if (unlikely(!route))
		goto drop;
	reason = VSW_DROP_ROUTE_LOOP;
	if (unlikely(route_loops(path->network, route)))
		goto drop;

	outer_fields(net, vtep, route, &inner, &outer);
	fit = path_mtu(path, vtep, route, &outer, skb, flood);
	if (unlikely(fit == FIT_GONE))
		return;
	reason = VSW_DROP_NO_MEMORY;
	if (unlikely(prepare(route, skb)))
		goto drop;

	/* Marks, conntrack and times are not for the underlay to see. */
	skb_scrub_packet(skb, true);
	if (unlikely(fit != FIT_WHOLE || !route->direct ||
		     has_hooks(net, skb, route->ipv4))) {
		send_by_host(vtep, route, &outer, skb);
	} else {
		if (route->ipv4)
			push4(net, route, &outer, skb);
		else
			push6(route, &outer, skb);
		if (unlikely(!send_direct(route, skb))) {
			vsw_drop_count(NULL, VSW_DROP_TX_REFUSED, &vtep->stats,
				       path->network);
			return;
		}
	}
	vsw_stats_tx(&vtep->stats, len);
	vsw_stats_tx(&path->network->stats, len);
	return;
drop:
	vsw_drop(skb, reason, &vtep->stats, path->network);
}

/* A frame, or what flatten() made of one. */
static void output_list(const struct vsw_path *path, struct vsw_peer *peer,
			u32 vni, struct sk_buff *skb, bool flood)
{
	struct sk_buff *next;

	for (; skb; skb = next) {
		next = skb->next;
		skb_mark_not_on_list(skb);
		output_one(path, peer, vni, skb, flood);
	}
}

void vsw_encap_output(const struct vsw_path *path, struct vsw_peer *peer,
		      struct sk_buff *skb, bool flood)
{
	u32 vni = READ_ONCE(path->network->vni);
	struct vsw_vtep *vtep = peer->vtep;
	enum vsw_drop reason;

	reason = VSW_DROP_VXLAN_VNI;
	if (unlikely(!vni))
		goto drop;
	/* No port of ours on the other side says that these may go there. */
	reason = VSW_DROP_RESERVED_GROUP;
	if (unlikely(is_link_local_ether_addr(skb->data)))
		goto drop;
	reason = VSW_DROP_OVERSIZE;
	if (unlikely(!vsw_output_fits(skb, READ_ONCE(path->network->mtu))))
		goto drop;
	/*
	 * RFC 7348 section 6.1: no inner 802.1Q tag, which would lead who
	 * knows where on the other side. A service tag is payload.
	 */
	reason = VSW_DROP_VLAN_NESTED;
	if (unlikely(skb->protocol == htons(ETH_P_8021Q)) &&
	    !skb_vlan_tag_present(skb))
		goto drop;
	reason = VSW_DROP_RECURSION;
	if (unlikely(!vsw_path_enter()))
		goto drop;

	if (unlikely(skb_vlan_tag_present(skb)))
		skb = __vlan_hwaccel_push_inside(skb);
	if (skb && unlikely(skb->encapsulation))
		skb = flatten(skb);
	if (likely(skb))
		output_list(path, peer, vni, skb, flood);
	else
		vsw_drop_count(NULL, VSW_DROP_NO_MEMORY, &vtep->stats,
			       path->network);
	vsw_path_leave();
	return;
drop:
	vsw_drop(skb, reason, &vtep->stats, path->network);
}
