/* SPDX-License-Identifier: GPL-2.0 */
/*
 * FDB: (network, MAC) -> target.
 *
 * DOC: FDB
 *
 * A hash table of buckets of one cache line, four entries each. The key holds
 * the MAC and the network in one u64; its hash is multiply-shift with two
 * random multipliers, which give each key two buckets. An entry never moves
 * from one of its buckets to the other, so that a walk over the buckets sees
 * each entry once, as long as the table is not replaced by a larger one.
 *
 * Readers take RCU only. A slot is filled key last and emptied key first, and
 * a reader compares the key inside the entry, because the slot may have been
 * filled anew between its two loads.
 *
 * Writers take fdb->lock. It is one lock, not one per bucket: what writes is
 * the first frame of an address, and its move to another port. Who has used up
 * a quota is turned away before the lock is taken.
 *
 * fdb->mutex is held while the table is replaced, and by walkers that must
 * see the same table all along.
 */
#ifndef _VSW_FDB_H
#define _VSW_FDB_H

#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <linux/unaligned.h>

#include <uapi/linux/vsw.h>

#include "target.h"

#define VSW_FDB_WAYS		4
#define VSW_FDB_MIN_BITS	4	/* 16 buckets, 1 KiB */
#define VSW_FDB_MAX_BITS	18	/* 2^18 buckets, 16 MiB */

/* Seconds between looks for entries that have aged, at the most. */
#define VSW_FDB_AGE_PERIOD	10U

/**
 * struct vsw_fdb_quota - how much of the FDB somebody may fill by learning
 * @limit:	most learned entries; 0 for no limit
 * @learned:	learned entries now; FDB lock
 * @refused:	how often learning was refused because of the limit
 */
struct vsw_fdb_quota {
	u32 limit;
	u32 learned;
	atomic64_t refused;
};

/**
 * struct vsw_fdb_domain - the FDB's view of a network
 * @quota:	the network's quota
 * @entries:	all its entries; FDB lock
 * @moves:	how often learned entries moved; FDB lock
 * @ageing:	seconds after which unused learned entries go; 0 for never
 * @id:		network id, 1 to %VSW_NETWORK_ID_MAX; part of the key
 * @dead:	nothing may be learned in it any more; FDB lock
 */
struct vsw_fdb_domain {
	struct vsw_fdb_quota quota;
	u64 moves;
	u32 entries;
	u32 ageing;
	u16 id;
	bool dead;
};

/**
 * struct vsw_fdb_entry - one address
 * @key:	vsw_fdb_key(); constant
 * @target:	where it is; READ_ONCE()
 * @domain:	its network; constant
 * @updated:	vsw_fdb_clock() when it was last seen; READ_ONCE()
 * @kind:	enum vsw_fdb_kind; READ_ONCE()
 * @rcu:	for freeing
 */
struct vsw_fdb_entry {
	u64 key;
	struct vsw_target *target;
	struct vsw_fdb_domain *domain;
	u32 updated;
	u8 kind;
	struct rcu_head rcu;
};

struct vsw_fdb_bucket {
	u64 key[VSW_FDB_WAYS];
	struct vsw_fdb_entry __rcu *entry[VSW_FDB_WAYS];
} __aligned(64);

/**
 * struct vsw_fdb_table - one size of the hash table
 * @buckets:	2^(64 - @shift) buckets
 * @mult:	odd random multipliers
 * @shift:	how far a product is shifted to give a bucket number
 */
struct vsw_fdb_table {
	struct vsw_fdb_bucket *buckets;
	u64 mult[2];
	u32 shift;
};

struct vsw_fdb;

/**
 * typedef vsw_fdb_event_t - told about every change of an entry
 * @gone:	the entry has been removed, but is still whole
 *
 * Context: FDB lock held. Slow path only.
 */
typedef void vsw_fdb_event_t(struct vsw_fdb *fdb,
			     const struct vsw_fdb_entry *entry,
			     enum vsw_fdb_cause cause, bool gone);

/**
 * struct vsw_fdb - the FDB of a switch
 * @table:	the hash table; written with both locks held
 * @lock:	serialises changes of entries
 * @entries:	how many there are; @lock
 * @crowded:	an entry was refused because its two buckets were full; @lock
 * @mutex:	serialises replacement of @table
 * @generation:	how often @table was replaced; @mutex
 * @grow:	replaces @table by one of twice the size
 * @age:	removes entries that were not seen for too long
 * @event:	told about changes; may be %NULL
 */
struct vsw_fdb {
	struct vsw_fdb_table __rcu *table;
	spinlock_t lock ____cacheline_aligned;
	u32 entries;
	bool crowded;
	struct mutex mutex;	/* table stays; see DOC: FDB */
	u32 generation;
	struct work_struct grow;
	struct delayed_work age;
	vsw_fdb_event_t *event;
};

/**
 * struct vsw_fdb_match - which entries a flush or a dump means
 * @domain:	only of this network, unless %NULL
 * @target:	only at this target, unless %NULL
 * @quota:	only at targets with this quota, that is of one port or vtep,
 *		unless %NULL
 * @kinds:	bit mask of enum vsw_fdb_kind
 */
struct vsw_fdb_match {
	const struct vsw_fdb_domain *domain;
	const struct vsw_target *target;
	const struct vsw_fdb_quota *quota;
	u32 kinds;
};

#define VSW_FDB_KINDS_ALL	GENMASK(VSW_FDB_KIND_LOCAL, 0)

/* What learning an address says of the frame that bore it. */
enum vsw_fdb_verdict {
	VSW_FDB_OK,		/* forward it, learned or not */
	VSW_FDB_STICKY,		/* the address belongs elsewhere: drop it */
	VSW_FDB_LOCAL,		/* it is an address of our own: drop it */
};

int vsw_fdb_cache_create(void);
void vsw_fdb_cache_destroy(void);

/* Process context. -ENOMEM. */
int vsw_fdb_init(struct vsw_fdb *fdb, vsw_fdb_event_t *event);

/* Process context; no readers, no entries. */
void vsw_fdb_uninit(struct vsw_fdb *fdb);

/**
 * vsw_fdb_mac() - the 48 bits of a MAC address, first byte lowest
 * @mac:	the address; 8 bytes from here on must be readable
 */
static inline u64 vsw_fdb_mac(const u8 *mac)
{
	return get_unaligned_le64(mac) & GENMASK_ULL(47, 0);
}

static inline u64 vsw_fdb_key(u64 mac, u16 network)
{
	return mac | (u64)network << 48;
}

static inline void vsw_fdb_key_mac(u64 key, u8 *mac)
{
	int i;

	for (i = 0; i < 6; i++)
		mac[i] = key >> (8 * i);
}

/* Seconds; on 64 bits it wraps after 136 years. Compare differences. */
static inline u32 vsw_fdb_clock(void)
{
	return jiffies / HZ;
}

static inline struct vsw_fdb_bucket *
vsw_fdb_bucket(const struct vsw_fdb_table *table, u64 key, int choice)
{
	return &table->buckets[(key * table->mult[choice]) >> table->shift];
}

/**
 * vsw_fdb_lookup() - find an entry
 * @fdb: FDB
 * @key: vsw_fdb_key()
 *
 * Context: RCU read side, or FDB lock held.
 * Return: the entry or %NULL.
 */
static inline struct vsw_fdb_entry *vsw_fdb_lookup(const struct vsw_fdb *fdb,
						   u64 key)
{
	const struct vsw_fdb_table *table;
	struct vsw_fdb_bucket *bucket;
	struct vsw_fdb_entry *entry;
	int choice, way;

	table = rcu_dereference_check(fdb->table, lockdep_is_held(&fdb->lock));
	for (choice = 0; choice < 2; choice++) {
		bucket = vsw_fdb_bucket(table, key, choice);
		for (way = 0; way < VSW_FDB_WAYS; way++) {
			if (READ_ONCE(bucket->key[way]) != key)
				continue;
			entry = rcu_dereference_check(bucket->entry[way],
						      lockdep_is_held(&fdb->lock));
			if (likely(entry && entry->key == key))
				return entry;
		}
	}
	return NULL;
}

/* Size of the table. Context: any. */
static inline u32 vsw_fdb_buckets(const struct vsw_fdb *fdb)
{
	u32 shift;

	rcu_read_lock();
	shift = rcu_dereference(fdb->table)->shift;
	rcu_read_unlock();
	return 1U << (64 - shift);
}

/* The part of vsw_fdb_learn() for addresses that are new or have moved. */
enum vsw_fdb_verdict vsw_fdb_learn_slow(struct vsw_fdb *fdb,
					struct vsw_fdb_domain *domain, u64 key,
					struct vsw_target *from);

/**
 * vsw_fdb_learn() - note that an address was seen
 * @fdb:	FDB
 * @domain:	network of the frame
 * @key:	its source address, vsw_fdb_key()
 * @from:	where it came from
 *
 * Writes nothing if the address was seen here within this second. Learning
 * that a quota, a full table or lack of memory forbids is not an error: the
 * frame is forwarded, and answers to it are flooded.
 *
 * Context: bottom halves disabled, RCU read side.
 */
static inline enum vsw_fdb_verdict
vsw_fdb_learn(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain, u64 key,
	      struct vsw_target *from)
{
	struct vsw_fdb_entry *entry = vsw_fdb_lookup(fdb, key);
	u32 now;

	if (unlikely(!entry || READ_ONCE(entry->target) != from))
		return vsw_fdb_learn_slow(fdb, domain, key, from);

	now = vsw_fdb_clock();
	if (READ_ONCE(entry->updated) != now)
		WRITE_ONCE(entry->updated, now);
	return VSW_FDB_OK;
}

/**
 * vsw_fdb_check() - vsw_fdb_learn() for networks that do not learn
 *
 * Context: RCU read side.
 */
enum vsw_fdb_verdict vsw_fdb_check(struct vsw_fdb *fdb, u64 key,
				   const struct vsw_target *from);

/**
 * vsw_fdb_set() - add or replace an entry that is not learned
 * @fdb:	FDB
 * @domain:	its network
 * @mac:	its address, vsw_fdb_mac()
 * @target:	where it is
 * @kind:	static, sticky or local
 *
 * Context: process. The caller keeps @domain and @target alive and not dead.
 * Return: 0; -EEXIST if a local entry is in the way, or, of a local one, what
 * the administrator has set; -ENOMEM; -ENOSPC if the table is full and as large
 * as it gets.
 */
int vsw_fdb_set(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain, u64 mac,
		struct vsw_target *target, enum vsw_fdb_kind kind);

/**
 * vsw_fdb_del() - remove an entry
 * @fdb:	FDB
 * @key:	vsw_fdb_key()
 * @kinds:	only if it is one of these
 *
 * Context: process.
 * Return: 0, or -ENOENT.
 */
int vsw_fdb_del(struct vsw_fdb *fdb, u64 key, u32 kinds);

/**
 * vsw_fdb_flush() - remove all entries that match
 *
 * Context: process.
 * Return: how many.
 */
u32 vsw_fdb_flush(struct vsw_fdb *fdb, const struct vsw_fdb_match *match);

/**
 * vsw_fdb_retire_target() - remove what is known of a target, for good
 *
 * Nothing is learned for it afterwards, not even by a frame on its way. The
 * caller unlinks the target first and frees it after a grace period.
 *
 * Context: process.
 */
void vsw_fdb_retire_target(struct vsw_fdb *fdb, struct vsw_target *target);

/*
 * The first half of that: nothing is learned for a target any more. With many
 * targets to retire, kill them all, flush once, and retiring is cheap.
 */
void vsw_fdb_kill_target(struct vsw_fdb *fdb, struct vsw_target *target);

/* The same for a network. */
void vsw_fdb_retire_domain(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain);

/**
 * vsw_fdb_walk() - visit entries that match
 * @fdb:	FDB
 * @match:	which
 * @pos:	where to start: 0, or what an earlier walk left
 * @visit:	called for each; non-zero stops the walk at this entry
 * @data:	for @visit
 *
 * Context: process; @fdb->mutex held.
 * Return: 0, or what @visit returned; @pos is then at that entry.
 */
int vsw_fdb_walk(struct vsw_fdb *fdb, const struct vsw_fdb_match *match,
		 unsigned long *pos,
		 int (*visit)(const struct vsw_fdb_entry *entry, void *data),
		 void *data);

/**
 * vsw_fdb_age() - remove learned entries that were not seen for too long
 * @fdb: FDB
 * @now: vsw_fdb_clock()
 *
 * Context: process.
 * Return: seconds until the next one is due, %U32_MAX if none ever is.
 */
u32 vsw_fdb_age(struct vsw_fdb *fdb, u32 now);

/* An ageing time has become shorter: look soon. The switch is alive. */
static inline void vsw_fdb_age_soon(struct vsw_fdb *fdb)
{
	mod_delayed_work(system_wq, &fdb->age, HZ);
}

#endif /* _VSW_FDB_H */
