// SPDX-License-Identifier: GPL-2.0
/*
 * usage: inns NETNS COMMAND...
 * As "ip netns exec", but that gives the command a /sys of the namespace's own, in
 * a copy of all mounts. The tests start thousands of commands, and nearly none of
 * them looks there.
 */
#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char path[PATH_MAX];
	int fd;

	if (argc < 3) {
		fprintf(stderr, "usage: inns NETNS COMMAND...\n");
		return 2;
	}
	snprintf(path, sizeof(path), "/run/netns/%s", argv[1]);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "%s", path);
	execvp(argv[2], argv + 2);
	err(127, "%s", argv[2]);
}
