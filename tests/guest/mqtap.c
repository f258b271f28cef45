// SPDX-License-Identifier: GPL-2.0
/*
 * mqtap: a tap with several queues, as a hypervisor makes it, and the guest
 * behind it, which sends from all of them from the first moment.
 *
 *	mqtap NAME [queues N] [rounds N] [pause MS] [get FRAMES]
 *	      [until DEV FRAMES]... [HEX]...
 *
 * In each round the tap is made (IFF_MULTI_QUEUE, virtio-net header, offloads)
 * and brought up. Each queue has a thread, on a CPU of its own as far as there
 * are any: it sends each HEX in turn, pauses (2 ms) unless something comes, takes
 * that, and begins again. At first, until the tap takes a frame, it tries
 * without a pause. A round is over once all of that has been sent from each
 * queue, FRAMES have come out of the queues, and each DEV has received FRAMES
 * more; without "until" that is never. It is over, too, when the tap is deleted
 * by somebody else. The tap is made anew at once for the next round.
 *
 * After all rounds (1), or SIGTERM, it prints one line:
 *
 *	rounds 20 sent 80 from-queues 4 got 7 at-queues 2 hex1 40 hex2 40
 *	020000000002 6 020000000004 1
 *
 * What was sent is what the tap took, in all and of each HEX; what it got is
 * said of each source address, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
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

#define VNET_HDR_LEN	12	/* struct virtio_net_hdr_mrg_rxbuf */
#define FRAME_MAX	(65536 + 256 + VNET_HDR_LEN)
#define QUEUES_MAX	8
#define HEX_MAX		32
#define UNTIL_MAX	4
#define SOURCES_MAX	32

/* What is sent: a header of zeros, and a frame. */
struct hex {
	unsigned char data[VNET_HDR_LEN + ETH_FRAME_LEN];
	size_t len;
};

struct source {
	unsigned char mac[ETH_ALEN];
	unsigned long got;
};

struct queue {
	pthread_t thread;
	unsigned int index;
	int fd;
	unsigned long sent[HEX_MAX];
	unsigned long got;
	/* In this round: */
	volatile unsigned long got_now;
	volatile bool sent_all;
	volatile bool gone;
};

struct until {
	const char *dev;
	unsigned long frames;
	unsigned long start;
};

static const char *name;
static struct queue queues[QUEUES_MAX];
static struct hex hexes[HEX_MAX];
static struct until untils[UNTIL_MAX];
static unsigned int n_queues = 1, n_hexes, n_untils, pause_ms = 2;
static unsigned long get;
static struct source sources[SOURCES_MAX];
static unsigned int n_sources;
static pthread_mutex_t sources_lock = PTHREAD_MUTEX_INITIALIZER;
static volatile sig_atomic_t stop;
static volatile bool round_over;

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

static void die(const char *what)
{
	fprintf(stderr, "mqtap: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void usage(void)
{
	fprintf(stderr,
		"usage: mqtap NAME [queues N] [rounds N] [pause MS] [get FRAMES] [until DEV FRAMES]... [HEX]...\n");
	exit(2);
}

/* --- the tap -------------------------------------------------------------- */

static int queue_open(void)
{
	struct ifreq ifr = {
		.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | IFF_MULTI_QUEUE,
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

/* If it is gone already, the queues will find out. */
static void tap_up(void)
{
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { .ifr_flags = IFF_UP | IFF_RUNNING };

	strcpy(ifr.ifr_name, name);
	if (sock < 0 || (ioctl(sock, SIOCSIFFLAGS, &ifr) && errno != ENODEV))
		die("bringing the tap up");
	close(sock);
}

/* --- a queue -------------------------------------------------------------- */

static void source_count(const unsigned char *mac)
{
	unsigned int i;

	pthread_mutex_lock(&sources_lock);
	for (i = 0; i < n_sources; i++)
		if (!memcmp(sources[i].mac, mac, ETH_ALEN))
			break;
	if (i == SOURCES_MAX)
		die("source addresses");
	if (i == n_sources)
		memcpy(sources[n_sources++].mac, mac, ETH_ALEN);
	sources[i].got++;
	pthread_mutex_unlock(&sources_lock);
}

static void frames_take(struct queue *q)
{
	unsigned char buf[FRAME_MAX];
	ssize_t len;

	for (;;) {
		len = read(q->fd, buf, sizeof(buf));
		if (len < 0 && errno != EAGAIN && errno != EINTR)
			q->gone = true;
		if (len < VNET_HDR_LEN + ETH_HLEN)
			return;
		q->got++;
		q->got_now++;
		source_count(buf + VNET_HDR_LEN + ETH_ALEN);
	}
}

/* Once each; a tap that is down takes none. */
static bool frames_send(struct queue *q)
{
	unsigned int i;

	for (i = 0; i < n_hexes; i++) {
		if (write(q->fd, hexes[i].data, hexes[i].len) ==
		    (ssize_t)hexes[i].len) {
			q->sent[i]++;
			continue;
		}
		if (errno != EIO && errno != EAGAIN && errno != EINTR)
			q->gone = true;
		return false;
	}
	return true;
}

static void cpu_take(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu % sysconf(_SC_NPROCESSORS_ONLN), &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void *queue_run(void *arg)
{
	struct queue *q = arg;
	struct pollfd pfd = { .fd = q->fd, .events = POLLIN };

	cpu_take(q->index);
	while (!round_over && !q->gone) {
		if (frames_send(q))
			q->sent_all = true;
		else if (!q->sent_all)
			continue;
		poll(&pfd, 1, pause_ms);
		frames_take(q);
	}
	frames_take(q);
	return NULL;
}

/* --- rounds --------------------------------------------------------------- */

static unsigned long frames_of(const char *dev)
{
	unsigned long frames;
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "/sys/class/net/%s/statistics/rx_packets", dev);
	f = fopen(path, "r");
	if (!f || fscanf(f, "%lu", &frames) != 1)
		die(path);
	fclose(f);
	return frames;
}

static bool is_over(void)
{
	bool enough = n_untils;
	unsigned long got = 0;
	unsigned int i;

	for (i = 0; i < n_queues; i++) {
		if (queues[i].gone)
			return true;
		enough = enough && queues[i].sent_all;
		got += queues[i].got_now;
	}
	enough = enough && got >= get;
	for (i = 0; i < n_untils; i++)
		enough = enough && frames_of(untils[i].dev) - untils[i].start >=
				   untils[i].frames;
	return enough || stop;
}

/* The first queue sends before there is a second one, as it may. */
static void round_run(void)
{
	unsigned int i;

	round_over = false;
	for (i = 0; i < n_untils; i++)
		untils[i].start = frames_of(untils[i].dev);
	for (i = 0; i < n_queues; i++) {
		queues[i].index = i;
		queues[i].got_now = 0;
		queues[i].sent_all = false;
		queues[i].gone = false;
		queues[i].fd = queue_open();
		if (pthread_create(&queues[i].thread, NULL, queue_run, &queues[i]))
			die("thread");
	}
	tap_up();
	while (!is_over())
		usleep(1000);
	round_over = true;
	for (i = 0; i < n_queues; i++)
		pthread_join(queues[i].thread, NULL);
	for (i = 0; i < n_queues; i++)
		close(queues[i].fd);
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

static void report(unsigned long rounds)
{
	unsigned long hex_sent[HEX_MAX] = {}, queue_sent, sent = 0, got = 0;
	unsigned int from = 0, at = 0, i, j;

	for (i = 0; i < n_queues; i++) {
		queue_sent = 0;
		for (j = 0; j < n_hexes; j++) {
			hex_sent[j] += queues[i].sent[j];
			queue_sent += queues[i].sent[j];
		}
		sent += queue_sent;
		from += queue_sent > 0;
		got += queues[i].got;
		at += queues[i].got > 0;
	}
	printf("rounds %lu sent %lu from-queues %u got %lu at-queues %u", rounds,
	       sent, from, got, at);
	for (j = 0; j < n_hexes; j++)
		printf(" hex%u %lu", j + 1, hex_sent[j]);
	sources_print();
	printf("\n");
}

/* --- arguments ------------------------------------------------------------ */

static unsigned long number(const char *text)
{
	unsigned long value;
	char *end;

	if (!text)
		usage();
	value = strtoul(text, &end, 0);
	if (!*text || *end)
		usage();
	return value;
}

static void hex_parse(const char *text)
{
	size_t digits = strlen(text), i;
	struct hex *hex;

	if (n_hexes == HEX_MAX)
		usage();
	hex = &hexes[n_hexes++];
	hex->len = VNET_HDR_LEN + digits / 2;
	if (digits % 2 || strspn(text, "0123456789abcdef") != digits ||
	    hex->len > sizeof(hex->data))
		usage();
	for (i = 0; i < digits / 2; i++)
		sscanf(text + 2 * i, "%2hhx", &hex->data[VNET_HDR_LEN + i]);
}

/* Returns the number of rounds. */
static unsigned long options_parse(char **argv)
{
	unsigned long rounds = 1;

	for (; *argv; argv++) {
		if (!strcmp(*argv, "queues")) {
			n_queues = number(*++argv);
		} else if (!strcmp(*argv, "rounds")) {
			rounds = number(*++argv);
		} else if (!strcmp(*argv, "pause")) {
			pause_ms = number(*++argv);
		} else if (!strcmp(*argv, "get")) {
			get = number(*++argv);
		} else if (!strcmp(*argv, "until") && argv[1] &&
			   n_untils < UNTIL_MAX) {
			untils[n_untils].dev = argv[1];
			untils[n_untils++].frames = number(argv[2]);
			argv += 2;
		} else {
			hex_parse(*argv);
		}
	}
	if (!n_queues || n_queues > QUEUES_MAX)
		usage();
	return rounds;
}

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_signal };
	unsigned long rounds, done = 0;

	if (argc < 2 || strlen(argv[1]) >= IFNAMSIZ)
		usage();
	name = argv[1];
	rounds = options_parse(argv + 2);
	setvbuf(stdout, NULL, _IOLBF, 0);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	while (done < rounds && !stop) {
		round_run();
		done++;
	}
	report(done);
	return 0;
}
