#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Module, tool, dkms.conf and the README's way to use it are of one version. Each
# needs it spelt out: dkms reads its file before anything is built.
set -eu

cd "$(dirname "$0")/.."
found=$(
	sed -n 's/^MODULE_VERSION("\(.*\)");$/\1 kmod\/main.c/p' kmod/main.c
	sed -n 's/^VERSION ?= \(.*\)$/\1 tools\/Makefile/p' tools/Makefile
	sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1 dkms.conf/p' dkms.conf
	sed -n 's/.*dkms install vsw\/\(.*\)$/\1 README.md/p' README.md
)
if [ "$(wc -l <<< "$found")" != 4 ] ||
   [ "$(cut -d' ' -f1 <<< "$found" | sort -u | wc -l)" != 1 ]; then
	printf '%s\n' "the versions differ, or one is missing:" "$found" >&2
	exit 1
fi
