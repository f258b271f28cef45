// SPDX-License-Identifier: GPL-2.0
/*
 * What is remembered of a connection while its sender's groups change: frames go
 * from a[SENDER] to a[RECEIVER], and what a[SPARE] has is put in the sender's place
 * while one is on its way.
 */
#include <kunit/test.h>
#include <linux/ip.h>
#include <linux/udp.h>
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

/* When the sender's groups change. */
enum when { NEVER, BEFORE_SENDER, BEFORE_RECEIVER };

struct world {
	struct vsw_net vn;
	struct vsw_switch sw;
	struct vsw_network network;
	struct vsw_port port[ATTACHMENTS];
	struct vsw_attachment a[ATTACHMENTS];
	struct vsw_scan scan;
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

/* Steps 4 and 7 of a frame's way. */
static enum vsw_drop firewall(struct world *w, struct sk_buff *skb,
			      enum when when)
{
	const struct vsw_policy *policy = vsw_attachment_policy(&w->a[SENDER]);
	struct vsw_path path = {
		.sw = &w->sw,
		.network = &w->network,
		.from = &w->a[SENDER].target,
		.scan = &w->scan,
	};
	enum vsw_drop reason = VSW_FIREWALL_PASS;

	vsw_scan_init(&w->scan);
	if (when == BEFORE_SENDER)
		change_groups(w);
	if (policy) {
		reason = vsw_scan_frame(skb, &w->scan.key);
		if (reason == VSW_FIREWALL_PASS)
			reason = vsw_firewall_input(&path, &w->a[SENDER],
						    policy, skb);
	}
	if (when == BEFORE_RECEIVER)
		change_groups(w);
	if (reason == VSW_FIREWALL_PASS)
		reason = vsw_firewall_output(&path, &w->a[RECEIVER].target,
					     skb);
	return reason;
}

static enum vsw_drop send(struct kunit *test, enum when when)
{
	struct sk_buff *skb = new_frame(test);
	enum vsw_drop reason;

	local_bh_disable();
	rcu_read_lock();
	reason = firewall(test->priv, skb, when);
	rcu_read_unlock();
	local_bh_enable();
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

static int add_group_locked(struct world *w, struct vsw_attachment *att,
			    const char *name, u16 port)
{
	struct vsw_group *group = vsw_group_create(&w->sw, name, false);
	struct vsw_groups groups = { .n = 1, .group = { group } };
	struct vsw_match match = {
		.families = BIT(VSW_IPV4),
		.proto = IPPROTO_UDP,
		.sport = { 0, U16_MAX },
		.dport = { port, port },
		.any_remote = true,
	};
	uuid_t uuid;

	match.direction = att == &w->a[RECEIVER] ? VSW_INGRESS : VSW_EGRESS;
	uuid_gen(&uuid);
	return IS_ERR(group) ? PTR_ERR(group) :
	       PTR_ERR_OR_ZERO(vsw_group_add_rule(group, &match, &uuid)) ?:
	       vsw_policy_set(att, &groups);
}

static void add_group(struct kunit *test, struct vsw_attachment *att,
		      const char *name, u16 port)
{
	struct world *w = test->priv;
	int err;

	mutex_lock(&w->vn.lock);
	err = add_group_locked(w, att, name, port);
	mutex_unlock(&w->vn.lock);
	KUNIT_ASSERT_EQ(test, err, 0);
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

	add_group(test, &w->a[RECEIVER], "receiver", 80);
	if (!change->first)
		add_group(test, &w->a[SENDER], "sender", 80);
	add_group(test, &w->a[SPARE], "spare", 81);

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

/* Step 7 once more, for another receiver. */
static enum vsw_drop copy_to(struct world *w, int receiver, struct sk_buff *skb)
{
	struct vsw_path path = {
		.sw = &w->sw,
		.network = &w->network,
		.from = &w->a[SENDER].target,
		.scan = &w->scan,
	};
	enum vsw_drop reason;

	local_bh_disable();
	rcu_read_lock();
	reason = vsw_firewall_output(&path, &w->a[receiver].target, skb);
	rcu_read_unlock();
	local_bh_enable();
	return reason;
}

static void no_copy_goes_on_with_what_is_over(struct kunit *test)
{
	struct world *w = test->priv;
	struct sk_buff *skb = new_frame(test);
	enum ip_conntrack_info ctinfo;
	enum vsw_drop reason;

	add_group(test, &w->a[SENDER], "sender", 80);
	local_bh_disable();
	rcu_read_lock();
	reason = firewall(w, skb, NEVER);
	rcu_read_unlock();
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, reason, VSW_FIREWALL_PASS);
	KUNIT_EXPECT_EQ(test, copy_to(w, SPARE, skb), VSW_FIREWALL_PASS);

	/* As if it could not have been remembered. */
	KUNIT_ASSERT_NOT_NULL(test, nf_ct_get(skb, &ctinfo));
	nf_ct_kill(nf_ct_get(skb, &ctinfo));
	vsw_conns_hurry(&w->sw.conns);
	flush_delayed_work(&w->sw.conns.sweep);
	KUNIT_EXPECT_EQ(test, copy_to(w, SPARE, skb), VSW_DROP_CT_INVALID);
	kfree_skb(skb);
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
	vsw_track_free(&w->network);
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
	KUNIT_CASE(no_copy_goes_on_with_what_is_over),
	{ }
};

static struct kunit_suite firewall_suite = {
	.name = "vsw_firewall",
	.init = firewall_test_init,
	.exit = firewall_test_exit,
	.test_cases = firewall_cases,
};

kunit_test_suite(firewall_suite);
