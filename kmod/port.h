/* SPDX-License-Identifier: GPL-2.0 */
/* A port: a netdevice through which frames come into a switch and leave it. */
#ifndef _VSW_PORT_H
#define _VSW_PORT_H

#include <linux/list.h>
#include <linux/netdevice.h>

#include "attachment.h"
#include "fdb.h"
#include "limits.h"
#include "stats.h"

struct vsw_fragments;
struct vsw_net;
struct vsw_switch;

#define VSW_PORT_FDB_LIMIT	1024

/*
 * Most ports of a namespace that were made ahead of their netdevices: each
 * netdevice that comes is compared with those that wait, under RTNL.
 */
#define VSW_PORTS_AHEAD_MAX	8192

/**
 * struct vsw_port_params - what the user may choose
 */
struct vsw_port_params {
	bool uplink;
	bool isolated;
	bool split_horizon;
	bool reserved_groups;
	bool closed;
	u32 fdb_limit;
	u32 conn_limit;
	u32 conn_rate;
	u32 flood_rate;
};

#define VSW_PORT_DEFAULTS						\
	((struct vsw_port_params){					\
		.split_horizon = true,					\
		.fdb_limit = VSW_PORT_FDB_LIMIT,			\
		.conn_limit = VSW_PORT_CONN_LIMIT,			\
	})

/**
 * struct vsw_port - a port
 * @dev:	its netdevice, which may be %NULL only if @waits; configuration
 *		mutex, and constant for frames to and from a live port
 * @sw:		its switch; constant
 * @stats:	counters
 * @untagged:	attachment of untagged frames, or %NULL
 * @vids:	attachments of VLAN ids, %NULL as long as there never was one
 * @limits:	its share of what all have, %NULL as long as it never had a policy
 *		or a limit that is asked for
 * @fragments:	those that its policy has let through, %NULL as long as it never
 *		had one
 * @shut_untagged: where @untagged is while the port is not @live
 * @shut_vids:	the same of @vids
 * @params:	the user's choices; READ_ONCE()
 * @type:	enum vsw_port_type; constant
 * @live:	frames pass, see port_state.h; configuration mutex
 * @waits:	made ahead of its netdevice, and outlives it; constant
 * @listed:	its attachments are in the flood lists; configuration mutex
 * @id:		key in vsw_switch::ports; constant
 * @quota:	its share of the FDB
 * @attachments: all attachments; configuration mutex
 * @name:	name of @dev, as it is or was in the switch's network namespace, or
 *		is to be; configuration mutex
 * @refusal:	why the netdevice that came by that name is not @dev, or %NULL;
 *		it may have gone since; configuration mutex
 * @rcu:	for freeing
 */
struct vsw_port {
	struct net_device *dev;
	struct vsw_switch *sw;
	struct vsw_stats stats;
	struct vsw_attachment __rcu *untagged;
	struct vsw_vids __rcu *vids;
	struct vsw_limits __rcu *limits;
	struct vsw_fragments __rcu *fragments;
	struct vsw_port_params params;
	u8 type;

	bool live;
	bool listed;
	bool waits;
	u32 id;
	struct vsw_attachment __rcu *shut_untagged;
	struct vsw_vids __rcu *shut_vids;
	struct vsw_fdb_quota quota;
	struct list_head attachments;
	char name[IFNAMSIZ];
	char *refusal;
	struct rcu_head rcu;
};

int vsw_port_init(void);
void vsw_port_uninit(void);

/**
 * vsw_port_create() - make a netdevice a port
 * @sw:		switch
 * @dev:	netdevice of the same namespace, or an internal one
 * @type:	what @dev is
 * @params:	the user's choices
 * @extack:	for the refusal
 *
 * Context: process; RTNL and configuration mutex held.
 * Return: the port; -EINVAL (loopback, not Ethernet), -EBUSY (a port already,
 * or another receive handler is there), -EEXIST (a port of this name waits for
 * its netdevice, or is in another namespace), -ELOOP (a switch), -ENOMEM.
 */
struct vsw_port *vsw_port_create(struct vsw_switch *sw, struct net_device *dev,
				 enum vsw_port_type type,
				 const struct vsw_port_params *params,
				 struct netlink_ext_ack *extack);

/**
 * vsw_port_create_ahead() - make a port before its netdevice is there
 * @sw:		switch
 * @name:	name of the netdevice; there is none of it in the namespace
 * @params:	the user's choices
 * @extack:	for the refusal
 *
 * The port gets the netdevice that comes by this name: within its registration,
 * before anybody else can use it. When that goes, the port waits again.
 *
 * Context: as above.
 * Return: the port; -EEXIST, -ENOSPC (%VSW_PORTS_AHEAD_MAX), -ENOMEM.
 */
struct vsw_port *vsw_port_create_ahead(struct vsw_switch *sw, const char *name,
				       const struct vsw_port_params *params,
				       struct netlink_ext_ack *extack);

/*
 * Make a netdevice the port that waits for it in the switch, or else a new one
 * with the usual parameters. Context and return: as vsw_port_create().
 */
int vsw_port_enslave(struct vsw_switch *sw, struct net_device *dev,
		     struct netlink_ext_ack *extack);

/* Context: as above. The netdevice stays, also that of an internal port. */
void vsw_port_destroy(struct vsw_port *port);

/*
 * Take a port's netdevice out of the switch, as `ip link set DEV nomaster` does:
 * a port that was made ahead of it waits again. Context: as above.
 */
void vsw_port_release(struct vsw_port *port);

/*
 * All that a change to @params may fail for, to be done before anything else.
 * Context: process; configuration mutex held. Return: 0, or -ENOMEM.
 */
int vsw_port_prepare(struct vsw_port *port,
		     const struct vsw_port_params *params);

/* Make sure that a port has limits. Context and return as above. */
int vsw_port_limit(struct vsw_port *port);

/**
 * vsw_port_change() - give a port what the user has chosen
 * @port:	port; vsw_port_state_prepare() has been told whether it is to be
 *		closed
 * @params:	the user's choices
 *
 * Context: process; configuration mutex held.
 */
void vsw_port_change(struct vsw_port *port,
		     const struct vsw_port_params *params);

/* Forget what was learned behind a port. Context: as above. */
void vsw_port_flush(struct vsw_port *port);

/* VSW_HORIZON_* of the port's attachments. Context: as above. */
u8 vsw_port_horizon(const struct vsw_port_params *params);

/**
 * vsw_port_of() - the port that a netdevice is
 *
 * Context: process; RTNL held, or RCU read side.
 * Return: %NULL if it is none.
 */
struct vsw_port *vsw_port_of(const struct net_device *dev);

/**
 * vsw_port_find() - find a port by interface name
 * @vn:		namespace of the switches
 * @sw:		switch, %NULL for any of @vn
 * @name:	interface name; of a port that waits, the one of the netdevice to
 *		come; of an internal port that has moved elsewhere, the one that
 *		it left with: what it is called there is not for others to
 *		choose
 *
 * Context: process; configuration mutex held.
 */
struct vsw_port *vsw_port_find(struct vsw_net *vn, struct vsw_switch *sw,
			       const char *name);

/* The port of an attachment; what its entries count against is that port's. */
static inline struct vsw_port *
vsw_attachment_port(const struct vsw_attachment *att)
{
	return container_of(att->target.quota, struct vsw_port, quota);
}

/* What the attachments of a live port are. */
static inline enum vsw_target_kind
vsw_port_target_kind(const struct vsw_port *port)
{
	return port->type == VSW_PORT_TYPE_DEVICE ? VSW_TARGET_DEVICE :
						    VSW_TARGET_INTERNAL;
}

/* Its netdevice is up and has a carrier. */
static inline bool vsw_port_dev_up(const struct net_device *dev)
{
	return (READ_ONCE(dev->state) & (BIT(__LINK_STATE_START) |
					 BIT(__LINK_STATE_NOCARRIER))) ==
	       BIT(__LINK_STATE_START);
}

#endif /* _VSW_PORT_H */
