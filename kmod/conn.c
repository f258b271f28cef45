// SPDX-License-Identifier: GPL-2.0
#include "conn.h"

#include <linux/net.h>
#include <linux/slab.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "limits.h"
#include "live.h"

#define SWEEP_PERIOD	(2 * HZ)

u32 vsw_conn_secret[VSW_CONN_WORDS] __read_mostly;

void vsw_conn_key_of(const struct nf_conn *ct, struct vsw_conn_key *key)
{
	const struct nf_conntrack_tuple *t =
		&ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple;
	u16 sport = ntohs(t->src.u.all), dport = ntohs(t->dst.u.all);
	struct in6_addr src = t->src.u3.in6, dst = t->dst.u3.in6;
	unsigned int end = 0;

	memset(key, 0, sizeof(*key));
	key->ipv4 = t->src.l3num == NFPROTO_IPV4;
	if (key->ipv4) {
		ipv6_addr_set_v4mapped(t->src.u3.ip, &src);
		ipv6_addr_set_v4mapped(t->dst.u3.ip, &dst);
	}
	key->l4 = t->dst.protonum;
	key->zone = nf_ct_zone(ct)->id;
	/* Others have no ports, and what stands for them is not both ends'. */
	if (key->l4 == IPPROTO_TCP || key->l4 == IPPROTO_UDP)
		end = vsw_conn_end(&src, &dst, sport, dport);
	vsw_conn_key_ends(key, end, &src, &dst, sport, dport);
}

static void conn_free_rcu(struct rcu_head *rcu)
{
	struct vsw_conn *conn = container_of(rcu, struct vsw_conn, rcu);

	nf_ct_put(conn->ct);
	kfree(conn);
	vsw_live_dec(VSW_LIVE_CONN);
}

static void conn_release(struct vsw_conn *conn)
{
	vsw_limits_put(conn->limits);
	call_rcu(&conn->rcu, conn_free_rcu);
}

/* Of several who remove the same one, one is told that it was there. */
static void conn_remove(struct vsw_conns *conns, struct vsw_conn *conn)
{
	if (!rhashtable_remove_fast(&conns->table, &conn->node,
				    vsw_conn_params))
		conn_release(conn);
}

/* Return: -ESTALE if another one has its place by right. */
static int conn_insert(struct vsw_conns *conns, struct vsw_conn *conn)
{
	struct vsw_conn *old;

	while ((old = rhashtable_lookup_get_insert_fast(&conns->table,
							&conn->node,
							vsw_conn_params))) {
		if (IS_ERR(old))
			return PTR_ERR(old);
		/*
		 * Who is late may find the next connection in its place: that came
		 * after this one was dead, which is therefore seen here.
		 */
		if (old->ct == conn->ct || nf_ct_is_dying(conn->ct))
			return -ESTALE;
		conn_remove(conns, old);
	}
	return 0;
}

static struct vsw_conn *conn_alloc(struct nf_conn *ct,
				   struct vsw_limits *limits, u32 origin,
				   u32 other)
{
	struct vsw_conn *conn = kzalloc(sizeof(*conn), GFP_ATOMIC);

	BUILD_BUG_ON(IS_ENABLED(CONFIG_64BIT) &&
		     sizeof(spinlock_t) == sizeof(arch_spinlock_t) &&
		     sizeof(*conn) > 128);

	if (!conn)
		return NULL;
	nf_conntrack_get(&ct->ct_general);
	conn->ct = ct;
	refcount_inc(&limits->users);
	conn->limits = limits;
	conn->origin = origin;
	conn->other = other;
	spin_lock_init(&conn->lock);
	vsw_conn_key_of(ct, &conn->key);
	vsw_live_inc(VSW_LIVE_CONN);
	return conn;
}

/* There is one in the table: the walk comes round. */
static void sweep_later(struct vsw_conns *conns)
{
	/*
	 * Pairs with the barrier after which the workqueue runs what was pending:
	 * if we see that it is, sweep_work() sees what we have put in.
	 */
	smp_mb__after_atomic();
	if (!delayed_work_pending(&conns->sweep))
		queue_delayed_work(system_unbound_wq, &conns->sweep,
				   SWEEP_PERIOD);
}

bool vsw_conn_add(struct vsw_conns *conns, struct nf_conn *ct,
		  struct vsw_limits *limits, u32 origin, u32 other)
{
	struct vsw_conn *conn = conn_alloc(ct, limits, origin, other);
	int err;

	if (!conn)
		return false;
	err = conn_insert(conns, conn);
	if (err)
		conn_release(conn);
	else
		sweep_later(conns);
	return !err || err == -ESTALE;
}

void vsw_conn_remember(struct vsw_conn *conn, unsigned int end, u32 epoch,
		       u64 where, u32 now)
{
	struct vsw_flow *flow = &conn->flow[end];

	spin_lock(&conn->lock);
	WRITE_ONCE(flow->epoch, 0);
	/* Pairs with vsw_conn_verdict(). */
	smp_wmb();
	WRITE_ONCE(flow->where, where);
	WRITE_ONCE(flow->seen, now);
	/* As above. */
	smp_wmb();
	WRITE_ONCE(flow->epoch, epoch);
	spin_unlock(&conn->lock);
}

void vsw_conn_forget(struct vsw_conn *conn)
{
	spin_lock(&conn->lock);
	WRITE_ONCE(conn->flow[0].epoch, 0);
	WRITE_ONCE(conn->flow[1].epoch, 0);
	spin_unlock(&conn->lock);
}

void vsw_conns_hurry(struct vsw_conns *conns)
{
	unsigned long swept = READ_ONCE(conns->swept);

	/* Who knocks at a limit all the time shall not make us run all the time. */
	if (time_after(jiffies, swept + HZ / 4) &&
	    cmpxchg(&conns->swept, swept, jiffies) == swept)
		mod_delayed_work(system_unbound_wq, &conns->sweep, 0);
}

static void sweep_conn(struct vsw_conns *conns, struct vsw_conn *conn)
{
	if (nf_ct_is_dying(conn->ct) || nf_ct_is_expired(conn->ct))
		conn_remove(conns, conn);
}

static void sweep_work(struct work_struct *work)
{
	struct vsw_conns *conns = container_of(to_delayed_work(work),
					       struct vsw_conns, sweep);
	struct rhashtable_iter iter;
	struct vsw_conn *conn;

	rhashtable_walk_enter(&conns->table, &iter);
	rhashtable_walk_start(&iter);
	while ((conn = rhashtable_walk_next(&iter))) {
		/* A table that grows meanwhile is seen again, which is fine. */
		if (!IS_ERR(conn))
			sweep_conn(conns, conn);
		if (need_resched()) {
			rhashtable_walk_stop(&iter);
			cond_resched();
			rhashtable_walk_start(&iter);
		}
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	WRITE_ONCE(conns->swept, jiffies);
	if (atomic_read(&conns->table.nelems))
		queue_delayed_work(system_unbound_wq, &conns->sweep,
				   SWEEP_PERIOD);
}

int vsw_conns_init(struct vsw_conns *conns)
{
	net_get_random_once(vsw_conn_secret, sizeof(vsw_conn_secret));
	INIT_DELAYED_WORK(&conns->sweep, sweep_work);
	conns->swept = jiffies - HZ;
	return rhashtable_init(&conns->table, &vsw_conn_params);
}

static void free_conn(void *ptr, void *arg)
{
	conn_release(ptr);
}

void vsw_conns_uninit(struct vsw_conns *conns)
{
	cancel_delayed_work_sync(&conns->sweep);
	rhashtable_free_and_destroy(&conns->table, free_conn, NULL);
}
