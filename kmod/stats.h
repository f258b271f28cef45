/* SPDX-License-Identifier: GPL-2.0 */
/* Counters of a port, a vtep or a network: per CPU, never shared. */
#ifndef _VSW_STATS_H
#define _VSW_STATS_H

#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>

#include "drop.h"

/**
 * struct vsw_stats - one CPU's counters of one object
 * @rx_packets: frames that came in through the object; a GSO packet is one
 * @rx_bytes:	their length with the Ethernet header, without FCS
 * @tx_packets:	frames that went out through it
 * @tx_bytes:	their length, before encapsulation
 * @drops:	frames dropped, by reason
 * @syncp:	for 32-bit readers
 */
struct vsw_stats {
	u64_stats_t rx_packets;
	u64_stats_t rx_bytes;
	u64_stats_t tx_packets;
	u64_stats_t tx_bytes;
	u64_stats_t drops[VSW_DROP_COUNT];
	struct u64_stats_sync syncp;
};

/* The sum over all CPUs. */
struct vsw_stats_sum {
	u64 rx_packets;
	u64 rx_bytes;
	u64 tx_packets;
	u64 tx_bytes;
	u64 drops[VSW_DROP_COUNT];
};

/* Process context. %NULL when out of memory; free with free_percpu(). */
struct vsw_stats __percpu *vsw_stats_alloc(void);

/* Process context. */
void vsw_stats_read(const struct vsw_stats __percpu *stats,
		    struct vsw_stats_sum *sum);

/* The three below: bottom halves disabled. */
static inline void vsw_stats_rx(struct vsw_stats __percpu *stats,
				unsigned int len)
{
	struct vsw_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->rx_packets);
	u64_stats_add(&s->rx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

static inline void vsw_stats_tx(struct vsw_stats __percpu *stats,
				unsigned int len)
{
	struct vsw_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->tx_packets);
	u64_stats_add(&s->tx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

static inline void vsw_stats_drop(struct vsw_stats __percpu *stats,
				  enum vsw_drop reason)
{
	struct vsw_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->drops[reason]);
	u64_stats_update_end(&s->syncp);
}

#endif /* _VSW_STATS_H */
