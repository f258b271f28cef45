/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Drop reasons: why a frame did not get through.
 *
 * The kernel's table of skb drop reasons is closed to modules, so a frame is
 * freed with the nearest core reason, and the exact one goes to the
 * tracepoint vsw:vsw_drop and to the counters of the objects concerned.
 */
#ifndef _VSW_DROP_H
#define _VSW_DROP_H

#include <linux/skbuff.h>

struct vsw_network;
struct vsw_stats;

/* R(enumerator, name shown to users, nearest core reason) */
#define VSW_DROP_REASONS(R)						\
	/* sanity */							\
	R(RUNT,			"runt",			PKT_TOO_SMALL)	\
	R(MALFORMED,		"malformed",		HDR_TRUNC)	\
	R(BAD_SOURCE,		"bad-source",		MAC_INVALID_SOURCE) \
	R(RESERVED_GROUP,	"reserved-group",	UNHANDLED_PROTO) \
	/* VXLAN receive */						\
	R(VXLAN_HEADER,		"vxlan-header",		HDR_TRUNC)	\
	R(VXLAN_FLAGS,		"vxlan-flags",		VXLAN_INVALID_HDR) \
	R(VXLAN_VNI,		"vxlan-vni",		VXLAN_VNI_NOT_FOUND) \
	R(VXLAN_PEER,		"vxlan-peer",		UNHANDLED_PROTO) \
	R(VXLAN_ECN,		"vxlan-ecn",		IP_TUNNEL_ECN)	\
	/* classify */							\
	R(UNTAGGED_UNMAPPED,	"untagged-unmapped",	UNHANDLED_PROTO) \
	R(VLAN_UNMAPPED,	"vlan-unmapped",	UNHANDLED_PROTO) \
	/* guard */							\
	R(ETHERTYPE,		"ethertype",		UNHANDLED_PROTO) \
	R(MAC_SPOOF,		"mac-spoof",		MAC_INVALID_SOURCE) \
	R(IP_SPOOF,		"ip-spoof",		IP_RPFILTER)	\
	R(ARP_SPOOF,		"arp-spoof",		UNHANDLED_PROTO) \
	R(ND_SPOOF,		"nd-spoof",		UNHANDLED_PROTO) \
	R(DHCP_SERVER,		"dhcp-server",		UNHANDLED_PROTO) \
	R(ROUTER_ADVERTISEMENT,	"router-advertisement",	UNHANDLED_PROTO) \
	/* policy, and the receiver's in per target */			\
	R(POLICY,		"policy",		NETFILTER_DROP)	\
	R(CT_INVALID,		"ct-invalid",		NETFILTER_DROP)	\
	R(CT_FULL,		"ct-full",		NOMEM)		\
	R(FRAGMENT,		"fragment",		NETFILTER_DROP)	\
	R(CONN_LIMIT,		"conn-limit",		NETFILTER_DROP)	\
	R(CONN_RATE,		"conn-rate",		NETFILTER_DROP)	\
	/* learn */							\
	R(OWN_ADDRESS,		"own-address",		LOCAL_MAC)	\
	R(STICKY_SOURCE,	"sticky-source",	MAC_INVALID_SOURCE) \
	/* lookup */							\
	R(UNKNOWN_UNICAST,	"unknown-unicast",	NO_TX_TARGET)	\
	R(NO_MEMBER,		"no-member",		NO_TX_TARGET)	\
	R(FLOOD_RATE,		"flood-rate",		QDISC_DROP)	\
	R(SAME_PORT,		"same-port",		NO_TX_TARGET)	\
	/* per target */						\
	R(SPLIT_HORIZON,	"split-horizon",	NO_TX_TARGET)	\
	R(ISOLATED,		"isolated",		NO_TX_TARGET)	\
	R(OVERSIZE,		"oversize",		PKT_TOO_BIG)	\
	R(VLAN_NESTED,		"vlan-nested",		UNHANDLED_PROTO) \
	/* encapsulate */						\
	R(PATH_MTU,		"path-mtu",		PKT_TOO_BIG)	\
	R(NO_ROUTE,		"no-route",		IP_OUTNOROUTES)	\
	R(ROUTE_LOOP,		"route-loop",		IP_OUTNOROUTES)	\
	R(RECURSION,		"recursion",		NOT_SPECIFIED)	\
	/* output, or input of a port that is not open */		\
	R(PORT_CLOSED,		"port-closed",		DEV_READY)	\
	R(PORT_DOWN,		"port-down",		DEV_READY)	\
	R(TX_REFUSED,		"tx-refused",		QDISC_DROP)	\
	R(NO_MEMORY,		"no-memory",		NOMEM)

enum vsw_drop {
#define VSW_DROP_ENUM(sym, name, core) VSW_DROP_##sym,
	VSW_DROP_REASONS(VSW_DROP_ENUM)
#undef VSW_DROP_ENUM
	VSW_DROP_COUNT
};

extern const char * const vsw_drop_names[VSW_DROP_COUNT];

/**
 * vsw_drop_count() - count a drop whose frame is gone already
 * @skb:	the frame, for the tracepoint; may be %NULL
 * @reason:	why
 * @object:	counters of the port or vtep where the frame was
 * @network:	its network, %NULL if not known yet
 *
 * Context: bottom halves disabled, RCU read side.
 */
void vsw_drop_count(const struct sk_buff *skb, enum vsw_drop reason,
		    const struct vsw_stats *object,
		    const struct vsw_network *network);

/**
 * vsw_drop() - count a drop and free the frame
 *
 * Parameters and context are those of vsw_drop_count().
 */
void vsw_drop(struct sk_buff *skb, enum vsw_drop reason,
	      const struct vsw_stats *object,
	      const struct vsw_network *network);

#endif /* _VSW_DROP_H */
