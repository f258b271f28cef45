/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A target is where a frame can go to, and where it can have come from: an
 * attachment of a port, or a peer behind a vtep. FDB entries and flood lists
 * lead to targets, so the way out is known from the lookup.
 *
 * DOC: Target ids
 *
 * FDB entries have room for a number, not for a pointer: targets have ids,
 * which index an array that readers use under RCU. The id of a target that
 * goes is in quarantine for a grace period, with the pointer left in its place
 * for those who have just read an entry with that id.
 *
 * After that the id is somebody else's. What is remembered of a target for longer
 * is its serial number, which no other one of the switch gets before 2^32 have come.
 */
#ifndef _VSW_TARGET_H
#define _VSW_TARGET_H

#include <linux/rcupdate.h>
#include <linux/types.h>

struct vsw_fdb_quota;

enum vsw_target_kind {
	VSW_TARGET_DEVICE,	/* attachment of a port with a netdevice */
	VSW_TARGET_INTERNAL,	/* attachment of a local or internal port */
	VSW_TARGET_PEER,	/* remote end of a VXLAN tunnel */
	VSW_TARGET_SHUT,	/* attachment of a port that is not live */
};

/*
 * Horizons: no frame goes from a target to another that shares a bit with it.
 */
#define VSW_HORIZON_ISOLATED	BIT(0)
#define VSW_HORIZON_UPLINK	BIT(1)
#define VSW_HORIZON_TUNNEL	BIT(2)

/**
 * struct vsw_target - what attachments and peers have in common
 * @kind:	enum vsw_target_kind; that of an attachment changes with the state
 *		of its port, see port_state.h
 * @horizon:	%VSW_HORIZON_*; read with READ_ONCE()
 * @vid:	VLAN id of an attachment, 0 for untagged and for peers; constant
 * @id:		1 to %VSW_TARGET_ID_MAX, 0 for one that no entry leads to;
 *		constant once frames come from it
 * @entries:	FDB entries that lead here; FDB lock
 * @dead:	nothing may be learned for it any more; FDB lock
 * @policed:	an attachment with a policy, until it is gone; READ_ONCE()
 * @slot:	where it is in the one flood list that an attachment, or a peer of
 *		all networks, can be in, see vsw_flood_add(); configuration mutex
 * @quota:	the share of the FDB that what is learned counts against, of the
 *		port or of the vtep; constant
 */
struct vsw_target {
	u8 kind;
	u8 horizon;
	u16 vid;
	u32 id;
	u32 entries;
	bool dead;
	bool policed;
	u16 slot;
	struct vsw_fdb_quota *quota;
};

#define VSW_TARGET_ID_BITS	24
#define VSW_TARGET_ID_MAX	(BIT(VSW_TARGET_ID_BITS) - 1)

/**
 * struct vsw_targets - targets by id
 * @rcu:	for freeing
 * @size:	how many ids there are room for; a power of two of bytes in all
 * @next:	where to look for a free one
 * @serial:	of the target that came last
 * @slot:	targets; @target is %NULL in a slot that never had one. @mark is
 *		%VSW_TARGET_LIVE and the target's serial number, and once it is gone
 *		the quarantine's mark; read with READ_ONCE()
 */
struct vsw_targets {
	struct rcu_head rcu;
	u32 size;
	u32 next;
	u32 serial;
	struct {
		struct vsw_target *target;
		u64 mark;
	} slot[] __counted_by(size);
};

/* No bit of the quarantine's. */
#define VSW_TARGET_LIVE		BIT_ULL(63)

/**
 * vsw_targets_add() - give a target an id
 * @targets:	where; starts as %NULL
 * @target:	target, with no id yet
 *
 * Context: process; the writers' lock held.
 * Return: 0, -ENOMEM, or -ENOSPC.
 */
int vsw_targets_add(struct vsw_targets __rcu **targets,
		    struct vsw_target *target);

/*
 * Take the id back, when nothing that readers can find leads to it any more.
 * The target itself lives for a grace period from here. Context: as above.
 */
void vsw_targets_retire(struct vsw_targets __rcu **targets,
			struct vsw_target *target);

/**
 * vsw_targets_serial() - which target of all that there ever were
 * @targets:	where it has its id
 * @target:	target
 *
 * Context: RCU read side.
 * Return: its serial number, or 0 if it is gone or never had an id.
 */
static inline u32 vsw_targets_serial(const struct vsw_targets *targets,
				     const struct vsw_target *target)
{
	u64 mark = target->id ? READ_ONCE(targets->slot[target->id].mark) : 0;

	return mark & VSW_TARGET_LIVE ? (u32)mark : 0;
}

/* Context: no readers any more. */
void vsw_targets_free(struct vsw_targets __rcu **targets);

#endif /* _VSW_TARGET_H */
