// SPDX-License-Identifier: GPL-2.0
#include "attachment.h"
#include "netlink.h"
#include "network.h"
#include "policy.h"
#include "port.h"
#include "switch.h"

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_attachment *att = obj;
	const struct vsw_port *port = vsw_attachment_port(att);
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_port(skb, VSW_A_VLAN_PORT, port) ||
	      nla_put_u16(skb, VSW_A_VLAN_VID, att->target.vid) ||
	      nla_put_string(skb, VSW_A_VLAN_NETWORK, att->network->name) ||
	      vsw_nl_put_dev(skb, VSW_A_VLAN_SWITCH, port->sw->dev) ||
	      vsw_nl_put_groups(skb, VSW_A_VLAN_GROUPS, att);
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_vlan(struct vsw_attachment *att, u8 cmd)
{
	struct vsw_net *vn = vsw_attachment_port(att)->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill, att, GFP_KERNEL);
}

static struct vsw_port *find_port(struct vsw_nl_req *req)
{
	return vsw_nl_port(req, VSW_A_VLAN_PORT, 0);
}

/* The attachment that port and VLAN id mean. */
static struct vsw_attachment *find(struct vsw_nl_req *req)
{
	return vsw_nl_attachment(req, find_port(req), VSW_A_VLAN_VID);
}

static int vlan_get(struct vsw_nl_req *req)
{
	struct vsw_attachment *att;

	/* One attachment is named by its key. */
	if (req->attrs[VSW_A_VLAN_NETWORK]) {
		VSW_NL_ERR(req, VSW_A_VLAN_NETWORK,
			   "this is a selector of dumps");
		return -EINVAL;
	}
	/* Only the attributes of this request include a switch. */
	att = vsw_nl_attachment(req, vsw_nl_port(req, VSW_A_VLAN_PORT,
						 VSW_A_VLAN_SWITCH),
				VSW_A_VLAN_VID);
	if (IS_ERR(att))
		return PTR_ERR(att);
	return vsw_nl_reply(req, VSW_CMD_VLAN_GET, fill, att);
}

int vsw_nl_vlan_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, vlan_get);
}

static bool is_wanted(const struct vsw_nl_req *req,
		      const struct vsw_attachment *att)
{
	u16 vid = att->target.vid;

	return vsw_nl_u16(req, VSW_A_VLAN_VID, vid) == vid &&
	       vsw_nl_matches(req, VSW_A_VLAN_NETWORK, att->network->name);
}

static int dump_port(struct vsw_port *port, struct vsw_nl_dump *dump)
{
	struct vsw_attachment *att;
	int err;

	if (!vsw_nl_matches(&dump->req, VSW_A_VLAN_PORT, port->name))
		return 0;
	while ((att = vsw_attachment_next(port, dump->pos->sub))) {
		dump->pos->sub = att->target.vid;
		err = is_wanted(&dump->req, att) ? fill(&dump->msg, att) : 0;
		if (err)
			return err;
		dump->pos->sub++;
	}
	return 0;
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_port *port;
	int err;

	if (dump->req.attrs[VSW_A_VLAN_PORT]) {
		port = find_port(&dump->req);
		if (IS_ERR(port))
			return PTR_ERR(port);
	}
	xa_for_each_start(&sw->ports, dump->pos->id, port, dump->pos->id) {
		err = dump_port(port, dump);
		if (err)
			return err;
		dump->pos->sub = 0;
	}
	return 0;
}

int vsw_nl_vlan_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_VLAN_GET, VSW_A_VLAN_SWITCH,
			   dump_switch);
}

static int vlan_new(struct vsw_nl_req *req)
{
	u16 vid = vsw_nl_u16(req, VSW_A_VLAN_VID, 0);
	struct vsw_network *network;
	struct vsw_groups groups;
	struct vsw_port *port;
	int err;

	port = find_port(req);
	if (IS_ERR(port))
		return PTR_ERR(port);
	network = vsw_nl_network(req, port->sw, VSW_A_VLAN_NETWORK);
	if (IS_ERR(network))
		return PTR_ERR(network);
	if (vsw_attachment_find(port, vid)) {
		VSW_NL_ERR(req, VSW_A_VLAN_VID,
			   "the port has an attachment with this VLAN id");
		return -EEXIST;
	}
	err = vsw_nl_groups(req, port->sw, VSW_A_VLAN_GROUPS, &groups);
	if (err && err != -ENODATA)
		return err;
	return PTR_ERR_OR_ZERO(vsw_attachment_create(port, vid, network,
						     err ? NULL : &groups,
						     req->extack));
}

int vsw_nl_vlan_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, vlan_new);
}

static int vlan_set(struct vsw_nl_req *req)
{
	struct vsw_attachment *att = find(req);
	struct vsw_network *network;
	struct vsw_groups groups;
	int err;

	if (IS_ERR(att))
		return PTR_ERR(att);
	err = vsw_nl_groups(req, vsw_attachment_port(att)->sw,
			    VSW_A_VLAN_GROUPS, &groups);
	if (err && err != -ENODATA)
		return err;
	network = att->network;
	if (err || req->attrs[VSW_A_VLAN_NETWORK])
		network = vsw_nl_network(req, vsw_attachment_port(att)->sw,
					 VSW_A_VLAN_NETWORK);
	if (IS_ERR(network))
		return PTR_ERR(network);
	att = vsw_attachment_change(att, network, err ? NULL : &groups,
				    req->extack);
	return PTR_ERR_OR_ZERO(att);
}

int vsw_nl_vlan_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, vlan_set);
}

static int vlan_del(struct vsw_nl_req *req)
{
	struct vsw_attachment *att = find(req);

	if (IS_ERR(att))
		return PTR_ERR(att);
	vsw_attachment_destroy(att);
	return 0;
}

int vsw_nl_vlan_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, vlan_del);
}
