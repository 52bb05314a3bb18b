// SPDX-License-Identifier: GPL-2.0
/* The object "binding". */

#include "args.h"
#include "batch.h"
#include "registration.h"
#include "render.h"
#include "report.h"

/* A list that keeps changing is read so often before it is taken as it is. */
#define BINDING_TRIES	3

/* A list of bindings that is being printed. */
struct binding_list {
	struct dsmipctl *ctl;
	struct dsmipctl_table *table;
	struct dsmipctl_hold hold;
	struct dsmipctl_registrations regs;
	uint32_t encap;
	size_t n;
};

static void binding_print(const struct dsmip_binding *b,
			  struct json_object *registration, void *arg)
{
	struct binding_list *list = arg;
	struct dsmipctl *ctl = list->ctl;

	if (ctl->opt.json) {
		struct json_object *obj = json_object_new_object();

		dsmipctl_render_binding_json(ctl, obj, b);
		if (registration)
			json_object_object_add(obj, "registration",
					       json_object_get(registration));
		dsmipctl_out_item(ctl, obj);
	} else if (ctl->opt.oneline) {
		dsmipctl_render_binding_oneline(ctl, b);
		if (registration) {
			fputc(' ', ctl->out);
			dsmipctl_registration_words(ctl, registration);
		}
		fputc('\n', ctl->out);
	} else if (ctl->opt.details) {
		dsmipctl_render_binding_details(ctl, b);
		if (registration) {
			fputs("    ", ctl->out);
			dsmipctl_registration_words(ctl, registration);
			fputc('\n', ctl->out);
		}
	} else {
		dsmipctl_render_binding_row(ctl, list->table, b);
		if (list->regs.reachable)
			dsmipctl_registration_cells(list->table, registration);
	}
	dsmipctl_hold_check(ctl, &list->hold);
}

static int binding_take(const struct dsmip_binding *b, void *arg)
{
	struct binding_list *list = arg;
	int family = list->ctl->opt.family;

	if ((list->encap && b->encap != list->encap) ||
	    (family && b->coa.family != family))
		return 0;
	list->n++;
	dsmipctl_registration_add(&list->regs, b);
	return 0;
}

static void binding_list_begin(struct dsmipctl *ctl, struct binding_list *list)
{
	list->ctl = ctl;
	list->regs.ctl = ctl;
	list->regs.print = binding_print;
	list->regs.arg = list;
}

/* What dsmipd knows comes last in a row. */
static void binding_table(struct binding_list *list)
{
	dsmipctl_registration_begin(&list->regs);
	list->table = dsmipctl_render_binding_table(list->ctl);
	if (list->regs.reachable)
		dsmipctl_registration_columns(list->table);
}

static int binding_new(struct dsmipctl *ctl, const struct dsmipctl_args *args,
		       enum dsmip_mode mode)
{
	struct binding_list list = {};
	struct dsmip_queue *queue;
	struct dsmip_binding b;
	int err;

	if (args->origin && (args->coa.family || args->port ||
			     args->n_local || args->encap))
		return dsmipctl_report_usage(ctl, NULL,
					     "\"origin\" tells the end point, none of \"coa\", \"port\", \"local\" and \"encap\" goes with it.");
	err = dsmipctl_args_binding(ctl, args, &b);
	if (err)
		return err;
	queue = dsmipctl_batch_queue(ctl);
	if (queue) {
		err = dsmip_queue_new(queue, &b, mode,
				      dsmipctl_batch_line(ctl->batch));
		return err ? dsmipctl_report_client(ctl) : 0;
	}
	binding_list_begin(ctl, &list);
	dsmipctl_out_begin(ctl);
	err = dsmip_binding_new(ctl->client, &b, mode,
				ctl->opt.json ? binding_take : NULL, &list);
	if (err)
		return dsmipctl_report_binding(ctl, &b);
	dsmipctl_out_end(ctl);
	return 0;
}

/**
 * dsmipctl_binding_add() - create a binding
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_binding_add(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	return binding_new(ctl, args, DSMIP_MODE_ADD);
}

/**
 * dsmipctl_binding_replace() - exchange a binding, or create it
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_binding_replace(struct dsmipctl *ctl,
			     const struct dsmipctl_args *args)
{
	return binding_new(ctl, args, DSMIP_MODE_REPLACE);
}

/**
 * dsmipctl_binding_change() - exchange a binding that exists
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_binding_change(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args)
{
	return binding_new(ctl, args, DSMIP_MODE_CHANGE);
}

/**
 * dsmipctl_binding_del() - delete a binding
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_binding_del(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct dsmip_queue *queue;
	struct dsmip_binding b;
	int err;

	err = dsmipctl_args_binding(ctl, args, &b);
	if (err)
		return err;
	queue = dsmipctl_batch_queue(ctl);
	if (queue)
		err = dsmip_queue_del(queue, &b,
				      dsmipctl_batch_line(ctl->batch));
	else
		err = dsmip_binding_del(ctl->client, &b);
	if (err)
		return dsmipctl_report_binding(ctl, &b);
	return dsmipctl_out_nothing(ctl, 0);
}

static int binding_get(struct dsmipctl *ctl, const struct dsmip_binding *key,
		       struct binding_list *list)
{
	int err;

	dsmipctl_out_begin(ctl);
	binding_table(list);
	err = dsmip_binding_get(ctl->client, key, binding_take, list);
	dsmipctl_registration_flush(&list->regs);
	dsmipctl_registration_end(&list->regs);
	dsmipctl_table_close(list->table);
	if (err)
		return dsmipctl_report_binding(ctl, key);
	dsmipctl_out_end(ctl);
	return 0;
}

static int binding_dump(struct dsmipctl *ctl,
			const struct dsmip_binding *filter,
			struct binding_list *list)
{
	int err = 0;

	binding_table(list);
	for (int try = 0; try < BINDING_TRIES; try++) {
		dsmipctl_out_begin(ctl);
		dsmipctl_hold_begin(ctl, &list->hold);
		err = dsmip_binding_dump(ctl->client, filter, binding_take,
					 list);
		dsmipctl_registration_flush(&list->regs);
		if (err || !dsmip_client_interrupted(ctl->client) ||
		    try == BINDING_TRIES - 1 ||
		    !dsmipctl_hold_drop(ctl, &list->hold))
			break;
		dsmipctl_table_reset(list->table);
		list->n = 0;
	}
	if (err)
		dsmipctl_report_client(ctl);
	dsmipctl_registration_end(&list->regs);
	dsmipctl_table_close(list->table);
	dsmipctl_out_end(ctl);
	dsmipctl_hold_end(ctl, &list->hold);
	if (err)
		return DSMIPCTL_FAILED;
	if (dsmip_client_interrupted(ctl->client))
		dsmipctl_report_warning(ctl, "The list changed while it was read: bindings may be missing.");
	return 0;
}

/**
 * dsmipctl_binding_show() - show bindings
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_binding_show(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args)
{
	struct binding_list list = { .encap = args->encap };
	struct dsmip_binding key = {
		.id = args->id,
		.home = args->home,
		.n_home = args->n_home,
		.coa = args->coa,
	};
	int err;

	if (args->id && (args->n_home || args->coa.family || args->encap))
		return dsmipctl_report_usage(ctl, NULL,
					     "\"id\" tells the binding, nothing but \"dev\" goes with it.");
	binding_list_begin(ctl, &list);
	err = dsmipctl_connect(ctl);
	if (!err && (args->dev || args->id))
		err = dsmipctl_args_ifindex(ctl, args, &key.ifindex);
	if (err)
		return err;
	return args->id ? binding_get(ctl, &key, &list) :
			  binding_dump(ctl, &key, &list);
}

/**
 * dsmipctl_binding_flush() - delete all bindings of a device
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_binding_flush(struct dsmipctl *ctl,
			   const struct dsmipctl_args *args)
{
	struct dsmip_binding filter;
	int err;

	err = dsmipctl_args_binding(ctl, args, &filter);
	if (err)
		return err;
	if (dsmip_binding_flush(ctl->client, &filter))
		return dsmipctl_report_client(ctl);
	return dsmipctl_out_nothing(ctl, 0);
}
