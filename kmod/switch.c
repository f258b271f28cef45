// SPDX-License-Identifier: GPL-2.0
#include "switch.h"

#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <net/netns/generic.h>
#include <net/rtnetlink.h>

#include "group.h"
#include "live.h"
#include "netlink.h"
#include "network.h"
#include "port.h"
#include "set.h"
#include "track.h"
#include "vtep.h"

/* Entries that come, move or go by themselves of which events are sent, per second. */
#define EVENTS_PER_SECOND	1000

static unsigned int vsw_net_id __read_mostly;

struct vsw_net *vsw_net(const struct net *net)
{
	return net_generic(net, vsw_net_id);
}

struct vsw_switch *vsw_switch_find(struct vsw_net *vn, const char *name)
{
	struct vsw_switch *sw = NULL;
	struct net_device *dev;

	vsw_assert_config(vn);

	rcu_read_lock();
	dev = dev_get_by_name_rcu(vn->net, name);
	if (dev)
		sw = xa_load(&vn->switches, dev->ifindex);
	rcu_read_unlock();
	/* Alternative names lead to it too, but dumps know only the one. */
	return sw && !strcmp(sw->dev->name, name) ? sw : NULL;
}

/*
 * FDB lock held. A flood of new addresses must not become one of messages. What
 * somebody has configured is told of also when it goes with something else.
 */
static void fdb_event(struct vsw_fdb *fdb, const struct vsw_fdb_entry *entry,
		      enum vsw_fdb_cause cause, bool gone)
{
	struct vsw_switch *sw = container_of(fdb, struct vsw_switch, fdb);
	bool learned = entry->kind == VSW_FDB_KIND_LEARNED;

	if (cause == VSW_FDB_CAUSE_ADMIN) {
		vsw_nl_notify_fdb(sw, entry, cause, gone);
		return;
	}
	if ((learned && !READ_ONCE(sw->fdb_events)) ||
	    !vsw_nl_has_listeners(sw->vn->net))
		return;
	if (__ratelimit(learned ? &sw->events_limit : &sw->config_events_limit))
		vsw_nl_notify_fdb(sw, entry, cause, gone);
	else
		atomic64_inc(&sw->events_suppressed);
}

/* After the last reader: what packets may have used until now. */
static void switch_free(struct net_device *dev)
{
	struct vsw_switch *sw = netdev_priv(dev);

	vsw_fdb_uninit(&sw->fdb);
	vsw_conns_uninit(&sw->conns);
	vsw_flood_free(&sw->peers);
	vsw_group_table_uninit(sw);
	vsw_set_table_uninit(sw);
	vsw_network_table_uninit(sw);
	xa_destroy(&sw->ports);
	xa_destroy(&sw->vteps);
	vsw_live_dec(VSW_LIVE_SWITCH);
}

static void events_limit_init(struct ratelimit_state *limit)
{
	ratelimit_state_init(limit, HZ, EVENTS_PER_SECOND);
	/* What is suppressed is counted; a line in the log says no more. */
	ratelimit_set_flags(limit, RATELIMIT_MSG_ON_RELEASE);
}

/* ndo_init: what must be there before anybody can see the netdevice. */
int vsw_switch_dev_init(struct net_device *dev)
{
	struct vsw_switch *sw = netdev_priv(dev);
	int err;

	sw->dev = dev;
	sw->vn = vsw_net(dev_net(dev));
	sw->fdb_events = true;
	events_limit_init(&sw->events_limit);
	events_limit_init(&sw->config_events_limit);
	xa_init_flags(&sw->ports, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	xa_init_flags(&sw->vteps, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	INIT_LIST_HEAD(&sw->policies);
	sw->policy_epoch = 1;
	err = vsw_network_table_init(sw);
	if (err)
		return err;
	err = vsw_set_table_init(sw);
	if (err)
		goto networks;
	err = vsw_group_table_init(sw);
	if (err)
		goto sets;
	err = vsw_conns_init(&sw->conns);
	if (err)
		goto groups;
	err = vsw_fdb_init(&sw->fdb, fdb_event);
	if (err)
		goto conns;
	dev->priv_destructor = switch_free;
	vsw_live_inc(VSW_LIVE_SWITCH);
	return 0;
conns:
	vsw_conns_uninit(&sw->conns);
groups:
	vsw_group_table_uninit(sw);
sets:
	vsw_set_table_uninit(sw);
networks:
	vsw_network_table_uninit(sw);
	return err;
}

/*
 * Make a netdevice of kind vsw a switch. The caller frees it on failure;
 * free_netdev() copes with one that is being unregistered.
 */
static int switch_register(struct vsw_net *vn, struct net_device *dev,
			   struct netlink_ext_ack *extack)
{
	const struct vsw_port_params params = VSW_PORT_DEFAULTS;
	struct vsw_switch *sw = netdev_priv(dev);
	struct vsw_port *port;
	int err;

	ASSERT_RTNL();
	vsw_assert_config(vn);

	err = register_netdevice(dev);
	if (err)
		return err;
	err = xa_insert(&vn->switches, dev->ifindex, sw, GFP_KERNEL);
	if (err)
		goto err_unregister;
	vsw_nl_notify_switch(sw, VSW_CMD_SWITCH_NTF);
	port = vsw_port_create(sw, dev, VSW_PORT_TYPE_LOCAL, &params, extack);
	if (!IS_ERR(port))
		return 0;

	err = PTR_ERR(port);
	vsw_nl_notify_switch(sw, VSW_CMD_SWITCH_DEL_NTF);
	xa_erase(&vn->switches, dev->ifindex);
err_unregister:
	unregister_netdevice(dev);
	return err;
}

static int newlink(struct net *net, struct net_device *dev,
		   struct nlattr *tb[], struct nlattr *data[],
		   struct netlink_ext_ack *extack)
{
	struct vsw_net *vn = vsw_net(dev_net(dev));
	int err;

	mutex_lock(&vn->lock);
	err = switch_register(vn, dev, extack);
	mutex_unlock(&vn->lock);
	return err;
}

static void dellink(struct net_device *dev, struct list_head *head)
{
	struct vsw_switch *sw = netdev_priv(dev);
	struct vsw_net *vn = sw->vn;

	mutex_lock(&vn->lock);
	vsw_switch_destroy(sw, head);
	mutex_unlock(&vn->lock);
}

static int validate(struct nlattr *tb[], struct nlattr *data[],
		    struct netlink_ext_ack *extack)
{
	const struct nlattr *address = tb[IFLA_ADDRESS];

	if (address && nla_len(address) != ETH_ALEN)
		return -EINVAL;
	if (address && !is_valid_ether_addr(nla_data(address))) {
		NL_SET_ERR_MSG_ATTR(extack, address, "not a unicast address");
		return -EADDRNOTAVAIL;
	}
	return 0;
}

static struct rtnl_link_ops switch_link_ops __read_mostly = {
	.kind		= "vsw",
	.validate	= validate,
	.priv_size	= sizeof(struct vsw_switch),
	.setup		= vsw_internal_setup_switch,
	.newlink	= newlink,
	.dellink	= dellink,
};

struct vsw_switch *vsw_switch_create(struct vsw_net *vn, const char *name,
				     struct netlink_ext_ack *extack)
{
	struct net_device *dev;
	int err;

	dev = alloc_netdev(sizeof(struct vsw_switch), name, NET_NAME_USER,
			   vsw_internal_setup_switch);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev_net_set(dev, vn->net);
	dev->rtnl_link_ops = &switch_link_ops;
	err = switch_register(vn, dev, extack);
	if (!err)
		return netdev_priv(dev);
	free_netdev(dev);
	return ERR_PTR(err);
}

void vsw_switch_destroy(struct vsw_switch *sw, struct list_head *head)
{
	struct vsw_network *network;
	struct vsw_group *group;
	struct vsw_vtep *vtep;
	struct vsw_set *set;
	struct vsw_port *port;
	unsigned long id;

	ASSERT_RTNL();
	vsw_assert_config(sw->vn);

	xa_for_each(&sw->ports, id, port) {
		struct net_device *dev = port->dev;
		bool internal = port->type == VSW_PORT_TYPE_INTERNAL;

		vsw_port_destroy(port);
		if (internal)
			unregister_netdevice_queue(dev, head);
	}
	xa_for_each(&sw->vteps, id, vtep)
		vsw_vtep_destroy(vtep);
	vsw_track_release_all(sw);
	xa_for_each(&sw->ids, id, network)
		vsw_network_destroy(network);
	/* The ports were the last to have a policy, rules name sets. */
	xa_for_each(&sw->groups, id, group)
		vsw_group_destroy(group);
	xa_for_each(&sw->sets, id, set)
		vsw_set_destroy(set);
	vsw_nl_notify_switch(sw, VSW_CMD_SWITCH_DEL_NTF);
	/* Dumps add it up; what they saw must not come again. */
	sw->vn->generation += sw->fdb.generation;
	xa_erase(&sw->vn->switches, sw->dev->ifindex);
	unregister_netdevice_queue(sw->dev, head);
}

static int __net_init net_init(struct net *net)
{
	struct vsw_net *vn = vsw_net(net);

	vn->net = net;
	vn->generation = 1;
	mutex_init(&vn->lock);
	xa_init_flags(&vn->switches, XA_FLAGS_ACCOUNT);
	xa_init_flags(&vn->zones, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	return 0;
}

/*
 * The sockets of vteps must be gone before the namespace's UDP is. What is
 * registered last as a pernet device goes first, so this runs before the core
 * takes the namespace's other netdevices, and before any protocol.
 */
static void __net_exit net_exit_batch(struct list_head *nets)
{
	struct vsw_switch *sw;
	struct vsw_net *vn;
	struct net *net;
	LIST_HEAD(head);
	unsigned long id;

	rtnl_lock();
	list_for_each_entry(net, nets, exit_list) {
		vn = vsw_net(net);
		mutex_lock(&vn->lock);
		xa_for_each(&vn->switches, id, sw)
			vsw_switch_destroy(sw, &head);
		mutex_unlock(&vn->lock);
	}
	unregister_netdevice_many(&head);
	rtnl_unlock();

	list_for_each_entry(net, nets, exit_list) {
		vn = vsw_net(net);
		WARN_ON_ONCE(!xa_empty(&vn->switches));
		vsw_track_exit(vn);
	}
}

static struct pernet_operations net_ops = {
	.init		= net_init,
	.exit_batch	= net_exit_batch,
	.id		= &vsw_net_id,
	.size		= sizeof(struct vsw_net),
};

int vsw_switch_init(void)
{
	return register_pernet_device(&net_ops);
}

void vsw_switch_uninit(void)
{
	unregister_pernet_device(&net_ops);
}

int vsw_switch_link_init(void)
{
	return rtnl_link_register(&switch_link_ops);
}

void vsw_switch_link_uninit(void)
{
	rtnl_link_unregister(&switch_link_ops);
}
