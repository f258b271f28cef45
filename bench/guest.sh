#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs in the guest: usage guest.sh [PATTERN]. Measures the cases below; see
# README. Prints one line for each:
#
#	result GROUP CASE INSTRUCTIONS-PER-PACKET...	one figure per run
#	failed GROUP CASE WHY
#
#                      +---------------+
#   pktgen --> d0 -----| what is under |----- d1
#           (ingress)  |  measurement  |----- d2  (must stay silent)
#                      +-------+-------+
#                              | VXLAN
#                              u0  192.0.2.1/24, neighbour 192.0.2.2 static
#
# In the group "decap" the frames come in on u0 as VXLAN and leave on d1.

PACKETS=${PACKETS:-4000}
RUNS=${RUNS:-5}
WARM_UP=500
SRC=02:00:00:00:00:01
DST=02:00:00:00:00:02
LOCAL=192.0.2.1
REMOTE=192.0.2.2
VNI=5001
VID=10
DEVICES="d0 d1 d2 u0"
LAB=$(dirname "$0")

# --- groups: where frames are injected, and what they look like --------------

# Sets IN, the device; FRAME, pktgen's commands; OUT, where frames must leave.
group_plain() {
	IN=d0 OUT=d1
	FRAME=("pkt_size 60" "dst_mac $DST" "src_mac $SRC"
		"dst 198.51.100.2" "src_min 198.51.100.1" "src_max 198.51.100.1"
		"udp_src_min 9" "udp_src_max 9" "udp_dst_min 9" "udp_dst_max 9")
}

group_vlan() {
	group_plain
	FRAME+=("vlan_id $VID")
}

group_encap() {
	group_plain
	OUT=u0
}

# The probe puts the inner frame into the room that pktgen leaves.
group_decap() {
	IN=u0 OUT=d1
	FRAME=("pkt_size 110" "dst_mac $(cat /sys/class/net/u0/address)"
		"src_mac 02:00:00:00:00:03" "dst $LOCAL"
		"src_min $REMOTE" "src_max $REMOTE"
		"udp_src_min 40000" "udp_src_max 40000"
		"udp_dst_min 4789" "udp_dst_max 4789")
}

# --- cases: GROUP_NAME sets up ----------------------------------------------

probe() {
	insmod "$LAB/vsw_probe.ko" "$@"
}

plain_sink() {
	probe from=d0
}

plain_wire() {
	probe from=d0 to=d1
}

plain_mirred() {
	tc qdisc add dev d0 clsact &&
	tc filter add dev d0 ingress matchall \
		action mirred egress redirect dev d1
}

# linux_bridge PORT... [-- OPTION...]
linux_bridge() {
	local dev ports=()

	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		ports+=("$1")
		shift
	done
	# With snooping it would join groups, and say so.
	ip link add br0 type bridge mcast_snooping 0 "${@:2}" &&
	ip link set br0 up || return
	for dev in "${ports[@]}"; do
		ip link set "$dev" master br0 || return
	done
}

plain_bridge() {
	linux_bridge d0 d1 d2 &&
	bridge fdb add $DST dev d1 master static
}

# Ports without a VLAN in common with the others would hide a flood.
access_port() {
	bridge vlan del dev "$1" vid 1 &&
	bridge vlan add dev "$1" vid $VID pvid untagged
}

plain_bridge-vlan() {
	linux_bridge d0 d1 d2 -- vlan_filtering 1 &&
	access_port d0 && access_port d1 && access_port d2 &&
	bridge fdb add $DST dev d1 master static vlan $VID
}

ovs_datapath() {
	ovs-dpctl add-dp dp0 && ovs-dpctl add-if dp0 d0 d1 d2
}

INNER="eth(src=$SRC,dst=$DST)"
IP="eth_type(0x0800),ipv4(src=198.51.100.1,dst=198.51.100.2,proto=17,tos=0"
IP+=",ttl=32,frag=no),udp(src=9,dst=9)"

plain_openvswitch() {
	ovs_datapath &&
	ovs-dpctl add-flow dp0 "in_port(1),$INNER,$IP" 2
}

vsw_network() {
	vsw switch add vsw0 &&
	vsw network add blue switch vsw0 vni $VNI
}

# vsw_fdb WHERE...: no case relies on what others learned.
vsw_fdb() {
	vsw fdb add $DST switch vsw0 network blue "$@"
}

vsw_access() {
	local dev

	for dev; do
		vsw port add "$dev" switch vsw0 network blue || return
	done
}

plain_vsw() {
	vsw_network && vsw_access d0 d1 d2 && vsw_fdb port d1
}

vlan_sink() {
	probe from=d0
}

vlan_bridge-vlan() {
	linux_bridge d0 d1 d2 -- vlan_filtering 1 &&
	bridge vlan add dev d0 vid $VID &&
	access_port d1 && access_port d2 &&
	bridge fdb add $DST dev d1 master static vlan $VID
}

vlan_openvswitch() {
	ovs_datapath &&
	ovs-dpctl add-flow dp0 \
		"in_port(1),$INNER,eth_type(0x8100),vlan(vid=$VID,pcp=0),encap($IP)" \
		pop_vlan,2
}

vlan_vsw() {
	vsw_network && vsw port add d0 switch vsw0 &&
	vsw vlan add $VID port d0 network blue &&
	vsw_access d1 d2 && vsw_fdb port d1
}

encap_sink() {
	probe from=d0
}

vxlan_device() {
	ip link add vx0 type vxlan id $VNI local $LOCAL dstport 4789 noudpcsum &&
	ip link set vx0 up
}

encap_bridge() {
	vxlan_device && linux_bridge d0 d1 d2 vx0 &&
	bridge fdb add $DST dev vx0 master static &&
	bridge fdb add $DST dev vx0 self dst $REMOTE
}

encap_openvswitch() {
	ovs_datapath && ovs-dpctl add-if dp0 vx,type=vxlan,remote_ip=flow,local_ip=flow,key=flow,port_no=4 &&
	ovs-dpctl add-flow dp0 "in_port(1),$INNER,$IP" \
		"set(tunnel(tun_id=$VNI,src=$LOCAL,dst=$REMOTE,ttl=64,tp_dst=4789,flags(key))),4"
}

vsw_tunnel() {
	vsw_network && vsw_access "$@" &&
	vsw vtep add vx0 switch vsw0 local $LOCAL csum off df off &&
	vsw peer add $REMOTE vtep vx0 switch vsw0
}

encap_vsw() {
	vsw_tunnel d0 d1 d2 && vsw_fdb peer $REMOTE
}

decap_sink() {
	probe from=u0 vni=$VNI
}

decap_bridge() {
	vxlan_device && linux_bridge d1 d2 vx0 &&
	bridge fdb add $DST dev d1 master static &&
	probe from=u0 vni=$VNI pass=1
}

decap_openvswitch() {
	ovs-dpctl add-dp dp0 && ovs-dpctl add-if dp0 d1 d2 &&
	ovs-dpctl add-if dp0 vx,type=vxlan,remote_ip=flow,local_ip=flow,key=flow,port_no=4 &&
	ovs-dpctl add-flow dp0 \
		"tunnel(tun_id=$VNI,src=$REMOTE,dst=$LOCAL,ttl=32,flags(-df-csum+key)),in_port(4),$INNER,$IP" 1 &&
	probe from=u0 vni=$VNI pass=1
}

decap_vsw() {
	vsw_tunnel d1 d2 && vsw_fdb port d1 &&
	probe from=u0 vni=$VNI pass=1
}

CASES="plain_sink plain_wire plain_mirred plain_bridge plain_bridge-vlan
	plain_openvswitch plain_vsw
	vlan_sink vlan_bridge-vlan vlan_openvswitch vlan_vsw
	encap_sink encap_bridge encap_openvswitch encap_vsw
	decap_sink decap_bridge decap_openvswitch decap_vsw"

# --- one case ---------------------------------------------------------------

devices_add() {
	local dev

	for dev in $DEVICES; do
		ip link add "$dev" type dummy && ip link set "$dev" up || return
	done
	ip addr add $LOCAL/24 dev u0 &&
	ip neigh add $REMOTE lladdr 02:00:00:00:00:03 dev u0 nud permanent
}

teardown() {
	local dev

	[ ! -d /sys/module/vsw_probe ] || rmmod vsw_probe
	vsw switch del vsw0 2>/dev/null
	ovs-dpctl del-dp dp0 2>/dev/null
	for dev in vxlan_sys_4789 vx0 br0 $DEVICES; do
		[ ! -e "/sys/class/net/$dev" ] || ip link del "$dev"
	done
}

pg() {
	echo "${*:2}" > "/proc/net/pktgen/$1"
}

pktgen_open() {
	local command

	pg kpktgend_0 rem_device_all && pg kpktgend_0 "add_device $IN" ||
		return
	for command in "xmit_mode netif_receive" "flag !SHARED" "clone_skb 0" \
		"delay 0" "flag NO_TIMESTAMP" "${FRAME[@]}"; do
		pg "$IN" "$command" || return
	done
}

# inject COUNT: prints the instructions that went into it.
inject() {
	pg "$IN" "count $1" && pg pgctrl start || return
	sed -n 's/^Result: OK: [0-9]*(c\([0-9]*\)+.*/\1/p' "/proc/net/pktgen/$IN"
}

# One nanosecond is one instruction; pktgen counts microseconds.
per_packet() {
	awk -v usec="$1" -v n="$PACKETS" 'BEGIN { printf "%.1f\n", usec * 1000 / n }'
}

sent() {
	local dev

	for dev in $DEVICES; do
		cat "/sys/class/net/$dev/statistics/tx_packets"
	done | paste -sd' '
}

# What `sent` must print: N on OUT, 0 elsewhere; a sink sends nothing.
want() {
	local dev out=$OUT

	[ "$2" != sink ] || out=""
	for dev in $DEVICES; do
		if [ "$dev" = "$out" ]; then
			echo "$1"
		else
			echo 0
		fi
	done | paste -sd' '
}

# measure CASE: adds to FIGURES, or says WHY not.
measure() {
	local usec got

	WHY="pktgen refuses"
	pktgen_open && inject "$WARM_UP" > /dev/null &&
	usec=$(inject "$PACKETS") && [ -n "$usec" ] || return
	FIGURES+=("$(per_packet "$usec")")
	set -- "$1" $((WARM_UP + PACKETS))
	got=$(sent)
	WHY="packets out of $DEVICES: $got instead of $(want "$2" "$1")"
	[ "$got" = "$(want "$2" "$1")" ]
}

# Every run starts anew: where a hash table puts an address is a matter of luck.
run_case() {
	local group=${1%%_*} name=${1#*_} log=/tmp/setup.log status=0 i

	FIGURES=()
	for ((i = 0; i < RUNS && status == 0; i++)); do
		: > $log
		WHY="set-up failed"
		devices_add 2>> $log && "group_$group" && "$1" >> $log 2>&1 &&
			measure "$name" || status=1
		teardown
	done
	if [ "$status" = 0 ]; then
		echo "result $group $name ${FIGURES[*]}"
	else
		echo "failed $group $name $WHY"
		sed 's/^/# /' $log
	fi
}

# Nothing may send by itself: what is counted is what was injected.
quiet() {
	echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
	echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
}

modprobe -a pktgen dummy bridge vxlan openvswitch vport-vxlan act_mirred \
	cls_matchall sch_ingress
quiet
for case in $CASES; do
	[[ $case == *${1:-}* ]] || [[ $case == *_sink ]] || continue
	run_case "$case"
done
