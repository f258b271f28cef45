/* SPDX-License-Identifier: GPL-2.0 */
/* VXLAN (RFC 7348): the header, and the way of a packet out of a tunnel. */
#ifndef _VSW_VXLAN_H
#define _VSW_VXLAN_H

#include <linux/if_ether.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/types.h>
#include <linux/udp.h>
#include <net/inet_ecn.h>

struct sock;
struct vsw_peer;
struct vsw_vtep;

#define VSW_VXLAN_PORT		4789	/* RFC 7348 section 5, IANA */

/* Flag I, "the VNI is valid"; the other bits are reserved. */
#define VSW_VXLAN_FLAG_VNI	BIT(27)

/**
 * struct vsw_vxlan_hdr - VXLAN header, RFC 7348 section 5
 * @flags: flag I and 31 reserved bits
 * @vni:   the VNI in the upper 24 bits, 8 reserved bits
 */
struct vsw_vxlan_hdr {
	__be32 flags;
	__be32 vni;
};

/* UDP and VXLAN headers; the frame comes after. */
#define VSW_VXLAN_HLEN	(sizeof(struct udphdr) + sizeof(struct vsw_vxlan_hdr))

/* Room to leave in front of a frame for a tunnel over IPv6 over Ethernet. */
#define VSW_VXLAN_HEADROOM \
	(LL_MAX_HEADER + sizeof(struct ipv6hdr) + VSW_VXLAN_HLEN)

static inline void vsw_vxlan_build(struct vsw_vxlan_hdr *hdr, u32 vni)
{
	hdr->flags = htonl(VSW_VXLAN_FLAG_VNI);
	hdr->vni = htonl(vni << 8);
}

/**
 * vsw_vxlan_parse() - read a VXLAN header
 * @hdr: header
 * @vni: where to put the VNI, 0 to %VSW_VNI_MAX
 *
 * Reserved bits "MUST be ignored on receipt".
 * Return: whether flag I is set, without which there is no VNI.
 */
static inline bool vsw_vxlan_parse(const struct vsw_vxlan_hdr *hdr, u32 *vni)
{
	*vni = ntohl(hdr->vni) >> 8;
	return hdr->flags & htonl(VSW_VXLAN_FLAG_VNI);
}

/**
 * vsw_vxlan_ecn_acts() - whether an outer header's ECN bits change the frame
 * @tos: outer TOS or traffic class
 *
 * RFC 6040 section 4.2: only ECT(1) and CE, the odd ones, can; with the others
 * the inner header stays as it is, whatever it is.
 */
static inline bool vsw_vxlan_ecn_acts(u8 tos)
{
	return tos & INET_ECN_ECT_1;
}

/**
 * vsw_vxlan_input() - take a packet out of its tunnel, and forward the frame
 * @vtep:	vtep that it came to
 * @peer:	peer that it came from, %NULL for a stranger
 * @skb:	packet, data at the UDP header
 *
 * Context: softirq, RCU read side.
 */
void vsw_vxlan_input(struct vsw_vtep *vtep, struct vsw_peer *peer,
		     struct sk_buff *skb);

/* What udp_tunnel calls for a vtep's socket. Context: softirq, RCU. */
int vsw_vxlan_rcv(struct sock *sk, struct sk_buff *skb);
int vsw_vxlan_err_lookup(struct sock *sk, struct sk_buff *skb);
struct sk_buff *vsw_vxlan_gro_receive(struct sock *sk, struct list_head *head,
				      struct sk_buff *skb);
int vsw_vxlan_gro_complete(struct sock *sk, struct sk_buff *skb, int nhoff);

#endif /* _VSW_VXLAN_H */
