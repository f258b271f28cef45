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
# When these kernels begin no further test file, in seconds from the start of all this,
# and leave the others for another time: debug, which is the last, as all of them take an
# hour and more; 6.1 on a machine that is twice as slow as others. Some time they have.
# Where nothing was to be built first, all is over in half an hour.
declare -A STOP_AT=([debug]=3600 [6.1]=3900)
declare -A STOP_AT_CACHED=([debug]=1500 [6.1]=1500)
CACHED=300
LEAST=240
DEBUG_BOOTS=$JOBS
BOOT_LIMIT=3600
declare -A PIDS=()

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

# seconds_each FILE...: how long each takes on the debug kernel, before its name.
# One that nobody has measured counts as an average one.
seconds_each() {
	local file name took
	local -A seconds=()

	while read -r name took; do
		seconds[$name]=$took
	done < <(grep -v '^#' "$QEMU_DIR/durations")
	for file; do
		name=$(basename "$file" .test)
		echo "${seconds[$name]:-60} $file"
	done
}

# in_turn FILE...: those about what happens at the same time, which say so, and then the
# others, with another one at their head from commit to commit.
in_turn() {
	local first rest n

	mapfile -t first < <(grep -l '^# CPUS: 2$' "$@")
	mapfile -t rest < <(grep -L '^# CPUS: 2$' "$@")
	n=$(git -C "$VSW_TOP" rev-list --count HEAD 2> /dev/null) || n=0
	[ "${#rest[@]}" = 0 ] || n=$((n * 17 % ${#rest[@]}))
	printf '%s\n' "${first[@]}" "${rest[@]:n}" "${rest[@]:0:n}" | grep .
}

# part PART PARTS FILE...: each in turn goes to the part that has least to do so far;
# print the files of one part.
part() {
	local part=$1 parts=$2 i least seconds file load=()
	shift 2

	for ((i = 0; i < parts; i++)); do
		load[i]=0
	done
	# The unit tests are in the first.
	[ "$parts" = 1 ] || load[0]=$(seconds_each kunit | cut -d' ' -f1)
	while read -r seconds file; do
		least=0
		for ((i = 1; i < parts; i++)); do
			[ "${load[i]}" -ge "${load[least]}" ] || least=$i
		done
		load[least]=$((load[least] + seconds))
		[ "$least" != "$part" ] || echo "$file"
	done < <(seconds_each "$@")
}

# time_left KERNEL: seconds from now on; nothing if it has all the time that it needs.
time_left() {
	local left

	[ "$K" = "$KERNELS" ] && [ -z "$T" ] && [ -n "${STOP_AT[$1]:-}" ] || return 0
	left=$((STOP_AT[$1] - SECONDS))
	echo $((left > LEAST ? left : LEAST))
}

# boot KERNEL PART PARTS: one part of the test files. The first part has the unit
# tests, where there are any.
boot() {
	local k=$1 part=$2 parts=$3 tests=() all options=() seconds

	mapfile -t all < <(tests_selected)
	seconds=$(time_left "$k")
	if [ -n "$seconds" ]; then
		mapfile -t all < <(in_turn "${all[@]}")
		options+=(-t "$seconds")
	fi
	[ "${#all[@]}" = 0 ] ||
		mapfile -t tests < <(part "$part" "$parts" "${all[@]}")
	if [ "$k" = debug ] && [ "$part" = 0 ] && wanted kunit; then
		options+=(-u)
		[ "${#tests[@]}" != 0 ] || tests=("$QEMU_DIR/selftest/pass.test")
	fi
	[ "${#tests[@]}" != 0 ] || return 0
	"$QEMU_DIR/run.sh" -r -b "${options[@]}" -l $BOOT_LIMIT -k "$k" "${tests[@]}" ||
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

# start JOB...: each a function and its arguments, as soon as fewer than JOBS are
# running.
start() {
	local job ended

	for job; do
		if [ "${#PIDS[@]}" = "$JOBS" ]; then
			wait -n -p ended "${!PIDS[@]}" || true
			unset "PIDS[$ended]"
		fi
		job "$job" &
		PIDS[$!]=1
	done
}

# finish PID...: until these have ended
finish() {
	local pid

	for pid; do
		wait "$pid" || true
		unset "PIDS[$pid]"
	done
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

	! kernel_wanted 6.12 || echo "boot 6.12 0 1"
	! kernel_wanted 6.1 || echo "boot 6.1 0 1"
	! wanted selftest || echo "$QEMU_DIR/selftest.sh"
	! kernel_wanted 6.12 || ! wanted demo || echo demo
	! kernel_wanted 6.12 || ! wanted bench || echo "$VSW_TOP/bench/smoke.sh"
	kernel_wanted debug || return 0
	for ((i = 0; i < DEBUG_BOOTS; i++)); do
		echo "boot debug $i $DEBUG_BOOTS"
	done
}

all() {
	local list pid static

	# Boots need what the builds make, and nothing of the static checks.
	start "$QEMU_DIR/static.sh $T"
	static=$!
	# Not from a process substitution, which wait -n would take for a job.
	mapfile -t list <<< "$(builds)"
	start "${list[@]}"
	for pid in "${!PIDS[@]}"; do
		[ "$pid" = "$static" ] || finish "$pid"
	done
	mapfile -t list <<< "$(boots)"
	start "${list[@]}"
	finish "${!PIDS[@]}"
}

for k in $K; do
	[[ " $KERNELS " == *" $k "* ]] || die "no such kernel: $k (have: $KERNELS)"
done
mkdir -p "$VSW_BUILD"
"$QEMU_DIR/deps.sh"
# checkpatch and kunit.py come from the kernel source, whatever K is.
"$QEMU_DIR/debug-kernel.sh" -s
! kernel_wanted debug || "$QEMU_DIR/debug-kernel.sh" > /dev/null
if [ "$SECONDS" -lt "$CACHED" ]; then
	for k in "${!STOP_AT_CACHED[@]}"; do
		STOP_AT[$k]=${STOP_AT_CACHED[$k]}
	done
fi
all | "$QEMU_DIR/collect.sh" || exit
