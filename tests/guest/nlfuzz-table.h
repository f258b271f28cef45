/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the operations of family "vsw" take, attribute by attribute, written
 * down from Documentation/netlink/specs/vsw.yaml; not generated from it, so
 * that the one checks the other.
 *
 * The requests build on what tests/netlink-input.test has made: switch fz0
 * with networks blue (id 1, VNI 100) and red (no VNI), ports fzp0 (untagged
 * and VLAN 10 in blue) and fzi0 (internal), a spare device fzd0, vteps vx4 and
 * vx6 with a peer each, the FDB entry 02:00:00:00:00:05, for VLAN 10 of fzp0
 * the address 02:00:00:00:00:07 with 2001:db8::/64, the set web, which a rule of
 * the group default names, and with 2001:db8::/65 in it, and default, which fzp0
 * has; in blue the neighbours 192.0.2.2 and 2001:db8::2. Those that make something
 * come before those that change and remove it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "../../uapi/linux/vsw.h"

#define ATTRS_MAX	8
#define REFUSED_MAX	8

/* How an attribute is spelt. */
enum kind {
	KIND_REF,	/* a string that names what must exist */
	KIND_NEW,	/* a string that names what is to be made */
	KIND_U8,
	KIND_U16,
	KIND_U32,
	KIND_MAC,
	KIND_IPV4,	/* an address, of the family of the vtep's */
	KIND_IPV6,
	KIND_PREFIX,	/* an IPv6 prefix */
	KIND_NEIGH4,	/* an address of a guest, of either family */
	KIND_NEIGH6,
	KIND_TYPES,	/* two ethertypes */
	KIND_UUID,
};

enum {
	NEED	= 1 << 0,	/* the operation fails without it */
	ABSENT	= 1 << 1,	/* not in the good request */
	EMPTY	= 1 << 2,	/* an empty string is good */
	FILTER	= 1 << 3,	/* of a dump; no good otherwise */
};

/**
 * struct attr - an attribute of an operation
 * @type: its type, 0 after the last
 * @kind: how it is spelt
 * @flags: NEED and so on
 * @min: smallest number
 * @max: largest number, or longest string
 * @number: value in the good request
 * @text: the same, of a string or an address
 */
struct attr {
	uint16_t type;
	enum kind kind;
	unsigned int flags;
	uint32_t min;
	uint32_t max;
	uint32_t number;
	const char *text;
};

/**
 * struct refused - a value that is well-formed and yet no good
 * @type: attribute, 0 after the last
 * @number: value, if it is a number
 * @text: the same, of a string or an address
 */
struct refused {
	uint16_t type;
	uint32_t number;
	const char *text;
};

/**
 * struct op - an operation with a good request
 * @name: for messages
 * @cmd: command
 * @set_max: highest attribute type of the attribute set
 * @change: it changes something, and so needs a privilege
 * @dump: it can be a dump too
 * @other: attribute that is no good beside what is in the good request, and
 *	may not be the one of them to be blamed
 * @attr: what it takes
 * @more: further of that, NULL for none
 * @refused: more values to refuse, each in place of that in the good request
 */
struct op {
	const char *name;
	uint8_t cmd;
	uint16_t set_max;
	bool change;
	bool dump;
	uint16_t other;
	struct attr attr[ATTRS_MAX];
	const struct attr *more;
	struct refused refused[REFUSED_MAX];
};

#define REF(type, len, text)	{ type, KIND_REF, NEED, 0, len, 0, text }
#define NEW(type, len, text)	{ type, KIND_NEW, NEED, 0, len, 0, text }
#define SELECT(type, len)	{ type, KIND_REF, ABSENT | FILTER, 0, len, 0, 0 }
#define FLAG(type)		{ type, KIND_U8, 0, 0, 1, 1, 0 }
#define U8(type, value)		{ type, KIND_U8, 0, 0, UINT8_MAX, value, 0 }
#define U16(type, min, max, value) { type, KIND_U16, 0, min, max, value, 0 }
#define U32(type, min, max, value) { type, KIND_U32, 0, min, max, value, 0 }
#define MAC_OF(type, text)	{ type, KIND_MAC, NEED, 0, 0, 0, text }
#define MAC(text)		MAC_OF(VSW_A_FDB_MAC, text)

#define SWITCH(type)		REF(type, 15, "fz0")
#define SWITCH_NEW(name)	NEW(VSW_A_SWITCH_NAME, 15, name)

#define MAC_NEW		"\x02\x00\x00\x00\x00\x06"
#define MAC_GROUP	"\x03\x00\x00\x00\x00\x06"
#define MAC_ZERO	"\x00\x00\x00\x00\x00\x00"
#define MAC_THERE	"\x02\x00\x00\x00\x00\x07"
#define MAC_NONE	"\x02\x00\x00\x00\x00\x77"

#define UUID_THERE	"\x11\x11\x11\x11\x22\x22\x33\x33\x44\x44\x55\x55\x55\x55\x55\x55"
#define UUID_NEW	"\x11\x11\x11\x11\x22\x22\x33\x33\x44\x44\x55\x55\x55\x55\x55\x56"
#define UUID_NONE	"\x11\x11\x11\x11\x22\x22\x33\x33\x44\x44\x55\x55\x55\x55\x55\x57"

#define V4_LOCAL	"\xc0\x00\x02\x01"
#define V4_OTHER	"\xc0\x00\x02\x09"
#define V4_PEER		"\xc0\x00\x02\x02"
#define V4_GROUP	"\xe0\x00\x00\x01"
#define V4_ANY		"\x00\x00\x00\x00"
#define V4_BROADCAST	"\xff\xff\xff\xff"
#define V4_LOOPBACK	"\x7f\x00\x00\x01"

#define V6_PREFIX	"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0"
#define V6_LOCAL	V6_PREFIX "\x01"
#define V6_OTHER	V6_PREFIX "\x09"
#define V6_PEER		V6_PREFIX "\x02"
#define V6_GROUP	"\xff\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"
#define V6_LINK		"\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"
#define V6_MAPPED	"\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\x00\x02\x09"
#define V6_ANY		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define V6_LOOPBACK	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"

#define VTEP_DF		U32(VSW_A_VTEP_DF, 0, 2, 2)
#define VTEP_DF_ABSENT	{ VSW_A_VTEP_DF, KIND_U32, ABSENT, 0, 2, 2, 0 }
#define VTEP_CSUM6	FLAG(VSW_A_VTEP_ZERO_CSUM6_RX)
#define VTEP_CSUM6_ABSENT \
	{ VSW_A_VTEP_ZERO_CSUM6_RX, KIND_U8, ABSENT, 0, 1, 1, 0 }

#define VLAN_GROUPS \
	{ VSW_A_VLAN_GROUPS, KIND_REF, EMPTY, 0, VSW_NAME_MAX, 0, "default" }

#define NAME(type, text)	REF(type, VSW_NAME_MAX, text)

static const struct attr network_options[] = {
	U32(VSW_A_NETWORK_MTU, 0, 65535, 1400),
	U32(VSW_A_NETWORK_VNI, 0, VSW_VNI_MAX, 7777),
	FLAG(VSW_A_NETWORK_LEARNING),
	FLAG(VSW_A_NETWORK_FLOOD),
	U32(VSW_A_NETWORK_AGEING, 0, 1000000, 60),
	U32(VSW_A_NETWORK_FDB_LIMIT, 0, UINT32_MAX, 5),
	FLAG(VSW_A_NETWORK_NEIGH_LOCAL),
	{ }
};

static const struct attr port_options[] = {
	{ VSW_A_PORT_NETWORK, KIND_REF, EMPTY, 0, VSW_NAME_MAX, 0, "blue" },
	FLAG(VSW_A_PORT_UPLINK),
	FLAG(VSW_A_PORT_ISOLATED),
	FLAG(VSW_A_PORT_SPLIT_HORIZON),
	FLAG(VSW_A_PORT_RESERVED_GROUPS),
	U32(VSW_A_PORT_FDB_LIMIT, 0, UINT32_MAX, 5),
	U32(VSW_A_PORT_CONN_LIMIT, 0, UINT32_MAX, 5),
	U32(VSW_A_PORT_CONN_RATE, 0, UINT32_MAX, 5),
	U32(VSW_A_PORT_FLOOD_RATE, 0, UINT32_MAX, 5),
	U32(VSW_A_PORT_STATE, 0, 1, VSW_PORT_STATE_OPEN),
	{ VSW_A_PORT_GROUPS, KIND_REF, EMPTY, 0, VSW_NAME_MAX, 0, "default" },
	{ }
};

static const struct attr vtep_options[] = {
	U8(VSW_A_VTEP_TTL, 5),
	FLAG(VSW_A_VTEP_TTL_INHERIT),
	U8(VSW_A_VTEP_TOS, 4),
	FLAG(VSW_A_VTEP_TOS_INHERIT),
	FLAG(VSW_A_VTEP_CSUM),
	U32(VSW_A_VTEP_UNKNOWN_PEER, 0, 1, 1),
	FLAG(VSW_A_VTEP_LEARNING),
	U32(VSW_A_VTEP_FDB_LIMIT, 0, UINT32_MAX, 5),
	{ }
};

static const struct attr fdb_key[] = {
	SWITCH(VSW_A_FDB_SWITCH),
	NAME(VSW_A_FDB_NETWORK, "blue"),
	MAC(MAC_NEW),
	{ }
};

static const struct attr guard_key[] = {
	REF(VSW_A_GUARD_PORT, 15, "fzp0"),
	U16(VSW_A_GUARD_VID, 0, VSW_VID_MAX, 10),
	{ VSW_A_GUARD_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
	{ }
};

static const struct attr address_key[] = {
	REF(VSW_A_ADDRESS_PORT, 15, "fzp0"),
	U16(VSW_A_ADDRESS_VID, 0, VSW_VID_MAX, 10),
	{ VSW_A_ADDRESS_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
	MAC_OF(VSW_A_ADDRESS_MAC, MAC_NEW),
	{ VSW_A_ADDRESS_IP, KIND_PREFIX, 0, 0, 0, 0, V6_PREFIX "\0" },
	{ VSW_A_ADDRESS_PREFIX_LEN, KIND_U8, 0, 0, 128, 64, 0 },
	{ }
};

static const struct attr elem[] = {
	SWITCH(VSW_A_SET_ELEM_SWITCH),
	NAME(VSW_A_SET_ELEM_SET, "web"),
	{ VSW_A_SET_ELEM_IP, KIND_PREFIX, NEED, 0, 0, 0, V6_PREFIX "\0" },
	{ VSW_A_SET_ELEM_PREFIX_LEN, KIND_U8, 0, 0, 128, 64, 0 },
	{ }
};

static const struct attr match[] = {
	{
		VSW_A_RULE_DIRECTION, KIND_U32, NEED, 0, 1,
		VSW_RULE_DIRECTION_EGRESS, 0,
	},
	U16(VSW_A_RULE_ETHERTYPE, 0x86dd, 0x86dd, 0x86dd),
	U8(VSW_A_RULE_PROTOCOL, 6),
	U16(VSW_A_RULE_SPORT_MIN, 0, UINT16_MAX, 1024),
	U16(VSW_A_RULE_SPORT_MAX, 0, UINT16_MAX, 2048),
	U16(VSW_A_RULE_DPORT_MIN, 0, UINT16_MAX, 80),
	U16(VSW_A_RULE_DPORT_MAX, 0, UINT16_MAX, 443),
	{ VSW_A_RULE_ICMP_TYPE, KIND_U8, ABSENT, 0, UINT8_MAX, 0, 0 },
	{ VSW_A_RULE_ICMP_CODE, KIND_U8, ABSENT, 0, UINT8_MAX, 0, 0 },
	{ VSW_A_RULE_IP, KIND_PREFIX, 0, 0, 0, 0, V6_PREFIX "\0" },
	{ VSW_A_RULE_PREFIX_LEN, KIND_U8, 0, 0, 128, 64, 0 },
	{ VSW_A_RULE_SET, KIND_REF, ABSENT, 0, VSW_NAME_MAX, 0, 0 },
	{ }
};

static const struct attr neigh_key[] = {
	SWITCH(VSW_A_NEIGH_SWITCH),
	NAME(VSW_A_NEIGH_NETWORK, "blue"),
	{ }
};

static const struct op ops[] = {
	{
		"switch-new", VSW_CMD_SWITCH_NEW, VSW_A_SWITCH_MAX, true, false,
		.attr = { SWITCH_NEW("fz1"), FLAG(VSW_A_SWITCH_FDB_EVENTS) },
		.refused = {
			{ VSW_A_SWITCH_NAME, 0, "fz0" },
			{ VSW_A_SWITCH_NAME, 0, "fzd0" },
			{ VSW_A_SWITCH_NAME, 0, "a/b" },
			{ VSW_A_SWITCH_NAME, 0, "fz%d" },
			{ VSW_A_SWITCH_NAME, 0, ".." },
		},
	}, {
		"switch-set", VSW_CMD_SWITCH_SET, VSW_A_SWITCH_MAX, true, false,
		.attr = {
			REF(VSW_A_SWITCH_NAME, 15, "fz1"),
			FLAG(VSW_A_SWITCH_FDB_EVENTS),
		},
		.refused = { { VSW_A_SWITCH_NAME, 0, "fzp0" } },
	}, {
		"switch-get", VSW_CMD_SWITCH_GET, VSW_A_SWITCH_MAX, false, true,
		.attr = { REF(VSW_A_SWITCH_NAME, 15, "fz1") },
	}, {
		"switch-del", VSW_CMD_SWITCH_DEL, VSW_A_SWITCH_MAX, true, false,
		.attr = { REF(VSW_A_SWITCH_NAME, 15, "fz1") },
		.refused = { { VSW_A_SWITCH_NAME, 0, "fzp0" } },
	}, {
		"network-new", VSW_CMD_NETWORK_NEW, VSW_A_NETWORK_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_NETWORK_SWITCH),
			NEW(VSW_A_NETWORK_NAME, VSW_NAME_MAX, "green"),
			U32(VSW_A_NETWORK_ID, 1, VSW_NETWORK_ID_MAX, 9),
		},
		.refused = {
			{ VSW_A_NETWORK_NAME, 0, "blue" },
			{ VSW_A_NETWORK_ID, 1, NULL },
			{ VSW_A_NETWORK_MTU, 67, NULL },
			{ VSW_A_NETWORK_VNI, 100, NULL },
		},
		.more = network_options,
	}, {
		"network-set", VSW_CMD_NETWORK_SET, VSW_A_NETWORK_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_NETWORK_SWITCH),
			NAME(VSW_A_NETWORK_NAME, "green"),
		},
		.refused = {
			{ VSW_A_NETWORK_MTU, 67, NULL },
			{ VSW_A_NETWORK_VNI, 100, NULL },
		},
		.more = network_options,
	}, {
		"network-get", VSW_CMD_NETWORK_GET, VSW_A_NETWORK_MAX, false,
		true,
		.attr = {
			SWITCH(VSW_A_NETWORK_SWITCH),
			NAME(VSW_A_NETWORK_NAME, "green"),
		},
	}, {
		"network-del", VSW_CMD_NETWORK_DEL, VSW_A_NETWORK_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_NETWORK_SWITCH),
			NAME(VSW_A_NETWORK_NAME, "green"),
		},
	}, {
		"port-new, device", VSW_CMD_PORT_NEW, VSW_A_PORT_MAX, true,
		false,
		.attr = {
			REF(VSW_A_PORT_NAME, 15, "fzd0"),
			SWITCH(VSW_A_PORT_SWITCH),
			U32(VSW_A_PORT_TYPE, 0, 2, VSW_PORT_TYPE_DEVICE),
			{ VSW_A_PORT_ADDRESS, KIND_MAC, ABSENT, 0, 0, 0, 0 },
		},
		.refused = {
			{ VSW_A_PORT_NAME, 0, "lo" },
			{ VSW_A_PORT_NAME, 0, "fz0" },
			{ VSW_A_PORT_NAME, 0, "fzp0" },
			{ VSW_A_PORT_NAME, 0, "fzi0" },
			{ VSW_A_PORT_TYPE, VSW_PORT_TYPE_LOCAL, NULL },
			{ VSW_A_PORT_ADDRESS, 0, MAC_NEW },
		},
		.more = port_options,
	}, {
		"port-set, device", VSW_CMD_PORT_SET, VSW_A_PORT_MAX, true,
		false,
		.attr = {
			REF(VSW_A_PORT_NAME, 15, "fzd0"),
			{ VSW_A_PORT_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
			{ VSW_A_PORT_ADDRESS, KIND_MAC, ABSENT, 0, 0, 0, 0 },
		},
		.refused = { { VSW_A_PORT_ADDRESS, 0, MAC_NEW } },
		.more = port_options,
	}, {
		"port-get", VSW_CMD_PORT_GET, VSW_A_PORT_MAX, false, true,
		.attr = {
			REF(VSW_A_PORT_NAME, 15, "fzd0"),
			{ VSW_A_PORT_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
		},
	}, {
		"port-del, device", VSW_CMD_PORT_DEL, VSW_A_PORT_MAX, true,
		false,
		.attr = {
			REF(VSW_A_PORT_NAME, 15, "fzd0"),
			{ VSW_A_PORT_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
		},
		.refused = { { VSW_A_PORT_NAME, 0, "fz0" } },
	}, {
		"port-new, internal", VSW_CMD_PORT_NEW, VSW_A_PORT_MAX, true,
		false,
		.attr = {
			NEW(VSW_A_PORT_NAME, 15, "fzi1"),
			SWITCH(VSW_A_PORT_SWITCH),
			U32(VSW_A_PORT_TYPE, 0, 2, VSW_PORT_TYPE_INTERNAL),
			{
				VSW_A_PORT_ADDRESS, KIND_MAC, 0, 0, 0, 0,
				MAC_NEW,
			},
		},
		.refused = {
			{ VSW_A_PORT_NAME, 0, "fzd0" },
			{ VSW_A_PORT_NAME, 0, "a/b" },
			{ VSW_A_PORT_NAME, 0, "fz%d" },
			{ VSW_A_PORT_ADDRESS, 0, MAC_GROUP },
			{ VSW_A_PORT_ADDRESS, 0, MAC_ZERO },
		},
		.more = port_options,
	}, {
		"port-set, internal", VSW_CMD_PORT_SET, VSW_A_PORT_MAX, true,
		false,
		.attr = {
			REF(VSW_A_PORT_NAME, 15, "fzi1"),
			{
				VSW_A_PORT_ADDRESS, KIND_MAC, 0, 0, 0, 0,
				MAC_NONE,
			},
			{ VSW_A_PORT_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
		},
		.refused = {
			{ VSW_A_PORT_ADDRESS, 0, MAC_GROUP },
			{ VSW_A_PORT_ADDRESS, 0, MAC_ZERO },
		},
		.more = port_options,
	}, {
		"port-del, internal", VSW_CMD_PORT_DEL, VSW_A_PORT_MAX, true,
		false,
		.attr = {
			REF(VSW_A_PORT_NAME, 15, "fzi1"),
			{ VSW_A_PORT_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
		},
	}, {
		"vlan-new", VSW_CMD_VLAN_NEW, VSW_A_VLAN_MAX, true, false,
		.attr = {
			REF(VSW_A_VLAN_PORT, 15, "fzp0"),
			U16(VSW_A_VLAN_VID, 0, VSW_VID_MAX, 20),
			NAME(VSW_A_VLAN_NETWORK, "red"),
			VLAN_GROUPS,
		},
		.refused = { { VSW_A_VLAN_VID, 10, NULL } },
	}, {
		"vlan-set", VSW_CMD_VLAN_SET, VSW_A_VLAN_MAX, true, false,
		.attr = {
			REF(VSW_A_VLAN_PORT, 15, "fzp0"),
			U16(VSW_A_VLAN_VID, 0, VSW_VID_MAX, 20),
			{
				VSW_A_VLAN_NETWORK, KIND_REF, 0, 0,
				VSW_NAME_MAX, 0, "blue",
			},
			VLAN_GROUPS,
		},
		.refused = { { VSW_A_VLAN_VID, 21, NULL } },
	}, {
		"vlan-get", VSW_CMD_VLAN_GET, VSW_A_VLAN_MAX, false, true,
		.attr = {
			REF(VSW_A_VLAN_PORT, 15, "fzp0"),
			U16(VSW_A_VLAN_VID, 0, VSW_VID_MAX, 20),
			{ VSW_A_VLAN_SWITCH, KIND_REF, 0, 0, 15, 0, "fz0" },
			SELECT(VSW_A_VLAN_NETWORK, VSW_NAME_MAX),
		},
		.refused = {
			{ VSW_A_VLAN_VID, 21, NULL },
			{ VSW_A_VLAN_NETWORK, 0, "blue" },
		},
	}, {
		"vlan-del", VSW_CMD_VLAN_DEL, VSW_A_VLAN_MAX, true, false,
		.attr = {
			REF(VSW_A_VLAN_PORT, 15, "fzp0"),
			U16(VSW_A_VLAN_VID, 0, VSW_VID_MAX, 20),
		},
		.refused = { { VSW_A_VLAN_VID, 21, NULL } },
	}, {
		"vtep-new over IPv4", VSW_CMD_VTEP_NEW, VSW_A_VTEP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_VTEP_SWITCH),
			NEW(VSW_A_VTEP_NAME, VSW_NAME_MAX, "vxn"),
			{
				VSW_A_VTEP_LOCAL, KIND_IPV4, NEED, 0, 0, 0,
				V4_OTHER,
			},
			U16(VSW_A_VTEP_UDP_PORT, 1, UINT16_MAX, 4789),
			VTEP_DF, VTEP_CSUM6_ABSENT,
		},
		.refused = {
			{ VSW_A_VTEP_NAME, 0, "vx4" },
			{ VSW_A_VTEP_LOCAL, 0, V4_LOCAL },
			{ VSW_A_VTEP_TOS, 1, NULL },
			{ VSW_A_VTEP_TOS, 255, NULL },
			{ VSW_A_VTEP_ZERO_CSUM6_RX, 0, NULL },
		},
		.more = vtep_options,
	}, {
		"vtep-set over IPv4", VSW_CMD_VTEP_SET, VSW_A_VTEP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_VTEP_SWITCH),
			NAME(VSW_A_VTEP_NAME, "vxn"),
			VTEP_DF, VTEP_CSUM6_ABSENT,
		},
		.refused = {
			{ VSW_A_VTEP_TOS, 2, NULL },
			{ VSW_A_VTEP_ZERO_CSUM6_RX, 1, NULL },
		},
		.more = vtep_options,
	}, {
		"vtep-get", VSW_CMD_VTEP_GET, VSW_A_VTEP_MAX, false, true,
		.attr = {
			SWITCH(VSW_A_VTEP_SWITCH),
			NAME(VSW_A_VTEP_NAME, "vxn"),
		},
	}, {
		"vtep-del over IPv4", VSW_CMD_VTEP_DEL, VSW_A_VTEP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_VTEP_SWITCH),
			NAME(VSW_A_VTEP_NAME, "vxn"),
		},
	}, {
		"vtep-new over IPv6", VSW_CMD_VTEP_NEW, VSW_A_VTEP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_VTEP_SWITCH),
			NEW(VSW_A_VTEP_NAME, VSW_NAME_MAX, "vxn"),
			{
				VSW_A_VTEP_LOCAL, KIND_IPV6, NEED, 0, 0, 0,
				V6_OTHER,
			},
			U16(VSW_A_VTEP_UDP_PORT, 1, UINT16_MAX, 4789),
			VTEP_DF_ABSENT, VTEP_CSUM6,
		},
		.refused = {
			{ VSW_A_VTEP_LOCAL, 0, V6_LOCAL },
			{ VSW_A_VTEP_DF, 0, NULL },
		},
		.more = vtep_options,
	}, {
		"vtep-set over IPv6", VSW_CMD_VTEP_SET, VSW_A_VTEP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_VTEP_SWITCH),
			NAME(VSW_A_VTEP_NAME, "vxn"),
			VTEP_DF_ABSENT, VTEP_CSUM6,
		},
		.refused = { { VSW_A_VTEP_DF, 1, NULL } },
		.more = vtep_options,
	}, {
		"vtep-del over IPv6", VSW_CMD_VTEP_DEL, VSW_A_VTEP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_VTEP_SWITCH),
			NAME(VSW_A_VTEP_NAME, "vxn"),
		},
	}, {
		"peer-new over IPv4", VSW_CMD_PEER_NEW, VSW_A_PEER_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_PEER_SWITCH),
			NAME(VSW_A_PEER_VTEP, "vx4"),
			{
				VSW_A_PEER_ADDRESS, KIND_IPV4, NEED, 0, 0, 0,
				V4_OTHER,
			},
			{
				VSW_A_PEER_NETWORK, KIND_REF, 0, 0,
				VSW_NAME_MAX, 0, "blue",
			},
		},
		.refused = {
			{ VSW_A_PEER_ADDRESS, 0, V4_LOCAL },
			{ VSW_A_PEER_NETWORK, 0, "red" },
		},
	}, {
		"peer-get", VSW_CMD_PEER_GET, VSW_A_PEER_MAX, false, true,
		.attr = {
			SWITCH(VSW_A_PEER_SWITCH),
			NAME(VSW_A_PEER_VTEP, "vx4"),
			{
				VSW_A_PEER_ADDRESS, KIND_IPV4, NEED, 0, 0, 0,
				V4_OTHER,
			},
			/* The peer is one of single networks. */
			NAME(VSW_A_PEER_NETWORK, "blue"),
		},
		.refused = { { VSW_A_PEER_NETWORK, 0, "red" } },
	}, {
		"peer-del over IPv4", VSW_CMD_PEER_DEL, VSW_A_PEER_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_PEER_SWITCH),
			NAME(VSW_A_PEER_VTEP, "vx4"),
			{
				VSW_A_PEER_ADDRESS, KIND_IPV4, NEED, 0, 0, 0,
				V4_OTHER,
			},
			{
				VSW_A_PEER_NETWORK, KIND_REF, 0, 0,
				VSW_NAME_MAX, 0, "blue",
			},
		},
		.refused = { { VSW_A_PEER_NETWORK, 0, "red" } },
	}, {
		"peer-new over IPv6", VSW_CMD_PEER_NEW, VSW_A_PEER_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_PEER_SWITCH),
			NAME(VSW_A_PEER_VTEP, "vx6"),
			{
				VSW_A_PEER_ADDRESS, KIND_IPV6, NEED, 0, 0, 0,
				V6_OTHER,
			},
		},
		.refused = {
			{ VSW_A_PEER_ADDRESS, 0, V6_LOCAL },
			{ VSW_A_PEER_ADDRESS, 0, V6_PEER },
		},
	}, {
		"peer-del over IPv6", VSW_CMD_PEER_DEL, VSW_A_PEER_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_PEER_SWITCH),
			NAME(VSW_A_PEER_VTEP, "vx6"),
			{
				VSW_A_PEER_ADDRESS, KIND_IPV6, NEED, 0, 0, 0,
				V6_OTHER,
			},
		},
	}, {
		"fdb-new to a port", VSW_CMD_FDB_NEW, VSW_A_FDB_MAX, true,
		false,
		.attr = {
			{ VSW_A_FDB_PORT, KIND_REF, 0, 0, 15, 0, "fzp0" },
			U16(VSW_A_FDB_VID, 0, VSW_VID_MAX, 10),
			{
				VSW_A_FDB_VTEP, KIND_REF, ABSENT, 0,
				VSW_NAME_MAX, 0, 0,
			},
			U32(VSW_A_FDB_KIND, 0, 3, VSW_FDB_KIND_STATIC),
		},
		.refused = {
			{ VSW_A_FDB_MAC, 0, MAC_GROUP },
			{ VSW_A_FDB_MAC, 0, MAC_ZERO },
			{ VSW_A_FDB_VID, 11, NULL },
			{ VSW_A_FDB_KIND, VSW_FDB_KIND_LEARNED, NULL },
			{ VSW_A_FDB_KIND, VSW_FDB_KIND_LOCAL, NULL },
			{ VSW_A_FDB_PORT, 0, "fzd0" },
			{ VSW_A_FDB_VTEP, 0, "vx4" },
		},
		.more = fdb_key,
	}, {
		"fdb-new to a peer", VSW_CMD_FDB_NEW, VSW_A_FDB_MAX, true,
		false,
		.other = VSW_A_FDB_PORT,
		.attr = {
			{ VSW_A_FDB_PEER, KIND_IPV4, 0, 0, 0, 0, V4_PEER },
			{
				VSW_A_FDB_VTEP, KIND_REF, 0, 0, VSW_NAME_MAX,
				0, "vx4",
			},
			{
				VSW_A_FDB_VID, KIND_U16, ABSENT, 0, VSW_VID_MAX,
				0, 0,
			},
			U32(VSW_A_FDB_KIND, 0, 3, VSW_FDB_KIND_STATIC),
		},
		.refused = {
			{ VSW_A_FDB_NETWORK, 0, "red" },
			{ VSW_A_FDB_PEER, 0, V4_OTHER },
			{ VSW_A_FDB_VID, 10, NULL },
		},
		.more = fdb_key,
	}, {
		"fdb-get", VSW_CMD_FDB_GET, VSW_A_FDB_MAX, false, true,
		.attr = {
			SELECT(VSW_A_FDB_PORT, 15),
			{
				VSW_A_FDB_VID, KIND_U16, ABSENT | FILTER, 0,
				VSW_VID_MAX, 0, 0,
			},
			{
				VSW_A_FDB_PEER, KIND_IPV4, ABSENT | FILTER, 0,
				0, 0, 0,
			},
			SELECT(VSW_A_FDB_VTEP, VSW_NAME_MAX),
			{
				VSW_A_FDB_KIND, KIND_U32, ABSENT | FILTER, 0,
				3, 0, 0,
			},
		},
		.refused = {
			{ VSW_A_FDB_MAC, 0, MAC_NONE },
			{ VSW_A_FDB_MAC, 0, MAC_GROUP },
		},
		.more = fdb_key,
	}, {
		"fdb-del", VSW_CMD_FDB_DEL, VSW_A_FDB_MAX, true, false,
		.attr = {  },
		.refused = {
			{ VSW_A_FDB_MAC, 0, MAC_NONE },
			{ VSW_A_FDB_MAC, 0, MAC_GROUP },
		},
		.more = fdb_key,
	}, {
		"fdb-flush of a port", VSW_CMD_FDB_FLUSH, VSW_A_FDB_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_FDB_SWITCH),
			{
				VSW_A_FDB_NETWORK, KIND_REF, 0, 0,
				VSW_NAME_MAX, 0, "blue",
			},
			{ VSW_A_FDB_PORT, KIND_REF, 0, 0, 15, 0, "fzp0" },
			{
				VSW_A_FDB_VTEP, KIND_REF, ABSENT, 0,
				VSW_NAME_MAX, 0, 0,
			},
			U32(VSW_A_FDB_KIND, 0, 3, VSW_FDB_KIND_LEARNED),
		},
		.refused = {
			{ VSW_A_FDB_PORT, 0, "fzd0" },
			{ VSW_A_FDB_VTEP, 0, "vx4" },
			{ VSW_A_FDB_KIND, VSW_FDB_KIND_LOCAL, NULL },
		},
	}, {
		"fdb-flush of a peer", VSW_CMD_FDB_FLUSH, VSW_A_FDB_MAX, true,
		false,
		.other = VSW_A_FDB_PORT,
		.attr = {
			SWITCH(VSW_A_FDB_SWITCH),
			{ VSW_A_FDB_PEER, KIND_IPV4, 0, 0, 0, 0, V4_PEER },
			{
				VSW_A_FDB_VTEP, KIND_REF, 0, 0, VSW_NAME_MAX,
				0, "vx4",
			},
			{
				VSW_A_FDB_VID, KIND_U16, ABSENT, 0, VSW_VID_MAX,
				0, 0,
			},
			U32(VSW_A_FDB_KIND, 0, 3, VSW_FDB_KIND_LEARNED),
		},
		.refused = {
			{ VSW_A_FDB_PEER, 0, V4_OTHER },
			{ VSW_A_FDB_VID, 10, NULL },
		},
	}, {
		"guard-set", VSW_CMD_GUARD_SET, VSW_A_GUARD_MAX, true, false,
		.attr = {
			FLAG(VSW_A_GUARD_SPOOF),
			FLAG(VSW_A_GUARD_DHCP_SERVER),
			FLAG(VSW_A_GUARD_RA),
			{
				VSW_A_GUARD_ETHERTYPES, KIND_TYPES, 0, 0, 0, 0,
				"\xb5\x88\x00\x06",
			},
		},
		.refused = {
			{ VSW_A_GUARD_PORT, 0, "fzd0" },
			{ VSW_A_GUARD_VID, 11, NULL },
			{ VSW_A_GUARD_SWITCH, 0, "fzp0" },
		},
		.more = guard_key,
	}, {
		"guard-get", VSW_CMD_GUARD_GET, VSW_A_GUARD_MAX, false, true,
		.attr = {  },
		.refused = {
			{ VSW_A_GUARD_PORT, 0, "fzd0" },
			{ VSW_A_GUARD_VID, 11, NULL },
		},
		.more = guard_key,
	}, {
		"guard-del", VSW_CMD_GUARD_DEL, VSW_A_GUARD_MAX, true, false,
		.attr = {  },
		.refused = {
			{ VSW_A_GUARD_PORT, 0, "fzd0" },
			{ VSW_A_GUARD_VID, 11, NULL },
		},
		.more = guard_key,
	}, {
		"address-new", VSW_CMD_ADDRESS_NEW, VSW_A_ADDRESS_MAX, true,
		false,
		.attr = {  },
		.refused = {
			{ VSW_A_ADDRESS_PORT, 0, "fzd0" },
			{ VSW_A_ADDRESS_VID, 11, NULL },
			{ VSW_A_ADDRESS_MAC, 0, MAC_THERE },
			{ VSW_A_ADDRESS_MAC, 0, MAC_GROUP },
			{ VSW_A_ADDRESS_MAC, 0, MAC_ZERO },
			{ VSW_A_ADDRESS_IP, 0, V6_LOCAL },
		},
		.more = address_key,
	}, {
		"address-get", VSW_CMD_ADDRESS_GET, VSW_A_ADDRESS_MAX, false,
		true,
		.attr = {  },
		.refused = {
			{ VSW_A_ADDRESS_MAC, 0, MAC_NONE },
			{ VSW_A_ADDRESS_MAC, 0, MAC_GROUP },
			{ VSW_A_ADDRESS_VID, 11, NULL },
		},
		.more = address_key,
	}, {
		"address-del", VSW_CMD_ADDRESS_DEL, VSW_A_ADDRESS_MAX, true,
		false,
		.attr = {  },
		.refused = {
			{ VSW_A_ADDRESS_MAC, 0, MAC_NONE },
			{ VSW_A_ADDRESS_MAC, 0, MAC_GROUP },
			{ VSW_A_ADDRESS_IP, 0, V6_LOCAL },
		},
		.more = address_key,
	}, {
		"set-new", VSW_CMD_SET_NEW, VSW_A_SET_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_SET_SWITCH),
			NEW(VSW_A_SET_NAME, VSW_NAME_MAX, "db"),
		},
		.refused = { { VSW_A_SET_NAME, 0, "web" } },
	}, {
		"set-get", VSW_CMD_SET_GET, VSW_A_SET_MAX, false, true,
		.attr = { SWITCH(VSW_A_SET_SWITCH), NAME(VSW_A_SET_NAME, "db") },
	}, {
		"set-new, again", VSW_CMD_SET_NEW, VSW_A_SET_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_SET_SWITCH),
			NEW(VSW_A_SET_NAME, VSW_NAME_MAX, "next"),
		},
		.refused = { { VSW_A_SET_NAME, 0, "db" } },
	}, {
		"set-replace", VSW_CMD_SET_REPLACE, VSW_A_SET_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_SET_SWITCH),
			NAME(VSW_A_SET_NAME, "db"),
			NAME(VSW_A_SET_WITH, "next"),
		},
		.refused = { { VSW_A_SET_WITH, 0, "web" } },
	}, {
		"set-del", VSW_CMD_SET_DEL, VSW_A_SET_MAX, true, false,
		.attr = { SWITCH(VSW_A_SET_SWITCH), NAME(VSW_A_SET_NAME, "db") },
		.refused = { { VSW_A_SET_NAME, 0, "web" } },
	}, {
		"set-elem-new", VSW_CMD_SET_ELEM_NEW, VSW_A_SET_ELEM_MAX, true,
		false,
		.attr = {  },
		.refused = {
			{ VSW_A_SET_ELEM_IP, 0, V6_LOCAL },
		},
		.more = elem,
	}, {
		"set-elem-get", VSW_CMD_SET_ELEM_GET, VSW_A_SET_ELEM_MAX,
		false, true,
		.attr = {  },
		.refused = { { VSW_A_SET_ELEM_IP, 0, V6_ANY } },
		.more = elem,
	}, {
		"set-elem-del", VSW_CMD_SET_ELEM_DEL, VSW_A_SET_ELEM_MAX, true,
		false,
		.attr = {  },
		.refused = { { VSW_A_SET_ELEM_IP, 0, V6_ANY } },
		.more = elem,
	}, {
		"group-new", VSW_CMD_GROUP_NEW, VSW_A_GROUP_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_GROUP_SWITCH),
			NEW(VSW_A_GROUP_NAME, VSW_NAME_MAX, "new"),
			{ VSW_A_GROUP_STATELESS, KIND_U8, 0, 0, 1, 0, 0 },
		},
		.refused = { { VSW_A_GROUP_NAME, 0, "default" } },
	}, {
		"group-get", VSW_CMD_GROUP_GET, VSW_A_GROUP_MAX, false, true,
		.attr = {
			SWITCH(VSW_A_GROUP_SWITCH),
			NAME(VSW_A_GROUP_NAME, "new"),
		},
	}, {
		"rule-new", VSW_CMD_RULE_NEW, VSW_A_RULE_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_RULE_SWITCH),
			NAME(VSW_A_RULE_GROUP, "default"),
			{ VSW_A_RULE_UUID, KIND_UUID, 0, 0, 0, 0, UUID_NEW },
		},
		.refused = {
			{ VSW_A_RULE_UUID, 0, UUID_THERE },
			{ VSW_A_RULE_DPORT_MAX, 79, NULL },
			{ VSW_A_RULE_SPORT_MAX, 1023, NULL },
			{ VSW_A_RULE_ICMP_TYPE, 8, NULL },
			{ VSW_A_RULE_ICMP_CODE, 0, NULL },
			{ VSW_A_RULE_IP, 0, V6_LOCAL },
			{ VSW_A_RULE_SET, 0, "web" },
		},
		.more = match,
	}, {
		"rule-get", VSW_CMD_RULE_GET, VSW_A_RULE_MAX, false, true,
		.attr = {
			SWITCH(VSW_A_RULE_SWITCH),
			NAME(VSW_A_RULE_GROUP, "default"),
			{ VSW_A_RULE_UUID, KIND_UUID, NEED, 0, 0, 0, UUID_NEW },
		},
		.refused = { { VSW_A_RULE_UUID, 0, UUID_NONE } },
	}, {
		"rule-del", VSW_CMD_RULE_DEL, VSW_A_RULE_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_RULE_SWITCH),
			NAME(VSW_A_RULE_GROUP, "default"),
			{ VSW_A_RULE_UUID, KIND_UUID, ABSENT, 0, 0, 0, 0 },
		},
		.refused = {
			{ VSW_A_RULE_UUID, 0, UUID_NONE },
			{ VSW_A_RULE_DPORT_MAX, 79, NULL },
			{ VSW_A_RULE_IP, 0, V6_LOCAL },
		},
		.more = match,
	}, {
		"group-new, again", VSW_CMD_GROUP_NEW, VSW_A_GROUP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_GROUP_SWITCH),
			NEW(VSW_A_GROUP_NAME, VSW_NAME_MAX, "next"),
			{ VSW_A_GROUP_STATELESS, KIND_U8, 0, 0, 1, 0, 0 },
		},
		.refused = { { VSW_A_GROUP_NAME, 0, "new" } },
	}, {
		"group-replace", VSW_CMD_GROUP_REPLACE, VSW_A_GROUP_MAX, true,
		false,
		.attr = {
			SWITCH(VSW_A_GROUP_SWITCH),
			NAME(VSW_A_GROUP_NAME, "new"),
			NAME(VSW_A_GROUP_WITH, "next"),
		},
		.refused = { { VSW_A_GROUP_WITH, 0, "default" } },
	}, {
		"group-del", VSW_CMD_GROUP_DEL, VSW_A_GROUP_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_GROUP_SWITCH),
			NAME(VSW_A_GROUP_NAME, "new"),
		},
		.refused = { { VSW_A_GROUP_NAME, 0, "default" } },
	}, {
		"neigh-new over IPv4", VSW_CMD_NEIGH_NEW, VSW_A_NEIGH_MAX, true,
		false,
		.attr = {
			{
				VSW_A_NEIGH_ADDRESS, KIND_NEIGH4, NEED, 0, 0, 0,
				V4_OTHER,
			},
			MAC_OF(VSW_A_NEIGH_LLADDR, MAC_NEW),
			FLAG(VSW_A_NEIGH_ROUTER),
		},
		.refused = {
			{ VSW_A_NEIGH_ADDRESS, 0, V4_PEER },
			{ VSW_A_NEIGH_LLADDR, 0, MAC_GROUP },
			{ VSW_A_NEIGH_LLADDR, 0, MAC_ZERO },
		},
		.more = neigh_key,
	}, {
		"neigh-replace", VSW_CMD_NEIGH_REPLACE, VSW_A_NEIGH_MAX, true,
		false,
		.attr = {
			{
				VSW_A_NEIGH_ADDRESS, KIND_NEIGH4, NEED, 0, 0, 0,
				V4_OTHER,
			},
			MAC_OF(VSW_A_NEIGH_LLADDR, MAC_NONE),
			FLAG(VSW_A_NEIGH_ROUTER),
		},
		.refused = {
			{ VSW_A_NEIGH_LLADDR, 0, MAC_GROUP },
			{ VSW_A_NEIGH_LLADDR, 0, MAC_ZERO },
		},
		.more = neigh_key,
	}, {
		"neigh-get", VSW_CMD_NEIGH_GET, VSW_A_NEIGH_MAX, false, true,
		.attr = {
			{
				VSW_A_NEIGH_ADDRESS, KIND_NEIGH4, NEED, 0, 0, 0,
				V4_OTHER,
			},
		},
		.refused = { { VSW_A_NEIGH_ADDRESS, 0, V4_LOCAL } },
		.more = neigh_key,
	}, {
		"neigh-del over IPv4", VSW_CMD_NEIGH_DEL, VSW_A_NEIGH_MAX, true,
		false,
		.attr = {
			{
				VSW_A_NEIGH_ADDRESS, KIND_NEIGH4, NEED, 0, 0, 0,
				V4_OTHER,
			},
		},
		.refused = { { VSW_A_NEIGH_ADDRESS, 0, V4_LOCAL } },
		.more = neigh_key,
	}, {
		"neigh-new over IPv6", VSW_CMD_NEIGH_NEW, VSW_A_NEIGH_MAX, true,
		false,
		.attr = {
			{
				VSW_A_NEIGH_ADDRESS, KIND_NEIGH6, NEED, 0, 0, 0,
				V6_LINK,
			},
			MAC_OF(VSW_A_NEIGH_LLADDR, MAC_NEW),
			FLAG(VSW_A_NEIGH_ROUTER),
		},
		.refused = { { VSW_A_NEIGH_ADDRESS, 0, V6_PEER } },
		.more = neigh_key,
	}, {
		"neigh-del over IPv6", VSW_CMD_NEIGH_DEL, VSW_A_NEIGH_MAX, true,
		false,
		.attr = {
			{
				VSW_A_NEIGH_ADDRESS, KIND_NEIGH6, NEED, 0, 0, 0,
				V6_LINK,
			},
		},
		.refused = { { VSW_A_NEIGH_ADDRESS, 0, V6_OTHER } },
		.more = neigh_key,
	}, {
		"neigh-flush", VSW_CMD_NEIGH_FLUSH, VSW_A_NEIGH_MAX, true, false,
		.attr = {
			SWITCH(VSW_A_NEIGH_SWITCH),
			{
				VSW_A_NEIGH_NETWORK, KIND_REF, 0, 0,
				VSW_NAME_MAX, 0, "red",
			},
		},
	}, {
		"stats-get", VSW_CMD_STATS_GET, VSW_A_STATS_MAX, false, true,
		.attr = {
			SWITCH(VSW_A_STATS_SWITCH),
			{
				VSW_A_STATS_KIND, KIND_U32, NEED, 0, 2,
				VSW_STATS_KIND_NETWORK, 0,
			},
			NAME(VSW_A_STATS_NAME, "blue"),
		},
	},
};
