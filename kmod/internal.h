/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Netdevices that are ports from birth: the one of the switch itself (kind
 * "vsw") and internal ports (kind "vswport"). What the host sends through one
 * comes into the switch, what the switch sends to it is received by the host.
 *
 * An internal port may be moved to another network namespace and stays a port
 * of its switch, as those who plug routers and DHCP servers expect.
 */
#ifndef _VSW_INTERNAL_H
#define _VSW_INTERNAL_H

#include <linux/netdevice.h>

struct vsw_net;
struct vsw_port;

/**
 * struct vsw_internal - first in the private part of both kinds
 * @port: the port; %NULL before and after
 */
struct vsw_internal {
	struct vsw_port __rcu *port;
};

int vsw_internal_init(void);
void vsw_internal_uninit(void);

/* rtnl_link_ops::setup of the two kinds. */
void vsw_internal_setup(struct net_device *dev);
void vsw_internal_setup_switch(struct net_device *dev);

bool vsw_internal_is(const struct net_device *dev);

/**
 * vsw_internal_create() - make the netdevice of an internal port
 * @net:	namespace to make it in
 * @name:	interface name
 * @mac:	its address, %NULL for a random one
 * @extack:	for the refusal
 *
 * Context: process; RTNL held.
 * Return: the netdevice; -EEXIST, -EINVAL, -ENOMEM.
 */
struct net_device *vsw_internal_create(struct net *net, const char *name,
				       const u8 *mac,
				       struct netlink_ext_ack *extack);

/**
 * vsw_internal_take_address() - give a port's netdevice another address
 * @port:	a local or internal port
 * @address:	the address, not the one that it has
 *
 * The FDB keeps the old one beside it until vsw_internal_drop_address() ends
 * that: so this can be undone without memory, by setting the old address and
 * dropping the new one.
 *
 * Context: process; RTNL and configuration mutex held.
 * Return: 0; -EEXIST if a network has an entry for it that stays, -ENOMEM,
 * -ENOSPC.
 */
int vsw_internal_take_address(struct vsw_port *port, const u8 *address);
void vsw_internal_drop_address(struct vsw_port *port, const u8 *address);

#endif /* _VSW_INTERNAL_H */
