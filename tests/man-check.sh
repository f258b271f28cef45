#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tool's help, which is its grammar, and the man page say the same: each
# command of an object is an item of the page, each of its keywords and words
# is somewhere in it, and it has no command that the tool has not.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
vsw=$top/tools/vsw
page=$top/tools/man/vsw.8
status=0

wrong() {
	echo "$*" >&2
	status=1
}

# grammar OBJECT: its help, a command a line, without notes and brackets.
grammar() {
	"$vsw" "$1" help | awk -v object="$1" '
		/^vsw / { if (line) print line; line = $0; next }
		/^  / { line = line " " $0; next }
		{ exit }
		END { if (line) print line }' | tr -d '[]'
}

# Keywords, and values that are words.
words() {
	tr -s ' |' '\n' <<< "$1" | grep -E '^[a-z]' | sort -u
}

check_command() {
	local object=$1 command=$2 line=$3 word

	grep -qE "^\.It Nm Cm $object $command\b" "$page" ||
		wrong "vsw.8: nothing about \"$object $command\""
	for word in $(words "$line"); do
		[ "$word" = vsw ] || grep -qE -- "\b(Cm|\|) .*\b$word\b|\bCm $word\b" \
			"$page" ||
			wrong "vsw.8: nothing about \"$word\" of \"$object $command\""
	done
}

make -s -C "$top/tools"
for object in $("$vsw" help | sed -n 's/^OBJECT: *//p'); do
	while read -r line; do
		read -r _ _ command _ <<< "$line"
		check_command "$object" "$command" "$line"
	done < <(grammar "$object")
done
while read -r object command; do
	grammar "$object" | grep -qE "^vsw $object $command\b" ||
		wrong "vsw.8: \"$object $command\" is no command"
done < <(sed -nE 's/^\.It Nm Cm ([a-z]+) ([a-z]+)\b.*/\1 \2/p' "$page")
exit $status
