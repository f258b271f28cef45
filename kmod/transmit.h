/* SPDX-License-Identifier: GPL-2.0 */
/* The last step out: a frame is handed to a netdevice. */
#ifndef _VSW_TRANSMIT_H
#define _VSW_TRANSMIT_H

#include <linux/skbuff.h>

struct net_device;

/**
 * vsw_transmit() - send a frame out of a netdevice
 * @skb:	frame, data at the Ethernet header; consumed
 * @dev:	netdevice
 *
 * Does what dev_queue_xmit() does. Where there is neither a queue nor anybody
 * who wants to see the frame (packet sockets, tc, nftables), it does so without
 * the tests for these, and without net:net_dev_xmit and its like.
 *
 * Context: bottom halves disabled, RCU read side.
 * Return: whether the netdevice took it.
 */
bool vsw_transmit(struct sk_buff *skb, struct net_device *dev);

#endif /* _VSW_TRANSMIT_H */
