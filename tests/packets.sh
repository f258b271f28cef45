# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Packets in hex, for tests of what is looked at in them. Each function sets the
# variable named first; the switch does not look at checksums, and they are 0 where
# nothing else is said.
#
#	udp u 68 67; ip4 p $A $B 17 "$u"; send w1 "$M2${M1}0800$p"

# ip4 VARIABLE SOURCE DESTINATION PROTOCOL PAYLOAD [FRAGMENT-FIELD]
ip4() {
	printf -v "$1" '4500%04x0001%s40%02x0000%s%s%s' $((20 + ${#5} / 2)) \
		"${6:-0000}" "$4" "$2" "$3" "$5"
}

# ip6 VARIABLE SOURCE DESTINATION NEXT-HEADER PAYLOAD
ip6() {
	printf -v "$1" '60000000%04x%02xff%s%s%s' $((${#5} / 2)) "$4" "$2" "$3" \
		"$5"
}

# udp VARIABLE SOURCE-PORT DESTINATION-PORT
udp() {
	printf -v "$1" '%04x%04x000c0000deadbeef' "$2" "$3"
}

# arp VARIABLE OPERATION SENDER-MAC SENDER-IP TARGET-IP
arp() {
	printf -v "$1" '000108000604%04x%s%s000000000000%s' "$2" "$3" "$4" "$5"
}

# nd VARIABLE TYPE [TARGET] [OPTIONS]: neighbour discovery behind ICMPv6; RS and
# RA have no target.
nd() {
	local rest=${3:-}

	[ "$2" != 134 ] || rest=0000000000000000
	printf -v "$1" '%02x00000000000000%s%s' "$2" "$rest" "${4:-}"
}

# summed VARIABLE FRAME START WANT: the same frame but for its last two bytes, so that
# WANT is the checksum from byte START on.
summed() {
	printf -v "$1" '%s' "${2::-4}$(checksum "${2:$3 * 2:-4}$4")"
}

# partial VARIABLE FRAME START OFFSET PSEUDO-HEADER: what a sender leaves for others to
# sum up, and in FULL what becomes of it. The checksum is OFFSET bytes behind START.
# shellcheck disable=SC2034 # for the files that read this one
partial() {
	local at=$((($3 + $4) * 2)) sum

	FULL=${2::at}0000${2:at+4}
	FULL=${2::at}$(checksum "$5${FULL:$3 * 2}")${2:at+4}
	sum=$(checksum "$5")
	printf -v "$1" '%s%04x%s' "${2::at}" $((16#$sum ^ 65535)) "${2:at+4}"
}
