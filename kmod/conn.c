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

u32 vsw_flow_secret[VSW_FLOW_WORDS] __read_mostly;

void vsw_flow_key_of(const struct nf_conn *ct, enum ip_conntrack_dir dir,
		     struct vsw_flow_key *key)
{
	const struct nf_conntrack_tuple *t = &ct->tuplehash[dir].tuple;

	memset(key, 0, sizeof(*key));
	key->ipv4 = t->src.l3num == NFPROTO_IPV4;
	if (key->ipv4) {
		ipv6_addr_set_v4mapped(t->src.u3.ip, &key->src);
		ipv6_addr_set_v4mapped(t->dst.u3.ip, &key->dst);
	} else {
		key->src = t->src.u3.in6;
		key->dst = t->dst.u3.in6;
	}
	key->sport = ntohs(t->src.u.all);
	key->dport = ntohs(t->dst.u.all);
	key->l4 = t->dst.protonum;
	key->zone = nf_ct_zone(ct)->id;
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
	atomic_dec(&conn->limits->conns);
	vsw_limits_put(conn->limits);
	call_rcu(&conn->rcu, conn_free_rcu);
}

static void conn_remove(struct vsw_conns *conns, struct vsw_conn *conn)
{
	int dir;

	lockdep_assert_held(&conns->lock);

	if (conn->gone)
		return;
	conn->gone = true;
	conns->n--;
	for (dir = 0; dir < IP_CT_DIR_MAX; dir++)
		rhashtable_remove_fast(&conns->flows, &conn->flow[dir].node,
				       vsw_flow_params);
	conn_release(conn);
}

/* Whatever has the key of a flow that is to come in. */
static void make_way(struct vsw_conns *conns, const struct vsw_flow *flow)
{
	struct vsw_flow *old = vsw_flow_find(conns, &flow->key);

	if (old)
		conn_remove(conns, old->conn);
}

static int conn_insert(struct vsw_conns *conns, struct vsw_conn *conn)
{
	struct vsw_flow *flow = conn->flow;
	int err;

	make_way(conns, &flow[0]);
	make_way(conns, &flow[1]);
	err = rhashtable_insert_fast(&conns->flows, &flow[0].node,
				     vsw_flow_params);
	if (err)
		return err;
	err = rhashtable_insert_fast(&conns->flows, &flow[1].node,
				     vsw_flow_params);
	if (err)
		rhashtable_remove_fast(&conns->flows, &flow[0].node,
				       vsw_flow_params);
	return err;
}

static struct vsw_conn *conn_alloc(struct nf_conn *ct,
				   struct vsw_limits *limits)
{
	struct vsw_conn *conn = kzalloc(sizeof(*conn), GFP_ATOMIC);
	int dir;

	if (!conn)
		return NULL;
	nf_conntrack_get(&ct->ct_general);
	conn->ct = ct;
	refcount_inc(&limits->users);
	conn->limits = limits;
	spin_lock_init(&conn->lock);
	for (dir = 0; dir < IP_CT_DIR_MAX; dir++) {
		vsw_flow_key_of(ct, dir, &conn->flow[dir].key);
		conn->flow[dir].conn = conn;
	}
	atomic_inc(&limits->conns);
	vsw_live_inc(VSW_LIVE_CONN);
	return conn;
}

void vsw_conn_add(struct vsw_conns *conns, struct nf_conn *ct,
		  struct vsw_limits *limits)
{
	struct vsw_conn *conn = conn_alloc(ct, limits);
	int err;

	if (!conn)
		return;
	spin_lock(&conns->lock);
	err = conn_insert(conns, conn);
	if (!err && !conns->n++)
		queue_delayed_work(system_unbound_wq, &conns->sweep,
				   SWEEP_PERIOD);
	/* Who has found one half of it finds it gone. */
	conn->gone = err;
	spin_unlock(&conns->lock);
	if (err)
		conn_release(conn);
}

void vsw_flow_remember(struct vsw_flow *flow, u32 epoch, u64 where, u32 now)
{
	spin_lock(&flow->conn->lock);
	WRITE_ONCE(flow->epoch, 0);
	/* Pairs with vsw_flow_verdict(). */
	smp_wmb();
	WRITE_ONCE(flow->where, where);
	WRITE_ONCE(flow->seen, now);
	/* As above. */
	smp_wmb();
	WRITE_ONCE(flow->epoch, epoch);
	spin_unlock(&flow->conn->lock);
}

void vsw_conns_hurry(struct vsw_conns *conns)
{
	/* Who knocks at a limit all the time shall not make us run all the time. */
	if (time_after(jiffies, READ_ONCE(conns->swept) + HZ / 4))
		mod_delayed_work(system_unbound_wq, &conns->sweep, 0);
}

static void sweep_flow(struct vsw_conns *conns, struct vsw_flow *flow)
{
	struct vsw_conn *conn = flow->conn;

	if (!nf_ct_is_dying(conn->ct) && !nf_ct_is_expired(conn->ct))
		return;
	spin_lock_bh(&conns->lock);
	conn_remove(conns, conn);
	spin_unlock_bh(&conns->lock);
}

static void sweep_work(struct work_struct *work)
{
	struct vsw_conns *conns = container_of(to_delayed_work(work),
					       struct vsw_conns, sweep);
	struct rhashtable_iter iter;
	struct vsw_flow *flow;

	WRITE_ONCE(conns->swept, jiffies);
	rhashtable_walk_enter(&conns->flows, &iter);
	rhashtable_walk_start(&iter);
	while ((flow = rhashtable_walk_next(&iter))) {
		/* A table that grows meanwhile is seen again, which is fine. */
		if (!IS_ERR(flow))
			sweep_flow(conns, flow);
		if (need_resched()) {
			rhashtable_walk_stop(&iter);
			cond_resched();
			rhashtable_walk_start(&iter);
		}
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	if (READ_ONCE(conns->n))
		queue_delayed_work(system_unbound_wq, &conns->sweep,
				   SWEEP_PERIOD);
}

int vsw_conns_init(struct vsw_conns *conns)
{
	net_get_random_once(vsw_flow_secret, sizeof(vsw_flow_secret));
	spin_lock_init(&conns->lock);
	INIT_DELAYED_WORK(&conns->sweep, sweep_work);
	conns->swept = jiffies - HZ;
	return rhashtable_init(&conns->flows, &vsw_flow_params);
}

static void free_flow(void *ptr, void *arg)
{
	struct vsw_flow *flow = ptr;

	/* With the second of its two directions. */
	if (flow->conn->gone)
		conn_release(flow->conn);
	flow->conn->gone = true;
}

void vsw_conns_uninit(struct vsw_conns *conns)
{
	cancel_delayed_work_sync(&conns->sweep);
	rhashtable_free_and_destroy(&conns->flows, free_flow, NULL);
}
