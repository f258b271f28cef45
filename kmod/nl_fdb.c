// SPDX-License-Identifier: GPL-2.0
#include <net/ipv6.h>

#include "attachment.h"
#include "netlink.h"
#include "network.h"
#include "peer.h"
#include "port.h"
#include "switch.h"
#include "vtep.h"

/* An entry to put in a message, and why. */
struct row {
	const struct vsw_switch *sw;
	const struct vsw_fdb_entry *entry;
	int cause;
};

static int fill_target(struct sk_buff *skb, struct vsw_target *target)
{
	const struct vsw_attachment *att;
	const struct vsw_peer *peer;

	if (target->kind == VSW_TARGET_PEER) {
		peer = vsw_peer_of(target);
		return vsw_nl_put_address(skb, VSW_A_FDB_PEER,
					  &peer->address) ||
		       nla_put_string(skb, VSW_A_FDB_VTEP, peer->vtep->name);
	}
	att = vsw_attachment_of(target);
	return vsw_nl_put_port(skb, VSW_A_FDB_PORT, vsw_attachment_port(att)) ||
	       nla_put_u16(skb, VSW_A_FDB_VID, att->target.vid);
}

/* Context: RCU read side, or the FDB lock held. */
static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct row *row = obj;
	const struct vsw_fdb_entry *entry = row->entry;
	const struct vsw_network *network;
	struct sk_buff *skb = msg->skb;
	u8 mac[ETH_ALEN];
	void *hdr;
	u32 age;
	int err;

	hdr = vsw_nl_begin(msg);
	if (!hdr)
		return -EMSGSIZE;
	network = container_of(entry->domain, struct vsw_network, fdb);
	vsw_fdb_key_mac(entry->key, mac);
	/* An entry updated since the clock was read has a negative age. */
	age = max_t(s32, vsw_fdb_clock() - entry->updated, 0);
	err = vsw_nl_put_dev(skb, VSW_A_FDB_SWITCH, row->sw->dev) ||
	      nla_put_string(skb, VSW_A_FDB_NETWORK, network->name) ||
	      nla_put(skb, VSW_A_FDB_MAC, ETH_ALEN, mac) ||
	      fill_target(skb, entry->target) ||
	      nla_put_u32(skb, VSW_A_FDB_KIND, entry->kind) ||
	      (entry->kind == VSW_FDB_KIND_LEARNED &&
	       nla_put_u32(skb, VSW_A_FDB_AGE, age)) ||
	      (row->cause >= 0 &&
	       nla_put_u32(skb, VSW_A_FDB_CAUSE, row->cause));
	return vsw_nl_end(msg, hdr, err);
}

void vsw_nl_notify_fdb(struct vsw_switch *sw,
		       const struct vsw_fdb_entry *entry,
		       enum vsw_fdb_cause cause, bool gone)
{
	const struct row row = { sw, entry, cause };

	vsw_nl_multicast(sw->vn->net,
			 gone ? VSW_CMD_FDB_DEL_NTF : VSW_CMD_FDB_NTF,
			 fill, &row, GFP_ATOMIC);
}

static struct vsw_network *find_network(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_FDB_SWITCH);

	if (IS_ERR(sw))
		return ERR_CAST(sw);
	return vsw_nl_network(req, sw, VSW_A_FDB_NETWORK);
}

static int no_entry(struct vsw_nl_req *req)
{
	VSW_NL_ERR(req, VSW_A_FDB_MAC, "the network has no such entry");
	return -ENOENT;
}

/* One entry is named by its key; the rest selects those of a dump. */
static int check_no_selector(struct vsw_nl_req *req)
{
	static const u8 selectors[] = {
		VSW_A_FDB_PORT, VSW_A_FDB_VID, VSW_A_FDB_PEER, VSW_A_FDB_VTEP,
		VSW_A_FDB_KIND,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(selectors); i++) {
		if (!req->attrs[selectors[i]])
			continue;
		VSW_NL_ERR(req, selectors[i], "this is a selector of dumps");
		return -EINVAL;
	}
	return 0;
}

/* An entry leads to an attachment of a port, or to a peer of a vtep. */
static int check_target(struct vsw_nl_req *req)
{
	bool peer = req->attrs[VSW_A_FDB_PEER];

	if (req->attrs[VSW_A_FDB_PORT] && (peer || req->attrs[VSW_A_FDB_VTEP])) {
		VSW_NL_ERR(req, peer ? VSW_A_FDB_PEER : VSW_A_FDB_VTEP,
			   "an entry leads to a port or to a peer, not to both");
		return -EINVAL;
	}
	if (req->attrs[VSW_A_FDB_VID] && !req->attrs[VSW_A_FDB_PORT]) {
		VSW_NL_ERR(req, VSW_A_FDB_VID,
			   "a VLAN id needs the port that it is of");
		return -EINVAL;
	}
	return 0;
}

static int fdb_get(struct vsw_nl_req *req)
{
	struct vsw_network *network = find_network(req);
	struct vsw_nl_msg msg = {
		.portid = req->info->snd_portid,
		.seq = req->info->snd_seq,
		.cmd = VSW_CMD_FDB_GET,
	};
	struct vsw_fdb_entry entry;
	struct row row = { .entry = &entry, .cause = -1 };
	u64 mac;
	int err;

	if (IS_ERR(network))
		return PTR_ERR(network);
	err = check_no_selector(req) ?: vsw_nl_mac(req, VSW_A_FDB_MAC, &mac);
	if (err)
		return err;
	msg.skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!msg.skb)
		return -ENOMEM;

	row.sw = network->sw;
	rcu_read_lock();
	err = vsw_fdb_get(&network->sw->fdb, vsw_fdb_key(mac, network->id),
			  &entry) ? fill(&msg, &row) : no_entry(req);
	rcu_read_unlock();
	if (!err)
		return genlmsg_reply(msg.skb, req->info);
	nlmsg_free(msg.skb);
	return err;
}

int vsw_nl_fdb_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, fdb_get);
}

/* The peer that an address means: of the vtep that is named, or of any. */
static struct vsw_peer *find_peer(struct vsw_nl_req *req,
				  struct vsw_switch *sw)
{
	struct vsw_peer *found = NULL, *peer;
	struct in6_addr address;
	struct vsw_vtep *vtep;
	unsigned long id;
	int err;

	err = vsw_nl_address(req, VSW_A_FDB_PEER, &address);
	if (err)
		return ERR_PTR(err);
	if (req->attrs[VSW_A_FDB_VTEP]) {
		vtep = vsw_nl_vtep(req, sw, VSW_A_FDB_VTEP);
		if (IS_ERR(vtep))
			return ERR_CAST(vtep);
	}
	xa_for_each(&sw->vteps, id, vtep) {
		peer = vsw_nl_matches(req, VSW_A_FDB_VTEP, vtep->name) ?
		       vsw_peer_find(vtep, &address) : NULL;
		if (peer && found) {
			VSW_NL_ERR(req, VSW_A_FDB_PEER,
				   "several vteps have this peer, name one");
			return ERR_PTR(-EINVAL);
		}
		if (peer)
			found = peer;
	}
	if (found)
		return found;
	VSW_NL_ERR(req, VSW_A_FDB_PEER, "no vtep has such a peer");
	return ERR_PTR(-ENOENT);
}

static struct vsw_target *find_attachment(struct vsw_nl_req *req,
					  struct vsw_network *network)
{
	u16 vid = vsw_nl_u16(req, VSW_A_FDB_VID, 0);
	struct vsw_attachment *att;
	struct vsw_port *port;

	port = vsw_nl_port_of(req, network->sw, VSW_A_FDB_PORT);
	if (IS_ERR(port))
		return ERR_CAST(port);
	att = vsw_attachment_find(port, vid);
	if (att && att->network == network)
		return &att->target;
	if (att || !req->attrs[VSW_A_FDB_VID])
		VSW_NL_ERR(req, VSW_A_FDB_PORT,
			   "the port is not attached to the network this way");
	else
		VSW_NL_ERR(req, VSW_A_FDB_VID,
			   "the port has no attachment with this VLAN id");
	return ERR_PTR(-ENOENT);
}

static struct vsw_target *parse_target(struct vsw_nl_req *req,
				       struct vsw_network *network)
{
	struct vsw_peer *peer;
	int err = check_target(req);

	if (err)
		return ERR_PTR(err);
	if (!req->attrs[VSW_A_FDB_PORT] && !req->attrs[VSW_A_FDB_PEER]) {
		NL_SET_ERR_MSG(req->extack,
			       "either a port or a peer is required");
		return ERR_PTR(-EINVAL);
	}
	if (req->attrs[VSW_A_FDB_PORT])
		return find_attachment(req, network);
	if (!network->vni) {
		VSW_NL_ERR(req, VSW_A_FDB_NETWORK, "the network has no VNI");
		return ERR_PTR(-EINVAL);
	}
	peer = find_peer(req, network->sw);
	if (IS_ERR(peer))
		return ERR_CAST(peer);
	if (vsw_peer_is_member(peer, network))
		return &peer->target;
	VSW_NL_ERR(req, VSW_A_FDB_PEER, "the peer is not in this network");
	return ERR_PTR(-ENOENT);
}

static int fdb_new(struct vsw_nl_req *req)
{
	struct vsw_network *network = find_network(req);
	struct vsw_target *target;
	u32 kind;
	u64 mac;
	int err;

	if (IS_ERR(network))
		return PTR_ERR(network);
	err = vsw_nl_mac(req, VSW_A_FDB_MAC, &mac);
	if (err)
		return err;
	kind = vsw_nl_u32(req, VSW_A_FDB_KIND, VSW_FDB_KIND_STATIC);
	if (kind != VSW_FDB_KIND_STATIC && kind != VSW_FDB_KIND_STICKY) {
		VSW_NL_ERR(req, VSW_A_FDB_KIND,
			   "only static and sticky entries can be added");
		return -EINVAL;
	}
	target = parse_target(req, network);
	if (IS_ERR(target))
		return PTR_ERR(target);

	err = vsw_fdb_set(&network->sw->fdb, &network->fdb, mac, target, kind);
	if (err == -EEXIST)
		VSW_NL_ERR(req, VSW_A_FDB_MAC,
			   "this is the address of an internal port");
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(req->extack, "the FDB is full");
	return err;
}

int vsw_nl_fdb_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, fdb_new);
}

static int fdb_del(struct vsw_nl_req *req)
{
	struct vsw_network *network = find_network(req);
	u64 mac;
	int err;

	if (IS_ERR(network))
		return PTR_ERR(network);
	err = vsw_nl_mac(req, VSW_A_FDB_MAC, &mac);
	if (err)
		return err;
	err = vsw_fdb_del(&network->sw->fdb, vsw_fdb_key(mac, network->id),
			  VSW_FDB_KINDS_ALL & ~BIT(VSW_FDB_KIND_LOCAL));
	return err ? no_entry(req) : 0;
}

int vsw_nl_fdb_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, fdb_del);
}

static int match_port(struct vsw_nl_req *req, struct vsw_fdb_match *match)
{
	struct vsw_attachment *att;
	struct vsw_port *port;

	port = vsw_nl_port(req, VSW_A_FDB_PORT, VSW_A_FDB_SWITCH);
	if (IS_ERR(port))
		return PTR_ERR(port);
	match->quota = &port->quota;
	if (!req->attrs[VSW_A_FDB_VID])
		return 0;
	att = vsw_nl_attachment(req, port, VSW_A_FDB_VID);
	if (IS_ERR(att))
		return PTR_ERR(att);
	match->target = &att->target;
	return 0;
}

/* The selectors of flush and dump. */
static int parse_match(struct vsw_nl_req *req, struct vsw_switch *sw,
		       struct vsw_fdb_match *match)
{
	struct vsw_network *network;
	struct vsw_peer *peer;
	struct vsw_vtep *vtep;
	int err;

	if (req->attrs[VSW_A_FDB_NETWORK]) {
		network = vsw_nl_network(req, sw, VSW_A_FDB_NETWORK);
		if (IS_ERR(network))
			return PTR_ERR(network);
		match->domain = &network->fdb;
	}
	if (req->attrs[VSW_A_FDB_PORT]) {
		err = match_port(req, match);
		if (err)
			return err;
	}
	if (req->attrs[VSW_A_FDB_VTEP]) {
		vtep = vsw_nl_vtep(req, sw, VSW_A_FDB_VTEP);
		if (IS_ERR(vtep))
			return PTR_ERR(vtep);
		match->quota = &vtep->quota;
	}
	if (req->attrs[VSW_A_FDB_PEER]) {
		peer = find_peer(req, sw);
		if (IS_ERR(peer))
			return PTR_ERR(peer);
		match->target = &peer->target;
	}
	if (req->attrs[VSW_A_FDB_KIND])
		match->kinds = BIT(nla_get_u32(req->attrs[VSW_A_FDB_KIND]));
	return 0;
}

struct visit {
	struct vsw_nl_dump *dump;
	struct row row;
};

static int visit(const struct vsw_fdb_entry *entry, void *data)
{
	struct visit *v = data;
	const struct nlattr *attr = v->dump->req.attrs[VSW_A_FDB_MAC];
	u8 mac[ETH_ALEN];

	vsw_fdb_key_mac(entry->key, mac);
	if (attr && memcmp(mac, nla_data(attr), ETH_ALEN))
		return 0;
	v->row.entry = entry;
	return fill(&v->dump->msg, &v->row);
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_fdb_match match = { .kinds = VSW_FDB_KINDS_ALL };
	struct visit v = { .dump = dump, .row = { .sw = sw, .cause = -1 } };
	struct vsw_nl_req *req = &dump->req;
	int err = check_target(req);

	if (err)
		return err;
	err = parse_match(req, sw, &match);
	/* Of all switches, those that lack what is named have no entries. */
	if (err == -ENOENT && !req->attrs[VSW_A_FDB_SWITCH]) {
		req->extack->_msg = NULL;
		req->extack->bad_attr = NULL;
		return 0;
	}
	if (err)
		return err;
	mutex_lock(&sw->fdb.mutex);
	/* From here on the table stays, and with it what a position means. */
	dump->msg.cb->seq = vsw_nl_dump_generation(req->vn);
	err = vsw_fdb_walk(&sw->fdb, &match, &dump->pos->id, visit, &v);
	mutex_unlock(&sw->fdb.mutex);
	return err;
}

int vsw_nl_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_FDB_GET, VSW_A_FDB_SWITCH,
			   dump_switch);
}

struct flush {
	struct vsw_fdb *fdb;
	const struct vsw_fdb_match *match;
};

/*
 * Flushes once there is a message to tell the result: what has been done
 * cannot be refused for want of memory.
 */
static int flush_and_fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct flush *flush = obj;
	void *hdr = vsw_nl_begin(msg);
	u32 flushed;

	if (!hdr)
		return -EMSGSIZE;
	flushed = vsw_fdb_flush(flush->fdb, flush->match);
	return vsw_nl_end(msg, hdr, nla_put_u32(msg->skb, VSW_A_FDB_FLUSHED,
						flushed));
}

static int fdb_flush(struct vsw_nl_req *req)
{
	struct vsw_fdb_match match = { .kinds = BIT(VSW_FDB_KIND_LEARNED) };
	struct flush flush = { .match = &match };
	struct vsw_switch *sw;
	int err;

	sw = vsw_nl_switch(req, VSW_A_FDB_SWITCH);
	if (IS_ERR(sw))
		return PTR_ERR(sw);
	err = check_target(req) ?: parse_match(req, sw, &match);
	if (err)
		return err;
	if (match.kinds & BIT(VSW_FDB_KIND_LOCAL)) {
		VSW_NL_ERR(req, VSW_A_FDB_KIND,
			   "local entries go with their port");
		return -EINVAL;
	}
	flush.fdb = &sw->fdb;
	return vsw_nl_reply(req, VSW_CMD_FDB_FLUSH, flush_and_fill, &flush);
}

int vsw_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, fdb_flush);
}
