/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM vsw

#if !defined(_VSW_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _VSW_TRACE_H

#include <linux/netdevice.h>
#include <linux/tracepoint.h>

#include "drop.h"

#define VSW_DROP_SYMBOL(sym, name, core) { VSW_DROP_##sym, name },

TRACE_EVENT(vsw_drop,

	TP_PROTO(const struct sk_buff *skb, enum vsw_drop reason, u32 network),

	TP_ARGS(skb, reason, network),

	TP_STRUCT__entry(
		__field(const void *, skbaddr)
		__field(int, reason)
		__field(u32, network)
		__field(int, ifindex)
		__field(unsigned int, len)
	),

	TP_fast_assign(
		__entry->skbaddr = skb;
		__entry->reason = reason;
		__entry->network = network;
		__entry->ifindex = skb && skb->dev ? skb->dev->ifindex : 0;
		__entry->len = skb ? skb->len : 0;
	),

	TP_printk("skb=%p len=%u ifindex=%d network=%u reason=%s",
		  __entry->skbaddr, __entry->len, __entry->ifindex,
		  __entry->network,
		  __print_symbolic(__entry->reason,
				   VSW_DROP_REASONS(VSW_DROP_SYMBOL)
				   { -1, NULL }))
);

#endif /* _VSW_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH kmod
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
