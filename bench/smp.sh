#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: smp.sh [-k KERNEL] [PATTERN]
# What a second CPU is worth: four senders on one of them, and two on each. In a
# guest whose clock is the real one, so that the figures are worth something only
# on a machine with nothing else to do. One line of JSON for each case.
. "$(dirname "$0")/guests.sh"

kernel=6.12
while getopts k: opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
pattern=${1:-}

grep -qF -- "$pattern" <<< $'smp-pairs\nsmp-shared\nsmp-new' || exit 0
probes_build "$kernel"
VSW_QEMU_SMP=2 VSW_QEMU_APPEND="mitigations=off" \
	"$QEMU_DIR/run.sh" -k "$kernel" -l 600 -a "$BENCH/guest" \
	-a "$VSW_BUILD/bench.$kernel/vsw_load.ko" \
	-c "MSEC=${MSEC:-250} RUNS=${RUNS:-3} bash guest/smp.sh '$pattern'"
