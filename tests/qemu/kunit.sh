#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: kunit.sh CONSOLE-LOG
# Read the KUnit results that the module printed when it was inserted, with the
# kernel's own parser, and print one result line per case.
. "$(dirname "$0")/common.sh"

kunit=$VSW_CACHE/linux-source-6.12/tools/testing/kunit/kunit.py
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

sed -n '/vsw-lab: insmod begin/,/vsw-lab: insmod end/{
	/vsw-lab: insmod/d
	p
	}
	/vsw-lab: insmod end/q' "$1" | tr -d '\r' > "$tmp/log"
/usr/bin/python3 "$kunit" parse --json="$tmp/json" "$tmp/log" > "$tmp/out" 2>&1 ||
	true
if [ -s "$tmp/json" ]; then
	jq -r '
	def walk(path): (.sub_groups[]? | . as $g | walk(path + [$g.name])),
		(.test_cases[]? | [.status, ((path + [.name]) | join("."))]);
	walk([]) | if .[0] == "PASS" then "ok - " + .[1]
		elif .[0] == "SKIP" then "ok - " + .[1] + " # SKIP by the test"
		else "not ok - " + .[1] end' "$tmp/json" > "$tmp/results"
else
	: > "$tmp/results"
fi
cat "$tmp/results"
if grep -q '^not ok' "$tmp/results"; then
	sed 's/^/# kunit: /' "$tmp/out"
fi
if ! grep -q '^ok' "$tmp/results"; then
	tail -n 20 "$tmp/out" | sed 's/^/# kunit: /'
	echo "not ok - at least one case ran"
fi
