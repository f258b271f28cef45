// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>

#include "internal.h"
#include "netlink.h"
#include "network.h"
#include "policy.h"
#include "port.h"
#include "port_state.h"
#include "switch.h"

static int fill_dev(struct sk_buff *skb, const struct net_device *dev)
{
	if (!dev)
		return nla_put_u8(skb, VSW_A_PORT_UP, false);
	return nla_put_u32(skb, VSW_A_PORT_IFINDEX, dev->ifindex) ||
	       nla_put_u8(skb, VSW_A_PORT_UP, vsw_port_dev_up(dev)) ||
	       nla_put_u32(skb, VSW_A_PORT_MTU, READ_ONCE(dev->mtu)) ||
	       nla_put(skb, VSW_A_PORT_ADDRESS, ETH_ALEN, dev->dev_addr);
}

static int fill_params(struct sk_buff *skb,
		       const struct vsw_port_params *params)
{
	return nla_put_u8(skb, VSW_A_PORT_UPLINK, params->uplink) ||
	       nla_put_u8(skb, VSW_A_PORT_ISOLATED, params->isolated) ||
	       nla_put_u8(skb, VSW_A_PORT_SPLIT_HORIZON,
			  params->split_horizon) ||
	       nla_put_u8(skb, VSW_A_PORT_RESERVED_GROUPS,
			  params->reserved_groups) ||
	       nla_put_u32(skb, VSW_A_PORT_FDB_LIMIT, params->fdb_limit) ||
	       nla_put_u32(skb, VSW_A_PORT_CONN_LIMIT, params->conn_limit) ||
	       nla_put_u32(skb, VSW_A_PORT_CONN_RATE, params->conn_rate) ||
	       nla_put_u32(skb, VSW_A_PORT_FLOOD_RATE, params->flood_rate);
}

static u32 conns_of(const struct vsw_port *port)
{
	const struct vsw_limits *limits;

	limits = rcu_dereference_protected(port->limits,
					   lockdep_is_held(&port->sw->vn->lock));
	return limits ? vsw_limits_conns(limits) : 0;
}

/* Of a netdevice that is still there. */
static int fill_refusal(struct sk_buff *skb, const struct vsw_port *port)
{
	bool there;

	if (!port->refusal)
		return 0;
	rcu_read_lock();
	there = dev_get_by_name_rcu(port->sw->vn->net, port->name);
	rcu_read_unlock();
	return there ? nla_put_string(skb, VSW_A_PORT_REFUSAL,
				      port->refusal) : 0;
}

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_port *port = obj;
	const struct vsw_attachment *untagged = vsw_attachment_find(port, 0);
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_port(skb, VSW_A_PORT_NAME, port) ||
	      fill_dev(skb, port->dev) ||
	      vsw_nl_put_dev(skb, VSW_A_PORT_SWITCH, port->sw->dev) ||
	      nla_put_u32(skb, VSW_A_PORT_TYPE, port->type) ||
	      nla_put_u32(skb, VSW_A_PORT_STATE,
			  port->params.closed ? VSW_PORT_STATE_CLOSED :
						VSW_PORT_STATE_OPEN) ||
	      nla_put_u8(skb, VSW_A_PORT_WAITS, port->waits) ||
	      fill_refusal(skb, port) ||
	      (untagged && nla_put_string(skb, VSW_A_PORT_NETWORK,
					  untagged->network->name)) ||
	      fill_params(skb, &port->params) ||
	      nla_put_u32(skb, VSW_A_PORT_FDB_LEARNED,
			  READ_ONCE(port->quota.learned)) ||
	      nla_put_u64_64bit(skb, VSW_A_PORT_FDB_REFUSED,
				atomic64_read(&port->quota.refused),
				VSW_A_PORT_PAD) ||
	      nla_put_u32(skb, VSW_A_PORT_CONNS, conns_of(port)) ||
	      (untagged && vsw_nl_put_groups(skb, VSW_A_PORT_GROUPS,
					     untagged));
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_port(struct vsw_port *port, u8 cmd)
{
	vsw_net_changed(port->sw->vn);
	vsw_nl_multicast(port->sw->vn->net, cmd, fill, port, GFP_KERNEL);
}

void vsw_nl_notify_port_dev(struct vsw_port *port)
{
	vsw_nl_multicast(port->sw->vn->net, VSW_CMD_PORT_NTF, fill, port,
			 GFP_KERNEL);
}

static struct vsw_port *find(struct vsw_nl_req *req)
{
	return vsw_nl_port(req, VSW_A_PORT_NAME, VSW_A_PORT_SWITCH);
}

static int port_get(struct vsw_nl_req *req)
{
	struct vsw_port *port = find(req);

	if (IS_ERR(port))
		return PTR_ERR(port);
	return vsw_nl_reply(req, VSW_CMD_PORT_GET, fill, port);
}

int vsw_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, port_get);
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_port *port;
	int err;

	xa_for_each_start(&sw->ports, dump->pos->id, port, dump->pos->id) {
		if (!vsw_nl_matches(&dump->req, VSW_A_PORT_NAME, port->name))
			continue;
		err = fill(&dump->msg, port);
		if (err)
			return err;
	}
	return 0;
}

int vsw_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_PORT_GET, VSW_A_PORT_SWITCH,
			   dump_switch);
}

/* Lay what the request says over what is so far. */
static void parse(const struct vsw_nl_req *req, struct vsw_port_params *params)
{
	bool was_uplink = params->uplink;
	u32 usual;

	params->uplink = vsw_nl_u8(req, VSW_A_PORT_UPLINK, params->uplink);
	params->isolated = vsw_nl_u8(req, VSW_A_PORT_ISOLATED,
				     params->isolated);
	params->split_horizon = vsw_nl_u8(req, VSW_A_PORT_SPLIT_HORIZON,
					  params->split_horizon);
	params->reserved_groups = vsw_nl_u8(req, VSW_A_PORT_RESERVED_GROUPS,
					    params->reserved_groups);
	params->closed = vsw_nl_u32(req, VSW_A_PORT_STATE, params->closed);

	/* Behind an uplink are many addresses, and nobody's guest. */
	usual = params->uplink ? 0 : VSW_PORT_FDB_LIMIT;
	if (params->uplink == was_uplink)
		usual = params->fdb_limit;
	params->fdb_limit = vsw_nl_u32(req, VSW_A_PORT_FDB_LIMIT, usual);
	params->conn_limit = vsw_nl_u32(req, VSW_A_PORT_CONN_LIMIT,
					params->conn_limit);
	params->conn_rate = vsw_nl_u32(req, VSW_A_PORT_CONN_RATE,
				       params->conn_rate);
	params->flood_rate = vsw_nl_u32(req, VSW_A_PORT_FLOOD_RATE,
					params->flood_rate);
}

/*
 * The network that the request gives the untagged frames: %NULL for none,
 * @old if it does not say.
 */
static struct vsw_network *parse_network(struct vsw_nl_req *req,
					 struct vsw_switch *sw,
					 struct vsw_network *old)
{
	const struct nlattr *attr = req->attrs[VSW_A_PORT_NETWORK];

	if (!attr)
		return old;
	if (!nla_len(attr) || !*(const char *)nla_data(attr))
		return NULL;
	return vsw_nl_network(req, sw, VSW_A_PORT_NETWORK);
}

/* The groups that the request gives the untagged frames; -ENODATA for none. */
static int parse_groups(struct vsw_nl_req *req, struct vsw_switch *sw,
			const struct vsw_network *network,
			struct vsw_groups *groups)
{
	if (network || !req->attrs[VSW_A_PORT_GROUPS])
		return vsw_nl_groups(req, sw, VSW_A_PORT_GROUPS, groups);
	VSW_NL_ERR(req, VSW_A_PORT_GROUPS,
		   "the port has no network for untagged frames");
	return -EINVAL;
}

static bool is_device_name(struct vsw_nl_req *req, const char *name)
{
	if (dev_valid_name(name) && !strchr(name, '%'))
		return true;
	VSW_NL_ERR(req, VSW_A_PORT_NAME, "not a valid interface name");
	return false;
}

/* %NULL if it is for the port to wait for it: so a typing error makes no port. */
static struct net_device *find_device(struct vsw_nl_req *req)
{
	const char *name = nla_data(req->attrs[VSW_A_PORT_NAME]);
	struct net_device *dev = __dev_get_by_name(req->vn->net, name);

	if (dev)
		return dev;
	if (vsw_nl_u32(req, VSW_A_PORT_STATE, VSW_PORT_STATE_OPEN) ==
	    VSW_PORT_STATE_CLOSED)
		return is_device_name(req, name) ? NULL : ERR_PTR(-EINVAL);
	VSW_NL_ERR(req, VSW_A_PORT_NAME,
		   "no such interface in this network namespace; only a port that is made closed may wait for one");
	return ERR_PTR(-ENODEV);
}

static struct net_device *make_internal(struct vsw_nl_req *req)
{
	const struct nlattr *address = req->attrs[VSW_A_PORT_ADDRESS];
	const char *name = nla_data(req->attrs[VSW_A_PORT_NAME]);

	if (__dev_get_by_name(req->vn->net, name)) {
		VSW_NL_ERR(req, VSW_A_PORT_NAME,
			   "an interface of this name exists");
		return ERR_PTR(-EEXIST);
	}
	if (!is_device_name(req, name))
		return ERR_PTR(-EINVAL);
	if (address && !is_valid_ether_addr(nla_data(address))) {
		VSW_NL_ERR(req, VSW_A_PORT_ADDRESS, "not a unicast address");
		return ERR_PTR(-EADDRNOTAVAIL);
	}
	return vsw_internal_create(req->vn->net, name,
				   address ? nla_data(address) : NULL,
				   req->extack);
}

/*
 * The netdevice that is to be a port: found, or made if it is internal; %NULL if
 * it is still to come.
 */
static struct net_device *request_device(struct vsw_nl_req *req,
					 enum vsw_port_type type)
{
	int err = vsw_nl_check_name(req, VSW_A_PORT_NAME);

	if (err)
		return ERR_PTR(err);
	if (type == VSW_PORT_TYPE_LOCAL) {
		VSW_NL_ERR(req, VSW_A_PORT_TYPE,
			   "the local port comes with the switch");
		return ERR_PTR(-EINVAL);
	}
	if (type == VSW_PORT_TYPE_INTERNAL)
		return make_internal(req);
	if (req->attrs[VSW_A_PORT_ADDRESS]) {
		VSW_NL_ERR(req, VSW_A_PORT_ADDRESS,
			   "only an internal port can be given an address");
		return ERR_PTR(-EINVAL);
	}
	return find_device(req);
}

static struct vsw_port *make_port(struct vsw_nl_req *req,
				  struct vsw_switch *sw,
				  struct net_device *dev,
				  enum vsw_port_type type,
				  const struct vsw_port_params *params)
{
	const struct nlattr *name = req->attrs[VSW_A_PORT_NAME];
	struct vsw_port *port;

	port = dev ? vsw_port_create(sw, dev, type, params, req->extack) :
		     vsw_port_create_ahead(sw, nla_data(name), params,
					   req->extack);
	if (IS_ERR(port) && PTR_ERR(port) != -ENOMEM)
		NL_SET_BAD_ATTR(req->extack, name);
	return port;
}

static int port_new(struct vsw_nl_req *req)
{
	enum vsw_port_type type = vsw_nl_u32(req, VSW_A_PORT_TYPE,
					     VSW_PORT_TYPE_DEVICE);
	struct vsw_port_params params = VSW_PORT_DEFAULTS;
	struct vsw_attachment *att;
	struct vsw_network *network;
	struct vsw_groups groups;
	struct net_device *dev;
	struct vsw_switch *sw;
	struct vsw_port *port;
	int err;

	sw = vsw_nl_switch(req, VSW_A_PORT_SWITCH);
	if (IS_ERR(sw))
		return PTR_ERR(sw);
	network = parse_network(req, sw, NULL);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = parse_groups(req, sw, network, &groups);
	if (err && err != -ENODATA)
		return err;
	parse(req, &params);
	dev = request_device(req, type);
	if (IS_ERR(dev))
		return PTR_ERR(dev);

	port = make_port(req, sw, dev, type, &params);
	if (IS_ERR(port))
		goto err_dev;
	if (!network)
		return 0;
	att = vsw_attachment_create(port, 0, network, err ? NULL : &groups,
				    req->extack);
	if (!IS_ERR(att))
		return 0;

	vsw_port_destroy(port);
	port = ERR_CAST(att);
err_dev:
	if (type == VSW_PORT_TYPE_INTERNAL)
		unregister_netdevice_queue(dev, &req->doomed);
	return PTR_ERR(port);
}

int vsw_nl_port_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config_rtnl(info, port_new);
}

/* Give the untagged frames of a port to a network, or to none. */
static int attach_untagged(struct vsw_nl_req *req, struct vsw_port *port,
			   struct vsw_network *network,
			   struct vsw_groups *groups)
{
	struct vsw_attachment *att = vsw_attachment_find(port, 0);

	if (network && att)
		att = vsw_attachment_change(att, network, groups, req->extack);
	else if (network)
		att = vsw_attachment_create(port, 0, network, groups,
					    req->extack);
	else if (att)
		vsw_attachment_destroy(att);
	return network ? PTR_ERR_OR_ZERO(att) : 0;
}

/* The address that the request gives an internal port; %NULL for its own. */
static const u8 *parse_address(struct vsw_nl_req *req,
			       const struct vsw_port *port)
{
	const struct nlattr *attr = req->attrs[VSW_A_PORT_ADDRESS];

	if (!attr)
		return NULL;
	if (port->type != VSW_PORT_TYPE_INTERNAL) {
		VSW_NL_ERR(req, VSW_A_PORT_ADDRESS,
			   "only an internal port can be given an address");
		return ERR_PTR(-EINVAL);
	}
	if (!is_valid_ether_addr(nla_data(attr))) {
		VSW_NL_ERR(req, VSW_A_PORT_ADDRESS, "not a unicast address");
		return ERR_PTR(-EADDRNOTAVAIL);
	}
	if (ether_addr_equal(nla_data(attr), port->dev->dev_addr))
		return NULL;
	return nla_data(attr);
}

/*
 * As attach_untagged(), with another address. The new network has to take the
 * new address and may refuse; only then is the old one forgotten.
 */
static int attach_with_address(struct vsw_nl_req *req, struct vsw_port *port,
			       struct vsw_network *network,
			       struct vsw_groups *groups, const u8 *address)
{
	struct net_device *dev = port->dev;
	u8 old[ETH_ALEN];
	int err;

	ether_addr_copy(old, dev->dev_addr);
	err = vsw_internal_take_address(port, address);
	if (err == -EEXIST)
		VSW_NL_ERR(req, VSW_A_PORT_ADDRESS,
			   "a network of the port has a local, static or sticky entry for this address");
	if (err)
		return err;
	err = attach_untagged(req, port, network, groups);
	if (err) {
		eth_hw_addr_set(dev, old);
		vsw_internal_drop_address(port, address);
		return err;
	}
	vsw_internal_drop_address(port, old);
	dev->addr_assign_type = NET_ADDR_SET;
	req->moved = dev;
	return 0;
}

static int port_set(struct vsw_nl_req *req)
{
	struct vsw_port *port = find(req);
	struct vsw_port_params params;
	struct vsw_attachment *att;
	struct vsw_network *network;
	struct vsw_groups groups, *change;
	const u8 *address;
	int err;

	if (IS_ERR(port))
		return PTR_ERR(port);
	address = parse_address(req, port);
	if (IS_ERR(address))
		return PTR_ERR(address);
	att = vsw_attachment_find(port, 0);
	network = parse_network(req, port->sw, att ? att->network : NULL);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = parse_groups(req, port->sw, network, &groups);
	if (err && err != -ENODATA)
		return err;
	change = err ? NULL : &groups;
	params = port->params;
	parse(req, &params);

	/* What can fail comes first; no frame passes in between. */
	err = vsw_port_prepare(port, &params) ?:
	      vsw_port_state_prepare(port, params.closed);
	if (err)
		return err;
	err = address ? attach_with_address(req, port, network, change,
					    address) :
			attach_untagged(req, port, network, change);
	if (err) {
		vsw_port_state_settle(port, port->params.closed);
		return err;
	}
	vsw_port_change(port, &params);
	vsw_nl_notify_port(port, VSW_CMD_PORT_NTF);
	return 0;
}

int vsw_nl_port_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	/* The address is the netdevice's, and guarded by RTNL. */
	return info->attrs[VSW_A_PORT_ADDRESS] ?
	       vsw_nl_config_rtnl(info, port_set) :
	       vsw_nl_config(info, port_set);
}

static int port_del(struct vsw_nl_req *req)
{
	struct vsw_port *port = find(req);
	struct net_device *dev;

	if (IS_ERR(port))
		return PTR_ERR(port);
	if (port->type == VSW_PORT_TYPE_LOCAL) {
		VSW_NL_ERR(req, VSW_A_PORT_NAME,
			   "the local port goes with the switch");
		return -EBUSY;
	}
	dev = port->dev;
	if (port->type == VSW_PORT_TYPE_INTERNAL)
		unregister_netdevice_queue(dev, &req->doomed);
	vsw_port_destroy(port);
	return 0;
}

int vsw_nl_port_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config_rtnl(info, port_del);
}
