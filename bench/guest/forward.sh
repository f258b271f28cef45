# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Scenarios in which frames go through: instructions per packet.
#
# As locked-SCENARIO, instructions that lock the bus are counted, and as
# allocs-SCENARIO what is taken from the slab allocator. Each is in a run of its
# own, since counting slows down and takes instructions itself.

FORWARD="port-port access-trunk trunk-access vxlan-encap vxlan-decap
	flood-10 flood-100 flood-1000 macs-1 macs-1k macs-100k
	gso gso-encap gso-decap"
FORWARD_QUICK="port-port access-trunk trunk-access vxlan-encap vxlan-decap
	flood-10 macs-1 macs-1k gso gso-encap gso-decap"
# Stepping through a hundred copies takes minutes and says what ten do.
COUNTED="port-port access-trunk trunk-access vxlan-encap vxlan-decap flood-10
	gso gso-encap gso-decap"
COUNTED_PACKETS=31
GSO_BYTES=64000
# As in a guest whose MTU leaves room for a tunnel, 1450.
GSO_SIZE=1398

# --- what is injected: frames.FAMILY ----------------------------------------

# IN, where frames are injected; FRAME and VARY, what they are; OUT, where they
# must leave; LENGTH, TAGGED and GSO, what one of them must be there.
frames.port-port() {
	FRAME=$(frame_udp $DST $SRC)
	LENGTH=60
}

frames.access-trunk() {
	FRAME=$(frame_udp $DST $SRC)
	LENGTH="60 64" TAGGED=1
}

frames.trunk-access() {
	FRAME=$(frame_udp $DST $SRC $VID)
	LENGTH=60
}

frames.vxlan-encap() {
	OUT=u0
	FRAME=$(frame_udp $DST $SRC)
	LENGTH=110
}

frames.vxlan-decap() {
	IN=u0
	FRAME=$(frame_vxlan "$(frame_udp $DST $SRC)")
	LENGTH=60
}

frames.flood() {
	ports_many "$N"
	OUT=$(ports_list "$N")
	FRAME=$(frame_udp $BROADCAST $SRC)
	LENGTH=60
	# About as many copies, whatever N is.
	WARM=$((WARM * 3 / N + 10)) COUNT=$((COUNT * 10 / N + 100))
}

frames.macs() {
	FRAME=$(frame_udp $NUMBERED $SRC)
	VARY=(dst_macs="$N" dst_random=1)
	LENGTH=60
}

frames.gso() {
	FRAME=$(frame_tcp $GSO_BYTES)
	VARY=("gso_bytes=$GSO_BYTES" "gso_size=$GSO_SIZE")
	LENGTH=$((54 + GSO_BYTES)) GSO=1
}

frames.gso-encap() {
	frames.gso
	OUT=u0
	((LENGTH += 50))
}

frames.gso-decap() {
	frames.gso
	IN=u0
	FRAME=$(frame_vxlan "$FRAME" $GSO_BYTES)
	VARY+=(eth=50)
}

# --- one case ---------------------------------------------------------------

# What left must be whole: as long as it should be, with a tag or without, and
# in one piece. The frame that shows it is also the first of the flow.
frame_check() {
	local out=$1 packets bytes tagged gso

	inject "$IN" "$FRAME" 1 "${VARY[@]}" watch="$out" || return
	read -r packets bytes tagged gso < $INJECT/seen
	WHY="left $out: $packets packets, $bytes bytes, $tagged tagged, $gso GSO"
	[ "$packets $tagged $gso" = "1 $TAGGED $GSO" ] &&
		[[ " $LENGTH " == *" $bytes "* ]]
}

# As JSON: which functions had how many. The module of one follows its name; what is
# in less than every other frame is a timer's.
where() {
	awk -v n=$COUNTED_PACKETS '
	{ sum[$1] += $NF }
	END {
		for (f in sum)
			if (sum[f] >= n / 2)
				list = list sprintf(",\"%s\":%.1f", f, sum[f] / n)
		print "{" substr(list, 2) "}"
	}' $INJECT/where
}

# By frame: the median is one that no timer came in between of.
count_each() {
	COUNT=1
	inject "$IN" "$FRAME" $COUNTED_PACKETS "${VARY[@]}" \
		"counting=$COUNTING" || return
	mapfile -t FIGURES < $INJECT/frames
	WHERE=$(where)
}

count_all() {
	inject "$IN" "$FRAME" "$COUNT" "${VARY[@]}" && FIGURES+=("$CYCLES")
}

# Adds to FIGURES, or says WHY not.
measure() {
	local system=$1 sent out=$OUT
	local -A BEFORE=()

	counters BEFORE
	WHY="nothing came out"
	if [ "$system" = sink ] || [ -z "$OUT" ]; then
		inject "$IN" "$FRAME" 1 "${VARY[@]}" || return
		out=""
	else
		frame_check "${OUT##*$'\n'}" || return
	fi
	WHY="the injector refuses"
	inject "$IN" "$FRAME" "$WARM" "${VARY[@]}" || return
	if [ "$COUNTING" = - ]; then
		count_all || return
		sent=$((1 + WARM + COUNT))
	else
		count_each || return
		sent=$((1 + WARM + COUNTED_PACKETS))
	fi
	# shellcheck disable=SC2086 # words
	delivered_check "$sent" $out || return
	if declare -F "check.$FAMILY" > /dev/null && [ "$system" != sink ]; then
		"check.$FAMILY" "$system" "$sent" || return
	fi
	SENT=$((SENT + sent))
	ALL_DELIVERED=$((ALL_DELIVERED + DELIVERED))
	ALL_STRAY=$((ALL_STRAY + STRAY))
}

# Status 77 of a set-up: not worth its time.
forward_run() {
	local system=$1 setup=$2 status

	IN=d0 OUT=d1 VARY=() TAGGED=0 GSO=0 WARM=$WARM_UP COUNT=$PACKETS
	WHY="the ports cannot be made"
	"frames.$FAMILY" || return
	# Ten thousand rules one by one, or 64 KB each.
	case $FAMILY-$N in
	ct-new-10000|gso-*) COUNT=$((PACKETS / 4)) ;;
	esac
	WHY="set-up failed"
	"$setup"
	status=$?
	[ "$status" = 0 ] || return "$status"
	measure "$system"
}

# Every run sets the system up anew: where a hash table puts an address is a matter of luck.
forward_case() {
	local scenario=$1 system=$2 setup=$2 status=0 i

	scenario_split "$scenario"
	[ "$system" = sink ] || setup=$system.$FAMILY
	declare -F "$setup" > /dev/null || return 0
	FIGURES=() SENT=0 ALL_DELIVERED=0 ALL_STRAY=0
	for ((i = 0; i < $(forward_runs "$system") && status == 0; i++)); do
		forward_run "$system" "$setup" > $LOG 2>&1
		status=$?
		systems_teardown >> $LOG 2>&1
	done
	case $status in
	0) forward_result "$scenario" "$system" ;;
	77) skipped "$scenario" "$system" ;;
	*) failed "$scenario" "$system" "$WHY" ;;
	esac
}

# Set-ups that take long come once; their figures are sums over many places in
# a table anyway.
forward_runs() {
	case $COUNTING-$FAMILY-$N in
	--flood-10|--macs-1000) echo "$RUNS" ;;
	# Whether a single address is found at once is a matter of luck.
	--macs-1) [ "$system" = vsw ] && echo $((2 * RUNS + 1)) || echo "$RUNS" ;;
	locked-*|allocs-*|*-flood-*|*-macs-*) echo 1 ;;
	--ct-random-*|--ct-remote-*|--ct-set-*|--ct-sets-*) echo 1 ;;
	*) echo "$RUNS" ;;
	esac
}

# FIGURES, of COUNT packets each, by packet.
per_packet() {
	printf '%s\n' "${FIGURES[@]}" |
		awk -v n="$COUNT" '{ printf "%.1f\n", $1 / n }'
}

forward_result() {
	local copies=1 unit=packet what=insn values

	[ "$FAMILY" != flood ] || copies=$N unit=copy
	[ "$COUNTING" = - ] || what=$COUNTING
	mapfile -t values < <(per_packet)
	result "$1" "$2" "$what/$unit" "$copies" "$SENT" "$ALL_DELIVERED" \
		"$ALL_STRAY" "${values[@]}"
}
