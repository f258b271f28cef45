/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Answers to ARP requests and neighbour solicitations, given by the switch in the
 * place of those who have the address.
 *
 * DOC: Answers
 *
 * A network may know who has an address: from its neighbour entries (neigh.h),
 * and, where it is told to, from the addresses of its attachments' guards. Who
 * asks for one of those gets the answer on the spot, and nobody else gets the
 * request: not the tunnels, and not all the other guests.
 *
 * Only what is sent to many is looked at. A request to one MAC address asks its
 * owner whether it is still there (RFC 1122 section 2.3.2.1, RFC 4861 section
 * 7.3), and the switch cannot know that.
 *
 * Only a guest here is answered. For those behind a peer or an uplink it is the
 * owner's own switch that answers, or the owner.
 *
 * When in doubt, a request is flooded as ever: the owner may know better.
 */
#ifndef _VSW_ANSWER_H
#define _VSW_ANSWER_H

#include <linux/if_ether.h>
#include <linux/in6.h>
#include <linux/types.h>

#include "parse.h"
#include "path.h"

/* Largest answer: Ethernet, IPv6, neighbour advertisement with one option. */
#define VSW_ANSWER_MAX	(ETH_HLEN + 40 + 24 + 8)

/* Bytes of an IPv6 packet that vsw_question_read() looks at. */
#define VSW_QUESTION_HLEN	40

/**
 * struct vsw_question - who has an address?
 * @target:	the address; IPv4-mapped for ARP
 * @asker:	address of who asks; unspecified if that is about to take
 *		@target for itself (RFC 5227, RFC 4862)
 * @mac:	MAC address of who asks, vsw_fdb_mac()
 * @arp:	it is ARP, and the addresses are IPv4
 */
struct vsw_question {
	struct in6_addr target;
	struct in6_addr asker;
	u64 mac;
	bool arp;
};

/**
 * vsw_question_read() - find out what a frame asks
 * @eth:	Ethernet header
 * @packet:	behind that, %VSW_QUESTION_HLEN bytes if it is IPv6
 * @key:	what vsw_parse() has found there
 * @question:	result
 *
 * Context: any; a pure function.
 * Return: whether it is a request that can be answered for somebody else. An
 * announcement is none: others want to hear that.
 */
bool vsw_question_read(const struct ethhdr *eth, const u8 *packet,
		       const struct vsw_key *key,
		       struct vsw_question *question);

/**
 * vsw_answer_build() - make the answer to a question
 * @question:	question
 * @mac:	MAC address of the owner, vsw_fdb_mac()
 * @router:	the owner is an IPv6 router
 * @frame:	%VSW_ANSWER_MAX bytes, zero; @frame + %ETH_HLEN is aligned to 4
 *
 * Context: any; a pure function.
 * Return: length of the frame.
 */
unsigned int vsw_answer_build(const struct vsw_question *question, u64 mac,
			      bool router, u8 *frame);

struct sk_buff;

/**
 * vsw_answer() - answer a frame that asks for what is known here
 * @path:	its way; its network has something to answer with
 * @skb:	frame to a group address, data at the Ethernet header; its headers
 *		may be pulled, and it is consumed if answered
 *
 * Context: bottom halves disabled, RCU read side.
 * Return: whether it was answered.
 */
bool vsw_answer(const struct vsw_path *path, struct sk_buff *skb);

#endif /* _VSW_ANSWER_H */
