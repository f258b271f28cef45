// SPDX-License-Identifier: GPL-2.0
#include "netlink.h"

#include <linux/ctype.h>
#include <linux/etherdevice.h>
#include <linux/inetdevice.h>
#include <linux/rtnetlink.h>
#include <net/ipv6.h>

#include "group.h"
#include "network.h"
#include "port.h"
#include "set.h"
#include "switch.h"
#include "vtep.h"

/*
 * The generator makes the multicast groups static, and leaves the family of
 * a spec with protocol genetlink-legacy to us; so the two have to meet here.
 */
#include "netlink_gen.c"

static struct genl_family family __ro_after_init = {
	.name		= VSW_FAMILY_NAME,
	.version	= VSW_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.ops		= vsw_nl_ops,
	.n_ops		= ARRAY_SIZE(vsw_nl_ops),
	.mcgrps		= vsw_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(vsw_nl_mcgrps),
};

static bool registered;

int vsw_nl_init(void)
{
	int err = genl_register_family(&family);

	WRITE_ONCE(registered, !err);
	return err;
}

void vsw_nl_uninit(void)
{
	WRITE_ONCE(registered, false);
	genl_unregister_family(&family);
}

static struct vsw_nl_req make_req(struct genl_info *info)
{
	return (struct vsw_nl_req){
		.vn = vsw_net(genl_info_net(info)),
		.attrs = info->attrs,
		.extack = info->extack,
		.info = info,
	};
}

int vsw_nl_config(struct genl_info *info, int (*fn)(struct vsw_nl_req *req))
{
	struct vsw_nl_req req = make_req(info);
	int err;

	mutex_lock(&req.vn->lock);
	err = fn(&req);
	mutex_unlock(&req.vn->lock);
	return err;
}

int vsw_nl_config_rtnl(struct genl_info *info,
		       int (*fn)(struct vsw_nl_req *req))
{
	struct vsw_nl_req req = make_req(info);
	int err;

	INIT_LIST_HEAD(&req.doomed);
	rtnl_lock();
	mutex_lock(&req.vn->lock);
	err = fn(&req);
	mutex_unlock(&req.vn->lock);
	/* Our own notifier takes the mutex. */
	if (req.moved)
		call_netdevice_notifiers(NETDEV_CHANGEADDR, req.moved);
	unregister_netdevice_many(&req.doomed);
	rtnl_unlock();
	return err;
}

void *vsw_nl_begin(const struct vsw_nl_msg *msg)
{
	void *hdr = genlmsg_put(msg->skb, msg->portid, msg->seq, &family,
				msg->flags, msg->cmd);

	if (hdr && msg->cb)
		genl_dump_check_consistent(msg->cb, hdr);
	return hdr;
}

int vsw_nl_end(const struct vsw_nl_msg *msg, void *hdr, int err)
{
	if (err) {
		genlmsg_cancel(msg->skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(msg->skb, hdr);
	return 0;
}

int vsw_nl_reply(struct vsw_nl_req *req, u8 cmd, vsw_nl_fill_t *fill,
		 const void *obj)
{
	struct vsw_nl_msg msg = {
		.skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL),
		.portid = req->info->snd_portid,
		.seq = req->info->snd_seq,
		.cmd = cmd,
	};
	int err;

	if (!msg.skb)
		return -ENOMEM;
	err = fill(&msg, obj);
	if (!err)
		return genlmsg_reply(msg.skb, req->info);
	nlmsg_free(msg.skb);
	return err;
}

bool vsw_nl_has_listeners(struct net *net)
{
	/* What goes when the module does comes after the family has gone. */
	return READ_ONCE(registered) && genl_has_listeners(&family, net, VSW_NLGRP_EVENTS);
}

void vsw_nl_multicast(struct net *net, u8 cmd, vsw_nl_fill_t *fill,
		      const void *obj, gfp_t gfp)
{
	struct vsw_nl_msg msg = { .cmd = cmd };
	int err = -ENOBUFS;

	if (!vsw_nl_has_listeners(net))
		return;
	msg.skb = genlmsg_new(NLMSG_GOODSIZE, gfp);
	if (msg.skb)
		err = fill(&msg, obj);
	if (!err) {
		genlmsg_multicast_netns(&family, net, msg.skb, 0,
					VSW_NLGRP_EVENTS, gfp);
		return;
	}
	nlmsg_free(msg.skb);
	genl_set_err(&family, net, 0, VSW_NLGRP_EVENTS, err);
}

/* What a dump must have seen unchanged from beginning to end. */
u32 vsw_nl_dump_generation(struct vsw_net *vn)
{
	u32 generation = vn->generation;
	struct vsw_switch *sw;
	unsigned long id;

	xa_for_each(&vn->switches, id, sw)
		generation += READ_ONCE(sw->fdb.generation);
	return generation;
}

static int dump_switches(struct vsw_nl_dump *dump, int attr,
			 int (*each)(struct vsw_switch *sw,
				     struct vsw_nl_dump *dump))
{
	struct vsw_nl_req *req = &dump->req;
	struct vsw_switch *sw;
	int err;

	if (req->attrs[attr]) {
		sw = vsw_nl_switch(req, attr);
		if (IS_ERR(sw))
			return PTR_ERR(sw);
	}
	xa_for_each_start(&req->vn->switches, dump->pos->sw, sw,
			  dump->pos->sw) {
		if (!vsw_nl_matches(req, attr, sw->dev->name))
			continue;
		err = each(sw, dump);
		if (err)
			return err;
		dump->pos->id = 0;
		dump->pos->sub = 0;
		dump->pos->sub2 = 0;
	}
	return 0;
}

int vsw_nl_dump(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		int attr, int (*each)(struct vsw_switch *sw,
				      struct vsw_nl_dump *dump))
{
	struct vsw_net *vn = vsw_net(sock_net(skb->sk));
	struct vsw_nl_dump dump = {
		.req = {
			.vn = vn,
			.attrs = genl_dump_attrs(cb),
			.extack = cb->extack,
		},
		.msg = {
			.skb = skb,
			.portid = NETLINK_CB(cb->skb).portid,
			.seq = cb->nlh->nlmsg_seq,
			.flags = NLM_F_MULTI,
			.cmd = cmd,
			.cb = cb,
		},
		.pos = (struct vsw_nl_pos *)cb->ctx,
	};
	int err;

	BUILD_BUG_ON(sizeof(struct vsw_nl_pos) > sizeof(cb->ctx));

	mutex_lock(&vn->lock);
	cb->seq = vsw_nl_dump_generation(vn);
	err = dump_switches(&dump, attr, each);
	mutex_unlock(&vn->lock);
	return err == -EMSGSIZE && skb->len ? skb->len : err;
}

static int need(struct vsw_nl_req *req, int attr)
{
	if (req->attrs[attr])
		return 0;
	NL_SET_ERR_MSG(req->extack, "a required attribute is missing");
	if (req->info)
		NL_SET_ERR_ATTR_MISS(req->extack, NULL, attr);
	return -EINVAL;
}

struct vsw_switch *vsw_nl_switch(struct vsw_nl_req *req, int attr)
{
	struct vsw_switch *sw;
	int err = need(req, attr);

	if (err)
		return ERR_PTR(err);
	sw = vsw_switch_find(req->vn, nla_data(req->attrs[attr]));
	if (sw)
		return sw;
	VSW_NL_ERR(req, attr, "no such switch");
	return ERR_PTR(-ENOENT);
}

struct vsw_network *vsw_nl_network(struct vsw_nl_req *req,
				   struct vsw_switch *sw, int attr)
{
	struct vsw_network *network;
	int err = need(req, attr);

	if (err)
		return ERR_PTR(err);
	network = vsw_network_find(sw, nla_data(req->attrs[attr]));
	if (network)
		return network;
	VSW_NL_ERR(req, attr, "the switch has no such network");
	return ERR_PTR(-ENOENT);
}

struct vsw_port *vsw_nl_port(struct vsw_nl_req *req, int attr, int sw_attr)
{
	struct vsw_switch *sw = NULL;

	if (sw_attr && req->attrs[sw_attr]) {
		sw = vsw_nl_switch(req, sw_attr);
		if (IS_ERR(sw))
			return ERR_CAST(sw);
	}
	return vsw_nl_port_of(req, sw, attr);
}

struct vsw_port *vsw_nl_port_of(struct vsw_nl_req *req, struct vsw_switch *sw,
				int attr)
{
	struct vsw_port *port;
	int err = need(req, attr);

	if (err)
		return ERR_PTR(err);
	port = vsw_port_find(req->vn, sw, nla_data(req->attrs[attr]));
	if (port)
		return port;
	VSW_NL_ERR(req, attr, "no such port");
	return ERR_PTR(-ENOENT);
}

struct vsw_attachment *vsw_nl_attachment(struct vsw_nl_req *req,
					 struct vsw_port *port, int attr)
{
	struct vsw_attachment *att;

	if (IS_ERR(port))
		return ERR_CAST(port);
	att = vsw_attachment_find(port, vsw_nl_u16(req, attr, 0));
	if (att)
		return att;
	VSW_NL_ERR(req, attr, "the port has no attachment with this VLAN id");
	return ERR_PTR(-ENOENT);
}

struct vsw_vtep *vsw_nl_vtep(struct vsw_nl_req *req, struct vsw_switch *sw,
			     int attr)
{
	struct vsw_vtep *vtep;
	int err = need(req, attr);

	if (err)
		return ERR_PTR(err);
	vtep = vsw_vtep_find(sw, nla_data(req->attrs[attr]));
	if (vtep)
		return vtep;
	VSW_NL_ERR(req, attr, "the switch has no such vtep");
	return ERR_PTR(-ENOENT);
}

struct vsw_set *vsw_nl_set(struct vsw_nl_req *req, struct vsw_switch *sw,
			   int attr)
{
	struct vsw_set *set;
	int err = need(req, attr);

	if (err)
		return ERR_PTR(err);
	set = vsw_set_find(sw, nla_data(req->attrs[attr]));
	if (set)
		return set;
	VSW_NL_ERR(req, attr, "the switch has no such set");
	return ERR_PTR(-ENOENT);
}

struct vsw_group *vsw_nl_group(struct vsw_nl_req *req, struct vsw_switch *sw,
			       int attr)
{
	struct vsw_group *group;
	int err = need(req, attr);

	if (err)
		return ERR_PTR(err);
	group = vsw_group_find(sw, nla_data(req->attrs[attr]));
	if (group)
		return group;
	VSW_NL_ERR(req, attr, "the switch has no such security group");
	return ERR_PTR(-ENOENT);
}

/* Addresses that packets can be sent to and from by a host. */
static bool address_is_host(const struct in6_addr *address)
{
	if (ipv6_addr_v4mapped(address)) {
		__be32 v4 = address->s6_addr32[3];

		return !ipv4_is_zeronet(v4) && !ipv4_is_multicast(v4) &&
		       !ipv4_is_lbcast(v4);
	}
	return !ipv6_addr_any(address) && !ipv6_addr_is_multicast(address) &&
	       !(ipv6_addr_type(address) & IPV6_ADDR_LINKLOCAL);
}

int vsw_nl_ip(struct vsw_nl_req *req, int attr, struct in6_addr *address)
{
	int err = need(req, attr);

	if (err)
		return err;
	switch (nla_len(req->attrs[attr])) {
	case sizeof(struct in_addr):
		ipv6_addr_set_v4mapped(nla_get_in_addr(req->attrs[attr]),
				       address);
		break;
	case sizeof(struct in6_addr):
		*address = nla_get_in6_addr(req->attrs[attr]);
		if (!ipv6_addr_v4mapped(address))
			break;
		VSW_NL_ERR(req, attr, "an IPv4-mapped address is not IPv6");
		return -EINVAL;
	default:
		VSW_NL_ERR(req, attr, "an address has 4 or 16 bytes");
		return -EINVAL;
	}
	return 0;
}

int vsw_nl_address(struct vsw_nl_req *req, int attr, struct in6_addr *address)
{
	int err = vsw_nl_ip(req, attr, address);

	if (err || address_is_host(address))
		return err;
	VSW_NL_ERR(req, attr, "not the unicast address of a host");
	return -EADDRNOTAVAIL;
}

/* Bits behind the prefix would say that the user means something else. */
static bool prefix_is_clean(const struct vsw_prefix *prefix)
{
	struct in6_addr clean;

	ipv6_addr_prefix(&clean, &prefix->address, prefix->len);
	return ipv6_addr_equal(&clean, &prefix->address);
}

int vsw_nl_prefix(struct vsw_nl_req *req, int attr, int len_attr,
		  struct vsw_prefix *prefix)
{
	const struct nlattr *ip = req->attrs[attr];
	int err = need(req, attr), bits;
	u8 len;

	if (err)
		return err;
	bits = nla_len(ip) * 8;
	if (bits != 32 && bits != 128) {
		VSW_NL_ERR(req, attr, "an address has 4 or 16 bytes");
		return -EINVAL;
	}
	len = vsw_nl_u8(req, len_attr, bits);
	if (len > bits) {
		VSW_NL_ERR(req, len_attr, "longer than the address");
		return -EINVAL;
	}
	prefix->ipv4 = bits == 32;
	prefix->len = 128 - bits + len;
	if (prefix->ipv4)
		ipv6_addr_set_v4mapped(nla_get_in_addr(ip), &prefix->address);
	else
		prefix->address = nla_get_in6_addr(ip);
	if (!prefix->ipv4 && ipv6_addr_v4mapped(&prefix->address)) {
		VSW_NL_ERR(req, attr,
			   "an IPv4-mapped address is not IPv6");
		return -EINVAL;
	}
	if (prefix_is_clean(prefix))
		return 0;
	VSW_NL_ERR(req, attr, "has bits behind its prefix");
	return -EINVAL;
}

int vsw_nl_mac(struct vsw_nl_req *req, int attr, u64 *mac)
{
	u8 address[8] = {};

	if (!req->attrs[attr]) {
		NL_SET_ERR_MSG(req->extack, "a MAC address is required");
		NL_SET_ERR_ATTR_MISS(req->extack, NULL, attr);
		return -EINVAL;
	}
	ether_addr_copy(address, nla_data(req->attrs[attr]));
	if (!is_valid_ether_addr(address)) {
		VSW_NL_ERR(req, attr, "not a unicast address");
		return -EADDRNOTAVAIL;
	}
	*mac = vsw_fdb_mac(address);
	return 0;
}

int vsw_nl_check_name(struct vsw_nl_req *req, int attr)
{
	const char *c;
	int err = need(req, attr);

	if (err)
		return err;
	c = nla_data(req->attrs[attr]);
	if (!*c) {
		VSW_NL_ERR(req, attr, "a name cannot be empty");
		return -EINVAL;
	}
	for (; *c; c++) {
		if (isgraph(*c) && isascii(*c))
			continue;
		VSW_NL_ERR(req, attr,
			   "a name has printable ASCII characters only, and no space");
		return -EINVAL;
	}
	return 0;
}

int vsw_nl_put_port(struct sk_buff *skb, int attr, const struct vsw_port *port)
{
	char name[IFNAMSIZ];

	/* As below: FDB events come without the configuration mutex. */
	strscpy(name, port->name, sizeof(name));
	return nla_put_string(skb, attr, name);
}

int vsw_nl_put_dev(struct sk_buff *skb, int attr, const struct net_device *dev)
{
	char name[IFNAMSIZ];

	/* Renaming takes RTNL, which not everybody who asks holds. */
	strscpy(name, dev->name, sizeof(name));
	return nla_put_string(skb, attr, name);
}

int vsw_nl_put_address(struct sk_buff *skb, int attr,
		       const struct in6_addr *address)
{
	if (ipv6_addr_v4mapped(address))
		return nla_put_in_addr(skb, attr, address->s6_addr32[3]);
	return nla_put_in6_addr(skb, attr, address);
}

int vsw_nl_put_prefix(struct sk_buff *skb, int attr, int len_attr,
		      const struct vsw_prefix *prefix)
{
	u8 len = prefix->ipv4 ? prefix->len - 96 : prefix->len;

	return vsw_nl_put_address(skb, attr, &prefix->address) ||
	       nla_put_u8(skb, len_attr, len);
}
