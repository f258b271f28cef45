// SPDX-License-Identifier: GPL-2.0
#include "netlink.h"
#include "network.h"
#include "switch.h"

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_switch *sw = obj;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_dev(skb, VSW_A_SWITCH_NAME, sw->dev) ||
	      nla_put_u32(skb, VSW_A_SWITCH_IFINDEX, sw->dev->ifindex) ||
	      nla_put_u8(skb, VSW_A_SWITCH_FDB_EVENTS, sw->fdb_events) ||
	      nla_put_u32(skb, VSW_A_SWITCH_PORTS, sw->n_ports) ||
	      nla_put_u32(skb, VSW_A_SWITCH_NETWORKS, sw->n_networks) ||
	      nla_put_u32(skb, VSW_A_SWITCH_FDB_ENTRIES,
			  READ_ONCE(sw->fdb.entries)) ||
	      nla_put_u32(skb, VSW_A_SWITCH_FDB_BUCKETS,
			  vsw_fdb_buckets(&sw->fdb)) ||
	      nla_put_u64_64bit(skb, VSW_A_SWITCH_FDB_EVENTS_SUPPRESSED,
				atomic64_read(&sw->events_suppressed),
				VSW_A_SWITCH_PAD);
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_switch(struct vsw_switch *sw, u8 cmd)
{
	vsw_net_changed(sw->vn);
	vsw_nl_multicast(sw->vn->net, cmd, fill, sw, GFP_KERNEL);
}

static int switch_get(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_SWITCH_NAME);

	if (IS_ERR(sw))
		return PTR_ERR(sw);
	return vsw_nl_reply(req, VSW_CMD_SWITCH_GET, fill, sw);
}

int vsw_nl_switch_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, switch_get);
}

static int dump_one(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	return fill(&dump->msg, sw);
}

int vsw_nl_switch_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_SWITCH_GET, VSW_A_SWITCH_NAME,
			   dump_one);
}

static int change(struct vsw_nl_req *req, struct vsw_switch *sw)
{
	WRITE_ONCE(sw->fdb_events, vsw_nl_u8(req, VSW_A_SWITCH_FDB_EVENTS,
					     sw->fdb_events));
	vsw_nl_notify_switch(sw, VSW_CMD_SWITCH_NTF);
	return 0;
}

static int switch_new(struct vsw_nl_req *req)
{
	struct vsw_switch *sw;
	const char *name;
	int err;

	err = vsw_nl_check_name(req, VSW_A_SWITCH_NAME);
	if (err)
		return err;
	name = nla_data(req->attrs[VSW_A_SWITCH_NAME]);
	if (__dev_get_by_name(req->vn->net, name)) {
		VSW_NL_ERR(req, VSW_A_SWITCH_NAME,
			   "an interface of this name exists");
		return -EEXIST;
	}
	if (!dev_valid_name(name) || strchr(name, '%')) {
		VSW_NL_ERR(req, VSW_A_SWITCH_NAME,
			   "not a valid interface name");
		return -EINVAL;
	}
	sw = vsw_switch_create(req->vn, name, req->extack);
	if (IS_ERR(sw))
		return PTR_ERR(sw);
	return req->attrs[VSW_A_SWITCH_FDB_EVENTS] ? change(req, sw) : 0;
}

int vsw_nl_switch_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config_rtnl(info, switch_new);
}

static int switch_set(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_SWITCH_NAME);

	if (IS_ERR(sw))
		return PTR_ERR(sw);
	return change(req, sw);
}

int vsw_nl_switch_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, switch_set);
}

static int switch_del(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_SWITCH_NAME);

	if (IS_ERR(sw))
		return PTR_ERR(sw);
	vsw_switch_destroy(sw, &req->doomed);
	return 0;
}

int vsw_nl_switch_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config_rtnl(info, switch_del);
}
