/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_COMMAND_H
#define VSW_COMMAND_H

#include "object.h"

/**
 * struct options - What may stand before a command
 * @may_exist: add-br, add-port: it is fine if it is there already
 * @if_exists: del-br, del-port: it is fine if it is gone already
 */
struct options {
	bool may_exist;
	bool if_exists;
};

/**
 * struct command_entry - A command that is not about one kind of object
 * @word: its name
 * @grammar: what follows, for help
 * @run: runs it, with the words after its name; returns the exit status
 */
struct command_entry {
	const char *word;
	const char *grammar;
	int (*run)(struct args *args, const struct options *options);
};

/* Tables end with an entry whose word is NULL. */
extern const struct command_entry ovs_commands[];

int flows_run(struct args *args, const struct options *options);
int monitor_run(struct args *args, const struct options *options);
int show_run(struct args *args, const struct options *options);

#endif /* VSW_COMMAND_H */
