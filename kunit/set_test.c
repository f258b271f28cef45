// SPDX-License-Identifier: GPL-2.0
/* Sets, against a list of who is in, while elements come and go. */
#include <kunit/test.h>
#include <linux/prandom.h>
#include <net/ipv6.h>

#include "kmod/set.h"
#include "kmod/switch.h"

#define PREFIXES	96
#define CHANGES		3000
#define LOOKUPS		20	/* after each change */

struct world {
	struct vsw_net vn;
	struct vsw_switch sw;
	struct vsw_set *set;
	struct vsw_prefix prefix[PREFIXES];
	bool in[PREFIXES];
	u32 n;
};

/* Few and close together, so that prefixes are one inside the other. */
static void random_address(struct rnd_state *rnd, bool ipv4,
			   struct in6_addr *address)
{
	u32 low = prandom_u32_state(rnd) & 0xc000000f;

	memset(address, 0, sizeof(*address));
	if (ipv4)
		ipv6_addr_set_v4mapped(htonl(low), address);
	else
		address->s6_addr32[prandom_u32_state(rnd) & 3] = htonl(low);
}

static void random_prefix(struct rnd_state *rnd, struct vsw_prefix *prefix)
{
	struct in6_addr address;
	u32 bits = prandom_u32_state(rnd) % 32;

	prefix->ipv4 = prandom_u32_state(rnd) & 1;
	/* All of a family now and then; mostly the last bits differ. */
	prefix->len = bits ? 128 - bits / 4 : prefix->ipv4 ? 96 : 0;
	random_address(rnd, prefix->ipv4, &address);
	ipv6_addr_prefix(&prefix->address, &address, prefix->len);
}

static bool is_known(const struct world *w, const struct vsw_prefix *prefix,
		     u32 n)
{
	while (n--)
		if (w->prefix[n].ipv4 == prefix->ipv4 &&
		    w->prefix[n].len == prefix->len &&
		    ipv6_addr_equal(&w->prefix[n].address, &prefix->address))
			return true;
	return false;
}

static void make_prefixes(struct rnd_state *rnd, struct world *w)
{
	u32 i = 0;

	while (i < PREFIXES) {
		random_prefix(rnd, &w->prefix[i]);
		i += !is_known(w, &w->prefix[i], i);
	}
}

static bool naive_has(const struct world *w, const struct in6_addr *address,
		      bool ipv4)
{
	u32 i;

	for (i = 0; i < PREFIXES; i++)
		if (w->in[i] && w->prefix[i].ipv4 == ipv4 &&
		    ipv6_prefix_equal(address, &w->prefix[i].address,
				      w->prefix[i].len))
			return true;
	return false;
}

static bool set_has(const struct world *w, const struct in6_addr *address,
		    bool ipv4)
{
	const struct vsw_ranges *ranges;
	bool has;

	rcu_read_lock();
	ranges = rcu_dereference(w->set->ranges);
	has = ranges && vsw_ranges_owner(ranges, address, ipv4);
	rcu_read_unlock();
	return has;
}

static void change(struct kunit *test, struct world *w, u32 i)
{
	bool in = w->in[i];

	KUNIT_EXPECT_EQ(test, vsw_set_has(w->set, &w->prefix[i]), in);
	KUNIT_EXPECT_EQ(test, vsw_set_add(w->set, &w->prefix[i]),
			in ? -EEXIST : 0);
	if (in)
		KUNIT_EXPECT_EQ(test, vsw_set_del(w->set, &w->prefix[i]), 0);
	w->n += in ? -1 : 1;
	w->in[i] = !in;
	KUNIT_EXPECT_EQ(test, w->set->n, w->n);
}

static void sets_have_what_their_elements_cover(struct kunit *test)
{
	struct world *w = test->priv;
	struct in6_addr address;
	struct rnd_state rnd;
	u32 i, j, hits = 0;
	bool ipv4, has;

	prandom_seed_state(&rnd, 20);
	mutex_lock(&w->vn.lock);
	make_prefixes(&rnd, w);
	for (i = 0; i < CHANGES; i++) {
		change(test, w, prandom_u32_state(&rnd) % PREFIXES);
		for (j = 0; j < LOOKUPS; j++) {
			ipv4 = prandom_u32_state(&rnd) & 1;
			random_address(&rnd, ipv4, &address);
			has = set_has(w, &address, ipv4);
			hits += has;
			KUNIT_EXPECT_EQ(test, has,
					naive_has(w, &address, ipv4));
		}
	}
	mutex_unlock(&w->vn.lock);
	/* Neither always nor never. */
	KUNIT_EXPECT_GT(test, hits, CHANGES);
	KUNIT_EXPECT_LT(test, hits, CHANGES * (LOOKUPS - 1));
}

static void a_set_that_is_emptied_has_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	struct rnd_state rnd;
	u32 i;

	prandom_seed_state(&rnd, 21);
	mutex_lock(&w->vn.lock);
	make_prefixes(&rnd, w);
	for (i = 0; i < PREFIXES; i++)
		change(test, w, i);
	for (i = PREFIXES; i--; )
		change(test, w, i);
	KUNIT_EXPECT_EQ(test, w->set->n, 0);
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(w->set->ranges));
	KUNIT_EXPECT_EQ(test, vsw_set_del(w->set, &w->prefix[0]), -ENOENT);
	mutex_unlock(&w->vn.lock);
}

static int set_test_init(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	int err;

	KUNIT_ASSERT_NOT_NULL(test, w);
	mutex_init(&w->vn.lock);
	w->sw.vn = &w->vn;
	err = vsw_set_table_init(&w->sw);
	KUNIT_ASSERT_EQ(test, err, 0);
	mutex_lock(&w->vn.lock);
	w->set = vsw_set_create(&w->sw, "set");
	mutex_unlock(&w->vn.lock);
	KUNIT_EXPECT_FALSE(test, IS_ERR(w->set));
	test->priv = w;
	return PTR_ERR_OR_ZERO(w->set);
}

static void set_test_exit(struct kunit *test)
{
	struct world *w = test->priv;

	if (!w)
		return;
	mutex_lock(&w->vn.lock);
	if (!IS_ERR(w->set))
		vsw_set_destroy(w->set);
	mutex_unlock(&w->vn.lock);
	vsw_set_table_uninit(&w->sw);
}

static struct kunit_case set_cases[] = {
	KUNIT_CASE_SLOW(sets_have_what_their_elements_cover),
	KUNIT_CASE(a_set_that_is_emptied_has_nothing),
	{ }
};

static struct kunit_suite set_suite = {
	.name = "vsw_set",
	.init = set_test_init,
	.exit = set_test_exit,
	.test_cases = set_cases,
};

kunit_test_suite(set_suite);
