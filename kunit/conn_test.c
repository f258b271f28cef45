// SPDX-License-Identifier: GPL-2.0
/* What is remembered of connections. */
#include <kunit/test.h>
#include <linux/slab.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "kmod/conn.h"
#include "kmod/limits.h"

#define NOW	100
#define EPOCH	7

struct world {
	struct vsw_conns conns;
	struct vsw_limits *limits;
};

static int conns_init(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	if (!w)
		return -ENOMEM;
	w->limits = vsw_limits_alloc();
	test->priv = w;
	return w->limits ? vsw_conns_init(&w->conns) : -ENOMEM;
}

static void conns_exit(struct kunit *test)
{
	struct world *w = test->priv;

	if (!w || !w->limits)
		return;
	vsw_conns_uninit(&w->conns);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->limits->conns), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&w->limits->users), 1);
	vsw_limits_put(w->limits);
	/* Connections are given back after a grace period. */
	rcu_barrier();
}

static struct nf_conntrack_tuple tuple(u32 src, u32 dst, u16 sport, u16 dport)
{
	struct nf_conntrack_tuple t = {};

	t.src.l3num = NFPROTO_IPV4;
	t.src.u3.ip = htonl(src);
	t.dst.u3.ip = htonl(dst);
	t.src.u.all = htons(sport);
	t.dst.u.all = htons(dport);
	t.dst.protonum = IPPROTO_UDP;
	return t;
}

/* A connection from port @sport, whose one reference is the caller's. */
static struct nf_conn *ct_new(struct kunit *test, u16 zone_id, u16 sport)
{
	struct nf_conntrack_tuple orig = tuple(1, 2, sport, 80);
	struct nf_conntrack_tuple reply = tuple(2, 1, 80, sport);
	struct nf_conntrack_zone zone;
	struct nf_conn *ct;

	nf_ct_zone_init(&zone, zone_id, NF_CT_DEFAULT_ZONE_DIR, 0);
	ct = nf_conntrack_alloc(&init_net, &zone, &orig, &reply, GFP_KERNEL);
	KUNIT_ASSERT_FALSE(test, IS_ERR(ct));
	refcount_set(&ct->ct_general.use, 1);
	ct->timeout = nfct_time_stamp + 1000 * HZ;
	/* Nobody's table has it: there is none to be taken from. */
	__set_bit(IPS_CONFIRMED_BIT, &ct->status);
	return ct;
}

static void add(struct world *w, struct nf_conn *ct)
{
	local_bh_disable();
	rcu_read_lock();
	vsw_conn_add(&w->conns, ct, w->limits);
	rcu_read_unlock();
	local_bh_enable();
}

static struct vsw_flow *flow_of(struct world *w, const struct nf_conn *ct,
				enum ip_conntrack_dir dir)
{
	struct vsw_flow_key key;
	struct vsw_flow *flow;

	vsw_flow_key_of(ct, dir, &key);
	rcu_read_lock();
	flow = vsw_flow_find(&w->conns, &key);
	rcu_read_unlock();
	return flow;
}

/* What would have been freed by nf_conntrack's own table. */
static void ct_end(struct nf_conn *ct)
{
	__clear_bit(IPS_CONFIRMED_BIT, &ct->status);
	nf_ct_put(ct);
}

static void both_directions_are_found(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *ct = ct_new(test, 1, 1000);
	struct nf_conn *other = ct_new(test, 2, 1000);
	struct vsw_flow *there, *back;

	KUNIT_EXPECT_PTR_EQ(test, flow_of(w, ct, 0), NULL);
	add(w, ct);
	there = flow_of(w, ct, IP_CT_DIR_ORIGINAL);
	back = flow_of(w, ct, IP_CT_DIR_REPLY);
	KUNIT_ASSERT_NOT_NULL(test, there);
	KUNIT_ASSERT_NOT_NULL(test, back);
	KUNIT_EXPECT_PTR_NE(test, there, back);
	KUNIT_EXPECT_PTR_EQ(test, there->conn, back->conn);
	KUNIT_EXPECT_PTR_EQ(test, there->conn->ct, ct);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->limits->conns), 1);
	/* The same addresses in another zone are another connection's. */
	KUNIT_EXPECT_PTR_EQ(test, flow_of(w, other, 0), NULL);
	ct_end(other);
	ct_end(ct);
}

static void a_verdict_holds_for_its_epoch(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *ct = ct_new(test, 1, 1000);
	struct vsw_flow *flow;

	add(w, ct);
	flow = flow_of(w, ct, 0);
	KUNIT_ASSERT_NOT_NULL(test, flow);
	KUNIT_EXPECT_EQ(test, vsw_flow_verdict(flow, EPOCH), 0);
	local_bh_disable();
	vsw_flow_remember(flow, EPOCH, vsw_flow_where(3, 4), NOW);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, vsw_flow_verdict(flow, EPOCH),
			vsw_flow_where(3, 4));
	KUNIT_EXPECT_EQ(test, vsw_flow_verdict(flow, EPOCH + 1), 0);
	KUNIT_EXPECT_FALSE(test, vsw_flow_is_stale(flow, NOW));
	KUNIT_EXPECT_TRUE(test, vsw_flow_is_stale(flow, NOW + 1));
	vsw_flow_touch(flow, NOW + 1);
	KUNIT_EXPECT_FALSE(test, vsw_flow_is_stale(flow, NOW + 1));
	KUNIT_EXPECT_EQ(test, vsw_flow_verdict(flow, EPOCH),
			vsw_flow_where(3, 4));
	/* What nf_conntrack has done with has no verdict. */
	set_bit(IPS_DYING_BIT, &ct->status);
	KUNIT_EXPECT_EQ(test, vsw_flow_verdict(flow, EPOCH), 0);
	ct_end(ct);
}

static void a_new_connection_takes_an_old_ones_place(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *old = ct_new(test, 1, 1000);
	struct nf_conn *new = ct_new(test, 1, 1000);

	add(w, old);
	add(w, new);
	KUNIT_ASSERT_NOT_NULL(test, flow_of(w, new, 0));
	KUNIT_EXPECT_PTR_EQ(test, flow_of(w, new, 0)->conn->ct, new);
	KUNIT_EXPECT_PTR_EQ(test, flow_of(w, new, 1)->conn->ct, new);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->limits->conns), 1);
	ct_end(old);
	ct_end(new);
}

static void what_has_gone_is_swept_away(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *ct[100];
	int i, left = 0;

	for (i = 0; i < ARRAY_SIZE(ct); i++) {
		ct[i] = ct_new(test, 1, 1000 + i);
		add(w, ct[i]);
	}
	for (i = 0; i < ARRAY_SIZE(ct); i += 2)
		set_bit(IPS_DYING_BIT, &ct[i]->status);
	ct[1]->timeout = nfct_time_stamp - 1;
	vsw_conns_hurry(&w->conns);
	flush_delayed_work(&w->conns.sweep);
	for (i = 0; i < ARRAY_SIZE(ct); i++)
		left += !!flow_of(w, ct[i], 0) + !!flow_of(w, ct[i], 1);
	KUNIT_EXPECT_EQ(test, left, 2 * 49);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->limits->conns), 49);
	KUNIT_EXPECT_EQ(test, w->conns.n, 49);
	for (i = 0; i < ARRAY_SIZE(ct); i++)
		ct_end(ct[i]);
}

static struct kunit_case conn_cases[] = {
	KUNIT_CASE(both_directions_are_found),
	KUNIT_CASE(a_verdict_holds_for_its_epoch),
	KUNIT_CASE(a_new_connection_takes_an_old_ones_place),
	KUNIT_CASE(what_has_gone_is_swept_away),
	{}
};

static struct kunit_suite conn_suite = {
	.name = "vsw_conn",
	.init = conns_init,
	.exit = conns_exit,
	.test_cases = conn_cases,
};

kunit_test_suite(conn_suite);
