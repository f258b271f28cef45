/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	netlink/specs/vsw.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_VSW_GEN_H
#define _LINUX_VSW_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/vsw.h>

extern const struct nla_policy vsw_switch_get_nl_policy[VSW_A_SWITCH_NAME + 1];

extern const struct nla_policy vsw_switch_new_nl_policy[VSW_A_SWITCH_FDB_EVENTS + 1];

extern const struct nla_policy vsw_switch_set_nl_policy[VSW_A_SWITCH_FDB_EVENTS + 1];

extern const struct nla_policy vsw_switch_del_nl_policy[VSW_A_SWITCH_NAME + 1];

extern const struct nla_policy vsw_network_get_nl_policy[VSW_A_NETWORK_NAME + 1];

extern const struct nla_policy vsw_network_new_nl_policy[VSW_A_NETWORK_NEIGH_LOCAL + 1];

extern const struct nla_policy vsw_network_set_nl_policy[VSW_A_NETWORK_NEIGH_LOCAL + 1];

extern const struct nla_policy vsw_network_del_nl_policy[VSW_A_NETWORK_NAME + 1];

extern const struct nla_policy vsw_port_get_nl_policy[VSW_A_PORT_SWITCH + 1];

extern const struct nla_policy vsw_port_new_nl_policy[VSW_A_PORT_STATE + 1];

extern const struct nla_policy vsw_port_set_nl_policy[VSW_A_PORT_STATE + 1];

extern const struct nla_policy vsw_port_del_nl_policy[VSW_A_PORT_SWITCH + 1];

extern const struct nla_policy vsw_vlan_get_nl_policy[VSW_A_VLAN_SWITCH + 1];

extern const struct nla_policy vsw_vlan_new_nl_policy[VSW_A_VLAN_GROUPS + 1];

extern const struct nla_policy vsw_vlan_set_nl_policy[VSW_A_VLAN_GROUPS + 1];

extern const struct nla_policy vsw_vlan_del_nl_policy[VSW_A_VLAN_VID + 1];

extern const struct nla_policy vsw_vtep_get_nl_policy[VSW_A_VTEP_NAME + 1];

extern const struct nla_policy vsw_vtep_new_nl_policy[VSW_A_VTEP_EARLY_DEMUX + 1];

extern const struct nla_policy vsw_vtep_set_nl_policy[VSW_A_VTEP_EARLY_DEMUX + 1];

extern const struct nla_policy vsw_vtep_del_nl_policy[VSW_A_VTEP_NAME + 1];

extern const struct nla_policy vsw_peer_get_nl_policy[VSW_A_PEER_NETWORK + 1];

extern const struct nla_policy vsw_peer_new_nl_policy[VSW_A_PEER_NETWORK + 1];

extern const struct nla_policy vsw_peer_del_nl_policy[VSW_A_PEER_NETWORK + 1];

extern const struct nla_policy vsw_fdb_get_nl_policy[VSW_A_FDB_KIND + 1];

extern const struct nla_policy vsw_fdb_new_nl_policy[VSW_A_FDB_KIND + 1];

extern const struct nla_policy vsw_fdb_del_nl_policy[VSW_A_FDB_MAC + 1];

extern const struct nla_policy vsw_fdb_flush_nl_policy[VSW_A_FDB_KIND + 1];

extern const struct nla_policy vsw_stats_get_nl_policy[VSW_A_STATS_NAME + 1];

extern const struct nla_policy vsw_guard_get_nl_policy[VSW_A_GUARD_SWITCH + 1];

extern const struct nla_policy vsw_guard_set_nl_policy[VSW_A_GUARD_ETHERTYPES + 1];

extern const struct nla_policy vsw_guard_del_nl_policy[VSW_A_GUARD_SWITCH + 1];

extern const struct nla_policy vsw_address_get_nl_policy[VSW_A_ADDRESS_PREFIX_LEN + 1];

extern const struct nla_policy vsw_address_new_nl_policy[VSW_A_ADDRESS_PREFIX_LEN + 1];

extern const struct nla_policy vsw_address_del_nl_policy[VSW_A_ADDRESS_PREFIX_LEN + 1];

extern const struct nla_policy vsw_set_get_nl_policy[VSW_A_SET_NAME + 1];

extern const struct nla_policy vsw_set_new_nl_policy[VSW_A_SET_NAME + 1];

extern const struct nla_policy vsw_set_del_nl_policy[VSW_A_SET_NAME + 1];

extern const struct nla_policy vsw_set_replace_nl_policy[VSW_A_SET_WITH + 1];

extern const struct nla_policy vsw_set_elem_get_nl_policy[VSW_A_SET_ELEM_PREFIX_LEN + 1];

extern const struct nla_policy vsw_set_elem_new_nl_policy[VSW_A_SET_ELEM_PREFIX_LEN + 1];

extern const struct nla_policy vsw_set_elem_del_nl_policy[VSW_A_SET_ELEM_PREFIX_LEN + 1];

extern const struct nla_policy vsw_group_get_nl_policy[VSW_A_GROUP_NAME + 1];

extern const struct nla_policy vsw_group_new_nl_policy[VSW_A_GROUP_STATELESS + 1];

extern const struct nla_policy vsw_group_del_nl_policy[VSW_A_GROUP_NAME + 1];

extern const struct nla_policy vsw_group_replace_nl_policy[VSW_A_GROUP_WITH + 1];

extern const struct nla_policy vsw_rule_get_nl_policy[VSW_A_RULE_UUID + 1];

extern const struct nla_policy vsw_rule_new_nl_policy[VSW_A_RULE_SET + 1];

extern const struct nla_policy vsw_rule_del_nl_policy[VSW_A_RULE_SET + 1];

extern const struct nla_policy vsw_neigh_get_nl_policy[VSW_A_NEIGH_ADDRESS + 1];

extern const struct nla_policy vsw_neigh_new_nl_policy[VSW_A_NEIGH_ROUTER + 1];

extern const struct nla_policy vsw_neigh_replace_nl_policy[VSW_A_NEIGH_ROUTER + 1];

extern const struct nla_policy vsw_neigh_del_nl_policy[VSW_A_NEIGH_ADDRESS + 1];

extern const struct nla_policy vsw_neigh_flush_nl_policy[VSW_A_NEIGH_NETWORK + 1];

/* Ops table for vsw */
extern const struct genl_ops vsw_nl_ops[53];

int vsw_nl_switch_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_switch_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_switch_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_switch_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_switch_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_network_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_network_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_network_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_network_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_network_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_port_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_port_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_port_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vlan_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vlan_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_vlan_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vlan_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vlan_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vtep_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vtep_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_vtep_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vtep_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_vtep_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_peer_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_peer_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_peer_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_peer_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_fdb_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_fdb_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_fdb_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_guard_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_guard_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_guard_set_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_guard_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_address_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_address_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_address_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_address_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_set_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_set_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_set_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_set_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_set_replace_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_set_elem_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_set_elem_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int vsw_nl_set_elem_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_set_elem_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_group_replace_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_rule_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_rule_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_rule_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_rule_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_neigh_get_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_neigh_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vsw_nl_neigh_new_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_neigh_replace_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_neigh_del_doit(struct sk_buff *skb, struct genl_info *info);
int vsw_nl_neigh_flush_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	VSW_NLGRP_EVENTS,
};

#endif /* _LINUX_VSW_GEN_H */
