/* SPDX-License-Identifier: GPL-2.0 */
/* Keys, as a parser would have made them, from what a table of cases says. */
#ifndef _VSW_KUNIT_KEY_H
#define _VSW_KUNIT_KEY_H

#include <linux/inet.h>
#include <net/ipv6.h>

#include "kmod/parse.h"

/* 02:00:00:00:00:0n */
static inline u64 mac(u8 n)
{
	return (u64)n << 40 | 0x02;
}

static inline bool to_ipv6(const char *text, struct in6_addr *address)
{
	__be32 ipv4;

	if (strchr(text, ':'))
		return in6_pton(text, -1, address->s6_addr, -1, NULL);
	if (!in4_pton(text, -1, (u8 *)&ipv4, -1, NULL))
		return false;
	ipv6_addr_set_v4mapped(ipv4, address);
	return true;
}

/**
 * key_fill() - give a key the addresses of a case
 * @key:	key; the rest of it is left
 * @src:	source; all as text, %NULL for ::
 * @dst:	destination
 * @target:	of neighbour discovery
 * @lla:	the last byte of the link-layer address, 0 for none
 *
 * Return: whether these are addresses.
 */
static inline bool key_fill(struct vsw_key *key, const char *src,
			    const char *dst, const char *target, u8 lla)
{
	if (lla) {
		key->flags |= VSW_KEY_LLA;
		key->lla[0] = 2;
		key->lla[5] = lla;
	}
	return to_ipv6(src ?: "::", &key->src) &&
	       to_ipv6(dst ?: "::", &key->dst) &&
	       to_ipv6(target ?: "::", &key->target);
}

#endif /* _VSW_KUNIT_KEY_H */
