#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: demo.sh          (make demo) boot the lab, show it at work, verdict
#        demo.sh shell    (make shell [H=a|b|outside|stop]) leave it running
. "$(dirname "$0")/qemu/lab.sh"

# Known beforehand, so that others find the lab; below /tmp, as the paths of
# sockets are short. shell_dir() sees whose it is.
SHELL_DIR=/tmp/vsw-lab-$(id -u)
FAILED=0

topology() {
	cat <<'EOT'

       host a                                        host b
  +---------------------------+    underlay     +---------------------------+
  |   vsw: br-int       eth0 .|=================|. eth0      vsw: br-int    |
  |                 192.0.2.1 |  VXLAN, UDP 4789| 192.0.2.2                 |
  |                           |                 |                           |
  | tenant red   (VNI 5001)   |                 | tenant red                |
  |   r1 10.0.0.1   tap-r1    |                 |   r3 10.0.0.3   tap-r3    |
  |   r2 10.0.0.2   tap-r2    |                 |                           |
  | tenant blue  (VNI 5002)   |                 | tenant blue               |
  |   b1 10.0.0.1   tap-b1    |                 |   b3 10.0.0.3   tap-b3    |
  |                           |                 | tenant green              |
  | trunk guest     tap-t1    |                 |   g3 10.1.0.3   tap-g3    |
  |   t1 vlan 10 -> blue      |                 |                           |
  |        10.0.0.10          |                 |                           |
  |      vlan 20 -> green     |                 |                           |
  |        10.1.0.10 (5003)   |                 |                           |
  |                     eth1 .|                 |. eth1                     |
  +---------------------------+                 +---------------------------+
        uplink     |                                   |    uplink
        vlan 101 = blue                                vlan 202 = red
                   |       +-----------------+         |
                   +-------| outside         |---------+
                           | 101: 10.0.0.254 |
                           | 202: 10.0.0.254 |
                           +-----------------+

EOT
}

title() {
	printf '\n== %s\n' "$*"
}

# run HOST COMMAND...: shown as it would be typed; one command a line.
run() {
	local host=$1 line
	shift

	for line; do
		printf '%-8s# %s\n' "$host" "$line"
		if ! on "$host" "$line"; then
			printf '%-8s  FAILED: %s\n' "" "$line"
			FAILED=$((FAILED + 1))
		fi
	done
}

# quietly HOST COMMAND: not worth showing, unless it fails.
quietly() {
	if ! on "$1" "$2"; then
		printf '%-8s  FAILED: %s\n' "$1" "$2"
		FAILED=$((FAILED + 1))
	fi
}

# step TEXT HOST COMMAND: one thing to show, with its verdict.
step() {
	local text=$1 host=$2 command=$3 out

	if out=$(on "$host" "$command"); then
		printf '  ok      %s\n' "$text"
	else
		printf '  FAILED  %s\n' "$text"
		FAILED=$((FAILED + 1))
	fi
	[ -z "$out" ] || printf '%s\n' "$out" | sed '/^$/d; s/^/            /'
}

boot() {
	title "booting hosts a and b and the world outside ($LAB_KERNEL)"
	lab_boot a underlay:server wire-a:server
	lab_boot b underlay:client wire-b:server
	lab_boot outside wire-a:client wire-b:client
	lab_ready a b outside
	quietly a '. /lab/guest-demo.sh'
	quietly b '. /lab/guest-demo.sh'
	quietly outside '. /lab/guest-demo.sh'
}

underlay() {
	title "the network between the hosts, and what is outside"
	run a 'ip addr add 192.0.2.1/24 dev eth0' 'ip link set eth0 up' \
		'ip link set eth1 up'
	run b 'ip addr add 192.0.2.2/24 dev eth0' 'ip link set eth0 up' \
		'ip link set eth1 up'
	run outside 'gateway gw-blue eth0 101 10.0.0.254/24' \
		'gateway gw-red eth1 202 10.0.0.254/24'
}

guests() {
	title "guests of the tenants: namespaces behind real taps"
	run a 'vm r1 tap-r1 02:00:00:01:00:01 10.0.0.1/24' \
		'vm r2 tap-r2 02:00:00:01:00:02 10.0.0.2/24' \
		'vm b1 tap-b1 02:00:00:02:00:01 10.0.0.1/24' \
		'vm t1 tap-t1 02:00:00:04:00:01' \
		'vm_vlan t1 10 10.0.0.10/24' \
		'vm_vlan t1 20 10.1.0.10/24'
	run b 'vm r3 tap-r3 02:00:00:01:00:03 10.0.0.3/24' \
		'vm b3 tap-b3 02:00:00:02:00:03 10.0.0.3/24' \
		'vm g3 tap-g3 02:00:00:03:00:03 10.1.0.3/24'
}

# The same on both hosts but for the addresses.
host_networks() {
	local host=$1 local=$2 remote=$3

	run "$host" 'vsw switch add br-int' \
		'vsw network add red switch br-int vni 5001 mtu 1450' \
		'vsw network add blue switch br-int vni 5002 mtu 1450' \
		'vsw network add green switch br-int vni 5003 mtu 1450' \
		"vsw vtep add vx0 switch br-int local $local" \
		"vsw peer add $remote vtep vx0 switch br-int" \
		'vsw port add eth1 switch br-int uplink on'
}

configure() {
	title "switch, networks, tunnel and uplink"
	host_networks a 192.0.2.1 192.0.2.2
	host_networks b 192.0.2.2 192.0.2.1
	title "ports"
	run a 'vsw port add tap-r1 switch br-int network red' \
		'vsw port add tap-r2 switch br-int network red' \
		'vsw port add tap-b1 switch br-int network blue' \
		'vsw port add tap-t1 switch br-int' \
		'vsw vlan add 10 port tap-t1 network blue' \
		'vsw vlan add 20 port tap-t1 network green' \
		'vsw vlan add 101 port eth1 network blue'
	run b 'vsw port add tap-r3 switch br-int network red' \
		'vsw port add tap-b3 switch br-int network blue' \
		'vsw port add tap-g3 switch br-int network green' \
		'vsw vlan add 202 port eth1 network red'
	run a 'ip link set br-int up'
	run b 'ip link set br-int up'
}

connectivity() {
	title "who reaches whom"
	step "same host: r1 -> r2" a 'reach r1 10.0.0.2'
	step "across hosts over VXLAN: r1 -> r3" a 'reach r1 10.0.0.3'
	step "the other tenant, same addresses: b1 -> b3" a 'reach b1 10.0.0.3'
	step "trunk guest, vlan 10 in blue: t1 -> b1" a 'reach t1 10.0.0.1'
	step "trunk guest, vlan 10 across hosts: t1 -> b3" a 'reach t1 10.0.0.3'
	step "trunk guest, vlan 20 in green: t1 -> g3" a 'reach t1 10.1.0.3'
	step "outside: t1 vlan 10 -> provider vlan 101" a 'reach t1 10.0.0.254'
	step "outside: r3 untagged -> provider vlan 202" b 'reach r3 10.0.0.254'
}

# Red and blue use the same addresses, so an answer proves little; who answered
# is told by its MAC address.
neighbour_is() {
	step "$1" "$2" "m=\$(ip -n $3 -j neigh show $4 | jq -r '.[0].lladdr')
		echo \"$3 sees $4 at \$m\"; [ \"\$m\" = $5 ]"
}

isolation() {
	title "tenants with the same address range do not see each other"
	neighbour_is "red's 10.0.0.3 is red's" a r1 10.0.0.3 02:00:00:01:00:03
	neighbour_is "blue's 10.0.0.3 is blue's" a b1 10.0.0.3 02:00:00:02:00:03
	step "r1 (red) does not reach 10.0.0.10, which is blue's alone" \
		a 'no_reach r1 10.0.0.10'
	step "b1 (blue) does not reach 10.0.0.2, which is red's alone" \
		a 'no_reach b1 10.0.0.2'
	# Not 10.0.0.10: the trunk guest itself is in both networks and answers.
	step "g3 (green) does not reach blue" b \
		'ip -n g3 route add 10.0.0.0/24 dev eth0 && no_reach g3 10.0.0.3'
}

throughput() {
	title "iperf3, 3 seconds each"
	quietly a 'serve_iperf r2'
	quietly b 'serve_iperf r3'
	quietly outside 'serve_iperf gw-blue'
	step "same host: r1 -> r2" a 'measure r1 10.0.0.2'
	step "across hosts over VXLAN: r1 -> r3" a 'measure r1 10.0.0.3'
	step "trunk guest -> outside" a 'measure t1 10.0.0.254'
}

picture() {
	local host

	for host in a b; do
		title "host $host: vsw show"
		run "$host" 'vsw show'
		title "host $host: drops by reason"
		run "$host" 'vsw drop show'
	done
	for host in a b; do
		step "host $host: no kernel warning" "$host" \
			'! dmesg -t -l emerg,alert,crit,err,warn | grep -E "vsw|WARNING|BUG|Call Trace" | grep -vE -f <(grep -vE "^(#|$)" /lab/dmesg.allow)'
	done
}

setup() {
	lab_init "$1"
	topology
	boot
	underlay
	guests
	configure
}

module() {
	"$QEMU_DIR/deps.sh" "$@"
	say "building the module for $LAB_KERNEL"
	VSW_KO=$("$QEMU_DIR/build-module.sh" "$LAB_KERNEL")
	export VSW_KO
}

# Whichever way it ends, there is a verdict.
demo_end() {
	local status=$?

	lab_stop
	rm -rf "$LAB_DIR"
	if [ "$status" = 0 ]; then
		echo "demo: everything works"
	else
		echo "demo: FAILED ($FAILED)"
	fi
}

demo() {
	local start

	module
	start=$SECONDS
	LAB_DIR=$(mktemp -d /tmp/vsw-demo.XXXXXX)
	trap demo_end EXIT
	setup "$LAB_DIR"
	connectivity
	isolation
	throughput
	picture
	title "verdict after $((SECONDS - start)) s"
	[ "$FAILED" = 0 ] || exit 1
}

# --- make shell -------------------------------------------------------------

# Anybody may have made something of that name in /tmp.
shell_dir() {
	LAB_DIR=$SHELL_DIR
	if [ ! -e "$SHELL_DIR" ] && [ ! -L "$SHELL_DIR" ]; then
		return
	fi
	# Of a link, the type is not this one.
	[ "$(LC_ALL=C stat -c '%F %u %a' "$SHELL_DIR")" = "directory $(id -u) 700" ] ||
		die "$SHELL_DIR is not a directory of yours alone: remove it"
}

running() {
	lab_alive a && lab_alive b && lab_alive outside && [ -e "$LAB_DIR/set-up" ]
}

start_once() {
	running && return
	module tmux
	lab_stop
	rm -rf "$SHELL_DIR"
	mkdir -m 700 "$SHELL_DIR"
	setup "$SHELL_DIR"
	touch "$SHELL_DIR/set-up"
}

windows() {
	local shell="exec '$0' attach"

	tmux has-session -t vsw 2>/dev/null || {
		tmux new-session -d -s vsw -n a "$shell a"
		tmux new-window -t vsw -n b "$shell b"
		tmux new-window -t vsw -n outside "$shell outside"
		tmux select-window -t vsw:a
	}
	exec tmux attach -t vsw
}

prompt() {
	[ -S "$LAB_DIR/$1.shell" ] || die "no host $1: a, b or outside"
	echo "host $1; ^] leaves this prompt, the lab stays. Press Enter."
	lab_shell "$1"
}

hints() {
	cat <<EOT

The lab is running.
  make shell H=a        a prompt on host a (b, outside); ^] leaves it
  make shell            all of them in tmux; ^b n next host, ^b d leaves
  make shell H=stop     ends it
EOT
}

shell() {
	shell_dir
	if [ "${H:-}" = stop ]; then
		tmux kill-session -t vsw 2>/dev/null || true
		lab_stop
		rm -rf "$SHELL_DIR"
		return
	fi
	start_once
	hints
	if [ -n "${H:-}" ]; then
		prompt "$H"
	elif [ -t 0 ] && [ -t 1 ] && command -v tmux > /dev/null; then
		windows
	fi
}

case ${1:-demo} in
demo) demo ;;
shell) shell ;;
attach)
	shell_dir
	prompt "$2"
	;;
*) die "usage: demo.sh [shell]" ;;
esac
