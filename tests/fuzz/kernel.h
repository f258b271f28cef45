/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of the kernel as kmod/parse.c and kmod/guard_check.c ask for, in user
 * space. It is included before anything else; kernel headers that the C
 * library's kernel headers lack are empty files that run.sh makes.
 */
#ifndef _FUZZ_KERNEL_H
#define _FUZZ_KERNEL_H

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ipv6.h>
#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define __percpu
#ifndef __counted_by
#define __counted_by(member)
#endif
#define static_assert(x)	_Static_assert(x, #x)
#define BIT(n)			(1UL << (n))
#define U16_MAX			UINT16_MAX
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))

struct sk_buff;

struct rcu_head {
	void *unused[2];
};

/* Constant expressions, as the kernel's are: they stand behind "case". */
#undef htons
#undef htonl
#define htons(x)		((__be16)__builtin_bswap16(x))
#define htonl(x)		((__be32)__builtin_bswap32(x))

/* Of what the module reads, only this is no number in a known byte order. */
static inline __be32 get_unaligned(const void *p)
{
	__be32 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline u16 get_unaligned_be16(const void *p)
{
	const u8 *byte = p;

	return byte[0] << 8 | byte[1];
}

static inline u64 get_unaligned_le64(const void *p)
{
	u64 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline void put_unaligned_le64(u64 v, void *p)
{
	memcpy(p, &v, sizeof(v));
}

/* linux/sctp.h */
struct sctphdr {
	__be16 source;
	__be16 dest;
	__be32 vtag;
	__le32 checksum;
};

/* net/ip.h */
#define IP_MF			0x2000
#define IP_OFFSET		0x1fff

/* net/ndisc.h */
#define NDISC_ROUTER_SOLICITATION	133
#define NDISC_ROUTER_ADVERTISEMENT	134
#define NDISC_NEIGHBOUR_SOLICITATION	135
#define NDISC_NEIGHBOUR_ADVERTISEMENT	136
#define NDISC_REDIRECT			137
#define ND_OPT_SOURCE_LL_ADDR	1
#define ND_OPT_TARGET_LL_ADDR	2

/* net/ipv6.h */
static inline void ipv6_addr_set_v4mapped(__be32 v4, struct in6_addr *address)
{
	memset(address, 0, sizeof(*address));
	address->s6_addr32[2] = htonl(0xffff);
	address->s6_addr32[3] = v4;
}

static inline bool ipv6_addr_any(const struct in6_addr *a)
{
	return !(a->s6_addr32[0] | a->s6_addr32[1] | a->s6_addr32[2] |
		 a->s6_addr32[3]);
}

static inline bool ipv6_addr_is_multicast(const struct in6_addr *a)
{
	return a->s6_addr[0] == 0xff;
}

static inline bool ipv6_prefix_equal(const struct in6_addr *a,
				     const struct in6_addr *b, unsigned int len)
{
	unsigned int bits = len % 8;

	return !memcmp(a, b, len / 8) &&
	       (!bits || !((a->s6_addr[len / 8] ^ b->s6_addr[len / 8]) >>
			   (8 - bits)));
}

#endif /* _FUZZ_KERNEL_H */
