// SPDX-License-Identifier: GPL-2.0
#include "vtep.h"

#include <linux/slab.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include "early.h"
#include "live.h"
#include "netlink.h"
#include "peer.h"
#include "switch.h"
#include "vxlan.h"

static int bind4(struct socket *sock, const struct vsw_vtep *vtep)
{
	struct sockaddr_in sin = {
		.sin_family = AF_INET,
		.sin_port = vtep->port,
		.sin_addr.s_addr = vtep->local.s6_addr32[3],
	};

	/* The address may be gone for a while, or not be there yet. */
	ip_sock_set_freebind(sock->sk);
	return kernel_bind(sock, (struct sockaddr *)&sin, sizeof(sin));
}

static int bind6(struct socket *sock, const struct vsw_vtep *vtep)
{
	struct sockaddr_in6 sin6 = {
		.sin6_family = AF_INET6,
		.sin6_port = vtep->port,
		.sin6_addr = vtep->local,
	};
	int err;

	err = ip6_sock_set_v6only(sock->sk);
	if (err)
		return err;
	ip_sock_set_freebind(sock->sk);
	return kernel_bind(sock, (struct sockaddr *)&sin6, sizeof(sin6));
}

/*
 * The library's udp_sock_create() has no way to bind to an address that the
 * host does not have yet; the rest is its work.
 */
static int sock_open(struct vsw_vtep *vtep)
{
	struct udp_tunnel_sock_cfg cfg = {
		.sk_user_data = vtep,
		.encap_type = 1,
		.encap_rcv = vsw_vxlan_rcv,
		.encap_err_lookup = vsw_vxlan_err_lookup,
		.gro_receive = vsw_vxlan_gro_receive,
		.gro_complete = vsw_vxlan_gro_complete,
	};
	struct net *net = vtep->sw->vn->net;
	struct socket *sock;
	int err;

	err = sock_create_kern(net, vtep->ipv4 ? AF_INET : AF_INET6,
			       SOCK_DGRAM, IPPROTO_UDP, &sock);
	if (err)
		return err;
	err = vtep->ipv4 ? bind4(sock, vtep) : bind6(sock, vtep);
	if (err) {
		sock_release(sock);
		return err;
	}
	vtep->sock = sock;
	setup_udp_tunnel_sock(net, sock, &cfg);
	udp_tunnel_notify_add_rx_port(sock, UDP_TUNNEL_TYPE_VXLAN);
	return 0;
}

static void sock_close(struct vsw_vtep *vtep)
{
	udp_tunnel_notify_del_rx_port(vtep->sock, UDP_TUNNEL_TYPE_VXLAN);
	udp_tunnel_sock_release(vtep->sock);
}

static void params_apply(struct vsw_vtep *vtep,
			 const struct vsw_vtep_params *params)
{
	WRITE_ONCE(vtep->params.ttl, params->ttl);
	WRITE_ONCE(vtep->params.tos, params->tos);
	WRITE_ONCE(vtep->params.df, params->df);
	WRITE_ONCE(vtep->params.unknown_peer, params->unknown_peer);
	WRITE_ONCE(vtep->params.ttl_inherit, params->ttl_inherit);
	WRITE_ONCE(vtep->params.tos_inherit, params->tos_inherit);
	WRITE_ONCE(vtep->params.csum, params->csum);
	WRITE_ONCE(vtep->params.zero_csum6_rx, params->zero_csum6_rx);
	WRITE_ONCE(vtep->params.learning, params->learning);
	WRITE_ONCE(vtep->params.early_demux, params->early_demux);
	WRITE_ONCE(vtep->params.fdb_limit, params->fdb_limit);
	WRITE_ONCE(vtep->quota.limit, params->fdb_limit);
	if (!vtep->ipv4)
		udp_set_no_check6_rx(vtep->sock->sk, params->zero_csum6_rx);
}

static struct vsw_vtep *vtep_alloc(struct vsw_switch *sw, const char *name,
				   const struct in6_addr *local, __be16 port)
{
	struct vsw_vtep *vtep = kzalloc(sizeof(*vtep), GFP_KERNEL_ACCOUNT);

	if (!vtep)
		return NULL;
	vtep->sw = sw;
	vtep->local = *local;
	vtep->port = port;
	vtep->ipv4 = ipv6_addr_v4mapped(local);
	vtep->stranger.kind = VSW_TARGET_PEER;
	vtep->stranger.horizon = VSW_HORIZON_TUNNEL;
	strscpy(vtep->name, name, sizeof(vtep->name));
	if (!vsw_stats_init(&vtep->stats))
		return vtep;
	kfree(vtep);
	return NULL;
}

struct vsw_vtep *vsw_vtep_create(struct vsw_switch *sw, const char *name,
				 const struct in6_addr *local, __be16 port,
				 const struct vsw_vtep_params *params)
{
	struct vsw_vtep *vtep;
	int err;

	ASSERT_RTNL();
	vsw_assert_config(sw->vn);

	/* Each takes a grace period to go, with RTNL held. */
	if (sw->vn->n_vteps == VSW_VTEPS_MAX)
		return ERR_PTR(-ENOSPC);
	vtep = vtep_alloc(sw, name, local, port);
	if (!vtep)
		return ERR_PTR(-ENOMEM);
	err = vsw_peer_table_init(vtep);
	if (err)
		goto err_free;
	err = xa_alloc(&sw->vteps, &vtep->id, vtep, xa_limit_31b, GFP_KERNEL);
	if (err)
		goto err_table;
	err = sock_open(vtep);
	if (err)
		goto err_id;
	params_apply(vtep, params);
	err = vsw_early_set(vtep, params->early_demux);
	if (err)
		goto err_sock;

	sw->vn->n_vteps++;
	vsw_live_inc(VSW_LIVE_VTEP);
	vsw_nl_notify_vtep(vtep, VSW_CMD_VTEP_NTF);
	return vtep;

err_sock:
	sock_close(vtep);
err_id:
	xa_erase(&sw->vteps, vtep->id);
err_table:
	vsw_peer_table_uninit(vtep);
err_free:
	vsw_stats_uninit(&vtep->stats);
	kfree(vtep);
	return ERR_PTR(err);
}

static void vtep_free_rcu(struct rcu_head *rcu)
{
	struct vsw_vtep *vtep = container_of(rcu, struct vsw_vtep, rcu);

	vsw_stats_uninit(&vtep->stats);
	kfree(vtep);
	vsw_live_dec(VSW_LIVE_VTEP);
}

void vsw_vtep_destroy(struct vsw_vtep *vtep)
{
	const struct vsw_fdb_match match = {
		.quota = &vtep->quota,
		.kinds = VSW_FDB_KINDS_ALL,
	};
	struct vsw_switch *sw = vtep->sw;
	struct vsw_peer *peer;
	unsigned long id;

	ASSERT_RTNL();
	vsw_assert_config(sw->vn);

	/* One pass over the FDB, however many peers there are. */
	xa_for_each(&vtep->peers, id, peer)
		vsw_fdb_kill_target(&sw->fdb, &peer->target);
	vsw_fdb_flush(&sw->fdb, &match);
	xa_for_each(&vtep->peers, id, peer)
		vsw_peer_destroy(peer);
	vsw_nl_notify_vtep(vtep, VSW_CMD_VTEP_DEL_NTF);
	xa_erase(&sw->vteps, vtep->id);
	sw->vn->n_vteps--;
	vsw_early_set(vtep, false);
	/*
	 * Waits until no frame can come in through the hook or the socket; and
	 * none can go out, for there are no peers any more that lead here.
	 */
	sock_close(vtep);
	vsw_peer_table_uninit(vtep);
	call_rcu(&vtep->rcu, vtep_free_rcu);
}

int vsw_vtep_change(struct vsw_vtep *vtep,
		    const struct vsw_vtep_params *params)
{
	int err;

	vsw_assert_config(vtep->sw->vn);

	err = vsw_early_set(vtep, params->early_demux);
	if (err)
		return err;
	params_apply(vtep, params);
	/* What peers' routes were made with. Pairs with route_make(). */
	smp_store_release(&vtep->generation, vtep->generation + 1);
	vsw_nl_notify_vtep(vtep, VSW_CMD_VTEP_NTF);
	return 0;
}

struct vsw_vtep *vsw_vtep_find(struct vsw_switch *sw, const char *name)
{
	struct vsw_vtep *vtep;
	unsigned long id;

	vsw_assert_config(sw->vn);

	xa_for_each(&sw->vteps, id, vtep)
		if (!strcmp(vtep->name, name))
			return vtep;
	return NULL;
}

void vsw_vtep_push_ports(struct net_device *dev, bool add)
{
	struct vsw_net *vn = vsw_net(dev_net(dev));
	unsigned long sw_id, vtep_id;
	struct vsw_switch *sw;
	struct vsw_vtep *vtep;

	/* Switches and vteps come and go under it. */
	ASSERT_RTNL();

	xa_for_each(&vn->switches, sw_id, sw) {
		xa_for_each(&sw->vteps, vtep_id, vtep) {
			if (add)
				udp_tunnel_push_rx_port(dev, vtep->sock,
							UDP_TUNNEL_TYPE_VXLAN);
			else
				udp_tunnel_drop_rx_port(dev, vtep->sock,
							UDP_TUNNEL_TYPE_VXLAN);
		}
	}
}
