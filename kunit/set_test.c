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
	u32 epoch = vsw_policy_epoch(&w->sw);
	bool in = w->in[i];

	KUNIT_EXPECT_EQ(test, vsw_set_has(w->set, &w->prefix[i]), in);
	KUNIT_EXPECT_EQ(test, vsw_set_add(w->set, &w->prefix[i]),
			in ? -EEXIST : 0);
	if (in)
		KUNIT_EXPECT_EQ(test, vsw_set_del(w->set, &w->prefix[i]), 0);
	KUNIT_EXPECT_NE(test, vsw_policy_epoch(&w->sw), epoch);
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

static struct vsw_set *other_set(struct kunit *test, struct world *w)
{
	struct vsw_set *set = vsw_set_create(&w->sw, "other");

	KUNIT_ASSERT_FALSE(test, IS_ERR(set));
	return set;
}

/* Those of one are all that there is afterwards. */
static void a_set_that_is_replaced_has_the_others_elements(struct kunit *test)
{
	struct world *w = test->priv;
	struct in6_addr address;
	struct vsw_set *other;
	struct rnd_state rnd;
	u32 i, epoch, hits = 0;
	bool ipv4, has;

	prandom_seed_state(&rnd, 22);
	mutex_lock(&w->vn.lock);
	make_prefixes(&rnd, w);
	for (i = 0; i < PREFIXES / 2; i++)
		change(test, w, i);
	other = other_set(test, w);
	for (; i < PREFIXES; i++) {
		w->in[i - PREFIXES / 2] = false;
		w->in[i] = true;
		KUNIT_EXPECT_EQ(test, vsw_set_add(other, &w->prefix[i]), 0);
	}
	/* No rule names it: nothing is made for packets. */
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(other->ranges));
	epoch = vsw_policy_epoch(&w->sw);
	KUNIT_EXPECT_EQ(test, vsw_set_replace(w->set, other), 0);
	KUNIT_EXPECT_NE(test, vsw_policy_epoch(&w->sw), epoch);
	KUNIT_EXPECT_NULL(test, vsw_set_find(&w->sw, "other"));
	for (i = 0; i < 10 * PREFIXES; i++) {
		ipv4 = prandom_u32_state(&rnd) & 1;
		random_address(&rnd, ipv4, &address);
		has = set_has(w, &address, ipv4);
		hits += has;
		KUNIT_EXPECT_EQ(test, has, naive_has(w, &address, ipv4));
	}
	KUNIT_EXPECT_GT(test, hits, 0);
	KUNIT_EXPECT_LT(test, hits, 10 * PREFIXES);
	for (i = PREFIXES / 2; i < PREFIXES; i++)
		change(test, w, i);
	KUNIT_EXPECT_EQ(test, w->set->n, 0);
	mutex_unlock(&w->vn.lock);
}

/* Filled before a rule names it, between two that do, and after. */
static void packets_see_a_set_once_a_rule_names_it(struct kunit *test)
{
	struct world *w = test->priv;
	struct rnd_state rnd;
	struct vsw_set *set;
	u32 epoch, i;

	prandom_seed_state(&rnd, 23);
	mutex_lock(&w->vn.lock);
	make_prefixes(&rnd, w);
	set = other_set(test, w);
	epoch = vsw_policy_epoch(&w->sw);
	for (i = 0; i < PREFIXES; i++)
		KUNIT_EXPECT_EQ(test, vsw_set_add(set, &w->prefix[i]), 0);
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(set->ranges));
	KUNIT_EXPECT_EQ(test, vsw_policy_epoch(&w->sw), epoch);
	KUNIT_EXPECT_EQ(test, vsw_set_use(set), 0);
	KUNIT_EXPECT_NOT_NULL(test, rcu_access_pointer(set->ranges));
	vsw_set_unuse(set);
	for (i = 1; i < PREFIXES; i++)
		KUNIT_EXPECT_EQ(test, vsw_set_del(set, &w->prefix[i]), 0);
	KUNIT_EXPECT_EQ(test, vsw_set_use(set), 0);
	swap(w->set, set);
	memset(w->in, false, sizeof(w->in));
	w->in[0] = true;
	KUNIT_EXPECT_TRUE(test, set_has(w, &w->prefix[0].address,
					w->prefix[0].ipv4));
	for (i = 1; i < PREFIXES; i++)
		KUNIT_EXPECT_EQ(test,
				set_has(w, &w->prefix[i].address,
					w->prefix[i].ipv4),
				naive_has(w, &w->prefix[i].address,
					  w->prefix[i].ipv4));
	swap(w->set, set);
	vsw_set_unuse(set);
	vsw_set_destroy(set);
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
	if (!IS_ERR(w->set))
		vsw_set_use(w->set);
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
	if (!IS_ERR(w->set)) {
		vsw_set_unuse(w->set);
		vsw_set_destroy(w->set);
	}
	mutex_unlock(&w->vn.lock);
	vsw_set_table_uninit(&w->sw);
}

static struct kunit_case set_cases[] = {
	KUNIT_CASE_SLOW(sets_have_what_their_elements_cover),
	KUNIT_CASE(a_set_that_is_emptied_has_nothing),
	KUNIT_CASE(a_set_that_is_replaced_has_the_others_elements),
	KUNIT_CASE(packets_see_a_set_once_a_rule_names_it),
	{ }
};

static struct kunit_suite set_suite = {
	.name = "vsw_set",
	.init = set_test_init,
	.exit = set_test_exit,
	.test_cases = set_cases,
};

kunit_test_suite(set_suite);
