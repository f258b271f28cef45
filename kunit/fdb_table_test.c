// SPDX-License-Identifier: GPL-2.0
/*
 * The hash table of the FDB by itself: where entries go, how full it gets, and
 * what happens to a slot whose entry has gone.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/prandom.h>

#include "kmod/fdb_table.h"

#define MULT_A	0x9e3779b97f4a7c15ULL
#define MULT_B	0xd1342543de82ef95ULL

/* Keys that look like addresses of a few networks. */
static u64 nth(u32 i)
{
	return (u64)(1 + i % 7) << 48 | (u64)i << 16 | 0x02;
}

static struct vsw_fdb_table *make(struct kunit *test, u32 buckets)
{
	struct vsw_fdb_table *table = vsw_fdb_table_alloc(buckets);

	KUNIT_ASSERT_NOT_NULL(test, table);
	KUNIT_EXPECT_EQ(test, table->mult[0] & table->mult[1] & 1, 1);
	/* All runs are the same. */
	table->mult[0] = MULT_A;
	table->mult[1] = MULT_B;
	return table;
}

/* The n-th key of which both buckets are number 0. */
static u64 crowding(const struct vsw_fdb_table *table, u32 n)
{
	u32 i;

	for (i = 0; ; i++)
		if (vsw_fdb_bucket(table, nth(i), 0) == table->buckets &&
		    vsw_fdb_bucket(table, nth(i), 1) == table->buckets && !n--)
			return nth(i);
}

static int put(const struct vsw_fdb_table *table, u64 key)
{
	return vsw_fdb_table_insert(table, key, (u32)key, (u32)(key >> 16));
}

/* Whether a key has a slot, with what put() puts in. */
static bool has(const struct vsw_fdb_table *table, u64 key)
{
	const struct vsw_fdb_slot *slot = vsw_fdb_table_find(table, key);

	return slot && slot->key == key && slot->updated == (u32)key &&
	       slot->where == (u32)(key >> 16);
}

/* Fill a table up to so many entries; how many keys found no room. */
static u32 fill(const struct vsw_fdb_table *table, u32 *next, u32 from, u32 to)
{
	u32 refused = 0;

	while (from < to) {
		if (put(table, nth((*next)++)))
			refused++;
		else
			from++;
	}
	return refused;
}

static void where_is_id_and_kind(struct kunit *test)
{
	u32 where = vsw_fdb_where(0xabcdef, 3);

	KUNIT_EXPECT_EQ(test, vsw_fdb_where_id(where), 0xabcdef);
	KUNIT_EXPECT_EQ(test, vsw_fdb_where_kind(where), 3);
}

/* Sizes from the smallest to the largest, few of them powers of two. */
static const struct size_case {
	const char *name;
	u32 buckets;
} size_cases[] = {
	{ "smallest", VSW_FDB_MIN_BUCKETS },
	{ "one page", 32 },
	{ "a page and a bit", 33 },
	{ "prime", 1009 },
	{ "odd", 12345 },
	{ "largest", VSW_FDB_MAX_BUCKETS },
};

KUNIT_ARRAY_PARAM_DESC(size, size_cases, name);

static void buckets_of_every_size_are_aligned_and_used_evenly(struct kunit *test)
{
	const struct size_case *c = test->param_value;
	struct vsw_fdb_table *table = make(test, c->buckets);
	u32 lowest = U32_MAX, highest = 0, half = 0, at, i;

	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)table->buckets, 64));
	for (i = 0; i < 20000; i++) {
		at = vsw_fdb_bucket(table, nth(i), i % 2) - table->buckets;
		lowest = min(lowest, at);
		highest = max(highest, at);
		half += at < c->buckets / 2;
	}
	KUNIT_EXPECT_LT(test, highest, c->buckets);
	KUNIT_EXPECT_LE(test, lowest, c->buckets / 1000);
	KUNIT_EXPECT_GE(test, highest, c->buckets - c->buckets / 1000 - 1);
	KUNIT_EXPECT_GE(test, half, 9000);
	KUNIT_EXPECT_LE(test, half, 11000);
	vsw_fdb_table_free(table);
}

static void hash_extremes_stay_inside(struct kunit *test)
{
	struct vsw_fdb_table *table = make(test, 1009);

	table->mult[0] = 1;
	KUNIT_EXPECT_PTR_EQ(test, vsw_fdb_bucket(table, 0, 0), table->buckets);
	KUNIT_EXPECT_PTR_EQ(test, vsw_fdb_bucket(table, U64_MAX, 0),
			    table->buckets + 1008);
	vsw_fdb_table_free(table);
}

static void what_is_put_in_is_found_until_removed(struct kunit *test)
{
	struct vsw_fdb_table *table = make(test, 1009);
	u32 n = 1009 * VSW_FDB_WAYS / 2, i, wrong = 0;

	for (i = 0; i < n; i++)
		wrong += put(table, nth(i)) != 0;
	for (i = 0; i < 2 * n; i++)
		wrong += has(table, nth(i)) != (i < n);
	for (i = 0; i < n; i += 3)
		vsw_fdb_table_remove(vsw_fdb_table_find(table, nth(i)));
	for (i = 0; i < n; i++)
		wrong += has(table, nth(i)) != !!(i % 3);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	vsw_fdb_table_free(table);
}

/* What DOC: FDB table says of how full a table gets. */
static void insertion_fails_as_seldom_as_documented(struct kunit *test)
{
	struct vsw_fdb_table *table = make(test, 12345);
	u32 slots = vsw_fdb_table_slots(table), next = 0, refused;

	KUNIT_EXPECT_EQ(test, fill(table, &next, 0, slots / 100 * 62), 0);
	refused = fill(table, &next, slots / 100 * 62, slots / 100 * 75);
	KUNIT_EXPECT_LE(test, refused, slots / 100 * 13 / 1000);
	refused = fill(table, &next, slots / 100 * 75, slots / 100 * 85);
	KUNIT_EXPECT_LE(test, refused, slots / 100 * 10 / 50);
	KUNIT_EXPECT_GT(test, refused, 0);
	vsw_fdb_table_free(table);
}

static void a_new_table_has_the_size_that_is_documented(struct kunit *test)
{
	u32 entries, slots;

	KUNIT_EXPECT_EQ(test, vsw_fdb_table_fit(0), VSW_FDB_MIN_BUCKETS);
	for (entries = 1000; entries < 1000000; entries += entries / 3) {
		slots = vsw_fdb_table_fit(entries) * VSW_FDB_WAYS;
		KUNIT_EXPECT_GE(test, slots, entries / 100 * 174);
		KUNIT_EXPECT_LE(test, slots * sizeof(struct vsw_fdb_slot),
				entries * 32);
	}
}

static void a_copy_has_all_entries_and_no_quarantine(struct kunit *test)
{
	struct vsw_fdb_table *old = make(test, 100), *new = make(test, 133);
	u32 n = 100 * VSW_FDB_WAYS / 2, i, wrong = 0;

	for (i = 0; i < n; i++)
		wrong += put(old, nth(i)) != 0;
	for (i = 0; i < n; i += 2)
		vsw_fdb_table_remove(vsw_fdb_table_find(old, nth(i)));
	KUNIT_EXPECT_EQ(test, vsw_fdb_table_copy(new, old), 0);
	for (i = 0; i < n; i++)
		wrong += has(new, nth(i)) != i % 2;
	KUNIT_EXPECT_EQ(test, wrong, 0);
	for (i = 0, n = 0; i < vsw_fdb_table_slots(new); i++)
		n += !!vsw_fdb_table_slot(new, i)->key;
	KUNIT_EXPECT_EQ(test, n, 100 * VSW_FDB_WAYS / 4);
	vsw_fdb_table_free(new);
	vsw_fdb_table_free(old);
}

static void a_copy_that_does_not_fit_says_so(struct kunit *test)
{
	struct vsw_fdb_table *old = make(test, 64), *new = make(test, 16);
	u32 next = 0;

	fill(old, &next, 0, 16 * VSW_FDB_WAYS + 1);
	KUNIT_EXPECT_EQ(test, vsw_fdb_table_copy(new, old), -ENOSPC);
	vsw_fdb_table_free(new);
	vsw_fdb_table_free(old);
}

/* Both buckets of the keys are the same here, so that eight of them fill it. */
static void a_slot_is_filled_again_after_a_grace_period_only(struct kunit *test)
{
	struct vsw_fdb_table *table = make(test, VSW_FDB_MIN_BUCKETS);
	u64 late = crowding(table, VSW_FDB_WAYS);
	struct vsw_fdb_slot *slot;
	u64 gone;
	u32 i;

	for (i = 0; i < VSW_FDB_WAYS; i++)
		KUNIT_ASSERT_EQ(test, put(table, crowding(table, i)), 0);
	KUNIT_EXPECT_EQ(test, put(table, late), -ENOSPC);

	gone = crowding(table, 3);
	/* No grace period ends while we are inside. */
	rcu_read_lock();
	slot = vsw_fdb_table_find(table, gone);
	vsw_fdb_table_remove(slot);
	KUNIT_EXPECT_NULL(test, vsw_fdb_table_find(table, gone));
	KUNIT_EXPECT_EQ(test, vsw_fdb_slot_key(slot), 0);
	for (i = 0; i < 1000; i++) {
		KUNIT_EXPECT_EQ(test, put(table, late), -EAGAIN);
		KUNIT_EXPECT_EQ(test, put(table, gone), -EAGAIN);
		udelay(5);
	}
	/* What a reader who had found it reads is the old entry's. */
	KUNIT_EXPECT_EQ(test, slot->updated, (u32)gone);
	KUNIT_EXPECT_EQ(test, slot->where, (u32)(gone >> 16));
	rcu_read_unlock();

	synchronize_rcu();
	KUNIT_EXPECT_EQ(test, put(table, late), 0);
	KUNIT_EXPECT_PTR_EQ(test, vsw_fdb_table_find(table, late), slot);
	KUNIT_EXPECT_EQ(test, put(table, gone), -ENOSPC);
	vsw_fdb_table_free(table);
}

/* One bucket in quarantine is no reason to turn an entry away. */
static void quarantine_in_one_bucket_leads_to_the_other(struct kunit *test)
{
	struct vsw_fdb_table *table = make(test, VSW_FDB_MIN_BUCKETS);
	struct vsw_fdb_bucket *a, *b;
	u32 i, next = 0, filled = 0;
	u64 key;

	/* Its first bucket full, its second one empty. */
	for (i = 0; vsw_fdb_bucket(table, nth(i), 0) ==
		    vsw_fdb_bucket(table, nth(i), 1); i++)
		;
	key = nth(i);
	a = vsw_fdb_bucket(table, key, 0);
	b = vsw_fdb_bucket(table, key, 1);
	for (next = i + 1; filled < VSW_FDB_WAYS; next++) {
		if (vsw_fdb_bucket(table, nth(next), 0) != a ||
		    vsw_fdb_bucket(table, nth(next), 1) != a)
			continue;
		KUNIT_ASSERT_EQ(test, put(table, nth(next)), 0);
		filled++;
	}
	rcu_read_lock();
	for (i = 0; i < VSW_FDB_WAYS; i++)
		vsw_fdb_table_remove(&a->slot[i]);
	KUNIT_EXPECT_EQ(test, put(table, key), 0);
	KUNIT_EXPECT_PTR_EQ(test, vsw_fdb_table_find(table, key), &b->slot[0]);
	rcu_read_unlock();
	vsw_fdb_table_free(table);
}

/*
 * A long random sequence against an array. Few buckets and many removals, so
 * that most of what is put in goes where something else was.
 */
#define MODEL_BUCKETS	24
#define MODEL_KEYS	300

static void table_behaves_as_an_array(struct kunit *test)
{
	struct vsw_fdb_table *table = make(test, MODEL_BUCKETS);
	u32 step, i, wrong = 0, again = 0, waited = 0;
	struct rnd_state rnd;
	bool *there;
	int err;

	there = kunit_kcalloc(test, MODEL_KEYS, sizeof(*there), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, there);
	prandom_seed_state(&rnd, 3);
	for (step = 0; step < 20000; step++) {
		i = prandom_u32_state(&rnd) % MODEL_KEYS;
		if (there[i] || prandom_u32_state(&rnd) % 2) {
			wrong += has(table, nth(i)) != there[i];
			if (there[i])
				vsw_fdb_table_remove(vsw_fdb_table_find(table,
									nth(i)));
			there[i] = false;
			continue;
		}
		err = put(table, nth(i));
		again += err == -EAGAIN;
		if (err == -EAGAIN && waited < 200) {
			synchronize_rcu();
			waited++;
			err = put(table, nth(i));
			wrong += err != 0;
		}
		there[i] = !err;
	}
	for (i = 0; i < MODEL_KEYS; i++)
		wrong += has(table, nth(i)) != there[i];
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_GT(test, again, 0);
	vsw_fdb_table_free(table);
}

static struct kunit_case fdb_table_cases[] = {
	KUNIT_CASE(where_is_id_and_kind),
	KUNIT_CASE_PARAM(buckets_of_every_size_are_aligned_and_used_evenly,
			 size_gen_params),
	KUNIT_CASE(hash_extremes_stay_inside),
	KUNIT_CASE(what_is_put_in_is_found_until_removed),
	KUNIT_CASE(insertion_fails_as_seldom_as_documented),
	KUNIT_CASE(a_new_table_has_the_size_that_is_documented),
	KUNIT_CASE(a_copy_has_all_entries_and_no_quarantine),
	KUNIT_CASE(a_copy_that_does_not_fit_says_so),
	KUNIT_CASE(a_slot_is_filled_again_after_a_grace_period_only),
	KUNIT_CASE(quarantine_in_one_bucket_leads_to_the_other),
	KUNIT_CASE_SLOW(table_behaves_as_an_array),
	{}
};

static struct kunit_suite fdb_table_suite = {
	.name = "vsw_fdb_table",
	.test_cases = fdb_table_cases,
};

kunit_test_suite(fdb_table_suite);
