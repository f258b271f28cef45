// SPDX-License-Identifier: GPL-2.0
/* Sets, and their elements. */
#include "netlink.h"
#include "set.h"
#include "switch.h"

static int fill_set(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct vsw_set *set = obj;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_dev(skb, VSW_A_SET_SWITCH, set->sw->dev) ||
	      nla_put_string(skb, VSW_A_SET_NAME, set->name) ||
	      nla_put_u32(skb, VSW_A_SET_ELEMS, set->n) ||
	      nla_put_u32(skb, VSW_A_SET_USERS, set->users);
	return vsw_nl_end(msg, hdr, err);
}

static void notify_set(const struct vsw_set *set, u8 cmd)
{
	struct vsw_net *vn = set->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill_set, set, GFP_KERNEL);
}

/* The set that a switch and a name mean. */
static struct vsw_set *find(struct vsw_nl_req *req, int sw_attr, int attr)
{
	struct vsw_switch *sw = vsw_nl_switch(req, sw_attr);

	if (IS_ERR(sw))
		return ERR_CAST(sw);
	return vsw_nl_set(req, sw, attr);
}

static int set_get(struct vsw_nl_req *req)
{
	struct vsw_set *set = find(req, VSW_A_SET_SWITCH, VSW_A_SET_NAME);

	if (IS_ERR(set))
		return PTR_ERR(set);
	return vsw_nl_reply(req, VSW_CMD_SET_GET, fill_set, set);
}

int vsw_nl_set_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, set_get);
}

static int dump_sets(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_set *set;
	int err;

	xa_for_each_start(&sw->sets, dump->pos->id, set, dump->pos->id) {
		if (!vsw_nl_matches(&dump->req, VSW_A_SET_NAME, set->name))
			continue;
		err = fill_set(&dump->msg, set);
		if (err)
			return err;
	}
	return 0;
}

int vsw_nl_set_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_SET_GET, VSW_A_SET_SWITCH,
			   dump_sets);
}

static int set_new(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_SET_SWITCH);
	struct vsw_set *set;
	const char *name;
	int err;

	if (IS_ERR(sw))
		return PTR_ERR(sw);
	err = vsw_nl_check_name(req, VSW_A_SET_NAME);
	if (err)
		return err;
	name = nla_data(req->attrs[VSW_A_SET_NAME]);
	if (vsw_set_find(sw, name)) {
		VSW_NL_ERR(req, VSW_A_SET_NAME,
			   "the switch has a set of this name");
		return -EEXIST;
	}
	set = vsw_set_create(sw, name);
	if (set == ERR_PTR(-ENOSPC))
		VSW_NL_ERR(req, VSW_A_SET_SWITCH,
			   "the switch has 65535 sets already");
	if (IS_ERR(set))
		return PTR_ERR(set);
	notify_set(set, VSW_CMD_SET_NTF);
	return 0;
}

int vsw_nl_set_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, set_new);
}

static int set_del(struct vsw_nl_req *req)
{
	struct vsw_set *set = find(req, VSW_A_SET_SWITCH, VSW_A_SET_NAME);

	if (IS_ERR(set))
		return PTR_ERR(set);
	if (set->users) {
		VSW_NL_ERR(req, VSW_A_SET_NAME, "rules name this set");
		return -EBUSY;
	}
	notify_set(set, VSW_CMD_SET_DEL_NTF);
	vsw_set_destroy(set);
	return 0;
}

int vsw_nl_set_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, set_del);
}

/* The set that is to give its elements to another one. */
static struct vsw_set *find_with(struct vsw_nl_req *req,
				 const struct vsw_set *set)
{
	struct vsw_set *with = vsw_nl_set(req, set->sw, VSW_A_SET_WITH);

	if (IS_ERR(with))
		return with;
	if (with == set) {
		VSW_NL_ERR(req, VSW_A_SET_WITH,
			   "a set cannot be replaced with itself");
		return ERR_PTR(-EINVAL);
	}
	if (with->users) {
		VSW_NL_ERR(req, VSW_A_SET_WITH, "rules name this set");
		return ERR_PTR(-EBUSY);
	}
	return with;
}

static int set_replace(struct vsw_nl_req *req)
{
	struct vsw_set *set = find(req, VSW_A_SET_SWITCH, VSW_A_SET_NAME);
	struct vsw_set gone = {}, *with;
	int err;

	if (IS_ERR(set))
		return PTR_ERR(set);
	with = find_with(req, set);
	if (IS_ERR(with))
		return PTR_ERR(with);
	/* For the event, by when the set is freed. */
	gone.sw = with->sw;
	strscpy(gone.name, with->name, sizeof(gone.name));
	err = vsw_set_replace(set, with);
	if (err)
		return err;
	notify_set(set, VSW_CMD_SET_NTF);
	notify_set(&gone, VSW_CMD_SET_DEL_NTF);
	return 0;
}

int vsw_nl_set_replace_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, set_replace);
}

/* --- elements ------------------------------------------------------------ */

/* One element of a set, for fill_elem(). */
struct elem {
	struct vsw_set *set;
	struct vsw_prefix prefix;
};

static int fill_elem(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct elem *elem = obj;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_dev(skb, VSW_A_SET_ELEM_SWITCH, elem->set->sw->dev) ||
	      nla_put_string(skb, VSW_A_SET_ELEM_SET, elem->set->name) ||
	      vsw_nl_put_prefix(skb, VSW_A_SET_ELEM_IP,
				VSW_A_SET_ELEM_PREFIX_LEN, &elem->prefix);
	return vsw_nl_end(msg, hdr, err);
}

static void notify_elem(const struct elem *elem, u8 cmd)
{
	struct vsw_net *vn = elem->set->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill_elem, elem, GFP_KERNEL);
}

/* The element that a request means. */
static int parse_elem(struct vsw_nl_req *req, struct elem *elem)
{
	elem->set = find(req, VSW_A_SET_ELEM_SWITCH, VSW_A_SET_ELEM_SET);
	if (IS_ERR(elem->set))
		return PTR_ERR(elem->set);
	return vsw_nl_prefix(req, VSW_A_SET_ELEM_IP, VSW_A_SET_ELEM_PREFIX_LEN,
			     &elem->prefix);
}

static int elem_get(struct vsw_nl_req *req)
{
	struct elem elem;
	int err = parse_elem(req, &elem);

	if (err)
		return err;
	if (!vsw_set_has(elem.set, &elem.prefix)) {
		VSW_NL_ERR(req, VSW_A_SET_ELEM_IP, "no such element");
		return -ENOENT;
	}
	return vsw_nl_reply(req, VSW_CMD_SET_ELEM_GET, fill_elem, &elem);
}

int vsw_nl_set_elem_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, elem_get);
}

static int dump_set(struct vsw_set *set, struct vsw_nl_dump *dump)
{
	struct elem elem = { .set = set };
	int err;

	for (; dump->pos->sub < set->n; dump->pos->sub++) {
		elem.prefix = set->elem[dump->pos->sub];
		err = fill_elem(&dump->msg, &elem);
		if (err)
			return err;
	}
	return 0;
}

static int dump_elems(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_nl_req *req = &dump->req;
	struct vsw_set *set;
	int err;

	/* In one switch, a set that the dump is limited to has to be there. */
	if (req->attrs[VSW_A_SET_ELEM_SWITCH] &&
	    req->attrs[VSW_A_SET_ELEM_SET]) {
		set = vsw_nl_set(req, sw, VSW_A_SET_ELEM_SET);
		return IS_ERR(set) ? PTR_ERR(set) : dump_set(set, dump);
	}
	xa_for_each_start(&sw->sets, dump->pos->id, set, dump->pos->id) {
		if (!vsw_nl_matches(req, VSW_A_SET_ELEM_SET, set->name))
			continue;
		err = dump_set(set, dump);
		if (err)
			return err;
		dump->pos->sub = 0;
	}
	return 0;
}

int vsw_nl_set_elem_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_SET_ELEM_GET,
			   VSW_A_SET_ELEM_SWITCH, dump_elems);
}

static int elem_new(struct vsw_nl_req *req)
{
	struct elem elem;
	int err = parse_elem(req, &elem);

	if (err)
		return err;
	err = vsw_set_add(elem.set, &elem.prefix);
	if (err == -EEXIST)
		VSW_NL_ERR(req, VSW_A_SET_ELEM_IP, "the set has this element");
	if (err == -ENOSPC)
		VSW_NL_ERR(req, VSW_A_SET_ELEM_SET,
			   "the set has 65536 elements already");
	if (!err)
		notify_elem(&elem, VSW_CMD_SET_ELEM_NTF);
	return err;
}

int vsw_nl_set_elem_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, elem_new);
}

static int elem_del(struct vsw_nl_req *req)
{
	struct elem elem;
	int err = parse_elem(req, &elem);

	if (err)
		return err;
	err = vsw_set_del(elem.set, &elem.prefix);
	if (err == -ENOENT)
		VSW_NL_ERR(req, VSW_A_SET_ELEM_IP, "no such element");
	if (!err)
		notify_elem(&elem, VSW_CMD_SET_ELEM_DEL_NTF);
	return err;
}

int vsw_nl_set_elem_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, elem_del);
}
