// SPDX-License-Identifier: GPL-2.0
/*
 * A pool against a model that has no ideas: an array of leases in a range of 64
 * addresses, 10.0.0.0/26, of which the pool gives /29.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pool.h"
#include "testing.h"

#define MODEL_BITS	26
#define MODEL_LEN	29
#define MODEL_SIZE	64
#define MODEL_NODES	12
#define MODEL_NOW	1000
#define MODEL_HOLD	60

struct model_lease {
	bool there;
	bool used;
	int64_t subscriber;
	int64_t until;
	unsigned int first;
	unsigned int len;
};

static struct model_lease model[MODEL_SIZE];
static struct dsmipd_pools *model_pools;
static int64_t model_now;

static unsigned int model_span(unsigned int len)
{
	return 1U << (32 - len);
}

static struct dsmip_prefix model_prefix(unsigned int first, unsigned int len)
{
	struct dsmip_prefix prefix = { .len = len };

	prefix.addr.family = AF_INET;
	prefix.addr.v4.s_addr = htobe32(0x0a000000 + first);
	return prefix;
}

static void model_expire(void)
{
	struct model_lease *lease;

	for (lease = model; lease < model + MODEL_SIZE; lease++) {
		if (lease->there && lease->used && lease->until <= model_now) {
			lease->used = false;
			lease->until += MODEL_HOLD;
		}
		if (lease->there && !lease->used && lease->until <= model_now)
			lease->there = false;
	}
}

static bool model_taken(unsigned int first, unsigned int len)
{
	struct model_lease *lease;

	for (lease = model; lease < model + MODEL_SIZE; lease++)
		if (lease->there && lease->first < first + model_span(len) &&
		    first < lease->first + model_span(lease->len))
			return true;
	return false;
}

static unsigned int model_room(unsigned int len)
{
	unsigned int room = 0;
	unsigned int first;

	for (first = 0; first < MODEL_SIZE; first += model_span(len))
		room += !model_taken(first, len);
	return room;
}

static struct model_lease *model_find(int64_t subscriber, unsigned int len)
{
	struct model_lease *lease;

	for (lease = model; lease < model + MODEL_SIZE; lease++)
		if (lease->there && lease->subscriber == subscriber &&
		    lease->len == len)
			return lease;
	return NULL;
}

static void model_add(unsigned int first, unsigned int len, int64_t subscriber,
		      int64_t until, bool used)
{
	struct model_lease *lease = model;

	while (lease->there)
		lease++;
	*lease = (struct model_lease){ true, used, subscriber, until, first,
				       len };
}

static void model_check(void)
{
	unsigned int used = 0, held = 0;
	struct dsmipd_pool_stats stats;
	struct model_lease *lease;

	model_expire();
	for (lease = model; lease < model + MODEL_SIZE; lease++) {
		used += lease->there && lease->used;
		held += lease->there && !lease->used;
	}
	assert_int_equal(dsmipd_pools_stats(model_pools, "p", model_now,
					    &stats), 0);
	assert_true(stats.size == MODEL_SIZE / 8);
	assert_true(stats.used == used);
	assert_true(stats.held == held);
	assert_true(stats.free == model_room(MODEL_LEN));
	for (lease = model; lease < model + MODEL_SIZE; lease++) {
		struct dsmip_prefix prefix;

		if (!lease->there)
			continue;
		prefix = model_prefix(lease->first, lease->len);
		assert_true(dsmipd_pools_owned(model_pools, &prefix,
					       lease->subscriber));
	}
}

static void model_take(int64_t subscriber)
{
	static const uint8_t asked[] = { 0, 24, 29, 30, 31, 32, 40 };
	uint8_t len = asked[random() % TESTING_SIZE(asked)];
	unsigned int given = len > 29 && len <= 32 ? len : 29;
	struct model_lease *own = model_find(subscriber, given);
	struct dsmip_prefix prefix;
	unsigned int first;
	int ret;

	ret = dsmipd_pools_take(model_pools, "p", subscriber, len, model_now,
				&prefix);
	if (!own && !model_room(given)) {
		assert_int_equal(ret, -ENOSPC);
		return;
	}
	assert_int_equal(ret, 0);
	assert_int_equal(prefix.len, given);
	first = be32toh(prefix.addr.v4.s_addr) - 0x0a000000;
	if (own) {
		assert_int_equal(first, own->first);
		if (!own->used)
			own->until = INT64_MAX;
		own->used = true;
		return;
	}
	assert_true(first < MODEL_SIZE);
	assert_int_equal(first % model_span(given), 0);
	assert_false(model_taken(first, given));
	model_add(first, given, subscriber, INT64_MAX, true);
}

/* Entered is what the store may say; a node has one of each length. */
static void model_enter(int64_t subscriber)
{
	unsigned int len = MODEL_BITS + random() % (33 - MODEL_BITS);
	unsigned int first = random() % MODEL_SIZE & ~(model_span(len) - 1);
	struct dsmip_prefix prefix = model_prefix(first, len);
	int64_t until = model_now + random() % 200 - 100;
	int ret;

	if (model_find(subscriber, len))
		return;
	ret = dsmipd_pools_enter(model_pools, "p", &prefix, subscriber, until);
	assert_int_equal(ret, model_taken(first, len) ? -EEXIST : 0);
	if (!ret)
		model_add(first, len, subscriber, until + MODEL_HOLD, false);
}

static void model_change(int64_t subscriber)
{
	struct model_lease *lease = &model[random() % MODEL_SIZE];
	struct dsmip_prefix prefix = model_prefix(lease->first, lease->len);
	int64_t until = model_now + 1 + random() % 100;
	bool own = lease->there && lease->subscriber == subscriber;

	if (!lease->there)
		return;
	if (random() % 2) {
		assert_int_equal(dsmipd_pools_extend(model_pools, &prefix,
						     subscriber, until),
				 own ? 0 : -ENOENT);
		if (own) {
			lease->used = true;
			lease->until = until;
		}
		return;
	}
	assert_int_equal(dsmipd_pools_give_back(model_pools, &prefix,
						subscriber, model_now),
			 own ? 0 : -ENOENT);
	if (own && lease->used) {
		lease->used = false;
		lease->until = model_now + MODEL_HOLD;
	}
}

static void model_run(void **state)
{
	struct dsmipd_pool_config config = {
		.name = "p",
		.range = testing_prefix("10.0.0.0/26"),
		.len = MODEL_LEN,
		.hold = MODEL_HOLD,
	};
	unsigned int seed, step;

	(void)state;
	for (seed = 1; seed <= 20; seed++) {
		srandom(seed);
		memset(model, 0, sizeof(model));
		model_now = MODEL_NOW;
		assert_int_equal(dsmipd_pools_new(&model_pools), 0);
		assert_int_equal(dsmipd_pools_add(model_pools, &config), 0);
		for (step = 0; step < 5000; step++) {
			int64_t subscriber = 1 + random() % MODEL_NODES;

			switch (random() % 8) {
			case 0:
				model_now += random() % 20;
				break;
			case 1:
				model_enter(subscriber);
				break;
			case 2:
			case 3:
			case 4:
				model_take(subscriber);
				break;
			default:
				model_change(subscriber);
			}
			model_check();
		}
		dsmipd_pools_free(model_pools);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(model_run),
	};

	return cmocka_run_group_tests_name("pool_model", tests, NULL, NULL);
}
