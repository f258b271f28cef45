/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What policy looks at in a frame: parsed once, and only where a policy is.
 *
 * The parser takes plain bytes and nothing else, so that unit tests and fuzzers
 * drive it. It is strict where leniency would let a frame mean one thing here
 * and another thing to its receiver: a header that is cut off, a chain of
 * extension headers that is too long to be meant, or a first fragment that
 * leaves the transport header to a later one (RFC 7112, RFC 1858), is malformed.
 */
#ifndef _VSW_PARSE_H
#define _VSW_PARSE_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/if_ether.h>
#include <linux/in6.h>
#include <linux/types.h>

/* Extension headers of a frame, at the most. */
#define VSW_PARSE_EXTENSIONS	8

/* Options of a neighbour discovery message, at the most. */
#define VSW_PARSE_ND_OPTIONS	16

/* Bytes of a network header and what follows that are looked at. */
#define VSW_PARSE_MAX		512

/* In vsw_key::flags */
#define VSW_KEY_FRAGMENT	BIT(0)	/* of a datagram, the first or a later */
#define VSW_KEY_LATER		BIT(1)	/* a later one: there are no ports */
#define VSW_KEY_LLA		BIT(2)	/* @lla is there */

/**
 * struct vsw_key - what policy looks at in a frame
 * @src:	source address, IPv4-mapped for IPv4; ARP: sender's
 * @dst:	destination address; ARP: target's
 * @target:	neighbour discovery: target address
 * @fragment:	fragments, which those are not: identification, the same for all of
 *		a datagram between the two addresses (IPv4: and of a protocol)
 * @proto:	ETH_P_IP, ETH_P_IPV6, ETH_P_ARP or ETH_P_RARP; others are left
 *		zero but for this
 * @sport:	source port, 0 for protocols without
 * @dport:	destination port; ICMP: type in the upper byte, code in the
 *		lower; ARP: operation. All in host byte order
 * @offset:	where the transport header is, in bytes from the network header
 * @l4:		IPPROTO_*, behind the extension headers
 * @flags:	%VSW_KEY_*
 * @lla:	ARP: sender's MAC address; neighbour discovery: the link-layer
 *		address that the message advertises
 */
struct vsw_key {
	struct in6_addr src;
	struct in6_addr dst;
	union {
		struct in6_addr target;
		u32 fragment;
	};
	__be16 proto;
	u16 sport;
	u16 dport;
	u16 offset;
	u8 l4;
	u8 flags;
	u8 lla[ETH_ALEN];
};

static_assert(sizeof(struct vsw_key) == 64);

/**
 * vsw_parse() - read a frame into a key
 * @data:	network header
 * @linear:	bytes that can be read there
 * @len:	bytes of the frame from there on; not less than @linear
 * @proto:	its ethertype
 * @key:	where to put what is found; undefined unless 0 is returned
 *
 * Return: 0; -EINVAL for a malformed frame; or how many bytes must be readable
 * to go on, more than @linear and not more than @len or %VSW_PARSE_MAX.
 */
int vsw_parse(const u8 *data, unsigned int linear, unsigned int len,
	      __be16 proto, struct vsw_key *key);

/**
 * vsw_key_outlasts() - whether a frame stays what was read when its checksum is written
 * @key:	what was found in the frame
 * @place:	where two bytes of checksum are to be written, in bytes from the network
 *		header; any number
 *
 * Whoever sends a frame through a tap chooses the place, and what is written there, by
 * what is behind. The device that does it, or the host for it, comes after policy.
 *
 * Return: true if that is the transport header's checksum, or behind all that is read.
 */
bool vsw_key_outlasts(const struct vsw_key *key, int place);

struct sk_buff;

/**
 * vsw_parse_frame() - read a frame into a key
 * @skb:	frame, data at the Ethernet header, which is pulled
 * @key:	as above
 *
 * Pulls the headers that it reads into the linear part: pages that the sender
 * shares with the host could change after they were looked at. So could what a
 * checksum is still to be written to, or what is cut into fragments on the way out;
 * such frames are malformed.
 *
 * Context: any.
 * Return: 0, -EINVAL or -ENOMEM.
 */
int vsw_parse_frame(struct sk_buff *skb, struct vsw_key *key);

/* Neighbour discovery as far as RFC 4861 goes: RS, RA, NS, NA, redirect. */
static inline bool vsw_key_is_nd(const struct vsw_key *key)
{
	u8 type = key->dport >> 8;

	return key->proto == htons(ETH_P_IPV6) && key->l4 == IPPROTO_ICMPV6 &&
	       !(key->flags & VSW_KEY_LATER) && type >= 133 && type <= 137;
}

#endif /* _VSW_PARSE_H */
