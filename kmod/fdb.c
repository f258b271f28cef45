// SPDX-License-Identifier: GPL-2.0
#include "fdb.h"

/* Slots that a walk visits with bottom halves off before it lets others in. */
#define FDB_BATCH	1024

/* Of so many, multipliers change for want of luck once in a second at the most. */
#define FDB_REHASH_BUCKETS	8192

static struct vsw_fdb_table *fdb_table(const struct vsw_fdb *fdb)
{
	return rcu_dereference_protected(fdb->table,
					 lockdep_is_held(&fdb->lock) ||
					 lockdep_is_held(&fdb->mutex));
}

/* The network of an entry that is there; for holders of the FDB lock. */
static struct vsw_fdb_domain *domain_of(struct vsw_fdb *fdb, u64 key)
{
	return xa_load(&fdb->domains, vsw_fdb_key_network(key));
}

static void read_entry(struct vsw_fdb *fdb, u64 key,
		       const struct vsw_fdb_slot *slot,
		       struct vsw_fdb_entry *entry)
{
	u32 where = vsw_fdb_slot_where(slot);

	entry->key = key;
	entry->target = vsw_fdb_target(fdb, where);
	entry->domain = domain_of(fdb, key);
	entry->updated = READ_ONCE(slot->updated);
	entry->kind = vsw_fdb_where_kind(where);
}

bool vsw_fdb_get(struct vsw_fdb *fdb, u64 key, struct vsw_fdb_entry *entry)
{
	const struct vsw_fdb_slot *slot = vsw_fdb_find(fdb, key);

	if (slot)
		read_entry(fdb, key, slot, entry);
	return slot;
}

static void event(struct vsw_fdb *fdb, const struct vsw_fdb_entry *entry,
		  enum vsw_fdb_cause cause, bool gone)
{
	if (fdb->event)
		fdb->event(fdb, entry, cause, gone);
}

static void charge_quota(struct vsw_fdb_quota *quota, bool learned, int by)
{
	quota->entries += by;
	if (learned)
		WRITE_ONCE(quota->learned, quota->learned + by);
}

static void charge(const struct vsw_fdb_entry *entry, int by)
{
	bool learned = entry->kind == VSW_FDB_KIND_LEARNED;
	struct vsw_target *target = entry->target;

	target->entries += by;
	charge_quota(&entry->domain->quota, learned, by);
	if (target->quota)
		charge_quota(target->quota, learned, by);
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
static bool no_room(const struct vsw_target *at, const struct vsw_target *to)
{
	if (!to->quota || (at && at->quota == to->quota))
		return false;
	return quota_full(to->quota);
}

/* Whether so many eighths of the slots are filled. */
static bool filled(const struct vsw_fdb *fdb, unsigned int eighths)
{
	return READ_ONCE(fdb->entries) >
	       vsw_fdb_table_slots(fdb_table(fdb)) / 8 * eighths;
}

static bool need_growth(const struct vsw_fdb *fdb)
{
	return filled(fdb, READ_ONCE(fdb->crowded) ? 5 : 6) &&
	       fdb_table(fdb)->size < VSW_FDB_MAX_BUCKETS;
}

/*
 * An entry that finds no room long before the table is full is bad luck, which
 * other multipliers end: with addresses that count up, one table in twenty has
 * it. It is not worth a larger table: somebody who guesses at the multipliers
 * cannot drive growth, and has the table copied now and then only.
 */
static bool need_rehash(const struct vsw_fdb *fdb)
{
	return READ_ONCE(fdb->crowded) && !filled(fdb, 5) &&
	       time_after_eq(jiffies, READ_ONCE(fdb->rehash));
}

/* As vsw_fdb_table_insert(). */
static int entry_insert(struct vsw_fdb *fdb, const struct vsw_fdb_entry *entry)
{
	int err;

	lockdep_assert_held(&fdb->lock);

	if (WARN_ON_ONCE(!entry->target->id))
		return -ENOSPC;
	err = vsw_fdb_table_insert(fdb_table(fdb), entry->key, entry->updated,
				   vsw_fdb_where(entry->target->id,
						 entry->kind));
	if (err)
		return err;
	fdb->entries++;
	charge(entry, 1);
	return 0;
}

static void entry_remove(struct vsw_fdb *fdb, struct vsw_fdb_slot *slot,
			 enum vsw_fdb_cause cause)
{
	struct vsw_fdb_entry entry;

	lockdep_assert_held(&fdb->lock);

	read_entry(fdb, slot->key, slot, &entry);
	vsw_fdb_table_remove(slot);
	fdb->entries--;
	charge(&entry, -1);
	event(fdb, &entry, cause, true);
}

/* Quotas are the callers' concern, except that they are kept right. */
static void entry_change(struct vsw_fdb_slot *slot, struct vsw_fdb_entry *entry,
			 struct vsw_target *to, enum vsw_fdb_kind kind)
{
	charge(entry, -1);
	entry->target = to;
	entry->kind = kind;
	charge(entry, 1);
	WRITE_ONCE(slot->where, vsw_fdb_where(to->id, kind));
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

static enum vsw_fdb_verdict judge(const struct vsw_fdb_slot *slot,
				  const struct vsw_target *from)
{
	if (!slot || vsw_fdb_leads_to(slot, from))
		return VSW_FDB_OK;
	return elsewhere(vsw_fdb_where_kind(READ_ONCE(slot->where)));
}

enum vsw_fdb_verdict vsw_fdb_check(struct vsw_fdb *fdb, u64 key,
				   const struct vsw_target *from)
{
	return judge(vsw_fdb_find(fdb, key), from);
}

static void learn_move(struct vsw_fdb *fdb, struct vsw_fdb_slot *slot,
		       struct vsw_target *from)
{
	struct vsw_fdb_entry entry;

	read_entry(fdb, slot->key, slot, &entry);
	if (no_room(entry.target, from))
		return;
	entry.updated = vsw_fdb_clock();
	WRITE_ONCE(slot->updated, entry.updated);
	entry_change(slot, &entry, from, VSW_FDB_KIND_LEARNED);
	entry.domain->moves++;
	event(fdb, &entry, VSW_FDB_CAUSE_MOVED, false);
}

static void learn_new(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain,
		      u64 key, struct vsw_target *from)
{
	const struct vsw_fdb_entry entry = {
		.key = key,
		.target = from,
		.domain = domain,
		.updated = vsw_fdb_clock(),
		.kind = VSW_FDB_KIND_LEARNED,
	};

	switch (entry_insert(fdb, &entry)) {
	case 0:
		event(fdb, &entry, VSW_FDB_CAUSE_LEARNED, false);
		break;
	case -EAGAIN:
		/* On an idle host nobody else may want a grace period. */
		start_poll_synchronize_rcu();
		atomic64_inc(&domain->quota.refused);
		break;
	default:
		fdb->crowded = true;
		atomic64_inc(&domain->quota.refused);
	}
	/* Unbound: this CPU may be busy with the flood that fills the table. */
	if (need_growth(fdb) || need_rehash(fdb))
		queue_work(system_unbound_wq, &fdb->grow);
	if (!delayed_work_pending(&fdb->age))
		schedule_delayed_work(&fdb->age, HZ);
}

/*
 * Whether somebody may not learn, to be turned away before taking the lock, lest
 * a port that floods source addresses hold up everybody else's learning.
 */
static bool turn_away(const struct vsw_fdb *fdb, struct vsw_fdb_domain *domain,
		      const struct vsw_fdb_slot *slot,
		      const struct vsw_target *from)
{
	u32 where;

	if (!slot)
		return no_room(NULL, from) || quota_full(&domain->quota);
	where = vsw_fdb_slot_where(slot);
	return vsw_fdb_where_kind(where) != VSW_FDB_KIND_LEARNED ||
	       no_room(vsw_fdb_target(fdb, where), from);
}

enum vsw_fdb_verdict vsw_fdb_learn_slow(struct vsw_fdb *fdb,
					struct vsw_fdb_domain *domain, u64 key,
					struct vsw_target *from)
{
	struct vsw_fdb_slot *slot = vsw_fdb_find(fdb, key);
	enum vsw_fdb_verdict verdict = VSW_FDB_OK;

	if (turn_away(fdb, domain, slot, from))
		return judge(slot, from);

	spin_lock(&fdb->lock);
	slot = vsw_fdb_find(fdb, key);
	if (from->dead || domain->dead)
		goto unlock;
	if (!slot) {
		/* Again, because other CPUs may have come first. */
		if (!no_room(NULL, from) && !quota_full(&domain->quota))
			learn_new(fdb, domain, key, from);
	} else if (!vsw_fdb_leads_to(slot, from)) {
		if (vsw_fdb_where_kind(slot->where) == VSW_FDB_KIND_LEARNED)
			learn_move(fdb, slot, from);
		else
			verdict = judge(slot, from);
	}
unlock:
	spin_unlock(&fdb->lock);
	return verdict;
}

static struct vsw_fdb_table *copy_table(struct vsw_fdb *fdb, u32 buckets)
{
	struct vsw_fdb_table *table = vsw_fdb_table_alloc(buckets);
	int err;

	if (!table)
		return ERR_PTR(-ENOMEM);
	spin_lock_bh(&fdb->lock);
	err = vsw_fdb_table_copy(table, fdb_table(fdb));
	if (!err) {
		rcu_assign_pointer(fdb->table, table);
		fdb->crowded = false;
	}
	spin_unlock_bh(&fdb->lock);
	if (!err)
		return table;
	vsw_fdb_table_free(table);
	return ERR_PTR(err);
}

/* Replace the table; -ENOSPC if its entries do not find room in the new one. */
static int replace(struct vsw_fdb *fdb, u32 buckets)
{
	struct vsw_fdb_table *old = fdb_table(fdb), *new;

	lockdep_assert_held(&fdb->mutex);

	new = copy_table(fdb, buckets);
	if (IS_ERR(new))
		return PTR_ERR(new);

	fdb->generation++;
	synchronize_rcu();
	vsw_fdb_table_free(old);
	return 0;
}

/* By a larger table, even larger if bad luck wants it. */
static int grow(struct vsw_fdb *fdb)
{
	u32 buckets = fdb_table(fdb)->size;
	int err;

	do {
		if (buckets == VSW_FDB_MAX_BUCKETS)
			return -ENOSPC;
		buckets = clamp(vsw_fdb_table_fit(READ_ONCE(fdb->entries)),
				buckets + buckets / 8, VSW_FDB_MAX_BUCKETS);
		err = replace(fdb, buckets);
	} while (err == -ENOSPC);
	return err;
}

/* By one of the same size with other multipliers, or later. */
static void rehash(struct vsw_fdb *fdb)
{
	u32 buckets = fdb_table(fdb)->size;

	WRITE_ONCE(fdb->rehash,
		   jiffies + HZ * (1 + buckets / FDB_REHASH_BUCKETS));
	replace(fdb, buckets);
}

static void grow_work(struct work_struct *work)
{
	struct vsw_fdb *fdb = container_of(work, struct vsw_fdb, grow);

	mutex_lock(&fdb->mutex);
	if (need_growth(fdb))
		grow(fdb);
	else if (need_rehash(fdb))
		rehash(fdb);
	mutex_unlock(&fdb->mutex);
}

/* Replace what is there, or insert. As vsw_fdb_table_insert(), or -EEXIST. */
static int set_locked(struct vsw_fdb *fdb, struct vsw_fdb_entry *new)
{
	struct vsw_fdb_slot *slot = vsw_fdb_find(fdb, new->key);
	struct vsw_fdb_entry old;
	int err;

	if (!slot) {
		err = entry_insert(fdb, new);
		if (!err)
			event(fdb, new, VSW_FDB_CAUSE_ADMIN, false);
		return err;
	}
	read_entry(fdb, new->key, slot, &old);
	/*
	 * An address of the host's gives way to nothing, and takes nothing
	 * that the administrator has set.
	 */
	if (old.kind == VSW_FDB_KIND_LOCAL ||
	    (new->kind == VSW_FDB_KIND_LOCAL &&
	     old.kind != VSW_FDB_KIND_LEARNED))
		return -EEXIST;
	entry_change(slot, &old, new->target, new->kind);
	event(fdb, &old, VSW_FDB_CAUSE_ADMIN, false);
	return 0;
}

/* Make room for an entry that has found none; -ENOSPC if there is none. */
static int make_room(struct vsw_fdb *fdb, int why)
{
	if (why != -EAGAIN)
		return grow(fdb);
	synchronize_rcu();
	return 0;
}

int vsw_fdb_set(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain, u64 mac,
		struct vsw_target *target, enum vsw_fdb_kind kind)
{
	struct vsw_fdb_entry entry = {
		.key = vsw_fdb_key(mac, domain->id),
		.target = target,
		.domain = domain,
		.updated = vsw_fdb_clock(),
		.kind = kind,
	};
	int err;

	mutex_lock(&fdb->mutex);
	do {
		spin_lock_bh(&fdb->lock);
		err = set_locked(fdb, &entry);
		spin_unlock_bh(&fdb->lock);
		if (err != -ENOSPC && err != -EAGAIN)
			break;
		err = make_room(fdb, err);
	} while (!err);
	if (need_growth(fdb))
		queue_work(system_unbound_wq, &fdb->grow);
	mutex_unlock(&fdb->mutex);
	return err;
}

int vsw_fdb_del(struct vsw_fdb *fdb, u64 key, u32 kinds)
{
	struct vsw_fdb_slot *slot;
	int err = -ENOENT;

	spin_lock_bh(&fdb->lock);
	slot = vsw_fdb_find(fdb, key);
	if (slot && BIT(vsw_fdb_where_kind(slot->where)) & kinds) {
		entry_remove(fdb, slot, VSW_FDB_CAUSE_ADMIN);
		err = 0;
	}
	spin_unlock_bh(&fdb->lock);
	return err;
}

/* For a slot with an entry of this key. */
static bool matches(const struct vsw_fdb *fdb, u64 key,
		    const struct vsw_fdb_slot *slot,
		    const struct vsw_fdb_match *match)
{
	u32 where = vsw_fdb_slot_where(slot);

	return BIT(vsw_fdb_where_kind(where)) & match->kinds &&
	       (!match->domain ||
		vsw_fdb_key_network(key) == match->domain->id) &&
	       (!match->target ||
		vsw_fdb_where_id(where) == match->target->id) &&
	       (!match->quota ||
		vsw_fdb_target(fdb, where)->quota == match->quota);
}

/* Whether looking on can be of any use. */
static bool may_match(const struct vsw_fdb *fdb,
		      const struct vsw_fdb_match *match)
{
	return fdb->entries &&
	       (!match->domain || match->domain->quota.entries) &&
	       (!match->target || match->target->entries) &&
	       (!match->quota || match->quota->entries);
}

/* Let others take the lock now and then; holders of the mutex only. */
static void breathe(struct vsw_fdb *fdb, unsigned long pos)
{
	if (!pos || pos % FDB_BATCH)
		return;
	spin_unlock_bh(&fdb->lock);
	cond_resched();
	spin_lock_bh(&fdb->lock);
}

u32 vsw_fdb_flush(struct vsw_fdb *fdb, const struct vsw_fdb_match *match)
{
	const struct vsw_fdb_table *table;
	struct vsw_fdb_slot *slot;
	unsigned long pos;
	u32 gone = 0;
	u64 key;

	mutex_lock(&fdb->mutex);
	table = fdb_table(fdb);
	spin_lock_bh(&fdb->lock);
	for (pos = 0; pos < vsw_fdb_table_slots(table); pos++) {
		breathe(fdb, pos);
		if (!may_match(fdb, match))
			break;
		slot = vsw_fdb_table_slot(table, pos);
		key = vsw_fdb_slot_key(slot);
		if (!key || !matches(fdb, key, slot, match))
			continue;
		entry_remove(fdb, slot, VSW_FDB_CAUSE_FLUSHED);
		gone++;
	}
	spin_unlock_bh(&fdb->lock);
	mutex_unlock(&fdb->mutex);
	return gone;
}

int vsw_fdb_add_target(struct vsw_fdb *fdb, struct vsw_target *target)
{
	int err;

	mutex_lock(&fdb->mutex);
	err = vsw_targets_add(&fdb->targets, target);
	mutex_unlock(&fdb->mutex);
	return err;
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
	mutex_lock(&fdb->mutex);
	vsw_targets_retire(&fdb->targets, target);
	mutex_unlock(&fdb->mutex);
}

int vsw_fdb_add_domain(struct vsw_fdb *fdb, struct vsw_fdb_domain *domain)
{
	return xa_insert(&fdb->domains, domain->id, domain, GFP_KERNEL);
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
	xa_erase(&fdb->domains, domain->id);
}

int vsw_fdb_walk(struct vsw_fdb *fdb, const struct vsw_fdb_match *match,
		 unsigned long *pos,
		 int (*visit)(const struct vsw_fdb_entry *entry, void *data),
		 void *data)
{
	const struct vsw_fdb_table *table = fdb_table(fdb);
	const struct vsw_fdb_slot *slot;
	struct vsw_fdb_entry entry;
	unsigned int visited = 0;
	int err = 0;
	u64 key;

	lockdep_assert_held(&fdb->mutex);

	/* RCU, because entries may be removed under our eyes. */
	rcu_read_lock();
	for (; *pos < vsw_fdb_table_slots(table); ++*pos) {
		if (!(++visited % FDB_BATCH)) {
			rcu_read_unlock();
			cond_resched();
			rcu_read_lock();
		}
		slot = vsw_fdb_table_slot(table, *pos);
		key = vsw_fdb_slot_key(slot);
		if (!key || !matches(fdb, key, slot, match))
			continue;
		read_entry(fdb, key, slot, &entry);
		err = visit(&entry, data);
		if (err)
			break;
	}
	rcu_read_unlock();
	return err;
}

/* Seconds until an entry expires, 0 if it has; %U32_MAX if it never will. */
static u32 time_left(struct vsw_fdb *fdb, u64 key,
		     const struct vsw_fdb_slot *slot, u32 now)
{
	u32 age = now - READ_ONCE(slot->updated);
	u32 ageing;

	if (vsw_fdb_where_kind(slot->where) != VSW_FDB_KIND_LEARNED)
		return U32_MAX;
	ageing = READ_ONCE(domain_of(fdb, key)->ageing);
	if (!ageing)
		return U32_MAX;
	/* An entry updated since @now was read has a negative age. */
	if ((s32)age < 0)
		age = 0;
	return age < ageing ? ageing - age : 0;
}

u32 vsw_fdb_age(struct vsw_fdb *fdb, u32 now)
{
	const struct vsw_fdb_table *table;
	u32 next = U32_MAX, left;
	struct vsw_fdb_slot *slot;
	unsigned long pos;
	u64 key;

	mutex_lock(&fdb->mutex);
	table = fdb_table(fdb);
	spin_lock_bh(&fdb->lock);
	for (pos = 0; pos < vsw_fdb_table_slots(table); pos++) {
		breathe(fdb, pos);
		slot = vsw_fdb_table_slot(table, pos);
		key = vsw_fdb_slot_key(slot);
		left = key ? time_left(fdb, key, slot, now) : U32_MAX;
		if (left)
			next = min(next, left);
		else
			entry_remove(fdb, slot, VSW_FDB_CAUSE_AGED);
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
	struct vsw_fdb_table *table;

	table = vsw_fdb_table_alloc(VSW_FDB_MIN_BUCKETS);
	if (!table)
		return -ENOMEM;
	memset(fdb, 0, sizeof(*fdb));
	xa_init_flags(&fdb->domains, XA_FLAGS_ACCOUNT);
	spin_lock_init(&fdb->lock);
	mutex_init(&fdb->mutex);
	INIT_WORK(&fdb->grow, grow_work);
	INIT_DELAYED_WORK(&fdb->age, age_work);
	fdb->rehash = jiffies;
	fdb->event = event;
	RCU_INIT_POINTER(fdb->table, table);
	return 0;
}

void vsw_fdb_uninit(struct vsw_fdb *fdb)
{
	cancel_work_sync(&fdb->grow);
	cancel_delayed_work_sync(&fdb->age);
	WARN_ON_ONCE(fdb->entries);
	vsw_fdb_table_free(rcu_dereference_protected(fdb->table, true));
	vsw_targets_free(&fdb->targets);
	xa_destroy(&fdb->domains);
	mutex_destroy(&fdb->mutex);
}
