#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The parser and the check of a guard on frames that libFuzzer makes up, for a
# fixed number of runs with a fixed seed; `make fuzz` goes on for longer.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
export VSW_BUILD=${VSW_BUILD:-$top/build}/fuzz-check
rm -rf "$VSW_BUILD"
"$top/tests/fuzz/run.sh" guard -seed=1 -runs=200000
