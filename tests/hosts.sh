# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Two compute hosts, each a namespace with a switch in which everything is
# configured; for tests of how things end. Sourced after lib.sh.
#
#   guest 1x --- p1 --+-----+                       +-----+-- p1 --- guest 2x
#   (red, untagged)   | br0 |-- vx4, vx6 === ul ===-| br0 |    (red, untagged)
#   p2: 10 red, 20 blue     |   192.0.2.1 .. 192.0.2.2    |
#   int0: blue        +-----+                       +-----+
#
# Guests: 198.51.100.1 and 198.51.100.2. The far ends of p2 are in the guests
# too, as eth1.

# hosts_new: sets host1, host2, guest1, guest2 (namespaces).
hosts_new() {
	local n

	ns_new host1
	ns_new host2
	ip link add ul netns "$host1" type veth peer name ul netns "$host2"
	for n in 1 2; do
		host_wire "$n" || return
		host_configure "$n" || return
	done
}

host_ns() {
	local var=host$1

	echo "${!var}"
}

host_wire() {
	local n=$1 host

	host=$(host_ns "$n")
	ns_new "guest$n"
	local var=guest$n

	ip link add p1 netns "$host" type veth peer name eth0 netns "${!var}" &&
	ip link add p2 netns "$host" type veth peer name eth1 netns "${!var}" &&
	ip -n "$host" link add p3 type dummy &&
	ip -n "$host" link set p1 up && ip -n "$host" link set p2 up &&
	ip -n "$host" link set p3 up && ip -n "$host" link set ul up &&
	addr_add "$host" ul "192.0.2.$n/24" &&
	addr_add "$host" ul "2001:db8::$n/64" &&
	ip -n "${!var}" link set eth0 up && ip -n "${!var}" link set eth1 up &&
	addr_add "${!var}" eth0 "198.51.100.$n/24"
}

# host_configure NUMBER: everything there is to configure.
host_configure() {
	local n=$1 peer=$((3 - $1))

	vsw -n "$(host_ns "$n")" -b - <<-EOT
		switch add br0
		network add red switch br0 vni 5001 mtu 1450
		network add blue switch br0 vni 5002 ageing 60 fdb-limit 1000
		port add p1 switch br0 network red
		port add p2 switch br0 uplink on
		vlan add 10 port p2 network red
		vlan add 20 port p2 network blue
		port add int0 switch br0 type internal network blue
		port set br0 network red
		vtep add vx4 switch br0 local 192.0.2.$n
		vtep add vx6 switch br0 local 2001:db8::$n ttl 9
		peer add 192.0.2.$peer vtep vx4 switch br0
		peer add 2001:db8::$peer vtep vx6 switch br0 network blue
		fdb add 02:00:00:00:00:05 switch br0 network red port p2 vid 10
		fdb add 02:00:00:00:00:06 switch br0 network red peer 192.0.2.$peer kind sticky
	EOT
}

# Unicast and broadcast, both ways, until the test ends: TRAFFIC_PIDS.
traffic_start() {
	local n var

	TRAFFIC_PIDS=()
	for n in 1 2; do
		var=guest$n
		background inns "${!var}" \
			ping -n -q -i 0.01 -s 1000 "198.51.100.$((3 - n))"
		TRAFFIC_PIDS+=("$BG_PID")
		background inns "${!var}" \
			ping -n -q -b -i 0.05 198.51.100.255
		TRAFFIC_PIDS+=("$BG_PID")
	done
}

# Bursts of broadcast, and tagged, from new addresses to unknown destinations;
# as fast as one process in each guest can, for a flood without a pause would
# leave nothing for those who change things meanwhile.
flood_start() {
	local n var i frames

	for n in 1 2; do
		var=guest$n
		frames=()
		for i in {10..29}; do
			frames+=("'ffffffffffff 02000000${i}0$n 8100000a 0800 $(zeros 46)'"
				"'02aa00000002 02000000${i}1$n 81000014 0800 $(zeros 900)'")
		done
		background inns "${!var}" bash -c "while :; do
			frame send eth0 count 200 'ffffffffffff 0200000000f$n 0800 $(zeros 46)'
			frame send eth1 count 5 ${frames[*]}
		done"
		TRAFFIC_PIDS+=("$BG_PID")
	done
}

traffic_stop() {
	local pid

	for pid in "${TRAFFIC_PIDS[@]}"; do
		background_stop "$pid"
	done
	TRAFFIC_PIDS=()
}

# zeros N: that many bytes, in hex
zeros() {
	printf '%0*d' $((2 * $1)) 0
}

# received NETNS DEV: frames so far
received() {
	[[ $(ip -n "$1" -s -o link show dev "$2") =~ RX:[^\\]*\\\ *[0-9]+\ +([0-9]+) ]]
	echo "${BASH_REMATCH[1]}"
}

received_more_than() {
	[ "$(received "$1" "$2")" -gt "$3" ]
}

# traffic_flows NETNS DEV: ten frames more come in.
traffic_flows() {
	busywait 10000 received_more_than "$1" "$2" $(($(received "$1" "$2") + 10))
}

# ns_is_clean NETNS: nothing of vsw is left in it: devices, sockets.
ns_is_clean() {
	[ -z "$(ip -n "$1" -o link show type vsw)" ] &&
		[ -z "$(ip -n "$1" -o link show type vswport)" ] &&
		[ -z "$(ip netns exec "$1" ss -Hlun 'sport = 4789')" ]
}
