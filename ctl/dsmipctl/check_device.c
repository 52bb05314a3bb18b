// SPDX-License-Identifier: GPL-2.0
/* Checks of a device. */

#include <string.h>

#include "check.h"
#include "render.h"

/* IPv6 and UDP. */
#define CHECK_OVERHEAD	48

static void check_up(struct dsmipctl_check *check,
		     const struct dsmip_link *link)
{
	char hint[64];

	snprintf(hint, sizeof(hint), "ip link set %s up", link->ifname);
	if (link->up)
		dsmipctl_check_say(check, DSMIPCTL_OK, "device", NULL,
				   "%s is up", link->ifname);
	else
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "device", hint,
				   "%s is down", link->ifname);
}

static void check_mtu(struct dsmipctl_check *check,
		      const struct dsmip_link *link)
{
	char hint[64];

	snprintf(hint, sizeof(hint), "ip link set %s mtu 1280", link->ifname);
	if (link->mtu < 1280)
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "mtu", hint,
				   "%s has MTU %u, IPv6 needs 1280",
				   link->ifname, link->mtu);
	else if (link->mtu + CHECK_OVERHEAD > 1500 && !link->pmtudisc)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "mtu", hint,
				   "%s has MTU %u: on a path with MTU 1500 outer packets are fragmented",
				   link->ifname, link->mtu);
	else
		dsmipctl_check_say(check, DSMIPCTL_OK, "mtu", NULL,
				   "%s has MTU %u", link->ifname, link->mtu);
}

/* Is a UDP port open?  -1 if that cannot be told. */
static int check_port_open(const char *path, unsigned int port)
{
	unsigned int found;
	char line[256];
	int open = 0;
	FILE *file;

	file = fopen(path, "re");
	if (!file)
		return -1;
	while (!open && fgets(line, sizeof(line), file)) {
		if (sscanf(line, " %*u: %*[0-9A-Fa-f]:%x", &found) == 1)
			open = found == port;
	}
	fclose(file);
	return open;
}

static void check_port(struct dsmipctl_check *check,
		       const struct dsmip_link *link)
{
	int open4 = check_port_open("/proc/net/udp", link->port);
	int open6 = check_port_open("/proc/net/udp6", link->port);
	bool want4 = link->local4.family || !link->local6.family;
	bool want6 = link->local6.family || !link->local4.family;

	if (link->far || !link->up)
		return;
	if ((want4 && !open4) || (want6 && !open6))
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "port",
				   "dmesg | grep dsmip",
				   "UDP port %u of %s is not open for %s",
				   link->port, link->ifname,
				   want4 && !open4 ? "IPv4" : "IPv6");
	else if (link->port != DSMIP_PORT_DEFAULT)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "port", NULL,
				   "%s has UDP port %u, mobile nodes expect %u",
				   link->ifname, link->port,
				   DSMIP_PORT_DEFAULT);
	else
		dsmipctl_check_say(check, DSMIPCTL_OK, "port", NULL,
				   "UDP port %u is open", link->port);
}

/* An address that is looked for. */
struct check_local {
	const struct dsmip_addr *addr;
	bool found;
	bool usable;
};

static int check_take_addr(const struct dsmip_ifaddr *addr, void *arg)
{
	struct check_local *local = arg;

	if (!dsmip_addr_equal(&addr->addr, local->addr))
		return 0;
	local->found = true;
	local->usable |= addr->usable;
	return 0;
}

static void check_local(struct dsmipctl_check *check,
			const struct dsmip_link *link,
			const struct dsmip_addr *addr)
{
	struct check_local local = { .addr = addr };
	char text[DSMIP_ADDR_STRLEN], hint[128];

	if (!addr->family)
		return;
	dsmip_addr_format(addr, text, sizeof(text));
	if (dsmip_route_addrs(check->ctl->client, check_take_addr, &local)) {
		dsmipctl_check_say(check, DSMIPCTL_WARN, "local", NULL,
				   "addresses cannot be read: %s",
				   strerror(dsmip_client_error(check->ctl->client)->code));
		return;
	}
	snprintf(hint, sizeof(hint), "ip address add %s/%u dev ...", text,
		 dsmip_addr_bits(addr->family));
	if (!local.found)
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "local", hint,
				   "%s of %s is no address of this machine",
				   text, link->ifname);
	else if (!local.usable)
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "local",
				   "ip -6 address show tentative",
				   "%s of %s has not passed duplicate address detection",
				   text, link->ifname);
	else
		dsmipctl_check_say(check, DSMIPCTL_OK, "local", NULL,
				   "%s of %s is an address of this machine",
				   text, link->ifname);
}

static void check_locals(struct dsmipctl_check *check,
			 const struct dsmip_link *link)
{
	if (link->far) {
		dsmipctl_check_say(check, DSMIPCTL_OK, "local", NULL,
				   "outer packets of %s travel in another network namespace, which is not looked at",
				   link->ifname);
		return;
	}
	if (!link->local4.family && !link->local6.family)
		dsmipctl_check_say(check, DSMIPCTL_OK, "local", NULL,
				   "%s takes packets to any address",
				   link->ifname);
	check_local(check, link, &link->local4);
	check_local(check, link, &link->local6);
}

static void check_rp_filter(struct dsmipctl_check *check,
			    const struct dsmip_link *link)
{
	unsigned long all = 0, own = 0;
	char path[96], hint[160];

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/conf/%s/rp_filter",
		 link->ifname);
	if (!dsmipctl_check_number(path, &own))
		return;
	dsmipctl_check_number("/proc/sys/net/ipv4/conf/all/rp_filter", &all);
	snprintf(hint, sizeof(hint),
		 "sysctl -w net.ipv4.conf.%s.rp_filter=2 (the larger one of \"all\" and the device counts)",
		 link->ifname);
	/* The larger one counts, and 2 is the loose one. */
	if ((all > own ? all : own) == 1)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "rp-filter", hint,
				   "%s drops packets from home addresses that are not routed to it",
				   link->ifname);
	else
		dsmipctl_check_say(check, DSMIPCTL_OK, "rp-filter", NULL,
				   "%s has no strict reverse path filter",
				   link->ifname);
}

static int check_take_stats(const struct dsmip_stats *stats, void *arg)
{
	*(struct dsmip_stats *)arg = *stats;
	return 0;
}

static void check_drops(struct dsmipctl_check *check,
			const struct dsmip_link *link,
			const struct dsmip_traffic *t)
{
	uint64_t drops = dsmipctl_render_drops_sum(t);
	uint64_t packets = t->rx_packets + t->tx_packets;
	unsigned int most = 0;

	for (unsigned int i = 0; i <= DSMIP_DROP_MAX; i++) {
		if (t->drops[i] > t->drops[most])
			most = i;
	}
	if (drops > 10 && drops > packets / 100)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "drops",
				   "dsmipctl stats; dsmipctl monitor packet",
				   "%s has dropped %llu packets and carried %llu; most drops are %s",
				   link->ifname, (unsigned long long)drops,
				   (unsigned long long)packets,
				   dsmip_name_drop(most));
	else
		dsmipctl_check_say(check, DSMIPCTL_OK, "drops", NULL,
				   "%s has dropped %llu packets and carried %llu",
				   link->ifname, (unsigned long long)drops,
				   (unsigned long long)packets);
}

static void check_limit(struct dsmipctl_check *check,
			const struct dsmip_link *link,
			const struct dsmip_stats *stats)
{
	char hint[80];

	snprintf(hint, sizeof(hint), "dsmipctl link set %s max-bindings %llu",
		 link->ifname, 2ull * link->max_bindings);
	if (stats->bindings >= link->max_bindings)
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "bindings", hint,
				   "%s has %u bindings, which is its limit",
				   link->ifname, stats->bindings);
	else if (stats->bindings > link->max_bindings - link->max_bindings / 10)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "bindings", hint,
				   "%s has %u bindings, its limit is %u",
				   link->ifname, stats->bindings,
				   link->max_bindings);
	else
		dsmipctl_check_say(check, DSMIPCTL_OK, "bindings", NULL,
				   "%s has %u bindings, its limit is %u",
				   link->ifname, stats->bindings,
				   link->max_bindings);
}

/**
 * dsmipctl_check_device() - can a device work?
 * @check: the checks
 * @link: the device
 */
void dsmipctl_check_device(struct dsmipctl_check *check,
			   const struct dsmip_link *link)
{
	struct dsmip_stats stats = {};

	check_up(check, link);
	check_locals(check, link);
	check_port(check, link);
	check_mtu(check, link);
	check_rp_filter(check, link);
	if (dsmip_stats_get(check->ctl->client, link->ifindex,
			    check_take_stats, &stats))
		return;
	check->bindings += stats.bindings;
	check_limit(check, link, &stats);
	check_drops(check, link, &stats.traffic);
}
