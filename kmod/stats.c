// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

#include <linux/netdevice.h>
#include <linux/slab.h>

/* kmalloc() would hand out nearly twice of what the counters of drops take. */
static struct kmem_cache *drops_cache;

int vsw_stats_cache_init(void)
{
	drops_cache = kmem_cache_create("vsw_drops",
					VSW_DROP_COUNT * sizeof(atomic64_t), 0,
					SLAB_ACCOUNT, NULL);
	return drops_cache ? 0 : -ENOMEM;
}

void vsw_stats_cache_uninit(void)
{
	kmem_cache_destroy(drops_cache);
}

int vsw_stats_init(struct vsw_stats *stats)
{
	stats->cpu = __netdev_alloc_pcpu_stats(struct vsw_stats_cpu,
					       GFP_KERNEL_ACCOUNT);
	stats->drops = kmem_cache_zalloc(drops_cache, GFP_KERNEL);
	if (stats->cpu && stats->drops)
		return 0;
	vsw_stats_uninit(stats);
	return -ENOMEM;
}

void vsw_stats_uninit(struct vsw_stats *stats)
{
	free_percpu(stats->cpu);
	if (stats->drops)
		kmem_cache_free(drops_cache, stats->drops);
	*stats = (struct vsw_stats){};
}

/* Read one CPU's counters as they were at one moment. */
static void read_cpu(const struct vsw_stats_cpu *s, struct vsw_stats_sum *out)
{
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&s->syncp);
		out->rx_packets = u64_stats_read(&s->rx_packets);
		out->rx_bytes = u64_stats_read(&s->rx_bytes);
		out->tx_packets = u64_stats_read(&s->tx_packets);
		out->tx_bytes = u64_stats_read(&s->tx_bytes);
	} while (u64_stats_fetch_retry(&s->syncp, start));
}

void vsw_stats_read(const struct vsw_stats *stats, struct vsw_stats_sum *sum)
{
	struct vsw_stats_sum one;
	int cpu, i;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		read_cpu(per_cpu_ptr(stats->cpu, cpu), &one);
		sum->rx_packets += one.rx_packets;
		sum->rx_bytes += one.rx_bytes;
		sum->tx_packets += one.tx_packets;
		sum->tx_bytes += one.tx_bytes;
	}
	for (i = 0; i < VSW_DROP_COUNT; i++)
		sum->drops[i] = atomic64_read(&stats->drops[i]);
}
