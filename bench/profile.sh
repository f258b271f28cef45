#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: profile.sh [-p PACKETS] [-a MODULE] SCENARIO SYSTEM
# Which function takes how many of a packet's instructions; see README.
#  -p  about so many packets: 100
#  -a  not functions, but the addresses inside of one module, to hold against
#      its disassembly
. "$(dirname "$0")/guests.sh"

kernel=6.12 packets=100 module=""
while getopts p:a: opt; do
	case $opt in
	p) packets=$OPTARG ;;
	a) module=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# = 2 ] || die "usage: profile.sh [-p PACKETS] [-a MODULE] SCENARIO SYSTEM"

guest_start() {
	VSW_QEMU_EXTRA="-D $tmp/trace -monitor unix:$tmp/monitor,server,nowait" \
		guest_measure "$kernel" "mitigations=off" "PROFILE='$2'" "$1" \
		> "$tmp/guest" 2>&1
}

# The emulator writes a line of about 90 bytes for each instruction, and a packet
# with its making is some thousand of them.
trace() {
	local bytes=$((packets * 4000 * 90))

	guest_ready "$1" || return
	# The guest hands out packets by the time this has arrived, for ever.
	monitor stop "singlestep on" "log exec,nochain" cont
	while [ "$(stat -c %s "$tmp/trace")" -lt "$bytes" ]; do
		sleep .1
	done
	monitor quit
}

# Addresses, as they were executed.
addresses() {
	sed -n 's/^Trace .*\[[0-9a-f]*\/\([0-9a-f]*\)\/.*/\1/p' "$tmp/trace"
}

# "ADDRESS FUNCTION START" of each address. They have all of their digits, so
# they sort as text, and a function comes before the address of its start.
names() {
	{
		sed -n 's/\r$//; s/^symbol //p' "$tmp/guest" |
			awk '{ print $1, "!", $2 $3 }'
		sort -u "$tmp/addresses" | sed 's/$/ ~/'
	} | LC_ALL=C sort -s -k 1,2 |
		awk '$2 == "!" { name = $3; start = $1 }
		     $2 == "~" { print $1, name, start }'
}

# Addresses in their order, functions by their share.
order() {
	if [ -n "$module" ]; then
		sort -k 2,2
	else
		sort -k 1,1nr
	fi
}

main() {
	local guest

	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	"$QEMU_DIR/build-module.sh" "$kernel" > /dev/null
	probes_build "$kernel"
	touch "$tmp/trace" "$tmp/guest"
	guest_start "$@" &
	guest=$!
	trace "$guest" || true
	# The guest does not end by itself, which is an error otherwise.
	wait "$guest" || true
	addresses > "$tmp/addresses"
	names > "$tmp/names"
	awk -v module="$module" -f "$BENCH/profile.awk" "$tmp/names" \
		"$tmp/addresses" > "$tmp/table" ||
		die "no packets seen: $(grep -av ^symbol "$tmp/guest" | tail -n 5)"
	order < "$tmp/table"
}

main "$@"
