// SPDX-License-Identifier: GPL-2.0
/*
 * What policy remembers of a connection while its sender's groups change, and what
 * it makes of frames that nothing is remembered of: they go from a[SENDER] to
 * a[RECEIVER], and a copy to a[SPARE]; or what that has is put in the sender's place
 * while one is on its way.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/net_namespace.h>

#include "kmod/attachment.h"
#include "kmod/conn.h"
#include "kmod/firewall.h"
#include "kmod/group.h"
#include "kmod/limits.h"
#include "kmod/network.h"
#include "kmod/policy.h"
#include "kmod/port.h"
#include "kmod/switch.h"
#include "kmod/track.h"

enum { SENDER, RECEIVER, SPARE, ATTACHMENTS };

/* Of groups. */
enum { STATEFUL, STATELESS, KINDS };

/* When the sender's groups change. */
enum when { NEVER, BEFORE_SENDER, BEFORE_RECEIVER };

struct world {
	struct vsw_net vn;
	struct vsw_switch sw;
	struct vsw_network network;
	struct vsw_port port[ATTACHMENTS];
	struct vsw_attachment a[ATTACHMENTS];
	struct vsw_scan scan;
	unsigned int groups;
};

/* As vsw_policy_set() does it, but for that it may wait. */
static void change_groups(struct world *w)
{
	struct vsw_policy __rcu **sender = &w->a[SENDER].policy;
	struct vsw_policy __rcu **spare = &w->a[SPARE].policy;
	struct vsw_policy *old = rcu_dereference_protected(*sender, true);

	rcu_assign_pointer(*sender, rcu_dereference_protected(*spare, true));
	RCU_INIT_POINTER(*spare, old);
	vsw_policy_changed(&w->sw);
}

static struct sk_buff *new_frame(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(128, GFP_KERNEL);
	struct ethhdr *eth;
	struct udphdr *udp;
	struct iphdr *ip;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	eth = skb_put_zero(skb, sizeof(*eth));
	eth->h_proto = htons(ETH_P_IP);
	skb->protocol = eth->h_proto;
	ip = skb_put_zero(skb, sizeof(*ip));
	ip->version = 4;
	ip->ihl = 5;
	ip->ttl = 64;
	ip->protocol = IPPROTO_UDP;
	ip->tot_len = htons(sizeof(*ip) + sizeof(*udp));
	ip->saddr = htonl(0x0a000001);
	ip->daddr = htonl(0x0a000002);
	ip->check = ip_fast_csum(ip, ip->ihl);
	udp = skb_put_zero(skb, sizeof(*udp));
	udp->source = htons(1000);
	udp->dest = htons(80);
	udp->len = htons(sizeof(*udp));
	return skb;
}

static struct vsw_path path_of(struct world *w)
{
	return (struct vsw_path){
		.sw = &w->sw,
		.network = &w->network,
		.from = &w->a[SENDER].target,
		.scan = &w->scan,
	};
}

static void packets_begin(void)
	__acquires(RCU)
{
	local_bh_disable();
	rcu_read_lock();
}

static void packets_end(void)
	__releases(RCU)
{
	rcu_read_unlock();
	local_bh_enable();
}

/* Step 4 of a frame's way. */
static enum vsw_drop judge_sender(struct world *w, struct sk_buff *skb,
				  const struct vsw_policy *policy)
{
	struct vsw_path path = path_of(w);
	enum vsw_drop reason;

	vsw_scan_init(&w->scan);
	if (!policy)
		return VSW_FIREWALL_PASS;
	reason = vsw_scan_frame(skb, &w->scan.key);
	return reason == VSW_FIREWALL_PASS ?
	       vsw_firewall_input(&path, &w->a[SENDER], policy, skb) : reason;
}

/* Step 7. */
static enum vsw_drop judge_receiver(struct world *w, struct sk_buff *skb,
				    int receiver)
{
	struct vsw_path path = path_of(w);

	return vsw_firewall_output(&path, &w->a[receiver].target, skb);
}

/* Both. */
static enum vsw_drop firewall(struct world *w, struct sk_buff *skb,
			      enum when when)
{
	const struct vsw_policy *policy;
	enum vsw_drop reason;

	packets_begin();
	policy = vsw_attachment_policy(&w->a[SENDER]);
	if (when == BEFORE_SENDER)
		change_groups(w);
	reason = judge_sender(w, skb, policy);
	if (when == BEFORE_RECEIVER)
		change_groups(w);
	if (reason == VSW_FIREWALL_PASS)
		reason = judge_receiver(w, skb, RECEIVER);
	packets_end();
	return reason;
}

/* Step 4, and what is between that and step 7 of many. */
static enum vsw_drop flood(struct world *w, struct sk_buff *skb)
{
	struct vsw_path path = path_of(w);
	enum vsw_drop reason;

	packets_begin();
	reason = judge_sender(w, skb, vsw_attachment_policy(&w->a[SENDER]));
	if (reason == VSW_FIREWALL_PASS)
		reason = vsw_firewall_flood(&path, skb);
	packets_end();
	return reason;
}

static enum vsw_drop send(struct kunit *test, enum when when)
{
	struct sk_buff *skb = new_frame(test);
	enum vsw_drop reason = firewall(test->priv, skb, when);

	kfree_skb(skb);
	return reason;
}

/* Where the verdict that holds now lets the connection go; 0 for nowhere. */
static u64 remembered(struct world *w)
{
	u64 where = 0;

	rcu_read_lock();
	if (w->scan.conn)
		where = vsw_conn_verdict(w->scan.conn, w->scan.end,
					 vsw_policy_epoch(&w->sw));
	rcu_read_unlock();
	return where;
}

static struct vsw_group *new_group(struct world *w, bool stateless,
				   enum vsw_direction direction, u16 port)
{
	struct vsw_match match = {
		.direction = direction,
		.families = BIT(VSW_IPV4),
		.proto = IPPROTO_UDP,
		.sport = { 0, U16_MAX },
		.dport = { port, port },
		.any_remote = true,
	};
	struct vsw_group *group;
	struct vsw_rule *rule;
	char name[8];
	uuid_t uuid;

	snprintf(name, sizeof(name), "g%u", w->groups++);
	uuid_gen(&uuid);
	group = vsw_group_create(&w->sw, name, stateless);
	if (IS_ERR(group))
		return group;
	rule = vsw_group_add_rule(group, &match, &uuid);
	return IS_ERR(rule) ? ERR_CAST(rule) : group;
}

/* Give an attachment a group for each bit of @kinds that is set. */
static void give_groups(struct kunit *test, int end, unsigned long kinds,
			u16 port)
{
	struct world *w = test->priv;
	enum vsw_direction direction = end == RECEIVER ? VSW_INGRESS : VSW_EGRESS;
	struct vsw_groups groups = {};
	struct vsw_group *group;
	unsigned long kind;
	int err;

	mutex_lock(&w->vn.lock);
	for_each_set_bit(kind, &kinds, KINDS) {
		group = new_group(w, kind == STATELESS, direction, port);
		KUNIT_EXPECT_FALSE(test, IS_ERR(group));
		if (!IS_ERR(group))
			groups.group[groups.n++] = group;
	}
	err = vsw_policy_set(&w->a[end], &groups);
	mutex_unlock(&w->vn.lock);
	KUNIT_ASSERT_EQ(test, err, 0);
}

static void add_group(struct kunit *test, int end, u16 port)
{
	give_groups(test, end, BIT(STATEFUL), port);
}

static const struct change {
	const char *name;
	bool first;	/* the sender has had no groups until then */
	enum when when;
} changes[] = {
	{ "first groups, before the receiver's are asked", true,
	  BEFORE_RECEIVER },
	{ "other groups, before they are asked", false, BEFORE_SENDER },
	{ "other groups, before the receiver's are asked", false,
	  BEFORE_RECEIVER },
};

KUNIT_ARRAY_PARAM_DESC(changes, changes, name);

static void no_verdict_outlives_its_policy(struct kunit *test)
{
	const struct change *change = test->param_value;
	struct world *w = test->priv;
	u64 where = vsw_flow_where(w->a[SENDER].target.id,
				   w->a[RECEIVER].target.id);

	add_group(test, RECEIVER, 80);
	if (!change->first)
		add_group(test, SENDER, 80);
	add_group(test, SPARE, 81);

	/* The first makes the connection, the second finds it. */
	KUNIT_EXPECT_EQ(test, send(test, NEVER), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, send(test, NEVER), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, remembered(w), where);

	vsw_policy_changed(&w->sw);
	KUNIT_EXPECT_EQ(test, remembered(w), 0);
	/* Judged by what there was when it came. */
	KUNIT_EXPECT_EQ(test, send(test, change->when), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_NOT_NULL(test, w->scan.conn);
	KUNIT_EXPECT_EQ(test, remembered(w), 0);
	KUNIT_EXPECT_EQ(test, send(test, NEVER), VSW_DROP_POLICY);
}

/* A part of a datagram, its first or the next one. */
static enum vsw_drop send_part(struct kunit *test, u16 id, bool first,
			       enum when when)
{
	struct sk_buff *skb = new_frame(test);
	struct iphdr *ip = (struct iphdr *)(skb->data + ETH_HLEN);
	enum vsw_drop reason;

	ip->id = htons(id);
	ip->frag_off = htons(first ? IP_MF : 1);
	ip->check = 0;
	ip->check = ip_fast_csum(ip, ip->ihl);
	reason = firewall(test->priv, skb, when);
	kfree_skb(skb);
	return reason;
}

static void no_part_follows_one_that_older_groups_let_through(struct kunit *test)
{
	add_group(test, SENDER, 80);
	add_group(test, SPARE, 81);
	KUNIT_EXPECT_EQ(test, send_part(test, 1, true, NEVER),
			VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, send_part(test, 1, false, NEVER),
			VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, send_part(test, 2, true, BEFORE_SENDER),
			VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, send_part(test, 2, false, NEVER),
			VSW_DROP_FRAGMENT);
	KUNIT_EXPECT_EQ(test, send_part(test, 1, false, NEVER),
			VSW_DROP_FRAGMENT);
}

/* Step 7 once more, for another receiver. */
static enum vsw_drop copy_to(struct world *w, int receiver, struct sk_buff *skb)
{
	enum vsw_drop reason;

	packets_begin();
	reason = judge_receiver(w, skb, receiver);
	packets_end();
	return reason;
}

static void no_copy_goes_on_with_what_is_over(struct kunit *test)
{
	struct world *w = test->priv;
	struct sk_buff *skb = new_frame(test);
	enum ip_conntrack_info ctinfo;

	add_group(test, SENDER, 80);
	KUNIT_EXPECT_EQ(test, firewall(w, skb, NEVER), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, copy_to(w, SPARE, skb), VSW_FIREWALL_PASS);

	/* As if it could not have been remembered. */
	KUNIT_ASSERT_NOT_NULL(test, nf_ct_get(skb, &ctinfo));
	nf_ct_kill(nf_ct_get(skb, &ctinfo));
	vsw_conns_hurry(&w->sw.conns);
	flush_delayed_work(&w->sw.conns.sweep);
	KUNIT_EXPECT_EQ(test, copy_to(w, SPARE, skb), VSW_DROP_CT_INVALID);
	kfree_skb(skb);
}

static void what_rules_refuse_is_not_tracked(struct kunit *test)
{
	struct world *w = test->priv;

	add_group(test, SENDER, 80);
	add_group(test, RECEIVER, 81);
	KUNIT_EXPECT_EQ(test, send(test, NEVER), VSW_DROP_POLICY);
	KUNIT_EXPECT_FALSE(test, w->scan.tracked);
	add_group(test, SENDER, 81);
	KUNIT_EXPECT_EQ(test, send(test, NEVER), VSW_DROP_POLICY);
	KUNIT_EXPECT_FALSE(test, w->scan.tracked);
}

/* A client that asks all servers, RFC 2131 section 4.1. */
static void what_passes_without_a_rule_is_not_tracked(struct kunit *test)
{
	struct world *w = test->priv;
	struct sk_buff *skb = new_frame(test);
	struct udphdr *udp;

	udp = (struct udphdr *)(skb->data + ETH_HLEN + sizeof(struct iphdr));
	udp->source = htons(68);
	udp->dest = htons(67);
	add_group(test, SENDER, 80);
	KUNIT_EXPECT_EQ(test, flood(w, skb), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, copy_to(w, RECEIVER, skb), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_FALSE(test, w->scan.tracked);
	kfree_skb(skb);
}

/* nf_conntrack knows a connection, and vsw has no part in it. */
static void forget_connections(struct kunit *test)
{
	struct world *w = test->priv;

	vsw_conns_uninit(&w->sw.conns);
	KUNIT_ASSERT_EQ(test, vsw_conns_init(&w->sw.conns), 0);
}

static void turn_round(struct sk_buff *skb)
{
	struct iphdr *ip = (struct iphdr *)(skb->data + ETH_HLEN);
	struct udphdr *udp = (struct udphdr *)(ip + 1);

	swap(ip->saddr, ip->daddr);
	swap(udp->source, udp->dest);
}

static void an_answer_to_nobody_passes_for_itself(struct kunit *test)
{
	struct world *w = test->priv;
	struct sk_buff *skb;

	add_group(test, SENDER, 80);
	KUNIT_EXPECT_EQ(test, send(test, NEVER), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->sw.conns.table.nelems), 1);
	forget_connections(test);

	/* The rules of both would let it begin a connection. */
	add_group(test, SENDER, 1000);
	add_group(test, RECEIVER, 1000);
	skb = new_frame(test);
	turn_round(skb);
	KUNIT_EXPECT_EQ(test, firewall(w, skb, NEVER), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_TRUE(test, w->scan.tracked);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->sw.conns.table.nelems), 0);
	kfree_skb(skb);
	/* While one from where it began is of it, and known from then on. */
	add_group(test, SENDER, 80);
	add_group(test, RECEIVER, 80);
	KUNIT_EXPECT_EQ(test, send(test, NEVER), VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->sw.conns.table.nelems), 1);
}

/* Rules let it through, but it is nothing that nf_conntrack could track. */
static struct sk_buff *new_invalid(struct kunit *test)
{
	struct sk_buff *skb = new_frame(test);
	struct udphdr *udp;

	udp = (struct udphdr *)(skb->data + ETH_HLEN + sizeof(struct iphdr));
	udp->len = htons(sizeof(*udp) - 1);
	return skb;
}

static void what_is_invalid_has_stateless_rules_alone(struct kunit *test)
{
	enum vsw_drop wanted, receiver;
	struct world *w = test->priv;
	unsigned long from, to;
	struct sk_buff *skb;

	for (from = 1; from < BIT(KINDS); from++) {
		for (to = 1; to < BIT(KINDS); to++) {
			give_groups(test, SENDER, from, 80);
			give_groups(test, RECEIVER, to, 80);
			wanted = from & to & BIT(STATELESS) ?
				 VSW_FIREWALL_PASS : VSW_DROP_CT_INVALID;
			skb = new_invalid(test);
			KUNIT_EXPECT_EQ_MSG(test, firewall(w, skb, NEVER),
					    wanted, "%lu to %lu", from, to);
			kfree_skb(skb);

			/* The same among the receivers of a flood. */
			wanted = from & BIT(STATELESS) ?
				 VSW_FIREWALL_PASS : VSW_DROP_CT_INVALID;
			receiver = to & BIT(STATELESS) ?
				   VSW_FIREWALL_PASS : VSW_DROP_CT_INVALID;
			skb = new_invalid(test);
			KUNIT_EXPECT_EQ_MSG(test, flood(w, skb), wanted,
					    "%lu to all", from);
			if (wanted == VSW_FIREWALL_PASS) {
				KUNIT_EXPECT_EQ_MSG(test,
						    copy_to(w, RECEIVER, skb),
						    receiver, "%lu of all", to);
				KUNIT_EXPECT_EQ(test, copy_to(w, SPARE, skb),
						VSW_FIREWALL_PASS);
			}
			kfree_skb(skb);
		}
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&w->sw.conns.table.nelems), 0);
}

static int firewall_test_init(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, w);
	mutex_init(&w->vn.lock);
	w->vn.net = &init_net;
	xa_init_flags(&w->vn.zones, XA_FLAGS_ALLOC1);
	w->sw.vn = &w->vn;
	w->sw.policy_epoch = 1;
	w->network.sw = &w->sw;
	w->network.id = 1;
	for (i = 0; i < ATTACHMENTS; i++) {
		w->port[i].sw = &w->sw;
		KUNIT_ASSERT_EQ(test, vsw_targets_add(&w->sw.fdb.targets,
						      &w->a[i].target), 0);
		w->a[i].target.quota = &w->port[i].quota;
		w->a[i].network = &w->network;
	}
	INIT_LIST_HEAD(&w->sw.policies);
	KUNIT_ASSERT_EQ(test, vsw_group_table_init(&w->sw), 0);
	KUNIT_ASSERT_EQ(test, vsw_conns_init(&w->sw.conns), 0);
	test->priv = w;
	return 0;
}

static void firewall_test_exit(struct kunit *test)
{
	struct world *w = test->priv;
	struct vsw_group *group;
	unsigned long id;
	int i;

	if (!w)
		return;
	mutex_lock(&w->vn.lock);
	for (i = 0; i < ATTACHMENTS; i++)
		vsw_policy_release(&w->a[i]);
	vsw_track_release(&w->network);
	xa_for_each(&w->sw.groups, id, group)
		vsw_group_destroy(group);
	mutex_unlock(&w->vn.lock);
	vsw_conns_uninit(&w->sw.conns);
	vsw_group_table_uninit(&w->sw);
	vsw_track_exit(&w->vn);
	vsw_targets_free(&w->sw.fdb.targets);
	for (i = 0; i < ATTACHMENTS; i++) {
		vsw_limits_put(rcu_dereference_protected(w->port[i].limits,
							 true));
		kfree(rcu_dereference_protected(w->port[i].fragments, true));
	}
	/* Connections are given back after a grace period. */
	rcu_barrier();
}

static struct kunit_case firewall_cases[] = {
	KUNIT_CASE_PARAM(no_verdict_outlives_its_policy, changes_gen_params),
	KUNIT_CASE(no_part_follows_one_that_older_groups_let_through),
	KUNIT_CASE(no_copy_goes_on_with_what_is_over),
	KUNIT_CASE(what_rules_refuse_is_not_tracked),
	KUNIT_CASE(what_passes_without_a_rule_is_not_tracked),
	KUNIT_CASE(an_answer_to_nobody_passes_for_itself),
	KUNIT_CASE(what_is_invalid_has_stateless_rules_alone),
	{ }
};

static struct kunit_suite firewall_suite = {
	.name = "vsw_firewall",
	.init = firewall_test_init,
	.exit = firewall_test_exit,
	.test_cases = firewall_cases,
};

kunit_test_suite(firewall_suite);
