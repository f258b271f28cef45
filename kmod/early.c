// SPDX-License-Identifier: GPL-2.0
#include "early.h"

#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/ip_fib.h>
#include <net/udp.h>
#include <net/xfrm.h>

#include "peer.h"
#include "route.h"
#include "switch.h"
#include "vtep.h"
#include "vxlan.h"

#ifdef CONFIG_NETFILTER
/* A UDP packet for the vtep, in one piece. IP input has checked the IP header. */
static bool is_ours(const struct vsw_vtep *vtep, struct sk_buff *skb)
{
	const struct iphdr *ip = ip_hdr(skb);
	const struct udphdr *udp;

	if (ip->daddr != vtep->local.s6_addr32[3] ||
	    ip->protocol != IPPROTO_UDP || ip->ihl != 5 || ip_is_fragment(ip))
		return false;
	if (!pskb_may_pull(skb, sizeof(*ip) + VSW_VXLAN_HLEN))
		return false;
	udp = udp_hdr(skb);
	return udp->dest == vtep->port &&
	       ntohs(udp->len) == skb->len - sizeof(*ip) &&
	       (!udp->check || skb_csum_unnecessary(skb));
}

/*
 * The host would give it to the vtep's socket. One that another layer knows
 * something about, such as a bridge whose packets go through these hooks as
 * well, or IPsec, is not for us to judge.
 */
static bool host_agrees(const struct vsw_vtep *vtep, struct sk_buff *skb,
			const struct net *net)
{
	return skb->pkt_type == PACKET_HOST && !skb_has_extensions(skb) &&
	       !rcu_access_pointer(net->nf.hooks_ipv4[NF_INET_LOCAL_IN]) &&
	       !fib4_has_custom_rules(net) &&
	       xfrm4_policy_check(vtep->sock->sk, XFRM_POLICY_IN, skb);
}

/* The peer that it is from, if that is where our frames to the peer go. */
static struct vsw_peer *find_peer(struct vsw_vtep *vtep,
				  const struct sk_buff *skb)
{
	const struct vsw_route *route;
	struct in6_addr address;
	struct vsw_peer *peer;

	ipv6_addr_set_v4mapped(ip_hdr(skb)->saddr, &address);
	peer = vsw_peer_lookup(vtep, &address);
	if (!peer)
		return NULL;
	route = vsw_route_get_rcu(peer);
	return route && route->direct && route->dst->dev == skb->dev ? peer :
								       NULL;
}

/* To where UDP gives packets to tunnels, with what it says of the checksum. */
static void pull_ip(struct sk_buff *skb)
{
	const struct udphdr *udp = udp_hdr(skb);

	__skb_pull(skb, sizeof(struct iphdr));
	skb->csum_valid = 1;
	__skb_decr_checksum_unnecessary(skb);
	if (udp->check)
		skb_checksum_try_convert(skb, IPPROTO_UDP, inet_compute_pseudo);
}

static unsigned int demux(void *priv, struct sk_buff *skb,
			  const struct nf_hook_state *state)
{
	struct vsw_vtep *vtep = priv;
	struct vsw_peer *peer;

	if (!is_ours(vtep, skb) || !host_agrees(vtep, skb, state->net))
		return NF_ACCEPT;
	peer = find_peer(vtep, skb);
	if (!peer)
		return NF_ACCEPT;
	pull_ip(skb);
	vsw_vxlan_input(vtep, peer, skb);
	return NF_STOLEN;
}

int vsw_early_set(struct vsw_vtep *vtep, bool on)
{
	struct net *net = vtep->sw->vn->net;
	int err;

	vsw_assert_config(vtep->sw->vn);

	if (on == !!vtep->early.hook)
		return 0;
	if (!on) {
		nf_unregister_net_hook(net, &vtep->early);
		vtep->early.hook = NULL;
		return 0;
	}
	vtep->early = (struct nf_hook_ops){
		.hook = demux,
		.priv = vtep,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP_PRI_LAST,
	};
	err = nf_register_net_hook(net, &vtep->early);
	if (err)
		vtep->early.hook = NULL;
	return err;
}
#else
int vsw_early_set(struct vsw_vtep *vtep, bool on)
{
	return on ? -EOPNOTSUPP : 0;
}
#endif
