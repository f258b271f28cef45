// SPDX-License-Identifier: GPL-2.0
#include <linux/ipv6.h>
#include <net/inet_ecn.h>
#include <net/ipv6.h>

#include "netlink.h"
#include "switch.h"
#include "vtep.h"
#include "vxlan.h"

static int fill_params(struct sk_buff *skb,
		       const struct vsw_vtep_params *params)
{
	return nla_put_u8(skb, VSW_A_VTEP_TTL, params->ttl) ||
	       nla_put_u8(skb, VSW_A_VTEP_TTL_INHERIT, params->ttl_inherit) ||
	       nla_put_u8(skb, VSW_A_VTEP_TOS, params->tos) ||
	       nla_put_u8(skb, VSW_A_VTEP_TOS_INHERIT, params->tos_inherit) ||
	       nla_put_u32(skb, VSW_A_VTEP_DF, params->df) ||
	       nla_put_u8(skb, VSW_A_VTEP_CSUM, params->csum) ||
	       nla_put_u8(skb, VSW_A_VTEP_ZERO_CSUM6_RX,
			  params->zero_csum6_rx) ||
	       nla_put_u32(skb, VSW_A_VTEP_UNKNOWN_PEER,
			   params->unknown_peer) ||
	       nla_put_u8(skb, VSW_A_VTEP_LEARNING, params->learning) ||
	       nla_put_u8(skb, VSW_A_VTEP_EARLY_DEMUX, params->early_demux) ||
	       nla_put_u32(skb, VSW_A_VTEP_FDB_LIMIT, params->fdb_limit);
}

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_vtep *vtep = obj;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_dev(skb, VSW_A_VTEP_SWITCH, vtep->sw->dev) ||
	      nla_put_string(skb, VSW_A_VTEP_NAME, vtep->name) ||
	      vsw_nl_put_address(skb, VSW_A_VTEP_LOCAL, &vtep->local) ||
	      nla_put_u16(skb, VSW_A_VTEP_UDP_PORT, ntohs(vtep->port)) ||
	      fill_params(skb, &vtep->params) ||
	      nla_put_u32(skb, VSW_A_VTEP_PEERS, vtep->n_peers) ||
	      nla_put_u32(skb, VSW_A_VTEP_FDB_LEARNED,
			  READ_ONCE(vtep->quota.learned)) ||
	      nla_put_u64_64bit(skb, VSW_A_VTEP_FDB_REFUSED,
				atomic64_read(&vtep->quota.refused),
				VSW_A_VTEP_PAD);
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_vtep(struct vsw_vtep *vtep, u8 cmd)
{
	vsw_net_changed(vtep->sw->vn);
	vsw_nl_multicast(vtep->sw->vn->net, cmd, fill, vtep, GFP_KERNEL);
}

static struct vsw_vtep *find(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_VTEP_SWITCH);

	if (IS_ERR(sw))
		return ERR_CAST(sw);
	return vsw_nl_vtep(req, sw, VSW_A_VTEP_NAME);
}

static int vtep_get(struct vsw_nl_req *req)
{
	struct vsw_vtep *vtep = find(req);

	if (IS_ERR(vtep))
		return PTR_ERR(vtep);
	return vsw_nl_reply(req, VSW_CMD_VTEP_GET, fill, vtep);
}

int vsw_nl_vtep_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, vtep_get);
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_vtep *vtep;
	int err;

	xa_for_each_start(&sw->vteps, dump->pos->id, vtep, dump->pos->id) {
		if (!vsw_nl_matches(&dump->req, VSW_A_VTEP_NAME, vtep->name))
			continue;
		err = fill(&dump->msg, vtep);
		if (err)
			return err;
	}
	return 0;
}

int vsw_nl_vtep_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_VTEP_GET, VSW_A_VTEP_SWITCH,
			   dump_switch);
}

/* Lay what the request says over what is so far, and check it. */
static int parse(struct vsw_nl_req *req, bool ipv4,
		 struct vsw_vtep_params *params)
{
	params->ttl = vsw_nl_u8(req, VSW_A_VTEP_TTL, params->ttl);
	params->tos = vsw_nl_u8(req, VSW_A_VTEP_TOS, params->tos);
	params->df = vsw_nl_u32(req, VSW_A_VTEP_DF, params->df);
	params->unknown_peer = vsw_nl_u32(req, VSW_A_VTEP_UNKNOWN_PEER,
					  params->unknown_peer);
	params->ttl_inherit = vsw_nl_u8(req, VSW_A_VTEP_TTL_INHERIT,
					params->ttl_inherit);
	params->tos_inherit = vsw_nl_u8(req, VSW_A_VTEP_TOS_INHERIT,
					params->tos_inherit);
	params->csum = vsw_nl_u8(req, VSW_A_VTEP_CSUM, params->csum);
	params->zero_csum6_rx = vsw_nl_u8(req, VSW_A_VTEP_ZERO_CSUM6_RX,
					  params->zero_csum6_rx);
	params->learning = vsw_nl_u8(req, VSW_A_VTEP_LEARNING,
				     params->learning);
	params->early_demux = vsw_nl_u8(req, VSW_A_VTEP_EARLY_DEMUX,
					params->early_demux);
	params->fdb_limit = vsw_nl_u32(req, VSW_A_VTEP_FDB_LIMIT,
				       params->fdb_limit);

	if (params->tos & INET_ECN_MASK) {
		VSW_NL_ERR(req, VSW_A_VTEP_TOS,
			   "the two lowest bits of the TOS are ECN's");
		return -EINVAL;
	}
	if (!ipv4 && req->attrs[VSW_A_VTEP_DF]) {
		VSW_NL_ERR(req, VSW_A_VTEP_DF, "IPv6 has no DF bit");
		return -EINVAL;
	}
	if (!ipv4 && req->attrs[VSW_A_VTEP_EARLY_DEMUX]) {
		VSW_NL_ERR(req, VSW_A_VTEP_EARLY_DEMUX,
			   "this is for a vtep over IPv4");
		return -EINVAL;
	}
	if (ipv4 && req->attrs[VSW_A_VTEP_ZERO_CSUM6_RX]) {
		VSW_NL_ERR(req, VSW_A_VTEP_ZERO_CSUM6_RX,
			   "this is for a vtep over IPv6");
		return -EINVAL;
	}
	return 0;
}

static int vtep_new(struct vsw_nl_req *req)
{
	u16 port = vsw_nl_u16(req, VSW_A_VTEP_UDP_PORT, VSW_VXLAN_PORT);
	struct vsw_vtep_params params = {
		.df = VSW_DF_SET,
		.unknown_peer = VSW_UNKNOWN_PEER_DROP,
		.learning = true,
	};
	struct in6_addr local;
	struct vsw_switch *sw;
	struct vsw_vtep *vtep;
	const char *name;
	bool ipv4;
	int err;

	sw = vsw_nl_switch(req, VSW_A_VTEP_SWITCH);
	if (IS_ERR(sw))
		return PTR_ERR(sw);
	err = vsw_nl_check_name(req, VSW_A_VTEP_NAME);
	if (err)
		return err;
	name = nla_data(req->attrs[VSW_A_VTEP_NAME]);
	if (vsw_vtep_find(sw, name)) {
		VSW_NL_ERR(req, VSW_A_VTEP_NAME,
			   "the switch has a vtep of this name");
		return -EEXIST;
	}
	err = vsw_nl_address(req, VSW_A_VTEP_LOCAL, &local);
	if (err)
		return err;
	ipv4 = ipv6_addr_v4mapped(&local);
	if (!ipv4 && !ipv6_mod_enabled()) {
		VSW_NL_ERR(req, VSW_A_VTEP_LOCAL, "this kernel has IPv6 off");
		return -EAFNOSUPPORT;
	}
	/* RFC 6935: the checksum is IPv6's only guard of the address. */
	params.csum = !ipv4;
	err = parse(req, ipv4, &params);
	if (err)
		return err;

	vtep = vsw_vtep_create(sw, name, &local, htons(port), &params);
	if (vtep == ERR_PTR(-EADDRINUSE))
		VSW_NL_ERR(req, VSW_A_VTEP_LOCAL,
			   "another socket has this address and UDP port");
	else if (vtep == ERR_PTR(-ENOSPC))
		VSW_NL_ERR(req, VSW_A_VTEP_SWITCH,
			   "the network namespace has 64 vteps already");
	else if (IS_ERR(vtep) && vtep != ERR_PTR(-ENOMEM))
		VSW_NL_ERR(req, VSW_A_VTEP_LOCAL,
			   "no socket can be opened at this address and UDP port");
	return PTR_ERR_OR_ZERO(vtep);
}

int vsw_nl_vtep_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config_rtnl(info, vtep_new);
}

static int vtep_set(struct vsw_nl_req *req)
{
	struct vsw_vtep *vtep = find(req);
	struct vsw_vtep_params params;
	int err;

	if (IS_ERR(vtep))
		return PTR_ERR(vtep);
	params = vtep->params;
	err = parse(req, vtep->ipv4, &params);
	if (err)
		return err;
	return vsw_vtep_change(vtep, &params);
}

int vsw_nl_vtep_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, vtep_set);
}

static int vtep_del(struct vsw_nl_req *req)
{
	struct vsw_vtep *vtep = find(req);

	if (IS_ERR(vtep))
		return PTR_ERR(vtep);
	vsw_vtep_destroy(vtep);
	return 0;
}

int vsw_nl_vtep_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config_rtnl(info, vtep_del);
}
