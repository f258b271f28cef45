// SPDX-License-Identifier: GPL-2.0
/*
 * stamp: hold a socket that wants the time of packets, until killed.
 *
 * The kernel patches its receive path when the first such socket comes and when
 * the last one goes, and each ping has one. An emulator with a thread for each
 * CPU loses that race once in a thousand times, and the guest is dead ("Oops:
 * int3"). With one socket that stays there is nothing to patch.
 */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int on = 1;

	if (sock < 0 ||
	    setsockopt(sock, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof(on))) {
		perror("SO_TIMESTAMP");
		return 1;
	}
	while (1)
		pause();
}
