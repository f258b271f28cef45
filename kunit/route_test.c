// SPDX-License-Identifier: GPL-2.0
/* Checksums of outer headers, against the kernel's over the whole header. */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <net/ip.h>

#include "kmod/route.h"

#define ROUNDS	10000

static void template_fill(struct rnd_state *rnd, struct iphdr *ip)
{
	*ip = (struct iphdr){
		.version = 4,
		.ihl = 5,
		.protocol = IPPROTO_UDP,
		.saddr = (__force __be32)prandom_u32_state(rnd),
		.daddr = (__force __be32)prandom_u32_state(rnd),
	};
}

static void header_check(struct kunit *test, u32 sum, struct iphdr *ip)
{
	ip->check = 0;
	ip->check = vsw_route_check4(sum, ip);
	KUNIT_EXPECT_EQ(test, (__force u16)ip_fast_csum(ip, ip->ihl), 0);
}

static void checksum_is_that_of_the_header(struct kunit *test)
{
	struct rnd_state rnd;
	struct iphdr ip;
	u32 bits, sum;
	int i;

	prandom_seed_state(&rnd, 1);
	for (i = 0; i < ROUNDS; i++) {
		template_fill(&rnd, &ip);
		sum = vsw_route_sum4(&ip);
		bits = prandom_u32_state(&rnd);
		ip.tos = bits;
		ip.ttl = bits >> 8;
		ip.tot_len = htons(bits >> 16);
		bits = prandom_u32_state(&rnd);
		ip.id = htons(bits);
		ip.frag_off = bits >> 31 ? htons(IP_DF) : 0;
		header_check(test, sum, &ip);
	}
}

/* Where all carries come together, and where there are none. */
static void checksum_of_extremes(struct kunit *test)
{
	struct iphdr ip = { .version = 4, .ihl = 5, .protocol = IPPROTO_UDP };

	header_check(test, vsw_route_sum4(&ip), &ip);
	ip.check = 0;
	ip.saddr = htonl(INADDR_BROADCAST);
	ip.daddr = htonl(INADDR_BROADCAST);
	header_check(test, vsw_route_sum4(&ip), &ip);
}

static void checksum_with_all_bits_set(struct kunit *test)
{
	struct iphdr ip = { .version = 4, .ihl = 5, .protocol = IPPROTO_UDP };
	u32 sum;

	ip.saddr = htonl(INADDR_BROADCAST);
	ip.daddr = htonl(INADDR_BROADCAST);
	sum = vsw_route_sum4(&ip);
	ip.tos = 0xff;
	ip.ttl = 0xff;
	ip.tot_len = htons(0xffff);
	ip.id = htons(0xffff);
	ip.frag_off = htons(0xffff);
	header_check(test, sum, &ip);
}

static struct kunit_case route_cases[] = {
	KUNIT_CASE(checksum_is_that_of_the_header),
	KUNIT_CASE(checksum_of_extremes),
	KUNIT_CASE(checksum_with_all_bits_set),
	{}
};

static struct kunit_suite route_suite = {
	.name = "vsw_route",
	.test_cases = route_cases,
};

kunit_test_suite(route_suite);
