// SPDX-License-Identifier: GPL-2.0
/* Bindings and counters as JSON. */

#include "render.h"

/**
 * dsmipctl_render_exact() - a time as the command line takes it
 * @ms: milliseconds
 * @buf: where the text goes
 * @size: room there
 *
 * Return: @buf: seconds, with a fraction only if it has one.
 */
const char *dsmipctl_render_exact(uint64_t ms, char *buf, size_t size)
{
	unsigned int fraction = ms % 1000;
	int digits = 3;

	for (; fraction && !(fraction % 10); fraction /= 10)
		digits--;
	if (fraction)
		snprintf(buf, size, "%llu.%0*u",
			 (unsigned long long)(ms / 1000), digits, fraction);
	else
		snprintf(buf, size, "%llu", (unsigned long long)(ms / 1000));
	return buf;
}

/**
 * dsmipctl_render_seconds() - a time as JSON
 * @ms: milliseconds
 *
 * Return: seconds as a number, with a fraction only if it has one.
 */
struct json_object *dsmipctl_render_seconds(uint64_t ms)
{
	char text[32];

	if (!(ms % 1000))
		return json_object_new_uint64(ms / 1000);
	dsmipctl_render_exact(ms, text, sizeof(text));
	return json_object_new_double_s(ms / 1000.0, text);
}

/**
 * dsmipctl_render_addr() - an address as JSON
 * @addr: the address
 *
 * Return: a string, or null.
 */
struct json_object *dsmipctl_render_addr(const struct dsmip_addr *addr)
{
	char text[DSMIP_ADDR_STRLEN];

	if (!addr->family)
		return NULL;
	return json_object_new_string(dsmip_addr_format(addr, text,
							sizeof(text)));
}

/**
 * dsmipctl_render_cause() - name of a drop cause as JSON has it
 * @cause: DSMIP_DROP_*
 * @buf: where the name goes
 * @size: room there
 */
void dsmipctl_render_cause(unsigned int cause, char *buf, size_t size)
{
	snprintf(buf, size, "%s",
		 dsmip_name_drop(cause) ?: dsmip_name_drop(0));
	for (; *buf; buf++) {
		if (*buf == '-')
			*buf = '_';
	}
}

static struct json_object *render_drops(const struct dsmip_traffic *traffic)
{
	struct json_object *obj = json_object_new_object();
	char name[32];

	for (unsigned int i = 0; i <= DSMIP_DROP_MAX; i++) {
		if (!traffic->drops[i])
			continue;
		dsmipctl_render_cause(i, name, sizeof(name));
		json_object_object_add(obj, name,
				       json_object_new_uint64(traffic->drops[i]));
	}
	return obj;
}

static struct json_object *render_counter(uint64_t packets, uint64_t bytes)
{
	struct json_object *obj = json_object_new_object();

	json_object_object_add(obj, "packets", json_object_new_uint64(packets));
	json_object_object_add(obj, "bytes", json_object_new_uint64(bytes));
	return obj;
}

/**
 * dsmipctl_render_rx_tx_json() - add packets and bytes to an object
 * @obj: the object
 * @traffic: the counters
 */
void dsmipctl_render_rx_tx_json(struct json_object *obj,
				const struct dsmip_traffic *traffic)
{
	json_object_object_add(obj, "rx", render_counter(traffic->rx_packets,
							 traffic->rx_bytes));
	json_object_object_add(obj, "tx", render_counter(traffic->tx_packets,
							 traffic->tx_bytes));
}

/**
 * dsmipctl_render_traffic_json() - add counters to an object
 * @obj: the object
 * @traffic: the counters
 */
void dsmipctl_render_traffic_json(struct json_object *obj,
				  const struct dsmip_traffic *traffic)
{
	dsmipctl_render_rx_tx_json(obj, traffic);
	json_object_object_add(obj, "drops", render_drops(traffic));
}

static struct json_object *render_flags(uint32_t flags)
{
	struct json_object *array = json_object_new_array();

	for (unsigned int bit = 0; bit < 32; bit++) {
		const char *name = dsmip_name_flag(bit);
		char number[16];

		if (!(flags & (1u << bit)))
			continue;
		snprintf(number, sizeof(number), "bit%u", bit);
		json_object_array_add(array,
				      json_object_new_string(name ?: number));
	}
	return array;
}

static struct json_object *render_homes(const struct dsmip_binding *b)
{
	struct json_object *array = json_object_new_array();
	char text[DSMIP_PREFIX_STRLEN];

	for (size_t i = 0; i < b->n_home; i++) {
		dsmip_prefix_format(&b->home[i], text, sizeof(text));
		json_object_array_add(array, json_object_new_string(text));
	}
	return array;
}

/* What only some bindings have. */
static void render_format(struct json_object *obj,
			  const struct dsmip_binding *b)
{
	if (b->local_port)
		json_object_object_add(obj, "local_port",
				       json_object_new_int(b->local_port));
	if (b->has_ikey)
		json_object_object_add(obj, "ikey",
				       json_object_new_int64(b->ikey));
	if (b->has_okey)
		json_object_object_add(obj, "okey",
				       json_object_new_int64(b->okey));
	if (!b->home_tunnel.family)
		return;
	json_object_object_add(obj, "home_tunnel",
			       dsmipctl_render_addr(&b->home_tunnel));
	json_object_object_add(obj, "home_tunnel_local",
			       dsmipctl_render_addr(&b->home_tunnel_local));
}

static struct json_object *render_groups(const struct dsmip_binding *b)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < b->n_group; i++)
		json_object_array_add(array, dsmipctl_render_addr(&b->group[i]));
	return array;
}

/* The care-of end point of a binding, or one of its copies. */
static void render_end(struct json_object *obj, const struct dsmip_binding *b)
{
	const char *encap = dsmip_name_encap(b->encap) ?: "unknown";

	json_object_object_add(obj, "coa", dsmipctl_render_addr(&b->coa));
	json_object_object_add(obj, "port", b->port ?
			       json_object_new_int(b->port) : NULL);
	json_object_object_add(obj, "local", dsmipctl_render_addr(&b->local));
	json_object_object_add(obj, "encap", json_object_new_string(encap));
	render_format(obj, b);
	json_object_object_add(obj, "flags", render_flags(b->flags));
	json_object_object_add(obj, "lifetime", b->lifetime ?
			       dsmipctl_render_seconds(b->lifetime) : NULL);
	json_object_object_add(obj, "left", b->lifetime ?
			       dsmipctl_render_seconds(b->left) : NULL);
}

static struct json_object *render_copies(const struct dsmip_binding *b)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < b->n_copy; i++) {
		struct json_object *copy = json_object_new_object();

		render_end(copy, &b->copy[i]);
		json_object_array_add(array, copy);
	}
	return array;
}

/**
 * dsmipctl_render_binding_json() - add the fields of a binding to an object
 * @ctl: the run
 * @obj: the object
 * @b: the binding
 */
void dsmipctl_render_binding_json(struct dsmipctl *ctl, struct json_object *obj,
				  const struct dsmip_binding *b)
{
	const struct dsmip_traffic *t = &b->traffic;
	char name[IFNAMSIZ];

	dsmipctl_dev_name(ctl, b->ifindex, name);
	json_object_object_add(obj, "id", json_object_new_int64(b->id));
	json_object_object_add(obj, "ifname", json_object_new_string(name));
	json_object_object_add(obj, "home", render_homes(b));
	render_end(obj, b);
	if (b->n_copy)
		json_object_object_add(obj, "copies", render_copies(b));
	if (ctl->opt.stats || ctl->opt.details)
		json_object_object_add(obj, "groups", render_groups(b));
	if (!ctl->opt.stats)
		return;
	dsmipctl_render_traffic_json(obj, t);
	json_object_object_add(obj, "last_rx", t->has_last_rx ?
			       dsmipctl_render_seconds(t->last_rx) : NULL);
}
