// SPDX-License-Identifier: GPL-2.0
/* The object "fastpath". */

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "args.h"
#include "render.h"
#include "report.h"

/**
 * struct fastpath_devs - numbers of tunnel devices
 * @ifindex: the numbers
 * @n: how many
 */
struct fastpath_devs {
	uint32_t *ifindex;
	size_t n;
};

static int fastpath_devs_add(struct fastpath_devs *devs, uint32_t ifindex)
{
	uint32_t *bigger;

	bigger = reallocarray(devs->ifindex, devs->n + 1, sizeof(*bigger));
	if (!bigger)
		return -ENOMEM;
	devs->ifindex = bigger;
	devs->ifindex[devs->n++] = ifindex;
	return 0;
}

static int fastpath_devs_all(const struct dsmip_link *link, void *arg)
{
	return fastpath_devs_add(arg, link->ifindex);
}

static int fastpath_devs_named(struct dsmipctl *ctl,
			       const struct dsmipctl_args *args,
			       struct fastpath_devs *devs)
{
	uint32_t ifindex;
	int err;

	for (size_t i = 0; i < args->n_on; i++) {
		err = dsmipctl_dev_ours(ctl, args->on[i]) ?:
		      dsmipctl_dev_index(ctl, args->on[i], &ifindex);
		if (err)
			return err;
		if (fastpath_devs_add(devs, ifindex))
			return dsmipctl_report_failure(ctl, ENOMEM, NULL,
						       "Out of memory.");
	}
	return 0;
}

static void fastpath_print_json(struct dsmipctl *ctl,
				const struct dsmip_fastpath *f)
{
	struct json_object *obj = json_object_new_object();
	char name[IFNAMSIZ];

	dsmipctl_dev_name(ctl, f->ingress, name);
	json_object_object_add(obj, "ifname", json_object_new_string(name));
	dsmipctl_dev_name(ctl, f->ifindex, name);
	json_object_object_add(obj, "on", json_object_new_string(name));
	if (ctl->opt.stats) {
		dsmipctl_render_rx_tx_json(obj, &f->traffic);
		json_object_object_add(obj, "passed",
				       json_object_new_uint64(f->passed));
	}
	dsmipctl_out_item(ctl, obj);
}

static void fastpath_print_text(struct dsmipctl *ctl,
				const struct dsmip_fastpath *f)
{
	char dev[IFNAMSIZ], on[IFNAMSIZ], rx[32], tx[32];
	const struct dsmip_traffic *t = &f->traffic;

	fprintf(ctl->out, "dev ");
	dsmipctl_out_text(ctl, DSMIPCTL_INK_DEV, "%s",
			  dsmipctl_dev_name(ctl, f->ingress, dev));
	fprintf(ctl->out, " on ");
	dsmipctl_out_text(ctl, DSMIPCTL_INK_DEV, "%s",
			  dsmipctl_dev_name(ctl, f->ifindex, on));
	if (ctl->opt.stats && ctl->opt.oneline) {
		fprintf(ctl->out, " rx-packets %" PRIu64 " rx-bytes %" PRIu64
			" tx-packets %" PRIu64 " tx-bytes %" PRIu64
			" passed %" PRIu64, t->rx_packets, t->rx_bytes,
			t->tx_packets, t->tx_bytes, f->passed);
	} else if (ctl->opt.stats) {
		dsmipctl_render_bytes(t->rx_bytes, rx, sizeof(rx));
		dsmipctl_render_bytes(t->tx_bytes, tx, sizeof(tx));
		fprintf(ctl->out, "\n    rx %" PRIu64 " packets %s  tx %" PRIu64
			" packets %s\n    left to the device path %" PRIu64
			" packets", t->rx_packets, rx, t->tx_packets, tx,
			f->passed);
	}
	fputc('\n', ctl->out);
}

static int fastpath_print(const struct dsmip_fastpath *fastpath, void *arg)
{
	struct dsmipctl *ctl = arg;

	if (ctl->opt.json)
		fastpath_print_json(ctl, fastpath);
	else
		fastpath_print_text(ctl, fastpath);
	return 0;
}

/* Both devices of a request: one after the other what was named. */
static int fastpath_each(struct dsmipctl *ctl, uint32_t ingress,
			 const struct fastpath_devs *devs,
			 int (*call)(struct dsmip_client *client,
				     const struct dsmip_fastpath *fastpath))
{
	struct dsmip_fastpath f = { .ingress = ingress };

	for (size_t i = 0; i < devs->n; i++) {
		f.ifindex = devs->ifindex[i];
		if (call(ctl->client, &f))
			return dsmipctl_report_client(ctl);
	}
	return 0;
}

/* Those that have been named, or, for a new fast path, all there are. */
static int fastpath_add(struct dsmipctl *ctl, const struct dsmipctl_args *args,
			uint32_t ingress, struct fastpath_devs *devs)
{
	int err;

	err = fastpath_devs_named(ctl, args, devs);
	if (err)
		return err;
	if (!args->n_on && dsmip_link_dump(ctl->client, fastpath_devs_all, devs))
		return dsmipctl_report_client(ctl);
	if (!devs->n)
		return dsmipctl_dev_sole(ctl, &ingress);
	return fastpath_each(ctl, ingress, devs, dsmip_fastpath_add);
}

/**
 * dsmipctl_fastpath_add() - let what a device receives take the fast path
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_fastpath_add(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args)
{
	struct fastpath_devs devs = {};
	uint32_t ingress;
	int err;

	err = dsmipctl_connect(ctl) ?:
	      dsmipctl_dev_index(ctl, args->dev, &ingress);
	if (!err)
		err = fastpath_add(ctl, args, ingress, &devs);
	free(devs.ifindex);
	return err ?: dsmipctl_out_nothing(ctl, 0);
}

/**
 * dsmipctl_fastpath_del() - no longer let it
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_fastpath_del(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args)
{
	struct fastpath_devs devs = {};
	uint32_t ingress;
	int err;

	err = dsmipctl_connect(ctl) ?:
	      dsmipctl_dev_index(ctl, args->dev, &ingress) ?:
	      fastpath_devs_named(ctl, args, &devs);
	/* Without a name the kernel takes all. */
	if (!err && !devs.n && fastpath_devs_add(&devs, 0))
		err = dsmipctl_report_failure(ctl, ENOMEM, NULL,
					      "Out of memory.");
	if (!err)
		err = fastpath_each(ctl, ingress, &devs, dsmip_fastpath_del);
	free(devs.ifindex);
	return err ?: dsmipctl_out_nothing(ctl, 0);
}

static int fastpath_list(struct dsmipctl *ctl, uint32_t ingress,
			 const struct fastpath_devs *devs)
{
	struct dsmip_fastpath filter = { .ingress = ingress };
	size_t i = 0;

	dsmipctl_out_begin(ctl);
	do {
		filter.ifindex = devs->n ? devs->ifindex[i] : 0;
		if (dsmip_fastpath_dump(ctl->client, &filter, fastpath_print,
					ctl))
			return dsmipctl_report_client(ctl);
	} while (++i < devs->n);
	dsmipctl_out_end(ctl);
	return 0;
}

/**
 * dsmipctl_fastpath_show() - show which devices have a fast path
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_fastpath_show(struct dsmipctl *ctl,
			   const struct dsmipctl_args *args)
{
	struct fastpath_devs devs = {};
	uint32_t ingress = 0;
	int err;

	err = dsmipctl_connect(ctl);
	if (!err && args->dev)
		err = dsmipctl_dev_index(ctl, args->dev, &ingress);
	err = err ?: fastpath_devs_named(ctl, args, &devs) ?:
	      fastpath_list(ctl, ingress, &devs);
	free(devs.ifindex);
	return err;
}
