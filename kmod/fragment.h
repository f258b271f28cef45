/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fragments that policy has let through.
 *
 * Only the first fragment of a datagram has ports, and it is judged by them. The
 * later ones go the way of the first, which has to come before them: nothing is
 * held back or put together, so nobody can make us keep what never completes.
 * Each port has a table of its own, for so many datagrams at a time.
 */
#ifndef _VSW_FRAGMENT_H
#define _VSW_FRAGMENT_H

#include <linux/spinlock.h>
#include <linux/types.h>

#include "parse.h"

#define VSW_FRAGMENT_SLOTS	32
#define VSW_FRAGMENT_WAYS	4

/* How long a datagram's fragments may take (Linux's own limit). */
#define VSW_FRAGMENT_TIME	30	/* s */

/**
 * struct vsw_fragment - a datagram whose first fragment has passed
 * @src:	addresses, as in struct vsw_key
 * @dst:	addresses, as in struct vsw_key
 * @id:		identification
 * @epoch:	when, by what policies said; 0 for a slot that is free
 * @time:	when, vsw_fdb_clock()
 * @zone:	conntrack zone of the network
 * @proto:	IPv4: protocol, IPv6: 0
 * @direction:	enum vsw_direction, seen from the port's owner
 */
struct vsw_fragment {
	struct in6_addr src;
	struct in6_addr dst;
	u32 id;
	u32 epoch;
	u32 time;
	u16 zone;
	u8 proto;
	u8 direction;
};

/**
 * struct vsw_fragments - those of a port
 * @lock:	for all of it
 * @slot:	sets of %VSW_FRAGMENT_WAYS, by hash
 */
struct vsw_fragments {
	/* for all of it */
	spinlock_t lock;
	struct vsw_fragment slot[VSW_FRAGMENT_SLOTS];
};

/* What a fragment belongs to. */
void vsw_fragment_of(const struct vsw_key *key, u16 zone, u8 direction,
		     u32 epoch, struct vsw_fragment *fragment);

/* The first one passes. Context: softirq. */
void vsw_fragment_note(struct vsw_fragments *fragments,
		       const struct vsw_fragment *fragment);

/*
 * Whether a later one may pass: the first one did, in the same epoch.
 * Context: softirq.
 */
bool vsw_fragment_passes(struct vsw_fragments *fragments,
			 const struct vsw_fragment *fragment);

#endif /* _VSW_FRAGMENT_H */
