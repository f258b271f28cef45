/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guard: who the sender behind an attachment may claim to be.
 *
 * DOC: Guards
 *
 * A guard is closed by default. What it lets pass is IPv4, IPv6, ARP and RARP
 * in plain Ethernet frames whose addresses are the sender's: those that have
 * been configured for the attachment, a MAC address each with any number of IP
 * prefixes, and what a host needs in order to get and to defend an address:
 *
 *   IPv6 link-local address of the MAC (EUI-64, RFC 4291 appendix A)
 *   DHCP client from 0.0.0.0
 *   ARP probes and duplicate address detection for an own address (RFC 5227,
 *   RFC 4862), router solicitations and MLD reports from ::
 *   RARP requests about the own MAC address
 *
 * DHCP servers and IPv6 routers are let pass only if the guard says so. All
 * that can hide a header from it is dropped: tags in the frame, LLC and SNAP
 * (CVE-2021-27854, CVE-2021-27861), chains of headers that the parser calls
 * malformed.
 *
 * A guard is immutable; a change makes a new one.
 */
#ifndef _VSW_GUARD_H
#define _VSW_GUARD_H

#include <linux/rcupdate.h>
#include <linux/types.h>

#include <uapi/linux/vsw.h>

#include "drop.h"
#include "parse.h"

/* No objection: not a drop reason. */
#define VSW_GUARD_PASS		VSW_DROP_COUNT

/**
 * struct vsw_guard_address - one pair of addresses that the sender has
 * @mac:	its MAC address, vsw_fdb_mac()
 * @prefix:	IP prefix, IPv4-mapped for IPv4
 * @len:	length of the prefix in bits, 0 to 128 of @prefix
 * @ipv4:	it is for IPv4
 * @any:	there is no prefix: only the MAC address counts
 */
struct vsw_guard_address {
	u64 mac;
	struct in6_addr prefix;
	u8 len;
	bool ipv4;
	bool any;
};

/**
 * struct vsw_guard_params - what the user may choose
 * @on:		the guard is there; if not, nothing is checked
 * @spoof:	addresses are checked
 * @dhcp_server: messages of DHCP servers pass
 * @ra:		router advertisements and redirects pass
 * @n_ethertypes: how many @ethertypes there are
 * @ethertypes:	others that pass, 0x0600 at least, as they are in a frame
 */
struct vsw_guard_params {
	bool on;
	bool spoof;
	bool dhcp_server;
	bool ra;
	u8 n_ethertypes;
	__be16 ethertypes[VSW_GUARD_ETHERTYPES_MAX];
};

struct vsw_attachment;

#define VSW_GUARD_DEFAULTS						\
	((struct vsw_guard_params){ .on = true, .spoof = true })

/**
 * struct vsw_guard - a guard
 * @rcu:	for freeing
 * @params:	the user's choices
 * @n:		how many @address there are
 * @address:	the sender's addresses, by MAC and prefix
 */
struct vsw_guard {
	struct rcu_head rcu;
	struct vsw_guard_params params;
	u32 n;
	struct vsw_guard_address address[] __counted_by(n);
};

/**
 * vsw_guard_check() - judge a frame
 * @guard:	guard
 * @mac:	source address, vsw_fdb_mac()
 * @key:	what vsw_parse() has found in it
 *
 * Context: any; a pure function.
 * Return: why it is to be dropped, or %VSW_GUARD_PASS.
 */
enum vsw_drop vsw_guard_check(const struct vsw_guard *guard, u64 mac,
			      const struct vsw_key *key);

/* Whether an ethertype passes because the user says so. Context: any. */
bool vsw_guard_names(const struct vsw_guard *guard, __be16 proto);

/* In place of a MAC address. */
#define VSW_GUARD_SEVERAL	U64_MAX

/**
 * vsw_guard_find_host() - find out which MAC address has an IP address
 * @guard:	guard
 * @ip:		IP address, IPv4-mapped for IPv4
 * @ipv4:	it is for IPv4
 *
 * Context: any; a pure function.
 * Return: MAC address as vsw_fdb_mac(); 0 if none has it for itself alone, that
 * is with a prefix of full length, or %VSW_GUARD_SEVERAL.
 */
u64 vsw_guard_find_host(const struct vsw_guard *guard,
			const struct in6_addr *ip, bool ipv4);

/*
 * All of these: process context, configuration mutex held. They return 0 or
 * -ENOMEM, and on error nothing has changed.
 */

/* What an attachment's guard is like; %NULL if it never had one. */
const struct vsw_guard *vsw_guard_get(const struct vsw_attachment *att);

int vsw_guard_set(struct vsw_attachment *att,
		  const struct vsw_guard_params *params);

/* -EEXIST, or -ENOSPC if there are %VSW_GUARD_ADDRESSES_MAX already. */
int vsw_guard_add_address(struct vsw_attachment *att,
			  const struct vsw_guard_address *address);

/* -ENOENT if there is none. */
int vsw_guard_del_address(struct vsw_attachment *att,
			  const struct vsw_guard_address *address);

bool vsw_guard_has_address(const struct vsw_attachment *att,
			   const struct vsw_guard_address *address);

/* Give an attachment that nothing can reach yet the guard of another one. */
int vsw_guard_copy(struct vsw_attachment *to, const struct vsw_attachment *from);

/* Context: no readers any more. */
void vsw_guard_free(struct vsw_attachment *att);

#endif /* _VSW_GUARD_H */
