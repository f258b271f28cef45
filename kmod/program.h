/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A program: what the rules of some security groups come down to.
 *
 * DOC: Programs
 *
 * Rules allow and nothing else, so a frame is let through if any one of them
 * matches, and their order is of no concern. For each direction and family, a
 * program has a table in which a look-up takes the same few steps however many
 * rules there are:
 *
 *   protocol      -> map of ports       array of 256
 *   far end's and
 *   near end's port -> matcher          two arrays of 256, by destination port;
 *                                       rarely a search, by source port
 *   remote address -> rule              search in merged ranges, sets
 *
 * ICMP's type and code stand in the place of the destination port. Sets are searched
 * one by one, if rules for the same ports name several.
 *
 * Programs are immutable. The sets in them are not: a set's elements change
 * without a program's being made anew.
 */
#ifndef _VSW_PROGRAM_H
#define _VSW_PROGRAM_H

#include <linux/in.h>
#include <linux/rcupdate.h>

#include "parse.h"
#include "set.h"

/* Steps that making a program may take, which bounds its size too. */
#define VSW_PROGRAM_STEPS	(4U << 20)

/*
 * Rules that name sets and are for the same ports: each of those sets may be searched
 * for a frame, and as often as a guest likes for one that is refused.
 */
#define VSW_PROGRAM_SETS	512

enum vsw_direction {
	VSW_INGRESS,		/* to the port's owner */
	VSW_EGRESS,		/* from it */
	VSW_DIRECTIONS
};

enum vsw_family {
	VSW_IPV4,
	VSW_IPV6,
	VSW_FAMILIES
};

/**
 * struct vsw_match - what a rule lets through
 * @direction:	seen from the port's owner
 * @families:	bit mask by enum vsw_family
 * @any_proto:	of any protocol, without ports
 * @stateless:	without connection tracking
 * @proto:	IPPROTO_*
 * @sport:	first and last source port, in host byte order
 * @dport:	the same of the destination; ICMP: type << 8 | code
 * @any_remote:	from or to anywhere; or else
 * @set:	any address in this set; or, if that is %NULL,
 * @prefix:	any address in this prefix
 */
struct vsw_match {
	enum vsw_direction direction;
	u8 families;
	bool any_proto;
	bool stateless;
	u8 proto;
	u16 sport[2];
	u16 dport[2];
	bool any_remote;
	struct vsw_set *set;
	struct vsw_prefix prefix;
};

/* Whether two rules say the same; what their groups are does not count. */
bool vsw_match_equal(const struct vsw_match *a, const struct vsw_match *b);

struct vsw_table;

/**
 * struct vsw_program - a program
 * @table: by direction and family; %NULL lets nothing through
 * @steps: what it took to make, up to %VSW_PROGRAM_STEPS
 */
struct vsw_program {
	struct vsw_table *table[VSW_DIRECTIONS][VSW_FAMILIES];
	u32 steps;
};

/**
 * vsw_program_build() - compile rules
 * @match:	the rules
 * @n:		how many
 *
 * Context: process. The sets stay as long as the program does.
 * Return: the program; -ENOMEM; -E2BIG if the rules' ports and addresses
 * overlap in too many ways, or %VSW_PROGRAM_SETS are exceeded. What fewer rules are
 * made of is never too much if all of them are not.
 */
struct vsw_program *vsw_program_build(const struct vsw_match *match, u32 n);

/* Context: no readers any more. */
void vsw_program_free(struct vsw_program *program);

/**
 * vsw_program_run() - look up what rules say
 * @program:	program
 * @direction:	seen from the port's owner
 * @key:	frame, IPv4 or IPv6, and not a later fragment
 * @stateless:	whether no stateful rule lets it through
 *
 * Context: RCU read side.
 * Return: the number, from 1 on, of a rule that lets the frame through, a
 * stateful one if there is one; 0 if there is none.
 */
u32 vsw_program_run(const struct vsw_program *program,
		    enum vsw_direction direction, const struct vsw_key *key,
		    bool *stateless);

/* The same for stateless rules alone. */
u32 vsw_program_run_stateless(const struct vsw_program *program,
			      enum vsw_direction direction,
			      const struct vsw_key *key);

#endif /* _VSW_PROGRAM_H */
