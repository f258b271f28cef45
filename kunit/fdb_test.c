// SPDX-License-Identifier: GPL-2.0
/*
 * The FDB: one behaviour at a time, then a long random sequence against a
 * model so naive that it can be believed, then several CPUs at once.
 */
#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/prandom.h>

#include "kmod/fdb.h"
#include "kmod/live.h"

/* Two targets of each port, and one without a quota. */
#define N_PORTS		2
#define N_TARGETS	(2 * N_PORTS + 1)
#define N_DOMAINS	3
#define N_CAUSES	(VSW_FDB_CAUSE_FLUSHED + 1)
#define FREE		(N_TARGETS - 1)

#define ANY		-1
#define LEARNED		BIT(VSW_FDB_KIND_LEARNED)

/**
 * struct world - an FDB and what it is about
 * @fdb:	the FDB
 * @quota:	of the ports
 * @target:	targets 2n and 2n + 1 are of port n
 * @domain:	networks
 * @events:	how often it told of each cause, entry alive and gone; FDB lock
 * @last:	key of the last event; FDB lock
 */
struct world {
	struct vsw_fdb fdb;
	struct vsw_fdb_quota quota[N_PORTS];
	struct vsw_target target[N_TARGETS];
	struct vsw_fdb_domain domain[N_DOMAINS];
	u32 events[N_CAUSES][2];
	u64 last;
};

static void note_event(struct vsw_fdb *fdb, const struct vsw_fdb_entry *entry,
		       enum vsw_fdb_cause cause, bool gone)
{
	struct world *w = container_of(fdb, struct world, fdb);

	w->events[cause][gone]++;
	w->last = entry->key;
}

/* The i-th address, 02:00 and so on. */
static u64 mac(u32 i)
{
	return (u64)i << 16 | 0x02;
}

static u64 key(int domain, u32 i)
{
	return vsw_fdb_key(mac(i), domain + 1);
}

static enum vsw_fdb_verdict learn(struct world *w, int domain, u32 i,
				  int target)
{
	enum vsw_fdb_verdict verdict;

	local_bh_disable();
	rcu_read_lock();
	verdict = vsw_fdb_learn(&w->fdb, &w->domain[domain], key(domain, i),
				&w->target[target]);
	rcu_read_unlock();
	local_bh_enable();
	return verdict;
}

static enum vsw_fdb_verdict check(struct world *w, int domain, u32 i,
				  int target)
{
	enum vsw_fdb_verdict verdict;

	rcu_read_lock();
	verdict = vsw_fdb_check(&w->fdb, key(domain, i), &w->target[target]);
	rcu_read_unlock();
	return verdict;
}

static int set(struct world *w, int domain, u32 i, int target,
	       enum vsw_fdb_kind kind)
{
	return vsw_fdb_set(&w->fdb, &w->domain[domain], mac(i),
			   &w->target[target], kind);
}

/* For those who know that nobody removes it. */
static struct vsw_fdb_entry *find(struct world *w, int domain, u32 i)
{
	struct vsw_fdb_entry *entry;

	rcu_read_lock();
	entry = vsw_fdb_lookup(&w->fdb, key(domain, i));
	rcu_read_unlock();
	return entry;
}

/* Where an address is, -1 for nowhere. */
static int where(struct world *w, int domain, u32 i)
{
	struct vsw_fdb_entry *entry = find(w, domain, i);

	return entry ? entry->target - w->target : -1;
}

static void flush_all(struct world *w)
{
	const struct vsw_fdb_match all = { .kinds = VSW_FDB_KINDS_ALL };

	vsw_fdb_flush(&w->fdb, &all);
}

/* Let a growth of the table finish that has been asked for. */
static void settle(struct world *w)
{
	flush_work(&w->fdb.grow);
}

static struct vsw_fdb_table *table(struct world *w)
{
	return rcu_dereference_protected(w->fdb.table, true);
}

/* The numbers of a key's two buckets. */
static u64 bucket(struct world *w, u64 k, int choice)
{
	return vsw_fdb_bucket(table(w), k, choice) - table(w)->buckets;
}

/* Both buckets of a key are full, so that it could not be inserted. */
static bool crowded(struct world *w, u64 k)
{
	const struct vsw_fdb_bucket *b;
	int choice, way;

	for (choice = 0; choice < 2; choice++) {
		b = vsw_fdb_bucket(table(w), k, choice);
		for (way = 0; way < VSW_FDB_WAYS; way++)
			if (!b->key[way])
				return false;
	}
	return true;
}

static void keys_hold_mac_and_network(struct kunit *test)
{
	static const u8 frame[] = { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55,
				    0x66, 0x77 };
	u64 k = vsw_fdb_key(vsw_fdb_mac(frame), VSW_NETWORK_ID_MAX);
	u8 bytes[6];

	KUNIT_EXPECT_EQ(test, vsw_fdb_mac(frame), 0x554433221102ULL);
	KUNIT_EXPECT_EQ(test, k >> 48, VSW_NETWORK_ID_MAX);
	vsw_fdb_key_mac(k, bytes);
	KUNIT_EXPECT_MEMEQ(test, bytes, frame, sizeof(bytes));
}

static void learned_address_is_found_in_its_network(struct kunit *test)
{
	struct world *w = test->priv;

	KUNIT_EXPECT_EQ(test, learn(w, 1, 7, 2), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 1, 7), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 7), -1);
	KUNIT_EXPECT_EQ(test, where(w, 1, 8), -1);
	KUNIT_EXPECT_PTR_EQ(test, find(w, 1, 7)->domain, &w->domain[1]);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
	KUNIT_EXPECT_EQ(test, w->domain[1].quota.learned, 1);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_LEARNED][false], 1);
	KUNIT_EXPECT_EQ(test, w->last, key(1, 7));
}

static void one_address_may_be_in_several_networks(struct kunit *test)
{
	struct world *w = test->priv;
	int d;

	for (d = 0; d < N_DOMAINS; d++)
		learn(w, d, 7, d);
	for (d = 0; d < N_DOMAINS; d++)
		KUNIT_EXPECT_EQ(test, where(w, d, 7), d);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, N_DOMAINS);
}

static void address_seen_again_is_refreshed_silently(struct kunit *test)
{
	struct world *w = test->priv;
	struct vsw_fdb_entry *entry;
	u32 now;

	learn(w, 0, 1, 0);
	entry = find(w, 0, 1);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	now = vsw_fdb_clock();
	WRITE_ONCE(entry->updated, now - 100);
	learn(w, 0, 1, 0);
	KUNIT_EXPECT_LE(test, READ_ONCE(entry->updated) - now, 100);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_LEARNED][false], 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_MOVED][false], 0);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 1);
}

static void learned_entry_moves_to_new_target(struct kunit *test)
{
	struct world *w = test->priv;

	learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, learn(w, 0, 1, 2), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	KUNIT_EXPECT_EQ(test, w->domain[0].moves, 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_MOVED][false], 1);

	/* Its place in the quotas moves along. */
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 0);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 1);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 1);
	learn(w, 0, 1, FREE);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 0);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 1);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
}

struct verdict_case {
	const char *name;
	enum vsw_fdb_kind kind;
	int from;
	enum vsw_fdb_verdict verdict;
};

static const struct verdict_case verdict_cases[] = {
	{ "static, here", VSW_FDB_KIND_STATIC, 0, VSW_FDB_OK },
	{ "static, elsewhere", VSW_FDB_KIND_STATIC, 2, VSW_FDB_OK },
	{ "sticky, here", VSW_FDB_KIND_STICKY, 0, VSW_FDB_OK },
	{ "sticky, elsewhere", VSW_FDB_KIND_STICKY, 2, VSW_FDB_STICKY },
	{ "sticky, elsewhere at its port", VSW_FDB_KIND_STICKY, 1,
	  VSW_FDB_STICKY },
	{ "local, here", VSW_FDB_KIND_LOCAL, 0, VSW_FDB_OK },
	{ "local, elsewhere", VSW_FDB_KIND_LOCAL, 2, VSW_FDB_LOCAL },
	{ "local, without quota", VSW_FDB_KIND_LOCAL, FREE, VSW_FDB_LOCAL },
};

KUNIT_ARRAY_PARAM_DESC(verdict, verdict_cases, name);

static void set_entry_stays_and_judges(struct kunit *test)
{
	const struct verdict_case *c = test->param_value;
	struct world *w = test->priv;

	KUNIT_ASSERT_EQ(test, set(w, 0, 1, 0, c->kind), 0);
	KUNIT_EXPECT_EQ(test, check(w, 0, 1, c->from), c->verdict);
	KUNIT_EXPECT_EQ(test, learn(w, 0, 1, c->from), c->verdict);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, find(w, 0, 1)->kind, c->kind);
	KUNIT_EXPECT_EQ(test, w->domain[0].moves, 0);
	/* The address is free in other networks. */
	KUNIT_EXPECT_EQ(test, check(w, 1, 1, c->from), VSW_FDB_OK);
}

static void check_does_not_learn(struct kunit *test)
{
	struct world *w = test->priv;

	KUNIT_EXPECT_EQ(test, check(w, 0, 1, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, check(w, 0, 1, 2), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
}

static void admin_overrides_what_was_learned(struct kunit *test)
{
	struct world *w = test->priv;

	learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 2, VSW_FDB_KIND_STATIC), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 0);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 0);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 0);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_ADMIN][false], 1);

	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 3, VSW_FDB_KIND_STICKY), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 3);
	KUNIT_EXPECT_EQ(test, find(w, 0, 1)->kind, VSW_FDB_KIND_STICKY);
}

static void local_entry_is_not_overridden(struct kunit *test)
{
	struct world *w = test->priv;
	int kind;

	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 0, VSW_FDB_KIND_LOCAL), 0);
	for (kind = VSW_FDB_KIND_STATIC; kind <= VSW_FDB_KIND_LOCAL; kind++)
		KUNIT_EXPECT_EQ(test, set(w, 0, 1, 2, kind), -EEXIST);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, find(w, 0, 1)->kind, VSW_FDB_KIND_LOCAL);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_ADMIN][false], 1);
}

static void local_entry_takes_no_address_from_the_admin(struct kunit *test)
{
	struct world *w = test->priv;

	set(w, 0, 1, 2, VSW_FDB_KIND_STATIC);
	set(w, 0, 2, 2, VSW_FDB_KIND_STICKY);
	learn(w, 0, 3, 2);
	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 0, VSW_FDB_KIND_LOCAL), -EEXIST);
	KUNIT_EXPECT_EQ(test, set(w, 0, 2, 0, VSW_FDB_KIND_LOCAL), -EEXIST);
	KUNIT_EXPECT_EQ(test, set(w, 0, 3, 0, VSW_FDB_KIND_LOCAL), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 3), 0);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 0);
}

static void deletion_minds_the_kind(struct kunit *test)
{
	struct world *w = test->priv;

	learn(w, 0, 1, 0);
	set(w, 0, 2, 0, VSW_FDB_KIND_STICKY);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 2), LEARNED),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 3),
					  VSW_FDB_KINDS_ALL), -ENOENT);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 2);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 1), LEARNED), 0);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 2),
					  BIT(VSW_FDB_KIND_STICKY)), 0);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_ADMIN][true], 2);
	KUNIT_EXPECT_EQ(test, w->last, key(0, 2));
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), -1);
}

static void full_port_learns_no_more(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	w->quota[0].limit = 4;
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, learn(w, i % N_DOMAINS, i, i % 2),
				VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 4);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->quota[0].refused), 6);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 4);
	/* Others, and the administrator, go on. */
	learn(w, 0, 20, 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 20), 2);
	KUNIT_EXPECT_EQ(test, set(w, 0, 21, 0, VSW_FDB_KIND_STATIC), 0);
	/* One that goes makes room for another. */
	vsw_fdb_del(&w->fdb, key(0, 0), LEARNED);
	learn(w, 0, 22, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 22), 0);
}

static void full_port_gets_no_moves(struct kunit *test)
{
	struct world *w = test->priv;

	w->quota[1].limit = 1;
	learn(w, 0, 1, 2);
	learn(w, 0, 2, 0);
	KUNIT_EXPECT_EQ(test, learn(w, 0, 2, 3), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->quota[1].refused), 1);
	KUNIT_EXPECT_EQ(test, w->domain[0].moves, 0);
	/* Away from it is always possible. */
	learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
}

static void move_within_a_full_port_needs_no_room(struct kunit *test)
{
	struct world *w = test->priv;

	w->quota[0].limit = 1;
	learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, learn(w, 0, 1, 1), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 1);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 1);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->quota[0].refused), 0);
}

static void full_network_learns_no_more(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	w->domain[0].quota.limit = 4;
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, learn(w, 0, i, i % N_TARGETS),
				VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 4);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->domain[0].quota.refused), 6);
	/* Moves within it need no more room than there is. */
	learn(w, 0, 0, 3);
	KUNIT_EXPECT_EQ(test, where(w, 0, 0), 3);
	learn(w, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, where(w, 1, 0), 0);
}

static void unused_entry_ages(struct kunit *test)
{
	struct world *w = test->priv;
	u32 now;

	w->domain[0].ageing = 300;
	learn(w, 0, 1, 0);
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
	learn(w, 0, 1, 0);
	learn(w, 1, 1, 0);
	learn(w, 2, 1, 0);
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
	struct vsw_fdb_entry *entry;

	w->domain[0].ageing = 100;
	learn(w, 0, 1, 0);
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
	learn(w, 0, 1, 0);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&w->fdb.age));
	flush_delayed_work(&w->fdb.age);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&w->fdb.age));
	find(w, 0, 1)->updated -= 100;
	flush_delayed_work(&w->fdb.age);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&w->fdb.age));
}

static void retired_target_is_not_learned_again(struct kunit *test)
{
	struct world *w = test->priv;

	learn(w, 0, 1, 0);
	learn(w, 0, 2, 2);
	set(w, 1, 3, 0, VSW_FDB_KIND_LOCAL);
	vsw_fdb_retire_target(&w->fdb, &w->target[0]);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 1, 3), -1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_FLUSHED][true], 2);

	/* A frame that was on its way. */
	KUNIT_EXPECT_EQ(test, learn(w, 0, 1, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, learn(w, 0, 2, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	/* The port's other target lives. */
	learn(w, 0, 1, 1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 1);
}

static void killed_target_keeps_what_it_has_until_flushed(struct kunit *test)
{
	struct world *w = test->priv;

	learn(w, 0, 1, 0);
	learn(w, 0, 2, 2);
	vsw_fdb_kill_target(&w->fdb, &w->target[0]);
	learn(w, 0, 2, 0);
	learn(w, 0, 3, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 3), -1);
	/* Its entries move away as they would from any other. */
	learn(w, 0, 1, 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	vsw_fdb_retire_target(&w->fdb, &w->target[0]);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 2);
}

static void retired_network_is_not_learned_in_again(struct kunit *test)
{
	struct world *w = test->priv;

	learn(w, 0, 1, 0);
	set(w, 0, 2, 2, VSW_FDB_KIND_STATIC);
	learn(w, 1, 1, 0);
	vsw_fdb_retire_domain(&w->fdb, &w->domain[0]);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_FLUSHED][true], 2);
	learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 1, 1), 0);
}

struct flush_case {
	const char *name;
	int domain;
	int target;
	int port;
	u32 kinds;
};

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

static bool flush_means(const struct flush_case *c, int d, int t, int kind)
{
	return BIT(kind) & c->kinds &&
	       (c->domain == ANY || c->domain == d) &&
	       (c->target == ANY || c->target == t) &&
	       (c->port == ANY || c->port == t / 2);
}

static void flush_match(struct world *w, const struct flush_case *c,
			struct vsw_fdb_match *match)
{
	memset(match, 0, sizeof(*match));
	match->kinds = c->kinds;
	if (c->domain != ANY)
		match->domain = &w->domain[c->domain];
	if (c->target != ANY)
		match->target = &w->target[c->target];
	if (c->port != ANY)
		match->quota = &w->quota[c->port];
}

/*
 * An entry of each kind at each target in each network. The learned ones come
 * first: they find room for certain only in the first table.
 */
static void populate(struct kunit *test)
{
	struct world *w = test->priv;
	int d, t, kind;

	for (d = 0; d < N_DOMAINS; d++) {
		for (t = 0; t < N_TARGETS; t++) {
			learn(w, d, 4 * t, t);
			KUNIT_ASSERT_EQ(test, where(w, d, 4 * t), t);
		}
	}
	for (d = 0; d < N_DOMAINS; d++)
		for (t = 0; t < N_TARGETS; t++)
			for (kind = 1; kind <= VSW_FDB_KIND_LOCAL; kind++)
				KUNIT_ASSERT_EQ(test, set(w, d, 4 * t + kind,
							  t, kind), 0);
}

static void flush_removes_what_matches_only(struct kunit *test)
{
	const struct flush_case *c = test->param_value;
	struct world *w = test->priv;
	struct vsw_fdb_match match;
	u32 gone, want = 0;
	int d, t, kind;
	bool left;

	populate(test);
	flush_match(w, c, &match);
	gone = vsw_fdb_flush(&w->fdb, &match);
	for (d = 0; d < N_DOMAINS; d++) {
		for (t = 0; t < N_TARGETS; t++) {
			for (kind = 0; kind <= VSW_FDB_KIND_LOCAL; kind++) {
				left = !flush_means(c, d, t, kind);
				want += !left;
				KUNIT_EXPECT_EQ(test, where(w, d, 4 * t + kind),
						left ? t : -1);
			}
		}
	}
	KUNIT_EXPECT_EQ(test, gone, want);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_FLUSHED][true], want);
}

/* Learn addresses that would all stand in the same two buckets. */
static u32 crowd(struct kunit *test, u32 count)
{
	struct world *w = test->priv;
	u32 i;

	for (i = 0; i < 100000; i++) {
		if (bucket(w, key(0, i), 0) != 0 || bucket(w, key(0, i), 1) != 1)
			continue;
		if (!count--)
			return i;
		learn(w, 0, i, 0);
		KUNIT_ASSERT_EQ(test, where(w, 0, i), 0);
	}
	KUNIT_FAIL(test, "no address left that crowds");
	return 0;
}

static void crowded_buckets_make_the_table_grow(struct kunit *test)
{
	struct world *w = test->priv;
	u32 generation = w->fdb.generation;
	u32 late = crowd(test, 2 * VSW_FDB_WAYS);

	KUNIT_EXPECT_TRUE(test, crowded(w, key(0, late)));
	KUNIT_EXPECT_EQ(test, learn(w, 0, late, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), -1);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->domain[0].quota.refused), 1);

	/* Not for that alone; with a few entries more. */
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, generation);
	learn(w, 1, 1, 0);
	settle(w);
	KUNIT_EXPECT_EQ(test, w->fdb.generation, generation + 1);
	KUNIT_EXPECT_FALSE(test, w->fdb.crowded);
	learn(w, 0, late, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), 0);
}

static void set_entry_makes_the_table_grow_at_once(struct kunit *test)
{
	struct world *w = test->priv;
	u32 generation = w->fdb.generation;
	u32 late = crowd(test, 2 * VSW_FDB_WAYS);

	KUNIT_EXPECT_TRUE(test, crowded(w, key(0, late)));
	KUNIT_EXPECT_EQ(test, set(w, 0, late, 2, VSW_FDB_KIND_STATIC), 0);
	KUNIT_EXPECT_GT(test, w->fdb.generation, generation);
	KUNIT_EXPECT_EQ(test, where(w, 0, late), 2);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 2 * VSW_FDB_WAYS + 1);
}

#define MANY	2000

static int count_one(const struct vsw_fdb_entry *entry, void *data)
{
	++*(u32 *)data;
	return 0;
}

static u32 count(struct world *w)
{
	const struct vsw_fdb_match all = { .kinds = VSW_FDB_KINDS_ALL };
	unsigned long pos = 0;
	u32 n = 0;

	mutex_lock(&w->fdb.mutex);
	vsw_fdb_walk(&w->fdb, &all, &pos, count_one, &n);
	mutex_unlock(&w->fdb.mutex);
	return n;
}

static void thousands_of_learned_addresses_are_found(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i, found = 0;

	for (i = 0; i < MANY; i++) {
		settle(w);
		learn(w, i % N_DOMAINS, i, i % N_TARGETS);
	}
	settle(w);
	for (i = 0; i < MANY; i++)
		if (where(w, i % N_DOMAINS, i) == i % N_TARGETS)
			found++;
	/* That both buckets are full happens, to very few. */
	KUNIT_EXPECT_GE(test, found, MANY - MANY / 100);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, found);
	KUNIT_EXPECT_EQ(test, count(w), found);
	KUNIT_EXPECT_GE(test, vsw_fdb_buckets(&w->fdb) * VSW_FDB_WAYS,
			2 * found);
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
	KUNIT_EXPECT_EQ(test, count(w), MANY / 2);
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

static void removed_entries_are_freed(struct kunit *test)
{
	struct world *w = test->priv;
	int before;

	rcu_barrier();
	before = atomic_read(&vsw_live[VSW_LIVE_FDB_ENTRY]);
	populate(test);
	flush_all(w);
	rcu_barrier();
	KUNIT_EXPECT_EQ(test, atomic_read(&vsw_live[VSW_LIVE_FDB_ENTRY]),
			before);
}

/*
 * The model: an array, looked through from its beginning, and quotas that are
 * counted whenever somebody asks. It knows of the real table only whether an
 * address would have found its two buckets full.
 */
#define N_MACS		64
#define N_KEYS		(N_DOMAINS * N_MACS)
#define MODEL_STEPS	6000

struct model_entry {
	u64 key;
	int domain;
	int target;
	int kind;
	u32 updated;
	u32 seen;
};

struct model {
	struct world *w;
	struct rnd_state rnd;
	u32 now;
	struct model_entry entry[N_KEYS];
	int entries;
	u32 port_refused[N_PORTS];
	u32 domain_refused[N_DOMAINS];
	u32 moves[N_DOMAINS];
	u32 events[N_CAUSES][2];
	u32 wrong;
	u32 budget;
};

static u32 roll(struct model *m, u32 sides)
{
	return prandom_u32_state(&m->rnd) % sides;
}

static struct model_entry *model_find(struct model *m, u64 k)
{
	int i;

	for (i = 0; i < m->entries; i++)
		if (m->entry[i].key == k)
			return &m->entry[i];
	return NULL;
}

static void model_add(struct model *m, u64 k, int domain, int target, int kind)
{
	m->entry[m->entries++] = (struct model_entry){
		.key = k,
		.domain = domain,
		.target = target,
		.kind = kind,
		.updated = m->now,
	};
}

static void model_remove(struct model *m, struct model_entry *e,
			 enum vsw_fdb_cause cause)
{
	*e = m->entry[--m->entries];
	m->events[cause][true]++;
}

static u32 model_learned(const struct model *m, int domain, int port)
{
	u32 n = 0;
	int i;

	for (i = 0; i < m->entries; i++)
		n += m->entry[i].kind == VSW_FDB_KIND_LEARNED &&
		     (domain == ANY || domain == m->entry[i].domain) &&
		     (port == ANY || port == m->entry[i].target / 2);
	return n;
}

static u32 model_entries(const struct model *m, int domain, int target)
{
	u32 n = 0;
	int i;

	for (i = 0; i < m->entries; i++)
		n += (domain == ANY || domain == m->entry[i].domain) &&
		     (target == ANY || target == m->entry[i].target);
	return n;
}

static bool model_port_full(struct model *m, int port)
{
	u32 limit;

	if (port >= N_PORTS)
		return false;
	limit = m->w->quota[port].limit;
	if (!limit || model_learned(m, ANY, port) < limit)
		return false;
	m->port_refused[port]++;
	return true;
}

static bool model_domain_full(struct model *m, int domain)
{
	u32 limit = m->w->domain[domain].quota.limit;

	if (!limit || model_learned(m, domain, ANY) < limit)
		return false;
	m->domain_refused[domain]++;
	return true;
}

static void model_learn_new(struct model *m, int d, u64 k, int t, bool no_room)
{
	if (model_port_full(m, t / 2) || model_domain_full(m, d))
		return;
	if (no_room) {
		m->domain_refused[d]++;
		return;
	}
	model_add(m, k, d, t, VSW_FDB_KIND_LEARNED);
	m->events[VSW_FDB_CAUSE_LEARNED][false]++;
}

static void model_move(struct model *m, struct model_entry *e, int t)
{
	if (e->target / 2 != t / 2 && model_port_full(m, t / 2))
		return;
	e->target = t;
	e->updated = m->now;
	m->moves[e->domain]++;
	m->events[VSW_FDB_CAUSE_MOVED][false]++;
}

static enum vsw_fdb_verdict model_learn(struct model *m, int d, u64 k, int t,
					bool no_room)
{
	struct model_entry *e = model_find(m, k);

	if (!e) {
		model_learn_new(m, d, k, t, no_room);
		return VSW_FDB_OK;
	}
	if (e->target == t) {
		e->updated = m->now;
		return VSW_FDB_OK;
	}
	if (e->kind == VSW_FDB_KIND_STICKY)
		return VSW_FDB_STICKY;
	if (e->kind == VSW_FDB_KIND_LOCAL)
		return VSW_FDB_LOCAL;
	if (e->kind == VSW_FDB_KIND_LEARNED)
		model_move(m, e, t);
	return VSW_FDB_OK;
}

/* The FDB has the real clock: give its entry the model's, if it looked. */
static void sync_clock(struct kunit *test, struct model *m, int d, u32 i)
{
	const struct model_entry *e = model_find(m, key(d, i));
	struct vsw_fdb_entry *entry = find(m->w, d, i);

	KUNIT_ASSERT_EQ(test, !e, !entry);
	if (!e)
		return;
	if (e->updated != m->now) {
		KUNIT_EXPECT_EQ(test, entry->updated, e->updated);
		return;
	}
	if (entry->updated != m->now)
		KUNIT_EXPECT_LE(test, vsw_fdb_clock() - entry->updated, 60);
	WRITE_ONCE(entry->updated, m->now);
}

static void step_learn(struct kunit *test, struct model *m)
{
	int d = roll(m, N_DOMAINS), t = roll(m, N_TARGETS);
	u32 i = roll(m, N_MACS);
	enum vsw_fdb_verdict want;

	want = model_learn(m, d, key(d, i), t, crowded(m->w, key(d, i)));
	KUNIT_EXPECT_EQ(test, learn(m->w, d, i, t), want);
	sync_clock(test, m, d, i);
}

/* Most frames come from where others have come from before. */
static void step_learn_again(struct kunit *test, struct model *m)
{
	const struct model_entry *e;

	if (!m->entries)
		return;
	e = &m->entry[roll(m, m->entries)];
	KUNIT_EXPECT_EQ(test, learn(m->w, e->domain, (u32)(e->key >> 16),
				    e->target), VSW_FDB_OK);
	model_learn(m, e->domain, e->key, e->target, false);
	sync_clock(test, m, e->domain, (u32)(e->key >> 16));
}

static void step_check(struct kunit *test, struct model *m)
{
	int d = roll(m, N_DOMAINS), t = roll(m, N_TARGETS);
	enum vsw_fdb_verdict want = VSW_FDB_OK;
	const struct model_entry *e;
	u32 i = roll(m, N_MACS);

	e = model_find(m, key(d, i));
	if (e && e->target != t && e->kind == VSW_FDB_KIND_STICKY)
		want = VSW_FDB_STICKY;
	if (e && e->target != t && e->kind == VSW_FDB_KIND_LOCAL)
		want = VSW_FDB_LOCAL;
	KUNIT_EXPECT_EQ(test, check(m->w, d, i, t), want);
	KUNIT_EXPECT_EQ(test, where(m->w, d, i), e ? e->target : -1);
}

static void step_set(struct kunit *test, struct model *m)
{
	int d = roll(m, N_DOMAINS), t = roll(m, N_TARGETS);
	int kind = VSW_FDB_KIND_STATIC + roll(m, VSW_FDB_KIND_LOCAL);
	struct model_entry *e;
	u32 i = roll(m, N_MACS);

	e = model_find(m, key(d, i));
	if (e && (e->kind == VSW_FDB_KIND_LOCAL ||
		  (kind == VSW_FDB_KIND_LOCAL &&
		   e->kind != VSW_FDB_KIND_LEARNED))) {
		KUNIT_EXPECT_EQ(test, set(m->w, d, i, t, kind), -EEXIST);
		return;
	}
	if (!e) {
		model_add(m, key(d, i), d, t, kind);
	} else {
		e->target = t;
		e->kind = kind;
	}
	m->events[VSW_FDB_CAUSE_ADMIN][false]++;
	KUNIT_EXPECT_EQ(test, set(m->w, d, i, t, kind), 0);
	sync_clock(test, m, d, i);
}

static void step_del(struct kunit *test, struct model *m)
{
	u64 k = key(roll(m, N_DOMAINS), roll(m, N_MACS));
	struct model_entry *e = model_find(m, k);
	u32 kinds = roll(m, VSW_FDB_KINDS_ALL + 1);
	int want = -ENOENT;

	if (e && BIT(e->kind) & kinds) {
		model_remove(m, e, VSW_FDB_CAUSE_ADMIN);
		want = 0;
	}
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&m->w->fdb, k, kinds), want);
}

static void step_flush(struct kunit *test, struct model *m)
{
	const struct flush_case c = {
		.domain = (int)roll(m, N_DOMAINS + 1) - 1,
		.target = (int)roll(m, N_TARGETS + 1) - 1,
		.port = (int)roll(m, N_PORTS + 1) - 1,
		.kinds = roll(m, VSW_FDB_KINDS_ALL + 1),
	};
	struct vsw_fdb_match match;
	u32 want = 0;
	int i;

	for (i = m->entries - 1; i >= 0; i--) {
		if (!flush_means(&c, m->entry[i].domain, m->entry[i].target,
				 m->entry[i].kind))
			continue;
		model_remove(m, &m->entry[i], VSW_FDB_CAUSE_FLUSHED);
		want++;
	}
	flush_match(m->w, &c, &match);
	KUNIT_EXPECT_EQ(test, vsw_fdb_flush(&m->w->fdb, &match), want);
}

static void step_age(struct kunit *test, struct model *m)
{
	u32 ageing, next = U32_MAX;
	struct model_entry *e;
	int i;

	m->now += roll(m, 30);
	for (i = m->entries - 1; i >= 0; i--) {
		e = &m->entry[i];
		ageing = m->w->domain[e->domain].ageing;
		if (e->kind != VSW_FDB_KIND_LEARNED || !ageing)
			continue;
		if (m->now >= e->updated + ageing)
			model_remove(m, e, VSW_FDB_CAUSE_AGED);
		else
			next = min(next, e->updated + ageing - m->now);
	}
	KUNIT_EXPECT_EQ(test, vsw_fdb_age(&m->w->fdb, m->now), next);
}

static void step_limits(struct kunit *test, struct model *m)
{
	m->w->quota[roll(m, N_PORTS)].limit = roll(m, 24);
	m->w->domain[roll(m, N_DOMAINS)].quota.limit = roll(m, 40);
}

static int model_visit(const struct vsw_fdb_entry *entry, void *data)
{
	struct model *m = data;
	struct model_entry *e = model_find(m, entry->key);

	if (!m->budget)
		return -EMSGSIZE;
	m->budget--;
	if (!e || entry->target != &m->w->target[e->target] ||
	    entry->domain != &m->w->domain[e->domain] ||
	    entry->kind != e->kind || e->seen++)
		m->wrong++;
	return 0;
}

/* Each entry of the model once, and no other, in pieces of random size. */
static void compare_entries(struct kunit *test, struct model *m)
{
	const struct vsw_fdb_match all = { .kinds = VSW_FDB_KINDS_ALL };
	unsigned long pos = 0;
	u32 missed = 0;
	int i;

	m->wrong = 0;
	mutex_lock(&m->w->fdb.mutex);
	do {
		m->budget = 1 + roll(m, N_KEYS);
	} while (vsw_fdb_walk(&m->w->fdb, &all, &pos, model_visit, m));
	mutex_unlock(&m->w->fdb.mutex);
	for (i = 0; i < m->entries; i++) {
		missed += !m->entry[i].seen;
		m->entry[i].seen = 0;
	}
	KUNIT_EXPECT_EQ(test, m->wrong, 0);
	KUNIT_EXPECT_EQ(test, missed, 0);
	KUNIT_EXPECT_EQ(test, m->w->fdb.entries, m->entries);
}

static void compare_counters(struct kunit *test, struct model *m)
{
	struct world *w = m->w;
	int i;

	for (i = 0; i < N_PORTS; i++) {
		KUNIT_EXPECT_EQ(test, w->quota[i].learned,
				model_learned(m, ANY, i));
		KUNIT_EXPECT_EQ(test, atomic64_read(&w->quota[i].refused),
				m->port_refused[i]);
	}
	for (i = 0; i < N_TARGETS; i++)
		KUNIT_EXPECT_EQ(test, w->target[i].entries,
				model_entries(m, ANY, i));
	for (i = 0; i < N_DOMAINS; i++) {
		KUNIT_EXPECT_EQ(test, w->domain[i].entries,
				model_entries(m, i, ANY));
		KUNIT_EXPECT_EQ(test, w->domain[i].quota.learned,
				model_learned(m, i, ANY));
		KUNIT_EXPECT_EQ(test, w->domain[i].moves, m->moves[i]);
		KUNIT_EXPECT_EQ(test,
				atomic64_read(&w->domain[i].quota.refused),
				m->domain_refused[i]);
	}
	KUNIT_EXPECT_MEMEQ(test, w->events, m->events, sizeof(m->events));
}

/* What happens, and how often of a thousand times. */
static const struct {
	void (*run)(struct kunit *test, struct model *m);
	u32 share;
} steps[] = {
	{ step_learn, 500 },
	{ step_learn_again, 240 },
	{ step_check, 60 },
	{ step_set, 60 },
	{ step_del, 80 },
	{ step_flush, 10 },
	{ step_age, 40 },
	{ step_limits, 10 },
};

static void model_step(struct kunit *test, struct model *m)
{
	u32 dice = roll(m, 1000);
	int i;

	settle(m->w);
	for (i = 0; i < ARRAY_SIZE(steps) - 1; i++) {
		if (dice < steps[i].share)
			break;
		dice -= steps[i].share;
	}
	steps[i].run(test, m);
}

static void fdb_behaves_as_the_model(struct kunit *test)
{
	struct world *w = test->priv;
	struct model *m;
	int step;

	m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m);
	m->w = w;
	/* To the work with the real clock, all entries are of the future. */
	m->now = vsw_fdb_clock() + 1000000;
	prandom_seed_state(&m->rnd, 1);
	w->domain[0].ageing = 120;
	w->domain[1].ageing = 300;

	for (step = 0; step < MODEL_STEPS; step++) {
		model_step(test, m);
		if (step % 16 == 0) {
			compare_entries(test, m);
			compare_counters(test, m);
		}
		if (test->status == KUNIT_FAILURE) {
			KUNIT_FAIL(test, "after step %d", step);
			return;
		}
	}
	KUNIT_EXPECT_GT(test, w->fdb.generation, 0);
	KUNIT_EXPECT_GT(test, m->domain_refused[0], 0);
	KUNIT_EXPECT_GT(test, m->port_refused[0], 0);
	KUNIT_EXPECT_GT(test, m->events[VSW_FDB_CAUSE_AGED][true], 0);
}

/*
 * Several CPUs. One thread looks for entries that nobody removes, one learns,
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
			learn(c->w, 1, r % 512, (r >> 16) % N_TARGETS);
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
		learn(w, 1, i % 512, i % N_TARGETS);
		learn(w, 2, i, i % N_TARGETS);
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
	KUNIT_EXPECT_EQ(test, count(w), w->fdb.entries);
	for (i = 0, learned = 0; i < N_DOMAINS; i++)
		learned += w->domain[i].quota.learned;
	KUNIT_EXPECT_EQ(test, learned + N_LASTING, w->fdb.entries);
}

static int fdb_test_init(struct kunit *test)
{
	struct world *w;
	int i, err;

	w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	for (i = 0; i < N_TARGETS; i++)
		if (i != FREE)
			w->target[i].quota = &w->quota[i / 2];
	for (i = 0; i < N_DOMAINS; i++)
		w->domain[i].id = i + 1;
	err = vsw_fdb_init(&w->fdb, note_event);
	if (err)
		return err;
	/* While the first table lasts, all runs are the same. */
	table(w)->mult[0] = 0x9e3779b97f4a7c15ULL;
	table(w)->mult[1] = 0xd1342543de82ef95ULL;
	test->priv = w;
	return 0;
}

/* However a test ends, what it left can be removed, and leaves nothing. */
static void fdb_test_exit(struct kunit *test)
{
	struct world *w = test->priv;
	int i;

	if (!w)
		return;
	flush_all(w);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 0);
	KUNIT_EXPECT_EQ(test, count(w), 0);
	for (i = 0; i < N_PORTS; i++)
		KUNIT_EXPECT_EQ(test, w->quota[i].learned, 0);
	for (i = 0; i < N_TARGETS; i++)
		KUNIT_EXPECT_EQ(test, w->target[i].entries, 0);
	for (i = 0; i < N_DOMAINS; i++) {
		KUNIT_EXPECT_EQ(test, w->domain[i].quota.learned, 0);
		KUNIT_EXPECT_EQ(test, w->domain[i].entries, 0);
	}
	vsw_fdb_uninit(&w->fdb);
}

static void fdb_suite_exit(struct kunit_suite *suite)
{
	/* Entries are freed by callbacks. */
	rcu_barrier();
}

static struct kunit_case fdb_test_cases[] = {
	KUNIT_CASE(keys_hold_mac_and_network),
	KUNIT_CASE(learned_address_is_found_in_its_network),
	KUNIT_CASE(one_address_may_be_in_several_networks),
	KUNIT_CASE(address_seen_again_is_refreshed_silently),
	KUNIT_CASE(learned_entry_moves_to_new_target),
	KUNIT_CASE_PARAM(set_entry_stays_and_judges, verdict_gen_params),
	KUNIT_CASE(check_does_not_learn),
	KUNIT_CASE(admin_overrides_what_was_learned),
	KUNIT_CASE(local_entry_is_not_overridden),
	KUNIT_CASE(local_entry_takes_no_address_from_the_admin),
	KUNIT_CASE(deletion_minds_the_kind),
	KUNIT_CASE(full_port_learns_no_more),
	KUNIT_CASE(full_port_gets_no_moves),
	KUNIT_CASE(move_within_a_full_port_needs_no_room),
	KUNIT_CASE(full_network_learns_no_more),
	KUNIT_CASE(unused_entry_ages),
	KUNIT_CASE(each_network_has_its_ageing_time),
	KUNIT_CASE(only_learned_entries_age),
	KUNIT_CASE(ageing_survives_the_end_of_the_clock),
	KUNIT_CASE(ageing_runs_while_something_can_age),
	KUNIT_CASE(retired_target_is_not_learned_again),
	KUNIT_CASE(killed_target_keeps_what_it_has_until_flushed),
	KUNIT_CASE(retired_network_is_not_learned_in_again),
	KUNIT_CASE_PARAM(flush_removes_what_matches_only, flush_gen_params),
	KUNIT_CASE(crowded_buckets_make_the_table_grow),
	KUNIT_CASE(set_entry_makes_the_table_grow_at_once),
	KUNIT_CASE_SLOW(thousands_of_learned_addresses_are_found),
	KUNIT_CASE_SLOW(thousands_of_set_addresses_are_found),
	KUNIT_CASE(walk_goes_on_where_it_stopped),
	KUNIT_CASE(removed_entries_are_freed),
	KUNIT_CASE_SLOW(fdb_behaves_as_the_model),
	KUNIT_CASE_SLOW(entries_and_counters_survive_concurrency),
	{}
};

static struct kunit_suite fdb_test_suite = {
	.name = "vsw_fdb",
	.init = fdb_test_init,
	.exit = fdb_test_exit,
	.suite_exit = fdb_suite_exit,
	.test_cases = fdb_test_cases,
};

kunit_test_suite(fdb_test_suite);
