/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests of the FDB have in common: an FDB, and what it is about. */
#ifndef _FDB_WORLD_H
#define _FDB_WORLD_H

#include <kunit/test.h>

#include "kmod/fdb.h"

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
 * @last:	the entry of the last event; FDB lock
 */
struct world {
	struct vsw_fdb fdb;
	struct vsw_fdb_quota quota[N_PORTS];
	struct vsw_target target[N_TARGETS];
	struct vsw_fdb_domain domain[N_DOMAINS];
	u32 events[N_CAUSES][2];
	struct vsw_fdb_entry last;
};

/* A selection of entries; %ANY is no condition. */
struct flush_case {
	const char *name;
	int domain;
	int target;
	int port;
	u32 kinds;
};

/* Whether an entry is meant, in plain words and as the FDB takes it. */
bool world_means(const struct flush_case *c, int domain, int target, int kind);
void world_match(struct world *w, const struct flush_case *c,
		 struct vsw_fdb_match *match);

/* For suites: the world is test->priv. */
int world_init(struct kunit *test);

/* However a test ends, what it left can be removed, and leaves nothing. */
void world_exit(struct kunit *test);

enum vsw_fdb_verdict world_learn(struct world *w, int domain, u32 i,
				 int target);
enum vsw_fdb_verdict world_check(struct world *w, int domain, u32 i,
				 int target);

/* How many entries a walk sees. */
u32 world_count(struct world *w);

/*
 * The n-th address whose buckets are the first two of the first table; those
 * before it fill them. It looks long, but finds the same ones each time.
 */
u32 world_crowd(struct kunit *test, u32 n);

/* An entry of each kind at each target in each network. */
void world_populate(struct kunit *test);

/* The i-th address, 02:00 and so on. */
static inline u64 mac(u32 i)
{
	return (u64)i << 16 | 0x02;
}

static inline u64 key(int domain, u32 i)
{
	return vsw_fdb_key(mac(i), domain + 1);
}

static inline int set(struct world *w, int domain, u32 i, int target,
		      enum vsw_fdb_kind kind)
{
	return vsw_fdb_set(&w->fdb, &w->domain[domain], mac(i),
			   &w->target[target], kind);
}

/* For those who know that nobody removes it. */
static inline struct vsw_fdb_slot *find(struct world *w, int domain, u32 i)
{
	struct vsw_fdb_slot *slot;

	rcu_read_lock();
	slot = vsw_fdb_find(&w->fdb, key(domain, i));
	rcu_read_unlock();
	return slot;
}

/* The same entry as it is now; all zero if there is none. */
static inline struct vsw_fdb_entry look(struct world *w, int domain, u32 i)
{
	struct vsw_fdb_entry entry = {};

	rcu_read_lock();
	vsw_fdb_get(&w->fdb, key(domain, i), &entry);
	rcu_read_unlock();
	return entry;
}

/* Where an address is, -1 for nowhere. */
static inline int where(struct world *w, int domain, u32 i)
{
	struct vsw_target *target;

	rcu_read_lock();
	target = vsw_fdb_lookup(&w->fdb, key(domain, i));
	rcu_read_unlock();
	return target ? target - w->target : -1;
}

/* Let a growth of the table finish that has been asked for. */
static inline void settle(struct world *w)
{
	flush_work(&w->fdb.grow);
}

static inline struct vsw_fdb_table *table(struct world *w)
{
	return rcu_dereference_protected(w->fdb.table, true);
}

#endif /* _FDB_WORLD_H */
