// SPDX-License-Identifier: GPL-2.0
/*
 * mangle: what a hostile guest may send.
 *
 *	mangle TAP SEED MILLISECONDS VICTIM-MAC
 *
 * Opens the existing tap device TAP with virtio-net headers, as a hypervisor
 * does for a guest, and writes frames to it that are almost right: stacks of
 * VLAN tags, IP, UDP, TCP and VXLAN headers with fields bent, frames in VXLAN
 * in frames, cut at any length, with offload requests that fit or do not fit.
 * Addresses are wild, but VICTIM-MAC is often among them. The same SEED gives
 * the same frames. Prints how many the kernel took and how many it refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>

#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4 5
#endif

#define FRAME_MAX	65535
#define PLAUSIBLE	1600

static unsigned char packet[sizeof(struct virtio_net_hdr) + FRAME_MAX];
static unsigned char *const frame = packet + sizeof(struct virtio_net_hdr);
static unsigned char victim[ETH_ALEN];
static size_t len;
static size_t l4;	/* where the innermost UDP or TCP header is */
static unsigned long long state;

static void die(const char *what)
{
	fprintf(stderr, "mangle: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* 0 to @range - 1; Marsaglia's xorshift64* */
static unsigned int pick(unsigned int range)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned int)((state * 0x2545f4914f6cdd1dULL) >> 33) % range;
}

static void put(const void *bytes, size_t n)
{
	if (len + n > FRAME_MAX)
		return;
	memcpy(frame + len, bytes, n);
	len += n;
}

static void put16(unsigned int value)
{
	unsigned short word = htons(value);

	put(&word, sizeof(word));
}

static void put_noise(size_t n)
{
	while (n-- && len < FRAME_MAX)
		frame[len++] = pick(256);
}

static void put_address(void)
{
	static const unsigned char special[][ETH_ALEN] = {
		{ 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
		{ 0x01, 0x80, 0xc2, 0x00, 0x00, 0x00 },
		{ 0x33, 0x33, 0x00, 0x00, 0x00, 0x01 },
		{ 0x01, 0x00, 0x5e, 0x00, 0x00, 0x01 },
		{ 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 },
		{ 0x02, 0xbb, 0xbb, 0xbb, 0xbb, 0xbb },
	};
	unsigned int which = pick(10);

	if (which < 6)
		put(special[which], ETH_ALEN);
	else if (which < 8)
		put(victim, ETH_ALEN);
	else
		put_noise(ETH_ALEN);
}

static void put_tags(void)
{
	static const unsigned short types[] = { 0x8100, 0x8100, 0x88a8, 0x9100 };
	unsigned int n = pick(2) ? 0 : pick(5);

	while (n--) {
		put16(types[pick(4)]);
		put16(pick(4) ? pick(31) : pick(65536));
	}
}

static void put_ipv4(unsigned int proto, unsigned int payload)
{
	put16(pick(8) ? 0x4500 : pick(65536));
	put16(pick(4) ? 20 + payload : pick(65536));
	put16(pick(65536));
	put16(pick(4) ? 0x4000 : pick(65536));
	put16(0x4000 | proto);
	put16(pick(65536));
	put_noise(8);
}

static void put_ipv6(unsigned int proto, unsigned int payload)
{
	put16(0x6000 | pick(4096));
	put16(pick(65536));
	put16(pick(4) ? payload : pick(65536));
	put16(proto << 8 | 64);
	put_noise(32);
}

static void put_frame(unsigned int depth);

static void put_udp(unsigned int depth, unsigned int payload)
{
	put16(pick(65536));
	put16(pick(4) ? 4789 : pick(65536));
	put16(pick(4) ? payload : pick(65536));
	put16(pick(2) ? 0 : pick(65536));
	put16(pick(4) ? 0x0800 : pick(65536));
	put16(0);
	put16(pick(2) ? 0 : pick(65536));
	put16(pick(2) ? 0x0100 : pick(65536));
	if (depth < 4 && pick(4))
		put_frame(depth + 1);
}

static void put_tcp(void)
{
	put_noise(12);
	put16((pick(4) ? 5 : pick(16)) << 12 | pick(4096));
	put_noise(6);
}

/* A frame, or one within another. */
static void put_frame(unsigned int depth)
{
	unsigned int payload = pick(pick(16) ? PLAUSIBLE : 60000);
	unsigned int proto = pick(2) ? 17 : 6;

	put_address();
	put_address();
	put_tags();
	switch (pick(4)) {
	case 0:
		put16(pick(65536));
		break;
	case 1:
		put16(ETH_P_IPV6);
		put_ipv6(proto, payload);
		break;
	default:
		put16(ETH_P_IP);
		put_ipv4(proto, payload);
		break;
	}
	l4 = len;
	if (proto == 17)
		put_udp(depth, payload);
	else
		put_tcp();
	put_noise(payload > 64 ? 64 : payload);
	if (!depth && len < payload) {
		memset(frame + len, 0x5a, payload - len);
		len = payload;
	}
}

static void offloads(struct virtio_net_hdr *hdr)
{
	static const unsigned char types[] = {
		VIRTIO_NET_HDR_GSO_NONE, VIRTIO_NET_HDR_GSO_TCPV4,
		VIRTIO_NET_HDR_GSO_TCPV6, VIRTIO_NET_HDR_GSO_UDP,
		VIRTIO_NET_HDR_GSO_UDP_L4,
		VIRTIO_NET_HDR_GSO_TCPV4 | VIRTIO_NET_HDR_GSO_ECN,
	};

	memset(hdr, 0, sizeof(*hdr));
	if (pick(3) == 0)
		return;
	hdr->flags = pick(8) ? VIRTIO_NET_HDR_F_NEEDS_CSUM : pick(256);
	hdr->gso_type = pick(8) ? types[pick(6)] : pick(256);
	hdr->hdr_len = pick(2) ? l4 + 20 : pick(8) ? 0 : pick(65536);
	hdr->gso_size = pick(4) ? 1 + pick(1500) : pick(65536);
	hdr->csum_start = pick(4) ? l4 : pick(4) ? pick(200) : pick(65536);
	hdr->csum_offset = pick(4) ? (pick(2) ? 6 : 16) : pick(65536);
}

/* Writes one frame; whether the kernel took it. */
static int send_one(int fd)
{
	unsigned int i;

	len = 0;
	put_frame(0);
	for (i = pick(4) ? 0 : pick(8); i; i--)
		frame[pick(len)] = pick(256);
	if (!pick(4))
		len = pick(pick(2) ? 64 : len);
	offloads((struct virtio_net_hdr *)packet);
	return write(fd, packet, sizeof(struct virtio_net_hdr) + len) > 0;
}

static int tap_open(const char *name)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR };
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		die("/dev/net/tun");
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	if (ioctl(fd, TUNSETIFF, &ifr))
		die(name);
	return fd;
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
	unsigned long taken = 0, refused = 0;
	long end;
	int fd;

	if (argc != 5 ||
	    sscanf(argv[4], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", victim, victim + 1,
		   victim + 2, victim + 3, victim + 4, victim + 5) != 6) {
		fprintf(stderr,
			"usage: mangle TAP SEED MILLISECONDS VICTIM-MAC\n");
		return 2;
	}
	state = strtoull(argv[2], NULL, 0) | 1;
	fd = tap_open(argv[1]);
	end = now_ms() + atol(argv[3]);
	while (now_ms() < end) {
		if (send_one(fd))
			taken++;
		else
			refused++;
	}
	printf("taken %lu refused %lu\n", taken, refused);
	return 0;
}
