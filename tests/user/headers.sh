# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sources of the module in user space, on kernel.h beside this file.

USER_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# user_headers DIR SOURCE...: of the kernel headers that the sources include,
# those that neither the C library comes with nor the tree has, as empty files
# below DIR. All that they are for is in kernel.h.
user_headers() {
	local dir=$1 header
	shift

	mkdir -p "$dir"
	sed -n 's/^#include <\(.*\)>.*/\1/p' "$@" | sort -u |
		while read -r header; do
			[ ! -e "/usr/include/$header" ] || continue
			[ ! -e "$USER_TOP/$header" ] || continue
			mkdir -p "$dir/$(dirname "$header")"
			: > "$dir/$header"
		done
}
