// SPDX-License-Identifier: GPL-2.0
/* What the outer header takes from the inner one. */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/unaligned.h>

#include "kmod/inner.h"

static const struct ethhdr eth = {
	.h_dest = { 2, 0, 0, 0, 0, 2 },
	.h_source = { 2, 0, 0, 0, 0, 1 },
};

/* IPv4 from 198.51.100.1 to .2, and IPv6 from 2001:db8::1 to ::2; both with UDP. */
#define LEN4	28
#define LEN6	48
#define DF	0x4000
#define MF	0x2000

static void fill_udp(u8 *data, u16 source)
{
	put_unaligned_be16(source, data);
	put_unaligned_be16(2000, data + 2);
	put_unaligned_be16(8, data + 4);
}

static void fill4(u8 *data, u8 tos, u16 fragment, u8 ttl, u8 proto, u16 source)
{
	static const u8 addresses[] = { 198, 51, 100, 1, 198, 51, 100, 2 };

	memset(data, 0, LEN4);
	data[0] = 0x45;
	data[1] = tos;
	data[3] = LEN4;
	put_unaligned_be16(fragment, data + 6);
	data[8] = ttl;
	data[9] = proto;
	memcpy(data + 12, addresses, sizeof(addresses));
	fill_udp(data + 20, source);
}

static void fill6(u8 *data, u8 class, u8 hops, u8 next, u16 source)
{
	static const u8 prefix[] = { 0x20, 0x01, 0x0d, 0xb8 };

	memset(data, 0, LEN6);
	data[0] = 0x60 | class >> 4;
	data[1] = class << 4;
	data[5] = LEN6 - 40;
	data[6] = next;
	data[7] = hops;
	memcpy(data + 8, prefix, sizeof(prefix));
	data[23] = 1;
	memcpy(data + 24, prefix, sizeof(prefix));
	data[39] = 2;
	fill_udp(data + 40, source);
}

struct field_case {
	const char *name;
	u16 proto;
	u8 len;
	u8 tos;
	u8 ttl;
	bool df;
};

static const struct field_case field_cases[] = {
	{ "IPv4", ETH_P_IP, LEN4, 0xb9, 7, false },
	{ "IPv4, don't fragment", ETH_P_IP, LEN4, 0, 64, true },
	{ "IPv6", ETH_P_IPV6, LEN6, 0xb9, 7, true },
	{ "ARP", ETH_P_ARP, 28, 0, 0, false },
	{ "LLC", ETH_P_802_2, 3, 0, 0, false },
	{ "nothing", 0x88b5, 0, 0, 0, false },
};

static void fill_case(u8 *data, const struct field_case *c)
{
	switch (c->proto) {
	case ETH_P_IP:
		fill4(data, c->tos, c->df ? DF : 0, c->ttl, IPPROTO_UDP, 1000);
		break;
	case ETH_P_IPV6:
		fill6(data, c->tos, c->ttl, IPPROTO_UDP, 1000);
		break;
	default:
		memset(data, 0x42, c->len);
		break;
	}
}

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
	struct vsw_inner inner;
	u8 data[LEN6];

	fill_case(data, c);
	inner = parse(test, c->proto, data, c->len);
	KUNIT_EXPECT_EQ(test, inner.tos, c->tos);
	KUNIT_EXPECT_EQ(test, inner.ttl, c->ttl);
	KUNIT_EXPECT_EQ(test, inner.df, c->df);
}

/* From the least that there is to be, byte by byte; KASAN sees what is read. */
static void packets_may_end_anywhere(struct kunit *test)
{
	const struct field_case *c = test->param_value;
	unsigned int len = vsw_inner_hlen(htons(c->proto));
	u8 data[LEN6];

	fill_case(data, c);
	for (; len <= c->len; len++)
		KUNIT_EXPECT_EQ(test, parse(test, c->proto, data, len).ttl,
				c->ttl);
}

/* The header says it is longer than the packet is. */
static void options_may_be_missing(struct kunit *test)
{
	unsigned int ihl;
	u8 data[LEN4];

	fill4(data, 0, 0, 64, IPPROTO_UDP, 1000);
	for (ihl = 0; ihl < 16; ihl++) {
		data[0] = 0x40 | ihl;
		KUNIT_EXPECT_EQ(test, parse(test, ETH_P_IP, data,
					    sizeof(data)).ttl, 64);
	}
}

static u32 hash4(struct kunit *test, u16 fragment, u8 proto, u16 port)
{
	u8 data[LEN4];

	fill4(data, 0, fragment, 64, proto, port);
	return parse(test, ETH_P_IP, data, sizeof(data)).hash;
}

static u32 hash6(struct kunit *test, u8 next, u16 port)
{
	u8 data[LEN6];

	fill6(data, 0, 64, next, port);
	return parse(test, ETH_P_IPV6, data, sizeof(data)).hash;
}

static void flows_differ_in_their_ports(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, hash4(test, 0, IPPROTO_TCP, 1),
			hash4(test, DF, IPPROTO_TCP, 1));
	KUNIT_EXPECT_NE(test, hash4(test, 0, IPPROTO_TCP, 1),
			hash4(test, 0, IPPROTO_TCP, 2));
	KUNIT_EXPECT_NE(test, hash4(test, 0, IPPROTO_TCP, 1),
			hash4(test, 0, IPPROTO_UDP, 1));
	KUNIT_EXPECT_NE(test, hash6(test, IPPROTO_TCP, 1),
			hash6(test, IPPROTO_TCP, 2));
	/* What is behind other headers is not a port. */
	KUNIT_EXPECT_EQ(test, hash4(test, 0, IPPROTO_ICMP, 1),
			hash4(test, 0, IPPROTO_ICMP, 2));
	KUNIT_EXPECT_EQ(test, hash6(test, IPPROTO_FRAGMENT, 1),
			hash6(test, IPPROTO_FRAGMENT, 2));
}

static void fragments_of_a_packet_are_one_flow(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, hash4(test, MF, IPPROTO_UDP, 1),
			hash4(test, 185, IPPROTO_UDP, 0x5a5a));
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
		inner.hash = hash4(test, 0, IPPROTO_UDP, i);
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
