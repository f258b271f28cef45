// SPDX-License-Identifier: GPL-2.0
#include "port_state.h"

#include "network.h"
#include "port.h"
#include "switch.h"

/* In vsw_switch::ports: the ports whose attachments are in no flood list. */
#define PORT_UNLISTED	XA_MARK_2

#define deref(p)	rcu_dereference_protected(p, true)

static void unlist(struct vsw_port *port)
{
	struct vsw_attachment *att;

	list_for_each_entry(att, &port->attachments, port_node)
		vsw_flood_del(&att->network->members, &att->target,
			      att->target.slot);
	port->listed = false;
	xa_set_mark(&port->sw->ports, port->id, PORT_UNLISTED);
}

/* One by one: more than one of them may be in the same network. */
static int list(struct vsw_port *port)
{
	struct vsw_attachment *att;
	int err;

	list_for_each_entry(att, &port->attachments, port_node) {
		err = vsw_flood_reserve(&att->network->members);
		if (err) {
			unlist(port);
			return err;
		}
		att->target.slot = vsw_flood_add(&att->network->members,
						 &att->target);
	}
	port->listed = true;
	xa_clear_mark(&port->sw->ports, port->id, PORT_UNLISTED);
	return 0;
}

static void show(struct vsw_port *port)
{
	struct vsw_attachment *att;

	list_for_each_entry(att, &port->attachments, port_node)
		/* After @dev; pairs with output_target(), which reads both. */
		smp_store_release(&att->target.kind,
				  vsw_port_target_kind(port));
	port->live = true;
	rcu_assign_pointer(port->vids, deref(port->shut_vids));
	rcu_assign_pointer(port->untagged, deref(port->shut_untagged));
	RCU_INIT_POINTER(port->shut_vids, NULL);
	RCU_INIT_POINTER(port->shut_untagged, NULL);
}

void vsw_port_state_shut(struct vsw_port *port)
{
	struct vsw_attachment *att;

	vsw_assert_config(port->sw->vn);

	if (!port->live)
		return;
	port->live = false;
	RCU_INIT_POINTER(port->shut_vids, deref(port->vids));
	RCU_INIT_POINTER(port->shut_untagged, deref(port->untagged));
	RCU_INIT_POINTER(port->vids, NULL);
	RCU_INIT_POINTER(port->untagged, NULL);
	list_for_each_entry(att, &port->attachments, port_node)
		WRITE_ONCE(att->target.kind, VSW_TARGET_SHUT);
}

/* Whether the port is to be live, if it is to be closed or is not. */
static bool may_live(const struct vsw_port *port, bool closed)
{
	return port->dev && !closed;
}

int vsw_port_state_prepare(struct vsw_port *port, bool closed)
{
	vsw_assert_config(port->sw->vn);

	if (may_live(port, closed))
		return port->listed ? 0 : list(port);
	if (port->live) {
		vsw_port_state_shut(port);
		synchronize_net();
	}
	return 0;
}

void vsw_port_state_await(const struct vsw_port *port, bool closed)
{
	vsw_assert_config(port->sw->vn);

	if (may_live(port, closed) && !port->live &&
	    !list_empty(&port->attachments))
		synchronize_rcu_expedited();
}

void vsw_port_state_settle(struct vsw_port *port, bool closed)
{
	bool live = may_live(port, closed);

	vsw_assert_config(port->sw->vn);

	WRITE_ONCE(port->params.closed, closed);
	if (!live) {
		unlist(port);
		vsw_port_flush(port);
	} else if (!port->live) {
		show(port);
	}
}

void vsw_port_state_forget_network(struct vsw_network *network)
{
	struct vsw_attachment *att, *tmp;
	struct vsw_port *port;
	unsigned long id;

	vsw_assert_config(network->sw->vn);

	xa_for_each_marked(&network->sw->ports, id, port, PORT_UNLISTED)
		list_for_each_entry_safe(att, tmp, &port->attachments,
					 port_node)
			if (att->network == network)
				vsw_attachment_destroy(att);
}
