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
#include <net/dst.h>

#include "vxlan.h"

struct vsw_peer;

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
 * @direct:	there is nothing between IP and @dst's netdevice but netfilter,
 *		and it is an Ethernet: headers can be put on in one go
 * @internal:	the netdevice is a switch's own, so this may be a loop
 * @csum:	UDP checksums are to be made
 * @ipv4:	which of @head4 and @head6 there is
 * @head4:	headers of frames; all but lengths, checksums, ports, VNI and what
 *		an inner header decides
 * @head6:	the same for IPv6
 * @rcu:	for freeing
 */
struct vsw_route {
	struct dst_entry *dst;
	u32 cookie;
	u32 generation;
	u16 headroom;
	bool direct;
	bool internal;
	bool csum;
	bool ipv4;
	union {
		struct vsw_head4 head4;
		struct vsw_head6 head6;
	};
	struct rcu_head rcu;
};

/**
 * vsw_route_get_rcu() - the way to a peer
 *
 * Context: bottom halves disabled, RCU read side.
 * Return: the route, or %NULL if there is none.
 */
const struct vsw_route *vsw_route_get_rcu(struct vsw_peer *peer);

/* Free a peer's route. Context: no readers any more. */
void vsw_route_free(struct vsw_peer *peer);

/* Outer headers before the inner Ethernet header, bytes. */
static inline unsigned int vsw_route_hlen(const struct vsw_route *route)
{
	return route->ipv4 ? sizeof(struct vsw_head4) :
			     sizeof(struct vsw_head6);
}

#endif /* _VSW_ROUTE_H */
