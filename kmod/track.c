// SPDX-License-Identifier: GPL-2.0
#include "track.h"

#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_expect.h>
#include <net/netfilter/nf_conntrack_helper.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "network.h"
#include "switch.h"

#if !IS_ENABLED(CONFIG_NF_CONNTRACK_ZONES)
#error "tenants are kept apart by CONFIG_NF_CONNTRACK_ZONES"
#endif

/* Zone 0 is the host's own. */
static const struct xa_limit zones = XA_LIMIT(1, U16_MAX);

/* The network's id if it is free, so that people find it in conntrack(8). */
static int zone_take(struct vsw_network *network, u32 *zone)
{
	struct xarray *used = &network->sw->vn->zones;
	int err;

	*zone = network->id;
	err = xa_insert(used, *zone, network, GFP_KERNEL);
	if (err == -EBUSY)
		err = xa_alloc(used, zone, network, zones, GFP_KERNEL);
	return err == -EBUSY ? -EUSERS : err;
}

static struct nf_conntrack_zone zone_of(const struct vsw_network *network)
{
	struct nf_conntrack_zone zone;

	nf_ct_zone_init(&zone, network->zone, NF_CT_DEFAULT_ZONE_DIR, 0);
	return zone;
}

static void templates_free(struct nf_conn * __percpu *templates)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (*per_cpu_ptr(templates, cpu))
			nf_ct_put(*per_cpu_ptr(templates, cpu));
	free_percpu(templates);
}

/* Each CPU has one of its own for all networks: who uses it says which. */
static int templates_alloc(struct vsw_net *vn)
{
	struct nf_conn * __percpu *templates, *template;
	int cpu;

	if (vn->templates)
		return 0;
	templates = alloc_percpu_gfp(struct nf_conn *, GFP_KERNEL_ACCOUNT);
	if (!templates)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		template = nf_ct_tmpl_alloc(vn->net, &nf_ct_zone_dflt,
					    GFP_KERNEL_ACCOUNT);
		if (!template) {
			templates_free(templates);
			return -ENOMEM;
		}
		/* As others do who have one. */
		__set_bit(IPS_CONFIRMED_BIT, &template->status);
		*per_cpu_ptr(templates, cpu) = template;
	}
	vn->templates = templates;
	return 0;
}

int vsw_track_prepare(struct vsw_network *network)
{
	struct vsw_net *vn = network->sw->vn;
	u32 id;
	int err;

	vsw_assert_config(vn);

	if (network->zone)
		return 0;
	err = templates_alloc(vn) ?: zone_take(network, &id);
	if (!err)
		network->zone = id;
	return err;
}

static void zone_give(struct vsw_network *network)
{
	if (network->zone)
		xa_erase(&network->sw->vn->zones, network->zone);
	network->zone = 0;
}

static int is_in_zone(struct nf_conn *ct, void *data)
{
	const struct vsw_network *network = data;

	return nf_ct_zone(ct)->id == network->zone;
}

void vsw_track_release(struct vsw_network *network)
{
	struct vsw_net *vn = network->sw->vn;
	const struct nf_ct_iter_data all = { .net = vn->net, .data = network };

	vsw_assert_config(vn);

	if (!network->zone)
		return;
	/* The last frame has passed, and whoever gets the zone finds it empty. */
	synchronize_net();
	if (READ_ONCE(network->tracked))
		nf_ct_iterate_cleanup_net(is_in_zone, &all);
	zone_give(network);
}

static int is_of_switch(struct nf_conn *ct, void *data)
{
	const struct vsw_switch *sw = data;
	const struct vsw_network *network;

	network = xa_load(&sw->vn->zones, nf_ct_zone(ct)->id);
	return network && network->sw == sw;
}

void vsw_track_release_all(struct vsw_switch *sw)
{
	const struct nf_ct_iter_data all = { .net = sw->vn->net, .data = sw };
	bool prepared = false, tracked = false;
	struct vsw_network *network;
	unsigned long id;

	vsw_assert_config(sw->vn);

	xa_for_each(&sw->ids, id, network)
		prepared |= network->zone;
	if (!prepared)
		return;
	synchronize_net();
	xa_for_each(&sw->ids, id, network)
		tracked |= READ_ONCE(network->tracked);
	if (tracked)
		nf_ct_iterate_cleanup_net(is_of_switch, &all);
	xa_for_each(&sw->ids, id, network)
		zone_give(network);
}

void vsw_track_exit(struct vsw_net *vn)
{
	if (vn->templates)
		templates_free(vn->templates);
}

static u8 family_of(const struct vsw_key *key)
{
	return key->proto == htons(ETH_P_IP) ? NFPROTO_IPV4 : NFPROTO_IPV6;
}

/*
 * Bytes behind the packet, which fill up a short frame, would count as TCP's.
 * @skb->data is at the network header; lengths that are zero are those of
 * super-packets (see vsw_parse()), which have none. -EINVAL if a checksum is to be
 * written there.
 */
static int trim(struct sk_buff *skb, u8 family)
{
	unsigned int len;

	if (family == NFPROTO_IPV4) {
		len = ntohs(ip_hdr(skb)->tot_len);
	} else {
		len = ntohs(ipv6_hdr(skb)->payload_len);
		len += len ? sizeof(struct ipv6hdr) : 0;
	}
	return len ? pskb_trim_rcsum(skb, len) : 0;
}

static bool is_part_of_udp(const struct vsw_key *key)
{
	return key->flags & VSW_KEY_FRAGMENT &&
	       (key->l4 == IPPROTO_UDP || key->l4 == IPPROTO_UDPLITE);
}

static struct udphdr *udp_of(const struct sk_buff *skb,
			     const struct vsw_key *key)
{
	return (struct udphdr *)(skb->data + key->offset);
}

/*
 * UDP's header has the length of all the datagram, which nf_conntrack takes for
 * invalid in a first fragment. While it looks, that is no more than what is there.
 */
static int shorten(struct sk_buff *skb, const struct vsw_key *key, __be16 *len)
{
	unsigned int there = skb->len - key->offset;

	if (!is_part_of_udp(key))
		return 0;
	if (skb_ensure_writable(skb, key->offset + sizeof(struct udphdr)))
		return -ENOMEM;
	*len = udp_of(skb, key)->len;
	if (ntohs(*len) > there)
		udp_of(skb, key)->len = htons(there);
	return 0;
}

static void lengthen(struct sk_buff *skb, const struct vsw_key *key, __be16 len)
{
	if (is_part_of_udp(key))
		udp_of(skb, key)->len = len;
}

/*
 * What nf_conntrack makes a new entry after, and gives back. Nobody else on this CPU
 * has a use for it meanwhile: it sends nothing.
 */
static struct nf_conn *template_get(const struct vsw_network *network)
{
	struct nf_conn *template = *this_cpu_ptr(network->sw->vn->templates);
	struct nf_conntrack_zone zone = zone_of(network);

	nf_ct_zone_add(template, &zone);
	nf_conntrack_get(&template->ct_general);
	return template;
}

int vsw_track(const struct vsw_network *network, const struct vsw_key *key,
	      struct sk_buff *skb)
{
	struct nf_hook_state state = {
		.hook = NF_INET_FORWARD,
		.pf = family_of(key),
		.net = network->sw->vn->net,
	};
	__be16 len = 0;
	int err;

	nf_reset_ct(skb);
	skb_pull_rcsum(skb, ETH_HLEN);
	skb_reset_network_header(skb);
	err = trim(skb, state.pf) ?: shorten(skb, key, &len);
	if (!err) {
		nf_ct_set(skb, template_get(network), IP_CT_NEW);
		if (nf_conntrack_in(skb, &state) != NF_ACCEPT)
			err = -ENOSPC;
		lengthen(skb, key, len);
	}
	skb_push_rcsum(skb, ETH_HLEN);
	return err;
}

bool vsw_track_expects(const struct vsw_network *network,
		       const struct vsw_key *key)
{
	struct nf_conntrack_tuple tuple = {
		.src.l3num = family_of(key),
		.src.u.all = htons(key->sport),
		.dst.protonum = key->l4,
		.dst.u.all = htons(key->dport),
	};
	struct nf_conntrack_zone zone = zone_of(network);

	if (tuple.src.l3num == NFPROTO_IPV4) {
		tuple.src.u3.ip = key->src.s6_addr32[3];
		tuple.dst.u3.ip = key->dst.s6_addr32[3];
	} else {
		tuple.src.u3.in6 = key->src;
		tuple.dst.u3.in6 = key->dst;
	}
	return __nf_ct_expect_find(network->sw->vn->net, &zone, &tuple);
}

void vsw_track_original(const struct nf_conn *ct, struct vsw_key *key)
{
	const struct nf_conntrack_tuple *t =
		&ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple;

	memset(key, 0, sizeof(*key));
	key->l4 = t->dst.protonum;
	key->sport = ntohs(t->src.u.all);
	key->dport = ntohs(t->dst.u.all);
	if (t->src.l3num == NFPROTO_IPV4) {
		key->proto = htons(ETH_P_IP);
		ipv6_addr_set_v4mapped(t->src.u3.ip, &key->src);
		ipv6_addr_set_v4mapped(t->dst.u3.ip, &key->dst);
		if (key->l4 == IPPROTO_ICMP)
			key->sport = 0;
		return;
	}
	key->proto = htons(ETH_P_IPV6);
	key->src = t->src.u3.in6;
	key->dst = t->dst.u3.in6;
	if (key->l4 == IPPROTO_ICMPV6)
		key->sport = 0;
}

bool vsw_track_is_settled(const struct nf_conn *ct)
{
	/* A helper is to see every frame. */
	if (nfct_help(ct))
		return false;
	switch (nf_ct_protonum(ct)) {
	case IPPROTO_TCP:
		return READ_ONCE(ct->proto.tcp.state) ==
		       TCP_CONNTRACK_ESTABLISHED;
	case IPPROTO_UDP:
		return true;
	default:
		return false;
	}
}

void vsw_track_be_liberal(struct nf_conn *ct)
{
	struct ip_ct_tcp *tcp = &ct->proto.tcp;
	u8 flag = IP_CT_TCP_FLAG_BE_LIBERAL;

	if (nf_ct_protonum(ct) != IPPROTO_TCP ||
	    tcp->seen[0].flags & tcp->seen[1].flags & flag)
		return;
	spin_lock(&ct->lock);
	tcp->seen[0].flags |= flag;
	tcp->seen[1].flags |= flag;
	spin_unlock(&ct->lock);
}

static bool is_original(const struct nf_conn *ct, const struct vsw_key *key)
{
	const struct nf_conntrack_tuple *t =
		&ct->tuplehash[IP_CT_DIR_ORIGINAL].tuple;

	if (t->src.u.tcp.port != htons(key->sport) ||
	    t->dst.u.tcp.port != htons(key->dport))
		return false;
	if (t->src.l3num == NFPROTO_IPV4)
		return t->src.u3.ip == key->src.s6_addr32[3] &&
		       t->dst.u3.ip == key->dst.s6_addr32[3];
	return ipv6_addr_equal(&t->src.u3.in6, &key->src) &&
	       ipv6_addr_equal(&t->dst.u3.in6, &key->dst);
}

void vsw_track_catch_up(struct nf_conn *ct, const struct vsw_key *key, bool rst)
{
	enum ip_conntrack_dir dir = is_original(ct, key) ?
				    IP_CT_DIR_ORIGINAL : IP_CT_DIR_REPLY;
	struct ip_ct_tcp *tcp = &ct->proto.tcp;
	int i;

	/* A helper's connection is shown all of them. */
	if (nfct_help(ct))
		return;
	spin_lock(&ct->lock);
	if (tcp->state >= TCP_CONNTRACK_ESTABLISHED &&
	    tcp->state <= TCP_CONNTRACK_LAST_ACK) {
		for (i = 0; i < IP_CT_DIR_MAX; i++) {
			tcp->seen[i].td_maxwin = 0;
			tcp->seen[i].flags &=
				~IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED;
			tcp->seen[i].flags |= IP_CT_TCP_FLAG_BE_LIBERAL;
		}
		/*
		 * What it acknowledges itself is taken from it. A reset is held
		 * against what the other end has, and so far that is not known.
		 */
		tcp->seen[rst ? !dir : dir].flags &= ~IP_CT_TCP_FLAG_MAXACK_SET;
	}
	spin_unlock(&ct->lock);
}

/* Protocols whose helper, if it is loaded, announces further connections. */
static const struct {
	u8 l4;
	u16 port;
	const char *name;
} helpers[] = {
	{ IPPROTO_TCP, 21, "ftp" },
	{ IPPROTO_UDP, 69, "tftp" },
};

/* Nobody has seen the connection yet. */
static void add_helper(struct nf_conn *ct, const struct vsw_key *key)
{
	struct nf_conntrack_helper *helper;
	struct nf_conn_help *help;
	int i;

	for (i = 0; i < ARRAY_SIZE(helpers); i++)
		if (helpers[i].port == key->dport && helpers[i].l4 == key->l4)
			break;
	if (i == ARRAY_SIZE(helpers) || nfct_help(ct))
		return;
	helper = __nf_conntrack_helper_find(helpers[i].name, family_of(key),
					    key->l4);
	if (!helper)
		return;
	help = nf_ct_helper_ext_add(ct, GFP_ATOMIC);
	if (help)
		rcu_assign_pointer(help->helper, helper);
}

/* Show a frame to its connection's helper; false if that does not want it to pass. */
static bool help(const struct vsw_key *key, struct nf_conn *ct,
		 enum ip_conntrack_info ctinfo, struct sk_buff *skb)
{
	const struct nf_conn_help *ext = nfct_help(ct);
	const struct nf_conntrack_helper *helper;
	int verdict;

	helper = ext ? rcu_dereference(ext->helper) : NULL;
	if (!helper || ctinfo == IP_CT_RELATED ||
	    ctinfo == IP_CT_RELATED_REPLY || key->flags & VSW_KEY_FRAGMENT)
		return true;
	skb_pull_rcsum(skb, ETH_HLEN);
	verdict = helper->help(skb, key->offset, ct, ctinfo);
	skb_push_rcsum(skb, ETH_HLEN);
	return verdict == NF_ACCEPT;
}

int vsw_track_commit(const struct vsw_key *key, struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	if (!nf_ct_is_confirmed(ct))
		add_helper(ct, key);
	if (!help(key, ct, ctinfo, skb))
		return -EINVAL;
	return nf_conntrack_confirm(skb) == NF_ACCEPT ? 0 : -ENOSPC;
}
