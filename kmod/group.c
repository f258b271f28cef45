// SPDX-License-Identifier: GPL-2.0
#include "group.h"

#include <linux/percpu.h>
#include <linux/slab.h>

#include "live.h"
#include "name.h"
#include "policy.h"
#include "switch.h"

static const struct rhashtable_params name_params =
	VSW_NAME_PARAMS(struct vsw_group);

int vsw_group_table_init(struct vsw_switch *sw)
{
	xa_init_flags(&sw->groups, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	return rhashtable_init(&sw->group_names, &name_params);
}

void vsw_group_table_uninit(struct vsw_switch *sw)
{
	rhashtable_destroy(&sw->group_names);
	xa_destroy(&sw->groups);
}

struct vsw_group *vsw_group_find(struct vsw_switch *sw, const char *name)
{
	vsw_assert_config(sw->vn);

	return rhashtable_lookup_fast(&sw->group_names, name, name_params);
}

struct vsw_group *vsw_group_create(struct vsw_switch *sw, const char *name,
				   bool stateless)
{
	const struct xa_limit ids = XA_LIMIT(1, VSW_GROUPS_MAX);
	struct vsw_group *group;
	int err;

	vsw_assert_config(sw->vn);

	group = kzalloc(sizeof(*group), GFP_KERNEL_ACCOUNT);
	if (!group)
		return ERR_PTR(-ENOMEM);
	group->sw = sw;
	group->stateless = stateless;
	INIT_LIST_HEAD(&group->rules);
	strscpy(group->name, name, sizeof(group->name));
	err = xa_alloc(&sw->groups, &group->id, group, ids, GFP_KERNEL);
	if (err)
		goto free;
	err = rhashtable_insert_fast(&sw->group_names, &group->node,
				     name_params);
	if (err)
		goto erase;
	vsw_live_inc(VSW_LIVE_GROUP);
	return group;
erase:
	xa_erase(&sw->groups, group->id);
free:
	kfree(group);
	return ERR_PTR(err == -EBUSY ? -ENOSPC : err);
}

static void rule_free_rcu(struct rcu_head *rcu)
{
	struct vsw_rule *rule = container_of(rcu, struct vsw_rule, rcu);

	free_percpu(rule->hits);
	kfree(rule);
	vsw_live_dec(VSW_LIVE_RULE);
}

/* Packets may still count hits, and look into the set. */
static void rule_release(struct vsw_rule *rule)
{
	if (rule->match.set)
		vsw_set_unuse(rule->match.set);
	call_rcu(&rule->rcu, rule_free_rcu);
}

static void rules_release(struct list_head *rules)
{
	struct vsw_rule *rule, *next;

	list_for_each_entry_safe(rule, next, rules, node)
		rule_release(rule);
}

void vsw_group_destroy(struct vsw_group *group)
{
	vsw_assert_config(group->sw->vn);

	WARN_ON_ONCE(group->users);
	rules_release(&group->rules);
	rhashtable_remove_fast(&group->sw->group_names, &group->node,
			       name_params);
	xa_erase(&group->sw->groups, group->id);
	kfree(group);
	vsw_live_dec(VSW_LIVE_GROUP);
}

struct vsw_rule *vsw_group_find_rule(const struct vsw_group *group,
				     const uuid_t *uuid)
{
	struct vsw_rule *rule;

	vsw_assert_config(group->sw->vn);

	list_for_each_entry(rule, &group->rules, node)
		if (uuid_equal(&rule->uuid, uuid))
			return rule;
	return NULL;
}

struct vsw_rule *vsw_group_find_match(const struct vsw_group *group,
				      const struct vsw_match *match)
{
	struct vsw_rule *rule;

	vsw_assert_config(group->sw->vn);

	list_for_each_entry(rule, &group->rules, node)
		if (vsw_match_equal(&rule->match, match))
			return rule;
	return NULL;
}

static struct vsw_rule *rule_alloc(const struct vsw_group *group,
				   const struct vsw_match *match,
				   const uuid_t *uuid)
{
	struct vsw_rule *rule = kzalloc(sizeof(*rule), GFP_KERNEL_ACCOUNT);

	if (!rule)
		return NULL;
	rule->hits = alloc_percpu_gfp(u64, GFP_KERNEL_ACCOUNT);
	if (!rule->hits || (match->set && vsw_set_use(match->set))) {
		free_percpu(rule->hits);
		kfree(rule);
		return NULL;
	}
	rule->match = *match;
	rule->match.stateless = group->stateless;
	rule->uuid = *uuid;
	vsw_live_inc(VSW_LIVE_RULE);
	return rule;
}

struct vsw_rule *vsw_group_add_rule(struct vsw_group *group,
				    const struct vsw_match *match,
				    const uuid_t *uuid)
{
	struct vsw_rule *rule;
	int err;

	vsw_assert_config(group->sw->vn);

	if (vsw_group_find_match(group, match))
		return ERR_PTR(-EEXIST);
	if (group->n == VSW_GROUP_RULES_MAX)
		return ERR_PTR(-ENOSPC);
	rule = rule_alloc(group, match, uuid);
	if (!rule)
		return ERR_PTR(-ENOMEM);
	list_add_tail(&rule->node, &group->rules);
	group->n++;
	err = vsw_policy_rebuild(group);
	if (!err)
		return rule;
	list_del(&rule->node);
	group->n--;
	rule_release(rule);
	return ERR_PTR(err);
}

int vsw_group_del_rule(struct vsw_group *group, struct vsw_rule *rule)
{
	struct list_head *before = rule->node.prev;
	int err;

	vsw_assert_config(group->sw->vn);

	list_del(&rule->node);
	group->n--;
	err = vsw_policy_rebuild(group);
	if (!err) {
		rule_release(rule);
		return 0;
	}
	list_add(&rule->node, before);
	group->n++;
	return err;
}

static void swap_rules(struct vsw_group *a, struct vsw_group *b)
{
	LIST_HEAD(rules);

	list_splice_init(&a->rules, &rules);
	list_splice_init(&b->rules, &a->rules);
	list_splice(&rules, &b->rules);
	swap(a->n, b->n);
}

int vsw_group_replace(struct vsw_group *group, struct vsw_group *with)
{
	int err;

	vsw_assert_config(group->sw->vn);

	swap_rules(group, with);
	err = vsw_policy_rebuild(group);
	if (err)
		swap_rules(group, with);
	else
		vsw_group_destroy(with);
	return err;
}

u64 vsw_rule_hits(const struct vsw_rule *rule)
{
	u64 hits = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		hits += READ_ONCE(*per_cpu_ptr(rule->hits, cpu));
	return hits;
}
