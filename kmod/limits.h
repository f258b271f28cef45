/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What one port may take of what all share: entries of the table of connections,
 * and copies that others get to see.
 */
#ifndef _VSW_LIMITS_H
#define _VSW_LIMITS_H

#include <linux/refcount.h>
#include <linux/slab.h>

#include "meter.h"

/* Neither one guest nor a handful fills nf_conntrack's table of usual size. */
#define VSW_PORT_CONN_LIMIT	16384

/**
 * struct vsw_limits - limits of a port
 * @users:	the port, and the connections that count for it; see
 *		vsw_limits_conns()
 * @conn_limit:	most of them, 0 for no limit; READ_ONCE()
 * @conn_rate:	new ones per second, by frames that rules let begin one
 * @flood_rate:	frames to many per second: broadcast, multicast, unknown unicast,
 *		also those that are answered on the spot
 * @rcu:	for freeing
 */
struct vsw_limits {
	refcount_t users;
	u32 conn_limit;
	struct vsw_meter conn_rate;
	struct vsw_meter flood_rate;
	struct rcu_head rcu;
};

/* The first reference is the caller's. Return: %NULL for lack of memory. */
static inline struct vsw_limits *vsw_limits_alloc(void)
{
	struct vsw_limits *limits;

	limits = kzalloc(sizeof(*limits), GFP_KERNEL_ACCOUNT);
	if (limits)
		refcount_set(&limits->users, 1);
	return limits;
}

/* %NULL is fine. Context: any. */
static inline void vsw_limits_put(struct vsw_limits *limits)
{
	if (limits && refcount_dec_and_test(&limits->users))
		kfree_rcu(limits, rcu);
}

/* How many connections count for a port. Context: any, while the port is there. */
static inline u32 vsw_limits_conns(const struct vsw_limits *limits)
{
	return refcount_read(&limits->users) - 1;
}

#endif /* _VSW_LIMITS_H */
