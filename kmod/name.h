/* SPDX-License-Identifier: GPL-2.0 */
/* Tables of objects by the names that users give them. */
#ifndef _VSW_NAME_H
#define _VSW_NAME_H

#include <linux/jhash.h>
#include <linux/rhashtable.h>
#include <linux/string.h>

static inline u32 vsw_name_hash(const void *name, u32 len, u32 seed)
{
	return jhash(name, strlen(name), seed);
}

static inline int vsw_name_cmp(struct rhashtable_compare_arg *arg,
			       const void *obj)
{
	return strcmp(obj + arg->ht->p.key_offset, arg->key);
}

/* Of a type that has a @node and a @name, which may be shorter than its room. */
#define VSW_NAME_PARAMS(type)						\
	{								\
		.key_len = sizeof_field(type, name),			\
		.key_offset = offsetof(type, name),			\
		.head_offset = offsetof(type, node),			\
		.hashfn = vsw_name_hash,				\
		.obj_cmpfn = vsw_name_cmp,				\
		.automatic_shrinking = true,				\
	}

#endif /* _VSW_NAME_H */
