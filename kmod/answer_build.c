// SPDX-License-Identifier: GPL-2.0
/*
 * What a frame asks, and the bytes of the answer. Pure: unit tests run it as it
 * is.
 */
#include "answer.h"

#include <linux/etherdevice.h>
#include <linux/icmpv6.h>
#include <linux/if_arp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/string.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "fdb.h"

static_assert(ETH_HLEN + sizeof(struct ipv6hdr) + sizeof(struct nd_msg) + 2 +
	      ETH_ALEN == VSW_ANSWER_MAX);
static_assert(sizeof(struct ipv6hdr) == VSW_QUESTION_HLEN);

/*
 * Who asks for its own address tells it: that is an announcement (RFC 5227
 * section 3), which moves the address elsewhere if need be.
 */
static bool read_arp(const struct vsw_key *key, struct vsw_question *question)
{
	if (key->dport != ARPOP_REQUEST ||
	    ipv6_addr_equal(&key->src, &key->dst))
		return false;
	question->target = key->dst;
	question->asker = key->src;
	return true;
}

/*
 * RFC 4861 section 7.1.1. What looks like IPv4 is told apart here: it means
 * something else to who looks the address up.
 */
static bool read_solicitation(const u8 *packet, const struct vsw_key *key,
			      struct vsw_question *question)
{
	const struct ipv6hdr *ip = (const struct ipv6hdr *)packet;

	if (!vsw_key_is_nd(key) ||
	    key->dport != NDISC_NEIGHBOUR_SOLICITATION << 8 ||
	    ip->hop_limit != 255)
		return false;
	if (ipv6_addr_is_multicast(&key->src) ||
	    ipv6_addr_is_multicast(&key->target) ||
	    ipv6_addr_v4mapped(&key->target) ||
	    ipv6_addr_equal(&key->src, &key->target))
		return false;
	if (ipv6_addr_any(&key->src) &&
	    (key->flags & VSW_KEY_LLA ||
	     !ipv6_addr_is_solict_mult(&key->dst)))
		return false;
	question->target = key->target;
	question->asker = key->src;
	return true;
}

bool vsw_question_read(const struct ethhdr *eth, const u8 *packet,
		       const struct vsw_key *key,
		       struct vsw_question *question)
{
	/* One that speaks for somebody else. */
	if (key->flags & VSW_KEY_LLA && !ether_addr_equal(eth->h_source,
							  key->lla))
		return false;
	question->mac = vsw_fdb_mac(eth->h_source);
	question->arp = key->proto == htons(ETH_P_ARP);
	switch (key->proto) {
	case htons(ETH_P_ARP):
		return read_arp(key, question);
	case htons(ETH_P_IPV6):
		return read_solicitation(packet, key, question);
	default:
		return false;
	}
}

static u8 *put(u8 *at, const void *data, unsigned int len)
{
	memcpy(at, data, len);
	return at + len;
}

/* RFC 826: both pairs of addresses change places. */
static unsigned int build_arp(const struct vsw_question *question, u8 *frame)
{
	const struct ethhdr *eth = (const struct ethhdr *)frame;
	struct arphdr *arp = (struct arphdr *)(frame + ETH_HLEN);
	u8 *at = (u8 *)(arp + 1);

	arp->ar_hrd = htons(ARPHRD_ETHER);
	arp->ar_pro = htons(ETH_P_IP);
	arp->ar_hln = ETH_ALEN;
	arp->ar_pln = sizeof(__be32);
	arp->ar_op = htons(ARPOP_REPLY);
	at = put(at, eth->h_source, ETH_ALEN);
	at = put(at, &question->target.s6_addr32[3], sizeof(__be32));
	at = put(at, eth->h_dest, ETH_ALEN);
	at = put(at, &question->asker.s6_addr32[3], sizeof(__be32));
	return at - frame;
}

/* All nodes, for one that has no address yet (RFC 4861 section 7.2.4). */
static void address_to_all(struct ethhdr *eth, struct ipv6hdr *ip)
{
	ipv6_addr_set(&ip->daddr, htonl(0xff020000), 0, 0, htonl(1));
	ipv6_eth_mc_map(&ip->daddr, eth->h_dest);
}

/*
 * RFC 4861 section 7.2.4. It is a proxy that speaks, so the answer does not
 * override what the owner itself has said.
 */
static unsigned int build_advertisement(const struct vsw_question *question,
					bool router, u8 *frame)
{
	struct ethhdr *eth = (struct ethhdr *)frame;
	struct ipv6hdr *ip = (struct ipv6hdr *)(frame + ETH_HLEN);
	struct nd_msg *na = (struct nd_msg *)(ip + 1);
	const unsigned int len = sizeof(*na) + 2 + ETH_ALEN;
	bool all = ipv6_addr_any(&question->asker);

	na->icmph.icmp6_type = NDISC_NEIGHBOUR_ADVERTISEMENT;
	na->icmph.icmp6_router = router;
	na->icmph.icmp6_solicited = !all;
	na->target = question->target;
	na->opt[0] = ND_OPT_TARGET_LL_ADDR;
	na->opt[1] = 1;
	memcpy(na->opt + 2, eth->h_source, ETH_ALEN);

	ip6_flow_hdr(ip, 0, 0);
	ip->payload_len = htons(len);
	ip->nexthdr = IPPROTO_ICMPV6;
	ip->hop_limit = 255;
	ip->saddr = question->target;
	ip->daddr = question->asker;
	if (all)
		address_to_all(eth, ip);
	na->icmph.icmp6_cksum = csum_ipv6_magic(&ip->saddr, &ip->daddr, len,
						IPPROTO_ICMPV6,
						csum_partial(na, len, 0));
	return ETH_HLEN + sizeof(*ip) + len;
}

unsigned int vsw_answer_build(const struct vsw_question *question, u64 mac,
			      bool router, u8 *frame)
{
	struct ethhdr *eth = (struct ethhdr *)frame;

	vsw_fdb_key_mac(question->mac, eth->h_dest);
	vsw_fdb_key_mac(mac, eth->h_source);
	eth->h_proto = question->arp ? htons(ETH_P_ARP) : htons(ETH_P_IPV6);
	return question->arp ? build_arp(question, frame) :
			       build_advertisement(question, router, frame);
}
