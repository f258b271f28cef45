// SPDX-License-Identifier: GPL-2.0
/* vsw, a virtual switch: module init and its mirror. */

#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <net/genetlink.h>
#include <net/rtnetlink.h>

#include "internal.h"
#include "live.h"
#include "netlink.h"
#include "policy.h"
#include "port.h"
#include "stats.h"
#include "switch.h"

DEFINE_PER_CPU(int [VSW_LIVE_COUNT], vsw_live);

static int __init vsw_init(void)
{
	int err;

	err = vsw_stats_cache_init();
	if (err)
		return err;
	err = vsw_policy_init();
	if (err)
		goto err_stats;
	err = vsw_switch_init();
	if (err)
		goto err_policy;
	err = vsw_port_init();
	if (err)
		goto err_switch;
	err = vsw_internal_init();
	if (err)
		goto err_port;
	err = vsw_switch_link_init();
	if (err)
		goto err_internal;
	err = vsw_nl_init();
	if (err)
		goto err_link;
	return 0;

err_link:
	vsw_switch_link_uninit();
err_internal:
	vsw_internal_uninit();
err_port:
	vsw_port_uninit();
err_switch:
	vsw_switch_uninit();
	rcu_barrier();
err_policy:
	vsw_policy_uninit();
err_stats:
	vsw_stats_cache_uninit();
	return err;
}

static void __exit vsw_exit(void)
{
	int i;

	vsw_nl_uninit();
	/*
	 * Switches first: they take their ports along, internal ones
	 * included. Then nobody is left whom the notifier would tell, which
	 * itself looks into every namespace and so goes before our part of
	 * those does.
	 */
	vsw_switch_link_uninit();
	vsw_internal_uninit();
	vsw_port_uninit();
	vsw_switch_uninit();
	/* Everything that was removed is freed by RCU callbacks of ours. */
	rcu_barrier();
	vsw_policy_uninit();
	vsw_stats_cache_uninit();

	for (i = 0; i < VSW_LIVE_COUNT; i++)
		WARN(vsw_live_sum(i), "vsw: %d objects of type %d left\n",
		     vsw_live_sum(i), i);
}

module_init(vsw_init);
module_exit(vsw_exit);

MODULE_DESCRIPTION("Virtual switch");
MODULE_AUTHOR("The vsw authors");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
MODULE_ALIAS_RTNL_LINK("vsw");
MODULE_ALIAS_GENL_FAMILY("vsw");
