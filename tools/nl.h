/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_NL_H
#define VSW_NL_H

#include "rows.h"
#include "types.h"

/**
 * struct nl_buffer - Memory of a request
 * @data: none of ours is longer: names, addresses and numbers, each once, and
 *	64 names of security groups
 */
struct nl_buffer {
	char data[4096] __aligned(NLMSG_ALIGNTO);
};

#define NL_TEXT_SIZE	256

/**
 * struct nl_error - What the kernel said about a request
 * @err: negative errno, or 0
 * @text: its sentence, or empty
 * @attr: type of the attribute that it named, or 0
 * @missing: that attribute was missing
 */
struct nl_error {
	int err;
	char text[NL_TEXT_SIZE];
	u16 attr;
	bool missing;
};

typedef void nl_event_fn(u8 cmd, const struct row *row, void *arg);

struct nlmsghdr *nl_prepare(struct nl_buffer *buf, u8 cmd);
void nl_set_batch(bool on);
const struct nl_error *nl_do(struct nlmsghdr *msg, struct rows *reply);
const struct nl_error *nl_dump(struct nlmsghdr *msg, struct rows *rows);
void nl_listen(void (*ready)(void), nl_event_fn *event, void *arg);
void nl_close(void);

#endif /* VSW_NL_H */
