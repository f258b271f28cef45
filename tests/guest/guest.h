/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What guests behind a tap have in common: the tap, the frames that they send, the
 * sources of those that they get, and what they wait for.
 */
#ifndef _GUEST_H
#define _GUEST_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>

#include "args.h"

#define VNET_HDR_LEN	sizeof(struct virtio_net_hdr_mrg_rxbuf)
#define FRAME_MAX	(65536 + 256 + VNET_HDR_LEN)
#define HEX_MAX		32
#define UNTIL_MAX	4
#define SOURCES_MAX	32

/* A virtio-net header, of zeros but for a super-packet, and a frame. */
struct hex {
	unsigned char *data;
	size_t len;
};

struct until {
	const char *dev;
	unsigned long frames;
	unsigned long start;
};

struct source {
	unsigned char mac[ETH_ALEN];
	unsigned long got;
};

static const char *name;
static unsigned int pause_ms = 2;
static unsigned long get, rounds = 1, done;
static volatile sig_atomic_t stop;
static struct until untils[UNTIL_MAX];
static struct source sources[SOURCES_MAX];
static unsigned int n_untils, n_sources;

static void die(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what,
		strerror(errno));
	exit(1);
}

static void cpu_take(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu % sysconf(_SC_NPROCESSORS_ONLN), &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* --- the tap -------------------------------------------------------------- */

static int tap_open(const char *name, unsigned int flags)
{
	struct ifreq ifr = {
		.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | flags,
	};
	int hdr_len = VNET_HDR_LEN;
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		die("/dev/net/tun");
	strcpy(ifr.ifr_name, name);
	if (ioctl(fd, TUNSETIFF, &ifr))
		die(name);
	if (ioctl(fd, TUNSETVNETHDRSZ, &hdr_len) ||
	    ioctl(fd, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6))
		die("tap");
	return fd;
}

/* If it is gone already, others will find out. */
static void tap_up(const char *name)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { .ifr_flags = IFF_UP | IFF_RUNNING };

	strcpy(ifr.ifr_name, name);
	if (sock < 0 || (ioctl(sock, SIOCSIFFLAGS, &ifr) && errno != ENODEV))
		die("bringing the tap up");
	close(sock);
}

/* --- frames --------------------------------------------------------------- */

/* What TCP over IPv4 without options leaves to others, segments of so many bytes. */
static struct virtio_net_hdr super_packet(unsigned int size)
{
	return (struct virtio_net_hdr) {
		.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
		.gso_type = VIRTIO_NET_HDR_GSO_TCPV4,
		.hdr_len = ETH_HLEN + 20 + 20,
		.gso_size = size,
		.csum_start = ETH_HLEN + 20,
		.csum_offset = 16,
	};
}

static unsigned int nibble(char c)
{
	return c >= 'a' ? c - 'a' + 10 : c - '0';
}

/* [gso SIZE] HEX, and returns the last word of it. */
static char **hex_parse(char **argv, struct hex *hex)
{
	struct virtio_net_hdr head = {};
	size_t digits, i;

	if (*argv && !strcmp(*argv, "gso")) {
		head = super_packet(number(*++argv));
		argv++;
	}
	if (!*argv)
		usage();
	digits = strlen(*argv);
	if (digits % 2 || strspn(*argv, "0123456789abcdef") != digits)
		usage();
	hex->len = VNET_HDR_LEN + digits / 2;
	hex->data = calloc(1, hex->len);
	if (!hex->data)
		die("memory");
	memcpy(hex->data, &head, sizeof(head));
	for (i = 0; i < digits; i++)
		hex->data[VNET_HDR_LEN + i / 2] |=
			nibble((*argv)[i]) << (i % 2 ? 0 : 4);
	return argv;
}

/* The callers see to it that there is one at a time. */
static void source_count(const unsigned char *mac)
{
	unsigned int i;

	for (i = 0; i < n_sources; i++)
		if (!memcmp(sources[i].mac, mac, ETH_ALEN))
			break;
	if (i == SOURCES_MAX) {
		errno = E2BIG;
		die("source addresses");
	}
	if (i == n_sources)
		memcpy(sources[n_sources++].mac, mac, ETH_ALEN);
	sources[i].got++;
}

static void sources_print(void)
{
	const unsigned char *a;
	unsigned int i;

	for (i = 0; i < n_sources; i++) {
		a = sources[i].mac;
		printf(" %02x%02x%02x%02x%02x%02x %lu", a[0], a[1], a[2], a[3],
		       a[4], a[5], sources[i].got);
	}
}

/* --- what others have got ------------------------------------------------- */

static unsigned long dev_stat(const char *dev, const char *which)
{
	unsigned long value;
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "/sys/class/net/%s/statistics/%s", dev, which);
	f = fopen(path, "r");
	if (!f || fscanf(f, "%lu", &value) != 1)
		die(path);
	fclose(f);
	return value;
}

/* DEV FRAMES, and returns the last word of it. */
static char **until_parse(char **argv)
{
	if (!*argv || n_untils == UNTIL_MAX)
		usage();
	untils[n_untils].dev = *argv++;
	untils[n_untils++].frames = number(*argv);
	return argv;
}

static void untils_start(void)
{
	unsigned int i;

	for (i = 0; i < n_untils; i++)
		untils[i].start = dev_stat(untils[i].dev, "rx_packets");
}

static bool untils_are_over(void)
{
	unsigned int i;

	for (i = 0; i < n_untils; i++)
		if (dev_stat(untils[i].dev, "rx_packets") - untils[i].start <
		    untils[i].frames)
			return false;
	return true;
}

/* --- arguments and rounds ------------------------------------------------- */

/* rounds, pause, get and until; returns the last word of it, NULL for others. */
static char **option_parse(char **argv)
{
	if (!strcmp(*argv, "rounds"))
		rounds = number(*++argv);
	else if (!strcmp(*argv, "pause"))
		pause_ms = number(*++argv);
	else if (!strcmp(*argv, "get"))
		get = number(*++argv);
	else if (!strcmp(*argv, "until"))
		argv = until_parse(argv + 1);
	else
		return NULL;
	return argv;
}

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

/* All rounds, or those until SIGTERM; @done is how many are over. */
static void rounds_run(void (*run)(void))
{
	struct sigaction sa = { .sa_handler = on_signal };

	setvbuf(stdout, NULL, _IOLBF, 0);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	for (; done < rounds && !stop; done++)
		run();
}

static void name_parse(int argc, char **argv)
{
	if (argc < 2 || strlen(argv[1]) >= IFNAMSIZ)
		usage();
	name = argv[1];
}

#endif /* _GUEST_H */
