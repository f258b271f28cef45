# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The guest's part of bench/lines.sh: one scenario of smp.sh, two senders on each
# CPU, and frames without end.

# Functions and data, of the kernel and of modules: address, name, module. Names
# of the kernel's per-CPU data are addresses, too: how far into a CPU's area.
lines_symbols() {
	echo 0 > /proc/sys/kernel/kptr_restrict
	awk '{ print "symbol", $1, $3, $4 }' /proc/kallsyms
}

# lines SCENARIO SYSTEM: does not return, the host ends it. smp-known is smp-new with
# the same connections all the time, for which ovs has no flows.
lines() {
	local setup=${1/smp-known/smp-new}

	"smp_up.$2" "$setup" || return
	[ "$1" = smp-new ] && echo 1 > $LOAD/flows || echo 0 > $LOAD/flows
	load_first && load 0 1 0 1 && lines_symbols || return
	[ "$1" != smp-new ] || forget || return
	list 0 1 0 1 > $LOAD/cpus
	echo "lines: ready"
	echo 4000000 > $LOAD/run
}
