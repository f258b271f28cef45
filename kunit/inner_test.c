// SPDX-License-Identifier: GPL-2.0
/* What the outer header takes from the inner one. */
#include <kunit/test.h>
#include <linux/slab.h>

#include "kmod/inner.h"

static const struct ethhdr eth = {
	.h_dest = { 2, 0, 0, 0, 0, 2 },
	.h_source = { 2, 0, 0, 0, 0, 1 },
};

/* 198.51.100.1 to .2, UDP 1000 to 2000. */
#define IP4(tos, flags, fragment, ttl, proto, ...)			\
	{ 0x45, tos, 0, 32, 0, 1, (flags) << 5 | (fragment) >> 8,	\
	  (fragment) & 0xff, ttl, proto, 0, 0, 198, 51, 100, 1,		\
	  198, 51, 100, 2, ## __VA_ARGS__ }
#define PORTS(source)	(source) >> 8, (source) & 0xff, 0x07, 0xd0, 0, 12, 0, 0
#define DF		2
#define MF		1

/* 2001:db8::1 to ::2 */
#define IP6(tc, hops, next, ...)					\
	{ 0x60 | (tc) >> 4, ((tc) & 0xf) << 4, 0, 0, 0, 12, next, hops,	\
	  0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,	\
	  0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,	\
	  ## __VA_ARGS__ }

struct field_case {
	const char *name;
	u16 proto;
	u8 len;
	u8 tos;
	u8 ttl;
	bool df;
	u8 data[64];
};

static const struct field_case field_cases[] = {
	{ "IPv4", ETH_P_IP, 28, 0xb9, 7, false,
	  IP4(0xb9, 0, 0, 7, IPPROTO_UDP, PORTS(1000)) },
	{ "IPv4, don't fragment", ETH_P_IP, 28, 0, 64, true,
	  IP4(0, DF, 0, 64, IPPROTO_UDP, PORTS(1000)) },
	{ "IPv6", ETH_P_IPV6, 48, 0xb9, 7, true,
	  IP6(0xb9, 7, IPPROTO_UDP, PORTS(1000)) },
	{ "ARP", ETH_P_ARP, 28, 0, 0, false, { 0, 1, 8, 0, 6, 4, 0, 1 } },
	{ "LLC", ETH_P_802_2, 3, 0, 0, false, { 0x42, 0x42, 3 } },
	{ "nothing", 0x88b5, 0, 0, 0, false, { } },
};

KUNIT_ARRAY_PARAM_DESC(field, field_cases, name);

/* As much as @len of a packet, in memory that ends there. */
static struct vsw_inner parse(struct kunit *test, u16 proto, const u8 *data,
			      unsigned int len)
{
	void *copy = kunit_kmalloc(test, max(len, 1U), GFP_KERNEL);
	struct vsw_inner inner;

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, data, len);
	memset(&inner, 0xa5, sizeof(inner));
	vsw_inner_parse(&eth, htons(proto), copy, len, &inner);
	kunit_kfree(test, copy);
	return inner;
}

static void fields_are_those_of_the_inner_header(struct kunit *test)
{
	const struct field_case *c = test->param_value;
	struct vsw_inner inner = parse(test, c->proto, c->data, c->len);

	KUNIT_EXPECT_EQ(test, inner.tos, c->tos);
	KUNIT_EXPECT_EQ(test, inner.ttl, c->ttl);
	KUNIT_EXPECT_EQ(test, inner.df, c->df);
}

/* From the least that there is to be, byte by byte; KASAN sees what is read. */
static void packets_may_end_anywhere(struct kunit *test)
{
	const struct field_case *c = test->param_value;
	unsigned int len = vsw_inner_hlen(htons(c->proto));

	for (; len <= c->len; len++)
		KUNIT_EXPECT_EQ(test, parse(test, c->proto, c->data, len).ttl,
				c->ttl);
}

/* The header says it is longer than the packet is. */
static void options_may_be_missing(struct kunit *test)
{
	u8 data[] = IP4(0, 0, 0, 64, IPPROTO_UDP, PORTS(1000));
	unsigned int ihl;

	for (ihl = 0; ihl < 16; ihl++) {
		data[0] = 0x40 | ihl;
		KUNIT_EXPECT_EQ(test, parse(test, ETH_P_IP, data,
					    sizeof(data)).ttl, 64);
	}
}

static u32 hash4(struct kunit *test, u8 flags, u16 fragment, u8 proto, u16 port)
{
	const u8 data[] = IP4(0, flags, fragment, 64, proto, PORTS(port));

	return parse(test, ETH_P_IP, data, sizeof(data)).hash;
}

static u32 hash6(struct kunit *test, u8 next, u16 port)
{
	const u8 data[] = IP6(0, 64, next, PORTS(port));

	return parse(test, ETH_P_IPV6, data, sizeof(data)).hash;
}

static void flows_differ_in_their_ports(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, hash4(test, 0, 0, IPPROTO_TCP, 1),
			hash4(test, DF, 0, IPPROTO_TCP, 1));
	KUNIT_EXPECT_NE(test, hash4(test, 0, 0, IPPROTO_TCP, 1),
			hash4(test, 0, 0, IPPROTO_TCP, 2));
	KUNIT_EXPECT_NE(test, hash4(test, 0, 0, IPPROTO_TCP, 1),
			hash4(test, 0, 0, IPPROTO_UDP, 1));
	KUNIT_EXPECT_NE(test, hash6(test, IPPROTO_TCP, 1),
			hash6(test, IPPROTO_TCP, 2));
	/* What is behind other headers is not a port. */
	KUNIT_EXPECT_EQ(test, hash4(test, 0, 0, IPPROTO_ICMP, 1),
			hash4(test, 0, 0, IPPROTO_ICMP, 2));
	KUNIT_EXPECT_EQ(test, hash6(test, IPPROTO_FRAGMENT, 1),
			hash6(test, IPPROTO_FRAGMENT, 2));
}

static void fragments_of_a_packet_are_one_flow(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, hash4(test, MF, 0, IPPROTO_UDP, 1),
			hash4(test, 0, 185, IPPROTO_UDP, 0x5a5a));
}

/* RFC 7348 section 5; that 6 pairs of 64 flows meet is next to impossible. */
static void source_ports_are_dynamic_ones_and_many(struct kunit *test)
{
	unsigned long *seen = kunit_kzalloc(test, 65536 / 8, GFP_KERNEL);
	struct vsw_inner inner;
	u16 port;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	for (i = 0; i < 64; i++) {
		inner.hash = hash4(test, 0, 0, IPPROTO_UDP, i);
		port = ntohs(vsw_inner_sport(&inner));
		KUNIT_EXPECT_GE(test, port, 49152);
		__set_bit(port, seen);
	}
	KUNIT_EXPECT_GT(test, bitmap_weight(seen, 65536), 58);
}

static struct kunit_case inner_cases[] = {
	KUNIT_CASE_PARAM(fields_are_those_of_the_inner_header, field_gen_params),
	KUNIT_CASE_PARAM(packets_may_end_anywhere, field_gen_params),
	KUNIT_CASE(options_may_be_missing),
	KUNIT_CASE(flows_differ_in_their_ports),
	KUNIT_CASE(fragments_of_a_packet_are_one_flow),
	KUNIT_CASE(source_ports_are_dynamic_ones_and_many),
	{}
};

static struct kunit_suite inner_suite = {
	.name = "vsw_inner",
	.test_cases = inner_cases,
};

kunit_test_suite(inner_suite);
