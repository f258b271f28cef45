# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How a guest is started, whatever it is for.

# KVM may exist and still kill every guest (nested virtualisation without the
# right CPU features does), so the answer comes from one real boot, kept until
# the machine or QEMU changes.
accel_probe() {
	local base tmp status=1

	[ -w /dev/kvm ] || return 1
	base=$("$QEMU_DIR/initramfs.sh" 6.12) || return 1
	tmp=$(mktemp -d)
	"$QEMU_DIR/overlay.sh" -o "$tmp/overlay" -c 'echo alive'
	cat "$base" "$tmp/overlay" > "$tmp/initrd"
	timeout -k 2 10 qemu-system-x86_64 -accel kvm -cpu host -smp 2 -m 1G \
		-nodefaults -display none -no-reboot \
		-kernel "$(kernel_image 6.12)" -initrd "$tmp/initrd" \
		-append "console=ttyS0 panic=-1 VSW_ROLE=command VSW_NONCE=x" \
		-serial null -chardev stdio,id=out,signal=off -serial chardev:out \
		< /dev/null 2>/dev/null | grep -q '^alive' && status=0
	rm -rf "$tmp"
	return $status
}

accel() {
	local key file

	if [ -n "${VSW_QEMU_ACCEL:-}" ]; then
		echo "$VSW_QEMU_ACCEL"
		return
	fi
	key=$(cat /proc/sys/kernel/random/boot_id)
	file=$VSW_CACHE/accel-$key
	(
		flock 9
		if [ ! -s "$file" ]; then
			rm -f "$VSW_CACHE"/accel-*-*
			say "trying KVM with one boot"
			if accel_probe; then
				echo "-accel kvm -cpu host" > "$file"
			else
				say "KVM is not usable: emulating"
				echo "-accel tcg,thread=multi -cpu qemu64" > "$file"
			fi
		fi
	) 9> "$VSW_CACHE/accel.lock"
	cat "$file"
}

kernel_memory() {
	case $1 in
	debug) echo 4G ;;
	*) echo 2G ;;
	esac
}

# qemu_args KERNEL INITRD CONSOLE-LOG APPEND...: sets the array QEMU.
qemu_args() {
	local k=$1 initrd=$2 log=$3
	shift 3

	# The kernel gives up when the timer it probes does not tick in time, as
	# happens to an emulated one on a busy machine: no_timer_check. It
	# distrusts its clock, and says so, when the machine is busy between reading
	# that and another one: tsc=reliable. What the emulator has translated serves
	# again where a program is at the same addresses again, which makes starting
	# one three times as fast: norandmaps.
	# Locks are counted by the test that reads the counts: lock_stat.
	read -ra QEMU < <(accel)
	QEMU=(qemu-system-x86_64 "${QEMU[@]}"
		-smp "${VSW_QEMU_SMP:-2}" -m "${VSW_QEMU_MEM:-$(kernel_memory "$k")}"
		-nodefaults -display none -no-reboot
		-kernel "$(kernel_image "$k")" -initrd "$initrd"
		-append "console=ttyS0 panic=-1 no_timer_check tsc=reliable loglevel=7 log_buf_len=16M
 dummy.numdummies=0 ifb.numifbs=0 bonding.max_bonds=0 norandmaps lockdep.lock_stat=0 VSW_KERNEL=$k $* ${VSW_QEMU_APPEND:-}"
		-serial "file:$log")
	# shellcheck disable=SC2206 # words on purpose
	QEMU+=(${VSW_QEMU_EXTRA:-})
}
