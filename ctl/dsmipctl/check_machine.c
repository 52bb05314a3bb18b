// SPDX-License-Identifier: GPL-2.0
/* Checks of module and machine. */

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "module.h"

/* What a binding with one home address of each family takes, in bytes. */
#define CHECK_BINDING_SIZE	512

/**
 * dsmipctl_check_module() - is the module there, and does it speak our tongue?
 * @check: the checks
 *
 * Return: whether there is anything else to be checked.
 */
bool dsmipctl_check_module(struct dsmipctl_check *check)
{
	struct dsmip_client *client = check->ctl->client;
	char version[64];
	uint32_t family;

	if (!dsmipctl_module_version(version, sizeof(version))) {
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "module",
				   "modprobe dsmip; if that fails: dkms status",
				   "the module dsmip is not loaded");
		return false;
	}
	dsmipctl_check_say(check, DSMIPCTL_OK, "module", NULL,
			   "dsmip %s is loaded", version);
	if (dsmip_client_version(client, &family)) {
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "netlink", NULL,
				   "%s", dsmip_client_error(client)->text);
		return false;
	}
	if (family == DSMIP_GENL_VERSION)
		dsmipctl_check_say(check, DSMIPCTL_OK, "netlink", NULL,
				   "family version %u", family);
	else
		dsmipctl_check_say(check, DSMIPCTL_WARN, "netlink",
				   "use module and tools of one release",
				   "family version %u, this program knows %u",
				   family, DSMIP_GENL_VERSION);
	return true;
}

static void check_forwarding(struct dsmipctl_check *check, const char *path,
			     const char *sysctl, const char *what)
{
	char hint[80];
	unsigned long on;

	if (!dsmipctl_check_number(path, &on)) {
		dsmipctl_check_say(check, DSMIPCTL_WARN, "forwarding", NULL,
				   "%s cannot be read", sysctl);
		return;
	}
	snprintf(hint, sizeof(hint), "sysctl -w %s=1", sysctl);
	if (on)
		dsmipctl_check_say(check, DSMIPCTL_OK, "forwarding", NULL,
				   "%s is forwarded", what);
	else if (check->mobile && !check->home)
		dsmipctl_check_say(check, DSMIPCTL_OK, "forwarding", NULL,
				   "%s is not forwarded, as on a mobile node",
				   what);
	else
		dsmipctl_check_say(check, DSMIPCTL_WARN, "forwarding", hint,
				   "%s is not forwarded: others cannot reach the home addresses",
				   what);
}

static void check_conntrack(struct dsmipctl_check *check)
{
	static const char count_path[] =
		"/proc/sys/net/netfilter/nf_conntrack_count";
	static const char max_path[] =
		"/proc/sys/net/netfilter/nf_conntrack_max";
	static const char hint[] =
		"do not track outer packets (nft: notrack), or raise nf_conntrack_max";
	unsigned long count, max;

	if (!dsmipctl_check_number(count_path, &count) ||
	    !dsmipctl_check_number(max_path, &max)) {
		dsmipctl_check_say(check, DSMIPCTL_OK, "conntrack", NULL,
				   "there is no connection tracking");
		return;
	}
	if (check->bindings > max / 2)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "conntrack", hint,
				   "each tunnel is a connection: %llu bindings, room for %lu connections",
				   (unsigned long long)check->bindings, max);
	else if (count > max - max / 5)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "conntrack", hint,
				   "%lu of %lu connections are in use", count,
				   max);
	else
		dsmipctl_check_say(check, DSMIPCTL_OK, "conntrack", NULL,
				   "%lu of %lu connections are in use", count,
				   max);
}

static unsigned long check_meminfo(const char *name)
{
	unsigned long kib = 0;
	char line[128];
	FILE *file;

	file = fopen("/proc/meminfo", "re");
	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file)) {
		if (!strncmp(line, name, strlen(name)))
			kib = strtoul(line + strlen(name), NULL, 10);
	}
	fclose(file);
	return kib;
}

static void check_memory(struct dsmipctl_check *check)
{
	unsigned long available = check_meminfo("MemAvailable:");
	unsigned long total = check_meminfo("MemTotal:");

	if (!total)
		return;
	dsmipctl_check_say(check, available < total / 20 ? DSMIPCTL_WARN :
			   DSMIPCTL_OK, "memory", NULL,
			   "%lu of %lu MiB are free, room for about %llu more bindings",
			   available / 1024, total / 1024,
			   available * 1024ull / 2 / CHECK_BINDING_SIZE);
}

/**
 * dsmipctl_check_machine() - does the machine let the tunnels work?
 * @check: the checks; bindings have been looked at
 */
void dsmipctl_check_machine(struct dsmipctl_check *check)
{
	check_forwarding(check, "/proc/sys/net/ipv4/ip_forward",
			 "net.ipv4.ip_forward", "IPv4");
	check_forwarding(check, "/proc/sys/net/ipv6/conf/all/forwarding",
			 "net.ipv6.conf.all.forwarding", "IPv6");
	check_conntrack(check);
	check_memory(check);
}
