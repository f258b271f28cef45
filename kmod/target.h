/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A target is where a frame can go to, and where it can have come from: an
 * attachment of a port, or a peer behind a vtep. FDB entries and flood lists
 * point at targets, so the way out is known from the lookup.
 */
#ifndef _VSW_TARGET_H
#define _VSW_TARGET_H

#include <linux/types.h>

struct vsw_fdb_quota;

enum vsw_target_kind {
	VSW_TARGET_DEVICE,	/* attachment of a port with a netdevice */
	VSW_TARGET_INTERNAL,	/* attachment of a local or internal port */
	VSW_TARGET_PEER,	/* remote end of a VXLAN tunnel */
};

/*
 * Horizons: no frame goes from a target to another that shares a bit with it.
 */
#define VSW_HORIZON_ISOLATED	BIT(0)
#define VSW_HORIZON_UPLINK	BIT(1)
#define VSW_HORIZON_TUNNEL	BIT(2)

/**
 * struct vsw_target - what attachments and peers have in common
 * @kind:	which of the two it is part of; constant
 * @horizon:	%VSW_HORIZON_*; read with READ_ONCE()
 * @entries:	FDB entries that point here; FDB lock
 * @dead:	nothing may be learned for it any more; FDB lock
 * @quota:	the share of the FDB that what is learned counts against, of the
 *		port or of the vtep; constant
 */
struct vsw_target {
	u8 kind;
	u8 horizon;
	bool dead;
	u32 entries;
	struct vsw_fdb_quota *quota;
};

#endif /* _VSW_TARGET_H */
