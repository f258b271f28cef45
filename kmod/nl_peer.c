// SPDX-License-Identifier: GPL-2.0
#include <net/ipv6.h>

#include "netlink.h"
#include "network.h"
#include "peer.h"
#include "switch.h"
#include "vtep.h"

/* A peer, or one network of its. */
struct membership {
	const struct vsw_peer *peer;
	const struct vsw_network *network;
};

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct membership *m = obj;
	const struct vsw_vtep *vtep = m->peer->vtep;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_dev(skb, VSW_A_PEER_SWITCH, vtep->sw->dev) ||
	      nla_put_string(skb, VSW_A_PEER_VTEP, vtep->name) ||
	      vsw_nl_put_address(skb, VSW_A_PEER_ADDRESS, &m->peer->address) ||
	      (m->network && nla_put_string(skb, VSW_A_PEER_NETWORK,
					    m->network->name));
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_peer(struct vsw_peer *peer, struct vsw_network *network,
			u8 cmd)
{
	const struct membership m = { peer, network };
	struct vsw_net *vn = peer->vtep->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill, &m, GFP_KERNEL);
}

/* What the attributes of a request name; @m.peer is %NULL if there is none. */
static int parse(struct vsw_nl_req *req, struct vsw_vtep **vtep,
		 struct vsw_peer **peer, struct vsw_network **network,
		 struct in6_addr *address)
{
	struct vsw_switch *sw;
	int err;

	sw = vsw_nl_switch(req, VSW_A_PEER_SWITCH);
	if (IS_ERR(sw))
		return PTR_ERR(sw);
	*vtep = vsw_nl_vtep(req, sw, VSW_A_PEER_VTEP);
	if (IS_ERR(*vtep))
		return PTR_ERR(*vtep);
	err = vsw_nl_address(req, VSW_A_PEER_ADDRESS, address);
	if (err)
		return err;
	if (ipv6_addr_v4mapped(address) != (*vtep)->ipv4) {
		VSW_NL_ERR(req, VSW_A_PEER_ADDRESS,
			   "not an address of the vtep's family");
		return -EAFNOSUPPORT;
	}
	*network = NULL;
	if (req->attrs[VSW_A_PEER_NETWORK]) {
		*network = vsw_nl_network(req, sw, VSW_A_PEER_NETWORK);
		if (IS_ERR(*network))
			return PTR_ERR(*network);
	}
	*peer = vsw_peer_find(*vtep, address);
	return 0;
}

/* As parse(), for a peer that must exist, and be in the network if given. */
static int find(struct vsw_nl_req *req, struct vsw_peer **peer,
		struct vsw_network **network)
{
	struct in6_addr address;
	struct vsw_vtep *vtep;
	int err;

	err = parse(req, &vtep, peer, network, &address);
	if (err)
		return err;
	if (!*peer) {
		VSW_NL_ERR(req, VSW_A_PEER_ADDRESS,
			   "the vtep has no such peer");
		return -ENOENT;
	}
	if (*network && !xa_load(&(*peer)->networks, (*network)->id)) {
		VSW_NL_ERR(req, VSW_A_PEER_NETWORK,
			   "the peer is not in this network's flood list by itself");
		return -ENOENT;
	}
	return 0;
}

/* An answer without a network is about a peer of all of them. */
static int check_whole(struct vsw_nl_req *req, const struct vsw_peer *peer)
{
	if (peer->all)
		return 0;
	NL_SET_ERR_MSG(req->extack,
		       "the peer is one of single networks, name one");
	NL_SET_ERR_ATTR_MISS(req->extack, NULL, VSW_A_PEER_NETWORK);
	return -EINVAL;
}

static int peer_get(struct vsw_nl_req *req)
{
	struct vsw_network *network;
	struct vsw_peer *peer;
	struct membership m;
	int err;

	err = find(req, &peer, &network);
	if (!err && !network)
		err = check_whole(req, peer);
	if (err)
		return err;
	m.peer = peer;
	m.network = network;
	return vsw_nl_reply(req, VSW_CMD_PEER_GET, fill, &m);
}

int vsw_nl_peer_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, peer_get);
}

static bool address_matches(const struct vsw_nl_req *req,
			    const struct vsw_peer *peer)
{
	const struct nlattr *attr = req->attrs[VSW_A_PEER_ADDRESS];
	const struct in6_addr *address = &peer->address;

	if (!attr)
		return true;
	if (ipv6_addr_v4mapped(address))
		return nla_len(attr) == sizeof(struct in_addr) &&
		       nla_get_in_addr(attr) == address->s6_addr32[3];
	return nla_len(attr) == sizeof(*address) &&
	       !memcmp(nla_data(attr), address, sizeof(*address));
}

/* One row for all networks, or one for each. */
static int dump_peer(struct vsw_peer *peer, struct vsw_nl_dump *dump)
{
	const struct vsw_nl_req *req = &dump->req;
	struct membership m = { .peer = peer };
	struct vsw_network *network;
	void *slot;
	int err;

	if (!address_matches(req, peer))
		return 0;
	if (peer->all)
		return req->attrs[VSW_A_PEER_NETWORK] ? 0 :
							fill(&dump->msg, &m);
	xa_for_each_start(&peer->networks, dump->pos->sub2, slot,
			  dump->pos->sub2) {
		network = xa_load(&peer->vtep->sw->ids, dump->pos->sub2);
		if (!vsw_nl_matches(req, VSW_A_PEER_NETWORK, network->name))
			continue;
		m.network = network;
		err = fill(&dump->msg, &m);
		if (err)
			return err;
	}
	return 0;
}

static int dump_vtep(struct vsw_vtep *vtep, struct vsw_nl_dump *dump)
{
	struct vsw_peer *peer;
	int err;

	if (!vsw_nl_matches(&dump->req, VSW_A_PEER_VTEP, vtep->name))
		return 0;
	xa_for_each_start(&vtep->peers, dump->pos->sub, peer, dump->pos->sub) {
		err = dump_peer(peer, dump);
		if (err)
			return err;
		dump->pos->sub2 = 0;
	}
	return 0;
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_vtep *vtep;
	int err;

	xa_for_each_start(&sw->vteps, dump->pos->id, vtep, dump->pos->id) {
		err = dump_vtep(vtep, dump);
		if (err)
			return err;
		dump->pos->sub = 0;
	}
	return 0;
}

int vsw_nl_peer_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_PEER_GET, VSW_A_PEER_SWITCH,
			   dump_switch);
}

/* Whether a peer may get (one more) network; it exists already. */
static int check_join(struct vsw_nl_req *req, struct vsw_peer *peer,
		      const struct vsw_network *network)
{
	if (!network) {
		VSW_NL_ERR(req, VSW_A_PEER_ADDRESS,
			   "the vtep has this peer already");
		return -EEXIST;
	}
	if (peer->all) {
		VSW_NL_ERR(req, VSW_A_PEER_NETWORK,
			   "the peer is one of all networks already");
		return -EEXIST;
	}
	if (xa_load(&peer->networks, network->id)) {
		VSW_NL_ERR(req, VSW_A_PEER_NETWORK,
			   "the peer is in this network already");
		return -EEXIST;
	}
	return 0;
}

static int peer_new(struct vsw_nl_req *req)
{
	struct vsw_network *network;
	struct in6_addr address;
	struct vsw_vtep *vtep;
	struct vsw_peer *peer;
	int err;

	err = parse(req, &vtep, &peer, &network, &address);
	if (err)
		return err;
	if (ipv6_addr_equal(&address, &vtep->local)) {
		VSW_NL_ERR(req, VSW_A_PEER_ADDRESS,
			   "this is the vtep's own address");
		return -EINVAL;
	}
	if (network && !network->vni) {
		VSW_NL_ERR(req, VSW_A_PEER_NETWORK, "the network has no VNI");
		return -EINVAL;
	}
	if (!peer)
		return PTR_ERR_OR_ZERO(vsw_peer_create(vtep, &address,
						       network));
	err = check_join(req, peer, network);
	return err ?: vsw_peer_join(peer, network);
}

int vsw_nl_peer_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, peer_new);
}

static int peer_del(struct vsw_nl_req *req)
{
	struct vsw_network *network;
	struct vsw_peer *peer;
	int err;

	err = find(req, &peer, &network);
	if (err)
		return err;
	if (network)
		vsw_peer_leave(peer, network);
	else
		vsw_peer_destroy(peer);
	return 0;
}

int vsw_nl_peer_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, peer_del);
}
