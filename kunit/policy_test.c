// SPDX-License-Identifier: GPL-2.0
/* Rules that say the same, and policies that change together or not at all. */
#include <kunit/test.h>
#include <linux/slab.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>

#include "kmod/attachment.h"
#include "kmod/group.h"
#include "kmod/limits.h"
#include "kmod/network.h"
#include "kmod/policy.h"
#include "kmod/port.h"
#include "kmod/switch.h"
#include "kmod/track.h"

/* Nested ranges: those of one group have a program, those of two have none. */
#define NESTED		1200

static struct vsw_match nested_rule(u16 i)
{
	struct vsw_match match = {
		.direction = VSW_INGRESS,
		.families = BIT(VSW_IPV4),
		.proto = IPPROTO_TCP,
		.sport = { 0, U16_MAX },
		.dport = { i, U16_MAX - i },
		.prefix = { .len = 128, .ipv4 = true },
	};

	ipv6_addr_set_v4mapped(htonl(2 * i), &match.prefix.address);
	return match;
}

static void rules_are_equal_if_they_say_the_same(struct kunit *test)
{
	static struct vsw_set set, other;
	const struct vsw_match base = nested_rule(80);
	struct vsw_match match[14];
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(match); i++)
		match[i] = base;
	match[1].direction = VSW_EGRESS;
	match[2].families |= BIT(VSW_IPV6);
	match[3].any_proto = true;
	match[4].proto = IPPROTO_UDP;
	match[5].sport[0]++;
	match[6].sport[1]--;
	match[7].dport[0]++;
	match[8].dport[1]--;
	match[9].any_remote = true;
	match[10].set = &set;
	match[11].set = &other;
	match[12].prefix.len--;
	match[13].prefix.address.s6_addr[15] ^= 1;
	for (i = 0; i < ARRAY_SIZE(match); i++)
		for (j = 0; j < ARRAY_SIZE(match); j++)
			KUNIT_EXPECT_EQ_MSG(test, i == j,
					    vsw_match_equal(&match[i],
							    &match[j]),
					    "%u and %u", i, j);
}

static void what_does_not_matter_makes_no_difference(struct kunit *test)
{
	const struct vsw_match base = nested_rule(80);
	struct vsw_match match = base, any = base;

	match.stateless = true;
	match.prefix.owner = 7;
	KUNIT_EXPECT_TRUE(test, vsw_match_equal(&base, &match));
	/* The protocol that is there if any will do, and so of addresses. */
	any.any_proto = true;
	any.any_remote = true;
	match = any;
	match.proto = IPPROTO_UDP;
	match.prefix.len = 0;
	KUNIT_EXPECT_TRUE(test, vsw_match_equal(&any, &match));
}

struct world {
	struct vsw_net vn;
	struct vsw_switch sw;
	struct vsw_network network;
	struct vsw_port port;
	struct vsw_attachment att[2];
};

static struct vsw_group *new_group(struct kunit *test, const char *name)
{
	struct world *w = test->priv;
	struct vsw_group *group = vsw_group_create(&w->sw, name, false);

	KUNIT_ASSERT_FALSE(test, IS_ERR(group));
	return group;
}

/* Every second one of the nested rules, from one on. */
static void add_nested(struct kunit *test, struct vsw_group *group, u32 from)
{
	struct vsw_match match;
	struct vsw_rule *rule;
	uuid_t uuid;
	u32 i;

	for (i = 0; i < NESTED; i++) {
		match = nested_rule(2 * i + from);
		uuid_gen(&uuid);
		rule = vsw_group_add_rule(group, &match, &uuid);
		KUNIT_ASSERT_FALSE(test, IS_ERR(rule));
	}
}

static void give(struct kunit *test, struct vsw_attachment *att,
		 struct vsw_group *a, struct vsw_group *b)
{
	struct vsw_groups groups = { .n = !!a + !!b, .group = { a, b } };

	KUNIT_EXPECT_EQ(test, vsw_policy_set(att, &groups), 0);
}

static struct vsw_code *code_of(const struct vsw_attachment *att)
{
	return rcu_access_pointer(vsw_policy_get(att)->code);
}

static void a_group_changes_in_all_policies_or_in_none(struct kunit *test)
{
	struct world *w = test->priv;
	struct vsw_group *group, *heavy, *with;
	struct vsw_code *before[2];
	u32 epoch;

	mutex_lock(&w->vn.lock);
	group = new_group(test, "group");
	heavy = new_group(test, "heavy");
	with = new_group(test, "with");
	add_nested(test, heavy, 0);
	add_nested(test, with, 1);
	/* The one that can change is asked first. */
	give(test, &w->att[0], group, NULL);
	give(test, &w->att[1], heavy, group);
	before[0] = code_of(&w->att[0]);
	before[1] = code_of(&w->att[1]);
	epoch = w->sw.policy_epoch;

	KUNIT_EXPECT_EQ(test, vsw_group_replace(group, with), -E2BIG);
	KUNIT_EXPECT_PTR_EQ(test, code_of(&w->att[0]), before[0]);
	KUNIT_EXPECT_PTR_EQ(test, code_of(&w->att[1]), before[1]);
	KUNIT_EXPECT_NULL(test, vsw_policy_get(&w->att[0])->staged);
	KUNIT_EXPECT_NULL(test, vsw_policy_get(&w->att[1])->staged);
	KUNIT_EXPECT_EQ(test, w->sw.policy_epoch, epoch);
	KUNIT_EXPECT_EQ(test, group->n, 0);
	KUNIT_EXPECT_EQ(test, with->n, NESTED);

	/* Without the other one it fits. */
	give(test, &w->att[1], group, NULL);
	KUNIT_EXPECT_EQ(test, heavy->users, 0);
	KUNIT_EXPECT_PTR_EQ(test, code_of(&w->att[1]), before[0]);
	KUNIT_EXPECT_EQ(test, vsw_group_replace(group, with), 0);
	KUNIT_EXPECT_PTR_NE(test, code_of(&w->att[0]), before[0]);
	KUNIT_EXPECT_EQ(test, code_of(&w->att[1])->n, NESTED);
	KUNIT_EXPECT_NE(test, w->sw.policy_epoch, epoch);
	KUNIT_EXPECT_NULL(test, vsw_group_find(&w->sw, "with"));
	mutex_unlock(&w->vn.lock);
}

static int policy_test_init(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	int err;

	KUNIT_ASSERT_NOT_NULL(test, w);
	mutex_init(&w->vn.lock);
	w->vn.net = &init_net;
	xa_init_flags(&w->vn.zones, XA_FLAGS_ALLOC1);
	w->sw.vn = &w->vn;
	w->network.sw = &w->sw;
	w->network.id = 1;
	w->port.sw = &w->sw;
	w->att[0].target.quota = &w->port.quota;
	w->att[1].target.quota = &w->port.quota;
	w->att[0].network = &w->network;
	w->att[1].network = &w->network;
	INIT_LIST_HEAD(&w->sw.policies);
	err = vsw_group_table_init(&w->sw);
	KUNIT_ASSERT_EQ(test, err, 0);
	test->priv = w;
	return 0;
}

static void policy_test_exit(struct kunit *test)
{
	struct world *w = test->priv;
	struct vsw_group *group;
	unsigned long id;

	if (!w)
		return;
	mutex_lock(&w->vn.lock);
	vsw_policy_release(&w->att[0]);
	vsw_policy_release(&w->att[1]);
	vsw_track_release(&w->network);
	xa_for_each(&w->sw.groups, id, group)
		vsw_group_destroy(group);
	mutex_unlock(&w->vn.lock);
	vsw_group_table_uninit(&w->sw);
	KUNIT_EXPECT_TRUE(test, xa_empty(&w->vn.zones));
	vsw_track_exit(&w->vn);
	vsw_limits_put(rcu_dereference_protected(w->port.limits, true));
	kfree(rcu_dereference_protected(w->port.fragments, true));
}

static struct kunit_case policy_cases[] = {
	KUNIT_CASE(rules_are_equal_if_they_say_the_same),
	KUNIT_CASE(what_does_not_matter_makes_no_difference),
	KUNIT_CASE_SLOW(a_group_changes_in_all_policies_or_in_none),
	{ }
};

static struct kunit_suite policy_suite = {
	.name = "vsw_policy",
	.init = policy_test_init,
	.exit = policy_test_exit,
	.test_cases = policy_cases,
};

kunit_test_suite(policy_suite);
