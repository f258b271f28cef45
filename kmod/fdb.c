// SPDX-License-Identifier: GPL-2.0
#include "fdb.h"

#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "live.h"

/* Entries a walk visits with bottom halves off before it lets others in. */
#define FDB_BATCH	256

static struct kmem_cache *entry_cache;

int vsw_fdb_cache_create(void)
{
	BUILD_BUG_ON(sizeof(struct vsw_fdb_bucket) != 64);
	BUILD_BUG_ON(sizeof(struct vsw_fdb_entry) > 64);

	entry_cache = KMEM_CACHE(vsw_fdb_entry, SLAB_HWCACHE_ALIGN);
	return entry_cache ? 0 : -ENOMEM;
}

/* The caller has waited for the RCU callbacks that free entries. */
void vsw_fdb_cache_destroy(void)
{
	kmem_cache_destroy(entry_cache);
}

static struct vsw_fdb_table *table_alloc(unsigned int bits)
{
	struct vsw_fdb_table *table;

	table = kzalloc(sizeof(*table), GFP_KERNEL);
	if (!table)
		return NULL;

	/* A power of two of 64-byte buckets is aligned to at least 64. */
	table->buckets = kvcalloc(1UL << bits, sizeof(*table->buckets),
				  GFP_KERNEL_ACCOUNT);
	if (!table->buckets) {
		kfree(table);
		return NULL;
	}
	table->shift = 64 - bits;
	table->mult[0] = get_random_u64() | 1;
	table->mult[1] = get_random_u64() | 1;
	return table;
}

static void table_free(struct vsw_fdb_table *table)
{
	kvfree(table->buckets);
	kfree(table);
}

static unsigned long table_size(const struct vsw_fdb_table *table)
{
	return 1UL << (64 - table->shift);
}

static struct vsw_fdb_table *fdb_table(const struct vsw_fdb *fdb)
{
	return rcu_dereference_protected(fdb->table,
					 lockdep_is_held(&fdb->lock) ||
					 lockdep_is_held(&fdb->mutex));
}

/* The slot of a bucket's way; for holders of either lock. */
static struct vsw_fdb_entry *slot(const struct vsw_fdb *fdb,
				  const struct vsw_fdb_bucket *bucket, int way)
{
	return rcu_dereference_protected(bucket->entry[way],
					 lockdep_is_held(&fdb->lock) ||
					 lockdep_is_held(&fdb->mutex));
}

static int bucket_free_way(const struct vsw_fdb_bucket *bucket)
{
	int way;

	for (way = 0; way < VSW_FDB_WAYS; way++)
		if (!bucket->key[way])
			return way;
	return -1;
}

static unsigned int bucket_used(const struct vsw_fdb_bucket *bucket)
{
	unsigned int used = 0;
	int way;

	for (way = 0; way < VSW_FDB_WAYS; way++)
		used += !!bucket->key[way];
	return used;
}

/*
 * Put an entry in one of its two buckets; false if both are full. A lookup
 * tries the first one first, so that is filled all but the last way before
 * the emptier one is taken.
 */
static bool table_insert(const struct vsw_fdb_table *table,
			 struct vsw_fdb_entry *entry)
{
	struct vsw_fdb_bucket *a = vsw_fdb_bucket(table, entry->key, 0);
	struct vsw_fdb_bucket *b = vsw_fdb_bucket(table, entry->key, 1);
	struct vsw_fdb_bucket *bucket = a;
	unsigned int used = bucket_used(a);
	int way;

	if (used >= VSW_FDB_WAYS - 1 && bucket_used(b) < used)
		bucket = b;
	way = bucket_free_way(bucket);
	if (way < 0)
		return false;
	rcu_assign_pointer(bucket->entry[way], entry);
	WRITE_ONCE(bucket->key[way], entry->key);
	return true;
}

static void table_remove(const struct vsw_fdb *fdb,
			 const struct vsw_fdb_entry *entry)
{
	const struct vsw_fdb_table *table = fdb_table(fdb);
	struct vsw_fdb_bucket *bucket;
	int choice, way;

	for (choice = 0; choice < 2; choice++) {
		bucket = vsw_fdb_bucket(table, entry->key, choice);
		for (way = 0; way < VSW_FDB_WAYS; way++) {
			if (slot(fdb, bucket, way) != entry)
				continue;
			WRITE_ONCE(bucket->key[way], 0);
			RCU_INIT_POINTER(bucket->entry[way], NULL);
			return;
		}
	}
	WARN_ON_ONCE(1);
}

static void event(struct vsw_fdb *fdb, const struct vsw_fdb_entry *entry,
		  enum vsw_fdb_cause cause, bool gone)
{
	if (fdb->event)
		fdb->event(fdb, entry, cause, gone);
}

/* Quotas count learned entries only. */
static void charge(const struct vsw_fdb_entry *entry, int by)
{
	struct vsw_fdb_quota *quota = entry->target->quota;

	if (entry->kind != VSW_FDB_KIND_LEARNED)
		return;
	WRITE_ONCE(entry->domain->quota.learned,
		   entry->domain->quota.learned + by);
	if (quota)
		WRITE_ONCE(quota->learned, quota->learned + by);
}

static bool quota_full(struct vsw_fdb_quota *quota)
{
	u32 limit = READ_ONCE(quota->limit);

	if (!limit || READ_ONCE(quota->learned) < limit)
		return false;
	atomic64_inc(&quota->refused);
	return true;
}

/*
 * Whether the port or vtep of a target has used up its quota. It may still
 * move what it has already: from one VLAN id to another, say.
 */
static bool no_room(const struct vsw_fdb_entry *entry,
		    const struct vsw_target *to)
{
	if (!to->quota || (entry && READ_ONCE(entry->target)->quota == to->quota))
		return false;
	return quota_full(to->quota);
}

/*
 * Half full is where an entry with two full buckets is still a rarity. One
 * that turns up before counts only in a table that is an eighth full, so that
 * bad luck, or somebody who guesses at the multipliers, cannot drive growth.
 */
static bool need_growth(const struct vsw_fdb *fdb)
{
	const struct vsw_fdb_table *table = fdb_table(fdb);
	unsigned long slots = table_size(table) * VSW_FDB_WAYS;

	return READ_ONCE(fdb->entries) > slots / (fdb->crowded ? 8 : 2) &&
	       table->shift > 64 - VSW_FDB_MAX_BITS;
}

static int entry_insert(struct vsw_fdb *fdb, struct vsw_fdb_entry *entry)
{
	lockdep_assert_held(&fdb->lock);

	if (!table_insert(fdb_table(fdb), entry))
		return -ENOSPC;
	fdb->entries++;
	entry->domain->entries++;
	entry->target->entries++;
	charge(entry, 1);
	vsw_live_inc(VSW_LIVE_FDB_ENTRY);
	return 0;
}

static void entry_free_rcu(struct rcu_head *rcu)
{
	kmem_cache_free(entry_cache,
			container_of(rcu, struct vsw_fdb_entry, rcu));
	vsw_live_dec(VSW_LIVE_FDB_ENTRY);
}

static void entry_remove(struct vsw_fdb *fdb, struct vsw_fdb_entry *entry,
			 enum vsw_fdb_cause cause)
{
	lockdep_assert_held(&fdb->lock);

	table_remove(fdb, entry);
	fdb->entries--;
	entry->domain->entries--;
	entry->target->entries--;
	charge(entry, -1);
	event(fdb, entry, cause, true);
	call_rcu(&entry->rcu, entry_free_rcu);
}

static struct vsw_fdb_entry *entry_alloc(struct vsw_fdb_domain *domain, u64 key,
					 struct vsw_target *target,
					 enum vsw_fdb_kind kind, gfp_t gfp)
{
	struct vsw_fdb_entry *entry = kmem_cache_alloc(entry_cache, gfp);

	if (!entry)
		return NULL;
	entry->key = key;
	entry->target = target;
	entry->domain = domain;
	entry->updated = vsw_fdb_clock();
	entry->kind = kind;
	return entry;
}

/* What a frame is worth whose source address stands at another target. */
static enum vsw_fdb_verdict elsewhere(enum vsw_fdb_kind kind)
{
	switch (kind) {
	case VSW_FDB_KIND_STICKY:
		return VSW_FDB_STICKY;
	case VSW_FDB_KIND_LOCAL:
		return VSW_FDB_LOCAL;
	default:
		return VSW_FDB_OK;
	}
}

enum vsw_fdb_verdict vsw_fdb_check(struct vsw_fdb *fdb, u64 key,
				   const struct vsw_target *from)
{
	const struct vsw_fdb_entry *entry = vsw_fdb_lookup(fdb, key);

	if (!entry || READ_ONCE(entry->target) == from)
		return VSW_FDB_OK;
	return elsewhere(READ_ONCE(entry->kind));
}

/* Under the FDB lock; quotas are the callers' concern. */
static void entry_move(struct vsw_fdb_entry *entry, struct vsw_target *to)
{
	entry->target->entries--;
	to->entries++;
	WRITE_ONCE(entry->target, to);
}

static void learn_move(struct vsw_fdb *fdb, struct vsw_fdb_entry *entry,
		       struct vsw_target *from)
{
	if (no_room(entry, from))
		return;
	charge(entry, -1);
	entry_move(entry, from);
	WRITE_ONCE(entry->updated, vsw_fdb_clock());
	charge(entry, 1);
	entry->domain->moves++;
	event(fdb, entry, VSW_FDB_CAUSE_MOVED, false);
}

static void learn_new(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain,
		      u64 key, struct vsw_target *from)
{
	struct vsw_fdb_entry *entry;

	entry = entry_alloc(domain, key, from, VSW_FDB_KIND_LEARNED,
			    GFP_ATOMIC | __GFP_NOWARN);
	if (!entry || entry_insert(fdb, entry)) {
		atomic64_inc(&domain->quota.refused);
		if (entry) {
			fdb->crowded = true;
			kmem_cache_free(entry_cache, entry);
		}
	} else {
		event(fdb, entry, VSW_FDB_CAUSE_LEARNED, false);
	}
	/* Unbound: this CPU may be busy with the flood that fills the table. */
	if (need_growth(fdb))
		queue_work(system_unbound_wq, &fdb->grow);
	if (!delayed_work_pending(&fdb->age))
		schedule_delayed_work(&fdb->age, HZ);
}

enum vsw_fdb_verdict vsw_fdb_learn_slow(struct vsw_fdb *fdb,
					struct vsw_fdb_domain *domain, u64 key,
					struct vsw_target *from)
{
	enum vsw_fdb_verdict verdict = VSW_FDB_OK;
	struct vsw_fdb_entry *entry;

	/*
	 * Turn away who may not learn before taking the lock, lest a port
	 * that floods source addresses hold up everybody else's learning.
	 */
	entry = vsw_fdb_lookup(fdb, key);
	if (entry && READ_ONCE(entry->kind) != VSW_FDB_KIND_LEARNED)
		return READ_ONCE(entry->target) == from ?
		       VSW_FDB_OK : elsewhere(READ_ONCE(entry->kind));
	if (no_room(entry, from) || (!entry && quota_full(&domain->quota)))
		return VSW_FDB_OK;

	spin_lock(&fdb->lock);
	entry = vsw_fdb_lookup(fdb, key);
	if (from->dead || domain->dead)
		goto unlock;
	if (!entry) {
		/* Again, because other CPUs may have come first. */
		if (!no_room(NULL, from) && !quota_full(&domain->quota))
			learn_new(fdb, domain, key, from);
	} else if (entry->target != from) {
		if (entry->kind == VSW_FDB_KIND_LEARNED)
			learn_move(fdb, entry, from);
		else
			verdict = elsewhere(entry->kind);
	}
unlock:
	spin_unlock(&fdb->lock);
	return verdict;
}

/* Move all entries to a table of twice the size, or more until they fit. */
static int grow(struct vsw_fdb *fdb)
{
	struct vsw_fdb_table *old = fdb_table(fdb), *new;
	unsigned int bits = 64 - old->shift + 1;
	unsigned long i;
	int way;

	lockdep_assert_held(&fdb->mutex);

again:
	if (bits > VSW_FDB_MAX_BITS)
		return -ENOSPC;
	new = table_alloc(bits++);
	if (!new)
		return -ENOMEM;

	spin_lock_bh(&fdb->lock);
	for (i = 0; i < table_size(old); i++) {
		for (way = 0; way < VSW_FDB_WAYS; way++) {
			struct vsw_fdb_entry *entry;

			entry = slot(fdb, &old->buckets[i], way);
			if (!entry || table_insert(new, entry))
				continue;
			spin_unlock_bh(&fdb->lock);
			table_free(new);
			goto again;
		}
	}
	rcu_assign_pointer(fdb->table, new);
	fdb->crowded = false;
	spin_unlock_bh(&fdb->lock);

	fdb->generation++;
	synchronize_rcu();
	table_free(old);
	return 0;
}

static void grow_work(struct work_struct *work)
{
	struct vsw_fdb *fdb = container_of(work, struct vsw_fdb, grow);

	mutex_lock(&fdb->mutex);
	if (need_growth(fdb))
		grow(fdb);
	mutex_unlock(&fdb->mutex);
}

/* Replace what is there, or insert. -ENOSPC if the table must grow first. */
static int set_locked(struct vsw_fdb *fdb, struct vsw_fdb_entry *new)
{
	struct vsw_fdb_entry *old = vsw_fdb_lookup(fdb, new->key);
	int err;

	/*
	 * An address of the host's gives way to nothing, and takes nothing
	 * that the administrator has set.
	 */
	if (old && (old->kind == VSW_FDB_KIND_LOCAL ||
		    (new->kind == VSW_FDB_KIND_LOCAL &&
		     old->kind != VSW_FDB_KIND_LEARNED)))
		return -EEXIST;
	if (old) {
		charge(old, -1);
		entry_move(old, new->target);
		WRITE_ONCE(old->kind, new->kind);
		event(fdb, old, VSW_FDB_CAUSE_ADMIN, false);
		kmem_cache_free(entry_cache, new);
		return 0;
	}
	err = entry_insert(fdb, new);
	if (!err)
		event(fdb, new, VSW_FDB_CAUSE_ADMIN, false);
	return err;
}

int vsw_fdb_set(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain, u64 mac,
		struct vsw_target *target, enum vsw_fdb_kind kind)
{
	struct vsw_fdb_entry *entry;
	int err;

	entry = entry_alloc(domain, vsw_fdb_key(mac, domain->id), target, kind,
			    GFP_KERNEL_ACCOUNT);
	if (!entry)
		return -ENOMEM;

	mutex_lock(&fdb->mutex);
	do {
		spin_lock_bh(&fdb->lock);
		err = set_locked(fdb, entry);
		spin_unlock_bh(&fdb->lock);
		if (err != -ENOSPC)
			break;
		err = grow(fdb);
	} while (!err);
	if (need_growth(fdb))
		queue_work(system_unbound_wq, &fdb->grow);
	mutex_unlock(&fdb->mutex);

	if (err)
		kmem_cache_free(entry_cache, entry);
	return err;
}

int vsw_fdb_del(struct vsw_fdb *fdb, u64 key, u32 kinds)
{
	struct vsw_fdb_entry *entry;
	int err = -ENOENT;

	spin_lock_bh(&fdb->lock);
	entry = vsw_fdb_lookup(fdb, key);
	if (entry && BIT(entry->kind) & kinds) {
		entry_remove(fdb, entry, VSW_FDB_CAUSE_ADMIN);
		err = 0;
	}
	spin_unlock_bh(&fdb->lock);
	return err;
}

static bool matches(const struct vsw_fdb_entry *entry,
		    const struct vsw_fdb_match *match)
{
	return BIT(READ_ONCE(entry->kind)) & match->kinds &&
	       (!match->domain || entry->domain == match->domain) &&
	       (!match->target || READ_ONCE(entry->target) == match->target) &&
	       (!match->quota ||
		READ_ONCE(entry->target)->quota == match->quota);
}

/* Whether looking on can be of any use. */
static bool may_match(const struct vsw_fdb *fdb,
		      const struct vsw_fdb_match *match)
{
	return fdb->entries && (!match->domain || match->domain->entries) &&
	       (!match->target || match->target->entries);
}

static u32 flush_bucket(struct vsw_fdb *fdb,
			const struct vsw_fdb_bucket *bucket,
			const struct vsw_fdb_match *match)
{
	struct vsw_fdb_entry *entry;
	u32 gone = 0;
	int way;

	for (way = 0; way < VSW_FDB_WAYS; way++) {
		entry = slot(fdb, bucket, way);
		if (!entry || !matches(entry, match))
			continue;
		entry_remove(fdb, entry, VSW_FDB_CAUSE_FLUSHED);
		gone++;
	}
	return gone;
}

u32 vsw_fdb_flush(struct vsw_fdb *fdb, const struct vsw_fdb_match *match)
{
	const struct vsw_fdb_table *table;
	unsigned long i;
	u32 gone = 0;

	mutex_lock(&fdb->mutex);
	table = fdb_table(fdb);
	spin_lock_bh(&fdb->lock);
	for (i = 0; i < table_size(table) && may_match(fdb, match); i++) {
		if (i && !(i % FDB_BATCH)) {
			spin_unlock_bh(&fdb->lock);
			cond_resched();
			spin_lock_bh(&fdb->lock);
		}
		gone += flush_bucket(fdb, &table->buckets[i], match);
	}
	spin_unlock_bh(&fdb->lock);
	mutex_unlock(&fdb->mutex);
	return gone;
}

void vsw_fdb_kill_target(struct vsw_fdb *fdb, struct vsw_target *target)
{
	spin_lock_bh(&fdb->lock);
	target->dead = true;
	spin_unlock_bh(&fdb->lock);
}

void vsw_fdb_retire_target(struct vsw_fdb *fdb, struct vsw_target *target)
{
	const struct vsw_fdb_match match = {
		.target = target,
		.kinds = VSW_FDB_KINDS_ALL,
	};

	vsw_fdb_kill_target(fdb, target);
	vsw_fdb_flush(fdb, &match);
}

void vsw_fdb_retire_domain(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain)
{
	const struct vsw_fdb_match match = {
		.domain = domain,
		.kinds = VSW_FDB_KINDS_ALL,
	};

	spin_lock_bh(&fdb->lock);
	domain->dead = true;
	spin_unlock_bh(&fdb->lock);
	vsw_fdb_flush(fdb, &match);
}

int vsw_fdb_walk(struct vsw_fdb *fdb, const struct vsw_fdb_match *match,
		 unsigned long *pos,
		 int (*visit)(const struct vsw_fdb_entry *entry, void *data),
		 void *data)
{
	const struct vsw_fdb_table *table = fdb_table(fdb);
	const struct vsw_fdb_bucket *bucket;
	struct vsw_fdb_entry *entry;
	unsigned int visited = 0;
	int err = 0;

	lockdep_assert_held(&fdb->mutex);

	/* RCU, because entries may be removed under our eyes. */
	rcu_read_lock();
	for (; *pos < table_size(table) * VSW_FDB_WAYS; ++*pos) {
		if (!(++visited % (FDB_BATCH * VSW_FDB_WAYS))) {
			rcu_read_unlock();
			cond_resched();
			rcu_read_lock();
		}
		bucket = &table->buckets[*pos / VSW_FDB_WAYS];
		entry = rcu_dereference(bucket->entry[*pos % VSW_FDB_WAYS]);
		if (!entry || !matches(entry, match))
			continue;
		err = visit(entry, data);
		if (err)
			break;
	}
	rcu_read_unlock();
	return err;
}

/* Seconds until an entry expires, 0 if it has; %U32_MAX if it never will. */
static u32 time_left(const struct vsw_fdb_entry *entry, u32 now)
{
	u32 ageing = READ_ONCE(entry->domain->ageing);
	u32 age = now - READ_ONCE(entry->updated);

	if (entry->kind != VSW_FDB_KIND_LEARNED || !ageing)
		return U32_MAX;
	/* An entry updated since @now was read has a negative age. */
	if ((s32)age < 0)
		age = 0;
	return age < ageing ? ageing - age : 0;
}

static u32 age_bucket(struct vsw_fdb *fdb, const struct vsw_fdb_bucket *bucket,
		      u32 now)
{
	struct vsw_fdb_entry *entry;
	u32 next = U32_MAX, left;
	int way;

	lockdep_assert_held(&fdb->lock);

	for (way = 0; way < VSW_FDB_WAYS; way++) {
		entry = slot(fdb, bucket, way);
		if (!entry)
			continue;
		left = time_left(entry, now);
		if (left)
			next = min(next, left);
		else
			entry_remove(fdb, entry, VSW_FDB_CAUSE_AGED);
	}
	return next;
}

u32 vsw_fdb_age(struct vsw_fdb *fdb, u32 now)
{
	const struct vsw_fdb_table *table;
	u32 next = U32_MAX;
	unsigned long i;

	mutex_lock(&fdb->mutex);
	table = fdb_table(fdb);
	spin_lock_bh(&fdb->lock);
	for (i = 0; i < table_size(table); i++) {
		if (i && !(i % FDB_BATCH)) {
			spin_unlock_bh(&fdb->lock);
			cond_resched();
			spin_lock_bh(&fdb->lock);
		}
		next = min(next, age_bucket(fdb, &table->buckets[i], now));
	}
	spin_unlock_bh(&fdb->lock);
	mutex_unlock(&fdb->mutex);
	return next;
}

static void age_work(struct work_struct *work)
{
	struct vsw_fdb *fdb = container_of(to_delayed_work(work),
					   struct vsw_fdb, age);
	u32 next = vsw_fdb_age(fdb, vsw_fdb_clock());

	if (next != U32_MAX)
		schedule_delayed_work(&fdb->age,
				      min(next, VSW_FDB_AGE_PERIOD) * HZ);
}

int vsw_fdb_init(struct vsw_fdb *fdb, vsw_fdb_event_t *event)
{
	struct vsw_fdb_table *table = table_alloc(VSW_FDB_MIN_BITS);

	if (!table)
		return -ENOMEM;
	memset(fdb, 0, sizeof(*fdb));
	spin_lock_init(&fdb->lock);
	mutex_init(&fdb->mutex);
	INIT_WORK(&fdb->grow, grow_work);
	INIT_DELAYED_WORK(&fdb->age, age_work);
	fdb->event = event;
	RCU_INIT_POINTER(fdb->table, table);
	return 0;
}

void vsw_fdb_uninit(struct vsw_fdb *fdb)
{
	cancel_work_sync(&fdb->grow);
	cancel_delayed_work_sync(&fdb->age);
	WARN_ON_ONCE(fdb->entries);
	table_free(rcu_dereference_protected(fdb->table, true));
	mutex_destroy(&fdb->mutex);
}
