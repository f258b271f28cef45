// SPDX-License-Identifier: GPL-2.0
/*
 * The pure parts of the module in user space, for a simulated cache to watch.
 *
 * usage: cache CASE KEYS ROUNDS
 *
 * KEYS different things are made, then ROUNDS of them, taken at random, dealt
 * with. What counts is in functions called measured_*; baseline() takes the same
 * ones and does nothing with them. Prints how many of the keys are there.
 */
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>

#include "kmod/attachment.h"
#include "kmod/fdb.h"
#include "kmod/inner.h"
#include "kmod/vxlan.h"

#define NETWORK		1
#define FRAME_SIZE	128
#define VIDS		4094U

unsigned long bench_jiffies = 1000 * HZ;

static u64 random_state = 1;

/* splitmix64: the same table with each run. */
u64 get_random_u64(void)
{
	u64 z = (random_state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

static struct work_struct *waiting;

bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	waiting = work;
	return true;
}

static void work_run(void)
{
	struct work_struct *work = waiting;

	waiting = NULL;
	if (work)
		work->fn(work);
}

/* @one is known where this is used, and becomes part of the loop. */
static __always_inline u64 rounds_run(u64 (*one)(u32 key), u32 keys, u32 rounds)
{
	u64 state = 1, sum = 0;

	while (rounds--) {
		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		sum += one((state >> 32) * keys >> 32);
	}
	return sum;
}

static u64 nothing(u32 key)
{
	return key;
}

static noinline u64 baseline(u32 keys, u32 rounds)
{
	return rounds_run(nothing, keys, rounds);
}

/* --- FDB -------------------------------------------------------------------- */

static struct vsw_fdb fdb;
static struct vsw_fdb_quota quota;
static struct vsw_fdb_domain domain = { .id = NETWORK };
static struct vsw_target target = { .quota = &quota };

/* The last three bytes of an address count, as in most tests. */
static u64 fdb_mac(u32 number)
{
	return 0x02 | (u64)__builtin_bswap32(number) << 16;
}

static u64 fdb_key(u32 number)
{
	return vsw_fdb_key(fdb_mac(number), NETWORK);
}

/* Learns all keys that are not there. Return: how many are. */
static u32 fdb_fill(u32 keys)
{
	u32 i, there = 0;

	for (i = 0; i < keys; i++) {
		vsw_fdb_learn(&fdb, &domain, fdb_key(i), &target);
		work_run();
		there += !!vsw_fdb_lookup(&fdb, fdb_key(i));
	}
	return there;
}

/* A table that has to grow first refuses an address. */
static u32 fdb_setup(u32 keys)
{
	if (vsw_fdb_init(&fdb, NULL) || vsw_fdb_add_domain(&fdb, &domain) ||
	    vsw_fdb_add_target(&fdb, &target))
		return 0;
	fdb_fill(keys);
	return fdb_fill(keys);
}

static u64 lookup(u32 number)
{
	return !!vsw_fdb_lookup(&fdb, fdb_key(number));
}

static noinline u64 measured_lookup(u32 keys, u32 rounds)
{
	return rounds_run(lookup, keys, rounds);
}

/* The same addresses with a bit set that none of them has. */
static u64 lookup_unknown(u32 number)
{
	return !!vsw_fdb_lookup(&fdb, fdb_key(number) | 1 << 2);
}

static noinline u64 measured_unknown(u32 keys, u32 rounds)
{
	return rounds_run(lookup_unknown, keys, rounds);
}

/* An address that is known, once more within the same second. */
static u64 learn(u32 number)
{
	return vsw_fdb_learn(&fdb, &domain, fdb_key(number), &target);
}

static noinline u64 measured_learn(u32 keys, u32 rounds)
{
	return rounds_run(learn, keys, rounds);
}

/* --- tags --------------------------------------------------------------------- */

/*
 * As many ports as it takes, each with all VLAN ids that there are. A packet
 * asks the attachment for its network.
 */
static struct vsw_vids *ports;
static struct vsw_attachment *attachments;

static u16 vid_of(u32 number)
{
	return 1 + number % VIDS;
}

static u32 classify_setup(u32 keys)
{
	struct vsw_vids_block __rcu **block;
	u32 i;

	ports = kvcalloc(keys / VIDS + 1, sizeof(*ports), GFP_KERNEL);
	attachments = kvcalloc(keys, sizeof(*attachments), GFP_KERNEL);
	if (!ports || !attachments)
		return 0;
	for (i = 0; i < keys; i++) {
		block = &ports[i / VIDS].block[vid_of(i) / VSW_VIDS_BLOCK];
		if (!*block)
			*block = kzalloc(sizeof(**block), GFP_KERNEL);
		if (!*block)
			return 0;
		attachments[i].network = (void *)&attachments[i];
		(*block)->slot[vid_of(i) % VSW_VIDS_BLOCK] = &attachments[i];
	}
	return keys;
}

static u64 classify(u32 number)
{
	struct vsw_class class = vsw_classify(true, htons(ETH_P_8021Q),
					      vid_of(number));

	return !!vsw_vids_lookup(&ports[number / VIDS], class.vid)->network;
}

static noinline u64 measured_classify(u32 keys, u32 rounds)
{
	return rounds_run(classify, keys, rounds);
}

/* --- headers ------------------------------------------------------------------ */

/* Frames, each in two lines of its own. */
static u8 (*frames)[FRAME_SIZE];

static u32 frames_setup(u32 keys)
{
	frames = kvcalloc(keys, sizeof(*frames), GFP_KERNEL);
	return frames ? keys : 0;
}

static u32 ip4_setup(u32 keys)
{
	struct iphdr *ip;
	u32 i;

	if (!frames_setup(keys))
		return 0;
	for (i = 0; i < keys; i++) {
		ip = (struct iphdr *)(frames[i] + ETH_HLEN);
		ip->version = 4;
		ip->ihl = 5;
		ip->ttl = 64;
		ip->protocol = IPPROTO_UDP;
		ip->saddr = htonl(i);
	}
	return keys;
}

static u32 ip6_setup(u32 keys)
{
	struct ipv6hdr *ip;
	u32 i;

	if (!frames_setup(keys))
		return 0;
	for (i = 0; i < keys; i++) {
		ip = (struct ipv6hdr *)(frames[i] + ETH_HLEN);
		ip->version = 6;
		ip->nexthdr = IPPROTO_UDP;
		ip->saddr.s6_addr32[3] = htonl(i);
	}
	return keys;
}

static __always_inline u64 inner(u32 number, __be16 proto)
{
	struct vsw_inner inner;

	vsw_inner_parse((struct ethhdr *)frames[number], proto,
			frames[number] + ETH_HLEN, 64, &inner);
	return vsw_inner_sport(&inner) + inner.tos + inner.ttl + inner.df;
}

static u64 inner4(u32 number)
{
	return inner(number, htons(ETH_P_IP));
}

static noinline u64 measured_inner4(u32 keys, u32 rounds)
{
	return rounds_run(inner4, keys, rounds);
}

static u64 inner6(u32 number)
{
	return inner(number, htons(ETH_P_IPV6));
}

static noinline u64 measured_inner6(u32 keys, u32 rounds)
{
	return rounds_run(inner6, keys, rounds);
}

static u64 vxlan_build(u32 number)
{
	vsw_vxlan_build((struct vsw_vxlan_hdr *)frames[number], number);
	barrier();
	return 0;
}

static noinline u64 measured_vxlan_build(u32 keys, u32 rounds)
{
	return rounds_run(vxlan_build, keys, rounds);
}

static u32 vxlan_setup(u32 keys)
{
	u32 i;

	if (!frames_setup(keys))
		return 0;
	for (i = 0; i < keys; i++)
		vxlan_build(i);
	return keys;
}

static u64 vxlan_parse(u32 number)
{
	u32 vni;
	bool valid = vsw_vxlan_parse((struct vsw_vxlan_hdr *)frames[number], &vni);

	return valid + vni;
}

static noinline u64 measured_vxlan_parse(u32 keys, u32 rounds)
{
	return rounds_run(vxlan_parse, keys, rounds);
}

/* --- which -------------------------------------------------------------------- */

static const struct {
	const char *name;
	u32 (*setup)(u32 keys);
	u64 (*run)(u32 keys, u32 rounds);
} cases[] = {
	{ "fdb", fdb_setup, measured_lookup },
	{ "fdb-unknown", fdb_setup, measured_unknown },
	{ "learn", fdb_setup, measured_learn },
	{ "classify", classify_setup, measured_classify },
	{ "inner4", ip4_setup, measured_inner4 },
	{ "inner6", ip6_setup, measured_inner6 },
	{ "vxlan-build", frames_setup, measured_vxlan_build },
	{ "vxlan-parse", vxlan_setup, measured_vxlan_parse },
};

/* What comes of the rounds is kept, or the compiler would leave them out. */
static volatile u64 result;

int main(int argc, char **argv)
{
	u32 keys, rounds, there;
	size_t i;

	if (argc != 4)
		return 2;
	keys = strtoul(argv[2], NULL, 10);
	rounds = strtoul(argv[3], NULL, 10);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		if (strcmp(cases[i].name, argv[1]))
			continue;
		there = cases[i].setup(keys);
		result = baseline(keys, rounds);
		result = cases[i].run(keys, rounds);
		printf("%u\n", there);
		return !there;
	}
	return 2;
}
