// SPDX-License-Identifier: GPL-2.0
/*
 * Rules through the compiler, and frames through the program that it makes, for
 * libFuzzer. The input is what the dice show that rules, sets and frames are made
 * of; they go on with zeroes when it is at its end.
 *
 * What must hold: the program lets through what a look at every rule does, and
 * names one that is of the right kind. The sanitizers see to the rest.
 */
#include "kunit/program_model.h"

#define FRAMES	64

/* The compiler's seed: what has been found is to be found again. */
u64 get_random_u64(void)
{
	return 1;
}

struct dice {
	const u8 *data;
	size_t left;
};

/* Two bytes for each throw: no more sides are asked for. */
static u32 roll(struct dice *dice, u32 sides)
{
	u32 n = 0, i;

	for (i = 0; i < 2 && dice->left; i++, dice->left--)
		n = n << 8 | *dice->data++;
	return n % sides;
}

static void require(bool so)
{
	if (!so)
		abort();
}

static void check_frame(struct dice *dice, const struct model *model,
			const struct vsw_program *program)
{
	enum vsw_direction direction = roll(dice, 2);
	bool stateless = false;
	struct vsw_key key;
	u32 rule;

	random_key(dice, &key);
	rule = vsw_program_run(program, direction, &key, &stateless);
	require(right(model, direction, &key, rule, stateless));
	rule = vsw_program_run_stateless(program, direction, &key);
	require(right_stateless(model, direction, &key, rule));
}

static void check(struct dice *dice, struct model *model)
{
	struct vsw_program *program;
	int i;

	require(random_sets(dice, model));
	random_rules(dice, model);
	program = vsw_program_build(model->rule, model->n);
	require(!IS_ERR(program));
	for (i = 0; i < FRAMES; i++)
		check_frame(dice, model, program);
	vsw_program_free(program);
	free_sets(model);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct dice dice = { .data = data, .left = size };
	struct model *model = calloc(1, sizeof(*model));

	require(model);
	check(&dice, model);
	free(model);
	return 0;
}
