/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A meter: so many events per second, and a burst (generic cell rate algorithm,
 * ITU-T I.371). Those who share one write to it without a lock.
 */
#ifndef _VSW_METER_H
#define _VSW_METER_H

#include <linux/atomic.h>
#include <linux/ktime.h>
#include <linux/types.h>

/**
 * struct vsw_meter - a meter
 * @due:	when the next event would be on time, ns
 * @rate:	events per second, 0 for no limit; READ_ONCE()
 */
struct vsw_meter {
	atomic64_t due;
	u32 rate;
};

/* Events that may come at once: those of a quarter of a second, 8 at least. */
static inline u64 vsw_meter_burst(u32 rate)
{
	return max_t(u64, NSEC_PER_SEC / 4, 8ULL * NSEC_PER_SEC / rate);
}

/**
 * vsw_meter_pass() - an event is about to happen
 * @meter:	meter
 * @now:	ns, of a clock that does not go back
 *
 * Context: any.
 * Return: whether it is within the limit; if not, it counts for nothing.
 */
static inline bool vsw_meter_pass(struct vsw_meter *meter, u64 now)
{
	u32 rate = READ_ONCE(meter->rate);
	s64 due, start;

	if (!rate)
		return true;
	due = atomic64_read(&meter->due);
	do {
		start = max_t(s64, due, now);
		if (start - (s64)now > vsw_meter_burst(rate))
			return false;
	} while (!atomic64_try_cmpxchg(&meter->due, &due,
				       start + NSEC_PER_SEC / rate));
	return true;
}

#endif /* _VSW_METER_H */
