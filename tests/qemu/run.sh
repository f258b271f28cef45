#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: run.sh [-k KERNEL] [-n|-b] [-u] [-r] [-t SECONDS] [-l SECONDS] [-a FILE]... TEST...
#        run.sh [-k KERNEL] [-n] [-l SECONDS] [-a FILE]... -c COMMAND
# Run test files, or one command, in a guest.
#  -k  kernel: 6.12 (default), 6.1 or debug
#  -n  do not build or insert the module
#  -b  the module is built already
#  -u  the unit tests first (debug)
#  -r  raw result lines, for check.sh to number
#  -t  begin no further test file after so many seconds
#  -l  limit of the whole run
#  -a  copy a file or directory into /lab of the guest
#  -c  run COMMAND (bash) in /lab instead of tests; its status is ours
. "$(dirname "$0")/common.sh"
. "$QEMU_DIR/kernel.sh"
. "$QEMU_DIR/qemu.sh"

kernel=6.12 with_module=1 built=0 unit=0 raw=0 limit=1500 command="" files=() until=""
while getopts k:nburt:l:c:a: opt; do
	case $opt in
	k) kernel=$OPTARG ;;
	n) with_module=0 ;;
	b) built=1 ;;
	u) unit=1 ;;
	r) raw=1 ;;
	t) until=$OPTARG ;;
	l) limit=$OPTARG ;;
	c) command=$OPTARG ;;
	a) files+=(-a "$OPTARG") ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ -n "$command" ] || [ $# -gt 0 ] || die "no test named"

# Splats seen from outside: the guest may be in no state to report its own.
SPLATS='\b(WARNING|BUG): |\bOops\b|general protection fault|Kernel panic'
SPLATS+='|KASAN: |UBSAN: |KFENCE: |Call Trace|refcount_t: |ODEBUG: '
SPLATS+='|possible (circular|recursive|irq lock)|inconsistent lock state'
SPLATS+='|suspicious RCU usage|held when returning|unreferenced object'
SPLATS+='|blocked for more than|rcu.*(detected|self-detected) .*stall'
SPLATS+='|soft lockup|unregister_netdevice: waiting|workqueue lockup'
SPLATS+='|list_(add|del) corruption|scheduling while atomic'

result() {
	printf '%s - %s %s\n' "$1" "$kernel" "$2"
}

# The guest's result lines on stdin; whoever does not finish, fails.
relay() {
	local nonce=$1 line done=0 test
	local -A ended=()
	shift

	while IFS= read -r line; do
		case ${line%$'\r'} in
		"ok - "*) result ok "${line#ok - }" ;;
		"not ok - "*) result "not ok" "${line#not ok - }" ;;
		"VSW-DONE $nonce") done=1 ;;
		"# end "*)
			line=${line#\# end }
			ended[${line%% *}]=1
			echo "# $kernel: end $line"
			;;
		*) echo "# $kernel: ${line#\# }" ;;
		esac
	done
	for test; do
		test=$(basename "$test" .test)
		[ -n "${ended[$test]:-}" ] || result "not ok" "$test: did not finish"
	done
	[ "$done" = 1 ] || result "not ok" "guest: stopped without success token"
}

log_scan() {
	local log=$1 bad

	bad=$(grep -aE "$SPLATS" "$log" | head -n 20) || true
	if [ -n "$bad" ]; then
		printf '%s\n' "$bad" | sed "s/^/# $kernel: /"
		result "not ok" "guest: console log has no splat ($log)"
	else
		result ok "guest: console log has no splat"
	fi
}

# A kernel that patches its code may lose an emulated CPU over that while it boots.
# Nothing that is tested has run then.
died_early() {
	! grep -aq 'Run /init as init process' "$1" &&
		grep -aq 'Oops: int3' "$1"
}

guest() {
	local dir=$1 nonce=$2 role=$3 log=$1/console.log try status=0 words=""

	# For tests, which start programs: huge pages are there to be cleared, and nobody
	# attacks the branch prediction of an emulator.
	[ "$role" != tests ] || words="transparent_hugepage=never mitigations=off"

	qemu_args "$kernel" "$dir/initrd" "$log" \
		"VSW_ROLE=$role VSW_NONCE=$nonce VSW_UNTIL=$until $words"
	for try in 1 2 3; do
		status=0
		timeout -k 5 "$limit" "${QEMU[@]}" -chardev stdio,id=out,signal=off \
			-serial chardev:out < /dev/null || status=$?
		if [ "$try" = 3 ] || ! died_early "$log"; then
			break
		fi
		mv "$log" "$log.$try"
		say "the emulator lost the kernel before init: booting again ($log.$try)"
	done
	return $status
}

# A command's output goes through untouched except for its last line.
command_relay() {
	local nonce=$1 line status=""

	while IFS= read -r line; do
		case ${line%$'\r'} in
		"VSW-DONE $nonce "*) status=${line##* } ;;
		*) printf '%s\n' "$line" ;;
		esac
	done
	[ -n "$status" ] || say "guest stopped without success token: $log"
	return "${status:-1}"
}

run_tests() {
	local dir=$1 nonce=$2
	shift 2

	{ guest "$dir" "$nonce" tests || true; } | relay "$nonce" "$@"
	log_scan "$dir/console.log"
	if [ "$unit" = 1 ]; then
		"$QEMU_DIR/kunit.sh" "$dir/console.log" |
			sed "s/^\(ok\|not ok\) - /&$kernel kunit: /"
	fi
}

module_build() {
	"$QEMU_DIR/build-module.sh" "$kernel" > /dev/null
	[ "$unit" = 0 ] || "$QEMU_DIR/build-module.sh" -u "$kernel" > /dev/null
}

main() {
	local nonce base module=()

	mkdir -p "$VSW_BUILD/run"
	# Logs are kept for a day.
	find "$VSW_BUILD/run" -mindepth 1 -maxdepth 1 -mmin +1440 \
		-exec rm -rf {} +
	dir=$(mktemp -d "$VSW_BUILD/run/$kernel.XXXXXX")
	trap 'rm -f "$dir/initrd" "$dir/overlay"' EXIT
	nonce=$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
	log=$dir/console.log
	if [ "$with_module" = 1 ]; then
		[ "$built" = 1 ] || module_build
		module=(-m "$VSW_BUILD/$kernel/vsw.ko")
		[ "$unit" = 0 ] ||
			module+=(-u "$VSW_BUILD/$kernel-kunit/vsw.ko")
	fi
	"$QEMU_DIR/build-guest.sh"
	"$QEMU_DIR/overlay.sh" -o "$dir/overlay" "${module[@]}" "${files[@]}" \
		-c "$command" "$@"
	base=$("$QEMU_DIR/initramfs.sh" "$kernel")
	cat "$base" "$dir/overlay" > "$dir/initrd"
	if [ -n "$command" ]; then
		guest "$dir" "$nonce" command | command_relay "$nonce" ||
			exit
	elif [ "$raw" = 1 ]; then
		run_tests "$dir" "$nonce" "$@"
	else
		run_tests "$dir" "$nonce" "$@" | "$QEMU_DIR/collect.sh" || exit
	fi
}

main "$@"
