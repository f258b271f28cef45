# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Several guests joined by wires, and commands on each:
#
#	lab_init DIR		where sockets, logs and process ids live
#	lab_boot a wire1:server wire2:server
#	lab_boot b wire1:client
#	lab_ready a b
#	on a 'ip link'		output and exit status come back
#	lab_stop
#
# A wire is a Unix socket between two QEMU processes; its server boots first.
# LAB_KERNEL is the kernel, VSW_KO the module.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. "$QEMU_DIR/kernel.sh"
. "$QEMU_DIR/qemu.sh"

LAB_KERNEL=${LAB_KERNEL:-6.12}

# A path for sockets has at most 107 characters: DIR is best below /tmp.
lab_init() {
	local overlay base

	LAB_DIR=$1
	mkdir -p "$LAB_DIR"
	"$QEMU_DIR/build-guest.sh"
	overlay=$LAB_DIR/overlay
	"$QEMU_DIR/overlay.sh" -o "$overlay" ${VSW_KO:+-m "$VSW_KO"}
	base=$("$QEMU_DIR/initramfs.sh" "$LAB_KERNEL")
	cat "$base" "$overlay" > "$LAB_DIR/initrd"
	rm "$overlay"
	accel > /dev/null
}

lab_wait() {
	local i limit=$1
	shift

	for ((i = 0; i < limit * 10; i++)); do
		"$@" && return 0
		sleep 0.1
	done
	return 1
}

# Sets WIRES: a NIC for each WIRE:ROLE. The address names host and wire, so
# that captures are readable.
wire_args() {
	local name=$1 wire role i=0 path host
	shift

	WIRES=()
	host=$(printf '%02x' "'$name")
	for wire; do
		role=${wire#*:}
		path=$LAB_DIR/${wire%:*}.wire
		if [ "$role" = client ]; then
			lab_wait 10 test -S "$path" || die "no server for wire $wire"
			role=off
		else
			role=on
		fi
		WIRES+=(-netdev "stream,id=n$i,server=$role,addr.type=unix,addr.path=$path"
			-device "virtio-net-pci,netdev=n$i,romfile=,mac=52:54:00:$host:00:0$i")
		i=$((i + 1))
	done
}

lab_boot() {
	local name=$1
	shift

	wire_args "$name" "$@"
	# One CPU each: there are several guests, and run.sh tells what two may do.
	VSW_QEMU_SMP=${VSW_QEMU_SMP:-1} VSW_QEMU_MEM=${VSW_QEMU_MEM:-1G} \
		qemu_args "$LAB_KERNEL" \
		"$LAB_DIR/initrd" "$LAB_DIR/$name.console" \
		"VSW_ROLE=agent VSW_HOST=$name"
	setsid "${QEMU[@]}" "${WIRES[@]}" -pidfile "$LAB_DIR/$name.pid" \
		-chardev "socket,id=agent,path=$LAB_DIR/$name.agent,server=on,wait=off" \
		-serial chardev:agent \
		-chardev "socket,id=shell,path=$LAB_DIR/$name.shell,server=on,wait=off" \
		-serial chardev:shell \
		< /dev/null > "$LAB_DIR/$name.qemu" 2>&1 &
}

agent_ready() {
	grep -aq 'vsw-lab: agent ready' "$LAB_DIR/$1.console" 2>/dev/null
}

lab_alive() {
	[ -s "$LAB_DIR/$1.pid" ] && lab_pid_is_ours "$(< "$LAB_DIR/$1.pid")"
}

lab_ready() {
	local name

	for name; do
		lab_wait 90 agent_ready "$name" || {
			cat "$LAB_DIR/$name.qemu" >&2
			tail -n 20 "$LAB_DIR/$name.console" >&2
			die "host $name did not come up"
		}
	done
}

# on NAME COMMAND: evaluated by the guest's agent shell, where functions and
# variables stay. LAB_LIMIT is how long any line of the answer may take.
on() {
	local name=$1 command=$2 nonce line status=""

	nonce=$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
	coproc AGENT {
		exec socat -,ignoreeof "UNIX-CONNECT:$LAB_DIR/$name.agent" 2>/dev/null
	}
	# Own copies: bash drops AGENT as soon as the process is gone.
	local pid=$AGENT_PID in=${AGENT[0]} out=${AGENT[1]}

	printf '%s %s\n' "$nonce" "$(base64 -w0 <<< "$command")" >&"$out"
	while IFS= read -r -t "${LAB_LIMIT:-60}" line <&"$in"; do
		line=${line%$'\r'}
		case $line in
		"$nonce "*)
			status=${line##* }
			break
			;;
		*) printf '%s\n' "$line" ;;
		esac
	done
	kill "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null || true
	if [ -z "$status" ]; then
		say "$name did not answer: $command"
		return 124
	fi
	return "$status"
}

# A prompt on a guest for a person; the escape character is ^].
lab_shell() {
	socat "-,raw,echo=0,escape=0x1d" "UNIX-CONNECT:$LAB_DIR/$1.shell"
}

# A host that is gone may have left its process id to somebody else.
lab_pid_is_ours() {
	local words

	mapfile -d '' -t words 2>/dev/null < "/proc/$1/cmdline" &&
		[[ ${words[0]:-} == *qemu-system-* &&
		   " ${words[*]} " == *" $LAB_DIR/"* ]]
}

lab_stop() {
	local file pid

	for file in "$LAB_DIR"/*.pid; do
		[ -s "$file" ] || continue
		pid=$(< "$file")
		! lab_pid_is_ours "$pid" || kill "$pid" 2>/dev/null || true
	done
}
