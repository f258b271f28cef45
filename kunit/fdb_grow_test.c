// SPDX-License-Identifier: GPL-2.0
/*
 * Growth of the FDB's table. Addresses that crowd (world_crowd()) find room in
 * two buckets only, so that a nearly empty table can be full for them.
 */
#include "fdb_world.h"

#define CROWD	(2 * VSW_FDB_WAYS)

/* Learn addresses until there is no room for the one that is returned. */
static u32 crowd(struct kunit *test)
{
	struct world *w = test->priv;
	u32 n, i;

	for (n = 0; n < CROWD; n++) {
		i = world_crowd(test, n);
		world_learn(w, 0, i, 0);
		KUNIT_ASSERT_EQ(test, where(w, 0, i), 0);
	}
	return world_crowd(test, CROWD);
}

/* Others, until there are so many entries. */
static void fill(struct world *w, u32 *next, u32 entries)
{
	while (w->fdb.entries < entries)
		world_learn(w, 1, (*next)++, 0);
}

static void table_grows_when_it_is_three_quarters_full(struct kunit *test)
{
	struct world *w = test->priv;
	u32 limit = vsw_fdb_table_slots(table(w)) / 4 * 3, next = 0, was, i;

	fill(w, &next, limit);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 0);
	was = next;
	fill(w, &next, limit + 1);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 1);
	KUNIT_EXPECT_EQ(test, vsw_fdb_buckets(&w->fdb),
			vsw_fdb_table_fit(limit + 1));
	KUNIT_EXPECT_EQ(test, world_count(w), limit + 1);
	for (i = was; i < next; i++)
		KUNIT_EXPECT_EQ(test, where(w, 1, i), 0);
}

static void burst_is_learned_before_the_table_has_grown(struct kunit *test)
{
	struct world *w = test->priv;
	u32 slots = vsw_fdb_table_slots(table(w)), i;

	/* The worker needs the mutex. */
	mutex_lock(&w->fdb.mutex);
	for (i = 0; i < slots * 7 / 8; i++)
		world_learn(w, i % N_DOMAINS, i, 0);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 0);
	KUNIT_EXPECT_GE(test, w->fdb.entries, slots * 8 / 10);
	mutex_unlock(&w->fdb.mutex);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 1);
	KUNIT_EXPECT_EQ(test, world_count(w), w->fdb.entries);
}

/* One more than there is room for, while the work that this asks for waits. */
static u32 refuse(struct kunit *test)
{
	struct world *w = test->priv;
	u32 late = crowd(test);

	KUNIT_EXPECT_EQ(test, world_learn(w, 0, late, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), -1);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->domain[0].quota.refused), 1);
	KUNIT_EXPECT_TRUE(test, w->fdb.crowded);
	return late;
}

static void crowded_buckets_alone_do_not_make_the_table_grow(struct kunit *test)
{
	struct world *w = test->priv;
	u32 limit = vsw_fdb_table_slots(table(w)) / 8 * 5, next = 0, late;

	w->fdb.rehash = jiffies + 1000 * HZ;
	late = refuse(test);
	fill(w, &next, limit);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 0);
	fill(w, &next, limit + 1);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 1);
	KUNIT_EXPECT_GT(test, vsw_fdb_buckets(&w->fdb), VSW_FDB_MIN_BUCKETS);
	KUNIT_EXPECT_FALSE(test, w->fdb.crowded);
	world_learn(w, 0, late, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), 0);
}

static void crowded_buckets_change_the_multipliers(struct kunit *test)
{
	struct world *w = test->priv;
	u64 mult = table(w)->mult[0];
	u32 late;

	mutex_lock(&w->fdb.mutex);
	late = refuse(test);
	mutex_unlock(&w->fdb.mutex);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 1);
	KUNIT_EXPECT_EQ(test, vsw_fdb_buckets(&w->fdb), VSW_FDB_MIN_BUCKETS);
	KUNIT_EXPECT_NE(test, table(w)->mult[0], mult);
	KUNIT_EXPECT_FALSE(test, w->fdb.crowded);
	KUNIT_EXPECT_EQ(test, world_count(w), CROWD);
	world_learn(w, 0, late, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), 0);
}

static void multipliers_change_now_and_then_only(struct kunit *test)
{
	struct world *w = test->priv;
	unsigned long was;

	world_learn(w, 0, 0, 0);
	w->fdb.crowded = true;
	w->fdb.rehash = jiffies + 1000 * HZ;
	world_learn(w, 0, 1, 0);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 0);
	was = jiffies;
	w->fdb.rehash = was;
	world_learn(w, 0, 2, 0);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 1);
	KUNIT_EXPECT_TRUE(test, time_after_eq(w->fdb.rehash, was + HZ));
}

static void set_entry_makes_the_table_grow_at_once(struct kunit *test)
{
	struct world *w = test->priv;
	u32 late = crowd(test);

	KUNIT_EXPECT_EQ(test, set(w, 0, late, 2, VSW_FDB_KIND_STATIC), 0);
	KUNIT_EXPECT_GT(test, w->fdb.generation, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), 2);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, CROWD + 1);
}

static void quarantine_turns_away_who_learns_and_nobody_else(struct kunit *test)
{
	struct world *w = test->priv;
	u32 late = crowd(test), i = world_crowd(test, 5);

	/* No grace period ends while we are inside. */
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, i), LEARNED), 0);
	KUNIT_EXPECT_EQ(test, world_learn(w, 0, late, 2), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), -1);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->domain[0].quota.refused), 1);
	KUNIT_EXPECT_FALSE(test, w->fdb.crowded);

	/* The administrator waits, and the table stays. */
	KUNIT_EXPECT_EQ(test, set(w, 0, late, 2, VSW_FDB_KIND_STATIC), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), 2);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 0);

	/* So could who learns. */
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, late),
					  VSW_FDB_KINDS_ALL), 0);
	synchronize_rcu();
	world_learn(w, 0, i, 4);
	KUNIT_EXPECT_EQ(test, where(w, 0, i), 4);
}

#define MANY	2000

static void thousands_of_learned_addresses_are_found(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i, found = 0;

	for (i = 0; i < MANY; i++) {
		settle(w);
		world_learn(w, i % N_DOMAINS, i, i % N_TARGETS);
	}
	settle(w);
	for (i = 0; i < MANY; i++)
		if (where(w, i % N_DOMAINS, i) == i % N_TARGETS)
			found++;
	/* That both buckets are full happens, to few and for a while. */
	KUNIT_EXPECT_GE(test, found, MANY - MANY / 200);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, found);
	KUNIT_EXPECT_EQ(test, world_count(w), found);
	KUNIT_EXPECT_LE(test, vsw_fdb_buckets(&w->fdb) *
			sizeof(struct vsw_fdb_bucket), 32 * found);
}

static void thousands_of_set_addresses_are_found(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	for (i = 0; i < MANY; i++)
		KUNIT_ASSERT_EQ(test, set(w, i % N_DOMAINS, i, i % N_TARGETS,
					  VSW_FDB_KIND_STATIC), 0);
	for (i = 0; i < MANY; i += 2)
		KUNIT_ASSERT_EQ(test, vsw_fdb_del(&w->fdb, key(i % N_DOMAINS, i),
						  VSW_FDB_KINDS_ALL), 0);
	for (i = 0; i < MANY; i++)
		KUNIT_ASSERT_EQ(test, where(w, i % N_DOMAINS, i),
				i % 2 ? i % N_TARGETS : -1);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, MANY / 2);
	KUNIT_EXPECT_EQ(test, world_count(w), MANY / 2);
}

static struct kunit_case fdb_grow_cases[] = {
	KUNIT_CASE(table_grows_when_it_is_three_quarters_full),
	KUNIT_CASE(burst_is_learned_before_the_table_has_grown),
	KUNIT_CASE(crowded_buckets_alone_do_not_make_the_table_grow),
	KUNIT_CASE(crowded_buckets_change_the_multipliers),
	KUNIT_CASE(multipliers_change_now_and_then_only),
	KUNIT_CASE(set_entry_makes_the_table_grow_at_once),
	KUNIT_CASE(quarantine_turns_away_who_learns_and_nobody_else),
	KUNIT_CASE_SLOW(thousands_of_learned_addresses_are_found),
	KUNIT_CASE_SLOW(thousands_of_set_addresses_are_found),
	{}
};

static struct kunit_suite fdb_grow_suite = {
	.name = "vsw_fdb_grow",
	.init = world_init,
	.exit = world_exit,
	.test_cases = fdb_grow_cases,
};

kunit_test_suite(fdb_grow_suite);
