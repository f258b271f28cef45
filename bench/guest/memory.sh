# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Bytes of kernel memory for each object, all in: what is used more after making
# many of them, tables and per-CPU parts (of the one CPU) included.
#
#	memory-fdb		learned FDB entries; Open vSwitch: datapath flows
#	memory-port		devices that exist put into a switch
#	memory-network		networks, with a VNI; bridge: VLANs of the bridge
#	memory-attachment	VLANs of a port that other ports have too
#	memory-conn		connections, nf_conntrack's part of them included

MEMORY="memory-fdb memory-port memory-network memory-attachment memory-conn"
MEMORY_N=1000
# So many of them are there before: what they share slabs with has left room in
# those, which the first would fill.
MEMORY_BEFORE=200

# Slab pages without objects go back. In KB: slabs and large allocations, and
# what is vmalloc()ed and per CPU. MemFree would not do: the page allocator
# keeps megabytes aside.
memory_now() {
	local cache key value rest sum=0

	for cache in /sys/kernel/slab/*/shrink; do
		echo 1 > "$cache"
	done
	while read -r key value rest; do
		case $key in
		SUnreclaim:|VmallocUsed:|Percpu:) ((sum += value)) ;;
		esac
	done < /proc/meminfo
	echo "$sum"
}

# When it does not change any more, since freeing waits for readers; kvfree_rcu()
# also for more to come, five seconds. Virtual time is free.
memory_settled() {
	local last="" now="" tries=20

	sleep 6
	while [ -z "$now" ] || { [ "$now" != "$last" ] && ((tries--)); }; do
		last=$now
		now=$(memory_now)
	done
	echo "$now"
}

memory.bridge.fdb() {
	learn_all "$1"
}

# Of ports: the last one, and the first.
memory.bridge.port() {
	printf 'link set o%d master br0\n' $(seq "$2" "$1") | ip -batch -
}

memory.bridge-vlan.network() {
	bridge vlan add dev br0 vid "2-$(($1 + 1))" self
}

memory.bridge-vlan.attachment() {
	bridge vlan add dev d1 vid "2-$(($1 + 1))"
}

memory.ovs.fdb() {
	ovs_flows "$1"
}

memory.ovs.port() {
	mapfile -t ports < <(ports_list "$1" "$2")
	ovs-dpctl add-if dp0 "${ports[@]}"
}

memory.vsw.fdb() {
	learn_all "$1"
}

memory.vsw.port() {
	printf 'port add o%d switch vsw0\n' $(seq "$2" "$1") | vsw -b -
}

memory.vsw.network() {
	seq "$1" | sed 's/.*/network add net& switch vsw0 vni 1&/' | vsw -b -
}

memory.vsw.attachment() {
	seq "$1" | sed 's/.*/vlan add & port d1 network net&/' | vsw -b -
}

# All of them are let through, and are there afterwards.
memory_conn() {
	frames.ct-new && inject d0 "$FRAME" "$1" flows="$1" && entries "$1"
}

memory.nft-bridge.conn() {
	memory_conn "$1"
}

memory.ovs.conn() {
	memory_conn "$1"
}

memory.vsw.conn() {
	memory_conn "$1"
}

# --- one case ---------------------------------------------------------------

# memory_start SYSTEM WHAT: what the objects need around them.
memory_start() {
	if [ "$2" = conn ]; then
		"$1.ct-new"
		return
	fi
	case $1 in
	bridge) bridge.macs ;;
	bridge-vlan)
		bridge_vlan d0 d1 d2 &&
		bridge vlan add dev d0 vid "2-$((OBJECTS + 1))"
		;;
	ovs) ovs_datapath d0 d1 d2 ;;
	vsw) vsw.macs ;;
	esac
}

memory_run() {
	local what=$1 system=$2 first=1 before after

	N=1
	ports_many $MEMORY_N && memory_start "$system" "$what" || return
	[ "$what" != attachment ] || [ "$system" != vsw ] ||
		memory.vsw.network "$OBJECTS" || return
	[ "$what" != network ] || [ "$system" != bridge-vlan ] ||
		bridge vlan del dev d0 vid "2-$((OBJECTS + 1))" || return
	if [ "$what" = port ]; then
		"memory.$system.port" $MEMORY_BEFORE 1 || return
		first=$((MEMORY_BEFORE + 1))
	fi
	before=$(memory_settled)
	"memory.$system.$what" $((first + OBJECTS - 1)) "$first" || return
	after=$(memory_settled)
	BYTES=$(((after - before) * 1024))
}

memory_case() {
	local what=${1#memory-} system=$2

	declare -F "memory.$system.$what" > /dev/null || return 0
	OBJECTS=$MEMORY_N
	case $what in
	port) OBJECTS=$((MEMORY_N - MEMORY_BEFORE)) ;;
	fdb) OBJECTS=$((100 * MEMORY_N)) ;;
	network|attachment) OBJECTS=$((4 * MEMORY_N)) ;;
	conn) OBJECTS=$CT_MANY ;;
	esac
	[ "$system-$what" != ovs-fdb ] || OBJECTS=$((10 * MEMORY_N))
	if memory_run "$what" "$system" > $LOG 2>&1; then
		result "$1" "$system" bytes/object $OBJECTS 0 0 0 $BYTES
	else
		failed "$1" "$system" "set-up failed"
	fi
	systems_teardown > /dev/null 2>&1
}
