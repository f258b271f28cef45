/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Connections that have been let through.
 *
 * DOC: Connections
 *
 * The record of a connection is nf_conntrack's: it decides what belongs to what,
 * and what a connection's state is. A struct vsw_conn stands beside each of its
 * entries that policy has let in. It counts for the port that is responsible for
 * the connection, and remembers for each of its ends what the last verdict on a
 * frame from there was: from which target to which target, in which epoch.
 *
 * It is found by its ends whichever way a frame goes, since the lower of the two
 * stands first: so it is put in one place and not in two. Nothing here translates
 * addresses, so an answer has those of the question, reversed.
 *
 * Where a connection began is part of it: an answer needs no rule of who gets it if
 * that is who has asked, and not if somebody else has asked in its name. Guests
 * move, and pairs of them share an address: so who has asked last is there beside
 * who has asked first.
 *
 * Most frames find that, and it holds: then nobody asks nf_conntrack or a
 * program. Once a second a frame of each direction is shown to nf_conntrack
 * nevertheless, which keeps the entry alive; the verdict holds if that finds the
 * same connection in the state that it had. Every TCP segment that opens or
 * closes the connection is shown too, and judged. Since nf_conntrack does not see
 * all segments any more it goes on from each that it is shown, if that comes from
 * where an end of the connection is; from elsewhere, what is out of its windows does
 * not count, and a RST has to have the sequence number that was acknowledged last.
 *
 * Entries that nf_conntrack is done with are noticed by a walk every few seconds.
 */
#ifndef _VSW_CONN_H
#define _VSW_CONN_H

#include <linux/hash.h>
#include <linux/rhashtable.h>
#include <linux/spinlock.h>
#include <linux/unaligned.h>
#include <linux/workqueue.h>
#include <net/netfilter/nf_conntrack.h>

#include "parse.h"

struct vsw_limits;

/**
 * struct vsw_conn_key - what a connection is found by
 * @address:	its ends; IPv4-mapped for IPv4
 * @port:	their ports, in host byte order
 *
 * The lower end is the first, if it is of a protocol that is looked for; see
 * vsw_conn_end().
 */
struct vsw_conn_key {
	struct in6_addr address[2];
	u16 port[2];
	u16 zone;
	u8 l4;
	u8 ipv4;
} __aligned(8);

static_assert(sizeof(struct vsw_conn_key) == 40);

#define VSW_CONN_WORDS	(sizeof(struct vsw_conn_key) / sizeof(u32))

extern u32 vsw_conn_secret[VSW_CONN_WORDS];

/*
 * NH (RFC 4418 section 5.2): with a random secret, no two keys have the same
 * hash but by chance, whoever chooses them.
 */
static inline u32 vsw_conn_hash(const void *data, u32 len, u32 seed)
{
	const u32 *word = data;
	u64 hash = 0;
	int i;

#pragma GCC unroll 5
	for (i = 0; i < VSW_CONN_WORDS; i += 2)
		hash += (u64)(word[i] + vsw_conn_secret[i]) *
			(u32)(word[i + 1] + vsw_conn_secret[i + 1]);
	return (hash ^ seed) * GOLDEN_RATIO_64 >> 32;
}

/**
 * struct vsw_flow - what is remembered of frames from one end
 * @where:	ids of the targets that the verdict was about, from and to
 * @seen:	vsw_fdb_clock() when nf_conntrack saw one last; READ_ONCE()
 * @epoch:	epoch of the verdict, 0 for none
 */
struct vsw_flow {
	u64 where;
	u32 seen;
	u32 epoch;
};

/**
 * struct vsw_conn - a connection
 * @node:	in vsw_conns::table
 * @key:	its ends; constant
 * @flow:	by end
 * @ct:		nf_conntrack's entry; a reference is held
 * @limits:	whom it counts for; a reference is held
 * @lock:	for those who write verdicts
 * @origin:	serial number of the target where it began; constant
 * @other:	that of the last other one where it went on, or of where the
 *		connection began that it was expected by, or 0; READ_ONCE()
 * @rcu:	for freeing
 *
 * There may be many: it is not more than the 128 bytes that the allocator hands out.
 */
struct vsw_conn {
	struct rhash_head node;
	struct vsw_conn_key key;
	struct vsw_flow flow[2];
	struct nf_conn *ct;
	struct vsw_limits *limits;
	/* for those who write verdicts */
	spinlock_t lock;
	u32 origin;
	u32 other;
	struct rcu_head rcu;
};

/**
 * struct vsw_conns - the connections of a switch
 * @sweep:	removes what nf_conntrack has done with; waits while there are any
 * @swept:	when that was last done or asked for, jiffies
 * @table:	by key
 */
struct vsw_conns {
	/* Not beside the table's nelems, which new connections write to. */
	struct delayed_work sweep;
	unsigned long swept;
	struct rhashtable table;
};

static inline int vsw_conn_cmp(struct rhashtable_compare_arg *arg,
			       const void *obj)
{
	const struct vsw_conn *conn = obj;
	const u64 *a = arg->key, *b = (const u64 *)&conn->key;

	return (a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]) |
	       (a[4] ^ b[4]) ? 1 : 0;
}

/* Here, so that a lookup is made of it and calls nothing. */
static const struct rhashtable_params vsw_conn_params = {
	.key_len = sizeof(struct vsw_conn_key),
	.key_offset = offsetof(struct vsw_conn, key),
	.head_offset = offsetof(struct vsw_conn, node),
	.hashfn = vsw_conn_hash,
	.obj_cmpfn = vsw_conn_cmp,
	.automatic_shrinking = true,
};

int vsw_conns_init(struct vsw_conns *conns);

/* Context: process; no packets any more. */
void vsw_conns_uninit(struct vsw_conns *conns);

/**
 * vsw_conn_add() - put in a connection that has just been confirmed
 * @conns:	where
 * @ct:		nf_conntrack's entry
 * @limits:	whom it counts for
 * @origin:	serial number of the target where it began
 * @other:	that of where its master began, 0 if it has none
 *
 * What another entry of nf_conntrack's has left under the same addresses is dead,
 * and goes; unless this one is dead by now, which takes nobody's place.
 *
 * Context: bottom halves disabled, RCU read side.
 * Return: false if there is no memory, and the connection is not to be.
 */
bool vsw_conn_add(struct vsw_conns *conns, struct nf_conn *ct,
		  struct vsw_limits *limits, u32 origin, u32 other);

/* Look for what has gone now and not in a few seconds. Context: any. */
void vsw_conns_hurry(struct vsw_conns *conns);

/**
 * vsw_conn_end() - which end of its connection a frame is from
 *
 * Return: 0 for the lower one, 1 for the other. The order is no matter but that it
 * is one.
 */
static inline unsigned int vsw_conn_end(const struct in6_addr *src,
					const struct in6_addr *dst,
					u16 sport, u16 dport)
{
	u64 a = get_unaligned((const u64 *)&src->s6_addr[8]);
	u64 b = get_unaligned((const u64 *)&dst->s6_addr[8]);

	if (unlikely(a == b)) {
		a = get_unaligned((const u64 *)src->s6_addr);
		b = get_unaligned((const u64 *)dst->s6_addr);
	}
	return a == b ? sport > dport : a > b;
}

/* Put in a key both ends of a frame from the end @end. */
static inline void vsw_conn_key_ends(struct vsw_conn_key *key, unsigned int end,
				     const struct in6_addr *src,
				     const struct in6_addr *dst,
				     u16 sport, u16 dport)
{
	key->address[0] = end ? *dst : *src;
	key->address[1] = end ? *src : *dst;
	key->port[0] = end ? dport : sport;
	key->port[1] = end ? sport : dport;
}

/* The key of nf_conntrack's entry. */
void vsw_conn_key_of(const struct nf_conn *ct, struct vsw_conn_key *key);

static inline u64 vsw_flow_where(u32 from, u32 to)
{
	return (u64)from << 32 | to;
}

/* Context: RCU read side. */
static inline struct vsw_conn *vsw_conn_find(struct vsw_conns *conns,
					     const struct vsw_conn_key *key)
{
	return rhashtable_lookup(&conns->table, key, vsw_conn_params);
}

/**
 * vsw_conn_verdict() - what is remembered of frames from an end
 * @conn:	connection
 * @end:	end
 * @epoch:	the epoch of now
 *
 * Context: RCU read side.
 * Return: vsw_flow_where() of what was let through in this epoch, 0 if nothing
 * was.
 */
static inline u64 vsw_conn_verdict(const struct vsw_conn *conn,
				   unsigned int end, u32 epoch)
{
	const struct vsw_flow *flow = &conn->flow[end];
	u64 where;

	if (READ_ONCE(flow->epoch) != epoch || nf_ct_is_dying(conn->ct))
		return 0;
	/* Pairs with vsw_conn_remember(): one verdict, not parts of two. */
	smp_rmb();
	where = READ_ONCE(flow->where);
	/* As above. */
	smp_rmb();
	return READ_ONCE(flow->epoch) == epoch ? where : 0;
}

/* Where frames from an end went last, whether or not they still may; 0 if unknown. */
static inline u64 vsw_conn_where(const struct vsw_conn *conn, unsigned int end)
{
	u32 epoch = READ_ONCE(conn->flow[end].epoch);

	return epoch ? vsw_conn_verdict(conn, end, epoch) : 0;
}

/* Whether nf_conntrack should see a frame before the verdict is believed. */
static inline bool vsw_conn_is_stale(const struct vsw_conn *conn,
				     unsigned int end, u32 now)
{
	return READ_ONCE(conn->flow[end].seen) != now;
}

/* nf_conntrack has seen a frame. Context: softirq. */
static inline void vsw_conn_touch(struct vsw_conn *conn, unsigned int end,
				  u32 now)
{
	WRITE_ONCE(conn->flow[end].seen, now);
}

/* Remember a verdict, and that nf_conntrack saw it. Context: softirq. */
void vsw_conn_remember(struct vsw_conn *conn, unsigned int end, u32 epoch,
		       u64 where, u32 now);

/* A connection may begin once more. Context: softirq. */
void vsw_conn_forget(struct vsw_conn *conn);

#endif /* _VSW_CONN_H */
