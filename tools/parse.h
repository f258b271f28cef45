/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VSW_PARSE_H
#define VSW_PARSE_H

#include <string.h>

#include "types.h"

#define PARSE_WORDS_MAX	256

/*
 * Every parser takes one whole word and either understands all of it or
 * returns false and stores nothing.
 */

/* Of two words, mostly the first letters differ. */
static inline bool same_word(const char *a, const char *b)
{
	return *a == *b && !strcmp(a, b);
}

bool parse_number(const char *word, u64 min, u64 max,
		  u64 *number);
bool parse_onoff(const char *word, bool *on);
bool parse_mac(const char *word, u8 mac[6]);
bool parse_address(const char *word, u8 address[16], size_t *len);
bool parse_prefix(const char *word, u8 address[16], size_t *len, u8 *bits);
bool parse_name(const char *word, size_t min, size_t max);
bool parse_choice(const char *word, const char *const *names,
		  u32 *choice);
bool parse_u16_list(const char *word, u16 lowest, u16 highest, u16 *list,
		    size_t max, size_t *n);
bool parse_uuid(const char *word, u8 uuid[16]);
bool parse_u16_range(const char *word, u16 range[2]);
bool parse_line(char *line, char **words, size_t max, size_t *n);

#endif /* VSW_PARSE_H */
