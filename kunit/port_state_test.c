// SPDX-License-Identifier: GPL-2.0
/*
 * A port opens and closes while a frame is on its way through the switch, which is a
 * read side of RCU: whether the change waits for it.
 */
#include <kunit/test.h>
#include <linux/workqueue.h>

#include "kmod/attachment.h"
#include "kmod/flood.h"
#include "kmod/network.h"
#include "kmod/port.h"
#include "kmod/port_state.h"
#include "kmod/switch.h"

struct world {
	struct vsw_net vn;
	struct vsw_switch sw;
	struct vsw_network network;
	struct net_device dev;
	struct vsw_port port;
	struct vsw_attachment att;
};

/**
 * struct frame - a frame on its way
 * @work:	its way
 * @begun:	it has been judged by what there is
 * @changer:	who changes the port
 * @changing:	is about to
 * @changed:	is through
 * @att:	where the frame goes
 * @waited:	the change waited for it
 * @shut:	it could not leave at the end of its way
 */
struct frame {
	struct work_struct work;
	struct completion begun;
	struct task_struct *changer;
	bool changing;
	bool changed;
	const struct vsw_attachment *att;
	bool waited;
	bool shut;
};

static bool sleeps(struct task_struct *task)
{
	return READ_ONCE(task->__state) != TASK_RUNNING;
}

/* For as long as nobody waits for it, and the change is not made either. */
static void frame_goes(struct work_struct *work)
{
	struct frame *frame = container_of(work, struct frame, work);

	rcu_read_lock();
	complete(&frame->begun);
	while (!READ_ONCE(frame->changing))
		cpu_relax();
	while (!READ_ONCE(frame->changed) && !frame->waited) {
		frame->waited = sleeps(frame->changer);
		cpu_relax();
	}
	frame->shut = READ_ONCE(frame->att->target.kind) == VSW_TARGET_SHUT;
	rcu_read_unlock();
}

/* As VSW_CMD_PORT_SET does it. */
static void set_closed(struct kunit *test, bool closed)
{
	struct world *w = test->priv;
	struct vsw_port_params params = w->port.params;
	int err;

	params.closed = closed;
	mutex_lock(&w->vn.lock);
	err = vsw_port_state_prepare(&w->port, closed);
	if (!err)
		vsw_port_change(&w->port, &params);
	mutex_unlock(&w->vn.lock);
	KUNIT_ASSERT_EQ(test, err, 0);
}

static struct frame set_closed_under_a_frame(struct kunit *test, bool closed)
{
	struct world *w = test->priv;
	struct frame frame = {
		.changer = current,
		.att = &w->att,
	};

	init_completion(&frame.begun);
	INIT_WORK_ONSTACK(&frame.work, frame_goes);
	queue_work(system_unbound_wq, &frame.work);
	wait_for_completion(&frame.begun);
	WRITE_ONCE(frame.changing, true);
	set_closed(test, closed);
	WRITE_ONCE(frame.changed, true);
	flush_work(&frame.work);
	destroy_work_on_stack(&frame.work);
	return frame;
}

static void a_port_opens_after_what_came_before(struct kunit *test)
{
	struct world *w = test->priv;
	struct frame frame = set_closed_under_a_frame(test, false);

	KUNIT_EXPECT_TRUE(test, frame.waited);
	KUNIT_EXPECT_TRUE(test, frame.shut);
	KUNIT_EXPECT_EQ(test, w->att.target.kind, VSW_TARGET_DEVICE);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(w->port.untagged),
			    &w->att);
}

static void a_port_closes_before_what_comes_after(struct kunit *test)
{
	struct world *w = test->priv;
	struct frame frame;

	set_closed(test, false);
	frame = set_closed_under_a_frame(test, true);
	KUNIT_EXPECT_TRUE(test, frame.waited);
	KUNIT_EXPECT_TRUE(test, frame.shut);
	KUNIT_EXPECT_EQ(test, w->att.target.kind, VSW_TARGET_SHUT);
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(w->port.untagged));
}

static void a_port_that_stays_open_waits_for_nothing(struct kunit *test)
{
	struct frame frame;

	set_closed(test, false);
	frame = set_closed_under_a_frame(test, false);
	KUNIT_EXPECT_FALSE(test, frame.waited);
	KUNIT_EXPECT_FALSE(test, frame.shut);
}

/* No frame gets anywhere through it: it has no netdevice yet. */
static void a_port_that_is_not_there_waits_for_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	struct frame frame;

	w->port.dev = NULL;
	frame = set_closed_under_a_frame(test, false);
	KUNIT_EXPECT_FALSE(test, frame.waited);
	KUNIT_EXPECT_TRUE(test, frame.shut);
	KUNIT_EXPECT_FALSE(test, w->port.params.closed);
}

static int port_state_test_init(struct kunit *test)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	mutex_init(&w->vn.lock);
	w->sw.vn = &w->vn;
	xa_init(&w->sw.ports);
	w->network.sw = &w->sw;
	w->port.sw = &w->sw;
	w->port.dev = &w->dev;
	w->port.type = VSW_PORT_TYPE_DEVICE;
	w->port.params = VSW_PORT_DEFAULTS;
	w->port.params.closed = true;
	w->att.network = &w->network;
	w->att.target.kind = VSW_TARGET_SHUT;
	INIT_LIST_HEAD(&w->port.attachments);
	list_add(&w->att.port_node, &w->port.attachments);
	RCU_INIT_POINTER(w->port.shut_untagged, &w->att);
	test->priv = w;
	return 0;
}

static void port_state_test_exit(struct kunit *test)
{
	struct world *w = test->priv;

	if (w)
		vsw_flood_free(&w->network.members);
	/* Lists that were replaced go after a grace period. */
	rcu_barrier();
}

static struct kunit_case port_state_cases[] = {
	KUNIT_CASE(a_port_opens_after_what_came_before),
	KUNIT_CASE(a_port_closes_before_what_comes_after),
	KUNIT_CASE(a_port_that_stays_open_waits_for_nothing),
	KUNIT_CASE(a_port_that_is_not_there_waits_for_nothing),
	{ }
};

static struct kunit_suite port_state_suite = {
	.name = "vsw_port_state",
	.init = port_state_test_init,
	.exit = port_state_test_exit,
	.test_cases = port_state_cases,
};

kunit_test_suite(port_state_suite);
