# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How each system is set up: functions SYSTEM.FAMILY, a family being scenarios
# that differ in a number, N. A system without such a function is not measured
# in those scenarios.

SYSTEMS="sink wire mirred bridge bridge-vlan bridge-vxlan nft-bridge ovs ovs-vxlan"
SYSTEMS+=" ovs-normal vsw vsw-early"

# --- floors and tc ----------------------------------------------------------

probe() {
	insmod "$LAB/vsw_probe.ko" "$@"
}

# The sink frees whatever comes in; it belongs to every family.
sink() {
	probe "from=$IN"
}

wire.port-port() {
	probe from=d0 to=d1
}

mirred.port-port() {
	CLSACT=1
	tc qdisc add dev d0 clsact &&
	tc filter add dev d0 ingress matchall \
		action mirred egress redirect dev d1
}

wire.gso() {
	wire.port-port
}

mirred.gso() {
	mirred.port-port
}

# --- the kernel's bridge ----------------------------------------------------

# linux_bridge PORT... [-- OPTION...]
linux_bridge() {
	local ports=()

	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		ports+=("$1")
		shift
	done
	# With snooping it would join groups, and say so.
	ip link add br0 type bridge mcast_snooping 0 "${@:2}" &&
	ip link set br0 up || return
	[ "${#ports[@]}" = 0 ] || printf 'link set %s master br0\n' "${ports[@]}" |
		ip -batch -
}

# Ports without a VLAN in common with the others would hide a flood.
access_port() {
	local dev

	for dev; do
		echo "vlan del dev $dev vid 1"
		echo "vlan add dev $dev vid $VID pvid untagged"
	done | bridge -batch -
}

bridge_vlan() {
	linux_bridge "$@" -- vlan_filtering 1
}

bridge_fdb() {
	bridge fdb add $DST dev "$1" master static "${@:2}"
}

bridge.port-port() {
	linux_bridge d0 d1 d2 && bridge_fdb d1
}

bridge.gso() {
	bridge.port-port
}

bridge.flood() {
	mapfile -t ports < <(ports_list "$N")
	linux_bridge d0 "${ports[@]}"
}

bridge.macs() {
	linux_bridge d0 d1 d2 &&
	ip link set br0 type bridge ageing_time 100000000 && learn_all "$N"
}

bridge-vlan.port-port() {
	bridge_vlan d0 d1 d2 && access_port d0 d1 d2 && bridge_fdb d1 vlan $VID
}

bridge-vlan.gso() {
	bridge-vlan.port-port
}

bridge-vlan.access-trunk() {
	bridge_vlan d0 d1 d2 && access_port d0 d2 &&
	bridge vlan add dev d1 vid $VID && bridge_fdb d1 vlan $VID
}

bridge-vlan.trunk-access() {
	bridge_vlan d0 d1 d2 && bridge vlan add dev d0 vid $VID &&
	access_port d1 d2 && bridge_fdb d1 vlan $VID
}

bridge-vlan.flood() {
	mapfile -t ports < <(ports_list "$N")
	bridge_vlan d0 "${ports[@]}" && access_port d0 "${ports[@]}"
}

vxlan_device() {
	ip link add vx0 type vxlan id $VNI local $LOCAL dstport 4789 noudpcsum &&
	ip link set vx0 up
}

bridge-vxlan.vxlan-encap() {
	vxlan_device && linux_bridge d0 d1 d2 vx0 && bridge_fdb vx0 &&
	bridge fdb add $DST dev vx0 self dst $REMOTE
}

bridge-vxlan.vxlan-decap() {
	vxlan_device && linux_bridge d1 d2 vx0 && bridge_fdb d1
}

bridge-vxlan.gso-encap() {
	bridge-vxlan.vxlan-encap
}

bridge-vxlan.gso-decap() {
	bridge-vxlan.vxlan-decap
}

# --- openvswitch.ko with exact flows, no daemon -----------------------------

INNER="eth(src=$SRC,dst=$DST)"

# flow_ip PROTOCOL: what a packet of ours has, in the words of a flow.
flow_ip() {
	local proto=17 l4="udp(src=9,dst=9)"

	[ "$1" = udp ] || proto=6 l4="tcp(src=9,dst=9),tcp_flags(ack)"
	echo "eth_type(0x0800),ipv4(src=$SRC_IP,dst=$DST_IP,proto=$proto,tos=0,ttl=$TTL,frag=no),$l4"
}

# d0 is port 1, and so on.
ovs_datapath() {
	ovs-dpctl add-dp dp0 && ovs-dpctl add-if dp0 "$@"
}

ovs_tunnel() {
	ovs-dpctl add-if dp0 vx,type=vxlan,remote_ip=flow,local_ip=flow,key=flow,port_no=4
}

# ovs_encap PROTOCOL
ovs_encap() {
	ovs_datapath d0 d1 d2 && ovs_tunnel &&
	ovs-dpctl add-flow dp0 "in_port(1),$INNER,$(flow_ip "$1")" \
		"set(tunnel(tun_id=$VNI,src=$LOCAL,dst=$REMOTE,ttl=64,tp_dst=4789,flags(key))),4"
}

ovs_decap() {
	ovs_datapath d1 d2 && ovs_tunnel &&
	ovs-dpctl add-flow dp0 \
		"tunnel(tun_id=$VNI,src=$REMOTE,dst=$LOCAL,ttl=$TTL,flags(-df-csum+key)),in_port(4),$INNER,$(flow_ip "$1")" 1
}

ovs.port-port() {
	ovs_datapath d0 d1 d2 &&
	ovs-dpctl add-flow dp0 "in_port(1),$INNER,$(flow_ip udp)" 2
}

ovs.gso() {
	ovs_datapath d0 d1 d2 &&
	ovs-dpctl add-flow dp0 "in_port(1),$INNER,$(flow_ip tcp)" 2
}

ovs.access-trunk() {
	ovs_datapath d0 d1 d2 &&
	ovs-dpctl add-flow dp0 "in_port(1),$INNER,$(flow_ip udp)" \
		"push_vlan(vid=$VID,pcp=0),2"
}

ovs.trunk-access() {
	ovs_datapath d0 d1 d2 &&
	ovs-dpctl add-flow dp0 \
		"in_port(1),$INNER,eth_type(0x8100),vlan(vid=$VID,pcp=0),encap($(flow_ip udp))" \
		pop_vlan,2
}

ovs-vxlan.vxlan-encap() {
	ovs_encap udp
}

ovs-vxlan.vxlan-decap() {
	ovs_decap udp
}

ovs-vxlan.gso-encap() {
	ovs_encap tcp
}

ovs-vxlan.gso-decap() {
	ovs_decap tcp
}

# Its ports get the numbers from 2 on.
ovs.flood() {
	local outputs

	mapfile -t ports < <(ports_list "$N")
	outputs=$(seq -s, 2 $((N + 1)))
	ovs_datapath d0 "${ports[@]}" &&
	ovs-dpctl add-flow dp0 \
		"in_port(1),eth(src=$SRC,dst=$BROADCAST),$(flow_ip udp)" "$outputs"
}

# One flow for each destination, under one mask, as the daemon would make them.
ovs.macs() {
	[ "$N" -le 1000 ] || return 77
	ovs_datapath d0 d1 d2 && ovs_flows "$N"
}

ovs_flows() {
	macs_list "$1" \
		"in_port(1),eth(src=$SRC,dst=%s),eth_type(0x0800),ipv4(frag=no) 2\\n" \
		> /tmp/flows
	ovs-dpctl add-flows dp0 /tmp/flows
}

# --- Open vSwitch as it is run, actions=NORMAL ------------------------------

# In the first ten seconds after boot, Open vSwitch 3.1 finds that the machine
# has no CPU, and starts no thread that would handle upcalls.
ovs_daemon_time() {
	local uptime

	IFS=. read -r uptime _ < /proc/uptime
	[ "$uptime" -gt 10 ] || sleep $((11 - uptime))
}

# One daemon for all of its cases. They come last, because a daemon removes
# what it finds.
ovs_daemon_start() {
	local tries=200

	[ ! -e /run/openvswitch/db.sock ] || return 0
	ovs_daemon_time
	ovsdb-tool create /tmp/conf.db \
		/usr/share/openvswitch/vswitch.ovsschema &&
	ovsdb-server --detach --no-chdir --pidfile -vconsole:off \
		--remote=punix:/run/openvswitch/db.sock /tmp/conf.db &&
	ovs-vsctl --no-wait init &&
	ovs-vswitchd --detach --no-chdir --pidfile -vconsole:off || return
	while ! ovs-appctl -t ovs-vswitchd version > /dev/null 2>&1; do
		((tries--)) || return
	done
}

ovs_daemon_stop() {
	[ -e /run/openvswitch/db.sock ] || return 0
	ovs-appctl -t ovs-vswitchd exit --cleanup
	ovs-appctl -t ovsdb-server exit
}

# ovs_bridge PORT... [-- OTHER-COMMAND...]: a port may have options, tag=10.
ovs_bridge() {
	local port args=()

	ovs_daemon_start || return
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		IFS=, read -ra port <<< "$1"
		args+=(-- add-port ovs0 "${port[@]}")
		shift
	done
	ovs-vsctl --timeout=60 add-br ovs0 "${args[@]}" "$@"
}

# ovs_learn DEV FRAME: learn DST from that frame. A daemon that has just been
# configured may miss a frame.
ovs_learn() {
	local tries=100

	while ! ovs-appctl fdb/show ovs0 | grep -q $DST; do
		((tries--)) || return
		inject "$1" "$2" 1 || return
	done
}

ovs-normal.port-port() {
	ovs_bridge d0 d1 d2 && ovs_learn d1 "$(frame_udp $SRC $DST)"
}

# The first packet of a flow goes through the daemon in pieces.
ovs-normal.gso() {
	ovs-normal.port-port &&
	inject d0 "$(frame_udp $DST $SRC)" 1 watch=d1
}

ovs-normal.access-trunk() {
	ovs_bridge d0,tag=$VID d1,trunks=$VID d2,tag=$VID &&
	ovs_learn d1 "$(frame_udp $SRC $DST $VID)"
}

ovs-normal.trunk-access() {
	ovs_bridge d0,trunks=$VID d1,tag=$VID d2,tag=$VID &&
	ovs_learn d1 "$(frame_udp $SRC $DST)"
}

ovs_normal_tunnel() {
	ovs_bridge "$@" vx -- set interface vx type=vxlan options:key=$VNI \
		options:remote_ip=$REMOTE options:local_ip=$LOCAL options:df_default=false
}

ovs-normal.vxlan-encap() {
	ovs_normal_tunnel d0 d1 d2 &&
	ovs_learn u0 "$(frame_vxlan "$(frame_udp $SRC $DST)")"
}

ovs-normal.vxlan-decap() {
	ovs_normal_tunnel d1 d2 && ovs_learn d1 "$(frame_udp $SRC $DST)"
}

ovs-normal.flood() {
	# Its thousand ports alone would take longer than all the rest.
	[ "$N" -le 100 ] || return 77
	mapfile -t ports < <(ports_list "$N")
	ovs_bridge d0 "${ports[@]}"
}

# The daemon learns; the kernel has flows only for what was sent to.
ovs-normal.macs() {
	[ "$N" -le 1000 ] || return 77
	ovs_bridge d0 d1 d2 && learn "$N" d1 &&
	inject d0 "$FRAME" "$N" dst_macs="$N" watch=d1
}

# --- vsw --------------------------------------------------------------------

vsw_network() {
	vsw switch add vsw0 &&
	vsw network add blue switch vsw0 vni $VNI fdb-limit none
}

# vsw_fdb WHERE...: no case relies on what others learned.
vsw_fdb() {
	vsw fdb add $DST switch vsw0 network blue "$@"
}

vsw_access() {
	printf 'port add %s switch vsw0 network blue fdb-limit none\n' "$@" |
		vsw -b -
}

vsw.port-port() {
	vsw_network && vsw_access d0 d1 d2 && vsw_fdb port d1
}

vsw.gso() {
	vsw.port-port
}

vsw_trunk() {
	vsw port add "$1" switch vsw0 &&
	vsw vlan add $VID port "$1" network blue
}

vsw.access-trunk() {
	vsw_network && vsw_trunk d1 && vsw_access d0 d2 &&
	vsw_fdb port d1 vid $VID
}

vsw.trunk-access() {
	vsw_network && vsw_trunk d0 && vsw_access d1 d2 && vsw_fdb port d1
}

vsw_tunnel() {
	vsw_network && vsw_access "$@" &&
	vsw vtep add vx0 switch vsw0 local $LOCAL csum off df off &&
	vsw peer add $REMOTE vtep vx0 switch vsw0
}

vsw.vxlan-encap() {
	vsw_tunnel d0 d1 d2 && vsw_fdb peer $REMOTE
}

vsw.vxlan-decap() {
	vsw_tunnel d1 d2 && vsw_fdb port d1
}

vsw-early.vxlan-decap() {
	vsw.vxlan-decap && vsw vtep set vx0 switch vsw0 early-demux on
}

vsw-early.gso-decap() {
	vsw-early.vxlan-decap
}

vsw.gso-encap() {
	vsw.vxlan-encap
}

vsw.gso-decap() {
	vsw.vxlan-decap
}

vsw.flood() {
	mapfile -t ports < <(ports_list "$N")
	vsw_network && vsw_access d0 "${ports[@]}"
}

vsw.macs() {
	vsw_network && vsw_access d0 d1 d2 && learn_all "$N"
}

# --- teardown ---------------------------------------------------------------

systems_teardown() {
	local dev

	[ -z "${CLSACT:-}" ] || tc qdisc del dev d0 clsact
	CLSACT=""
	[ ! -d /sys/module/vsw_probe ] || rmmod vsw_probe
	[ ! -e /sys/class/net/vsw0 ] || vsw switch del vsw0
	[ ! -e /run/openvswitch/db.sock ] ||
		ovs-vsctl --timeout=60 --if-exists del-br ovs0
	[ ! -e /sys/class/net/dp0 ] || ovs-dpctl del-dp dp0
	policy_teardown
	for dev in vx0 br0 vxlan_sys_4789; do
		[ ! -e "/sys/class/net/$dev" ] || ip link del "$dev"
	done
}
