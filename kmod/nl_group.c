// SPDX-License-Identifier: GPL-2.0
/* Security groups, and those that attachments have. */
#include "group.h"
#include "netlink.h"
#include "policy.h"
#include "switch.h"

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_group *group = obj;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_dev(skb, VSW_A_GROUP_SWITCH, group->sw->dev) ||
	      nla_put_string(skb, VSW_A_GROUP_NAME, group->name) ||
	      nla_put_u8(skb, VSW_A_GROUP_STATELESS, group->stateless) ||
	      nla_put_u32(skb, VSW_A_GROUP_RULES, group->n) ||
	      nla_put_u32(skb, VSW_A_GROUP_USERS, group->users);
	return vsw_nl_end(msg, hdr, err);
}

static void notify(const struct vsw_group *group, u8 cmd)
{
	struct vsw_net *vn = group->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill, group, GFP_KERNEL);
}

/* The group that switch and name mean. */
static struct vsw_group *find(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_GROUP_SWITCH);

	if (IS_ERR(sw))
		return ERR_CAST(sw);
	return vsw_nl_group(req, sw, VSW_A_GROUP_NAME);
}

static int group_get(struct vsw_nl_req *req)
{
	struct vsw_group *group = find(req);

	if (IS_ERR(group))
		return PTR_ERR(group);
	return vsw_nl_reply(req, VSW_CMD_GROUP_GET, fill, group);
}

int vsw_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, group_get);
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_group *group;
	int err;

	xa_for_each_start(&sw->groups, dump->pos->id, group, dump->pos->id) {
		if (!vsw_nl_matches(&dump->req, VSW_A_GROUP_NAME, group->name))
			continue;
		err = fill(&dump->msg, group);
		if (err)
			return err;
	}
	return 0;
}

int vsw_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_GROUP_GET, VSW_A_GROUP_SWITCH,
			   dump_switch);
}

static int group_new(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_GROUP_SWITCH);
	struct vsw_group *group;
	const char *name;
	int err;

	if (IS_ERR(sw))
		return PTR_ERR(sw);
	err = vsw_nl_check_name(req, VSW_A_GROUP_NAME);
	if (err)
		return err;
	name = nla_data(req->attrs[VSW_A_GROUP_NAME]);
	if (vsw_group_find(sw, name)) {
		VSW_NL_ERR(req, VSW_A_GROUP_NAME,
			   "the switch has a security group of this name");
		return -EEXIST;
	}
	group = vsw_group_create(sw, name,
				 vsw_nl_u8(req, VSW_A_GROUP_STATELESS, 0));
	if (group == ERR_PTR(-ENOSPC))
		VSW_NL_ERR(req, VSW_A_GROUP_SWITCH,
			   "the switch has 65535 security groups already");
	if (IS_ERR(group))
		return PTR_ERR(group);
	notify(group, VSW_CMD_GROUP_NTF);
	return 0;
}

int vsw_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, group_new);
}

static int check_unused(struct vsw_nl_req *req, int attr,
			const struct vsw_group *group)
{
	if (!group->users)
		return 0;
	VSW_NL_ERR(req, attr, "ports have this security group");
	return -EBUSY;
}

static int group_del(struct vsw_nl_req *req)
{
	struct vsw_group *group = find(req);
	int err;

	if (IS_ERR(group))
		return PTR_ERR(group);
	err = check_unused(req, VSW_A_GROUP_NAME, group);
	if (err)
		return err;
	notify(group, VSW_CMD_GROUP_DEL_NTF);
	vsw_group_destroy(group);
	return 0;
}

int vsw_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, group_del);
}

/* The group that is to give its rules to another one. */
static struct vsw_group *find_with(struct vsw_nl_req *req,
				   const struct vsw_group *group)
{
	struct vsw_group *with = vsw_nl_group(req, group->sw,
					      VSW_A_GROUP_WITH);
	int err;

	if (IS_ERR(with))
		return with;
	if (with == group) {
		VSW_NL_ERR(req, VSW_A_GROUP_WITH,
			   "a group cannot be replaced with itself");
		return ERR_PTR(-EINVAL);
	}
	if (with->stateless != group->stateless) {
		VSW_NL_ERR(req, VSW_A_GROUP_WITH,
			   "one of the groups is stateless and the other is not");
		return ERR_PTR(-EINVAL);
	}
	err = check_unused(req, VSW_A_GROUP_WITH, with);
	return err ? ERR_PTR(err) : with;
}

static int group_replace(struct vsw_nl_req *req)
{
	struct vsw_group *group = find(req), *with;
	struct vsw_group gone = {};
	int err;

	if (IS_ERR(group))
		return PTR_ERR(group);
	with = find_with(req, group);
	if (IS_ERR(with))
		return PTR_ERR(with);
	/* For the event, by when the group is freed. */
	gone.sw = with->sw;
	gone.stateless = with->stateless;
	strscpy(gone.name, with->name, sizeof(gone.name));
	err = vsw_group_replace(group, with);
	if (err == -E2BIG)
		VSW_NL_ERR(req, VSW_A_GROUP_WITH,
			   "its rules overlap with those of other groups in too many ways, name too many sets, or would be in too many combinations of groups");
	if (err)
		return err;
	notify(group, VSW_CMD_GROUP_NTF);
	notify(&gone, VSW_CMD_GROUP_DEL_NTF);
	return 0;
}

int vsw_nl_group_replace_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, group_replace);
}

/* --- those of attachments ------------------------------------------------ */

static int add_group(struct vsw_nl_req *req, struct vsw_switch *sw,
		     const struct nlattr *attr, struct vsw_groups *groups)
{
	char name[VSW_NAME_MAX + 1];
	struct vsw_group *group;

	nla_strscpy(name, attr, sizeof(name));
	group = vsw_group_find(sw, name);
	if (!group) {
		NL_SET_ERR_MSG_ATTR(req->extack, attr,
				    "the switch has no such security group");
		return -ENOENT;
	}
	if (groups->n == VSW_ATTACHMENT_GROUPS_MAX) {
		NL_SET_ERR_MSG_ATTR(req->extack, attr,
				    "at most 64 security groups");
		return -E2BIG;
	}
	groups->group[groups->n++] = group;
	return 0;
}

/* The one empty name that stands for no groups. */
static bool is_none(const struct nlattr *attr)
{
	return !nla_len(attr) || !*(const char *)nla_data(attr);
}

int vsw_nl_groups(struct vsw_nl_req *req, struct vsw_switch *sw, int attr,
		  struct vsw_groups *groups)
{
	const struct nlattr *pos;
	u32 none = 0;
	int rem, err;

	groups->n = 0;
	groups->attr = req->attrs[attr];
	if (!req->attrs[attr])
		return -ENODATA;
	/* The array has the last of them only. */
	nlmsg_for_each_attr(pos, req->info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(pos) != attr)
			continue;
		if (is_none(pos)) {
			none++;
			continue;
		}
		err = add_group(req, sw, pos, groups);
		if (err)
			return err;
	}
	if (!none || (none == 1 && !groups->n))
		return 0;
	VSW_NL_ERR(req, attr, "no group, and groups beside it");
	return -EINVAL;
}

int vsw_nl_put_groups(struct sk_buff *skb, int attr,
		      const struct vsw_attachment *att)
{
	const struct vsw_policy *policy = vsw_policy_get(att);
	u32 i;

	for (i = 0; policy && i < policy->n; i++)
		if (nla_put_string(skb, attr, policy->group[i]->name))
			return -EMSGSIZE;
	return 0;
}
