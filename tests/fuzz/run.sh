#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: run.sh guard|rule [libFuzzer options, -max_total_time=3600]
# Build the parser and the check of a guard, or the compiler of rules, as they are,
# in user space, and let libFuzzer find frames or rules for them. What it has found
# to be worth trying is kept in build/fuzz/WHAT, and what breaks one is left in
# build/fuzz.
set -euo pipefail

FUZZ=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$FUZZ/../.." && pwd)
OUT=${VSW_BUILD:-$TOP/build}/fuzz
CC=${CLANG:-clang-14}
WHAT=${1:?what to fuzz}
shift
# shellcheck source=tests/user/headers.sh
. "$TOP/tests/user/headers.sh"
K=$TOP/kmod
case $WHAT in
guard)
	SOURCES=("$K"/{parse,guard_check}.c)
	HEADERS=("$K"/{parse,guard,drop}.h)
	LEN=1200
	;;
rule)
	SOURCES=("$K"/{ranges,program,compile}.c)
	HEADERS=("$K"/{parse,ranges,set,program,table}.h
		"$TOP/kunit/program_model.h")
	LEN=4096
	;;
esac

build() {
	rm -rf "$OUT/include"
	user_headers "$OUT/include" "${HEADERS[@]}" "${SOURCES[@]}"
	"$CC" -std=gnu11 -O1 -g -Wall -Werror -fno-strict-aliasing \
		-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		-include "$TOP/tests/user/kernel.h" -I "$TOP" -I "$OUT/include" \
		-o "$OUT/$WHAT-fuzz" "$FUZZ/$WHAT-fuzz.c" "${SOURCES[@]}"
}

mkdir -p "$OUT/$WHAT" "$OUT/seeds-$WHAT"
build
[ "$WHAT" != guard ] || "$FUZZ/seeds.sh" "$OUT/seeds-$WHAT"
"$OUT/$WHAT-fuzz" -max_len="$LEN" -artifact_prefix="$OUT/" "$@" \
	"$OUT/$WHAT" "$OUT/seeds-$WHAT"
