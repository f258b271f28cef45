// SPDX-License-Identifier: GPL-2.0
/*
 * The bench's floors: a receive handler that does as little as one can.
 *
 *   from=DEV			"sink": free every frame
 *   from=DEV to=DEV		"wire": send every frame out of the other device
 *   from=DEV vni=N pass=1	turn every frame into VXLAN, for the host's stack
 *   from=DEV vni=N		the same, and free it: the sink of such frames
 *
 * The third is there because pktgen writes one header only: it leaves room
 * behind the UDP header, where a VXLAN header and a frame are copied to.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/udp.h>
#include <net/ip.h>

static char *from;
module_param(from, charp, 0);
MODULE_PARM_DESC(from, "device to take frames from");

static char *to;
module_param(to, charp, 0);
MODULE_PARM_DESC(to, "device to send them to");

static unsigned int vni;
module_param(vni, uint, 0);
MODULE_PARM_DESC(vni, "VXLAN network identifier to wrap them in");

static bool pass;
module_param(pass, bool, 0);
MODULE_PARM_DESC(pass, "pass what was wrapped on to the stack");

/* What is copied behind the outer UDP header: 60 bytes in VXLAN. */
static struct inner {
	__be32 flags;
	__be32 vni;
	struct ethhdr eth;
	struct iphdr ip;
	struct udphdr udp;
	u8 data[18];
} __packed inner;

#define INNER_OFFSET	(sizeof(struct iphdr) + sizeof(struct udphdr))

static struct net_device *from_dev, *to_dev;

static void inner_init(void)
{
	inner.flags = htonl(0x08000000);
	inner.vni = htonl(vni << 8);
	inner.eth.h_source[0] = 2;
	inner.eth.h_source[5] = 1;
	inner.eth.h_dest[0] = 2;
	inner.eth.h_dest[5] = 2;
	inner.eth.h_proto = htons(ETH_P_IP);
	inner.ip.version = 4;
	inner.ip.ihl = 5;
	inner.ip.tot_len = htons(sizeof(inner.ip) + sizeof(inner.udp) +
				 sizeof(inner.data));
	inner.ip.ttl = 32;
	inner.ip.protocol = IPPROTO_UDP;
	inner.ip.saddr = htonl(0xc6336401);
	inner.ip.daddr = htonl(0xc6336402);
	ip_send_check(&inner.ip);
	inner.udp.source = htons(9);
	inner.udp.dest = htons(9);
	inner.udp.len = htons(sizeof(inner.udp) + sizeof(inner.data));
}

static rx_handler_result_t rx_handler(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;

	if (to_dev) {
		__skb_push(skb, ETH_HLEN);
		skb->dev = to_dev;
		dev_queue_xmit(skb);
		return RX_HANDLER_CONSUMED;
	}
	if (vni && skb_headlen(skb) >= INNER_OFFSET + sizeof(inner)) {
		memcpy(skb->data + INNER_OFFSET, &inner, sizeof(inner));
		if (pass)
			return RX_HANDLER_PASS;
	}
	consume_skb(skb);
	return RX_HANDLER_CONSUMED;
}

static int __init probe_init(void)
{
	int err = -ENODEV;

	if (!from)
		return -EINVAL;
	inner_init();
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
