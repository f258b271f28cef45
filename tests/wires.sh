# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Ports on wires, for tests that count every frame. Each port pN is one end of
# a veth pair, and the test holds the other end:
#
#	wN ==== pN--[ br0 ]
#
# Nothing but the test's own frames is on the wires: there is no IP on them.
# All is sent and received on one CPU, so that when its backlog is empty, what
# was sent has arrived wherever it went.

WIRES=()
declare -A WIRE_SEEN
GOT=""
RECV_PID=""

# Addresses and a body to write frames with: "$M2$M1$DATA" is from M1 to M2.
# The ethertype is the one for experiments (IEEE 802 table 2).
# shellcheck disable=SC2034 # for the files that read this one
{
	ALL=ffffffffffff GROUP=01005e010203 LLDP=0180c200000e
	M1=020000000001 M2=020000000002 M3=020000000003 M4=020000000004
	BODY=$(printf '%092d' 0)
	DATA=88b5$BODY
}

# The switch br0.
wires_start() {
	taskset -pc 0 $$ > /dev/null
	wires_ipv6 1
	vsw switch add br0
	ip link set br0 up
}

wires_ipv6() {
	sysctl_set net.ipv6.conf.default.disable_ipv6 "$1"
}

# wire_new PORT [PORT OPTIONS...]: a port of br0; its wire's name has a w for
# the p.
wire_new() {
	local port=$1 wire=w${1#p}
	shift

	ip link add "$port" type veth peer name "$wire" || return
	WIRES+=("$wire")
	WIRE_SEEN[$wire]=0
	ip link set "$wire" up
	ip link set "$port" up
	vsw port add "$port" switch br0 "$@"
}

wires_cleanup() {
	local wire

	wires_ipv6 0
	for wire in "${WIRES[@]}"; do
		ip link del "$wire" 2>/dev/null
	done
	ip link del br0 2>/dev/null
}

backlog_empty() {
	local -a column
	local len

	while read -ra column; do
		len=${column[11]}
		[ $((16#$len)) = 0 ] || return
	done < /proc/net/softnet_stat
}

# Wait until all that was sent is through. It mostly is, and a look costs less
# than a wait.
settle() {
	backlog_empty || busywait 5000 backlog_empty
}

# send WIRE [count N] [csum START OFFSET] HEX...: put frames on a wire, and see them
# through.
send() {
	frame send "$@" && settle
}

# Note in GOT which wires got frames since the last look: "w2 w3*10".
got() {
	local wire now

	GOT=""
	for wire in "${WIRES[@]}"; do
		read -r now < "/sys/class/net/$wire/statistics/rx_packets"
		case $((now - WIRE_SEEN[$wire])) in
		0) ;;
		1) GOT+=" $wire" ;;
		*) GOT+=" $wire*$((now - WIRE_SEEN[$wire]))" ;;
		esac
		WIRE_SEEN[$wire]=$now
	done
	GOT=${GOT# }
}

# expect_got "WIRES" WIRE [count N] HEX...: frames put on the last wire reach
# exactly the first ones.
expect_got() {
	local want=$1
	shift

	got
	send "$@" || fail "cannot send on $1"
	got
	[ "$want" = "$GOT" ] || fail "from $1: want '$want', got '$GOT' of ${*:2}"
}

# expect_drop REASON PORT WIRE [count N] HEX...: one frame more (or N) is
# dropped at this port for this reason, and no wire gets any.
expect_drop() {
	local reason=$1 port=$2 before after want=1
	shift 2

	[ "$2" != count ] || want=$3
	before=$(counter port "$port" "$reason")
	expect_got "" "$@"
	after=$(counter port "$port" "$reason")
	[ $((after - before)) = "$want" ] ||
		fail "$port: $((after - before)) drops for $reason instead of $want"
}

# recv_start WIRE [COUNT]: note the frames that reach a wire; recv_end prints
# them in hex.
recv_start() {
	background frame recv "$1" count "${2:-1}" timeout $((5000 * SLOW))
	RECV_PID=$BG_PID
	busywait 5000 grep -q '^ready' "$LOGDIR/$RECV_PID.log"
}

recv_end() {
	wait "$RECV_PID"
	sed 1d "$LOGDIR/$RECV_PID.log"
}

# expect_frame HEX-WANTED FROM HEX TO [WIRES]: what is put on the one wire comes
# out of the other like this, byte for byte. FROM may have options of send behind it.
# WIRES are all that get it, if there are more.
expect_frame() {
	local want=$1 frame=$3 to=$4 all=${5:-$4} sender
	read -ra sender <<< "$2"

	recv_start "$to" || fail "cannot receive on $to"
	expect_got "$all" "${sender[@]}" "$frame"
	recv_end > "$LOGDIR/frame"
	GOT=""
	read -r GOT < "$LOGDIR/frame"
	[ "$want" = "$GOT" ] || fail "$2 to $to: want $want, got $GOT"
}
