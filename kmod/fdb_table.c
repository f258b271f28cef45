// SPDX-License-Identifier: GPL-2.0
#include "fdb_table.h"

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "quarantine.h"

/*
 * A lookup tries the first of two buckets first, so that is filled this far
 * before the emptier one is taken.
 */
#define FILL_FIRST	5

static_assert(sizeof(struct vsw_fdb_bucket) == 128);
/* Keys are read and written in one go. */
static_assert(sizeof(long) == sizeof(u64), "for 64-bit kernels only");

static struct vsw_fdb_bucket *buckets_alloc(u32 count)
{
	size_t bytes = count * sizeof(struct vsw_fdb_bucket);
	gfp_t gfp = GFP_KERNEL_ACCOUNT | __GFP_ZERO;

	/* Objects of power-of-two caches are aligned as buckets should be. */
	if (bytes < PAGE_SIZE)
		return kmalloc(roundup_pow_of_two(bytes), gfp);
	return __vmalloc(bytes, gfp);
}

struct vsw_fdb_table *vsw_fdb_table_alloc(u32 buckets)
{
	struct vsw_fdb_table *table;

	table = kzalloc(sizeof(*table), GFP_KERNEL_ACCOUNT);
	if (!table)
		return NULL;
	table->buckets = buckets_alloc(buckets);
	if (!table->buckets) {
		kfree(table);
		return NULL;
	}
	table->size = buckets;
	table->mult[0] = get_random_u64() | 1;
	table->mult[1] = get_random_u64() | 1;
	return table;
}

void vsw_fdb_table_free(struct vsw_fdb_table *table)
{
	kvfree(table->buckets);
	kfree(table);
}

/*
 * How many entries a bucket has, and the first slot that may be filled, %NULL
 * if there is none. Slots that were never filled come last.
 */
static unsigned int bucket_look(struct vsw_fdb_bucket *bucket,
				struct vsw_fdb_slot **room)
{
	struct vsw_fdb_slot *slot;
	unsigned int used = 0;

	*room = NULL;
	for (slot = bucket->slot; slot < bucket->slot + VSW_FDB_WAYS; slot++) {
		if (vsw_fdb_slot_key(slot))
			used++;
		else if (!*room && (!slot->key || vsw_quarantine_over(slot->key)))
			*room = slot;
		if (!slot->key)
			break;
	}
	return used;
}

/* Where to put an entry; an error as vsw_fdb_table_insert() returns it. */
static struct vsw_fdb_slot *choose(const struct vsw_fdb_table *table, u64 key)
{
	struct vsw_fdb_slot *room_a, *room_b;
	unsigned int used_a, used_b;

	used_a = bucket_look(vsw_fdb_bucket(table, key, 0), &room_a);
	if (room_a && used_a < FILL_FIRST)
		return room_a;
	used_b = bucket_look(vsw_fdb_bucket(table, key, 1), &room_b);
	if (room_b && (!room_a || used_b < used_a))
		return room_b;
	if (room_a)
		return room_a;
	return ERR_PTR(used_a + used_b < 2 * VSW_FDB_WAYS ? -EAGAIN : -ENOSPC);
}

int vsw_fdb_table_insert(const struct vsw_fdb_table *table, u64 key,
			 u32 updated, u32 where)
{
	struct vsw_fdb_slot *slot = choose(table, key);

	if (IS_ERR(slot))
		return PTR_ERR(slot);
	WRITE_ONCE(slot->updated, updated);
	WRITE_ONCE(slot->where, where);
	/* Pairs with vsw_fdb_table_find(). */
	smp_store_release(&slot->key, key);
	return 0;
}

void vsw_fdb_table_remove(struct vsw_fdb_slot *slot)
{
	WRITE_ONCE(slot->key, 0);
	WRITE_ONCE(slot->key, vsw_quarantine_begin());
}

int vsw_fdb_table_copy(const struct vsw_fdb_table *new,
		       const struct vsw_fdb_table *old)
{
	const struct vsw_fdb_slot *slot;
	unsigned long pos;
	u64 key;

	for (pos = 0; pos < vsw_fdb_table_slots(old); pos++) {
		slot = vsw_fdb_table_slot(old, pos);
		key = vsw_fdb_slot_key(slot);
		if (key && vsw_fdb_table_insert(new, key,
						READ_ONCE(slot->updated),
						READ_ONCE(slot->where)))
			return -ENOSPC;
	}
	return 0;
}
