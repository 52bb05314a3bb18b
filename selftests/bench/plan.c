// SPDX-License-Identifier: GPL-2.0
/* Which node has which addresses, and which nodes a run talks to. */

#include <arpa/inet.h>
#include <string.h>

#include "bench.h"

const struct dsmip_addr bench_agent4 = {
	.family	= AF_INET,
	.bytes	= { 192, 0, 2, 1 },
};
const struct dsmip_addr bench_agent6 = {
	.family	= AF_INET6,
	.bytes	= { 0x20, 0x01, 0x0d, 0xb8, [5] = 1, [15] = 1 },
};
const struct dsmip_addr bench_peer4 = {
	.family	= AF_INET,
	.bytes	= { 203, 0, 113, 2 },
};
const struct dsmip_addr bench_peer6 = {
	.family	= AF_INET6,
	.bytes	= { 0x20, 0x01, 0x0d, 0xb8, [5] = 3, [15] = 2 },
};

static const struct bench_format formats[] = {
	{ "6-in-UDP",	AF_INET6,	AF_INET,	DSMIP_ENCAP_UDP },
	{ "4-in-UDP",	AF_INET,	AF_INET,	DSMIP_ENCAP_UDP },
	{ "6-in-4",	AF_INET6,	AF_INET,	DSMIP_ENCAP_IP },
	{ "4-in-4",	AF_INET,	AF_INET,	DSMIP_ENCAP_IP },
	{ "4-in-6",	AF_INET,	AF_INET6,	DSMIP_ENCAP_IP },
	{ "6-in-6",	AF_INET6,	AF_INET6,	DSMIP_ENCAP_IP },
	{ "GRE",	AF_INET,	AF_INET,	DSMIP_ENCAP_GRE },
	{ "IPv4",	AF_INET,	AF_UNSPEC,	0 },
	{ "IPv6",	AF_INET6,	AF_UNSPEC,	0 },
};

/**
 * bench_format() - find an encapsulation
 * @name: its name
 *
 * Return: the format; without one the program ends.
 */
const struct bench_format *bench_format(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	bench_die("no such format: %s", name);
}

/**
 * bench_agent() - the home agent's end of all tunnels
 * @family: AF_INET or AF_INET6
 *
 * Return: its address.
 */
const struct dsmip_addr *bench_agent(uint8_t family)
{
	return family == AF_INET ? &bench_agent4 : &bench_agent6;
}

/**
 * bench_peer() - the correspondent of all nodes
 * @family: AF_INET or AF_INET6
 *
 * Return: its address.
 */
const struct dsmip_addr *bench_peer(uint8_t family)
{
	return family == AF_INET ? &bench_peer4 : &bench_peer6;
}

/* 2001:db8:HIGH::NODE */
static void plan_addr6(uint16_t high, uint32_t node, struct dsmip_addr *addr)
{
	memset(addr, 0, sizeof(*addr));
	addr->family = AF_INET6;
	addr->v6.s6_addr32[0] = htonl(0x20010db8);
	addr->v6.s6_addr16[2] = htons(high);
	addr->v6.s6_addr32[3] = htonl(node);
}

static void plan_addr4(uint32_t base, uint32_t node, struct dsmip_addr *addr)
{
	memset(addr, 0, sizeof(*addr));
	addr->family = AF_INET;
	addr->v4.s_addr = htonl(base + node);
}

/**
 * bench_home() - home address of a node: 10.0.0.0/9, 2001:db8:e000::/48
 * @family: AF_INET or AF_INET6
 * @node: number of the node, from 1 on
 * @addr: the address
 */
void bench_home(uint8_t family, uint32_t node, struct dsmip_addr *addr)
{
	if (family == AF_INET)
		plan_addr4(0x0a000000, node, addr);
	else
		plan_addr6(0xe000, node, addr);
}

/**
 * bench_coa() - care-of address of a node: 10.128.0.0/9, 2001:db8:f000::/48
 * @family: AF_INET or AF_INET6
 * @node: number of the node, from 1 on
 * @addr: the address
 */
void bench_coa(uint8_t family, uint32_t node, struct dsmip_addr *addr)
{
	if (family == AF_INET)
		plan_addr4(0x0a800000, node, addr);
	else
		plan_addr6(0xf000, node, addr);
}

/* Xorshift: the same numbers in every run. */
static uint32_t plan_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/**
 * bench_draw() - the nodes that a run talks to, in the order of its packets
 * @nodes: how many there are
 * @draw: their numbers
 *
 * All of them in turn if there are fewer than packets, and mixed.
 */
void bench_draw(uint32_t nodes, uint32_t draw[BENCH_PACKETS])
{
	uint32_t state = 0x5eed, i, j, node;

	for (i = 0; i < BENCH_PACKETS; i++)
		draw[i] = 1 + (nodes > BENCH_PACKETS ?
			       plan_random(&state) : i) % nodes;
	for (i = BENCH_PACKETS - 1; i; i--) {
		j = plan_random(&state) % (i + 1);
		node = draw[i];
		draw[i] = draw[j];
		draw[j] = node;
	}
}
