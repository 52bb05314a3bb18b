// SPDX-License-Identifier: GPL-2.0
/*
 * The names of what the interface has numbers for, those of the specification
 * in Documentation/netlink/specs/dsmip.yaml.
 */

#include <string.h>

#include "dsmip/libdsmip.h"

#define NAMES_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

static const char *const names_encap[] = {
	[DSMIP_ENCAP_IP] = "ip",
	[DSMIP_ENCAP_UDP] = "udp",
	[DSMIP_ENCAP_GRE] = "gre",
	[DSMIP_ENCAP_MIPUDP] = "mipudp",
	[DSMIP_ENCAP_MINIMAL] = "minimal",
};

/* By number of the bit. */
static const char *const names_flag[] = {
	"csum",
	"zero-csum6",
	"home-tunnel-mld",
	"multicast",
	"access",
	"agent",
	"all-scopes",
	"broadcast",
};

static const char *const names_drop[] = {
	/* See struct dsmip_traffic. */
	[0] = "unknown",
	[DSMIP_DROP_RX_MALFORMED] = "rx-malformed",
	[DSMIP_DROP_RX_BAD_SOURCE] = "rx-bad-source",
	[DSMIP_DROP_RX_NO_BINDING] = "rx-no-binding",
	[DSMIP_DROP_RX_ENCAP] = "rx-encap",
	[DSMIP_DROP_RX_LOCAL] = "rx-local",
	[DSMIP_DROP_RX_COA] = "rx-coa",
	[DSMIP_DROP_RX_PORT] = "rx-port",
	[DSMIP_DROP_RX_CSUM] = "rx-csum",
	[DSMIP_DROP_RX_ECN] = "rx-ecn",
	[DSMIP_DROP_RX_NOMEM] = "rx-nomem",
	[DSMIP_DROP_TX_MALFORMED] = "tx-malformed",
	[DSMIP_DROP_TX_NO_BINDING] = "tx-no-binding",
	[DSMIP_DROP_TX_MULTICAST] = "tx-multicast",
	[DSMIP_DROP_TX_NO_ROUTE] = "tx-no-route",
	[DSMIP_DROP_TX_LOOP] = "tx-loop",
	[DSMIP_DROP_TX_TOO_BIG] = "tx-too-big",
	[DSMIP_DROP_TX_NOMEM] = "tx-nomem",
	[DSMIP_DROP_TX_OUTPUT] = "tx-output",
	[DSMIP_DROP_RX_KEY] = "rx-key",
	[DSMIP_DROP_RX_ORIGIN_LIMIT] = "rx-origin-limit",
	[DSMIP_DROP_TX_ORIGIN] = "tx-origin",
	[DSMIP_DROP_RX_GROUP_LIMIT] = "rx-group-limit",
};

static const char *const names_event[] = {
	[DSMIP_CMD_BINDING_CREATED_NTF] = "created",
	[DSMIP_CMD_BINDING_CHANGED_NTF] = "changed",
	[DSMIP_CMD_BINDING_DELETED_NTF] = "deleted",
	[DSMIP_CMD_BINDING_EXPIRED_NTF] = "expired",
	[DSMIP_CMD_SOURCE_VIOLATION_NTF] = "source-violation",
	[DSMIP_CMD_ENDPOINT_MISMATCH_NTF] = "endpoint-mismatch",
	[DSMIP_CMD_FASTPATH_GET] = NULL,
};

_Static_assert(NAMES_SIZE(names_drop) == DSMIP_DROP_MAX + 1,
	       "every drop cause has a name");
_Static_assert(NAMES_SIZE(names_event) == DSMIP_CMD_MAX + 1,
	       "every event has a name");

static const char *names_get(const char *const *names, size_t n, size_t i)
{
	return i < n ? names[i] : NULL;
}

static int names_find(const char *const *names, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++) {
		if (names[i] && !strcmp(names[i], text))
			return i;
	}
	return -1;
}

/**
 * dsmip_name_encap() - name of an encapsulation
 * @encap: DSMIP_ENCAP_*
 *
 * Return: the name, or NULL.
 */
const char *dsmip_name_encap(uint32_t encap)
{
	return names_get(names_encap, NAMES_SIZE(names_encap), encap);
}

/**
 * dsmip_name_parse_encap() - encapsulation of that name
 * @text: the name
 *
 * Return: DSMIP_ENCAP_*, or 0.
 */
uint32_t dsmip_name_parse_encap(const char *text)
{
	int i = names_find(names_encap, NAMES_SIZE(names_encap), text);

	return i < 0 ? 0 : i;
}

/**
 * dsmip_name_flag() - name of a flag of a binding
 * @bit: number of the bit
 *
 * Return: the name, or NULL.
 */
const char *dsmip_name_flag(unsigned int bit)
{
	return names_get(names_flag, NAMES_SIZE(names_flag), bit);
}

/**
 * dsmip_name_parse_flag() - flag of that name
 * @text: the name
 *
 * Return: DSMIP_BINDING_FLAG_*, or 0.
 */
uint32_t dsmip_name_parse_flag(const char *text)
{
	int i = names_find(names_flag, NAMES_SIZE(names_flag), text);

	return i < 0 ? 0 : 1u << i;
}

/**
 * dsmip_name_drop() - name of a cause for which packets are dropped
 * @cause: DSMIP_DROP_*
 *
 * Return: the name, or NULL.
 */
const char *dsmip_name_drop(unsigned int cause)
{
	return names_get(names_drop, NAMES_SIZE(names_drop), cause);
}

/**
 * dsmip_name_parse_drop() - cause of that name
 * @text: the name
 *
 * Return: DSMIP_DROP_*, or -1.
 */
int dsmip_name_parse_drop(const char *text)
{
	return names_find(names_drop, NAMES_SIZE(names_drop), text);
}

/**
 * dsmip_name_event() - name of an event
 * @cmd: DSMIP_CMD_*_NTF
 *
 * Return: the name, or NULL.
 */
const char *dsmip_name_event(uint8_t cmd)
{
	return names_get(names_event, NAMES_SIZE(names_event), cmd);
}
