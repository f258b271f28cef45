# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Scenarios with policy: sender and receiver have security groups, connections are
# tracked. Who has no connection tracking of its own is not here.
#
#	ct-udp, ct-tcp	one established connection
#	ct-new-N	a new one with each packet, let through by the last of N rules
#	ct-remote-N	the same, and the rules differ in who may send
#	ct-set-N	one rule for a set of N prefixes
#	ct-sets-N	a rule for each of N sets of one prefix
#	ct-ipv6		one established connection; ct-ipv6-new: a new one each
#	ct-denied	new ones, and no rule lets them through
#	ct-random	established ones, taken at random out of many
#	ct-full		a new one with each packet, of a sender that has as many as
#			it may have; ct-full-known: one of those that it has
#	ct-beside	between ports without groups, others of the network have some

POLICY="ct-beside ct-udp ct-tcp ct-ipv6 ct-random ct-new-1 ct-new-100 ct-new-10k
	ct-remote-100 ct-remote-10k ct-set-10k ct-sets-10 ct-sets-100
	ct-ipv6-new ct-denied ct-full ct-full-known"
POLICY_QUICK="ct-beside ct-udp ct-tcp ct-random ct-new-100 ct-sets-10 ct-ipv6-new
	ct-denied ct-full ct-full-known"
# With what is locked and allocated.
POLICY_COUNTED="ct-udp ct-tcp ct-new-1 ct-denied"
CT_ZONE=1
CT_MANY=${CT_MANY:-50000}
CT_LIMIT=1000

frames.ct-udp() {
	frames.port-port
}

frames.ct-beside() {
	frames.port-port
}

frames.ct-tcp() {
	FRAME=$(frame_tcp 0)$(zeros 6)
	LENGTH="54 60"
}

frames.ct-new() {
	frames.port-port
	VARY=(flows=60000)
}

frames.ct-remote() {
	frames.ct-new
}

frames.ct-set() {
	frames.ct-new
}

frames.ct-sets() {
	frames.ct-new
}

frames.ct-ipv6() {
	FRAME=$(frame_udp6)
	LENGTH=62
}

frames.ct-ipv6-new() {
	frames.ct-ipv6
	VARY=(flows=60000)
}

frames.ct-denied() {
	frames.ct-new
	OUT=""
}

# Nobody has been seen twice by the time that this ends, but for one in 25.
frames.ct-random() {
	frames.port-port
	WARM=1
	VARY=("flows=$CT_MANY" flow_random=1)
}

# Other ones than those that fill the table.
frames.ct-full() {
	frames.port-port
	VARY=(flows=50000 "flow_first=$CT_LIMIT")
	OUT=""
}

frames.ct-full-known() {
	frames.port-port
}

# vsw leaves checksums to the receiver; the frames have none of TCP.
checksums_unchecked() {
	echo 0 > /proc/sys/net/netfilter/nf_conntrack_checksum
}

# answer [COUNT NAME=VALUE...]: the same frame as the other end would answer it.
answer() {
	local ip=$SRC_IP ip6=$SRC_IP6 mac=$SRC status

	SRC_IP=$DST_IP DST_IP=$ip SRC=$DST DST=$mac SRC_IP6=$DST_IP6 DST_IP6=$ip6
	"frames.$FAMILY"
	inject d1 "$FRAME" "${1:-1}" "${@:2}"
	status=$?
	DST_IP=$SRC_IP SRC_IP=$ip DST=$SRC SRC=$mac DST_IP6=$SRC_IP6 SRC_IP6=$ip6
	"frames.$FAMILY"
	return $status
}

# Both ends have spoken; TCP's third segment is what comes next. conntrack(8) of
# the connection: a handshake is picked up in its middle.
established() {
	inject d0 "$FRAME" 1 && answer && inject d0 "$FRAME" 1 && answer
}

# As many more, of other ports of the first end's.
established_more() {
	inject d0 "$FRAME" "$1" flows="$1" &&
	answer "$1" flows="$1" flow_back=1 &&
	inject d0 "$FRAME" "$1" flows="$1"
}

# What vsw remembers is good for as long as the second lasts: then nf_conntrack is
# to see a frame.
established_many() {
	established_more $CT_MANY && sleep 1
}

# One that is known, and as many others as there may be.
established_full() {
	established && established_more $((CT_LIMIT - 1))
}

# entries N: so many has nf_conntrack. Those that were flushed may wait for readers.
entries() {
	local tries=50

	until [ "$(conntrack -C)" = "$1" ]; do
		((tries--)) || return
		sleep .1
	done
}

# check.FAMILY SYSTEM SENT: what more has to hold, after the frames have been sent.
check.ct-random() {
	WHY="not all are tracked"
	entries $CT_MANY
}

check.ct-full() {
	WHY="the limit was passed, or something else has dropped them"
	entries $CT_LIMIT || return
	[ "$1" != vsw ] ||
		{ vsw port show d0 | grep -qw "conns $CT_LIMIT" &&
		  vsw drop show port d0 | grep -qw "conn-limit $2"; }
}

check.ct-full-known() {
	WHY="there are not as many as there may be"
	entries $CT_LIMIT
}

# rules_list N FORMAT: a line for each port, the last one is that of the frames.
rules_list() {
	local i

	for ((i = $1 - 1; i > 0; i--)); do
		# shellcheck disable=SC2059 # the format is ours
		printf "$2\\n" $((1000 + i))
	done
	# shellcheck disable=SC2059 # the format is ours
	printf "$2\\n" 9
}

# prefixes_list N FORMAT: a line for each prefix, no two of which make one; the last
# is the sender's address.
prefixes_list() {
	local i

	for ((i = 1; i < $1; i++)); do
		# shellcheck disable=SC2059 # the format is ours
		printf "$2\\n" "10.$((i / 256)).$((i % 256)).0/25"
	done
	# shellcheck disable=SC2059 # the format is ours
	printf "$2\\n" $SRC_IP/32
}

# --- vsw ----------------------------------------------------------------------

VSW_RULE="rule add group in switch vsw0 direction ingress protocol udp dport"

# vsw_groups RULES: of sender and receiver.
vsw_groups() {
	rules_list "$1" "$VSW_RULE %d" | vsw_groups_of
}

# The receiver's rules are on standard input.
vsw_groups_of() {
	vsw group add out switch vsw0 &&
	vsw rule add group out switch vsw0 direction egress &&
	vsw group add in switch vsw0 &&
	vsw -b - &&
	vsw port set d0 switch vsw0 groups out conn-limit none &&
	vsw port set d1 switch vsw0 groups in,out conn-limit none
}

vsw.ct-udp() {
	vsw.port-port && vsw_fdb_back && vsw_groups 1 && established
}

vsw_fdb_back() {
	vsw fdb add $SRC switch vsw0 network blue port d0
}

vsw.ct-tcp() {
	vsw.port-port && vsw_fdb_back && vsw_groups 1 &&
	vsw rule add group in switch vsw0 direction ingress protocol tcp dport 9 &&
	established
}

vsw.ct-beside() {
	vsw.port-port && vsw_groups 1 &&
	vsw guard set port d2 && vsw port set d2 switch vsw0 groups in,out &&
	vsw port set d0 switch vsw0 groups none &&
	vsw port set d1 switch vsw0 groups none
}

vsw.ct-new() {
	vsw.port-port && vsw_groups "$N"
}

vsw.ct-remote() {
	vsw.port-port && prefixes_list "$N" "$VSW_RULE 9 remote %s" | vsw_groups_of
}

vsw.ct-set() {
	vsw.port-port && vsw set add s switch vsw0 &&
	prefixes_list "$N" "set elem add %s set s switch vsw0" | vsw -b - &&
	echo "$VSW_RULE 9 remote set s" | vsw_groups_of
}

vsw.ct-sets() {
	local set=0 prefix

	vsw.port-port &&
	prefixes_list "$N" %s | while read -r prefix; do
		echo "set add s$((++set)) switch vsw0"
		echo "set elem add $prefix set s$set switch vsw0"
		echo "$VSW_RULE 9 remote set s$set"
	done | vsw_groups_of
}

vsw.ct-ipv6() {
	vsw.ct-udp
}

vsw.ct-ipv6-new() {
	vsw.port-port && vsw_groups 1
}

vsw.ct-denied() {
	vsw.port-port && vsw_groups 1 &&
	vsw port set d1 switch vsw0 groups out
}

vsw.ct-random() {
	vsw.port-port && vsw_fdb_back && vsw_groups 1 && established_many
}

vsw.ct-full() {
	vsw.port-port && vsw_fdb_back && vsw_groups 1 &&
	vsw port set d0 switch vsw0 conn-limit $CT_LIMIT && established_full
}

vsw.ct-full-known() {
	vsw.ct-full
}

# --- the kernel's bridge with nftables ------------------------------------------

# nft_bridge RULES [RULE]: as a chain, the way that agents write them.
nft_bridge() {
	{
		echo "${2:-}"
		rules_list "$1" "udp dport %d accept"
		echo "tcp dport 9 accept"
	} | nft_bridge_of
}

# nft_bridge_of [SETS]: the rules of new connections are on standard input.
nft_bridge_of() {
	bridge.port-port && checksums_unchecked &&
	bridge fdb add $SRC dev d0 master static &&
	{
		echo "table bridge vswbench {"
		echo "${1:-}"
		echo "chain forward {"
		echo "type filter hook forward priority 0; policy drop;"
		echo "ct state established,related accept"
		cat
		echo "}"
		echo "}"
	} | nft -f -
}

# nft_set NAME PREFIXES: commas between them.
nft_set() {
	echo "set $1 { type ipv4_addr; flags interval; elements = { $2 }; }"
}

nft-bridge.ct-udp() {
	nft_bridge 1 && established
}

nft-bridge.ct-tcp() {
	nft_bridge 1 && established
}

nft-bridge.ct-new() {
	nft_bridge "$N"
}

# ct-new-10k shows what ten thousand rules take.
nft-bridge.ct-remote() {
	[ "$N" -le 1000 ] || return 77
	prefixes_list "$N" "ip saddr %s udp dport 9 accept" | nft_bridge_of
}

nft-bridge.ct-set() {
	echo "ip saddr @s udp dport 9 accept" |
		nft_bridge_of "$(nft_set s "$(prefixes_list "$N" %s | paste -sd ,)")"
}

nft-bridge.ct-sets() {
	local i sets=()

	mapfile -t sets < <(prefixes_list "$N" %s)
	for ((i = 0; i < N; i++)); do
		echo "ip saddr @s$i udp dport 9 accept"
		sets[i]=$(nft_set "s$i" "${sets[i]}")
	done > "$LOG.rules"
	nft_bridge_of "$(printf '%s\n' "${sets[@]}")" < "$LOG.rules"
}

nft-bridge.ct-ipv6() {
	nft-bridge.ct-udp
}

nft-bridge.ct-ipv6-new() {
	nft_bridge 1
}

nft-bridge.ct-denied() {
	bridge.port-port &&
	nft "add table bridge vswbench; add chain bridge vswbench forward { type filter hook forward priority 0; policy drop; }; add rule bridge vswbench forward ct state established accept"
}

nft-bridge.ct-random() {
	nft_bridge 1 && established_many
}

nft-bridge.ct-full() {
	nft_bridge 1 "ct count over $CT_LIMIT drop" && established_full
}

nft-bridge.ct-full-known() {
	nft-bridge.ct-full
}

# --- openvswitch.ko with connection tracking --------------------------------------

# ovs_ct [ACTIONS]: of a new connection, none to drop it; else it is let through.
ovs_ct() {
	local any="eth_type(0x0800),ipv4(frag=no)"

	[[ $FAMILY != ct-ipv6* ]] || any="eth_type(0x86dd),ipv6(frag=no)"
	ovs_datapath d0 d1 d2 && checksums_unchecked &&
	ovs-dpctl add-flow dp0 \
		"recirc_id(0),in_port(1),eth(),$any" "ct(zone=$CT_ZONE),recirc(1)" &&
	ovs-dpctl add-flow dp0 \
		"recirc_id(0),in_port(2),eth(),$any" "ct(zone=$CT_ZONE),recirc(2)" &&
	ovs-dpctl add-flow dp0 \
		"recirc_id(1),in_port(1),ct_state(-new+est+trk),eth(),$any" 2 &&
	ovs-dpctl add-flow dp0 \
		"recirc_id(1),in_port(1),ct_state(+new-est+trk),eth(),$any" \
		"${1-ct(commit,zone=$CT_ZONE),2}" &&
	ovs-dpctl add-flow dp0 \
		"recirc_id(2),in_port(2),ct_state(-new+est+trk),eth(),$any" 1
}

ovs.ct-udp() {
	ovs_ct && established
}

ovs.ct-tcp() {
	ovs_ct && established
}

# Its rules are looked up by the daemon, not here.
ovs.ct-new() {
	[ "$N" = 1 ] || return 77
	ovs_ct
}

ovs.ct-ipv6() {
	ovs_ct && established
}

ovs.ct-ipv6-new() {
	ovs_ct
}

ovs.ct-denied() {
	ovs_ct ""
}

ovs.ct-random() {
	ovs_ct && established_many
}

# How many a zone has is counted beyond the datapath's life.
ovs.ct-full() {
	((++CT_ZONE))
	ovs_ct &&
	ovs-dpctl ct-set-limits dp0 zone=$CT_ZONE,limit=$CT_LIMIT &&
	established_full
}

ovs.ct-full-known() {
	ovs.ct-full
}

policy_teardown() {
	! nft list table bridge vswbench > /dev/null 2>&1 ||
		nft delete table bridge vswbench
	conntrack -F > /dev/null 2>&1
}
