/* SPDX-License-Identifier: GPL-2.0 */
/* The way of a packet, first part: from a port or a vtep to the lookup. */
#ifndef _VSW_INPUT_H
#define _VSW_INPUT_H

#include <linux/netdevice.h>

#include "path.h"

struct vsw_port;

/* The receive handler of ports. Context: softirq, RCU read side. */
rx_handler_result_t vsw_input_rx_handler(struct sk_buff **pskb);

/**
 * vsw_input_port() - a frame comes in through a port
 * @port:	port
 * @skb:	frame, not shared; data at the Ethernet header, which is pulled,
 *		802.1Q tag accelerated; consumed
 *
 * Context: bottom halves disabled, RCU read side.
 */
void vsw_input_port(struct vsw_port *port, struct sk_buff *skb);

/**
 * vsw_input_network() - a frame comes into a network
 * @path:	where it came from, and the network
 * @skb:	frame as above, its outermost tag removed if that led here
 *
 * Context: as above.
 */
void vsw_input_network(struct vsw_path *path, struct sk_buff *skb);

#endif /* _VSW_INPUT_H */
