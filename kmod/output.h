/* SPDX-License-Identifier: GPL-2.0 */
/* The way of a packet, second part: from the lookup to the devices. */
#ifndef _VSW_OUTPUT_H
#define _VSW_OUTPUT_H

#include <linux/if_ether.h>
#include <linux/skbuff.h>

#include "path.h"

/**
 * vsw_output_unicast() - send a frame to one target
 * @path:	its way
 * @to:		target, of the frame's network
 * @skb:	frame, data at the Ethernet header; consumed
 *
 * Context: bottom halves disabled, RCU read side.
 */
void vsw_output_unicast(const struct vsw_path *path, struct vsw_target *to,
			struct sk_buff *skb);

/* Send a copy to each member of the frame's network. Otherwise as above. */
void vsw_output_flood(const struct vsw_path *path, struct sk_buff *skb);

/* Send a frame back to where the path's frame came from. As above. */
void vsw_output_reply(const struct vsw_path *path, struct sk_buff *skb);

/* The part of vsw_output_fits() for frames that are longer. */
bool vsw_output_fits_long(const struct sk_buff *skb, unsigned int mtu);

/**
 * vsw_output_fits() - whether a frame is within an MTU
 * @skb: frame, data at the Ethernet header; a GSO packet is judged by the
 *	 size of its segments
 * @mtu: largest layer 3 packet, bytes; a tag inside the frame is extra
 */
static inline bool vsw_output_fits(const struct sk_buff *skb, unsigned int mtu)
{
	return likely(skb->len <= mtu + ETH_HLEN) ||
	       vsw_output_fits_long(skb, mtu);
}

#endif /* _VSW_OUTPUT_H */
