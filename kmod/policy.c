// SPDX-License-Identifier: GPL-2.0
#include "policy.h"

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "attachment.h"
#include "fragment.h"
#include "group.h"
#include "network.h"
#include "port.h"
#include "switch.h"
#include "track.h"

/* Programs that nobody uses any more. */
static struct workqueue_struct *retired;

void vsw_policy_changed(struct vsw_switch *sw)
{
	/* 0 is none. */
	u32 epoch = sw->policy_epoch + 1 ?: 1;

	/* What has changed before the epoch. Pairs with vsw_policy_epoch(). */
	smp_store_release(&sw->policy_epoch, epoch);
}

static void code_free(struct vsw_code *code)
{
	if (!code)
		return;
	vsw_program_free(code->program);
	kvfree(code);
}

static void code_free_work(struct work_struct *work)
{
	code_free(container_of(to_rcu_work(work), struct vsw_code, work));
}

/* There may be packets that are judged by it. */
static void code_retire(struct vsw_code *code)
{
	INIT_RCU_WORK(&code->work, code_free_work);
	queue_rcu_work(retired, &code->work);
}

int vsw_policy_init(void)
{
	retired = alloc_workqueue("vsw_policy", WQ_UNBOUND, 0);
	return retired ? 0 : -ENOMEM;
}

void vsw_policy_uninit(void)
{
	destroy_workqueue(retired);
}

static u32 count_rules(const struct vsw_policy *policy)
{
	u32 n = 0, i;

	for (i = 0; i < policy->n; i++)
		n += policy->group[i]->n;
	return n;
}

/* What the groups say now. */
static struct vsw_code *compile(const struct vsw_policy *policy)
{
	u32 n = count_rules(policy), i, at = 0;
	struct vsw_program *program;
	struct vsw_match *match;
	struct vsw_rule *rule;
	struct vsw_code *code;

	code = kvzalloc(struct_size(code, hits, n), GFP_KERNEL_ACCOUNT);
	match = kvmalloc_array(max(n, 1U), sizeof(*match),
			       GFP_KERNEL_ACCOUNT);
	if (!code || !match) {
		program = ERR_PTR(-ENOMEM);
		goto out;
	}
	code->n = n;
	for (i = 0; i < policy->n; i++) {
		list_for_each_entry(rule, &policy->group[i]->rules, node) {
			code->hits[at] = rule->hits;
			match[at++] = rule->match;
		}
	}
	program = vsw_program_build(match, n);
out:
	kvfree(match);
	if (!IS_ERR(program)) {
		code->program = program;
		return code;
	}
	kvfree(code);
	return ERR_CAST(program);
}

static struct vsw_code *code_of(const struct vsw_policy *policy)
{
	return rcu_dereference_protected(policy->code,
					 lockdep_is_held(&policy->sw->vn->lock));
}

static bool has_group(const struct vsw_policy *policy,
		      const struct vsw_group *group)
{
	u32 i;

	for (i = 0; i < policy->n; i++)
		if (policy->group[i] == group)
			return true;
	return false;
}

static u32 steps_of(const struct vsw_code *code)
{
	return code->program->steps + VSW_POLICY_STEPS;
}

/* A policy takes more steps than it did, or fewer. */
static void take(const struct vsw_policy *policy, s64 steps)
{
	u32 i;

	for (i = 0; i < policy->n; i++)
		policy->group[i]->steps += steps;
}

/* Whether none of a policy's groups takes more. */
static bool fits(const struct vsw_policy *policy, u64 steps)
{
	u32 i;

	for (i = 0; i < policy->n; i++)
		if (policy->group[i]->steps > steps)
			return false;
	return true;
}

/* What a policy is to take more when it has what is staged. */
static s64 steps_more(const struct vsw_policy *policy)
{
	return (s64)steps_of(policy->staged) - steps_of(code_of(policy));
}

/*
 * Compile for all policies of a group, to be put in place or thrown away. One may
 * take more than it did, and another one less.
 */
static int stage(const struct vsw_group *group)
{
	struct vsw_policy *policy;
	struct vsw_code *code;

	list_for_each_entry(policy, &group->sw->policies, node) {
		if (!has_group(policy, group))
			continue;
		cond_resched();
		code = compile(policy);
		if (IS_ERR(code))
			return PTR_ERR(code);
		policy->staged = code;
		take(policy, steps_more(policy));
		if (!fits(policy, 2 * VSW_GROUP_STEPS))
			return -E2BIG;
	}
	list_for_each_entry(policy, &group->sw->policies, node)
		if (policy->staged && !fits(policy, VSW_GROUP_STEPS))
			return -E2BIG;
	return 0;
}

static void commit(struct vsw_switch *sw)
{
	struct vsw_policy *policy;
	struct vsw_code *old;

	list_for_each_entry(policy, &sw->policies, node) {
		if (!policy->staged)
			continue;
		old = code_of(policy);
		rcu_assign_pointer(policy->code, policy->staged);
		policy->staged = NULL;
		code_retire(old);
	}
	vsw_policy_changed(sw);
}

static void abandon(struct vsw_switch *sw)
{
	struct vsw_policy *policy;

	list_for_each_entry(policy, &sw->policies, node) {
		if (!policy->staged)
			continue;
		take(policy, -steps_more(policy));
		code_free(policy->staged);
		policy->staged = NULL;
	}
}

int vsw_policy_rebuild(const struct vsw_group *group)
{
	int err;

	vsw_assert_config(group->sw->vn);

	if (!group->users)
		return 0;
	err = stage(group);
	if (err)
		abandon(group->sw);
	else
		commit(group->sw);
	return err;
}

static int compare_groups(const void *a, const void *b)
{
	const struct vsw_group *const *x = a, *const *y = b;

	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* In order, and each once; returns how many are left. */
static u32 sort_groups(struct vsw_group **group, u32 n)
{
	u32 i, j = 0;

	sort(group, n, sizeof(*group), compare_groups, NULL);
	for (i = 0; i < n; i++)
		if (!i || group[i] != group[i - 1])
			group[j++] = group[i];
	return j;
}

static struct vsw_policy *policy_find(const struct vsw_switch *sw,
				      struct vsw_group **group, u32 n)
{
	struct vsw_policy *policy;

	list_for_each_entry(policy, &sw->policies, node)
		if (policy->n == n &&
		    !memcmp(policy->group, group, n * sizeof(*group)))
			return policy;
	return NULL;
}

static struct vsw_policy *policy_create(struct vsw_switch *sw,
					struct vsw_group **group, u32 n)
{
	struct vsw_policy *policy;
	struct vsw_code *code;
	u32 i;

	policy = kzalloc(struct_size(policy, group, n), GFP_KERNEL_ACCOUNT);
	if (!policy)
		return ERR_PTR(-ENOMEM);
	policy->sw = sw;
	policy->n = n;
	memcpy(policy->group, group, n * sizeof(*group));
	code = compile(policy);
	if (IS_ERR(code)) {
		kfree(policy);
		return ERR_CAST(code);
	}
	take(policy, steps_of(code));
	if (!fits(policy, VSW_GROUP_STEPS)) {
		take(policy, -(s64)steps_of(code));
		code_free(code);
		kfree(policy);
		return ERR_PTR(-E2BIG);
	}
	RCU_INIT_POINTER(policy->code, code);
	for (i = 0; i < n; i++)
		policy->group[i]->users++;
	list_add_tail(&policy->node, &sw->policies);
	return policy;
}

static void put(struct vsw_policy *policy)
{
	u32 i;

	if (!policy || --policy->users)
		return;
	for (i = 0; i < policy->n; i++)
		policy->group[i]->users--;
	list_del(&policy->node);
	take(policy, -(s64)steps_of(code_of(policy)));
	code_retire(code_of(policy));
	kfree_rcu(policy, rcu);
}

static struct vsw_policy *policy_of(const struct vsw_attachment *att)
{
	struct vsw_net *vn = vsw_attachment_port(att)->sw->vn;

	return rcu_dereference_protected(att->policy,
					 lockdep_is_held(&vn->lock));
}

const struct vsw_policy *vsw_policy_get(const struct vsw_attachment *att)
{
	return policy_of(att);
}

/* What packets need of the network and the port of one that has a policy. */
static int prepare(struct vsw_attachment *att)
{
	struct vsw_port *port = vsw_attachment_port(att);
	struct vsw_fragments *fragments;
	int err;

	err = vsw_port_limit(port);
	if (err)
		return err;
	if (!rcu_access_pointer(port->fragments)) {
		fragments = kzalloc(sizeof(*fragments), GFP_KERNEL_ACCOUNT);
		if (!fragments)
			return -ENOMEM;
		spin_lock_init(&fragments->lock);
		rcu_assign_pointer(port->fragments, fragments);
	}
	return vsw_track_prepare(att->network);
}

/* Put a policy in place, of which the caller has a reference, or %NULL. */
static void replace(struct vsw_attachment *att, struct vsw_policy *new)
{
	struct vsw_policy *old = policy_of(att);

	rcu_assign_pointer(att->policy, new);
	WRITE_ONCE(att->target.policed, new);
	vsw_policy_changed(vsw_attachment_port(att)->sw);
	put(old);
}

int vsw_policy_set(struct vsw_attachment *att, struct vsw_groups *groups)
{
	struct vsw_switch *sw = vsw_attachment_port(att)->sw;
	struct vsw_policy *new = NULL;
	int err;

	vsw_assert_config(sw->vn);

	if (groups->n) {
		groups->n = sort_groups(groups->group, groups->n);
		new = policy_find(sw, groups->group, groups->n) ?:
		      policy_create(sw, groups->group, groups->n);
		if (IS_ERR(new))
			return PTR_ERR(new);
		new->users++;
		err = prepare(att);
		if (err) {
			put(new);
			return err;
		}
	}
	replace(att, new);
	return 0;
}

int vsw_policy_copy(struct vsw_attachment *to,
		    const struct vsw_attachment *from)
{
	struct vsw_policy *policy = policy_of(from);
	int err;

	if (!policy)
		return 0;
	err = prepare(to);
	if (err)
		return err;
	policy->users++;
	replace(to, policy);
	return 0;
}

void vsw_policy_release(struct vsw_attachment *att)
{
	/* For those who have found it before it is there for a grace period. */
	put(policy_of(att));
}
