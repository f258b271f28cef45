/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VSW_COMPAT_LINUX_NETDEVICE_H
#define _VSW_COMPAT_LINUX_NETDEVICE_H

#include_next <linux/netdevice.h>

/* A feature flag became a bit of its own. */
static inline void netdev_set_lltx(struct net_device *dev)
{
#ifdef VSW_HAVE_LLTX_BIT
	dev->lltx = true;
#else
	dev->features |= NETIF_F_LLTX;
#endif
}

static inline bool netdev_is_lltx(const struct net_device *dev)
{
#ifdef VSW_HAVE_LLTX_BIT
	return dev->lltx;
#else
	return dev->features & NETIF_F_LLTX;
#endif
}

/* Whether tc, BPF or nftables look at what leaves a netdevice. */
static inline bool netdev_has_egress_hooks(const struct net_device *dev)
{
#ifdef CONFIG_NETFILTER_EGRESS
	if (rcu_access_pointer(dev->nf_hooks_egress))
		return true;
#endif
#if defined(VSW_HAVE_TCX) && defined(CONFIG_NET_XGRESS)
	return rcu_access_pointer(dev->tcx_egress);
#elif !defined(VSW_HAVE_TCX) && defined(CONFIG_NET_CLS_ACT)
	return rcu_access_pointer(dev->miniq_egress);
#else
	return false;
#endif
}

/* And so did this one: the netdevice cannot change namespaces. */
static inline void netdev_set_netns_immutable(struct net_device *dev)
{
#ifdef VSW_HAVE_NETNS_IMMUTABLE
	dev->netns_immutable = true;
#elif defined(VSW_HAVE_NETNS_LOCAL_BIT)
	dev->netns_local = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

#endif /* _VSW_COMPAT_LINUX_NETDEVICE_H */
