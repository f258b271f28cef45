/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic netlink family "vsw"; netlink_gen.* is generated from
 * Documentation/netlink/specs/vsw.yaml.
 *
 * netlink.c has what all handlers share, nl_*.c the handlers, one file for
 * each noun or two. A handler parses the request into a change, holds that
 * against the state, and hands it to the noun's own file, where it can fail
 * for lack of memory at most, and then leaves nothing behind.
 */
#ifndef _VSW_NETLINK_H
#define _VSW_NETLINK_H

#include <linux/in6.h>
#include <net/genetlink.h>

#include "netlink_gen.h"

struct vsw_attachment;
struct vsw_fdb_entry;
struct vsw_group;
struct vsw_groups;
struct vsw_neigh;
struct vsw_net;
struct vsw_network;
struct vsw_peer;
struct vsw_port;
struct vsw_prefix;
struct vsw_set;
struct vsw_switch;
struct vsw_vtep;

int vsw_nl_init(void);
void vsw_nl_uninit(void);

/*
 * Tell group "events". Context: configuration mutex held; the FDB's under the
 * FDB lock. Sending is best effort, listeners learn of a loss.
 */
void vsw_nl_notify_switch(struct vsw_switch *sw, u8 cmd);
void vsw_nl_notify_network(struct vsw_network *network, u8 cmd);
void vsw_nl_notify_port(struct vsw_port *port, u8 cmd);

/*
 * What a netdevice is like has changed, and no list of objects has: whoever
 * holds it, in whatever namespace, must not be able to interrupt dumps.
 */
void vsw_nl_notify_port_dev(struct vsw_port *port);
void vsw_nl_notify_vlan(struct vsw_attachment *att, u8 cmd);
void vsw_nl_notify_vtep(struct vsw_vtep *vtep, u8 cmd);
void vsw_nl_notify_peer(struct vsw_peer *peer, struct vsw_network *network,
			u8 cmd);
void vsw_nl_notify_fdb(struct vsw_switch *sw,
		       const struct vsw_fdb_entry *entry,
		       enum vsw_fdb_cause cause, bool gone);
void vsw_nl_notify_neigh(struct vsw_network *network,
			 const struct vsw_neigh *neigh, u8 cmd);
bool vsw_nl_has_listeners(struct net *net);

/* The rest is among the handlers. */

/**
 * struct vsw_nl_req - a request
 * @vn:		namespace
 * @attrs:	its attributes
 * @extack:	for the refusal
 * @info:	for the answer; %NULL for dumps
 * @doomed:	netdevices to unregister in the end, see vsw_nl_config_rtnl()
 * @moved:	netdevice whose address has changed, to tell of in the end
 */
struct vsw_nl_req {
	struct vsw_net *vn;
	struct nlattr **attrs;
	struct netlink_ext_ack *extack;
	struct genl_info *info;
	struct list_head doomed;
	struct net_device *moved;
};

/* Run a handler under the configuration mutex, and under RTNL too. */
int vsw_nl_config(struct genl_info *info, int (*fn)(struct vsw_nl_req *req));
int vsw_nl_config_rtnl(struct genl_info *info,
		       int (*fn)(struct vsw_nl_req *req));

/**
 * struct vsw_nl_msg - a message that is being made
 * @skb:	where
 * @portid:	for whom
 * @seq:	in answer to what
 * @flags:	NLM_F_*
 * @cmd:	enum of the family's commands
 * @cb:		the dump that it is part of, or %NULL
 */
struct vsw_nl_msg {
	struct sk_buff *skb;
	u32 portid;
	u32 seq;
	int flags;
	u8 cmd;
	struct netlink_callback *cb;
};

/* Puts an object in a message. 0, or -EMSGSIZE with nothing left behind. */
typedef int vsw_nl_fill_t(const struct vsw_nl_msg *msg, const void *obj);

/* Differs when a dump that goes on could miss or repeat an object. */
u32 vsw_nl_dump_generation(struct vsw_net *vn);

void *vsw_nl_begin(const struct vsw_nl_msg *msg);
int vsw_nl_end(const struct vsw_nl_msg *msg, void *hdr, int err);

int vsw_nl_reply(struct vsw_nl_req *req, u8 cmd, vsw_nl_fill_t *fill,
		 const void *obj);
void vsw_nl_multicast(struct net *net, u8 cmd, vsw_nl_fill_t *fill,
		      const void *obj, gfp_t gfp);

/**
 * struct vsw_nl_pos - where a dump goes on; in netlink_callback::ctx
 * @sw:		ifindex of the switch
 * @id:		key of the object in it
 * @sub:	key of the part of the object
 * @sub2:	and of a part of that
 */
struct vsw_nl_pos {
	unsigned long sw;
	unsigned long id;
	unsigned long sub;
	unsigned long sub2;
};

/**
 * struct vsw_nl_dump - one call of a dump
 * @req:	request; filters are read from its attributes
 * @msg:	the next message
 * @pos:	where it goes on
 */
struct vsw_nl_dump {
	struct vsw_nl_req req;
	struct vsw_nl_msg msg;
	struct vsw_nl_pos *pos;
};

/**
 * vsw_nl_dump() - dump the objects of switches
 * @skb:	as given to dumpit
 * @cb:		as given to dumpit
 * @cmd:	command of the messages
 * @attr:	attribute with the name of the one switch to dump
 * @each:	dumps a switch from @pos on; non-zero stops
 *
 * Return: for dumpit to return.
 */
int vsw_nl_dump(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		int attr, int (*each)(struct vsw_switch *sw,
				      struct vsw_nl_dump *dump));

/*
 * Objects that attributes name; on failure, extack says what is wrong with
 * which attribute. ERR_PTR() of -EINVAL (missing) or -ENOENT (no such).
 */
struct vsw_switch *vsw_nl_switch(struct vsw_nl_req *req, int attr);
struct vsw_network *vsw_nl_network(struct vsw_nl_req *req,
				   struct vsw_switch *sw, int attr);
/* @sw_attr may be absent; 0 if the request has none */
struct vsw_port *vsw_nl_port(struct vsw_nl_req *req, int attr, int sw_attr);
/* Where the switch is known; %NULL for any. */
struct vsw_port *vsw_nl_port_of(struct vsw_nl_req *req, struct vsw_switch *sw,
				int attr);
/* Of a port, or of the error in finding it; without @attr the untagged one. */
struct vsw_attachment *vsw_nl_attachment(struct vsw_nl_req *req,
					 struct vsw_port *port, int attr);
struct vsw_vtep *vsw_nl_vtep(struct vsw_nl_req *req, struct vsw_switch *sw,
			     int attr);
/* Any IP address, IPv4-mapped for IPv4, and one of a host. */
int vsw_nl_ip(struct vsw_nl_req *req, int attr, struct in6_addr *address);
int vsw_nl_address(struct vsw_nl_req *req, int attr, struct in6_addr *address);
struct vsw_set *vsw_nl_set(struct vsw_nl_req *req, struct vsw_switch *sw,
			   int attr);
struct vsw_group *vsw_nl_group(struct vsw_nl_req *req, struct vsw_switch *sw,
			       int attr);

/**
 * vsw_nl_groups() - read the security groups that a request gives
 * @req:	request
 * @sw:		their switch
 * @attr:	attribute that names one, and may come several times
 * @groups:	result
 *
 * Return: 0; -ENODATA if the request does not say; -EINVAL, -ENOENT, -E2BIG
 * with a sentence.
 */
int vsw_nl_groups(struct vsw_nl_req *req, struct vsw_switch *sw, int attr,
		  struct vsw_groups *groups);

/* Of an attribute with a prefix's address and one with its length: -EINVAL. */
int vsw_nl_prefix(struct vsw_nl_req *req, int attr, int len_attr,
		  struct vsw_prefix *prefix);

/* A unicast MAC address, as vsw_fdb_mac(). -EINVAL, -EADDRNOTAVAIL. */
int vsw_nl_mac(struct vsw_nl_req *req, int attr, u64 *mac);

/* Missing, empty, or with characters that would break output: -EINVAL. */
int vsw_nl_check_name(struct vsw_nl_req *req, int attr);

/* An IPv4-mapped address goes as 4 bytes. */
int vsw_nl_put_address(struct sk_buff *skb, int attr,
		       const struct in6_addr *address);
int vsw_nl_put_prefix(struct sk_buff *skb, int attr, int len_attr,
		      const struct vsw_prefix *prefix);

/* The security groups of an attachment; nothing if it has no policy. */
int vsw_nl_put_groups(struct sk_buff *skb, int attr,
		      const struct vsw_attachment *att);

/* The name of a netdevice, which may be renamed at any moment. */
int vsw_nl_put_port(struct sk_buff *skb, int attr, const struct vsw_port *port);
int vsw_nl_put_dev(struct sk_buff *skb, int attr, const struct net_device *dev);

/* The attribute if it is there, and what is so far if not. */
static inline u32 vsw_nl_u32(const struct vsw_nl_req *req, int attr, u32 old)
{
	return req->attrs[attr] ? nla_get_u32(req->attrs[attr]) : old;
}

static inline u8 vsw_nl_u8(const struct vsw_nl_req *req, int attr, u8 old)
{
	return req->attrs[attr] ? nla_get_u8(req->attrs[attr]) : old;
}

static inline u16 vsw_nl_u16(const struct vsw_nl_req *req, int attr, u16 old)
{
	return req->attrs[attr] ? nla_get_u16(req->attrs[attr]) : old;
}

/* Whether a filter attribute is absent, or is this name. */
static inline bool vsw_nl_matches(const struct vsw_nl_req *req, int attr,
				  const char *name)
{
	return !req->attrs[attr] || !nla_strcmp(req->attrs[attr], name);
}

/* Refuse a request because of one of its attributes, with a sentence. */
#define VSW_NL_ERR(req, attr, msg) do {					\
	const struct vsw_nl_req *__req = (req);				\
									\
	NL_SET_ERR_MSG_ATTR(__req->extack, __req->attrs[attr], msg);	\
} while (0)

#endif /* _VSW_NETLINK_H */
