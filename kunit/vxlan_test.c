// SPDX-License-Identifier: GPL-2.0
/*
 * The VXLAN header (RFC 7348 section 5), built and read; then packets of every
 * length through vsw_vxlan_rcv(), without a socket's receive path before it.
 */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/ipv6.h>
#include <net/sock.h>

#include "kmod/network.h"
#include "kmod/peer.h"
#include "kmod/switch.h"
#include "kmod/vni.h"
#include "kmod/vtep.h"
#include "kmod/vxlan.h"

#define HDR_LEN		sizeof(struct vsw_vxlan_hdr)

struct golden_case {
	const char *name;
	u32 vni;
	u8 bytes[HDR_LEN];
};

static const struct golden_case golden_cases[] = {
	{ "vni 0", 0, { 0x08, 0, 0, 0, 0, 0, 0, 0 } },
	{ "vni 1", 1, { 0x08, 0, 0, 0, 0, 0, 0x01, 0 } },
	{ "vni 5001", 5001, { 0x08, 0, 0, 0, 0, 0x13, 0x89, 0 } },
	{ "vni 0x123456", 0x123456, { 0x08, 0, 0, 0, 0x12, 0x34, 0x56, 0 } },
	{ "vni 0xffffff", 0xffffff, { 0x08, 0, 0, 0, 0xff, 0xff, 0xff, 0 } },
};

KUNIT_ARRAY_PARAM_DESC(golden, golden_cases, name);

static void built_header_is_golden(struct kunit *test)
{
	const struct golden_case *c = test->param_value;
	struct vsw_vxlan_hdr hdr;

	memset(&hdr, 0xa5, sizeof(hdr));
	vsw_vxlan_build(&hdr, c->vni);
	KUNIT_EXPECT_MEMEQ(test, &hdr, c->bytes, sizeof(hdr));
}

static void golden_header_is_read(struct kunit *test)
{
	const struct golden_case *c = test->param_value;
	struct vsw_vxlan_hdr hdr;
	u32 vni = ~0;

	memcpy(&hdr, c->bytes, sizeof(hdr));
	KUNIT_EXPECT_TRUE(test, vsw_vxlan_parse(&hdr, &vni));
	KUNIT_EXPECT_EQ(test, vni, c->vni);
}

/* Flip each bit of the header: bit 0 is the first one on the wire. */
static void each_bit_is_flag_vni_or_ignored(struct kunit *test)
{
	const struct golden_case *c = test->param_value;
	struct vsw_vxlan_hdr hdr;
	u8 bytes[HDR_LEN];
	u32 vni, want;
	int bit;

	for (bit = 0; bit < 8 * HDR_LEN; bit++) {
		memcpy(bytes, c->bytes, sizeof(bytes));
		bytes[bit / 8] ^= 0x80 >> bit % 8;
		memcpy(&hdr, bytes, sizeof(hdr));
		want = c->vni;
		if (bit >= 32 && bit < 56)
			want ^= BIT(55 - bit);
		KUNIT_EXPECT_EQ_MSG(test, vsw_vxlan_parse(&hdr, &vni),
				    bit != 4, "bit %d", bit);
		KUNIT_EXPECT_EQ_MSG(test, vni, want, "bit %d", bit);
	}
}

static void all_reserved_bits_together_are_ignored(struct kunit *test)
{
	static const u8 bytes[] = { 0xff, 0xff, 0xff, 0xff, 0, 0x13, 0x89, 0xff };
	struct vsw_vxlan_hdr hdr;
	u32 vni;

	memcpy(&hdr, bytes, sizeof(hdr));
	KUNIT_EXPECT_TRUE(test, vsw_vxlan_parse(&hdr, &vni));
	KUNIT_EXPECT_EQ(test, vni, 5001);
	hdr.flags &= ~htonl(VSW_VXLAN_FLAG_VNI);
	KUNIT_EXPECT_FALSE(test, vsw_vxlan_parse(&hdr, &vni));
}

static void vni_survives_a_round_trip(struct kunit *test)
{
	struct vsw_vxlan_hdr hdr;
	u32 vni, read;

	/* A thousand of them; a prime step changes all bits. */
	for (vni = 0; vni <= VSW_VNI_MAX; vni += 16381) {
		vsw_vxlan_build(&hdr, vni);
		KUNIT_ASSERT_TRUE(test, vsw_vxlan_parse(&hdr, &read));
		KUNIT_ASSERT_EQ(test, read, vni);
	}
}

/*
 * ECN. An inner header of each kind, between bytes that must stay as they are,
 * as the kernel leaves it when an outer header of each kind is taken off.
 */
#define ECN_HLEN	sizeof(struct ipv6hdr)

/* Outer ECN values that made a difference. */
static u8 ecn_seen;

static struct sk_buff *ecn_skb(struct kunit *test, bool ipv4, u8 ecn)
{
	struct sk_buff *skb = alloc_skb(ECN_HLEN, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reset_network_header(skb);
	skb_put_zero(skb, ECN_HLEN);
	if (ipv4) {
		skb->protocol = htons(ETH_P_IP);
		ip_hdr(skb)->version = 4;
		ip_hdr(skb)->ihl = 5;
		ip_hdr(skb)->tos = 0xb8 | ecn;
	} else {
		skb->protocol = htons(ETH_P_IPV6);
		ip6_flow_hdr(ipv6_hdr(skb), 0xb8 | ecn, htonl(0x12345));
	}
	return skb;
}

/* That the kernel does nothing where we say that there is nothing to do. */
static void ecn_check(struct kunit *test, bool ipv4, u8 outer, u8 inner)
{
	struct sk_buff *skb = ecn_skb(test, ipv4, inner);
	struct iphdr ip = { .tos = outer };
	u8 before[ECN_HLEN];
	bool acts;

	memcpy(before, skb->data, ECN_HLEN);
	acts = IP_ECN_decapsulate(&ip, skb) > 1 ||
	       memcmp(before, skb->data, ECN_HLEN);
	if (acts)
		KUNIT_EXPECT_TRUE_MSG(test, vsw_vxlan_ecn_acts(outer),
				      "outer %#x, inner %#x", outer, inner);
	kfree_skb(skb);
	if (acts)
		ecn_seen |= BIT(outer & INET_ECN_MASK);
}

static void ecn_acts_where_the_kernel_does(struct kunit *test)
{
	int outer, inner;

	ecn_seen = 0;
	for (outer = 0; outer < 256; outer++) {
		for (inner = 0; inner <= INET_ECN_MASK; inner++) {
			ecn_check(test, true, outer, inner);
			ecn_check(test, false, outer, inner);
		}
	}
	/* And nowhere else, whatever is inside. */
	for (outer = 0; outer <= INET_ECN_MASK; outer++)
		KUNIT_EXPECT_EQ(test, vsw_vxlan_ecn_acts(outer),
				!!(ecn_seen & BIT(outer)));
}

/*
 * Receiving. A vtep that takes frames of any peer, with one network that
 * neither learns nor floods: a whole frame ends as unknown-unicast.
 */
#define RCV_VNI		5001
#define RCV_LEN		(VSW_VXLAN_HLEN + ETH_HLEN + sizeof(struct iphdr) + 8)

struct rcv {
	struct sock sk;
	struct vsw_vtep vtep;
	struct vsw_net vn;
	struct vsw_switch sw;
	struct vsw_network network;
	struct vsw_stats_sum sum;
	u8 packet[RCV_LEN];
};

/* UDP header, VXLAN header, Ethernet header, IPv4 header, payload. */
static void rcv_packet(struct rcv *r, u16 proto)
{
	struct udphdr *udp = (void *)r->packet;
	struct vsw_vxlan_hdr *hdr = (void *)(udp + 1);
	struct ethhdr *eth = (void *)(hdr + 1);
	struct iphdr *ip = (void *)(eth + 1);

	memset(r->packet, 0, sizeof(r->packet));
	udp->dest = htons(VSW_VXLAN_PORT);
	vsw_vxlan_build(hdr, RCV_VNI);
	eth->h_dest[0] = 0x02;
	eth->h_source[0] = 0x06;
	eth->h_proto = htons(proto);
	ip->version = 4;
	ip->ihl = 5;
}

/* The first @len bytes of the packet, all linear or all in a fragment. */
static struct sk_buff *rcv_skb(struct kunit *test, size_t len, bool linear)
{
	struct sk_buff *skb = alloc_skb(128 + RCV_LEN, GFP_KERNEL);
	struct rcv *r = test->priv;
	struct iphdr *outer;
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 64);
	skb_reset_network_header(skb);
	outer = skb_put_zero(skb, sizeof(*outer));
	outer->version = 4;
	outer->ihl = 5;
	skb->protocol = htons(ETH_P_IP);
	__skb_pull(skb, sizeof(*outer));
	skb_reset_transport_header(skb);

	if (linear) {
		skb_put_data(skb, r->packet, len);
	} else if (len) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		memcpy(page_address(page), r->packet, len);
		skb_add_rx_frag(skb, 0, page, 0, len, PAGE_SIZE);
	}
	return skb;
}

static void rcv(struct kunit *test, struct sk_buff *skb)
{
	struct rcv *r = test->priv;
	int ret;

	local_bh_disable();
	rcu_read_lock();
	ret = vsw_vxlan_rcv(&r->sk, skb);
	rcu_read_unlock();
	local_bh_enable();
	/* Anything else and UDP goes on with a packet that is gone. */
	KUNIT_EXPECT_EQ(test, ret, 0);
}

/* Drops for a reason, of the vtep; they count on the network as well. */
static u64 drops(struct rcv *r, enum vsw_drop reason)
{
	vsw_stats_read(&r->vtep.stats, &r->sum);
	return r->sum.drops[reason];
}

static u64 all_drops(struct rcv *r)
{
	u64 sum = 0;
	int i;

	vsw_stats_read(&r->vtep.stats, &r->sum);
	for (i = 0; i < VSW_DROP_COUNT; i++)
		sum += r->sum.drops[i];
	return sum;
}

static enum vsw_drop fate(size_t len, u16 proto)
{
	if (len < VSW_VXLAN_HLEN)
		return VSW_DROP_VXLAN_HEADER;
	if (len < VSW_VXLAN_HLEN + ETH_HLEN)
		return VSW_DROP_RUNT;
	if (proto == ETH_P_IP &&
	    len < VSW_VXLAN_HLEN + ETH_HLEN + sizeof(struct iphdr))
		return VSW_DROP_MALFORMED;
	return VSW_DROP_UNKNOWN_UNICAST;
}

struct length_case {
	const char *name;
	u16 proto;
	bool linear;
};

static const struct length_case length_cases[] = {
	{ "IPv4, linear", ETH_P_IP, true },
	{ "IPv4, in a fragment", ETH_P_IP, false },
	{ "unknown, linear", 0x88b5, true },
	{ "unknown, in a fragment", 0x88b5, false },
};

KUNIT_ARRAY_PARAM_DESC(length, length_cases, name);

static void packet_of_every_length_has_its_fate(struct kunit *test)
{
	const struct length_case *c = test->param_value;
	struct rcv *r = test->priv;
	enum vsw_drop reason;
	u64 before;
	size_t len;

	rcv_packet(r, c->proto);
	for (len = 0; len <= RCV_LEN; len++) {
		reason = fate(len, c->proto);
		before = drops(r, reason);
		rcv(test, rcv_skb(test, len, c->linear));
		KUNIT_EXPECT_EQ_MSG(test, drops(r, reason), before + 1,
				    "length %zu, not dropped as %s", len,
				    vsw_drop_names[reason]);
		KUNIT_EXPECT_EQ_MSG(test, all_drops(r), len + 1,
				    "length %zu", len);
	}
}

static void whole_frame_is_counted_without_outer_headers(struct kunit *test)
{
	struct rcv *r = test->priv;

	rcv_packet(r, ETH_P_IP);
	rcv(test, rcv_skb(test, RCV_LEN, false));
	vsw_stats_read(&r->vtep.stats, &r->sum);
	KUNIT_EXPECT_EQ(test, r->sum.rx_packets, 1);
	KUNIT_EXPECT_EQ(test, r->sum.rx_bytes, RCV_LEN - VSW_VXLAN_HLEN);
	vsw_stats_read(&r->network.stats, &r->sum);
	KUNIT_EXPECT_EQ(test, r->sum.rx_packets, 1);
	KUNIT_EXPECT_EQ(test, r->sum.rx_bytes, RCV_LEN - VSW_VXLAN_HLEN);
}

static void header_without_flag_is_dropped(struct kunit *test)
{
	struct rcv *r = test->priv;

	rcv_packet(r, ETH_P_IP);
	r->packet[sizeof(struct udphdr)] = 0xf7;
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_VXLAN_FLAGS), 1);
}

static void unknown_vni_is_dropped(struct kunit *test)
{
	struct rcv *r = test->priv;

	rcv_packet(r, ETH_P_IP);
	vsw_vxlan_build((void *)(r->packet + sizeof(struct udphdr)),
			RCV_VNI + 1);
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_VXLAN_VNI), 1);
}

/* RFC 7348 section 6.1. */
static void inner_vlan_tag_is_dropped(struct kunit *test)
{
	struct rcv *r = test->priv;

	rcv_packet(r, ETH_P_8021Q);
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_VLAN_NESTED), 1);
	rcv_packet(r, ETH_P_8021AD);
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_UNKNOWN_UNICAST), 1);
}

static void inner_reserved_group_is_dropped(struct kunit *test)
{
	static const u8 stp[ETH_ALEN] = { 0x01, 0x80, 0xc2 };
	struct rcv *r = test->priv;

	rcv_packet(r, ETH_P_IP);
	memcpy(r->packet + VSW_VXLAN_HLEN, stp, sizeof(stp));
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_RESERVED_GROUP), 1);
}

static void stranger_is_dropped_where_not_wanted(struct kunit *test)
{
	struct rcv *r = test->priv;

	r->vtep.params.unknown_peer = VSW_UNKNOWN_PEER_DROP;
	rcv_packet(r, ETH_P_IP);
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_VXLAN_PEER), 1);
}

/* RFC 6040 section 4.2: CE outside, Not-ECT inside. */
static void congestion_that_ends_cannot_see_is_a_drop(struct kunit *test)
{
	struct rcv *r = test->priv;
	struct sk_buff *skb;

	rcv_packet(r, ETH_P_IP);
	skb = rcv_skb(test, RCV_LEN, true);
	ip_hdr(skb)->tos = 3;
	rcv(test, skb);
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_VXLAN_ECN), 1);
}

static void packet_for_a_closed_vtep_is_freed(struct kunit *test)
{
	struct rcv *r = test->priv;

	rcu_assign_sk_user_data(&r->sk, NULL);
	rcv_packet(r, ETH_P_IP);
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, all_drops(r), 0);
}

/* Its id is another network's now, and so are the entries under it. */
static void frame_of_a_dead_network_follows_no_entry(struct kunit *test)
{
	struct vsw_target there = { .horizon = VSW_HORIZON_ISOLATED };
	struct rcv *r = test->priv;
	struct vsw_fdb_domain heir = { .id = r->network.id };
	struct vsw_fdb *fdb = &r->sw.fdb;

	KUNIT_ASSERT_EQ(test, vsw_fdb_add_domain(fdb, &heir), 0);
	KUNIT_ASSERT_EQ(test, vsw_fdb_add_target(fdb, &there), 0);
	rcv_packet(r, ETH_P_IP);
	KUNIT_EXPECT_EQ(test, vsw_fdb_set(fdb, &heir, 0x02, &there,
					  VSW_FDB_KIND_STATIC), 0);
	r->vtep.stranger.horizon = VSW_HORIZON_ISOLATED;
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_ISOLATED), 1);

	r->network.fdb.dead = true;
	rcv(test, rcv_skb(test, RCV_LEN, true));
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_ISOLATED), 1);
	KUNIT_EXPECT_EQ(test, drops(r, VSW_DROP_UNKNOWN_UNICAST), 1);
	vsw_fdb_retire_target(fdb, &there);
	vsw_fdb_retire_domain(fdb, &heir);
}

static int rcv_network_init(struct rcv *r)
{
	int err;

	r->network.sw = &r->sw;
	r->network.id = 1;
	r->network.fdb.id = 1;
	r->network.vni = RCV_VNI;
	if (vsw_stats_init(&r->network.stats))
		return -ENOMEM;
	mutex_lock(&r->vn.lock);
	err = vsw_vni_take(&r->network, RCV_VNI);
	mutex_unlock(&r->vn.lock);
	return err;
}

static int rcv_tables_init(struct rcv *r)
{
	int err;

	err = vsw_vni_table_init(&r->sw);
	if (err)
		return err;
	err = vsw_fdb_init(&r->sw.fdb, NULL);
	if (err)
		goto err_vnis;
	err = vsw_peer_table_init(&r->vtep);
	if (err)
		goto err_fdb;
	return 0;

err_fdb:
	vsw_fdb_uninit(&r->sw.fdb);
err_vnis:
	vsw_vni_table_uninit(&r->sw);
	return err;
}

static int rcv_init(struct kunit *test)
{
	struct rcv *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);
	int err;

	if (!r)
		return -ENOMEM;
	mutex_init(&r->vn.lock);
	r->sw.vn = &r->vn;
	err = rcv_tables_init(r);
	if (err)
		return err;
	test->priv = r;

	/* Its address is all that is asked of it. */
	r->sw.dev = alloc_etherdev(0);
	r->vtep.sw = &r->sw;
	r->vtep.ipv4 = true;
	r->vtep.params.unknown_peer = VSW_UNKNOWN_PEER_ACCEPT;
	rcu_assign_sk_user_data(&r->sk, &r->vtep);
	if (!r->sw.dev || vsw_stats_init(&r->vtep.stats))
		return -ENOMEM;
	return rcv_network_init(r);
}

static void rcv_exit(struct kunit *test)
{
	struct rcv *r = test->priv;

	if (!r)
		return;
	mutex_lock(&r->vn.lock);
	if (vsw_vni_find(&r->sw, RCV_VNI))
		vsw_vni_release(&r->sw, RCV_VNI);
	mutex_unlock(&r->vn.lock);
	vsw_stats_uninit(&r->network.stats);
	vsw_stats_uninit(&r->vtep.stats);
	if (r->sw.dev)
		free_netdev(r->sw.dev);
	vsw_peer_table_uninit(&r->vtep);
	vsw_fdb_uninit(&r->sw.fdb);
	vsw_vni_table_uninit(&r->sw);
}

static struct kunit_case vxlan_header_cases[] = {
	KUNIT_CASE_PARAM(built_header_is_golden, golden_gen_params),
	KUNIT_CASE_PARAM(golden_header_is_read, golden_gen_params),
	KUNIT_CASE_PARAM(each_bit_is_flag_vni_or_ignored, golden_gen_params),
	KUNIT_CASE(all_reserved_bits_together_are_ignored),
	KUNIT_CASE(vni_survives_a_round_trip),
	KUNIT_CASE(ecn_acts_where_the_kernel_does),
	{}
};

static struct kunit_suite vxlan_header_suite = {
	.name = "vsw_vxlan_header",
	.test_cases = vxlan_header_cases,
};

static struct kunit_case vxlan_rcv_cases[] = {
	KUNIT_CASE_PARAM(packet_of_every_length_has_its_fate,
			 length_gen_params),
	KUNIT_CASE(whole_frame_is_counted_without_outer_headers),
	KUNIT_CASE(header_without_flag_is_dropped),
	KUNIT_CASE(unknown_vni_is_dropped),
	KUNIT_CASE(inner_vlan_tag_is_dropped),
	KUNIT_CASE(inner_reserved_group_is_dropped),
	KUNIT_CASE(stranger_is_dropped_where_not_wanted),
	KUNIT_CASE(congestion_that_ends_cannot_see_is_a_drop),
	KUNIT_CASE(packet_for_a_closed_vtep_is_freed),
	KUNIT_CASE(frame_of_a_dead_network_follows_no_entry),
	{}
};

static struct kunit_suite vxlan_rcv_suite = {
	.name = "vsw_vxlan_rcv",
	.init = rcv_init,
	.exit = rcv_exit,
	.test_cases = vxlan_rcv_cases,
};

kunit_test_suites(&vxlan_header_suite, &vxlan_rcv_suite);
