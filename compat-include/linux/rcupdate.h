/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VSW_COMPAT_LINUX_RCUPDATE_H
#define _VSW_COMPAT_LINUX_RCUPDATE_H

#include_next <linux/rcupdate.h>

/* Before there were callbacks that may wait for seconds. */
#ifndef VSW_HAVE_CALL_RCU_HURRY
#define call_rcu_hurry	call_rcu
#endif

#endif /* _VSW_COMPAT_LINUX_RCUPDATE_H */
