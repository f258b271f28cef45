#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: check.sh   (make check [K="6.12 ..."] [T=PATTERN])
# Everything: static checks, the harness against itself, and for each kernel a
# build and one boot with the functional tests. Two lanes, so that no more than
# two guests run at once: the debug kernel is as slow as all the rest together.
. "$(dirname "$0")/common.sh"
. "$QEMU_DIR/kernel.sh"

K=${K:-$KERNELS}
T=${T:-}

wanted() {
	[[ $1 == *"$T"* ]]
}

# A line "# KERNELS: 6.12 6.1" in a test file names those that it is for.
for_kernel() {
	local kernels

	kernels=$(sed -n 's/^# KERNELS: //p' "$2")
	[[ -z "$kernels" || " $kernels " == *" $1 "* ]]
}

# With T, only the test files that it names run.
tests_selected() {
	local file

	for file in "$VSW_TOP"/tests/*.test; do
		[ ! -x "$file" ] || ! wanted "$(basename "$file" .test)" ||
			! for_kernel "$1" "$file" || echo "$file"
	done
}

kernel_check() {
	local k=$1 tests

	mapfile -t tests < <(tests_selected "$k")
	if "$QEMU_DIR/build-module.sh" -w "$k" > /dev/null 2> "$VSW_BUILD/$k.err"; then
		echo "ok - $k build: W=1 and sparse silent"
	else
		sed 's/^/#   /' "$VSW_BUILD/$k.err"
		echo "not ok - $k build: W=1 and sparse silent"
	fi
	if [ "${#tests[@]}" = 0 ] && [ "$k" = debug ] && wanted kunit; then
		tests=("$QEMU_DIR/selftest/pass.test")
	fi
	[ "${#tests[@]}" != 0 ] || return 0
	"$QEMU_DIR/run.sh" -r -k "$k" "${tests[@]}" ||
		echo "not ok - $k run: status $?"
}

# A part of the run that dies must not look like one that had nothing to say.
part() {
	"$@" || echo "not ok - $*: stopped with status $?"
}

lane_debug() {
	[[ " $K " != *" debug "* ]] || part kernel_check debug
}

# The two-host scenario, as people see it.
demo_check() {
	if "$VSW_TOP/tests/demo.sh" > "$VSW_BUILD/demo.log" 2>&1; then
		echo "ok - demo: two hosts and the world outside"
	else
		grep -A 4 FAILED "$VSW_BUILD/demo.log" | sed 's/^/#   /'
		tail -n 5 "$VSW_BUILD/demo.log" | sed 's/^/#   /'
		echo "not ok - demo: two hosts and the world outside"
	fi
}

lane_stock() {
	local k

	part "$QEMU_DIR/static.sh" "$T"
	! wanted selftest || part "$QEMU_DIR/selftest.sh"
	for k in $K; do
		[ "$k" = debug ] || part kernel_check "$k"
	done
	[[ " $K " != *" 6.12 "* ]] || ! wanted demo || part demo_check
	[[ " $K " != *" 6.12 "* ]] || ! wanted bench || part "$VSW_TOP/bench/smoke.sh"
}

for k in $K; do
	[[ " $KERNELS " == *" $k "* ]] || die "no such kernel: $k (have: $KERNELS)"
done
mkdir -p "$VSW_BUILD"
"$QEMU_DIR/deps.sh"
# checkpatch and kunit.py come from the kernel source, whatever K is.
"$QEMU_DIR/debug-kernel.sh" -s
{
	lane_debug &
	lane_stock
	wait
} | "$QEMU_DIR/collect.sh" || exit
