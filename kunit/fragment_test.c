// SPDX-License-Identifier: GPL-2.0
/* Fragments and meters: small things that the firewall counts on. */
#include <kunit/test.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "kmod/fdb.h"
#include "kmod/fragment.h"
#include "kmod/meter.h"

/* Datagrams, more than there is room for. */
#define MANY	1000

static struct vsw_fragment fragment_from(u8 sender, u32 id)
{
	struct vsw_fragment f = {
		.id = id,
		.epoch = 1,
		.time = vsw_fdb_clock(),
		.zone = 1,
		.proto = IPPROTO_UDP,
	};

	ipv6_addr_set_v4mapped(htonl(0x0a000000 | sender), &f.src);
	ipv6_addr_set_v4mapped(htonl(0x0a000002), &f.dst);
	return f;
}

static struct vsw_fragment fragment(u32 id)
{
	return fragment_from(1, id);
}

static int fragments_init(struct kunit *test)
{
	struct vsw_fragments *fragments;

	fragments = kunit_kzalloc(test, sizeof(*fragments), GFP_KERNEL);
	if (!fragments)
		return -ENOMEM;
	spin_lock_init(&fragments->lock);
	test->priv = fragments;
	return 0;
}

static void note(struct kunit *test, const struct vsw_fragment *f)
{
	local_bh_disable();
	vsw_fragment_note(test->priv, f);
	local_bh_enable();
}

static bool passes(struct kunit *test, const struct vsw_fragment *f)
{
	bool ret;

	local_bh_disable();
	ret = vsw_fragment_passes(test->priv, f);
	local_bh_enable();
	return ret;
}

/* Of each of a sender's: they have come so many seconds ago. */
static void note_many(struct kunit *test, u8 sender, u32 age)
{
	struct vsw_fragment f;
	u32 id;

	for (id = 0; id < MANY; id++) {
		f = fragment_from(sender, id);
		f.time -= age;
		note(test, &f);
	}
}

static u32 count_known(struct kunit *test, u8 sender)
{
	struct vsw_fragment f;
	u32 id, known = 0;

	for (id = 0; id < MANY; id++) {
		f = fragment_from(sender, id);
		known += passes(test, &f);
	}
	return known;
}

static void later_ones_follow_the_first(struct kunit *test)
{
	struct vsw_fragment f = fragment(7);

	KUNIT_EXPECT_FALSE(test, passes(test, &f));
	note(test, &f);
	KUNIT_EXPECT_TRUE(test, passes(test, &f));
	KUNIT_EXPECT_TRUE(test, passes(test, &f));
}

/* Each thing in which a fragment can be another one's. */
static void nothing_else_follows(struct kunit *test)
{
	const struct vsw_fragment f = fragment(7);
	struct vsw_fragment other;
	u32 i;

	note(test, &f);
	for (i = 0; i < 8; i++) {
		other = f;
		other.src.s6_addr[15] += i == 0;
		other.dst.s6_addr[15] += i == 1;
		other.id += i == 2;
		other.epoch += i == 3;
		other.zone += i == 4;
		other.proto += i == 5;
		other.direction += i == 6;
		other.time += i == 7 ? VSW_FRAGMENT_TIME + 1 : 0;
		KUNIT_EXPECT_FALSE_MSG(test, passes(test, &other), "%u", i);
	}
	KUNIT_EXPECT_TRUE(test, passes(test, &f));
}

/* However many datagrams there are, the last of all is known. */
static void the_oldest_gives_way(struct kunit *test)
{
	struct vsw_fragment f;
	u32 id;

	for (id = 0; id < MANY; id++) {
		f = fragment(id);
		note(test, &f);
		KUNIT_EXPECT_TRUE(test, passes(test, &f));
	}
	KUNIT_EXPECT_EQ(test, count_known(test, 1), VSW_FRAGMENT_SLOTS);
}

/* Who sends many makes others lose no more than what it took first. */
static void one_sender_does_not_push_out_the_others(struct kunit *test)
{
	note_many(test, 10, 0);
	note_many(test, 1, 0);
	KUNIT_EXPECT_EQ(test, count_known(test, 10),
			VSW_FRAGMENT_SLOTS -
			VSW_FRAGMENT_SLOTS / VSW_FRAGMENT_WAYS);
}

/* Those that are out of time are in nobody's way. */
static void what_is_over_gives_way_first(struct kunit *test)
{
	note_many(test, 10, VSW_FRAGMENT_TIME + 1);
	note_many(test, 1, 0);
	KUNIT_EXPECT_EQ(test, count_known(test, 1), VSW_FRAGMENT_SLOTS);
}

static void a_meter_lets_its_rate_through(struct kunit *test)
{
	struct vsw_meter meter = { .rate = 1000 };
	u64 now = NSEC_PER_SEC;
	u32 i, passed = 0;

	/* Ten times as many as may pass, for ten seconds. */
	for (i = 0; i < 100000; i++) {
		passed += vsw_meter_pass(&meter, now);
		now += NSEC_PER_SEC / 10000;
	}
	KUNIT_EXPECT_GE(test, passed, 10000);
	KUNIT_EXPECT_LE(test, passed, 10000 + 250 + 1);
}

static void a_meter_gives_back_what_was_not_used(struct kunit *test)
{
	struct vsw_meter meter = { .rate = 4 };
	u64 now = NSEC_PER_SEC;
	u32 i, passed = 0;

	for (i = 0; i < 100; i++)
		passed += vsw_meter_pass(&meter, now);
	/* A burst, and not more however long it was quiet. */
	KUNIT_EXPECT_EQ(test, passed, 9);
	KUNIT_EXPECT_FALSE(test, vsw_meter_pass(&meter, now));
	now += NSEC_PER_SEC / 4;
	KUNIT_EXPECT_TRUE(test, vsw_meter_pass(&meter, now));
	KUNIT_EXPECT_FALSE(test, vsw_meter_pass(&meter, now));
	now += 3600ULL * NSEC_PER_SEC;
	for (i = 0, passed = 0; i < 100; i++)
		passed += vsw_meter_pass(&meter, now);
	KUNIT_EXPECT_EQ(test, passed, 9);
}

static void a_meter_without_rate_lets_all_through(struct kunit *test)
{
	struct vsw_meter meter = {};
	u32 i;

	for (i = 0; i < 1000; i++)
		KUNIT_EXPECT_TRUE(test, vsw_meter_pass(&meter, 1));
}

static struct kunit_case fragment_cases[] = {
	KUNIT_CASE(later_ones_follow_the_first),
	KUNIT_CASE(nothing_else_follows),
	KUNIT_CASE(the_oldest_gives_way),
	KUNIT_CASE(one_sender_does_not_push_out_the_others),
	KUNIT_CASE(what_is_over_gives_way_first),
	KUNIT_CASE(a_meter_lets_its_rate_through),
	KUNIT_CASE(a_meter_gives_back_what_was_not_used),
	KUNIT_CASE(a_meter_without_rate_lets_all_through),
	{}
};

static struct kunit_suite fragment_suite = {
	.name = "vsw_fragment",
	.init = fragments_init,
	.test_cases = fragment_cases,
};

kunit_test_suite(fragment_suite);
