/* SPDX-License-Identifier: GPL-2.0 */
/* What the way of a packet carries from step to step. */
#ifndef _VSW_PATH_H
#define _VSW_PATH_H

#include <linux/types.h>

struct vsw_network;
struct vsw_stats;
struct vsw_switch;
struct vsw_target;

/*
 * How deep transmit functions may be nested when a frame comes in from the host
 * or enters a tunnel: devices that stand on ports, and underlays that are
 * networks of other switches, may lead back here. The kernel's own limit is 8
 * (XMIT_RECURSION_LIMIT), and a line in the log.
 */
#define VSW_RECURSION_LIMIT	4

/**
 * struct vsw_path - a frame's way through a switch; lives on the stack
 * @sw:		the switch
 * @network:	the frame's network
 * @from:	where it came from
 * @stats:	counters of the port or vtep where it came in
 * @learn:	its source address may be learned
 * @prio:	PCP and DEI of the tag that was stripped, as bits of a TCI
 */
struct vsw_path {
	struct vsw_switch *sw;
	struct vsw_network *network;
	struct vsw_target *from;
	struct vsw_stats __percpu *stats;
	bool learn;
	u16 prio;
};

#endif /* _VSW_PATH_H */
