# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Functions for the hosts of the demonstration, evaluated by the agent.

# Polls; a guest has no other business meanwhile.
wait_for() {
	local i

	for ((i = 0; i < 200; i++)); do
		"$@" > /dev/null 2>&1 && return 0
		sleep 0.1
	done
	echo "gave up waiting for: $*"
	return 1
}

# vm NAME TAP MAC [ADDRESS/LEN]: a tenant's guest. It is a network namespace
# whose eth0 is a tap; its other end, TAP, is a real tap of this host.
vm() {
	local name=$1 tap=$2 mac=$3 addr=${4:-}

	ip netns add "$name" || return
	ip -n "$name" link set lo up
	setsid vtap "$tap" "$name" eth0 mac "$mac" mtu 1450 \
		> "/run/vtap.$name" 2>&1 < /dev/null &
	wait_for grep -q '^ready' "/run/vtap.$name" || return
	ip link set "$tap" mtu 1450 up
	ip -n "$name" link set eth0 up
	[ -z "$addr" ] || ip -n "$name" addr add "$addr" dev eth0
}

# vm_vlan NAME VID ADDRESS/LEN: a VLAN interface inside a trunk guest.
vm_vlan() {
	ip -n "$1" link add link eth0 name "eth0.$2" type vlan id "$2" &&
		ip -n "$1" link set "eth0.$2" up &&
		ip -n "$1" addr add "$3" dev "eth0.$2"
}

# gateway NAME DEV VID ADDRESS/LEN: what the world outside has behind a wire.
gateway() {
	ip netns add "$1" &&
		ip link set "$2" netns "$1" &&
		ip -n "$1" link set lo up &&
		ip -n "$1" link set "$2" up &&
		ip -n "$1" link add link "$2" name "$2.$3" type vlan id "$3" &&
		ip -n "$1" link set "$2.$3" up &&
		ip -n "$1" addr add "$4" dev "$2.$3"
}

# The first packet may find a tap whose carrier just came up.
reach() {
	wait_for ip netns exec "$1" ping -n -q -c 1 -W 1 "$2" &&
		ip netns exec "$1" ping -n -c 3 -i 0.2 "$2" | tail -n 2
}

no_reach() {
	! ip netns exec "$1" ping -n -q -c 3 -i 0.2 -W 1 "$2" > /dev/null
}

serve_iperf() {
	ip netns exec "$1" iperf3 -s -D --logfile "/run/iperf.$1"
	wait_for listens "$1"
}

listens() {
	[ -n "$(ip netns exec "$1" ss -Htln 'sport = 5201')" ]
}

# Prints the rate; fails when nothing moved.
measure() {
	ip netns exec "$1" timeout 30 iperf3 -J -t 3 -c "$2" > "/run/measure.$1"
	jq -r '.end.sum_received.bits_per_second // 0 | . / 1e6 | floor |
		"\(.) Mbit/s"' "/run/measure.$1"
	jq -e '.end.sum_received.bytes > 100000' "/run/measure.$1" > /dev/null
}
