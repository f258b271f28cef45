// SPDX-License-Identifier: GPL-2.0
#include <linux/skbuff.h>

#include "parse.h"

static bool outlasts(const struct sk_buff *skb, const struct vsw_key *key)
{
	int place = skb_checksum_start_offset(skb) + skb->csum_offset;

	return vsw_key_outlasts(key, place - ETH_HLEN);
}

int vsw_parse_frame(struct sk_buff *skb, struct vsw_key *key)
{
	const unsigned int off = ETH_HLEN;
	int ret;

	for (;;) {
		ret = vsw_parse(skb->data + off, skb_headlen(skb) - off,
				skb->len - off,
				((const struct ethhdr *)skb->data)->h_proto,
				key);
		if (!ret && skb->ip_summed == CHECKSUM_PARTIAL &&
		    unlikely(!outlasts(skb, key)))
			return -EINVAL;
		if (ret <= 0)
			return ret;
		if (!pskb_may_pull(skb, off + ret))
			return -ENOMEM;
	}
}
