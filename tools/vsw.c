// SPDX-License-Identifier: GPL-2.0
/* vsw - configure and watch virtual switches */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "parse.h"

#define NETNS_DIR	"/run/netns/"

static int help_run(struct args *args, const struct options *options);
static int version_run(struct args *args, const struct options *options);

static const struct command_entry commands[] = {
	{ "show", "[BR]", show_run },
	{ "monitor",
	  "[switch|network|port|vlan|vtep|peer|guard|address|fdb|set|group|rule|neigh ...]",
	  monitor_run },
	{ "help", "[OBJECT]", help_run },
	{ "version", "", version_run },
	{ }
};

static void print_commands(FILE *to, const struct command_entry *entry)
{
	for (; entry->word; entry++)
		fprintf(to, "       vsw [OPTIONS] %s%s%s\n", entry->word,
			*entry->grammar ? " " : "", entry->grammar);
}

static void print_usage(FILE *to)
{
	const struct object *const *object;

	fputs("Usage: vsw [OPTIONS] OBJECT COMMAND ...\n", to);
	print_commands(to, commands);
	print_commands(to, ovs_commands);
	fputs("       vsw [-j] [-n NETNS] -b FILE\n\n"
	      "OPTIONS:  -j        output in JSON\n"
	      "          -n NETNS  in the network namespace of that name\n"
	      "          -b FILE   run the commands in a file, - for standard input\n"
	      "          -V        print the version\n"
	      "          -h        print this, as --help does\n"
	      "          --may-exist, --if-exists  as in ovs-vsctl(8)\n"
	      "OBJECT:  ", to);
	for (object = objects; *object; object++)
		fprintf(to, " %s", (*object)->word);
	fputs("\n\n\"vsw help OBJECT\" tells the commands of an object.\n", to);
}

static int help_run(struct args *args, const struct options *options)
{
	const struct object *object = NULL;

	(void)options;
	if (args->next < args->n) {
		object = object_find(args->word[args->next]);
		args->next += !!object;
	}
	if (args->next < args->n)
		return args_unknown(args);
	if (object)
		object_help(object);
	else
		print_usage(stdout);
	return VSW_OK;
}

static int version_run(struct args *args, const struct options *options)
{
	(void)options;
	if (args->next < args->n)
		return args_unknown(args);
	puts("vsw " VSW_VERSION);
	return VSW_OK;
}

static const struct command_entry *find_entry(const struct command_entry *entry,
					      const char *word)
{
	for (; entry->word; entry++)
		if (same_word(entry->word, word))
			return entry;
	return NULL;
}

/* Takes the two options that ovs-vsctl has before each of its commands. */
static struct options take_options(struct args *args)
{
	struct options options = { 0 };

	for (; args->next < args->n; args->next++) {
		if (!strcmp(args->word[args->next], "--may-exist"))
			options.may_exist = true;
		else if (!strcmp(args->word[args->next], "--if-exists"))
			options.if_exists = true;
		else
			break;
	}
	return options;
}

/* Runs one command line. Return: exit status. */
static int run(struct args *args)
{
	struct options options = take_options(args);
	const struct command_entry *entry;
	const struct object *object;
	const char *word;

	if (args->next == args->n)
		return args_unknown(args);
	word = args->word[args->next];
	entry = find_entry(ovs_commands, word);
	if (!entry && (options.may_exist || options.if_exists)) {
		out_warn("%s takes neither --may-exist nor --if-exists", word);
		return VSW_USAGE;
	}
	if (!entry)
		entry = find_entry(commands, word);
	object = entry ? NULL : object_find(word);
	if (!entry && !object)
		return args_unknown(args);
	args->next++;
	return entry ? entry->run(args, &options) : object_run(object, args);
}

static int run_line(char *line)
{
	char *words[PARSE_WORDS_MAX];
	struct args args = { .word = words };

	if (!parse_line(line, words, PARSE_WORDS_MAX, &args.n)) {
		out_warn("more than %d words", PARSE_WORDS_MAX - 1);
		return VSW_USAGE;
	}
	return args.n ? run(&args) : VSW_OK;
}

static int run_lines(FILE *file, const char *name)
{
	unsigned int number = 0;
	int status = VSW_OK;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	nl_set_batch(true);
	while (!status && (len = getline(&line, &size, file)) >= 0) {
		out_set_place(name, ++number);
		if (strlen(line) != (size_t)len) {
			out_warn("zero byte in the line");
			status = VSW_USAGE;
			break;
		}
		status = run_line(line);
	}
	out_set_place(NULL, 0);
	if (!status && ferror(file)) {
		out_warn("%s: %s", name, strerror(errno));
		status = VSW_REFUSED;
	}
	free(line);
	return status;
}

static int run_file(const char *name)
{
	FILE *file;
	int status;

	if (!strcmp(name, "-"))
		return run_lines(stdin, "stdin");
	file = fopen(name, "re");
	if (!file) {
		out_warn("%s: %s", name, strerror(errno));
		return VSW_REFUSED;
	}
	status = run_lines(file, name);
	fclose(file);
	return status;
}

static int enter_netns(const char *name)
{
	char path[sizeof(NETNS_DIR) + NAME_MAX];
	int fd;

	if (!*name || strchr(name, '/') || strlen(name) > NAME_MAX ||
	    !strcmp(name, ".") || !strcmp(name, "..")) {
		out_warn("-n \"%s\" is not the name of a network namespace",
			 name);
		return VSW_USAGE;
	}
	snprintf(path, sizeof(path), NETNS_DIR "%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET)) {
		out_warn("network namespace \"%s\": %s", name,
			 strerror(errno));
		if (fd >= 0)
			close(fd);
		return VSW_REFUSED;
	}
	close(fd);
	return VSW_OK;
}

/**
 * struct settings - The options of main()
 * @netns: name of a network namespace, or NULL
 * @batch: file of commands, or NULL
 */
struct settings {
	const char *netns;
	const char *batch;
};

/* An option that has a value: where to keep it, or NULL. */
static const char **option_value(struct settings *settings, const char *option)
{
	if (!strcmp(option, "-n"))
		return &settings->netns;
	if (!strcmp(option, "-b"))
		return &settings->batch;
	return NULL;
}

/* An option after which nothing else counts. Return: exit status. */
static int take_last_option(const char *word)
{
	if (!strcmp(word, "-V")) {
		puts("vsw " VSW_VERSION);
		return VSW_OK;
	}
	if (!strcmp(word, "-h") || !strcmp(word, "--help")) {
		print_usage(stdout);
		return VSW_OK;
	}
	out_warn("unknown option \"%s\"", word);
	return VSW_USAGE;
}

/* Return: exit status of an option that ends the program, -1 to go on. */
static int take_settings(struct args *args, struct settings *settings)
{
	const char **value;
	const char *word;

	for (; args->next < args->n; args->next++) {
		word = args->word[args->next];
		/* The other long ones belong to commands. */
		if (*word != '-' ||
		    (!strncmp(word, "--", 2) && strcmp(word, "--help")))
			return -1;
		value = option_value(settings, word);
		if (value && args->next + 1 == args->n) {
			out_warn("%s needs a value", word);
			return VSW_USAGE;
		}
		if (value)
			*value = args->word[++args->next];
		else if (!strcmp(word, "-j"))
			out_set_json(true);
		else
			return take_last_option(word);
	}
	return -1;
}

static int run_settings(const struct settings *settings, struct args *args)
{
	int status = VSW_OK;

	if (args->next == args->n && !settings->batch) {
		print_usage(stderr);
		return VSW_USAGE;
	}
	if (args->next < args->n && settings->batch) {
		out_warn("-b takes no command beside the file");
		return VSW_USAGE;
	}
	if (settings->netns)
		status = enter_netns(settings->netns);
	if (status)
		return status;
	return settings->batch ? run_file(settings->batch) : run(args);
}

int main(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct args args = { .word = argv + 1 };
	int status, flushed;

	args.n = argc ? argc - 1 : 0;
	status = take_settings(&args, &settings);
	if (status < 0) {
		/* What was an option is no word of the command. */
		args.word += args.next;
		args.n -= args.next;
		args.next = 0;
		status = run_settings(&settings, &args);
	}
	nl_close();
	flushed = out_flush();
	return status ? status : flushed;
}
