// SPDX-License-Identifier: GPL-2.0
/*
 * Detections: one solicitation for each address, and a second in which nobody
 * may say that he has it, or wants it too.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "dad_priv.h"

static void dad_run_free(struct dsmipd_dad *dad, struct dad_run *run)
{
	size_t i;

	for (i = 0; i < run->n; i++) {
		LIST_REMOVE(&run->target[i].item, entry);
		dsmipd_dad_group_leave(dad, run->target[i].group);
	}
	TAILQ_REMOVE(&dad->runs, run, entry);
	free(run);
}

/* What is called may start and cancel others. */
static void dad_run_end(struct dsmipd_dad *dad, struct dad_run *run,
			bool duplicate)
{
	dsmipd_dad_cb done = run->done;
	void *arg = run->arg;

	dad_run_free(dad, run);
	done(duplicate, arg);
}

static int dad_run_probe(struct dsmipd_dad *dad, struct dad_run *run,
			 const struct dad_link *link)
{
	int ret = 0;
	size_t i;

	for (i = 0; i < run->n && !ret; i++) {
		struct dad_target *target = &run->target[i];

		ret = dsmipd_dad_group_join(dad, link->ifindex,
					    &target->item.addr.v6,
					    &target->group);
		if (!ret)
			ret = dsmipd_dad_send_probe(dad, link,
						    &target->item.addr.v6,
						    run->nonce);
	}
	return ret;
}

static struct dad_run *dad_run_new(struct dsmipd_dad *dad, unsigned int ifindex,
				   const struct in6_addr *addrs, size_t n)
{
	struct dad_run *run = calloc(1, sizeof(*run));
	size_t i;

	if (!run)
		return NULL;
	for (i = 0; i < n; i++) {
		struct dad_target *target = &run->target[i];

		target->run = run;
		target->item.ifindex = ifindex;
		target->item.addr.family = AF_INET6;
		target->item.addr.v6 = addrs[i];
		dsmipd_dad_item_add(dad->targets, &target->item);
	}
	run->n = n;
	run->due = uv_now(dad->loop) + DAD_WAIT_MS;
	TAILQ_INSERT_TAIL(&dad->runs, run, entry);
	return run;
}

/**
 * dsmipd_dad_start() - look for duplicates of addresses
 * @dad: all of it
 * @ifindex: link
 * @addrs: the addresses
 * @n: how many, DSMIPD_DAD_MAX_ADDRS at most
 * @done: called from the event loop, when one was found or after a second
 * @arg: handed to it
 *
 * Where there is no Neighbor Discovery there is nobody to ask, and no reason to
 * wait.
 *
 * Return: 0, or a negative errno, and @done is not called.
 */
int dsmipd_dad_start(struct dsmipd_dad *dad, unsigned int ifindex,
		     const struct in6_addr *addrs, size_t n, dsmipd_dad_cb done,
		     void *arg)
{
	struct dad_link link;
	struct dad_run *run;
	int ret;

	if (n > DSMIPD_DAD_MAX_ADDRS)
		return -EINVAL;
	ret = dsmipd_dad_send_link(dad, ifindex, &link);
	if (ret)
		return ret;
	uv_update_time(dad->loop);
	run = dad_run_new(dad, ifindex, addrs, n);
	if (!run)
		return -ENOMEM;
	run->done = done;
	run->arg = arg;
	if (getrandom(run->nonce, sizeof(run->nonce), 0) < 0)
		ret = -errno;
	else if (link.ethernet)
		ret = dad_run_probe(dad, run, &link);
	if (ret) {
		dad_run_free(dad, run);
		return ret;
	}
	if (!link.ethernet) {
		run->due = 0;
		TAILQ_REMOVE(&dad->runs, run, entry);
		TAILQ_INSERT_HEAD(&dad->runs, run, entry);
	}
	dsmipd_dad_schedule(dad);
	return 0;
}

/**
 * dsmipd_dad_cancel() - look no more
 * @dad: all of it
 * @arg: what dsmipd_dad_start() was given; nothing is called with it any more
 */
void dsmipd_dad_cancel(struct dsmipd_dad *dad, void *arg)
{
	struct dad_run *run, *next;

	for (run = TAILQ_FIRST(&dad->runs); run; run = next) {
		next = TAILQ_NEXT(run, entry);
		if (run->arg == arg)
			dad_run_free(dad, run);
	}
	dsmipd_dad_schedule(dad);
}

/**
 * dsmipd_dad_run_heard() - another node has said something of an address
 * @dad: all of it
 * @ifindex: link
 * @nd: what it has said
 */
void dsmipd_dad_run_heard(struct dsmipd_dad *dad, unsigned int ifindex,
			  const struct dad_nd *nd)
{
	struct dsmip_addr addr = { .family = AF_INET6, .v6 = nd->target };
	struct dad_target *target;

	for (;;) {
		target = (void *)dsmipd_dad_item_find(dad->targets, ifindex,
						      &addr);
		if (!target ||
		    (nd->has_nonce && !memcmp(nd->nonce, target->run->nonce,
					      sizeof(nd->nonce))))
			return;
		dad_run_end(dad, target->run, true);
	}
}

/**
 * dsmipd_dad_run_due() - end what nobody has said anything about
 * @dad: all of it
 */
void dsmipd_dad_run_due(struct dsmipd_dad *dad)
{
	struct dad_run *run;

	while ((run = TAILQ_FIRST(&dad->runs)) &&
	       run->due <= uv_now(dad->loop))
		dad_run_end(dad, run, false);
}

/**
 * dsmipd_dad_run_flush() - forget all detections
 * @dad: all of it
 */
void dsmipd_dad_run_flush(struct dsmipd_dad *dad)
{
	struct dad_run *run;

	while ((run = TAILQ_FIRST(&dad->runs)))
		dad_run_free(dad, run);
}
