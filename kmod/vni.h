/* SPDX-License-Identifier: GPL-2.0 */
/* VNIs of a switch: which network a packet of a tunnel belongs to. */
#ifndef _VSW_VNI_H
#define _VSW_VNI_H

#include <linux/types.h>

struct vsw_network;
struct vsw_switch;

int vsw_vni_table_init(struct vsw_switch *sw);
void vsw_vni_table_uninit(struct vsw_switch *sw);

/* Context: RCU read side. Return: the network, %NULL if there is none. */
struct vsw_network *vsw_vni_lookup(struct vsw_switch *sw, u32 vni);

/* The same. Context: process; configuration mutex held. */
struct vsw_network *vsw_vni_find(struct vsw_switch *sw, u32 vni);

/**
 * vsw_vni_take() - give a network a VNI, beside the one that it may have
 * @network:	network
 * @vni:	VNI, not taken
 *
 * Context: process; configuration mutex held.
 * Return: 0 or -ENOMEM.
 */
int vsw_vni_take(struct vsw_network *network, u32 vni);

/* The reverse, of a VNI that was taken. Context: as above. */
void vsw_vni_release(struct vsw_switch *sw, u32 vni);

#endif /* _VSW_VNI_H */
