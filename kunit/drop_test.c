// SPDX-License-Identifier: GPL-2.0
/* Drop reasons: their names, and that each one is counted as itself. */
#include <kunit/test.h>
#include <linux/ctype.h>

#include "kmod/drop.h"
#include "kmod/network.h"
#include "kmod/stats.h"

struct source_line {
	const char *sym;
	const char *name;
	enum skb_drop_reason core;
};

static const struct source_line source[] = {
#define LINE(sym, name, core) { #sym, name, SKB_DROP_REASON_##core },
	VSW_DROP_REASONS(LINE)
#undef LINE
};

static void every_reason_has_a_name(struct kunit *test)
{
	int i;

	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(source), VSW_DROP_COUNT);
	for (i = 0; i < VSW_DROP_COUNT; i++) {
		KUNIT_ASSERT_NOT_NULL_MSG(test, vsw_drop_names[i],
					  "reason %d", i);
		KUNIT_EXPECT_GT(test, strlen(vsw_drop_names[i]), 0);
	}
}

static void names_are_lower_case_words(struct kunit *test)
{
	const char *name, *c;
	int i;

	for (i = 0; i < VSW_DROP_COUNT; i++) {
		name = vsw_drop_names[i];
		for (c = name; *c; c++)
			KUNIT_EXPECT_TRUE_MSG(test, islower(*c) ||
					      isdigit(*c) || *c == '-',
					      "%s", name);
		KUNIT_EXPECT_TRUE_MSG(test, islower(name[0]), "%s", name);
	}
}

static void names_are_unique(struct kunit *test)
{
	int i, j;

	for (i = 0; i < VSW_DROP_COUNT; i++)
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_STRNEQ(test, vsw_drop_names[i],
					    vsw_drop_names[j]);
}

/* Whoever reads the source after a name from a counter finds it. */
static void names_are_those_of_the_enumerators(struct kunit *test)
{
	char name[32];
	int i, j;

	for (i = 0; i < VSW_DROP_COUNT; i++) {
		KUNIT_ASSERT_GT(test, strscpy(name, source[i].sym), 0);
		for (j = 0; name[j]; j++)
			name[j] = name[j] == '_' ? '-' : tolower(name[j]);
		KUNIT_EXPECT_STREQ(test, name, vsw_drop_names[i]);
		KUNIT_EXPECT_STREQ(test, source[i].name, vsw_drop_names[i]);
	}
}

/* Otherwise kfree_skb_reason() warns about the module's first drop of it. */
static void every_reason_has_a_core_reason(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(source); i++) {
		KUNIT_EXPECT_GE(test, source[i].core,
				SKB_DROP_REASON_NOT_SPECIFIED);
		KUNIT_EXPECT_LT(test, source[i].core, SKB_DROP_REASON_MAX);
	}
}

struct drop_fixture {
	struct vsw_stats object;
	struct vsw_network network;
};

static void drop_frames(struct kunit *test, enum vsw_drop reason, u32 count)
{
	struct drop_fixture *f = test->priv;
	struct sk_buff *skb;

	while (count--) {
		skb = alloc_skb(ETH_ZLEN, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, skb);
		local_bh_disable();
		rcu_read_lock();
		vsw_drop(skb, reason, &f->object, &f->network);
		rcu_read_unlock();
		local_bh_enable();
	}
}

static void drop_counts_its_reason_only(struct kunit *test)
{
	struct drop_fixture *f = test->priv;
	struct vsw_stats_sum *sum;
	u32 i;

	sum = kunit_kzalloc(test, 2 * sizeof(*sum), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, sum);

	/* One frame more for each reason, so that no two counts are the same. */
	for (i = 0; i < VSW_DROP_COUNT; i++)
		drop_frames(test, i, i + 1);

	vsw_stats_read(&f->object, &sum[0]);
	vsw_stats_read(&f->network.stats, &sum[1]);
	for (i = 0; i < VSW_DROP_COUNT; i++) {
		KUNIT_EXPECT_EQ(test, sum[0].drops[i], i + 1);
		KUNIT_EXPECT_EQ(test, sum[1].drops[i], i + 1);
	}
	KUNIT_EXPECT_EQ(test, sum[0].rx_packets, 0);
	KUNIT_EXPECT_EQ(test, sum[0].tx_packets, 0);
}

static void drop_without_frame_or_network_counts(struct kunit *test)
{
	struct drop_fixture *f = test->priv;
	struct vsw_stats_sum *sum;

	sum = kunit_kzalloc(test, sizeof(*sum), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, sum);

	local_bh_disable();
	rcu_read_lock();
	vsw_drop_count(NULL, VSW_DROP_TX_REFUSED, &f->object, NULL);
	rcu_read_unlock();
	local_bh_enable();

	vsw_stats_read(&f->object, sum);
	KUNIT_EXPECT_EQ(test, sum->drops[VSW_DROP_TX_REFUSED], 1);
	vsw_stats_read(&f->network.stats, sum);
	KUNIT_EXPECT_EQ(test, sum->drops[VSW_DROP_TX_REFUSED], 0);
}

static int drop_test_init(struct kunit *test)
{
	struct drop_fixture *f;

	f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	if (!f)
		return -ENOMEM;
	test->priv = f;
	f->network.id = 1;
	return vsw_stats_init(&f->object) ?: vsw_stats_init(&f->network.stats);
}

static void drop_test_exit(struct kunit *test)
{
	struct drop_fixture *f = test->priv;

	if (!f)
		return;
	vsw_stats_uninit(&f->object);
	vsw_stats_uninit(&f->network.stats);
}

static struct kunit_case drop_test_cases[] = {
	KUNIT_CASE(every_reason_has_a_name),
	KUNIT_CASE(names_are_lower_case_words),
	KUNIT_CASE(names_are_unique),
	KUNIT_CASE(every_reason_has_a_core_reason),
	KUNIT_CASE(names_are_those_of_the_enumerators),
	KUNIT_CASE(drop_counts_its_reason_only),
	KUNIT_CASE(drop_without_frame_or_network_counts),
	{}
};

static struct kunit_suite drop_test_suite = {
	.name = "vsw_drop",
	.init = drop_test_init,
	.exit = drop_test_exit,
	.test_cases = drop_test_cases,
};

kunit_test_suite(drop_test_suite);
