#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: check.sh   (make check [K="6.12 ..."] [T=PATTERN])
# Everything: static checks, builds for each kernel, the harness against itself,
# and boots of each kernel with the functional tests. As many things at once as
# there are processors, the longest first.
. "$(dirname "$0")/common.sh"
. "$QEMU_DIR/kernel.sh"

K=${K:-$KERNELS}
T=${T:-}
JOBS=$(nproc)
# A boot of the debug kernel is worth several of the others.
DEBUG_BOOTS=3
BOOT_LIMIT=3600

wanted() {
	[[ $1 == *"$T"* ]]
}

kernel_wanted() {
	[[ " $K " == *" $1 "* ]]
}

# With T, only the test files that it names run.
tests_selected() {
	local file

	for file in "$VSW_TOP"/tests/*.test; do
		[ ! -x "$file" ] || ! wanted "$(basename "$file" .test)" ||
			echo "$file"
	done
}

# build KERNEL [-u]
build() {
	local k=$1 name="$1 build${2:+ with unit tests}: W=1 and sparse silent"
	local err=$VSW_BUILD/$1${2:-}.err

	if "$QEMU_DIR/build-module.sh" "${@:2}" -w "$k" > /dev/null 2> "$err"; then
		echo "ok - $name"
	else
		sed 's/^/#   /' "$err"
		echo "not ok - $name"
	fi
}

# boot KERNEL PART PARTS: every PARTSth test file, from the PARTth on. The first
# part has the unit tests, where there are any.
boot() {
	local k=$1 part=$2 parts=$3 i tests=() all unit=()

	mapfile -t all < <(tests_selected)
	for ((i = part; i < ${#all[@]}; i += parts)); do
		tests+=("${all[i]}")
	done
	if [ "$k" = debug ] && [ "$part" = 0 ] && wanted kunit; then
		unit=(-u)
		[ "${#tests[@]}" != 0 ] || tests=("$QEMU_DIR/selftest/pass.test")
	fi
	[ "${#tests[@]}" != 0 ] || return 0
	"$QEMU_DIR/run.sh" -r -b "${unit[@]}" -l $BOOT_LIMIT -k "$k" "${tests[@]}" ||
		echo "not ok - $k run: status $?"
}

# The two-host scenario, as people see it.
demo() {
	if "$VSW_TOP/tests/demo.sh" > "$VSW_BUILD/demo.log" 2>&1; then
		echo "ok - demo: two hosts and the world outside"
	else
		grep -A 4 FAILED "$VSW_BUILD/demo.log" | sed 's/^/#   /'
		tail -n 5 "$VSW_BUILD/demo.log" | sed 's/^/#   /'
		echo "not ok - demo: two hosts and the world outside"
	fi
}

# A job that dies must not look like one that had nothing to say.
job() {
	# shellcheck disable=SC2086 # a function and its arguments
	$1 || echo "not ok - $1: stopped with status $?"
}

# at_once JOB...: each a function and its arguments.
at_once() {
	local job ended
	local -A pids=()

	for job; do
		if [ "${#pids[@]}" = "$JOBS" ]; then
			wait -n -p ended "${!pids[@]}" || true
			unset "pids[$ended]"
		fi
		job "$job" &
		pids[$!]=1
	done
	wait
}

builds() {
	local k

	for k in $K; do
		echo "build $k"
		[ "$k" != debug ] || ! wanted kunit || echo "build debug -u"
	done
}

boots() {
	local i

	if kernel_wanted debug; then
		for ((i = 0; i < DEBUG_BOOTS; i++)); do
			echo "boot debug $i $DEBUG_BOOTS"
		done
	fi
	! kernel_wanted 6.12 || echo "boot 6.12 0 1"
	! kernel_wanted 6.1 || echo "boot 6.1 0 1"
	! wanted selftest || echo "$QEMU_DIR/selftest.sh"
	! kernel_wanted 6.12 || ! wanted demo || echo demo
	! kernel_wanted 6.12 || ! wanted bench || echo "$VSW_TOP/bench/smoke.sh"
}

all() {
	local list

	# Not from a process substitution, which wait -n would take for a job.
	mapfile -t list <<< "$(builds)"
	at_once "$QEMU_DIR/static.sh $T" "${list[@]}"
	mapfile -t list <<< "$(boots)"
	at_once "${list[@]}"
}

for k in $K; do
	[[ " $KERNELS " == *" $k "* ]] || die "no such kernel: $k (have: $KERNELS)"
done
mkdir -p "$VSW_BUILD"
"$QEMU_DIR/deps.sh"
# checkpatch and kunit.py come from the kernel source, whatever K is.
"$QEMU_DIR/debug-kernel.sh" -s
! kernel_wanted debug || "$QEMU_DIR/debug-kernel.sh" > /dev/null
all | "$QEMU_DIR/collect.sh" || exit
