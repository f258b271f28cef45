/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who owns an address: what is left of any number of prefixes once they are
 * merged, searched in time that does not depend on their lengths.
 *
 * For each family there is a sorted list of boundaries. At each of them another
 * owner begins, or nobody. Of prefixes one inside the other the outer one's
 * owner has it all: this is for those who want to know whether there is an
 * owner, and are content with any.
 */
#ifndef _VSW_RANGES_H
#define _VSW_RANGES_H

#include <linux/in6.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

/**
 * struct vsw_prefix - an address prefix
 * @address:	IPv4-mapped for IPv4; bits behind the prefix are zero
 * @len:	its length in bits of @address, 96 to 128 for IPv4
 * @ipv4:	its family: a short IPv6 prefix does not mean IPv4
 * @owner:	whose it is, not 0
 */
struct vsw_prefix {
	struct in6_addr address;
	u8 len;
	bool ipv4;
	u32 owner;
};

/* An IPv6 address as a number. */
struct vsw_u128 {
	u64 hi;
	u64 lo;
};

/**
 * struct vsw_ranges - owners of addresses; immutable
 * @rcu:	for freeing
 * @n4:		IPv4 boundaries
 * @n6:		IPv6 boundaries
 * @v4:		the former, in host byte order
 * @owner4:	who owns what follows each of them, 0 for nobody
 * @owner6:	the same for IPv6
 * @v6:		IPv6 boundaries; all arrays are in one allocation
 */
struct vsw_ranges {
	struct rcu_head rcu;
	u32 n4;
	u32 n6;
	u32 *v4;
	u32 *owner4;
	u32 *owner6;
	struct vsw_u128 v6[];
};

/**
 * vsw_ranges_build() - merge prefixes
 * @prefix:	prefixes in the order of vsw_prefix_compare()
 * @n:		how many
 *
 * Context: process.
 * Return: the ranges, %NULL when out of memory; free them with kvfree().
 */
struct vsw_ranges *vsw_ranges_build(const struct vsw_prefix *prefix, u32 n);

/* IPv4 first, then by address, by length, and by owner. */
int vsw_prefix_compare(const void *a, const void *b);

/* Whether the same owners have the same addresses. */
bool vsw_ranges_equal(const struct vsw_ranges *a, const struct vsw_ranges *b);

/* How many of @n sorted boundaries are not greater than @key. */
static inline u32 vsw_ranges_below4(const u32 *boundary, u32 n, u32 key)
{
	const u32 *base = boundary;
	u32 half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += base[half] <= key ? half : 0;
	}
	return base - boundary + (*base <= key);
}

static inline bool vsw_u128_le(const struct vsw_u128 *a,
			       const struct vsw_u128 *b)
{
	return a->hi < b->hi || (a->hi == b->hi && a->lo <= b->lo);
}

static inline u32 vsw_ranges_below6(const struct vsw_u128 *boundary, u32 n,
				    const struct vsw_u128 *key)
{
	const struct vsw_u128 *base = boundary;
	u32 half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += vsw_u128_le(&base[half], key) ? half : 0;
	}
	return base - boundary + vsw_u128_le(base, key);
}

static inline struct vsw_u128 vsw_u128_of(const struct in6_addr *address)
{
	return (struct vsw_u128){
		.hi = (u64)ntohl(address->s6_addr32[0]) << 32 |
		      ntohl(address->s6_addr32[1]),
		.lo = (u64)ntohl(address->s6_addr32[2]) << 32 |
		      ntohl(address->s6_addr32[3]),
	};
}

/**
 * vsw_ranges_owner() - who owns an address
 * @ranges:	ranges
 * @address:	IPv4-mapped for IPv4
 * @ipv4:	its family
 *
 * Context: any.
 * Return: the owner, 0 if there is none.
 */
static inline u32 vsw_ranges_owner(const struct vsw_ranges *ranges,
				   const struct in6_addr *address, bool ipv4)
{
	struct vsw_u128 key;
	u32 i;

	if (ipv4) {
		i = vsw_ranges_below4(ranges->v4, ranges->n4,
				      ntohl(address->s6_addr32[3]));
		return i ? ranges->owner4[i - 1] : 0;
	}
	key = vsw_u128_of(address);
	i = vsw_ranges_below6(ranges->v6, ranges->n6, &key);
	return i ? ranges->owner6[i - 1] : 0;
}

#endif /* _VSW_RANGES_H */
