# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Devices, injection, and what came of it.

VID=10
VNI=5001
LOCAL=192.0.2.1
REMOTE=192.0.2.2
REMOTE_MAC=02:00:00:00:00:03
DEVICES="d0 d1 d2 u0"
FLOODED=0		# o1 to oN exist
INJECT=/sys/module/vsw_inject/parameters

# --- devices ----------------------------------------------------------------

# dummies NAME...
dummies() {
	printf '%s\n' "$@" |
		sed 's/.*/link add & type dummy\nlink set & up/' | ip -batch -
}

devices_add() {
	# shellcheck disable=SC2086 # words
	dummies $DEVICES && ip addr add $LOCAL/24 dev u0 &&
	ip link set u0 mtu 1600 &&
	ip neigh add $REMOTE lladdr $REMOTE_MAC dev u0 nud permanent
}

# Many ports are made once: each takes longer than what is measured with it.
ports_many() {
	local ports

	[ "$FLOODED" -lt "$1" ] || return 0
	mapfile -t ports < <(ports_list "$1" $((FLOODED + 1)))
	FLOODED=$1
	dummies "${ports[@]}"
}

# ports_list N [FIRST]: the names o1, or oFIRST, to oN.
ports_list() {
	seq -f 'o%.0f' "${2:-1}" "$1"
}

# --- injection --------------------------------------------------------------

# param NAME VALUE: the kernel keeps a newline as part of a string.
param() {
	printf %s "$2" > "$INJECT/$1"
}

# inject DEV FRAME COUNT [NAME=VALUE...]: sets CYCLES, of all of them, and IDLE,
# in microseconds. What is not given is the default.
inject() {
	local arg

	for arg in dev="$1" frame="$2" count="$3" watch=- eth=0 src_macs=0 \
		dst_macs=0 dst_first=0 dst_random=0 gso_bytes=0 gso_size=0 \
		counting=- flows=0 flow_random=0 flow_first=0 flow_back=0 \
		"${@:4}"; do
		param "${arg%%=*}" "${arg#*=}" || return
	done
	param run 1 && read -r CYCLES IDLE < "$INJECT/run"
}

# learn N DEV: addresses from the first numbered one on are behind DEV, and the
# sender's behind d0. One at a time, since some leave learning to a daemon.
learn() {
	inject d0 "$(frame_udp $BROADCAST $SRC)" 1 watch="$2" &&
	inject "$2" "$(frame_udp $SRC $NUMBERED)" "$1" src_macs="$1" watch=d0
}

# The same with d1, until none of them is flooded to d2: a table may refuse
# addresses while it grows.
learn_all() {
	local flooded=/sys/class/net/d2/statistics/tx_packets tries=50 before

	until learn "$1" d1 && before=$(cat $flooded) &&
	      inject d0 "$(frame_udp $NUMBERED $SRC)" "$1" dst_macs="$1" &&
	      [ "$(cat $flooded)" = "$before" ]; do
		((tries--)) || return
		# What makes it grow gets the CPU; virtual time is free.
		sleep .1
	done
}

# --- counters ---------------------------------------------------------------

counters_files() {
	# shellcheck disable=SC2086,SC2046 # words
	printf '/sys/class/net/%s/statistics/tx_packets\n' $DEVICES \
		$(ports_list "$FLOODED")
}

# counters NAME: fills the associative array NAME, by device.
counters() {
	local -n into=$1
	local file files values i

	mapfile -t files < <(counters_files)
	mapfile -t values < <(cat "${files[@]}")
	for i in "${!files[@]}"; do
		file=${files[i]#/sys/class/net/}
		into[${file%%/*}]=${values[i]}
	done
}

# delivered_check SENT OUT...: sets DELIVERED and STRAY since the counters in
# BEFORE, and WHY if a port did not get each packet or another got any.
delivered_check() {
	local sent=$1 dev n
	local -A after=() expected=()
	shift

	for dev; do
		expected[$dev]=1
	done
	counters after
	DELIVERED=0 STRAY=0 WHY=""
	for dev in "${!after[@]}"; do
		n=$((${after[$dev]} - ${BEFORE[$dev]}))
		if [ -z "${expected[$dev]:-}" ]; then
			((STRAY += n))
			[ "$n" = 0 ] || WHY+="$n packets out of $dev; "
		else
			((DELIVERED += n))
			[ "$n" = "$sent" ] ||
				WHY+="$n packets out of $dev instead of $sent; "
		fi
	done
	[ -z "$WHY" ]
}
