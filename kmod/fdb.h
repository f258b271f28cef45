/* SPDX-License-Identifier: GPL-2.0 */
/*
 * FDB: (network, MAC) -> target.
 *
 * DOC: FDB
 *
 * Entries stand in a hash table (DOC: FDB table in fdb_table.h), and lead to
 * targets by their ids (DOC: Target ids in target.h). To find the network of an
 * entry, which only slow paths need, there is a map by network id.
 *
 * Readers take RCU only. An address that is seen again where it is known to be
 * costs one comparison, and one store each second.
 *
 * Writers take fdb->lock. It is one lock, not one per bucket: what writes is
 * the first frame of an address, and its move to another port. Who has used up
 * a quota is turned away before the lock is taken.
 *
 * fdb->mutex is held while the table is replaced, and by walkers that must
 * see the same table all along; and while targets get and lose their ids.
 */
#ifndef _VSW_FDB_H
#define _VSW_FDB_H

#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <linux/unaligned.h>
#include <linux/xarray.h>

#include <uapi/linux/vsw.h>

#include "fdb_table.h"
#include "target.h"

/* Seconds between looks for entries that have aged, at the most. */
#define VSW_FDB_AGE_PERIOD	10U

/**
 * struct vsw_fdb_quota - how much of the FDB somebody may fill by learning
 * @limit:	most learned entries; 0 for no limit
 * @learned:	learned entries now; FDB lock
 * @entries:	all entries now; FDB lock
 * @refused:	how often learning was refused because of the limit
 */
struct vsw_fdb_quota {
	u32 limit;
	u32 learned;
	u32 entries;
	atomic64_t refused;
};

/**
 * struct vsw_fdb_domain - the FDB's view of a network
 * @quota:	the network's quota
 * @moves:	how often learned entries moved; FDB lock
 * @ageing:	seconds after which unused learned entries go; 0 for never
 * @id:		network id, 1 to %VSW_NETWORK_ID_MAX; part of the key
 * @dead:	nothing may be learned in it any more; FDB lock
 */
struct vsw_fdb_domain {
	struct vsw_fdb_quota quota;
	u64 moves;
	u32 ageing;
	u16 id;
	bool dead;
};

/**
 * struct vsw_fdb_entry - what an entry was when somebody looked
 * @key:	vsw_fdb_key()
 * @target:	where it led
 * @domain:	its network
 * @updated:	vsw_fdb_clock() when it was last seen
 * @kind:	enum vsw_fdb_kind
 */
struct vsw_fdb_entry {
	u64 key;
	struct vsw_target *target;
	struct vsw_fdb_domain *domain;
	u32 updated;
	u8 kind;
};

struct vsw_fdb;

/**
 * typedef vsw_fdb_event_t - told about every change of an entry
 * @gone:	the entry has been removed
 *
 * Context: FDB lock held. Slow path only.
 */
typedef void vsw_fdb_event_t(struct vsw_fdb *fdb,
			     const struct vsw_fdb_entry *entry,
			     enum vsw_fdb_cause cause, bool gone);

/**
 * struct vsw_fdb - the FDB of a switch
 * @table:	the hash table; written with both locks held
 * @targets:	targets by id; @mutex
 * @domains:	networks by id; changed by those who make and remove them
 * @lock:	serialises changes of entries
 * @entries:	how many there are; @lock
 * @crowded:	an entry was refused because its two buckets were full; @lock
 * @mutex:	serialises replacement of @table
 * @generation:	how often @table was replaced; @mutex
 * @rehash:	when multipliers may be changed for want of luck; jiffies; @mutex
 * @grow:	replaces @table by a larger one, or by one with more luck
 * @age:	removes entries that were not seen for too long
 * @event:	told about changes; may be %NULL
 */
struct vsw_fdb {
	struct vsw_fdb_table __rcu *table;
	struct vsw_targets __rcu *targets;
	struct xarray domains;
	spinlock_t lock ____cacheline_aligned;
	u32 entries;
	bool crowded;
	struct mutex mutex;	/* table stays; see DOC: FDB */
	u32 generation;
	unsigned long rehash;
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

static inline u16 vsw_fdb_key_network(u64 key)
{
	return key >> 48;
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

/**
 * vsw_fdb_find() - find an entry's slot
 * @fdb: FDB
 * @key: vsw_fdb_key()
 *
 * Context: RCU read side, or FDB lock held.
 * Return: the slot, for as long as that context lasts, or %NULL.
 */
static inline struct vsw_fdb_slot *vsw_fdb_find(const struct vsw_fdb *fdb,
						u64 key)
{
	return vsw_fdb_table_find(rcu_dereference_check(fdb->table,
							lockdep_is_held(&fdb->lock)),
				  key);
}

/* Where the entry of a slot leads, and its kind. Context: as above. */
static inline u32 vsw_fdb_slot_where(const struct vsw_fdb_slot *slot)
{
	/* Before the targets are read, which had its target first. */
	return smp_load_acquire(&slot->where);
}

/* The target of an entry that the caller has just read. Context: as above. */
static inline struct vsw_target *vsw_fdb_target(const struct vsw_fdb *fdb,
						u32 where)
{
	const struct vsw_targets *targets;

	/* Under the lock bottom halves are off: that is a read side too. */
	targets = rcu_dereference_check(fdb->targets,
					lockdep_is_held(&fdb->lock));
	return targets->slot[vsw_fdb_where_id(where)].target;
}

/* vsw_targets_serial() of a target that frames come from or go to. */
static inline u32 vsw_fdb_target_serial(const struct vsw_fdb *fdb,
					const struct vsw_target *target)
{
	/*
	 * The target was not found by an entry: what came before it in
	 * vsw_targets_add() is to be seen here, the array that has room for it too.
	 */
	smp_rmb();
	return vsw_targets_serial(rcu_dereference(fdb->targets), target);
}

/**
 * vsw_fdb_lookup() - find where an address is
 * @fdb: FDB
 * @key: vsw_fdb_key()
 *
 * Context: RCU read side.
 * Return: the target, or %NULL.
 */
static inline struct vsw_target *vsw_fdb_lookup(const struct vsw_fdb *fdb,
						u64 key)
{
	const struct vsw_fdb_slot *slot = vsw_fdb_find(fdb, key);

	return likely(slot) ? vsw_fdb_target(fdb, vsw_fdb_slot_where(slot)) :
			      NULL;
}

/* Whether a slot's entry leads to a target, whatever its kind. */
static inline bool vsw_fdb_leads_to(const struct vsw_fdb_slot *slot,
				    const struct vsw_target *target)
{
	return vsw_fdb_where_id(READ_ONCE(slot->where)) == target->id;
}

/**
 * vsw_fdb_get() - look at an entry
 * @fdb: FDB
 * @key: vsw_fdb_key()
 * @entry: filled in
 *
 * Context: RCU read side, or FDB lock held.
 * Return: whether there is one.
 */
bool vsw_fdb_get(struct vsw_fdb *fdb, u64 key, struct vsw_fdb_entry *entry);

/* Size of the table. Context: any. */
static inline u32 vsw_fdb_buckets(const struct vsw_fdb *fdb)
{
	u32 size;

	rcu_read_lock();
	size = rcu_dereference(fdb->table)->size;
	rcu_read_unlock();
	return size;
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
 * that a quota or a full table forbids is not an error: the frame is forwarded,
 * and answers to it are flooded.
 *
 * Context: bottom halves disabled, RCU read side.
 */
static inline enum vsw_fdb_verdict
vsw_fdb_learn(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain, u64 key,
	      struct vsw_target *from)
{
	struct vsw_fdb_slot *slot = vsw_fdb_find(fdb, key);
	u32 now;

	if (unlikely(!slot || !vsw_fdb_leads_to(slot, from)))
		return vsw_fdb_learn_slow(fdb, domain, key, from);

	now = vsw_fdb_clock();
	if (READ_ONCE(slot->updated) != now)
		WRITE_ONCE(slot->updated, now);
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
 * vsw_fdb_add_domain() - a network that may have entries from now on
 *
 * Context: process; by one at a time.
 * Return: 0 or -ENOMEM.
 */
int vsw_fdb_add_domain(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain);

/**
 * vsw_fdb_add_target() - a target that entries may lead to from now on
 *
 * Context: process.
 * Return: 0, -ENOMEM, or -ENOSPC if there are too many.
 */
int vsw_fdb_add_target(struct vsw_fdb *fdb, struct vsw_target *target);

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
 * vsw_fdb_retire_target() - the reverse: remove what is known of it, for good
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
