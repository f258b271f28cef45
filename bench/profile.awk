# SPDX-License-Identifier: GPL-2.0
# usage: awk -v module=NAME -f profile.awk NAMES ADDRESSES
# Adds up what profile.sh has traced. NAMES: "ADDRESS FUNCTION START" of each
# address; ADDRESSES: one a line, as they were executed.
#
# A packet begins where the injector calls netif_receive_skb(), and ends with the
# second return to it: from there, and from local_bh_enable(). It counts if it
# was seen whole, and no interrupt came in between.

function is_probe(function_name) {
	return function_name ~ /\[vsw_inject\]$/
}

function begin() {
	split("", insn)
	inside = 1
	returns = 0
	clean = 1
}

function end(  what) {
	inside = 0
	if (!clean)
		return
	packets++
	for (what in insn)
		sum[what] += insn[what]
}

NR == FNR {
	name[$1] = $2
	start[$1] = $3
	next
}

{
	now = name[$1]
	if (inside && is_probe(now) && !is_probe(last) && ++returns == 2)
		end()
	if (is_probe(last) && now == "netif_receive_skb" && $1 == start[$1])
		begin()
	last = now
	if (!inside || is_probe(now))
		next
	if (now ~ /^asm_(sysvec|exc|common_interrupt)/)
		clean = 0
	if (module == "")
		insn[now]++
	else if (now ~ "\\[" module "\\]$")
		insn[$1 " " now]++
}

END {
	if (!packets)
		exit 1
	for (what in sum) {
		printf "%8.1f  %s\n", sum[what] / packets, what
		all += sum[what]
	}
	printf "%8.1f  all, in %d packets\n", all / packets, packets
}
