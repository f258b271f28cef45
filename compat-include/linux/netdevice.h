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

/* And so did this one: the netdevice cannot change namespaces. */
static inline void netdev_set_netns_immutable(struct net_device *dev)
{
#ifdef VSW_HAVE_NETNS_IMMUTABLE
	dev->netns_immutable = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

#endif /* _VSW_COMPAT_LINUX_NETDEVICE_H */
