// SPDX-License-Identifier: GPL-2.0
#include "parse.h"

#include <linux/errno.h>
#include <linux/icmpv6.h>
#include <linux/if_arp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/sctp.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <linux/unaligned.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

/**
 * struct reader - bytes that are looked at
 * @data:	the first of them
 * @linear:	how many can be read
 * @end:	how many belong to the datagram
 */
struct reader {
	const u8 *data;
	unsigned int linear;
	unsigned int end;
};

/* Whether @n bytes at @off can be read. As vsw_parse() returns. */
static int want(const struct reader *r, unsigned int off, unsigned int n)
{
	if (off + n > r->end || off + n > VSW_PARSE_MAX)
		return -EINVAL;
	return off + n > r->linear ? off + n : 0;
}

static u16 read16(const struct reader *r, unsigned int off)
{
	return get_unaligned_be16(r->data + off);
}

static u32 read32(const struct reader *r, unsigned int off)
{
	return get_unaligned_be32(r->data + off);
}

static void read_ipv4(const struct reader *r, unsigned int off,
		      struct in6_addr *address)
{
	ipv6_addr_set_v4mapped(get_unaligned((const __be32 *)(r->data + off)),
			       address);
}

static void read_ipv6(const struct reader *r, unsigned int off,
		      struct in6_addr *address)
{
	memcpy(address, r->data + off, sizeof(*address));
}

/* The shortest header of a protocol that policy can tell apart by ports. */
static unsigned int transport_min(const struct vsw_key *key)
{
	switch (key->l4) {
	case IPPROTO_TCP:
		return sizeof(struct tcphdr);
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return sizeof(struct udphdr);
	case IPPROTO_SCTP:
		return sizeof(struct sctphdr);
	case IPPROTO_DCCP:
		return 12;	/* RFC 4340 section 5.1 */
	case IPPROTO_ICMP:
		return key->proto == htons(ETH_P_IP) ? 8 : 0;
	case IPPROTO_ICMPV6:
		return key->proto == htons(ETH_P_IPV6) ? 4 : 0;
	default:
		return 0;
	}
}

/* Where a transport header has its checksum, or -1. */
static int checksum_at(const struct vsw_key *key)
{
	switch (key->l4) {
	case IPPROTO_TCP:
		return offsetof(struct tcphdr, check);
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return offsetof(struct udphdr, check);
	case IPPROTO_SCTP:
		return offsetof(struct sctphdr, checksum);
	case IPPROTO_DCCP:
		return 6;	/* RFC 4340 section 5.1 */
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return offsetof(struct icmp6hdr, icmp6_cksum);
	default:
		return -1;
	}
}

bool vsw_key_outlasts(const struct vsw_key *key, int place)
{
	int at = checksum_at(key);

	if (key->proto == htons(ETH_P_ARP) || key->proto == htons(ETH_P_RARP))
		return false;
	if (key->proto != htons(ETH_P_IP) && key->proto != htons(ETH_P_IPV6))
		return place >= 0;
	/* Those are of whole datagrams. */
	if (key->flags & VSW_KEY_FRAGMENT)
		return false;
	place -= key->offset;
	if (at >= 0 && place == at)
		return true;
	/* An error quotes, and neighbour discovery goes on to the end. */
	if (key->l4 == IPPROTO_ICMP || key->l4 == IPPROTO_ICMPV6)
		return false;
	return place >= (int)transport_min(key);
}

/* Bytes in front of the options of a neighbour discovery message. */
static unsigned int nd_min(u8 type)
{
	switch (type) {
	case NDISC_ROUTER_SOLICITATION:
		return 8;
	case NDISC_ROUTER_ADVERTISEMENT:
		return 16;
	case NDISC_NEIGHBOUR_SOLICITATION:
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
		return 24;
	case NDISC_REDIRECT:
		return 40;
	default:
		return 0;
	}
}

/* Two link-layer addresses that differ say that somebody is to be fooled. */
static int take_lla(struct vsw_key *key, const u8 *address)
{
	if (key->flags & VSW_KEY_LLA && memcmp(key->lla, address, ETH_ALEN))
		return -EINVAL;
	memcpy(key->lla, address, ETH_ALEN);
	key->flags |= VSW_KEY_LLA;
	return 0;
}

static int parse_nd_option(const struct reader *r, struct vsw_key *key,
			   unsigned int off)
{
	u8 type = r->data[off];

	if (type != ND_OPT_SOURCE_LL_ADDR && type != ND_OPT_TARGET_LL_ADDR)
		return 0;
	return want(r, off, 2 + ETH_ALEN) ?: take_lla(key, r->data + off + 2);
}

/*
 * RFC 4861 section 4.6. All that follows up to the end of the datagram is
 * options, and one of length 0 makes a receiver drop the whole message.
 */
static int parse_nd_options(const struct reader *r, struct vsw_key *key,
			    unsigned int off)
{
	int i, err;

	for (i = 0; off < r->end; i++) {
		if (i == VSW_PARSE_ND_OPTIONS)
			return -EINVAL;
		err = want(r, off, 2);
		if (!err && !r->data[off + 1])
			err = -EINVAL;
		if (!err)
			err = parse_nd_option(r, key, off);
		if (err)
			return err;
		off += r->data[off + 1] * 8;
	}
	return off == r->end ? 0 : -EINVAL;
}

static int parse_nd(const struct reader *r, struct vsw_key *key)
{
	u8 type = key->dport >> 8;
	unsigned int min = nd_min(type);
	int err;

	if (!min)
		return 0;
	/* RFC 6980: these are not to be fragmented. */
	if (key->flags & VSW_KEY_FRAGMENT)
		return -EINVAL;
	err = want(r, key->offset, min);
	if (err)
		return err;
	if (type >= NDISC_NEIGHBOUR_SOLICITATION)
		read_ipv6(r, key->offset + 8, &key->target);
	return parse_nd_options(r, key, key->offset + min);
}

static int parse_transport(const struct reader *r, struct vsw_key *key)
{
	unsigned int off = key->offset, min = transport_min(key);
	int err;

	if (key->flags & VSW_KEY_LATER || !min)
		return 0;
	err = want(r, off, min);
	if (err)
		return err;
	if (key->l4 == IPPROTO_ICMP || key->l4 == IPPROTO_ICMPV6) {
		key->dport = read16(r, off);
		return key->l4 == IPPROTO_ICMPV6 ? parse_nd(r, key) : 0;
	}
	key->sport = read16(r, off);
	key->dport = read16(r, off + 2);
	return 0;
}

/*
 * A later fragment that begins where the transport header should be would
 * write over that (RFC 3128). @units is its offset in 8 bytes.
 */
static int check_fragment(struct vsw_key *key, u32 id, u16 units, bool more)
{
	if (!units && !more)
		return 0;
	key->flags |= VSW_KEY_FRAGMENT;
	key->fragment = id;
	if (!units)
		return 0;
	key->flags |= VSW_KEY_LATER;
	return units * 8 < transport_min(key) ? -EINVAL : 0;
}

/*
 * A length field that is 0 is that of a super-packet of more than 64 KiB, which
 * only a host can make (IPv6: RFC 2675, or without its option).
 */
static bool trim(struct reader *r, unsigned int hlen, unsigned int total,
		 bool none)
{
	if (none && r->end > U16_MAX)
		return true;
	if (none || total < hlen || total > r->end)
		return false;
	r->end = total;
	return true;
}

static int parse_ipv4(struct reader *r, struct vsw_key *key)
{
	int err = want(r, 0, sizeof(struct iphdr));
	u16 frag, id, total;

	if (err)
		return err;
	total = read16(r, offsetof(struct iphdr, tot_len));
	key->offset = (r->data[0] & 0x0f) * 4;
	if (r->data[0] >> 4 != 4 || key->offset < sizeof(struct iphdr) ||
	    !trim(r, key->offset, total, !total))
		return -EINVAL;
	err = want(r, 0, key->offset);
	if (err)
		return err;
	read_ipv4(r, offsetof(struct iphdr, saddr), &key->src);
	read_ipv4(r, offsetof(struct iphdr, daddr), &key->dst);
	key->l4 = r->data[offsetof(struct iphdr, protocol)];
	frag = read16(r, offsetof(struct iphdr, frag_off));
	id = read16(r, offsetof(struct iphdr, id));
	return check_fragment(key, id, frag & IP_OFFSET, frag & IP_MF) ?:
	       parse_transport(r, key);
}

/*
 * Length of an extension header that can be skipped; 0 for what is none. Mobility,
 * HIP and shim6 headers are where it ends, as receivers and nf_conntrack have it.
 */
static unsigned int extension_len(u8 type, const u8 *header)
{
	switch (type) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		return (header[1] + 1) * 8;
	case IPPROTO_AH:
		return (header[1] + 2) * 4;
	case IPPROTO_FRAGMENT:
		return 8;
	default:
		return 0;
	}
}

static bool is_extension(u8 type)
{
	static const u8 shortest[2];

	return extension_len(type, shortest);
}

/* RFC 8200 section 4.5. */
static int parse_fragment_header(const struct reader *r, struct vsw_key *key,
				 unsigned int off)
{
	u16 frag = read16(r, off + 2);

	key->l4 = r->data[off];
	return check_fragment(key, read32(r, off + 4), frag >> 3, frag & 1);
}

static int parse_extension(const struct reader *r, struct vsw_key *key)
{
	unsigned int off = key->offset, len;
	int err = want(r, off, 8);

	if (err)
		return err;
	len = extension_len(key->l4, r->data + off);
	err = want(r, off, len);
	if (err)
		return err;
	key->offset = off + len;
	if (key->l4 == IPPROTO_FRAGMENT)
		return parse_fragment_header(r, key, off);
	key->l4 = r->data[off];
	return 0;
}

/*
 * RFC 8200 section 4.1. Hop-by-hop options come first or not at all, and one
 * fragment header is enough. What follows that of a later fragment is the middle
 * of something, whatever the header calls it.
 */
static int parse_extensions(const struct reader *r, struct vsw_key *key)
{
	bool fragment = false;
	int i, err;

	for (i = 0; is_extension(key->l4) && !(key->flags & VSW_KEY_LATER); i++) {
		if (i == VSW_PARSE_EXTENSIONS ||
		    (i && key->l4 == IPPROTO_HOPOPTS) ||
		    (fragment && key->l4 == IPPROTO_FRAGMENT))
			return -EINVAL;
		fragment |= key->l4 == IPPROTO_FRAGMENT;
		err = parse_extension(r, key);
		if (err)
			return err;
	}
	return 0;
}

static int parse_ipv6(struct reader *r, struct vsw_key *key)
{
	const unsigned int hlen = sizeof(struct ipv6hdr);
	int err = want(r, 0, hlen);
	u16 payload;

	if (err)
		return err;
	payload = read16(r, offsetof(struct ipv6hdr, payload_len));
	key->l4 = r->data[offsetof(struct ipv6hdr, nexthdr)];
	key->offset = hlen;
	if (r->data[0] >> 4 != 6 ||
	    !trim(r, hlen, hlen + payload,
		  !payload && key->l4 != IPPROTO_NONE))
		return -EINVAL;
	read_ipv6(r, offsetof(struct ipv6hdr, saddr), &key->src);
	read_ipv6(r, offsetof(struct ipv6hdr, daddr), &key->dst);
	return parse_extensions(r, key) ?: parse_transport(r, key);
}

/* RFC 826, and RFC 903 of which it is the same; Ethernet and IPv4 only. */
static int parse_arp(const struct reader *r, struct vsw_key *key)
{
	const unsigned int sender = sizeof(struct arphdr);
	const unsigned int target = sender + ETH_ALEN + 4;
	int err = want(r, 0, target + ETH_ALEN + 4);

	if (err)
		return err;
	if (read16(r, offsetof(struct arphdr, ar_hrd)) != ARPHRD_ETHER ||
	    read16(r, offsetof(struct arphdr, ar_pro)) != ETH_P_IP ||
	    r->data[offsetof(struct arphdr, ar_hln)] != ETH_ALEN ||
	    r->data[offsetof(struct arphdr, ar_pln)] != 4)
		return -EINVAL;
	key->dport = read16(r, offsetof(struct arphdr, ar_op));
	read_ipv4(r, sender + ETH_ALEN, &key->src);
	read_ipv4(r, target + ETH_ALEN, &key->dst);
	return take_lla(key, r->data + sender);
}

int vsw_parse(const u8 *data, unsigned int linear, unsigned int len,
	      __be16 proto, struct vsw_key *key)
{
	struct reader r = { .data = data, .linear = linear, .end = len };

	memset(key, 0, sizeof(*key));
	key->proto = proto;
	switch (proto) {
	case htons(ETH_P_IP):
		return parse_ipv4(&r, key);
	case htons(ETH_P_IPV6):
		return parse_ipv6(&r, key);
	case htons(ETH_P_ARP):
	case htons(ETH_P_RARP):
		return parse_arp(&r, key);
	default:
		return 0;
	}
}
