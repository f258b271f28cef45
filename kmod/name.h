/* SPDX-License-Identifier: GPL-2.0 */
/* Tables of objects by the names that users give them. */
#ifndef _VSW_NAME_H
#define _VSW_NAME_H

#include <linux/rhashtable.h>
#include <linux/string.h>

#include <uapi/linux/vsw.h>

/* Of a type that has a @node, and a @name as below that is zero to its end. */
#define VSW_NAME_PARAMS(type)						\
	{								\
		.key_len = VSW_NAME_MAX + 1 + BUILD_BUG_ON_ZERO(	\
			sizeof_field(type, name) != VSW_NAME_MAX + 1),	\
		.key_offset = offsetof(type, name),			\
		.head_offset = offsetof(type, node),			\
		.automatic_shrinking = true,				\
	}

/* Context: process; the table does not change. Return: %NULL if there is none. */
static __always_inline void *vsw_name_find(struct rhashtable *names,
					   const char *name,
					   const struct rhashtable_params params)
{
	char key[VSW_NAME_MAX + 1] __aligned(4);

	strscpy_pad(key, name, sizeof(key));
	return rhashtable_lookup_fast(names, key, params);
}

#endif /* _VSW_NAME_H */
