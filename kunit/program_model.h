/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rules, made up, and an evaluator that looks at every one of them. For the unit
 * test of the compiler and for its fuzzer, which say what struct dice is.
 */
#ifndef _PROGRAM_MODEL_H
#define _PROGRAM_MODEL_H

#include <linux/err.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <net/ipv6.h>

#include "kmod/program.h"

struct dice;

#define RULES_MAX	60
#define SETS		4

/* Sets with what is in them, for the naive evaluator. */
struct model {
	struct vsw_set set[SETS];
	struct vsw_prefix prefix[SETS][3];
	struct vsw_match rule[RULES_MAX];
	u32 n;
};

/* A number below @sides, of whoever includes this. */
static u32 roll(struct dice *dice, u32 sides);

/* Few values in each field, so that rules and packets meet. */
static inline void random_address(struct dice *dice, bool ipv4,
				  struct in6_addr *address)
{
	u32 low = roll(dice, 4) << 24 | roll(dice, 3) << 8 | roll(dice, 4);

	if (ipv4) {
		ipv6_addr_set_v4mapped(htonl(low), address);
		return;
	}
	memset(address, 0, sizeof(*address));
	address->s6_addr32[0] = htonl(0xfd000000 | roll(dice, 2));
	address->s6_addr32[3] = htonl(low);
}

static inline void random_prefix(struct dice *dice, bool ipv4,
				 struct vsw_prefix *prefix)
{
	static const u8 lens[] = { 0, 8, 24, 30, 31, 32, 32, 32 };
	struct in6_addr address;

	random_address(dice, ipv4, &address);
	prefix->ipv4 = ipv4;
	prefix->owner = 1;
	prefix->len = 96 + lens[roll(dice, ARRAY_SIZE(lens))];
	if (!ipv4 && !roll(dice, 4))
		prefix->len = roll(dice, 34);
	ipv6_addr_prefix(&prefix->address, &address, prefix->len);
}

static inline u16 random_port(struct dice *dice)
{
	static const u16 ports[] = {
		0, 1, 22, 80, 255, 256, 257, 443, 511, 512, 0x0800, 0x08ff,
		0x7fff, 0x8000, 0xff00, 0xfffe, 0xffff,
	};

	return ports[roll(dice, ARRAY_SIZE(ports))];
}

static inline void random_range(struct dice *dice, u16 *range)
{
	range[0] = 0;
	range[1] = U16_MAX;
	if (!roll(dice, 3))
		return;
	range[0] = random_port(dice);
	range[1] = roll(dice, 2) ? range[0] : random_port(dice);
	if (range[0] > range[1])
		swap(range[0], range[1]);
}

static inline u8 random_proto(struct dice *dice)
{
	static const u8 protos[] = {
		IPPROTO_TCP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP,
		IPPROTO_ICMPV6, IPPROTO_SCTP, IPPROTO_GRE, 255,
	};

	return protos[roll(dice, ARRAY_SIZE(protos))];
}

static inline void random_rule(struct dice *dice, struct model *model,
			       struct vsw_match *rule)
{
	bool ipv4 = roll(dice, 2);

	memset(rule, 0, sizeof(*rule));
	rule->direction = roll(dice, 2);
	rule->families = 1 + roll(dice, 3);
	rule->any_proto = !roll(dice, 6);
	rule->stateless = !roll(dice, 3);
	rule->proto = random_proto(dice);
	rule->sport[1] = U16_MAX;
	rule->dport[1] = U16_MAX;
	if (!rule->any_proto) {
		random_range(dice, rule->dport);
		if (!roll(dice, 3))
			random_range(dice, rule->sport);
	}
	switch (roll(dice, 4)) {
	case 0:
		rule->any_remote = true;
		break;
	case 1:
		rule->set = &model->set[roll(dice, SETS)];
		break;
	default:
		random_prefix(dice, ipv4, &rule->prefix);
		rule->families = BIT(ipv4 ? VSW_IPV4 : VSW_IPV6);
		break;
	}
}

static inline bool random_sets(struct dice *dice, struct model *model)
{
	struct vsw_ranges *ranges;
	u32 i, j, n = ARRAY_SIZE(model->prefix[0]);

	/* The first one stays empty. */
	for (i = 1; i < SETS; i++) {
		for (j = 0; j < n; j++)
			random_prefix(dice, roll(dice, 2), &model->prefix[i][j]);
		sort(model->prefix[i], n, sizeof(struct vsw_prefix),
		     vsw_prefix_compare, NULL);
		ranges = vsw_ranges_build(model->prefix[i], n);
		if (!ranges)
			return false;
		model->set[i].id = i + 1;
		RCU_INIT_POINTER(model->set[i].ranges, ranges);
	}
	return true;
}

static inline void free_sets(struct model *model)
{
	u32 i;

	for (i = 0; i < SETS; i++)
		kvfree(rcu_dereference_protected(model->set[i].ranges, true));
}

static inline void random_key(struct dice *dice, struct vsw_key *key)
{
	bool ipv4 = roll(dice, 2);

	memset(key, 0, sizeof(*key));
	key->proto = ipv4 ? htons(ETH_P_IP) : htons(ETH_P_IPV6);
	random_address(dice, ipv4, &key->src);
	random_address(dice, ipv4, &key->dst);
	key->l4 = random_proto(dice);
	key->sport = random_port(dice);
	key->dport = random_port(dice);
}

static inline bool naive_prefix(const struct vsw_prefix *prefix,
				const struct in6_addr *address, bool ipv4)
{
	return prefix->ipv4 == ipv4 &&
	       ipv6_prefix_equal(address, &prefix->address, prefix->len);
}

static inline bool naive_remote(const struct model *model,
				const struct vsw_match *rule,
				const struct in6_addr *address, bool ipv4)
{
	u32 i = rule->set - model->set, j;

	if (rule->any_remote)
		return true;
	if (!rule->set)
		return naive_prefix(&rule->prefix, address, ipv4);
	for (j = 0; i && j < ARRAY_SIZE(model->prefix[0]); j++)
		if (naive_prefix(&model->prefix[i][j], address, ipv4))
			return true;
	return false;
}

static inline bool port_in(const u16 *range, u16 port)
{
	return range[0] <= port && port <= range[1];
}

static inline bool naive_match(const struct model *model,
			       const struct vsw_match *rule,
			       enum vsw_direction direction,
			       const struct vsw_key *key)
{
	bool ipv4 = key->proto == htons(ETH_P_IP);

	return rule->direction == direction &&
	       rule->families & BIT(ipv4 ? VSW_IPV4 : VSW_IPV6) &&
	       (rule->any_proto || (rule->proto == key->l4 &&
				    port_in(rule->sport, key->sport) &&
				    port_in(rule->dport, key->dport))) &&
	       naive_remote(model, rule,
			    direction == VSW_INGRESS ? &key->src : &key->dst,
			    ipv4);
}

/* Whether any rule of a kind lets a frame through. */
static inline bool naive_run(const struct model *model, enum vsw_direction direction,
			     const struct vsw_key *key, bool stateless)
{
	u32 i;

	for (i = 0; i < model->n; i++)
		if (model->rule[i].stateless == stateless &&
		    naive_match(model, &model->rule[i], direction, key))
			return true;
	return false;
}

static inline void random_rules(struct dice *dice, struct model *model)
{
	u32 i;

	model->n = roll(dice, RULES_MAX + 1);
	for (i = 0; i < model->n; i++)
		random_rule(dice, model, &model->rule[i]);
}

/* The rule that is named lets the frame through, and is of the right kind. */
static inline bool right(const struct model *model, enum vsw_direction direction,
			 const struct vsw_key *key, u32 rule, bool stateless)
{
	bool stateful = naive_run(model, direction, key, false);

	if (!rule)
		return !stateful && !naive_run(model, direction, key, true);
	return rule <= model->n && stateless == !stateful &&
	       model->rule[rule - 1].stateless == stateless &&
	       naive_match(model, &model->rule[rule - 1], direction, key);
}

/* The same for stateless rules alone. */
static inline bool right_stateless(const struct model *model,
				   enum vsw_direction direction,
				   const struct vsw_key *key, u32 rule)
{
	if (!rule)
		return !naive_run(model, direction, key, true);
	return rule <= model->n && model->rule[rule - 1].stateless &&
	       naive_match(model, &model->rule[rule - 1], direction, key);
}

#endif /* _PROGRAM_MODEL_H */
