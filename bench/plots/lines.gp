# SPDX-License-Identifier: GPL-2.0
# A line for each system, over a number.
set logscale x
plot for [c = 2:systems + 1] data skip 1 using 1:c with linespoints \
	title name(c) ls style(c)
