// SPDX-License-Identifier: GPL-2.0
#include "internal.h"

#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include <net/rtnetlink.h>

#include "input.h"
#include "netlink.h"
#include "port.h"
#include "switch.h"
#include "vxlan.h"

/* What a packet of the host's may be when it comes into the switch. */
#define INTERNAL_FEATURES (NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HIGHDMA | \
			   NETIF_F_GSO_SOFTWARE | NETIF_F_HW_CSUM |	     \
			   NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_STAG_TX)

static int internal_open(struct net_device *dev)
{
	netif_start_queue(dev);
	return 0;
}

static int internal_stop(struct net_device *dev)
{
	netif_stop_queue(dev);
	return 0;
}

/* Bring a frame of the host's into the form that input.c expects. */
static struct sk_buff *prepare(struct sk_buff *skb, const struct vsw_port *port)
{
	/*
	 * Mark and conntrack are the sender's namespace's affair, and so is the
	 * priority, which would choose a class of the host's queues.
	 */
	skb_scrub_packet(skb, true);
	if (unlikely(!net_eq(dev_net(skb->dev), port->sw->vn->net)))
		skb->priority = 0;
	skb_reset_mac_header(skb);
	/* A packet socket may have said anything about the protocol. */
	skb->protocol = eth_hdr(skb)->h_proto;
	if (!eth_proto_is_802_3(skb->protocol))
		skb->protocol = htons(ETH_P_802_2);
	if (!eth_type_vlan(skb->protocol) || skb_vlan_tag_present(skb))
		return skb;

	__skb_pull(skb, ETH_HLEN);
	skb = skb_vlan_untag(skb);
	if (skb)
		__skb_push(skb, ETH_HLEN);
	return skb;
}

static netdev_tx_t internal_xmit(struct sk_buff *skb, struct net_device *dev)
{
	const struct vsw_internal *internal = netdev_priv(dev);
	unsigned int len = skb->len;
	struct vsw_port *port;

	rcu_read_lock();
	port = rcu_dereference(internal->port);
	if (unlikely(!port)) {
		dev_core_stats_tx_dropped_inc(dev);
		kfree_skb(skb);
		goto unlock;
	}
	if (unlikely(!pskb_may_pull(skb, ETH_HLEN))) {
		dev_core_stats_tx_dropped_inc(dev);
		vsw_drop(skb, VSW_DROP_RUNT, &port->stats, NULL);
		goto unlock;
	}
	if (unlikely(!vsw_path_enter())) {
		dev_core_stats_tx_dropped_inc(dev);
		vsw_drop(skb, VSW_DROP_RECURSION, &port->stats, NULL);
		goto unlock;
	}
	skb = prepare(skb, port);
	if (likely(skb)) {
		dev_sw_netstats_tx_add(dev, 1, len);
		vsw_input_port(port, skb);
	} else {
		dev_core_stats_tx_dropped_inc(dev);
		vsw_drop_count(NULL, VSW_DROP_MALFORMED, &port->stats, NULL);
	}
	vsw_path_leave();
unlock:
	rcu_read_unlock();
	return NETDEV_TX_OK;
}

int vsw_internal_take_address(struct vsw_port *port, const u8 *address)
{
	struct vsw_attachment *att;
	int err = 0;

	ASSERT_RTNL();
	vsw_assert_config(port->sw->vn);

	list_for_each_entry(att, &port->attachments, port_node) {
		err = vsw_attachment_add_address(att, address);
		if (err)
			goto undo;
	}
	eth_hw_addr_set(port->dev, address);
	return 0;

undo:
	list_for_each_entry_continue_reverse(att, &port->attachments, port_node)
		vsw_attachment_del_address(att, address);
	return err;
}

void vsw_internal_drop_address(struct vsw_port *port, const u8 *address)
{
	struct vsw_attachment *att;

	vsw_assert_config(port->sw->vn);

	list_for_each_entry(att, &port->attachments, port_node)
		vsw_attachment_del_address(att, address);
}

/* The FDB knows the address in each network that the port is attached to. */
static int set_mac_address(struct net_device *dev, void *p)
{
	struct vsw_port *port = vsw_port_of(dev);
	const struct sockaddr *addr = p;
	u8 old[ETH_ALEN];
	int err;

	if (!is_valid_ether_addr(addr->sa_data))
		return -EADDRNOTAVAIL;
	if (!port || ether_addr_equal(addr->sa_data, dev->dev_addr))
		return eth_mac_addr(dev, p);
	/*
	 * An address that stays in the FDB whoever else has it is for those to
	 * choose who own the switch: before the port moves away.
	 */
	if (!net_eq(dev_net(dev), port->sw->vn->net))
		return -EPERM;

	mutex_lock(&port->sw->vn->lock);
	ether_addr_copy(old, dev->dev_addr);
	err = vsw_internal_take_address(port, addr->sa_data);
	if (!err)
		vsw_internal_drop_address(port, old);
	mutex_unlock(&port->sw->vn->lock);
	return err;
}

static int add_slave(struct net_device *dev, struct net_device *slave,
		     struct netlink_ext_ack *extack)
{
	struct vsw_switch *sw = netdev_priv(dev);
	int err;

	mutex_lock(&sw->vn->lock);
	err = vsw_port_enslave(sw, slave, extack);
	mutex_unlock(&sw->vn->lock);
	return err;
}

static int del_slave(struct net_device *dev, struct net_device *slave)
{
	struct vsw_switch *sw = netdev_priv(dev);
	struct vsw_port *port = vsw_port_of(slave);

	if (!port || port->sw != sw)
		return -EINVAL;
	mutex_lock(&sw->vn->lock);
	vsw_port_release(port);
	mutex_unlock(&sw->vn->lock);
	return 0;
}

static const struct net_device_ops port_ops = {
	.ndo_open		= internal_open,
	.ndo_stop		= internal_stop,
	.ndo_start_xmit		= internal_xmit,
	.ndo_get_stats64	= dev_get_tstats64,
	.ndo_set_mac_address	= set_mac_address,
	.ndo_validate_addr	= eth_validate_addr,
};

static const struct net_device_ops switch_ops = {
	.ndo_init		= vsw_switch_dev_init,
	.ndo_open		= internal_open,
	.ndo_stop		= internal_stop,
	.ndo_start_xmit		= internal_xmit,
	.ndo_get_stats64	= dev_get_tstats64,
	.ndo_set_mac_address	= set_mac_address,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_add_slave		= add_slave,
	.ndo_del_slave		= del_slave,
};

static void get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	strscpy(info->driver, dev->rtnl_link_ops->kind, sizeof(info->driver));
}

static const struct ethtool_ops internal_ethtool_ops = {
	.get_drvinfo	= get_drvinfo,
	.get_link	= ethtool_op_get_link,
};

bool vsw_internal_is(const struct net_device *dev)
{
	return dev->netdev_ops == &port_ops || dev->netdev_ops == &switch_ops;
}

void vsw_internal_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &port_ops;
	dev->ethtool_ops = &internal_ethtool_ops;
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	dev->priv_flags |= IFF_LIVE_ADDR_CHANGE | IFF_NO_QUEUE;
	/* It transmits with interrupts off, which the FDB and queues do not bear. */
	dev->priv_flags |= IFF_DISABLE_NETPOLL;
	dev->features |= INTERNAL_FEATURES;
	dev->hw_features |= INTERNAL_FEATURES;
	dev->vlan_features |= INTERNAL_FEATURES & ~NETIF_F_VLAN_FEATURES;
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
	dev->needed_headroom = VSW_VXLAN_HEADROOM;
	dev->min_mtu = ETH_MIN_MTU;
	dev->max_mtu = ETH_MAX_MTU;
	dev->needs_free_netdev = true;
	netdev_set_lltx(dev);
	eth_hw_addr_random(dev);
}

void vsw_internal_setup_switch(struct net_device *dev)
{
	vsw_internal_setup(dev);
	dev->netdev_ops = &switch_ops;
	netdev_set_netns_immutable(dev);
}

static int port_newlink(struct net *net, struct net_device *dev,
			struct nlattr *tb[], struct nlattr *data[],
			struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack,
		       "internal ports are made with \"vsw port add\"");
	return -EOPNOTSUPP;
}

static void port_dellink(struct net_device *dev, struct list_head *head)
{
	struct vsw_port *port = vsw_port_of(dev);

	if (port) {
		mutex_lock(&port->sw->vn->lock);
		vsw_port_destroy(port);
		mutex_unlock(&port->sw->vn->lock);
	}
	unregister_netdevice_queue(dev, head);
}

static struct rtnl_link_ops port_link_ops __read_mostly = {
	.kind		= "vswport",
	.priv_size	= sizeof(struct vsw_internal),
	.setup		= vsw_internal_setup,
	.newlink	= port_newlink,
	.dellink	= port_dellink,
};

struct net_device *vsw_internal_create(struct net *net, const char *name,
				       const u8 *mac,
				       struct netlink_ext_ack *extack)
{
	struct net_device *dev;
	int err;

	ASSERT_RTNL();

	dev = alloc_netdev(sizeof(struct vsw_internal), name, NET_NAME_USER,
			   vsw_internal_setup);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev_net_set(dev, net);
	dev->rtnl_link_ops = &port_link_ops;
	if (mac) {
		eth_hw_addr_set(dev, mac);
		/* Or udev would replace it. */
		dev->addr_assign_type = NET_ADDR_SET;
	}
	err = register_netdevice(dev);
	if (!err)
		return dev;
	free_netdev(dev);
	return ERR_PTR(err);
}

int vsw_internal_init(void)
{
	return rtnl_link_register(&port_link_ops);
}

void vsw_internal_uninit(void)
{
	rtnl_link_unregister(&port_link_ops);
}
