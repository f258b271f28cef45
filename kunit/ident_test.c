// SPDX-License-Identifier: GPL-2.0
/*
 * Blocks of identifications, against a counter that knows when it gave out each.
 */
#include <kunit/test.h>

#include "kmod/ident.h"

/**
 * struct host - the host's counter, and what became of what it gave
 * @ident:	the block
 * @now:	the time
 * @next:	the counter
 * @taken:	when each was given out, plus one; 0 once it was used
 * @n_taken:	how many were given out
 * @n_asked:	how often
 * @n_used:	how many packets had one
 */
struct host {
	struct vsw_ident ident;
	u32 now;
	u16 next;
	u64 *taken;
	u32 n_taken;
	u32 n_asked;
	u32 n_used;
};

static void take(struct host *h)
{
	u8 want = vsw_ident_want(&h->ident, h->now);
	u16 first = h->next;
	int i;

	for (i = 0; i < want; i++)
		h->taken[h->next++] = h->now + 1ULL;
	h->n_taken += want;
	h->n_asked++;
	vsw_ident_fill(&h->ident, h->now, first, want);
}

/* A packet's: one that was given out, for it alone, and not long ago. */
static void packet(struct kunit *test, struct host *h)
{
	u16 id = 0;

	if (!vsw_ident_use(&h->ident, h->now, &id)) {
		take(h);
		KUNIT_ASSERT_TRUE(test,
				  vsw_ident_use(&h->ident, h->now, &id));
	}
	KUNIT_ASSERT_NE(test, h->taken[id], 0);
	KUNIT_ASSERT_LE(test, h->now + 1 - (u32)h->taken[id], VSW_IDENT_AGE);
	h->taken[id] = 0;
	h->n_used++;
}

static struct host *host_new(struct kunit *test, u32 now)
{
	struct host *h = kunit_kzalloc(test, sizeof(*h), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, h);
	h->taken = kunit_kcalloc(test, 65536, sizeof(*h->taken), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, h->taken);
	h->now = now;
	h->next = 65500;
	return h;
}

static void none_is_used_twice_or_late(struct kunit *test)
{
	struct host *h = host_new(test, 1000);
	int i;

	/* Bursts of all lengths, pauses below and above the age. */
	for (i = 0; i < 20000; i++) {
		packet(test, h);
		if (i % 37 == 0)
			h->now += i % (2 * VSW_IDENT_AGE);
	}
	KUNIT_EXPECT_LE(test, h->n_taken, 3 * h->n_used);
}

static void slow_sender_takes_no_more_than_it_uses(struct kunit *test)
{
	struct host *h = host_new(test, 1000);
	int i;

	for (i = 0; i < 100; i++) {
		packet(test, h);
		h->now += VSW_IDENT_AGE + 1;
	}
	KUNIT_EXPECT_EQ(test, h->n_taken, 100);
}

static void fast_sender_asks_rarely(struct kunit *test)
{
	struct host *h = host_new(test, 1000);
	int i;

	for (i = 0; i < 64 * VSW_IDENT_MAX; i++)
		packet(test, h);
	KUNIT_EXPECT_LE(test, h->n_asked, 64 + 6);
}

/* Bursts just longer than a block: the worst that a sender can do. */
static void little_is_thrown_away(struct kunit *test)
{
	struct host *h;
	int burst, i;

	for (burst = 1; burst < 200; burst++) {
		h = host_new(test, 1000);
		for (i = 0; i < 50 * burst; i++) {
			packet(test, h);
			if (i % burst == burst - 1)
				h->now += VSW_IDENT_AGE + 1;
		}
		KUNIT_EXPECT_LE_MSG(test, h->n_taken, 3 * h->n_used,
				    "bursts of %d", burst);
		kunit_kfree(test, h->taken);
	}
}

static void time_may_go_round(struct kunit *test)
{
	struct host *h = host_new(test, -3);
	int i;

	for (i = 0; i < 200; i++) {
		packet(test, h);
		h->now += i % 16 == 0;
	}
	KUNIT_EXPECT_LT(test, h->n_asked, 20);
}

static void new_block_is_empty(struct kunit *test)
{
	struct vsw_ident ident = {};
	u16 id;

	KUNIT_EXPECT_FALSE(test, vsw_ident_use(&ident, 0, &id));
	KUNIT_EXPECT_EQ(test, vsw_ident_want(&ident, 0), 1);
	KUNIT_EXPECT_EQ(test, vsw_ident_want(&ident, 1u << 31), 1);
}

static struct kunit_case ident_cases[] = {
	KUNIT_CASE(none_is_used_twice_or_late),
	KUNIT_CASE(slow_sender_takes_no_more_than_it_uses),
	KUNIT_CASE(fast_sender_asks_rarely),
	KUNIT_CASE(little_is_thrown_away),
	KUNIT_CASE(time_may_go_round),
	KUNIT_CASE(new_block_is_empty),
	{}
};

static struct kunit_suite ident_suite = {
	.name = "vsw_ident",
	.test_cases = ident_cases,
};

kunit_test_suite(ident_suite);
