// SPDX-License-Identifier: GPL-2.0
#include "transmit.h"

#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <net/sch_generic.h>
#include <net/sock.h>

/*
 * Whether a netdevice takes frames as they come: one transmit function, no
 * queue, no lock around it, and nobody on the way there.
 */
static bool is_direct(const struct net_device *dev,
		      const struct netdev_queue *txq)
{
	return netdev_is_lltx(dev) && dev->real_num_tx_queues == 1 &&
	       !rcu_dereference_bh(txq->qdisc)->enqueue &&
	       !netdev_has_egress_hooks(dev) &&
	       !dev_nit_active((struct net_device *)dev) &&
	       dev_recursion_level() <= XMIT_RECURSION_LIMIT / 2;
}

/* TLS in hardware has a word to say on packets of its sockets. */
static bool sock_is_plain(struct sock *sk)
{
#ifdef CONFIG_SOCK_VALIDATE_XMIT
	return !sk || (sk_fullsock(sk) && !sk->sk_validate_xmit_skb);
#else
	return true;
#endif
}

/*
 * Whether any netdevice can send the frame as it is: validate_xmit_skb() would
 * find nothing to do, but to insert its tag if it has one.
 */
static bool is_plain(const struct sk_buff *skb)
{
	return !skb_is_nonlinear(skb) && skb->ip_summed != CHECKSUM_PARTIAL &&
	       !skb->encapsulation && !skb_sec_path(skb) &&
	       sock_is_plain(skb->sk);
}

/* Make a frame one that the netdevice can send; %NULL if that fails. */
static noinline_for_stack struct sk_buff *validate(struct sk_buff *skb,
						   struct net_device *dev)
{
	bool again;

	return validate_xmit_skb_list(skb, dev, &again);
}

bool vsw_transmit(struct sk_buff *skb, struct net_device *dev)
{
	struct netdev_queue *txq = netdev_get_tx_queue(dev, 0);
	int rc;

	skb->dev = dev;
	/* Super-packets pay for the tests by what they carry. */
	if (!is_direct(dev, txq) || skb_is_gso(skb) || skb_dst(skb)) {
		rc = dev_queue_xmit(skb);
		return !net_xmit_eval(rc);
	}

	skb_reset_mac_header(skb);
	if (!is_plain(skb))
		skb = validate(skb, dev);
	else if (skb_vlan_tag_present(skb) &&
		 !vlan_hw_offload_capable(dev->features, skb->vlan_proto))
		skb = __vlan_hwaccel_push_inside(skb);
	if (unlikely(!skb))
		return false;

	rc = NETDEV_TX_BUSY;
	if (likely(!netif_xmit_stopped(txq))) {
		skb_set_queue_mapping(skb, 0);
		dev_xmit_recursion_inc();
		rc = netdev_start_xmit(skb, dev, txq, false);
		dev_xmit_recursion_dec();
	}
	if (likely(dev_xmit_complete(rc)))
		return !net_xmit_eval(rc);

	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb_reason(skb, SKB_DROP_REASON_DEV_READY);
	return false;
}
