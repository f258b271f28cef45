/* SPDX-License-Identifier: GPL-2.0 */
/* Arguments of the programs here. */
#ifndef _ARGS_H
#define _ARGS_H

#include <stdlib.h>

/* Of whoever includes this; does not return. */
static void usage(void);

static unsigned long number(const char *text)
{
	unsigned long value;
	char *end;

	if (!text)
		usage();
	value = strtoul(text, &end, 0);
	if (!*text || *end)
		usage();
	return value;
}

#endif /* _ARGS_H */
