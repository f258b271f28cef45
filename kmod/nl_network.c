// SPDX-License-Identifier: GPL-2.0
#include "netlink.h"
#include "network.h"
#include "peer.h"
#include "switch.h"
#include "vni.h"

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_network *network = obj;
	struct vsw_network_params params;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	vsw_network_params(network, &params);
	err = vsw_nl_put_dev(skb, VSW_A_NETWORK_SWITCH,
			     network->sw->dev) ||
	      nla_put_string(skb, VSW_A_NETWORK_NAME, network->name) ||
	      nla_put_u32(skb, VSW_A_NETWORK_ID, network->id) ||
	      nla_put_u32(skb, VSW_A_NETWORK_MTU, params.mtu) ||
	      nla_put_u32(skb, VSW_A_NETWORK_VNI, params.vni) ||
	      nla_put_u8(skb, VSW_A_NETWORK_LEARNING, params.learning) ||
	      nla_put_u8(skb, VSW_A_NETWORK_FLOOD, params.flood) ||
	      nla_put_u32(skb, VSW_A_NETWORK_AGEING, params.ageing) ||
	      nla_put_u32(skb, VSW_A_NETWORK_FDB_LIMIT, params.fdb_limit) ||
	      nla_put_u32(skb, VSW_A_NETWORK_FDB_LEARNED,
			  READ_ONCE(network->fdb.quota.learned)) ||
	      nla_put_u64_64bit(skb, VSW_A_NETWORK_FDB_REFUSED,
				atomic64_read(&network->fdb.quota.refused),
				VSW_A_NETWORK_PAD) ||
	      nla_put_u64_64bit(skb, VSW_A_NETWORK_FDB_MOVES,
				READ_ONCE(network->fdb.moves),
				VSW_A_NETWORK_PAD) ||
	      nla_put_u8(skb, VSW_A_NETWORK_NEIGH_LOCAL, params.neigh_local) ||
	      nla_put_u32(skb, VSW_A_NETWORK_NEIGHS, network->n_neighs) ||
	      nla_put_u64_64bit(skb, VSW_A_NETWORK_NEIGH_ANSWERED,
				atomic64_read(&network->answered),
				VSW_A_NETWORK_PAD);
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_network(struct vsw_network *network, u8 cmd)
{
	vsw_net_changed(network->sw->vn);
	vsw_nl_multicast(network->sw->vn->net, cmd, fill, network, GFP_KERNEL);
}

/* The network that switch and name mean. */
static struct vsw_network *find(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_NETWORK_SWITCH);

	if (IS_ERR(sw))
		return ERR_CAST(sw);
	return vsw_nl_network(req, sw, VSW_A_NETWORK_NAME);
}

static int network_get(struct vsw_nl_req *req)
{
	struct vsw_network *network = find(req);

	if (IS_ERR(network))
		return PTR_ERR(network);
	return vsw_nl_reply(req, VSW_CMD_NETWORK_GET, fill, network);
}

int vsw_nl_network_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, network_get);
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_network *network;
	int err;

	xa_for_each_start(&sw->ids, dump->pos->id, network, dump->pos->id) {
		if (!vsw_nl_matches(&dump->req, VSW_A_NETWORK_NAME,
				    network->name))
			continue;
		err = fill(&dump->msg, network);
		if (err)
			return err;
	}
	return 0;
}

int vsw_nl_network_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_NETWORK_GET, VSW_A_NETWORK_SWITCH,
			   dump_switch);
}

/* Lay what the request says over what is so far, and check it. */
static int parse(struct vsw_nl_req *req, struct vsw_switch *sw,
		 struct vsw_network *self,
		 struct vsw_network_params *params)
{
	const struct vsw_network *other;

	params->mtu = vsw_nl_u32(req, VSW_A_NETWORK_MTU, params->mtu);
	params->vni = vsw_nl_u32(req, VSW_A_NETWORK_VNI, params->vni);
	params->ageing = vsw_nl_u32(req, VSW_A_NETWORK_AGEING, params->ageing);
	params->fdb_limit = vsw_nl_u32(req, VSW_A_NETWORK_FDB_LIMIT,
				       params->fdb_limit);
	params->learning = vsw_nl_u8(req, VSW_A_NETWORK_LEARNING,
				     params->learning);
	params->flood = vsw_nl_u8(req, VSW_A_NETWORK_FLOOD, params->flood);
	params->neigh_local = vsw_nl_u8(req, VSW_A_NETWORK_NEIGH_LOCAL,
					params->neigh_local);

	if (params->mtu && params->mtu < ETH_MIN_MTU) {
		VSW_NL_ERR(req, VSW_A_NETWORK_MTU,
			   "an MTU is 68 to 65535, or 0 for none");
		return -EINVAL;
	}
	if (self && !params->vni && self->vni && vsw_peer_has_network(self)) {
		VSW_NL_ERR(req, VSW_A_NETWORK_VNI,
			   "peers of the network need its VNI");
		return -EBUSY;
	}
	other = params->vni ? vsw_vni_find(sw, params->vni) : NULL;
	if (other && other != self) {
		VSW_NL_ERR(req, VSW_A_NETWORK_VNI,
			   "another network has this VNI");
		return -EEXIST;
	}
	return 0;
}

static int network_new(struct vsw_nl_req *req)
{
	struct vsw_network_params params = VSW_NETWORK_DEFAULTS;
	struct vsw_network *network;
	struct vsw_switch *sw;
	const char *name;
	u32 id;
	int err;

	sw = vsw_nl_switch(req, VSW_A_NETWORK_SWITCH);
	if (IS_ERR(sw))
		return PTR_ERR(sw);
	err = vsw_nl_check_name(req, VSW_A_NETWORK_NAME);
	if (err)
		return err;
	name = nla_data(req->attrs[VSW_A_NETWORK_NAME]);
	if (vsw_network_find(sw, name)) {
		VSW_NL_ERR(req, VSW_A_NETWORK_NAME,
			   "the switch has a network of this name");
		return -EEXIST;
	}
	id = vsw_nl_u32(req, VSW_A_NETWORK_ID, 0);
	if (id && xa_load(&sw->ids, id)) {
		VSW_NL_ERR(req, VSW_A_NETWORK_ID,
			   "another network has this id");
		return -EEXIST;
	}
	err = parse(req, sw, NULL, &params);
	if (err)
		return err;
	network = vsw_network_create(sw, name, id, &params);
	if (network == ERR_PTR(-ENOSPC))
		NL_SET_ERR_MSG(req->extack,
			       "the switch has 65535 networks already");
	return PTR_ERR_OR_ZERO(network);
}

int vsw_nl_network_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, network_new);
}

static int network_set(struct vsw_nl_req *req)
{
	struct vsw_network *network = find(req);
	struct vsw_network_params params;
	int err;

	if (IS_ERR(network))
		return PTR_ERR(network);
	vsw_network_params(network, &params);
	err = parse(req, network->sw, network, &params);
	if (err)
		return err;
	return vsw_network_change(network, &params);
}

int vsw_nl_network_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, network_set);
}

static int network_del(struct vsw_nl_req *req)
{
	struct vsw_network *network = find(req);

	if (IS_ERR(network))
		return PTR_ERR(network);
	vsw_network_destroy(network);
	return 0;
}

int vsw_nl_network_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, network_del);
}
