// SPDX-License-Identifier: GPL-2.0
#include "route.h"

#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ipv6_stubs.h>
#include <net/l3mdev.h>
#include <net/route.h>

#include "internal.h"
#include "peer.h"
#include "switch.h"
#include "vtep.h"

/* The part of the TOS that may choose a route: what all frames share. */
static u8 route_tos(const struct vsw_vtep *vtep)
{
	return READ_ONCE(vtep->params.tos_inherit) ? 0 :
	       READ_ONCE(vtep->params.tos);
}

static int lookup4(struct vsw_route *route, const struct vsw_peer *peer)
{
	const struct vsw_vtep *vtep = peer->vtep;
	struct iphdr *ip = &route->head4.ip;
	struct flowi4 fl4 = {
		.flowi4_proto = IPPROTO_UDP,
		.flowi4_tos = route_tos(vtep) & INET_DSCP_MASK,
		.daddr = peer->address.s6_addr32[3],
		.saddr = vtep->local.s6_addr32[3],
		.fl4_dport = vtep->port,
	};
	struct rtable *rt;

	rt = ip_route_output_key(vtep->sw->vn->net, &fl4);
	if (IS_ERR(rt))
		return PTR_ERR(rt);
	route->dst = &rt->dst;
	route->direct = rt->rt_type == RTN_UNICAST &&
			rt->dst.output == ip_output;
	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->protocol = IPPROTO_UDP;
	ip->saddr = fl4.saddr;
	ip->daddr = fl4.daddr;
	route->head4.udp.dest = vtep->port;
	route->sum4 = vsw_route_sum4(ip);
	return 0;
}

static int lookup6(struct vsw_route *route, const struct vsw_peer *peer)
{
	const struct vsw_vtep *vtep = peer->vtep;
	struct ipv6hdr *ip = &route->head6.ip;
	struct net *net = vtep->sw->vn->net;
	struct flowi6 fl6 = {
		.flowi6_proto = IPPROTO_UDP,
		.flowlabel = ip6_make_flowinfo(route_tos(vtep), 0),
		.daddr = peer->address,
		.saddr = vtep->local,
		.fl6_dport = vtep->port,
	};
	struct dst_entry *dst;

	/* The lookup does not care whether the host has the address; IPv4's does. */
	if (!ipv6_chk_addr(net, &vtep->local, NULL, 0))
		return -EADDRNOTAVAIL;
	dst = ipv6_stub->ipv6_dst_lookup_flow(net, vtep->sock->sk, &fl6, NULL);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	route->dst = dst;
	route->cookie = rt6_get_cookie((struct rt6_info *)dst);
	route->direct = dst->output == ip6_output;
	ip->version = 6;
	ip->nexthdr = IPPROTO_UDP;
	ip->saddr = fl6.saddr;
	ip->daddr = fl6.daddr;
	route->head6.udp.dest = vtep->port;
	return 0;
}

/* Whether a netdevice takes packets with an Ethernet header in front. */
static bool is_ether(const struct net_device *dev)
{
	return dev->type == ARPHRD_ETHER && dev->header_ops &&
	       dev->header_ops->cache && !(dev->flags & IFF_LOOPBACK) &&
	       !netif_is_l3_master(dev) && !netif_is_l3_slave(dev);
}

static struct vsw_route *route_make(const struct vsw_peer *peer)
{
	const struct vsw_vtep *vtep = peer->vtep;
	struct vsw_route *route;
	struct dst_entry *dst;

	route = kzalloc(sizeof(*route), GFP_ATOMIC | __GFP_NOWARN);
	if (!route)
		return NULL;
	/* Before the settings: those of a later generation do no harm. */
	route->generation = smp_load_acquire(&vtep->generation);
	route->ipv4 = vtep->ipv4;
	route->csum = READ_ONCE(vtep->params.csum);
	if (vtep->ipv4 ? lookup4(route, peer) : lookup6(route, peer)) {
		kfree(route);
		return NULL;
	}
	dst = route->dst;
	route->headroom = vsw_route_hlen(route) + LL_RESERVED_SPACE(dst->dev) +
			  dst->header_len;
	route->internal = vsw_internal_is(dst->dev);
	if (route->ipv4 && READ_ONCE(vtep->params.df) != VSW_DF_SET)
		route->idents = alloc_percpu_gfp(struct vsw_ident, GFP_ATOMIC |
						 __GFP_NOWARN);
	if (!is_ether(dst->dev) || dst->lwtstate || dst_xfrm(dst))
		route->direct = false;
	return route;
}

static void route_free_rcu(struct rcu_head *rcu)
{
	struct vsw_route *route = container_of(rcu, struct vsw_route, rcu);

	dst_release(route->dst);
	free_percpu(route->idents);
	kfree(route);
}

const struct vsw_route *vsw_route_renew(struct vsw_peer *peer)
{
	struct vsw_route *new = route_make(peer), *old;

	if (!new)
		return NULL;
	old = unrcu_pointer(xchg(&peer->route, RCU_INITIALIZER(new)));
	if (old)
		call_rcu(&old->rcu, route_free_rcu);
	return new;
}

void vsw_route_free(struct vsw_peer *peer)
{
	struct vsw_route *route = rcu_dereference_protected(peer->route, true);

	if (route)
		route_free_rcu(&route->rcu);
}
