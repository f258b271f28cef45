// SPDX-License-Identifier: GPL-2.0
/* Ids of targets. */
#include <kunit/test.h>
#include <linux/delay.h>

#include "kmod/target.h"

#define MANY	1000

struct ids {
	struct vsw_targets __rcu *targets;
	struct vsw_target target[MANY];
	struct vsw_target other;
};

static struct vsw_targets *all(struct ids *ids)
{
	return rcu_dereference_protected(ids->targets, true);
}

static void add_many(struct kunit *test)
{
	struct ids *ids = test->priv;
	int i;

	for (i = 0; i < MANY; i++)
		KUNIT_ASSERT_EQ(test, vsw_targets_add(&ids->targets,
						      &ids->target[i]), 0);
}

static void each_target_is_found_by_its_id(struct kunit *test)
{
	struct ids *ids = test->priv;
	u32 id, wrong = 0;
	int i;

	add_many(test);
	for (i = 0; i < MANY; i++) {
		id = ids->target[i].id;
		wrong += !id || id >= all(ids)->size ||
			 all(ids)->slot[id].target != &ids->target[i];
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_NULL(test, all(ids)->slot[0].target);
	/* Dense: no more than twice the room that they need. */
	KUNIT_EXPECT_LE(test, all(ids)->size, 2 * MANY + 32);
}

static void readers_of_an_old_array_keep_what_they_had(struct kunit *test)
{
	struct ids *ids = test->priv;
	struct vsw_targets *old;
	u32 wrong = 0, size;
	int i;

	KUNIT_ASSERT_EQ(test, vsw_targets_add(&ids->targets, &ids->other), 0);
	/* Growing does not wait for readers. */
	rcu_read_lock();
	old = rcu_dereference(ids->targets);
	size = old->size;
	KUNIT_EXPECT_PTR_EQ(test, old->slot[ids->other.id].target, &ids->other);
	rcu_read_unlock();
	add_many(test);
	KUNIT_EXPECT_GT(test, all(ids)->size, size);
	KUNIT_EXPECT_PTR_EQ(test, all(ids)->slot[ids->other.id].target,
			    &ids->other);
	for (i = 0; i < MANY; i++)
		wrong += ids->target[i].id == ids->other.id;
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static void an_id_is_given_again_after_a_grace_period_only(struct kunit *test)
{
	struct ids *ids = test->priv;
	struct vsw_target *t = ids->target;
	u32 size, i, n = 0;

	/* All ids that there is room for are taken, and the second is free. */
	do {
		KUNIT_ASSERT_EQ(test, vsw_targets_add(&ids->targets, &t[n]), 0);
	} while (++n < all(ids)->size - 1);
	size = all(ids)->size;
	KUNIT_ASSERT_EQ(test, t[0].id, 1);
	vsw_targets_retire(&ids->targets, &t[1]);
	synchronize_rcu();

	/* No grace period ends while we are inside. */
	rcu_read_lock();
	vsw_targets_retire(&ids->targets, &t[0]);
	KUNIT_EXPECT_PTR_EQ(test, all(ids)->slot[1].target, &t[0]);
	for (i = 0; i < 400; i++)
		udelay(5);
	KUNIT_EXPECT_EQ(test, vsw_targets_add(&ids->targets, &t[n]), 0);
	KUNIT_EXPECT_EQ(test, t[n++].id, 2);
	rcu_read_unlock();
	KUNIT_ASSERT_EQ(test, all(ids)->size, size);

	synchronize_rcu();
	KUNIT_EXPECT_EQ(test, vsw_targets_add(&ids->targets, &t[n]), 0);
	KUNIT_EXPECT_EQ(test, t[n].id, 1);
	KUNIT_EXPECT_PTR_EQ(test, all(ids)->slot[1].target, &t[n++]);
	KUNIT_EXPECT_EQ(test, all(ids)->size, size);
	/* It is in use: the next one needs a larger array. */
	synchronize_rcu();
	KUNIT_EXPECT_EQ(test, vsw_targets_add(&ids->targets, &t[n]), 0);
	KUNIT_EXPECT_GT(test, all(ids)->size, size);
}

static void coming_and_going_does_not_need_more_and_more_room(struct kunit *test)
{
	struct ids *ids = test->priv;
	u32 size;
	int i;

	add_many(test);
	size = all(ids)->size;
	for (i = 0; i < 4 * MANY; i++) {
		vsw_targets_retire(&ids->targets, &ids->target[i % MANY]);
		if (i % 16 == 0)
			synchronize_rcu();
		KUNIT_ASSERT_EQ(test, vsw_targets_add(&ids->targets,
						      &ids->target[i % MANY]),
				0);
	}
	KUNIT_EXPECT_LE(test, all(ids)->size, 2 * size + 32);
}

static u32 serial(struct ids *ids, const struct vsw_target *target)
{
	u32 serial;

	rcu_read_lock();
	serial = vsw_targets_serial(rcu_dereference(ids->targets), target);
	rcu_read_unlock();
	return serial;
}

static void each_target_has_a_serial_number_of_its_own(struct kunit *test)
{
	struct ids *ids = test->priv;
	u32 wrong = 0;
	int i;

	add_many(test);
	KUNIT_EXPECT_EQ(test, serial(ids, &ids->other), 0);
	KUNIT_EXPECT_NE(test, serial(ids, &ids->target[0]), 0);
	for (i = 1; i < MANY; i++)
		wrong += serial(ids, &ids->target[i]) <=
			 serial(ids, &ids->target[i - 1]);
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static void who_gets_an_id_again_gets_another_serial_number(struct kunit *test)
{
	struct ids *ids = test->priv;
	struct vsw_target *t = &ids->other;
	u32 id, first, tries = 0;

	KUNIT_ASSERT_EQ(test, vsw_targets_add(&ids->targets, t), 0);
	id = t->id;
	first = serial(ids, t);
	do {
		vsw_targets_retire(&ids->targets, t);
		KUNIT_ASSERT_EQ(test, serial(ids, t), 0);
		synchronize_rcu_expedited();
		KUNIT_ASSERT_EQ(test, vsw_targets_add(&ids->targets, t), 0);
		tries++;
	} while (t->id != id && tries < MANY);
	KUNIT_EXPECT_EQ(test, t->id, id);
	KUNIT_EXPECT_EQ(test, serial(ids, t), first + tries);
}

static void serial_numbers_start_again_with_one(struct kunit *test)
{
	struct ids *ids = test->priv;

	KUNIT_ASSERT_EQ(test, vsw_targets_add(&ids->targets, &ids->other), 0);
	all(ids)->serial = U32_MAX - 1;
	add_many(test);
	KUNIT_EXPECT_EQ(test, serial(ids, &ids->target[0]), U32_MAX);
	KUNIT_EXPECT_EQ(test, serial(ids, &ids->target[1]), 1);
}

static void target_without_an_id_may_be_retired(struct kunit *test)
{
	struct ids *ids = test->priv;

	vsw_targets_retire(&ids->targets, &ids->other);
	KUNIT_EXPECT_NULL(test, all(ids));
	KUNIT_EXPECT_EQ(test, ids->other.id, 0);
}

static int ids_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct ids), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static void ids_exit(struct kunit *test)
{
	struct ids *ids = test->priv;

	if (ids)
		vsw_targets_free(&ids->targets);
}

static struct kunit_case target_cases[] = {
	KUNIT_CASE(each_target_is_found_by_its_id),
	KUNIT_CASE(readers_of_an_old_array_keep_what_they_had),
	KUNIT_CASE(an_id_is_given_again_after_a_grace_period_only),
	KUNIT_CASE(coming_and_going_does_not_need_more_and_more_room),
	KUNIT_CASE(each_target_has_a_serial_number_of_its_own),
	KUNIT_CASE(who_gets_an_id_again_gets_another_serial_number),
	KUNIT_CASE(serial_numbers_start_again_with_one),
	KUNIT_CASE(target_without_an_id_may_be_retired),
	{}
};

static struct kunit_suite target_suite = {
	.name = "vsw_target",
	.init = ids_init,
	.exit = ids_exit,
	.test_cases = target_cases,
};

kunit_test_suite(target_suite);
