/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Policy on the way of a packet: what the sender's groups say in step 4, what
 * the receiver's say in step 7, and one entry in nf_conntrack's table for what
 * both let through.
 *
 * DOC: Firewall
 *
 * A connection is allowed if the sender's groups let its first packet out and the
 * receiver's let it in, as far as the two have groups. Each later frame is judged
 * by what its connection began with, whichever way it goes: the program is asked
 * about the original direction every time, unless a verdict of this epoch is
 * remembered (see conn.h). Replies therefore need no rule, and lose their right
 * with the rule of the connection.
 *
 * nf_conntrack makes an entry for whatever it is asked about. So if nothing is
 * remembered of the connection of a TCP or UDP frame, which is whole and which no
 * helper has announced, it is asked only when rules have let the frame begin one:
 * those of both ends, or those of the sender if the frame goes to many. What is
 * refused costs no entry, and no look-up in its table.
 *
 * Rules are about IPv4 and IPv6. These pass without one:
 *
 *   ARP and RARP
 *   neighbour discovery, MLD, and router advertisements to a port
 *   DHCP and DHCPv6, from a client and to one
 *   other ethertypes that the guard of the attachment names
 *
 * Later fragments have no ports: one passes if a rule let the first one through.
 */
#ifndef _VSW_FIREWALL_H
#define _VSW_FIREWALL_H

#include "drop.h"
#include "parse.h"
#include "path.h"

struct vsw_attachment;
struct vsw_conn;
struct vsw_policy;

/* No objection: not a drop reason. */
#define VSW_FIREWALL_PASS	VSW_DROP_COUNT

/**
 * struct vsw_scan - what policy has found out about a frame; on the stack
 * @key:	what is in it
 * @conn:	its connection, if anything is remembered of that, or %NULL
 * @sender:	policy of where it comes from that it was judged by, or %NULL
 * @allowed:	where a remembered verdict lets it go, vsw_flow_where(), or 0
 * @epoch:	when it was looked at
 * @end:	which end of @conn it is from
 * @fresh:	nothing is remembered of its connection and no helper has announced
 *		it; nf_conntrack has not been asked
 * @tracked:	nf_conntrack has seen it
 * @commit:	a stateful rule has let it through
 */
struct vsw_scan {
	struct vsw_key key;
	struct vsw_conn *conn;
	const struct vsw_policy *sender;
	u64 allowed;
	u32 epoch;
	u8 end;
	bool fresh;
	bool tracked;
	bool commit;
};

static inline void vsw_scan_init(struct vsw_scan *scan)
{
	/* The rest is written before it is read. */
	scan->key.proto = 0;
	scan->conn = NULL;
	scan->sender = NULL;
	scan->allowed = 0;
	scan->epoch = 0;
	scan->fresh = false;
	scan->tracked = false;
	scan->commit = false;
}

/**
 * vsw_scan_frame() - read a frame's headers for those who judge it
 * @skb:	frame, data at the Ethernet header
 * @key:	where to put what is found
 *
 * Pulls the headers that are read into the linear part: pages that the sender
 * shares with the host could change after they were looked at.
 *
 * Context: bottom halves disabled.
 * Return: %VSW_FIREWALL_PASS, or why the frame cannot be judged.
 */
enum vsw_drop vsw_scan_frame(struct sk_buff *skb, struct vsw_key *key);

/**
 * vsw_firewall_input() - 4 policy: what the sender's groups say
 * @path:	the frame's way; @path->scan has the key
 * @att:	where it came from
 * @policy:	the policy of that
 * @skb:	frame
 *
 * Context: softirq, RCU read side.
 * Return: %VSW_FIREWALL_PASS, or why it is to be dropped.
 */
enum vsw_drop vsw_firewall_input(const struct vsw_path *path,
				 const struct vsw_attachment *att,
				 const struct vsw_policy *policy,
				 struct sk_buff *skb);

/**
 * vsw_firewall_output() - 7 per target: what the receiver's groups say
 * @path:	the frame's way; @path->scan is there, its key not if the sender
 *		has no groups
 * @to:		where it goes
 * @skb:	frame; what clones there are of it have no connection any more
 *
 * Whatever has let the frame through is recorded.
 *
 * Context: as above.
 * Return: as above.
 */
enum vsw_drop vsw_firewall_output(const struct vsw_path *path,
				  struct vsw_target *to, struct sk_buff *skb);

/**
 * vsw_firewall_flood() - a frame that vsw_firewall_input() has seen goes to many
 * @path:	the frame's way; @path->scan is there
 * @skb:	frame
 *
 * To be called before vsw_firewall_output() is for the first of them: what the
 * sender's groups say does not depend on what one or the other receiver's do.
 *
 * Context: as above.
 * Return: as above.
 */
enum vsw_drop vsw_firewall_flood(const struct vsw_path *path,
				 struct sk_buff *skb);

#endif /* _VSW_FIREWALL_H */
