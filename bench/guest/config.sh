# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What configuration costs, from the start of the command to its end, in kernel
# and user space, for each object:
#
#	config-ports-N	put N devices that exist into a switch
#	config-fdb-N	add N static FDB entries (Open vSwitch: OpenFlow flows)
#	config-del-N	delete the switch, with N ports and ten times as many entries
#
# As config-full-WHAT-N they have the size of a large host, take minutes, and are
# left out unless they are asked for by that name.
#
# Functions config.SYSTEM.WHAT print the batch; batch.SYSTEM.WHAT runs it.

CONFIG="config-ports-100 config-ports-1000 config-fdb-1000 config-fdb-10000
	config-del-100 config-del-1000"
CONFIG_FULL="config-full-ports-10000 config-full-fdb-100000
	config-full-del-10000"

config.bridge.ports() {
	printf 'link set o%d master br0\n' $(seq "$1")
}

batch.bridge.ports() {
	ip -batch -
}

config.bridge.fdb() {
	macs_list "$1" 'fdb add %s dev o1 master static\n'
}

batch.bridge.fdb() {
	bridge -batch -
}

config.bridge.start() {
	ip link add br0 type bridge mcast_snooping 0 && ip link set br0 up
}

config.bridge.del() {
	ip link del br0
}

config.vsw.ports() {
	printf 'port add o%d switch vsw0 network blue\n' $(seq "$1")
}

batch.vsw.ports() {
	vsw -b -
}

config.vsw.fdb() {
	macs_list "$1" 'fdb add %s switch vsw0 network blue port o1\n'
}

batch.vsw.fdb() {
	vsw -b -
}

config.vsw.start() {
	vsw_network
}

config.vsw.del() {
	vsw switch del vsw0
}

# The arguments of one ovs-vsctl: a transaction.
config.ovs-normal.ports() {
	printf -- '-- add-port ovs0 o%d\n' $(seq "$1")
}

batch.ovs-normal.ports() {
	local args

	mapfile -t args < <(tr ' ' '\n')
	ovs-vsctl --timeout=300 "${args[@]:1}"
}

config.ovs-normal.fdb() {
	macs_list "$1" 'dl_dst=%s,actions=output:1\n'
}

batch.ovs-normal.fdb() {
	ovs-ofctl add-flows ovs0 -
}

config.ovs-normal.start() {
	ovs_bridge
}

config.ovs-normal.del() {
	ovs-vsctl --timeout=300 del-br ovs0
}

# --- one case ---------------------------------------------------------------

# macs_list N FORMAT: the numbered addresses, as many arguments of FORMAT.
macs_list() {
	local i macs=()

	for ((i = 0; i < $1; i++)); do
		printf -v "macs[i]" '%s:%02x:%02x:%02x' "${NUMBERED%:*:*:*}" \
			$((i >> 16)) $((i >> 8 & 255)) $((i & 255))
	done
	# shellcheck disable=SC2059 # a format by purpose
	printf "$2" "${macs[@]}"
}

# counted COMMAND...: sets INSN, without what was idle.
counted() {
	local start idle end later status

	read -r start idle < $INJECT/clock
	"$@"
	status=$?
	read -r end later < $INJECT/clock
	INSN=$((end - start - 1000 * (later - idle)))
	return $status
}

batch_run() {
	"config.$1.$2" "$3" > /tmp/batch && counted "batch.$1.$2" < /tmp/batch
}

config_run() {
	local what=$1 system=$2 n=$3 ports=1000

	[ "$what" = fdb ] || [ "$n" -lt $ports ] || ports=$n
	ports_many $ports && "config.$system.start" || return
	case $what in
	ports)
		batch_run "$system" ports "$n"
		;;
	fdb)
		batch_run "$system" ports 1 && batch_run "$system" fdb "$n"
		;;
	del)
		batch_run "$system" ports "$n" &&
		batch_run "$system" fdb $((10 * n)) &&
		counted "config.$system.del"
		;;
	esac
}

# A thousand ports take Open vSwitch longer than all the rest: they have to be asked
# for by a part of their name. A bridge has room for 1,023.
config_skip() {
	case $2-$1 in
	ovs-normal-config-full-*) ;;
	ovs-normal-config-ports-1000|ovs-normal-config-del-1000) [ -z "$PATTERN" ] ;;
	bridge-config-full-ports-*|bridge-config-full-del-*) ;;
	*) return 1 ;;
	esac
}

config_case() {
	local scenario=$1 system=$2 what n

	declare -F "config.$system.start" > /dev/null || return 0
	what=${scenario#config-} n=${scenario##*-}
	what=${what#full-}
	if config_skip "$scenario" "$system"; then
		skipped "$scenario" "$system"
		return
	fi
	if config_run "${what%-*}" "$system" "$n" > $LOG 2>&1; then
		result "$scenario" "$system" insn/object "$n" 0 0 0 "$INSN"
	else
		failed "$scenario" "$system" "set-up failed"
	fi
	systems_teardown > /dev/null 2>&1
}
