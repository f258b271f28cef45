# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Library of the functional tests. A test file looks like this:
#
#	#!/bin/bash
#	# SPDX-License-Identifier: GPL-2.0
#	# Two ports of one network reach each other.
#	#
#	#   [vm1]---tap1--+--------+--tap2---[vm2]
#	#                 | br-int |
#	#                 +--------+
#	# TIMEOUT: 60
#	. "$(dirname "$0")/lib.sh"
#
#	ALL_TESTS="ping_between_ports flood_reaches_all"
#
#	setup() { ... }		once, before the first test; every command in
#				it must succeed, as if under set -e; so it is
#				a list of commands, without && and || return
#	cleanup() { ... }	optional; namespaces, devices of the current
#				namespace and helper processes made with the
#				functions below go away by themselves
#
#	ping_between_ports() {
#		check ping_ok "$vm1" 198.51.100.2
#	}
#
#	tests_run
#
# A function's name, with spaces for underscores, is the name of its case, so
# it says what behaviour it shows. A case fails when any check in it failed;
# all its checks run. Nothing here sleeps for a fixed time: conditions are
# polled with busywait.

SLOW=${SLOW:-1}
RET=0
SKIP=""
CHECKS=0
NAMESPACES=()
PIDS=()
LOGDIR=$(mktemp -d)

# --- verdicts ---------------------------------------------------------------

note() {
	printf '# %s\n' "$@"
}

fail() {
	note "FAIL: $*" "  at ${BASH_SOURCE[2]##*/}:${BASH_LINENO[1]} ${FUNCNAME[2]}"
	RET=1
	return 1
}

# Shows the head of a failed command's output.
show_output() {
	[ ! -s "$1" ] || head -n 20 "$1" | sed 's/^/#   /'
}

# check CMD...: the command succeeds, or the case fails and shows its output.
# It runs in this shell: what it assigns stays.
check() {
	local out=$LOGDIR/check.$((CHECKS += 1)) status=0

	"$@" > "$out" 2>&1 || status=$?
	[ "$status" != 0 ] || return 0
	show_output "$out"
	fail "status $status: $*"
}

# expect_fail CMD...: the command fails of its own accord (a signal is no
# refusal).
expect_fail() {
	local out status=0

	out=$("$@" 2>&1) || status=$?
	if [ "$status" = 0 ] || [ "$status" -ge 126 ]; then
		[ -z "$out" ] || printf '%s\n' "$out" | head -n 20 | sed 's/^/#   /'
		fail "status $status instead of a refusal: $*"
	fi
}

# expect_refusal REGEX CMD...: it fails, and says why in these words.
expect_refusal() {
	local regex=$1 out status=0
	shift

	out=$("$@" 2>&1) || status=$?
	if [ "$status" = 0 ] || [ "$status" -ge 126 ]; then
		fail "status $status instead of a refusal: $*"
	elif ! grep -qiE -- "$regex" <<< "$out"; then
		printf '%s\n' "$out" | head -n 20 | sed 's/^/#   /'
		fail "refused without saying '$regex': $*"
	fi
}

# says REGEX CMD...: the command succeeds, and a line that it prints matches.
says() {
	local regex=$1 out
	shift

	out=$("$@") || return
	grep -qE -- "$regex" <<< "$out" && return
	printf '%s\n' "$out" "nothing of that matches '$regex'"
	return 1
}

# expect_eq WANT GOT [WHAT]
expect_eq() {
	[ "$1" = "$2" ] || fail "${3:-value}: want '$1', got '$2'"
}

skip() {
	SKIP=$*
}

# --- waiting ----------------------------------------------------------------

now_ms() {
	local t=${EPOCHREALTIME/[.,]/}

	echo $((t / 1000))
}

# busywait MILLISECONDS CMD...: poll until the command succeeds; prints the
# output of the last try.
busywait() {
	local limit=$(($1 * SLOW)) start out
	shift

	start=$(now_ms)
	while true; do
		if out=$("$@" 2>&1); then
			[ -z "$out" ] || printf '%s\n' "$out"
			return 0
		fi
		if [ $(($(now_ms) - start)) -gt "$limit" ]; then
			[ -z "$out" ] || printf '%s\n' "$out"
			return 1
		fi
		sleep 0.05
	done
}

not() {
	! "$@"
}

# --- namespaces and processes -----------------------------------------------

# ns_new VARIABLE: a namespace with a random name, its loopback up.
ns_new() {
	local ns

	for _ in 1 2 3 4 5; do
		ns=$1-$(printf '%04x%04x' "$RANDOM" "$RANDOM")
		ip netns add "$ns" && break
	done
	NAMESPACES+=("$ns")
	printf -v "$1" '%s' "$ns"
	ip -n "$ns" link set lo up
	# Unsolicited IPv6 traffic would make frame counts a matter of luck.
	inns "$ns" bash -c 'cd /proc/sys/net/ipv6/conf/default &&
		echo 0 > accept_dad && echo 0 > router_solicitations'
}

# As ip -n, which copies all mounts for the sake of /sys. (In the background it would
# be the child of what background_stop kills.)
ip() {
	if [ "$1" = -n ]; then
		inns "$2" ip "${@:3}"
	else
		command ip "$@"
	fi
}

in_ns() {
	local ns=$1
	shift

	if [ "$1" != ip ] && declare -F "$1" > /dev/null; then
		inns "$ns" bash -c "$(declare -f "$1"); \"\$@\"" bash "$@"
	else
		inns "$ns" "$@"
	fi
}

sysctl_set() {
	echo "$2" > "/proc/sys/${1//.//}"
}

# super_packets NETNS...: TCP there sends large super-packets however slowly the
# machine makes it go; it would adapt their size to the rate.
super_packets() {
	local ns

	for ns; do
		in_ns "$ns" sysctl_set net.ipv4.tcp_min_tso_segs 40 || return
	done
}

ns_del() {
	ip netns del "$1"
}

# background CMD...: run a helper process that dies with the test file; BG_PID
# is its id and $LOGDIR/$BG_PID.log its output.
background() {
	# The file is opened here, and not by the child at a time of its own.
	{ "$@" < /dev/null & } > "$LOGDIR/new.log" 2>&1
	BG_PID=$!
	PIDS+=("$BG_PID")
	mv "$LOGDIR/new.log" "$LOGDIR/$BG_PID.log"
}

background_stop() {
	local pid=${1:-$BG_PID}

	kill "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
}

background_log() {
	cat "$LOGDIR/${1:-$BG_PID}.log"
}

# vtap_start HOSTTAP NETNS GUESTDEV [vtap options]: a virtual machine's NIC;
# returns once both taps exist. Its process is VTAP_PID.
vtap_start() {
	background vtap "$@"
	VTAP_PID=$BG_PID
	if ! busywait 5000 grep -q '^ready' "$LOGDIR/$VTAP_PID.log"; then
		background_log "$VTAP_PID" | sed 's/^/# vtap: /'
		return 1
	fi
}

vtap_stop() {
	background_stop "${1:-$VTAP_PID}"
}

# silent DEV: the host has nothing to say through a guest's device. (Its router
# solicitations and the like would be frames that nobody accounted for.)
silent() {
	echo 1 > "/proc/sys/net/ipv6/conf/$1/disable_ipv6"
}

# vm_new VARIABLE TAP [ADDRESS/LEN...]: a namespace that plays a virtual
# machine: eth0 in it, TAP on the host, both up, addresses set.
vm_new() {
	local var=$1 tap=$2 addr
	shift 2

	ns_new "$var"
	vtap_start "$tap" "${!var}" eth0 || return
	silent "$tap"
	ip link set "$tap" up
	ip -n "${!var}" link set eth0 up
	for addr; do
		addr_add "${!var}" eth0 "$addr"
	done
}

# veth_new VARIABLE HOSTDEV [ADDRESS/LEN...]: the same with a veth pair.
veth_new() {
	local var=$1 dev=$2 addr
	shift 2

	ns_new "$var"
	ip link add "$dev" type veth peer name eth0 netns "${!var}" || return
	silent "$dev"
	ip link set "$dev" up
	ip -n "${!var}" link set eth0 up
	for addr; do
		addr_add "${!var}" eth0 "$addr"
	done
}

# addr_add NETNS DEV ADDRESS/LEN: without duplicate address detection, which
# would keep an IPv6 address unusable for a second.
addr_add() {
	case $3 in
	*:*) ip -n "$1" addr add "$3" dev "$2" nodad ;;
	*) ip -n "$1" addr add "$3" dev "$2" ;;
	esac
}

mac_of() {
	shown link/ether ip -n "$1" -o link show dev "$2"
}

# --- traffic ----------------------------------------------------------------

# ping_ok NETNS ADDRESS [ping options]: an answer within the limit. Every try
# is short, because the first one may find a link that is not up yet.
ping_ok() {
	local ns=$1 addr=$2
	shift 2

	busywait 5000 inns "$ns" ping -n -q -c 1 -W "$SLOW" "$@" "$addr"
}

# ping_fails NETNS ADDRESS [ping options]: no answer to three requests. Pair
# it with a ping that works, or it shows only that something is broken.
ping_fails() {
	local ns=$1 addr=$2
	shift 2

	not inns "$ns" ping -n -q -c 3 -i 0.2 -W "$SLOW" "$@" "$addr"
}

# iperf_ok CLIENT-NETNS SERVER-NETNS ADDRESS [iperf3 client options]: data
# flows; IPERF_BPS is the rate.
iperf_ok() {
	local client=$1 server=$2 addr=$3 json
	shift 3

	background inns "$server" iperf3 -s -1 -B "$addr"
	busywait 5000 iperf_listens "$server" || return
	json=$(inns "$client" timeout $((30 * SLOW)) \
		iperf3 -J -c "$addr" "${@:--t2}")
	background_stop
	IPERF_BPS=$(jq -r '.end.sum_received.bits_per_second // 0 | floor' <<< "$json")
	[ "${IPERF_BPS:-0}" -gt 0 ]
}

iperf_listens() {
	[ -n "$(inns "$1" ss -Htln 'sport = 5201')" ]
}

# checksum HEX: the Internet checksum (RFC 1071).
checksum() {
	local hex=$1 sum=0 i

	[ $((${#hex} % 4)) = 0 ] || hex+=00
	for ((i = 0; i < ${#hex}; i += 4)); do
		sum=$((sum + 0x${hex:i:4}))
	done
	while [ $((sum >> 16)) != 0 ]; do
		sum=$(((sum & 0xffff) + (sum >> 16)))
	done
	printf '%04x' $((~sum & 0xffff))
}

# dev_stat DEV COUNTER: rx_packets, tx_dropped and so on.
dev_stat() {
	cat "/sys/class/net/$1/statistics/$2"
}

# shown WORD COMMAND...: what follows WORD in the first line that the command
# prints. (In an emulated guest jq takes a second to start.)
shown() {
	local word=$1 line
	shift

	read -r line < <("$@")
	[[ " $line " =~ " $word "([^ ]+)" " ]] && echo "${BASH_REMATCH[1]}"
}

# counter port|network|vtep NAME WHAT: rx-packets, tx-bytes and so on, or a drop
# reason. Nothing, which is not 0, when there is no such object.
counter() {
	local show=drop line

	case $3 in rx-*|tx-packets|tx-bytes) show=stats ;; esac
	line=$(vsw "$show" show "$1" "$2") || return
	if [[ " ${line%%$'\n'*} " =~ " $3 "([^ ]+)" " ]]; then
		echo "${BASH_REMATCH[1]}"
	else
		echo 0
	fi
}

# capture_start NETNS|"" DEV FILTER...: tcpdump to $CAPTURE, ready to listen.
capture_start() {
	local ns=$1 dev=$2 cmd=()
	shift 2

	[ -z "$ns" ] || cmd=(inns "$ns")
	CAPTURE=$LOGDIR/capture-$RANDOM.pcap
	background "${cmd[@]}" tcpdump -Z root -U --immediate-mode -n -i "$dev" \
		-w "$CAPTURE" "$@"
	CAPTURE_PID=$BG_PID
	busywait 5000 grep -q 'listening on' "$LOGDIR/$CAPTURE_PID.log"
}

capture_show() {
	tcpdump -Z root -n -e -r "$CAPTURE" "$@" 2>/dev/null
}

capture_stop() {
	background_stop "$CAPTURE_PID"
}

# --- Open vSwitch, as the other end of a tunnel -----------------------------

# ovs_start NETNS: a daemon of its own in that namespace; ovs CMD... talks to
# it with ovs-vsctl.
ovs_start() {
	local dir=$LOGDIR/ovs

	export OVS_RUNDIR=$dir OVS_LOGDIR=$dir OVS_DBDIR=$dir
	modprobe -q openvswitch || : # it may be built in
	modprobe -q vport-vxlan || :
	mkdir -p "$dir"
	ovsdb-tool create "$dir/conf.db" \
		/usr/share/openvswitch/vswitch.ovsschema || return
	background ovsdb-server "$dir/conf.db" --remote="punix:$dir/db.sock"
	busywait 5000 test -S "$dir/db.sock" || return
	ovs --no-wait init || return
	background inns "$1" ovs-vswitchd "unix:$dir/db.sock" \
		--unixctl="$dir/vswitchd.ctl"
	OVS_PID=$BG_PID
	busywait 10000 ovs-appctl -t "$dir/vswitchd.ctl" version
}

ovs() {
	ovs-vsctl --db="unix:$LOGDIR/ovs/db.sock" --timeout=$((10 * SLOW)) "$@"
}

# The daemon takes its datapath along only when it is told to.
ovs_stop() {
	ovs-appctl -t "$LOGDIR/ovs/vswitchd.ctl" exit --cleanup
	wait "$OVS_PID" 2>/dev/null
}

# --- module -----------------------------------------------------------------

module_loaded() {
	[ -d /sys/module/vsw ]
}

module_insert() {
	module_loaded || insmod "$VSW_KO"
}

module_remove() {
	! module_loaded || rmmod vsw
}

# It has all checkers, and is slow.
kernel_is_debug() {
	[ "$VSW_KERNEL" = debug ]
}

# --- fault injection (debug kernel) -----------------------------------------

# failslab_on [PERCENT [FRAMES]]: allocations made from within the module's own
# text, that is with it among the innermost FRAMES callers (32), can be made to
# fail, and silently: the report of an injected failure would be a splat in the
# log. Those of fail_nth do; of all others, PERCENT do.
failslab_on() {
	local knob base size

	read -r _ size _ _ _ base _ < <(grep '^vsw ' /proc/modules)
	for knob in /sys/kernel/debug/fail{slab,_page_alloc}; do
		echo 0 > "$knob/verbose"
		echo N > "$knob/ignore-gfp-wait"
		echo N > "$knob/task-filter"
		echo "$FAULTS_MAX" > "$knob/times"
		echo "${1:-0}" > "$knob/probability"
		echo "${2:-32}" > "$knob/stacktrace-depth"
		echo "$base" > "$knob/require-start"
		printf '0x%x\n' $((base + size)) > "$knob/require-end"
	done
	[ ! -e /sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem ] ||
		echo N > /sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem
}
FAULTS_MAX=1000000000

failslab_off() {
	local knob

	for knob in /sys/kernel/debug/fail{slab,_page_alloc}; do
		echo 0 > "$knob/probability"
		echo 0 > "$knob/require-start"
		echo 0xffffffffffffffff > "$knob/require-end"
	done
}

# faults: how many allocations have failed since failslab_on
faults() {
	local slab pages

	read -r slab < /sys/kernel/debug/failslab/times
	read -r pages < /sys/kernel/debug/fail_page_alloc/times
	echo $((2 * FAULTS_MAX - slab - pages))
}

# fail_nth N CMD...: the Nth allocation that the module makes for CMD fails.
fail_nth() {
	local nth=$1
	shift

	(echo "$nth" > /proc/self/fail-nth; exec "$@")
}

# --- running ----------------------------------------------------------------

lib_cleanup() {
	local pid ns

	trap - EXIT
	! declare -F cleanup > /dev/null || cleanup
	for pid in "${PIDS[@]}"; do
		kill "$pid" 2>/dev/null
	done
	wait "${PIDS[@]}" 2>/dev/null
	for ns in "${NAMESPACES[@]}"; do
		ip netns pids "$ns" 2>/dev/null | xargs -r kill -9
		ip netns del "$ns" 2>/dev/null
	done
	rm -rf "$LOGDIR"
}

test_one() {
	local name=${1//_/ } word=ok

	RET=0 SKIP=""
	if ! "$1"; then
		RET=1
	fi
	[ "$RET" = 0 ] || word="not ok"
	echo "$word $2 $name${SKIP:+ # SKIP $SKIP}"
	return "$RET"
}

setup_broke() {
	local status=$1 line=$2 command=$3

	# What fails in a subshell fails it, and counts once.
	[ "$BASH_SUBSHELL" = 0 ] || return 0
	note "setup: ${FUNCNAME[1]} line $line: status $status: ${command%%$'\n'*}"
	RET=1
}

# The setup, as under set -e, but with words: nothing that fails on the way is
# forgiven because a later line succeeds.
setup_run() {
	RET=0
	declare -F setup > /dev/null || return 0
	set -E
	trap 'setup_broke "$?" "$LINENO" "$BASH_COMMAND"' ERR
	setup
	trap - ERR
	set +E
	return "$RET"
}

tests_run() {
	local test number=0 failed=0

	trap lib_cleanup EXIT
	trap 'exit 1' TERM INT
	echo "KTAP version 1"
	# shellcheck disable=SC2086,SC2153 # words on purpose
	set -- $ALL_TESTS
	echo "1..$#"
	setup_run
	if [ "$RET" != 0 ]; then
		for test; do
			number=$((number + 1))
			echo "not ok $number ${test//_/ } (setup failed)"
		done
		exit 1
	fi
	for test; do
		number=$((number + 1))
		test_one "$test" "$number" || failed=1
	done
	exit "$failed"
}
