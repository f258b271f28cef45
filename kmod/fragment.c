// SPDX-License-Identifier: GPL-2.0
#include "fragment.h"

#include <linux/in6.h>
#include <linux/jhash.h>
#include <linux/random.h>
#include <net/ipv6.h>

#include "fdb.h"

static_assert(sizeof(struct vsw_fragment) == 48);

void vsw_fragment_of(const struct vsw_key *key, u16 zone, u8 direction,
		     u32 epoch, struct vsw_fragment *fragment)
{
	*fragment = (struct vsw_fragment){
		.src = key->src,
		.dst = key->dst,
		.id = key->fragment,
		.epoch = epoch,
		.time = vsw_fdb_clock(),
		.zone = zone,
		.direction = direction,
	};
	/* In a later fragment of IPv6 it is not what it was in the first. */
	if (key->proto == htons(ETH_P_IP))
		fragment->proto = key->l4;
}

static bool same(const struct vsw_fragment *a, const struct vsw_fragment *b)
{
	return a->id == b->id && a->zone == b->zone && a->proto == b->proto &&
	       a->direction == b->direction &&
	       ipv6_addr_equal(&a->src, &b->src) &&
	       ipv6_addr_equal(&a->dst, &b->dst);
}

/* Whoever fills it with what: the port that has the table has the harm. */
static struct vsw_fragment *set_of(struct vsw_fragments *fragments,
				   const struct vsw_fragment *f)
{
	u32 hash = jhash_3words(ipv6_addr_hash(&f->src),
				ipv6_addr_hash(&f->dst), f->id, f->zone);

	return &fragments->slot[hash % (VSW_FRAGMENT_SLOTS /
					VSW_FRAGMENT_WAYS) *
				VSW_FRAGMENT_WAYS];
}

/* What it was noted for holds no more; so it is with a slot that is free. */
static bool is_over(const struct vsw_fragment *slot,
		    const struct vsw_fragment *now)
{
	return slot->epoch != now->epoch ||
	       now->time - slot->time > VSW_FRAGMENT_TIME;
}

/*
 * Which of two gives way to a third. The oldest of the sender's own if there is one,
 * so that who sends many does not make us forget those of others.
 */
static struct vsw_fragment *loser(struct vsw_fragment *a,
				  struct vsw_fragment *b,
				  const struct vsw_fragment *new)
{
	bool own_a = ipv6_addr_equal(&a->src, &new->src);
	bool own_b = ipv6_addr_equal(&b->src, &new->src);

	if (own_a != own_b)
		return own_a ? a : b;
	return (s32)(b->time - a->time) < 0 ? b : a;
}

void vsw_fragment_note(struct vsw_fragments *fragments,
		       const struct vsw_fragment *fragment)
{
	struct vsw_fragment *set = set_of(fragments, fragment), *to = set;
	int way;

	spin_lock(&fragments->lock);
	for (way = 0; way < VSW_FRAGMENT_WAYS; way++) {
		if (is_over(&set[way], fragment) || same(&set[way], fragment)) {
			to = &set[way];
			break;
		}
		to = loser(to, &set[way], fragment);
	}
	*to = *fragment;
	spin_unlock(&fragments->lock);
}

bool vsw_fragment_passes(struct vsw_fragments *fragments,
			 const struct vsw_fragment *fragment)
{
	struct vsw_fragment *set = set_of(fragments, fragment);
	bool passes = false;
	int way;

	spin_lock(&fragments->lock);
	for (way = 0; !passes && way < VSW_FRAGMENT_WAYS; way++)
		passes = !is_over(&set[way], fragment) &&
			 same(&set[way], fragment);
	spin_unlock(&fragments->lock);
	return passes;
}
