// SPDX-License-Identifier: GPL-2.0
/* Bindings and counters as text. */

#include <inttypes.h>
#include <string.h>

#include "render.h"

/**
 * dsmipctl_render_age() - a time for people
 * @ms: milliseconds
 * @buf: where the text goes
 * @size: room there
 */
void dsmipctl_render_age(uint64_t ms, char *buf, size_t size)
{
	uint64_t s = ms / 1000;

	if (s < 10)
		snprintf(buf, size, "%" PRIu64 ".%us", s,
			 (unsigned int)(ms % 1000 / 100));
	else if (s < 3600)
		snprintf(buf, size, "%" PRIu64 "s", s);
	else if (s < 86400)
		snprintf(buf, size, "%" PRIu64 "h%02um", s / 3600,
			 (unsigned int)(s % 3600 / 60));
	else
		snprintf(buf, size, "%" PRIu64 "d%02uh", s / 86400,
			 (unsigned int)(s % 86400 / 3600));
}

/**
 * dsmipctl_render_bytes() - a number of bytes for people
 * @bytes: the number
 * @buf: where the text goes
 * @size: room there
 */
void dsmipctl_render_bytes(uint64_t bytes, char *buf, size_t size)
{
	static const char *const unit[] = { "kB", "MB", "GB", "TB", "PB", "EB" };
	double n = bytes / 1000.0;
	int i = 0;

	if (bytes < 1000) {
		snprintf(buf, size, "%" PRIu64 " B", bytes);
		return;
	}
	for (; n >= 999.95 && i < 5; i++)
		n /= 1000;
	snprintf(buf, size, "%.1f %s", n, unit[i]);
}

/**
 * dsmipctl_render_drops_sum() - number of dropped packets
 * @traffic: the counters
 *
 * Return: the number.
 */
uint64_t dsmipctl_render_drops_sum(const struct dsmip_traffic *traffic)
{
	uint64_t sum = 0;

	for (unsigned int i = 0; i <= DSMIP_DROP_MAX; i++)
		sum += traffic->drops[i];
	return sum;
}

/**
 * dsmipctl_render_traffic() - print counters for people
 * @ctl: the run
 * @traffic: the counters
 */
void dsmipctl_render_traffic(struct dsmipctl *ctl,
			     const struct dsmip_traffic *traffic)
{
	char rx[32], tx[32], age[32] = "never";
	uint64_t sum = dsmipctl_render_drops_sum(traffic);
	const char *between = " (";

	dsmipctl_render_bytes(traffic->rx_bytes, rx, sizeof(rx));
	dsmipctl_render_bytes(traffic->tx_bytes, tx, sizeof(tx));
	fprintf(ctl->out, "    rx %" PRIu64 " packets %s  tx %" PRIu64 " packets %s",
		traffic->rx_packets, rx, traffic->tx_packets, tx);
	if (traffic->has_last_rx) {
		dsmipctl_render_age(traffic->last_rx, age, sizeof(age));
		fprintf(ctl->out, "  last rx %s ago", age);
	}
	fprintf(ctl->out, "\n    drops ");
	dsmipctl_out_text(ctl, sum ? DSMIPCTL_INK_WARN : DSMIPCTL_INK_NONE,
			  "%" PRIu64, sum);
	for (unsigned int i = 0; i <= DSMIP_DROP_MAX; i++) {
		if (!traffic->drops[i])
			continue;
		fprintf(ctl->out, "%s%s %" PRIu64, between, dsmip_name_drop(i),
			traffic->drops[i]);
		between = ", ";
	}
	fprintf(ctl->out, "%s\n", sum ? ")" : "");
}

/**
 * dsmipctl_render_traffic_oneline() - print counters for machines
 * @ctl: the run
 * @traffic: the counters
 */
void dsmipctl_render_traffic_oneline(struct dsmipctl *ctl,
				     const struct dsmip_traffic *traffic)
{
	char exact[32];

	fprintf(ctl->out, " rx-packets %" PRIu64 " rx-bytes %" PRIu64
		" tx-packets %" PRIu64 " tx-bytes %" PRIu64,
		traffic->rx_packets, traffic->rx_bytes, traffic->tx_packets,
		traffic->tx_bytes);
	if (traffic->has_last_rx)
		fprintf(ctl->out, " last-rx %s",
			dsmipctl_render_exact(traffic->last_rx, exact, sizeof(exact)));
	fprintf(ctl->out, " drops %" PRIu64, dsmipctl_render_drops_sum(traffic));
	for (unsigned int i = 0; i <= DSMIP_DROP_MAX; i++) {
		if (traffic->drops[i])
			fprintf(ctl->out, " %s %" PRIu64, dsmip_name_drop(i),
				traffic->drops[i]);
	}
}

static void render_flags(struct dsmipctl *ctl, uint32_t flags)
{
	for (unsigned int bit = 0; bit < 32; bit++) {
		const char *name = dsmip_name_flag(bit);

		if (!(flags & (1u << bit)))
			continue;
		if (name)
			fprintf(ctl->out, " %s", name);
		else
			fprintf(ctl->out, " bit%u", bit);
	}
}

static void render_addr(struct dsmipctl *ctl, const struct dsmip_addr *addr)
{
	char text[DSMIP_ADDR_STRLEN];

	dsmip_addr_format(addr, text, sizeof(text));
	dsmipctl_out_text(ctl, dsmipctl_out_ink_of(addr), "%s", text);
}

static void render_prefix(struct dsmipctl *ctl, const struct dsmip_prefix *p)
{
	char text[DSMIP_PREFIX_STRLEN];

	dsmip_prefix_format(p, text, sizeof(text));
	dsmipctl_out_text(ctl, dsmipctl_out_ink_of(&p->addr), "%s", text);
}

static const char *render_encap(const struct dsmip_binding *b)
{
	return dsmip_name_encap(b->encap) ?: "unknown";
}

/* What only some bindings have, in the words of a command. */
static void render_format(struct dsmipctl *ctl, const struct dsmip_binding *b)
{
	if (b->has_ikey && b->has_okey && b->ikey == b->okey) {
		fprintf(ctl->out, " key %u", b->ikey);
	} else {
		if (b->has_ikey)
			fprintf(ctl->out, " ikey %u", b->ikey);
		if (b->has_okey)
			fprintf(ctl->out, " okey %u", b->okey);
	}
	if (!b->home_tunnel.family)
		return;
	fprintf(ctl->out, " home-tunnel ");
	render_addr(ctl, &b->home_tunnel);
	fprintf(ctl->out, " home-tunnel-local ");
	render_addr(ctl, &b->home_tunnel_local);
}

/* The care-of end point of a binding, or one of its copies, in the words of a
 * command but for the address.
 */
static void render_end(struct dsmipctl *ctl, const struct dsmip_binding *b)
{
	char exact[32];

	render_addr(ctl, &b->coa);
	if (b->port)
		fprintf(ctl->out, " port %u", b->port);
	if (b->local.family) {
		fprintf(ctl->out, " local ");
		render_addr(ctl, &b->local);
	}
	if (b->local_port)
		fprintf(ctl->out, " local-port %u", b->local_port);
	fprintf(ctl->out, " encap %s", render_encap(b));
	render_format(ctl, b);
	render_flags(ctl, b->flags);
	if (!b->lifetime)
		return;
	fprintf(ctl->out, " lifetime %s",
		dsmipctl_render_exact(b->lifetime, exact, sizeof(exact)));
	fprintf(ctl->out, " left %s",
		dsmipctl_render_exact(b->left, exact, sizeof(exact)));
}

/**
 * dsmipctl_render_binding_oneline() - print a binding in the words of a command
 * @ctl: the run
 * @b: the binding
 *
 * The line is not ended.
 */
void dsmipctl_render_binding_oneline(struct dsmipctl *ctl,
				     const struct dsmip_binding *b)
{
	char name[IFNAMSIZ];

	fprintf(ctl->out, "dev ");
	dsmipctl_out_text(ctl, DSMIPCTL_INK_DEV, "%s",
			  dsmipctl_dev_name(ctl, b->ifindex, name));
	fprintf(ctl->out, " id %u", b->id);
	for (size_t i = 0; i < b->n_home; i++) {
		fprintf(ctl->out, " home ");
		render_prefix(ctl, &b->home[i]);
	}
	fprintf(ctl->out, " coa ");
	render_end(ctl, b);
	for (size_t i = 0; i < b->n_copy; i++) {
		fprintf(ctl->out, " copy ");
		render_end(ctl, &b->copy[i]);
	}
	if (ctl->opt.stats)
		dsmipctl_render_traffic_oneline(ctl, &b->traffic);
}

static void render_end_details(struct dsmipctl *ctl, const char *what,
			       const struct dsmip_binding *b)
{
	char endpoint[DSMIP_ENDPOINT_STRLEN];

	dsmip_endpoint_format(&b->coa, b->port, endpoint, sizeof(endpoint));
	fprintf(ctl->out, "\n    %s ", what);
	dsmipctl_out_text(ctl, dsmipctl_out_ink_of(&b->coa), "%s", endpoint);
	fprintf(ctl->out, "  local ");
	dsmip_endpoint_format(&b->local, b->local_port, endpoint,
			      sizeof(endpoint));
	dsmipctl_out_text(ctl, dsmipctl_out_ink_of(&b->local), "%s", endpoint);
	fprintf(ctl->out, "  encap %s", render_encap(b));
	render_format(ctl, b);
	if (b->flags) {
		fprintf(ctl->out, "  flags");
		render_flags(ctl, b->flags);
	}
}

/**
 * dsmipctl_render_binding_details() - print all of a binding on several lines
 * @ctl: the run
 * @b: the binding
 */
void dsmipctl_render_binding_details(struct dsmipctl *ctl,
				     const struct dsmip_binding *b)
{
	char name[IFNAMSIZ], lifetime[32], left[32];

	fprintf(ctl->out, "binding %u dev ", b->id);
	dsmipctl_out_text(ctl, DSMIPCTL_INK_DEV, "%s",
			  dsmipctl_dev_name(ctl, b->ifindex, name));
	fprintf(ctl->out, "\n    home");
	for (size_t i = 0; i < b->n_home; i++) {
		fputc(' ', ctl->out);
		render_prefix(ctl, &b->home[i]);
	}
	render_end_details(ctl, "care-of", b);
	for (size_t i = 0; i < b->n_copy; i++) {
		render_end_details(ctl, "copy", &b->copy[i]);
		if (b->copy[i].lifetime)
			fprintf(ctl->out, "  left %ss",
				dsmipctl_render_exact(b->copy[i].left, left,
						      sizeof(left)));
	}
	if (b->n_group)
		fprintf(ctl->out, "\n    groups");
	for (size_t i = 0; i < b->n_group; i++) {
		fputc(' ', ctl->out);
		render_addr(ctl, &b->group[i]);
	}
	if (b->lifetime)
		fprintf(ctl->out, "\n    lifetime %ss  left %ss\n",
			dsmipctl_render_exact(b->lifetime, lifetime, sizeof(lifetime)),
			dsmipctl_render_exact(b->left, left, sizeof(left)));
	else
		fprintf(ctl->out, "\n    lifetime forever\n");
	if (ctl->opt.stats)
		dsmipctl_render_traffic(ctl, &b->traffic);
}

/**
 * dsmipctl_render_binding_table() - begin a table of bindings
 * @ctl: the run
 *
 * Return: the table, NULL if the bindings are not printed as a table.
 */
struct dsmipctl_table *dsmipctl_render_binding_table(struct dsmipctl *ctl)
{
	struct dsmipctl_table *table = dsmipctl_table_open(ctl);

	dsmipctl_table_column(table, "DEV", false);
	dsmipctl_table_column(table, "ID", true);
	dsmipctl_table_column(table, "HOME4", false);
	dsmipctl_table_column(table, "HOME6", false);
	dsmipctl_table_column(table, "CARE-OF", false);
	dsmipctl_table_column(table, "ENCAP", false);
	dsmipctl_table_column(table, "LEFT", true);
	if (ctl->opt.stats) {
		dsmipctl_table_column(table, "RX-PKTS", true);
		dsmipctl_table_column(table, "RX-BYTES", true);
		dsmipctl_table_column(table, "TX-PKTS", true);
		dsmipctl_table_column(table, "TX-BYTES", true);
		dsmipctl_table_column(table, "DROPS", true);
		dsmipctl_table_column(table, "LAST-RX", true);
	}
	return table;
}

/* The longest home prefix of a family, and how many more there are. */
static void render_home_cell(struct dsmipctl_table *table,
			     const struct dsmip_binding *b, uint8_t family)
{
	const struct dsmip_prefix *longest = NULL;
	char text[DSMIP_PREFIX_STRLEN] = "-";
	enum dsmipctl_ink ink = 0;
	size_t n = 0;

	for (size_t i = 0; i < b->n_home; i++) {
		if (b->home[i].addr.family != family)
			continue;
		if (!n++ || b->home[i].len > longest->len)
			longest = &b->home[i];
	}
	if (longest) {
		ink = dsmipctl_out_ink_of(&longest->addr);
		dsmip_prefix_format(longest, text, sizeof(text));
	}
	if (n > 1)
		dsmipctl_table_cell(table, ink, "%s +%zu", text, n - 1);
	else
		dsmipctl_table_cell(table, ink, "%s", text);
}

static void render_traffic_cells(struct dsmipctl_table *table,
				 const struct dsmip_traffic *t)
{
	uint64_t drops = dsmipctl_render_drops_sum(t);
	char bytes[32], age[32] = "-";

	dsmipctl_table_cell(table, 0, "%" PRIu64, t->rx_packets);
	dsmipctl_render_bytes(t->rx_bytes, bytes, sizeof(bytes));
	dsmipctl_table_cell(table, 0, "%s", bytes);
	dsmipctl_table_cell(table, 0, "%" PRIu64, t->tx_packets);
	dsmipctl_render_bytes(t->tx_bytes, bytes, sizeof(bytes));
	dsmipctl_table_cell(table, 0, "%s", bytes);
	dsmipctl_table_cell(table, drops ? DSMIPCTL_INK_WARN : 0, "%" PRIu64,
			    drops);
	if (t->has_last_rx)
		dsmipctl_render_age(t->last_rx, age, sizeof(age));
	dsmipctl_table_cell(table, 0, "%s", age);
}

/**
 * dsmipctl_render_binding_row() - print a row of a table of bindings
 * @ctl: the run
 * @table: the table
 * @b: the binding
 */
void dsmipctl_render_binding_row(struct dsmipctl *ctl,
				 struct dsmipctl_table *table,
				 const struct dsmip_binding *b)
{
	char endpoint[DSMIP_ENDPOINT_STRLEN], left[32] = "forever";
	char name[IFNAMSIZ];

	dsmipctl_table_cell(table, DSMIPCTL_INK_DEV, "%s",
			    dsmipctl_dev_name(ctl, b->ifindex, name));
	dsmipctl_table_cell(table, 0, "%u", b->id);
	render_home_cell(table, b, AF_INET);
	render_home_cell(table, b, AF_INET6);
	dsmip_endpoint_format(&b->coa, b->port, endpoint, sizeof(endpoint));
	if (b->n_copy)
		dsmipctl_table_cell(table, dsmipctl_out_ink_of(&b->coa),
				    "%s +%zu", endpoint, b->n_copy);
	else
		dsmipctl_table_cell(table, dsmipctl_out_ink_of(&b->coa), "%s",
				    endpoint);
	dsmipctl_table_cell(table, 0, "%s", render_encap(b));
	if (b->lifetime)
		dsmipctl_render_age(b->left, left, sizeof(left));
	dsmipctl_table_cell(table, 0, "%s", left);
	if (ctl->opt.stats)
		render_traffic_cells(table, &b->traffic);
}
