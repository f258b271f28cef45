# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Where a kernel of the lab lives. Kernels are named 6.12, 6.1 and debug; an
# ABI number is never written down, because old ABIs leave the archive.

KERNELS="6.12 6.1 debug"

# Debian's meta-package of a stock kernel.
kernel_meta() {
	case $1 in
	6.12) echo linux-headers-6.12-cloud-amd64 ;;
	6.1) echo linux-headers-cloud-amd64 ;;
	*) die "no such kernel: $1 (have: $KERNELS)" ;;
	esac
}

# The release behind the meta-package, or else the newest of that series.
kernel_release() {
	local k=$1 meta rel

	meta=$(kernel_meta "$k")
	rel=$(dpkg-query -W -f '${Depends}' "$meta" 2>/dev/null |
		sed -n 's/^linux-headers-\([^ ,]*\).*/\1/p')
	if [ -z "$rel" ]; then
		rel=$(find /lib/modules -mindepth 2 -maxdepth 2 -name build \
			-path "/lib/modules/$k.*" -printf '%h\n' |
			sort -V | tail -n1)
		rel=${rel##*/}
	fi
	[ -n "$rel" ] || die "no headers for kernel $k: make deps installs $meta"
	echo "$rel"
}

kernel_kdir() {
	if [ "$1" = debug ]; then
		"$QEMU_DIR/debug-kernel.sh"
	else
		echo "/lib/modules/$(kernel_release "$1")/build"
	fi
}

# Root of the tree that holds boot/ and lib/modules/ of a stock kernel: the
# system itself, or a package unpacked by deps.sh, which does not install
# kernels because that would change the user's boot menu.
kernel_root() {
	local rel dir

	rel=$(kernel_release "$1")
	for dir in "" "$VSW_CACHE/guest-root"; do
		if [ -r "$dir/boot/vmlinuz-$rel" ]; then
			echo "$dir"
			return
		fi
	done
	die "no image of $rel: make deps fetches linux-image-$rel"
}

kernel_image() {
	if [ "$1" = debug ]; then
		echo "$(kernel_kdir debug)/arch/x86/boot/bzImage"
	else
		echo "$(kernel_root "$1")/boot/vmlinuz-$(kernel_release "$1")"
	fi
}
