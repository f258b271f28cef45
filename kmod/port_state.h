/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether frames pass through a port.
 *
 * DOC: Live ports
 *
 * A port is live while it is open and has a netdevice; one that was made ahead of
 * its netdevice may have none, for now or again. Frames look for nothing
 * of that: of a port that is not live, they just do not find the attachments.
 * These stand in @shut_untagged and @shut_vids in place of @untagged and @vids
 * of struct vsw_port, are in no flood list, and are targets of kind
 * %VSW_TARGET_SHUT, to which FDB entries that do not age may still lead. All
 * else of them (guards, addresses, entries) is as it is, so it can be made and
 * changed meanwhile, and holds for the first frame.
 *
 * A frame looks at the target's kind last, when it has been judged. So a port goes
 * live a grace period after what it is judged by was changed last.
 *
 * Going live takes memory, for slots of flood lists, and may fail before
 * anything has changed; being shut takes none. What is shut has been left by
 * its last frame after a grace period: then nothing can be learned for it any
 * more, what was is flushed, and its netdevice may go.
 */
#ifndef _VSW_PORT_STATE_H
#define _VSW_PORT_STATE_H

#include <linux/types.h>

struct vsw_network;
struct vsw_port;

/* All of these: process context, configuration mutex held. */

/**
 * vsw_port_state_prepare() - get ready to open or close a port
 * @port:	port
 * @closed:	whether it is to be closed
 *
 * Attachments of the port may come and go between this and
 * vsw_port_state_settle(). A port that is to be closed is shut when this
 * returns, one that is to be opened is so until then.
 *
 * Return: 0, or -ENOMEM with nothing changed.
 */
int vsw_port_state_prepare(struct vsw_port *port, bool closed);

/**
 * vsw_port_state_await() - wait for frames that were judged by what is over
 * @port:	port; it waits only for one that goes live now
 * @closed:	whether it is to be closed
 *
 * To be called when all that frames are judged by is in place.
 */
void vsw_port_state_await(const struct vsw_port *port, bool closed);

/**
 * vsw_port_state_settle() - make a port live if it is to be, and shut if not
 * @port:	port; it was prepared for what its @dev is now and for @closed, or
 *		these are what they were before it was prepared
 * @closed:	whether it is to be closed from now on
 */
void vsw_port_state_settle(struct vsw_port *port, bool closed);

/*
 * Take a port away from frames to come, before its netdevice goes. After a grace
 * period there are none left that have found it before; then settle it.
 */
void vsw_port_state_shut(struct vsw_port *port);

/* A network goes: so do its attachments that are in no flood list. */
void vsw_port_state_forget_network(struct vsw_network *network);

#endif /* _VSW_PORT_STATE_H */
