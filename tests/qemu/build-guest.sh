#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Build the helper programs that run in guests, into build/guest.
. "$(dirname "$0")/common.sh"

mkdir -p "$VSW_BUILD/guest"
(
	flock 9
	for src in "$VSW_TOP"/tests/guest/*.c; do
		[ -e "$src" ] || continue
		bin=$VSW_BUILD/guest/$(basename "$src" .c)
		# No such program is not newer than its sources either.
		[ -z "$(find "$src" "$VSW_TOP"/tests/guest/*.h \
			-newer "$bin" 2>&1)" ] ||
			cc -O2 -g -D_GNU_SOURCE -Wall -Wextra -Werror -o "$bin" "$src" -static -lpthread
	done
) 9> "$VSW_BUILD/guest.lock"
[ ! -f "$VSW_TOP/tools/Makefile" ] || make -s -C "$VSW_TOP/tools" >&2
