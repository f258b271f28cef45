#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: initramfs.sh KERNEL
# Build the guest's userland for a kernel, once, and print its path. What
# changes from run to run (module, tools, tests) is a second archive that
# overlay.sh makes; the kernel unpacks both when they are concatenated.
. "$(dirname "$0")/common.sh"
. "$QEMU_DIR/kernel.sh"

TOOLS="bash ip bridge tc ss ping iperf3 tcpdump jq socat ethtool nft
	ovs-vsctl ovs-vswitchd ovsdb-server ovsdb-tool ovs-ofctl ovs-appctl
	ovs-dpctl mausezahn trafgen timeout unshare nsenter setpriv awk sed grep
	nproc xxd od flock modprobe insmod rmmod lsmod depmod cat ls cp mv rm
	mkdir rmdir ln chmod chown stat touch head tail cut tr sort uniq wc tee
	seq sleep date dd mktemp mount umount stty setsid kill env id uname
	printf echo test true false basename dirname readlink realpath find
	xargs diff cmp comm paste sysctl ps pgrep pkill dmesg taskset chrt
	prlimit mkfifo expr sync tac split nl cksum sha256sum base64 conntrack
	strace"
OPTIONAL=" conntrack strace ps pgrep pkill sysctl cmp diff chrt "
# Only what the Debian tools above do not offer.
APPLETS="poweroff reboot nc usleep more less vi clear hexdump killall"

# Loaded on demand; what a kernel does not have is skipped.
MODULES="virtio_pci virtio_net veth tun dummy bonding macvlan macvtap 8021q
	bridge br_netfilter vxlan openvswitch vport-vxlan pktgen ifb vrf team
	nf_conntrack nf_conntrack_netlink nf_conntrack_ftp nf_conntrack_tftp nf_nat
	nf_tables
	nft_ct nft_objref nft_nat nft_masq nft_limit nft_connlimit
	nft_reject nft_reject_inet nft_chain_nat nf_conntrack_bridge nft_meta_bridge
	nfnetlink udp_tunnel ip6_udp_tunnel act_mirred act_gact
	act_police act_vlan cls_matchall cls_flower cls_u32 sch_ingress sch_netem sch_tbf
	sch_fq_codel netdevsim vhost_net packet_diag af_packet_diag unix_diag
	inet_diag udp_diag tcp_diag"

GUEST_ROOT=$VSW_CACHE/guest-root

tool_find() {
	local dir name=$1

	# The last is where a link of the alternatives system would point to;
	# an unpacked package has not made it.
	for dir in {,"$GUEST_ROOT"}{/usr/sbin,/usr/bin,/sbin,/bin} \
		"$GUEST_ROOT/usr/lib/openvswitch-switch"; do
		if [ -x "$dir/$name" ]; then
			echo "$dir/$name"
			return
		fi
	done
	return 1
}

# Strip the prefix of packages that were unpacked for guests only.
guest_path() {
	echo "${1#"$GUEST_ROOT"}"
}

# Nothing for a static program, where ldd fails.
libraries() {
	local lib=lib/x86_64-linux-gnu

	LD_LIBRARY_PATH=$GUEST_ROOT/usr/$lib:$GUEST_ROOT/$lib \
		ldd "$1" 2>/dev/null || true
}

closure_copy() {
	local file=$1 root=$2 lib dest

	dest=$(guest_path "$file")
	case $dest in
	/usr/lib/*) dest=/usr/sbin/${dest##*/} ;;
	esac
	install -D "$(readlink -f "$file")" "$root$dest"
	libraries "$file" |
		sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^\t\(\/[^ ]*\).*/\1/p' |
		while read -r lib; do
			[ -e "$root$(guest_path "$lib")" ] ||
				install -D "$lib" "$root$(guest_path "$lib")"
		done
}

userland() {
	local root=$1 name path

	mkdir -p "$root"/{proc,sys,dev,run/netns,tmp,etc,var/log,var/run,root,lab}
	mkdir -p "$root"/usr/{bin,sbin,lib,lib64}
	ln -s usr/bin usr/sbin usr/lib usr/lib64 "$root"
	for name in $TOOLS; do
		if ! path=$(tool_find "$name"); then
			[[ $OPTIONAL == *" $name "* ]] ||
				case $name in echo|test|printf|true|false) ;; *)
				die "guest tool $name not found: make deps" ;; esac
			continue
		fi
		closure_copy "$path" "$root"
	done
	ln -sf bash "$root/usr/bin/sh"
	busybox_copy "$root"
	files "$root"
}

# Busybox's shell prefers its own applets to the real tools of that name, so
# it gets a directory of its own, last in the path, and is never the shell.
busybox_copy() {
	local root=$1 name

	mkdir -p "$root/usr/lib/busybox"
	closure_copy "$(tool_find busybox)" "$root"
	mv "$root"/usr/bin/busybox "$root/usr/lib/busybox/"
	for name in $APPLETS; do
		ln -s busybox "$root/usr/lib/busybox/$name"
	done
}

files() {
	local root=$1 schema

	printf 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/bash\n' \
		> "$root/etc/passwd"
	printf 'root:x:0:\nnogroup:x:65534:\n' > "$root/etc/group"
	printf '127.0.0.1 localhost\n::1 localhost\n' > "$root/etc/hosts"
	printf 'passwd: files\ngroup: files\nhosts: files\n' > "$root/etc/nsswitch.conf"
	: > "$root/etc/resolv.conf"
	cp /etc/protocols /etc/services "$root/etc/" 2>/dev/null || true
	for schema in "" "$GUEST_ROOT"; do
		schema=$schema/usr/share/openvswitch/vswitch.ovsschema
		[ ! -r "$schema" ] ||
			install -D "$schema" "$root/usr/share/openvswitch/vswitch.ovsschema"
	done
	mkdir -p "$root"/{etc,run,var/log}/openvswitch
	cp -r --parents /usr/share/terminfo/l/linux /lib/terminfo/l/linux \
		"$root" 2>/dev/null || true
}

modules_copy() {
	local root=$1 base=$2 rel=$3 m file

	for m in $MODULES; do
		modprobe -d "$base/" -S "$rel" --show-depends "$m" 2>/dev/null || true
	done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | sort -u |
	while read -r file; do
		install -D -m 644 "$file" "$root/usr/${file#"$base"/}"
	done
	# One that the kernel lacks is skipped; all of them is something else.
	[ -n "$(find "$root/usr/lib/modules/$rel" -name '*.ko*' -print -quit)" ] ||
		die "no module of $rel found in $base/lib/modules"
	cp "$base/lib/modules/$rel"/modules.{builtin,builtin.modinfo,order} \
		"$root/usr/lib/modules/$rel/" 2>/dev/null || true
	depmod -b "$root" "$rel"
}

build() {
	local k=$1 out=$2 root rel base

	root=$(mktemp -d)
	say "building the guest userland for $k"
	userland "$root"
	if [ "$k" != debug ]; then
		rel=$(kernel_release "$k")
		base=$(kernel_root "$k")
		mkdir -p "$root/usr/lib/modules/$rel"
		modules_copy "$root" "$base" "$rel"
	fi
	(cd "$root" && find . -mindepth 1 | cpio --quiet -o -H newc -R 0:0) > "$out.tmp"
	mv "$out.tmp" "$out"
	rm -rf "$root"
}

# Everything that goes in: this script, the kernel, versions of what is copied.
cache_key() {
	local k=$1 name

	{
		cat "$0"
		[ "$k" = debug ] || kernel_release "$k"
		for name in $TOOLS busybox; do
			name=$(tool_find "$name") || continue
			stat -Lc '%n %s %Y' "$name"
		done
	} | sha256sum | cut -c1-12
}

main() {
	local k=$1 out

	out=$VSW_CACHE/initramfs-$k-$(cache_key "$k").cpio
	(
		flock 9
		if [ ! -s "$out" ]; then
			rm -f "$VSW_CACHE/initramfs-$k-"*.cpio
			build "$k" "$out"
		fi
	) 9> "$VSW_CACHE/initramfs-$k.lock"
	printf '%s\n' "$out"
}

main "$@"
