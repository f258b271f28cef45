// SPDX-License-Identifier: GPL-2.0
/*
 * frame: send and receive exact bytes on a netdevice.
 *
 *	frame send DEV [count N] [csum START OFFSET [gso SIZE]] HEX...
 *	frame tap NAME [count N] [ufo SIZE] HEX...
 *	frame recv DEV [count N] [timeout MS] [type ETHERTYPE] [udp] [host ETHERTYPE] [all]
 *
 * "send" puts each HEX on the wire of DEV as a frame of its own. With "csum" a
 * checksum is still to be written to it, by a device or the host for it: that of
 * all from byte START on, at least 20, to OFFSET bytes behind that. With "gso", too,
 * it is a super-packet of TCP over IPv4, without TCP options, still to be cut into
 * segments of SIZE bytes. "tap" opens the existing tap device NAME
 * (IFF_TAP|IFF_NO_PI, no virtio-net header) and writes the frames to it: that is
 * what a guest can do, runts included. With "ufo" there is such a header, and it says
 * that the packet of UDP in the frame is to be cut into fragments of SIZE bytes.
 * "recv" prints "ready", then one frame a line in hex, with a VLAN tag that the
 * kernel keeps beside the frame put back; it exits 0 after N frames and 1 when
 * the time is over. It leaves out frames that this host sent, unless "all".
 * With "host" it listens for one protocol only, as a daemon would: it sees what
 * gets past the device's receive handler, while otherwise it sees everything.
 * White space, ':' and '.' within HEX are skipped.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>

#include "args.h"

#define FRAME_MAX	(65536 + 256)
#define ADDRS_LEN	(2 * ETH_ALEN)

struct options {
	unsigned long count;
	unsigned long timeout_ms;
	unsigned long type;
	unsigned long host;
	bool udp;
	bool all;
	/* All 0 unless there is to be one. */
	struct virtio_net_hdr vnet;
};

static unsigned char frame[FRAME_MAX];

static void die(const char *what)
{
	fprintf(stderr, "frame: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void usage(void)
{
	fprintf(stderr,
		"usage: frame send DEV [count N] [csum START OFFSET [gso SIZE]] HEX...\n"
		"       frame tap NAME [count N] [ufo SIZE] HEX...\n"
		"       frame recv DEV [count N] [timeout MS] [type ETHERTYPE] [udp] [host ETHERTYPE] [all]\n");
	exit(2);
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Returns the number of bytes. */
static size_t hex_parse(const char *text)
{
	size_t digits = 0;
	int value;

	for (; *text; text++) {
		if (strchr(" \t\n:.", *text))
			continue;
		value = nibble(*text);
		if (value < 0 || digits / 2 >= sizeof(frame)) {
			fprintf(stderr, "frame: not hex, or too long: %s\n", text);
			exit(2);
		}
		if (digits % 2)
			frame[digits / 2] |= value;
		else
			frame[digits / 2] = value << 4;
		digits++;
	}
	if (digits % 2) {
		fprintf(stderr, "frame: odd number of hex digits\n");
		exit(2);
	}
	return digits / 2;
}

static int packet_open(const char *dev, unsigned int protocol)
{
	struct sockaddr_ll sll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(protocol),
		.sll_ifindex = if_nametoindex(dev),
	};
	int one = 1;
	int fd;

	if (!sll.sll_ifindex)
		die(dev);
	/* Protocol 0 until bound: no frame of another device gets in. */
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &one, sizeof(one)) ||
	    bind(fd, (struct sockaddr *)&sll, sizeof(sll)))
		die("packet socket");
	return fd;
}

static bool has_vnet(const struct options *opt)
{
	return opt->vnet.flags || opt->vnet.gso_type;
}

static int tap_attach(const char *name, const struct options *opt)
{
	struct ifreq ifr = {
		.ifr_flags = IFF_TAP | IFF_NO_PI |
			     (has_vnet(opt) ? IFF_VNET_HDR : 0),
	};
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		die("/dev/net/tun");
	if (strlen(name) >= IFNAMSIZ)
		usage();
	strcpy(ifr.ifr_name, name);
	if (ioctl(fd, TUNSETIFF, &ifr))
		die(name);
	return fd;
}

static void frames_send(int fd, char **words, const struct options *opt)
{
	struct iovec iov[] = {
		{ (void *)&opt->vnet, has_vnet(opt) ? sizeof(opt->vnet) : 0 },
		{ frame, 0 },
	};
	unsigned long i;

	for (; *words; words++) {
		iov[1].iov_len = hex_parse(*words);
		for (i = 0; i < opt->count; i++) {
			if (writev(fd, iov, 2) !=
			    (ssize_t)(iov[0].iov_len + iov[1].iov_len))
				die("write");
		}
	}
}

static int send_open(const char *dev, const struct options *opt)
{
	int fd = packet_open(dev, ETH_P_ALL);
	int one = 1;

	if (has_vnet(opt) &&
	    setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof(one)))
		die("PACKET_VNET_HDR");
	return fd;
}

/* The kernel takes the outermost tag off the frame; put it back. */
static size_t tag_restore(struct msghdr *msg, size_t len)
{
	struct tpacket_auxdata aux;
	struct cmsghdr *cmsg;
	uint16_t tag[2];

	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		if (cmsg->cmsg_level != SOL_PACKET ||
		    cmsg->cmsg_type != PACKET_AUXDATA)
			continue;
		memcpy(&aux, CMSG_DATA(cmsg), sizeof(aux));
		if (!(aux.tp_status & TP_STATUS_VLAN_VALID))
			continue;
		tag[0] = htons(aux.tp_status & TP_STATUS_VLAN_TPID_VALID ?
			       aux.tp_vlan_tpid : ETH_P_8021Q);
		tag[1] = htons(aux.tp_vlan_tci);
		memmove(frame + ADDRS_LEN + sizeof(tag), frame + ADDRS_LEN,
			len - ADDRS_LEN);
		memcpy(frame + ADDRS_LEN, tag, sizeof(tag));
		return len + sizeof(tag);
	}
	return len;
}

/* Returns the length of a frame that is wanted, or 0. */
static size_t frame_take(int fd, const struct options *opt)
{
	union {
		struct cmsghdr align;
		char buf[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
	} control;
	struct iovec iov = { frame, sizeof(frame) - 4 };
	struct sockaddr_ll from;
	struct msghdr msg = {
		.msg_name = &from, .msg_namelen = sizeof(from),
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	ssize_t len = recvmsg(fd, &msg, MSG_DONTWAIT);

	if (len < 0) {
		if (errno == EAGAIN || errno == EINTR)
			return 0;
		die("recvmsg");
	}
	if (from.sll_pkttype == PACKET_OUTGOING && !opt->all)
		return 0;
	if (len >= ETH_HLEN)
		len = tag_restore(&msg, len);
	if (opt->type && (len < ETH_HLEN ||
			  (frame[12] << 8 | frame[13]) != (int)opt->type))
		return 0;
	return len;
}

/* UDP over IPv4 or IPv6, with no headers between. */
static bool frame_is_udp(ssize_t len)
{
	if (len < ETH_HLEN + 20)
		return false;
	switch (frame[12] << 8 | frame[13]) {
	case ETH_P_IP:
		return frame[ETH_HLEN + 9] == IPPROTO_UDP;
	case ETH_P_IPV6:
		return frame[ETH_HLEN + 6] == IPPROTO_UDP;
	default:
		return false;
	}
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int frames_recv(const char *dev, const struct options *opt)
{
	struct pollfd pfd = {
		.fd = packet_open(dev, opt->host ? opt->host : ETH_P_ALL),
		.events = POLLIN,
	};
	long end = now_ms() + opt->timeout_ms;
	unsigned long seen = 0;
	long left;
	size_t len, i;

	printf("ready\n");
	while (seen < opt->count) {
		left = end - now_ms();
		if (left <= 0)
			return 1;
		if (poll(&pfd, 1, left) <= 0)
			continue;
		len = frame_take(pfd.fd, opt);
		if (!len || (opt->udp && !frame_is_udp(len)))
			continue;
		for (i = 0; i < len; i++)
			printf("%02x", frame[i]);
		printf("\n");
		seen++;
	}
	return 0;
}

static char **csum_parse(char **argv, struct options *opt)
{
	opt->vnet.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	opt->vnet.csum_start = number(*++argv);
	opt->vnet.csum_offset = number(*++argv);
	return argv;
}

/* Behind "csum". */
static char **gso_parse(char **argv, struct options *opt)
{
	opt->vnet.gso_type = VIRTIO_NET_HDR_GSO_TCPV4;
	opt->vnet.gso_size = number(*++argv);
	opt->vnet.hdr_len = opt->vnet.csum_start + 20;
	return argv;
}

static char **ufo_parse(char **argv, struct options *opt)
{
	opt->vnet.gso_type = VIRTIO_NET_HDR_GSO_UDP;
	opt->vnet.gso_size = number(*++argv);
	return argv;
}

static char **options_parse(char **argv, struct options *opt)
{
	for (; *argv; argv++) {
		if (!strcmp(*argv, "count"))
			opt->count = number(*++argv);
		else if (!strcmp(*argv, "csum"))
			argv = csum_parse(argv, opt);
		else if (!strcmp(*argv, "gso"))
			argv = gso_parse(argv, opt);
		else if (!strcmp(*argv, "ufo"))
			argv = ufo_parse(argv, opt);
		else if (!strcmp(*argv, "timeout"))
			opt->timeout_ms = number(*++argv);
		else if (!strcmp(*argv, "type"))
			opt->type = number(*++argv);
		else if (!strcmp(*argv, "udp"))
			opt->udp = true;
		else if (!strcmp(*argv, "host"))
			opt->host = number(*++argv);
		else if (!strcmp(*argv, "all"))
			opt->all = true;
		else
			break;
	}
	return argv;
}

int main(int argc, char **argv)
{
	struct options opt = { .count = 1, .timeout_ms = 5000 };
	char **rest;

	if (argc < 3)
		usage();
	setvbuf(stdout, NULL, _IOLBF, 0);
	rest = options_parse(argv + 3, &opt);
	if (!strcmp(argv[1], "recv")) {
		if (*rest)
			usage();
		return frames_recv(argv[2], &opt);
	}
	if (!*rest)
		usage();
	if (!strcmp(argv[1], "send"))
		frames_send(send_open(argv[2], &opt), rest, &opt);
	else if (!strcmp(argv[1], "tap"))
		frames_send(tap_attach(argv[2], &opt), rest, &opt);
	else
		usage();
	return 0;
}
