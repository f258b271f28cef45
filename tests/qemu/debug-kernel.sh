#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Build the debug kernel once and print its build directory, which serves as
# KDIR for the module. The cache key is the source package's version and the
# fragment, so that neither a security update nor an edit is ever missed.
#  -s  only unpack the source (for checkpatch.pl and kunit.py)
. "$(dirname "$0")/common.sh"

PKG=linux-source-6.12
# What KASAN looks at, besides all of our own accesses: the network, and what it is made
# of. Emulated, to start a program takes a tenth of a second, most of it in the rest of
# the kernel, which is known to be good. A make expression, by directory; the memory
# allocator watches its objects all the same.
# shellcheck disable=SC2016 # make's
KASAN_SANITIZE='$(if $(filter net/% drivers/net/% lib/%,$(obj)/),,n)'
export KASAN_SANITIZE
FRAGMENT=$QEMU_DIR/debug.config

source_unpack() {
	local src=$VSW_CACHE/$PKG ver=$1

	# A tree left by an interrupted tar has no stamp and is redone; a whole
	# tree from elsewhere is taken when its version is the package's.
	if [ "$(cat "$src/.vsw-version" 2>/dev/null)" = "$ver" ]; then
		return
	fi
	if [ ! -e "$src/.vsw-version" ] && tree_is "$src" "$ver"; then
		echo "$ver" > "$src/.vsw-version"
		return
	fi
	[ -f "/usr/src/$PKG.tar.xz" ] ||
		die "/usr/src/$PKG.tar.xz is missing: make deps installs $PKG"
	say "unpacking $PKG $ver into $VSW_CACHE"
	rm -rf "$src"
	tar -C "$VSW_CACHE" -xf "/usr/src/$PKG.tar.xz"
	echo "$ver" > "$src/.vsw-version"
}

# virt/ is the last directory of the archive.
tree_is() {
	local src=$1 ver=$2 v p s

	[ -f "$src/virt/Makefile" ] || [ -d "$src/virt/kvm" ] || return 1
	v=$(sed -n 's/^VERSION = //p' "$src/Makefile")
	p=$(sed -n 's/^PATCHLEVEL = //p' "$src/Makefile")
	s=$(sed -n 's/^SUBLEVEL = //p' "$src/Makefile")
	[ "${ver%%-*}" = "$v.$p.$s" ]
}

# kconfig drops a line whose dependencies are not met without a word.
config_check() {
	local config=$1 line bad=0

	while read -r line; do
		case $line in
		CONFIG_*=n)
			if grep -q "^${line%n}" "$config"; then
				say "did not stick: $line"
				bad=1
			fi
			;;
		CONFIG_*)
			if ! grep -qxF "$line" "$config"; then
				say "did not stick: $line"
				bad=1
			fi
			;;
		esac
	done < "$FRAGMENT"
	[ "$bad" = 0 ] || die "the kernel refused parts of $FRAGMENT"
}

# One line every few seconds: a silent quarter of an hour looks like a hang.
progress() {
	local log=$1 pid=$2 start=$SECONDS

	while kill -0 "$pid" 2>/dev/null; do
		sleep 5
		say "debug kernel: $((SECONDS - start)) s," \
			"$(grep -c ' CC \| AR ' "$log") objects"
	done
}

build() {
	local src=$1 out=$2 log=$2/build.log pid

	mkdir -p "$out"
	say "building the debug kernel in $out (about 10 minutes on 2 CPUs)"
	make -C "$src" O="$out" KCONFIG_ALLCONFIG="$FRAGMENT" \
		allnoconfig > "$log" 2>&1 || { tail "$log" >&2; return 1; }
	config_check "$out/.config"
	make -C "$src" O="$out" -j"$(nproc)" bzImage modules >> "$log" 2>&1 &
	pid=$!
	progress "$log" "$pid"
	wait "$pid" || { tail -n 30 "$log" >&2; return 1; }
	[ -s "$out/Module.symvers" ] || cp "$out/vmlinux.symvers" "$out/Module.symvers"
	make -C "$src" O="$out" modules_prepare >> "$log" 2>&1
	# Only the images and headers are used again: 1 GB less to cache.
	find "$out" \( -name '*.o' -o -name '*.a' -o -name '.*.o.cmd' \) \
		-not -path "$out/scripts/*" -not -path "$out/tools/*" -delete
	touch "$out/.vsw-built"
}

main() {
	local ver key out source_only=${1:-}

	ver=$(dpkg-query -W -f '${Version}' "$PKG" 2>/dev/null) ||
		die "package $PKG is not installed: make deps"
	key=$({ cat "$FRAGMENT"; echo "$KASAN_SANITIZE"; } | sha256sum | cut -c1-12)
	out=$VSW_CACHE/debug-$ver-$key
	(
		flock 9
		source_unpack "$ver"
		[ "$source_only" = -s ] || [ -e "$out/.vsw-built" ] ||
			build "$VSW_CACHE/$PKG" "$out"
	) 9> "$VSW_CACHE/debug.lock"
	[ "$source_only" = -s ] || printf '%s\n' "$out"
}

main "$@"
