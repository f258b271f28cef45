/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VSW_COMPAT_NET_GRO_H
#define _VSW_COMPAT_NET_GRO_H

#include_next <net/gro.h>
#include <linux/if_vlan.h>

/*
 * Kernels that keep one network header for GRO, and not one for each level of
 * a tunnel, look up a tunnel's socket on completion by the addresses of the
 * innermost packet. One that is bound to an address is not found, and what was
 * merged is dropped on receipt. So there the outer header has to be put back on
 * receipt, and the inner one on completion.
 */
static inline void gro_tunnel_received(struct sk_buff *skb, u16 outer)
{
#ifndef VSW_HAVE_GRO_NETWORK_OFFSETS
	skb->network_header = outer;
#endif
}

/* @off: of the inner Ethernet header, from skb->data */
static inline void gro_tunnel_completes(struct sk_buff *skb, int off)
{
#ifndef VSW_HAVE_GRO_NETWORK_OFFSETS
	const struct ethhdr *eth = (void *)(skb->data + off);
	__be16 type = eth->h_proto;

	for (off += ETH_HLEN; eth_type_vlan(type); off += VLAN_HLEN)
		type = ((struct vlan_hdr *)(skb->data + off))->h_vlan_encapsulated_proto;
	skb_set_network_header(skb, off);
#endif
}

#endif /* _VSW_COMPAT_NET_GRO_H */
