# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Frames, as the hexadecimal that the injector takes. UDP has no checksum, and
# TCP has one that its receiver's device would compute.

SRC=02:00:00:00:00:01
DST=02:00:00:00:00:02
BROADCAST=ff:ff:ff:ff:ff:ff
# Numbered addresses: the injector writes the last three bytes.
NUMBERED=02:00:01:00:00:00
UNKNOWN=02:00:02:00:00:00
SRC_IP=198.51.100.1
DST_IP=198.51.100.2
# 2001:db8::1 and ::2, as they are in a header.
SRC_IP6=20010db8000000000000000000000001
DST_IP6=20010db8000000000000000000000002
TTL=32

mac_hex() {
	echo "${1//:/}"
}

ip_hex() {
	local IFS=.

	# shellcheck disable=SC2086 # four words
	printf %02x $1
}

zeros() {
	printf "%0$((2 * $1))d" 0
}

eth_header() {
	echo "$(mac_hex "$1")$(mac_hex "$2")$3"
}

# RFC 1071, over a header in hexadecimal.
ip_checksum() {
	local header=$1 sum=0 i

	for ((i = 0; i < ${#header}; i += 4)); do
		((sum += 16#${header:i:4}))
	done
	while ((sum >> 16)); do
		((sum = (sum & 0xffff) + (sum >> 16)))
	done
	printf %04x $((sum ^ 0xffff))
}

# ip_header SRC DST PROTOCOL PAYLOAD-BYTES
ip_header() {
	local head tail

	head=$(printf '4500%04x00000000%02x%02x' $((20 + $4)) $TTL "$3")
	tail=$(ip_hex "$1")$(ip_hex "$2")
	echo "$head$(ip_checksum "${head}0000$tail")$tail"
}

# udp_header SPORT DPORT PAYLOAD-BYTES
udp_header() {
	printf '%04x%04x%04x0000' "$1" "$2" $((8 + $3))
}

# The least that Ethernet carries, 60 bytes, and a tag if there is a VID.
frame_udp() {
	local dst=$1 src=$2 vid=${3:-} tag=""

	[ -z "$vid" ] || tag=8100$(printf %04x "$vid")
	echo "$(eth_header "$dst" "$src" "${tag}0800")$(
		ip_header $SRC_IP $DST_IP 17 26)$(udp_header 9 9 18)$(zeros 18)"
}

# IPv6, and as little.
frame_udp6() {
	echo "$(eth_header $DST $SRC 86dd)$(printf '60000000%04x11%02x' 8 $TTL)$SRC_IP6$DST_IP6$(
		udp_header 9 9 0)"
}

# The headers of TCP with as many bytes of payload.
frame_tcp() {
	echo "$(eth_header $DST $SRC 0800)$(
		ip_header $SRC_IP $DST_IP 6 $((20 + $1)))$(
		printf '%04x%04x%08x%08x5010ffff00000000' 9 9 1 1)"
}

# frame_vxlan INNER-FRAME [MORE-BYTES]: from the other host.
frame_vxlan() {
	local inner=$1 bytes=$((${#1} / 2 + ${2:-0}))

	echo "$(eth_header "$(cat /sys/class/net/u0/address)" $REMOTE_MAC 0800)$(
		ip_header $REMOTE $LOCAL 17 $((16 + bytes)))$(
		udp_header 40000 4789 $((8 + bytes)))$(
		printf '08000000%06x00' $VNI)$inner"
}
