// SPDX-License-Identifier: GPL-2.0
/* Neighbour entries of networks. */
#include <net/ipv6.h>

#include "fdb.h"
#include "neigh.h"
#include "netlink.h"
#include "network.h"
#include "switch.h"

/* An entry to put in a message. */
struct row {
	const struct vsw_network *network;
	const struct vsw_neigh *neigh;
};

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct row *row = obj;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	u8 mac[ETH_ALEN];
	int err;

	if (!hdr)
		return -EMSGSIZE;
	vsw_fdb_key_mac(row->neigh->mac, mac);
	err = vsw_nl_put_dev(skb, VSW_A_NEIGH_SWITCH, row->network->sw->dev) ||
	      nla_put_string(skb, VSW_A_NEIGH_NETWORK, row->network->name) ||
	      vsw_nl_put_address(skb, VSW_A_NEIGH_ADDRESS,
				 &row->neigh->key.address) ||
	      nla_put(skb, VSW_A_NEIGH_LLADDR, ETH_ALEN, mac) ||
	      nla_put_u8(skb, VSW_A_NEIGH_ROUTER, row->neigh->router);
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_neigh(struct vsw_network *network,
			 const struct vsw_neigh *neigh, u8 cmd)
{
	struct vsw_net *vn = network->sw->vn;
	const struct row row = { network, neigh };

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill, &row, GFP_KERNEL);
}

/* The network that switch and name mean. */
static struct vsw_network *find_network(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_NEIGH_SWITCH);

	if (IS_ERR(sw))
		return ERR_CAST(sw);
	return vsw_nl_network(req, sw, VSW_A_NEIGH_NETWORK);
}

/* Addresses that one host of the network can have, link-local ones too. */
static bool is_neighbour(const struct in6_addr *address)
{
	if (ipv6_addr_v4mapped(address)) {
		__be32 v4 = address->s6_addr32[3];

		return !ipv4_is_zeronet(v4) && !ipv4_is_loopback(v4) &&
		       !ipv4_is_multicast(v4) && !ipv4_is_lbcast(v4);
	}
	return !ipv6_addr_any(address) && !ipv6_addr_loopback(address) &&
	       !ipv6_addr_is_multicast(address);
}

static int parse_address(struct vsw_nl_req *req, struct in6_addr *address)
{
	int err = vsw_nl_ip(req, VSW_A_NEIGH_ADDRESS, address);

	if (err || is_neighbour(address))
		return err;
	VSW_NL_ERR(req, VSW_A_NEIGH_ADDRESS,
		   "unspecified, loopback, multicast and broadcast addresses are nobody's");
	return -EADDRNOTAVAIL;
}

/* The network and the address that a request means. */
static struct vsw_network *parse_key(struct vsw_nl_req *req,
				     struct in6_addr *address)
{
	struct vsw_network *network = find_network(req);
	int err;

	if (IS_ERR(network))
		return network;
	err = parse_address(req, address);
	return err ? ERR_PTR(err) : network;
}

/* The entry that a request means. */
static int find(struct vsw_nl_req *req, struct vsw_network **network,
		struct vsw_neigh **neigh)
{
	struct in6_addr address;

	*network = parse_key(req, &address);
	if (IS_ERR(*network))
		return PTR_ERR(*network);
	*neigh = vsw_neigh_find(*network, &address);
	if (*neigh)
		return 0;
	VSW_NL_ERR(req, VSW_A_NEIGH_ADDRESS,
		   "the network has no entry for this address");
	return -ENOENT;
}

static int neigh_get(struct vsw_nl_req *req)
{
	struct vsw_network *network;
	struct vsw_neigh *neigh;
	struct row row;
	int err;

	err = find(req, &network, &neigh);
	if (err)
		return err;
	row = (struct row){ network, neigh };
	return vsw_nl_reply(req, VSW_CMD_NEIGH_GET, fill, &row);
}

int vsw_nl_neigh_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, neigh_get);
}

/* Those of a network from a position on, which counts them. */
static int dump_network(const struct vsw_network *network,
			struct vsw_nl_dump *dump)
{
	struct row row = { .network = network };
	unsigned long at = 0;
	int err;

	list_for_each_entry(row.neigh, &network->neighs, list) {
		if (at++ < dump->pos->sub)
			continue;
		err = fill(&dump->msg, &row);
		if (err)
			return err;
		dump->pos->sub = at;
	}
	dump->pos->sub = 0;
	return 0;
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_nl_req *req = &dump->req;
	struct vsw_network *network;
	int err;

	if (req->attrs[VSW_A_NEIGH_NETWORK] && req->attrs[VSW_A_NEIGH_SWITCH]) {
		network = vsw_nl_network(req, sw, VSW_A_NEIGH_NETWORK);
		if (IS_ERR(network))
			return PTR_ERR(network);
	}
	xa_for_each_start(&sw->ids, dump->pos->id, network, dump->pos->id) {
		if (!vsw_nl_matches(req, VSW_A_NEIGH_NETWORK, network->name))
			continue;
		err = dump_network(network, dump);
		if (err)
			return err;
	}
	return 0;
}

int vsw_nl_neigh_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_NEIGH_GET, VSW_A_NEIGH_SWITCH,
			   dump_switch);
}

static int add(struct vsw_nl_req *req, bool may_exist)
{
	struct vsw_network *network;
	struct in6_addr address;
	u64 mac;
	int err;

	network = parse_key(req, &address);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = vsw_nl_mac(req, VSW_A_NEIGH_LLADDR, &mac);
	if (err)
		return err;
	if (!may_exist && vsw_neigh_find(network, &address)) {
		VSW_NL_ERR(req, VSW_A_NEIGH_ADDRESS,
			   "the network has an entry for this address");
		return -EEXIST;
	}
	err = vsw_neigh_add(network, &address, mac,
			    vsw_nl_u8(req, VSW_A_NEIGH_ROUTER, false));
	if (err == -ENOSPC)
		VSW_NL_ERR(req, VSW_A_NEIGH_NETWORK,
			   "the network has as many neighbour entries as there may be");
	return err;
}

static int neigh_new(struct vsw_nl_req *req)
{
	return add(req, false);
}

int vsw_nl_neigh_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, neigh_new);
}

static int neigh_replace(struct vsw_nl_req *req)
{
	return add(req, true);
}

int vsw_nl_neigh_replace_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, neigh_replace);
}

static int neigh_del(struct vsw_nl_req *req)
{
	struct vsw_network *network;
	struct vsw_neigh *neigh;
	int err;

	err = find(req, &network, &neigh);
	if (!err)
		vsw_neigh_del(network, neigh);
	return err;
}

int vsw_nl_neigh_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, neigh_del);
}

/* What to flush: all networks of a switch, or one. */
struct flush {
	struct vsw_switch *sw;
	struct vsw_network *only;
};

/* As of the FDB: once there is a message to tell the result. */
static int flush_and_fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct flush *flush = obj;
	struct vsw_network *network;
	void *hdr = vsw_nl_begin(msg);
	unsigned long id;
	u32 flushed = 0;

	if (!hdr)
		return -EMSGSIZE;
	xa_for_each(&flush->sw->ids, id, network)
		if (!flush->only || network == flush->only)
			flushed += vsw_neigh_flush(network);
	return vsw_nl_end(msg, hdr, nla_put_u32(msg->skb, VSW_A_NEIGH_FLUSHED,
						flushed));
}

static int neigh_flush(struct vsw_nl_req *req)
{
	struct flush flush = { .sw = vsw_nl_switch(req, VSW_A_NEIGH_SWITCH) };

	if (IS_ERR(flush.sw))
		return PTR_ERR(flush.sw);
	if (req->attrs[VSW_A_NEIGH_NETWORK]) {
		flush.only = vsw_nl_network(req, flush.sw, VSW_A_NEIGH_NETWORK);
		if (IS_ERR(flush.only))
			return PTR_ERR(flush.only);
	}
	return vsw_nl_reply(req, VSW_CMD_NEIGH_FLUSH, flush_and_fill, &flush);
}

int vsw_nl_neigh_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, neigh_flush);
}
