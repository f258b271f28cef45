// SPDX-License-Identifier: GPL-2.0
/*
 * The bench's floors: a receive handler that does as little as one can.
 *
 *   from=DEV			"sink": free every frame
 *   from=DEV to=DEV		"wire": send every frame out of the other device
 */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

static char *from;
module_param(from, charp, 0);
MODULE_PARM_DESC(from, "device to take frames from");

static char *to;
module_param(to, charp, 0);
MODULE_PARM_DESC(to, "device to send them to");

static struct net_device *from_dev, *to_dev;

static rx_handler_result_t rx_handler(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;

	if (to_dev) {
		__skb_push(skb, ETH_HLEN);
		skb->dev = to_dev;
		dev_queue_xmit(skb);
		return RX_HANDLER_CONSUMED;
	}
	consume_skb(skb);
	return RX_HANDLER_CONSUMED;
}

static int __init probe_init(void)
{
	int err = -ENODEV;

	if (!from)
		return -EINVAL;
	from_dev = dev_get_by_name(&init_net, from);
	if (!from_dev)
		return err;
	if (to) {
		to_dev = dev_get_by_name(&init_net, to);
		if (!to_dev)
			goto put_from;
	}
	rtnl_lock();
	err = netdev_rx_handler_register(from_dev, rx_handler, NULL);
	rtnl_unlock();
	if (err)
		goto put_to;
	return 0;

put_to:
	dev_put(to_dev);
put_from:
	dev_put(from_dev);
	return err;
}

static void __exit probe_exit(void)
{
	rtnl_lock();
	netdev_rx_handler_unregister(from_dev);
	rtnl_unlock();
	dev_put(to_dev);
	dev_put(from_dev);
}

module_init(probe_init);
module_exit(probe_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Floors to measure a switch against");
