# SPDX-License-Identifier: GPL-2.0
# A group of bars for each scenario.
set style data histograms
set style histogram clustered gap 1
set style fill solid border lc rgb "white"
set boxwidth 1
set xtics scale 0
plot for [c = 2:systems + 1] data skip 1 using c:xtic(1) title name(c) \
	ls style(c)
