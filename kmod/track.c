// SPDX-License-Identifier: GPL-2.0
#include "track.h"

#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_helper.h>
#include <net/netfilter/nf_conntrack_zones.h>

#include "network.h"
#include "switch.h"

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

int vsw_track_prepare(struct vsw_network *network)
{
	struct vsw_net *vn = network->sw->vn;
	struct nf_conntrack_zone zone;
	u32 id;
	int err;

	vsw_assert_config(vn);

	if (network->track)
		return 0;
	err = zone_take(network, &id);
	if (err)
		return err;
	nf_ct_zone_init(&zone, id, NF_CT_DEFAULT_ZONE_DIR, 0);
	network->track = nf_ct_tmpl_alloc(vn->net, &zone, GFP_KERNEL_ACCOUNT);
	if (!network->track) {
		xa_erase(&vn->zones, id);
		return -ENOMEM;
	}
	/* As others do who have one. */
	__set_bit(IPS_CONFIRMED_BIT, &network->track->status);
	network->zone = id;
	return 0;
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

	if (!network->track)
		return;
	/* The last frame has passed, and whoever gets the zone finds it empty. */
	synchronize_net();
	if (READ_ONCE(network->tracked))
		nf_ct_iterate_cleanup_net(is_in_zone, &all);
	xa_erase(&vn->zones, network->zone);
}

void vsw_track_free(struct vsw_network *network)
{
	if (network->track)
		nf_ct_put(network->track);
}

static u8 family_of(const struct vsw_key *key)
{
	return key->proto == htons(ETH_P_IP) ? NFPROTO_IPV4 : NFPROTO_IPV6;
}

/*
 * Bytes behind the packet, which fill up a short frame, would count as TCP's.
 * @skb->data is at the network header; lengths that are zero are those of
 * super-packets (see vsw_parse()), which have none.
 */
static bool trim(struct sk_buff *skb, u8 family)
{
	unsigned int len;

	if (family == NFPROTO_IPV4) {
		len = ntohs(ip_hdr(skb)->tot_len);
	} else {
		len = ntohs(ipv6_hdr(skb)->payload_len);
		len += len ? sizeof(struct ipv6hdr) : 0;
	}
	return !len || !pskb_trim_rcsum(skb, len);
}

/*
 * The first fragment has all the headers, but is shorter than what UDP's says.
 * While nf_conntrack looks at it, it is as long as a datagram can be, behind
 * what can be read of it.
 */
static void stretch(struct sk_buff *skb, const struct vsw_key *key, int by)
{
	if (!(key->flags & VSW_KEY_FRAGMENT) ||
	    (key->l4 != IPPROTO_UDP && key->l4 != IPPROTO_UDPLITE))
		return;
	skb->len += by;
	skb->data_len += by;
}

bool vsw_track(const struct vsw_network *network, const struct vsw_key *key,
	       struct sk_buff *skb)
{
	struct nf_hook_state state = {
		.hook = NF_INET_FORWARD,
		.pf = family_of(key),
		.net = network->sw->vn->net,
	};
	unsigned int verdict = NF_DROP;

	nf_reset_ct(skb);
	skb_pull_rcsum(skb, ETH_HLEN);
	skb_reset_network_header(skb);
	if (trim(skb, state.pf)) {
		nf_conntrack_get(&network->track->ct_general);
		nf_ct_set(skb, network->track, IP_CT_NEW);
		stretch(skb, key, U16_MAX);
		verdict = nf_conntrack_in(skb, &state);
		stretch(skb, key, -U16_MAX);
	}
	skb_push_rcsum(skb, ETH_HLEN);
	return verdict == NF_ACCEPT;
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

/* Show a frame to its connection's helper. */
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

bool vsw_track_commit(const struct vsw_key *key, struct sk_buff *skb)
{
	enum ip_conntrack_info ctinfo;
	struct nf_conn *ct = nf_ct_get(skb, &ctinfo);

	if (!nf_ct_is_confirmed(ct))
		add_helper(ct, key);
	return help(key, ct, ctinfo, skb) &&
	       nf_conntrack_confirm(skb) == NF_ACCEPT;
}
