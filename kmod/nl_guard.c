// SPDX-License-Identifier: GPL-2.0
/* Guards of attachments, and the addresses that they know. */
#include <linux/if_vlan.h>

#include "attachment.h"
#include "fdb.h"
#include "guard.h"
#include "netlink.h"
#include "network.h"
#include "port.h"
#include "ranges.h"
#include "switch.h"

/* Both kinds of object are named by their attachment first. */
static_assert((int)VSW_A_GUARD_PORT == (int)VSW_A_ADDRESS_PORT);
static_assert((int)VSW_A_GUARD_VID == (int)VSW_A_ADDRESS_VID);
static_assert((int)VSW_A_GUARD_SWITCH == (int)VSW_A_ADDRESS_SWITCH);

static int put_attachment(struct sk_buff *skb, const struct vsw_attachment *att)
{
	const struct vsw_port *port = vsw_attachment_port(att);

	return vsw_nl_put_port(skb, VSW_A_GUARD_PORT, port) ||
	       nla_put_u16(skb, VSW_A_GUARD_VID, att->target.vid) ||
	       vsw_nl_put_dev(skb, VSW_A_GUARD_SWITCH, port->sw->dev);
}

static struct vsw_attachment *find(struct vsw_nl_req *req)
{
	return vsw_nl_attachment(req, vsw_nl_port(req, VSW_A_GUARD_PORT,
						  VSW_A_GUARD_SWITCH),
				 VSW_A_GUARD_VID);
}

/* The next attachment that a dump's filters let through, from a position on. */
static struct vsw_attachment *dump_next(struct vsw_switch *sw,
					struct vsw_nl_dump *dump)
{
	const struct vsw_nl_req *req = &dump->req;
	struct vsw_nl_pos *pos = dump->pos;
	struct vsw_attachment *att;
	struct vsw_port *port;

	xa_for_each_start(&sw->ports, pos->id, port, pos->id) {
		if (!vsw_nl_matches(req, VSW_A_GUARD_PORT, port->name))
			pos->sub = VLAN_N_VID;
		while ((att = vsw_attachment_next(port, pos->sub))) {
			pos->sub = att->target.vid;
			if (vsw_guard_get(att) &&
			    vsw_nl_u16(req, VSW_A_GUARD_VID, pos->sub) ==
			    pos->sub)
				return att;
			pos->sub++;
		}
		pos->sub = 0;
	}
	return NULL;
}

/* A port that a dump is limited to has to be there. */
static int dump_check(struct vsw_nl_dump *dump)
{
	if (!dump->req.attrs[VSW_A_GUARD_PORT])
		return 0;
	return PTR_ERR_OR_ZERO(vsw_nl_port(&dump->req, VSW_A_GUARD_PORT, 0));
}

/* --- guards -------------------------------------------------------------- */

static int put_ethertypes(struct sk_buff *skb,
			  const struct vsw_guard_params *params)
{
	u16 types[VSW_GUARD_ETHERTYPES_MAX];
	int i;

	for (i = 0; i < params->n_ethertypes; i++)
		types[i] = ntohs(params->ethertypes[i]);
	return i ? nla_put(skb, VSW_A_GUARD_ETHERTYPES, i * sizeof(*types),
			   types) : 0;
}

static int fill_guard(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_attachment *att = obj;
	const struct vsw_guard *guard = vsw_guard_get(att);
	const struct vsw_guard_params *params = &guard->params;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = put_attachment(skb, att) ||
	      nla_put_u8(skb, VSW_A_GUARD_SPOOF, params->spoof) ||
	      nla_put_u8(skb, VSW_A_GUARD_DHCP_SERVER, params->dhcp_server) ||
	      nla_put_u8(skb, VSW_A_GUARD_RA, params->ra) ||
	      put_ethertypes(skb, params);
	return vsw_nl_end(msg, hdr, err);
}

static void notify_guard(struct vsw_attachment *att, u8 cmd)
{
	struct vsw_net *vn = vsw_attachment_port(att)->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill_guard, att, GFP_KERNEL);
}

static bool is_guarded(const struct vsw_attachment *att)
{
	const struct vsw_guard *guard = vsw_guard_get(att);

	return guard && guard->params.on;
}

/* An attachment that has a guard. */
static struct vsw_attachment *find_guarded(struct vsw_nl_req *req)
{
	struct vsw_attachment *att = find(req);

	if (IS_ERR(att) || is_guarded(att))
		return att;
	VSW_NL_ERR(req, VSW_A_GUARD_PORT, "the attachment has no guard");
	return ERR_PTR(-ENOENT);
}

static int guard_get(struct vsw_nl_req *req)
{
	struct vsw_attachment *att = find_guarded(req);

	if (IS_ERR(att))
		return PTR_ERR(att);
	return vsw_nl_reply(req, VSW_CMD_GUARD_GET, fill_guard, att);
}

int vsw_nl_guard_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, guard_get);
}

static int dump_guards(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_attachment *att;
	int err = dump_check(dump);

	while (!err && (att = dump_next(sw, dump))) {
		if (is_guarded(att))
			err = fill_guard(&dump->msg, att);
		if (!err)
			dump->pos->sub++;
	}
	return err;
}

int vsw_nl_guard_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_GUARD_GET, VSW_A_GUARD_SWITCH,
			   dump_guards);
}

static int parse_ethertypes(struct vsw_nl_req *req,
			    struct vsw_guard_params *params)
{
	const struct nlattr *attr = req->attrs[VSW_A_GUARD_ETHERTYPES];
	u16 types[VSW_GUARD_ETHERTYPES_MAX];
	int i;

	if (!attr)
		return 0;
	if (nla_len(attr) % sizeof(*types) || nla_len(attr) > sizeof(types)) {
		VSW_NL_ERR(req, VSW_A_GUARD_ETHERTYPES,
			   "at most 8 ethertypes, of 2 bytes each");
		return -EINVAL;
	}
	memcpy(types, nla_data(attr), nla_len(attr));
	params->n_ethertypes = nla_len(attr) / sizeof(*types);
	for (i = 0; i < params->n_ethertypes; i++) {
		params->ethertypes[i] = htons(types[i]);
		if (types[i] >= ETH_P_802_3_MIN &&
		    !eth_type_vlan(params->ethertypes[i]))
			continue;
		VSW_NL_ERR(req, VSW_A_GUARD_ETHERTYPES,
			   "a length or a VLAN tag is not an ethertype that could pass");
		return -EINVAL;
	}
	return 0;
}

static int guard_set(struct vsw_nl_req *req)
{
	struct vsw_guard_params params = VSW_GUARD_DEFAULTS;
	struct vsw_attachment *att = find(req);
	int err;

	if (IS_ERR(att))
		return PTR_ERR(att);
	if (is_guarded(att))
		params = vsw_guard_get(att)->params;
	params.spoof = vsw_nl_u8(req, VSW_A_GUARD_SPOOF, params.spoof);
	params.dhcp_server = vsw_nl_u8(req, VSW_A_GUARD_DHCP_SERVER,
				       params.dhcp_server);
	params.ra = vsw_nl_u8(req, VSW_A_GUARD_RA, params.ra);
	err = parse_ethertypes(req, &params) ?: vsw_guard_set(att, &params);
	if (!err)
		notify_guard(att, VSW_CMD_GUARD_NTF);
	return err;
}

int vsw_nl_guard_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, guard_set);
}

static int guard_del(struct vsw_nl_req *req)
{
	struct vsw_attachment *att = find_guarded(req);
	struct vsw_guard_params params;
	int err;

	if (IS_ERR(att))
		return PTR_ERR(att);
	/* The event tells what it was like; a new one begins closed again. */
	params = vsw_guard_get(att)->params;
	params.on = false;
	err = vsw_guard_set(att, &params);
	if (!err)
		notify_guard(att, VSW_CMD_GUARD_DEL_NTF);
	return err;
}

int vsw_nl_guard_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, guard_del);
}

/* --- addresses ----------------------------------------------------------- */

/* One address of an attachment, for fill_address(). */
struct owned {
	struct vsw_attachment *att;
	const struct vsw_guard_address *address;
};

static int put_prefix(struct sk_buff *skb,
		      const struct vsw_guard_address *address)
{
	const struct vsw_prefix prefix = {
		.address = address->prefix,
		.len = address->len,
		.ipv4 = address->ipv4,
	};

	if (address->any)
		return 0;
	return vsw_nl_put_prefix(skb, VSW_A_ADDRESS_IP,
				 VSW_A_ADDRESS_PREFIX_LEN, &prefix);
}

static int fill_address(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct owned *owned = obj;
	void *hdr = vsw_nl_begin(msg);
	u8 mac[ETH_ALEN];
	int err;

	if (!hdr)
		return -EMSGSIZE;
	vsw_fdb_key_mac(owned->address->mac, mac);
	err = put_attachment(msg->skb, owned->att) ||
	      nla_put(msg->skb, VSW_A_ADDRESS_MAC, ETH_ALEN, mac) ||
	      put_prefix(msg->skb, owned->address);
	return vsw_nl_end(msg, hdr, err);
}

static void notify_address(const struct owned *owned, u8 cmd)
{
	struct vsw_net *vn = vsw_attachment_port(owned->att)->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill_address, owned, GFP_KERNEL);
}

static int parse_prefix(struct vsw_nl_req *req,
			struct vsw_guard_address *address)
{
	struct vsw_prefix prefix;
	int err;

	address->any = !req->attrs[VSW_A_ADDRESS_IP];
	if (address->any && vsw_nl_u8(req, VSW_A_ADDRESS_PREFIX_LEN, 0)) {
		VSW_NL_ERR(req, VSW_A_ADDRESS_PREFIX_LEN,
			   "longer than the address");
		return -EINVAL;
	}
	if (address->any)
		return 0;
	err = vsw_nl_prefix(req, VSW_A_ADDRESS_IP, VSW_A_ADDRESS_PREFIX_LEN,
			    &prefix);
	if (err)
		return err;
	address->prefix = prefix.address;
	address->len = prefix.len;
	address->ipv4 = prefix.ipv4;
	return 0;
}

/* The address that a request means. */
static int parse_address(struct vsw_nl_req *req,
			 struct vsw_guard_address *address, struct owned *owned)
{
	memset(address, 0, sizeof(*address));
	owned->address = address;
	owned->att = find(req);
	if (IS_ERR(owned->att))
		return PTR_ERR(owned->att);
	return vsw_nl_mac(req, VSW_A_ADDRESS_MAC, &address->mac) ?:
	       parse_prefix(req, address);
}

static int address_get(struct vsw_nl_req *req)
{
	struct vsw_guard_address address;
	struct owned owned;
	int err;

	err = parse_address(req, &address, &owned);
	if (err)
		return err;
	if (!vsw_guard_has_address(owned.att, &address)) {
		VSW_NL_ERR(req, VSW_A_ADDRESS_MAC, "no such address");
		return -ENOENT;
	}
	return vsw_nl_reply(req, VSW_CMD_ADDRESS_GET, fill_address, &owned);
}

int vsw_nl_address_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, address_get);
}

static int dump_addresses(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	const struct vsw_guard *guard;
	struct owned owned;
	int err = dump_check(dump);

	while (!err && (owned.att = dump_next(sw, dump))) {
		guard = vsw_guard_get(owned.att);
		for (; dump->pos->sub2 < guard->n; dump->pos->sub2++) {
			owned.address = &guard->address[dump->pos->sub2];
			err = fill_address(&dump->msg, &owned);
			if (err)
				return err;
		}
		dump->pos->sub2 = 0;
		dump->pos->sub++;
	}
	return err;
}

int vsw_nl_address_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_ADDRESS_GET, VSW_A_ADDRESS_SWITCH,
			   dump_addresses);
}

static int address_new(struct vsw_nl_req *req)
{
	struct vsw_guard_address address;
	struct owned owned;
	int err;

	err = parse_address(req, &address, &owned);
	if (err)
		return err;
	err = vsw_guard_add_address(owned.att, &address);
	if (err == -EEXIST)
		VSW_NL_ERR(req, VSW_A_ADDRESS_MAC,
			   "the attachment has this address");
	if (err == -ENOSPC)
		VSW_NL_ERR(req, VSW_A_ADDRESS_PORT,
			   "the attachment has as many addresses as there may be");
	if (!err)
		notify_address(&owned, VSW_CMD_ADDRESS_NTF);
	return err;
}

int vsw_nl_address_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, address_new);
}

static int address_del(struct vsw_nl_req *req)
{
	struct vsw_guard_address address;
	struct owned owned;
	int err;

	err = parse_address(req, &address, &owned);
	if (err)
		return err;
	err = vsw_guard_del_address(owned.att, &address);
	if (err == -ENOENT)
		VSW_NL_ERR(req, VSW_A_ADDRESS_MAC, "no such address");
	if (!err)
		notify_address(&owned, VSW_CMD_ADDRESS_DEL_NTF);
	return err;
}

int vsw_nl_address_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, address_del);
}
