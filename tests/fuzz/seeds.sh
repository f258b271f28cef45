#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: seeds.sh DIRECTORY
# Frames for the fuzzer to begin with: one of each kind that the parser knows.
# shellcheck source-path=SCRIPTDIR/..
. "$(dirname "$0")/../packets.sh"

M1=020000000001 M2=020000000002
IP=0a000005 PEER=0a000009
IP6=fd000000000000000000000000000005
LINK6=fe80000000000000000000fffe000001
NONE6=00000000000000000000000000000000
ALL6=ff020000000000000000000000000001
TCP=03e807d00000000000000000500010000000000000
SCTP=03e807d00000000000000000
HOP=00010400000000
n=0 p="" u=""

# seed ETHERTYPE PACKET: with little of it readable and a common guard
seed() {
	local hex=${SUPER:-20}03$M2$M1$1$2 at

	for ((at = 0; at < ${#hex}; at += 2)); do
		printf '%b' "\\x${hex:at:2}"
	done > "$dir/$((n += 1))"
}

v4() {
	ip4 p "$@"
	seed 0800 "$p"
}

v6() {
	ip6 p "$@"
	seed 86dd "$p"
}

# ndp SOURCE TYPE [TARGET] [OPTIONS]
ndp() {
	nd p "${@:2}"
	v6 "$1" $ALL6 58 "$p"
}

dir=$1
mkdir -p "$dir"
udp u 1000 2000
v4 $IP $PEER 17 "$u"
v4 $IP $PEER 17 "$u" 2000
v4 $IP $PEER 17 "$u" 0002
v4 $IP $PEER 6 $TCP
v4 $IP $PEER 132 $SCTP
v4 $IP $PEER 1 0800000000010001
ip4 p $IP $PEER 17 "$u"
seed 0800 "46000024${p:8:32}94040000${p:40}"
udp u 68 67
v4 00000000 ffffffff 17 "$u"
udp u 67 68
v4 $IP $PEER 17 "$u"
udp u 547 546
v6 $LINK6 $ALL6 17 "$u"
v6 $IP6 $ALL6 0 "11$HOP$u"
v6 $IP6 $ALL6 0 "3c${HOP}2b${HOP}11$HOP$u"
v6 $IP6 $ALL6 43 "3c$HOP${IP6}11$HOP$u"
v6 $IP6 $ALL6 51 "1104$(printf %044d 0)$u"
v6 $IP6 $ALL6 44 "1100000100000001$u"
v6 $IP6 $ALL6 44 "1100001000000001$u"
v6 $IP6 $ALL6 44 "1100000000000001$u"
v6 $IP6 $ALL6 60 "3a${HOP}8000000000010001"
v6 $IP6 $ALL6 6 $TCP
v6 $NONE6 $ALL6 0 "3a${HOP}8f00000000000000"
ndp $NONE6 133
ndp $LINK6 133 "" 0101$M1
ndp $LINK6 134 "" "0101${M1}05010000000005dc"
ndp $NONE6 135 $IP6
ndp $IP6 135 $LINK6 0101$M1
ndp $IP6 136 $IP6 0201$M1
ndp $LINK6 137 $IP6$LINK6 0201$M2
arp p 1 $M1 $IP $PEER
seed 0806 "$p"
arp p 1 $M1 00000000 $IP
seed 0806 "$p"
arp p 3 $M1 00000000 00000000
seed 8035 "$p"
seed 88b5 0000
# Super-packets have no length (IPv6: RFC 2675).
SUPER=a0
ip4 p $IP $PEER 6 $TCP
seed 0800 "${p:0:4}0000${p:8}"
ip6 p $IP6 $ALL6 0 "06${HOP%??????????}c20400011000$TCP"
seed 86dd "${p:0:8}0000${p:12}"
ip6 p $IP6 $ALL6 6 $TCP
seed 86dd "${p:0:8}0000${p:12}"
