// SPDX-License-Identifier: GPL-2.0
#include "device.h"

#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "input.h"
#include "internal.h"
#include "port.h"
#include "switch.h"
#include "vxlan.h"

#define MSG_LOOP \
	"the device stands on the switch, this would make a loop"

/*
 * For netdev_walk_all_lower_dev(): an internal port, of a switch that stands above
 * a netdevice or is it.
 */
static int is_port_of_upper(struct net_device *lower,
			    struct netdev_nested_priv *priv)
{
	struct net_device *upper = priv->data, *sw;
	const struct vsw_port *port;

	port = vsw_internal_is(lower) ? vsw_port_of(lower) : NULL;
	if (!port)
		return 0;
	sw = port->sw->dev;
	return upper == sw || netdev_has_upper_dev_all_rcu(upper, sw);
}

/*
 * Whether a switch would get a port that stands on a port of its own, a VLAN
 * device or a bond say. Switches are the masters of their ports' netdevices.
 */
static bool makes_loop(struct net_device *lower, struct net_device *upper)
{
	struct netdev_nested_priv priv = { .data = upper };
	bool loop;

	rcu_read_lock();
	loop = is_port_of_upper(lower, &priv) ||
	       netdev_walk_all_lower_dev(lower, is_port_of_upper, &priv);
	rcu_read_unlock();
	return loop;
}

int vsw_device_check_upper(struct net_device *dev,
			   const struct netdev_notifier_changeupper_info *info)
{
	if (!info->linking || !makes_loop(dev, info->upper_dev))
		return NOTIFY_DONE;
	NL_SET_ERR_MSG(info->info.extack, MSG_LOOP);
	return notifier_from_errno(-ELOOP);
}

int vsw_device_check(struct vsw_switch *sw, struct net_device *dev,
		     struct netlink_ext_ack *extack)
{
	if (dev->flags & IFF_LOOPBACK) {
		NL_SET_ERR_MSG(extack, "a loopback device cannot be a port");
		return -EINVAL;
	}
	if (dev->type != ARPHRD_ETHER || dev->addr_len != ETH_ALEN) {
		NL_SET_ERR_MSG(extack, "only an Ethernet device can be a port");
		return -EINVAL;
	}
	if (dev == sw->dev) {
		NL_SET_ERR_MSG(extack, "a switch cannot be its own port");
		return -ELOOP;
	}
	if (vsw_internal_is(dev)) {
		NL_SET_ERR_MSG(extack,
			       "a switch or an internal port cannot be a port of another switch, join them with a veth pair");
		return -ELOOP;
	}
	if (vsw_port_of(dev)) {
		NL_SET_ERR_MSG(extack, "the device is a port already");
		return -EBUSY;
	}
	if (netdev_is_rx_handler_busy(dev) ||
	    netdev_master_upper_dev_get(dev)) {
		NL_SET_ERR_MSG(extack,
			       "the device belongs to a bridge, bond or the like already");
		return -EBUSY;
	}
	/* The kernel would find most of these, but has no words for them. */
	if (makes_loop(dev, sw->dev)) {
		NL_SET_ERR_MSG(extack, MSG_LOOP);
		return -ELOOP;
	}
	if (dev->priv_flags & IFF_DONT_BRIDGE) {
		NL_SET_ERR_MSG(extack, "the device does not allow bridging");
		return -EOPNOTSUPP;
	}
	return 0;
}

int vsw_device_join(struct vsw_port *port, struct netlink_ext_ack *extack)
{
	struct net_device *dev = port->dev;
	int err;

	err = dev_set_promiscuity(dev, 1);
	if (err)
		return err;
	/* Before the notifier knows the port: drivers may restart for this. */
	dev_disable_lro(dev);
	err = netdev_master_upper_dev_link(dev, port->sw->dev, NULL, NULL,
					   extack);
	if (err)
		goto err_promisc;
	err = netdev_rx_handler_register(dev, vsw_input_rx_handler, port);
	if (err)
		goto err_upper;
	/* Let drivers leave room in what guests send for the tunnel headers. */
	netdev_set_rx_headroom(dev, VSW_VXLAN_HEADROOM);
	return 0;

err_upper:
	netdev_upper_dev_unlink(dev, port->sw->dev);
err_promisc:
	dev_set_promiscuity(dev, -1);
	return err;
}

void vsw_device_leave(struct vsw_port *port)
{
	struct net_device *dev = port->dev;

	netdev_reset_rx_headroom(dev);
	netdev_rx_handler_unregister(dev);
	netdev_upper_dev_unlink(dev, port->sw->dev);
	dev_set_promiscuity(dev, -1);
}
