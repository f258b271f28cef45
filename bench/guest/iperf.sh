# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# TCP between two namespaces, all of it: iperf3, both stacks, the devices and
# the switch between them. One CPU does that, and its clock counts
# instructions, so throughput is instructions for 64 KB.
#
#	gso-tcp		[a] eth0 -- pa | switch | pb -- eth0 [b]
#	gso-tcp-vxlan	[a] eth0 -- pa | switch | u1 -- u2 | switch | pb -- eth0 [b]
#
# "wire" is a veth pair from a to b with nothing between.

IPERF="gso-tcp gso-tcp-vxlan"
IPERF_BYTES=32M
IPERF_HOSTS="a b h1 h2"

# tap_add NS IP HOST-NS PORT
tap_add() {
	ip link add "$4" netns "$3" type veth peer name eth0 netns "$1" &&
	ip -n "$3" link set "$4" up &&
	ip -n "$1" addr add "$2/24" dev eth0 &&
	ip -n "$1" link set eth0 mtu 1450 up
}

iperf_hosts() {
	local ns

	for ns in $IPERF_HOSTS; do
		ip netns add "$ns" || return
	done
	ip link add u1 netns h1 type veth peer name u2 netns h2 &&
	ip -n h1 addr add 192.0.2.1/24 dev u1 && ip -n h1 link set u1 up &&
	ip -n h2 addr add 192.0.2.2/24 dev u2 && ip -n h2 link set u2 up
}

# What is in the host's namespace: one of the four, or the guest's own.
iperf.wire.gso-tcp() {
	ip link add eth0 netns a type veth peer name eth0 netns b &&
	ip -n a addr add 10.0.0.1/24 dev eth0 &&
	ip -n b addr add 10.0.0.2/24 dev eth0 &&
	ip -n a link set eth0 mtu 1450 up && ip -n b link set eth0 mtu 1450 up
}

iperf_taps() {
	tap_add a 10.0.0.1 h1 pa && tap_add b 10.0.0.2 "$1" pb
}

iperf_bridge() {
	local port

	ip -n "$1" link add br0 type bridge mcast_snooping 0 &&
	ip -n "$1" link set br0 up || return
	for port in "${@:2}"; do
		ip -n "$1" link set "$port" master br0 || return
	done
}

iperf.bridge.gso-tcp() {
	iperf_taps h1 && iperf_bridge h1 pa pb
}

# iperf_vxlan NS LOCAL REMOTE
iperf_vxlan() {
	ip -n "$1" link add vx0 type vxlan id $VNI local "$2" remote "$3" \
		dstport 4789 noudpcsum && ip -n "$1" link set vx0 up
}

iperf.bridge-vxlan.gso-tcp-vxlan() {
	iperf_taps h2 && iperf_vxlan h1 192.0.2.1 192.0.2.2 &&
	iperf_vxlan h2 192.0.2.2 192.0.2.1 &&
	iperf_bridge h1 pa vx0 && iperf_bridge h2 pb vx0
}

iperf.bridge-vlan.gso-tcp() {
	iperf.bridge.gso-tcp && ip -n h1 link set br0 type bridge vlan_filtering 1
}

# Whatever is IPv4 or ARP, from one port to the other: iperf_flows NS [FROM TO].
iperf_flows() {
	local type

	for type in "0x0800),ipv4(frag=no" "0x0806),arp("; do
		ip netns exec "$1" ovs-dpctl add-flow dp0 \
			"${2:-in_port(1)},eth(),eth_type($type)" "${3:-2}" || return
	done
}

# iperf_ovs NS PORT...
iperf_ovs() {
	local port

	ip netns exec "$1" ovs-dpctl add-dp dp0 || return
	for port in "${@:2}"; do
		ip netns exec "$1" ovs-dpctl add-if dp0 "$port" || return
	done
}

iperf.ovs.gso-tcp() {
	iperf_taps h1 && iperf_ovs h1 pa pb && iperf_flows h1 &&
	iperf_flows h1 "in_port(2)" 1
}

# iperf_ovs_tunnel NS PORT LOCAL REMOTE
iperf_ovs_tunnel() {
	iperf_ovs "$1" "$2" \
		vx,type=vxlan,remote_ip=flow,local_ip=flow,key=flow,port_no=2 &&
	iperf_flows "$1" "in_port(1)" \
		"set(tunnel(tun_id=$VNI,src=$3,dst=$4,ttl=64,tp_dst=4789,flags(key))),2" &&
	iperf_flows "$1" \
		"tunnel(tun_id=$VNI,src=$4,dst=$3,ttl=64,flags(-df-csum+key)),in_port(2)" 1
}

iperf.ovs-vxlan.gso-tcp-vxlan() {
	iperf_taps h2 && iperf_ovs_tunnel h1 pa 192.0.2.1 192.0.2.2 &&
	iperf_ovs_tunnel h2 pb 192.0.2.2 192.0.2.1
}

# iperf_vsw NS PORT...
iperf_vsw() {
	local port

	vsw -n "$1" switch add vsw0 &&
	vsw -n "$1" network add blue switch vsw0 vni $VNI || return
	for port in "${@:2}"; do
		vsw -n "$1" port add "$port" switch vsw0 network blue || return
	done
}

iperf.vsw.gso-tcp() {
	iperf_taps h1 && iperf_vsw h1 pa pb
}

# iperf_vtep NS LOCAL REMOTE
iperf_vtep() {
	vsw -n "$1" vtep add vx0 switch vsw0 local "$2" csum off df off &&
	vsw -n "$1" peer add "$3" vtep vx0 switch vsw0
}

iperf.vsw.gso-tcp-vxlan() {
	iperf_taps h2 && iperf_vsw h1 pa && iperf_vsw h2 pb &&
	iperf_vtep h1 192.0.2.1 192.0.2.2 && iperf_vtep h2 192.0.2.2 192.0.2.1
}

# The daemon is in the guest's own namespace, and so are its ports.
iperf.ovs-normal.gso-tcp() {
	ip link add pa type veth peer name eth0 netns a &&
	ip link add pb type veth peer name eth0 netns b &&
	ip link set pa up && ip link set pb up &&
	ip -n a addr add 10.0.0.1/24 dev eth0 &&
	ip -n b addr add 10.0.0.2/24 dev eth0 &&
	ip -n a link set eth0 mtu 1450 up && ip -n b link set eth0 mtu 1450 up &&
	ovs_bridge pa pb
}

# --- one case ---------------------------------------------------------------

# Adds instructions for 64 KB to FIGURES.
iperf_run() {
	local tries=50 bps

	iperf_hosts && "iperf.$2.$1" || return
	ip netns exec b iperf3 -s -1 -D || return
	while ! ip netns exec a ping -c 1 -W 1 10.0.0.2; do
		((tries--)) || return
	done
	ip netns exec a iperf3 -c 10.0.0.2 -n $IPERF_BYTES -J > /tmp/iperf.json ||
		return
	bps=$(jq '.end.sum_received.bits_per_second | floor' /tmp/iperf.json)
	FIGURES+=($((65536 * 8 * 1000000000 / bps)))
}

iperf_teardown() {
	local ns dev

	for ns in h1 h2; do
		[ "$1" != vsw ] || vsw -n $ns switch del vsw0
		[[ $1 != ovs* ]] || ip netns exec $ns ovs-dpctl del-dp dp0
	done
	systems_teardown
	for ns in $IPERF_HOSTS; do
		ip netns del $ns
	done
	for dev in pa pb; do
		[ ! -e /sys/class/net/$dev ] || ip link del $dev
	done
}

# TCP finds another pace each time, so one run says little.
iperf_case() {
	local status=0 i

	declare -F "iperf.$2.$1" > /dev/null || return 0
	FIGURES=()
	for ((i = 0; i < RUNS && status == 0; i++)); do
		iperf_run "$1" "$2" > $LOG 2>&1
		status=$?
		iperf_teardown "$2" > /dev/null 2>&1
	done
	if [ "$status" = 0 ]; then
		result "$1" "$2" insn/64KB 1 0 0 0 "${FIGURES[@]}"
	else
		failed "$1" "$2" "no connection"
	fi
}
