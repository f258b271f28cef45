# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Guests that measure: what goes into them, and how their clock runs.
. "$(dirname "${BASH_SOURCE[0]}")/../tests/qemu/common.sh"
# shellcheck source=tests/qemu/kernel.sh
. "$QEMU_DIR/kernel.sh"

BENCH=$VSW_TOP/bench

# Away from the tree, as the module is.
probes_build() {
	local k=$1 out=$VSW_BUILD/bench.$1

	mkdir -p "$out"
	cp -u "$BENCH"/probe/* "$out/"
	make -C "$(kernel_kdir "$k")" M="$out" modules > "$out/build.log" 2>&1 ||
		die "the bench's modules do not build, see $out/build.log"
}

# guest_measure KERNEL "KERNEL-WORDS" "SETTINGS" [PATTERN]: the guest's lines.
# One CPU whose clock is its instruction counter. Where there is but one, the
# kernel takes away lock prefixes, which are to be counted: noreplace-smp.
guest_measure() {
	VSW_QEMU_ACCEL="-accel tcg -icount shift=0,sleep=off -cpu max" \
	VSW_QEMU_SMP=1 VSW_QEMU_APPEND="noreplace-smp $2" \
		"$QEMU_DIR/run.sh" -k "$1" -l 3600 -a "$BENCH/guest" \
		-a "$VSW_BUILD/bench.$1/vsw_probe.ko" \
		-a "$VSW_BUILD/bench.$1/vsw_inject.ko" \
		-c "$3 bash guest/main.sh '${4:-}'"
}

# --- a guest that is looked into, and ended, from outside -------------------
# Its emulator has a monitor in $tmp, and $tmp/guest is what it prints.

# monitor COMMAND...
monitor() {
	# shellcheck disable=SC2154 # the caller's
	printf '%s\n' "$@" | socat -t2 - "unix-connect:$tmp/monitor" > /dev/null
}

# guest_ready PID: it has said so, or is gone.
guest_ready() {
	until grep -aqE '^(profile|lines): ready' "$tmp/guest"; do
		kill -0 "$1" 2>/dev/null || return
		sleep .2
	done
}
