#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# make, make install and make clean as people run them, in a copy of the files
# that git knows: what is built needs nothing else, what is installed is all
# there is, and cleaning leaves the copy as it was. With dkms, its way too.
. "$(dirname "$0")/qemu/common.sh"
# shellcheck source=qemu/kernel.sh
. "$QEMU_DIR/kernel.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kdir=$(kernel_kdir 6.12)
rel=$(kernel_release 6.12)
copy=$work/vsw-src

tracked_copy() {
	mkdir "$copy"
	(cd "$VSW_TOP" && git ls-files -z |
		while IFS= read -r -d '' file; do
			[ ! -e "$file" ] || printf '%s\0' "$file"
		done | cpio --quiet -0 -pdm "$copy")
}

files_below() {
	(cd "$1" && find . ! -type d | LC_ALL=C sort)
}

# MAKEFLAGS as a make that was called with -C leaves them to its children.
in_copy() {
	MAKEFLAGS=w make -s -C "$copy" -j"$(nproc)" KDIR="$kdir" PREFIX=/usr "$@" \
		> "$work/log" 2>&1 || { cat "$work/log"; die "make $*"; }
}

expect_installed() {
	LC_ALL=C sort <<- END | diff - <(files_below "$1")
		./lib/modules/$rel/updates/vsw.ko
		./usr/sbin/vsw
		./usr/share/bash-completion/completions/vsw
		./usr/share/man/man8/vsw.8
	END
}

# A directory that is not absolute is below where make was called.
install_checks() {
	in_copy install DESTDIR="$work/root"
	expect_installed "$work/root"
	(cd "$copy" && in_copy install DESTDIR=../relative)
	expect_installed "$work/relative"
	"$work/root/usr/sbin/vsw" version > /dev/null
	bash -n "$work/root/usr/share/bash-completion/completions/vsw"
}

dkms_check() {
	local version

	command -v dkms > /dev/null || return 0
	version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$copy/dkms.conf")
	mkdir "$work/dkms" "$work/src"
	cp -r "$copy" "$work/src/vsw-$version"
	dkms build --dkmstree "$work/dkms" --sourcetree "$work/src" -k "$rel" \
		--kernelsourcedir "$kdir" "vsw/$version" > "$work/log" 2>&1 || {
		cat "$work/log" "$work"/dkms/vsw/*/build/make.log
		die "dkms build"
	}
}

tracked_copy
files_below "$copy" > "$work/before"
in_copy all
install_checks
in_copy clean
diff "$work/before" <(files_below "$copy")
dkms_check
