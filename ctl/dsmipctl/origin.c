// SPDX-License-Identifier: GPL-2.0
/* The object "origin". */

#include "args.h"
#include "render.h"
#include "report.h"

static const char *origin_encap(const struct dsmip_origin *o)
{
	return dsmip_name_encap(o->encap) ?: "unknown";
}

static struct json_object *origin_port(uint16_t port)
{
	return port ? json_object_new_int(port) : NULL;
}

static void origin_print_json(struct dsmipctl *ctl,
			      const struct dsmip_origin *o)
{
	struct json_object *obj = json_object_new_object();
	char name[IFNAMSIZ];

	dsmipctl_dev_name(ctl, o->ifindex, name);
	json_object_object_add(obj, "ifname", json_object_new_string(name));
	json_object_object_add(obj, "tag", json_object_new_int64(o->tag));
	json_object_object_add(obj, "coa", dsmipctl_render_addr(&o->coa));
	json_object_object_add(obj, "port", origin_port(o->port));
	json_object_object_add(obj, "local", dsmipctl_render_addr(&o->local));
	json_object_object_add(obj, "local_port", origin_port(o->local_port));
	json_object_object_add(obj, "encap",
			       json_object_new_string(origin_encap(o)));
	json_object_object_add(obj, "inner_src",
			       dsmipctl_render_addr(&o->inner_src));
	json_object_object_add(obj, "spi", o->spi ?
			       json_object_new_int64(o->spi) : NULL);
	json_object_object_add(obj, "age", dsmipctl_render_seconds(o->age));
	dsmipctl_out_item(ctl, obj);
}

static void origin_print_oneline(struct dsmipctl *ctl,
				 const struct dsmip_origin *o)
{
	char addr[DSMIP_ADDR_STRLEN], name[IFNAMSIZ], exact[32];

	fprintf(ctl->out, "dev %s tag 0x%08x",
		dsmipctl_dev_name(ctl, o->ifindex, name), o->tag);
	fprintf(ctl->out, " coa %s",
		dsmip_addr_format(&o->coa, addr, sizeof(addr)));
	if (o->port)
		fprintf(ctl->out, " port %u", o->port);
	fprintf(ctl->out, " local %s",
		dsmip_addr_format(&o->local, addr, sizeof(addr)));
	if (o->local_port)
		fprintf(ctl->out, " local-port %u", o->local_port);
	fprintf(ctl->out, " encap %s inner-src %s", origin_encap(o),
		dsmip_addr_format(&o->inner_src, addr, sizeof(addr)));
	if (o->spi)
		fprintf(ctl->out, " spi 0x%08x", o->spi);
	fprintf(ctl->out, " age %s\n",
		dsmipctl_render_exact(o->age, exact, sizeof(exact)));
}

static void origin_print_text(struct dsmipctl *ctl,
			      const struct dsmip_origin *o)
{
	char local[DSMIP_ENDPOINT_STRLEN], coa[DSMIP_ENDPOINT_STRLEN];
	char inner[DSMIP_ADDR_STRLEN], name[IFNAMSIZ], age[32];

	dsmip_endpoint_format(&o->coa, o->port, coa, sizeof(coa));
	dsmip_endpoint_format(&o->local, o->local_port, local, sizeof(local));
	dsmip_addr_format(&o->inner_src, inner, sizeof(inner));
	dsmipctl_render_age(o->age, age, sizeof(age));
	fprintf(ctl->out, "origin 0x%08x dev ", o->tag);
	dsmipctl_out_text(ctl, DSMIPCTL_INK_DEV, "%s",
			  dsmipctl_dev_name(ctl, o->ifindex, name));
	fprintf(ctl->out, "\n    care-of ");
	dsmipctl_out_text(ctl, dsmipctl_out_ink_of(&o->coa), "%s", coa);
	fprintf(ctl->out, "  local %s  encap %s\n    inner source ", local,
		origin_encap(o));
	dsmipctl_out_text(ctl, dsmipctl_out_ink_of(&o->inner_src), "%s", inner);
	if (o->spi)
		fprintf(ctl->out, "  spi 0x%08x", o->spi);
	fprintf(ctl->out, "  received %s ago\n", age);
}

static int origin_print(const struct dsmip_origin *origin, void *arg)
{
	struct dsmipctl *ctl = arg;

	if (ctl->opt.json)
		origin_print_json(ctl, origin);
	else if (ctl->opt.oneline)
		origin_print_oneline(ctl, origin);
	else
		origin_print_text(ctl, origin);
	return 0;
}

/**
 * dsmipctl_origin_show() - show where a signalling packet came from
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_origin_show(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	uint32_t ifindex;
	int err;

	err = dsmipctl_connect(ctl) ?: dsmipctl_args_ifindex(ctl, args, &ifindex);
	if (err)
		return err;
	dsmipctl_out_begin(ctl);
	err = dsmip_origin_get(ctl->client, ifindex, args->origin, origin_print,
			       ctl);
	if (err)
		return dsmipctl_report_client(ctl);
	dsmipctl_out_end(ctl);
	return 0;
}
