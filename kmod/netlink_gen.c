// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	netlink/specs/vsw.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink_gen.h"

#include <uapi/linux/vsw.h>

/* Integer value ranges */
static const struct netlink_range_validation vsw_a_network_id_range = {
	.min	= 1ULL,
	.max	= VSW_NETWORK_ID_MAX,
};

static const struct netlink_range_validation vsw_a_network_mtu_range = {
	.max	= 65535ULL,
};

static const struct netlink_range_validation vsw_a_network_vni_range = {
	.max	= VSW_VNI_MAX,
};

static const struct netlink_range_validation vsw_a_network_ageing_range = {
	.max	= 1000000ULL,
};

/* VSW_CMD_SWITCH_GET - do */
const struct nla_policy vsw_switch_get_nl_policy[VSW_A_SWITCH_NAME + 1] = {
	[VSW_A_SWITCH_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VSW_CMD_SWITCH_NEW - do */
const struct nla_policy vsw_switch_new_nl_policy[VSW_A_SWITCH_FDB_EVENTS + 1] = {
	[VSW_A_SWITCH_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SWITCH_FDB_EVENTS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VSW_CMD_SWITCH_SET - do */
const struct nla_policy vsw_switch_set_nl_policy[VSW_A_SWITCH_FDB_EVENTS + 1] = {
	[VSW_A_SWITCH_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SWITCH_FDB_EVENTS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VSW_CMD_SWITCH_DEL - do */
const struct nla_policy vsw_switch_del_nl_policy[VSW_A_SWITCH_NAME + 1] = {
	[VSW_A_SWITCH_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VSW_CMD_NETWORK_GET - do */
const struct nla_policy vsw_network_get_nl_policy[VSW_A_NETWORK_NAME + 1] = {
	[VSW_A_NETWORK_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_NETWORK_NEW - do */
const struct nla_policy vsw_network_new_nl_policy[VSW_A_NETWORK_NEIGH_LOCAL + 1] = {
	[VSW_A_NETWORK_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_NETWORK_ID] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsw_a_network_id_range),
	[VSW_A_NETWORK_MTU] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsw_a_network_mtu_range),
	[VSW_A_NETWORK_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsw_a_network_vni_range),
	[VSW_A_NETWORK_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_NETWORK_FLOOD] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_NETWORK_AGEING] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsw_a_network_ageing_range),
	[VSW_A_NETWORK_FDB_LIMIT] = { .type = NLA_U32, },
	[VSW_A_NETWORK_NEIGH_LOCAL] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VSW_CMD_NETWORK_SET - do */
const struct nla_policy vsw_network_set_nl_policy[VSW_A_NETWORK_NEIGH_LOCAL + 1] = {
	[VSW_A_NETWORK_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_NETWORK_MTU] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsw_a_network_mtu_range),
	[VSW_A_NETWORK_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsw_a_network_vni_range),
	[VSW_A_NETWORK_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_NETWORK_FLOOD] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_NETWORK_AGEING] = NLA_POLICY_FULL_RANGE(NLA_U32, &vsw_a_network_ageing_range),
	[VSW_A_NETWORK_FDB_LIMIT] = { .type = NLA_U32, },
	[VSW_A_NETWORK_NEIGH_LOCAL] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VSW_CMD_NETWORK_DEL - do */
const struct nla_policy vsw_network_del_nl_policy[VSW_A_NETWORK_NAME + 1] = {
	[VSW_A_NETWORK_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NETWORK_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_PORT_GET - do */
const struct nla_policy vsw_port_get_nl_policy[VSW_A_PORT_SWITCH + 1] = {
	[VSW_A_PORT_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PORT_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VSW_CMD_PORT_NEW - do */
const struct nla_policy vsw_port_new_nl_policy[VSW_A_PORT_STATE + 1] = {
	[VSW_A_PORT_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PORT_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PORT_TYPE] = NLA_POLICY_MAX(NLA_U32, 2),
	[VSW_A_PORT_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_PORT_UPLINK] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_ISOLATED] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_SPLIT_HORIZON] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_RESERVED_GROUPS] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_FDB_LIMIT] = { .type = NLA_U32, },
	[VSW_A_PORT_ADDRESS] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_PORT_CONN_LIMIT] = { .type = NLA_U32, },
	[VSW_A_PORT_CONN_RATE] = { .type = NLA_U32, },
	[VSW_A_PORT_FLOOD_RATE] = { .type = NLA_U32, },
	[VSW_A_PORT_GROUPS] = { .type = NLA_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_PORT_STATE] = NLA_POLICY_MAX(NLA_U32, 1),
};

/* VSW_CMD_PORT_SET - do */
const struct nla_policy vsw_port_set_nl_policy[VSW_A_PORT_STATE + 1] = {
	[VSW_A_PORT_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PORT_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PORT_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_PORT_UPLINK] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_ISOLATED] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_SPLIT_HORIZON] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_RESERVED_GROUPS] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_PORT_FDB_LIMIT] = { .type = NLA_U32, },
	[VSW_A_PORT_ADDRESS] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_PORT_CONN_LIMIT] = { .type = NLA_U32, },
	[VSW_A_PORT_CONN_RATE] = { .type = NLA_U32, },
	[VSW_A_PORT_FLOOD_RATE] = { .type = NLA_U32, },
	[VSW_A_PORT_GROUPS] = { .type = NLA_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_PORT_STATE] = NLA_POLICY_MAX(NLA_U32, 1),
};

/* VSW_CMD_PORT_DEL - do */
const struct nla_policy vsw_port_del_nl_policy[VSW_A_PORT_SWITCH + 1] = {
	[VSW_A_PORT_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PORT_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VSW_CMD_VLAN_GET - do */
const struct nla_policy vsw_vlan_get_nl_policy[VSW_A_VLAN_SWITCH + 1] = {
	[VSW_A_VLAN_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VLAN_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_VLAN_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VLAN_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_VLAN_NEW - do */
const struct nla_policy vsw_vlan_new_nl_policy[VSW_A_VLAN_GROUPS + 1] = {
	[VSW_A_VLAN_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VLAN_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_VLAN_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_VLAN_GROUPS] = { .type = NLA_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_VLAN_SET - do */
const struct nla_policy vsw_vlan_set_nl_policy[VSW_A_VLAN_GROUPS + 1] = {
	[VSW_A_VLAN_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VLAN_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_VLAN_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_VLAN_GROUPS] = { .type = NLA_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_VLAN_DEL - do */
const struct nla_policy vsw_vlan_del_nl_policy[VSW_A_VLAN_VID + 1] = {
	[VSW_A_VLAN_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VLAN_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
};

/* VSW_CMD_VTEP_GET - do */
const struct nla_policy vsw_vtep_get_nl_policy[VSW_A_VTEP_NAME + 1] = {
	[VSW_A_VTEP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VTEP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_VTEP_NEW - do */
const struct nla_policy vsw_vtep_new_nl_policy[VSW_A_VTEP_EARLY_DEMUX + 1] = {
	[VSW_A_VTEP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VTEP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_VTEP_LOCAL] = { .type = NLA_BINARY, },
	[VSW_A_VTEP_UDP_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
	[VSW_A_VTEP_TTL] = { .type = NLA_U8, },
	[VSW_A_VTEP_TTL_INHERIT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_TOS] = { .type = NLA_U8, },
	[VSW_A_VTEP_TOS_INHERIT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_DF] = NLA_POLICY_MAX(NLA_U32, 2),
	[VSW_A_VTEP_CSUM] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_ZERO_CSUM6_RX] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_UNKNOWN_PEER] = NLA_POLICY_MAX(NLA_U32, 1),
	[VSW_A_VTEP_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_EARLY_DEMUX] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_FDB_LIMIT] = { .type = NLA_U32, },
};

/* VSW_CMD_VTEP_SET - do */
const struct nla_policy vsw_vtep_set_nl_policy[VSW_A_VTEP_EARLY_DEMUX + 1] = {
	[VSW_A_VTEP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VTEP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_VTEP_TTL] = { .type = NLA_U8, },
	[VSW_A_VTEP_TTL_INHERIT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_TOS] = { .type = NLA_U8, },
	[VSW_A_VTEP_TOS_INHERIT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_DF] = NLA_POLICY_MAX(NLA_U32, 2),
	[VSW_A_VTEP_CSUM] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_ZERO_CSUM6_RX] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_UNKNOWN_PEER] = NLA_POLICY_MAX(NLA_U32, 1),
	[VSW_A_VTEP_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_EARLY_DEMUX] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_VTEP_FDB_LIMIT] = { .type = NLA_U32, },
};

/* VSW_CMD_VTEP_DEL - do */
const struct nla_policy vsw_vtep_del_nl_policy[VSW_A_VTEP_NAME + 1] = {
	[VSW_A_VTEP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_VTEP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_PEER_GET - do */
const struct nla_policy vsw_peer_get_nl_policy[VSW_A_PEER_NETWORK + 1] = {
	[VSW_A_PEER_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PEER_VTEP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_PEER_ADDRESS] = { .type = NLA_BINARY, },
	[VSW_A_PEER_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_PEER_NEW - do */
const struct nla_policy vsw_peer_new_nl_policy[VSW_A_PEER_NETWORK + 1] = {
	[VSW_A_PEER_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PEER_VTEP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_PEER_ADDRESS] = { .type = NLA_BINARY, },
	[VSW_A_PEER_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_PEER_DEL - do */
const struct nla_policy vsw_peer_del_nl_policy[VSW_A_PEER_NETWORK + 1] = {
	[VSW_A_PEER_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_PEER_VTEP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_PEER_ADDRESS] = { .type = NLA_BINARY, },
	[VSW_A_PEER_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_FDB_GET - do */
const struct nla_policy vsw_fdb_get_nl_policy[VSW_A_FDB_KIND + 1] = {
	[VSW_A_FDB_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_FDB_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_FDB_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_FDB_PEER] = { .type = NLA_BINARY, },
	[VSW_A_FDB_VTEP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_FDB_KIND] = NLA_POLICY_MAX(NLA_U32, 3),
};

/* VSW_CMD_FDB_NEW - do */
const struct nla_policy vsw_fdb_new_nl_policy[VSW_A_FDB_KIND + 1] = {
	[VSW_A_FDB_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_FDB_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_FDB_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_FDB_PEER] = { .type = NLA_BINARY, },
	[VSW_A_FDB_VTEP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_FDB_KIND] = NLA_POLICY_MAX(NLA_U32, 3),
};

/* VSW_CMD_FDB_DEL - do */
const struct nla_policy vsw_fdb_del_nl_policy[VSW_A_FDB_MAC + 1] = {
	[VSW_A_FDB_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
};

/* VSW_CMD_FDB_FLUSH - do */
const struct nla_policy vsw_fdb_flush_nl_policy[VSW_A_FDB_KIND + 1] = {
	[VSW_A_FDB_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_FDB_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_FDB_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_FDB_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_FDB_PEER] = { .type = NLA_BINARY, },
	[VSW_A_FDB_VTEP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_FDB_KIND] = NLA_POLICY_MAX(NLA_U32, 3),
};

/* VSW_CMD_STATS_GET - do */
const struct nla_policy vsw_stats_get_nl_policy[VSW_A_STATS_NAME + 1] = {
	[VSW_A_STATS_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_STATS_KIND] = NLA_POLICY_MAX(NLA_U32, 2),
	[VSW_A_STATS_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_GUARD_GET - do */
const struct nla_policy vsw_guard_get_nl_policy[VSW_A_GUARD_SWITCH + 1] = {
	[VSW_A_GUARD_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GUARD_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_GUARD_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VSW_CMD_GUARD_SET - do */
const struct nla_policy vsw_guard_set_nl_policy[VSW_A_GUARD_ETHERTYPES + 1] = {
	[VSW_A_GUARD_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GUARD_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_GUARD_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GUARD_SPOOF] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_GUARD_DHCP_SERVER] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_GUARD_RA] = NLA_POLICY_MAX(NLA_U8, 1),
	[VSW_A_GUARD_ETHERTYPES] = { .type = NLA_BINARY, },
};

/* VSW_CMD_GUARD_DEL - do */
const struct nla_policy vsw_guard_del_nl_policy[VSW_A_GUARD_SWITCH + 1] = {
	[VSW_A_GUARD_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GUARD_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_GUARD_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VSW_CMD_ADDRESS_GET - do */
const struct nla_policy vsw_address_get_nl_policy[VSW_A_ADDRESS_PREFIX_LEN + 1] = {
	[VSW_A_ADDRESS_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_ADDRESS_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_ADDRESS_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_ADDRESS_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_ADDRESS_IP] = { .type = NLA_BINARY, },
	[VSW_A_ADDRESS_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* VSW_CMD_ADDRESS_NEW - do */
const struct nla_policy vsw_address_new_nl_policy[VSW_A_ADDRESS_PREFIX_LEN + 1] = {
	[VSW_A_ADDRESS_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_ADDRESS_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_ADDRESS_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_ADDRESS_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_ADDRESS_IP] = { .type = NLA_BINARY, },
	[VSW_A_ADDRESS_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* VSW_CMD_ADDRESS_DEL - do */
const struct nla_policy vsw_address_del_nl_policy[VSW_A_ADDRESS_PREFIX_LEN + 1] = {
	[VSW_A_ADDRESS_PORT] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_ADDRESS_VID] = NLA_POLICY_MAX(NLA_U16, VSW_VID_MAX),
	[VSW_A_ADDRESS_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_ADDRESS_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_ADDRESS_IP] = { .type = NLA_BINARY, },
	[VSW_A_ADDRESS_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* VSW_CMD_SET_GET - do */
const struct nla_policy vsw_set_get_nl_policy[VSW_A_SET_NAME + 1] = {
	[VSW_A_SET_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SET_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_SET_NEW - do */
const struct nla_policy vsw_set_new_nl_policy[VSW_A_SET_NAME + 1] = {
	[VSW_A_SET_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SET_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_SET_DEL - do */
const struct nla_policy vsw_set_del_nl_policy[VSW_A_SET_NAME + 1] = {
	[VSW_A_SET_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SET_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_SET_REPLACE - do */
const struct nla_policy vsw_set_replace_nl_policy[VSW_A_SET_WITH + 1] = {
	[VSW_A_SET_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SET_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_SET_WITH] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_SET_ELEM_GET - do */
const struct nla_policy vsw_set_elem_get_nl_policy[VSW_A_SET_ELEM_PREFIX_LEN + 1] = {
	[VSW_A_SET_ELEM_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SET_ELEM_SET] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_SET_ELEM_IP] = { .type = NLA_BINARY, },
	[VSW_A_SET_ELEM_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* VSW_CMD_SET_ELEM_NEW - do */
const struct nla_policy vsw_set_elem_new_nl_policy[VSW_A_SET_ELEM_PREFIX_LEN + 1] = {
	[VSW_A_SET_ELEM_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SET_ELEM_SET] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_SET_ELEM_IP] = { .type = NLA_BINARY, },
	[VSW_A_SET_ELEM_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* VSW_CMD_SET_ELEM_DEL - do */
const struct nla_policy vsw_set_elem_del_nl_policy[VSW_A_SET_ELEM_PREFIX_LEN + 1] = {
	[VSW_A_SET_ELEM_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_SET_ELEM_SET] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_SET_ELEM_IP] = { .type = NLA_BINARY, },
	[VSW_A_SET_ELEM_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* VSW_CMD_GROUP_GET - do */
const struct nla_policy vsw_group_get_nl_policy[VSW_A_GROUP_NAME + 1] = {
	[VSW_A_GROUP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_GROUP_NEW - do */
const struct nla_policy vsw_group_new_nl_policy[VSW_A_GROUP_STATELESS + 1] = {
	[VSW_A_GROUP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_GROUP_STATELESS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VSW_CMD_GROUP_DEL - do */
const struct nla_policy vsw_group_del_nl_policy[VSW_A_GROUP_NAME + 1] = {
	[VSW_A_GROUP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_GROUP_REPLACE - do */
const struct nla_policy vsw_group_replace_nl_policy[VSW_A_GROUP_WITH + 1] = {
	[VSW_A_GROUP_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_GROUP_WITH] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_RULE_GET - do */
const struct nla_policy vsw_rule_get_nl_policy[VSW_A_RULE_UUID + 1] = {
	[VSW_A_RULE_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_RULE_GROUP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_RULE_UUID] = NLA_POLICY_EXACT_LEN(16),
};

/* VSW_CMD_RULE_NEW - do */
const struct nla_policy vsw_rule_new_nl_policy[VSW_A_RULE_SET + 1] = {
	[VSW_A_RULE_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_RULE_GROUP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_RULE_UUID] = NLA_POLICY_EXACT_LEN(16),
	[VSW_A_RULE_DIRECTION] = NLA_POLICY_MAX(NLA_U32, 1),
	[VSW_A_RULE_ETHERTYPE] = { .type = NLA_U16, },
	[VSW_A_RULE_PROTOCOL] = { .type = NLA_U8, },
	[VSW_A_RULE_SPORT_MIN] = { .type = NLA_U16, },
	[VSW_A_RULE_SPORT_MAX] = { .type = NLA_U16, },
	[VSW_A_RULE_DPORT_MIN] = { .type = NLA_U16, },
	[VSW_A_RULE_DPORT_MAX] = { .type = NLA_U16, },
	[VSW_A_RULE_ICMP_TYPE] = { .type = NLA_U8, },
	[VSW_A_RULE_ICMP_CODE] = { .type = NLA_U8, },
	[VSW_A_RULE_IP] = { .type = NLA_BINARY, },
	[VSW_A_RULE_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[VSW_A_RULE_SET] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_RULE_DEL - do */
const struct nla_policy vsw_rule_del_nl_policy[VSW_A_RULE_SET + 1] = {
	[VSW_A_RULE_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_RULE_GROUP] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_RULE_UUID] = NLA_POLICY_EXACT_LEN(16),
	[VSW_A_RULE_DIRECTION] = NLA_POLICY_MAX(NLA_U32, 1),
	[VSW_A_RULE_ETHERTYPE] = { .type = NLA_U16, },
	[VSW_A_RULE_PROTOCOL] = { .type = NLA_U8, },
	[VSW_A_RULE_SPORT_MIN] = { .type = NLA_U16, },
	[VSW_A_RULE_SPORT_MAX] = { .type = NLA_U16, },
	[VSW_A_RULE_DPORT_MIN] = { .type = NLA_U16, },
	[VSW_A_RULE_DPORT_MAX] = { .type = NLA_U16, },
	[VSW_A_RULE_ICMP_TYPE] = { .type = NLA_U8, },
	[VSW_A_RULE_ICMP_CODE] = { .type = NLA_U8, },
	[VSW_A_RULE_IP] = { .type = NLA_BINARY, },
	[VSW_A_RULE_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[VSW_A_RULE_SET] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* VSW_CMD_NEIGH_GET - do */
const struct nla_policy vsw_neigh_get_nl_policy[VSW_A_NEIGH_ADDRESS + 1] = {
	[VSW_A_NEIGH_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NEIGH_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_NEIGH_ADDRESS] = { .type = NLA_BINARY, },
};

/* VSW_CMD_NEIGH_NEW - do */
const struct nla_policy vsw_neigh_new_nl_policy[VSW_A_NEIGH_ROUTER + 1] = {
	[VSW_A_NEIGH_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NEIGH_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_NEIGH_ADDRESS] = { .type = NLA_BINARY, },
	[VSW_A_NEIGH_LLADDR] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_NEIGH_ROUTER] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VSW_CMD_NEIGH_REPLACE - do */
const struct nla_policy vsw_neigh_replace_nl_policy[VSW_A_NEIGH_ROUTER + 1] = {
	[VSW_A_NEIGH_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NEIGH_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_NEIGH_ADDRESS] = { .type = NLA_BINARY, },
	[VSW_A_NEIGH_LLADDR] = NLA_POLICY_EXACT_LEN(6),
	[VSW_A_NEIGH_ROUTER] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VSW_CMD_NEIGH_DEL - do */
const struct nla_policy vsw_neigh_del_nl_policy[VSW_A_NEIGH_ADDRESS + 1] = {
	[VSW_A_NEIGH_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NEIGH_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
	[VSW_A_NEIGH_ADDRESS] = { .type = NLA_BINARY, },
};

/* VSW_CMD_NEIGH_FLUSH - do */
const struct nla_policy vsw_neigh_flush_nl_policy[VSW_A_NEIGH_NETWORK + 1] = {
	[VSW_A_NEIGH_SWITCH] = { .type = NLA_NUL_STRING, .len = 15, },
	[VSW_A_NEIGH_NETWORK] = { .type = NLA_NUL_STRING, .len = VSW_NAME_MAX, },
};

/* Ops table for vsw */
const struct genl_ops vsw_nl_ops[53] = {
	{
		.cmd		= VSW_CMD_SWITCH_GET,
		.doit		= vsw_nl_switch_get_doit,
		.dumpit		= vsw_nl_switch_get_dumpit,
		.policy		= vsw_switch_get_nl_policy,
		.maxattr	= VSW_A_SWITCH_NAME,
	},
	{
		.cmd		= VSW_CMD_SWITCH_NEW,
		.doit		= vsw_nl_switch_new_doit,
		.policy		= vsw_switch_new_nl_policy,
		.maxattr	= VSW_A_SWITCH_FDB_EVENTS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_SWITCH_SET,
		.doit		= vsw_nl_switch_set_doit,
		.policy		= vsw_switch_set_nl_policy,
		.maxattr	= VSW_A_SWITCH_FDB_EVENTS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_SWITCH_DEL,
		.doit		= vsw_nl_switch_del_doit,
		.policy		= vsw_switch_del_nl_policy,
		.maxattr	= VSW_A_SWITCH_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_NETWORK_GET,
		.doit		= vsw_nl_network_get_doit,
		.dumpit		= vsw_nl_network_get_dumpit,
		.policy		= vsw_network_get_nl_policy,
		.maxattr	= VSW_A_NETWORK_NAME,
	},
	{
		.cmd		= VSW_CMD_NETWORK_NEW,
		.doit		= vsw_nl_network_new_doit,
		.policy		= vsw_network_new_nl_policy,
		.maxattr	= VSW_A_NETWORK_NEIGH_LOCAL,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_NETWORK_SET,
		.doit		= vsw_nl_network_set_doit,
		.policy		= vsw_network_set_nl_policy,
		.maxattr	= VSW_A_NETWORK_NEIGH_LOCAL,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_NETWORK_DEL,
		.doit		= vsw_nl_network_del_doit,
		.policy		= vsw_network_del_nl_policy,
		.maxattr	= VSW_A_NETWORK_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_PORT_GET,
		.doit		= vsw_nl_port_get_doit,
		.dumpit		= vsw_nl_port_get_dumpit,
		.policy		= vsw_port_get_nl_policy,
		.maxattr	= VSW_A_PORT_SWITCH,
	},
	{
		.cmd		= VSW_CMD_PORT_NEW,
		.doit		= vsw_nl_port_new_doit,
		.policy		= vsw_port_new_nl_policy,
		.maxattr	= VSW_A_PORT_STATE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_PORT_SET,
		.doit		= vsw_nl_port_set_doit,
		.policy		= vsw_port_set_nl_policy,
		.maxattr	= VSW_A_PORT_STATE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_PORT_DEL,
		.doit		= vsw_nl_port_del_doit,
		.policy		= vsw_port_del_nl_policy,
		.maxattr	= VSW_A_PORT_SWITCH,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_VLAN_GET,
		.doit		= vsw_nl_vlan_get_doit,
		.dumpit		= vsw_nl_vlan_get_dumpit,
		.policy		= vsw_vlan_get_nl_policy,
		.maxattr	= VSW_A_VLAN_SWITCH,
	},
	{
		.cmd		= VSW_CMD_VLAN_NEW,
		.doit		= vsw_nl_vlan_new_doit,
		.policy		= vsw_vlan_new_nl_policy,
		.maxattr	= VSW_A_VLAN_GROUPS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_VLAN_SET,
		.doit		= vsw_nl_vlan_set_doit,
		.policy		= vsw_vlan_set_nl_policy,
		.maxattr	= VSW_A_VLAN_GROUPS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_VLAN_DEL,
		.doit		= vsw_nl_vlan_del_doit,
		.policy		= vsw_vlan_del_nl_policy,
		.maxattr	= VSW_A_VLAN_VID,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_VTEP_GET,
		.doit		= vsw_nl_vtep_get_doit,
		.dumpit		= vsw_nl_vtep_get_dumpit,
		.policy		= vsw_vtep_get_nl_policy,
		.maxattr	= VSW_A_VTEP_NAME,
	},
	{
		.cmd		= VSW_CMD_VTEP_NEW,
		.doit		= vsw_nl_vtep_new_doit,
		.policy		= vsw_vtep_new_nl_policy,
		.maxattr	= VSW_A_VTEP_EARLY_DEMUX,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_VTEP_SET,
		.doit		= vsw_nl_vtep_set_doit,
		.policy		= vsw_vtep_set_nl_policy,
		.maxattr	= VSW_A_VTEP_EARLY_DEMUX,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_VTEP_DEL,
		.doit		= vsw_nl_vtep_del_doit,
		.policy		= vsw_vtep_del_nl_policy,
		.maxattr	= VSW_A_VTEP_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_PEER_GET,
		.doit		= vsw_nl_peer_get_doit,
		.dumpit		= vsw_nl_peer_get_dumpit,
		.policy		= vsw_peer_get_nl_policy,
		.maxattr	= VSW_A_PEER_NETWORK,
	},
	{
		.cmd		= VSW_CMD_PEER_NEW,
		.doit		= vsw_nl_peer_new_doit,
		.policy		= vsw_peer_new_nl_policy,
		.maxattr	= VSW_A_PEER_NETWORK,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_PEER_DEL,
		.doit		= vsw_nl_peer_del_doit,
		.policy		= vsw_peer_del_nl_policy,
		.maxattr	= VSW_A_PEER_NETWORK,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_FDB_GET,
		.doit		= vsw_nl_fdb_get_doit,
		.dumpit		= vsw_nl_fdb_get_dumpit,
		.policy		= vsw_fdb_get_nl_policy,
		.maxattr	= VSW_A_FDB_KIND,
	},
	{
		.cmd		= VSW_CMD_FDB_NEW,
		.doit		= vsw_nl_fdb_new_doit,
		.policy		= vsw_fdb_new_nl_policy,
		.maxattr	= VSW_A_FDB_KIND,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_FDB_DEL,
		.doit		= vsw_nl_fdb_del_doit,
		.policy		= vsw_fdb_del_nl_policy,
		.maxattr	= VSW_A_FDB_MAC,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_FDB_FLUSH,
		.doit		= vsw_nl_fdb_flush_doit,
		.policy		= vsw_fdb_flush_nl_policy,
		.maxattr	= VSW_A_FDB_KIND,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_STATS_GET,
		.doit		= vsw_nl_stats_get_doit,
		.dumpit		= vsw_nl_stats_get_dumpit,
		.policy		= vsw_stats_get_nl_policy,
		.maxattr	= VSW_A_STATS_NAME,
	},
	{
		.cmd		= VSW_CMD_GUARD_GET,
		.doit		= vsw_nl_guard_get_doit,
		.dumpit		= vsw_nl_guard_get_dumpit,
		.policy		= vsw_guard_get_nl_policy,
		.maxattr	= VSW_A_GUARD_SWITCH,
	},
	{
		.cmd		= VSW_CMD_GUARD_SET,
		.doit		= vsw_nl_guard_set_doit,
		.policy		= vsw_guard_set_nl_policy,
		.maxattr	= VSW_A_GUARD_ETHERTYPES,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_GUARD_DEL,
		.doit		= vsw_nl_guard_del_doit,
		.policy		= vsw_guard_del_nl_policy,
		.maxattr	= VSW_A_GUARD_SWITCH,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_ADDRESS_GET,
		.doit		= vsw_nl_address_get_doit,
		.dumpit		= vsw_nl_address_get_dumpit,
		.policy		= vsw_address_get_nl_policy,
		.maxattr	= VSW_A_ADDRESS_PREFIX_LEN,
	},
	{
		.cmd		= VSW_CMD_ADDRESS_NEW,
		.doit		= vsw_nl_address_new_doit,
		.policy		= vsw_address_new_nl_policy,
		.maxattr	= VSW_A_ADDRESS_PREFIX_LEN,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_ADDRESS_DEL,
		.doit		= vsw_nl_address_del_doit,
		.policy		= vsw_address_del_nl_policy,
		.maxattr	= VSW_A_ADDRESS_PREFIX_LEN,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_SET_GET,
		.doit		= vsw_nl_set_get_doit,
		.dumpit		= vsw_nl_set_get_dumpit,
		.policy		= vsw_set_get_nl_policy,
		.maxattr	= VSW_A_SET_NAME,
	},
	{
		.cmd		= VSW_CMD_SET_NEW,
		.doit		= vsw_nl_set_new_doit,
		.policy		= vsw_set_new_nl_policy,
		.maxattr	= VSW_A_SET_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_SET_DEL,
		.doit		= vsw_nl_set_del_doit,
		.policy		= vsw_set_del_nl_policy,
		.maxattr	= VSW_A_SET_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_SET_REPLACE,
		.doit		= vsw_nl_set_replace_doit,
		.policy		= vsw_set_replace_nl_policy,
		.maxattr	= VSW_A_SET_WITH,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_SET_ELEM_GET,
		.doit		= vsw_nl_set_elem_get_doit,
		.dumpit		= vsw_nl_set_elem_get_dumpit,
		.policy		= vsw_set_elem_get_nl_policy,
		.maxattr	= VSW_A_SET_ELEM_PREFIX_LEN,
	},
	{
		.cmd		= VSW_CMD_SET_ELEM_NEW,
		.doit		= vsw_nl_set_elem_new_doit,
		.policy		= vsw_set_elem_new_nl_policy,
		.maxattr	= VSW_A_SET_ELEM_PREFIX_LEN,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_SET_ELEM_DEL,
		.doit		= vsw_nl_set_elem_del_doit,
		.policy		= vsw_set_elem_del_nl_policy,
		.maxattr	= VSW_A_SET_ELEM_PREFIX_LEN,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_GROUP_GET,
		.doit		= vsw_nl_group_get_doit,
		.dumpit		= vsw_nl_group_get_dumpit,
		.policy		= vsw_group_get_nl_policy,
		.maxattr	= VSW_A_GROUP_NAME,
	},
	{
		.cmd		= VSW_CMD_GROUP_NEW,
		.doit		= vsw_nl_group_new_doit,
		.policy		= vsw_group_new_nl_policy,
		.maxattr	= VSW_A_GROUP_STATELESS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_GROUP_DEL,
		.doit		= vsw_nl_group_del_doit,
		.policy		= vsw_group_del_nl_policy,
		.maxattr	= VSW_A_GROUP_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_GROUP_REPLACE,
		.doit		= vsw_nl_group_replace_doit,
		.policy		= vsw_group_replace_nl_policy,
		.maxattr	= VSW_A_GROUP_WITH,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_RULE_GET,
		.doit		= vsw_nl_rule_get_doit,
		.dumpit		= vsw_nl_rule_get_dumpit,
		.policy		= vsw_rule_get_nl_policy,
		.maxattr	= VSW_A_RULE_UUID,
	},
	{
		.cmd		= VSW_CMD_RULE_NEW,
		.doit		= vsw_nl_rule_new_doit,
		.policy		= vsw_rule_new_nl_policy,
		.maxattr	= VSW_A_RULE_SET,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_RULE_DEL,
		.doit		= vsw_nl_rule_del_doit,
		.policy		= vsw_rule_del_nl_policy,
		.maxattr	= VSW_A_RULE_SET,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_NEIGH_GET,
		.doit		= vsw_nl_neigh_get_doit,
		.dumpit		= vsw_nl_neigh_get_dumpit,
		.policy		= vsw_neigh_get_nl_policy,
		.maxattr	= VSW_A_NEIGH_ADDRESS,
	},
	{
		.cmd		= VSW_CMD_NEIGH_NEW,
		.doit		= vsw_nl_neigh_new_doit,
		.policy		= vsw_neigh_new_nl_policy,
		.maxattr	= VSW_A_NEIGH_ROUTER,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_NEIGH_REPLACE,
		.doit		= vsw_nl_neigh_replace_doit,
		.policy		= vsw_neigh_replace_nl_policy,
		.maxattr	= VSW_A_NEIGH_ROUTER,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_NEIGH_DEL,
		.doit		= vsw_nl_neigh_del_doit,
		.policy		= vsw_neigh_del_nl_policy,
		.maxattr	= VSW_A_NEIGH_ADDRESS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VSW_CMD_NEIGH_FLUSH,
		.doit		= vsw_nl_neigh_flush_doit,
		.policy		= vsw_neigh_flush_nl_policy,
		.maxattr	= VSW_A_NEIGH_NETWORK,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group vsw_nl_mcgrps[] = {
	[VSW_NLGRP_EVENTS] = { "events", },
};
