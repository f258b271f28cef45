// SPDX-License-Identifier: GPL-2.0
#include "firewall.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if_vlan.h>
#include <linux/tcp.h>
#include <net/ndisc.h>
#include <net/netfilter/nf_conntrack.h>

#include "attachment.h"
#include "conn.h"
#include "fragment.h"
#include "guard.h"
#include "limits.h"
#include "network.h"
#include "policy.h"
#include "port.h"
#include "switch.h"
#include "track.h"

#define DHCP_SERVER_PORT	67
#define DHCP_CLIENT_PORT	68
#define DHCPV6_CLIENT_PORT	546	/* RFC 8415 section 7.2 */
#define DHCPV6_SERVER_PORT	547

enum vsw_drop vsw_scan_frame(struct sk_buff *skb, struct vsw_key *key)
{
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;

	/* The tag that led here is gone, and another one would hide the rest. */
	if (unlikely(skb_vlan_tag_present(skb) || eth_type_vlan(eth->h_proto)))
		return VSW_DROP_VLAN_NESTED;
	switch (vsw_parse_frame(skb, key)) {
	case 0:
		return VSW_FIREWALL_PASS;
	case -ENOMEM:
		return VSW_DROP_NO_MEMORY;
	default:
		return VSW_DROP_MALFORMED;
	}
}

static bool is_ip(const struct vsw_key *key)
{
	return key->proto == htons(ETH_P_IP) || key->proto == htons(ETH_P_IPV6);
}

/* RFC 4861 and RFC 3810: types that a host can do without no more than ARP. */
static bool is_neighbourly(u8 type, enum vsw_direction direction)
{
	switch (type) {
	case ICMPV6_MGM_QUERY:
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MGM_REDUCTION:
	case ICMPV6_MLD2_REPORT:
	case NDISC_ROUTER_SOLICITATION:
	case NDISC_NEIGHBOUR_SOLICITATION:
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
		return true;
	case NDISC_ROUTER_ADVERTISEMENT:
		/* From a port it passes only if a rule says so. */
		return direction == VSW_INGRESS;
	default:
		return false;
	}
}

/* From a client, or to one. */
static bool is_dhcp(const struct vsw_key *key, u16 client, u16 server,
		    enum vsw_direction direction)
{
	u16 from = direction == VSW_EGRESS ? client : server;

	return key->sport == from && key->dport == client + server - from;
}

/* What passes without a rule. Inlined for judge(), which asks for each frame. */
static __always_inline bool is_essential(const struct vsw_key *key,
					 enum vsw_direction direction)
{
	if (key->flags & VSW_KEY_FRAGMENT)
		return false;
	if (key->proto == htons(ETH_P_IP))
		return key->l4 == IPPROTO_UDP &&
		       is_dhcp(key, DHCP_CLIENT_PORT, DHCP_SERVER_PORT,
			       direction);
	if (key->l4 == IPPROTO_ICMPV6)
		return is_neighbourly(key->dport >> 8, direction);
	return key->l4 == IPPROTO_UDP &&
	       is_dhcp(key, DHCPV6_CLIENT_PORT, DHCPV6_SERVER_PORT, direction);
}

/* What rules are not about. */
static enum vsw_drop judge_other(const struct vsw_attachment *att,
				 const struct vsw_key *key)
{
	const struct vsw_guard *guard = rcu_dereference(att->guard);

	if (key->proto == htons(ETH_P_ARP) || key->proto == htons(ETH_P_RARP))
		return VSW_FIREWALL_PASS;
	if (guard && guard->params.on && vsw_guard_names(guard, key->proto))
		return VSW_FIREWALL_PASS;
	return VSW_DROP_POLICY;
}

/* Of a whole datagram with TCP. */
static const struct tcphdr *segment(const struct vsw_key *key,
				    const struct sk_buff *skb)
{
	return (const struct tcphdr *)(skb->data + ETH_HLEN + key->offset);
}

/* Segments that open or close a connection are nf_conntrack's to see. */
static bool changes_state(const struct tcphdr *tcp)
{
	return tcp->syn || tcp->fin || tcp->rst;
}

/*
 * Segments that nf_conntrack was not shown do not count, if this one is from where
 * frames to its end of the connection go, or went before policy changed. (By then it
 * may be another target that has the id, and an end that has gone has no windows to
 * lose.) A SYN is about another connection.
 */
static void catch_up(const struct vsw_path *path, const struct sk_buff *skb)
{
	const struct vsw_scan *scan = path->scan;
	const struct tcphdr *tcp = segment(&scan->key, skb);
	u64 back = vsw_conn_where(scan->conn, !scan->end);

	if (back && (u32)back == path->from->id && !tcp->syn)
		vsw_track_catch_up(scan->conn->ct, &scan->key, tcp->rst);
}

/* Which connection it belongs to, the first time that somebody asks. */
static enum vsw_drop track(const struct vsw_path *path, struct sk_buff *skb)
{
	struct vsw_scan *scan = path->scan;
	enum ip_conntrack_info ctinfo;
	struct nf_conn *ct;
	int err;

	if (scan->tracked)
		return VSW_FIREWALL_PASS;
	scan->fresh = false;
	if (scan->conn && scan->key.l4 == IPPROTO_TCP)
		catch_up(path, skb);
	err = vsw_track(path->network, &scan->key, skb);
	if (unlikely(err)) {
		if (err == -EINVAL)
			return VSW_DROP_MALFORMED;
		if (err == -ENOMEM)
			return VSW_DROP_NO_MEMORY;
		/* Entries that are dead count until we let go of them. */
		vsw_conns_hurry(&path->sw->conns);
		return VSW_DROP_CT_FULL;
	}
	scan->tracked = true;
	ct = nf_ct_get(skb, &ctinfo);
	if (ct && scan->key.flags & VSW_KEY_FRAGMENT)
		vsw_track_be_liberal(ct);
	return VSW_FIREWALL_PASS;
}

/*
 * A verdict holds as long as its epoch does, but nf_conntrack has to see that the
 * connection goes on. Return: false if it sees something else.
 */
static bool refresh(const struct vsw_path *path, struct sk_buff *skb)
{
	struct vsw_scan *scan = path->scan;
	enum ip_conntrack_info ctinfo;
	struct nf_conn *ct;

	if (track(path, skb) != VSW_FIREWALL_PASS)
		return false;
	ct = nf_ct_get(skb, &ctinfo);
	if (!ct || ct != scan->conn->ct || !vsw_track_is_settled(ct) ||
	    vsw_track_commit(&scan->key, skb))
		return false;
	vsw_conn_touch(scan->conn, scan->end, vsw_fdb_clock());
	return true;
}

/* What is known of the connection that a frame is of, by its addresses and ports. */
static void recall(const struct vsw_path *path, struct sk_buff *skb)
{
	struct vsw_scan *scan = path->scan;
	const struct vsw_key *key = &scan->key;
	struct vsw_conn_key ends;

	if ((key->l4 != IPPROTO_TCP && key->l4 != IPPROTO_UDP) ||
	    key->flags & VSW_KEY_FRAGMENT)
		return;
	scan->end = vsw_conn_end(&key->src, &key->dst, key->sport, key->dport);
	vsw_conn_key_ends(&ends, scan->end, &key->src, &key->dst, key->sport,
			  key->dport);
	ends.zone = path->network->zone;
	ends.l4 = key->l4;
	ends.ipv4 = key->proto == htons(ETH_P_IP);
	scan->conn = vsw_conn_find(&path->sw->conns, &ends);
	if (!scan->conn) {
		scan->fresh = !vsw_track_expects(path->network, key);
		return;
	}
	if (key->l4 == IPPROTO_TCP && changes_state(segment(key, skb)))
		return;
	scan->allowed = vsw_conn_verdict(scan->conn, scan->end, scan->epoch);
	if (scan->allowed &&
	    vsw_conn_is_stale(scan->conn, scan->end, vsw_fdb_clock()) &&
	    !refresh(path, skb))
		scan->allowed = 0;
}

static void hit(const struct vsw_code *code, u32 rule)
{
	this_cpu_inc(*code->hits[rule - 1]);
}

/* What is known of the connection that nf_conntrack means; %NULL if nothing is. */
static struct vsw_conn *conn_of(const struct vsw_path *path,
				const struct nf_conn *ct)
{
	struct vsw_conn *conn = path->scan->conn;
	struct vsw_conn_key key;

	if (conn && conn->ct == ct)
		return conn;
	vsw_conn_key_of(ct, &key);
	conn = vsw_conn_find(&path->sw->conns, &key);
	return conn && conn->ct == ct ? conn : NULL;
}

/* Which target it is; 0 for one that is going. */
static u32 serial(const struct vsw_path *path, const struct vsw_target *target)
{
	return vsw_fdb_target_serial(&path->sw->fdb, target);
}

/*
 * Whether a frame from the other end of a connection is an answer for @att to send
 * or to get. Who sends frames in somebody else's name may have begun it.
 */
static bool is_answer(const struct vsw_path *path,
		      const struct vsw_attachment *att,
		      enum vsw_direction direction, const struct nf_conn *ct)
{
	const struct vsw_conn *conn = conn_of(path, ct);
	u32 self = serial(path, &att->target);

	if (!conn || !self)
		return false;
	if (direction == VSW_EGRESS)
		return conn->origin != self;
	return conn->origin == self || READ_ONCE(conn->other) == self;
}

/*
 * The same of a connection that another one has expected, as seen from that: which
 * may be over by the time that the expected one goes on, and is asked only before.
 */
static bool is_masters_answer(const struct vsw_path *path,
			      const struct vsw_attachment *att,
			      enum vsw_direction direction,
			      const struct nf_conn *ct)
{
	const struct vsw_conn *conn;
	u32 self;

	if (!nf_ct_is_confirmed(ct))
		return is_answer(path, att, direction, ct->master);
	conn = conn_of(path, ct);
	self = serial(path, &att->target);
	return conn && self && (READ_ONCE(conn->other) == self) ==
			       (direction == VSW_INGRESS);
}

/*
 * Whether stateful rules let a connection through. @reply: it began at the other
 * end. @first: its first frame, if that is in hand, is what it began with.
 */
static bool allows(const struct vsw_code *code, enum vsw_direction direction,
		   bool reply, const struct nf_conn *ct,
		   const struct vsw_key *first)
{
	struct vsw_key original;
	bool stateless;
	u32 rule;

	if (reply)
		direction = direction == VSW_EGRESS ? VSW_INGRESS : VSW_EGRESS;
	if (!first)
		vsw_track_original(ct, &original);
	rule = vsw_program_run(code->program, direction, first ?: &original,
			       &stateless);
	if (!rule || stateless)
		return false;
	if (first)
		hit(code, rule);
	return true;
}

/* A connection that a helper has expected may go where its master may. */
static bool master_allows(const struct vsw_path *path,
			  const struct vsw_attachment *att,
			  const struct vsw_code *code,
			  enum vsw_direction direction, bool reply,
			  const struct nf_conn *ct)
{
	const struct nf_conntrack_tuple *t, *m;

	if (!ct->master)
		return false;
	t = &ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple;
	m = &ct->master->tuplehash[IP_CT_DIR_ORIGINAL].tuple;
	if (!nf_inet_addr_cmp(&t->src.u3, &m->src.u3))
		reply = !reply;
	if (reply && !is_masters_answer(path, att, direction, ct))
		return false;
	return allows(code, direction, reply, ct->master, NULL);
}

/* Whether rules let a frame through by itself; @any: stateful ones as well. */
static bool allows_frame(const struct vsw_code *code,
			 enum vsw_direction direction,
			 const struct vsw_key *key, bool any)
{
	bool stateless;
	u32 rule;

	if (any)
		rule = vsw_program_run(code->program, direction, key,
				       &stateless);
	else
		rule = vsw_program_run_stateless(code->program, direction, key);
	if (rule)
		hit(code, rule);
	return rule;
}

/* Whether rules let a frame begin a connection, or pass without one. */
static bool allows_fresh(struct vsw_scan *scan, const struct vsw_code *code,
			 enum vsw_direction direction)
{
	bool stateless;
	u32 rule;

	rule = vsw_program_run(code->program, direction, &scan->key,
			       &stateless);
	if (!rule)
		return false;
	hit(code, rule);
	if (!stateless)
		scan->commit = true;
	return true;
}

/* Whether one end lets a frame through that has no connection and begins none. */
static noinline bool allows_alone(const struct vsw_policy *policy,
				  enum vsw_direction direction,
				  const struct vsw_key *key)
{
	const struct vsw_code *code;

	if (!policy || is_essential(key, direction))
		return true;
	code = rcu_dereference(policy->code);
	return vsw_program_run_stateless(code->program, direction, key);
}

/*
 * What nf_conntrack makes of a frame that nothing is remembered of, when its
 * sender's rules let it begin a connection, or its receiver's, which has @policy; that
 * is %NULL if there is none, or if each of many is asked later.
 */
static enum vsw_drop track_fresh(const struct vsw_path *path,
				 const struct vsw_policy *policy,
				 struct sk_buff *skb)
{
	enum vsw_drop reason = track(path, skb);
	struct vsw_scan *scan = path->scan;
	enum ip_conntrack_info ctinfo;

	if (reason == VSW_FIREWALL_PASS && nf_ct_get(skb, &ctinfo)) {
		/* An answer in a connection that is not ours passes for itself. */
		if (CTINFO2DIR(ctinfo) == IP_CT_DIR_REPLY)
			scan->commit = false;
		return VSW_FIREWALL_PASS;
	}
	/* Stateless rules do not depend on it. */
	scan->commit = false;
	if (allows_alone(scan->sender, VSW_EGRESS, &scan->key) &&
	    allows_alone(policy, VSW_INGRESS, &scan->key))
		return VSW_FIREWALL_PASS;
	return reason == VSW_FIREWALL_PASS ? VSW_DROP_CT_INVALID : reason;
}

/*
 * A router's word on where to send to. It quotes a packet of a connection, as errors do,
 * but is not about that. (Of IPv6, older kernels' nf_conntrack knows no connection.)
 */
static bool is_redirect(const struct vsw_key *key)
{
	u8 type = key->dport >> 8;

	if (key->proto == htons(ETH_P_IP))
		return key->l4 == IPPROTO_ICMP && type == ICMP_REDIRECT;
	return key->l4 == IPPROTO_ICMPV6 && type == NDISC_REDIRECT;
}

/* What the groups of one end say of a frame, or of its connection. */
static enum vsw_drop judge_whole(const struct vsw_path *path,
				 const struct vsw_attachment *att,
				 const struct vsw_policy *policy,
				 enum vsw_direction direction,
				 struct sk_buff *skb)
{
	const struct vsw_code *code = rcu_dereference(policy->code);
	struct vsw_scan *scan = path->scan;
	enum ip_conntrack_info ctinfo;
	enum vsw_drop reason;
	bool reply, alone;
	struct nf_conn *ct;

	if (scan->fresh)
		return allows_fresh(scan, code, direction) ?
		       VSW_FIREWALL_PASS : VSW_DROP_POLICY;
	reason = track(path, skb);
	/* Stateless rules do not depend on it. */
	if (reason != VSW_FIREWALL_PASS)
		return allows_frame(code, direction, &scan->key, false) ?
		       VSW_FIREWALL_PASS : reason;
	ct = nf_ct_get(skb, &ctinfo);
	reply = CTINFO2DIR(ctinfo) == IP_CT_DIR_REPLY;
	/* What nf_conntrack never tracks has no connection to be part of. */
	alone = ctinfo == IP_CT_UNTRACKED;
	if (ct && (is_redirect(&scan->key) ||
		   (reply && !is_answer(path, att, direction, ct)))) {
		alone = true;
	} else if (ct && (allows(code, direction, reply, ct,
				 nf_ct_is_confirmed(ct) ? NULL : &scan->key) ||
			  master_allows(path, att, code, direction, reply,
					ct))) {
		scan->commit = true;
		return VSW_FIREWALL_PASS;
	}
	if (allows_frame(code, direction, &scan->key, alone))
		return VSW_FIREWALL_PASS;
	return ct || alone ? VSW_DROP_POLICY : VSW_DROP_CT_INVALID;
}

/*
 * Whether both ends have the policies that a frame was judged by. Those were found
 * before its epoch was read, and may be of an older one.
 */
static bool is_up_to_date(const struct vsw_path *path,
			  const struct vsw_attachment *att,
			  const struct vsw_policy *policy)
{
	const struct vsw_attachment *from;

	if (att && rcu_access_pointer(att->policy) != policy)
		return false;
	from = vsw_attachment_unless_peer(path->from);
	return !from || rcu_access_pointer(from->policy) == path->scan->sender;
}

/* The same as judge_whole(), of a part of a datagram. */
static noinline enum vsw_drop judge_fragment(const struct vsw_path *path,
					     const struct vsw_attachment *att,
					     const struct vsw_policy *policy,
					     enum vsw_direction direction,
					     struct sk_buff *skb)
{
	const struct vsw_port *port = vsw_attachment_port(att);
	struct vsw_fragments *known = rcu_dereference(port->fragments);
	const struct vsw_scan *scan = path->scan;
	struct vsw_fragment fragment;
	enum vsw_drop reason;

	vsw_fragment_of(&scan->key, path->network->zone, direction,
			scan->epoch, &fragment);
	if (scan->key.flags & VSW_KEY_LATER)
		return vsw_fragment_passes(known, &fragment) ?
		       VSW_FIREWALL_PASS : VSW_DROP_FRAGMENT;
	reason = judge_whole(path, att, policy, direction, skb);
	if (reason == VSW_FIREWALL_PASS && is_up_to_date(path, att, policy))
		vsw_fragment_note(known, &fragment);
	return reason;
}

/* @direction is that of the frame, seen from this end. */
static enum vsw_drop judge(const struct vsw_path *path,
			   const struct vsw_attachment *att,
			   const struct vsw_policy *policy,
			   enum vsw_direction direction, struct sk_buff *skb)
{
	if (unlikely(!is_ip(&path->scan->key)))
		return judge_other(att, &path->scan->key);
	if (is_essential(&path->scan->key, direction))
		return VSW_FIREWALL_PASS;
	if (unlikely(path->scan->key.flags & VSW_KEY_FRAGMENT))
		return judge_fragment(path, att, policy, direction, skb);
	return judge_whole(path, att, policy, direction, skb);
}

enum vsw_drop vsw_firewall_input(const struct vsw_path *path,
				 const struct vsw_attachment *att,
				 const struct vsw_policy *policy,
				 struct sk_buff *skb)
{
	struct vsw_scan *scan = path->scan;

	scan->sender = policy;
	scan->epoch = vsw_policy_epoch(path->sw);
	recall(path, skb);
	if (likely(scan->allowed &&
		   scan->allowed >> 32 == att->target.id))
		return VSW_FIREWALL_PASS;
	scan->allowed = 0;
	return judge(path, att, policy, VSW_EGRESS, skb);
}

/* Whose connection it is: the sender's, or the receiver's of one from afar. */
static struct vsw_limits *payer(const struct vsw_path *path,
				const struct vsw_attachment *att)
{
	const struct vsw_attachment *from;

	from = vsw_attachment_unless_peer(path->from);
	if (from && rcu_access_pointer(from->policy))
		att = from;
	return att ? rcu_dereference(vsw_attachment_port(att)->limits) : NULL;
}

/* Whether a port may have a connection more. */
static bool has_room(const struct vsw_path *path,
		     const struct vsw_limits *limits)
{
	u32 limit = READ_ONCE(limits->conn_limit);

	if (!limit || vsw_limits_conns(limits) < limit)
		return true;
	vsw_conns_hurry(&path->sw->conns);
	return false;
}

/* A connection more for a port. */
static enum vsw_drop admit(const struct vsw_path *path,
			   struct vsw_limits *limits)
{
	if (!has_room(path, limits))
		return VSW_DROP_CONN_LIMIT;
	if (!vsw_meter_pass(&limits->conn_rate, ktime_get_ns()))
		return VSW_DROP_CONN_RATE;
	return VSW_FIREWALL_PASS;
}

/* A connection comes about. What nobody could remember is not to be. */
static enum vsw_drop begin(const struct vsw_path *path, struct nf_conn *ct,
			   struct vsw_limits *limits)
{
	const struct vsw_conn *master = ct->master ? conn_of(path, ct->master) :
						     NULL;
	struct vsw_conns *conns = &path->sw->conns;
	u32 max = READ_ONCE(nf_conntrack_max);

	if (!vsw_conn_add(conns, ct, limits, serial(path, path->from),
			  master ? master->origin : 0)) {
		nf_ct_kill(ct);
		return VSW_DROP_NO_MEMORY;
	}
	/* Entries that are dead count until we let go of them. */
	if (unlikely(max && nf_conntrack_count(path->sw->vn->net) > max))
		vsw_conns_hurry(conns);
	return VSW_FIREWALL_PASS;
}

/*
 * A connection goes on. One that nothing is known of has been let through without
 * us, or has been over for a moment.
 */
static enum vsw_drop go_on(const struct vsw_path *path, struct nf_conn *ct,
			   const struct vsw_attachment *att)
{
	struct vsw_conn *conn = conn_of(path, ct);
	u32 from = serial(path, path->from);
	struct vsw_limits *limits;

	if (!conn) {
		limits = payer(path, att);
		return limits ? begin(path, ct, limits) : VSW_FIREWALL_PASS;
	}
	/* Who is unplugged by now is nobody to answer. */
	if (unlikely(from && conn->origin != from) &&
	    READ_ONCE(conn->other) != from)
		WRITE_ONCE(conn->other, from);
	return VSW_FIREWALL_PASS;
}

/* Record a frame's connection, which a stateful rule has let through. */
static enum vsw_drop commit(const struct vsw_path *path,
			    const struct vsw_attachment *att,
			    const struct vsw_policy *policy,
			    struct sk_buff *skb)
{
	struct vsw_scan *scan = path->scan;
	struct vsw_limits *limits = NULL;
	enum ip_conntrack_info ctinfo;
	struct nf_conn *ct, *mine;
	enum vsw_drop reason;
	int err;

	/* Who has as many as he may have need not know what this one would be. */
	if (scan->fresh || !nf_ct_is_confirmed(nf_ct_get(skb, &ctinfo))) {
		limits = payer(path, att);
		reason = limits ? admit(path, limits) : VSW_FIREWALL_PASS;
		if (reason != VSW_FIREWALL_PASS)
			return reason;
	}
	if (scan->fresh) {
		reason = track_fresh(path, policy, skb);
		if (reason != VSW_FIREWALL_PASS || !scan->commit)
			return reason;
	}
	mine = nf_ct_get(skb, &ctinfo);
	if (nf_ct_is_confirmed(mine))
		limits = NULL;
	if (!READ_ONCE(path->network->tracked))
		WRITE_ONCE(path->network->tracked, true);
	if (scan->conn && scan->key.l4 == IPPROTO_TCP &&
	    segment(&scan->key, skb)->syn)
		vsw_conn_forget(scan->conn);
	err = vsw_track_commit(&scan->key, skb);
	if (err)
		return err == -EINVAL ? VSW_DROP_CT_INVALID : VSW_DROP_CT_FULL;
	ct = nf_ct_get(skb, &ctinfo);
	/* Of two that were first at once, it is the other one's to begin. */
	if (ct != mine)
		return VSW_FIREWALL_PASS;
	if (limits)
		return begin(path, ct, limits);
	/* begin() has ended it for an earlier copy of this frame, or somebody else. */
	if (unlikely(nf_ct_is_dying(ct)) && !conn_of(path, ct))
		return VSW_DROP_CT_INVALID;
	if (ctinfo == IP_CT_ESTABLISHED || ctinfo == IP_CT_NEW)
		return go_on(path, ct, att);
	return VSW_FIREWALL_PASS;
}

/* That a frame may go from here to there. */
static void remember(const struct vsw_path *path, const struct vsw_target *to,
		     const struct sk_buff *skb)
{
	struct vsw_scan *scan = path->scan;
	enum ip_conntrack_info ctinfo;
	struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	if (!scan->conn || !ct || ct != scan->conn->ct ||
	    !vsw_track_is_settled(ct))
		return;
	vsw_track_be_liberal(ct);
	vsw_conn_remember(scan->conn, scan->end, scan->epoch,
			  vsw_flow_where(path->from->id, to->id),
			  vsw_fdb_clock());
}

enum vsw_drop vsw_firewall_output(const struct vsw_path *path,
				  struct vsw_target *to, struct sk_buff *skb)
{
	const struct vsw_attachment *att = vsw_attachment_unless_peer(to);
	const struct vsw_policy *policy = att ? vsw_attachment_policy(att) : NULL;
	struct vsw_scan *scan = path->scan;
	enum vsw_drop reason = VSW_FIREWALL_PASS;
	bool sender;

	if (!scan->key.proto) {
		if (!policy)
			return VSW_FIREWALL_PASS;
		reason = vsw_scan_frame(skb, &scan->key);
		if (reason != VSW_FIREWALL_PASS) {
			/* What was read so far is nobody's to judge by. */
			scan->key.proto = 0;
			return reason;
		}
		scan->epoch = vsw_policy_epoch(path->sw);
		recall(path, skb);
	}
	if (likely(scan->allowed) &&
	    scan->allowed == vsw_flow_where(path->from->id, to->id))
		return VSW_FIREWALL_PASS;
	/*
	 * What this receiver's rules say is of no concern to the next one; what
	 * the sender's say is settled by vsw_firewall_flood() if there is one.
	 */
	sender = scan->commit;
	if (policy)
		reason = judge(path, att, policy, VSW_INGRESS, skb);
	if (reason == VSW_FIREWALL_PASS && scan->commit)
		reason = commit(path, att, policy, skb);
	if (reason == VSW_FIREWALL_PASS && scan->commit &&
	    likely(is_up_to_date(path, att, policy)))
		remember(path, to, skb);
	scan->commit = sender;
	return reason;
}

enum vsw_drop vsw_firewall_flood(const struct vsw_path *path,
				 struct sk_buff *skb)
{
	const struct vsw_limits *limits;

	if (!path->scan->fresh || !path->scan->commit)
		return VSW_FIREWALL_PASS;
	/* As in commit(), where the rate is seen to, for each receiver. */
	limits = payer(path, NULL);
	if (limits && !has_room(path, limits))
		return VSW_DROP_CONN_LIMIT;
	return track_fresh(path, NULL, skb);
}
