// SPDX-License-Identifier: GPL-2.0
#include <linux/skbuff.h>

#include "parse.h"

int vsw_parse_frame(struct sk_buff *skb, struct vsw_key *key)
{
	const unsigned int off = ETH_HLEN;
	int ret;

	for (;;) {
		ret = vsw_parse(skb->data + off, skb_headlen(skb) - off,
				skb->len - off,
				((const struct ethhdr *)skb->data)->h_proto,
				key);
		if (ret <= 0)
			return ret;
		if (!pskb_may_pull(skb, off + ret))
			return -ENOMEM;
	}
}
