// SPDX-License-Identifier: GPL-2.0
/* Addresses and prefixes. */

#include <string.h>

#include "prefix.h"

/* The length, where none says that it is an address. */
static unsigned int prefix_len(const struct dsmip_prefix *prefix)
{
	return prefix->len == DSMIP_LEN_NONE ?
	       dsmip_addr_bits(prefix->addr.family) : prefix->len;
}

/**
 * dsmipd_prefix_contains() - whether an address lies in a prefix
 * @prefix: the prefix; bits beyond its length are ignored
 * @addr: the address
 *
 * Return: whether it does; never if they are of different families.
 */
bool dsmipd_prefix_contains(const struct dsmip_prefix *prefix,
			    const struct dsmip_addr *addr)
{
	unsigned int len = prefix_len(prefix);
	unsigned int whole = len / 8;
	unsigned int rest = len % 8;

	if (prefix->addr.family != addr->family ||
	    len > dsmip_addr_bits(addr->family) ||
	    memcmp(prefix->addr.bytes, addr->bytes, whole))
		return false;
	return !rest || !((prefix->addr.bytes[whole] ^ addr->bytes[whole]) &
			  (0xff00 >> rest) & 0xff);
}

/**
 * dsmipd_prefix_equal() - compare two prefixes
 * @a: the one
 * @b: the other
 *
 * Return: whether they are the same; bits beyond the length are ignored.
 */
bool dsmipd_prefix_equal(const struct dsmip_prefix *a,
			 const struct dsmip_prefix *b)
{
	return prefix_len(a) == prefix_len(b) &&
	       dsmipd_prefix_contains(a, &b->addr);
}

/**
 * dsmipd_prefix_in() - whether a prefix is in a list
 * @prefix: the prefix
 * @list: the list
 * @n: its length
 *
 * Return: whether it is.
 */
bool dsmipd_prefix_in(const struct dsmip_prefix *prefix,
		      const struct dsmip_prefix *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (dsmipd_prefix_equal(prefix, &list[i]))
			return true;
	return false;
}

/**
 * dsmipd_prefix_unicast() - whether something can be sent to an address
 * @addr: the address
 *
 * Return: false for none, and for unspecified, loopback, multicast, broadcast,
 * reserved, IPv6 link-local and IPv4-mapped addresses.
 */
bool dsmipd_prefix_unicast(const struct dsmip_addr *addr)
{
	const struct in6_addr *a = &addr->v6;
	uint8_t first = addr->bytes[0];

	switch (addr->family) {
	case AF_INET:
		return first && first != 127 && first < 224;
	case AF_INET6:
		return !(IN6_IS_ADDR_UNSPECIFIED(a) ||
			 IN6_IS_ADDR_LOOPBACK(a) || IN6_IS_ADDR_MULTICAST(a) ||
			 IN6_IS_ADDR_LINKLOCAL(a) || IN6_IS_ADDR_V4MAPPED(a));
	default:
		return false;
	}
}

/**
 * dsmipd_prefix_link_local() - the link-local address of an end of a tunnel
 * @addr: IPv4 address of that end
 *
 * Return: fe80:: and the IPv4 address (RFC 4213, section 3.7).
 */
struct dsmip_addr dsmipd_prefix_link_local(struct in_addr addr)
{
	struct dsmip_addr link_local = {
		.family = AF_INET6, .v6 = { .s6_addr = { 0xfe, 0x80 } },
	};

	memcpy(&link_local.bytes[12], &addr, sizeof(addr));
	return link_local;
}

/**
 * dsmipd_prefix_add() - add to a list of homes
 * @prefix: address or prefix; if it is there already nothing happens
 * @list: the list
 * @n: its length
 * @max: room there
 *
 * Return: whether it was added.
 */
bool dsmipd_prefix_add(const struct dsmip_prefix *prefix,
		       struct dsmip_prefix *list, uint8_t *n, size_t max)
{
	if (*n == max || dsmipd_prefix_in(prefix, list, *n))
		return false;
	list[*n] = *prefix;
	list[(*n)++].len = prefix_len(prefix);
	return true;
}
