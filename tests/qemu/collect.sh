#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Turn the unnumbered result lines of many jobs ("ok - NAME", "not ok - NAME")
# into one KTAP stream, and end with the totals. Nothing at all is a failure.
passed=0 failed=0 number=0
failures=()

echo "KTAP version 1"
while IFS= read -r line; do
	case $line in
	"ok - "*"# SKIP"|"ok - "*"# SKIP ")
		line="not ok - ${line#ok - } without a reason"
		;;
	esac
	case $line in
	"ok - "*"# SKIP "*)
		number=$((number + 1))
		echo "ok $number ${line#ok - }"
		;;
	"ok - "*)
		number=$((number + 1)) passed=$((passed + 1))
		echo "ok $number ${line#ok - }"
		;;
	"not ok - "*)
		number=$((number + 1)) failed=$((failed + 1))
		echo "not ok $number ${line#not ok - }"
		failures+=("$number ${line#not ok - }")
		;;
	"#"*)
		echo "$line"
		;;
	*)
		echo "# $line"
		;;
	esac
done
echo "1..$number"
[ "$failed" = 0 ] || printf '# failed: %s\n' "${failures[@]}"
[ "$number" != 0 ] || echo "# nothing ran"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
