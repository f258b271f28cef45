// SPDX-License-Identifier: GPL-2.0
/*
 * Classification: from a frame's outermost tag to an attachment, and the
 * frames that vsw_input_port() turns away before and because of it.
 */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>

#include "kmod/attachment.h"
#include "kmod/input.h"
#include "kmod/network.h"
#include "kmod/port.h"
#include "kmod/stats.h"

#define PCP(prio)	((prio) << VLAN_PRIO_SHIFT)
#define DEI		VLAN_CFI_MASK

struct tag_case {
	const char *name;
	bool tagged;
	u16 proto;
	u16 tci;
	u16 vid;
	bool strip;
};

static const struct tag_case tag_cases[] = {
	{ "untagged", false, 0, 0, 0, false },
	{ "untagged, stale tci", false, ETH_P_8021Q, 10, 0, false },
	{ "vid 1", true, ETH_P_8021Q, 1, 1, true },
	{ "vid 10", true, ETH_P_8021Q, 10, 10, true },
	{ "vid 10, PCP 7", true, ETH_P_8021Q, PCP(7) | 10, 10, true },
	{ "vid 10, DEI", true, ETH_P_8021Q, DEI | 10, 10, true },
	{ "vid 4094", true, ETH_P_8021Q, 4094, 4094, true },
	{ "vid 4094, PCP and DEI", true, ETH_P_8021Q, PCP(5) | DEI | 4094,
	  4094, true },
	{ "vid 4095", true, ETH_P_8021Q, 4095, 4095, true },
	{ "priority tag", true, ETH_P_8021Q, 0, 0, true },
	{ "priority tag, PCP 5", true, ETH_P_8021Q, PCP(5), 0, true },
	{ "priority tag, PCP and DEI", true, ETH_P_8021Q, PCP(7) | DEI, 0,
	  true },
	{ "service tag, vid 1", true, ETH_P_8021AD, 1, 0, false },
	{ "service tag, vid 0", true, ETH_P_8021AD, 0, 0, false },
	{ "service tag, vid 4095", true, ETH_P_8021AD, 4095, 0, false },
	{ "service tag, PCP and DEI", true, ETH_P_8021AD, PCP(7) | DEI | 10, 0,
	  false },
};

KUNIT_ARRAY_PARAM_DESC(tag, tag_cases, name);

static void tag_gives_vid(struct kunit *test)
{
	const struct tag_case *c = test->param_value;
	struct vsw_class class;

	class = vsw_classify(c->tagged, htons(c->proto), c->tci);
	KUNIT_EXPECT_EQ(test, class.vid, c->vid);
	KUNIT_EXPECT_EQ(test, class.strip, c->strip);
}

static struct vsw_attachment *lookup(const struct vsw_vids *vids, u16 vid)
{
	struct vsw_attachment *att;

	rcu_read_lock();
	att = vsw_vids_lookup(vids, vid);
	rcu_read_unlock();
	return att;
}

/* Put dummies at some ids; what they are is not looked at. */
static struct vsw_attachment *attach(struct kunit *test, struct vsw_vids *vids,
				     u16 vid)
{
	struct vsw_vids_block __rcu **block = &vids->block[vid / VSW_VIDS_BLOCK];
	struct vsw_vids_block *new = rcu_dereference_protected(*block, true);
	struct vsw_attachment *att;

	att = kunit_kzalloc(test, sizeof(*att), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, att);
	if (!new) {
		new = kunit_kzalloc(test, sizeof(*new), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, new);
		rcu_assign_pointer(*block, new);
	}
	rcu_assign_pointer(new->slot[vid % VSW_VIDS_BLOCK], att);
	return att;
}

static void no_vid_is_found_without_blocks(struct kunit *test)
{
	struct vsw_vids *vids;
	u16 vid;

	vids = kunit_kzalloc(test, sizeof(*vids), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, vids);
	for (vid = 0; vid < VLAN_N_VID; vid++) {
		KUNIT_EXPECT_NULL(test, lookup(NULL, vid));
		KUNIT_EXPECT_NULL(test, lookup(vids, vid));
	}
}

static void only_attached_vids_are_found(struct kunit *test)
{
	/* Both ends of blocks, and of the whole range. */
	static const u16 vids_used[] = { 1, 10, 63, 64, 127, 4031, 4032, 4094 };
	struct vsw_attachment **att;
	struct vsw_vids *vids;
	u16 vid;
	int i;

	vids = kunit_kzalloc(test, sizeof(*vids), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, vids);
	att = kunit_kcalloc(test, VLAN_N_VID, sizeof(*att), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, att);

	for (i = 0; i < ARRAY_SIZE(vids_used); i++)
		att[vids_used[i]] = attach(test, vids, vids_used[i]);
	for (vid = 0; vid < VLAN_N_VID; vid++)
		KUNIT_EXPECT_PTR_EQ(test, lookup(vids, vid), att[vid]);
}

/* A port, and a network for those of its frames that get that far. */
struct input {
	struct vsw_port port;
	struct vsw_vids vids;
	struct vsw_network network;
	struct vsw_stats_sum sum;
};

static int classify_test_init(struct kunit *test)
{
	struct input *in = kunit_kzalloc(test, sizeof(*in), GFP_KERNEL);

	if (!in)
		return -ENOMEM;
	test->priv = in;
	rcu_assign_pointer(in->port.vids, &in->vids);
	in->network.id = 1;
	return vsw_stats_init(&in->port.stats) ?:
	       vsw_stats_init(&in->network.stats);
}

static void classify_test_exit(struct kunit *test)
{
	struct input *in = test->priv;

	if (!in)
		return;
	vsw_stats_uninit(&in->port.stats);
	vsw_stats_uninit(&in->network.stats);
}

static void attach_port(struct kunit *test, u16 vid)
{
	struct input *in = test->priv;
	struct vsw_attachment *att;

	att = attach(test, &in->vids, vid);
	att->target.quota = &in->port.quota;
	att->network = &in->network;
	if (!vid)
		rcu_assign_pointer(in->port.untagged, att);
}

/* With a source that no network lets in: that is where it ends at last. */
static struct sk_buff *frame(struct kunit *test, const u8 *dst)
{
	struct sk_buff *skb = alloc_skb(ETH_ZLEN, GFP_KERNEL);
	struct ethhdr *eth;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reset_mac_header(skb);
	eth = skb_put_zero(skb, ETH_ZLEN);
	ether_addr_copy(eth->h_dest, dst);
	eth->h_source[0] = 0x01;
	eth->h_proto = htons(ETH_P_802_3_MIN);
	skb->protocol = eth->h_proto;
	return skb;
}

static struct sk_buff *tagged_frame(struct kunit *test,
				    const struct tag_case *c)
{
	static const u8 dst[ETH_ALEN] = { 0x02 };
	struct sk_buff *skb = frame(test, dst);

	if (c->tagged)
		__vlan_hwaccel_put_tag(skb, htons(c->proto), c->tci);
	return skb;
}

/* Let a frame in and say why it was dropped; -1 if it was not. */
static int reason_of(struct kunit *test, struct sk_buff *skb)
{
	struct input *in = test->priv;
	int i, reason = -1;

	local_bh_disable();
	rcu_read_lock();
	vsw_input_port(&in->port, skb);
	rcu_read_unlock();
	local_bh_enable();

	vsw_stats_read(&in->port.stats, &in->sum);
	KUNIT_EXPECT_EQ(test, in->sum.rx_packets, 1);
	for (i = 0; i < VSW_DROP_COUNT; i++)
		if (in->sum.drops[i])
			reason = i;
	vsw_stats_read(&in->network.stats, &in->sum);
	KUNIT_EXPECT_EQ(test, in->sum.rx_packets,
			reason == VSW_DROP_BAD_SOURCE);
	return reason;
}

struct group_case {
	const char *name;
	u8 dst[ETH_ALEN];
	bool reserved;
};

static const struct group_case group_cases[] = {
	{ "STP", { 0x01, 0x80, 0xc2, 0, 0, 0x00 }, true },
	{ "pause", { 0x01, 0x80, 0xc2, 0, 0, 0x01 }, true },
	{ "LLDP", { 0x01, 0x80, 0xc2, 0, 0, 0x0e }, true },
	{ "last", { 0x01, 0x80, 0xc2, 0, 0, 0x0f }, true },
	{ "one above", { 0x01, 0x80, 0xc2, 0, 0, 0x10 }, false },
	{ "MMRP", { 0x01, 0x80, 0xc2, 0, 0, 0x20 }, false },
	{ "byte 5, upper half", { 0x01, 0x80, 0xc2, 0, 0, 0xf0 }, false },
	{ "byte 4", { 0x01, 0x80, 0xc2, 0, 0x01, 0 }, false },
	{ "byte 3", { 0x01, 0x80, 0xc2, 0x01, 0, 0 }, false },
	{ "byte 2", { 0x01, 0x80, 0xc3, 0, 0, 0 }, false },
	{ "byte 1", { 0x01, 0x81, 0xc2, 0, 0, 0 }, false },
	{ "byte 0", { 0x03, 0x80, 0xc2, 0, 0, 0 }, false },
	{ "unicast", { 0x00, 0x80, 0xc2, 0, 0, 0 }, false },
	{ "broadcast", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, false },
};

KUNIT_ARRAY_PARAM_DESC(group, group_cases, name);

static void reserved_groups_are_dropped(struct kunit *test)
{
	const struct group_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test, reason_of(test, frame(test, c->dst)),
			c->reserved ? VSW_DROP_RESERVED_GROUP :
				      VSW_DROP_UNTAGGED_UNMAPPED);
}

static void reserved_groups_pass_where_wanted(struct kunit *test)
{
	const struct group_case *c = test->param_value;
	struct input *in = test->priv;

	in->port.params.reserved_groups = true;
	KUNIT_EXPECT_EQ(test, reason_of(test, frame(test, c->dst)),
			VSW_DROP_UNTAGGED_UNMAPPED);
}

static void frame_finds_its_attachment(struct kunit *test)
{
	const struct tag_case *c = test->param_value;
	/* There can be none for the reserved VLAN id. */
	bool reserved = c->vid == VLAN_VID_MASK;

	if (!reserved)
		attach_port(test, c->vid);
	KUNIT_EXPECT_EQ(test, reason_of(test, tagged_frame(test, c)),
			reserved ? VSW_DROP_VLAN_UNMAPPED :
				   VSW_DROP_BAD_SOURCE);
}

static void frame_without_attachment_is_dropped(struct kunit *test)
{
	const struct tag_case *c = test->param_value;

	/* There are some, but not the one that it takes. */
	attach_port(test, c->vid ^ 1);
	attach_port(test, c->vid ^ 64);
	if (c->vid)
		attach_port(test, 0);
	KUNIT_EXPECT_EQ(test, reason_of(test, tagged_frame(test, c)),
			c->vid ? VSW_DROP_VLAN_UNMAPPED :
				 VSW_DROP_UNTAGGED_UNMAPPED);
}

static struct kunit_case classify_test_cases[] = {
	KUNIT_CASE_PARAM(tag_gives_vid, tag_gen_params),
	KUNIT_CASE(no_vid_is_found_without_blocks),
	KUNIT_CASE(only_attached_vids_are_found),
	KUNIT_CASE_PARAM(reserved_groups_are_dropped, group_gen_params),
	KUNIT_CASE_PARAM(reserved_groups_pass_where_wanted, group_gen_params),
	KUNIT_CASE_PARAM(frame_finds_its_attachment, tag_gen_params),
	KUNIT_CASE_PARAM(frame_without_attachment_is_dropped, tag_gen_params),
	{}
};

static struct kunit_suite classify_test_suite = {
	.name = "vsw_classify",
	.init = classify_test_init,
	.exit = classify_test_exit,
	.test_cases = classify_test_cases,
};

kunit_test_suite(classify_test_suite);
