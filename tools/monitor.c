// SPDX-License-Identifier: GPL-2.0
/* Prints events as they come. */

#include <stdio.h>
#include <stdlib.h>

#include "command.h"

/* What to show: bit N is for objects[N]. */
struct filter {
	unsigned int objects;
};

static void print_event(const struct object *object, bool deleted,
			const struct row *row)
{
	struct value what = value_string(deleted ? "deleted" : "changed");
	struct value kind = value_string(object->word);

	out_begin_object(NULL);
	out_print("event", &what, "%s",
		  deleted ? "[DELETED]" : "[NEW/CHANGED]");
	out_print("object", &kind, " %s ", kind.text);
	object_print(object, row);
	out_print(NULL, NULL, "\n");
	out_end();
	if (out_flush())
		exit(VSW_REFUSED);
}

static void handle_object(const struct object *object, u8 cmd,
			  const struct row *row)
{
	if (object->changed &&
	    (cmd == object->changed || cmd == object->deleted))
		print_event(object, cmd == object->deleted, row);
}

static void handle(u8 cmd, const struct row *row, void *arg)
{
	const struct filter *filter = arg;
	unsigned int i;

	for (i = 0; objects[i]; i++) {
		if (!(filter->objects & 1 << i))
			continue;
		handle_object(objects[i], cmd, row);
		if (objects[i]->part)
			handle_object(objects[i]->part, cmd, row);
	}
}

static bool select_object(struct filter *filter, const char *word)
{
	const struct object *object = object_find(word);
	unsigned int i;

	if (!object || !object->changed)
		return false;
	for (i = 0; objects[i] != object; i++)
		;
	filter->objects |= 1 << i;
	return true;
}

static void say_ready(void)
{
	fputs("listening\n", stderr);
}

int monitor_run(struct args *args, const struct options *options)
{
	struct filter filter = { .objects = 0 };

	(void)options;
	for (; args->next < args->n; args->next++)
		if (!select_object(&filter, args->word[args->next]))
			return args_unknown(args);
	if (!filter.objects)
		filter.objects = ~0u;
	nl_listen(say_ready, handle, &filter);
	return VSW_REFUSED;
}
