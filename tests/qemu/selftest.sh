#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: selftest.sh [KERNEL]
# The harness against itself: every way in which a run can go wrong has to end
# as a failure. One result line for each.
. "$(dirname "$0")/common.sh"

kernel=${1:-6.12}
out=$(mktemp)
trap 'rm -f "$out"' EXIT

run() {
	local limit=$1 test files=()
	shift

	for test; do
		files+=("$QEMU_DIR/selftest/$test.test")
	done
	"$QEMU_DIR/run.sh" -n -r -k "$kernel" -l "$limit" "${files[@]}" > "$out" 2>&1 ||
		true
}

# expect NAME LINE: the run printed exactly this result.
expect() {
	if grep -qF -- "$2" "$out"; then
		echo "ok - selftest: $1"
	else
		sed 's/^/#   /' "$out"
		echo "not ok - selftest: $1"
	fi
}

in_one_boot() {
	run 120 pass kernel-warning splat short-plan no-plan bare-skip leftover \
		too-long bad-status
	expect "a passing case passes" \
		"ok - $kernel pass: the guest runs tests"
	expect "a kernel warning fails" \
		"not ok - $kernel kernel-warning: kernel log clean"
	expect "a splat that only the console shows fails" \
		"not ok - $kernel guest: console log has no splat"
	expect "a case that was planned and did not report fails" \
		"not ok - $kernel short-plan: case 3 of 3 did not report"
	expect "a file without a plan fails" \
		"not ok - $kernel no-plan: printed no plan"
	expect "something left behind fails" \
		"not ok - $kernel leftover: nothing left behind"
	expect "what one file left behind does not fail the next" \
		"ok - $kernel too-long: nothing left behind"
	expect "a file over its time limit fails" \
		"not ok - $kernel too-long: time limit of 2 s"
	expect "a bad exit status fails" \
		"not ok - $kernel bad-status: exit status 3"
	skip_needs_reason
}

skip_needs_reason() {
	"$QEMU_DIR/collect.sh" < "$out" > "$out.ktap" || true
	mv "$out.ktap" "$out"
	if grep -q "^not ok .* bare-skip: something.* without a reason" "$out"; then
		echo "ok - selftest: a skip without a reason fails"
	else
		echo "not ok - selftest: a skip without a reason fails"
	fi
	if tail -n 1 "$out" | grep -qE '^[0-9]+ passed, [1-9][0-9]* failed$'; then
		echo "ok - selftest: the last line has the totals"
	else
		echo "not ok - selftest: the last line has the totals"
	fi
}

one_boot_each() {
	run 60 panic
	expect "a panic fails" "not ok - $kernel panic: did not finish"
	expect "a panic is seen in the console log" \
		"not ok - $kernel guest: console log has no splat"
	run 60 reboot pass
	expect "a test that the guest did not live to run fails" \
		"not ok - $kernel pass: did not finish"
	expect "a guest that stops early fails" \
		"not ok - $kernel guest: stopped without success token"
	run 15 hang
	expect "a guest that hangs fails" \
		"not ok - $kernel guest: stopped without success token"
}

nothing_ran() {
	if "$QEMU_DIR/collect.sh" < /dev/null > "$out"; then
		echo "not ok - selftest: a run of nothing fails"
	else
		echo "ok - selftest: a run of nothing fails"
	fi
}

nothing_ran
in_one_boot
one_boot_each
