#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: overlay.sh [-o OUT] [-m MODULE] [-u MODULE] [-c COMMAND] [-a FILE]... [TEST...]
# Make the small archive that goes on top of the userland of initramfs.sh:
# module, its variant with unit tests, tool, helper programs, tests and the list
# of tests to run.
. "$(dirname "$0")/common.sh"

out="" module="" unit="" command="" extra=()
while getopts o:m:u:c:a: opt; do
	case $opt in
	o) out=$OPTARG ;;
	m) module=$OPTARG ;;
	u) unit=$OPTARG ;;
	c) command=$OPTARG ;;
	a) extra+=("$OPTARG") ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))

# A program of ours and the libraries that the base userland may lack.
program() {
	local file=$1 root=$2 lib

	install -D "$file" "$root/usr/sbin/$(basename "$file")"
	{ ldd "$file" 2>/dev/null || true; } | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p' |
		while read -r lib; do
			install -D "$lib" "$root/usr${lib#/usr}"
		done
}

fill() {
	local root=$1 file
	shift

	mkdir -p "$root/lab/tests"
	install "$QEMU_DIR/guest-init" "$root/init"
	install "$QEMU_DIR"/guest-*.sh "$root/lab/"
	cp "$VSW_TOP"/{tests/dmesg.allow,README.md} "$root/lab/"
	cp -r "$VSW_TOP/tools/completion" "$root/lab/"
	(cd "$VSW_TOP/tests" &&
		find . -path ./qemu -prune -o -type f -print |
		cpio --quiet -pdm "$root/lab/tests")
	[ -z "$module" ] || install -m 644 "$module" "$root/lab/vsw.ko"
	[ -z "$unit" ] || install -m 644 "$unit" "$root/lab/vsw-kunit.ko"
	for file in "$VSW_TOP/tools/vsw" "$VSW_BUILD"/guest/*; do
		[ ! -x "$file" ] || program "$file" "$root"
	done
	for file in "${extra[@]}"; do
		cp -r "$file" "$root/lab/"
	done
	[ -z "$command" ] || printf '%s\n' "$command" > "$root/lab/command"
	: > "$root/lab/plan"
	for file; do
		install "$file" "$root/lab/tests/$(basename "$file")"
		basename "$file" >> "$root/lab/plan"
	done
}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
fill "$root" "$@"
(cd "$root" && find . -mindepth 1 | cpio --quiet -o -H newc -R 0:0) > "$out"
