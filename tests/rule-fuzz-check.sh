#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The compiler of rules on rules that libFuzzer makes up, against a look at every
# rule, for a fixed number of runs with a fixed seed; `make fuzz` goes on for longer.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
export VSW_BUILD=${VSW_BUILD:-$top/build}/fuzz-check-rule
rm -rf "$VSW_BUILD"
"$top/tests/fuzz/run.sh" rule -seed=1 -runs=40000 -len_control=0
