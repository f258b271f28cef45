// SPDX-License-Identifier: GPL-2.0
/*
 * vtap: play the part of a virtual machine's NIC.
 *
 *	vtap HOSTTAP NETNS GUESTDEV [mac ADDRESS] [mtu BYTES]
 *
 * HOSTTAP, in the current network namespace, is what a hypervisor would give
 * to the switch; GUESTDEV, in NETNS, is what the guest would see. Frames move
 * whole between the two with their virtio-net header, offloads on, as vhost
 * does: super-packets are neither segmented nor checksummed on the way.
 *
 * Prints "ready" once both exist, runs until SIGTERM or SIGINT, then prints
 * the number of frames moved and dropped.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/if_tun.h>

#ifndef TUN_F_USO4
#define TUN_F_USO4	0x20
#define TUN_F_USO6	0x40
#endif

#define VNET_HDR_LEN	12	/* struct virtio_net_hdr_mrg_rxbuf */
#define FRAME_MAX	(65536 + 256 + VNET_HDR_LEN)
#define BURST		64

struct direction {
	int from;
	int to;
	unsigned long moved;
	unsigned long dropped;
};

static volatile sig_atomic_t stop;

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

static void die(const char *what)
{
	fprintf(stderr, "vtap: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void usage(void)
{
	fprintf(stderr, "usage: vtap HOSTTAP NETNS GUESTDEV [mac ADDRESS] [mtu BYTES]\n");
	exit(2);
}

static void offload_set(int fd)
{
	unsigned int flags = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;

	/* Kernels before 6.2 have no UDP segmentation offload in tun. */
	if (ioctl(fd, TUNSETOFFLOAD, flags | TUN_F_USO4 | TUN_F_USO6) &&
	    ioctl(fd, TUNSETOFFLOAD, flags))
		die("TUNSETOFFLOAD");
}

static int tap_open(const char *name)
{
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	int hdr_len = VNET_HDR_LEN;
	struct ifreq ifr = {
		.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR,
	};

	if (fd < 0)
		die("/dev/net/tun");
	if (strlen(name) >= IFNAMSIZ)
		usage();
	strcpy(ifr.ifr_name, name);
	if (ioctl(fd, TUNSETIFF, &ifr))
		die(name);
	if (ioctl(fd, TUNSETVNETHDRSZ, &hdr_len))
		die("TUNSETVNETHDRSZ");
	offload_set(fd);
	return fd;
}

static void mac_set(const char *dev, const char *text)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { .ifr_hwaddr.sa_family = ARPHRD_ETHER };
	unsigned char *a = (unsigned char *)ifr.ifr_hwaddr.sa_data;

	strcpy(ifr.ifr_name, dev);
	if (sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx",
		   a, a + 1, a + 2, a + 3, a + 4, a + 5) != 6)
		usage();
	if (sock < 0 || ioctl(sock, SIOCSIFHWADDR, &ifr))
		die("setting the address");
	close(sock);
}

static void mtu_set(const char *dev, const char *text)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { .ifr_mtu = atoi(text) };

	strcpy(ifr.ifr_name, dev);
	if (sock < 0 || ioctl(sock, SIOCSIFMTU, &ifr))
		die("setting the MTU");
	close(sock);
}

static void netns_enter(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(path);
	close(fd);
}

/*
 * A frame that the other side cannot take is lost, as on a wire: a tap that is
 * down answers EIO, one whose queue is full EAGAIN.
 */
static void frames_move(struct direction *d)
{
	static char buf[FRAME_MAX];
	ssize_t len;
	int i;

	for (i = 0; i < BURST; i++) {
		len = read(d->from, buf, sizeof(buf));
		if (len <= 0)
			return;
		if (write(d->to, buf, len) == len)
			d->moved++;
		else
			d->dropped++;
	}
}

static void loop(int host, int guest)
{
	struct direction up = { .from = guest, .to = host };
	struct direction down = { .from = host, .to = guest };
	struct pollfd fds[] = {
		{ .fd = host, .events = POLLIN },
		{ .fd = guest, .events = POLLIN },
	};

	while (!stop) {
		if (poll(fds, 2, -1) < 0)
			continue;
		/* A device that was deleted under us raises POLLERR for ever. */
		if ((fds[0].revents | fds[1].revents) & (POLLERR | POLLNVAL))
			break;
		if (fds[0].revents)
			frames_move(&down);
		if (fds[1].revents)
			frames_move(&up);
	}
	printf("to guest %lu dropped %lu, from guest %lu dropped %lu\n",
	       down.moved, down.dropped, up.moved, up.dropped);
}

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_signal };
	int host, guest, i;

	if (argc < 4 || argc % 2)
		usage();
	setvbuf(stdout, NULL, _IOLBF, 0);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);

	host = tap_open(argv[1]);
	netns_enter(argv[2]);
	guest = tap_open(argv[3]);
	for (i = 4; i < argc; i += 2) {
		if (!strcmp(argv[i], "mac"))
			mac_set(argv[3], argv[i + 1]);
		else if (!strcmp(argv[i], "mtu"))
			mtu_set(argv[3], argv[i + 1]);
		else
			usage();
	}
	printf("ready\n");
	loop(host, guest);
	return 0;
}
