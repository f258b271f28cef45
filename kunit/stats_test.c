// SPDX-License-Identifier: GPL-2.0
/* Counters: all CPUs count at once, and nothing is lost or counted elsewhere. */
#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/smp.h>

#include "kmod/stats.h"

#define ROUNDS	10000

struct fixture {
	struct vsw_stats stats;
	struct vsw_stats_sum sum;
	atomic_t cpus;
};

/* Runs on each CPU, with interrupts off. */
static void count(void *data)
{
	struct fixture *f = data;
	int i;

	/* Wait for the others, or the first would be done before they begin. */
	atomic_dec(&f->cpus);
	while (atomic_read(&f->cpus) > 0)
		cpu_relax();
	for (i = 0; i < ROUNDS; i++) {
		vsw_stats_rx(&f->stats, 60);
		vsw_stats_tx(&f->stats, 1514);
		vsw_stats_tx(&f->stats, 60);
		vsw_stats_drop(&f->stats, VSW_DROP_OVERSIZE);
	}
}

static void all_cpus_count_at_once(struct kunit *test)
{
	struct fixture *f = test->priv;
	u64 n;
	int i;

	cpus_read_lock();
	n = (u64)ROUNDS * num_online_cpus();
	atomic_set(&f->cpus, num_online_cpus());
	on_each_cpu(count, f, 1);
	cpus_read_unlock();

	vsw_stats_read(&f->stats, &f->sum);
	KUNIT_EXPECT_EQ(test, f->sum.rx_packets, n);
	KUNIT_EXPECT_EQ(test, f->sum.rx_bytes, 60 * n);
	KUNIT_EXPECT_EQ(test, f->sum.tx_packets, 2 * n);
	KUNIT_EXPECT_EQ(test, f->sum.tx_bytes, (1514 + 60) * n);
	for (i = 0; i < VSW_DROP_COUNT; i++)
		KUNIT_EXPECT_EQ(test, f->sum.drops[i],
				i == VSW_DROP_OVERSIZE ? n : 0);
}

static void new_counters_are_zero(struct kunit *test)
{
	static const struct vsw_stats_sum zero;
	struct fixture *f = test->priv;

	memset(&f->sum, 0xff, sizeof(f->sum));
	vsw_stats_read(&f->stats, &f->sum);
	KUNIT_EXPECT_EQ(test, memcmp(&f->sum, &zero, sizeof(zero)), 0);
}

static int stats_test_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	test->priv = f;
	return vsw_stats_init(&f->stats);
}

static void stats_test_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (f)
		vsw_stats_uninit(&f->stats);
}

static struct kunit_case stats_test_cases[] = {
	KUNIT_CASE(all_cpus_count_at_once),
	KUNIT_CASE(new_counters_are_zero),
	{}
};

static struct kunit_suite stats_test_suite = {
	.name = "vsw_stats",
	.init = stats_test_init,
	.exit = stats_test_exit,
	.test_cases = stats_test_cases,
};

kunit_test_suite(stats_test_suite);
