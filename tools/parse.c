// SPDX-License-Identifier: GPL-2.0
/* From words to values: strict, locale independent, without side effects. */

#include <arpa/inet.h>
#include <string.h>

#include "parse.h"

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/**
 * parse_number() - Parse an unsigned number
 * @word: decimal without leading zeros, for they mean octal to some, or
 *	hexadecimal with a leading 0x; no sign, no space
 * @min: smallest number allowed
 * @max: largest number allowed
 * @number: result
 */
bool parse_number(const char *word, u64 min, u64 max,
		  u64 *number)
{
	u64 n = 0;
	int base = 10;
	int digit;

	if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X')) {
		base = 16;
		word += 2;
	} else if (word[0] == '0' && word[1]) {
		return false;
	}
	if (!*word)
		return false;
	for (; *word; word++) {
		digit = digit_value(*word);
		if (digit < 0 || digit >= base)
			return false;
		if (n > (UINT64_MAX - digit) / base)
			return false;
		n = n * base + digit;
	}
	if (n < min || n > max)
		return false;
	*number = n;
	return true;
}

bool parse_onoff(const char *word, bool *on)
{
	if (strcmp(word, "on") && strcmp(word, "off"))
		return false;
	*on = !strcmp(word, "on");
	return true;
}

/**
 * parse_mac() - Parse a MAC address
 * @word: six pairs of hexadecimal digits with colons between
 * @mac: result
 */
bool parse_mac(const char *word, u8 mac[6])
{
	u8 bytes[6];
	int hi, lo;
	int i;

	if (strlen(word) != 17)
		return false;
	for (i = 0; i < 6; i++) {
		hi = digit_value(word[i * 3]);
		lo = digit_value(word[i * 3 + 1]);
		if (hi < 0 || lo < 0)
			return false;
		if (word[i * 3 + 2] != (i < 5 ? ':' : '\0'))
			return false;
		bytes[i] = hi << 4 | lo;
	}
	memcpy(mac, bytes, sizeof(bytes));
	return true;
}

/**
 * parse_address() - Parse an IPv4 or IPv6 address
 * @word: the address as inet_pton() takes it
 * @address: result, in network byte order
 * @len: 4 or 16
 */
bool parse_address(const char *word, u8 address[16], size_t *len)
{
	if (inet_pton(AF_INET, word, address) == 1)
		*len = 4;
	else if (inet_pton(AF_INET6, word, address) == 1)
		*len = 16;
	else
		return false;
	return true;
}

/**
 * parse_prefix() - Parse an IPv4 or IPv6 address or prefix
 * @word: an address, perhaps with a slash and a length in bits
 * @address: result, in network byte order
 * @len: 4 or 16
 * @bits: length of the prefix; all bits if it is not given
 */
bool parse_prefix(const char *word, u8 address[16], size_t *len, u8 *bits)
{
	const char *slash = strchr(word, '/');
	size_t n = slash ? (size_t)(slash - word) : strlen(word);
	u8 bytes[16];
	char text[64];
	size_t size;
	u64 number;

	if (n >= sizeof(text))
		return false;
	memcpy(text, word, n);
	text[n] = '\0';
	if (!parse_address(text, bytes, &size))
		return false;
	number = size * 8;
	if (slash && !parse_number(slash + 1, 0, size * 8, &number))
		return false;
	memcpy(address, bytes, size);
	*len = size;
	*bits = number;
	return true;
}

/**
 * parse_name() - Check a name
 * @word: any bytes but white space and control characters, and not a # first,
 *	so that what show prints can be given back
 * @min: shortest length allowed, in bytes
 * @max: longest length allowed
 */
bool parse_name(const char *word, size_t min, size_t max)
{
	size_t len = strlen(word);
	size_t i;

	if (len < min || len > max || *word == '#')
		return false;
	for (i = 0; i < len; i++)
		if ((unsigned char)word[i] <= ' ' || word[i] == 0x7f)
			return false;
	return true;
}

/**
 * parse_choice() - Find a word in a list
 * @word: the word
 * @names: the list, its end marked with NULL
 * @choice: index of the word
 */
bool parse_choice(const char *word, const char *const *names,
		  u32 *choice)
{
	u32 i;

	for (i = 0; names[i]; i++) {
		if (!strcmp(word, names[i])) {
			*choice = i;
			return true;
		}
	}
	return false;
}

static bool contains(const u16 *list, size_t n, u16 number)
{
	while (n--)
		if (list[n] == number)
			return true;
	return false;
}

/**
 * parse_u16_list() - Parse numbers with commas between, none twice
 * @word: the numbers
 * @lowest: the smallest one allowed
 * @highest: the largest one allowed
 * @list: result, in the order given
 * @max: how many fit into @list
 * @n: how many there are
 */
bool parse_u16_list(const char *word, u16 lowest, u16 highest, u16 *list,
		    size_t max, size_t *n)
{
	size_t count = 0;
	char one[8];
	u64 number;
	size_t len;

	for (;;) {
		len = strcspn(word, ",");
		if (len >= sizeof(one) || count == max)
			return false;
		memcpy(one, word, len);
		one[len] = '\0';
		if (!parse_number(one, lowest, highest, &number))
			return false;
		if (contains(list, count, number))
			return false;
		list[count++] = number;
		if (!word[len])
			break;
		word += len + 1;
	}
	*n = count;
	return true;
}

/**
 * parse_uuid() - Parse a UUID
 * @word: 32 hexadecimal digits, with dashes as RFC 9562 section 4 has them
 * @uuid: result
 */
bool parse_uuid(const char *word, u8 uuid[16])
{
	const char *const dashes = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	u8 bytes[16] = { 0 };
	size_t i, n = 0;
	int digit;

	if (strlen(word) != strlen(dashes))
		return false;
	for (i = 0; dashes[i]; i++) {
		if (dashes[i] == '-') {
			if (word[i] != '-')
				return false;
			continue;
		}
		digit = digit_value(word[i]);
		if (digit < 0)
			return false;
		bytes[n / 2] = bytes[n / 2] << 4 | digit;
		n++;
	}
	memcpy(uuid, bytes, sizeof(bytes));
	return true;
}

/**
 * parse_u16_range() - Parse a number, or two with a dash between
 * @word: one number, or the first and the last one
 * @range: result
 */
bool parse_u16_range(const char *word, u16 range[2])
{
	const char *dash = strchr(word, '-');
	size_t len = dash ? (size_t)(dash - word) : strlen(word);
	u64 first, last;
	char one[8];

	if (len >= sizeof(one))
		return false;
	memcpy(one, word, len);
	one[len] = '\0';
	if (!parse_number(one, 0, UINT16_MAX, &first))
		return false;
	last = first;
	if (dash && !parse_number(dash + 1, first, UINT16_MAX, &last))
		return false;
	range[0] = first;
	range[1] = last;
	return true;
}

/**
 * parse_line() - Split a line into words, in place
 * @line: the line; a word that begins with # ends it
 * @words: the words, NULL after the last
 * @max: how many fit into @words, the NULL included
 * @n: how many words there are
 */
bool parse_line(char *line, char **words, size_t max, size_t *n)
{
	*n = 0;
	for (;;) {
		while (is_space(*line))
			*line++ = '\0';
		if (!*line || *line == '#')
			break;
		if (*n + 1 >= max)
			return false;
		words[(*n)++] = line;
		/* The first question answers for nearly all of them. */
		while ((unsigned char)*line > ' ' ||
		       (*line && !is_space(*line)))
			line++;
	}
	*line = '\0';
	words[*n] = NULL;
	return true;
}
