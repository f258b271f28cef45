// SPDX-License-Identifier: GPL-2.0
/*
 * The parser: chains of headers, whole, cut off anywhere and readable up to
 * anywhere, in memory that ends there; then mutations of them, against a model
 * so naive that it can be believed.
 */
#include <kunit/test.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/prandom.h>
#include <linux/skbuff.h>
#include <linux/unaligned.h>
#include <net/ip.h>

#include "parse_model.h"

#define FRAME_MAX	768
#define MUTATIONS	100000

#define ZERO8		"\0\0\0\0\0\0\0\0"
#define ADDRESS6(last)	"\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0" last
#define LLA(type)	type "\x01\x02\0\0\0\0\x01"

/**
 * struct header - what a chain is made of
 * @kind:	its letter in chains
 * @proto:	its number in the field of the one before it
 * @len:	its length
 * @bytes:	its bytes; the first of an extension header is the next one's
 *		number
 */
struct header {
	char kind;
	u8 proto;
	u8 len;
	const char *bytes;
};

static const struct header headers[] = {
	/* IPv6 extension headers */
	{ 'h', 0, 8, "\0\0\1\4\0\0\0" },
	{ 'd', 60, 16, "\0\1\1\xc\0\0\0\0" ZERO8 },
	{ 'r', 43, 24, "\0\2\0\0\0\0\0\0" ADDRESS6("\x07") },
	{ 'a', 51, 24, "\0\4\0\0\0\0\0\1" ZERO8 ZERO8 },
	{ 'm', 135, 8, "\0\0\5\0\0\0\0" },
	{ 'p', 139, 16, "\0\1\1\x11\0\0\0\0" ZERO8 },
	{ 'f', 44, 8, "\0\0\0\1\0\0\0\1" },
	{ 'w', 44, 8, "\0\0\0\0\0\0\0\1" },
	{ 'l', 44, 8, "\0\0\1\0\0\0\0\1" },
	/* transport headers */
	{ 'u', 17, 8, "\x03\xe8\x07\xd0\0\x08\0" },
	{ 't', 6, 20, "\x03\xe8\x07\xd0\0\0\0\0\0\0\0\0\x50\x10\0\0\0\0\0" },
	{ 'U', 136, 8, "\x03\xe8\x07\xd0\0\x08\0" },
	{ 's', 132, 12, "\x03\xe8\x07\xd0" ZERO8 },
	{ 'c', 33, 12, "\x03\xe8\x07\xd0" ZERO8 },
	{ 'i', 1, 8, "\x08\0\0\0\0\1\0" },
	{ 'e', 58, 8, "\x80\0\0\0\0\1\0" },
	{ 'S', 58, 16, "\x85\0\0\0\0\0\0\0" LLA("\x01") },
	{ 'R', 58, 32, "\x86\0\0\0\x40\0\0\0" ZERO8 LLA("\x01")
		"\x05\1\0\0\0\0\x05\xdc" },
	{ 'N', 58, 32, "\x87\0\0\0\0\0\0\0" ADDRESS6("\x09") LLA("\x01") },
	{ 'A', 58, 40, "\x88\0\0\0\x60\0\0\0" ADDRESS6("\x05") LLA("\x02")
		LLA("\x02") },
	{ 'M', 58, 48, "\x89\0\0\0\0\0\0\0" ADDRESS6("\x09") ADDRESS6("\x08")
		LLA("\x02") },
	{ 'o', 47, 8, "\0\0\x65\x58\0\0\0" },
	{ '-', 59, 0, "" },
};

struct chain {
	const char *name;
	/* 4: IPv4, 5: IPv4 with options, 6: IPv6, A: ARP, V: RARP */
	const char *headers;
};

static const struct chain chains[] = {
	{ "IPv4, UDP", "4u" },
	{ "IPv4, TCP", "4t" },
	{ "IPv4, UDP-Lite", "4U" },
	{ "IPv4, SCTP", "4s" },
	{ "IPv4, DCCP", "4c" },
	{ "IPv4, ICMP", "4i" },
	{ "IPv4, GRE", "4o" },
	{ "IPv4, options, UDP", "5u" },
	{ "IPv4, options, TCP", "5t" },
	{ "IPv4, ICMPv6, which is none there", "4e" },
	{ "IPv6, UDP", "6u" },
	{ "IPv6, TCP", "6t" },
	{ "IPv6, SCTP", "6s" },
	{ "IPv6, ICMPv6", "6e" },
	{ "IPv6, ICMP, which is none there", "6i" },
	{ "IPv6, nothing", "6-" },
	{ "IPv6, hop-by-hop, UDP", "6hu" },
	{ "IPv6, destination, TCP", "6dt" },
	{ "IPv6, routing, UDP", "6ru" },
	{ "IPv6, authentication, UDP", "6au" },
	{ "IPv6, mobility", "6m" },
	{ "IPv6, host identity", "6p" },
	{ "IPv6, first fragment, UDP", "6fu" },
	{ "IPv6, first fragment, destination, UDP", "6fdu" },
	{ "IPv6, later fragment", "6lo" },
	{ "IPv6, whole fragment, UDP", "6wu" },
	{ "IPv6, all of them, TCP", "6hdrfadt" },
	{ "router solicitation", "6S" },
	{ "router advertisement behind options", "6hdR" },
	{ "neighbour solicitation", "6N" },
	{ "neighbour advertisement", "6A" },
	{ "redirect", "6M" },
	{ "ARP", "A" },
	{ "RARP", "V" },
};

KUNIT_ARRAY_PARAM_DESC(chain, chains, name);

/**
 * struct frame - a frame that is being made, from its network header on
 * @proto:	ethertype
 * @len:	bytes
 * @next:	where the number of the next header goes
 * @last:	where the last header begins, 0 for ARP
 * @l4:		its number
 * @data:	the bytes
 */
struct frame {
	__be16 proto;
	u32 len;
	u32 next;
	u32 last;
	u8 l4;
	u8 data[FRAME_MAX];
};

static void append(struct frame *f, const void *bytes, u32 len)
{
	f->last = f->len;
	memcpy(f->data + f->len, bytes, len);
	f->len += len;
}

static void append_ip(struct frame *f, char kind)
{
	static const char ipv4[] = "\x45\0\0\0\0\1\0\0\x40\0\0\0\x0a\0\0\x05"
				   "\x0a\0\0\x09\x94\x04\0\0";
	static const char ipv6[] = "\x60\0\0\0\0\0\0\xff" ADDRESS6("\x05")
				   ADDRESS6("\x06");

	if (kind == '6') {
		append(f, ipv6, 40);
		f->proto = htons(ETH_P_IPV6);
		f->next = 6;
		return;
	}
	append(f, ipv4, kind == '5' ? 24 : 20);
	f->proto = htons(ETH_P_IP);
	f->next = 9;
	if (kind == '5')
		f->data[0] = 0x46;
}

static void append_arp(struct frame *f, char kind)
{
	append(f, "\0\1\x08\0\6\4\0\1\x02\0\0\0\0\1\x0a\0\0\x05"
	       "\0\0\0\0\0\0\x0a\0\0\x09", 28);
	f->proto = htons(kind == 'A' ? ETH_P_ARP : ETH_P_RARP);
}

static void append_header(struct frame *f, char kind)
{
	const struct header *h = headers;

	while (h->kind != kind)
		h++;
	f->data[f->next] = h->proto;
	f->l4 = h->proto;
	f->next = f->len;
	append(f, h->bytes, h->len);
}

/* Say in the IP header how long the datagram is. */
static void set_len(struct frame *f, u32 len)
{
	if (f->proto == htons(ETH_P_IP))
		put_unaligned_be16(len, f->data + 2);
	else if (f->proto == htons(ETH_P_IPV6) && len >= 40)
		put_unaligned_be16(len - 40, f->data + 4);
}

static void build(struct frame *f, const char *kinds)
{
	memset(f, 0, sizeof(*f));
	if (*kinds == 'A' || *kinds == 'V')
		append_arp(f, *kinds++);
	else
		append_ip(f, *kinds++);
	while (*kinds)
		append_header(f, *kinds++);
	set_len(f, f->len);
}

static struct frame *frame_of(struct kunit *test, const char *kinds)
{
	struct frame *f = kunit_kmalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	build(f, kinds);
	return f;
}

/*
 * With @linear bytes readable: they are the last ones of the memory that there
 * is, so that KASAN sees whoever reads on.
 */
static int parse_linear(struct kunit *test, const struct frame *f, u32 linear,
			u32 len, struct vsw_key *key)
{
	u8 *memory = test->priv;
	u8 *copy = memory + FRAME_MAX - linear;

	memcpy(copy, f->data, linear);
	return vsw_parse(copy, linear, len, f->proto, key);
}

/* With more and more bytes readable, as the parser asks for them. */
static int parse(struct kunit *test, const struct frame *f, u32 linear, u32 len,
		 struct vsw_key *key)
{
	int ret;

	for (;;) {
		ret = parse_linear(test, f, linear, len, key);
		if (ret <= 0)
			return ret;
		KUNIT_ASSERT_GT(test, ret, (int)linear);
		KUNIT_ASSERT_LE(test, ret, (int)min(len, VSW_PARSE_MAX));
		linear = ret;
	}
}

/* Both ways, and as the model. */
static int agree(struct kunit *test, const struct frame *f, u32 linear, u32 len,
		 struct vsw_key *key)
{
	struct vsw_key model;
	int ret = parse(test, f, linear, len, key);

	KUNIT_ASSERT_EQ_MSG(test, ret, model_parse(f->data, len, f->proto, &model),
			    "%*ph, %u of %u", 64, f->data, linear, len);
	if (!ret)
		KUNIT_ASSERT_MEMEQ_MSG(test, key, &model, sizeof(*key),
				       "%*ph, %u of %u", 64, f->data, linear,
				       len);
	return ret;
}

static void chain_is_read_to_its_end(struct kunit *test)
{
	const struct chain *c = test->param_value;
	struct frame *f = frame_of(test, c->headers);
	struct vsw_key key;

	KUNIT_EXPECT_EQ(test, agree(test, f, f->len, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, ntohs(key.proto), ntohs(f->proto));
	KUNIT_EXPECT_EQ(test, key.offset, f->last);
	KUNIT_EXPECT_EQ(test, key.l4, f->l4);
}

/* The padding of a short frame is no part of what is in it. */
static void padding_changes_nothing(struct kunit *test)
{
	const struct chain *c = test->param_value;
	struct frame *f = frame_of(test, c->headers);
	struct vsw_key key, padded;

	KUNIT_ASSERT_EQ(test, agree(test, f, f->len, f->len, &key), 0);
	memset(f->data + f->len, 0xff, 46);
	KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len + 46, &padded), 0);
	KUNIT_EXPECT_MEMEQ(test, &key, &padded, sizeof(key));
}

static void every_readable_part_leads_to_the_same(struct kunit *test)
{
	const struct chain *c = test->param_value;
	struct frame *f = frame_of(test, c->headers);
	struct vsw_key key, whole;
	u32 linear;

	KUNIT_ASSERT_EQ(test, agree(test, f, f->len, f->len, &whole), 0);
	for (linear = 0; linear < f->len; linear++) {
		KUNIT_ASSERT_EQ(test, parse(test, f, linear, f->len, &key), 0);
		KUNIT_ASSERT_MEMEQ(test, &key, &whole, sizeof(key));
	}
}

static void frame_that_is_cut_off_is_malformed(struct kunit *test)
{
	const struct chain *c = test->param_value;
	struct frame *f = frame_of(test, c->headers);
	struct vsw_key key;
	u32 len;

	for (len = 0; len < f->len; len++) {
		KUNIT_ASSERT_EQ(test, agree(test, f, len, len, &key), -EINVAL);
		KUNIT_ASSERT_EQ(test, agree(test, f, 0, len, &key), -EINVAL);
	}
}

/* The same where the IP header agrees to it. */
static void datagram_may_end_where_no_header_does(struct kunit *test)
{
	const struct chain *c = test->param_value;
	struct frame *f = frame_of(test, c->headers);
	struct vsw_key key;
	u32 len;

	for (len = 0; len < f->len; len++) {
		set_len(f, len);
		agree(test, f, len, len, &key);
		agree(test, f, 0, len, &key);
	}
}

static void fields_are_those_of_the_packet(struct kunit *test)
{
	struct frame *f = frame_of(test, "4u");
	struct vsw_key key;

	KUNIT_ASSERT_EQ(test, parse(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, ntohl(key.src.s6_addr32[3]), 0x0a000005);
	KUNIT_EXPECT_EQ(test, ntohl(key.dst.s6_addr32[3]), 0x0a000009);
	KUNIT_EXPECT_EQ(test, ntohl(key.src.s6_addr32[2]), 0xffff);
	KUNIT_EXPECT_EQ(test, key.l4, IPPROTO_UDP);
	KUNIT_EXPECT_EQ(test, key.sport, 1000);
	KUNIT_EXPECT_EQ(test, key.dport, 2000);
	KUNIT_EXPECT_EQ(test, key.flags, 0);

	build(f, "6hA");
	KUNIT_ASSERT_EQ(test, parse(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, key.src.s6_addr[15], 5);
	KUNIT_EXPECT_EQ(test, key.dst.s6_addr[15], 6);
	KUNIT_EXPECT_EQ(test, key.target.s6_addr[15], 5);
	KUNIT_EXPECT_EQ(test, key.l4, IPPROTO_ICMPV6);
	KUNIT_EXPECT_EQ(test, key.dport, 136 << 8);
	KUNIT_EXPECT_EQ(test, key.flags, VSW_KEY_LLA);
	KUNIT_EXPECT_EQ(test, key.lla[0], 2);
	KUNIT_EXPECT_EQ(test, key.lla[5], 1);
	KUNIT_EXPECT_TRUE(test, vsw_key_is_nd(&key));

	build(f, "A");
	KUNIT_ASSERT_EQ(test, parse(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, ntohl(key.src.s6_addr32[3]), 0x0a000005);
	KUNIT_EXPECT_EQ(test, ntohl(key.dst.s6_addr32[3]), 0x0a000009);
	KUNIT_EXPECT_EQ(test, key.dport, 1);
}

static void fragments_are_told_apart(struct kunit *test)
{
	struct frame *f = frame_of(test, "6fu");
	struct vsw_key key;

	KUNIT_ASSERT_EQ(test, parse(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, key.flags, VSW_KEY_FRAGMENT);
	KUNIT_EXPECT_EQ(test, key.fragment, 1);
	KUNIT_EXPECT_EQ(test, key.dport, 2000);
	build(f, "6lu");
	KUNIT_ASSERT_EQ(test, parse(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, key.flags, VSW_KEY_FRAGMENT | VSW_KEY_LATER);
	KUNIT_EXPECT_EQ(test, key.dport, 0);
	build(f, "6wu");
	KUNIT_ASSERT_EQ(test, parse(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, key.flags, 0);
}

struct bad_chain {
	const char *name;
	const char *headers;
};

static const struct bad_chain bad_chains[] = {
	{ "nine extension headers", "6dddddddddu" },
	{ "hop-by-hop options that are not the first", "6dhu" },
	{ "hop-by-hop options twice", "6hhu" },
	{ "two fragment headers", "6ffu" },
	{ "two fragment headers of whole packets", "6wwu" },
	{ "neighbour discovery in a fragment", "6fN" },
	{ "headers longer than is looked at", "6rrrrrrraaaaaaaaaaaaaaau" },
};

KUNIT_ARRAY_PARAM_DESC(bad_chain, bad_chains, name);

static void chain_is_malformed(struct kunit *test)
{
	const struct bad_chain *c = test->param_value;
	struct frame *f = frame_of(test, c->headers);
	struct vsw_key key;

	KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len, &key), -EINVAL);
}

static void eight_extension_headers_are_fine(struct kunit *test)
{
	struct frame *f = frame_of(test, "6hddddddfu");
	struct vsw_key key;

	KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, key.dport, 2000);
}

static void options_of_neighbour_discovery_have_a_limit(struct kunit *test)
{
	struct frame *f = frame_of(test, "6S");
	struct vsw_key key;
	int i;

	for (i = 1; i < VSW_PARSE_ND_OPTIONS; i++)
		append(f, "\x0e\1\0\0\0\0\0", 8);
	set_len(f, f->len);
	KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len, &key), 0);
	append(f, "\x0e\1\0\0\0\0\0", 8);
	set_len(f, f->len);
	KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len, &key), -EINVAL);
}

/* RFC 3128: an offset of 8 or 16 bytes is within the TCP header. */
static void later_fragment_does_not_overwrite_ports(struct kunit *test)
{
	struct frame *f = frame_of(test, "4o");
	struct vsw_key key;
	u16 units;

	for (units = 1; units < 5; units++) {
		put_unaligned_be16(units, f->data + 6);
		f->data[9] = IPPROTO_TCP;
		KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len, &key),
				units < 3 ? -EINVAL : 0);
		f->data[9] = IPPROTO_UDP;
		KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len, &key), 0);
	}
}

/* A length of 0 is that of a packet that is too long for the field. */
static void super_packet_needs_no_length(struct kunit *test)
{
	static const char *const kinds[] = { "4t", "6t" };
	struct vsw_key key;
	struct frame *f;
	int i;

	for (i = 0; i < 2; i++) {
		f = frame_of(test, kinds[i]);
		set_len(f, *kinds[i] == '6' ? 40 : 0);
		KUNIT_EXPECT_EQ(test, agree(test, f, 0, 65535, &key), -EINVAL);
		KUNIT_EXPECT_EQ(test, agree(test, f, 0, 65536, &key), 0);
		KUNIT_EXPECT_EQ(test, key.dport, 2000);
	}
}

static void other_ethertypes_are_not_looked_at(struct kunit *test)
{
	struct frame *f = frame_of(test, "4u");
	struct vsw_key key;

	f->proto = htons(0x88b5);
	KUNIT_EXPECT_EQ(test, agree(test, f, 0, f->len, &key), 0);
	KUNIT_EXPECT_EQ(test, ntohs(key.proto), 0x88b5);
	KUNIT_EXPECT_EQ(test, key.l4, 0);
}

/**
 * struct checksum - where one may be written to a frame
 * @name:	of the case
 * @headers:	chain
 * @at:		its place in the last header, -1 for none
 * @behind:	and from where on in that, -1 for nowhere
 * @frag:	IPv4: fragment field
 * @other:	the ethertype is another one
 */
struct checksum {
	const char *name;
	const char *headers;
	int at;
	int behind;
	u16 frag;
	bool other;
};

static const struct checksum checksums[] = {
	{ "IPv4, TCP", "4t", 16, 20 },
	{ "IPv4, options, TCP", "5t", 16, 20 },
	{ "IPv4, UDP", "4u", 6, 8 },
	{ "IPv4, UDP-Lite", "4U", 6, 8 },
	{ "IPv4, SCTP", "4s", 8, 12 },
	{ "IPv4, DCCP", "4c", 6, 12 },
	{ "IPv4, ICMP", "4i", 2, -1 },
	{ "IPv4, GRE", "4o", -1, 0 },
	{ "IPv4, first fragment, UDP", "4u", -1, -1, 0x2000 },
	{ "IPv4, later fragment, UDP", "4u", -1, -1, 0x0010 },
	{ "IPv6, TCP", "6t", 16, 20 },
	{ "IPv6, all of them, UDP", "6hdrwadu", 6, 8 },
	{ "IPv6, ICMPv6", "6e", 2, -1 },
	{ "neighbour advertisement", "6A", 2, -1 },
	{ "IPv6, mobility", "6m", -1, 0 },
	{ "IPv6, nothing", "6-", -1, 0 },
	{ "IPv6, first fragment, UDP", "6fu", -1, -1 },
	{ "IPv6, later fragment, UDP", "6lu", -1, -1 },
	{ "ARP", "A", -1, -1 },
	{ "RARP", "V", -1, -1 },
	{ "another ethertype", "4u", -1, 0, 0, true },
};

KUNIT_ARRAY_PARAM_DESC(checksum, checksums, name);

/* Each place from the Ethernet header on to well behind the frame. */
static void checksum_is_written_to_its_place_or_behind_all(struct kunit *test)
{
	const struct checksum *c = test->param_value;
	struct frame *f = frame_of(test, c->headers);
	struct vsw_key key;
	int place, at;

	if (c->frag)
		put_unaligned_be16(c->frag, f->data + 6);
	if (c->other)
		f->proto = htons(0x88b5);
	KUNIT_ASSERT_EQ(test, parse(test, f, 0, f->len, &key), 0);
	for (place = -ETH_HLEN; place < FRAME_MAX; place++) {
		at = place - key.offset;
		KUNIT_ASSERT_EQ_MSG(test, vsw_key_outlasts(&key, place),
				    at >= 0 && (at == c->at ||
						(c->behind >= 0 && at >= c->behind)),
				    "at %d", place);
	}
}

/* A byte, a bit, a number that is likely to mean something, or a shorter frame. */
static void mutate(struct frame *f, struct rnd_state *rnd)
{
	static const u8 telling[] = { 0, 1, 2, 6, 17, 43, 44, 51, 58, 59, 60,
				      133, 134, 135, 136, 137, 139, 255 };
	u32 r = prandom_u32_state(rnd), at = (r >> 16) % f->len;

	switch (r % 4) {
	case 0:
		f->data[at] = r >> 8;
		break;
	case 1:
		f->data[at] ^= BIT((r >> 8) % 8);
		break;
	case 2:
		f->data[at] = telling[(r >> 8) % ARRAY_SIZE(telling)];
		break;
	case 3:
		set_len(f, at);
		break;
	}
}

static void mutations_agree_with_the_model(struct kunit *test)
{
	struct frame *f = frame_of(test, "4u");
	u32 r, i, len, good = 0;
	struct rnd_state rnd;
	struct vsw_key key;

	prandom_seed_state(&rnd, 1);
	for (i = 0; i < MUTATIONS; i++) {
		r = prandom_u32_state(&rnd);
		build(f, chains[i % ARRAY_SIZE(chains)].headers);
		do
			mutate(f, &rnd);
		while ((r >>= 1) & 1);
		len = f->len - (r & 2 ? (r >> 8) % f->len : 0);
		good += !agree(test, f, (r >> 4) % (len + 1), len, &key);
		if (!(i % 1000))
			cond_resched();
	}
	/* Some of each, or the test is not about much. */
	KUNIT_EXPECT_GT(test, good, MUTATIONS / 10);
	KUNIT_EXPECT_LT(test, good, MUTATIONS / 10 * 9);
}

/* Whoever cuts up a super-packet would write where in the datagram its parts are. */
static void fragment_is_no_super_packet(struct kunit *test)
{
	static const struct {
		const char *headers;
		u16 offset;	/* IPv4's, with its flags */
		bool fragment;
	} c[] = {
		{ "4u", 0, false },
		{ "4u", IP_DF, false },
		{ "4u", IP_MF, true },
		{ "4u", 2, true },
		{ "6u", 0, false },
		{ "6fu", 0, true },
		{ "6lo", 0, true },
	};
	struct vsw_key key;
	struct sk_buff *skb;
	struct frame *f;
	int i;

	for (i = 0; i < ARRAY_SIZE(c); i++) {
		f = frame_of(test, c[i].headers);
		if (f->proto == htons(ETH_P_IP))
			put_unaligned_be16(c[i].offset, f->data + 6);
		skb = alloc_skb(ETH_HLEN + f->len, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, skb);
		memset(skb_put(skb, ETH_HLEN), 0, ETH_HLEN);
		((struct ethhdr *)skb->data)->h_proto = f->proto;
		skb_put_data(skb, f->data, f->len);
		KUNIT_EXPECT_EQ(test, vsw_parse_frame(skb, &key), 0);
		skb_shinfo(skb)->gso_size = 8;
		KUNIT_EXPECT_EQ(test, vsw_parse_frame(skb, &key),
				c[i].fragment ? -EINVAL : 0);
		kfree_skb(skb);
	}
}

static int parse_test_init(struct kunit *test)
{
	test->priv = kunit_kmalloc(test, FRAME_MAX, GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static struct kunit_case parse_test_cases[] = {
	KUNIT_CASE_PARAM(chain_is_read_to_its_end, chain_gen_params),
	KUNIT_CASE_PARAM(padding_changes_nothing, chain_gen_params),
	KUNIT_CASE_PARAM(every_readable_part_leads_to_the_same, chain_gen_params),
	KUNIT_CASE_PARAM(frame_that_is_cut_off_is_malformed, chain_gen_params),
	KUNIT_CASE_PARAM(datagram_may_end_where_no_header_does, chain_gen_params),
	KUNIT_CASE(fields_are_those_of_the_packet),
	KUNIT_CASE(fragments_are_told_apart),
	KUNIT_CASE_PARAM(chain_is_malformed, bad_chain_gen_params),
	KUNIT_CASE(eight_extension_headers_are_fine),
	KUNIT_CASE(options_of_neighbour_discovery_have_a_limit),
	KUNIT_CASE(later_fragment_does_not_overwrite_ports),
	KUNIT_CASE(super_packet_needs_no_length),
	KUNIT_CASE(other_ethertypes_are_not_looked_at),
	KUNIT_CASE_PARAM(checksum_is_written_to_its_place_or_behind_all,
			 checksum_gen_params),
	KUNIT_CASE(fragment_is_no_super_packet),
	KUNIT_CASE_SLOW(mutations_agree_with_the_model),
	{}
};

static struct kunit_suite parse_test_suite = {
	.name = "vsw_parse",
	.init = parse_test_init,
	.test_cases = parse_test_cases,
};

kunit_test_suite(parse_test_suite);
