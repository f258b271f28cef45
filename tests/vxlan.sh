# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the VXLAN tests share: hosts, guests on them, and packets made by hand.
# Sourced after lib.sh. UNDERLAY is 4 (default) or 6; early demux is on if EARLY is
# not empty.
#
#   [vm1] eth0--p1--+--------+           +--------+--p1--eth0 [vm2]
#                   | h1 br0 |-u0=====u0-| h2 br0 |
#                   |    vx0 |           | vx0    |
#                   +--------+           +--------+
#
# Host N has underlay address N and the switch br0 with network blue.

UNDERLAY=${UNDERLAY:-4}
EARLY=${EARLY:-}
UDP_PORT=4789
VNI=5001

# --- addresses --------------------------------------------------------------

# Those of the underlay: 192.0.2.0/24 or 2001:db8::/64.
addr() {
	case $UNDERLAY in
	4) echo "192.0.2.$1" ;;
	6) echo "2001:db8::$1" ;;
	esac
}

addr_len() {
	case $UNDERLAY in
	4) echo "192.0.2.$1/24" ;;
	6) echo "2001:db8::$1/64" ;;
	esac
}

addr_hex() {
	case $UNDERLAY in
	4) printf 'c00002%02x' "$1" ;;
	6) printf '20010db8%024x' "$1" ;;
	esac
}

# Of the underlay device of host N, and of guest N.
host_mac() {
	printf '02000000aa%02x' "$1"
}

guest_mac() {
	printf '02000000bb%02x' "$1"
}

mac_colons() {
	echo "${1:0:2}:${1:2:2}:${1:4:2}:${1:6:2}:${1:8:2}:${1:10:2}"
}

# --- hosts and guests -------------------------------------------------------

# underlay_up NETNS DEV N: host N's end of the wire.
underlay_up() {
	ip -n "$1" link set "$2" address "$(mac_colons "$(host_mac "$3")")" up
	addr_add "$1" "$2" "$(addr_len "$3")"
}

# hosts_join: the namespaces h1 and h2, joined by u0 and u0.
hosts_join() {
	ns_new h1
	ns_new h2
	ip link add u0 netns "$h1" mtu 1600 type veth \
		peer name u0 mtu 1600 netns "$h2" || return
	underlay_up "$h1" u0 1
	underlay_up "$h2" u0 2
}

# hosts_play FIRST LAST: the namespace h2 plays all these hosts, and h1 need not
# ask for their MAC addresses.
hosts_play() {
	local n

	for ((n = $1; n <= $2; n++)); do
		[ "$n" = 2 ] || addr_add "$h2" u0 "$(addr_len "$n")" || return
		ip -n "$h1" neigh replace "$(addr "$n")" dev u0 \
			lladdr "$(mac_colons "$(host_mac 2)")" || return
	done
}

# switch_new NETNS N [vtep options]: br0 with network blue and vtep vx0.
switch_new() {
	local ns=$1 n=$2
	shift 2

	vsw -n "$ns" switch add br0 &&
	vsw -n "$ns" network add blue switch br0 vni $VNI &&
	vsw -n "$ns" vtep add vx0 switch br0 local "$(addr "$n")" \
		${EARLY:+early-demux on} "$@"
}

peer_add() {
	local ns=$1 n=$2
	shift 2

	vsw -n "$ns" peer add "$(addr "$n")" vtep vx0 switch br0 "$@"
}

peer_del() {
	local ns=$1 n=$2
	shift 2

	vsw -n "$ns" peer del "$(addr "$n")" vtep vx0 switch br0 "$@"
}

# hosts_new [vtep options]: both hosts, each the other's peer in all networks.
hosts_new() {
	hosts_join && switch_new "$h1" 1 "$@" && switch_new "$h2" 2 "$@" &&
		peer_add "$h1" 2 && peer_add "$h2" 1
}

# The namespace of a guest without IPv6 unless it has such an address: what it
# would send by itself makes counts a matter of luck.
guest_ns() {
	local var=$1
	shift

	ns_new "$var"
	[[ "$*" == *:* ]] ||
		in_ns "${!var}" bash -c \
			'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6'
}

guest_up() {
	local ns=$1 n=$2 addr
	shift 2

	ip -n "$ns" link set eth0 address "$(mac_colons "$(guest_mac "$n")")" up
	for addr; do
		addr_add "$ns" eth0 "$addr"
	done
}

# guest_new VARIABLE NUMBER HOST DEV NETWORK|"" [ADDRESS/LEN...]: a guest with
# a veth pair, attached.
guest_new() {
	local var=$1 n=$2 host=$3 dev=$4 network=$5
	shift 5

	guest_ns "$var" "$@"
	ip link add "$dev" netns "$host" type veth \
		peer name eth0 netns "${!var}" || return
	in_ns "$host" bash -c \
		"echo 1 > /proc/sys/net/ipv6/conf/$dev/disable_ipv6"
	ip -n "$host" link set "$dev" up
	guest_up "${!var}" "$n" "$@"
	vsw -n "$host" port add "$dev" switch br0 ${network:+network "$network"}
}

# tap_guest_new: the same with a tap, offloads on.
tap_guest_new() {
	local var=$1 n=$2 host=$3 dev=$4 network=$5
	shift 5

	guest_ns "$var" "$@"
	background inns "$host" vtap "$dev" "${!var}" eth0
	busywait 5000 grep -q '^ready' "$LOGDIR/$BG_PID.log" || return
	ip -n "$host" link set "$dev" up
	guest_up "${!var}" "$n" "$@"
	vsw -n "$host" port add "$dev" switch br0 network "$network"
}

# --- packets by hand, in hex ------------------------------------------------

# ipv4 SRC DST PROTOCOL PAYLOAD [TOS [TTL [FRAGMENT-WORD]]]
ipv4() {
	local head

	printf -v head '45%02x%04x0000%04x%02x%02x0000%s%s' "${5:-0}" \
		$((20 + ${#4} / 2)) "${7:-0}" "${6:-64}" "$3" "$1" "$2"
	echo "${head:0:20}$(checksum "$head")${head:24}$4"
}

# ipv6 SRC DST NEXT-HEADER PAYLOAD [TRAFFIC-CLASS [HOP-LIMIT]]
ipv6() {
	printf '6%02x00000%04x%02x%02x%s%s%s\n' "${5:-0}" $((${#4} / 2)) "$3" \
		"${6:-64}" "$1" "$2" "$4"
}

# udp SRC DST SPORT DPORT PAYLOAD [nocsum]: with the checksum that belongs
# between these two addresses.
udp() {
	local len csum=0000
	printf -v len '%04x' $((8 + ${#5} / 2))

	[ "${6:-}" = nocsum ] || csum=$(checksum \
		"$1${2}0011$len$(printf '%04x%04x' "$3" "$4")$len$5")
	printf '%04x%04x%s%s%s\n' "$3" "$4" "$len" "$csum" "$5"
}

# vxlan VNI FRAME [FLAGS [RESERVED]]
vxlan() {
	printf '%08x%06x%02x%s\n' "${3:-0x08000000}" "$1" "${4:-0}" "$2"
}

# outer N PAYLOAD [TOS [nocsum]]: a frame of host N's to the UDP port of h1.
outer() {
	local src dst packet

	src=$(addr_hex "$1")
	dst=$(addr_hex 1)
	packet=$(udp "$src" "$dst" 50000 $UDP_PORT "$2" "${4:-}")
	if [ "$UNDERLAY" = 4 ]; then
		packet=0800$(ipv4 "$src" "$dst" 17 "$packet" "${3:-0}")
	else
		packet=86dd$(ipv6 "$src" "$dst" 17 "$packet" "${3:-0}")
	fi
	echo "$(host_mac 1)$(host_mac "$1")$packet"
}

# inner DST-GUEST SRC-GUEST [TOS [TTL [FRAGMENT-WORD]]]: a frame between
# guests, IPv4 with UDP in it.
inner() {
	local packet

	packet=$(udp 0a000002 0a000001 1000 "${SPORT:-9}" 76737731)
	echo "$(guest_mac "$1")$(guest_mac "$2")0800$(ipv4 \
		0a000002 0a000001 17 "$packet" "${3:-0}" "${4:-64}" "${5:-0}")"
}

# recv_start NETNS DEV [frame options]: record what comes in there.
recv_start() {
	local ns=$1 dev=$2
	shift 2

	background inns "$ns" frame recv "$dev" \
		timeout $((20000 * SLOW)) count 10000 "$@"
	RECV_PID=$BG_PID
	busywait 5000 grep -q '^ready' "$LOGDIR/$RECV_PID.log"
}

# The frames so far.
recv_frames() {
	sed 1d "$LOGDIR/$RECV_PID.log"
}

recv_has() {
	recv_frames | grep -qF -- "$1"
}

# recv_ok FRAME: it comes in before long.
recv_ok() {
	busywait 3000 recv_has "$1"
}

recv_stop() {
	background_stop "$RECV_PID" || true
}

# sent_to CMD...: the hosts that h1 sends encapsulated packets to meanwhile.
sent_to() {
	local last type=0800 at=60 len=8 proto=46 frame hosts=()
	last=$(host_mac 2)$(host_mac 1)88b5

	[ "$UNDERLAY" = 4 ] || type=86dd at=76 len=32 proto=40
	recv_start "$h2" u0 || return
	"$@"
	in_ns "$h1" frame send u0 "$last"
	recv_ok "$last" || return
	recv_stop
	while read -r frame; do
		[ "${frame:24:4}${frame:proto:2}" != ${type}11 ] ||
			hosts+=($((0x${frame:at + len - 2:2})))
	done < <(recv_frames)
	[ "${#hosts[@]}" = 0 ] ||
		printf '%s\n' "${hosts[@]}" | sort -n | paste -sd' '
}

# outer_of HOST GUEST FRAME...: OUTER is the packet, from its IP header on, in
# which the first frame that the guest sends arrives at the other host.
outer_of() {
	local host=$1 guest=$2 type=0x0800
	shift 2

	[ "$UNDERLAY" = 4 ] || type=0x86dd
	# UDP: the hosts have their neighbours to ask for, too.
	recv_start "$host" u0 count 1 type "$type" udp || return
	in_ns "$guest" frame send eth0 "$@"
	wait "$RECV_PID" || return
	OUTER=$(recv_frames)
	OUTER=${OUTER:28}
}

# Its fields, in hex.
outer_tos() {
	case $UNDERLAY in
	4) echo "${OUTER:2:2}" ;;
	6) echo "${OUTER:1:2}" ;;
	esac
}

outer_ttl() {
	case $UNDERLAY in
	4) echo "${OUTER:16:2}" ;;
	6) echo "${OUTER:14:2}" ;;
	esac
}

outer_udp() {
	case $UNDERLAY in
	4) echo "${OUTER:40}" ;;
	6) echo "${OUTER:80}" ;;
	esac
}

# --- data -------------------------------------------------------------------

copy_receive() {
	timeout $((20 * SLOW)) socat -u TCP-LISTEN:7000,reuseaddr STDOUT > "$1"
}

copy_listens() {
	[ -n "$(inns "$1" ss -Htln 'sport = 7000')" ]
}

# copy_ok FROM TO ADDRESS: what one guest sends to another's address, the file
# $LOGDIR/data, arrives byte for byte.
copy_ok() {
	rm -f "$LOGDIR/copy"
	background inns "$2" bash -c \
		"$(declare -f copy_receive); SLOW=$SLOW copy_receive $LOGDIR/copy"
	busywait 5000 copy_listens "$2" || return
	inns "$1" timeout $((20 * SLOW)) \
		socat -u "OPEN:$LOGDIR/data" "TCP:$3:7000" || return
	wait "$BG_PID" && cmp -s "$LOGDIR/data" "$LOGDIR/copy"
}

# --- what the switch says ---------------------------------------------------

# drops NETNS KIND: "reason packets" of all objects of a kind, a line each.
drops() {
	vsw -n "$1" drop show | awk -v kind="$2" '
		$1 == kind {
			for (i = 5; $i != "total"; i += 2)
				n[$i] += $(i + 1)
		}
		END {
			for (reason in n)
				print reason, n[reason]
		}' | sort
}

drops_new() {
	drops "$1" "$2" | awk 'FILENAME != "-" { was[$1] = $2; next }
		$2 > was[$1] { print $1, $2 - was[$1] }' "$LOGDIR/drops" - |
		paste -sd, | tr -d '\n'
}

drops_are() {
	[ "$(drops_new "$1" "$2")" = "$3" ]
}

# expect_drops NETNS KIND "REASON COUNT[,...]" CMD...: the command makes these
# counters of that kind of object go up, and no others.
expect_drops() {
	local ns=$1 kind=$2 want=$3
	shift 3

	drops "$ns" "$kind" > "$LOGDIR/drops"
	"$@" || fail "status $?: $*"
	busywait 3000 drops_are "$ns" "$kind" "$want" ||
		fail "drops of ${kind}s: want '$want', got" \
			"'$(drops_new "$ns" "$kind")'"
}

# fdb_has NETNS GUEST WHERE...: the entry's words, "peer 192.0.2.2" say, are
# among those shown.
fdb_has() {
	local ns=$1 mac
	mac=$(mac_colons "$(guest_mac "$2")")
	shift 2

	vsw -n "$ns" fdb show switch br0 | grep -F "$mac" | grep -qF -- "$*"
}

fdb_lacks() {
	local mac
	mac=$(mac_colons "$(guest_mac "$2")")

	not grep -qF "$mac" <(vsw -n "$1" fdb show switch br0)
}
