/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A security group: a named list of rules. Rules allow and nothing else, so
 * their order is of no concern. What an attachment has is a policy, which is
 * made of groups; see policy.h.
 */
#ifndef _VSW_GROUP_H
#define _VSW_GROUP_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/uuid.h>

#include <uapi/linux/vsw.h>

#include "program.h"

struct vsw_switch;

/**
 * struct vsw_group - a security group
 * @sw:		its switch; constant
 * @rules:	its rules
 * @n:		how many
 * @users:	policies that it is part of
 * @steps:	what these take together, see vsw_policy_rebuild()
 * @id:		key in vsw_switch::groups; constant
 * @stateless:	its rules work without connection tracking; constant
 * @name:	unique in the switch; constant
 * @node:	in the switch's table of names
 *
 * Protected by the configuration mutex; packets do not come here.
 */
struct vsw_group {
	struct vsw_switch *sw;
	struct list_head rules;
	u32 n;
	u32 users;
	u64 steps;
	u32 id;
	bool stateless;
	char name[VSW_NAME_MAX + 1];
	struct rhash_head node;
};

/**
 * struct vsw_rule - a rule
 * @node:	in the rules of its group
 * @match:	what it lets through; constant
 * @uuid:	unique in its group; constant
 * @hits:	how often it let a frame begin a connection, whether or not that came
 *		about; or packets, if it is a stateless one
 * @rcu:	for freeing
 */
struct vsw_rule {
	struct list_head node;
	struct vsw_match match;
	uuid_t uuid;
	u64 __percpu *hits;
	struct rcu_head rcu;
};

/* While nobody can see the switch, or any more. Context: process. */
int vsw_group_table_init(struct vsw_switch *sw);
void vsw_group_table_uninit(struct vsw_switch *sw);

/* All of these: process context, configuration mutex held. */

/* The name is not taken. Return: the group, -ENOMEM, or -ENOSPC. */
struct vsw_group *vsw_group_create(struct vsw_switch *sw, const char *name,
				   bool stateless);

/* It is part of no policy. */
void vsw_group_destroy(struct vsw_group *group);

struct vsw_group *vsw_group_find(struct vsw_switch *sw, const char *name);

/**
 * vsw_group_add_rule() - add a rule
 * @group:	group
 * @match:	what it lets through; whether it is stateless is the group's
 * @uuid:	its uuid, not taken in this group
 *
 * It holds for the next packet of every attachment that has the group.
 * Return: the rule; -EEXIST if there is one that says the same, -ENOSPC if
 * there are %VSW_GROUP_RULES_MAX, -E2BIG (see vsw_program_build()), -ENOMEM.
 */
struct vsw_rule *vsw_group_add_rule(struct vsw_group *group,
				    const struct vsw_match *match,
				    const uuid_t *uuid);

/* Return: 0, or -ENOMEM or -E2BIG, and then nothing has changed. */
int vsw_group_del_rule(struct vsw_group *group, struct vsw_rule *rule);

/**
 * vsw_group_replace() - give a group the rules of another one
 * @group:	group
 * @with:	another one, which is part of no policy; its rules are taken from
 *		it, and it is destroyed
 *
 * All at once: a packet is judged by the old rules or by the new ones.
 * Return: 0, or -ENOMEM or -E2BIG, and then nothing has changed.
 */
int vsw_group_replace(struct vsw_group *group, struct vsw_group *with);

/* %NULL if there is none. */
struct vsw_rule *vsw_group_find_rule(const struct vsw_group *group,
				     const uuid_t *uuid);

/* One that says the same; %NULL if there is none. */
struct vsw_rule *vsw_group_find_match(const struct vsw_group *group,
				      const struct vsw_match *match);

u64 vsw_rule_hits(const struct vsw_rule *rule);

#endif /* _VSW_GROUP_H */
