/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of a port, a vtep or a network.
 *
 * What counts frames that get through is per CPU, never shared. Drops are
 * counted in one place for all CPUs, since a counter for each reason and CPU
 * would be most of what an object takes: CPUs that drop for the same object at
 * the same time share a cache line, one that none of the others reads.
 */
#ifndef _VSW_STATS_H
#define _VSW_STATS_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>

#include "drop.h"

/**
 * struct vsw_stats_cpu - one CPU's counters of one object
 * @rx_packets: frames that came in through the object; a GSO packet is one
 * @rx_bytes:	their length with the Ethernet header, without FCS
 * @tx_packets:	frames that went out through it
 * @tx_bytes:	their length, before encapsulation
 * @syncp:	for 32-bit readers
 */
struct vsw_stats_cpu {
	u64_stats_t rx_packets;
	u64_stats_t rx_bytes;
	u64_stats_t tx_packets;
	u64_stats_t tx_bytes;
	struct u64_stats_sync syncp;
};

/**
 * struct vsw_stats - the counters of one object
 * @cpu:	of frames that get through
 * @drops:	of frames dropped, by reason; apart, as @cpu is next to what
 *		every frame reads
 */
struct vsw_stats {
	struct vsw_stats_cpu __percpu *cpu;
	atomic64_t *drops;
};

/* The sum over all CPUs. */
struct vsw_stats_sum {
	u64 rx_packets;
	u64 rx_bytes;
	u64 tx_packets;
	u64 tx_bytes;
	u64 drops[VSW_DROP_COUNT];
};

/* Module init and exit: where counters of drops come from. -ENOMEM. */
int vsw_stats_cache_init(void);
void vsw_stats_cache_uninit(void);

/* Process context. -ENOMEM, and then there is nothing to free. */
int vsw_stats_init(struct vsw_stats *stats);

/* No matter if it is all zeroes. Context: as above; nobody counts any more. */
void vsw_stats_uninit(struct vsw_stats *stats);

/* Process context. */
void vsw_stats_read(const struct vsw_stats *stats, struct vsw_stats_sum *sum);

/* Bottom halves disabled. */
static inline void vsw_stats_rx(const struct vsw_stats *stats,
				unsigned int len)
{
	struct vsw_stats_cpu *s = this_cpu_ptr(stats->cpu);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->rx_packets);
	u64_stats_add(&s->rx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

/* Bottom halves disabled. */
static inline void vsw_stats_tx(const struct vsw_stats *stats,
				unsigned int len)
{
	struct vsw_stats_cpu *s = this_cpu_ptr(stats->cpu);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->tx_packets);
	u64_stats_add(&s->tx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

static inline void vsw_stats_drop(const struct vsw_stats *stats,
				  enum vsw_drop reason)
{
	atomic64_inc(&stats->drops[reason]);
}

#endif /* _VSW_STATS_H */
