/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The way to a peer through the underlay, and the outer headers that all frames
 * on it have in common.
 *
 * DOC: Routes
 *
 * A peer has one route at a time, which its frames only read. It is looked up by
 * the first frame that finds none or one that is not valid any more: because the
 * host's routes have changed, or the vtep's settings. Whoever is first does not
 * matter, the last one stays. A route is freed a grace period after it has been
 * replaced, and so is its reference on the dst: frames take none.
 */
#ifndef _VSW_ROUTE_H
#define _VSW_ROUTE_H

#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/rcupdate.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/dst.h>
#include <net/route.h>

#include "ident.h"
#include "peer.h"
#include "vtep.h"
#include "vxlan.h"

struct vsw_head4 {
	struct iphdr ip;
	struct udphdr udp;
	struct vsw_vxlan_hdr vxlan;
};

struct vsw_head6 {
	struct ipv6hdr ip;
	struct udphdr udp;
	struct vsw_vxlan_hdr vxlan;
};

/**
 * struct vsw_route - a way to a peer; constant
 * @dst:	the kernel's route, referenced
 * @cookie:	for dst_check()
 * @generation:	of the vtep's settings that it was made with
 * @headroom:	bytes that a frame needs in front of it
 * @idents:	identifications for packets without DF; %NULL if there are none,
 *		or no memory was left for this
 * @direct:	there is nothing between IP and @dst's netdevice but netfilter,
 *		and it is an Ethernet: headers can be put on in one go
 * @internal:	the netdevice is a switch's own, so this may be a loop
 * @csum:	UDP checksums are to be made
 * @ipv4:	which of @head4 and @head6 there is
 * @head4:	headers of frames; all but lengths, checksums, ports, VNI and what
 *		an inner header decides
 * @head6:	the same for IPv6
 * @sum4:	vsw_route_sum4() of @head4
 * @rcu:	for freeing
 */
struct vsw_route {
	struct dst_entry *dst;
	u32 cookie;
	u32 generation;
	struct vsw_ident __percpu *idents;
	u16 headroom;
	bool direct;
	bool internal;
	bool csum;
	bool ipv4;
	union {
		struct vsw_head4 head4;
		struct vsw_head6 head6;
	};
	u32 sum4;
	struct rcu_head rcu;
};

/*
 * dst_check(), with what it comes to for IPv4 in place: such a dst is of its
 * namespace's present generation of routes, or has been given up.
 */
static inline bool vsw_route_dst_is_valid(const struct vsw_route *route)
{
	const struct rtable *rt;

	if (unlikely(!route->ipv4))
		return dst_check(route->dst, route->cookie);
	rt = container_of(route->dst, struct rtable, dst);
	return READ_ONCE(rt->dst.obsolete) == DST_OBSOLETE_FORCE_CHK &&
	       rt->rt_genid == rt_genid_ipv4(dev_net(rt->dst.dev));
}

/* Look a route up, and let it replace the peer's. As below. */
const struct vsw_route *vsw_route_renew(struct vsw_peer *peer);

/**
 * vsw_route_get_rcu() - the way to a peer
 *
 * Context: bottom halves disabled, RCU read side.
 * Return: the route, or %NULL if there is none.
 */
static inline const struct vsw_route *vsw_route_get_rcu(struct vsw_peer *peer)
{
	const struct vsw_route *route = rcu_dereference(peer->route);

	if (likely(route &&
		   route->generation == READ_ONCE(peer->vtep->generation) &&
		   vsw_route_dst_is_valid(route)))
		return route;
	return vsw_route_renew(peer);
}

/* Free a peer's route. Context: no readers any more. */
void vsw_route_free(struct vsw_peer *peer);

/* What all headers made from a template have in common, for the below. */
static inline u32 vsw_route_sum4(const struct iphdr *template)
{
	return (__force u16)~ip_fast_csum(template, template->ihl);
}

/**
 * vsw_route_check4() - checksum of a header made from a template
 * @sum:	vsw_route_sum4() of the template, where what follows is 0
 * @ip:		header: length, identification, fragment, TOS and TTL filled in
 *
 * RFC 1071, of five words in place of ten.
 */
static inline __sum16 vsw_route_check4(u32 sum, const struct iphdr *ip)
{
	sum += (__force u16)ip->tot_len;
	sum += (__force u16)ip->id;
	sum += (__force u16)ip->frag_off;
	sum += (__force u16)htons(ip->tos);
	sum += (__force u16)htons(ip->ttl << 8);
	return csum_fold((__force __wsum)sum);
}

/* Outer headers before the inner Ethernet header, bytes. */
static inline unsigned int vsw_route_hlen(const struct vsw_route *route)
{
	return route->ipv4 ? sizeof(struct vsw_head4) :
			     sizeof(struct vsw_head6);
}

#endif /* _VSW_ROUTE_H */
