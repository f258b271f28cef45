// SPDX-License-Identifier: GPL-2.0
/* Flood lists, one behaviour at a time and against a plain array of flags. */
#include <kunit/test.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/prandom.h>

#include "kmod/flood.h"

#define N_TARGETS	40
#define STEPS		4000

/**
 * struct set - a flood list and what should be in it
 * @list:	the list
 * @target:	targets
 * @in:		whether each is in the list
 * @seen:	how often a walk saw each
 */
struct set {
	struct vsw_flood __rcu *list;
	struct vsw_target target[N_TARGETS];
	bool in[N_TARGETS];
	u32 seen[N_TARGETS];
};

static u32 slots(const struct set *set)
{
	const struct vsw_flood *list;

	list = rcu_dereference_protected(set->list, true);
	return list ? list->slots : 0;
}

static void add(struct kunit *test, int i)
{
	struct set *set = test->priv;

	KUNIT_ASSERT_EQ(test, vsw_flood_reserve(&set->list), 0);
	KUNIT_ASSERT_LE(test, slots(set), 2 * N_TARGETS);
	set->target[i].slot = vsw_flood_add(&set->list, &set->target[i]);
	set->in[i] = true;
}

static void del(struct kunit *test, int i)
{
	struct set *set = test->priv;

	vsw_flood_del(&set->list, &set->target[i], set->target[i].slot);
	set->in[i] = false;
}

static void walk(struct set *set)
{
	struct vsw_target *target;
	u32 pos = 0;

	memset(set->seen, 0, sizeof(set->seen));
	rcu_read_lock();
	while ((target = vsw_flood_next(rcu_dereference(set->list), &pos)))
		set->seen[target - set->target]++;
	rcu_read_unlock();
}

static void compare(struct kunit *test)
{
	struct set *set = test->priv;
	const struct vsw_target *first;
	u32 n = 0, pos = 0;
	int i;

	walk(set);
	for (i = 0; i < N_TARGETS; i++) {
		KUNIT_EXPECT_EQ_MSG(test, set->seen[i], set->in[i],
				    "target %d", i);
		n += set->in[i];
	}
	KUNIT_EXPECT_EQ(test, vsw_flood_count(&set->list), n);
	first = vsw_flood_first(&set->list, &pos);
	KUNIT_EXPECT_EQ(test, first && set->in[first - set->target], n > 0);
}

static void no_list_is_an_empty_one(struct kunit *test)
{
	struct set *set = test->priv;

	compare(test);
	del(test, 0);
	compare(test);
	vsw_flood_free(&set->list);
	KUNIT_EXPECT_EQ(test, slots(set), 0);
}

static void reservation_adds_nothing(struct kunit *test)
{
	struct set *set = test->priv;

	KUNIT_ASSERT_EQ(test, vsw_flood_reserve(&set->list), 0);
	compare(test);
	KUNIT_ASSERT_EQ(test, vsw_flood_reserve(&set->list), 0);
	compare(test);
}

static void list_grows_and_keeps_its_members(struct kunit *test)
{
	struct set *set = test->priv;
	int i;

	for (i = 0; i < N_TARGETS; i++) {
		add(test, i);
		compare(test);
	}
	KUNIT_EXPECT_GE(test, slots(set), N_TARGETS);
}

static void list_fills_what_kmalloc_gives(struct kunit *test)
{
	struct set *set = test->priv;
	const struct vsw_flood *list;
	int i;

	for (i = 0; i < N_TARGETS; i++) {
		add(test, i);
		list = rcu_dereference_protected(set->list, true);
		KUNIT_EXPECT_TRUE(test, is_power_of_2(struct_size(list, target,
								  list->slots)));
	}
}

static void deletion_leaves_the_others(struct kunit *test)
{
	int i;

	for (i = 0; i < N_TARGETS; i++)
		add(test, i);
	for (i = 0; i < N_TARGETS; i += 3) {
		del(test, i);
		compare(test);
	}
	for (i = N_TARGETS - 1; i >= 0; i--) {
		del(test, i);
		compare(test);
	}
}

static void deletion_of_a_stranger_changes_nothing(struct kunit *test)
{
	add(test, 0);
	add(test, 1);
	del(test, 2);
	compare(test);
	del(test, 1);
	del(test, 1);
	compare(test);
}

static void empty_slots_are_used_again(struct kunit *test)
{
	struct set *set = test->priv;
	u32 before;
	int i;

	for (i = 0; i < 8; i++)
		add(test, i);
	before = slots(set);
	for (i = 8; i < N_TARGETS; i++) {
		del(test, i - 8);
		add(test, i);
		compare(test);
	}
	KUNIT_EXPECT_EQ(test, slots(set), before);
}

/* A removal empties its slot for walks on their way, too. */
static void walk_skips_what_went_ahead_of_it(struct kunit *test)
{
	struct set *set = test->priv;
	const struct vsw_flood *list;
	u32 pos = 0;
	int i;

	for (i = 0; i < 4; i++)
		add(test, i);

	rcu_read_lock();
	list = rcu_dereference(set->list);
	KUNIT_EXPECT_PTR_EQ(test, vsw_flood_next(list, &pos), &set->target[0]);
	del(test, 0);
	del(test, 1);
	KUNIT_EXPECT_PTR_EQ(test, vsw_flood_next(list, &pos), &set->target[2]);
	KUNIT_EXPECT_PTR_EQ(test, vsw_flood_next(list, &pos), &set->target[3]);
	KUNIT_EXPECT_NULL(test, vsw_flood_next(list, &pos));
	KUNIT_EXPECT_NULL(test, vsw_flood_next(list, &pos));
	rcu_read_unlock();
}

static void list_is_taken_apart_in_one_walk(struct kunit *test)
{
	struct set *set = test->priv;
	struct vsw_target *target;
	u32 pos = 0;
	int i;

	for (i = 0; i < N_TARGETS; i++)
		add(test, i);
	for (i = 0; i < N_TARGETS; i += 3)
		del(test, i);
	while ((target = vsw_flood_first(&set->list, &pos)))
		del(test, target - set->target);
	compare(test);
	KUNIT_EXPECT_EQ(test, vsw_flood_count(&set->list), 0);
}

/* More slots than 16 bits can tell apart. */
static void long_list_loses_the_right_one(struct kunit *test)
{
	const u32 n = BIT(16) + 2;
	struct vsw_flood __rcu *list = NULL;
	struct vsw_target *target = kvcalloc(n, sizeof(*target), GFP_KERNEL);
	u32 i, pos = 0;

	KUNIT_ASSERT_NOT_NULL(test, target);
	for (i = 0; i < n && !vsw_flood_reserve(&list); i++)
		target[i].slot = vsw_flood_add(&list, &target[i]);
	KUNIT_EXPECT_EQ(test, i, n);
	vsw_flood_del(&list, &target[n - 1], target[n - 1].slot);
	vsw_flood_del(&list, &target[0], target[0].slot);
	KUNIT_EXPECT_EQ(test, vsw_flood_count(&list), n - 2);
	KUNIT_EXPECT_PTR_EQ(test, vsw_flood_first(&list, &pos), &target[1]);
	pos = n - 2;
	KUNIT_EXPECT_PTR_EQ(test, vsw_flood_first(&list, &pos), &target[n - 2]);
	KUNIT_EXPECT_NULL(test, vsw_flood_first(&list, &pos));
	vsw_flood_free(&list);
	kvfree(target);
}

/* As a peer that several networks have. */
static void target_of_two_lists_leaves_each(struct kunit *test)
{
	struct set *set = test->priv;
	struct vsw_flood __rcu *other = NULL;
	u16 slot;

	add(test, 1);
	add(test, 0);
	KUNIT_ASSERT_EQ(test, vsw_flood_reserve(&other), 0);
	slot = vsw_flood_add(&other, &set->target[0]);
	del(test, 0);
	compare(test);
	KUNIT_EXPECT_EQ(test, vsw_flood_count(&other), 1);
	vsw_flood_del(&other, &set->target[0], slot);
	KUNIT_EXPECT_EQ(test, vsw_flood_count(&other), 0);
	vsw_flood_free(&other);
}

static void list_behaves_as_a_set(struct kunit *test)
{
	struct set *set = test->priv;
	struct rnd_state rnd;
	int i, step;

	prandom_seed_state(&rnd, 1);
	for (step = 0; step < STEPS; step++) {
		i = prandom_u32_state(&rnd) % N_TARGETS;
		if (set->in[i])
			del(test, i);
		else
			add(test, i);
		compare(test);
	}
	for (i = 0; i < N_TARGETS; i++)
		del(test, i);
	compare(test);
}

static int flood_test_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct set), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static void flood_test_exit(struct kunit *test)
{
	struct set *set = test->priv;

	if (!set)
		return;
	vsw_flood_free(&set->list);
	KUNIT_EXPECT_EQ(test, vsw_flood_count(&set->list), 0);
}

static struct kunit_case flood_test_cases[] = {
	KUNIT_CASE(no_list_is_an_empty_one),
	KUNIT_CASE(reservation_adds_nothing),
	KUNIT_CASE(list_grows_and_keeps_its_members),
	KUNIT_CASE(list_fills_what_kmalloc_gives),
	KUNIT_CASE(deletion_leaves_the_others),
	KUNIT_CASE(deletion_of_a_stranger_changes_nothing),
	KUNIT_CASE(empty_slots_are_used_again),
	KUNIT_CASE(walk_skips_what_went_ahead_of_it),
	KUNIT_CASE(list_is_taken_apart_in_one_walk),
	KUNIT_CASE(long_list_loses_the_right_one),
	KUNIT_CASE(target_of_two_lists_leaves_each),
	KUNIT_CASE(list_behaves_as_a_set),
	{}
};

static struct kunit_suite flood_test_suite = {
	.name = "vsw_flood",
	.init = flood_test_init,
	.exit = flood_test_exit,
	.test_cases = flood_test_cases,
};

kunit_test_suite(flood_test_suite);
