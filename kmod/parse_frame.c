// SPDX-License-Identifier: GPL-2.0
#include <linux/skbuff.h>

#include "parse.h"

static bool outlasts(const struct sk_buff *skb, const struct vsw_key *key)
{
	int place;

	if (skb->ip_summed != CHECKSUM_PARTIAL)
		return true;
	place = skb_checksum_start_offset(skb) + skb->csum_offset;
	return vsw_key_outlasts(key, place - ETH_HLEN);
}

/*
 * Who cuts a super-packet of UDP into fragments writes all their offsets, and so makes
 * a first fragment of what we have read as a later one. Nobody merges fragments.
 */
static bool stays_whole(const struct sk_buff *skb, const struct vsw_key *key)
{
	return !(key->flags & VSW_KEY_FRAGMENT) || !skb_is_gso(skb);
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
		if (ret < 0)
			return ret;
		if (!ret)
			return likely(outlasts(skb, key) &&
				      stays_whole(skb, key)) ? 0 : -EINVAL;
		if (!pskb_may_pull(skb, off + ret))
			return -ENOMEM;
	}
}
