/* SPDX-License-Identifier: GPL-2.0 */
/* The way of a packet into a tunnel. */
#ifndef _VSW_ENCAP_H
#define _VSW_ENCAP_H

#include <linux/skbuff.h>

#include "path.h"

struct vsw_peer;

/**
 * vsw_encap_output() - send a frame to a peer
 * @path:	its way
 * @peer:	peer
 * @skb:	frame, data at the Ethernet header; consumed
 * @flood:	the frame is not for this peer alone: one that is too large for
 *		the path is dropped with no answer to the sender, who would
 *		get one for each peer
 *
 * Context: bottom halves disabled, RCU read side.
 */
void vsw_encap_output(const struct vsw_path *path, struct vsw_peer *peer,
		      struct sk_buff *skb, bool flood);

#endif /* _VSW_ENCAP_H */
