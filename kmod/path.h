/* SPDX-License-Identifier: GPL-2.0 */
/* What the way of a packet carries from step to step. */
#ifndef _VSW_PATH_H
#define _VSW_PATH_H

#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/types.h>

struct vsw_network;
struct vsw_scan;
struct vsw_stats;
struct vsw_switch;
struct vsw_target;

/*
 * How deep a frame's ways may be nested when it comes in from the host or enters
 * a tunnel: devices that stand on ports, and underlays that are networks of
 * other switches, may lead back here. The kernel counts transmit functions, but
 * not those that a queue calls; its own limit is 8 (XMIT_RECURSION_LIMIT), 5 for
 * its tunnels, and a line in the log. So we count as well.
 */
#define VSW_RECURSION_LIMIT	5	/* transmit functions, by the kernel's count */
#define VSW_DEPTH_LIMIT		4	/* ways through here */

DECLARE_PER_CPU(unsigned int, vsw_path_depth);

/**
 * vsw_path_enter() - a frame's way begins that another may have led to
 *
 * Context: bottom halves disabled.
 * Return: whether it may; if so, vsw_path_leave() ends it.
 */
static inline bool vsw_path_enter(void)
{
	if (unlikely(__this_cpu_read(vsw_path_depth) >= VSW_DEPTH_LIMIT ||
		     dev_recursion_level() > VSW_RECURSION_LIMIT))
		return false;
	__this_cpu_inc(vsw_path_depth);
	return true;
}

static inline void vsw_path_leave(void)
{
	__this_cpu_dec(vsw_path_depth);
}

/**
 * struct vsw_path - a frame's way through a switch; lives on the stack
 * @sw:		the switch
 * @network:	the frame's network
 * @from:	where it came from
 * @stats:	counters of the port or vtep where it came in
 * @scan:	what policy has found out, %NULL where nobody asks; see firewall.h
 * @learn:	its source address may be learned
 * @reserved_group: it is for a reserved group address, and flooded
 * @prio:	PCP and DEI of the tag that was stripped, as bits of a TCI
 */
struct vsw_path {
	struct vsw_switch *sw;
	struct vsw_network *network;
	struct vsw_target *from;
	const struct vsw_stats *stats;
	struct vsw_scan *scan;
	bool learn;
	bool reserved_group;
	u16 prio;
};

#endif /* _VSW_PATH_H */
