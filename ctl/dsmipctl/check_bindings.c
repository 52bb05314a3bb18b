// SPDX-License-Identifier: GPL-2.0
/* Checks of bindings: do packets to home addresses find the device? */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

/* A route asks the kernel; of many bindings only some are looked at. */
#define CHECK_SAMPLE	100

/* Home prefixes that are looked at. */
struct check_sample {
	struct dsmipctl_check *check;
	struct dsmip_prefix *prefix;
	size_t n;
	unsigned int bindings;
};

static int check_take_binding(const struct dsmip_binding *b, void *arg)
{
	struct check_sample *sample = arg;
	struct dsmip_prefix *bigger;

	bigger = reallocarray(sample->prefix, sample->n + b->n_home,
			      sizeof(*bigger));
	if (!bigger && b->n_home)
		return -ENOMEM;
	sample->prefix = bigger;
	for (size_t i = 0; i < b->n_home; i++) {
		if (b->home[i].len) {
			sample->check->home = true;
			sample->prefix[sample->n++] = b->home[i];
		} else {
			sample->check->mobile = true;
		}
	}
	return ++sample->bindings == CHECK_SAMPLE;
}

/* What has become of the sample. */
struct check_routes {
	unsigned int lost;
	unsigned int bare6;
	const struct dsmip_prefix *first_lost;
	const struct dsmip_prefix *first_bare6;
};

static void check_route(struct dsmipctl_check *check,
			const struct dsmip_link *link,
			const struct dsmip_prefix *prefix,
			struct check_routes *routes)
{
	struct dsmip_addr addr = prefix->addr;
	struct dsmip_route route;

	/* The first address of a network may be that of a router on it. */
	if (!dsmip_prefix_is_host(prefix))
		addr.bytes[dsmip_addr_size(addr.family) - 1] |= 1;
	if (dsmip_route_get(check->ctl->client, &addr, &route))
		return;
	if (route.ifindex != link->ifindex) {
		if (!routes->lost++)
			routes->first_lost = prefix;
	} else if (addr.family == AF_INET6 && !route.gateway.family) {
		if (!routes->bare6++)
			routes->first_bare6 = prefix;
	}
}

static void check_say_routes(struct dsmipctl_check *check,
			     const struct dsmip_link *link,
			     const struct check_sample *sample,
			     const struct check_routes *routes)
{
	char text[DSMIP_PREFIX_STRLEN], hint[128];

	if (!routes->lost) {
		dsmipctl_check_say(check, DSMIPCTL_OK, "routes", NULL,
				   "%zu home prefixes looked at are routed to %s",
				   sample->n, link->ifname);
		return;
	}
	dsmip_prefix_format(routes->first_lost, text, sizeof(text));
	if (routes->first_lost->addr.family == AF_INET)
		snprintf(hint, sizeof(hint), "ip route add %s dev %s", text,
			 link->ifname);
	else
		snprintf(hint, sizeof(hint),
			 "ip -6 route add %s via fe80::1 dev %s onlink", text,
			 link->ifname);
	dsmipctl_check_say(check, DSMIPCTL_FAIL, "routes", hint,
			   "%u of %zu home prefixes looked at are not routed to %s, the first one is %s",
			   routes->lost, sample->n, link->ifname, text);
}

/* A route without a next hop costs a neighbour entry for every destination. */
static void check_say_neighbours(struct dsmipctl_check *check,
				 const struct dsmip_link *link,
				 const struct check_routes *routes)
{
	static const char path[] =
		"/proc/sys/net/ipv6/neigh/default/gc_thresh3";
	char text[DSMIP_PREFIX_STRLEN], hint[160];
	unsigned long limit = 1024;

	if (!routes->bare6)
		return;
	dsmipctl_check_number(path, &limit);
	if (check->bindings <= limit / 2) {
		dsmipctl_check_say(check, DSMIPCTL_OK, "neighbours", NULL,
				   "IPv6 home routes have no next hop, which does for up to %lu destinations",
				   limit);
		return;
	}
	dsmip_prefix_format(routes->first_bare6, text, sizeof(text));
	snprintf(hint, sizeof(hint),
		 "ip -6 route replace PREFIX via fe80::1 dev %s onlink",
		 link->ifname);
	dsmipctl_check_say(check, DSMIPCTL_WARN, "neighbours", hint,
			   "the route to %s has no next hop: each IPv6 destination takes a neighbour entry, of which there may be %lu",
			   text, limit);
}

/**
 * dsmipctl_check_bindings() - do packets to home addresses find the device?
 * @check: the checks
 * @link: the device
 */
void dsmipctl_check_bindings(struct dsmipctl_check *check,
			     const struct dsmip_link *link)
{
	struct dsmip_binding filter = { .ifindex = link->ifindex };
	struct check_sample sample = { .check = check };
	struct check_routes routes = {};
	int err;

	err = dsmip_binding_dump(check->ctl->client, &filter,
				 check_take_binding, &sample);
	if (err < 0)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "routes",
				   err == -EPERM ? "run this as root" : NULL,
				   "bindings of %s cannot be read: %s",
				   link->ifname, strerror(-err));
	for (size_t i = 0; i < sample.n; i++)
		check_route(check, link, &sample.prefix[i], &routes);
	if (err >= 0 && sample.n) {
		check_say_routes(check, link, &sample, &routes);
		check_say_neighbours(check, link, &routes);
	}
	free(sample.prefix);
}
