# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the tests share in which a guest is plugged into p1 of br0 while others send,
# and the guest does so from the first moment. Sourced after lib.sh, wires.sh and
# packets.sh, of which the ports p2 and p3 (network blue), p4 and p5 (red) are. The
# guest is a program in the background, GUEST_PID, which prints what it has sent and
# got in one line (guest/mqtap.c, guest/vhost.c).
# shellcheck disable=SC2034,SC2086 # read by others; lists of words

NOBODY=02000000dead
IP1=0a000001 IP2=0a000002 IP3=0a000003 IP9=0a000009
A1=fe80000000000000000000fffe000001
A2=fe80000000000000000000fffe000002
ALL6=ff020000000000000000000000000001 ALLM6=333300000001
S1=ff0200000000000000000001ff000001 SM1=3333ff000001
P="" F="" N="" WHEN="" KINDS=() GOOD="" BAD=() SPOOFED=() FLOODS=()

# --- traffic ----------------------------------------------------------------

# frame_udp MAC-TO MAC IP IP-TO PORT: in F
frame_udp() {
	udp P 1000 "$5"
	ip4 P "$3" "$4" 17 "$P"
	F=$1${2}0800$P
}

# frame_nd MAC-TO MAC IP IP-TO TYPE [TARGET]: in F
frame_nd() {
	nd P "$5" "${6:-}" 0101$2
	ip6 P "$3" "$4" 58 "$P"
	F=$1${2}86dd$P
}

# kinds MAC: all that a guest with this address may be heard of by, in KINDS:
# ARP, solicitations, advertisements of a router, groups, an address that
# nobody has, and those of p1's guest and of the one at w2.
kinds() {
	local to

	KINDS=("$ALL$1$DATA" "$GROUP$1$DATA" "$ALLM6$1$DATA" "$NOBODY$1$DATA")
	for to in $M1 $M2; do
		[ $to = $1 ] || KINDS+=("$to$1$DATA")
	done
	arp P 1 $1 $IP9 $IP1
	KINDS+=("$ALL${1}0806$P")
	frame_nd $SM1 $1 $A2 $S1 135 $A1
	KINDS+=("$F")
	frame_nd $ALLM6 $1 $A2 $ALL6 134
	KINDS+=("$F")
	frame_nd $ALLM6 $1 $A2 $ALL6 136 $A2
	KINDS+=("$F")
	frame_udp $ALL $1 $IP9 ffffffff 67
	KINDS+=("$F")
}

# flood_start NETNS|"" WIRE COUNT [OPTIONS] HEX...: so many of each, again and again,
# until floods_stop, with these options of "frame send".
flood_start() {
	local mark=$LOGDIR/flows.${#FLOODS[@]}

	: > "$LOGDIR/flood"
	rm -f "$mark"
	background flood "$mark" "$@"
	FLOODS+=("$BG_PID")
	check busywait 10000 test -e "$mark"
}

flood() {
	local run=()

	taskset -pc 1 "$BASHPID"
	[ -z "$2" ] || run=(inns "$2")
	while [ -e "$LOGDIR/flood" ]; do
		"${run[@]}" frame send "$3" count "${@:4}"
		: > "$1"
		# A flood of the debug kernel would leave others no turn.
		! kernel_is_debug || sleep 0.3
	done
	return 0
}

floods_stop() {
	rm "$LOGDIR/flood"
	wait "${FLOODS[@]}"
	FLOODS=()
	settle
}

blue_and_red_flood() {
	kinds $M2
	flood_start "" w2 20 "${KINDS[@]}"
	kinds $M4
	flood_start "" w4 20 "${KINDS[@]}"
}

# --- what was seen ----------------------------------------------------------

# more WIRE: how many frames it has got since the last look at all of them, in N
more() {
	read -r N < "/sys/class/net/$1/statistics/rx_packets"
	N=$((N - WIRE_SEEN[$1]))
}

has_more() {
	more "$1"
	[ "$N" -ge "$2" ]
}

# expect_none WIRE...: of these, none has got a frame since.
expect_none() {
	local wire

	for wire; do
		more "$wire"
		[ "$N" = 0 ] || fail "$wire got $N frames${WHEN:+ $WHEN}"
	done
}

# p1 has taken from the guest, or given it, so many frames.
p1_has() {
	local frames

	frames=$(dev_stat p1 "$1") && [ "$frames" -ge "$2" ]
}

# so_many N DEBUG: how often to do it; on the debug kernel each takes seconds.
so_many() {
	kernel_is_debug && echo "$2" || echo "$1"
}

# It ends by itself, or when told, and then says what it has sent and got.
guest_end() {
	check wait "$GUEST_PID"
	note "$(background_log "$GUEST_PID")"
}

guest_stop() {
	kill "$GUEST_PID"
	guest_end
}

# said WORD: the number that it says after that, or 0
said() {
	N=$(shown "$1" background_log "$GUEST_PID")
	echo "${N:-0}"
}

# sent N...: how many of these frames, the first of which is 1, it has sent
sent() {
	local sum=0 n

	for n; do
		sum=$((sum + $(said hex$n)))
	done
	echo "$sum"
}

expect_more_than() {
	[ "${2:-0}" -gt "$1" ] || fail "$3: '$2', not more than $1"
}

# --- policy -----------------------------------------------------------------

# What p1's guest may send goes to w2, and what it may not to w3; what it may get
# comes from w2, and what it may not from w3. These two do not hear each other.
web_and_all() {
	check vsw -b - <<- END
		port set p2 isolated on
		port set p3 isolated on
		fdb add 02:00:00:00:00:02 switch br0 network blue port p2
		fdb add 02:00:00:00:00:03 switch br0 network blue port p3
		group add web switch br0
		rule add group web switch br0 direction egress protocol udp dport 2000
		rule add group web switch br0 direction ingress protocol udp dport 3000
		group add all switch br0
		rule add group all switch br0 direction egress
		rule add group all switch br0 direction ingress
	END
}

web_and_all_gone() {
	check vsw -b - <<- END
		port del p1
		fdb del 02:00:00:00:00:02 switch br0 network blue
		fdb del 02:00:00:00:00:03 switch br0 network blue
		group del web switch br0
		group del all switch br0
		port set p2 isolated off
		port set p3 isolated off
	END
}

# The frames that p1's guest may send, in GOOD, and those that web denies, in BAD.
good_and_bad() {
	frame_udp $M2 $M1 $IP1 $IP2 2000
	GOOD=$F
	BAD=()
	frame_udp $M3 $M1 $IP1 $IP3 3000
	BAD+=("$F")
	frame_udp $ALL $M1 $IP1 ffffffff 3000
	BAD+=("$F")
	udp P 1000 3000
	ip6 P $A1 $A2 17 "$P"
	BAD+=("$M3${M1}86dd$P")
}

good_and_bad_flood() {
	frame_udp $M1 $M2 $IP2 $IP1 3000
	flood_start "" w2 200 "$F"
	frame_udp $M1 $M3 $IP3 $IP1 2000
	set -- "$F"
	frame_udp $ALL $M3 $IP3 ffffffff 2000
	flood_start "" w3 100 "$1" "$F"
}

# p1 with all that there can be, long before its tap; and, in SPOOFED, what its
# guard does not let through: all of it could be seen at w3.
guarded_ahead() {
	web_and_all
	check vsw -b - <<- END
		port add p1 switch br0 network red groups all state closed
		guard set port p1
		address add 02:00:00:00:00:01 ip 10.0.0.1 port p1
		port set p1 switch br0 network blue groups web
		port set p1 switch br0 state open
		fdb add 02:00:00:00:00:01 switch br0 network blue port p1
	END
	good_and_bad
	SPOOFED=()
	frame_udp $M3 $M1 $IP9 $IP3 2000
	SPOOFED+=("$F")
	frame_udp $M3 $NOBODY $IP1 $IP3 2000
	SPOOFED+=("$F")
	arp P 1 $M1 $IP9 $IP3
	SPOOFED+=("$ALL${M1}0806$P")
	frame_nd $ALLM6 $M1 $A1 $ALL6 136 $A2
	SPOOFED+=("$F")
	frame_nd $ALLM6 $M1 $A1 $ALL6 134
	SPOOFED+=("$F")
	frame_udp $ALL $M1 $IP1 ffffffff 68
	SPOOFED+=("$F")
	good_and_bad_flood
	kinds $M4
	flood_start "" w4 20 "${KINDS[@]}"
	got
}
