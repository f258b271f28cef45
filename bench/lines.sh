#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: lines.sh [-p PACKETS] SCENARIO SYSTEM
# Which cache lines two CPUs share while both forward packets, and who writes to
# them. SCENARIO and SYSTEM are of smp.sh; see README.
#  -p  about so many packets on each CPU: 200
. "$(dirname "$0")/guests.sh"

kernel=6.12 packets=200
while getopts p: opt; do
	case $opt in
	p) packets=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# = 2 ] || die "usage: lines.sh [-p PACKETS] SCENARIO SYSTEM"

# It does not end by itself, which is an error otherwise. The CPUs take turns, so that
# there is one log: until a sender has sent its burst or a tick is due, which may be
# long in coming or favour one of them. Time goes by with instructions, or the guest
# would do nothing but tick while it is logged: 16 ns for each make a tick every
# 250,000. Where things are tells what they are, and it fits into 48 bits: nokaslr,
# no5lvl.
guest_start() {
	VSW_QEMU_ACCEL="-accel tcg,thread=single -icount shift=4,sleep=off -cpu max" \
	VSW_QEMU_SMP=2 \
	VSW_QEMU_APPEND="mitigations=off nokaslr no5lvl" \
	VSW_QEMU_EXTRA="-monitor unix:$tmp/monitor,server,nowait" \
		"$QEMU_DIR/run.sh" -k "$kernel" -l 1200 -a "$BENCH/guest" \
		-a "$VSW_BUILD/bench.$kernel/vsw_load.ko" \
		-c "bash guest/smp.sh -l '$1' '$2'" > "$tmp/guest" 2>&1 || true
}

symbols() {
	sed -n 's/\r$//; s/^symbol //p' "$tmp/guest" | LC_ALL=C sort -s -k 1,1
}

# A kilobyte for each instruction, of which little is of use.
log() {
	LC_ALL=C grep -aE '^(Trace|RAX|RSI|R8|R12|GS|0x)' "$tmp/log" || true
}

# The guest sends for ever: it ends when enough has been seen.
trace() {
	local digest

	guest_ready "$1" || return
	symbols > "$tmp/symbols"
	log | awk -v packets="$packets" -f "$BENCH/lines.awk" "$tmp/symbols" - \
		> "$tmp/table" &
	digest=$!
	# Not what has been translated before somebody looks.
	monitor "logfile $tmp/log" "log in_asm" "singlestep on" \
		"log exec,cpu,in_asm,nochain"
	wait "$digest" || true
	monitor quit
}

main() {
	local guest

	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	"$QEMU_DIR/build-module.sh" "$kernel" > /dev/null
	probes_build "$kernel"
	mkfifo "$tmp/log"
	touch "$tmp/guest" "$tmp/table"
	guest_start "$@" &
	guest=$!
	trace "$guest" || true
	wait "$guest"
	[ -s "$tmp/table" ] ||
		die "no packets seen: $(grep -av ^symbol "$tmp/guest" | tail -n 5)"
	cat "$tmp/table"
}

main "$@"
