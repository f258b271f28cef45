// SPDX-License-Identifier: GPL-2.0
/* Owners of addresses, against a look at every prefix. */
#include <kunit/test.h>
#include <linux/inet.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <net/ipv6.h>

#include "kmod/ranges.h"

#define SETS		200
#define LOOKUPS		300
#define PREFIXES	40

/* The addresses are few, so that prefixes meet and overlap. */
static void random_address(struct rnd_state *rnd, bool ipv4,
			   struct in6_addr *address)
{
	u32 low = prandom_u32_state(rnd);

	low = low & 0x80000000 ? low & 0xc00000ff : low & 0xff00001f;
	if (prandom_u32_state(rnd) % 8 == 0)
		low = ~0;
	if (ipv4) {
		ipv6_addr_set_v4mapped(htonl(low), address);
		return;
	}
	memset(address, low & 1 ? 0xff : 0, sizeof(*address));
	address->s6_addr32[low >> 30] = htonl(low);
	address->s6_addr32[3] ^= htonl(prandom_u32_state(rnd) & 3);
}

static void random_prefix(struct rnd_state *rnd, struct vsw_prefix *prefix)
{
	struct in6_addr address;
	u32 bits;

	prefix->ipv4 = prandom_u32_state(rnd) & 1;
	prefix->owner = 1 + prandom_u32_state(rnd) % 3;
	random_address(rnd, prefix->ipv4, &address);
	bits = prandom_u32_state(rnd) % (prefix->ipv4 ? 33 : 129);
	/* Long prefixes mostly, or everything is in every set. */
	if (prandom_u32_state(rnd) % 8)
		bits = prefix->ipv4 ? max(bits, 20U) : max(bits, 100U);
	prefix->len = prefix->ipv4 ? 96 + bits : bits;
	ipv6_addr_prefix(&prefix->address, &address, prefix->len);
}

/* The owner of the shortest prefix, and of several of these the first one. */
static u32 naive_owner(const struct vsw_prefix *prefix, u32 n,
		       const struct in6_addr *address, bool ipv4)
{
	u32 owner = 0, len = 129, i;

	for (i = 0; i < n; i++) {
		if (prefix[i].ipv4 != ipv4 || prefix[i].len >= len ||
		    !ipv6_prefix_equal(address, &prefix[i].address,
				       prefix[i].len))
			continue;
		owner = prefix[i].owner;
		len = prefix[i].len;
	}
	return owner;
}

static void check_sorted(struct kunit *test, const struct vsw_ranges *ranges)
{
	u32 i;

	for (i = 1; i < ranges->n4; i++)
		KUNIT_ASSERT_LT(test, ranges->v4[i - 1], ranges->v4[i]);
	for (i = 1; i < ranges->n6; i++)
		KUNIT_ASSERT_FALSE(test, vsw_u128_le(&ranges->v6[i],
						     &ranges->v6[i - 1]));
}

static void check_set(struct kunit *test, struct rnd_state *rnd, u32 n)
{
	struct vsw_prefix prefix[PREFIXES];
	struct vsw_ranges *ranges;
	struct in6_addr address;
	bool ipv4;
	u32 i;

	for (i = 0; i < n; i++)
		random_prefix(rnd, &prefix[i]);
	sort(prefix, n, sizeof(*prefix), vsw_prefix_compare, NULL);
	ranges = vsw_ranges_build(prefix, n);
	KUNIT_ASSERT_NOT_NULL(test, ranges);
	check_sorted(test, ranges);
	for (i = 0; i < LOOKUPS; i++) {
		ipv4 = prandom_u32_state(rnd) & 1;
		random_address(rnd, ipv4, &address);
		if (vsw_ranges_owner(ranges, &address, ipv4) ==
		    naive_owner(prefix, n, &address, ipv4))
			continue;
		KUNIT_FAIL(test, "%pI6 of %u prefixes", &address, n);
		break;
	}
	kvfree(ranges);
}

static void addresses_belong_to_the_outermost_prefix(struct kunit *test)
{
	struct rnd_state rnd;
	u32 i;

	prandom_seed_state(&rnd, 4);
	for (i = 0; i < SETS; i++)
		check_set(test, &rnd, i % (PREFIXES + 1));
}

struct edge_case {
	const char *name;
	const char *prefix[3];
	u32 n4;
	u32 n6;
};

/* Boundaries that are left of what is written as ADDRESS/LENGTH in hex. */
static const struct edge_case edge_cases[] = {
	{ "nothing" },
	{ "one IPv4 address", { "::ffff:10.0.0.5/128" }, 2, 0 },
	{ "all of IPv4", { "::ffff:0.0.0.0/96" }, 1, 0 },
	{ "upper half of IPv4", { "::ffff:128.0.0.0/97" }, 1, 0 },
	{ "the last IPv4 address", { "::ffff:255.255.255.255/128" }, 1, 0 },
	{ "two halves", { "::ffff:0.0.0.0/97", "::ffff:128.0.0.0/97" }, 1, 0 },
	{ "neighbours", { "::ffff:10.0.0.4/128", "::ffff:10.0.0.5/128" }, 2, 0 },
	{ "one in another", { "::ffff:10.0.0.0/104", "::ffff:10.0.0.5/128" },
	  2, 0 },
	{ "a gap", { "::ffff:10.0.0.4/128", "::ffff:10.0.0.6/128" }, 4, 0 },
	{ "all of IPv6", { "::/0" }, 0, 1 },
	{ "the last IPv6 address",
	  { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128" }, 0, 1 },
	{ "over the middle", { "0:0:0:1::/64", "0:0:0:0:8000::/65" }, 0, 2 },
	{ "short and long", { "fd00::/8", "fe00::/128" }, 0, 2 },
};

KUNIT_ARRAY_PARAM_DESC(edge, edge_cases, name);

static u32 parse_prefixes(struct kunit *test, const struct edge_case *c,
			  struct vsw_prefix *prefix)
{
	const char *end;
	u32 n;

	for (n = 0; n < ARRAY_SIZE(c->prefix) && c->prefix[n]; n++) {
		KUNIT_ASSERT_EQ(test, 1,
				in6_pton(c->prefix[n], -1,
					 prefix[n].address.s6_addr, '/', &end));
		KUNIT_ASSERT_EQ(test, 0, kstrtou8(end + 1, 10, &prefix[n].len));
		prefix[n].owner = 1;
		prefix[n].ipv4 = ipv6_addr_v4mapped(&prefix[n].address);
	}
	return n;
}

static void prefixes_are_merged(struct kunit *test)
{
	const struct edge_case *c = test->param_value;
	struct vsw_prefix prefix[3] = {};
	u32 n = parse_prefixes(test, c, prefix);
	struct vsw_ranges *ranges;

	sort(prefix, n, sizeof(*prefix), vsw_prefix_compare, NULL);
	ranges = vsw_ranges_build(prefix, n);
	KUNIT_ASSERT_NOT_NULL(test, ranges);
	KUNIT_EXPECT_EQ(test, c->n4, ranges->n4);
	KUNIT_EXPECT_EQ(test, c->n6, ranges->n6);
	kvfree(ranges);
}

static struct kunit_case ranges_cases[] = {
	KUNIT_CASE_PARAM(prefixes_are_merged, edge_gen_params),
	KUNIT_CASE_SLOW(addresses_belong_to_the_outermost_prefix),
	{ }
};

static struct kunit_suite ranges_suite = {
	.name = "vsw_ranges",
	.test_cases = ranges_cases,
};

kunit_test_suite(ranges_suite);
