/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of the kernel as the pure parts of the module ask for, in user space:
 * one thread, locks that nobody else wants, readers that nobody waits for. The
 * fuzzer and the bench of caches build these parts on it, as they are.
 *
 * It is included before anything else. Kernel headers that the C library's
 * kernel headers lack are empty files that headers.sh makes.
 */
#ifndef _USER_KERNEL_H
#define _USER_KERNEL_H

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ipv6.h>
#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
typedef unsigned int gfp_t;

/* --- compiler --------------------------------------------------------------- */

#define __rcu
#define __percpu
#ifndef __counted_by
#define __counted_by(member)
#endif
#define __packed		__attribute__((__packed__))
#define __aligned(x)		__attribute__((__aligned__(x)))
#define ____cacheline_aligned	__aligned(64)
#undef __always_inline
#define __always_inline		inline __attribute__((__always_inline__))
#define noinline		__attribute__((__noinline__))
#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define barrier()		__asm__ __volatile__("" : : : "memory")
#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#define data_race(x)		(x)
#define WRITE_ONCE(x, v)	(*(volatile typeof(x) *)&(x) = (v))
#define smp_load_acquire(p)	__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n(p, v, __ATOMIC_RELEASE)
#define smp_rmb()		barrier()

#define BUILD_BUG_ON(x)		_Static_assert(!(x), #x)
/* With a message or without. */
#define static_assert(...)	assert_statically(__VA_ARGS__, "is not so", 0)
#define assert_statically(x, message, ...)	_Static_assert(x, message)
#define WARN_ON_ONCE(x)		({ bool bad = !!(x); if (bad) abort(); bad; })
#define container_of(p, type, member)	\
	((type *)((char *)(p) - offsetof(type, member)))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define struct_size(p, member, n)	\
	(sizeof(*(p)) + sizeof(*(p)->member) * (n))
#define min(a, b)		({ typeof(a) x = (a); typeof(b) y = (b); x < y ? x : y; })
#define max(a, b)		({ typeof(a) x = (a); typeof(b) y = (b); x > y ? x : y; })
#define clamp(v, lo, hi)	max(min(v, hi), lo)
#define min_t(t, a, b)		min((t)(a), (t)(b))
#define swap(a, b)		({ typeof(a) x = (a); (a) = (b); (b) = x; })

#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define GENMASK_ULL(h, l)	(~0ULL >> (63 - (h)) & ~0ULL << (l))
#define GENMASK(h, l)		((unsigned long)GENMASK_ULL(h, l))
#define U16_MAX			UINT16_MAX
#define U32_MAX			UINT32_MAX
#define U64_MAX			UINT64_MAX

static inline u64 roundup_pow_of_two(u64 n)
{
	return n < 2 ? 1 : 1ULL << (64 - __builtin_clzll(n - 1));
}

/* Constant expressions, as the kernel's are: they stand behind "case". */
#undef htons
#undef ntohs
#undef htonl
#undef ntohl
#define htons(x)		((__be16)__builtin_bswap16(x))
#define ntohs(x)		__builtin_bswap16(x)
#define htonl(x)		((__be32)__builtin_bswap32(x))
#define ntohl(x)		__builtin_bswap32(x)

#define get_unaligned(p) ({						\
	struct { typeof(*(p)) v; } __packed const *packed = (const void *)(p); \
	packed->v;							\
})
#define get_unaligned_be16(p)	ntohs(get_unaligned((const __be16 *)(p)))
#define get_unaligned_be32(p)	ntohl(get_unaligned((const __be32 *)(p)))
#define get_unaligned_le64(p)	get_unaligned((const u64 *)(p))

static inline void put_unaligned_le64(u64 v, void *p)
{
	memcpy(p, &v, sizeof(v));
}

static inline u64 mul_u64_u64_shr(u64 a, u64 b, unsigned int shift)
{
	return (unsigned __int128)a * b >> shift;
}

static inline s64 sign_extend64(u64 value, int index)
{
	int shift = 63 - index;

	return (s64)(value << shift) >> shift;
}

#define MAX_ERRNO		4095
#define ERR_PTR(err)		((void *)(long)(err))
#define PTR_ERR(p)		((long)(p))
#define IS_ERR(p)		((unsigned long)(p) >= (unsigned long)-MAX_ERRNO)

#define ERR_CAST(p)		((void *)(p))

struct list_head {
	struct list_head *next, *prev;
};

/* --- RCU, locks, atomics ------------------------------------------------------ */

struct rcu_head {
	void *unused[2];
};

#define rcu_read_lock()			barrier()
#define rcu_read_unlock()		barrier()
#define rcu_dereference(p)		READ_ONCE(p)
#define rcu_dereference_check(p, c)	READ_ONCE(p)
#define rcu_dereference_protected(p, c)	(p)
#define rcu_assign_pointer(p, v)	smp_store_release(&(p), v)
#define RCU_INIT_POINTER(p, v)		((p) = (v))
#define synchronize_rcu()		barrier()
#define kvfree_rcu(p, member)		kvfree(p)
#define get_state_synchronize_rcu()	0UL
#define start_poll_synchronize_rcu()	((void)0)
#define poll_state_synchronize_rcu(c)	((void)(c), true)

typedef struct {
	int unused;
} spinlock_t;

struct mutex {
	int unused;
};

#define spin_lock_init(l)	((void)(l))
#define spin_lock(l)		((void)(l))
#define spin_unlock(l)		((void)(l))
#define spin_lock_bh(l)		((void)(l))
#define spin_unlock_bh(l)	((void)(l))
#define mutex_init(m)		((void)(m))
#define mutex_destroy(m)	((void)(m))
#define mutex_lock(m)		((void)(m))
#define mutex_unlock(m)		((void)(m))
#define lockdep_is_held(l)	true
#define lockdep_assert_held(l)	((void)(l))
#define cond_resched()		barrier()

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	s64 counter;
} atomic64_t;

#define atomic_set(a, v)	((a)->counter = (v))
#define atomic_read(a)		READ_ONCE((a)->counter)
#define atomic_inc(a)		__sync_fetch_and_add(&(a)->counter, 1)
#define atomic_dec(a)		__sync_fetch_and_sub(&(a)->counter, 1)
#define atomic64_inc		atomic_inc

/* --- memory ------------------------------------------------------------------- */

#define GFP_KERNEL		0
#define GFP_KERNEL_ACCOUNT	0
#define GFP_ATOMIC		0
#define __GFP_NOWARN		0
#define __GFP_ZERO		0
#define PAGE_SIZE		4096UL

/* Large blocks begin at a page, and small ones at 8 bytes. */
static inline void *kvcalloc(size_t n, size_t size, gfp_t gfp)
{
	size_t align = n * size < PAGE_SIZE ? 64 : PAGE_SIZE;
	void *p = aligned_alloc(align, (n * size + align - 1) / align * align);

	return p ? memset(p, 0, n * size) : NULL;
}

#define kvmalloc_array(n, size, gfp)	kvcalloc(n, size, gfp)
#define kvzalloc(size, gfp)	kvcalloc(1, size, gfp)
#define kzalloc(size, gfp)	kvcalloc(1, size, gfp)
#define kmalloc(size, gfp)	kvcalloc(1, size, gfp)
#define kfree(p)		free((void *)(p))
#define kvfree(p)		kfree(p)

#define __vmalloc(size, gfp)	kvcalloc(1, size, gfp)

/* For what only slow paths ask: small numbers, in one array. */
#define XA_SIZE			65536

struct xarray {
	void **slot;
};

#define XA_FLAGS_ACCOUNT	0

static inline void xa_init_flags(struct xarray *xa, gfp_t flags)
{
	xa->slot = NULL;
}

static inline void *xa_load(struct xarray *xa, unsigned long index)
{
	return xa->slot && index < XA_SIZE ? xa->slot[index] : NULL;
}

static inline void *xa_store(struct xarray *xa, unsigned long index, void *entry,
			     gfp_t gfp)
{
	if (!xa->slot)
		xa->slot = kvcalloc(XA_SIZE, sizeof(*xa->slot), gfp);
	if (!xa->slot || index >= XA_SIZE)
		return ERR_PTR(-ENOMEM);
	xa->slot[index] = entry;
	return NULL;
}

static inline int xa_insert(struct xarray *xa, unsigned long index, void *entry,
			    gfp_t gfp)
{
	return xa_load(xa, index) ? -EBUSY :
	       PTR_ERR(xa_store(xa, index, entry, gfp));
}

#define xa_erase(xa, index)	xa_store(xa, index, NULL, 0)

static inline void xa_destroy(struct xarray *xa)
{
	kvfree(xa->slot);
	xa->slot = NULL;
}

/* --- hashes and order ----------------------------------------------------------- */

struct rhash_head {
	struct rhash_head *next;
};

/* Any hash does: this is FNV-1a. */
static inline u32 jhash(const void *key, u32 len, u32 seed)
{
	const u8 *p = key;
	u32 hash = 2166136261U ^ seed;

	while (len--)
		hash = (hash ^ *p++) * 16777619U;
	return hash;
}

#define jhash2(key, words, seed)	jhash(key, 4 * (words), seed)

#define sort(base, n, size, cmp, swp)	qsort(base, n, size, cmp)

/* The place of the highest bit, from 1 on. */
static inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

/* --- time, randomness, work --------------------------------------------------- */

#define HZ			250
#define jiffies			(bench_jiffies)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)

extern unsigned long bench_jiffies;
u64 get_random_u64(void);
#define get_random_u32()	((u32)get_random_u64())

struct work_struct {
	void (*fn)(struct work_struct *work);
	bool pending;
};

struct delayed_work {
	struct work_struct work;
};

struct workqueue_struct;

#define system_wq		((struct workqueue_struct *)NULL)
#define system_unbound_wq	system_wq
#define INIT_WORK(w, f)		(*(w) = (struct work_struct){ .fn = (f) })
#define INIT_DELAYED_WORK(w, f)	INIT_WORK(&(w)->work, f)
#define to_delayed_work(w)	container_of(w, struct delayed_work, work)
#define delayed_work_pending(w)	((w)->work.pending)
#define cancel_work_sync(w)	((w)->pending = false)
#define cancel_delayed_work_sync(w)	cancel_work_sync(&(w)->work)

/* Nothing ages here: time stands still. */
#define schedule_delayed_work(w, delay)	((w)->work.pending = true)
#define mod_delayed_work(wq, w, delay)	((w)->work.pending = true)

bool queue_work(struct workqueue_struct *wq, struct work_struct *work);

/* --- network ------------------------------------------------------------------ */

#define VLAN_VID_MASK		0x0fff
#define VLAN_N_VID		4096
#define IP_DF			0x4000
#define IP_MF			0x2000
#define IP_OFFSET		0x1fff
#define LL_MAX_HEADER		128

struct net_device;
struct netlink_ext_ack;
struct sk_buff;
struct net;

#define ip_is_fragment(ip)	((ip)->frag_off & htons(IP_MF | IP_OFFSET))
#define INET_ECN_ECT_1		1
#define ipv6_get_dsfield(ip)	(ntohs(get_unaligned((const __be16 *)(ip))) >> 4)

/* linux/sctp.h */
struct sctphdr {
	__be16 source;
	__be16 dest;
	__be32 vtag;
	__le32 checksum;
};

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

static inline bool ipv6_addr_equal(const struct in6_addr *a,
				   const struct in6_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static inline void ipv6_addr_prefix(struct in6_addr *prefix,
				    const struct in6_addr *address, int len)
{
	int i;

	for (i = 0; i < 16; i++, len -= 8)
		prefix->s6_addr[i] = len >= 8 ? address->s6_addr[i] :
				     len <= 0 ? 0 :
				     address->s6_addr[i] & 0xff << (8 - len);
}

static inline bool ipv6_prefix_equal(const struct in6_addr *a,
				     const struct in6_addr *b, unsigned int len)
{
	unsigned int bits = len % 8;

	return !memcmp(a, b, len / 8) &&
	       (!bits || !((a->s6_addr[len / 8] ^ b->s6_addr[len / 8]) >>
			   (8 - bits)));
}

#endif /* _USER_KERNEL_H */
