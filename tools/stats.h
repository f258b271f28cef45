/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_STATS_H
#define VSW_STATS_H

#include <libmnl/libmnl.h>

#include "types.h"

/**
 * struct drop - How many packets were lost for a reason
 * @reason: the reason, as the kernel names it
 * @packets: how many
 */
struct drop {
	const char *reason;
	u64 packets;
};

bool drop_parse(const struct nlattr *attr, struct drop *drop);

#endif /* VSW_STATS_H */
