// SPDX-License-Identifier: GPL-2.0
/* The rule compiler, against an evaluator that looks at every rule. */
#include <kunit/test.h>
#include <linux/prandom.h>

#include "program_model.h"

#define PROGRAMS	250
#define PACKETS		500	/* for each program */

struct dice {
	struct rnd_state rnd;
};

static u32 roll(struct dice *dice, u32 sides)
{
	return prandom_u32_state(&dice->rnd) % sides;
}

static void check_packets(struct kunit *test, struct dice *dice,
			  const struct model *model,
			  const struct vsw_program *program, u32 *seen)
{
	enum vsw_direction direction;
	struct vsw_key key;
	bool stateless;
	u32 rule, loose, i;

	for (i = 0; i < PACKETS; i++) {
		direction = roll(dice, 2);
		random_key(dice, &key);
		rcu_read_lock();
		rule = vsw_program_run(program, direction, &key, &stateless);
		loose = vsw_program_run_stateless(program, direction, &key);
		rcu_read_unlock();
		seen[rule ? 1 + stateless : 0]++;
		if (right(model, direction, &key, rule, stateless) &&
		    right_stateless(model, direction, &key, loose))
			continue;
		KUNIT_FAIL(test, "%u rules, %pI6c:%u to %pI6c:%u, %u: rule %u",
			   model->n, &key.src, key.sport, &key.dst, key.dport,
			   key.l4, rule);
		return;
	}
}

static void check_program(struct kunit *test, struct dice *dice,
			  struct model *model, u32 *seen)
{
	struct vsw_program *program;

	memset(model, 0, sizeof(*model));
	KUNIT_EXPECT_TRUE(test, random_sets(dice, model));
	random_rules(dice, model);
	program = vsw_program_build(model->rule, model->n);
	KUNIT_EXPECT_FALSE(test, IS_ERR(program));
	if (!IS_ERR(program)) {
		check_packets(test, dice, model, program, seen);
		vsw_program_free(program);
	}
	free_sets(model);
}

static void programs_say_what_their_rules_say(struct kunit *test)
{
	struct model *model;
	struct dice dice;
	u32 seen[3] = {};
	u32 i;

	model = kunit_kzalloc(test, sizeof(*model), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, model);
	prandom_seed_state(&dice.rnd, 5);
	for (i = 0; i < PROGRAMS; i++)
		check_program(test, &dice, model, seen);
	/* All verdicts were among them, or this has shown little. */
	for (i = 0; i < ARRAY_SIZE(seen); i++)
		KUNIT_EXPECT_GT(test, seen[i], PROGRAMS * PACKETS / 50);
}

static struct vsw_match port_rule(u16 low, u16 high, u32 remote)
{
	struct vsw_match rule = {
		.direction = VSW_INGRESS,
		.families = BIT(VSW_IPV4),
		.proto = IPPROTO_TCP,
		.sport = { 0, U16_MAX },
		.dport = { low, high },
		.prefix = { .len = 128, .ipv4 = true },
	};

	ipv6_addr_set_v4mapped(htonl(remote), &rule.prefix.address);
	return rule;
}

/* Whether there is a program for them. */
static int try_build(const struct vsw_match *rule, u32 n)
{
	struct vsw_program *program = vsw_program_build(rule, n);

	if (IS_ERR(program))
		return PTR_ERR(program);
	vsw_program_free(program);
	return 0;
}

/* Each port to an address of its own, and all addresses to one port. */
static void many_rules_are_no_trouble(struct kunit *test)
{
	struct vsw_match *rule;
	u32 n = 10000, i;

	rule = kvcalloc(n, sizeof(*rule), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rule);
	for (i = 0; i < n; i++)
		rule[i] = port_rule(2 * i, 2 * i, i);
	KUNIT_EXPECT_EQ(test, 0, try_build(rule, n));
	for (i = 0; i < n; i++)
		rule[i] = port_rule(80, 80, 2 * i);
	KUNIT_EXPECT_EQ(test, 0, try_build(rule, n));
	kvfree(rule);
}

/* Nested ranges, each with an address of its own, have no small program. */
static void rules_that_overlap_too_much_are_refused(struct kunit *test)
{
	struct vsw_match *rule;
	u32 n = 10000, i;

	rule = kvcalloc(n, sizeof(*rule), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, rule);
	for (i = 0; i < n; i++)
		rule[i] = port_rule(i, U16_MAX - i, 2 * i);
	KUNIT_EXPECT_EQ(test, -E2BIG, try_build(rule, n));
	kvfree(rule);
}

static struct kunit_case program_cases[] = {
	KUNIT_CASE_SLOW(programs_say_what_their_rules_say),
	KUNIT_CASE_SLOW(many_rules_are_no_trouble),
	KUNIT_CASE_SLOW(rules_that_overlap_too_much_are_refused),
	{ }
};

static struct kunit_suite program_suite = {
	.name = "vsw_program",
	.test_cases = program_cases,
};

kunit_test_suite(program_suite);
