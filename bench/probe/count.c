// SPDX-License-Identifier: GPL-2.0
#include "count.h"

#include <linux/kallsyms.h>
#include <linux/kdebug.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/tracepoint.h>
#include <asm/processor-flags.h>

#define FRAMES_MAX	64
#define PLACES_MAX	64

static enum { COUNT_NOTHING, COUNT_LOCKED, COUNT_ALLOCS } counting;
static bool within;
static u32 counted;

static u32 frames[FRAMES_MAX];
static unsigned int n_frames;

/* Instructions that lock, by address. */
static struct {
	unsigned long ip;
	u64 n;
} places[PLACES_MAX];

/* --- locked instructions ------------------------------------------------------ */

static bool is_legacy_prefix(u8 byte)
{
	switch (byte) {
	case 0x26: case 0x2e: case 0x36: case 0x3e: case 0x64: case 0x65:
	case 0x66: case 0x67: case 0xf2: case 0xf3:
		return true;
	default:
		return false;
	}
}

/* A lock prefix, or xchg with memory, which needs none. */
static bool is_locked(const u8 *insn)
{
	while (is_legacy_prefix(*insn))
		insn++;
	if (*insn == 0xf0)
		return true;
	/* REX */
	if ((*insn & 0xf0) == 0x40)
		insn++;
	return (*insn & 0xfe) == 0x86 && insn[1] < 0xc0;
}

static void place_note(unsigned long ip)
{
	int i;

	for (i = 0; i < PLACES_MAX; i++) {
		if (places[i].n && places[i].ip != ip)
			continue;
		places[i].ip = ip;
		places[i].n++;
		return;
	}
}

/*
 * The CPU comes by after every instruction, since count_begin() has set the trap
 * flag: what is next? Interrupts clear the flag, and are not counted.
 */
static int step(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct die_args *args = data;

	if (event != DIE_DEBUG || !within)
		return NOTIFY_DONE;
	if (is_locked((const u8 *)args->regs->ip)) {
		counted++;
		place_note(args->regs->ip);
	}
	return NOTIFY_STOP;
}

static struct notifier_block step_notifier = {
	.notifier_call = step,
	.priority = INT_MAX,
};

static void trap_flag_set(void)
{
	asm volatile("pushfq; orq %0, (%%rsp); popfq"
		     : : "i" (X86_EFLAGS_TF) : "memory", "cc");
}

static void trap_flag_clear(void)
{
	asm volatile("pushfq; andq %0, (%%rsp); popfq"
		     : : "i" (~X86_EFLAGS_TF) : "memory", "cc");
}

/* --- allocations -------------------------------------------------------------- */

/* The tracepoints' arguments are of no interest. */
static void alloc(void *data)
{
	counted += within;
}

static bool is_alloc(const struct tracepoint *tp)
{
	return !strcmp(tp->name, "kmalloc") ||
	       !strcmp(tp->name, "kmem_cache_alloc");
}

static void alloc_register(struct tracepoint *tp, void *err)
{
	if (is_alloc(tp) && !*(int *)err)
		*(int *)err = tracepoint_probe_register(tp, alloc, NULL);
}

static void alloc_unregister(struct tracepoint *tp, void *unused)
{
	if (is_alloc(tp))
		tracepoint_probe_unregister(tp, alloc, NULL);
}

/* --- both --------------------------------------------------------------------- */

static void stop(void)
{
	if (counting == COUNT_LOCKED)
		unregister_die_notifier(&step_notifier);
	if (counting == COUNT_ALLOCS)
		for_each_kernel_tracepoint(alloc_unregister, NULL);
	tracepoint_synchronize_unregister();
	counting = COUNT_NOTHING;
}

int count_select(const char *what)
{
	int err = 0;

	stop();
	n_frames = 0;
	memset(places, 0, sizeof(places));
	if (!strcmp(what, "-"))
		return 0;
	if (!strcmp(what, "locked")) {
		counting = COUNT_LOCKED;
		return register_die_notifier(&step_notifier);
	}
	if (strcmp(what, "allocs"))
		return -EINVAL;
	counting = COUNT_ALLOCS;
	for_each_kernel_tracepoint(alloc_register, &err);
	return err;
}

void count_begin(void)
{
	counted = 0;
	within = true;
	if (counting == COUNT_LOCKED)
		trap_flag_set();
}

void count_end(void)
{
	if (counting == COUNT_LOCKED)
		trap_flag_clear();
	within = false;
	if (n_frames < FRAMES_MAX)
		frames[n_frames++] = counted;
}

int count_frames(char *page)
{
	unsigned int i;
	int len = 0;

	for (i = 0; i < n_frames; i++)
		len += sysfs_emit_at(page, len, "%u\n", frames[i]);
	return len;
}

int count_where(char *page)
{
	int i, len = 0;

	for (i = 0; i < PLACES_MAX && places[i].n; i++)
		len += sysfs_emit_at(page, len, "%ps %llu\n",
				     (void *)places[i].ip, places[i].n);
	return len;
}

void count_exit(void)
{
	stop();
}
