# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Paths and small helpers shared by the host side of the lab.

set -eEuo pipefail
# A script that set -e ends says where.
trap 'printf "error: %s line %s: status %s\n" "${BASH_SOURCE[0]}" "$LINENO" "$?" >&2' ERR

QEMU_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
VSW_TOP=$(cd "$QEMU_DIR/../.." && pwd)
VSW_BUILD=${VSW_BUILD:-$VSW_TOP/build}
export VSW_TOP VSW_BUILD

# A plain user's PATH lacks depmod and modprobe, which need no privilege here.
PATH=$PATH:/usr/sbin:/sbin
export PATH

say() {
	printf '# %s\n' "$*" >&2
}

die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# The cache outlives the tree: kernels take minutes to build.
cache_dir() {
	local dir=${VSW_CACHE:-}

	if [ -z "$dir" ]; then
		dir=/var/cache/vsw
		mkdir -p "$dir" 2>/dev/null && [ -w "$dir" ] ||
			dir=$HOME/.cache/vsw
	fi
	mkdir -p "$dir"
	printf '%s\n' "$dir"
}

VSW_CACHE=$(cache_dir)
export VSW_CACHE
