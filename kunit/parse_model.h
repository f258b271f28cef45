/* SPDX-License-Identifier: GPL-2.0 */
/*
 * vsw_parse() once more, so naive that it can be believed: all bytes are there,
 * headers are bytes at the places that the RFCs give, and all that is odd is
 * just wrong. For the unit tests and the fuzzer, who want the same from both.
 */
#ifndef _VSW_PARSE_MODEL_H
#define _VSW_PARSE_MODEL_H

#include "kmod/parse.h"

struct model {
	const u8 *p;
	u32 end;
	struct vsw_key *key;
};

static inline bool model_has(const struct model *m, u32 at, u32 n)
{
	return at + n <= m->end && at + n <= 512;
}

static inline u32 model_16(const struct model *m, u32 at)
{
	return m->p[at] * 256 + m->p[at + 1];
}

static inline u32 model_transport_len(bool ipv6, u8 proto)
{
	if (proto == 6)
		return 20;
	if (proto == 17 || proto == 136)
		return 8;
	if (proto == 132 || proto == 33)
		return 12;
	if (proto == 1 && !ipv6)
		return 8;
	if (proto == 58 && ipv6)
		return 4;
	return 0;
}

static inline bool model_nd(const struct model *m, u32 at)
{
	static const u8 lens[] = { 8, 16, 24, 24, 40 };
	u8 type = m->p[at];
	int options = 0;

	if (type < 133 || type > 137)
		return true;
	if (m->key->flags & VSW_KEY_FRAGMENT ||
	    !model_has(m, at, lens[type - 133]))
		return false;
	if (type >= 135)
		memcpy(&m->key->target, m->p + at + 8, 16);
	for (at += lens[type - 133]; at < m->end; at += m->p[at + 1] * 8) {
		if (++options > 16 || !model_has(m, at, 2) || !m->p[at + 1])
			return false;
		if (m->p[at] != 1 && m->p[at] != 2)
			continue;
		if (!model_has(m, at, 8))
			return false;
		if (m->key->flags & VSW_KEY_LLA &&
		    memcmp(m->key->lla, m->p + at + 2, 6))
			return false;
		memcpy(m->key->lla, m->p + at + 2, 6);
		m->key->flags |= VSW_KEY_LLA;
	}
	return at == m->end;
}

/* @fragment: the offset in bytes; @more: fragments follow, all with this @id */
static inline bool model_transport(const struct model *m, bool ipv6, u32 at,
				   u32 id, u32 fragment, bool more)
{
	u32 len = model_transport_len(ipv6, m->key->l4);

	m->key->offset = at;
	if (fragment || more) {
		m->key->flags |= VSW_KEY_FRAGMENT;
		m->key->fragment = id;
	}
	if (fragment) {
		m->key->flags |= VSW_KEY_LATER;
		return fragment >= len;
	}
	if (!len)
		return true;
	if (!model_has(m, at, len))
		return false;
	if (m->key->l4 == 1 || m->key->l4 == 58) {
		m->key->dport = model_16(m, at);
		return m->key->l4 == 1 || model_nd(m, at);
	}
	m->key->sport = model_16(m, at);
	m->key->dport = model_16(m, at + 2);
	return true;
}

static inline void model_mapped(struct in6_addr *to, const u8 *from)
{
	memset(to, 0, 16);
	to->s6_addr[10] = 0xff;
	to->s6_addr[11] = 0xff;
	memcpy(&to->s6_addr[12], from, 4);
}

static inline bool model_ipv4(struct model *m)
{
	u32 hlen, total, frag;

	if (!model_has(m, 0, 20))
		return false;
	hlen = m->p[0] % 16 * 4;
	total = model_16(m, 2);
	if (m->p[0] / 16 != 4 || hlen < 20)
		return false;
	if (total || m->end < 65536) {
		if (total < hlen || total > m->end)
			return false;
		m->end = total;
	}
	if (!model_has(m, 0, hlen))
		return false;
	model_mapped(&m->key->src, m->p + 12);
	model_mapped(&m->key->dst, m->p + 16);
	m->key->l4 = m->p[9];
	frag = model_16(m, 6);
	return model_transport(m, false, hlen, model_16(m, 4),
			       frag % 8192 * 8, frag & 8192);
}

static inline bool model_ipv6(struct model *m)
{
	u32 at = 40, len, payload, frag, id = 0, fragment = 0;
	int headers = 0, fragments = 0;
	bool more = false;
	u8 next;

	if (!model_has(m, 0, 40) || m->p[0] / 16 != 6)
		return false;
	payload = model_16(m, 4);
	next = m->p[6];
	if (payload || next == 59 || m->end < 65536) {
		if ((!payload && next != 59) || 40 + payload > m->end)
			return false;
		m->end = 40 + payload;
	}
	memcpy(&m->key->src, m->p + 8, 16);
	memcpy(&m->key->dst, m->p + 24, 16);
	while (!fragment && (next == 0 || next == 43 || next == 44 ||
			     next == 51 || next == 60)) {
		if ((next == 0 && headers) || ++headers > 8)
			return false;
		if (next == 44 && ++fragments > 1)
			return false;
		if (!model_has(m, at, 8))
			return false;
		len = m->p[at + 1] * 8 + 8;
		if (next == 51)
			len = m->p[at + 1] * 4 + 8;
		if (next == 44) {
			len = 8;
			frag = model_16(m, at + 2);
			fragment = frag / 8 * 8;
			more = frag & 1;
			id = model_16(m, at + 4) * 65536 + model_16(m, at + 6);
		}
		if (!model_has(m, at, len))
			return false;
		next = m->p[at];
		at += len;
	}
	m->key->l4 = next;
	return model_transport(m, true, at, id, fragment, more);
}

static inline bool model_arp(struct model *m)
{
	static const u8 head[] = { 0, 1, 8, 0, 6, 4 };

	if (!model_has(m, 0, 28) || memcmp(m->p, head, 6))
		return false;
	m->key->dport = model_16(m, 6);
	memcpy(m->key->lla, m->p + 8, 6);
	m->key->flags = VSW_KEY_LLA;
	model_mapped(&m->key->src, m->p + 14);
	model_mapped(&m->key->dst, m->p + 24);
	return true;
}

/* As vsw_parse() of a frame that is all linear. */
static inline int model_parse(const u8 *data, u32 len, __be16 proto,
			      struct vsw_key *key)
{
	struct model m = { .p = data, .end = len, .key = key };
	bool ok = true;

	memset(key, 0, sizeof(*key));
	key->proto = proto;
	if (proto == htons(0x0800))
		ok = model_ipv4(&m);
	else if (proto == htons(0x86dd))
		ok = model_ipv6(&m);
	else if (proto == htons(0x0806) || proto == htons(0x8035))
		ok = model_arp(&m);
	return ok ? 0 : -EINVAL;
}

#endif /* _VSW_PARSE_MODEL_H */
