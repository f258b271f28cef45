// SPDX-License-Identifier: GPL-2.0
/* The FDB with several CPUs at work. */
#include <linux/kthread.h>
#include <linux/prandom.h>

#include "fdb_world.h"

/*
 * One thread looks for entries that nobody removes, one learns,
 * moves and deletes; the test itself learns, flushes, ages and makes the
 * table grow.
 */
#define N_LASTING	32
#define CHURN_ROUNDS	2000

struct churn {
	struct world *w;
	u32 rounds;
	u32 missed;
};

static int read_thread(void *data)
{
	struct churn *c = data;
	u32 i;

	while (!kthread_should_stop()) {
		for (i = 0; i < N_LASTING; i++)
			c->missed += where(c->w, 0, i) != 0;
		c->rounds++;
		cond_resched();
	}
	return 0;
}

static int write_thread(void *data)
{
	struct churn *c = data;
	struct rnd_state rnd;
	u32 r;

	prandom_seed_state(&rnd, 2);
	while (!kthread_should_stop()) {
		r = prandom_u32_state(&rnd);
		if (r >> 30)
			world_learn(c->w, 1, r % 512, (r >> 16) % N_TARGETS);
		else
			vsw_fdb_del(&c->w->fdb, key(1, r % 512), LEARNED);
		c->rounds++;
		cond_resched();
	}
	return 0;
}

static void churn(struct world *w)
{
	const struct vsw_fdb_match port = {
		.quota = &w->quota[0],
		.kinds = LEARNED,
	};
	u32 i;

	for (i = 0; i < CHURN_ROUNDS; i++) {
		world_learn(w, 1, i % 512, i % N_TARGETS);
		world_learn(w, 2, i, i % N_TARGETS);
		if (i % 512 == 0)
			vsw_fdb_flush(&w->fdb, &port);
		if (i % 512 == 256)
			vsw_fdb_age(&w->fdb, vsw_fdb_clock());
		cond_resched();
	}
}

static void entries_and_counters_survive_concurrency(struct kunit *test)
{
	struct world *w = test->priv;
	struct churn reader = { .w = w }, writer = { .w = w };
	struct task_struct *threads[2];
	u32 i, learned;

	for (i = 0; i < N_LASTING; i++)
		KUNIT_ASSERT_EQ(test, set(w, 0, i, 0, VSW_FDB_KIND_STATIC), 0);

	threads[0] = kthread_run(read_thread, &reader, "vsw_fdb_read");
	threads[1] = kthread_run(write_thread, &writer, "vsw_fdb_write");
	if (!IS_ERR(threads[0]) && !IS_ERR(threads[1]))
		churn(w);
	for (i = 0; i < 2; i++)
		if (IS_ERR(threads[i]) || kthread_stop(threads[i]))
			KUNIT_FAIL(test, "thread %u did not run", i);
	settle(w);

	KUNIT_EXPECT_EQ(test, reader.missed, 0);
	KUNIT_EXPECT_GT(test, reader.rounds, 0);
	KUNIT_EXPECT_GT(test, writer.rounds, 0);
	KUNIT_EXPECT_GT(test, w->fdb.generation, 0);
	KUNIT_EXPECT_EQ(test, world_count(w), w->fdb.entries);
	for (i = 0, learned = 0; i < N_DOMAINS; i++)
		learned += w->domain[i].quota.learned;
	KUNIT_EXPECT_EQ(test, learned + N_LASTING, w->fdb.entries);
}

/*
 * Isolation. Two tenants, networks 0 and 1, whose addresses come and go all the
 * time at targets of ports 0 and 1. Their entries take turns in the same few
 * slots, and two of the targets in the same ids. Whoever finds an address of a
 * tenant in a slot must find a target of that tenant there for as long as it
 * goes on reading, however long it is interrupted in between.
 */
#define N_ADDRESSES	40
#define FOUND_ENOUGH	1000
#define ROUNDS_ENOUGH	40000
#define ROUNDS_MAX	(100 * ROUNDS_ENOUGH)

struct watch {
	struct world *w;
	u32 found;
	u32 wrong;
};

static void watch_one(struct watch *watch, int tenant, u32 i)
{
	struct vsw_fdb *fdb = &watch->w->fdb;
	const struct vsw_fdb_slot *slot;
	struct vsw_target *target;
	int n;

	rcu_read_lock();
	slot = vsw_fdb_find(fdb, key(tenant, i));
	for (n = 0; slot && n < 50; n++) {
		target = vsw_fdb_target(fdb, vsw_fdb_slot_where(slot));
		watch->wrong += (target - watch->w->target) / 2 != tenant;
		cpu_relax();
	}
	WRITE_ONCE(watch->found, watch->found + !!slot);
	rcu_read_unlock();
}

static int watch_thread(void *data)
{
	struct watch *watch = data;
	u32 i = 0;

	while (!kthread_should_stop()) {
		watch_one(watch, i % 2, i / 2 % N_ADDRESSES);
		i++;
		cond_resched();
	}
	return 0;
}

/* A retired target is as new after a grace period, but for its id. */
static void swap_targets(struct kunit *test, struct world *w, bool order)
{
	int t;

	vsw_fdb_retire_target(&w->fdb, &w->target[1]);
	vsw_fdb_retire_target(&w->fdb, &w->target[3]);
	for (t = 0; t < 2; t++) {
		struct vsw_target *target = &w->target[order == t ? 1 : 3];

		target->dead = false;
		KUNIT_ASSERT_EQ(test, vsw_fdb_add_target(&w->fdb, target), 0);
	}
}

/* How often the watcher gets to look is the scheduler's business: wait for it. */
static bool watched_enough(struct watch *watch, u32 round)
{
	struct world *w = watch->w;

	return round == ROUNDS_MAX ||
	       (round >= ROUNDS_ENOUGH &&
		READ_ONCE(watch->found) > FOUND_ENOUGH &&
		/* It was the quarantine that kept them apart, not room. */
		w->events[VSW_FDB_CAUSE_ADMIN][true] >
		4 * vsw_fdb_table_slots(table(w)));
}

static void no_reader_sees_a_target_of_another_tenant(struct kunit *test)
{
	struct world *w = test->priv;
	struct watch watch = { .w = w };
	struct task_struct *thread;
	struct rnd_state rnd;
	u32 round, r, i;
	int tenant;

	prandom_seed_state(&rnd, 4);
	thread = kthread_run(watch_thread, &watch, "vsw_fdb_watch");
	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	for (round = 0; !watched_enough(&watch, round); round++) {
		r = prandom_u32_state(&rnd);
		tenant = r >> 31;
		i = r % N_ADDRESSES;
		if (r >> 30 & 1)
			vsw_fdb_del(&w->fdb, key(tenant, i), LEARNED);
		else
			world_learn(w, tenant, i, 2 * tenant + (r >> 29 & 1));
		if (round % 256 == 0)
			swap_targets(test, w, round % 512);
		cond_resched();
	}
	KUNIT_EXPECT_EQ(test, kthread_stop(thread), 0);
	KUNIT_EXPECT_EQ(test, watch.wrong, 0);
	KUNIT_EXPECT_LT(test, round, ROUNDS_MAX);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, 0);
}

static struct kunit_case fdb_race_cases[] = {
	KUNIT_CASE_SLOW(entries_and_counters_survive_concurrency),
	KUNIT_CASE_SLOW(no_reader_sees_a_target_of_another_tenant),
	{}
};

static struct kunit_suite fdb_race_suite = {
	.name = "vsw_fdb_race",
	.init = world_init,
	.exit = world_exit,
	.test_cases = fdb_race_cases,
};

kunit_test_suite(fdb_race_suite);
