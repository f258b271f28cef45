/* SPDX-License-Identifier: GPL-2.0 */
/* What a tunnel's outer header takes from the frame inside. */
#ifndef _VSW_INNER_H
#define _VSW_INNER_H

#include <linux/etherdevice.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/unaligned.h>
#include <net/dsfield.h>
#include <net/ip.h>

/**
 * struct vsw_inner - what is of interest in a frame
 * @hash:	of its flow: the same for all its packets, in all bits
 * @tos:	TOS or traffic class; 0 if it is not IP
 * @ttl:	TTL or hop limit; 0 if it is not IP
 * @df:		it must not be fragmented
 */
struct vsw_inner {
	u32 hash;
	u8 tos;
	u8 ttl;
	bool df;
};

/* Bytes of a network header that vsw_inner_parse() has to see. */
static inline unsigned int vsw_inner_hlen(__be16 proto)
{
	switch (proto) {
	case htons(ETH_P_IP):
		return sizeof(struct iphdr);
	case htons(ETH_P_IPV6):
		return sizeof(struct ipv6hdr);
	default:
		return 0;
	}
}

static inline u64 vsw_inner_mix(u64 a, u64 b)
{
	a = (a ^ b) * 0x9e3779b97f4a7c15ULL;
	return a ^ a >> 32;
}

/* Ports, of protocols that begin with them; 0 if they are out of sight. */
static inline u32 vsw_inner_ports(u8 proto, const void *data, unsigned int len)
{
	switch (proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_SCTP:
	case IPPROTO_UDPLITE:
		return len >= 4 ? get_unaligned((const u32 *)data) : 0;
	default:
		return 0;
	}
}

static inline u64 vsw_inner_parse4(const struct iphdr *ip, unsigned int len,
				   struct vsw_inner *inner)
{
	unsigned int hlen = ip->ihl * 4;
	u32 ports = 0;

	inner->tos = ip->tos;
	inner->ttl = ip->ttl;
	inner->df = ip->frag_off & htons(IP_DF);
	/* Fragments belong to the flow, and only the first one has ports. */
	if (!ip_is_fragment(ip) && len > hlen)
		ports = vsw_inner_ports(ip->protocol, (const u8 *)ip + hlen,
					len - hlen);
	return vsw_inner_mix(get_unaligned((const u64 *)&ip->saddr),
			     (u64)ports << 8 | ip->protocol);
}

static inline u64 vsw_inner_parse6(const struct ipv6hdr *ip, unsigned int len,
				   struct vsw_inner *inner)
{
	const u64 *address = (const u64 *)&ip->saddr;
	u32 ports;
	u64 hash;

	inner->tos = ipv6_get_dsfield(ip);
	inner->ttl = ip->hop_limit;
	inner->df = true;
	ports = vsw_inner_ports(ip->nexthdr, ip + 1, len - sizeof(*ip));
	hash = vsw_inner_mix(get_unaligned(&address[0]),
			     get_unaligned(&address[2]));
	hash = vsw_inner_mix(hash, get_unaligned(&address[1]));
	hash = vsw_inner_mix(hash, get_unaligned(&address[3]));
	return vsw_inner_mix(hash, (u64)ports << 8 | ip->nexthdr);
}

/**
 * vsw_inner_parse() - look into a frame
 * @eth:	its Ethernet header
 * @proto:	its protocol, tags left out
 * @data:	its network header
 * @len:	bytes from there on; at least vsw_inner_hlen()
 * @inner:	where to put what is found
 */
static inline void vsw_inner_parse(const struct ethhdr *eth, __be16 proto,
				   const void *data, unsigned int len,
				   struct vsw_inner *inner)
{
	u64 hash;

	switch (proto) {
	case htons(ETH_P_IP):
		hash = vsw_inner_parse4(data, len, inner);
		break;
	case htons(ETH_P_IPV6):
		hash = vsw_inner_parse6(data, len, inner);
		break;
	default:
		*inner = (struct vsw_inner){};
		/* Both addresses: 12 bytes. */
		hash = vsw_inner_mix(get_unaligned((const u64 *)eth->h_dest),
				     get_unaligned((const u32 *)(eth->h_source + 2)));
		break;
	}
	inner->hash = vsw_inner_mix(hash, 0) >> 32;
}

/**
 * vsw_inner_sport() - UDP source port of a flow
 *
 * RFC 7348 section 5: from the dynamic range, 49152 to 65535, for the sake of
 * the underlay's load balancing.
 */
static inline __be16 vsw_inner_sport(const struct vsw_inner *inner)
{
	return htons(0xc000 | inner->hash >> 18);
}

#endif /* _VSW_INNER_H */
