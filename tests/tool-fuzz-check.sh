#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tool's parsers on random words, under ASan and UBSan; the seed is fixed.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
make -s -C "$top/tools" fuzz
"$top/tools/fuzz/vsw-fuzz"
