// SPDX-License-Identifier: GPL-2.0
/*
 * The bench's load: several senders at once, each a thread on a CPU of its own
 * choice, hand frames to devices' ingress for a while. Used like this, with its
 * parameters below /sys/module/vsw_load/parameters:
 *
 *	devs, cpus		of the senders, in order: devices and CPUs
 *	frames			in hexadecimal, one for each sender
 *	flows			write 1: each frame of a sender is of another source port,
 *				also from one run to the next
 *	run			write milliseconds: send; 0: one frame of each sender,
 *				one after the other; read: how many were dealt with
 *
 * A frame is built anew each time, as in inject.c, and the senders do only that
 * and netif_receive_skb().
 */
#include <linux/completion.h>
#include <linux/etherdevice.h>
#include <linux/hex.h>
#include <linux/ip.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/udp.h>
#include <linux/unaligned.h>

#define SENDERS_MAX	8
#define FRAME_MAX	256
#define BURST		64
#define PORT_OFFSET	(ETH_HLEN + sizeof(struct iphdr))
#define LEN_MIN		(PORT_OFFSET + sizeof(struct udphdr))

static char *devs[SENDERS_MAX];
static int n_devs;
module_param_array(devs, charp, &n_devs, 0644);
MODULE_PARM_DESC(devs, "devices that frames come in through");

static int cpus[SENDERS_MAX];
static int n_cpus;
module_param_array(cpus, int, &n_cpus, 0644);
MODULE_PARM_DESC(cpus, "CPUs of the senders");

static char *frames[SENDERS_MAX];
static int n_frames;
module_param_array(frames, charp, &n_frames, 0644);
MODULE_PARM_DESC(frames, "frames, in hexadecimal");

static bool flows;
module_param(flows, bool, 0644);
MODULE_PARM_DESC(flows, "UDP: a new source port with each frame");

/*
 * struct sender - one thread
 * @task:	the thread
 * @dev:	where its frames come in
 * @frame:	what it sends
 * @len:	its length
 * @port:	source port of the next frame, if those vary
 * @sent:	how many it has sent; written by the thread alone
 */
static struct sender {
	struct task_struct *task;
	struct net_device *dev;
	u8 frame[FRAME_MAX];
	unsigned int len;
	u16 port;
	u64 sent;
} ____cacheline_aligned senders[SENDERS_MAX];

static u64 sent;

static void port_write(struct sender *sender, u8 *header)
{
	if (flows)
		put_unaligned_be16(sender->port++, header + PORT_OFFSET);
}

static int frame_send(struct sender *sender)
{
	unsigned int headroom = LL_RESERVED_SPACE(sender->dev);
	struct sk_buff *skb;

	skb = __netdev_alloc_skb(sender->dev, headroom + sender->len, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	skb_reserve(skb, headroom);
	skb_put_data(skb, sender->frame, sender->len);
	port_write(sender, skb->data);
	skb->protocol = eth_type_trans(skb, sender->dev);
	local_bh_disable();
	netif_receive_skb(skb);
	local_bh_enable();
	sender->sent++;
	return 0;
}

static int sender_run(void *arg)
{
	struct sender *sender = arg;
	int i;

	while (!kthread_should_stop()) {
		for (i = 0; i < BURST; i++)
			frame_send(sender);
		/* Where emulated CPUs take turns, the next one's begins here. */
		cpu_relax();
		cond_resched();
	}
	return 0;
}

static void sender_destroy(struct sender *sender)
{
	if (!IS_ERR_OR_NULL(sender->task))
		kthread_stop(sender->task);
	sender->task = NULL;
	dev_put(sender->dev);
	sender->dev = NULL;
}

static int sender_create(struct sender *sender, int i)
{
	u16 port = sender->port;

	memset(sender, 0, sizeof(*sender));
	sender->port = port;
	sender->len = strlen(frames[i]) / 2;
	if (sender->len < LEN_MIN || sender->len > FRAME_MAX ||
	    hex2bin(sender->frame, frames[i], sender->len) || cpus[i] < 0 ||
	    cpus[i] >= nr_cpu_ids || !cpu_online(cpus[i]))
		return -EINVAL;
	sender->dev = dev_get_by_name(&init_net, devs[i]);
	if (!sender->dev)
		return -ENODEV;
	sender->task = kthread_create(sender_run, sender, "vsw_load/%d", i);
	if (IS_ERR(sender->task))
		return PTR_ERR(sender->task);
	kthread_bind(sender->task, cpus[i]);
	return 0;
}

static int senders_create(void)
{
	int i, err;

	if (!n_devs || n_cpus != n_devs || n_frames != n_devs)
		return -EINVAL;
	for (i = 0; i < n_devs; i++) {
		err = sender_create(&senders[i], i);
		if (err)
			return err;
	}
	return 0;
}

/* What was sent from now until the time is over, whenever a thread stops. */
static void senders_time(unsigned int msec)
{
	int i;

	for (i = 0; i < n_devs; i++)
		wake_up_process(senders[i].task);
	msleep(msec);
	for (i = 0; i < n_devs; i++)
		sent += READ_ONCE(senders[i].sent);
}

static int senders_once(void)
{
	int i, err = 0;

	for (i = 0; i < n_devs && !err; i++)
		err = frame_send(&senders[i]);
	return err;
}

static int run_set(const char *val, const struct kernel_param *kp)
{
	unsigned int msec;
	int i, err;

	err = kstrtouint(val, 0, &msec);
	if (err)
		return err;
	sent = 0;
	err = senders_create();
	if (!err && msec)
		senders_time(msec);
	else if (!err)
		err = senders_once();
	for (i = 0; i < SENDERS_MAX; i++)
		sender_destroy(&senders[i]);
	return err;
}

static int run_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%llu\n", sent);
}

static const struct kernel_param_ops run_ops = {
	.set = run_set,
	.get = run_get,
};
module_param_cb(run, &run_ops, NULL, 0644);
MODULE_PARM_DESC(run, "write milliseconds to send, 0 for a frame each; read for frames");

static int __init load_init(void)
{
	return 0;
}

static void __exit load_exit(void)
{
}

module_init(load_init);
module_exit(load_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Several senders at once, for a switch to be measured with");
