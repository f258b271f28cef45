/* SPDX-License-Identifier: GPL-2.0 */
/* Netdevices that are ports: which can be, and how they join a switch. */
#ifndef _VSW_DEVICE_H
#define _VSW_DEVICE_H

struct net_device;
struct netdev_notifier_changeupper_info;
struct netlink_ext_ack;
struct vsw_port;
struct vsw_switch;

/* All of these: process context, RTNL held. */

/**
 * vsw_device_check() - whether a netdevice can be a port
 * @sw:		switch
 * @dev:	netdevice
 * @extack:	for the refusal
 *
 * Return: 0; -EINVAL (loopback, not Ethernet), -EBUSY (a port already, or another
 * receive handler is there), -ELOOP (a switch, or stands on one of its ports),
 * -EOPNOTSUPP (does not allow bridging).
 */
int vsw_device_check(struct vsw_switch *sw, struct net_device *dev,
		     struct netlink_ext_ack *extack);

/**
 * vsw_device_check_upper() - whether a netdevice may stand on another one
 * @dev:	the lower one
 * @info:	what NETDEV_PRECHANGEUPPER says
 *
 * Return: for the notifier; it refuses what would make a loop.
 */
int vsw_device_check_upper(struct net_device *dev,
			   const struct netdev_notifier_changeupper_info *info);

/*
 * Join a port's netdevice to the switch's, and take the frames that it receives.
 * Return: 0, or what the kernel says; nothing has changed then.
 */
int vsw_device_join(struct vsw_port *port, struct netlink_ext_ack *extack);

/* Returns when nobody uses the port as the handler's argument any more. */
void vsw_device_leave(struct vsw_port *port);

#endif /* _VSW_DEVICE_H */
