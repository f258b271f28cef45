// SPDX-License-Identifier: GPL-2.0
/* What all objects have in common, driven by their tables. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "object.h"
#include "parse.h"

#define HELP_WIDTH	78

static const char *const command_words[CMD_N] = {
	[CMD_ADD] = "add",
	[CMD_SET] = "set",
	[CMD_DEL] = "del",
	[CMD_SHOW] = "show",
	[CMD_FLUSH] = "flush",
	[CMD_REPLACE] = "replace",
};

const struct object *const objects[] = {
	&switch_object,
	&network_object,
	&port_object,
	&vlan_object,
	&vtep_object,
	&peer_object,
	&guard_object,
	&address_object,
	&fdb_object,
	&set_object,
	&group_object,
	&rule_object,
	&neigh_object,
	&stats_object,
	&drop_object,
	NULL
};

const struct object *object_find(const char *word)
{
	const struct object *const *object;

	for (object = objects; *object; object++)
		if (same_word((*object)->word, word))
			return *object;
	return NULL;
}

/* Refuses the next word, by name and place. */
int args_unknown(const struct args *args)
{
	char before[512] = "";
	size_t len = 0;
	size_t i;

	for (i = 0; i < args->next && len < sizeof(before); i++)
		len += snprintf(before + len, sizeof(before) - len, "%s%s",
				i ? " " : "", args->word[i]);
	if (args->next == args->n)
		out_warn("a word is missing after \"%s\"", before);
	else if (len)
		out_warn("unknown word \"%s\" after \"%s\"",
			 args->word[args->next], before);
	else
		out_warn("unknown word \"%s\"", args->word[args->next]);
	return VSW_USAGE;
}

static const char *hint_of(const struct field *field, int command)
{
	return command == CMD_ADD && field->hint_add ? field->hint_add :
						       field->hint;
}

static bool is_positional(const struct object *object,
			  const struct field *field)
{
	return object->keyed && field == object->field;
}

static const struct field *find_field(const struct object *object,
				      const char *word)
{
	const struct field *field;

	for (field = object->field; field->word; field++)
		if (same_word(field->word, word) &&
		    !is_positional(object, field))
			return field;
	return NULL;
}

/* What follows a word in a keyword that begins with it, or NULL. */
static const char *behind(const char *keyword, const char *word)
{
	while (*word && *keyword == *word) {
		keyword++;
		word++;
	}
	return *word ? NULL : keyword;
}

/*
 * Takes the next keyword; its last word is left to the caller to take. Those of
 * two words stand before the one that their first word is alone.
 */
static const struct field *take_keyword(const struct object *object,
					struct args *args)
{
	const struct field *field;
	const char *rest;

	for (field = object->field; field->word; field++) {
		rest = behind(field->word, args->word[args->next]);
		if (!rest || is_positional(object, field))
			continue;
		if (!*rest)
			return field;
		if (*rest == ' ' && args->next + 1 < args->n &&
		    same_word(rest + 1, args->word[args->next + 1])) {
			args->next++;
			return field;
		}
	}
	return NULL;
}

/* What kernel and tool know by type is known to the user by keyword. */
static const struct field *field_of(const struct object *object, u16 attr)
{
	const struct field *field;

	if (!attr)
		return NULL;
	for (field = object->field; field->word; field++)
		if (field->attr == attr || field->attr2 == attr)
			return field;
	return NULL;
}

static bool take_value(struct request *request, const struct field *field,
		       struct args *args)
{
	const char *word = args->word[args->next++];

	if (!field->type->put(field, word, request->msg)) {
		field_refuse(field, word);
		return false;
	}
	request->word[field - request->object->field] = word;
	return true;
}

/* Where the command may do without, keyword and value still come in pairs. */
static bool take_positional(struct request *request, struct args *args)
{
	const struct field *field = request->object->field;
	size_t left = args->n - args->next;
	u8 bit = 1 << request->command;

	if (!request->object->keyed || !(field->in & bit))
		return true;
	if (left && request->object->distinct)
		left = !find_field(request->object, args->word[args->next]);
	if (left % 2 || (left && field->need & bit))
		return take_value(request, field, args);
	if (!(field->need & bit))
		return true;
	out_warn("%s %s needs %s", request->object->word,
		 command_words[request->command], field->hint);
	return false;
}

static bool take_pair(struct request *request, struct args *args)
{
	const struct object *object = request->object;
	const struct field *field;

	field = take_keyword(object, args);
	if (!field || !field->in) {
		args_unknown(args);
		return false;
	}
	if (!(field->in & 1 << request->command)) {
		out_warn("%s is not for %s %s", field->word, object->word,
			 command_words[request->command]);
		return false;
	}
	if (request->word[field - object->field]) {
		out_warn("%s is given twice", field->word);
		return false;
	}
	if (++args->next == args->n) {
		out_warn("%s needs a value: %s", field->word,
			 hint_of(field, request->command));
		return false;
	}
	return take_value(request, field, args);
}

static bool check_needed(const struct request *request)
{
	const struct object *object = request->object;
	const struct field *field;

	for (field = object->field; field->word; field++) {
		if (!(field->need & 1 << request->command) ||
		    request->word[field - object->field])
			continue;
		out_warn("%s %s needs %s %s", object->word,
			 command_words[request->command], field->word,
			 field->hint);
		return false;
	}
	return true;
}

/**
 * object_parse() - Make a request of the words of a command
 * @object: what it is about
 * @command: what to do
 * @args: the words after the command
 * @request: result
 *
 * Return: false after a message
 */
bool object_parse(const struct object *object, enum command command,
		  struct args *args, struct request *request)
{
	request->object = object;
	request->command = command;
	memset(request->word, 0, sizeof(request->word));
	request->msg = nl_prepare(&request->buf, object->genl[command]);
	if (!take_positional(request, args))
		return false;
	while (args->next < args->n)
		if (!take_pair(request, args))
			return false;
	return check_needed(request) &&
	       (!object->check || object->check(request));
}

/**
 * object_report() - Print what the kernel said of a request
 * @object: object of the request, whose keywords name its attributes
 * @error: the verdict
 *
 * Return: exit status
 */
int object_report(const struct object *object, const struct nl_error *error)
{
	const struct field *field = field_of(object, error->attr);
	const char *text = error->text;

	if (!error->err && !*text)
		return VSW_OK;
	if (!*text)
		text = error->missing ? "missing" : strerror(-error->err);
	out_warn("%s%s%s%s%s", error->err ? "" : "warning: ", text,
		 field ? " (" : "", field ? field->word : "",
		 field ? ")" : "");
	return error->err ? VSW_REFUSED : VSW_OK;
}

/* Dumps @object in its order. Return: exit status. */
int object_dump(const struct object *object, struct nlmsghdr *msg,
		struct rows *rows)
{
	const struct nl_error *error = nl_dump(msg, rows);

	rows_sort(rows, object->sort);
	return object_report(object, error);
}

/* Dumps what there is in switch @br, NULL for all. Return: exit status. */
int object_dump_all(const struct object *object, const char *br,
		    struct rows *rows)
{
	struct nlmsghdr *msg;
	struct nl_buffer buf;

	msg = nl_prepare(&buf, object->genl[CMD_SHOW]);
	if (br)
		mnl_attr_put_strz(msg, find_field(object, "switch")->attr, br);
	return object_dump(object, msg, rows);
}

/* Reads an attribute of a row; false if it is not there. */
bool object_value(const struct object *object, u16 attr,
		  const struct row *row, struct value *value)
{
	const struct field *field = field_of(object, attr);

	return field && field->type->get(field, row, value);
}

/**
 * object_print() - Print a row
 * @object: what it is
 * @row: the row
 *
 * In text as the words of the command that would add it, then, behind a #,
 * what no command can set.
 */
void object_print(const struct object *object, const struct row *row)
{
	const unsigned int settable = object->genl[CMD_ADD] ? IN_ADD : IN_SET;
	const struct field *field = object->field;
	const char *separator = " ";
	struct value value;

	if (object->print) {
		object->print(object, row);
		return;
	}
	if (!object->keyed)
		field_print(field, row, "");
	else if (field->type->get(field, row, &value))
		out_print(field->json ? field->json : field->word, &value,
			  "%s", value.text);
	for (field++; field->word; field++)
		if (field->in & settable)
			field_print(field, row, " ");
	separator = " # ";
	for (field = object->field + 1; field->word; field++) {
		if (field->in & settable)
			continue;
		field_print(field, row, separator);
		if (row->attr[field->attr])
			separator = " ";
	}
}

static void print_rows(const struct object *object, const struct rows *rows)
{
	size_t i;

	out_begin_array(NULL);
	for (i = 0; i < rows->n; i++) {
		if (object->shown && !object->shown(&rows->row[i]))
			continue;
		out_begin_object(NULL);
		object_print(object, &rows->row[i]);
		out_print(NULL, NULL, "\n");
		out_end();
	}
	out_end();
}

/* Does @request name one object, with all that the kernel needs for it? */
static bool names_one(const struct request *request)
{
	const struct field *field = request->object->field;
	u8 one;
	size_t i;

	if (!(field->need & IN_ONE))
		return false;
	for (i = 0; field[i].word; i++) {
		one = request->word[i] ? field[i].in : ~field[i].need;
		if (!(one & IN_ONE))
			return false;
	}
	return true;
}

static bool same_attr(const struct nlattr *a, const struct nlattr *b)
{
	return a && b && a->nla_len == b->nla_len && !memcmp(a, b, a->nla_len);
}

static void keep_matching(const struct request *request, u16 attr,
			  struct rows *rows)
{
	struct row wanted;
	size_t i, n = 0;

	row_parse(&wanted, request->msg);
	for (i = 0; i < rows->n; i++)
		if (same_attr(rows->row[i].attr[attr], wanted.attr[attr]))
			rows->row[n++] = rows->row[i];
	rows->n = n;
}

/* Of a dump, only the one object that was named, and it has to be there. */
static int match_named(const struct request *request, struct rows *rows)
{
	const struct object *object = request->object;
	const struct field *field;
	const char *word;

	for (field = object->field; field->word; field++) {
		word = request->word[field - object->field];
		if (!word || (!is_positional(object, field) &&
			      !(field->in & IN_MATCH)))
			continue;
		keep_matching(request, field->attr, rows);
		if (rows->n)
			continue;
		out_warn("no %s %s",
			 object->keyed ? object->word : field->word, word);
		return VSW_REFUSED;
	}
	return VSW_OK;
}

static int show(struct request *request)
{
	const struct object *object = request->object;
	struct rows rows = { 0 };
	int status;

	if (names_one(request)) {
		status = object_report(object, nl_do(request->msg, &rows));
	} else {
		status = object_dump(object, request->msg, &rows);
		if (!status)
			status = match_named(request, &rows);
	}
	if (!status || rows.n)
		print_rows(object, &rows);
	rows_free(&rows);
	return status;
}

static int change(struct request *request)
{
	const struct object *object = request->object;
	struct rows reply = { 0 };
	int status;

	status = object_report(object, nl_do(request->msg, &reply));
	if (!status && object->reply && reply.n)
		object->reply(reply.row);
	rows_free(&reply);
	return status;
}

static int find_command(const struct object *object, const char *word)
{
	int command;

	for (command = 0; command < CMD_N; command++)
		if (object->genl[command] &&
		    same_word(command_words[command], word))
			return command;
	return -1;
}

/**
 * object_run() - Run a command on an object
 * @object: the object
 * @args: all words, the next being the command
 *
 * Return: exit status
 */
int object_run(const struct object *object, struct args *args)
{
	struct request request;
	int command;

	if (args->next == args->n)
		return args_unknown(args);
	if (object->part && same_word(strchr(object->part->word, ' ') + 1,
				      args->word[args->next])) {
		args->next++;
		return object_run(object->part, args);
	}
	if (!strcmp(args->word[args->next], "help") &&
	    args->next + 1 == args->n) {
		object_help(object);
		return VSW_OK;
	}
	command = find_command(object, args->word[args->next]);
	if (command < 0)
		return args_unknown(args);
	args->next++;
	if (!object_parse(object, command, args, &request))
		return VSW_USAGE;
	return command == CMD_SHOW ? show(&request) : change(&request);
}

/* Prints @text, on a new line if it does not fit into this one. */
static size_t wrap(size_t column, const char *text)
{
	if (column + 1 + strlen(text) > HELP_WIDTH)
		column = printf("\n       ") - 1;
	return column + printf(" %s", text);
}

static void help_command(const struct object *object, int command)
{
	const struct field *field = object->field;
	u8 bit = 1 << command;
	char item[128];
	size_t column;
	bool need;

	column = printf("vsw %s %s", object->word, command_words[command]);
	for (; field->word; field++) {
		if (!(field->in & bit))
			continue;
		need = field->need & bit;
		snprintf(item, sizeof(item), "%s%s%s%s%s", need ? "" : "[",
			 is_positional(object, field) ? "" : field->word,
			 is_positional(object, field) ? "" : " ",
			 hint_of(field, command), need ? "" : "]");
		column = wrap(column, item);
	}
	putchar('\n');
}

/* Prints the grammar of an object, as its table has it. */
void object_help(const struct object *object)
{
	int command;

	for (command = 0; command < CMD_N; command++)
		if (object->genl[command])
			help_command(object, command);
	if (object->part)
		object_help(object->part);
	if (object->note)
		puts(object->note);
}
