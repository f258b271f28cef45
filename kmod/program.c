// SPDX-License-Identifier: GPL-2.0
#include "program.h"

#include <linux/slab.h>
#include <net/ipv6.h>

#include "table.h"

static bool same_range(const u16 *a, const u16 *b)
{
	return a[0] == b[0] && a[1] == b[1];
}

static bool same_remote(const struct vsw_match *a, const struct vsw_match *b)
{
	if (a->any_remote || b->any_remote)
		return a->any_remote == b->any_remote;
	if (a->set || b->set)
		return a->set == b->set;
	return a->prefix.ipv4 == b->prefix.ipv4 &&
	       a->prefix.len == b->prefix.len &&
	       ipv6_addr_equal(&a->prefix.address, &b->prefix.address);
}

bool vsw_match_equal(const struct vsw_match *a, const struct vsw_match *b)
{
	return a->direction == b->direction && a->families == b->families &&
	       a->any_proto == b->any_proto &&
	       (a->any_proto || a->proto == b->proto) &&
	       same_range(a->sport, b->sport) &&
	       same_range(a->dport, b->dport) && same_remote(a, b);
}

static u32 split_cell(const struct vsw_split *split, u16 port)
{
	u32 first = 0, end = split->n;

	while (end - first > 1) {
		u32 middle = first + (end - first) / 2;

		if (split->from[middle] > port)
			end = middle;
		else
			first = middle;
	}
	return split->cell[first];
}

static const struct vsw_matcher *find(const struct vsw_table *table,
				      const struct vsw_key *key)
{
	const struct vsw_ports *ports = &table->ports[table->proto[key->l4]];
	u32 cell = ports->cell[key->dport >> 8];

	if (cell & VSW_CELL_PAGE)
		cell = table->page[cell & VSW_CELL_INDEX].cell[key->dport & 0xff];
	if (unlikely(cell & VSW_CELL_SPLIT))
		cell = split_cell(&table->split[cell & VSW_CELL_INDEX], key->sport);
	return &table->matcher[cell];
}

/* The number of a rule that lets an address through, 0 if none does. */
static u32 allows(const struct vsw_remotes *remotes,
		  const struct in6_addr *address, bool ipv4)
{
	const struct vsw_ranges *ranges = remotes->ranges;
	u32 rule = remotes->any, i;

	if (!rule && ranges)
		rule = vsw_ranges_owner(ranges, address, ipv4);
	for (i = 0; !rule && i < remotes->n_members; i++) {
		ranges = rcu_dereference(remotes->member[i].set->ranges);
		if (ranges && vsw_ranges_owner(ranges, address, ipv4))
			rule = remotes->member[i].rule;
	}
	return rule;
}

/* Who may pass for a frame's ports, %NULL for nobody. */
static const struct vsw_matcher *
matcher_of(const struct vsw_program *program, enum vsw_direction direction,
	   const struct vsw_key *key)
{
	bool ipv4 = key->proto == htons(ETH_P_IP);
	const struct vsw_table *table;

	table = program->table[direction][ipv4 ? VSW_IPV4 : VSW_IPV6];
	return table ? find(table, key) : NULL;
}

static u32 allows_remote(const struct vsw_remotes *remotes,
			 enum vsw_direction direction,
			 const struct vsw_key *key)
{
	return allows(remotes,
		      direction == VSW_INGRESS ? &key->src : &key->dst,
		      key->proto == htons(ETH_P_IP));
}

u32 vsw_program_run(const struct vsw_program *program,
		    enum vsw_direction direction, const struct vsw_key *key,
		    bool *stateless)
{
	const struct vsw_matcher *m = matcher_of(program, direction, key);
	u32 rule;

	if (!m)
		return 0;
	rule = allows_remote(&m->remotes[0], direction, key);
	*stateless = !rule;
	return rule ?: allows_remote(&m->remotes[1], direction, key);
}

u32 vsw_program_run_stateless(const struct vsw_program *program,
			      enum vsw_direction direction,
			      const struct vsw_key *key)
{
	const struct vsw_matcher *m = matcher_of(program, direction, key);

	return m ? allows_remote(&m->remotes[1], direction, key) : 0;
}

void vsw_matcher_free(struct vsw_matcher *m)
{
	int i;

	for (i = 0; i < 2; i++) {
		kvfree(m->remotes[i].ranges);
		kvfree(m->remotes[i].member);
	}
}

void vsw_table_free(struct vsw_table *table)
{
	u32 i;

	if (!table)
		return;
	for (i = 0; i < table->n_matchers; i++)
		vsw_matcher_free(&table->matcher[i]);
	for (i = 0; i < table->n_splits; i++) {
		kvfree(table->split[i].from);
		kvfree(table->split[i].cell);
	}
	kvfree(table->matcher);
	kvfree(table->split);
	kvfree(table->page);
	kvfree(table->ports);
	kfree(table);
}

void vsw_program_free(struct vsw_program *program)
{
	int direction, family;

	for (direction = 0; direction < VSW_DIRECTIONS; direction++)
		for (family = 0; family < VSW_FAMILIES; family++)
			vsw_table_free(program->table[direction][family]);
	kfree(program);
}
