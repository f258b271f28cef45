#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: build-module.sh [-u] [-w] KERNEL
# Build the module for a kernel of the lab in build/KERNEL, away from the tree
# and from the other kernels, and print the path of vsw.ko.
#  -u  with the unit tests, which run when it is inserted (build/KERNEL-kunit)
#  -w  W=1 and sparse over everything; any warning about our files fails
. "$(dirname "$0")/common.sh"
. "$QEMU_DIR/kernel.sh"

SOURCES="Kbuild kmod kunit uapi compat-include"
flags=() suffix=""
while getopts uw opt; do
	case $opt in
	u) flags+=(VSW_KUNIT=1) suffix=-kunit ;;
	w) flags+=(W=1 C=2 CHECK=sparse) ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
kernel=$1
out=$VSW_BUILD/$kernel$suffix

# Sources alone, wherever a build in the tree may have left objects.
sources() {
	local name have=()

	for name in $SOURCES; do
		[ ! -e "$VSW_TOP/$name" ] || have+=("$name")
	done
	(cd "$VSW_TOP" && find "${have[@]}" -type f ! -name '.*' \
		! -name '*.o' ! -name '*.ko' ! -name '*.mod' ! -name '*.mod.c' \
		! -name modules.order ! -name Module.symvers)
}

# Only files that changed are copied, so kbuild sees what it has to redo. The
# comparison is by content: a checkout of older files has newer times. What
# was copied once and is gone from the tree goes; what kbuild made stays.
mirror() {
	local file

	mkdir -p "$out"
	sources | sort > "$out/mirror.new"
	while read -r file; do
		cmp -s "$VSW_TOP/$file" "$out/$file" ||
			install -D "$VSW_TOP/$file" "$out/$file"
	done < "$out/mirror.new"
	touch "$out/mirror"
	comm -13 "$out/mirror.new" "$out/mirror" | while read -r file; do
		rm -f "$out/$file"
	done
	mv "$out/mirror.new" "$out/mirror"
}

kbuild() {
	local kdir

	kdir=$(kernel_kdir "$kernel")
	make -C "$kdir" M="$out" -j"$(nproc)" "${flags[@]}" modules
}

# Headers of the kernel have warnings of their own; ours are named kmod/... or
# by the path of the mirror.
warnings() {
	grep -E '(warning|error):' "$1" | grep -E "^($out/|kmod/|kunit/|uapi/)" ||
		true
}

[ -f "$VSW_TOP/Kbuild" ] || die "no Kbuild yet"
mkdir -p "$VSW_BUILD"
(
	flock 9
	mirror
	if ! kbuild > "$out/build.log" 2>&1; then
		grep -E 'error|Error|warning' "$out/build.log" >&2 ||
			tail -n 20 "$out/build.log" >&2
		die "$kernel: the module does not build, see $out/build.log"
	fi
	if [[ " ${flags[*]} " == *" W=1 "* ]] && [ -n "$(warnings "$out/build.log")" ]; then
		warnings "$out/build.log" >&2
		die "$kernel: warnings in the build"
	fi
) 9> "$out.lock"
printf '%s\n' "$out/vsw.ko"
