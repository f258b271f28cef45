// SPDX-License-Identifier: GPL-2.0
/*
 * Guards: what becomes of a frame, case by case; whose an address is, against a
 * model that compares bits; and addresses that come and go.
 */
#include <kunit/test.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "kmod/attachment.h"
#include "kmod/guard.h"
#include "kmod/port.h"
#include "kmod/switch.h"
#include "key.h"

#define ADDRESSES	8
#define PASS		VSW_GUARD_PASS

static void give(struct kunit *test, struct vsw_guard *guard, u8 n,
		 const char *prefix, u8 len)
{
	struct vsw_guard_address *a;

	/* The count first: accesses are checked against it. */
	guard->n++;
	a = &guard->address[guard->n - 1];
	memset(a, 0, sizeof(*a));
	a->mac = mac(n);
	a->any = !prefix;
	if (!prefix)
		return;
	KUNIT_ASSERT_TRUE(test, to_ipv6(prefix, &a->prefix));
	a->ipv4 = !strchr(prefix, ':');
	a->len = a->ipv4 ? 96 + len : len;
}

static struct vsw_guard *guard_new(struct kunit *test, u32 room)
{
	struct vsw_guard *guard;

	guard = kunit_kzalloc(test, struct_size(guard, address, room),
			      GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, guard);
	guard->params = VSW_GUARD_DEFAULTS;
	return guard;
}

/* --- cases ---------------------------------------------------------------- */

/* In check_case::guard, what is not as in a new guard. */
#define NO_SPOOF	BIT(0)
#define DHCP		BIT(1)
#define RA		BIT(2)
#define TYPES		BIT(3)

#define UDP(s, d)	{ IPPROTO_UDP, s, d }
#define TCP		{ IPPROTO_TCP, 1000, 80 }
#define TCP_TO(s, d)	{ IPPROTO_TCP, s, d }
#define ICMP6(type)	{ IPPROTO_ICMPV6, 0, (type) << 8 }
#define OPERATION(op)	{ 0, 0, op }

/* As in struct vsw_key. */
struct transport {
	u8 l4;
	u16 sport;
	u16 dport;
};

/**
 * struct check_case - a frame and its fate
 * @name:	what it is
 * @mac:	last byte of its source address
 * @proto:	ethertype
 * @src:	as in struct vsw_key, as are the others
 * @dst:	"::" if %NULL, as @target
 * @transport:	behind that
 * @want:	why it is dropped, or %PASS
 * @flags:	%VSW_KEY_*, but for LLA
 * @target:	of neighbour discovery
 * @lla:	last byte of the link-layer address, 0 for none
 * @guard:	what the guard is like
 */
struct check_case {
	const char *name;
	u8 mac;
	u16 proto;
	const char *src;
	const char *dst;
	struct transport transport;
	enum vsw_drop want;
	u8 flags;
	const char *target;
	u8 lla;
	u8 guard;
};

#define V4	ETH_P_IP
#define V6	ETH_P_IPV6
#define LINK(n)	"fe80::ff:fe00:" n
#define ALL6	"ff02::1"
#define SPOOF(what)	VSW_DROP_##what##_SPOOF

/*
 * MAC 1 has 10.0.0.5, 10.0.9.0/24 and fd00::5; MAC 2 has none; MAC 3 has all
 * of IPv4, MAC 4 all of IPv6.
 */
static const struct check_case check_cases[] = {
	{ "own IPv4", 1, V4, "10.0.0.5", "10.0.0.9", TCP, PASS },
	{ "IPv4 of a prefix, first", 1, V4, "10.0.9.0", "10.0.0.9", TCP, PASS },
	{ "IPv4 of a prefix, last", 1, V4, "10.0.9.255", NULL, TCP, PASS },
	{ "IPv4 behind a prefix", 1, V4, "10.0.10.0", NULL, TCP, SPOOF(IP) },
	{ "foreign IPv4", 1, V4, "10.0.0.6", NULL, TCP, SPOOF(IP) },
	{ "foreign MAC", 9, V4, "10.0.0.5", NULL, TCP, SPOOF(MAC) },
	{ "IPv4 of another own MAC", 2, V4, "10.0.0.5", NULL, TCP, SPOOF(IP) },
	{ "any IPv4", 3, V4, "255.255.255.255", NULL, TCP, PASS },
	{ "any IPv4, zero", 3, V4, "0.0.0.0", NULL, TCP, PASS },
	{ "any IPv4 is not IPv6", 3, V6, "fd00::5", NULL, TCP, SPOOF(IP) },
	{ "any IPv4 is not mapped IPv6", 3, V6, "::ffff:10.0.0.5", NULL, TCP,
	  SPOOF(IP) },
	{ "own IPv6", 1, V6, "fd00::5", "fd00::9", TCP, PASS },
	{ "foreign IPv6", 1, V6, "fd00::6", "fd00::9", TCP, SPOOF(IP) },
	{ "link-local of the MAC", 1, V6, LINK("1"), NULL, TCP, PASS },
	{ "link-local of a MAC without addresses", 2, V6, LINK("2"), NULL, TCP,
	  PASS },
	{ "link-local of another own MAC", 1, V6, LINK("2"), NULL, TCP,
	  SPOOF(IP) },
	{ "link-local of its own making", 1, V6, "fe80::1", NULL, TCP,
	  SPOOF(IP) },
	{ "link-local with a subnet", 1, V6, "fe80:0:0:1:0:ff:fe00:1", NULL,
	  TCP, SPOOF(IP) },
	{ "any IPv6", 4, V6, "2001:db8::1", NULL, TCP, PASS },
	{ "any IPv6 is not IPv4", 4, V4, "10.0.0.5", NULL, TCP, SPOOF(IP) },
	{ "no IPv6 address", 1, V6, "::", ALL6, TCP, SPOOF(IP) },
	{ "fragment, own", 1, V4, "10.0.0.5", NULL, UDP(0, 0), PASS,
	  VSW_KEY_FRAGMENT | VSW_KEY_LATER },
	{ "fragment, foreign", 1, V4, "10.0.0.6", NULL, UDP(0, 0), SPOOF(IP),
	  VSW_KEY_FRAGMENT | VSW_KEY_LATER },

	{ "DHCP request", 1, V4, "0.0.0.0", "255.255.255.255", UDP(68, 67),
	  PASS },
	{ "DHCP request to one", 1, V4, "0.0.0.0", "10.0.0.9", UDP(68, 67),
	  SPOOF(IP) },
	{ "DHCP request from another port", 1, V4, "0.0.0.0",
	  "255.255.255.255", UDP(1068, 67), SPOOF(IP) },
	{ "DHCP request by TCP", 1, V4, "0.0.0.0", "255.255.255.255",
	  TCP_TO(68, 67), SPOOF(IP) },
	{ "DHCP request in fragments", 1, V4, "0.0.0.0", "255.255.255.255",
	  UDP(68, 67), SPOOF(IP), VSW_KEY_FRAGMENT },
	{ "DHCP request from a foreign MAC", 9, V4, "0.0.0.0",
	  "255.255.255.255", UDP(68, 67), SPOOF(MAC) },
	{ "DHCP answer", 1, V4, "10.0.0.5", NULL, UDP(67, 68),
	  VSW_DROP_DHCP_SERVER },
	{ "DHCP answer from another port", 1, V4, "10.0.0.5", NULL,
	  UDP(1, 68), VSW_DROP_DHCP_SERVER },
	{ "DHCP answer, first fragment", 1, V4, "10.0.0.5", NULL, UDP(67, 68),
	  VSW_DROP_DHCP_SERVER, VSW_KEY_FRAGMENT },
	{ "DHCP answer of a server", 1, V4, "10.0.0.5", NULL, UDP(67, 68), PASS,
	  .guard = DHCP },
	{ "DHCP answer of a server, foreign", 1, V4, "10.0.0.6", NULL,
	  UDP(67, 68), SPOOF(IP), .guard = DHCP },
	{ "DHCPv6 request", 1, V6, LINK("1"), "ff02::1:2", UDP(546, 547),
	  PASS },
	{ "DHCPv6 answer", 1, V6, LINK("1"), NULL, UDP(547, 546),
	  VSW_DROP_DHCP_SERVER },
	{ "DHCPv6 answer of a server", 1, V6, LINK("1"), NULL, UDP(547, 546),
	  PASS, .guard = DHCP },
	{ "port 546 in IPv4", 1, V4, "10.0.0.5", NULL, UDP(547, 546), PASS },
	{ "port 68 in IPv6", 1, V6, "fd00::5", NULL, UDP(67, 68), PASS },
	{ "port 68 of TCP", 1, V4, "10.0.0.5", NULL, TCP_TO(67, 68), PASS },

	{ "ARP", 1, ETH_P_ARP, "10.0.0.5", "10.0.0.9", OPERATION(1), PASS,
	  .lla = 1 },
	{ "ARP, foreign IP", 1, ETH_P_ARP, "10.0.0.6", "10.0.0.9",
	  OPERATION(2), SPOOF(ARP), .lla = 1 },
	{ "ARP, foreign MAC", 1, ETH_P_ARP, "10.0.0.5", "10.0.0.9",
	  OPERATION(2), SPOOF(ARP), .lla = 9 },
	{ "ARP, own MAC that the IP is not of", 1, ETH_P_ARP, "10.0.0.5",
	  "10.0.0.9", OPERATION(2), SPOOF(ARP), .lla = 2 },
	{ "ARP, IP of the MAC that it tells", 1, ETH_P_ARP, "10.9.9.9",
	  "10.0.0.9", OPERATION(2), PASS, .lla = 3 },
	{ "ARP probe", 1, ETH_P_ARP, "0.0.0.0", "10.0.0.5", OPERATION(1), PASS,
	  .lla = 1 },
	{ "ARP probe for a foreign IP", 1, ETH_P_ARP, "0.0.0.0", "10.0.0.6",
	  OPERATION(1), SPOOF(ARP), .lla = 1 },
	{ "RARP", 1, ETH_P_RARP, "0.0.0.0", "0.0.0.0",
	  OPERATION(ARPOP_RREQUEST), PASS, .lla = 1 },
	{ "RARP answer", 1, ETH_P_RARP, "0.0.0.0", "0.0.0.0",
	  OPERATION(ARPOP_RREPLY), SPOOF(ARP), .lla = 1 },
	{ "RARP, another own MAC", 1, ETH_P_RARP, "0.0.0.0", "0.0.0.0",
	  OPERATION(ARPOP_RREQUEST), SPOOF(ARP), .lla = 2 },

	{ "RS without address", 1, V6, "::", "ff02::2", ICMP6(133), PASS },
	{ "RS without address that tells a MAC", 1, V6, "::", "ff02::2",
	  ICMP6(133), SPOOF(ND), .lla = 1 },
	{ "RS without address to one", 1, V6, "::", "fd00::9", ICMP6(133),
	  SPOOF(IP) },
	{ "RS", 1, V6, LINK("1"), "ff02::2", ICMP6(133), PASS, .lla = 1 },
	{ "RS, foreign MAC", 1, V6, LINK("1"), "ff02::2", ICMP6(133),
	  SPOOF(ND), .lla = 9 },
	{ "NS", 1, V6, "fd00::5", "ff02::1:ff00:9", ICMP6(135), PASS, 0,
	  "fd00::9", 1 },
	{ "NS, foreign MAC", 1, V6, "fd00::5", "ff02::1:ff00:9", ICMP6(135),
	  SPOOF(ND), 0, "fd00::9", 9 },
	{ "DAD", 1, V6, "::", "ff02::1:ff00:5", ICMP6(135), PASS, 0,
	  "fd00::5" },
	{ "DAD of the link-local", 1, V6, "::", "ff02::1:ff00:1", ICMP6(135),
	  PASS, 0, LINK("1") },
	{ "DAD of a foreign IP", 1, V6, "::", "ff02::1:ff00:6", ICMP6(135),
	  SPOOF(ND), 0, "fd00::6" },
	{ "NA", 1, V6, "fd00::5", ALL6, ICMP6(136), PASS, 0, "fd00::5", 1 },
	{ "NA from the link-local", 1, V6, LINK("1"), ALL6, ICMP6(136), PASS, 0,
	  "fd00::5", 1 },
	{ "NA of a foreign IP", 1, V6, "fd00::5", ALL6, ICMP6(136), SPOOF(ND),
	  0, "fd00::6", 1 },
	{ "NA, foreign MAC", 1, V6, "fd00::5", ALL6, ICMP6(136), SPOOF(ND), 0,
	  "fd00::5", 9 },
	{ "NA, own MAC that the IP is not of", 1, V6, "fd00::5", ALL6,
	  ICMP6(136), SPOOF(ND), 0, "fd00::5", 2 },
	{ "NA without address", 1, V6, "::", ALL6, ICMP6(136), SPOOF(IP), 0,
	  "fd00::5", 1 },
	{ "RA", 1, V6, LINK("1"), ALL6, ICMP6(134),
	  VSW_DROP_ROUTER_ADVERTISEMENT, .lla = 1 },
	{ "RA of a router", 1, V6, LINK("1"), ALL6, ICMP6(134), PASS, .lla = 1,
	  .guard = RA },
	{ "RA of a router, foreign", 1, V6, LINK("2"), ALL6, ICMP6(134),
	  SPOOF(IP), .lla = 1, .guard = RA },
	{ "RA of a router, foreign MAC", 1, V6, LINK("1"), ALL6, ICMP6(134),
	  SPOOF(ND), .lla = 9, .guard = RA },
	{ "redirect", 1, V6, LINK("1"), ALL6, ICMP6(137),
	  VSW_DROP_ROUTER_ADVERTISEMENT, 0, "fd00::9" },
	{ "redirect of a router tells of another", 1, V6, LINK("1"), ALL6,
	  ICMP6(137), PASS, 0, "fd00::9", 9, RA },
	{ "redirect of a router without address", 1, V6, "::", ALL6,
	  ICMP6(137), SPOOF(IP), 0, "fd00::9", 9, RA },
	{ "type 134 in IPv4", 1, V4, "10.0.0.5", NULL, ICMP6(134), PASS },
	{ "MLD report", 1, V6, LINK("1"), "ff02::16", ICMP6(143), PASS },
	{ "MLD report without address", 1, V6, "::", "ff02::16", ICMP6(143),
	  PASS },
	{ "MLDv1 report without address", 1, V6, "::", ALL6, ICMP6(131), PASS },
	{ "MLD done without address", 1, V6, "::", "ff02::2", ICMP6(132),
	  PASS },
	{ "MLD query without address", 1, V6, "::", ALL6, ICMP6(130),
	  SPOOF(IP) },
	{ "MLD report to one", 1, V6, "::", "fd00::9", ICMP6(143), SPOOF(IP) },
	{ "MLD report without address in fragments", 1, V6, "::", "ff02::16",
	  ICMP6(143), SPOOF(IP), VSW_KEY_FRAGMENT },
	{ "echo without address", 1, V6, "::", ALL6, ICMP6(128), SPOOF(IP) },

	{ "another ethertype", 1, 0x88b5, "::", NULL, OPERATION(0),
	  VSW_DROP_ETHERTYPE },
	{ "another ethertype, allowed", 1, 0x88b5, "::", NULL, OPERATION(0),
	  PASS, .guard = TYPES },
	{ "another ethertype, not the allowed one", 1, 0x88b6, "::", NULL,
	  OPERATION(0), VSW_DROP_ETHERTYPE, .guard = TYPES },
	{ "another ethertype, foreign MAC", 9, 0x88b5, "::", NULL,
	  OPERATION(0), SPOOF(MAC), .guard = TYPES },
	{ "a length", 1, 0x0040, "::", NULL, OPERATION(0), VSW_DROP_ETHERTYPE,
	  .guard = TYPES },
	{ "a VLAN tag", 1, ETH_P_8021Q, "::", NULL, OPERATION(0),
	  VSW_DROP_ETHERTYPE, .guard = TYPES },

	{ "roles only: foreign addresses", 9, V4, "10.0.0.6", NULL, TCP, PASS,
	  .guard = NO_SPOOF },
	{ "roles only: DHCP answer", 9, V4, "10.0.0.6", NULL, UDP(67, 68),
	  VSW_DROP_DHCP_SERVER, .guard = NO_SPOOF },
	{ "roles only: RA", 9, V6, "fd00::6", ALL6, ICMP6(134),
	  VSW_DROP_ROUTER_ADVERTISEMENT, .guard = NO_SPOOF },
	{ "roles only: another ethertype", 9, 0x88b5, "::", NULL, OPERATION(0),
	  VSW_DROP_ETHERTYPE, .guard = NO_SPOOF },
};

KUNIT_ARRAY_PARAM_DESC(check, check_cases, name);

static struct vsw_guard *guard_of(struct kunit *test,
				  const struct check_case *c)
{
	struct vsw_guard *guard = guard_new(test, ADDRESSES);

	give(test, guard, 1, "10.0.0.5", 32);
	give(test, guard, 1, "10.0.9.0", 24);
	give(test, guard, 1, "fd00::5", 128);
	give(test, guard, 2, NULL, 0);
	give(test, guard, 3, "0.0.0.0", 0);
	give(test, guard, 4, "::", 0);
	guard->params.spoof = !(c->guard & NO_SPOOF);
	guard->params.dhcp_server = c->guard & DHCP;
	guard->params.ra = c->guard & RA;
	guard->params.n_ethertypes = c->guard & TYPES ? 2 : 0;
	guard->params.ethertypes[0] = htons(0x88cc);
	guard->params.ethertypes[1] = htons(0x88b5);
	return guard;
}

static void frame_gets_its_verdict(struct kunit *test)
{
	const struct check_case *c = test->param_value;
	struct vsw_key key = {
		.proto = htons(c->proto),
		.sport = c->transport.sport,
		.dport = c->transport.dport,
		.l4 = c->transport.l4,
		.flags = c->flags,
	};

	KUNIT_ASSERT_TRUE(test, key_fill(&key, c->src, c->dst, c->target,
					 c->lla));
	KUNIT_EXPECT_EQ(test, vsw_guard_check(guard_of(test, c), mac(c->mac), &key),
			c->want);
}

/* Nothing is said, and so nothing passes. */
static void new_guard_is_closed(struct kunit *test)
{
	static const u16 protos[] = { V4, V6, ETH_P_ARP, ETH_P_RARP, 0x88b5,
				      0, 0x05ff, 0x0600 };
	struct vsw_guard *guard = guard_new(test, 0);
	struct vsw_key key = { };
	int i;

	for (i = 0; i < ARRAY_SIZE(protos); i++) {
		key.proto = htons(protos[i]);
		KUNIT_EXPECT_NE(test, vsw_guard_check(guard, mac(1), &key), PASS);
	}
}

/* --- whose an address is --------------------------------------------------- */

/* Few different bits, at places where prefixes of interest end. */
static void random_ip(struct rnd_state *rnd, bool ipv4, struct in6_addr *ip)
{
	u32 r = prandom_u32_state(rnd);

	memset(ip, 0, sizeof(*ip));
	if (ipv4) {
		ipv6_addr_set_v4mapped(htonl(0x0a000000 | (r & 0x80010103)), ip);
		return;
	}
	ip->s6_addr32[0] = htonl(0xfd000000 | (r & 1) << 31 | (r & 2));
	ip->s6_addr32[1] = htonl((r >> 2) & 0x80000001);
	ip->s6_addr32[3] = htonl((r >> 4) & 0x80000003);
}

static bool bit_of(const struct in6_addr *ip, int i)
{
	return ip->s6_addr[i / 8] >> (7 - i % 8) & 1;
}

static bool model_owns(const struct vsw_guard *guard, u64 mac,
		       const struct in6_addr *ip, bool ipv4)
{
	const struct vsw_guard_address *a;
	int i, bit;

	for (i = 0; i < guard->n; i++) {
		a = &guard->address[i];
		if (a->mac != mac || a->any || a->ipv4 != ipv4)
			continue;
		for (bit = 0; bit < a->len; bit++)
			if (bit_of(ip, bit) != bit_of(&a->prefix, bit))
				break;
		if (bit == a->len)
			return true;
	}
	return false;
}

static void random_address(struct rnd_state *rnd, struct vsw_guard_address *a)
{
	static const u8 lens4[] = { 0, 1, 8, 15, 16, 24, 30, 31, 32 };
	static const u8 lens6[] = { 0, 1, 31, 32, 33, 63, 64, 65, 127, 128 };
	u32 r = prandom_u32_state(rnd);
	struct in6_addr ip;

	memset(a, 0, sizeof(*a));
	a->mac = mac(1 + r % 3);
	a->any = !(r >> 4 & 7);
	if (a->any)
		return;
	a->ipv4 = r >> 7 & 1;
	a->len = a->ipv4 ? 96 + lens4[(r >> 8) % ARRAY_SIZE(lens4)] :
			   lens6[(r >> 8) % ARRAY_SIZE(lens6)];
	random_ip(rnd, a->ipv4, &ip);
	ipv6_addr_prefix(&a->prefix, &ip, a->len);
}

static void ownership_is_as_in_the_model(struct kunit *test)
{
	struct vsw_guard *guard = guard_new(test, ADDRESSES);
	u32 i, n, r, owned = 0, rounds = 20000;
	struct vsw_key key = { .l4 = IPPROTO_TCP };
	struct rnd_state rnd;
	enum vsw_drop got;
	bool ipv4, want, has;
	u64 src;

	prandom_seed_state(&rnd, 1);
	for (i = 0; i < rounds; i++) {
		if (!(i % 20)) {
			guard->n = ADDRESSES;
			for (n = 0; n < ADDRESSES; n++)
				random_address(&rnd, &guard->address[n]);
		}
		r = prandom_u32_state(&rnd);
		guard->n = r % (ADDRESSES + 1);
		ipv4 = r >> 8 & 1;
		src = mac(1 + (r >> 9) % 3);
		random_ip(&rnd, ipv4, &key.src);
		key.proto = htons(ipv4 ? ETH_P_IP : ETH_P_IPV6);
		want = model_owns(guard, src, &key.src, ipv4);
		for (has = false, n = 0; n < guard->n; n++)
			has |= guard->address[n].mac == src;
		got = vsw_guard_check(guard, src, &key);
		KUNIT_ASSERT_EQ_MSG(test, got, want ? PASS : has ?
				    SPOOF(IP) : SPOOF(MAC), "%pI6c, %u",
				    &key.src, i);
		owned += want;
	}
	KUNIT_EXPECT_GT(test, owned, rounds / 20);
	KUNIT_EXPECT_LT(test, owned, rounds / 20 * 19);
}

/* --- addresses that come and go -------------------------------------------- */

#define KNOWN	24

/**
 * struct world - an attachment and what it is part of
 * @att:	the attachment
 * @port:	its port
 * @sw:		that one's switch
 * @vn:		has the lock
 * @known:	addresses to choose from
 * @there:	those that the attachment has
 */
struct world {
	struct vsw_attachment att;
	struct vsw_port port;
	struct vsw_switch sw;
	struct vsw_net vn;
	struct vsw_guard_address known[KNOWN];
	bool there[KNOWN];
};

static bool same(const struct vsw_guard_address *a,
		 const struct vsw_guard_address *b)
{
	return a->mac == b->mac && a->any == b->any && a->ipv4 == b->ipv4 &&
	       a->len == b->len && ipv6_addr_equal(&a->prefix, &b->prefix);
}

static struct world *world_new(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	struct rnd_state rnd;
	int i, k;

	KUNIT_ASSERT_NOT_NULL(test, w);
	mutex_init(&w->vn.lock);
	w->att.target.quota = &w->port.quota;
	w->port.sw = &w->sw;
	w->sw.vn = &w->vn;
	prandom_seed_state(&rnd, 3);
	for (i = 0; i < KNOWN; i++) {
		do {
			random_address(&rnd, &w->known[i]);
			for (k = 0; !same(&w->known[k], &w->known[i]); k++)
				;
		} while (k < i);
	}
	return w;
}

/* All that should be there is, once, and in order. */
static void check_world(struct kunit *test, struct world *w)
{
	const struct vsw_guard *guard = vsw_guard_get(&w->att);
	int i, n = 0;

	for (i = 0; i < KNOWN; i++) {
		KUNIT_ASSERT_EQ(test, vsw_guard_has_address(&w->att, &w->known[i]),
				w->there[i]);
		n += w->there[i];
	}
	KUNIT_ASSERT_EQ(test, guard ? guard->n : 0, n);
	for (i = 1; i < n; i++)
		KUNIT_ASSERT_LE(test, guard->address[i - 1].mac,
				guard->address[i].mac);
}

static void addresses_come_and_go(struct kunit *test)
{
	struct vsw_guard_params params = { .on = true, .ra = true };
	struct world *w = world_new(test);
	struct rnd_state rnd;
	int i, k;

	mutex_lock(&w->vn.lock);
	KUNIT_ASSERT_EQ(test, vsw_guard_set(&w->att, &params), 0);
	prandom_seed_state(&rnd, 4);
	for (i = 0; i < 2000; i++) {
		k = prandom_u32_state(&rnd) % KNOWN;
		if (prandom_u32_state(&rnd) & 1) {
			KUNIT_ASSERT_EQ(test, vsw_guard_add_address(&w->att, &w->known[k]),
					w->there[k] ? -EEXIST : 0);
			w->there[k] = true;
		} else {
			KUNIT_ASSERT_EQ(test, vsw_guard_del_address(&w->att, &w->known[k]),
					w->there[k] ? 0 : -ENOENT);
			w->there[k] = false;
		}
		check_world(test, w);
	}
	for (k = 0; k < KNOWN; k++) {
		vsw_guard_del_address(&w->att, &w->known[k]);
		w->there[k] = false;
	}
	check_world(test, w);
	/* Its roles are another matter. */
	KUNIT_EXPECT_TRUE(test, vsw_guard_get(&w->att)->params.ra);
	mutex_unlock(&w->vn.lock);
	vsw_guard_free(&w->att);
	mutex_destroy(&w->vn.lock);
}

static void addresses_have_a_limit(struct kunit *test)
{
	struct vsw_guard_address address = { .mac = mac(1), .len = 128 };
	struct world *w = world_new(test);
	int i;

	mutex_lock(&w->vn.lock);
	for (i = 0; i < VSW_GUARD_ADDRESSES_MAX; i++) {
		address.prefix.s6_addr32[3] = htonl(i);
		KUNIT_ASSERT_EQ(test, vsw_guard_add_address(&w->att, &address), 0);
	}
	KUNIT_EXPECT_EQ(test, vsw_guard_add_address(&w->att, &address), -EEXIST);
	address.prefix.s6_addr32[3] = htonl(i);
	KUNIT_EXPECT_EQ(test, vsw_guard_add_address(&w->att, &address), -ENOSPC);
	mutex_unlock(&w->vn.lock);
	vsw_guard_free(&w->att);
	mutex_destroy(&w->vn.lock);
}

/* Who has an address, and is to be named to others. */
static void expect_host(struct kunit *test, const struct vsw_guard *guard,
			const char *ip, u64 want)
{
	struct in6_addr address;

	KUNIT_ASSERT_TRUE(test, to_ipv6(ip, &address));
	KUNIT_EXPECT_EQ_MSG(test, want,
			    vsw_guard_find_host(guard, &address,
						!strchr(ip, ':')), "%s", ip);
}

static void hosts_are_found_by_their_addresses(struct kunit *test)
{
	struct vsw_guard *guard = guard_new(test, ADDRESSES);

	expect_host(test, guard, "10.0.0.5", 0);
	give(test, guard, 1, "10.0.0.5", 32);
	give(test, guard, 1, "10.0.9.0", 24);
	give(test, guard, 1, "fd00::5", 128);
	give(test, guard, 2, "10.0.0.6", 32);
	give(test, guard, 3, "10.0.0.6", 32);
	give(test, guard, 3, "fd00::", 64);
	give(test, guard, 4, "::", 0);
	give(test, guard, 5, NULL, 0);
	expect_host(test, guard, "10.0.0.5", mac(1));
	expect_host(test, guard, "fd00::5", mac(1));
	expect_host(test, guard, "10.0.0.6", VSW_GUARD_SEVERAL);
	expect_host(test, guard, "10.0.9.0", 0);
	expect_host(test, guard, "fd00::", 0);
	expect_host(test, guard, "::", 0);
	expect_host(test, guard, "::ffff:10.0.0.5", 0);
}

static struct kunit_case guard_test_cases[] = {
	KUNIT_CASE_PARAM(frame_gets_its_verdict, check_gen_params),
	KUNIT_CASE(new_guard_is_closed),
	KUNIT_CASE(ownership_is_as_in_the_model),
	KUNIT_CASE(hosts_are_found_by_their_addresses),
	KUNIT_CASE(addresses_come_and_go),
	KUNIT_CASE(addresses_have_a_limit),
	{}
};

static void guard_suite_exit(struct kunit_suite *suite)
{
	/* Guards are freed by callbacks. */
	rcu_barrier();
}

static struct kunit_suite guard_test_suite = {
	.name = "vsw_guard",
	.suite_exit = guard_suite_exit,
	.test_cases = guard_test_cases,
};

kunit_test_suite(guard_test_suite);
