#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs in the guest, as its only job: inserts the module, runs the test files
# of /lab/plan one after the other and reports on the second serial line.
# Each result is one line "ok - NAME" or "not ok - NAME"; the host numbers them.

export VSW_KO=/lab/vsw.ko VSW_KERNEL=${VSW_KERNEL:-unknown}
export PATH=/lab/bin:$PATH
LAB=/lab
SLOW=1
[ "$VSW_KERNEL" != debug ] || SLOW=4
export SLOW

say() {
	printf '# %s\n' "$*"
}

# verdict STATUS NAME [FILE of diagnostics]
verdict() {
	local word=ok

	if [ "$1" != 0 ]; then
		word="not ok"
		[ -z "${3:-}" ] || head -n 60 "$3" | sed 's/^/#   /'
	fi
	printf '%s - %s\n' "$word" "$2"
}

# --- kernel log -------------------------------------------------------------

# Every record of /dev/kmsg is one read; the sequence number is its second
# field, the priority the low three bits of its first.
klog_read() {
	dd if=/dev/kmsg iflag=nonblock bs=8192 2>/dev/null | grep -a '^[0-9]'
}

klog_last() {
	klog_read | tail -n 1 | cut -d, -f2
}

klog_bad() {
	klog_read | awk -F, -v since="$1" '
		$2 > since && $1 % 8 <= 4 {
			text = $0
			sub(/^[^;]*;/, "", text)
			print text
		}' | grep -avEf "$LAB/dmesg.allow.re"
}

klog_mark() {
	echo "<6>vsw-lab: $*" > /dev/kmsg
}

# --- what a test leaves behind ----------------------------------------------

# Kernel threads have no command line; this script and the shells it forks to
# look at itself are not leftovers. No process is started per entry: there are
# a hundred, and emulated forks are slow.
leftover_processes() {
	local dir words

	for dir in /proc/[0-9]*; do
		mapfile -d '' -t words 2>/dev/null < "$dir/cmdline" || continue
		case "${words[*]}" in
		""|*/init|*/init\ *|*/lab/guest-runner.sh*|stamp) ;;
		*) echo "process ${dir#/proc/} ${words[*]}" ;;
		esac
	done
}

devices() {
	# bonding_masters is a file among them.
	(cd /sys/class/net && printf '%s\n' ./* | grep -vx ./bonding_masters)
}

devices_new() {
	devices | grep -vxFf /run/lab.devices | cut -c3-
}

leftover() {
	local file refs=0

	for file in /run/netns/*; do
		[ ! -e "$file" ] || echo "namespace ${file##*/}"
	done
	devices_new | sed 's/^/device /'
	leftover_processes
	[ ! -e /sys/module/vsw/refcnt ] || read -r refs < /sys/module/vsw/refcnt
	[ "$refs" = 0 ] || echo "module reference count $refs"
}

# Namespaces are taken down by a work queue after `ip netns del` returned, so
# the state is polled until it settles.
leftover_wait() {
	local i

	for ((i = 0; i < 50 * SLOW; i++)); do
		leftover > /run/lab.left
		[ -s /run/lab.left ] || return 0
		sleep 0.1
	done
	return 1
}

leftover_remove() {
	local ns dev pid

	while read -r _ pid _; do
		kill -9 "$pid" 2>/dev/null
	done < <(leftover_processes)
	for ns in /run/netns/*; do
		[ ! -e "$ns" ] || ip netns del "${ns##*/}"
	done
	for dev in $(devices_new); do
		ip link del "$dev" 2>/dev/null
	done
	rmmod vsw 2>/dev/null
}

# --- module -----------------------------------------------------------------

module_load() {
	[ -f "$VSW_KO" ] || return 0
	[ ! -d /sys/module/vsw ] || return 0
	insmod "$VSW_KO"
}

modules_prepare() {
	local m

	[ "$VSW_KERNEL" != debug ] || return 0
	for m in udp_tunnel ip6_udp_tunnel nf_conntrack nf_nat nf_defrag_ipv6 \
		tun veth dummy 8021q; do
		modprobe -q "$m"
	done
}

# --- one test file ----------------------------------------------------------

# KTAP of one file on stdin; cases that were planned and did not report fail.
relay() {
	local name=$1 line plan="" seen=0 re='^(ok|not ok) +[0-9]+( +- *| +)?(.*)$'

	while IFS= read -r line; do
		if [[ $line =~ $re ]]; then
			seen=$((seen + 1))
			printf '%s - %s: %s\n' "${BASH_REMATCH[1]}" "$name" \
				"${BASH_REMATCH[3]:-case $seen}"
		elif [[ $line =~ ^1\.\.([0-9]+) ]]; then
			plan=${BASH_REMATCH[1]}
		elif [[ $line != "KTAP version"* ]]; then
			printf '# %s: %s\n' "$name" "${line#\# }"
		fi
	done
	if [ -z "$plan" ]; then
		verdict 1 "$name: printed no plan"
		return
	fi
	while [ "$seen" -lt "$plan" ]; do
		seen=$((seen + 1))
		verdict 1 "$name: case $seen of $plan did not report"
	done
	[ "$seen" = "$plan" ] || verdict 1 "$name: $seen cases, $plan planned"
}

test_limit() {
	local limit

	limit=$(sed -n 's/^# TIMEOUT: *\([0-9]*\).*/\1/p' "$1" | head -n 1)
	echo $((${limit:-120} * SLOW))
}

run_file() {
	local file=$1 name limit since status start=$SECONDS

	name=$(basename "$file" .test)
	limit=$(test_limit "$file")
	module_load
	since=$(klog_last)
	say "begin $name"
	klog_mark "begin $name"
	# The status travels by a file: a pipeline would wait for background
	# children of the test that hold its output open.
	timeout -k 5 "$limit" "$file" < /dev/null > >(relay "$name") 2>&1
	status=$?
	leftover_wait
	verdict $? "$name: nothing left behind" /run/lab.left
	[ ! -s /run/lab.left ] || leftover_remove
	case $status in
	0|1) ;;
	124|137) verdict 1 "$name: time limit of $limit s" ;;
	*) verdict 1 "$name: exit status $status" ;;
	esac
	klog_bad "$since" > /run/lab.klog
	[ ! -s /run/lab.klog ]
	verdict $? "$name: kernel log clean" /run/lab.klog
	say "end $name ($((SECONDS - start)) s)"
}

# --- the whole boot ---------------------------------------------------------

# Of the taint bits, "out of tree" (4096) and "unsigned" (8192) are expected;
# the debug kernel adds "ran in-kernel tests" (1 << 18).
taint_check() {
	local allowed=$((4096 + 8192)) taint

	[ "$VSW_KERNEL" != debug ] || allowed=$((allowed + (1 << 18)))
	taint=$(cat /proc/sys/kernel/tainted)
	echo "taint $taint, allowed $allowed" > /run/lab.taint
	[ $((taint & ~allowed)) = 0 ]
	verdict $? "end: taint" /run/lab.taint
}

# kmemleak reports only objects older than 5 seconds, and an object whose last
# pointer sat in a register needs a second scan: hence the one sleep here.
kmemleak_check() {
	local knob=/sys/kernel/debug/kmemleak

	[ -w "$knob" ] || return 0
	sleep 6
	echo scan > "$knob"
	echo scan > "$knob"
	cat "$knob" > /run/lab.leaks
	[ ! -s /run/lab.leaks ]
	verdict $? "end: kmemleak" /run/lab.leaks
}

lockdep_check() {
	[ -r /proc/lockdep_stats ] || return 0
	grep -q 'debug_locks: *1$' /proc/lockdep_stats
	verdict $? "end: lockdep still on"
}

module_check() {
	local i

	[ -f "$VSW_KO" ] || return 0
	for ((i = 0; i < 50; i++)); do
		[ -d /sys/module/vsw ] || break
		rmmod vsw 2> /run/lab.rmmod && break
		sleep 0.1
	done
	[ ! -d /sys/module/vsw ]
	verdict $? "end: rmmod" /run/lab.rmmod
}

# They run, and report in the kernel log, when this variant is inserted.
unit_tests() {
	[ -f "$LAB/vsw-kunit.ko" ] || return 0
	say "begin unit tests"
	klog_mark "insmod begin"
	insmod "$LAB/vsw-kunit.ko" && rmmod vsw
	verdict $? "start: unit tests' module comes and goes"
	klog_mark "insmod end"
	say "end unit tests ($SECONDS s)"
}

start() {
	local status=0

	devices > /run/lab.devices
	stamp &
	# A namespace with a thousand ports takes longer to go than a task may be
	# blocked, in a debug kernel on a busy machine.
	[ ! -e /proc/sys/kernel/hung_task_timeout_secs ] ||
		echo $((60 * SLOW)) > /proc/sys/kernel/hung_task_timeout_secs
	grep -vE '^(#|$)' "$LAB/dmesg.allow" > "$LAB/dmesg.allow.re"
	[ -s "$LAB/dmesg.allow.re" ] || echo '^$' > "$LAB/dmesg.allow.re"
	modules_prepare
	# Devices that drivers make by themselves appear here, not in a test.
	devices >> /run/lab.devices
	BOOT_SEQ=$(klog_last)
	[ -f "$VSW_KO" ] || return 0
	unit_tests
	module_load 2> /run/lab.insmod || status=1
	[ "$status" = 0 ] || klog_bad "$BOOT_SEQ" >> /run/lab.insmod
	verdict "$status" "start: insmod" /run/lab.insmod
}

finish() {
	local since

	since=$(klog_last)
	module_check
	taint_check
	kmemleak_check
	lockdep_check
	klog_bad "$since" > /run/lab.klog
	[ ! -s /run/lab.klog ]
	verdict $? "end: kernel log clean" /run/lab.klog
}

run_tests() {
	local file

	start
	while read -r file; do
		if [ "$SECONDS" -lt "${VSW_UNTIL:-$((SECONDS + 1))}" ]; then
			run_file "$LAB/tests/$file"
		else
			say "end ${file%.test} (left for another time)"
		fi
	done < "$LAB/plan"
	finish
	echo "VSW-DONE $VSW_NONCE"
}

# A command of the user: raw output, then its status with the nonce.
run_command() {
	cd "$LAB" || return
	modules_prepare
	module_load
	bash "$LAB/command" 2>&1
	echo "VSW-DONE $VSW_NONCE $?"
}

# A size keeps tools that ask from wrapping at 0 columns.
stty -F /dev/ttyS1 raw -echo rows 50 cols 200
exec > /dev/ttyS1
mkdir -p "$LAB/bin"
case $1 in
tests) run_tests ;;
command) run_command ;;
esac
# The line is drained before the machine goes away.
stty -F /dev/ttyS1 raw
