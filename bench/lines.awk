# SPDX-License-Identifier: GPL-2.0
# usage: awk -v packets=N -f lines.awk SYMBOLS LOG
# Digests what lines.sh lets the emulator write down. SYMBOLS: "ADDRESS NAME
# [MODULE]", sorted. LOG: of each instruction that is executed, the line "Trace",
# which has the CPU and the address, and then the registers before it; and once, when
# it is translated, its disassembly.
#
# Addresses are numbers without their upper 16 bits, which a double has no room for
# and which are all ones in the kernel; instructions and symbols are strings, which
# sort as the addresses do.
#
# In arrays: cpu is "0" or "1", line the number of a cache line, pc an instruction,
# site the same, but "PC<PC" of one that takes a lock, with where that was called; way 1
# for what is done on a packet's way and 0 for all else.

BEGIN {
	if (!packets)
		packets = 200
	often = 0.2
	# Where the registers are, in lines of four.
	names = "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15"
	n = split(names, name)
	for (i = 0; i < n; i++) {
		row[name[i + 1]] = int(i / 4)
		column[name[i + 1]] = 9 + 21 * (i % 4)
	}
	row_of["RAX"] = 0
	row_of["RSI"] = 1
	row_of["R8"] = 2
	row_of["R12"] = 3
	for (i = 0; i < 4096; i++)
		digits[sprintf("%03x", i)] = i
	# Whole numbers beyond 2^31 are keys of arrays, too.
	CONVFMT = "%.17g"
	TWO48 = 2 ^ 48
}

# --- numbers ----------------------------------------------------------------

# Twelve digits. The same ones come again and again, for a while.
function number12(s) {
	if (s in number_of)
		return number_of[s]
	if (++numbers % 50000 == 0)
		split("", number_of)
	return number_of[s] = ((digits[substr(s, 1, 3)] * 4096 + \
		digits[substr(s, 4, 3)]) * 4096 + \
		digits[substr(s, 7, 3)]) * 4096 + digits[substr(s, 10, 3)]
}

# As in an operand: decimal or hexadecimal, with a sign or without.
function number(s,  sign) {
	sign = 1
	if (s ~ /^-/) {
		sign = -1
		s = substr(s, 2)
	}
	if (s !~ /^0x/)
		return sign * s
	s = "000000000000" substr(s, 3)
	return sign * number12(substr(s, length(s) - 11))
}

function hex(n) {
	return sprintf("ffff%06x%06x", int(n / 16777216), n % 16777216)
}

# --- instructions -----------------------------------------------------------

# "movq 8(%rax, %rbx, 4), %rcx": sets operand[1..], and says how many.
function operands(s,  n, i, c, depth) {
	n = 1
	operand[1] = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		depth += (c == "(") - (c == ")")
		if (c == "," && !depth)
			operand[++n] = ""
		else if (c != " " && c != "*")
			operand[n] = operand[n] c
	}
	return n
}

# Neither a register nor a constant: what has a parenthesis, a segment, or nothing
# but a number, unless that is where a jump goes to.
function is_memory(op, s) {
	return s ~ /\(|^%[a-z]s:/ || (s ~ /^-?[0-9]/ && op !~ /^(j|call|loop)/)
}

# Mentions an address and does nothing there that another CPU could see; in and out
# are no memory at all.
function is_idle(op) {
	return op ~ /^(lea|nop|endbr|prefetch|clflush|clwb|cldemote|inv|in[bwl]?$|out[bwl]?$)/
}

# The last operand is where a result goes to, but for those that have none there.
function is_read(op) {
	return op ~ /^(j|call|push|ret|verr|verw|ucomi|comi|lgdt|lidt|lldt|ltr|ldmxcsr|fxrstor|xrstor)/ ||
		op ~ /^(cmp|cmps|test|bt|mul|imul|div|idiv|scas|lods|lmsw)[bwlq]?$/
}

function remember(pc, s, write,  n, part, key) {
	accesses[pc]++
	key = pc SUBSEP accesses[pc]
	writes[key] = write
	gs[key] = sub(/^%gs:/, "", s)
	sub(/^%[a-z]s:/, "", s)
	disp[key] = s
	sub(/\(.*/, "", disp[key])
	disp[key] = disp[key] == "" ? 0 : number(disp[key])
	base[key] = index_[key] = ""
	scale[key] = 1
	if (s !~ /\(/)
		return
	gsub(/.*\(|\)|%/, "", s)
	n = split(s, part, ",")
	base[key] = part[1]
	if (n > 1)
		index_[key] = part[2]
	if (n > 2)
		scale[key] = part[3]
	# A thread's stack is its own.
	if (base[key] == "rsp")
		accesses[pc]--
}

# With a register, the number of a bit may be that of one further on.
function remember_bit(pc, op) {
	bit[pc] = op ~ /^bt[src]?[wlq]?$/ && operand[1] ~ /^%/ ? substr(operand[1], 2) : ""
	sub(/^e/, "r", bit[pc])
	sub(/d$/, "", bit[pc])
}

function learn(pc, s,  op, n, i) {
	text[pc] = s
	is_call[pc] = s ~ /^call/
	is_iret[pc] = s ~ /^iret/
	is_helper[pc] = function_name(pc) ~ /^_raw_/
	accesses[pc] = 0
	repeated[pc] = s ~ /^rep/
	while (s ~ /^(lock|rep[a-z]*|notrack|bnd|data16|[c-g]s) /)
		sub(/^[a-z0-9]+ +/, "", s)
	op = s
	sub(/ .*/, "", op)
	sub(/^[^ ]+ */, "", s)
	if (is_idle(op) || s == "")
		return
	n = operands(s)
	for (i = 1; i <= n; i++)
		if (is_memory(op, operand[i]))
			remember(pc, operand[i], op ~ /^xchg/ ||
				(i == n && !is_read(op)))
	remember_bit(pc, op)
}

# The rest of the bytes of a long instruction stands in a line without text.
function disassembled(  s) {
	s = substr($0, 46)
	gsub(/^ +| +$/, "", s)
	if (s != "") {
		learned = substr($1, 3, 16)
		bytes[learned] = 0
		learn(learned, s)
	}
	s = substr($0, 22, 24)
	bytes[learned] += gsub(/[0-9a-f][0-9a-f]/, "", s)
}

# --- what it accesses -------------------------------------------------------

function register(name) {
	return number12(substr(registers[row[name]], column[name], 12))
}

function address(pc, key,  a) {
	a = disp[key]
	if (base[key] == "rip")
		a += number12(substr(pc, 5)) + bytes[pc]
	else if (base[key] != "")
		a += register(base[key])
	if (index_[key] != "")
		a += register(index_[key]) * scale[key]
	if (gs[key])
		a += gs_base[cpu]
	if (bit[pc] in row)
		a += int(register(bit[pc]) / 64) * 8
	a %= TWO48
	return a < 0 ? a + TWO48 : a
}

function count(line, pc, write,  site, key) {
	site = is_helper[pc] ? pc "<" caller[cpu] : pc
	key = line SUBSEP site
	if (!(key in seen)) {
		seen[key]
		at[line] = at[line] " " site
	}
	if (write) {
		written[way, cpu, line]++
		written[way, cpu, key]++
	} else {
		read[way, cpu, line]++
		read[way, cpu, key]++
	}
	lines[line]
}

# User space is not the kernel's, whoever runs there. What a string instruction does to
# one line, element by element, is one access.
function access(pc,  i, a, line) {
	if (repeated[pc] && !register("rcx"))
		return
	for (i = 1; i <= accesses[pc]; i++) {
		a = address(pc, pc SUBSEP i)
		line = int(a / 64)
		if (a < TWO48 / 2 || (repeated[pc] && last[cpu] == pc &&
				      run[cpu, i] == line))
			continue
		run[cpu, i] = line
		count(line, pc, writes[pc, i])
	}
}

# --- where a packet begins and ends -----------------------------------------

# Where the sender calls netif_receive_skb(), and where that returns to it. What
# local_bh_enable() does then is others': nothing here is left to soft interrupts.
# The sender is a thread: where it is seen, no interrupt is under way, even if the end
# of one was missed because it went on to another thread.
function follow(pc) {
	if (pc >= sender_first && pc <= sender_last) {
		was_sender[cpu] = 1
		interrupted[cpu] = 0
		if (inside[cpu])
			end()
		return
	}
	if (pc == begin && was_sender[cpu])
		inside[cpu] = begun[cpu] = 1
	else if (pc in interrupts)
		interrupted[cpu]++
	was_sender[cpu] = 0
}

function end() {
	inside[cpu] = 0
	done[cpu]++
	if (done["0"] >= packets && done["1"] >= packets)
		exit
}

# If there is nothing of a CPU after such a time, there never will be.
function executed(  now) {
	now = pc
	follow(now)
	if (!(now in text))
		unknown++
	way = inside[cpu] && !interrupted[cpu]
	if (begun[cpu] && accesses[now])
		access(now)
	last[cpu] = now
	if (is_call[now])
		caller[cpu] = now
	else if (is_iret[now] && interrupted[cpu])
		interrupted[cpu]--
	executions++
	if (executions % 2000000 == 0 && !(done["0"] && done["1"]))
		exit
}

# --- names ------------------------------------------------------------------

# The last symbol that is not after an address.
function symbol(a,  low, high, middle) {
	low = 1
	high = symbols
	while (low < high) {
		middle = int((low + high + 1) / 2)
		if (start[middle] <= "x" a)
			low = middle
		else
			high = middle - 1
	}
	return low
}

# Both with 16 digits, which may differ in the lower 12.
function offset(a, i) {
	return sprintf("+0x%x", number12(substr(a, 5)) - number12(substr(start[i], 6)))
}

function function_name(pc) {
	return title[symbol(pc)]
}

function place(pc,  i) {
	i = symbol(pc)
	return title[i] offset(pc, i)
}

function site_function(site,  part) {
	return split(site, part, "<") > 1 ? \
		function_name(part[1]) " by " function_name(part[2]) : \
		function_name(site)
}

function site_place(site,  part) {
	return split(site, part, "<") > 1 ? \
		function_name(part[1]) " by " place(part[2]) ": " text[part[1]] : \
		place(site) ": " text[site]
}

# Where a line is, by the map of a kernel without randomized addresses.
function whereabouts(line,  a, c, into, i) {
	a = hex(line * 64)
	for (c in gs_base) {
		into = line * 64 - gs_base[c]
		if (into < 0 || into >= area)
			continue
		i = symbol("0000" substr(hex(into), 5))
		return "area of CPU " c (into < per_cpu_end ? ", " title[i] : "")
	}
	if (a ~ /^ffffffff[89a-f]/) {
		i = symbol(a)
		return title[i] offset(a, i)
	}
	if (a ~ /^ffffea/)
		return "struct page"
	return a ~ /^ffffc9/ ? "vmalloc" : "memory"
}

# --- what came of it --------------------------------------------------------

# Of one CPU's packets, on their way, or everywhere.
function rate(what, c, key) {
	if (what == "w")
		return (written[1, c, key] + all * written[0, c, key]) / done[c]
	return (read[1, c, key] + all * read[0, c, key]) / done[c]
}

function both(what, key) {
	return rate(what, "0", key) * done["0"] / (done["0"] + done["1"]) + \
		rate(what, "1", key) * done["1"] / (done["0"] + done["1"])
}

function is_touched(c, line, often) {
	return rate("w", c, line) + rate("r", c, line) >= often
}

# "both", "one", or nothing: who writes and who reads it, at least so often.
function sharing(line, often,  w0, w1) {
	w0 = rate("w", "0", line) >= often
	w1 = rate("w", "1", line) >= often
	if (w0 && w1)
		return "both"
	if (w0 && is_touched("1", line, often) || w1 && is_touched("0", line, often))
		return "one"
	return ""
}

function show_rates(key) {
	printf "%7.2f %7.2f %7.2f %7.2f  ", rate("w", "0", key), rate("w", "1", key),
		rate("r", "0", key), rate("r", "1", key)
}

# The instructions, but for those that seldom come this way.
function show_line(line,  n, i, site, key) {
	show_rates(line)
	printf "%s  %s\n", hex(line * 64), whereabouts(line)
	n = split(at[line], site, " ")
	for (i = 1; i <= n; i++) {
		key = line SUBSEP site[i]
		if (both("w", key) + both("r", key) < often / 10)
			continue
		show_rates(key)
		print "    " site_place(site[i])
	}
}

# The same, with functions alone.
function show_functions(line,  n, i, site, name) {
	show_rates(line)
	printf "%s  %s:", hex(line * 64), whereabouts(line)
	n = split(at[line], site, " ")
	for (i = 1; i <= n; i++) {
		if (site_function(site[i]) in name)
			continue
		name[site_function(site[i])]
		printf " %s", site_function(site[i])
	}
	printf "\n"
}

# Those of a kind, from what is written most on. Not those that have been shown.
function show_lines(kind,  n, i, j, line, order, sum) {
	for (line in lines) {
		if ((line in listed) || sharing(line, often) != kind)
			continue
		for (i = ++n; i > 1 && both("w", order[i - 1]) < both("w", line); i--)
			order[i] = order[i - 1]
		order[i] = line
	}
	for (i = 1; i <= n; i++) {
		listed[order[i]]
		sum += both("w", order[i])
		if (all)
			show_functions(order[i])
		else
			show_line(order[i])
	}
	found = n + 0
	return sum + 0
}

function report(kind, title,  sum) {
	printf "\n%s\n", title
	sum = show_lines(kind)
	printf "= %d lines, writes to them per packet: %.2f\n", found, sum
}

# What of a function's writes goes to lines that are shared, but each of them rarely:
# locks and buckets of a hash table, or objects that change hands.
function show_rare(  line, n, i, site, w, name, sum, total, spread, rare) {
	for (line in lines) {
		if ((line in listed) || !sharing(line, 1e-9))
			continue
		rare++
		n = split(at[line], site, " ")
		split("", name)
		for (i = 1; i <= n; i++) {
			w = both("w", line SUBSEP site[i])
			if (!w)
				continue
			sum[site_function(site[i])] += w
			total += w
			if (!(site_function(site[i]) in name))
				spread[site_function(site[i])]++
			name[site_function(site[i])]
		}
	}
	for (i in sum)
		if (sum[i] >= often / 10)
			printf "%7.2f in %5d lines: %s\n", sum[i], spread[i], i | "sort -rn"
	close("sort -rn")
	printf "= %d lines, writes to them per packet: %.2f\n", rare, total
}

# Of a packet on its way, on either CPU: how much there is that might be shared.
function header(  line, n, w, r) {
	printf "%d packets on CPU 0, %d on CPU 1; %d instructions, %d without disassembly\n",
		done["0"], done["1"], executions, unknown
	for (line in lines) {
		w += both("w", line)
		r += both("r", line)
		n += both("w", line) > 0
	}
	printf "On a packet's way: %.0f writes, to %d lines in all, and %.0f reads\n\n",
		w, n, r
	printf "For each packet of that CPU: writes by CPU 0 and 1, reads by CPU 0 and 1; then\n"
	printf "the line, or an instruction that accesses it.\n"
}

# --- the lines of the log ---------------------------------------------------

NR == FNR {
	start[++symbols] = "x" $1
	title[symbols] = $2 $3
	if ($2 == "__per_cpu_end")
		per_cpu_end = number12(substr($1, 5))
	if ($2 == "netif_receive_skb")
		begin = $1 ""
	if ($2 ~ /^asm_(sysvec|exc|common_interrupt)/)
		interrupts[$1 ""]
	if ($3 == "[vsw_load]" && $2 ~ /^(frame_send|sender_run)$/) {
		if (sender_first == "")
			sender_first = $1 ""
		senders[++n_senders] = symbols
	}
	next
}

# Those of the sender end where the next function begins.
FNR == 1 {
	sender_last = substr(start[senders[n_senders] + 1], 2)
	if (begin == "" || sender_first == "")
		exit
}

/^0x/ {
	disassembled()
	next
}

/^Trace/ {
	cpu = substr($2, 1, 1)
	pc = substr($4, 19, 16)
	next
}

/^GS/ {
	if ($3 ~ /^ffff/)
		gs_base[cpu] = number12(substr($3, 5))
	executed()
	next
}

{
	registers[row_of[substr($1, 1, index($1, "=") > 0 ? index($1, "=") - 1 : 3)]] = $0
}

END {
	if (!done["0"] || !done["1"])
		exit 1
	area = gs_base["1"] - gs_base["0"]
	header()
	report("both", "Lines that both CPUs write to, on a packet's way:")
	report("one", "Lines that one CPU writes to and the other reads, on a packet's way:")
	printf "\nLines that are shared less than %.1f times per packet each, by who writes:\n", often
	show_rare()
	all = 1
	report("both", "Further ones that both write to, with senders, interrupts and threads:")
	report("one", "Further ones that one writes to and the other reads, with those:")
}
