// SPDX-License-Identifier: GPL-2.0
/*
 * A frame through the parser and past guards, for libFuzzer. The input is how
 * many bytes can be read at first and whether the frame is only the beginning of
 * a super-packet, which guard it is, and the frame.
 *
 * What must hold: nothing behind the readable bytes is read (the sanitizer sees
 * that, each try has a buffer of its own); the parser asks for more than there
 * is readable and not more than there is; a frame that is given in pieces ends
 * like one that is given at once, and both like the naive model's; and a guard
 * that allows more lets no less pass.
 */
#include <stdio.h>

#include "kmod/guard.h"
#include "kunit/parse_model.h"

#define require(x) do {							\
	if (!(x)) {							\
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #x); \
		abort();						\
	}								\
} while (0)

#define MAC(byte)	(0x02ULL | (u64)(byte) << 40)
#define ADDRESSES	5

/* In guard bits: what is allowed beyond nothing at all. */
#define ALLOW_MAC	BIT(0)
#define ALLOW_HOST	BIT(1)
#define ALLOW_ALL	BIT(2)
#define ALLOW_ANY_MAC	BIT(3)
#define ALLOW_DHCP	BIT(4)
#define ALLOW_RA	BIT(5)
#define ALLOW_TYPE	BIT(6)
#define ALLOW_SPOOF	BIT(7)

static void add(struct vsw_guard *guard, u64 mac, const char *ip, u8 len,
		bool ipv4, bool any)
{
	struct vsw_guard_address *a = &guard->address[guard->n++];

	memset(a, 0, sizeof(*a));
	a->mac = mac;
	memcpy(&a->prefix, ip, sizeof(a->prefix));
	a->len = len;
	a->ipv4 = ipv4;
	a->any = any;
}

#define ZERO8		"\0\0\0\0\0\0\0\0"
#define MAPPED		ZERO8 "\0\0\xff\xff"

static struct vsw_guard *guard_make(u8 bits)
{
	struct vsw_guard *guard;

	guard = calloc(1, sizeof(*guard) + ADDRESSES * sizeof(*guard->address));
	require(guard);
	guard->params.on = true;
	guard->params.spoof = !(bits & ALLOW_SPOOF);
	guard->params.dhcp_server = bits & ALLOW_DHCP;
	guard->params.ra = bits & ALLOW_RA;
	guard->params.n_ethertypes = !!(bits & ALLOW_TYPE);
	guard->params.ethertypes[0] = htons(0x88b5);
	if (bits & ALLOW_MAC)
		add(guard, MAC(1), ZERO8 ZERO8, 0, false, true);
	if (bits & ALLOW_HOST) {
		add(guard, MAC(1), MAPPED "\x0a\0\0\x05", 128, true, false);
		add(guard, MAC(1), "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05",
		    128, false, false);
	}
	if (bits & ALLOW_ALL)
		add(guard, MAC(1), ZERO8 ZERO8, 0, false, false);
	if (bits & ALLOW_ANY_MAC)
		add(guard, MAC(3), MAPPED "\x0a\0\0\0", 104, true, false);
	return guard;
}

static enum vsw_drop judge(u8 bits, u64 mac, const struct vsw_key *key)
{
	struct vsw_guard *guard = guard_make(bits);
	enum vsw_drop verdict = vsw_guard_check(guard, mac, key);

	free(guard);
	require(verdict == VSW_GUARD_PASS || verdict == VSW_DROP_ETHERTYPE ||
		verdict == VSW_DROP_DHCP_SERVER ||
		verdict == VSW_DROP_ROUTER_ADVERTISEMENT ||
		!(bits & ALLOW_SPOOF));
	return verdict;
}

/* What must not get through a guard that allows no roles, whatever else. */
static void require_no_role(const struct vsw_key *key)
{
	bool ipv6 = key->proto == htons(ETH_P_IPV6);
	u8 type = key->dport >> 8;

	require(key->proto == htons(ETH_P_IP) || ipv6 ||
		key->proto == htons(ETH_P_ARP) ||
		key->proto == htons(ETH_P_RARP));
	if (key->flags & VSW_KEY_LATER)
		return;
	if (key->l4 == IPPROTO_UDP)
		require(key->dport != (ipv6 ? 546 : 68));
	if (key->l4 == IPPROTO_ICMPV6 && ipv6)
		require(type != 134 && type != 137);
}

static void check_guards(u8 bits, u64 mac, const struct vsw_key *key)
{
	const u8 roles = ALLOW_DHCP | ALLOW_RA | ALLOW_TYPE;
	int more;

	if (judge(bits, mac, key) != VSW_GUARD_PASS)
		return;
	if (!(bits & roles))
		require_no_role(key);
	if (!(bits & (ALLOW_SPOOF | ALLOW_ANY_MAC)))
		require(mac == MAC(1));
	for (more = 0; more < 8; more++)
		require(judge(bits | BIT(more), mac, key) == VSW_GUARD_PASS);
}

/* Parse with so many bytes readable, in memory that ends behind them. */
static int parse(const u8 *data, u32 linear, u32 len, __be16 proto,
		 struct vsw_key *key)
{
	u8 *copy = malloc(linear);
	int ret;

	require(copy || !linear);
	memcpy(copy, data, linear);
	ret = vsw_parse(copy, linear, len, proto, key);
	free(copy);
	require(ret <= 0 || (ret > (int)linear && ret <= (int)len &&
			     ret <= VSW_PARSE_MAX));
	return ret;
}

/* @len may be more than VSW_PARSE_MAX, the bytes of @packet that there are. */
static void check(u32 readable, u8 bits, u64 mac, __be16 proto,
		  const u8 *packet, u32 len)
{
	const u32 most = len < VSW_PARSE_MAX ? len : VSW_PARSE_MAX;
	struct vsw_key pieces, whole, model;
	int ret;

	if (readable > most)
		readable = most;
	do {
		ret = parse(packet, readable, len, proto, &pieces);
		readable = ret;
	} while (ret > 0);
	require(parse(packet, most, len, proto, &whole) == ret);
	require(model_parse(packet, len, proto, &model) == ret);
	if (ret)
		return;
	require(!memcmp(&pieces, &whole, sizeof(whole)));
	require(!memcmp(&model, &whole, sizeof(whole)));
	check_guards(bits, mac, &whole);
}

static void frame(u8 first, u8 bits, const u8 *eth, u32 len)
{
	u8 packet[VSW_PARSE_MAX] = {}, mac[8] = {};
	__be16 proto;

	memcpy(mac, eth + ETH_ALEN, ETH_ALEN);
	memcpy(&proto, eth + 2 * ETH_ALEN, sizeof(proto));
	eth += ETH_HLEN;
	len -= ETH_HLEN;
	memcpy(packet, eth, len < sizeof(packet) ? len : sizeof(packet));
	check(first & 0x7f, bits, get_unaligned_le64(mac), proto, packet,
	      first & 0x80 ? len + 65536 : len);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	if (size >= 2 + ETH_HLEN)
		frame(data[0], data[1], data + 2, size - 2);
	return 0;
}
