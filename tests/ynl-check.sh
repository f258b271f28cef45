#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Generate the netlink code from the spec with the kernel's own generator and
# compare it with what is committed; with --update, replace it.
#
# Usage: tests/ynl-check.sh [--update] KERNEL_SOURCE
set -eu

update=
if [ "${1:-}" = --update ]; then
	update=1
	shift
fi
ksrc=${1:?kernel source directory}
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The generator looks for the protocol's schema one directory above the spec,
# and upwards for a file MAINTAINERS to name the spec relative to.
mkdir -p "$work/netlink/specs"
cp "$ksrc"/Documentation/netlink/*.yaml "$work/netlink/"
cp "$top/Documentation/netlink/specs/vsw.yaml" "$work/netlink/specs/"
: > "$work/MAINTAINERS"

gen() {
	/usr/bin/python3 "$ksrc/tools/net/ynl/ynl-gen-c.py" \
		--spec "$work/netlink/specs/vsw.yaml" "${@:2}" -o "$work/$1"
}
gen vsw.h --mode uapi --header
gen netlink_gen.h --mode kernel --header
gen netlink_gen.c --mode kernel --source

status=0
for pair in vsw.h:uapi/linux/vsw.h netlink_gen.h:kmod/netlink_gen.h \
	    netlink_gen.c:kmod/netlink_gen.c; do
	new=$work/${pair%%:*}
	old=$top/${pair#*:}
	if [ -n "$update" ]; then
		cmp -s "$new" "$old" || cp "$new" "$old"
	elif ! diff -u "$old" "$new"; then
		echo "${pair#*:} differs from the spec; run $0 --update" >&2
		status=1
	fi
done
exit $status
