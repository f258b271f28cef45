#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs in a guest with two CPUs: usage smp.sh [PATTERN]. Four senders on one CPU,
# then two on each. Prints one line of JSON for each scenario and system. For
# bench/lines.sh: smp.sh -l SCENARIO SYSTEM, see lines.sh.
#
#	sender i --> a<i> --| switch |-- b<i>	smp-pairs
#	sender i --> a<i> --| switch |-- b0	smp-shared
#
# smp-new is smp-pairs with policy, and each frame begins a connection.

LAB=$(cd "$(dirname "$0")/.." && pwd)
LOAD=/sys/module/vsw_load/parameters
LOG=/tmp/setup.log
SENDERS=4
MSEC=${MSEC:-250}
RUNS=${RUNS:-5}
. "$LAB/guest/frames.sh"
. "$LAB/guest/lines.sh"

# --- set-ups ----------------------------------------------------------------

src() {
	printf 02:00:00:00:01:%02x "$1"
}

dst() {
	printf 02:00:00:00:02:%02x "$1"
}

# out SENDER SCENARIO: where its frames are to leave.
out() {
	[ "$2" = smp-shared ] && echo b0 || echo "b$1"
}

senders() {
	seq 0 $((SENDERS - 1))
}

# Nobody takes the frames: how far the emulator itself gets with two CPUs.
smp_up.none() {
	:
}

smp_up.bridge() {
	local i

	ip link add br0 type bridge mcast_snooping 0 && ip link set br0 up || return
	for i in $(senders); do
		ip link set "a$i" master br0 && ip link set "b$i" master br0 || return
	done
	for i in $(senders); do
		bridge fdb add "$(dst "$i")" dev "$(out "$i" "$1")" master static ||
			return
	done
}

smp_up.nft-bridge() {
	smp_up.bridge "$1" && nft -f - <<- END
		table bridge vswbench {
			chain forward {
				type filter hook forward priority 0; policy drop;
				ct state established,related accept
				udp dport 9 accept
			}
		}
	END
}

# Ports of the senders are 1 to 4, the others 5 to 8.
smp_up.ovs() {
	local i flow to

	ovs-dpctl add-dp dp0 && ovs-dpctl add-if dp0 a0 a1 a2 a3 b0 b1 b2 b3 ||
		return
	for i in $(senders); do
		flow="in_port($((i + 1))),eth(src=$(src "$i"),dst=$(dst "$i")),eth_type(0x0800),ipv4(frag=no)"
		to=$(($(out "$i" "$1" | tr -d b) + 5))
		if [ "$1" = smp-new ]; then
			ovs-dpctl add-flow dp0 "recirc_id(0),$flow" \
				"ct(zone=$((i + 1))),recirc($((i + 1)))" || return
			flow="recirc_id($((i + 1))),ct_state(+new-est+trk),$flow"
			to="ct(commit,zone=$((i + 1))),$to"
		fi
		ovs-dpctl add-flow dp0 "$flow" "$to" || return
	done
}

# A network for each pair, or one for all.
smp_up.vsw() {
	local i network

	vsw switch add vsw0 || return
	for i in $(senders); do
		network=n$i
		[ "$1" = smp-pairs ] || network=n0
		[ "$i" != 0 ] && [ $network = n0 ] ||
			echo "network add $network switch vsw0"
		echo "port add a$i switch vsw0 network $network"
		echo "port add b$i switch vsw0 network $network"
		echo "fdb add $(dst "$i") switch vsw0 network $network port $(out "$i" "$1")"
	done | vsw -b - || return
	[ "$1" != smp-new ] || smp_groups
}

smp_groups() {
	local i

	vsw -b - <<- END
		group add out switch vsw0
		rule add group out switch vsw0 direction egress
		group add in switch vsw0
		rule add group in switch vsw0 direction ingress protocol udp dport 9
		$(for i in $(senders); do
			echo "port set a$i switch vsw0 groups out conn-limit none"
			echo "port set b$i switch vsw0 groups in conn-limit none"
		done)
	END
}

smp_down() {
	! nft list table bridge vswbench > /dev/null || nft flush ruleset
	[ ! -e /sys/class/net/br0 ] || ip link del br0
	[ ! -e /sys/class/net/dp0 ] || ovs-dpctl del-dp dp0
	[ ! -e /sys/class/net/vsw0 ] || vsw switch del vsw0
}

# --- one case ---------------------------------------------------------------

# Without a newline, which the kernel would keep.
list() {
	local IFS=,

	printf %s "$*"
}

# Connections of the last time are gone, and nobody is busy with them any more.
forget() {
	local tries=100

	conntrack -F 2> /dev/null
	until [ "$(conntrack -C)" = 0 ]; do
		((tries--)) || return
		sleep .1
	done
}

# load CPU...: of each sender. Sets FRAMES, in MSEC.
load() {
	[ "$(cat $LOAD/flows)" = N ] || forget || return
	list "$@" > $LOAD/cpus && echo "$MSEC" > $LOAD/run || return
	read -r FRAMES < $LOAD/run
	SENT=$((SENT + FRAMES))
}

# What the kernel does when it sees a frame for the first time, it does by patching
# its code. An emulated CPU may trip over what another one patches: nobody else is
# to be there until that is done.
load_first() {
	list 0 0 0 0 > $LOAD/cpus && echo 0 > $LOAD/run && sleep .2
}

left() {
	cat /sys/class/net/b*/statistics/tx_packets | awk '{ n += $1 } END { print n }'
}

# The two take turns, so that what else the machine does hits both. VALUES are
# how many times as many frames two CPUs have dealt with.
smp_measure() {
	local i runs=$RUNS

	# Forgetting takes longer than that.
	[ "$1" != smp-new ] || runs=3
	for ((i = 0; i < runs; i++)); do
		load 0 0 0 0 || return
		ONE+=("$FRAMES")
		load 0 1 0 1 || return
		TWO+=("$FRAMES")
	done
}

smp_run() {
	local scenario=$1 system=$2 before

	"smp_up.$system" "$scenario" || return
	[ "$scenario" = smp-new ] && echo 1 > $LOAD/flows || echo 0 > $LOAD/flows
	# Learning is done after this.
	load_first && load 0 1 0 1 || return
	SENT=0
	before=$(left)
	smp_measure "$scenario" || return
	DELIVERED=$(($(left) - before))
	# Those that were on their way at the end are not in SENT.
	[ "$system" = none ] || [ "$DELIVERED" -ge "$SENT" ]
}

median() {
	printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"
}

smp_case() {
	local scenario=$1 system=$2 one two

	ONE=() TWO=() SENT=0
	if smp_run "$scenario" "$system" > $LOG 2>&1; then
		one=$(median "${ONE[@]}") two=$(median "${TWO[@]}")
		printf '{"scenario":"%s","system":"%s","unit":"packets/s","one":%d,"two":%d,"ratio":%s,"sent":%d,"delivered":%d}\n' \
			"$scenario" "$system" $((one * 1000 / MSEC)) \
			$((two * 1000 / MSEC)) "$(awk "BEGIN { printf \"%.2f\", $two / $one }")" \
			"$SENT" "$DELIVERED"
	else
		printf '{"scenario":"%s","system":"%s","failed":"sent %d, delivered %d"}\n' \
			"$scenario" "$system" "$SENT" "${DELIVERED:-0}"
		head -n 10 $LOG | sed 's/^/# /'
		[ "$system" != vsw ] || vsw drop show | sed 's/^/# /'
	fi
	smp_down > /dev/null 2>&1
}

prepare() {
	local i frames=()

	modprobe -a dummy bridge openvswitch nf_conntrack
	echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
	insmod "$LAB/vsw_load.ko" || return
	# Room for what comes about in one go.
	echo 1000000 > /proc/sys/net/netfilter/nf_conntrack_max
	for i in $(senders); do
		ip link add "a$i" type dummy && ip link set "a$i" up &&
		ip link add "b$i" type dummy && ip link set "b$i" up || return
		SRC_IP=198.51.100.1$i
		frames+=("$(frame_udp "$(dst "$i")" "$(src "$i")")")
	done
	list a0 a1 a2 a3 > $LOAD/devs && list "${frames[@]}" > $LOAD/frames
}

# cases SCENARIOS SYSTEMS
cases() {
	local scenario system

	for scenario in $1; do
		[[ $scenario == *$PATTERN* ]] || continue
		for system in $2; do
			smp_case "$scenario" "$system"
		done
	done
}

if [ "${1:-}" = -l ]; then
	prepare && lines "$2" "$3"
	exit
fi
PATTERN=${1:-}
prepare || exit
cases "smp-pairs smp-shared" "none bridge ovs vsw"
cases smp-new "none nft-bridge ovs vsw"
true
