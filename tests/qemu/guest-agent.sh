#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs in the guests of the demonstration: takes commands from the host on the
# second serial line, and keeps a shell for people on the third.

export PS1="\[\e[1m\]${VSW_HOST:-guest}\[\e[0m\]:\w# " TERM=linux

people() {
	stty -F /dev/ttyS2 sane rows 50 cols 132
	while true; do
		setsid -c bash --norc -i < /dev/ttyS2 > /dev/ttyS2 2>&1
	done
}

# A line is a nonce and a command in base64. The command is evaluated in this
# shell, so that functions and variables stay; the answer is what it prints,
# then the nonce and its status.
serve() {
	local nonce command

	while IFS=' ' read -r nonce command <&3; do
		command=$(base64 -d <<< "$command")
		eval "$command" < /dev/null >&3 2>&1 3>&-
		printf '%s %s\n' "$nonce" "$?" >&3
	done
}

cd /lab || exit
for module in udp_tunnel ip6_udp_tunnel nf_conntrack tun veth 8021q; do
	modprobe -q "$module"
done
[ ! -f /lab/vsw.ko ] || insmod /lab/vsw.ko
stamp &
people &
stty -F /dev/ttyS1 raw -echo
exec 3<> /dev/ttyS1
# The host cannot send before the line is open: it waits for these words.
echo "<6>vsw-lab: agent ready" > /dev/kmsg
serve
