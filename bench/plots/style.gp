# SPDX-License-Identifier: GPL-2.0
# What all plots share. A system has the same colour everywhere; vsw has the
# one that stands out. The columns of the data are: scenario, then systems.
set terminal svg size 860,400 font "sans-serif,13" background "white"
set output out
set title headline
set ylabel label
set xlabel below
set datafile separator "\t"
set datafile missing "?"
set key outside right top Left reverse samplen 2
set border 3 lc rgb "#555555"
set grid ytics lc rgb "#dddddd"
set tics nomirror
set yrange [0:*]
set style line 1 lc rgb "#bbbbbb" lw 2 pt 1	# wire
set style line 2 lc rgb "#888888" lw 2 pt 2	# mirred
set style line 3 lc rgb "#9ecae1" lw 2 pt 4	# bridge
set style line 4 lc rgb "#4292c6" lw 2 pt 6	# bridge-vlan
set style line 5 lc rgb "#08519c" lw 2 pt 8	# bridge-vxlan
set style line 6 lc rgb "#9e9ac8" lw 2 pt 12	# nft-bridge
set style line 7 lc rgb "#a1d99b" lw 2 pt 10	# ovs
set style line 8 lc rgb "#41ab5d" lw 2 pt 13	# ovs-vxlan
set style line 9 lc rgb "#006d2c" lw 2 pt 14	# ovs-normal
set style line 10 lc rgb "#d94801" lw 3 pt 7	# vsw
# What is in the data: systems, their names and their styles.
names = system(sprintf("head -n 1 '%s'", data))
systems = words(names) - 1
name(c) = word(names, c)
style(c) = int(sum [i = 1:words(all)] (word(all, i) eq name(c) ? i : 0))
