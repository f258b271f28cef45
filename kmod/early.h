/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Early demux: packets of peers are taken from IP input where its headers have
 * been checked, before routing and the lookup of a socket.
 *
 * DOC: Early demux
 *
 * An option of a vtep over IPv4. It is the last hook of netfilter's PREROUTING, so
 * packet sockets, XDP, tc and all PREROUTING rules have seen the packet. It takes
 * one only if the rest of the way could not have done anything else with it, and
 * leaves all others, which includes whatever is to be dropped, to the host:
 *
 * - no IP options, no fragment, UDP of the vtep's address and port, lengths that
 *   agree, and a UDP checksum that is absent or known to be right;
 * - from a peer, in through the netdevice that leads to it. So says the route that
 *   our frames take to it: which is valid, and only as long as the host has the
 *   vtep's address, and is none of a VRF. That is the strict reverse path check;
 * - nobody has a hook at LOCAL IN or an IPsec policy, or has ever made a rule for
 *   routing in the namespace, as the kernel has no other word for it.
 *
 * Not told about such packets are the host's IP statistics, raw sockets, BPF
 * programs for the lookup of sockets and probes in IP and UDP input.
 */
#ifndef _VSW_EARLY_H
#define _VSW_EARLY_H

#include <linux/types.h>

struct vsw_vtep;

/**
 * vsw_early_set() - turn early demux of a vtep on or off
 *
 * Once it is off, packets may still be on their way until a grace period ends.
 *
 * Context: process; configuration mutex held.
 * Return: 0; -EOPNOTSUPP without netfilter; -ENOMEM. Turning off does not fail.
 */
int vsw_early_set(struct vsw_vtep *vtep, bool on);

#endif /* _VSW_EARLY_H */
