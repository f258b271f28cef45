// SPDX-License-Identifier: GPL-2.0
/* The FDB in a long random sequence, against a model that can be believed. */
#include <linux/prandom.h>

#include "fdb_world.h"

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

/*
 * Whether an address that is not there would find no room: both its buckets
 * are full of entries. Rather than have it turned away for a quarantine, which
 * is a matter of time, wait for that to be over.
 */
static bool crowded(struct world *w, u64 k)
{
	const struct vsw_fdb_bucket *b;
	int choice, way;

	for (choice = 0; choice < 2; choice++) {
		b = vsw_fdb_bucket(table(w), k, choice);
		for (way = 0; way < VSW_FDB_WAYS; way++) {
			if (!b->slot[way].key)
				return false;
			if (vsw_fdb_slot_key(&b->slot[way]))
				continue;
			synchronize_rcu();
			return false;
		}
	}
	return true;
}

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
	struct vsw_fdb_slot *entry = find(m->w, d, i);

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
	KUNIT_EXPECT_EQ(test, world_learn(m->w, d, i, t), want);
	sync_clock(test, m, d, i);
}

/* Most frames come from where others have come from before. */
static void step_learn_again(struct kunit *test, struct model *m)
{
	const struct model_entry *e;

	if (!m->entries)
		return;
	e = &m->entry[roll(m, m->entries)];
	KUNIT_EXPECT_EQ(test, world_learn(m->w, e->domain,
					  (u32)(e->key >> 16), e->target),
			VSW_FDB_OK);
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
	KUNIT_EXPECT_EQ(test, world_check(m->w, d, i, t), want);
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
		if (!world_means(&c, m->entry[i].domain, m->entry[i].target,
				 m->entry[i].kind))
			continue;
		model_remove(m, &m->entry[i], VSW_FDB_CAUSE_FLUSHED);
		want++;
	}
	world_match(m->w, &c, &match);
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
		KUNIT_EXPECT_EQ(test, w->quota[i].entries,
				model_entries(m, ANY, 2 * i) +
				model_entries(m, ANY, 2 * i + 1));
	}
	for (i = 0; i < N_TARGETS; i++)
		KUNIT_EXPECT_EQ(test, w->target[i].entries,
				model_entries(m, ANY, i));
	for (i = 0; i < N_DOMAINS; i++) {
		KUNIT_EXPECT_EQ(test, w->domain[i].quota.entries,
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

static struct kunit_case fdb_model_cases[] = {
	KUNIT_CASE_SLOW(fdb_behaves_as_the_model),
	{}
};

static struct kunit_suite fdb_model_suite = {
	.name = "vsw_fdb_model",
	.init = world_init,
	.exit = world_exit,
	.test_cases = fdb_model_cases,
};

kunit_test_suite(fdb_model_suite);
