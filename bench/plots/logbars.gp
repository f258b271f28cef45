# SPDX-License-Identifier: GPL-2.0
# As bars, on a logarithmic axis.
set logscale y
set yrange [10:*]
load plots . "/bars.gp"
