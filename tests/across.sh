# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What tests of groups share that count frames across a tunnel: guests on wires of the
# hosts of vxlan.sh. Sourced after vxlan.sh, wires.sh and packets.sh.
#
#	w1 ==== p1--[ h1 br0 ]--u0=====u0--[ h2 br0 ]--p1 ==== w2
#
# Guest N is behind wN, has MAC address 02:00:00:00:00:0N and addresses that end in N.

# shellcheck disable=SC2034 # for the files that read these
NET4=0a00000 NET6=fd0000000000000000000000000000
U="" P="" FRAME=""
FRAMES=()

# wire_to HOST PORT N: guest N's wire, to that device there, which is no port yet.
wire_to() {
	ip link add "w$3" type veth peer name "$2" netns "$1"
	in_ns "$1" sysctl_set "net.ipv6.conf.$2.disable_ipv6" 1
	WIRES+=("w$3")
	WIRE_SEEN[w$3]=0
	ip link set "w$3" up
	ip -n "$1" link set "$2" up
}

# packet FAMILY FROM TO PROTOCOL PAYLOAD [FRAGMENT-FIELD]: FRAME, between guests.
packet() {
	case $1 in
	4) ip4 P "$NET4$2" "$NET4$3" "$4" "$5" "${6:-0000}"; P=0800$P ;;
	6) ip6 P "${NET6}0$2" "${NET6}0$3" "$4" "$5"; P=86dd$P ;;
	esac
	FRAME=02000000000${3}02000000000$2$P
}

# packets FROM TO PROTOCOL PAYLOAD [PROTOCOL6 PAYLOAD6]: FRAMES, in both families.
packets() {
	packet 4 "$1" "$2" "$3" "$4"
	FRAMES=("$FRAME")
	packet 6 "$1" "$2" "${5:-$3}" "${6:-$4}"
	FRAMES+=("$FRAME")
}

# datagrams FROM TO SOURCE-PORT DESTINATION-PORT: the same of UDP.
datagrams() {
	udp U "$3" "$4"
	packets "$1" "$2" 17 "$U"
}

# segments FROM TO SOURCE-PORT DESTINATION-PORT SEQUENCE ACKNOWLEDGED FLAGS [DATA4 DATA6]
segments() {
	printf -v U '%04x%04x%08x%08x50%02xffff00000000' "${@:3:5}"
	packets "$1" "$2" 6 "$U${8:-}" 6 "$U${9:-}"
}

# errors FROM TO FRAME...: all that there are, about each of these.
errors() {
	local from=$1 to=$2 frame kind
	shift 2

	FRAMES=()
	for frame; do
		if [ "${frame:24:4}" = 0800 ]; then
			for kind in 0301 0303 0304 0b00 0c00; do
				packet 4 "$from" "$to" 1 "${kind}000000000000${frame:28}"
				FRAMES+=("$FRAME")
			done
		else
			for kind in 0101 0104 0200 0300 0400; do
				packet 6 "$from" "$to" 58 "${kind}000000000000${frame:28}"
				FRAMES+=("$FRAME")
			done
		fi
	done
}
