// SPDX-License-Identifier: GPL-2.0
/* Rules of security groups. */
#include <linux/if_ether.h>

#include "group.h"
#include "netlink.h"
#include "switch.h"

static_assert((int)VSW_INGRESS == (int)VSW_RULE_DIRECTION_INGRESS);
static_assert((int)VSW_EGRESS == (int)VSW_RULE_DIRECTION_EGRESS);

#define ANY_FAMILY	(BIT(VSW_IPV4) | BIT(VSW_IPV6))

static bool is_icmp(u8 proto)
{
	return proto == IPPROTO_ICMP || proto == IPPROTO_ICMPV6;
}

static bool has_ports(u8 proto)
{
	return proto == IPPROTO_TCP || proto == IPPROTO_UDP ||
	       proto == IPPROTO_SCTP || proto == IPPROTO_DCCP ||
	       proto == IPPROTO_UDPLITE;
}

/* --- to the user --------------------------------------------------------- */

/* What is told of a rule, which may be gone by then. */
struct told {
	const struct vsw_group *group;
	uuid_t uuid;
	struct vsw_match match;
	u64 hits;
};

static struct told tell(const struct vsw_group *group,
			const struct vsw_rule *rule)
{
	return (struct told){
		.group = group,
		.uuid = rule->uuid,
		.match = rule->match,
		.hits = vsw_rule_hits(rule),
	};
}

static int put_family(struct sk_buff *skb, const struct vsw_match *match)
{
	if (match->families == ANY_FAMILY)
		return 0;
	return nla_put_u16(skb, VSW_A_RULE_ETHERTYPE,
			   match->families == BIT(VSW_IPV4) ? ETH_P_IP :
							      ETH_P_IPV6);
}

static int put_range(struct sk_buff *skb, int min_attr, int max_attr,
		     const u16 *range)
{
	if (!range[0] && range[1] == U16_MAX)
		return 0;
	return nla_put_u16(skb, min_attr, range[0]) ||
	       nla_put_u16(skb, max_attr, range[1]);
}

static int put_icmp(struct sk_buff *skb, const u16 *range)
{
	if (!range[0] && range[1] == U16_MAX)
		return 0;
	return nla_put_u8(skb, VSW_A_RULE_ICMP_TYPE, range[0] >> 8) ||
	       (range[0] == range[1] &&
		nla_put_u8(skb, VSW_A_RULE_ICMP_CODE, range[0]));
}

static int put_proto(struct sk_buff *skb, const struct vsw_match *match)
{
	if (match->any_proto)
		return 0;
	if (nla_put_u8(skb, VSW_A_RULE_PROTOCOL, match->proto))
		return -EMSGSIZE;
	if (is_icmp(match->proto))
		return put_icmp(skb, match->dport);
	return put_range(skb, VSW_A_RULE_SPORT_MIN, VSW_A_RULE_SPORT_MAX,
			 match->sport) ||
	       put_range(skb, VSW_A_RULE_DPORT_MIN, VSW_A_RULE_DPORT_MAX,
			 match->dport);
}

static int put_remote(struct sk_buff *skb, const struct vsw_match *match)
{
	if (match->any_remote)
		return 0;
	if (match->set)
		return nla_put_string(skb, VSW_A_RULE_SET, match->set->name);
	return vsw_nl_put_prefix(skb, VSW_A_RULE_IP, VSW_A_RULE_PREFIX_LEN,
				 &match->prefix);
}

static int fill(const struct vsw_nl_msg *msg, const void *obj)
{
	const struct told *told = obj;
	struct sk_buff *skb = msg->skb;
	void *hdr = vsw_nl_begin(msg);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	err = vsw_nl_put_dev(skb, VSW_A_RULE_SWITCH, told->group->sw->dev) ||
	      nla_put_string(skb, VSW_A_RULE_GROUP, told->group->name) ||
	      nla_put(skb, VSW_A_RULE_UUID, UUID_SIZE, &told->uuid) ||
	      nla_put_u32(skb, VSW_A_RULE_DIRECTION, told->match.direction) ||
	      put_family(skb, &told->match) ||
	      put_proto(skb, &told->match) ||
	      put_remote(skb, &told->match) ||
	      nla_put_u64_64bit(skb, VSW_A_RULE_HITS, told->hits,
				VSW_A_RULE_PAD);
	return vsw_nl_end(msg, hdr, err);
}

static void notify(const struct told *told, u8 cmd)
{
	struct vsw_net *vn = told->group->sw->vn;

	vsw_net_changed(vn);
	vsw_nl_multicast(vn->net, cmd, fill, told, GFP_KERNEL);
}

/* --- from the user ------------------------------------------------------- */

static struct vsw_group *find_group(struct vsw_nl_req *req)
{
	struct vsw_switch *sw = vsw_nl_switch(req, VSW_A_RULE_SWITCH);

	if (IS_ERR(sw))
		return ERR_CAST(sw);
	return vsw_nl_group(req, sw, VSW_A_RULE_GROUP);
}

static int parse_direction(struct vsw_nl_req *req, struct vsw_match *match)
{
	if (!req->attrs[VSW_A_RULE_DIRECTION]) {
		NL_SET_ERR_MSG(req->extack, "a rule needs a direction");
		NL_SET_ERR_ATTR_MISS(req->extack, NULL, VSW_A_RULE_DIRECTION);
		return -EINVAL;
	}
	match->direction = vsw_nl_u32(req, VSW_A_RULE_DIRECTION, 0);
	return 0;
}

static int parse_ethertype(struct vsw_nl_req *req, struct vsw_match *match)
{
	if (!req->attrs[VSW_A_RULE_ETHERTYPE]) {
		match->families = ANY_FAMILY;
		return 0;
	}
	switch (vsw_nl_u16(req, VSW_A_RULE_ETHERTYPE, 0)) {
	case ETH_P_IP:
		match->families = BIT(VSW_IPV4);
		return 0;
	case ETH_P_IPV6:
		match->families = BIT(VSW_IPV6);
		return 0;
	}
	VSW_NL_ERR(req, VSW_A_RULE_ETHERTYPE,
		   "rules are for IPv4 (0x0800) and IPv6 (0x86dd)");
	return -EINVAL;
}

/* What the attribute of a family leaves of those that the rule is for. */
static int limit_family(struct vsw_nl_req *req, struct vsw_match *match,
			int attr, enum vsw_family family)
{
	match->families &= BIT(family);
	if (match->families)
		return 0;
	if (family == VSW_IPV4)
		VSW_NL_ERR(req, attr, "this is IPv4, and the rule is not");
	else
		VSW_NL_ERR(req, attr, "this is IPv6, and the rule is not");
	return -EINVAL;
}

static int parse_range(struct vsw_nl_req *req, const struct vsw_match *match,
		       int min_attr, int max_attr, u16 *range)
{
	int given = req->attrs[min_attr] ? min_attr : max_attr;

	range[0] = 0;
	range[1] = U16_MAX;
	if (!req->attrs[given])
		return 0;
	if (match->any_proto || !has_ports(match->proto)) {
		VSW_NL_ERR(req, given,
			   "ports are for protocols tcp, udp, sctp, dccp and udplite");
		return -EINVAL;
	}
	if (given == max_attr) {
		VSW_NL_ERR(req, max_attr, "a range has a first port too");
		return -EINVAL;
	}
	range[0] = vsw_nl_u16(req, min_attr, 0);
	range[1] = vsw_nl_u16(req, max_attr, range[0]);
	if (range[0] <= range[1])
		return 0;
	VSW_NL_ERR(req, max_attr, "the last port is below the first one");
	return -EINVAL;
}

static int parse_icmp(struct vsw_nl_req *req, struct vsw_match *match)
{
	u8 type = vsw_nl_u8(req, VSW_A_RULE_ICMP_TYPE, 0);
	u8 code = vsw_nl_u8(req, VSW_A_RULE_ICMP_CODE, 0);

	if (!req->attrs[VSW_A_RULE_ICMP_TYPE]) {
		if (!req->attrs[VSW_A_RULE_ICMP_CODE])
			return 0;
		VSW_NL_ERR(req, VSW_A_RULE_ICMP_CODE, "a code is of a type");
		return -EINVAL;
	}
	if (match->any_proto || !is_icmp(match->proto)) {
		VSW_NL_ERR(req, VSW_A_RULE_ICMP_TYPE,
			   "types are for protocols icmp (1) and icmpv6 (58)");
		return -EINVAL;
	}
	match->dport[0] = type << 8 | code;
	match->dport[1] = req->attrs[VSW_A_RULE_ICMP_CODE] ? match->dport[0] :
							     type << 8 | 0xff;
	return limit_family(req, match, VSW_A_RULE_ICMP_TYPE,
			    match->proto == IPPROTO_ICMP ? VSW_IPV4 :
							   VSW_IPV6);
}

static int parse_proto(struct vsw_nl_req *req, struct vsw_match *match)
{
	match->any_proto = !req->attrs[VSW_A_RULE_PROTOCOL];
	match->proto = vsw_nl_u8(req, VSW_A_RULE_PROTOCOL, 0);
	return parse_range(req, match, VSW_A_RULE_SPORT_MIN,
			   VSW_A_RULE_SPORT_MAX, match->sport) ?:
	       parse_range(req, match, VSW_A_RULE_DPORT_MIN,
			   VSW_A_RULE_DPORT_MAX, match->dport) ?:
	       parse_icmp(req, match);
}

static int parse_set(struct vsw_nl_req *req, struct vsw_switch *sw,
		     struct vsw_match *match)
{
	if (req->attrs[VSW_A_RULE_IP] || req->attrs[VSW_A_RULE_PREFIX_LEN]) {
		VSW_NL_ERR(req, VSW_A_RULE_SET,
			   "the other side is a prefix or a set, not both");
		return -EINVAL;
	}
	match->set = vsw_nl_set(req, sw, VSW_A_RULE_SET);
	return PTR_ERR_OR_ZERO(match->set);
}

static int parse_remote(struct vsw_nl_req *req, struct vsw_switch *sw,
			struct vsw_match *match)
{
	int err;

	if (req->attrs[VSW_A_RULE_SET])
		return parse_set(req, sw, match);
	match->any_remote = !req->attrs[VSW_A_RULE_IP];
	if (match->any_remote && req->attrs[VSW_A_RULE_PREFIX_LEN]) {
		VSW_NL_ERR(req, VSW_A_RULE_PREFIX_LEN, "of no address");
		return -EINVAL;
	}
	if (match->any_remote)
		return 0;
	err = vsw_nl_prefix(req, VSW_A_RULE_IP, VSW_A_RULE_PREFIX_LEN,
			    &match->prefix);
	if (err)
		return err;
	return limit_family(req, match, VSW_A_RULE_IP,
			    match->prefix.ipv4 ? VSW_IPV4 : VSW_IPV6);
}

static int parse(struct vsw_nl_req *req, struct vsw_switch *sw,
		 struct vsw_match *match)
{
	memset(match, 0, sizeof(*match));
	return parse_direction(req, match) ?: parse_ethertype(req, match) ?:
	       parse_proto(req, match) ?: parse_remote(req, sw, match);
}

static void request_uuid(const struct vsw_nl_req *req, uuid_t *uuid)
{
	if (req->attrs[VSW_A_RULE_UUID])
		import_uuid(uuid, nla_data(req->attrs[VSW_A_RULE_UUID]));
	else
		uuid_gen(uuid);
}

/* --- requests ------------------------------------------------------------ */

static struct vsw_rule *find_uuid(struct vsw_nl_req *req,
				  const struct vsw_group *group)
{
	struct vsw_rule *rule;
	uuid_t uuid;

	request_uuid(req, &uuid);
	rule = vsw_group_find_rule(group, &uuid);
	if (rule)
		return rule;
	VSW_NL_ERR(req, VSW_A_RULE_UUID, "the group has no such rule");
	return ERR_PTR(-ENOENT);
}

static int rule_get(struct vsw_nl_req *req)
{
	struct vsw_group *group = find_group(req);
	struct vsw_rule *rule;
	struct told told;

	if (IS_ERR(group))
		return PTR_ERR(group);
	if (!req->attrs[VSW_A_RULE_UUID]) {
		NL_SET_ERR_MSG(req->extack, "a rule is found by its uuid");
		NL_SET_ERR_ATTR_MISS(req->extack, NULL, VSW_A_RULE_UUID);
		return -EINVAL;
	}
	rule = find_uuid(req, group);
	if (IS_ERR(rule))
		return PTR_ERR(rule);
	told = tell(group, rule);
	return vsw_nl_reply(req, VSW_CMD_RULE_GET, fill, &told);
}

int vsw_nl_rule_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, rule_get);
}

static bool is_wanted(const struct vsw_nl_req *req,
		      const struct vsw_rule *rule)
{
	const struct nlattr *uuid = req->attrs[VSW_A_RULE_UUID];

	return !uuid || !memcmp(nla_data(uuid), &rule->uuid, UUID_SIZE);
}

/* Where it goes on is a count, and after any change the dump is void. */
static int dump_group(struct vsw_group *group, struct vsw_nl_dump *dump)
{
	unsigned long at = 0;
	struct vsw_rule *rule;
	struct told told;
	int err;

	list_for_each_entry(rule, &group->rules, node) {
		if (at++ < dump->pos->sub)
			continue;
		told = tell(group, rule);
		err = is_wanted(&dump->req, rule) ? fill(&dump->msg, &told) :
						    0;
		if (err)
			return err;
		dump->pos->sub++;
	}
	return 0;
}

static int dump_switch(struct vsw_switch *sw, struct vsw_nl_dump *dump)
{
	struct vsw_nl_req *req = &dump->req;
	struct vsw_group *group;
	int err;

	/* In one switch, a group that the dump is limited to has to be there. */
	if (req->attrs[VSW_A_RULE_SWITCH] && req->attrs[VSW_A_RULE_GROUP]) {
		group = vsw_nl_group(req, sw, VSW_A_RULE_GROUP);
		return IS_ERR(group) ? PTR_ERR(group) :
				       dump_group(group, dump);
	}
	xa_for_each_start(&sw->groups, dump->pos->id, group, dump->pos->id) {
		if (!vsw_nl_matches(req, VSW_A_RULE_GROUP, group->name))
			continue;
		err = dump_group(group, dump);
		if (err)
			return err;
		dump->pos->sub = 0;
	}
	return 0;
}

int vsw_nl_rule_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vsw_nl_dump(skb, cb, VSW_CMD_RULE_GET, VSW_A_RULE_SWITCH,
			   dump_switch);
}

static void explain(struct vsw_nl_req *req, int err)
{
	if (err == -EEXIST)
		VSW_NL_ERR(req, VSW_A_RULE_GROUP,
			   "the group has a rule that says the same");
	if (err == -ENOSPC)
		VSW_NL_ERR(req, VSW_A_RULE_GROUP,
			   "the group has 16384 rules already");
	if (err == -E2BIG)
		VSW_NL_ERR(req, VSW_A_RULE_GROUP,
			   "the rules would overlap in too many ways, name too many sets, or be in too many combinations of groups");
}

static int rule_new(struct vsw_nl_req *req)
{
	struct vsw_group *group = find_group(req);
	struct vsw_match match;
	struct vsw_rule *rule;
	struct told told;
	uuid_t uuid;
	int err;

	if (IS_ERR(group))
		return PTR_ERR(group);
	err = parse(req, group->sw, &match);
	if (err)
		return err;
	request_uuid(req, &uuid);
	if (req->attrs[VSW_A_RULE_UUID] && vsw_group_find_rule(group, &uuid)) {
		VSW_NL_ERR(req, VSW_A_RULE_UUID,
			   "the group has a rule with this uuid");
		return -EEXIST;
	}
	rule = vsw_group_add_rule(group, &match, &uuid);
	if (IS_ERR(rule)) {
		explain(req, PTR_ERR(rule));
		return PTR_ERR(rule);
	}
	told = tell(group, rule);
	notify(&told, VSW_CMD_RULE_NTF);
	return 0;
}

int vsw_nl_rule_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, rule_new);
}

/* Whether the request says anything of a rule but which one it is. */
static bool has_match(const struct vsw_nl_req *req)
{
	int attr;

	for (attr = VSW_A_RULE_UUID + 1; attr <= VSW_A_RULE_SET; attr++)
		if (req->attrs[attr])
			return true;
	return false;
}

/* A uuid is enough; without one, or to be sure, everything has to be said. */
static struct vsw_rule *find_rule(struct vsw_nl_req *req,
				  const struct vsw_group *group)
{
	struct vsw_match match;
	struct vsw_rule *rule;
	int err;

	if (req->attrs[VSW_A_RULE_UUID] && !has_match(req))
		return find_uuid(req, group);
	err = parse(req, group->sw, &match);
	if (err)
		return ERR_PTR(err);
	if (req->attrs[VSW_A_RULE_UUID]) {
		rule = find_uuid(req, group);
		if (IS_ERR(rule) || vsw_match_equal(&rule->match, &match))
			return rule;
		VSW_NL_ERR(req, VSW_A_RULE_UUID,
			   "the rule of this uuid says something else");
		return ERR_PTR(-EINVAL);
	}
	rule = vsw_group_find_match(group, &match);
	if (rule)
		return rule;
	VSW_NL_ERR(req, VSW_A_RULE_GROUP, "the group has no such rule");
	return ERR_PTR(-ENOENT);
}

static int rule_del(struct vsw_nl_req *req)
{
	struct vsw_group *group = find_group(req);
	struct vsw_rule *rule;
	struct told told;
	int err;

	if (IS_ERR(group))
		return PTR_ERR(group);
	rule = find_rule(req, group);
	if (IS_ERR(rule))
		return PTR_ERR(rule);
	told = tell(group, rule);
	err = vsw_group_del_rule(group, rule);
	explain(req, err);
	if (!err)
		notify(&told, VSW_CMD_RULE_DEL_NTF);
	return err;
}

int vsw_nl_rule_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vsw_nl_config(info, rule_del);
}
