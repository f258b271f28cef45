/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Quarantine: what readers under RCU may still look at and is to be used
 * again, not freed, waits for a grace period in its place. It holds a mark of
 * 48 bits that says which one, and is never 0.
 */
#ifndef _VSW_QUARANTINE_H
#define _VSW_QUARANTINE_H

#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/rcupdate.h>

/* Call it once no new reader can find the thing. */
static inline u64 vsw_quarantine_begin(void)
{
	u64 cookie = get_state_synchronize_rcu();

	return (cookie << 1 | 1) & GENMASK_ULL(47, 0);
}

/*
 * Whether all readers of that time are gone. The cookie counts from below
 * zero, and 47 bits of it last a thousand years.
 */
static inline bool vsw_quarantine_over(u64 mark)
{
	return poll_state_synchronize_rcu(sign_extend64(mark, 47) >> 1);
}

#endif /* _VSW_QUARANTINE_H */
