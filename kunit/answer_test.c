// SPDX-License-Identifier: GPL-2.0
/*
 * Answers: which frames ask for something, case by case; what the answers are,
 * byte by byte; and answers to anything, read again by the parser, with a checksum
 * that is added up by hand.
 */
#include <kunit/test.h>
#include <linux/if_arp.h>
#include <linux/prandom.h>
#include <linux/unaligned.h>
#include <net/ipv6.h>

#include "kmod/answer.h"
#include "kmod/fdb.h"
#include "key.h"

#define ROUNDS	1000

#define V6		ETH_P_IPV6
#define ARP		ETH_P_ARP
#define RARP		ETH_P_RARP
#define NS		(135 << 8)
#define GROUP		"ff02::1:ff00:9"

/**
 * struct ask_case - a frame and whether it is a question
 * @name:	what it is
 * @proto:	ethertype
 * @src:	as in struct vsw_key, as are the others
 * @dst:	of ARP the address that is asked for
 * @what:	ARP operation; ICMPv6 type and code
 * @target:	of neighbour discovery, %NULL for none
 * @asks:	it is
 * @lla:	last byte of the link-layer address, 0 for none; the frame is from 1
 * @hops:	hop limit less 255
 * @flags:	%VSW_KEY_*, but for LLA
 * @l4:		protocol less ICMPv6
 */
struct ask_case {
	const char *name;
	u16 proto;
	const char *src;
	const char *dst;
	u16 what;
	const char *target;
	bool asks;
	u8 lla;
	s8 hops;
	u8 flags;
	s8 l4;
};

static const struct ask_case ask_cases[] = {
	{ "ARP request", ARP, "10.0.0.1", "10.0.0.9", 1, NULL, true, 1 },
	{ "ARP probe", ARP, "0.0.0.0", "10.0.0.9", 1, NULL, true, 1 },
	{ "ARP announcement", ARP, "10.0.0.9", "10.0.0.9", 1, NULL, false, 1 },
	{ "ARP request for another MAC", ARP, "10.0.0.1", "10.0.0.9", 1, NULL,
	  false, 2 },
	{ "ARP reply", ARP, "10.0.0.1", "10.0.0.9", 2, NULL, false, 1 },
	{ "ARP operation 0", ARP, "10.0.0.1", "10.0.0.9", 0, NULL, false, 1 },
	{ "RARP request", RARP, "10.0.0.1", "10.0.0.9", 3, NULL, false, 1 },
	{ "RARP with the operation of ARP", RARP, "10.0.0.1", "10.0.0.9", 1,
	  NULL, false, 1 },
	{ "solicitation", V6, "fd00::1", GROUP, NS, "fd00::9", true, 1 },
	{ "solicitation without option", V6, "fd00::1", GROUP, NS, "fd00::9",
	  true },
	{ "solicitation of a link-local address", V6, "fe80::1", GROUP, NS,
	  "fe80::9", true, 1 },
	{ "solicitation to one", V6, "fd00::1", "fd00::9", NS, "fd00::9",
	  true },
	{ "solicitation for another MAC", V6, "fd00::1", GROUP, NS, "fd00::9",
	  false, 2 },
	{ "solicitation from afar", V6, "fd00::1", GROUP, NS, "fd00::9", false,
	  1, -1 },
	{ "solicitation with a code", V6, "fd00::1", GROUP, NS | 1, "fd00::9",
	  false, 1 },
	{ "solicitation from a group", V6, "ff02::1", GROUP, NS, "fd00::9",
	  false, 1 },
	{ "solicitation of a group", V6, "fd00::1", GROUP, NS, "ff02::1", false,
	  1 },
	{ "solicitation of oneself", V6, "fd00::9", GROUP, NS, "fd00::9", false,
	  1 },
	{ "solicitation of an IPv4 address", V6, "fd00::1", GROUP, NS,
	  "::ffff:10.0.0.9", false, 1 },
	{ "duplicate address detection", V6, "::", GROUP, NS, "fd00::9", true },
	{ "duplicate address detection with option", V6, "::", GROUP, NS,
	  "fd00::9", false, 1 },
	{ "duplicate address detection to all", V6, "::", "ff02::1", NS,
	  "fd00::9", false },
	{ "advertisement", V6, "fd00::9", "ff02::1", 136 << 8, "fd00::9", false,
	  1 },
	{ "router solicitation", V6, "fd00::1", "ff02::2", 133 << 8, NULL,
	  false, 1 },
	{ "type 135 in a later fragment", V6, "fd00::1", GROUP, NS, "fd00::9",
	  false, .flags = VSW_KEY_FRAGMENT | VSW_KEY_LATER },
	{ "type 135 of another protocol", V6, "fd00::1", GROUP, NS, "fd00::9",
	  false, .l4 = -1 },
	{ "port 34560 of IPv4", ETH_P_IP, "10.0.0.1", "10.0.0.9", NS, NULL,
	  false },
	{ "another ethertype", 0x88b5, "::", "::", 0, NULL, false },
};

KUNIT_ARRAY_PARAM_DESC(ask, ask_cases, name);

static void frame_asks_or_does_not(struct kunit *test)
{
	const struct ask_case *c = test->param_value;
	struct ethhdr eth = { .h_source = { 2, 0, 0, 0, 0, 1 } };
	struct ipv6hdr ip = { .hop_limit = 255 + c->hops };
	struct vsw_question question = {};
	struct vsw_key key = {
		.proto = htons(c->proto),
		.dport = c->what,
		.flags = c->flags,
		.l4 = c->proto == V6 ? IPPROTO_ICMPV6 + c->l4 : 0,
	};

	KUNIT_ASSERT_TRUE(test, key_fill(&key, c->src, c->dst, c->target,
					 c->lla));
	KUNIT_EXPECT_EQ(test, c->asks,
			vsw_question_read(&eth, (u8 *)&ip, &key, &question));
	if (!c->asks)
		return;
	KUNIT_EXPECT_EQ(test, question.mac, vsw_fdb_mac(eth.h_source));
	KUNIT_EXPECT_EQ(test, question.arp, c->proto == ARP);
	KUNIT_EXPECT_MEMEQ(test, &question.asker, &key.src, sizeof(key.src));
	KUNIT_EXPECT_MEMEQ(test, &question.target,
			   question.arp ? &key.dst : &key.target,
			   sizeof(key.dst));
}

/* --- bytes ---------------------------------------------------------------- */

static void expect_bytes(struct kunit *test, const char *target,
			 const char *asker, bool router, const u8 *want,
			 unsigned int len)
{
	struct vsw_question question = {
		.mac = mac(1),
		.arp = !strchr(target, ':'),
	};
	u8 buf[2 + VSW_ANSWER_MAX] __aligned(4) = {}, *frame = buf + 2;

	KUNIT_ASSERT_TRUE(test, to_ipv6(target, &question.target));
	KUNIT_ASSERT_TRUE(test, to_ipv6(asker, &question.asker));
	KUNIT_EXPECT_EQ(test, len, vsw_answer_build(&question, mac(9), router,
						    frame));
	KUNIT_EXPECT_MEMEQ(test, frame, want, len);
}

static void arp_reply_is_to_the_byte(struct kunit *test)
{
	static const u8 want[] = {
		0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00,
		0x00, 0x00, 0x00, 0x09, 0x08, 0x06, 0x00, 0x01,
		0x08, 0x00, 0x06, 0x04, 0x00, 0x02, 0x02, 0x00,
		0x00, 0x00, 0x00, 0x09, 0x0a, 0x00, 0x00, 0x09,
		0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x0a, 0x00,
		0x00, 0x01,
	};

	expect_bytes(test, "10.0.0.9", "10.0.0.1", false, want, sizeof(want));
}

static void advertisement_is_to_the_byte(struct kunit *test)
{
	static const u8 want[] = {
		0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00,
		0x00, 0x00, 0x00, 0x09, 0x86, 0xdd, 0x60, 0x00,
		0x00, 0x00, 0x00, 0x20, 0x3a, 0xff, 0xfd, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x09, 0xfd, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x88, 0x00,
		0x3c, 0x81, 0x40, 0x00, 0x00, 0x00, 0xfd, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x09, 0x02, 0x01,
		0x02, 0x00, 0x00, 0x00, 0x00, 0x09,
	};

	expect_bytes(test, "fd00::9", "fd00::5", false, want, sizeof(want));
}

/* Of a router, to one that is about to take its address. */
static void advertisement_to_all_is_to_the_byte(struct kunit *test)
{
	static const u8 want[] = {
		0x33, 0x33, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00,
		0x00, 0x00, 0x00, 0x09, 0x86, 0xdd, 0x60, 0x00,
		0x00, 0x00, 0x00, 0x20, 0x3a, 0xff, 0xfe, 0x80,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x09, 0xff, 0x02,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x88, 0x00,
		0xf7, 0x82, 0x80, 0x00, 0x00, 0x00, 0xfe, 0x80,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x09, 0x02, 0x01,
		0x02, 0x00, 0x00, 0x00, 0x00, 0x09,
	};

	expect_bytes(test, "fe80::9", "::", true, want, sizeof(want));
}

/* --- anything ------------------------------------------------------------- */

/* The ones' complement sum (RFC 1071) of bytes, of even length. */
static u32 sum(const u8 *bytes, unsigned int len)
{
	u32 s = 0;

	for (; len; bytes += 2, len -= 2)
		s += get_unaligned_be16(bytes);
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return s;
}

/* RFC 8200 section 8.1: the pseudo-header adds addresses, length and protocol. */
static u32 packet_sum(const u8 *packet)
{
	u16 len = get_unaligned_be16(packet + 4);
	u32 s = sum(packet + 8, 32 + len) + len + IPPROTO_ICMPV6;

	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return s;
}

static void check_answer(struct kunit *test, const struct vsw_question *question,
			 u64 owner, const u8 *frame, unsigned int len)
{
	const struct ethhdr *eth = (const struct ethhdr *)frame;
	bool to_all = !question->arp && ipv6_addr_any(&question->asker);
	struct vsw_key key;

	KUNIT_ASSERT_EQ(test, 0, vsw_parse(frame + ETH_HLEN, len - ETH_HLEN,
					   len - ETH_HLEN, eth->h_proto, &key));
	KUNIT_EXPECT_EQ(test, owner, vsw_fdb_mac(eth->h_source));
	KUNIT_EXPECT_TRUE(test, key.flags & VSW_KEY_LLA);
	KUNIT_EXPECT_MEMEQ(test, key.lla, eth->h_source, ETH_ALEN);
	KUNIT_EXPECT_MEMEQ(test, &key.src, &question->target, sizeof(key.src));
	if (!to_all) {
		KUNIT_EXPECT_EQ(test, question->mac, vsw_fdb_mac(eth->h_dest));
		KUNIT_EXPECT_MEMEQ(test, &key.dst, &question->asker,
				   sizeof(key.dst));
	}
	if (question->arp) {
		KUNIT_EXPECT_EQ(test, ARPOP_REPLY, key.dport);
		return;
	}
	KUNIT_EXPECT_EQ(test, 136 << 8, key.dport);
	KUNIT_EXPECT_MEMEQ(test, &key.target, &question->target,
			   sizeof(key.target));
	KUNIT_EXPECT_EQ(test, 0xffff, packet_sum(frame + ETH_HLEN));
}

static void answers_can_be_read(struct kunit *test)
{
	u8 buf[2 + VSW_ANSWER_MAX] __aligned(4), *frame = buf + 2;
	struct vsw_question question;
	struct rnd_state rnd;
	unsigned int len;
	u64 owner;
	int i;

	prandom_seed_state(&rnd, 1);
	for (i = 0; i < ROUNDS; i++) {
		prandom_bytes_state(&rnd, &question, sizeof(question));
		prandom_bytes_state(&rnd, &owner, sizeof(owner));
		question.arp = i % 3 == 0;
		question.mac &= GENMASK_ULL(47, 0);
		owner &= GENMASK_ULL(47, 0);
		if (question.arp) {
			ipv6_addr_set_v4mapped(question.target.s6_addr32[3],
					       &question.target);
			ipv6_addr_set_v4mapped(question.asker.s6_addr32[3],
					       &question.asker);
		} else if (i % 3 == 1) {
			memset(&question.asker, 0, sizeof(question.asker));
		}
		memset(buf, 0, sizeof(buf));
		len = vsw_answer_build(&question, owner, i & 1, frame);
		check_answer(test, &question, owner, frame, len);
	}
}

static struct kunit_case answer_test_cases[] = {
	KUNIT_CASE_PARAM(frame_asks_or_does_not, ask_gen_params),
	KUNIT_CASE(arp_reply_is_to_the_byte),
	KUNIT_CASE(advertisement_is_to_the_byte),
	KUNIT_CASE(advertisement_to_all_is_to_the_byte),
	KUNIT_CASE(answers_can_be_read),
	{}
};

static struct kunit_suite answer_test_suite = {
	.name = "vsw_answer",
	.test_cases = answer_test_cases,
};

kunit_test_suite(answer_test_suite);
