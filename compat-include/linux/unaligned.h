/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _VSW_COMPAT_LINUX_UNALIGNED_H
#define _VSW_COMPAT_LINUX_UNALIGNED_H

/* Moved from asm/. */
#ifdef VSW_HAVE_LINUX_UNALIGNED
#include_next <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif /* _VSW_COMPAT_LINUX_UNALIGNED_H */
