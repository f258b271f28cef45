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
#define ORIGIN	3

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
	KUNIT_EXPECT_EQ(test, vsw_limits_conns(w->limits), 0);
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

/* A connection whose one reference is the caller's. */
static struct nf_conn *ct_alloc(struct kunit *test, u16 zone_id,
				const struct nf_conntrack_tuple *orig,
				const struct nf_conntrack_tuple *reply)
{
	struct nf_conntrack_zone zone;
	struct nf_conn *ct;

	nf_ct_zone_init(&zone, zone_id, NF_CT_DEFAULT_ZONE_DIR, 0);
	ct = nf_conntrack_alloc(&init_net, &zone, orig, reply, GFP_KERNEL);
	KUNIT_ASSERT_FALSE(test, IS_ERR(ct));
	refcount_set(&ct->ct_general.use, 1);
	ct->timeout = nfct_time_stamp + 1000 * HZ;
	/* Nobody's table has it: there is none to be taken from. */
	__set_bit(IPS_CONFIRMED_BIT, &ct->status);
	return ct;
}

static struct nf_conn *ct_new(struct kunit *test, u16 zone_id, u16 sport)
{
	struct nf_conntrack_tuple orig = tuple(1, 2, sport, 80);
	struct nf_conntrack_tuple reply = tuple(2, 1, 80, sport);

	return ct_alloc(test, zone_id, &orig, &reply);
}

static void add(struct world *w, struct nf_conn *ct)
{
	local_bh_disable();
	rcu_read_lock();
	vsw_conn_add(&w->conns, ct, w->limits, ORIGIN, 0);
	rcu_read_unlock();
	local_bh_enable();
}

static struct vsw_conn *find(struct world *w, const struct nf_conn *ct)
{
	struct vsw_conn_key key;
	struct vsw_conn *conn;

	vsw_conn_key_of(ct, &key);
	rcu_read_lock();
	conn = vsw_conn_find(&w->conns, &key);
	rcu_read_unlock();
	return conn;
}

/* As a frame from one of its ends finds it; sets @end. */
static struct vsw_conn *find_from(struct world *w, const struct nf_conn *ct,
				  enum ip_conntrack_dir dir, unsigned int *end)
{
	const struct nf_conntrack_tuple *t = &ct->tuplehash[dir].tuple;
	u16 sport = ntohs(t->src.u.all), dport = ntohs(t->dst.u.all);
	struct vsw_conn_key key = {
		.zone = nf_ct_zone(ct)->id,
		.l4 = t->dst.protonum,
		.ipv4 = 1,
	};
	struct in6_addr src, dst;
	struct vsw_conn *conn;

	ipv6_addr_set_v4mapped(t->src.u3.ip, &src);
	ipv6_addr_set_v4mapped(t->dst.u3.ip, &dst);
	*end = vsw_conn_end(&src, &dst, sport, dport);
	vsw_conn_key_ends(&key, *end, &src, &dst, sport, dport);
	rcu_read_lock();
	conn = vsw_conn_find(&w->conns, &key);
	rcu_read_unlock();
	return conn;
}

/* What would have been freed by nf_conntrack's own table. */
static void ct_end(struct nf_conn *ct)
{
	__clear_bit(IPS_CONFIRMED_BIT, &ct->status);
	nf_ct_put(ct);
}

static void both_ends_find_it(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *ct = ct_new(test, 1, 1000);
	struct nf_conn *other = ct_new(test, 2, 1000);
	unsigned int there, back;

	KUNIT_EXPECT_NULL(test, find(w, ct));
	add(w, ct);
	KUNIT_ASSERT_NOT_NULL(test, find(w, ct));
	KUNIT_EXPECT_PTR_EQ(test, find(w, ct)->ct, ct);
	KUNIT_EXPECT_PTR_EQ(test, find_from(w, ct, IP_CT_DIR_ORIGINAL, &there),
			    find(w, ct));
	KUNIT_EXPECT_PTR_EQ(test, find_from(w, ct, IP_CT_DIR_REPLY, &back),
			    find(w, ct));
	KUNIT_EXPECT_NE(test, there, back);
	KUNIT_EXPECT_EQ(test, vsw_limits_conns(w->limits), 1);
	/* The same addresses in another zone are another connection's. */
	KUNIT_EXPECT_NULL(test, find(w, other));
	ct_end(other);
	ct_end(ct);
}

static const struct ends {
	const char *name;
	u32 src, dst;
	u16 sport, dport;
} ends[] = {
	{ "lower address, lower port", 1, 2, 1000, 2000 },
	{ "lower address, upper port", 1, 2, 2000, 1000 },
	{ "equal ports", 1, 2, 1000, 1000 },
	{ "equal addresses", 1, 1, 1000, 2000 },
	{ "first byte alone", 0x01000002, 0x02000002, 1000, 2000 },
	{ "first and last byte differ", 0x01000002, 0x02000001, 1000, 2000 },
	{ "an end and itself", 1, 1, 1000, 1000 },
};

KUNIT_ARRAY_PARAM_DESC(ends, ends, name);

/* Whichever is which, and wherever in an address the difference is. */
static void the_ends_of_a_frame_have_an_order(struct kunit *test)
{
	const struct ends *e = test->param_value;
	struct vsw_conn_key there = {}, back = {};
	struct in6_addr src = {}, dst = {};
	unsigned int a, b;
	int i;

	for (i = 0; i < 4; i++) {
		src = (struct in6_addr){};
		dst = (struct in6_addr){};
		src.s6_addr32[i] = htonl(e->src);
		dst.s6_addr32[i] = htonl(e->dst);
		/* The other half says the opposite. */
		src.s6_addr32[(i + 2) % 4] = htonl(e->dst);
		dst.s6_addr32[(i + 2) % 4] = htonl(e->src);
		a = vsw_conn_end(&src, &dst, e->sport, e->dport);
		b = vsw_conn_end(&dst, &src, e->dport, e->sport);
		KUNIT_EXPECT_EQ(test, a != b,
				e->src != e->dst || e->sport != e->dport);
		vsw_conn_key_ends(&there, a, &src, &dst, e->sport, e->dport);
		vsw_conn_key_ends(&back, b, &dst, &src, e->dport, e->sport);
		KUNIT_EXPECT_MEMEQ(test, &there, &back, sizeof(there));
		KUNIT_EXPECT_MEMEQ(test, &there.address[a], &src, sizeof(src));
		KUNIT_EXPECT_EQ(test, there.port[a], e->sport);
	}
}

/* Two pings at once, where what stands for ports is not both ends'. */
static void questions_from_both_ends_are_two(struct kunit *test)
{
	struct nf_conntrack_tuple ping = tuple(1, 2, 0x0800, 0x0800);
	struct nf_conntrack_tuple other = tuple(2, 1, 0x0800, 0x0800);
	struct world *w = test->priv;
	struct nf_conn *a, *b;

	ping.dst.protonum = IPPROTO_ICMP;
	other.dst.protonum = IPPROTO_ICMP;
	a = ct_alloc(test, 1, &ping, &other);
	b = ct_alloc(test, 1, &other, &ping);
	add(w, a);
	add(w, b);
	KUNIT_EXPECT_EQ(test, vsw_limits_conns(w->limits), 2);
	KUNIT_EXPECT_PTR_NE(test, find(w, a), find(w, b));
	ct_end(a);
	ct_end(b);
}

static void a_verdict_holds_for_its_end_and_epoch(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *ct = ct_new(test, 1, 1000);
	struct vsw_conn *conn;
	unsigned int end;

	add(w, ct);
	conn = find_from(w, ct, IP_CT_DIR_ORIGINAL, &end);
	KUNIT_ASSERT_NOT_NULL(test, conn);
	KUNIT_EXPECT_EQ(test, vsw_conn_verdict(conn, end, EPOCH), 0);
	local_bh_disable();
	vsw_conn_remember(conn, end, EPOCH, vsw_flow_where(3, 4), NOW);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, vsw_conn_verdict(conn, end, EPOCH),
			vsw_flow_where(3, 4));
	KUNIT_EXPECT_EQ(test, vsw_conn_verdict(conn, !end, EPOCH), 0);
	KUNIT_EXPECT_EQ(test, vsw_conn_verdict(conn, end, EPOCH + 1), 0);
	KUNIT_EXPECT_FALSE(test, vsw_conn_is_stale(conn, end, NOW));
	KUNIT_EXPECT_TRUE(test, vsw_conn_is_stale(conn, !end, NOW));
	KUNIT_EXPECT_TRUE(test, vsw_conn_is_stale(conn, end, NOW + 1));
	vsw_conn_touch(conn, end, NOW + 1);
	KUNIT_EXPECT_FALSE(test, vsw_conn_is_stale(conn, end, NOW + 1));
	KUNIT_EXPECT_EQ(test, vsw_conn_verdict(conn, end, EPOCH),
			vsw_flow_where(3, 4));
	/* What nf_conntrack has done with has no verdict. */
	set_bit(IPS_DYING_BIT, &ct->status);
	KUNIT_EXPECT_EQ(test, vsw_conn_verdict(conn, end, EPOCH), 0);
	ct_end(ct);
}

static void a_new_connection_takes_an_old_ones_place(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *old = ct_new(test, 1, 1000);
	struct nf_conn *new = ct_new(test, 1, 1000);

	add(w, old);
	add(w, new);
	KUNIT_ASSERT_NOT_NULL(test, find(w, new));
	KUNIT_EXPECT_PTR_EQ(test, find(w, new)->ct, new);
	KUNIT_EXPECT_EQ(test, vsw_limits_conns(w->limits), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->conns.table.nelems), 1);
	ct_end(old);
	ct_end(new);
}

static void who_is_late_takes_nobodys_place(struct kunit *test)
{
	struct world *w = test->priv;
	struct nf_conn *late = ct_new(test, 1, 1000);
	struct nf_conn *next = ct_new(test, 1, 1000);

	set_bit(IPS_DYING_BIT, &late->status);
	add(w, next);
	add(w, late);
	KUNIT_ASSERT_NOT_NULL(test, find(w, next));
	KUNIT_EXPECT_PTR_EQ(test, find(w, next)->ct, next);
	KUNIT_EXPECT_EQ(test, find(w, next)->origin, ORIGIN);
	KUNIT_EXPECT_EQ(test, vsw_limits_conns(w->limits), 1);
	ct_end(late);
	ct_end(next);
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
		left += !!find(w, ct[i]);
	KUNIT_EXPECT_EQ(test, left, 49);
	KUNIT_EXPECT_EQ(test, vsw_limits_conns(w->limits), 49);
	KUNIT_EXPECT_EQ(test, atomic_read(&w->conns.table.nelems), 49);
	for (i = 0; i < ARRAY_SIZE(ct); i++)
		ct_end(ct[i]);
}

static struct kunit_case conn_cases[] = {
	KUNIT_CASE(both_ends_find_it),
	KUNIT_CASE_PARAM(the_ends_of_a_frame_have_an_order, ends_gen_params),
	KUNIT_CASE(questions_from_both_ends_are_two),
	KUNIT_CASE(a_verdict_holds_for_its_end_and_epoch),
	KUNIT_CASE(a_new_connection_takes_an_old_ones_place),
	KUNIT_CASE(who_is_late_takes_nobodys_place),
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
