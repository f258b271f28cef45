# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the first packet to a destination costs until it leaves, which for Open
# vSwitch is a trip to its daemon and back; and what the next one costs.
#
#	first-packet	to an address that the switch has learned
#	first-again	the same again
#	first-unknown	to an address that it has not: to all ports

FIRST="first-packet first-again first-unknown"
FIRST_SYSTEMS="sink bridge ovs-normal vsw"
DESTINATIONS=31

# first_destination OUT...: a packet to each, by itself, and how many
# instructions until it left. Idle time is no instruction.
first_inject() {
	local i

	for ((i = 0; i < DESTINATIONS; i++)); do
		inject d0 "$FRAME" 1 dst_macs=1 dst_first="$i" watch="$1" || return
		VALUES+=($((CYCLES - 1000 * IDLE)))
	done
}

first_setup() {
	N=$DESTINATIONS
	case $1 in
	sink) IN=d0 && sink ;;
	ovs-normal) ovs_bridge d0 d1 d2 && learn "$N" d1 ;;
	*) "$1.macs" ;;
	esac
}

# Addresses beyond those that were learned are unknown.
first_run() {
	local scenario=$1 system=$2 watch=d1 out=d1
	local -A BEFORE=()

	WHY="set-up failed"
	FRAME=$(frame_udp $NUMBERED $SRC)
	first_setup "$system" || return
	[ "$scenario" != first-unknown ] || out="d1 d2"
	[ "$scenario" != first-unknown ] || FRAME=$(frame_udp $UNKNOWN $SRC)
	[ "$system" != sink ] || watch=- out=""
	WHY="nothing came out"
	if [ "$scenario" = first-again ]; then
		first_inject $watch || return
		VALUES=()
	fi
	counters BEFORE
	first_inject $watch || return
	delivered_check $DESTINATIONS $out
}

first_case() {
	local scenario=$1 system=$2

	VALUES=()
	if first_run "$scenario" "$system" > $LOG 2>&1; then
		result "$scenario" "$system" insn/packet 1 $DESTINATIONS \
			"$DELIVERED" "$STRAY" "${VALUES[@]}"
	else
		failed "$scenario" "$system" "$WHY"
	fi
	systems_teardown > /dev/null 2>&1
}
