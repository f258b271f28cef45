// SPDX-License-Identifier: GPL-2.0
/*
 * One generic netlink socket, opened at the first request: requests with one
 * reply, dumps, and the events of the vsw family.
 */

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/vsw.h>

#include "nl.h"
#include "out.h"

#define DUMP_TRIES	10
#define EVENT_BUFFER	(4 << 20)	/* bytes of events not read yet */

static struct {
	struct mnl_socket *sock;
	bool batch;
	u32 seq;
	u16 family;	/* 0 while not known */
	u32 group;
	struct nl_error error;
	char buf[64 << 10];
} nl;

static const struct nl_error success;

/* A failure of the socket itself, not of a request. */
static const struct nl_error *fail(const char *what)
{
	nl.error = (struct nl_error){ .err = -errno };
	snprintf(nl.error.text, sizeof(nl.error.text), "netlink %s: %s", what,
		 strerror(errno));
	return &nl.error;
}

static const struct nl_error *open_socket(void)
{
	int on = 1;

	nl.sock = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!nl.sock)
		return fail("socket");
	if (mnl_socket_bind(nl.sock, 0, MNL_SOCKET_AUTOPID) < 0)
		return fail("bind");
	/* Older kernels lack some; then messages are less telling. */
	mnl_socket_setsockopt(nl.sock, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(nl.sock, NETLINK_CAP_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(nl.sock, NETLINK_GET_STRICT_CHK, &on,
			      sizeof(on));
	nl.seq = time(NULL);
	return NULL;
}

/**
 * nl_prepare() - Begin a request
 * @buf: memory for it
 * @cmd: generic netlink command
 */
struct nlmsghdr *nl_prepare(struct nl_buffer *buf, u8 cmd)
{
	struct nlmsghdr *msg = mnl_nlmsg_put_header(buf->data);
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(msg, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = VSW_FAMILY_VERSION;
	return msg;
}

/* The type of the attribute of @request that has the byte at @offset. */
static u16 attr_at(const struct nlmsghdr *request, u32 offset)
{
	const struct nlattr *attr;
	u32 begin;

	mnl_attr_for_each(attr, request, sizeof(struct genlmsghdr)) {
		begin = (const char *)attr - (const char *)request;
		if (offset >= begin && offset < begin + attr->nla_len)
			return mnl_attr_get_type(attr);
	}
	return 0;
}

static void parse_ext_ack(const struct nlmsghdr *msg, size_t offset,
			  const struct nlmsghdr *request)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, msg, offset) {
		switch (mnl_attr_get_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			snprintf(nl.error.text, sizeof(nl.error.text), "%s",
				 attr_text(attr));
			break;
		case NLMSGERR_ATTR_OFFS:
			nl.error.attr = attr_at(request, attr_number(attr));
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			nl.error.attr = attr_number(attr);
			nl.error.missing = true;
			break;
		}
	}
}

/* The verdict of a request: in an error message, or at the end of a dump. */
static void parse_verdict(const struct nlmsghdr *msg,
			  const struct nlmsghdr *request)
{
	const struct nlmsgerr *verdict = mnl_nlmsg_get_payload(msg);
	size_t offset = sizeof(int);

	nl.error = (struct nl_error){ 0 };
	if (mnl_nlmsg_get_payload_len(msg) < sizeof(int))
		return;
	nl.error.err = verdict->error;
	if (!(msg->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (msg->nlmsg_type == NLMSG_ERROR) {
		offset = sizeof(*verdict);
		if (!(msg->nlmsg_flags & NLM_F_CAPPED))
			offset += mnl_nlmsg_get_payload_len(&verdict->msg);
	}
	parse_ext_ack(msg, offset, request);
}

/*
 * Handle one message of the reply to @request. True when it is the last.
 * @rows may be NULL; @interrupted is set when a dump saw a change.
 */
static bool handle(const struct nlmsghdr *msg, const struct nlmsghdr *request,
		   struct rows *rows, bool *interrupted)
{
	if (msg->nlmsg_seq != request->nlmsg_seq)
		return false;
	if (msg->nlmsg_flags & NLM_F_DUMP_INTR)
		*interrupted = true;
	if (msg->nlmsg_type == NLMSG_ERROR || msg->nlmsg_type == NLMSG_DONE) {
		parse_verdict(msg, request);
		return true;
	}
	if (rows && msg->nlmsg_type == request->nlmsg_type)
		rows_append(rows, msg);
	return false;
}

/*
 * Whether there is more of the reply: 1, or 0, or -1 and errno. The kernel deals
 * with a request before the system call that sends it returns, but for the later
 * parts of a dump. So when no verdict was asked for, and none is there, there is
 * no error. That the kernel had no memory for one is said once, to whoever looks.
 */
static int more_to_come(const struct nlmsghdr *request)
{
	int fd = mnl_socket_get_fd(nl.sock);

	if (request->nlmsg_flags & (NLM_F_ACK | NLM_F_DUMP))
		return 1;
	if (recv(fd, NULL, 0, MSG_PEEK | MSG_DONTWAIT) >= 0)
		return 1;
	return errno == EAGAIN ? 0 : -1;
}

static const struct nl_error *receive(const struct nlmsghdr *request,
				      struct rows *rows, bool *interrupted)
{
	const struct nlmsghdr *msg;
	const void *data;
	ssize_t got;
	int len, more;

	while ((more = more_to_come(request)) > 0) {
		got = mnl_socket_recvfrom(nl.sock, nl.buf, sizeof(nl.buf));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail("receive");
		data = rows ? rows_keep(rows, nl.buf, got) : nl.buf;
		len = got;
		for (msg = data; mnl_nlmsg_ok(msg, len);
		     msg = mnl_nlmsg_next(msg, &len))
			if (handle(msg, request, rows, interrupted))
				return &nl.error;
	}
	return more ? fail("receive") : &success;
}

/* Send a request and take its reply, up to the verdict. */
static const struct nl_error *talk(struct nlmsghdr *msg, u16 flags,
				   struct rows *rows, bool *interrupted)
{
	msg->nlmsg_flags = NLM_F_REQUEST | flags;
	msg->nlmsg_seq = ++nl.seq;
	/* Without an address it goes to the kernel. */
	if (send(mnl_socket_get_fd(nl.sock), msg, msg->nlmsg_len, 0) < 0)
		return fail("send");
	return receive(msg, rows, interrupted);
}

/* The id of the group in a nested list of {name, id}; 0 if it is not there. */
static u32 find_group(const struct nlattr *groups)
{
	const struct nlattr *group, *attr;
	u32 id = 0;
	bool match;

	if (!groups)
		return 0;
	mnl_attr_for_each_nested(group, groups) {
		match = false;
		mnl_attr_for_each_nested(attr, group) {
			switch (mnl_attr_get_type(attr)) {
			case CTRL_ATTR_MCAST_GRP_NAME:
				match = !strcmp(attr_text(attr),
						VSW_MCGRP_EVENTS);
				break;
			case CTRL_ATTR_MCAST_GRP_ID:
				id = attr_number(attr);
				break;
			}
		}
		if (match)
			return id;
	}
	return 0;
}

static const struct nl_error *resolve(void)
{
	const struct nl_error *error;
	struct rows reply = { 0 };
	struct nl_buffer buf;
	struct nlmsghdr *msg;
	bool interrupted;

	msg = nl_prepare(&buf, CTRL_CMD_GETFAMILY);
	msg->nlmsg_type = GENL_ID_CTRL;
	mnl_attr_put_strz(msg, CTRL_ATTR_FAMILY_NAME, VSW_FAMILY_NAME);
	error = talk(msg, NLM_F_ACK, &reply, &interrupted);
	if (!error->err && reply.n) {
		nl.family = row_number(reply.row, CTRL_ATTR_FAMILY_ID);
		nl.group = find_group(reply.row->attr[CTRL_ATTR_MCAST_GROUPS]);
	}
	rows_free(&reply);
	if (nl.family)
		return NULL;
	if (!error->err || error->err == -ENOENT) {
		nl.error = (struct nl_error){ .err = -ENOENT };
		snprintf(nl.error.text, sizeof(nl.error.text),
			 "the vsw module is not loaded");
	}
	return &nl.error;
}

/* Return: NULL when the family can be talked to. */
static const struct nl_error *connect_family(void)
{
	const struct nl_error *error = NULL;

	if (!nl.sock)
		error = open_socket();
	if (!error && !nl.family)
		error = resolve();
	return error;
}

/**
 * nl_set_batch() - Expect many requests
 * @on: the kernel answers requests that it refuses, and no others: to each of the
 *	others the answer costs as much as the request. Warnings are lost.
 */
void nl_set_batch(bool on)
{
	nl.batch = on;
}

/**
 * nl_do() - Send a request and wait for the verdict
 * @msg: the request, from nl_prepare()
 * @reply: takes the reply's message, if one comes; may be NULL
 *
 * Return: the verdict, valid until the next call; not NULL
 */
const struct nl_error *nl_do(struct nlmsghdr *msg, struct rows *reply)
{
	const struct nl_error *error = connect_family();
	bool interrupted;

	if (error)
		return error;
	msg->nlmsg_type = nl.family;
	return talk(msg, nl.batch ? 0 : NLM_F_ACK, reply, &interrupted);
}

/**
 * nl_dump() - Dump objects
 * @msg: the request, from nl_prepare()
 * @rows: takes the objects
 *
 * A dump that a change interrupted may lack objects or have them twice, so it
 * is made again, after a pause that grows, for changes come in bursts.
 *
 * Return: the verdict, valid until the next call; not NULL. -EINTR when no
 * try was left, with @rows as the last one gave them.
 */
const struct nl_error *nl_dump(struct nlmsghdr *msg, struct rows *rows)
{
	const struct nl_error *error = connect_family();
	bool interrupted;
	int try;

	if (error)
		return error;
	msg->nlmsg_type = nl.family;
	for (try = 0; try < DUMP_TRIES; try++) {
		if (try)
			usleep(1000 << try);
		rows_free(rows);
		interrupted = false;
		error = talk(msg, NLM_F_DUMP, rows, &interrupted);
		if (error->err || !interrupted)
			return error;
	}
	nl.error = (struct nl_error){ .err = -EINTR };
	snprintf(nl.error.text, sizeof(nl.error.text),
		 "what is shown changed while it was read, %d times",
		 DUMP_TRIES);
	return &nl.error;
}

/* The group of the controller that tells of families that come and go. */
#define CTRL_GROUP	GENL_ID_CTRL

static int join_groups(void)
{
	u32 ctrl_group = CTRL_GROUP;
	int fd = mnl_socket_get_fd(nl.sock);
	int size = EVENT_BUFFER;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	mnl_socket_setsockopt(nl.sock, NETLINK_ADD_MEMBERSHIP, &ctrl_group,
			      sizeof(ctrl_group));
	return mnl_socket_setsockopt(nl.sock, NETLINK_ADD_MEMBERSHIP,
				     &nl.group, sizeof(nl.group));
}

/* Does the controller say that our family is gone? */
static bool is_farewell(u8 cmd, const struct row *row)
{
	return cmd == CTRL_CMD_DELFAMILY &&
	       row_number(row, CTRL_ATTR_FAMILY_ID) == nl.family;
}

/* Return: false if these were the last events. */
static bool deliver(ssize_t got, nl_event_fn *event, void *arg)
{
	const struct nlmsghdr *msg = (void *)nl.buf;
	const struct genlmsghdr *genl;
	struct row row;
	int len = got;

	for (; mnl_nlmsg_ok(msg, len); msg = mnl_nlmsg_next(msg, &len)) {
		if (msg->nlmsg_len < NLMSG_HDRLEN + sizeof(*genl))
			continue;
		genl = mnl_nlmsg_get_payload(msg);
		row_parse(&row, msg);
		if (msg->nlmsg_type == nl.family)
			event(genl->cmd, &row, arg);
		else if (msg->nlmsg_type == GENL_ID_CTRL &&
			 is_farewell(genl->cmd, &row))
			return false;
	}
	return true;
}

/* Take events as they come. Return: why there will be no more. */
static const char *listen_on(nl_event_fn *event, void *arg)
{
	ssize_t got;

	for (;;) {
		got = mnl_socket_recvfrom(nl.sock, nl.buf, sizeof(nl.buf));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno != ENOBUFS)
			return fail("receive")->text;
		if (got < 0)
			out_warn("events lost");
		else if (!deliver(got, event, arg))
			return "the vsw module was unloaded";
	}
}

/**
 * nl_listen() - Wait for events, until the module is unloaded
 * @ready: called when no event can be missed any more
 * @event: called for each event
 * @arg: passed to @event
 */
void nl_listen(void (*ready)(void), nl_event_fn *event, void *arg)
{
	const struct nl_error *error = connect_family();

	if (!error && join_groups() < 0)
		error = fail("subscription");
	if (error) {
		out_warn("%s", *error->text ? error->text :
					      strerror(-error->err));
		return;
	}
	ready();
	out_warn("%s", listen_on(event, arg));
}

void nl_close(void)
{
	if (nl.sock)
		mnl_socket_close(nl.sock);
	nl.sock = NULL;
}
