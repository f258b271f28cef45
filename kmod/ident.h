/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Identifications of IPv4 packets (RFC 6864), taken from the host's counter some
 * at a time.
 *
 * The counter is the kernel's, by source, destination and protocol, so whoever
 * else sends the same way gets others. It is a hash and an atomic operation on
 * a line that all CPUs share. So a CPU that sends much to a destination takes a
 * block, and the packets have theirs from there.
 *
 * Two limits keep that as good as one at a time. A block is thrown away when it
 * gets old: an identification comes back earlier than it would have by no more
 * than this age. And a block follows one of half its size that has been used up
 * in time: so of three that are taken, one at least is used, and the counter
 * goes round in no less than a third of the time.
 */
#ifndef _VSW_IDENT_H
#define _VSW_IDENT_H

#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/types.h>

#define VSW_IDENT_MAX	64		/* the largest block */
#define VSW_IDENT_AGE	(HZ / 10)	/* when it is old, jiffies */

/**
 * struct vsw_ident - one CPU's block for a destination
 * @since:	jiffies when it was taken
 * @next:	the next to use
 * @left:	how many there are
 * @size:	how many there were
 */
struct vsw_ident {
	u32 since;
	u16 next;
	u8 left;
	u8 size;
};

static inline bool vsw_ident_is_old(const struct vsw_ident *ident, u32 now)
{
	return now - ident->since > VSW_IDENT_AGE;
}

/**
 * vsw_ident_use() - have one from the block
 * @ident:	block
 * @now:	jiffies
 * @id:		where to put it
 *
 * Return: whether there was one. If not, take vsw_ident_want() and fill.
 */
static inline bool vsw_ident_use(struct vsw_ident *ident, u32 now, u16 *id)
{
	if (unlikely(!ident->left || vsw_ident_is_old(ident, now)))
		return false;
	ident->left--;
	*id = ident->next++;
	return true;
}

/* How many the next block is to have. */
static inline u8 vsw_ident_want(const struct vsw_ident *ident, u32 now)
{
	if (ident->left || vsw_ident_is_old(ident, now))
		return 1;
	return clamp(2 * ident->size, 1, VSW_IDENT_MAX);
}

/* @first to @first + @size - 1 have been taken; they may go round zero. */
static inline void vsw_ident_fill(struct vsw_ident *ident, u32 now, u16 first,
				  u8 size)
{
	*ident = (struct vsw_ident){
		.since = now,
		.next = first,
		.left = size,
		.size = size,
	};
}

#endif /* _VSW_IDENT_H */
