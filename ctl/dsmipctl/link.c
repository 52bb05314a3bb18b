// SPDX-License-Identifier: GPL-2.0
/* The object "link". */

#include <errno.h>
#include <string.h>

#include "args.h"
#include "render.h"
#include "report.h"

/* A list of devices that is being printed. */
struct link_list {
	struct dsmipctl *ctl;
	struct dsmipctl_table *table;
	size_t n;
};

static void link_print_json(struct dsmipctl *ctl, const struct dsmip_link *link)
{
	struct json_object *obj = json_object_new_object();

	json_object_object_add(obj, "ifindex",
			       json_object_new_int64(link->ifindex));
	json_object_object_add(obj, "ifname",
			       json_object_new_string(link->ifname));
	json_object_object_add(obj, "local4",
			       dsmipctl_render_addr(&link->local4));
	json_object_object_add(obj, "local6",
			       dsmipctl_render_addr(&link->local6));
	json_object_object_add(obj, "port", json_object_new_int(link->port));
	json_object_object_add(obj, "max_bindings",
			       json_object_new_int64(link->max_bindings));
	json_object_object_add(obj, "pmtudisc",
			       json_object_new_boolean(link->pmtudisc));
	json_object_object_add(obj, "dscp", link->dscp < DSMIP_DSCP_INHERIT ?
			       json_object_new_int(link->dscp) : NULL);
	json_object_object_add(obj, "decap_dscp",
			       json_object_new_boolean(link->decap_dscp));
	json_object_object_add(obj, "origins",
			       json_object_new_int64(link->origins));
	json_object_object_add(obj, "origin_mark", link->origin_mark ?
			       json_object_new_int64(link->origin_mark) : NULL);
	json_object_object_add(obj, "group_time",
			       dsmipctl_render_seconds(link->group_time));
	json_object_object_add(obj, "mtu", json_object_new_int64(link->mtu));
	json_object_object_add(obj, "state",
			       json_object_new_string(link->up ? "up" : "down"));
	dsmipctl_out_item(ctl, obj);
}

static const char *link_dscp(const struct dsmip_link *link, char *buf,
			     size_t size)
{
	if (link->dscp < DSMIP_DSCP_INHERIT)
		snprintf(buf, size, "%u", link->dscp);
	else
		snprintf(buf, size, "inherit");
	return buf;
}

static void link_print_oneline(struct dsmipctl *ctl,
			       const struct dsmip_link *link)
{
	char addr[DSMIP_ADDR_STRLEN], dscp[8], time[32];

	fprintf(ctl->out, "dev %s ifindex %u", link->ifname, link->ifindex);
	if (link->local4.family)
		fprintf(ctl->out, " local %s",
			dsmip_addr_format(&link->local4, addr, sizeof(addr)));
	if (link->local6.family)
		fprintf(ctl->out, " local %s",
			dsmip_addr_format(&link->local6, addr, sizeof(addr)));
	fprintf(ctl->out, " port %u max-bindings %u pmtudisc %s group-time %s",
		link->port, link->max_bindings, link->pmtudisc ? "on" : "off",
		dsmipctl_render_exact(link->group_time, time, sizeof(time)));
	fprintf(ctl->out, " dscp %s decap-dscp %s",
		link_dscp(link, dscp, sizeof(dscp)),
		link->decap_dscp ? "on" : "off");
	if (link->origins)
		fprintf(ctl->out, " origins %u origin-mark 0x%08x",
			link->origins, link->origin_mark);
	fprintf(ctl->out, " mtu %u state %s\n", link->mtu,
		link->up ? "up" : "down");
}

static struct dsmipctl_table *link_table(struct dsmipctl *ctl)
{
	struct dsmipctl_table *table = dsmipctl_table_open(ctl);

	dsmipctl_table_column(table, "DEV", false);
	dsmipctl_table_column(table, "STATE", false);
	dsmipctl_table_column(table, "LOCAL4", false);
	dsmipctl_table_column(table, "LOCAL6", false);
	dsmipctl_table_column(table, "PORT", true);
	dsmipctl_table_column(table, "MTU", true);
	dsmipctl_table_column(table, "PMTUDISC", false);
	dsmipctl_table_column(table, "MAX-BINDINGS", true);
	if (ctl->opt.details) {
		dsmipctl_table_column(table, "ORIGINS", true);
		dsmipctl_table_column(table, "ORIGIN-MARK", false);
	}
	return table;
}

static void link_row(struct dsmipctl *ctl, struct dsmipctl_table *table,
		     const struct dsmip_link *link)
{
	char addr[DSMIP_ADDR_STRLEN];

	dsmipctl_table_cell(table, DSMIPCTL_INK_DEV, "%s", link->ifname);
	dsmipctl_table_cell(table, link->up ? DSMIPCTL_INK_GOOD :
			    DSMIPCTL_INK_BAD, link->up ? "up" : "down");
	dsmip_addr_format(&link->local4, addr, sizeof(addr));
	dsmipctl_table_cell(table, dsmipctl_out_ink_of(&link->local4), "%s",
			    addr);
	dsmip_addr_format(&link->local6, addr, sizeof(addr));
	dsmipctl_table_cell(table, dsmipctl_out_ink_of(&link->local6), "%s",
			    addr);
	dsmipctl_table_cell(table, 0, "%u", link->port);
	dsmipctl_table_cell(table, 0, "%u", link->mtu);
	dsmipctl_table_cell(table, 0, link->pmtudisc ? "on" : "off");
	dsmipctl_table_cell(table, 0, "%u", link->max_bindings);
	if (!ctl->opt.details)
		return;
	dsmipctl_table_cell(table, 0, "%u", link->origins);
	if (link->origins)
		dsmipctl_table_cell(table, 0, "0x%08x", link->origin_mark);
	else
		dsmipctl_table_cell(table, 0, "-");
}

static int link_print(const struct dsmip_link *link, void *arg)
{
	struct link_list *list = arg;

	list->n++;
	if (list->ctl->opt.json)
		link_print_json(list->ctl, link);
	else if (list->table)
		link_row(list->ctl, list->table, link);
	else
		link_print_oneline(list->ctl, link);
	return 0;
}

static int link_list(struct dsmipctl *ctl, const char *dev)
{
	struct link_list list = { .ctl = ctl };
	int err;

	dsmipctl_out_begin(ctl);
	list.table = link_table(ctl);
	if (dev)
		err = dsmip_link_get(ctl->client, dev, link_print, &list);
	else
		err = dsmip_link_dump(ctl->client, link_print, &list);
	dsmipctl_table_close(list.table);
	if (err)
		return dsmipctl_report_client(ctl);
	dsmipctl_out_end(ctl);
	return 0;
}

/* The result of a command, for those who read JSON. */
static int link_result(struct dsmipctl *ctl, const char *dev)
{
	dsmipctl_dev_forget(ctl);
	return ctl->opt.json ? link_list(ctl, dev) : 0;
}

/**
 * dsmipctl_link_add() - make a device
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_link_add(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct dsmip_link link = {
		.port = args->port,
		.max_bindings = args->max_bindings,
		.pmtudisc = args->pmtudisc,
		.has_pmtudisc = dsmipctl_given(args, DSMIPCTL_KEY_PMTUDISC),
		.dscp = args->dscp,
		.has_dscp = dsmipctl_given(args, DSMIPCTL_KEY_DSCP),
		.decap_dscp = args->decap_dscp,
		.has_decap_dscp = dsmipctl_given(args, DSMIPCTL_KEY_DECAP_DSCP),
		.origins = args->origins,
		.origin_mark = args->origin_mark,
		.group_time = args->group_time,
	};
	int err;

	err = dsmipctl_connect(ctl);
	if (err)
		return err;
	snprintf(link.ifname, sizeof(link.ifname), "%s", args->dev);
	for (size_t i = 0; i < args->n_local; i++) {
		if (args->local[i].family == AF_INET)
			link.local4 = args->local[i];
		else
			link.local6 = args->local[i];
	}
	err = dsmip_link_new(ctl->client, &link);
	if (err == -EEXIST && !dsmip_client_error(ctl->client)->text[0])
		return dsmipctl_report_failure(ctl, EEXIST, NULL,
					       "Device \"%s\" exists already.",
					       args->dev);
	if (err)
		return dsmipctl_report_client(ctl);
	return link_result(ctl, args->dev);
}

/**
 * dsmipctl_link_set() - change a device
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_link_set(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct dsmip_link link = {
		.max_bindings = args->max_bindings,
		.pmtudisc = args->pmtudisc,
		.has_pmtudisc = dsmipctl_given(args, DSMIPCTL_KEY_PMTUDISC),
		.dscp = args->dscp,
		.has_dscp = dsmipctl_given(args, DSMIPCTL_KEY_DSCP),
		.decap_dscp = args->decap_dscp,
		.has_decap_dscp = dsmipctl_given(args, DSMIPCTL_KEY_DECAP_DSCP),
		.group_time = args->group_time,
	};
	int err;

	err = dsmipctl_connect(ctl) ?: dsmipctl_dev_ours(ctl, args->dev);
	if (err)
		return err;
	snprintf(link.ifname, sizeof(link.ifname), "%s", args->dev);
	if (dsmip_link_change(ctl->client, &link))
		return dsmipctl_report_client(ctl);
	return link_result(ctl, args->dev);
}

/**
 * dsmipctl_link_del() - delete a device
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_link_del(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	int err;

	err = dsmipctl_connect(ctl) ?: dsmipctl_dev_ours(ctl, args->dev);
	if (err)
		return err;
	dsmipctl_dev_forget(ctl);
	if (dsmip_link_del(ctl->client, args->dev))
		return dsmipctl_report_client(ctl);
	return dsmipctl_out_nothing(ctl, 0);
}

/**
 * dsmipctl_link_show() - show devices
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_link_show(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	int err;

	err = dsmipctl_connect(ctl);
	if (!err && args->dev)
		err = dsmipctl_dev_ours(ctl, args->dev);
	return err ?: link_list(ctl, args->dev);
}
