// SPDX-License-Identifier: GPL-2.0
#include "answer.h"

#include <linux/if_vlan.h>
#include <linux/skbuff.h>

#include "attachment.h"
#include "fdb.h"
#include "flood.h"
#include "guard.h"
#include "neigh.h"
#include "network.h"
#include "output.h"
#include "port.h"

/* Who has the address that is asked for. */
struct owner {
	u64 mac;
	bool router;
};

/* Whether it is for this switch to answer who sends here. */
static bool is_guest(struct vsw_target *from)
{
	const struct vsw_attachment *att = vsw_attachment_unless_peer(from);

	return att && !READ_ONCE(vsw_attachment_port(att)->params.uplink);
}

static bool read_question(struct sk_buff *skb, struct vsw_question *question)
{
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;
	struct vsw_key key;

	/* What is behind a tag is of another network, or of nobody's here. */
	if (skb_vlan_tag_present(skb) || (eth->h_proto != htons(ETH_P_ARP) &&
					  eth->h_proto != htons(ETH_P_IPV6)))
		return false;
	if (vsw_parse_frame(skb, &key))
		return false;
	eth = (const struct ethhdr *)skb->data;
	return vsw_question_read(eth, skb->data + ETH_HLEN, &key, question);
}

/*
 * Look through the guards of a network: it takes less than the copies that
 * are not sent in return. An address that several have, or that the asker may have
 * itself, is for them to sort out.
 */
static bool find_local(const struct vsw_path *path,
		       const struct vsw_question *question, struct owner *owner)
{
	const struct vsw_flood *members = rcu_dereference(path->network->members);
	const struct vsw_guard *guard;
	struct vsw_target *to;
	u64 mac, found = 0;
	u32 pos = 0;

	while ((to = vsw_flood_next(members, &pos))) {
		if (to->kind == VSW_TARGET_PEER)
			continue;
		guard = rcu_dereference(vsw_attachment_of(to)->guard);
		mac = guard ? vsw_guard_find_host(guard, &question->target,
						  question->arp) : 0;
		if (!mac)
			continue;
		if (to == path->from || mac == VSW_GUARD_SEVERAL ||
		    (found && mac != found))
			return false;
		/* What it could not reach, it is not told of. */
		if (READ_ONCE(path->from->horizon) & READ_ONCE(to->horizon))
			continue;
		found = mac;
		owner->router = guard->params.on && guard->params.ra;
	}
	owner->mac = found;
	return found;
}

static bool find_owner(const struct vsw_path *path,
		       const struct vsw_question *question, struct owner *owner)
{
	const struct vsw_neigh *neigh = vsw_neigh_lookup(path->network,
							 &question->target);

	if (neigh) {
		owner->mac = neigh->mac;
		owner->router = neigh->router;
	} else if (!READ_ONCE(path->network->neigh_local) ||
		   !find_local(path, question, owner)) {
		return false;
	}
	/* It asks whether anybody else has it, and so is to be heard by all. */
	return owner->mac != question->mac;
}

static struct sk_buff *make_answer(const struct vsw_question *question,
				   const struct owner *owner)
{
	struct sk_buff *skb = alloc_skb(LL_MAX_HEADER + 2 + VSW_ANSWER_MAX,
					GFP_ATOMIC);
	unsigned int len;

	if (!skb)
		return NULL;
	/* The network header is aligned, whatever suits NICs. */
	skb_reserve(skb, LL_MAX_HEADER + 2);
	len = vsw_answer_build(question, owner->mac, owner->router,
			       skb_put_zero(skb, VSW_ANSWER_MAX));
	skb_trim(skb, len);
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb->protocol = eth_hdr(skb)->h_proto;
	return skb;
}

bool vsw_answer(const struct vsw_path *path, struct sk_buff *skb)
{
	struct vsw_question question;
	struct owner owner;
	struct sk_buff *answer;

	if (!is_guest(path->from) || !read_question(skb, &question) ||
	    !find_owner(path, &question, &owner))
		return false;
	answer = make_answer(&question, &owner);
	if (!answer)
		return false;
	atomic64_inc(&path->network->answered);
	consume_skb(skb);
	vsw_output_reply(path, answer);
	return true;
}
