// SPDX-License-Identifier: GPL-2.0
/*
 * What a guard thinks of a frame. Pure: unit tests and a fuzzer run it as it is.
 */
#include "guard.h"

#include <linux/icmpv6.h>
#include <linux/if_arp.h>
#include <linux/in.h>
#include <linux/string.h>
#include <linux/unaligned.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#define DHCP_SERVER_PORT	67
#define DHCP_CLIENT_PORT	68
#define DHCPV6_CLIENT_PORT	546	/* RFC 8415 section 7.2 */

/*
 * Whether a pair of addresses is the sender's. An entry is for one family: a
 * short IPv6 prefix includes the mapped addresses, and does not mean them.
 */
static bool owns(const struct vsw_guard *guard, u64 mac,
		 const struct in6_addr *ip, bool ipv4)
{
	const struct vsw_guard_address *a;
	u32 i;

	for (i = 0; i < guard->n; i++) {
		a = &guard->address[i];
		if (a->mac == mac && !a->any && a->ipv4 == ipv4 &&
		    ipv6_prefix_equal(ip, &a->prefix, a->len))
			return true;
	}
	return false;
}

u64 vsw_guard_find_host(const struct vsw_guard *guard,
			const struct in6_addr *ip, bool ipv4)
{
	const struct vsw_guard_address *a;
	u64 found = 0;
	u32 i;

	for (i = 0; i < guard->n; i++) {
		a = &guard->address[i];
		if (a->any || a->ipv4 != ipv4 || a->len != 128 ||
		    !ipv6_addr_equal(&a->prefix, ip))
			continue;
		/* Addresses are unique, so this is another MAC address. */
		if (found)
			return VSW_GUARD_SEVERAL;
		found = a->mac;
	}
	return found;
}

static bool owns_mac(const struct vsw_guard *guard, u64 mac)
{
	u32 i;

	for (i = 0; i < guard->n; i++)
		if (guard->address[i].mac == mac)
			return true;
	return false;
}

/* RFC 4291 appendix A: fe80::, and the MAC with ff:fe in its middle. */
static bool is_eui64_of(const struct in6_addr *ip, u64 mac)
{
	u8 m[8];

	put_unaligned_le64(mac, m);
	return ip->s6_addr32[0] == htonl(0xfe800000) && !ip->s6_addr32[1] &&
	       ip->s6_addr[8] == (m[0] ^ 2) && ip->s6_addr[9] == m[1] &&
	       ip->s6_addr[10] == m[2] && ip->s6_addr[11] == 0xff &&
	       ip->s6_addr[12] == 0xfe && ip->s6_addr[13] == m[3] &&
	       ip->s6_addr[14] == m[4] && ip->s6_addr[15] == m[5];
}

static bool owns_ipv6(const struct vsw_guard *guard, u64 mac,
		      const struct in6_addr *ip)
{
	return (is_eui64_of(ip, mac) && owns_mac(guard, mac)) ||
	       owns(guard, mac, ip, false);
}

/* The MAC address that a message advertises, or else the frame's. */
static u64 advertised(const struct vsw_key *key, u64 mac)
{
	u8 lla[8] = {};

	if (!(key->flags & VSW_KEY_LLA))
		return mac;
	memcpy(lla, key->lla, ETH_ALEN);
	return get_unaligned_le64(lla);
}

/*
 * A probe (RFC 5227) has no sender address: it asks whether the target one is
 * taken, and makes others who probe for that give up.
 */
static enum vsw_drop check_arp(const struct vsw_guard *guard, u64 mac,
			       const struct vsw_key *key)
{
	const struct in6_addr *claim = &key->src;

	if (!claim->s6_addr32[3])
		claim = &key->dst;
	return owns(guard, advertised(key, mac), claim, true) ?
	       VSW_GUARD_PASS : VSW_DROP_ARP_SPOOF;
}

/* RFC 2131 section 4.1: without an address yet, so it goes to all. */
static bool is_dhcp_request(const struct vsw_key *key)
{
	return !key->src.s6_addr32[3] &&
	       key->dst.s6_addr32[3] == htonl(INADDR_BROADCAST) &&
	       key->l4 == IPPROTO_UDP && !(key->flags & VSW_KEY_FRAGMENT) &&
	       key->sport == DHCP_CLIENT_PORT &&
	       key->dport == DHCP_SERVER_PORT;
}

static enum vsw_drop check_ipv4(const struct vsw_guard *guard, u64 mac,
				const struct vsw_key *key)
{
	return is_dhcp_request(key) || owns(guard, mac, &key->src, true) ?
	       VSW_GUARD_PASS : VSW_DROP_IP_SPOOF;
}

/* What a host without an address may send (RFC 4862, RFC 3590, RFC 4861). */
static bool may_be_nameless(const struct vsw_key *key)
{
	if (key->l4 != IPPROTO_ICMPV6 || key->flags & VSW_KEY_FRAGMENT ||
	    !ipv6_addr_is_multicast(&key->dst))
		return false;
	switch (key->dport >> 8) {
	case NDISC_ROUTER_SOLICITATION:
	case NDISC_NEIGHBOUR_SOLICITATION:
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MGM_REDUCTION:
	case ICMPV6_MLD2_REPORT:
		return true;
	default:
		return false;
	}
}

/* The address that a neighbour discovery message tells a MAC address of. */
static const struct in6_addr *nd_claim(const struct vsw_key *key)
{
	switch (key->dport >> 8) {
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
		return &key->target;
	case NDISC_NEIGHBOUR_SOLICITATION:
		/* Duplicate address detection. */
		return ipv6_addr_any(&key->src) ? &key->target : &key->src;
	default:
		return &key->src;
	}
}

/*
 * Of an unspecified address, nothing is to be told (RFC 4861 sections 4.1 and
 * 4.3). A redirect, where a guard lets one pass, is about somebody else.
 */
static enum vsw_drop check_nd(const struct vsw_guard *guard, u64 mac,
			      const struct vsw_key *key)
{
	const struct in6_addr *claim = nd_claim(key);
	bool ok;

	if (key->dport >> 8 == NDISC_REDIRECT)
		return VSW_GUARD_PASS;
	if (ipv6_addr_any(&key->src) && key->flags & VSW_KEY_LLA)
		return VSW_DROP_ND_SPOOF;
	ok = ipv6_addr_any(claim) || owns_ipv6(guard, advertised(key, mac), claim);
	return ok ? VSW_GUARD_PASS : VSW_DROP_ND_SPOOF;
}

static enum vsw_drop check_ipv6(const struct vsw_guard *guard, u64 mac,
				const struct vsw_key *key)
{
	if (ipv6_addr_any(&key->src) ? !may_be_nameless(key) :
				       !owns_ipv6(guard, mac, &key->src))
		return VSW_DROP_IP_SPOOF;
	return vsw_key_is_nd(key) ? check_nd(guard, mac, key) : VSW_GUARD_PASS;
}

/* RFC 903: a request, as hypervisors send one to tell where a guest is now. */
static enum vsw_drop check_rarp(u64 mac, const struct vsw_key *key)
{
	return key->dport == ARPOP_RREQUEST && advertised(key, mac) == mac ?
	       VSW_GUARD_PASS : VSW_DROP_ARP_SPOOF;
}

static enum vsw_drop check_addresses(const struct vsw_guard *guard, u64 mac,
				     const struct vsw_key *key)
{
	if (!owns_mac(guard, mac))
		return VSW_DROP_MAC_SPOOF;
	switch (key->proto) {
	case htons(ETH_P_IP):
		return check_ipv4(guard, mac, key);
	case htons(ETH_P_IPV6):
		return check_ipv6(guard, mac, key);
	case htons(ETH_P_ARP):
		return check_arp(guard, mac, key);
	case htons(ETH_P_RARP):
		return check_rarp(mac, key);
	default:
		return VSW_GUARD_PASS;
	}
}

/*
 * Clients take answers by their own port, whatever the server's is. A fragment
 * without ports does not get anywhere if the first one does not.
 */
static bool is_dhcp_answer(const struct vsw_key *key)
{
	if (key->l4 != IPPROTO_UDP || key->flags & VSW_KEY_LATER)
		return false;
	return key->dport == (key->proto == htons(ETH_P_IP) ?
			      DHCP_CLIENT_PORT : DHCPV6_CLIENT_PORT);
}

static bool is_router_message(const struct vsw_key *key)
{
	u8 type = key->dport >> 8;

	return vsw_key_is_nd(key) && (type == NDISC_ROUTER_ADVERTISEMENT ||
				      type == NDISC_REDIRECT);
}

bool vsw_guard_names(const struct vsw_guard *guard, __be16 proto)
{
	int i;

	for (i = 0; i < guard->params.n_ethertypes; i++)
		if (guard->params.ethertypes[i] == proto)
			return true;
	return false;
}

static bool ethertype_passes(const struct vsw_guard *guard, __be16 proto)
{
	switch (proto) {
	case htons(ETH_P_IP):
	case htons(ETH_P_IPV6):
	case htons(ETH_P_ARP):
	case htons(ETH_P_RARP):
		return true;
	}
	return vsw_guard_names(guard, proto);
}

enum vsw_drop vsw_guard_check(const struct vsw_guard *guard, u64 mac,
			      const struct vsw_key *key)
{
	const struct vsw_guard_params *params = &guard->params;

	if (!ethertype_passes(guard, key->proto))
		return VSW_DROP_ETHERTYPE;
	if (!params->dhcp_server && is_dhcp_answer(key))
		return VSW_DROP_DHCP_SERVER;
	if (!params->ra && is_router_message(key))
		return VSW_DROP_ROUTER_ADVERTISEMENT;
	return params->spoof ? check_addresses(guard, mac, key) :
			       VSW_GUARD_PASS;
}
