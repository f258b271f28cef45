#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Install what the build and the lab need and this Debian 12 lacks. Only what
# has to run on this machine is installed. What only guests run is downloaded
# and unpacked into the cache instead: Open vSwitch would start a service here,
# and a kernel image changes the boot menu (the headers of 6.12 depend on their
# image, so that one comes all the same).
. "$(dirname "$0")/common.sh"

SYSTEM="build-essential flex bison bc libelf-dev libssl-dev cpio kmod xz-utils
	python3 python3-yaml python3-jsonschema pkg-config libmnl-dev
	libjansson-dev sparse shellcheck mandoc pahole jq iproute2 iputils-ping
	clang-14 libclang-rt-14-dev socat busybox qemu-system-x86 seabios
	linux-headers-6.12-cloud-amd64 linux-headers-cloud-amd64
	linux-source-6.12"
# package:program
GUEST="iperf3:iperf3 tcpdump:tcpdump ethtool:ethtool nftables:nft
	netsniff-ng:mausezahn openvswitch-switch:ovs-vswitchd conntrack:conntrack
	xxd:xxd"
ROOT=$VSW_CACHE/guest-root
SUDO=()
[ "$(id -u)" = 0 ] || SUDO=(sudo)

installed() {
	dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

apt() {
	command -v apt-get > /dev/null ||
		die "no apt-get here: install these yourself: $*"
	"${SUDO[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >&2
}

UPDATED=0
update_once() {
	[ "$UPDATED" = 1 ] || apt update
	UPDATED=1
}

system_install() {
	local pkg missing=()

	for pkg in $SYSTEM "$@"; do
		installed "$pkg" || missing+=("$pkg")
	done
	[ "${#missing[@]}" != 0 ] || return 0
	say "installing on this machine: ${missing[*]}"
	update_once
	apt install --no-install-recommends "${missing[@]}"
}

# Download packages and unpack them in the cache; nothing of them is run here.
unpack() {
	local tmp deb

	update_once
	tmp=$(mktemp -d)
	chmod 755 "$tmp"
	(cd "$tmp" && apt-get -q -o APT::Sandbox::User=root download "$@" >&2)
	mkdir -p "$ROOT"
	for deb in "$tmp"/*.deb; do
		dpkg -x "$deb" "$ROOT"
	done
	rm -rf "$tmp"
}

guest_unpack() {
	local entry pkg missing=() all=()

	for entry in $GUEST; do
		pkg=${entry%:*}
		[ -x "$(command -v "${entry#*:}")" ] ||
			[ -e "$ROOT/.has-$pkg" ] || missing+=("$pkg")
	done
	[ "${#missing[@]}" != 0 ] || return 0
	say "unpacking for guests only: ${missing[*]}"
	update_once
	# A simulated installation names the libraries that are missing too.
	mapfile -t all < <(apt-get install -s --no-install-recommends \
		"${missing[@]}" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
	unpack "${all[@]}"
	for pkg in "${missing[@]}"; do
		touch "$ROOT/.has-$pkg"
	done
}

image_unpack() {
	local k rel

	for k in 6.12 6.1; do
		rel=$(. "$QEMU_DIR/kernel.sh" && kernel_release "$k")
		[ ! -r "/boot/vmlinuz-$rel" ] || continue
		[ ! -r "$ROOT/boot/vmlinuz-$rel" ] || continue
		say "unpacking for guests only: linux-image-$rel"
		unpack "linux-image-$rel"
		depmod -b "$ROOT" "$rel"
	done
}

system_install "$@"
guest_unpack
image_unpack
