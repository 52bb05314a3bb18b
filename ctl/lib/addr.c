// SPDX-License-Identifier: GPL-2.0
/* Addresses and prefixes as text. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dsmip/libdsmip.h"

/**
 * dsmip_addr_size() - bytes of an address
 * @family: AF_INET or AF_INET6
 *
 * Return: 4 or 16, 0 for any other family.
 */
unsigned int dsmip_addr_size(uint8_t family)
{
	switch (family) {
	case AF_INET:
		return 4;
	case AF_INET6:
		return 16;
	default:
		return 0;
	}
}

/**
 * dsmip_addr_bits() - prefix length of a host
 * @family: AF_INET or AF_INET6
 *
 * Return: 32 or 128, 0 for any other family.
 */
unsigned int dsmip_addr_bits(uint8_t family)
{
	return 8 * dsmip_addr_size(family);
}

/**
 * dsmip_addr_parse() - read an address
 * @text: the text
 * @addr: where the address goes; untouched if the text is none
 *
 * Return: whether it is an IPv4 or IPv6 address.
 */
bool dsmip_addr_parse(const char *text, struct dsmip_addr *addr)
{
	struct dsmip_addr a = {};

	if (inet_pton(AF_INET, text, &a.v4) == 1)
		a.family = AF_INET;
	else if (inet_pton(AF_INET6, text, &a.v6) == 1)
		a.family = AF_INET6;
	else
		return false;
	*addr = a;
	return true;
}

/**
 * dsmip_addr_equal() - compare two addresses
 * @a: the one
 * @b: the other
 *
 * Return: whether they are the same; no address equals no address.
 */
bool dsmip_addr_equal(const struct dsmip_addr *a, const struct dsmip_addr *b)
{
	return a->family == b->family &&
	       !memcmp(a->bytes, b->bytes, dsmip_addr_size(a->family));
}

/**
 * dsmip_addr_format() - write an address
 * @addr: the address
 * @buf: where the text goes
 * @size: room there; DSMIP_ADDR_STRLEN is enough
 *
 * Return: @buf; "-" is the text of no address.
 */
const char *dsmip_addr_format(const struct dsmip_addr *addr, char *buf,
			      size_t size)
{
	if (!dsmip_addr_size(addr->family) ||
	    !inet_ntop(addr->family, addr->bytes, buf, size))
		snprintf(buf, size, "-");
	return buf;
}

/**
 * dsmip_prefix_parse() - read an address or a prefix
 * @text: the text, ADDRESS or ADDRESS/LENGTH
 * @prefix: where it goes; untouched if the text is none
 *
 * Return: whether it is an address or a prefix.
 */
bool dsmip_prefix_parse(const char *text, struct dsmip_prefix *prefix)
{
	struct dsmip_prefix p = { .len = DSMIP_LEN_NONE };
	const char *slash = strchr(text, '/');
	char addr[DSMIP_ADDR_STRLEN];
	size_t n;

	n = slash ? (size_t)(slash - text) : strlen(text);
	if (n >= sizeof(addr))
		return false;
	memcpy(addr, text, n);
	addr[n] = '\0';
	if (!dsmip_addr_parse(addr, &p.addr))
		return false;
	if (slash) {
		const char *digits = slash + 1;
		size_t len = strspn(digits, "0123456789");
		unsigned long value;

		if (!len || len > 3 || digits[len])
			return false;
		value = strtoul(digits, NULL, 10);
		if (value > dsmip_addr_bits(p.addr.family))
			return false;
		p.len = value;
	}
	*prefix = p;
	return true;
}

/**
 * dsmip_prefix_is_network() - is everything behind the prefix 0?
 * @prefix: the prefix; one without a length is a host
 *
 * Return: whether no bit is set behind its length.
 */
bool dsmip_prefix_is_network(const struct dsmip_prefix *prefix)
{
	unsigned int bits = dsmip_addr_bits(prefix->addr.family);

	for (unsigned int i = prefix->len; i < bits; i++) {
		if (prefix->addr.bytes[i / 8] & 0x80 >> i % 8)
			return false;
	}
	return true;
}

/**
 * dsmip_prefix_overlap() - have two prefixes addresses in common?
 * @a: the one, with its length
 * @b: the other, with its length
 *
 * Return: whether they have.
 */
bool dsmip_prefix_overlap(const struct dsmip_prefix *a,
			  const struct dsmip_prefix *b)
{
	unsigned int len = a->len < b->len ? a->len : b->len;
	unsigned int bytes = len / 8;
	uint8_t mask = ~(0xff >> len % 8);

	if (a->addr.family != b->addr.family ||
	    memcmp(a->addr.bytes, b->addr.bytes, bytes))
		return false;
	return !mask ||
	       !((a->addr.bytes[bytes] ^ b->addr.bytes[bytes]) & mask);
}

/**
 * dsmip_prefix_is_host() - is this one address only?
 * @prefix: the prefix
 *
 * Return: whether it is.
 */
bool dsmip_prefix_is_host(const struct dsmip_prefix *prefix)
{
	return prefix->len == DSMIP_LEN_NONE ||
	       prefix->len == dsmip_addr_bits(prefix->addr.family);
}

/**
 * dsmip_prefix_format() - write a prefix
 * @prefix: the prefix
 * @buf: where the text goes
 * @size: room there; DSMIP_PREFIX_STRLEN is enough
 *
 * Return: @buf; a host has no length.
 */
const char *dsmip_prefix_format(const struct dsmip_prefix *prefix, char *buf,
				size_t size)
{
	char addr[DSMIP_ADDR_STRLEN];

	dsmip_addr_format(&prefix->addr, addr, sizeof(addr));
	if (dsmip_prefix_is_host(prefix))
		snprintf(buf, size, "%s", addr);
	else
		snprintf(buf, size, "%s/%u", addr, prefix->len);
	return buf;
}

/**
 * dsmip_endpoint_format() - write an address with its port
 * @addr: the address
 * @port: the port, 0 for none
 * @buf: where the text goes
 * @size: room there; DSMIP_ENDPOINT_STRLEN is enough
 *
 * Return: @buf.
 */
const char *dsmip_endpoint_format(const struct dsmip_addr *addr, uint16_t port,
				  char *buf, size_t size)
{
	char text[DSMIP_ADDR_STRLEN];

	dsmip_addr_format(addr, text, sizeof(text));
	if (!port)
		snprintf(buf, size, "%s", text);
	else if (addr->family == AF_INET6)
		snprintf(buf, size, "[%s]:%u", text, port);
	else
		snprintf(buf, size, "%s:%u", text, port);
	return buf;
}
