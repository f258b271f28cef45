// SPDX-License-Identifier: GPL-2.0
#include "fdb_world.h"

static void note_event(struct vsw_fdb *fdb, const struct vsw_fdb_entry *entry,
		       enum vsw_fdb_cause cause, bool gone)
{
	struct world *w = container_of(fdb, struct world, fdb);

	w->events[cause][gone]++;
	w->last = *entry;
}

enum vsw_fdb_verdict world_learn(struct world *w, int domain, u32 i,
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

enum vsw_fdb_verdict world_check(struct world *w, int domain, u32 i,
				 int target)
{
	enum vsw_fdb_verdict verdict;

	rcu_read_lock();
	verdict = vsw_fdb_check(&w->fdb, key(domain, i), &w->target[target]);
	rcu_read_unlock();
	return verdict;
}

static int count_one(const struct vsw_fdb_entry *entry, void *data)
{
	++*(u32 *)data;
	return 0;
}

u32 world_count(struct world *w)
{
	const struct vsw_fdb_match all = { .kinds = VSW_FDB_KINDS_ALL };
	unsigned long pos = 0;
	u32 n = 0;

	mutex_lock(&w->fdb.mutex);
	vsw_fdb_walk(&w->fdb, &all, &pos, count_one, &n);
	mutex_unlock(&w->fdb.mutex);
	return n;
}

u32 world_crowd(struct kunit *test, u32 n)
{
	struct world *w = test->priv;
	u32 i;

	for (i = 0; i < 100000; i++) {
		if (vsw_fdb_bucket(table(w), key(0, i), 0) !=
		    &table(w)->buckets[0] ||
		    vsw_fdb_bucket(table(w), key(0, i), 1) !=
		    &table(w)->buckets[1])
			continue;
		if (!n--)
			return i;
	}
	KUNIT_FAIL(test, "no address left that crowds");
	return 0;
}

/* The learned ones come first: those find room for certain only at first. */
void world_populate(struct kunit *test)
{
	struct world *w = test->priv;
	int d, t, kind;

	for (d = 0; d < N_DOMAINS; d++) {
		for (t = 0; t < N_TARGETS; t++) {
			world_learn(w, d, 4 * t, t);
			KUNIT_ASSERT_EQ(test, where(w, d, 4 * t), t);
		}
	}
	for (d = 0; d < N_DOMAINS; d++)
		for (t = 0; t < N_TARGETS; t++)
			for (kind = 1; kind <= VSW_FDB_KIND_LOCAL; kind++)
				KUNIT_ASSERT_EQ(test, set(w, d, 4 * t + kind,
							  t, kind), 0);
}

bool world_means(const struct flush_case *c, int domain, int target, int kind)
{
	return BIT(kind) & c->kinds &&
	       (c->domain == ANY || c->domain == domain) &&
	       (c->target == ANY || c->target == target) &&
	       (c->port == ANY || c->port == target / 2);
}

void world_match(struct world *w, const struct flush_case *c,
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

int world_init(struct kunit *test)
{
	struct world *w;
	int i, err;

	w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	err = vsw_fdb_init(&w->fdb, note_event);
	if (err)
		return err;
	test->priv = w;
	/* While the first table lasts, all runs are the same. */
	table(w)->mult[0] = 0x9e3779b97f4a7c15ULL;
	table(w)->mult[1] = 0xd1342543de82ef95ULL;
	for (i = 0; i < N_TARGETS && !err; i++) {
		if (i != FREE)
			w->target[i].quota = &w->quota[i / 2];
		err = vsw_fdb_add_target(&w->fdb, &w->target[i]);
	}
	for (i = 0; i < N_DOMAINS && !err; i++) {
		w->domain[i].id = i + 1;
		err = vsw_fdb_add_domain(&w->fdb, &w->domain[i]);
	}
	return err;
}

void world_exit(struct kunit *test)
{
	const struct vsw_fdb_match all = { .kinds = VSW_FDB_KINDS_ALL };
	struct world *w = test->priv;
	int i;

	if (!w)
		return;
	vsw_fdb_flush(&w->fdb, &all);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 0);
	KUNIT_EXPECT_EQ(test, world_count(w), 0);
	for (i = 0; i < N_PORTS; i++)
		KUNIT_EXPECT_EQ(test, w->quota[i].entries, 0);
	for (i = 0; i < N_TARGETS; i++)
		KUNIT_EXPECT_EQ(test, w->target[i].entries, 0);
	for (i = 0; i < N_DOMAINS; i++) {
		KUNIT_EXPECT_EQ(test, w->domain[i].quota.learned, 0);
		KUNIT_EXPECT_EQ(test, w->domain[i].quota.entries, 0);
	}
	vsw_fdb_uninit(&w->fdb);
}
