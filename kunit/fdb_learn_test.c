// SPDX-License-Identifier: GPL-2.0
/* What learning and the administrator do to the FDB, one behaviour at a time. */
#include "fdb_world.h"

static void keys_hold_mac_and_network(struct kunit *test)
{
	static const u8 frame[] = { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55,
				    0x66, 0x77 };
	u64 k = vsw_fdb_key(vsw_fdb_mac(frame), VSW_NETWORK_ID_MAX);
	u8 bytes[6];

	KUNIT_EXPECT_EQ(test, vsw_fdb_mac(frame), 0x554433221102ULL);
	KUNIT_EXPECT_EQ(test, k >> 48, VSW_NETWORK_ID_MAX);
	vsw_fdb_key_mac(k, bytes);
	KUNIT_EXPECT_MEMEQ(test, bytes, frame, sizeof(bytes));
}

static void learned_address_is_found_in_its_network(struct kunit *test)
{
	struct world *w = test->priv;

	KUNIT_EXPECT_EQ(test, world_learn(w, 1, 7, 2), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 1, 7), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 7), -1);
	KUNIT_EXPECT_EQ(test, where(w, 1, 8), -1);
	KUNIT_EXPECT_PTR_EQ(test, look(w, 1, 7).domain, &w->domain[1]);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
	KUNIT_EXPECT_EQ(test, w->domain[1].quota.learned, 1);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_LEARNED][false], 1);
	KUNIT_EXPECT_EQ(test, w->last.key, key(1, 7));
}

static void one_address_may_be_in_several_networks(struct kunit *test)
{
	struct world *w = test->priv;
	int d;

	for (d = 0; d < N_DOMAINS; d++)
		world_learn(w, d, 7, d);
	for (d = 0; d < N_DOMAINS; d++)
		KUNIT_EXPECT_EQ(test, where(w, d, 7), d);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, N_DOMAINS);
}

static void address_seen_again_is_refreshed_silently(struct kunit *test)
{
	struct world *w = test->priv;
	struct vsw_fdb_slot *entry;
	u32 now;

	world_learn(w, 0, 1, 0);
	entry = find(w, 0, 1);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	now = vsw_fdb_clock();
	WRITE_ONCE(entry->updated, now - 100);
	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_LE(test, READ_ONCE(entry->updated) - now, 100);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_LEARNED][false], 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_MOVED][false], 0);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 1);
}

static void learned_entry_moves_to_new_target(struct kunit *test)
{
	struct world *w = test->priv;

	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, world_learn(w, 0, 1, 2), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	KUNIT_EXPECT_EQ(test, w->domain[0].moves, 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_MOVED][false], 1);

	/* Its place in the quotas moves along. */
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 0);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 1);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 1);
	world_learn(w, 0, 1, FREE);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 0);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 1);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
}

struct verdict_case {
	const char *name;
	enum vsw_fdb_kind kind;
	int from;
	enum vsw_fdb_verdict verdict;
};

static const struct verdict_case verdict_cases[] = {
	{ "static, here", VSW_FDB_KIND_STATIC, 0, VSW_FDB_OK },
	{ "static, elsewhere", VSW_FDB_KIND_STATIC, 2, VSW_FDB_OK },
	{ "sticky, here", VSW_FDB_KIND_STICKY, 0, VSW_FDB_OK },
	{ "sticky, elsewhere", VSW_FDB_KIND_STICKY, 2, VSW_FDB_STICKY },
	{ "sticky, elsewhere at its port", VSW_FDB_KIND_STICKY, 1,
	  VSW_FDB_STICKY },
	{ "local, here", VSW_FDB_KIND_LOCAL, 0, VSW_FDB_OK },
	{ "local, elsewhere", VSW_FDB_KIND_LOCAL, 2, VSW_FDB_LOCAL },
	{ "local, without quota", VSW_FDB_KIND_LOCAL, FREE, VSW_FDB_LOCAL },
};

KUNIT_ARRAY_PARAM_DESC(verdict, verdict_cases, name);

static void set_entry_stays_and_judges(struct kunit *test)
{
	const struct verdict_case *c = test->param_value;
	struct world *w = test->priv;

	KUNIT_ASSERT_EQ(test, set(w, 0, 1, 0, c->kind), 0);
	KUNIT_EXPECT_EQ(test, world_check(w, 0, 1, c->from), c->verdict);
	KUNIT_EXPECT_EQ(test, world_learn(w, 0, 1, c->from), c->verdict);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, look(w, 0, 1).kind, c->kind);
	KUNIT_EXPECT_EQ(test, w->domain[0].moves, 0);
	/* The address is free in other networks. */
	KUNIT_EXPECT_EQ(test, world_check(w, 1, 1, c->from), VSW_FDB_OK);
}

static void check_does_not_learn(struct kunit *test)
{
	struct world *w = test->priv;

	KUNIT_EXPECT_EQ(test, world_check(w, 0, 1, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, world_check(w, 0, 1, 2), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
}

static void admin_overrides_what_was_learned(struct kunit *test)
{
	struct world *w = test->priv;

	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 2, VSW_FDB_KIND_STATIC), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 0);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 0);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 0);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_ADMIN][false], 1);

	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 3, VSW_FDB_KIND_STICKY), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 3);
	KUNIT_EXPECT_EQ(test, look(w, 0, 1).kind, VSW_FDB_KIND_STICKY);
}

static void local_entry_is_not_overridden(struct kunit *test)
{
	struct world *w = test->priv;
	int kind;

	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 0, VSW_FDB_KIND_LOCAL), 0);
	for (kind = VSW_FDB_KIND_STATIC; kind <= VSW_FDB_KIND_LOCAL; kind++)
		KUNIT_EXPECT_EQ(test, set(w, 0, 1, 2, kind), -EEXIST);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, look(w, 0, 1).kind, VSW_FDB_KIND_LOCAL);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_ADMIN][false], 1);
}

static void local_entry_takes_no_address_from_the_admin(struct kunit *test)
{
	struct world *w = test->priv;

	set(w, 0, 1, 2, VSW_FDB_KIND_STATIC);
	set(w, 0, 2, 2, VSW_FDB_KIND_STICKY);
	world_learn(w, 0, 3, 2);
	KUNIT_EXPECT_EQ(test, set(w, 0, 1, 0, VSW_FDB_KIND_LOCAL), -EEXIST);
	KUNIT_EXPECT_EQ(test, set(w, 0, 2, 0, VSW_FDB_KIND_LOCAL), -EEXIST);
	KUNIT_EXPECT_EQ(test, set(w, 0, 3, 0, VSW_FDB_KIND_LOCAL), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 3), 0);
	KUNIT_EXPECT_EQ(test, w->quota[1].learned, 0);
}

static void deletion_minds_the_kind(struct kunit *test)
{
	struct world *w = test->priv;

	world_learn(w, 0, 1, 0);
	set(w, 0, 2, 0, VSW_FDB_KIND_STICKY);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 2), LEARNED),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 3),
					  VSW_FDB_KINDS_ALL), -ENOENT);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 2);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 1), LEARNED), 0);
	KUNIT_EXPECT_EQ(test, vsw_fdb_del(&w->fdb, key(0, 2),
					  BIT(VSW_FDB_KIND_STICKY)), 0);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_ADMIN][true], 2);
	KUNIT_EXPECT_EQ(test, w->last.key, key(0, 2));
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), -1);
}

static void full_port_learns_no_more(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	w->quota[0].limit = 4;
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, world_learn(w, i % N_DOMAINS, i, i % 2),
				VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 4);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->quota[0].refused), 6);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 4);
	/* Others, and the administrator, go on. */
	world_learn(w, 0, 20, 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 20), 2);
	KUNIT_EXPECT_EQ(test, set(w, 0, 21, 0, VSW_FDB_KIND_STATIC), 0);
	/* One that goes makes room for another. */
	vsw_fdb_del(&w->fdb, key(0, 0), LEARNED);
	world_learn(w, 0, 22, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 22), 0);
}

static void full_port_gets_no_moves(struct kunit *test)
{
	struct world *w = test->priv;

	w->quota[1].limit = 1;
	world_learn(w, 0, 1, 2);
	world_learn(w, 0, 2, 0);
	KUNIT_EXPECT_EQ(test, world_learn(w, 0, 2, 3), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->quota[1].refused), 1);
	KUNIT_EXPECT_EQ(test, w->domain[0].moves, 0);
	/* Away from it is always possible. */
	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
}

static void move_within_a_full_port_needs_no_room(struct kunit *test)
{
	struct world *w = test->priv;

	w->quota[0].limit = 1;
	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, world_learn(w, 0, 1, 1), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 1);
	KUNIT_EXPECT_EQ(test, w->quota[0].learned, 1);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->quota[0].refused), 0);
}

static void full_network_learns_no_more(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	w->domain[0].quota.limit = 4;
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, world_learn(w, 0, i, i % N_TARGETS),
				VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, w->domain[0].quota.learned, 4);
	KUNIT_EXPECT_EQ(test, atomic64_read(&w->domain[0].quota.refused), 6);
	/* Moves within it need no more room than there is. */
	world_learn(w, 0, 0, 3);
	KUNIT_EXPECT_EQ(test, where(w, 0, 0), 3);
	world_learn(w, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, where(w, 1, 0), 0);
}

static void retired_target_is_not_learned_again(struct kunit *test)
{
	struct world *w = test->priv;

	world_learn(w, 0, 1, 0);
	world_learn(w, 0, 2, 2);
	set(w, 1, 3, 0, VSW_FDB_KIND_LOCAL);
	vsw_fdb_retire_target(&w->fdb, &w->target[0]);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 1, 3), -1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_FLUSHED][true], 2);

	/* A frame that was on its way. */
	KUNIT_EXPECT_EQ(test, world_learn(w, 0, 1, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, world_learn(w, 0, 2, 0), VSW_FDB_OK);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	/* The port's other target lives. */
	world_learn(w, 0, 1, 1);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 1);
}

static void killed_target_keeps_what_it_has_until_flushed(struct kunit *test)
{
	struct world *w = test->priv;

	world_learn(w, 0, 1, 0);
	world_learn(w, 0, 2, 2);
	vsw_fdb_kill_target(&w->fdb, &w->target[0]);
	world_learn(w, 0, 2, 0);
	world_learn(w, 0, 3, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 2), 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 3), -1);
	/* Its entries move away as they would from any other. */
	world_learn(w, 0, 1, 2);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), 2);
	vsw_fdb_retire_target(&w->fdb, &w->target[0]);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 2);
}

static void retired_network_is_not_learned_in_again(struct kunit *test)
{
	struct world *w = test->priv;

	world_learn(w, 0, 1, 0);
	set(w, 0, 2, 2, VSW_FDB_KIND_STATIC);
	world_learn(w, 1, 1, 0);
	vsw_fdb_retire_domain(&w->fdb, &w->domain[0]);
	KUNIT_EXPECT_EQ(test, w->fdb.entries, 1);
	KUNIT_EXPECT_EQ(test, w->events[VSW_FDB_CAUSE_FLUSHED][true], 2);
	world_learn(w, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, where(w, 0, 1), -1);
	KUNIT_EXPECT_EQ(test, where(w, 1, 1), 0);
}

static struct kunit_case fdb_learn_cases[] = {
	KUNIT_CASE(keys_hold_mac_and_network),
	KUNIT_CASE(learned_address_is_found_in_its_network),
	KUNIT_CASE(one_address_may_be_in_several_networks),
	KUNIT_CASE(address_seen_again_is_refreshed_silently),
	KUNIT_CASE(learned_entry_moves_to_new_target),
	KUNIT_CASE_PARAM(set_entry_stays_and_judges, verdict_gen_params),
	KUNIT_CASE(check_does_not_learn),
	KUNIT_CASE(admin_overrides_what_was_learned),
	KUNIT_CASE(local_entry_is_not_overridden),
	KUNIT_CASE(local_entry_takes_no_address_from_the_admin),
	KUNIT_CASE(deletion_minds_the_kind),
	KUNIT_CASE(full_port_learns_no_more),
	KUNIT_CASE(full_port_gets_no_moves),
	KUNIT_CASE(move_within_a_full_port_needs_no_room),
	KUNIT_CASE(full_network_learns_no_more),
	KUNIT_CASE(retired_target_is_not_learned_again),
	KUNIT_CASE(killed_target_keeps_what_it_has_until_flushed),
	KUNIT_CASE(retired_network_is_not_learned_in_again),
	{}
};

static struct kunit_suite fdb_learn_suite = {
	.name = "vsw_fdb_learn",
	.init = world_init,
	.exit = world_exit,
	.test_cases = fdb_learn_cases,
};

kunit_test_suite(fdb_learn_suite);
