/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A policy: the security groups of an attachment, compiled.
 *
 * DOC: Policies
 *
 * Attachments with the same groups share a policy. A change of a group compiles
 * the programs of all the policies that it is part of, and only then puts them in
 * place, so it is made as a whole or not at all. After every change of what
 * policies say the switch's epoch goes on: verdicts that were remembered under
 * an older one count for nothing, so a change holds from the next packet of every
 * connection on, and nobody walks over connections for it.
 */
#ifndef _VSW_POLICY_H
#define _VSW_POLICY_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "program.h"

/*
 * Steps that the policies of a group may take together, as all of them are made again
 * when its rules change, and what each takes at least: so long has whoever configures
 * the namespace, or makes netdevices in it, to wait.
 */
#define VSW_GROUP_STEPS		(4ULL * VSW_PROGRAM_STEPS)
#define VSW_POLICY_STEPS	1024

struct vsw_attachment;
struct vsw_group;
struct vsw_switch;

/**
 * struct vsw_code - what a policy's groups said at some time; immutable
 * @work:	for freeing, which may take long
 * @program:	their rules, compiled
 * @n:		how many rules there are
 * @hits:	counter of each rule; those that @program numbers from 1 on
 */
struct vsw_code {
	struct rcu_work work;
	struct vsw_program *program;
	u32 n;
	u64 __percpu *hits[] __counted_by(n);
};

/**
 * struct vsw_policy - a policy
 * @code:	what it says; never %NULL
 * @staged:	what it will say; %NULL but while a change is made
 * @node:	in vsw_switch::policies
 * @sw:		its switch; constant
 * @users:	attachments that have it
 * @rcu:	for freeing
 * @n:		how many groups
 * @group:	the groups, by id and each once; constant
 *
 * All but @code is protected by the configuration mutex.
 */
struct vsw_policy {
	struct vsw_code __rcu *code;
	struct vsw_code *staged;
	struct list_head node;
	struct vsw_switch *sw;
	u32 users;
	struct rcu_head rcu;
	u32 n;
	struct vsw_group *group[] __counted_by(n);
};

struct nlattr;

int vsw_policy_init(void);
/* When everything has been removed, and RCU has no callbacks left. */
void vsw_policy_uninit(void);

/**
 * struct vsw_groups - the groups that an attachment is to have
 * @attr:	where the request says so, for the refusal; %NULL if it is nobody's
 * @n:		how many; 0 is no policy, and leaves plain layer 2
 * @group:	groups, in any order
 */
struct vsw_groups {
	const struct nlattr *attr;
	u32 n;
	struct vsw_group *group[VSW_ATTACHMENT_GROUPS_MAX];
};

/* All of these: process context, configuration mutex held. */

/**
 * vsw_policy_set() - give an attachment security groups
 * @att:	attachment, which may be one that nothing can reach yet
 * @groups:	groups; they will be sorted
 *
 * Return: 0, -E2BIG (see vsw_program_build(), or one of the groups would take more
 * than %VSW_GROUP_STEPS), -ENOMEM, -EUSERS if there is no conntrack zone left; nothing
 * changes on error.
 */
int vsw_policy_set(struct vsw_attachment *att, struct vsw_groups *groups);

/*
 * Give an attachment that nothing can reach yet the policy of another one.
 * Return: 0, -ENOMEM, -EUSERS.
 */
int vsw_policy_copy(struct vsw_attachment *to,
		    const struct vsw_attachment *from);

/* An attachment goes: no frame finds it any more, and it is freed with us. */
void vsw_policy_release(struct vsw_attachment *att);

/* What an attachment has; %NULL if it is none. */
const struct vsw_policy *vsw_policy_get(const struct vsw_attachment *att);

/**
 * vsw_policy_rebuild() - a group's rules have changed
 * @group:	group
 *
 * Return: 0, -ENOMEM, -E2BIG, also if the policies of one group would take more than
 * %VSW_GROUP_STEPS together, which they do not if rules have gone and none has come;
 * on error they are as they were.
 */
int vsw_policy_rebuild(const struct vsw_group *group);

/* What policies say has changed, and can be seen. */
void vsw_policy_changed(struct vsw_switch *sw);

#endif /* _VSW_POLICY_H */
