// SPDX-License-Identifier: GPL-2.0
/* Ageing, flushes and walks. */
#include "fdb_world.h"

static void unused_entry_ages(struct kunit *test)
{
	struct world *w = test->priv;
	u32 now;

	w->domain[0].ageing = 300;
	world_learn(w, 0, 1, 0);
	now = find(w, 0, 1)->updated;
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, now), 300);
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, now + 299), 1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, now + 300), U32_MAX);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_AGED][true], 1);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 0);
}

static void each_network_has_its_ageing_time(struct kunit *test)
{
	struct world *w = test->priv;
	u32 now = vsw_fdb_clock() + 10000;

	w->domain[0].ageing = 100;
	w->domain[1].ageing = 200;
	w->domain[2].ageing = 0;
	world_learn(w, 0, 1, 0);
	world_learn(w, 1, 1, 0);
	world_learn(w, 2, 1, 0);
	find(w, 0, 1)->updated = now;
	find(w, 1, 1)->updated = now;
	find(w, 2, 1)->updated = now;
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, now + 10), 90);
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, now + 150), 50);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 1, 1), 0);
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, now + 1000000), U32_MAX);
	KUNIT_EXPECT_EQ(test, where(w, 1, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 2, 1), 0);
}

static void only_learned_entries_age(struct kunit *test)
{
	struct world *w = test->priv;
	int kind;

	w->domain[0].ageing = 1;
	for (kind = VSW_FDB_KIND_STATIC; kind <= VSW_FDB_KIND_LOCAL; kind++)
		set(w, 0, kind, 0, kind);
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, vsw_fdb_clock() + 1000),
			U32_MAX);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 3);
}

static void ageing_survives_the_end_of_the_clock(struct kunit *test)
{
	struct world *w = test->priv;
	struct vsw_fdb_slot *entry;

	w->domain[0].ageing = 100;
	world_learn(w, 0, 1, 0);
	entry = find(w, 0, 1);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	/* The work that runs by itself has the real clock. */
	cancel_delayed_work_sync(&w->fdb.age);
	entry->updated = U32_MAX - 9;
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, 5), 85);
	/* Updated on one CPU while the other one had read the clock before. */
	entry->updated = 6;
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, 5), 100);
	entry->updated = U32_MAX - 9;
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&w->fdb, 90), U32_MAX);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 0);
}

static void ageing_runs_while_something_can_age(struct kunit *test)
{
	struct world *w = test->priv;

	w->domain[0].ageing = 100;
	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&w->fdb.age));
	flush_delayed_work(&w->fdb.age);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&w->fdb.age));
	find(w, 0, 1)->updated -= 100;
	flush_delayed_work(&w->fdb.age);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&w->fdb.age));
}

static const struct flush_case flush_cases[] = {
	{ "all", ANY, ANY, ANY, VSW_FDB_KINDS_ALL },
	{ "nothing", ANY, ANY, ANY, 0 },
	{ "learned", ANY, ANY, ANY, LEARNED },
	{ "static and sticky", ANY, ANY, ANY,
	  BIT(VSW_FDB_KIND_STATIC) | BIT(VSW_FDB_KIND_STICKY) },
	{ "network", 1, ANY, ANY, VSW_FDB_KINDS_ALL },
	{ "network, learned", 1, ANY, ANY, LEARNED },
	{ "target", ANY, 1, ANY, VSW_FDB_KINDS_ALL },
	{ "target without quota", ANY, FREE, ANY, VSW_FDB_KINDS_ALL },
	{ "network and target", 2, 3, ANY, VSW_FDB_KINDS_ALL },
	{ "port", ANY, ANY, 1, VSW_FDB_KINDS_ALL },
	{ "port, learned", ANY, ANY, 0, LEARNED },
	{ "network and port", 0, ANY, 1, VSW_FDB_KINDS_ALL },
	{ "target of another port", ANY, 0, 1, VSW_FDB_KINDS_ALL },
};

KUNIT_ARRAY_PARAM_DESC(flush, flush_cases, name);

static void flush_removes_what_matches_only(struct kunit *test)
{
	const struct flush_case *c = test->param_value;
	struct world *w = test->priv;
	struct vsw_fdb_match match;
	u32 gone, want = 0;
	int d, t, kind;
	bool left;

	world_populate(test);
	world_match(w, c, &match);
	gone = vsw_fdb_flush(&w->fdb, &match);
	for (d = 0; d < N_DOMAINS; d++) {
		for (t = 0; t < N_TARGETS; t++) {
			for (kind = 0; kind <= VSW_FDB_KIND_LOCAL; kind++) {
				left = !world_means(c, d, t, kind);
				want += !left;
				KUNIT_EXPECT_EQ(test, where(w, d, 4 * t + kind),
						left ? t : -1);
			}
		}
	}
	KUNIT_EXPECT_EQ(test, gone, want);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_FLUSHED][true], want);
}

/* A walk in pieces, as a dump is one. */
struct pieces {
	u8 seen[300];
	u32 budget;
};

static int see_one(const struct vsw_fdb_entry *entry, void *data)
{
	struct pieces *p = data;

	if (!p->budget)
		return -EMSGSIZE;
	p->budget--;
	p->seen[(entry->key >> 16) % ARRAY_SIZE(p->seen)]++;
	return 0;
}

static void walk_goes_on_where_it_stopped(struct kunit *test)
{
	static const u32 budgets[] = { 1, 2, 3, 7, 64, 299, 300, 1000 };
	const struct vsw_fdb_match all = { .kinds = VSW_FDB_KINDS_ALL };
	struct world *w = test->priv;
	unsigned long pos;
	struct pieces *p;
	int b, i;

	p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	for (i = 0; i < ARRAY_SIZE(p->seen); i++)
		KUNIT_ASSERT_EQ(test, set(w, 0, i, 0, VSW_FDB_KIND_STATIC), 0);
	settle(w);

	for (b = 0; b < ARRAY_SIZE(budgets); b++) {
		memset(p->seen, 0, sizeof(p->seen));
		pos = 0;
		mutex_lock(&w->fdb.mutex);
		do {
			p->budget = budgets[b];
		} while (vsw_fdb_walk(&w->fdb, &all, &pos, see_one, p));
		mutex_unlock(&w->fdb.mutex);
		for (i = 0; i < ARRAY_SIZE(p->seen); i++)
			KUNIT_EXPECT_EQ(test, p->seen[i], 1);
	}
}

static struct kunit_case fdb_walk_cases[] = {
	KUNIT_CASE(unused_entry_ages),
	KUNIT_CASE(each_network_has_its_ageing_time),
	KUNIT_CASE(only_learned_entries_age),
	KUNIT_CASE(ageing_survives_the_end_of_the_clock),
	KUNIT_CASE(ageing_runs_while_something_can_age),
	KUNIT_CASE_PARAM(flush_removes_what_matches_only, flush_gen_params),
	KUNIT_CASE(walk_goes_on_where_it_stopped),
	{}
};

static struct kunit_suite fdb_walk_suite = {
	.name = "vsw_fdb_walk",
	.init = world_init,
	.exit = world_exit,
	.test_cases = fdb_walk_cases,
};

kunit_test_suite(fdb_walk_suite);
