// SPDX-License-Identifier: GPL-2.0
/*
 * nlfuzz: give family "vsw" requests that are no good.
 *
 *	nlfuzz bad
 *	nlfuzz refused
 *	nlfuzz random SEED COUNT
 *
 * "bad" takes the operations of nlfuzz-table.h one by one, and of each every
 * attribute, and sends the good request with that attribute left out, cut
 * short, too long, out of range and so on. Each must fail with a message, with
 * the offending attribute pointed at, and leave a dump of all objects as it
 * was to the byte; then the good request must succeed. In the end all is as it
 * was in the beginning.
 *
 * "refused" sends the good requests as somebody who lacks the privilege: those
 * that change something must fail with EPERM, the others must not.
 *
 * "random" sends COUNT mutations of the good requests and wants an answer to
 * each; what they do to the namespace is anybody's guess.
 *
 * What is wrong is printed, then a summary. Exit status 0 if nothing was.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "nlfuzz-table.h"

#define N_OPS		(sizeof(ops) / sizeof(*ops))
#define REQUEST_MAX	2048
#define STATE_MAX	(1024 * 1024)
#define VALUE_MAX	64
#define VARIANTS_MAX	16
#define HEADER_LEN	(NLMSG_HDRLEN + GENL_HDRLEN)
#define TYPE_UNKNOWN	200
#define SOL_NETLINK	270
#define REPORTS_MAX	40

/**
 * struct request - a message that is being made
 * @len: how long it is so far
 * @blame: where the bad attribute begins, 0 if there is none
 * @nlh: its header
 * @data: all of it
 */
struct request {
	size_t len;
	size_t blame;
	union {
		struct nlmsghdr nlh;
		unsigned char data[REQUEST_MAX];
	};
};

/**
 * struct variant - a value to put in place of the good one
 * @what: for messages
 * @flags: NLA_F_*
 * @policy: it is wrong in itself, and so in a dump too
 */
struct variant {
	const char *what;
	uint16_t flags;
	bool policy;
	size_t len;
	unsigned char value[VALUE_MAX];
};

/**
 * struct verdict - the answer to a request
 * @err: 0 or negative errno
 * @dumped: it came at the end of a dump, where 6.1 says less
 * @offset: where the offending attribute is in the request, or 0
 * @missing: type of the attribute that is missing, or 0
 */
struct verdict {
	int err;
	bool dumped;
	size_t offset;
	unsigned int missing;
	char text[256];
};

struct state {
	size_t len;
	unsigned char data[STATE_MAX];
};

static int sock;
static uint32_t seq;
static uint16_t family;
static unsigned long sent;
static unsigned long wrong;
static struct state before, after, first;

static void die(const char *what)
{
	fprintf(stderr, "nlfuzz: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void report(const struct op *op, const char *what, const char *fmt, ...)
{
	va_list args;

	if (++wrong > REPORTS_MAX)
		return;
	printf("%s: %s: ", op->name, what);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
}

/* --- messages ------------------------------------------------------------ */

static void request_init(struct request *req, uint16_t type, uint8_t cmd,
			 uint16_t flags)
{
	struct genlmsghdr *genl = (void *)(req->data + NLMSG_HDRLEN);

	memset(req->data, 0, HEADER_LEN);
	req->nlh.nlmsg_type = type;
	req->nlh.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	genl->cmd = cmd;
	genl->version = 1;
	req->len = HEADER_LEN;
	req->blame = 0;
}

static void request_put(struct request *req, uint16_t type, const void *value,
			size_t len)
{
	struct nlattr *nla = (void *)(req->data + req->len);

	memset(nla, 0, NLA_ALIGN(NLA_HDRLEN + len));
	nla->nla_type = type;
	nla->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy((char *)nla + NLA_HDRLEN, value, len);
	req->len += NLA_ALIGN(nla->nla_len);
}

static void request_send(struct request *req)
{
	req->nlh.nlmsg_len = req->len;
	req->nlh.nlmsg_seq = ++seq;
	if (send(sock, req->data, req->len, 0) != (ssize_t)req->len)
		die("send");
	sent++;
}

static void parse_tlvs(const struct nlmsghdr *nlh, size_t offset,
		       struct verdict *verdict)
{
	const unsigned char *end = (const unsigned char *)nlh + nlh->nlmsg_len;
	const unsigned char *at = (const unsigned char *)nlh + offset;
	const struct nlattr *nla;
	uint32_t number;

	for (; at + NLA_HDRLEN <= end; at += NLA_ALIGN(nla->nla_len)) {
		nla = (const void *)at;
		if (nla->nla_len < NLA_HDRLEN)
			break;
		memcpy(&number, at + NLA_HDRLEN, sizeof(number));
		switch (nla->nla_type & NLA_TYPE_MASK) {
		case NLMSGERR_ATTR_MSG:
			snprintf(verdict->text, sizeof(verdict->text), "%s",
				 at + NLA_HDRLEN);
			break;
		case NLMSGERR_ATTR_OFFS:
			verdict->offset = number;
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			verdict->missing = number;
			break;
		}
	}
}

/* Returns whether this is the last message of the answer. */
static bool parse_answer(const struct nlmsghdr *nlh, struct verdict *verdict)
{
	size_t offset = NLMSG_HDRLEN;

	if (nlh->nlmsg_seq != seq || (nlh->nlmsg_type != NLMSG_ERROR &&
				      nlh->nlmsg_type != NLMSG_DONE))
		return false;
	memset(verdict, 0, sizeof(*verdict));
	memcpy(&verdict->err, NLMSG_DATA(nlh), sizeof(int));
	verdict->dumped = nlh->nlmsg_type == NLMSG_DONE;
	offset += verdict->dumped ? sizeof(int) : sizeof(struct nlmsgerr);
	/* The request is in the message unless the kernel left it out. */
	if (!verdict->dumped && !(nlh->nlmsg_flags & NLM_F_CAPPED)) {
		const struct nlmsgerr *err = NLMSG_DATA(nlh);

		offset += NLMSG_ALIGN(err->msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		parse_tlvs(nlh, offset, verdict);
	return true;
}

/* What does not tell the state: who asked, and when. */
static void state_add(struct state *state, const struct nlmsghdr *nlh)
{
	struct nlmsghdr *copy = (void *)(state->data + state->len);

	if (state->len + nlh->nlmsg_len > STATE_MAX)
		die("dump");
	memcpy(copy, nlh, nlh->nlmsg_len);
	copy->nlmsg_seq = 0;
	copy->nlmsg_pid = 0;
	state->len += NLMSG_ALIGN(nlh->nlmsg_len);
}

/* Reads until the verdict; objects go to @state if it is not NULL. */
static void receive(struct verdict *verdict, struct state *state)
{
	static unsigned char buf[65536];
	const struct nlmsghdr *nlh;
	ssize_t len;

	for (;;) {
		len = recv(sock, buf, sizeof(buf), 0);
		if (len < 0)
			die("no answer");
		for (nlh = (void *)buf; NLMSG_OK(nlh, len);
		     nlh = NLMSG_NEXT(nlh, len)) {
			if (parse_answer(nlh, verdict))
				return;
			if (state)
				state_add(state, nlh);
		}
	}
}

static void request_do(struct request *req, struct verdict *verdict)
{
	request_send(req);
	receive(verdict, NULL);
}

static void resolve(void)
{
	static const char name[] = VSW_FAMILY_NAME;
	struct verdict verdict;
	const unsigned char *at;
	const struct nlattr *nla;
	struct request req;

	request_init(&req, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	request_put(&req, CTRL_ATTR_FAMILY_NAME, name, sizeof(name));
	request_send(&req);
	first.len = 0;
	receive(&verdict, &first);
	errno = -verdict.err;
	if (verdict.err)
		die("family " VSW_FAMILY_NAME);
	for (at = first.data + HEADER_LEN; at < first.data + first.len;
	     at += NLA_ALIGN(nla->nla_len)) {
		nla = (const void *)at;
		if (nla->nla_type == CTRL_ATTR_FAMILY_ID)
			memcpy(&family, at + NLA_HDRLEN, sizeof(family));
	}
}

static void open_socket(void)
{
	static const int options[] = { NETLINK_EXT_ACK, NETLINK_CAP_ACK };
	const struct timeval limit = { .tv_sec = 30 };
	int on = 1;
	size_t i;

	sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	if (sock < 0)
		die("socket");
	for (i = 0; i < 2; i++)
		if (setsockopt(sock, SOL_NETLINK, options[i], &on, sizeof(on)))
			die("setsockopt");
	if (setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)))
		die("setsockopt");
	resolve();
}

/* Everything there is, except what counts packets. */
static void state_read(struct state *state)
{
	static const uint8_t cmds[] = {
		VSW_CMD_SWITCH_GET, VSW_CMD_NETWORK_GET, VSW_CMD_PORT_GET,
		VSW_CMD_VLAN_GET, VSW_CMD_VTEP_GET, VSW_CMD_PEER_GET,
		VSW_CMD_FDB_GET, VSW_CMD_GUARD_GET, VSW_CMD_ADDRESS_GET,
		VSW_CMD_SET_GET, VSW_CMD_SET_ELEM_GET, VSW_CMD_GROUP_GET,
		VSW_CMD_RULE_GET,
		VSW_CMD_NEIGH_GET,
	};
	struct verdict verdict;
	struct request req;
	size_t i;

	state->len = 0;
	for (i = 0; i < sizeof(cmds); i++) {
		request_init(&req, family, cmds[i], NLM_F_DUMP);
		request_send(&req);
		receive(&verdict, state);
		errno = -verdict.err;
		if (verdict.err)
			die("dump");
	}
}

static bool state_same(const struct state *a, const struct state *b)
{
	return a->len == b->len && !memcmp(a->data, b->data, a->len);
}

/* --- values -------------------------------------------------------------- */

static size_t number_len(enum kind kind)
{
	return kind == KIND_U8 ? 1 : kind == KIND_U16 ? 2 :
	       kind == KIND_U32 ? 4 : 0;
}

static bool is_string(enum kind kind)
{
	return kind == KIND_REF || kind == KIND_NEW;
}

static bool is_address(enum kind kind)
{
	return kind == KIND_IPV4 || kind == KIND_IPV6 || kind == KIND_PREFIX ||
	       kind == KIND_NEIGH4 || kind == KIND_NEIGH6;
}

static size_t text_len(enum kind kind, const char *text)
{
	switch (kind) {
	case KIND_MAC:
		return 6;
	case KIND_IPV4:
	case KIND_NEIGH4:
	case KIND_TYPES:
		return 4;
	case KIND_IPV6:
	case KIND_NEIGH6:
	case KIND_PREFIX:
	case KIND_UUID:
		return 16;
	default:
		return strlen(text) + 1;
	}
}

/* Numbers are in host byte order, and this is a little endian machine. */
static void put_value(struct request *req, const struct attr *attr,
		      uint32_t number, const char *text)
{
	if (number_len(attr->kind))
		request_put(req, attr->type, &number, number_len(attr->kind));
	else
		request_put(req, attr->type, text, text_len(attr->kind, text));
}

static void put_good(struct request *req, const struct attr *attr)
{
	if (!(attr->flags & ABSENT))
		put_value(req, attr, attr->number, attr->text);
}

static void put_variant(struct request *req, uint16_t type,
			const struct variant *v)
{
	req->blame = req->len;
	request_put(req, type | v->flags, v->value, v->len);
}

/* The attribute, or the first of the second part where the first part ends. */
static const struct attr *attr_or_more(const struct op *op,
				       const struct attr *attr)
{
	if (attr->type)
		return attr;
	if (attr < op->attr || attr >= op->attr + ATTRS_MAX)
		return NULL;
	return op->more;
}

static const struct attr *first_attr(const struct op *op)
{
	return attr_or_more(op, op->attr);
}

static const struct attr *next_attr(const struct op *op,
				    const struct attr *attr)
{
	return attr_or_more(op, attr + 1);
}

/* The good request, but for one attribute. */
static void make_without(const struct op *op, uint16_t type, uint16_t flags,
			 struct request *req)
{
	const struct attr *attr;

	request_init(req, family, op->cmd, flags);
	for (attr = first_attr(op); attr; attr = next_attr(op, attr))
		if (attr->type != type)
			put_good(req, attr);
}

static struct variant *add(struct variant *v, const char *what, bool policy,
			   const void *value, size_t len)
{
	v->what = what;
	v->flags = 0;
	v->policy = policy;
	v->len = len;
	memset(v->value, 0, sizeof(v->value));
	if (len)
		memcpy(v->value, value, len);
	return v + 1;
}

static struct variant *add_strings(struct variant *v, const struct attr *attr)
{
	char text[VALUE_MAX];

	memset(text, 'x', sizeof(text));
	v = add(v, "no zero byte", true, text, 4);
	v = add(v, "too long, no zero byte", true, text, attr->max + 1);
	text[attr->max + 1] = 0;
	v = add(v, "too long", true, text, attr->max + 2);
	if (!(attr->flags & EMPTY))
		v = add(v, "empty string", false, "", 1);
	if (attr->kind == KIND_REF)
		return add(v, "no such object", false, "nosuch", 7);
	v = add(v, "space in a name", false, "a b", 4);
	v = add(v, "control character in a name", false, "a\033b", 4);
	return add(v, "8-bit character in a name", false, "a\344b", 4);
}

static struct variant *add_numbers(struct variant *v, const struct attr *attr)
{
	size_t len = number_len(attr->kind);
	const uint64_t limit = (1ULL << (8 * len)) - 1;
	uint64_t number = attr->number;

	v = add(v, "too short", true, &number, len - 1);
	v = add(v, "too long", true, &number, len + 1);
	number = attr->min - 1;
	if (attr->min)
		v = add(v, "below the range", true, &number, len);
	number = attr->max + 1ULL;
	if (attr->max == limit)
		return v;
	v = add(v, "above the range", true, &number, len);
	return add(v, "largest number", true, &limit, len);
}

static struct variant *add_types(struct variant *v)
{
	static const uint16_t odd[] = { 0x88b5, 0x88b5 };
	static const uint16_t many[9] = {
		0x8801, 0x8802, 0x8803, 0x8804, 0x8805, 0x8806, 0x8807, 0x8808,
		0x8809,
	};
	static const uint16_t length[] = { 0x88b5, 0x05ff };
	static const uint16_t ctag[] = { 0x88b5, 0x8100 };
	static const uint16_t stag[] = { 0x88a8 };

	v = add(v, "1 byte", false, odd, 1);
	v = add(v, "3 bytes", false, odd, 3);
	v = add(v, "9 ethertypes", false, many, sizeof(many));
	v = add(v, "a length", false, length, sizeof(length));
	v = add(v, "a VLAN tag", false, ctag, sizeof(ctag));
	return add(v, "a service tag", false, stag, sizeof(stag));
}

static struct variant *add_addresses(struct variant *v, const struct attr *attr)
{
	bool neigh = attr->kind == KIND_NEIGH4 || attr->kind == KIND_NEIGH6;
	bool ipv4 = attr->kind == KIND_IPV4 || attr->kind == KIND_NEIGH4;

	v = add(v, "3 bytes", false, V6_OTHER, 3);
	v = add(v, "5 bytes", false, V6_OTHER, 5);
	v = add(v, "15 bytes", false, V6_OTHER, 15);
	v = add(v, "17 bytes", false, V6_OTHER, 17);
	v = add(v, "IPv4-mapped", false, V6_MAPPED, 16);
	if (attr->kind == KIND_PREFIX)
		return v;
	if (neigh)
		v = add(v, "loopback", false, ipv4 ? V4_LOOPBACK : V6_LOOPBACK,
			ipv4 ? 4 : 16);
	if (ipv4) {
		v = add(v, "group", false, V4_GROUP, 4);
		v = add(v, "broadcast", false, V4_BROADCAST, 4);
		return add(v, "any address", false, V4_ANY, 4);
	}
	v = add(v, "group", false, V6_GROUP, 16);
	if (!neigh)
		v = add(v, "link-local", false, V6_LINK, 16);
	return add(v, "any address", false, V6_ANY, 16);
}

/* All that is no good as the value of an attribute, whatever its value. */
static size_t make_variants(const struct attr *attr, struct variant *variants)
{
	/* A nested attribute that is longer than what it is in. */
	static const unsigned char garbage[] = { 0xff, 0x7f, 1, 0, 0xde, 0xad };
	struct variant *v = variants;

	/* No ethertypes are good ones. */
	if (attr->kind != KIND_TYPES)
		v = add(v, "no value", !is_address(attr->kind), NULL, 0);
	v = add(v, "nested garbage", true, garbage, sizeof(garbage));
	v[-1].flags = NLA_F_NESTED;
	if (is_string(attr->kind)) {
		v = add_strings(v, attr);
	} else if (number_len(attr->kind)) {
		v = add_numbers(v, attr);
	} else if (attr->kind == KIND_MAC) {
		v = add(v, "5 bytes", true, MAC_NEW, 5);
		v = add(v, "7 bytes", true, MAC_NEW, 7);
	} else if (attr->kind == KIND_UUID) {
		v = add(v, "15 bytes", true, UUID_NEW, 15);
		v = add(v, "17 bytes", true, UUID_NEW, 17);
	} else if (attr->kind == KIND_TYPES) {
		v = add_types(v);
	} else {
		v = add_addresses(v, attr);
	}
	return v - variants;
}

/* --- checks -------------------------------------------------------------- */

static void check_refused(const struct op *op, const char *what,
			  struct request *req, unsigned int missing)
{
	struct verdict verdict;

	request_do(req, &verdict);
	if (!verdict.err) {
		report(op, what, "accepted");
	} else if (!*verdict.text) {
		report(op, what, "error %d without a message", verdict.err);
	} else if (missing && verdict.missing != missing) {
		report(op, what, "attribute %u is missing, not %u (%s)",
		       missing, verdict.missing, verdict.text);
	} else if (verdict.offset != req->blame && !verdict.dumped) {
		report(op, what, "attribute at %zu blamed, not %zu (%s)",
		       verdict.offset, req->blame, verdict.text);
	}
	state_read(&after);
	if (!state_same(&before, &after)) {
		report(op, what, "changed something");
		before = after;
	}
}

static const char *describe(const struct attr *attr, const char *what,
			    const char *how)
{
	static char text[128];

	snprintf(text, sizeof(text), "attribute %u, %s%s", attr->type, what,
		 how);
	return text;
}

static void check_variants(const struct op *op, const struct attr *attr)
{
	struct variant variants[VARIANTS_MAX];
	size_t n = make_variants(attr, variants);
	struct request req;
	size_t i;

	for (i = 0; i < n; i++) {
		make_without(op, attr->type, 0, &req);
		put_variant(&req, attr->type, &variants[i]);
		check_refused(op, describe(attr, variants[i].what, ""), &req,
			      0);
		if (!op->dump || !variants[i].policy)
			continue;
		request_init(&req, family, op->cmd, NLM_F_DUMP);
		put_variant(&req, attr->type, &variants[i]);
		check_refused(op, describe(attr, variants[i].what, ", dump"),
			      &req, 0);
	}
}

static void check_missing(const struct op *op, const struct attr *attr)
{
	struct request req;

	if (!(attr->flags & NEED))
		return;
	make_without(op, attr->type, 0, &req);
	check_refused(op, describe(attr, "missing", ""), &req, attr->type);
}

static const struct attr *find_attr(const struct op *op, uint16_t type)
{
	const struct attr *attr;

	for (attr = first_attr(op); attr; attr = next_attr(op, attr))
		if (attr->type == type)
			break;
	return attr;
}

static void check_more_refused(const struct op *op)
{
	const struct refused *refused;
	const struct attr *attr;
	struct request req;

	for (refused = op->refused; refused->type; refused++) {
		attr = find_attr(op, refused->type);
		make_without(op, refused->type, 0, &req);
		req.blame = req.len;
		put_value(&req, attr, refused->number, refused->text);
		check_refused(op, describe(attr, "value ", refused->text ?: "N"),
			      &req, 0);
	}
}

/* Attributes of the same set that are for other operations, and of none. */
static void check_foreign(const struct op *op)
{
	static const uint32_t value = 1;
	struct request req;
	unsigned int type;
	char what[64];
	int dump;

	for (type = 0; type <= op->set_max + 2u; type++) {
		uint16_t wire = type <= op->set_max + 1u ? type : TYPE_UNKNOWN;

		/* Type 0 is skipped by the kernel's parser in every family. */
		if (!type || type == op->other || find_attr(op, type))
			continue;
		for (dump = 0; dump <= op->dump; dump++) {
			make_without(op, 0, dump ? NLM_F_DUMP : 0, &req);
			if (dump)
				req.len = HEADER_LEN;
			req.blame = req.len;
			request_put(&req, wire, &value, sizeof(value));
			snprintf(what, sizeof(what), "foreign attribute %u",
				 wire);
			check_refused(op, what, &req, 0);
		}
	}
}

/* Bytes after the last attribute that make none. */
static void check_trailing(const struct op *op)
{
	static const struct nlattr tails[] = {
		{ .nla_len = 0, .nla_type = 1 },
		{ .nla_len = 3, .nla_type = 1 },
		{ .nla_len = 0xffff, .nla_type = 1 },
	};
	struct request req;
	size_t i;

	for (i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		make_without(op, 0, 0, &req);
		memcpy(req.data + req.len, &tails[i], sizeof(tails[i]));
		req.len += sizeof(tails[i]);
		check_refused(op, "trailing bytes", &req, 0);
	}
}

static void check_good(const struct op *op)
{
	struct verdict verdict;
	struct request req;

	make_without(op, 0, 0, &req);
	request_do(&req, &verdict);
	if (verdict.err)
		report(op, "good request", "%s %s", strerror(-verdict.err),
		       verdict.text);
}

static void check_op(const struct op *op)
{
	const struct attr *attr;

	state_read(&before);
	for (attr = first_attr(op); attr; attr = next_attr(op, attr)) {
		check_missing(op, attr);
		check_variants(op, attr);
	}
	check_more_refused(op);
	check_foreign(op);
	check_trailing(op);
	check_good(op);
}

/* Commands that are no requests, and a request without a command. */
static void check_no_op(void)
{
	static const struct op none = { .name = "no operation" };
	struct verdict verdict;
	struct request req;
	unsigned int cmd;
	size_t i;

	state_read(&before);
	for (cmd = 0; cmd <= UINT8_MAX; cmd++) {
		for (i = 0; i < N_OPS && ops[i].cmd != cmd; i++)
			;
		if (i < N_OPS)
			continue;
		request_init(&req, family, cmd, 0);
		request_do(&req, &verdict);
		if (verdict.err != -EOPNOTSUPP)
			report(&none, "command", "%u: error %d", cmd,
			       verdict.err);
	}
	request_init(&req, family, VSW_CMD_SWITCH_GET, 0);
	req.len = NLMSG_HDRLEN;
	request_do(&req, &verdict);
	if (verdict.err != -EINVAL)
		report(&none, "no header", "error %d", verdict.err);
	state_read(&after);
	if (!state_same(&before, &after))
		report(&none, "all", "changed something");
}

static void run_bad(void)
{
	size_t i;

	state_read(&first);
	for (i = 0; i < N_OPS; i++)
		check_op(&ops[i]);
	check_no_op();
	state_read(&after);
	if (!state_same(&first, &after))
		report(&ops[0], "in the end", "not all is as it was");
}

static void run_refused(void)
{
	struct verdict verdict;
	struct request req;
	size_t i;

	for (i = 0; i < N_OPS; i++) {
		make_without(&ops[i], 0, 0, &req);
		request_do(&req, &verdict);
		if (ops[i].change != (verdict.err == -EPERM))
			report(&ops[i], "as an unprivileged user", "error %d",
			       verdict.err);
	}
}

/* --- mutations ----------------------------------------------------------- */

static uint64_t random_state;

/* xorshift64*; the C library's may change. */
static uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return ((random_state * 0x2545f4914f6cdd1dULL) >> 32) % limit;
}

/* An attribute of another operation, or of this one once more. */
static void mutate_append(struct request *req)
{
	const struct op *op = &ops[random_below(N_OPS)];
	const struct attr *attr = &op->attr[random_below(ATTRS_MAX)];
	struct variant variants[VARIANTS_MAX];
	size_t n;

	attr = attr_or_more(op, attr);
	if (!attr)
		return;
	n = make_variants(attr, variants);
	put_variant(req, attr->type, &variants[random_below(n)]);
}

static void mutate(struct request *req)
{
	unsigned char *body = req->data + HEADER_LEN;
	size_t len = req->len - HEADER_LEN;

	switch (random_below(5)) {
	case 0:
		if (len)
			body[random_below(len)] = random_below(256);
		break;
	case 1:
		if (len)
			body[random_below(len)] ^= 1 << random_below(8);
		break;
	case 2:
		req->len = HEADER_LEN + random_below(len + 1);
		break;
	case 3:
		mutate_append(req);
		break;
	case 4:
		/* Heads of attributes are at multiples of four. */
		if (len)
			body[random_below(len) & ~3] += 1 + random_below(4);
		break;
	}
}

/* What a mutation of a name brings about must not fill the guest's memory. */
static void run_random(uint64_t seed, unsigned long count)
{
	unsigned long accepted = 0;
	struct verdict verdict;
	struct request req;
	unsigned int times;

	random_state = seed * 2 + 1;
	while (count--) {
		make_without(&ops[random_below(N_OPS)], 0,
			     random_below(8) ? 0 : NLM_F_DUMP, &req);
		for (times = 1 + random_below(4); times; times--)
			mutate(&req);
		request_do(&req, &verdict);
		accepted += !verdict.err;
	}
	printf("accepted %lu\n", accepted);
}

int main(int argc, char **argv)
{
	open_socket();
	if (argc == 2 && !strcmp(argv[1], "bad")) {
		run_bad();
	} else if (argc == 2 && !strcmp(argv[1], "refused")) {
		run_refused();
	} else if (argc == 4 && !strcmp(argv[1], "random")) {
		run_random(strtoull(argv[2], NULL, 0),
			   strtoul(argv[3], NULL, 0));
	} else {
		fprintf(stderr, "usage: nlfuzz bad | refused | random SEED COUNT\n");
		return 2;
	}
	printf("requests %lu wrong %lu\n", sent, wrong);
	return wrong ? 1 : 0;
}
