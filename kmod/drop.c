// SPDX-License-Identifier: GPL-2.0
#include "drop.h"
#include "network.h"
#include "stats.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

const char * const vsw_drop_names[VSW_DROP_COUNT] = {
#define VSW_DROP_NAME(sym, name, core) [VSW_DROP_##sym] = name,
	VSW_DROP_REASONS(VSW_DROP_NAME)
#undef VSW_DROP_NAME
};

static const enum skb_drop_reason core_reasons[VSW_DROP_COUNT] = {
#define VSW_DROP_CORE(sym, name, core) \
	[VSW_DROP_##sym] = SKB_DROP_REASON_##core,
	VSW_DROP_REASONS(VSW_DROP_CORE)
#undef VSW_DROP_CORE
};

void vsw_drop_count(const struct sk_buff *skb, enum vsw_drop reason,
		    const struct vsw_stats *object,
		    const struct vsw_network *network)
{
	trace_vsw_drop(skb, reason, network ? network->id : 0);
	vsw_stats_drop(object, reason);
	if (network)
		vsw_stats_drop(&network->stats, reason);
}

void vsw_drop(struct sk_buff *skb, enum vsw_drop reason,
	      const struct vsw_stats *object,
	      const struct vsw_network *network)
{
	vsw_drop_count(skb, reason, object, network);
	kfree_skb_reason(skb, core_reasons[reason]);
}
