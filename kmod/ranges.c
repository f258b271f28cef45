// SPDX-License-Identifier: GPL-2.0
#include "ranges.h"

#include <linux/slab.h>
#include <linux/string.h>

int vsw_prefix_compare(const void *a, const void *b)
{
	const struct vsw_prefix *x = a, *y = b;

	return y->ipv4 - x->ipv4 ?:
	       memcmp(&x->address, &y->address, sizeof(x->address)) ?:
	       x->len - y->len ?: (x->owner > y->owner) - (x->owner < y->owner);
}

/* The number after a prefix's last address; zero when there is none. */
static struct vsw_u128 prefix_end(const struct vsw_prefix *prefix)
{
	struct vsw_u128 end = vsw_u128_of(&prefix->address);
	u64 lo = end.lo;

	if (!prefix->len)
		return (struct vsw_u128){};
	if (prefix->len <= 64) {
		end.hi += 1ULL << (64 - prefix->len);
		return end;
	}
	end.lo += 1ULL << (128 - prefix->len);
	end.hi += end.lo < lo;
	return end;
}

static bool is_zero(const struct vsw_u128 *n)
{
	return !n->hi && !n->lo;
}

static bool equal(const struct vsw_u128 *a, const struct vsw_u128 *b)
{
	return a->hi == b->hi && a->lo == b->lo;
}

/*
 * One range more behind those that are there, of which there are @n boundaries;
 * returns how many there are then. Prefixes come in order and do not overlap
 * but one inside the other: what begins before the last one's end is in it. The
 * last one has no end if it goes up to the last address; @end is zero for one
 * that does.
 */
static u32 append6(struct vsw_ranges *ranges, u32 n, struct vsw_u128 start,
		   struct vsw_u128 end, u32 owner)
{
	struct vsw_u128 *boundary = ranges->v6;
	u32 *owners = ranges->owner6;

	if (n && (owners[n - 1] || !vsw_u128_le(&boundary[n - 1], &start)))
		return n;
	if (n && equal(&boundary[n - 1], &start)) {
		/* It goes on where the last one ends. */
		n--;
		if (owners[n - 1] == owner)
			start = boundary[--n];
	}
	boundary[n] = start;
	owners[n++] = owner;
	if (!is_zero(&end)) {
		boundary[n] = end;
		owners[n++] = 0;
	}
	return n;
}

static u32 append4(struct vsw_ranges *ranges, u32 n, u32 start, u64 end,
		   u32 owner)
{
	u32 *boundary = ranges->v4, *owners = ranges->owner4;

	if (n && (owners[n - 1] || start < boundary[n - 1]))
		return n;
	if (n && boundary[n - 1] == start) {
		n--;
		if (owners[n - 1] == owner)
			start = boundary[--n];
	}
	boundary[n] = start;
	owners[n++] = owner;
	if (end <= U32_MAX) {
		boundary[n] = end;
		owners[n++] = 0;
	}
	return n;
}

/* Room for two boundaries of each prefix. */
static struct vsw_ranges *ranges_alloc(u32 n4, u32 n6)
{
	struct vsw_ranges *ranges;

	ranges = kvzalloc(struct_size(ranges, v6, 2 * n6) +
			  2 * n6 * sizeof(u32) + 4 * n4 * sizeof(u32),
			  GFP_KERNEL_ACCOUNT);
	if (!ranges)
		return NULL;
	ranges->owner6 = (u32 *)&ranges->v6[2 * n6];
	ranges->v4 = ranges->owner6 + 2 * n6;
	ranges->owner4 = ranges->v4 + 2 * n4;
	return ranges;
}

struct vsw_ranges *vsw_ranges_build(const struct vsw_prefix *prefix, u32 n)
{
	struct vsw_ranges *ranges;
	u32 n4 = 0, i, start;

	while (n4 < n && prefix[n4].ipv4)
		n4++;
	ranges = ranges_alloc(n4, n - n4);
	if (!ranges)
		return NULL;
	for (i = 0; i < n4; i++) {
		start = ntohl(prefix[i].address.s6_addr32[3]);
		ranges->n4 = append4(ranges, ranges->n4, start,
				     start + (1ULL << (128 - prefix[i].len)),
				     prefix[i].owner);
	}
	for (; i < n; i++)
		ranges->n6 = append6(ranges, ranges->n6,
				     vsw_u128_of(&prefix[i].address),
				     prefix_end(&prefix[i]), prefix[i].owner);
	return ranges;
}

bool vsw_ranges_equal(const struct vsw_ranges *a, const struct vsw_ranges *b)
{
	return a->n4 == b->n4 && a->n6 == b->n6 &&
	       !memcmp(a->v4, b->v4, a->n4 * sizeof(*a->v4)) &&
	       !memcmp(a->owner4, b->owner4, a->n4 * sizeof(*a->owner4)) &&
	       !memcmp(a->v6, b->v6, a->n6 * sizeof(*a->v6)) &&
	       !memcmp(a->owner6, b->owner6, a->n6 * sizeof(*a->owner6));
}
