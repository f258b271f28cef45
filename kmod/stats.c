// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

#include <linux/netdevice.h>
#include <linux/slab.h>

int vsw_stats_init(struct vsw_stats *stats)
{
	stats->cpu = __netdev_alloc_pcpu_stats(struct vsw_stats_cpu,
					       GFP_KERNEL_ACCOUNT);
	stats->drops = kcalloc(VSW_DROP_COUNT, sizeof(*stats->drops),
			       GFP_KERNEL_ACCOUNT);
	if (stats->cpu && stats->drops)
		return 0;
	vsw_stats_uninit(stats);
	return -ENOMEM;
}

void vsw_stats_uninit(struct vsw_stats *stats)
{
	free_percpu(stats->cpu);
	kfree(stats->drops);
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
