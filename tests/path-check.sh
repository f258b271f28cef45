#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the lab calls is found with the PATH that a plain user of Debian has,
# which knows no sbin.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
for name in depmod modprobe; do
	env -i HOME="$HOME" VSW_CACHE="${VSW_CACHE:-}" \
		PATH=/usr/local/bin:/usr/bin:/bin \
		bash -c ". '$top/tests/qemu/common.sh' && { command -v $name || exit 1; }" \
		> /dev/null || { echo "$name is not found" >&2; exit 1; }
done
