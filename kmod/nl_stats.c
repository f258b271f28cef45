// SPDX-License-Identifier: GPL-2.0
#include "netlink.h"
#include "network.h"
#include "port.h"
#include "stats.h"
#include "switch.h"
#include "vtep.h"

/* An object that has counters. */
struct row {
	const struct vsw_switch *sw;
	enum vsw_stats_kind kind;
	const char *name;
	const struct vsw_stats *stats;
};

static int fill_drop(struct sk_buff *skb, enum vsw_drop reason, u64 packets)
{
	struct nlattr *nest;

	if (!packets)
		return 0;
	nest = nla_nest_start(skb, VSW_A_STATS_DROP);
	if (!nest ||
	    nla_put_string(skb, VSW_A_DROP_REASON, vsw_drop_names[reason]) ||
	    nla_put_u64_64bit(skb, VSW_A_DROP_PACKETS, packets,
			      VSW_A_DROP_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_counters(struct sk_buff *skb, const struct vsw_stats_sum *sum)
{
	int i;

	if (nla_put_u64_64bit(skb, VSW_A_STATS_RX_PACKETS, sum->rx_packets,
			      VSW_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VSW_A_STATS_RX_BYTES, sum->rx_bytes,
			      VSW_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VSW_A_STATS_TX_PACKETS, sum->tx_packets,
			      VSW_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VSW_A_STATS_TX_BYTES, sum->tx_bytes,
			      VSW_A_STATS_PAD))
		return -EMSGSIZE;
	for (i = 0; i < VSW_DROP_COUNT; i++)
		if (fill_drop(skb, i, sum->drops[i]))
			return -EMSGSIZE;
	return 0;
}

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct row *row = obj;
	struct sk_buff *skb = msg->skb;
	char name[VSW_NAME_MAX + 1];
	struct vsw_stats_sum sum;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	vsw_stats_read(row->stats, &sum);
	/* That of a netdevice may change at any moment. */
	strscpy(name, row->name, sizeof(name));
	err = vsw_nl_put_dev(skb, VSW_A_STATS_SWITCH, row->sw->dev) ||
	      nla_put_u32(skb, VSW_A_STATS_KIND, row->kind) ||
	      nla_put_string(skb, VSW_A_STATS_NAME, name) ||
	      fill_counters(skb, &sum);
	return vsw_nl_end(msg, hdr, err);
}

/* The object that kind and name mean. */
static int find(struct vsw_nl_req *req, struct vsw_switch *sw, u32 kind,
		struct row *row)
{
	struct vsw_network *network;
	struct vsw_vtep *vtep;
	struct vsw_port *port;

	switch (kind) {
	case VSW_STATS_KIND_PORT:
		port = vsw_nl_port(req, VSW_A_STATS_NAME, VSW_A_STATS_SWITCH);
		if (IS_ERR(port))
			return PTR_ERR(port);
		row->name = port->name;
		row->stats = &port->stats;
		return 0;
	case VSW_STATS_KIND_NETWORK:
		network = vsw_nl_network(req, sw, VSW_A_STATS_NAME);
		if (IS_ERR(network))
			return PTR_ERR(network);
		row->name = network->name;
		row->stats = &network->stats;
		return 0;
	default:
		vtep = vsw_nl_vtep(req, sw, VSW_A_STATS_NAME);
		if (IS_ERR(vtep))
			return PTR_ERR(vtep);
		row->name = vtep->name;
		row->stats = &vtep->stats;
		return 0;
	}
}

static int stats_get(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_STATS_SWITCH);
	struct row row;
	int err;

	if (IS_ERR(sw))
		return PTR_ERR(sw);
	if (!req->attrs[VSW_A_STATS_KIND]) {
		NL_SET_ERR_MSG(req->extack, "port, network or vtep?");
		NL_SET_ERR_ATTR_MISS(req->extack, NULL, VSW_A_STATS_KIND);
		return -EINVAL;
	}
	row.sw = sw;
	row.kind = nla_get_u32(req->attrs[VSW_A_STATS_KIND]);
	err = find(req, sw, row.kind, &row);
	if (err)
		return err;
	return vsw_nl_reply(req, VSW_CMD_STATS_GET, fill, &row);
}

int vsw_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, stats_get);
}

static int dump_row(struct vsw_nl_dump *dump, const struct row *row)
{
	if (!vsw_nl_matches(&dump->req, VSW_A_STATS_NAME, row->name))
		return 0;
	return fill(&dump->msg, row);
}

static int dump_ports(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct row row = { .sw = sw, .kind = VSW_STATS_KIND_PORT };
	struct vsw_port *port;
	int err;

	xa_for_each_start(&sw->ports, dump->pos->sub, port, dump->pos->sub) {
		row.name = port->name;
		row.stats = &port->stats;
		err = dump_row(dump, &row);
		if (err)
			return err;
	}
	return 0;
}

static int dump_networks(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct row row = { .sw = sw, .kind = VSW_STATS_KIND_NETWORK };
	struct vsw_network *network;
	int err;

	xa_for_each_start(&sw->ids, dump->pos->sub, network, dump->pos->sub) {
		row.name = network->name;
		row.stats = &network->stats;
		err = dump_row(dump, &row);
		if (err)
			return err;
	}
	return 0;
}

static int dump_vteps(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct row row = { .sw = sw, .kind = VSW_STATS_KIND_VTEP };
	struct vsw_vtep *vtep;
	int err;

	xa_for_each_start(&sw->vteps, dump->pos->sub, vtep, dump->pos->sub) {
		row.name = vtep->name;
		row.stats = &vtep->stats;
		err = dump_row(dump, &row);
		if (err)
			return err;
	}
	return 0;
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	static int (* const dump_kind[])(struct vsw_switch *sw,
					 struct vsw_nl_dump *dump) = {
		[VSW_STATS_KIND_PORT] = dump_ports,
		[VSW_STATS_KIND_NETWORK] = dump_networks,
		[VSW_STATS_KIND_VTEP] = dump_vteps,
	};
	unsigned long *kind = &dump->pos->id;
	int err;

	for (; *kind < ARRAY_SIZE(dump_kind); ++*kind) {
		if (vsw_nl_u32(&dump->req, VSW_A_STATS_KIND, *kind) != *kind)
			continue;
		err = dump_kind[*kind](sw, dump);
		if (err)
			return err;
		dump->pos->sub = 0;
	}
	return 0;
}

int vsw_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_STATS_GET, VSW_A_STATS_SWITCH,
			   dump_switch);
}
