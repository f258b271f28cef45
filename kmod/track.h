/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Connection tracking: what vsw and nf_conntrack have to do with each other.
 *
 * Each network with a policy in it has a zone of its own, so that equal addresses
 * of two tenants are different connections. Frames are shown to nf_conntrack
 * as the IP layer would, but outside of its hooks: no defragmentation, and
 * checksums are the receiver's concern.
 */
#ifndef _VSW_TRACK_H
#define _VSW_TRACK_H

#include <linux/skbuff.h>
#include <net/netfilter/nf_conntrack.h>

#include "parse.h"

struct vsw_net;
struct vsw_network;
struct vsw_switch;

/**
 * vsw_track_prepare() - make sure that connections of a network can be tracked
 *
 * Context: process; configuration mutex held.
 * Return: 0, -ENOMEM, or -EUSERS if all zones of the namespace are in use.
 */
int vsw_track_prepare(struct vsw_network *network);

/* The network goes. Context: as above. */
void vsw_track_release(struct vsw_network *network);

/*
 * The same of all networks of a switch, with one look at nf_conntrack's table; no frames
 * come into them any more.
 */
void vsw_track_release_all(struct vsw_switch *sw);

/* A namespace goes. Context: process; no readers any more. */
void vsw_track_exit(struct vsw_net *vn);

/**
 * vsw_track() - find out which connection a frame belongs to
 * @network:	its network, prepared
 * @key:	what vsw_parse() has found in it, IPv4 or IPv6; no later fragment
 * @skb:	frame, data at the Ethernet header; loses what follows the packet
 *
 * Afterwards nf_ct_get() has the connection, a new one that nobody else can see
 * yet, or none if the frame is invalid. nf_reset_ct() ends it.
 *
 * Context: bottom halves disabled, RCU read side.
 * Return: 0; -EINVAL if the sender has asked for a checksum behind the packet;
 * -ENOMEM; -ENOSPC if nf_conntrack has no room.
 */
int vsw_track(const struct vsw_network *network, const struct vsw_key *key,
	      struct sk_buff *skb);

/**
 * vsw_track_commit() - let a frame's connection be known
 * @key:	as above
 * @skb:	frame that has been tracked and has a connection; its may be
 *		another one afterwards, if two were in a hurry
 *
 * Context: as above.
 * Return: 0; -EINVAL if a helper does not want it to pass; -ENOSPC if there is no
 * room for its connection.
 */
int vsw_track_commit(const struct vsw_key *key, struct sk_buff *skb);

/**
 * vsw_track_expects() - whether a helper has announced what a frame begins
 * @network:	its network, prepared
 * @key:	frame, TCP or UDP and no fragment
 *
 * Context: RCU read side.
 */
bool vsw_track_expects(const struct vsw_network *network,
		       const struct vsw_key *key);

/* The addresses and ports that a connection began with, as a key. */
void vsw_track_original(const struct nf_conn *ct, struct vsw_key *key);

/* TCP: no segments are missed that an established connection will not show. */
void vsw_track_be_liberal(struct nf_conn *ct);

/**
 * vsw_track_catch_up() - TCP: there may be segments that a connection was not shown
 * @ct:		connection
 * @key:	segment that is shown next, from one of its ends; no fragment
 * @rst:	which resets it
 *
 * From then on it goes on from this segment, as one that is seen in its middle. If not,
 * what it knows of acknowledgements would stay as it was for good: then they are out of
 * its windows, the entry dies in five idle minutes, and resets are refused.
 *
 * Context: bottom halves disabled.
 */
void vsw_track_catch_up(struct nf_conn *ct, const struct vsw_key *key,
			bool rst);

/* Whether verdicts on a connection may be remembered. */
bool vsw_track_is_settled(const struct nf_conn *ct);

#endif /* _VSW_TRACK_H */
