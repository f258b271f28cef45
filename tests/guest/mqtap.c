// SPDX-License-Identifier: GPL-2.0
/*
 * mqtap: a tap with several queues, as a hypervisor makes it, and the guest
 * behind it, which sends from all of them from the first moment.
 *
 *	mqtap NAME [queues N] [rounds N] [pause MS] [get FRAMES]
 *	      [until DEV FRAMES]... [[gso SIZE] HEX]...
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
#include <poll.h>
#include <pthread.h>

#include "guest.h"

#define QUEUES_MAX	8

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

static struct queue queues[QUEUES_MAX];
static struct hex hexes[HEX_MAX];
static unsigned int n_queues = 1, n_hexes;
static pthread_mutex_t sources_lock = PTHREAD_MUTEX_INITIALIZER;
static volatile bool round_over;

static void usage(void)
{
	fprintf(stderr,
		"usage: mqtap NAME [queues N] [rounds N] [pause MS] [get FRAMES] [until DEV FRAMES]... [[gso SIZE] HEX]...\n");
	exit(2);
}

/* --- a queue -------------------------------------------------------------- */

static void frames_take(struct queue *q)
{
	unsigned char buf[FRAME_MAX];
	ssize_t len;

	for (;;) {
		len = read(q->fd, buf, sizeof(buf));
		if (len < 0 && errno != EAGAIN && errno != EINTR)
			q->gone = true;
		if (len < (ssize_t)VNET_HDR_LEN + ETH_HLEN)
			return;
		q->got++;
		q->got_now++;
		pthread_mutex_lock(&sources_lock);
		source_count(buf + VNET_HDR_LEN + ETH_ALEN);
		pthread_mutex_unlock(&sources_lock);
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
	return stop || (enough && got >= get && untils_are_over());
}

/* The first queue sends before there is a second one, as it may. */
static void round_run(void)
{
	unsigned int i;

	round_over = false;
	untils_start();
	for (i = 0; i < n_queues; i++) {
		queues[i].index = i;
		queues[i].got_now = 0;
		queues[i].sent_all = false;
		queues[i].gone = false;
		queues[i].fd = tap_open(name, IFF_MULTI_QUEUE);
		if (pthread_create(&queues[i].thread, NULL, queue_run, &queues[i]))
			die("thread");
	}
	tap_up(name);
	while (!is_over())
		usleep(1000);
	round_over = true;
	for (i = 0; i < n_queues; i++)
		pthread_join(queues[i].thread, NULL);
	for (i = 0; i < n_queues; i++)
		close(queues[i].fd);
}

static void report(void)
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
	printf("rounds %lu sent %lu from-queues %u got %lu at-queues %u", done,
	       sent, from, got, at);
	for (j = 0; j < n_hexes; j++)
		printf(" hex%u %lu", j + 1, hex_sent[j]);
	sources_print();
	printf("\n");
}

/* --- arguments ------------------------------------------------------------ */

static void options_parse(char **argv)
{
	char **last;

	for (; *argv; argv++) {
		last = option_parse(argv);
		if (last)
			argv = last;
		else if (!strcmp(*argv, "queues"))
			n_queues = number(*++argv);
		else if (n_hexes < HEX_MAX)
			argv = hex_parse(argv, &hexes[n_hexes++]);
		else
			usage();
	}
	if (!n_queues || n_queues > QUEUES_MAX)
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
