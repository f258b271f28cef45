/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many objects of each type exist. When the module goes, all must be 0:
 * so every test run proves that whatever was created was destroyed. Packets make
 * connections, on all CPUs at once: each has counts of its own, which may be
 * negative.
 */
#ifndef _VSW_LIVE_H
#define _VSW_LIVE_H

#include <linux/percpu.h>

enum vsw_live {
	VSW_LIVE_SWITCH,
	VSW_LIVE_NETWORK,
	VSW_LIVE_PORT,
	VSW_LIVE_ATTACHMENT,
	VSW_LIVE_VTEP,
	VSW_LIVE_PEER,
	VSW_LIVE_SET,
	VSW_LIVE_GROUP,
	VSW_LIVE_RULE,
	VSW_LIVE_CONN,
	VSW_LIVE_NEIGH,
	VSW_LIVE_COUNT
};

DECLARE_PER_CPU(int [VSW_LIVE_COUNT], vsw_live);

static inline void vsw_live_inc(enum vsw_live type)
{
	this_cpu_inc(vsw_live[type]);
}

static inline void vsw_live_dec(enum vsw_live type)
{
	this_cpu_dec(vsw_live[type]);
}

/* Context: nobody makes any or takes any away. */
static inline int vsw_live_sum(enum vsw_live type)
{
	int cpu, sum = 0;

	for_each_possible_cpu(cpu)
		sum += per_cpu(vsw_live, cpu)[type];
	return sum;
}

#endif /* _VSW_LIVE_H */
