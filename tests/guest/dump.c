// SPDX-License-Identifier: GPL-2.0
/*
 * dump: have something change in the middle of a dump.
 *
 *	dump network|fdb COMMAND [ARGUMENT...]
 *
 * Starts a dump of all objects of that kind, reads the first of its messages,
 * runs the command, and reads the rest. Prints "objects N interrupted 0|1",
 * the latter if the kernel said so (NLM_F_DUMP_INTR) in any message. Exit status
 * 0, or 1 if the command failed or there was nothing left to read after it.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../../uapi/linux/vsw.h"

#define HEADER_LEN	(NLMSG_HDRLEN + GENL_HDRLEN)

static union {
	struct nlmsghdr nlh;
	unsigned char data[65536];
} buf;

static int sock;
static unsigned long objects;
static bool interrupted;

static void die(const char *what)
{
	fprintf(stderr, "dump: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void usage(void)
{
	fprintf(stderr, "usage: dump network|fdb COMMAND [ARGUMENT...]\n");
	exit(2);
}

static void request(uint16_t type, uint8_t cmd, uint16_t flags,
		    const char *name)
{
	struct genlmsghdr *genl = (void *)(buf.data + NLMSG_HDRLEN);
	struct nlattr *nla = (void *)(buf.data + HEADER_LEN);

	memset(buf.data, 0, 256);
	buf.nlh.nlmsg_len = HEADER_LEN;
	buf.nlh.nlmsg_type = type;
	buf.nlh.nlmsg_flags = NLM_F_REQUEST | flags;
	genl->cmd = cmd;
	genl->version = 1;
	if (name) {
		nla->nla_type = CTRL_ATTR_FAMILY_NAME;
		nla->nla_len = NLA_HDRLEN + strlen(name) + 1;
		memcpy((char *)nla + NLA_HDRLEN, name, strlen(name) + 1);
		buf.nlh.nlmsg_len += NLA_ALIGN(nla->nla_len);
	}
	if (send(sock, buf.data, buf.nlh.nlmsg_len, 0) < 0)
		die("send");
}

static size_t receive(void)
{
	ssize_t len = recv(sock, buf.data, sizeof(buf.data), 0);

	if (len < 0)
		die("recv");
	if (buf.nlh.nlmsg_type == NLMSG_ERROR) {
		memcpy(&errno, NLMSG_DATA(&buf.nlh), sizeof(int));
		errno = -errno;
		die("refused");
	}
	return len;
}

static uint16_t family_find(void)
{
	const struct nlattr *nla;
	size_t len, at;
	uint16_t id;

	request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0, VSW_FAMILY_NAME);
	len = receive();
	for (at = HEADER_LEN; at < len; at += NLA_ALIGN(nla->nla_len)) {
		nla = (const void *)(buf.data + at);
		if (nla->nla_type != CTRL_ATTR_FAMILY_ID)
			continue;
		memcpy(&id, buf.data + at + NLA_HDRLEN, sizeof(id));
		return id;
	}
	errno = ENOENT;
	die(VSW_FAMILY_NAME);
	return 0;
}

/* Takes in one datagram of the dump. Returns whether there is more. */
static bool read_some(void)
{
	const struct nlmsghdr *nlh = &buf.nlh;
	size_t len = receive();

	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			interrupted = true;
		if (nlh->nlmsg_type == NLMSG_DONE)
			return false;
		objects++;
	}
	return true;
}

static bool run(char **argv)
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid) {
		execvp(argv[0], argv);
		die(argv[0]);
	}
	return waitpid(pid, &status, 0) == pid && !status;
}

int main(int argc, char **argv)
{
	bool ok;
	int cmd;

	if (argc < 3)
		usage();
	if (!strcmp(argv[1], "network"))
		cmd = VSW_CMD_NETWORK_GET;
	else if (!strcmp(argv[1], "fdb"))
		cmd = VSW_CMD_FDB_GET;
	else
		usage();

	sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	if (sock < 0)
		die("socket");
	request(family_find(), cmd, NLM_F_DUMP, NULL);
	ok = read_some() && run(argv + 2);
	if (ok)
		while (read_some())
			;
	printf("objects %lu interrupted %d\n", objects, interrupted);
	return !ok;
}
