// SPDX-License-Identifier: GPL-2.0
/* VNIs, against an array. */
#include <kunit/test.h>
#include <linux/prandom.h>

#include "kmod/network.h"
#include "kmod/switch.h"
#include "kmod/vni.h"

#define VNIS	512	/* so few that most are taken again and again */
#define NETWORKS	4
#define ROUNDS	20000

struct vnis {
	struct vsw_net vn;
	struct vsw_switch sw;
	struct vsw_network network[NETWORKS];
	struct vsw_network *model[VNIS];
};

/* They differ in their low bits, their high bits, or in the middle. */
static u32 vni_of(int i)
{
	return i < VNIS / 2 ? i : VSW_VNI_MAX - (i << 7);
}

static void change(struct kunit *test, struct vnis *v, int i, u32 bits)
{
	struct vsw_network *network = &v->network[bits % NETWORKS];

	if (v->model[i]) {
		vsw_vni_release(&v->sw, vni_of(i));
		v->model[i] = NULL;
	} else {
		KUNIT_ASSERT_EQ(test, vsw_vni_take(network, vni_of(i)), 0);
		v->model[i] = network;
	}
}

static void compare(struct kunit *test, struct vnis *v)
{
	int i;

	for (i = 0; i < VNIS; i++)
		KUNIT_ASSERT_PTR_EQ_MSG(test, vsw_vni_find(&v->sw, vni_of(i)),
					v->model[i], "VNI %u", vni_of(i));
}

static void vnis_are_those_of_an_array(struct kunit *test)
{
	struct vnis *v = test->priv;
	struct rnd_state rnd;
	u32 bits;
	int i;

	prandom_seed_state(&rnd, 1);
	mutex_lock(&v->vn.lock);
	for (i = 0; i < ROUNDS; i++) {
		bits = prandom_u32_state(&rnd);
		change(test, v, bits % VNIS, bits >> 16);
		if (i % 1000 == 0)
			compare(test, v);
	}
	compare(test, v);
	for (i = 0; i < VNIS; i++)
		if (v->model[i])
			change(test, v, i, 0);
	compare(test, v);
	KUNIT_EXPECT_EQ(test, atomic_read(&v->sw.vnis.nelems), 0);
	mutex_unlock(&v->vn.lock);
}

static void vni_that_is_taken_is_not_taken_again(struct kunit *test)
{
	struct vnis *v = test->priv;

	mutex_lock(&v->vn.lock);
	KUNIT_EXPECT_EQ(test, vsw_vni_take(&v->network[0], 7), 0);
	KUNIT_EXPECT_EQ(test, vsw_vni_take(&v->network[1], 7), -EEXIST);
	KUNIT_EXPECT_PTR_EQ(test, vsw_vni_find(&v->sw, 7), &v->network[0]);
	vsw_vni_release(&v->sw, 7);
	KUNIT_EXPECT_NULL(test, vsw_vni_find(&v->sw, 7));
	mutex_unlock(&v->vn.lock);
}

static int vnis_init(struct kunit *test)
{
	struct vnis *v = kunit_kzalloc(test, sizeof(*v), GFP_KERNEL);
	int i, err;

	if (!v)
		return -ENOMEM;
	mutex_init(&v->vn.lock);
	v->sw.vn = &v->vn;
	for (i = 0; i < NETWORKS; i++)
		v->network[i].sw = &v->sw;
	err = vsw_vni_table_init(&v->sw);
	if (!err)
		test->priv = v;
	return err;
}

static void vnis_exit(struct kunit *test)
{
	struct vnis *v = test->priv;

	if (v)
		vsw_vni_table_uninit(&v->sw);
}

static struct kunit_case vni_cases[] = {
	KUNIT_CASE(vnis_are_those_of_an_array),
	KUNIT_CASE(vni_that_is_taken_is_not_taken_again),
	{}
};

static struct kunit_suite vni_suite = {
	.name = "vsw_vni",
	.init = vnis_init,
	.exit = vnis_exit,
	.test_cases = vni_cases,
};

kunit_test_suite(vni_suite);
