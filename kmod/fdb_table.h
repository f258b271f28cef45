/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hash table of the FDB.
 *
 * DOC: FDB table
 *
 * A table is an array of buckets of eight slots, two cache lines side by side.
 * A slot is an entry: key, when it was last seen, where it leads, 16 bytes in
 * all. The key holds MAC and network in one u64; its hash is multiply-shift
 * with two random multipliers, scaled to the number of buckets, which give
 * each key two buckets. An entry never moves from one slot to another: a walk
 * over the slots sees each entry once, as long as the table is not replaced.
 *
 * With eight slots to a bucket and two buckets to choose from, a table fills
 * evenly: of addresses put into a table that is 75 % full one in a thousand
 * finds both its buckets full, at 85 % one in twenty-five. So tables are replaced
 * when they are 75 % full, by one that the same entries fill to 57 %; an entry
 * takes 21 to 28 bytes. Addresses that count up fill some tables less evenly,
 * depending on the multipliers: one table of twenty, or of a hundred if it is
 * small, has no room for one of them though it is not even 60 % full. It is
 * replaced by one of its size with other multipliers. Larger tables are
 * vmalloc()ed, because kmalloc() rounds up to powers of two.
 *
 * Readers take RCU only. A slot is filled with its key last. What empties it is
 * a key that no entry has; from then on the slot is in quarantine: it is not
 * filled again before a grace period has passed. Whoever has found a key in a
 * slot can thus read the rest of it, and what is there is of that key and no
 * other: it cannot lead a frame into another network.
 *
 *	key of an entry		network (1 to 65535) << 48 | MAC
 *	key of quarantine	vsw_quarantine_begin(), below 2^48
 *	key of a new slot	0
 */
#ifndef _VSW_FDB_TABLE_H
#define _VSW_FDB_TABLE_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/math64.h>
#include <linux/types.h>

#include <asm/barrier.h>

#define VSW_FDB_WAYS		8
#define VSW_FDB_MIN_BUCKETS	16U		/* 2 KiB */
#define VSW_FDB_MAX_BUCKETS	131072U		/* 16 MiB, a million slots */

/* What struct vsw_fdb_slot::where is made of. */
#define VSW_FDB_KIND_BITS	8

static inline u32 vsw_fdb_where(u32 target_id, u8 kind)
{
	return target_id << VSW_FDB_KIND_BITS | kind;
}

static inline u32 vsw_fdb_where_id(u32 where)
{
	return where >> VSW_FDB_KIND_BITS;
}

static inline u8 vsw_fdb_where_kind(u32 where)
{
	return where;
}

/**
 * struct vsw_fdb_slot - an entry, or room for one
 * @key:	vsw_fdb_key(), or see DOC: FDB table
 * @updated:	vsw_fdb_clock() when it was last seen; READ_ONCE()
 * @where:	id of its target, and enum vsw_fdb_kind; READ_ONCE()
 */
struct vsw_fdb_slot {
	u64 key;
	u32 updated;
	u32 where;
};

struct vsw_fdb_bucket {
	struct vsw_fdb_slot slot[VSW_FDB_WAYS];
} __aligned(64);

/**
 * struct vsw_fdb_table - a hash table
 * @buckets:	buckets
 * @size:	how many
 * @mult:	odd random multipliers
 */
struct vsw_fdb_table {
	struct vsw_fdb_bucket *buckets;
	u64 size;
	u64 mult[2];
};

static inline struct vsw_fdb_bucket *
vsw_fdb_bucket(const struct vsw_fdb_table *table, u64 key, int choice)
{
	u64 hash = key * table->mult[choice];

	/* The hash as a fraction of 1, of all buckets. */
	return &table->buckets[mul_u64_u64_shr(hash, table->size, 64)];
}

static inline struct vsw_fdb_slot *vsw_fdb_bucket_find(struct vsw_fdb_bucket *b,
						       u64 key)
{
	int way;

#pragma GCC unroll 8
	for (way = 0; way < VSW_FDB_WAYS; way++)
		/*
		 * Keys may change meanwhile. What is read is compared and
		 * forgotten, so a plain read does no harm, and is one
		 * instruction with the comparison.
		 */
		if (data_race(b->slot[way].key) == key)
			return &b->slot[way];
	return NULL;
}

/**
 * vsw_fdb_table_find() - find an entry
 * @table:	table
 * @key:	key of an entry
 *
 * Context: RCU read side, or writer.
 * Return: its slot, for as long as that context lasts, or %NULL.
 */
static inline struct vsw_fdb_slot *
vsw_fdb_table_find(const struct vsw_fdb_table *table, u64 key)
{
	struct vsw_fdb_slot *slot;

	slot = vsw_fdb_bucket_find(vsw_fdb_bucket(table, key, 0), key);
	if (!slot)
		slot = vsw_fdb_bucket_find(vsw_fdb_bucket(table, key, 1), key);
	/* The key before the rest. Pairs with vsw_fdb_table_insert(). */
	smp_rmb();
	return slot;
}

/* The key of the entry in a slot, 0 if there is none. Context: as above. */
static inline u64 vsw_fdb_slot_key(const struct vsw_fdb_slot *slot)
{
	u64 key = READ_ONCE(slot->key);

	/* The key before the rest, as above. */
	smp_rmb();
	return key >> 48 ? key : 0;
}

/* In the order of walks. @pos is below vsw_fdb_table_slots(). */
static inline struct vsw_fdb_slot *
vsw_fdb_table_slot(const struct vsw_fdb_table *table, unsigned long pos)
{
	return &table->buckets[pos / VSW_FDB_WAYS].slot[pos % VSW_FDB_WAYS];
}

static inline unsigned long
vsw_fdb_table_slots(const struct vsw_fdb_table *table)
{
	return table->size * VSW_FDB_WAYS;
}

/* How many buckets a table for so many entries should have. */
static inline u32 vsw_fdb_table_fit(u32 entries)
{
	return VSW_FDB_MIN_BUCKETS + entries / 4 * 7 / VSW_FDB_WAYS;
}

/* Context: process. Return: %NULL for lack of memory. */
struct vsw_fdb_table *vsw_fdb_table_alloc(u32 buckets);

/* Context: process; no readers any more. */
void vsw_fdb_table_free(struct vsw_fdb_table *table);

/**
 * vsw_fdb_table_insert() - put in an entry
 * @table:	table
 * @key:	its key, which is not in the table
 * @updated:	the rest of the slot
 * @where:	the rest of the slot
 *
 * Context: writer.
 * Return: 0; -EAGAIN if there is room, but in quarantine; -ENOSPC.
 */
int vsw_fdb_table_insert(const struct vsw_fdb_table *table, u64 key,
			 u32 updated, u32 where);

/* Remove the entry of a slot. Context: writer. */
void vsw_fdb_table_remove(struct vsw_fdb_slot *slot);

/*
 * Put all entries of a table in a new one. Readers may update entries of the
 * old one at the same time; those will look a little older than they are.
 * Context: writer of both. Return: 0 or -ENOSPC.
 */
int vsw_fdb_table_copy(const struct vsw_fdb_table *new,
		       const struct vsw_fdb_table *old);

#endif /* _VSW_FDB_TABLE_H */
