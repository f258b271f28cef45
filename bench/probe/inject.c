// SPDX-License-Identifier: GPL-2.0
/*
 * The bench's injector: hands frames to a device's ingress and counts what it
 * takes until they are dealt with. It is used like this, with its parameters
 * below /sys/module/vsw_inject/parameters:
 *
 *	dev, frame, count, ...	what to send; see their descriptions
 *	run			write anything: send; read: "CYCLES IDLE", the sum
 *				over all frames
 *	counting		count something else than cycles, see count.h
 *	frames, where		read: what was counted
 *	clock			read: "CYCLES IDLE", since power-on
 *	seen			read: "PACKETS BYTES TAGGED GSO", what left through
 *				the device "watch" in that run
 *
 * A frame is built anew each time, outside of what is counted: nobody else
 * holds it, as with frames from a tap or a NIC. Counted is the way from
 * netif_receive_skb() to its return and the soft interrupts that it raised;
 * with "watch" and a frame that has not left by then, until it leaves (a
 * daemon deals with it), and how long the CPU was idle is told apart.
 */
#include <linux/completion.h>
#include <linux/etherdevice.h>
#include <linux/hex.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/prandom.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/tick.h>
#include <linux/timex.h>
#include <linux/unaligned.h>

#include "count.h"

#define FRAME_MAX	256
/* As much payload as an IP packet with its headers, tunnelled, has room for. */
#define GSO_ORDER	4
#define GSO_MAX		(PAGE_SIZE << GSO_ORDER)
#define TCP_CHECK	16
#define FIRST_PORT	1024

static char *dev;
module_param(dev, charp, 0644);
MODULE_PARM_DESC(dev, "device that frames come in through");

static char *watch;
module_param(watch, charp, 0644);
MODULE_PARM_DESC(watch, "device to look at what leaves through, or -");

static char *frame;
module_param(frame, charp, 0644);
MODULE_PARM_DESC(frame, "the frame, in hexadecimal");

static unsigned int count = 1;
module_param(count, uint, 0644);
MODULE_PARM_DESC(count, "how many to send");

static unsigned int eth;
module_param(eth, uint, 0644);
MODULE_PARM_DESC(eth, "offset of the Ethernet header whose addresses vary");

static unsigned int src_macs;
module_param(src_macs, uint, 0644);
MODULE_PARM_DESC(src_macs, "source addresses, taken in turn; 0: as in the frame");

static unsigned int dst_macs;
module_param(dst_macs, uint, 0644);
MODULE_PARM_DESC(dst_macs, "destination addresses; 0: as in the frame");

static bool dst_random;
module_param(dst_random, bool, 0644);
MODULE_PARM_DESC(dst_random, "take destination addresses at random, not in turn");

static unsigned int dst_first;
module_param(dst_first, uint, 0644);
MODULE_PARM_DESC(dst_first, "number of the first of the destination addresses");

static unsigned int flows;
module_param(flows, uint, 0644);
MODULE_PARM_DESC(flows, "source ports of UDP or TCP, taken in turn; 0: as in the frame");

static bool flow_random;
module_param(flow_random, bool, 0644);
MODULE_PARM_DESC(flow_random, "take ports at random, not in turn");

static unsigned int flow_first;
module_param(flow_first, uint, 0644);
MODULE_PARM_DESC(flow_first, "number of the first of the ports");

static bool flow_back;
module_param(flow_back, bool, 0644);
MODULE_PARM_DESC(flow_back, "they are destination ports, as in answers");

static unsigned int gso_bytes;
module_param(gso_bytes, uint, 0644);
MODULE_PARM_DESC(gso_bytes, "TCP payload to add to the frame, in page fragments");

static unsigned int gso_size;
module_param(gso_size, uint, 0644);
MODULE_PARM_DESC(gso_size, "payload of a segment");

static char *counting = "-";
module_param(counting, charp, 0644);
MODULE_PARM_DESC(counting, "what else to count: locked, allocs, or -");

static u8 template[FRAME_MAX];
static unsigned int template_len;
static struct page *payload;
static struct rnd_state rnd;

/* Flows go on from one run to the next. */
static unsigned int flow;

static u64 cycles, idle_usec;

/* What the watched device sent. It is watched by operations of ours. */
static struct {
	struct net_device *dev;
	const struct net_device_ops *old;
	struct completion left;
	u64 when;
	unsigned long packets, bytes, tagged, gso;
} seen;

static netdev_tx_t watch_xmit(struct sk_buff *skb, struct net_device *out)
{
	seen.when = get_cycles();
	seen.packets++;
	seen.bytes += skb->len;
	seen.tagged += skb_vlan_tag_present(skb) ||
		       skb->protocol == htons(ETH_P_8021Q);
	seen.gso += skb_is_gso(skb);
	complete(&seen.left);
	return seen.old->ndo_start_xmit(skb, out);
}

static const struct net_device_ops watch_ops = {
	.ndo_start_xmit = watch_xmit,
};

static int watch_start(void)
{
	seen.packets = 0;
	seen.bytes = 0;
	seen.tagged = 0;
	seen.gso = 0;
	seen.dev = NULL;
	if (!watch || !strcmp(watch, "-"))
		return 0;
	seen.dev = dev_get_by_name(&init_net, watch);
	if (!seen.dev)
		return -ENODEV;
	rtnl_lock();
	seen.old = seen.dev->netdev_ops;
	WRITE_ONCE(seen.dev->netdev_ops, &watch_ops);
	rtnl_unlock();
	return 0;
}

static void watch_stop(void)
{
	if (!seen.dev)
		return;
	rtnl_lock();
	WRITE_ONCE(seen.dev->netdev_ops, seen.old);
	rtnl_unlock();
	synchronize_net();
	dev_put(seen.dev);
}

static int template_parse(void)
{
	template_len = frame ? strlen(frame) / 2 : 0;
	if (template_len < eth + ETH_HLEN || template_len > FRAME_MAX ||
	    gso_bytes > GSO_MAX || hex2bin(template, frame, template_len))
		return -EINVAL;
	return 0;
}

/* Numbered addresses differ in their last three bytes. */
static void addresses_write(u8 *header, unsigned int number)
{
	unsigned int dst = dst_random ? prandom_u32_state(&rnd) : number;

	if (dst_macs)
		put_unaligned_be24(dst_first + dst % dst_macs, header + 3);
	if (src_macs)
		put_unaligned_be24(number % src_macs, header + ETH_ALEN + 3);
}

/* Source and destination port, which stand first in TCP and UDP. */
static void ports_write(u8 *header, unsigned int number)
{
	bool ipv6 = get_unaligned_be16(header + 2 * ETH_ALEN) == ETH_P_IPV6;
	__be16 *ports = (__be16 *)(header + ETH_HLEN +
				   (ipv6 ? sizeof(struct ipv6hdr) :
					   sizeof(struct iphdr)));
	unsigned int n;

	if (!flows)
		return;
	n = flow_random ? prandom_u32_state(&rnd) : flow + number;
	put_unaligned_be16(FIRST_PORT + flow_first + n % flows,
			   &ports[flow_back]);
}

/* The frame is the headers, Ethernet to TCP; in a tunnel if eth is not 0. */
static void gso_add(struct sk_buff *skb)
{
	unsigned int tcp = eth + ETH_HLEN + sizeof(struct iphdr);
	struct skb_shared_info *info = skb_shinfo(skb);

	get_page(payload);
	skb_add_rx_frag(skb, 0, payload, 0, gso_bytes, gso_bytes);
	info->gso_type = SKB_GSO_TCPV4;
	info->gso_size = gso_size;
	info->gso_segs = DIV_ROUND_UP(gso_bytes, gso_size);
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_headroom(skb) + tcp;
	skb->csum_offset = TCP_CHECK;
	if (eth) {
		info->gso_type |= SKB_GSO_UDP_TUNNEL;
		skb->encapsulation = 1;
		skb_set_inner_mac_header(skb, eth);
		skb_set_inner_network_header(skb, eth + ETH_HLEN);
		skb_set_inner_transport_header(skb, tcp);
		skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	}
}

static struct sk_buff *frame_build(struct net_device *in, unsigned int number)
{
	unsigned int headroom = LL_RESERVED_SPACE(in);
	struct sk_buff *skb;

	skb = __netdev_alloc_skb(in, headroom + template_len, GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, headroom);
	skb_put_data(skb, template, template_len);
	addresses_write(skb->data + eth, number);
	ports_write(skb->data + eth, number);
	if (gso_bytes)
		gso_add(skb);
	skb->protocol = eth_type_trans(skb, in);
	return skb;
}

static int frame_receive(struct sk_buff *skb)
{
	unsigned long left = seen.packets;
	u64 start, end, idle = 0;

	reinit_completion(&seen.left);
	if (seen.dev)
		idle = get_cpu_idle_time_us(smp_processor_id(), NULL);
	local_bh_disable();
	count_begin();
	start = get_cycles();
	netif_receive_skb(skb);
	local_bh_enable();
	end = get_cycles();
	count_end();
	if (!seen.dev || READ_ONCE(seen.packets) != left) {
		cycles += end - start;
		return 0;
	}
	if (!wait_for_completion_timeout(&seen.left, 2 * HZ))
		return -ETIMEDOUT;
	cycles += seen.when - start;
	idle_usec += get_cpu_idle_time_us(smp_processor_id(), NULL) - idle;
	return 0;
}

static int frames_receive(struct net_device *in)
{
	struct sk_buff *skb;
	unsigned int i;
	int err;

	for (i = 0; i < count; i++) {
		skb = frame_build(in, i);
		if (!skb)
			return -ENOMEM;
		err = frame_receive(skb);
		if (err)
			return err;
		cond_resched();
	}
	flow += count;
	return 0;
}

static int run_set(const char *val, const struct kernel_param *kp)
{
	struct net_device *in;
	int err;

	err = template_parse() ?: count_select(counting);
	if (err)
		return err;
	in = dev ? dev_get_by_name(&init_net, dev) : NULL;
	if (!in)
		return -ENODEV;
	err = watch_start();
	if (err)
		goto put;
	/* The same random addresses and ports for everybody. */
	prandom_seed_state(&rnd, 1);
	cycles = 0;
	idle_usec = 0;
	err = frames_receive(in);
	watch_stop();
put:
	dev_put(in);
	return err;
}

static int run_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%llu %llu\n", cycles, idle_usec);
}

static const struct kernel_param_ops run_ops = {
	.set = run_set,
	.get = run_get,
};
module_param_cb(run, &run_ops, NULL, 0644);
MODULE_PARM_DESC(run, "write to send, read for cycles and idle microseconds");

static int frames_get(char *buffer, const struct kernel_param *kp)
{
	return count_frames(buffer);
}

static const struct kernel_param_ops frames_ops = {
	.get = frames_get,
};
module_param_cb(frames, &frames_ops, NULL, 0444);
MODULE_PARM_DESC(frames, "what was counted, by frame");

static int where_get(char *buffer, const struct kernel_param *kp)
{
	return count_where(buffer);
}

static const struct kernel_param_ops where_ops = {
	.get = where_get,
};
module_param_cb(where, &where_ops, NULL, 0444);
MODULE_PARM_DESC(where, "functions that locked instructions were in");

static int clock_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%llu %llu\n", (u64)get_cycles(),
			  get_cpu_idle_time_us(raw_smp_processor_id(), NULL));
}

static const struct kernel_param_ops clock_ops = {
	.get = clock_get,
};
module_param_cb(clock, &clock_ops, NULL, 0444);
MODULE_PARM_DESC(clock, "cycles since power-on, microseconds of them idle");

static int seen_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%lu %lu %lu %lu\n", seen.packets, seen.bytes,
			  seen.tagged, seen.gso);
}

static const struct kernel_param_ops seen_ops = {
	.get = seen_get,
};
module_param_cb(seen, &seen_ops, NULL, 0444);
MODULE_PARM_DESC(seen, "packets, bytes, tagged and GSO packets that left");

static int __init inject_init(void)
{
	init_completion(&seen.left);
	payload = alloc_pages(GFP_KERNEL | __GFP_COMP | __GFP_ZERO, GSO_ORDER);
	return payload ? 0 : -ENOMEM;
}

static void __exit inject_exit(void)
{
	count_exit();
	__free_pages(payload, GSO_ORDER);
}

module_init(inject_init);
module_exit(inject_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Frames for a switch to be measured with");
