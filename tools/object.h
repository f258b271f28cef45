/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_OBJECT_H
#define VSW_OBJECT_H

#include "field.h"
#include "nl.h"

#define FIELDS_MAX	32

/* Commands; the order is that of the bits IN_ADD and so on. */
enum command {
	CMD_ADD,
	CMD_SET,
	CMD_DEL,
	CMD_SHOW,
	CMD_FLUSH,
	CMD_REPLACE,
	CMD_N
};

/**
 * struct args - Words of a command line
 * @word: the words
 * @n: how many there are
 * @next: the first that was not looked at
 */
struct args {
	char **word;
	size_t n;
	size_t next;
};

/**
 * struct request - A command that was parsed
 * @object: what it is about
 * @command: what to do
 * @word: the words given for the fields of @object, by index
 * @msg: the netlink message, in @buf
 * @buf: its memory
 */
struct request {
	const struct object *object;
	enum command command;
	const char *word[FIELDS_MAX];
	struct nlmsghdr *msg;
	struct nl_buffer buf;
};

/**
 * struct object - A kind of object: its grammar, its messages, its look
 * @word: its name, which of a part begins with that of the whole
 * @part: what it consists of, whose commands follow one more word, or NULL
 * @field: its fields, the one that comes without keyword first, in the order
 *	in which they are printed; the word of the last is NULL
 * @keyed: the first field comes without keyword
 * @distinct: and cannot be one of the other keywords
 * @genl: generic netlink commands, 0 for those it does not have
 * @changed: generic netlink command of the event "is new or has changed"
 * @deleted: generic netlink command of the event "is gone"
 * @sort: order of show
 * @note: further text for help
 * @check: what the table cannot say about a command; false after a message
 * @shown: is this row to be shown? All are if NULL
 * @print: prints a row in place of object_print()
 * @reply: prints the reply to a command that is not show
 */
struct object {
	const char *word;
	const struct object *part;
	const struct field *field;
	bool keyed;
	bool distinct;
	u8 genl[CMD_N];
	u8 changed;
	u8 deleted;
	struct sort sort[SORT_MAX];
	const char *note;
	bool (*check)(const struct request *request);
	bool (*shown)(const struct row *row);
	void (*print)(const struct object *object, const struct row *row);
	void (*reply)(const struct row *row);
};

extern const struct object switch_object;
extern const struct object network_object;
extern const struct object port_object;
extern const struct object vlan_object;
extern const struct object vtep_object;
extern const struct object peer_object;
extern const struct object guard_object;
extern const struct object address_object;
extern const struct object fdb_object;
extern const struct object set_object;
extern const struct object set_elem_object;
extern const struct object group_object;
extern const struct object rule_object;
extern const struct object neigh_object;
extern const struct object stats_object;
extern const struct object drop_object;

/* All of the above but parts of others, NULL after the last. */
extern const struct object *const objects[];

const struct object *object_find(const char *word);
int object_run(const struct object *object, struct args *args);
bool object_parse(const struct object *object, enum command command,
		  struct args *args, struct request *request);
int object_dump(const struct object *object, struct nlmsghdr *msg,
		struct rows *rows);
int object_dump_all(const struct object *object, const char *br,
		    struct rows *rows);
bool object_value(const struct object *object, u16 attr,
		  const struct row *row, struct value *value);
void object_print(const struct object *object, const struct row *row);
int object_report(const struct object *object, const struct nl_error *error);
void object_help(const struct object *object);

const struct nl_error *switch_get(const char *name, struct rows *rows);

int args_unknown(const struct args *args);

#endif /* VSW_OBJECT_H */
