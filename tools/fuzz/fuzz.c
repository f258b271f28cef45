// SPDX-License-Identifier: GPL-2.0
/*
 * Feeds random words to the parsers and random messages to the printers, under
 * the sanitizers and without a netlink socket. What parses is printed, parsed
 * again and has to give the same message.
 *
 * Usage: vsw-fuzz [ROUNDS [SEED]]
 */

#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/vsw.h>

#include "object.h"
#include "parse.h"

#define ROUNDS		200000
#define SEED		20260101
#define WORD_SIZE	80
#define VECTOR_MAX	24

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof(*(a)))

static const char *const samples[] = {
	"", "0", "1", "10", "99", "252", "255", "256", "4094", "4095",
	"65535", "65536", "16777215", "16777216", "4294967295", "4294967296",
	"18446744073709551615", "18446744073709551616", "0x", "0x10", "007",
	"-1", "+1", " 1", "1 ", "1e3", "on", "off", "ON", "none", "untagged",
	"inherit", "auto", "drop", "accept", "learned", "static", "sticky",
	"local", "device", "internal", "blue", "br-int", "tap0", "eth1.100",
	"02:00:00:00:00:01", "02:00:00:00:00:0", "02-00-00-00-00-01",
	"192.0.2.1", "192.0.2", "192.0.2.256", "2001:db8::1", "::",
	"::ffff:192.0.2.1", "fe80::1%eth0", "1,2,3", "1,,2", "1,1", "help",
	"0123456789abcdef", "0123456789abcdef0123456789abcde",
	"0123456789abcdef0123456789abcdef", "#", "\xff\xfe", "\x1b[0m",
	"br\xc3\xa9", "a b",
};

static struct {
	unsigned long long state;
	unsigned long long vectors;
	unsigned long long parsed;
	FILE *verdict;
} fuzz;

/* xorshift64: the same everywhere for the same seed */
static u32 random_u32(void)
{
	fuzz.state ^= fuzz.state << 13;
	fuzz.state ^= fuzz.state >> 7;
	fuzz.state ^= fuzz.state << 17;
	return fuzz.state >> 32;
}

static u32 below(u32 limit)
{
	return random_u32() % limit;
}

static void fail(const char *what, const char *word)
{
	fprintf(fuzz.verdict, "FAIL: %s: \"%s\"\n", what, word);
	fflush(fuzz.verdict);
	abort();
}

static const struct object *random_object(void)
{
	size_t n = 0;

	while (objects[n])
		n++;
	return objects[below(n)];
}

static const struct field *random_field(const struct object *object)
{
	size_t n = 0;

	while (object->field[n].word)
		n++;
	return &object->field[below(n)];
}

static void random_bytes(char *word)
{
	size_t len = below(WORD_SIZE);
	size_t i;

	for (i = 0; i < len; i++)
		word[i] = 1 + below(255);
	word[len] = '\0';
}

static void mutate(char *word)
{
	size_t len = strlen(word);

	if (len)
		word[below(len)] = 1 + below(255);
	if (len && !below(3))
		word[below(len)] = '\0';
}

/* A word that fits @field, more or less. */
static void random_value(const struct field *field, char *word)
{
	const char *text = samples[below(ARRAY_SIZE(samples))];

	switch (below(8)) {
	case 0:
		random_bytes(word);
		return;
	case 1:
		if (field->none)
			text = field->none;
		break;
	case 2:
	case 3:
		snprintf(word, WORD_SIZE, "%u", field->min +
			 below(field->max < 4096 ? field->max + 2 : 4096));
		return;
	case 4:
		if (field->names)
			text = field->names[0];
		break;
	}
	snprintf(word, WORD_SIZE, "%s", text);
	if (!below(20))
		mutate(word);
}

/**
 * struct vector - Words of a command
 * @data: the words
 * @word: pointers to them
 * @n: how many
 */
struct vector {
	char data[VECTOR_MAX][WORD_SIZE];
	char *word[VECTOR_MAX + 1];
	size_t n;
};

static char *add_word(struct vector *vector)
{
	char *word = vector->data[vector->n];

	vector->word[vector->n++] = word;
	*word = '\0';
	return word;
}

static void add_pair(struct vector *vector, const struct field *field)
{
	if (vector->n + 2 > VECTOR_MAX)
		return;
	snprintf(add_word(vector), WORD_SIZE, "%s", field->word);
	random_value(field, add_word(vector));
}

/* Words that could be a command, or nearly; some vectors are plain noise. */
static void random_vector(const struct object *object, enum command command,
			  struct vector *vector)
{
	const struct field *field = object->field;
	bool noise = !below(10);

	vector->n = 0;
	if (object->keyed && below(20))
		random_value(field++, add_word(vector));
	for (; field->word; field++)
		if (field->need & 1 << command ? below(20) :
		    field->in & 1 << command && !below(3))
			add_pair(vector, field);
	while (noise && vector->n < VECTOR_MAX && below(4))
		add_pair(vector, random_field(random_object()));
	if (vector->n && noise && !below(3))
		vector->n--;
}

static bool parse(const struct object *object, enum command command,
		  char **words, size_t n, struct request *request)
{
	struct args args = { .word = words, .n = n };

	return object_parse(object, command, &args, request);
}

static char *print(const struct object *object, const struct row *row)
{
	FILE *saved = stdout;
	char *text = NULL;
	size_t size = 0;

	stdout = open_memstream(&text, &size);
	out_begin_object(NULL);
	object_print(object, row);
	out_end();
	fclose(stdout);
	stdout = saved;
	return text;
}

static bool same_attr(const struct nlattr *a, const struct nlattr *b)
{
	if (!a || !b)
		return a == b;
	return a->nla_len == b->nla_len && !memcmp(a, b, a->nla_len);
}

/* Some things are printed only where they mean something. */
static bool prints_all(const struct request *request)
{
	const struct nlattr *local;
	struct row row;

	row_parse(&row, request->msg);
	local = row.attr[VSW_A_VTEP_LOCAL];
	if (request->object == &port_object)
		return !row.attr[VSW_A_PORT_ADDRESS] ||
		       row_number(&row, VSW_A_PORT_TYPE) ==
		       VSW_PORT_TYPE_INTERNAL;
	if (request->object == &vtep_object)
		return !row.attr[mnl_attr_get_payload_len(local) == 4 ?
				 VSW_A_VTEP_ZERO_CSUM6_RX : VSW_A_VTEP_DF];
	return true;
}

/* Print what was parsed, parse that, compare. */
static void check_round_trip(const struct request *request)
{
	struct request again;
	char *words[64];
	struct row a, b;
	char *text;
	size_t n;
	u16 type;

	row_parse(&a, request->msg);
	text = print(request->object, &a);
	if (!parse_line(text, words, ARRAY_SIZE(words), &n) ||
	    !parse(request->object, CMD_ADD, words, n, &again))
		fail("does not parse again", text);
	row_parse(&b, again.msg);
	for (type = 1; type <= ROW_ATTR_MAX; type++)
		if (!same_attr(a.attr[type], b.attr[type]))
			fail("parses to something else", words[0]);
	free(text);
}

/* No request may outgrow its memory or have a broken attribute. */
static void check_message(const struct request *request)
{
	const struct nlmsghdr *msg = request->msg;
	const struct nlattr *attr;
	u32 len = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct genlmsghdr));

	if (msg->nlmsg_len > sizeof(request->buf))
		fail("message too long", request->object->word);
	mnl_attr_for_each(attr, msg, sizeof(struct genlmsghdr))
		len += NLA_ALIGN(attr->nla_len);
	if (len != msg->nlmsg_len)
		fail("broken message", request->object->word);
}

static void fuzz_command(void)
{
	const struct object *object = random_object();
	enum command command = below(CMD_N);
	struct request request;
	struct vector vector;
	struct row row;
	char *text;

	if (!object->genl[command])
		return;
	random_vector(object, command, &vector);
	fuzz.vectors++;
	if (!parse(object, command, vector.word, vector.n, &request))
		return;
	fuzz.parsed++;
	check_message(&request);
	if (command == CMD_ADD && prints_all(&request))
		check_round_trip(&request);
	out_set_json(true);
	row_parse(&row, request.msg);
	text = print(object, &row);
	out_set_json(false);
	free(text);
}

/* A message as no kernel would send it. */
static void fuzz_message(void)
{
	const struct object *object = random_object();
	struct nl_buffer buf;
	struct nlmsghdr *msg;
	char payload[WORD_SIZE];
	unsigned int i;
	struct row row;
	u32 len;

	msg = nl_prepare(&buf, 1);
	for (i = below(16); i; i--) {
		random_bytes(payload);
		len = below(40);
		if (len && below(2))
			payload[len - 1] = '\0';
		mnl_attr_put(msg, below(20), len, payload);
	}
	row_parse(&row, msg);
	out_set_json(below(2));
	free(print(object, &row));
	out_set_json(false);
}

/* parse_number() against strtoull(), which takes more. */
static void fuzz_number(void)
{
	char word[WORD_SIZE];
	unsigned long long model;
	u64 number = 0;
	char *end;

	random_value(random_field(random_object()), word);
	if (!parse_number(word, 0, UINT64_MAX, &number))
		return;
	errno = 0;
	model = strtoull(word, &end, 0);
	if (errno || *end || model != number)
		fail("number", word);
}

static void fuzz_words(void)
{
	char *words[4];
	char word[WORD_SIZE];
	u8 bytes[16];
	u16 vids[3];
	size_t n;
	bool on;

	random_value(random_field(random_object()), word);
	parse_onoff(word, &on);
	parse_mac(word, bytes);
	parse_address(word, bytes, &n);
	if (parse_u16_list(word, 0, 4094, vids, ARRAY_SIZE(vids), &n) &&
	    (!n || n > ARRAY_SIZE(vids)))
		fail("VLAN list", word);
	if (parse_line(word, words, ARRAY_SIZE(words), &n) && words[n])
		fail("line", word);
}

int main(int argc, char **argv)
{
	u64 rounds = ROUNDS, seed = SEED;
	u64 i;

	if ((argc > 1 && !parse_number(argv[1], 0, UINT64_MAX, &rounds)) ||
	    (argc > 2 && !parse_number(argv[2], 1, UINT64_MAX, &seed))) {
		fputs("Usage: vsw-fuzz [ROUNDS [SEED]]\n", stderr);
		return VSW_USAGE;
	}
	fuzz.state = seed;
	fuzz.verdict = stdout;
	/* The sanitizers write to the descriptor and stay heard. */
	stderr = fopen("/dev/null", "w");
	for (i = 0; i < rounds; i++) {
		fuzz_command();
		fuzz_message();
		fuzz_number();
		fuzz_words();
	}
	fclose(stderr);
	stderr = NULL;
	printf("fuzz: %llu rounds, %llu commands, %llu parsed, seed %llu\n",
	       i, fuzz.vectors, fuzz.parsed, seed);
	return VSW_OK;
}
