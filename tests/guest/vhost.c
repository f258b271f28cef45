// SPDX-License-Identifier: GPL-2.0
/*
 * vhost: a guest whose frames the kernel moves between its memory and its tap
 * (vhost-net), as for most virtual machines. What it sends at once, the tap gets
 * in batches, which go another way than what is written to a tap; that way is open
 * even while the tap is down.
 *
 *	vhost NAME [rounds N] [pause MS] [get FRAMES] [super FRAMES]
 *	      [until DEV FRAMES]... [want [gso SIZE] HEX]...
 *	      [[times N] [gso SIZE] HEX]...
 *
 * In each round the tap is made (virtio-net header, offloads). The guest sends all
 * HEX at once, each N times (1), and once all have left, pauses (2 ms) unless
 * something comes, takes that, and begins again. The tap is brought up after the
 * first of them, from another CPU; until then there is no pause. A round is over
 * once all have been sent while the tap was up, FRAMES and super-packets have come,
 * and each DEV has received FRAMES more; without "until" that is never. It is over,
 * too, when the tap is deleted by somebody else. The tap is made anew at once for
 * the next round.
 *
 * With "gso" a frame is a super-packet of TCP over IPv4: cut it into segments of
 * SIZE bytes, if it is longer than that, and finish its checksum. One that does not
 * fit a page goes alone, and what was to go before it, as a batch, before it.
 *
 * After all rounds (1), or SIGTERM, it prints one line:
 *
 *	rounds 20 sent 80 lost 3 got 7 super 2 hex1 40 hex2 40 want1 2
 *	020000000002 6 020000000004 1
 *
 * Sent is what has left the guest, in all and of each HEX. Of that the tap has
 * lost some, super-packets that go alone, while it was down. Super-packets are
 * among what it has got; those wanted are what "want" says, to the byte.
 */
#include <poll.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <linux/vhost.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "guest.h"

#define TX_LEN		256	/* descriptors */
#define RX_LEN		64
#define RING_ALIGN	64
#define RING_MEMORY	16384	/* more than vring_size() of either */
#define WANT_MAX	4
#define MEMORY_END	0x7ffffffff000ULL

/* vhost-net's numbers of the two (VHOST_NET_VQ_RX, _TX). */
enum { RX, TX, N_RINGS };

struct ring {
	alignas(4096) unsigned char memory[RING_MEMORY];
	struct vring vring;
	uint16_t added;		/* descriptors, and those of them that are back */
	uint16_t back;
	int kick;
	int call;
};

static int tap, vhost;
static struct ring rings[N_RINGS];
static unsigned char buffers[RX_LEN][FRAME_MAX];
static struct hex hexes[HEX_MAX], wants[WANT_MAX];
static unsigned int times[HEX_MAX], n_hexes, n_wants;
/* Which HEX a descriptor of TX has. */
static unsigned int hex_of[TX_LEN];
static unsigned long get_super, sent[HEX_MAX], wanted[WANT_MAX], lost, got, super;
/* In this round: */
static unsigned long got_now, super_now;
static unsigned int cpu_up;
static volatile bool is_up;

static void usage(void)
{
	fprintf(stderr,
		"usage: vhost NAME [rounds N] [pause MS] [get FRAMES] [super FRAMES] [until DEV FRAMES]... [want [gso SIZE] HEX]... [[times N] [gso SIZE] HEX]...\n");
	exit(2);
}

/* --- rings ---------------------------------------------------------------- */

/* What is added shall be seen by the kernel, all at once. */
static void ring_kick(struct ring *r)
{
	__atomic_store_n(&r->vring.avail->idx, r->added, __ATOMIC_RELEASE);
	if (eventfd_write(r->kick, 1))
		die("kick");
}

/* The descriptor is added already. */
static void ring_add(struct ring *r, unsigned int desc)
{
	r->vring.avail->ring[r->added++ % r->vring.num] = desc;
}

/* Returns the next that the kernel is done with, or NULL. */
static const struct vring_used_elem *ring_next(struct ring *r)
{
	if (r->back == __atomic_load_n(&r->vring.used->idx, __ATOMIC_ACQUIRE))
		return NULL;
	return &r->vring.used->ring[r->back++ % r->vring.num];
}

static void ask(unsigned long request, void *arg, const char *what)
{
	if (ioctl(vhost, request, arg))
		die(what);
}

static void ring_start(unsigned int index, unsigned int len)
{
	struct ring *r = &rings[index];
	struct vhost_vring_state num = { index, len }, base = { index, 0 };
	struct vhost_vring_addr addr = { .index = index };
	struct vhost_vring_file file = { .index = index };

	memset(r->memory, 0, sizeof(r->memory));
	vring_init(&r->vring, len, r->memory, RING_ALIGN);
	r->added = 0;
	r->back = 0;
	r->kick = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	r->call = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (r->kick < 0 || r->call < 0)
		die("eventfd");
	addr.desc_user_addr = (uintptr_t)r->vring.desc;
	addr.avail_user_addr = (uintptr_t)r->vring.avail;
	addr.used_user_addr = (uintptr_t)r->vring.used;
	ask(VHOST_SET_VRING_NUM, &num, "VHOST_SET_VRING_NUM");
	ask(VHOST_SET_VRING_BASE, &base, "VHOST_SET_VRING_BASE");
	ask(VHOST_SET_VRING_ADDR, &addr, "VHOST_SET_VRING_ADDR");
	file.fd = r->kick;
	ask(VHOST_SET_VRING_KICK, &file, "VHOST_SET_VRING_KICK");
	file.fd = r->call;
	ask(VHOST_SET_VRING_CALL, &file, "VHOST_SET_VRING_CALL");
}

static void backend_set(int fd)
{
	unsigned int i;

	for (i = 0; i < N_RINGS; i++) {
		struct vhost_vring_file file = { i, fd };

		ask(VHOST_NET_SET_BACKEND, &file, "VHOST_NET_SET_BACKEND");
	}
}

/* The guest's memory is all of ours, and an address is the same in both. */
static void memory_set(void)
{
	struct {
		struct vhost_memory table;
		struct vhost_memory_region region;
	} memory = {
		.table = { .nregions = 1 },
		.region = { .memory_size = MEMORY_END },
	};

	ask(VHOST_SET_MEM_TABLE, &memory, "VHOST_SET_MEM_TABLE");
}

static void vhost_start(void)
{
	/* The header has its full length then. */
	uint64_t features = 1ULL << VIRTIO_F_VERSION_1;

	vhost = open("/dev/vhost-net", O_RDWR | O_CLOEXEC);
	if (vhost < 0)
		die("/dev/vhost-net");
	/* Makes the thread that moves the frames, on CPUs that we may use. */
	ask(VHOST_SET_OWNER, NULL, "VHOST_SET_OWNER");
	ask(VHOST_SET_FEATURES, &features, "VHOST_SET_FEATURES");
	memory_set();
	ring_start(RX, RX_LEN);
	ring_start(TX, TX_LEN);
}

static void vhost_stop(void)
{
	unsigned int i;

	close(vhost);
	for (i = 0; i < N_RINGS; i++) {
		close(rings[i].kick);
		close(rings[i].call);
	}
}

/* --- frames --------------------------------------------------------------- */

static bool is_super(const struct virtio_net_hdr *head, size_t len)
{
	return len > VNET_HDR_LEN + head->hdr_len + head->gso_size;
}

static bool is_wanted(const unsigned char *data, size_t len,
		      const struct hex *want)
{
	struct virtio_net_hdr is, should;

	memcpy(&is, data, sizeof(is));
	memcpy(&should, want->data, sizeof(should));
	if (!should.gso_size || !is_super(&should, want->len))
		should.gso_type = VIRTIO_NET_HDR_GSO_NONE;
	if (should.gso_type == VIRTIO_NET_HDR_GSO_NONE)
		should.gso_size = 0;
	/* hdr_len is a hint. */
	return len == want->len && is.flags == should.flags &&
	       is.gso_type == should.gso_type &&
	       is.gso_size == should.gso_size &&
	       is.csum_start == should.csum_start &&
	       is.csum_offset == should.csum_offset &&
	       !memcmp(data + VNET_HDR_LEN, want->data + VNET_HDR_LEN,
		       len - VNET_HDR_LEN);
}

static void frame_count(const unsigned char *data, size_t len)
{
	struct virtio_net_hdr head;
	unsigned int i;

	if (len < VNET_HDR_LEN + ETH_HLEN)
		return;
	memcpy(&head, data, sizeof(head));
	got++;
	got_now++;
	if (head.gso_type != VIRTIO_NET_HDR_GSO_NONE) {
		super++;
		super_now++;
	}
	source_count(data + VNET_HDR_LEN + ETH_ALEN);
	for (i = 0; i < n_wants; i++)
		wanted[i] += is_wanted(data, len, &wants[i]);
}

static void buffer_add(unsigned int i)
{
	rings[RX].vring.desc[i] = (struct vring_desc) {
		.addr = (uintptr_t)buffers[i],
		.len = sizeof(buffers[i]),
		.flags = VRING_DESC_F_WRITE,
	};
	ring_add(&rings[RX], i);
}

static void frames_take(void)
{
	const struct vring_used_elem *used;
	struct ring *r = &rings[RX];

	while ((used = ring_next(r))) {
		frame_count(buffers[used->id], used->len);
		buffer_add(used->id);
	}
	ring_kick(r);
}

/* What vhost-net has left in the tap. */
static void tap_empty(void)
{
	ssize_t len;

	while ((len = read(tap, buffers[0], sizeof(buffers[0]))) > 0)
		frame_count(buffers[0], len);
}

/* All that was sent before is back. */
static void frames_send(void)
{
	struct ring *r = &rings[TX];
	unsigned int i, j, desc;

	for (i = 0; i < n_hexes; i++) {
		for (j = 0; j < times[i]; j++) {
			desc = r->added % TX_LEN;
			hex_of[desc] = i;
			r->vring.desc[desc] = (struct vring_desc) {
				.addr = (uintptr_t)hexes[i].data,
				.len = hexes[i].len,
			};
			ring_add(r, desc);
		}
	}
	ring_kick(r);
}

/* Returns whether all are back. */
static bool frames_sent(void)
{
	const struct vring_used_elem *used;
	struct ring *r = &rings[TX];

	while ((used = ring_next(r)))
		sent[hex_of[used->id]]++;
	return r->back == r->added;
}

/* --- rounds --------------------------------------------------------------- */

static void *up_run(void *arg)
{
	cpu_take(cpu_up);
	tap_up(name);
	is_up = true;
	return arg;
}

/* Waits for something to come, or if there is some to be sent, for that as well. */
static bool tap_is_gone(bool sending, int timeout_ms)
{
	struct pollfd pfds[] = {
		{ .fd = tap },
		{ .fd = rings[RX].call, .events = POLLIN },
		{ .fd = rings[TX].call, .events = POLLIN },
	};
	eventfd_t ignored;

	poll(pfds, sending ? 3 : 2, timeout_ms);
	eventfd_read(rings[RX].call, &ignored);
	eventfd_read(rings[TX].call, &ignored);
	return pfds[0].revents & POLLERR;
}

static bool is_enough(void)
{
	return n_untils && got_now >= get && super_now >= get_super &&
	       untils_are_over();
}

/* The first are on their way. Returns whether the tap is still there. */
static bool frames_move(void)
{
	bool is_sent, was_up = false, sent_up = false;

	do {
		frames_take();
		is_sent = frames_sent();
		if (is_sent) {
			sent_up = sent_up || was_up;
			if (stop || (sent_up && is_enough()))
				return true;
			if (is_up && tap_is_gone(false, pause_ms))
				return false;
			was_up = is_up;
			frames_send();
		}
	} while (!tap_is_gone(true, 10));
	return false;
}

static void round_run(void)
{
	pthread_t thread;
	unsigned int i;
	bool is_there;

	got_now = 0;
	super_now = 0;
	is_up = false;
	cpu_up = done + 1;
	cpu_take(done);
	untils_start();
	tap = tap_open(name, 0);
	vhost_start();
	for (i = 0; i < RX_LEN; i++)
		buffer_add(i);
	backend_set(tap);
	frames_send();
	if (pthread_create(&thread, NULL, up_run, NULL))
		die("thread");
	is_there = frames_move();
	pthread_join(thread, NULL);
	if (is_there)
		lost += dev_stat(name, "rx_dropped");
	backend_set(-1);
	frames_take();
	tap_empty();
	vhost_stop();
	close(tap);
}

static void report(void)
{
	unsigned long all = 0;
	unsigned int i;

	for (i = 0; i < n_hexes; i++)
		all += sent[i];
	printf("rounds %lu sent %lu lost %lu got %lu super %lu", done, all, lost,
	       got, super);
	for (i = 0; i < n_hexes; i++)
		printf(" hex%u %lu", i + 1, sent[i]);
	for (i = 0; i < n_wants; i++)
		printf(" want%u %lu", i + 1, wanted[i]);
	sources_print();
	printf("\n");
}

/* --- arguments ------------------------------------------------------------ */

static char **frame_parse(char **argv)
{
	unsigned int n = 1;

	if (n_hexes == HEX_MAX)
		usage();
	if (!strcmp(*argv, "times")) {
		n = number(*++argv);
		argv++;
	}
	times[n_hexes] = n;
	return hex_parse(argv, &hexes[n_hexes++]);
}

static void options_parse(char **argv)
{
	char **last;
	unsigned int i, all = 0;

	for (; *argv; argv++) {
		last = option_parse(argv);
		if (last)
			argv = last;
		else if (!strcmp(*argv, "super"))
			get_super = number(*++argv);
		else if (!strcmp(*argv, "want") && n_wants < WANT_MAX)
			argv = hex_parse(argv + 1, &wants[n_wants++]);
		else
			argv = frame_parse(argv);
	}
	for (i = 0; i < n_hexes; i++)
		all += times[i];
	if (all > TX_LEN)
		usage();
}

int main(int argc, char **argv)
{
	name_parse(argc, argv);
	options_parse(argv + 2);
	rounds_run(round_run);
	report();
	return 0;
}
