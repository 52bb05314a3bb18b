// SPDX-License-Identifier: GPL-2.0
/* The object "stats". */

#include <inttypes.h>

#include "args.h"
#include "render.h"
#include "report.h"

static void stats_print_json(struct dsmipctl *ctl,
			     const struct dsmip_stats *stats, const char *name)
{
	struct json_object *obj = json_object_new_object();

	json_object_object_add(obj, "ifname", json_object_new_string(name));
	json_object_object_add(obj, "bindings",
			       json_object_new_int64(stats->bindings));
	json_object_object_add(obj, "prefixes",
			       json_object_new_int64(stats->prefixes));
	dsmipctl_render_traffic_json(obj, &stats->traffic);
	json_object_object_add(obj, "suppressed",
			       json_object_new_uint64(stats->suppressed));
	dsmipctl_out_item(ctl, obj);
}

static void stats_print_text(struct dsmipctl *ctl,
			     const struct dsmip_stats *stats, const char *name)
{
	dsmipctl_out_text(ctl, DSMIPCTL_INK_DEV, "%s", name);
	fprintf(ctl->out, "\n    bindings %u  prefixes %u\n", stats->bindings,
		stats->prefixes);
	dsmipctl_render_traffic(ctl, &stats->traffic);
	fprintf(ctl->out, "    suppressed events %" PRIu64 "\n",
		stats->suppressed);
	for (unsigned int i = 1; ctl->opt.details && i <= DSMIP_DROP_MAX; i++) {
		if (dsmip_name_drop(i))
			fprintf(ctl->out, "    %-16s %" PRIu64 "\n",
				dsmip_name_drop(i), stats->traffic.drops[i]);
	}
}

static int stats_print(const struct dsmip_stats *stats, void *arg)
{
	struct dsmipctl *ctl = arg;
	char name[IFNAMSIZ];

	dsmipctl_dev_name(ctl, stats->ifindex, name);
	if (ctl->opt.json) {
		stats_print_json(ctl, stats, name);
	} else if (ctl->opt.oneline) {
		fprintf(ctl->out, "dev %s bindings %u prefixes %u", name,
			stats->bindings, stats->prefixes);
		dsmipctl_render_traffic_oneline(ctl, &stats->traffic);
		fprintf(ctl->out, " suppressed %" PRIu64 "\n",
			stats->suppressed);
	} else {
		stats_print_text(ctl, stats, name);
	}
	return 0;
}

/**
 * dsmipctl_stats_show() - show the counters of devices
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_stats_show(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	uint32_t ifindex = 0;
	int err;

	err = dsmipctl_connect(ctl);
	if (!err && args->dev)
		err = dsmipctl_dev_index(ctl, args->dev, &ifindex);
	if (err)
		return err;
	dsmipctl_out_begin(ctl);
	if (ifindex)
		err = dsmip_stats_get(ctl->client, ifindex, stats_print, ctl);
	else
		err = dsmip_stats_dump(ctl->client, stats_print, ctl);
	if (err)
		return dsmipctl_report_client(ctl);
	dsmipctl_out_end(ctl);
	return 0;
}
