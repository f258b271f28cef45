/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many objects of each type exist. When the module goes, all must be 0:
 * so every test run proves that whatever was created was destroyed.
 */
#ifndef _VSW_LIVE_H
#define _VSW_LIVE_H

#include <linux/atomic.h>

enum vsw_live {
	VSW_LIVE_SWITCH,
	VSW_LIVE_NETWORK,
	VSW_LIVE_PORT,
	VSW_LIVE_ATTACHMENT,
	VSW_LIVE_VTEP,
	VSW_LIVE_PEER,
	VSW_LIVE_SET,
	VSW_LIVE_GROUP,
	VSW_LIVE_RULE,
	VSW_LIVE_CONN,
	VSW_LIVE_NEIGH,
	VSW_LIVE_COUNT
};

extern atomic_t vsw_live[VSW_LIVE_COUNT];

static inline void vsw_live_inc(enum vsw_live type)
{
	atomic_inc(&vsw_live[type]);
}

static inline void vsw_live_dec(enum vsw_live type)
{
	atomic_dec(&vsw_live[type]);
}

#endif /* _VSW_LIVE_H */
