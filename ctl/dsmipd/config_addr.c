// SPDX-License-Identifier: GPL-2.0
/* Addresses and prefixes of the configuration. */

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "config_schema.h"

static struct json_object *addr_string(const struct dsmip_addr *addr)
{
	char buf[DSMIP_ADDR_STRLEN];

	return json_object_new_string(dsmip_addr_format(addr, buf, sizeof(buf)));
}

static struct json_object *addr_string_prefix(const struct dsmip_addr *addr,
					      uint8_t len)
{
	char text[DSMIP_ADDR_STRLEN], buf[DSMIP_PREFIX_STRLEN];

	snprintf(buf, sizeof(buf), "%s/%u",
		 dsmip_addr_format(addr, text, sizeof(text)), len);
	return json_object_new_string(buf);
}

static bool addr_parse4(const struct dsmipd_config_key *key, const char *text,
			void *to)
{
	struct in_addr addr;

	(void)key;
	if (inet_pton(AF_INET, text, &addr) != 1 || !addr.s_addr)
		return false;
	*(struct in_addr *)to = addr;
	return true;
}

static struct json_object *addr_show4(const struct dsmipd_config_key *key,
				      const void *from)
{
	struct dsmip_addr addr = {
		.family = AF_INET, .v4 = *(const struct in_addr *)from
	};

	(void)key;
	return addr.v4.s_addr ? addr_string(&addr) : NULL;
}

const struct dsmipd_config_type dsmipd_config_addr4 = {
	.arg = "ADDRESS", .what = "an IPv4 address",
	.parse = addr_parse4, .show = addr_show4,
};

static bool addr_usable6(const struct in6_addr *addr)
{
	return !IN6_IS_ADDR_UNSPECIFIED(addr) && !IN6_IS_ADDR_LOOPBACK(addr) &&
	       !IN6_IS_ADDR_MULTICAST(addr) && !IN6_IS_ADDR_LINKLOCAL(addr) &&
	       !IN6_IS_ADDR_V4MAPPED(addr);
}

static bool addr_parse6(const struct dsmipd_config_key *key, const char *text,
			void *to)
{
	struct in6_addr addr;

	(void)key;
	if (inet_pton(AF_INET6, text, &addr) != 1 || !addr_usable6(&addr))
		return false;
	*(struct in6_addr *)to = addr;
	return true;
}

static struct json_object *addr_show6(const struct dsmipd_config_key *key,
				      const void *from)
{
	struct dsmip_addr addr = {
		.family = AF_INET6, .v6 = *(const struct in6_addr *)from
	};

	(void)key;
	return IN6_IS_ADDR_UNSPECIFIED(&addr.v6) ? NULL : addr_string(&addr);
}

const struct dsmipd_config_type dsmipd_config_addr6 = {
	.arg = "ADDRESS", .what = "a unicast IPv6 address",
	.parse = addr_parse6, .show = addr_show6,
};

/* A prefix with its length written out. */
static bool addr_parse_prefix(const char *text, struct dsmip_prefix *prefix)
{
	return dsmip_prefix_parse(text, prefix) &&
	       prefix->len != DSMIP_LEN_NONE;
}

static bool addr_parse_range(const struct dsmipd_config_key *key,
			     const char *text, void *to)
{
	struct dsmip_prefix prefix;

	(void)key;
	if (!addr_parse_prefix(text, &prefix) || !prefix.len ||
	    !dsmip_prefix_is_network(&prefix))
		return false;
	*(struct dsmip_prefix *)to = prefix;
	return true;
}

static struct json_object *addr_show_prefix(const struct dsmipd_config_key *key,
					    const void *from)
{
	const struct dsmip_prefix *prefix = from;

	(void)key;
	return prefix->addr.family ?
	       addr_string_prefix(&prefix->addr, prefix->len) : NULL;
}

const struct dsmipd_config_type dsmipd_config_range = {
	.arg = "PREFIX",
	.what = "a prefix with its length, and no bits set behind it",
	.parse = addr_parse_range, .show = addr_show_prefix,
};

static bool addr_parse_prefix6(const struct dsmipd_config_key *key,
			       const char *text, void *to)
{
	struct dsmip_prefix prefix;

	if (!addr_parse_range(key, text, &prefix) ||
	    prefix.addr.family != AF_INET6 || !addr_usable6(&prefix.addr.v6))
		return false;
	*(struct dsmip_prefix *)to = prefix;
	return true;
}

const struct dsmipd_config_type dsmipd_config_prefix6 = {
	.arg = "PREFIX",
	.what = "an IPv6 prefix with its length, and no bits set behind it",
	.parse = addr_parse_prefix6, .show = addr_show_prefix,
};

static bool addr_parse_network(const struct dsmipd_config_key *key,
			       const char *text, void *to)
{
	struct dsmip_prefix prefix;

	if (!addr_parse_prefix6(key, text, &prefix))
		return false;
	*(struct dsmipd_mh_prefix *)to = (struct dsmipd_mh_prefix) {
		.addr = prefix.addr.v6, .len = prefix.len
	};
	return true;
}

static struct json_object *
addr_show_network(const struct dsmipd_config_key *key, const void *from)
{
	const struct dsmipd_mh_prefix *network = from;
	struct dsmip_addr addr = {
		.family = AF_INET6, .v6 = network->addr
	};

	(void)key;
	return addr_string_prefix(&addr, network->len);
}

const struct dsmipd_config_type dsmipd_config_network = {
	.arg = "PREFIX",
	.what = "an IPv6 prefix with its length, and no bits set behind it",
	.parse = addr_parse_network, .show = addr_show_network,
};

/* The interface identifier 0 is the anycast address of routers. */
static bool addr_parse_home6(const struct dsmipd_config_key *key,
			     const char *text, void *to)
{
	struct dsmip_prefix prefix;

	(void)key;
	if (!addr_parse_prefix(text, &prefix) ||
	    prefix.addr.family != AF_INET6 || !prefix.len ||
	    !addr_usable6(&prefix.addr.v6) ||
	    (prefix.len < 128 && dsmip_prefix_is_network(&prefix)))
		return false;
	*(struct dsmip_prefix *)to = prefix;
	return true;
}

const struct dsmipd_config_type dsmipd_config_home6 = {
	.arg = "ADDRESS/LENGTH",
	.what = "an IPv6 address with the length of its home prefix",
	.parse = addr_parse_home6, .show = addr_show_prefix,
};

/* "dynamic" is 0.0.0.0: RFC 5555, section 3.1.1 */
static bool addr_parse_home4(const struct dsmipd_config_key *key,
			     const char *text, void *to)
{
	static const char dynamic[] = "dynamic";
	const size_t len = sizeof(dynamic) - 1;
	struct dsmip_prefix prefix;
	char buf[64];

	(void)key;
	if (!strncmp(text, dynamic, len)) {
		snprintf(buf, sizeof(buf), "0.0.0.0%s", text + len);
		text = buf;
	}
	if (!dsmip_prefix_parse(text, &prefix) ||
	    prefix.addr.family != AF_INET || !prefix.len ||
	    (prefix.len < 32 && !dsmip_prefix_is_network(&prefix)))
		return false;
	*(struct dsmipd_mh_home4 *)to = (struct dsmipd_mh_home4) {
		.addr = prefix.addr.v4,
		.len = prefix.len == DSMIP_LEN_NONE ? 32 : prefix.len,
		.prefix = prefix.len < 32,
	};
	return true;
}

static struct json_object *addr_show_home4(const struct dsmipd_config_key *key,
					   const void *from)
{
	const struct dsmipd_mh_home4 *home = from;
	struct dsmip_addr addr = { .family = AF_INET, .v4 = home->addr };
	char buf[32];

	(void)key;
	if (home->addr.s_addr)
		return addr_string_prefix(&addr, home->len);
	if (!home->prefix)
		return json_object_new_string("dynamic");
	snprintf(buf, sizeof(buf), "dynamic/%u", home->len);
	return json_object_new_string(buf);
}

const struct dsmipd_config_type dsmipd_config_home4 = {
	.arg = "ADDRESS|PREFIX|dynamic[/LENGTH]",
	.what = "an IPv4 address or prefix, dynamic or dynamic/LENGTH",
	.parse = addr_parse_home4, .show = addr_show_home4,
};

static bool addr_parse_hoa4(const struct dsmipd_config_key *key,
			    const char *text, void *to)
{
	struct dsmip_prefix prefix;
	uint32_t v4;

	(void)key;
	if (!addr_parse_prefix(text, &prefix) ||
	    prefix.addr.family != AF_INET || !prefix.len ||
	    (prefix.len < 31 && dsmip_prefix_is_network(&prefix)))
		return false;
	v4 = ntohl(prefix.addr.v4.s_addr);
	if (!(v4 >> 24) || v4 >> 24 == 127 || v4 >= 0xe0000000u)
		return false;
	*(struct dsmip_prefix *)to = prefix;
	return true;
}

const struct dsmipd_config_type dsmipd_config_hoa4 = {
	.arg = "ADDRESS/LENGTH",
	.what = "an IPv4 address with the length of its home prefix",
	.parse = addr_parse_hoa4, .show = addr_show_prefix,
};

/* All zero, or with an interface identifier alone, it asks for one. */
static bool addr_parse_inside6(const struct dsmipd_config_key *key,
			       const char *text, void *to)
{
	static const uint8_t none[8];
	struct dsmip_prefix prefix;

	(void)key;
	if (!addr_parse_prefix(text, &prefix) ||
	    prefix.addr.family != AF_INET6 ||
	    (memcmp(&prefix.addr.v6, none, sizeof(none)) &&
	     (!prefix.len || !addr_usable6(&prefix.addr.v6))))
		return false;
	*(struct dsmip_prefix *)to = prefix;
	return true;
}

const struct dsmipd_config_type dsmipd_config_inside6 = {
	.arg = "PREFIX|ADDRESS/LENGTH",
	.what = "an IPv6 prefix with its length, or an address in it",
	.parse = addr_parse_inside6, .show = addr_show_prefix,
};
