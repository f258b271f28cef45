// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "device.h"
#include "input.h"
#include "internal.h"
#include "live.h"
#include "netlink.h"
#include "port_state.h"
#include "switch.h"
#include "vtep.h"

/*
 * In vsw_switch::ports: the internal ports in other namespaces and the ports
 * that wait for their netdevices, so that looking for them takes no longer the
 * more other ports there are. An allocating xarray has the first mark for
 * itself, port_state.c the last.
 */
#define PORT_AWAY	XA_MARK_1

/* True for a netdevice that is not ours but a port of a switch of ours. */
static bool is_device_port(const struct net_device *dev)
{
	return rcu_access_pointer(dev->rx_handler) == vsw_input_rx_handler;
}

struct vsw_port *vsw_port_of(const struct net_device *dev)
{
	const struct vsw_internal *internal;

	if (vsw_internal_is(dev)) {
		internal = netdev_priv(dev);
		return rcu_dereference_check(internal->port,
					     lockdep_rtnl_is_held());
	}
	if (is_device_port(dev))
		return rcu_dereference_check(dev->rx_handler_data,
					     lockdep_rtnl_is_held());
	return NULL;
}

/*
 * A port without a netdevice is not found by that, and one that has moved away not
 * in its old namespace. The mark is there when it leaves, and when it is about to.
 */
static struct vsw_port *find_away(struct vsw_switch *sw, const char *name)
{
	struct vsw_port *port;
	unsigned long id;

	xa_for_each_marked(&sw->ports, id, port, PORT_AWAY)
		if ((!port->dev || !net_eq(dev_net(port->dev), sw->vn->net)) &&
		    !strcmp(port->name, name))
			return port;
	return NULL;
}

static struct vsw_port *find_away_any(struct vsw_net *vn, const char *name)
{
	struct vsw_switch *sw;
	struct vsw_port *port;
	unsigned long id;

	xa_for_each(&vn->switches, id, sw) {
		port = find_away(sw, name);
		if (port)
			return port;
	}
	return NULL;
}

/* The port that waits for a netdevice of this name. */
static struct vsw_port *find_waiting(struct vsw_net *vn, const char *name)
{
	struct vsw_port *port = find_away_any(vn, name);

	return port && !port->dev ? port : NULL;
}

struct vsw_port *vsw_port_find(struct vsw_net *vn, struct vsw_switch *sw,
			       const char *name)
{
	struct vsw_port *port = NULL;
	struct net_device *dev;

	vsw_assert_config(vn);

	rcu_read_lock();
	dev = dev_get_by_name_rcu(vn->net, name);
	if (dev)
		port = vsw_port_of(dev);
	/* An internal port here may belong to a switch elsewhere. */
	if (port && (port->sw->vn != vn || (sw && port->sw != sw)))
		port = NULL;
	rcu_read_unlock();
	if (port)
		return port;

	return sw ? find_away(sw, name) : find_away_any(vn, name);
}

u8 vsw_port_horizon(const struct vsw_port_params *params)
{
	u8 horizon = 0;

	if (params->isolated)
		horizon |= VSW_HORIZON_ISOLATED;
	if (params->uplink && params->split_horizon)
		horizon |= VSW_HORIZON_UPLINK;
	return horizon;
}

static void limits_apply(struct vsw_limits *limits,
			 const struct vsw_port_params *params)
{
	WRITE_ONCE(limits->conn_limit, params->conn_limit);
	WRITE_ONCE(limits->conn_rate.rate, params->conn_rate);
	WRITE_ONCE(limits->flood_rate.rate, params->flood_rate);
}

static struct vsw_limits *limits_of(const struct vsw_port *port)
{
	return rcu_dereference_protected(port->limits,
					 lockdep_is_held(&port->sw->vn->lock));
}

int vsw_port_limit(struct vsw_port *port)
{
	struct vsw_limits *limits;

	vsw_assert_config(port->sw->vn);

	if (limits_of(port))
		return 0;
	limits = vsw_limits_alloc();
	if (!limits)
		return -ENOMEM;
	limits_apply(limits, &port->params);
	rcu_assign_pointer(port->limits, limits);
	return 0;
}

int vsw_port_prepare(struct vsw_port *port,
		     const struct vsw_port_params *params)
{
	return params->flood_rate ? vsw_port_limit(port) : 0;
}

/* All but the state. */
static void params_apply(struct vsw_port *port,
			 const struct vsw_port_params *params)
{
	u8 horizon = vsw_port_horizon(params);
	struct vsw_attachment *att;

	WRITE_ONCE(port->params.uplink, params->uplink);
	WRITE_ONCE(port->params.isolated, params->isolated);
	WRITE_ONCE(port->params.split_horizon, params->split_horizon);
	WRITE_ONCE(port->params.reserved_groups, params->reserved_groups);
	WRITE_ONCE(port->params.fdb_limit, params->fdb_limit);
	WRITE_ONCE(port->quota.limit, params->fdb_limit);
	port->params.conn_limit = params->conn_limit;
	port->params.conn_rate = params->conn_rate;
	port->params.flood_rate = params->flood_rate;
	if (limits_of(port))
		limits_apply(limits_of(port), params);
	list_for_each_entry(att, &port->attachments, port_node)
		WRITE_ONCE(att->target.horizon, horizon);
}

void vsw_port_change(struct vsw_port *port,
		     const struct vsw_port_params *params)
{
	vsw_assert_config(port->sw->vn);

	params_apply(port, params);
	/* What is dropped meanwhile is dropped because the port is closed. */
	vsw_port_state_await(port, params->closed);
	vsw_port_state_settle(port, params->closed);
}

static void port_free(struct vsw_port *port)
{
	vsw_limits_put(rcu_dereference_protected(port->limits, true));
	kfree(rcu_dereference_protected(port->fragments, true));
	vsw_vids_free(rcu_dereference_protected(port->vids, true));
	vsw_vids_free(rcu_dereference_protected(port->shut_vids, true));
	vsw_stats_uninit(&port->stats);
	kfree(port->refusal);
	kfree(port);
}

static struct vsw_port *port_alloc(struct vsw_switch *sw, const char *name,
				   enum vsw_port_type type)
{
	struct vsw_port *port = kzalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);

	if (!port)
		return NULL;
	if (vsw_stats_init(&port->stats)) {
		kfree(port);
		return NULL;
	}
	port->sw = sw;
	port->type = type;
	strscpy(port->name, name, sizeof(port->name));
	INIT_LIST_HEAD(&port->attachments);
	return port;
}

static int attach(struct vsw_port *port, struct netlink_ext_ack *extack)
{
	struct vsw_internal *internal;

	if (port->type == VSW_PORT_TYPE_DEVICE)
		return vsw_device_join(port, extack);
	internal = netdev_priv(port->dev);
	rcu_assign_pointer(internal->port, port);
	return 0;
}

static void detach(struct vsw_port *port)
{
	struct vsw_internal *internal;

	if (port->type == VSW_PORT_TYPE_DEVICE) {
		vsw_device_leave(port);
		return;
	}
	internal = netdev_priv(port->dev);
	RCU_INIT_POINTER(internal->port, NULL);
}

/* A port that neither has a netdevice yet nor is seen by anybody. */
static struct vsw_port *port_new(struct vsw_switch *sw, const char *name,
				 enum vsw_port_type type,
				 const struct vsw_port_params *params,
				 struct netlink_ext_ack *extack)
{
	struct vsw_port *port = find_away_any(sw->vn, name);
	int err;

	if (port && port->dev)
		NL_SET_ERR_MSG(extack,
			       "a port of this name is in another network namespace");
	else if (port)
		NL_SET_ERR_MSG(extack,
			       "a port of this name waits for its device");
	if (port)
		return ERR_PTR(-EEXIST);
	port = port_alloc(sw, name, type);
	if (!port)
		return ERR_PTR(-ENOMEM);
	err = vsw_port_prepare(port, params);
	if (err)
		goto err_free;
	params_apply(port, params);
	port->params.closed = params->closed;
	err = xa_alloc(&sw->ports, &port->id, port, xa_limit_31b, GFP_KERNEL);
	if (!err)
		return port;
err_free:
	port_free(port);
	return ERR_PTR(err);
}

/* Others may see it from now on. */
static void port_publish(struct vsw_port *port)
{
	port->sw->n_ports++;
	vsw_live_inc(VSW_LIVE_PORT);
	vsw_nl_notify_port(port, VSW_CMD_PORT_NTF);
}

struct vsw_port *vsw_port_create(struct vsw_switch *sw, struct net_device *dev,
				 enum vsw_port_type type,
				 const struct vsw_port_params *params,
				 struct netlink_ext_ack *extack)
{
	struct vsw_port *port;
	int err;

	ASSERT_RTNL();
	vsw_assert_config(sw->vn);

	if (type == VSW_PORT_TYPE_DEVICE) {
		err = vsw_device_check(sw, dev, extack);
		if (err)
			return ERR_PTR(err);
	}
	port = port_new(sw, dev->name, type, params, extack);
	if (IS_ERR(port))
		return port;
	port->dev = dev;
	err = attach(port, extack);
	if (err) {
		xa_erase(&sw->ports, port->id);
		port_free(port);
		return ERR_PTR(err);
	}
	/* There are no attachments yet that this could fail for. */
	vsw_port_state_prepare(port, params->closed);
	vsw_port_state_settle(port, port->params.closed);
	port_publish(port);
	return port;
}

struct vsw_port *vsw_port_create_ahead(struct vsw_switch *sw, const char *name,
				       const struct vsw_port_params *params,
				       struct netlink_ext_ack *extack)
{
	struct vsw_port *port;

	ASSERT_RTNL();
	vsw_assert_config(sw->vn);

	if (sw->vn->n_ahead >= VSW_PORTS_AHEAD_MAX) {
		NL_SET_ERR_MSG(extack,
			       "8192 ports were made ahead of their devices already");
		return ERR_PTR(-ENOSPC);
	}
	port = port_new(sw, name, VSW_PORT_TYPE_DEVICE, params, extack);
	if (IS_ERR(port))
		return port;
	port->waits = true;
	sw->vn->n_ahead++;
	xa_set_mark(&sw->ports, port->id, PORT_AWAY);
	vsw_port_state_settle(port, port->params.closed);
	port_publish(port);
	return port;
}

/* Give a port that waits its netdevice; it is live at once if it is open. */
static int port_bind(struct vsw_port *port, struct net_device *dev,
		     struct netlink_ext_ack *extack)
{
	int err = vsw_device_check(port->sw, dev, extack);

	if (err)
		return err;
	port->dev = dev;
	err = vsw_port_state_prepare(port, port->params.closed);
	if (!err) {
		/* Before frames come in that nothing is to be done with yet. */
		vsw_port_state_await(port, port->params.closed);
		err = attach(port, extack);
	}
	if (err) {
		port->dev = NULL;
		vsw_port_state_settle(port, port->params.closed);
		return err;
	}
	vsw_port_state_settle(port, port->params.closed);
	xa_clear_mark(&port->sw->ports, port->id, PORT_AWAY);
	kfree(port->refusal);
	port->refusal = NULL;
	vsw_nl_notify_port(port, VSW_CMD_PORT_NTF);
	return 0;
}

/* Its netdevice goes, or goes elsewhere; the port waits for the next. */
static void port_unbind(struct vsw_port *port)
{
	vsw_port_state_shut(port);
	/* Waits for those who are still using it, as the handler's argument. */
	detach(port);
	port->dev = NULL;
	vsw_port_state_settle(port, port->params.closed);
	xa_set_mark(&port->sw->ports, port->id, PORT_AWAY);
	vsw_nl_notify_port(port, VSW_CMD_PORT_NTF);
}

int vsw_port_enslave(struct vsw_switch *sw, struct net_device *dev,
		     struct netlink_ext_ack *extack)
{
	const struct vsw_port_params params = VSW_PORT_DEFAULTS;
	struct vsw_port *port;

	ASSERT_RTNL();
	vsw_assert_config(sw->vn);

	port = find_waiting(sw->vn, dev->name);
	if (port && port->sw == sw)
		return port_bind(port, dev, extack);
	port = vsw_port_create(sw, dev, VSW_PORT_TYPE_DEVICE, &params, extack);
	return PTR_ERR_OR_ZERO(port);
}

static void port_free_rcu(struct rcu_head *rcu)
{
	port_free(container_of(rcu, struct vsw_port, rcu));
	vsw_live_dec(VSW_LIVE_PORT);
}

void vsw_port_destroy(struct vsw_port *port)
{
	const struct vsw_fdb_match match = {
		.quota = &port->quota,
		.kinds = VSW_FDB_KINDS_ALL,
	};
	struct vsw_attachment *att, *tmp;
	struct vsw_switch *sw = port->sw;

	ASSERT_RTNL();
	vsw_assert_config(sw->vn);

	if (port->dev)
		detach(port);
	/* One pass over the FDB, however many attachments there are. */
	list_for_each_entry(att, &port->attachments, port_node)
		vsw_fdb_kill_target(&sw->fdb, &att->target);
	vsw_fdb_flush(&sw->fdb, &match);
	list_for_each_entry_safe(att, tmp, &port->attachments, port_node)
		vsw_attachment_destroy(att);
	vsw_nl_notify_port(port, VSW_CMD_PORT_DEL_NTF);
	xa_erase(&sw->ports, port->id);
	sw->n_ports--;
	sw->vn->n_ahead -= port->waits;
	/*
	 * Frames that are leaving through the port may still count on it and
	 * use its netdevice; the latter is kept by whoever unregisters it
	 * until a grace period after this.
	 */
	call_rcu(&port->rcu, port_free_rcu);
}

void vsw_port_flush(struct vsw_port *port)
{
	const struct vsw_fdb_match match = {
		.quota = &port->quota,
		.kinds = BIT(VSW_FDB_KIND_LEARNED),
	};

	if (port->quota.learned)
		vsw_fdb_flush(&port->sw->fdb, &match);
}

/* The netdevice may have another name, or something else that is shown. */
static void port_changed(struct vsw_port *port)
{
	struct net_device *dev = port->dev;

	if (net_eq(dev_net(dev), port->sw->vn->net))
		strscpy(port->name, dev->name, sizeof(port->name));
	vsw_nl_notify_port_dev(port);
}

/* Why a port has to go on waiting; for whoever configured it. */
static void refuse(struct vsw_port *port, const char *why)
{
	kfree(port->refusal);
	port->refusal = kstrdup(why, GFP_KERNEL_ACCOUNT);
	vsw_nl_notify_port(port, VSW_CMD_PORT_NTF);
}

/*
 * A netdevice has come or has got another name. Whoever brought it cannot know of
 * the port, and is not told if that does not get it.
 */
static void offer(struct net_device *dev)
{
	struct vsw_net *vn = vsw_net(dev_net(dev));
	struct netlink_ext_ack extack = {};
	struct vsw_port *port;
	int err = 0;

	/* The namespace is being made, and we have not come to it yet. */
	if (!vn)
		return;
	mutex_lock(&vn->lock);
	port = find_waiting(vn, dev->name);
	if (port)
		err = port_bind(port, dev, &extack);
	if (err)
		refuse(port, extack._msg ?:
		       err == -ENOMEM ? "there was no memory" :
					"the netdevice cannot be a port");
	mutex_unlock(&vn->lock);
}

/* A port may not take the name of one that waits. */
static bool name_is_taken(const struct vsw_port *port)
{
	struct vsw_net *vn = port->sw->vn;

	return net_eq(dev_net(port->dev), vn->net) &&
	       find_waiting(vn, port->dev->name);
}

/*
 * The netdevice of an internal port is back. It cannot be kept from doing so under
 * the name of one that waits, which will have to wait until it is gone.
 */
static void come_home(struct vsw_port *port)
{
	struct vsw_port *waiting;

	xa_clear_mark(&port->sw->ports, port->id, PORT_AWAY);
	waiting = find_waiting(port->sw->vn, port->dev->name);
	if (waiting)
		refuse(waiting, "an internal port has this name");
}

/* What a port that has a netdevice is left with when that goes. */
static void port_leave(struct vsw_port *port)
{
	if (port->waits)
		port_unbind(port);
	else
		vsw_port_destroy(port);
}

void vsw_port_release(struct vsw_port *port)
{
	bool waits = port->waits;

	ASSERT_RTNL();
	vsw_assert_config(port->sw->vn);

	port_leave(port);
	if (waits)
		refuse(port, "the device was taken out of the switch");
}

/* RTNL held; what happens to a netdevice of ours is our port's concern. */
static int port_event(struct vsw_port *port, unsigned long event)
{
	struct net_device *dev = port->dev;
	struct vsw_net *vn = port->sw->vn;
	int ret = NOTIFY_DONE;

	mutex_lock(&vn->lock);
	if (event == NETDEV_CHANGENAME && name_is_taken(port)) {
		mutex_unlock(&vn->lock);
		return notifier_from_errno(-EEXIST);
	}
	/* The name of the local port is the switch's. */
	if (event == NETDEV_CHANGENAME && port->type == VSW_PORT_TYPE_LOCAL)
		vsw_nl_notify_switch(port->sw, VSW_CMD_SWITCH_NTF);
	switch (event) {
	case NETDEV_UNREGISTER:
		/* An internal port lives on in another namespace. */
		if (port->type == VSW_PORT_TYPE_DEVICE ||
		    dev->reg_state != NETREG_REGISTERED)
			port_leave(port);
		else
			xa_set_mark(&port->sw->ports, port->id, PORT_AWAY);
		break;
	case NETDEV_REGISTER:	/* in another namespace, or home again */
		if (net_eq(dev_net(dev), vn->net))
			come_home(port);
		port_changed(port);
		break;
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		/* What was learned is worth nothing once the link is down. */
		if (!vsw_port_dev_up(dev))
			vsw_port_flush(port);
		fallthrough;
	case NETDEV_UP:
	case NETDEV_CHANGENAME:
	case NETDEV_CHANGEMTU:
	case NETDEV_CHANGEADDR:
		port_changed(port);
		break;
	case NETDEV_PRE_TYPE_CHANGE:
		/* Only Ethernet devices are ports. */
		ret = NOTIFY_BAD;
		break;
	}
	mutex_unlock(&vn->lock);
	return ret;
}

static int netdev_event(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct vsw_port *port;

	switch (event) {
	case NETDEV_UDP_TUNNEL_PUSH_INFO:
	case NETDEV_UDP_TUNNEL_DROP_INFO:
		vsw_vtep_push_ports(dev, event == NETDEV_UDP_TUNNEL_PUSH_INFO);
		return NOTIFY_DONE;
	case NETDEV_PRECHANGEUPPER:
		return vsw_device_check_upper(dev, ptr);
	case NETDEV_REGISTER:
	case NETDEV_UNREGISTER:
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
	case NETDEV_CHANGENAME:
	case NETDEV_CHANGEMTU:
	case NETDEV_CHANGEADDR:
	case NETDEV_PRE_TYPE_CHANGE:
		break;
	default:
		return NOTIFY_DONE;
	}

	port = vsw_port_of(dev);
	if (port)
		return port_event(port, event);
	/* Those of our own are made under the mutex, and are no device's. */
	if ((event == NETDEV_REGISTER || event == NETDEV_CHANGENAME) &&
	    !vsw_internal_is(dev))
		offer(dev);
	return NOTIFY_DONE;
}

static struct notifier_block netdev_notifier = {
	.notifier_call = netdev_event,
};

int vsw_port_init(void)
{
	return register_netdevice_notifier(&netdev_notifier);
}

void vsw_port_uninit(void)
{
	unregister_netdevice_notifier(&netdev_notifier);
}
