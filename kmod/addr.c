// SPDX-License-Identifier: GPL-2.0
/* Which addresses are nobody's. */

#include <linux/inetdevice.h>
#include <linux/kernel.h>

#include "addr.h"

struct dsmip_addr_range {
	u32	addr[4];	/* host byte order */
	u8	len;
};

/* This network, loopback, link-local, multicast, broadcast. */
static const struct dsmip_addr_range dsmip_addr_reserved4[] = {
	{ { 0x00000000 }, 8 },
	{ { 0x7f000000 }, 8 },
	{ { 0xa9fe0000 }, 16 },
	{ { 0xe0000000 }, 4 },
	{ { 0xffffffff }, 32 },
};

/* Unspecified, loopback, IPv4-mapped, link-local, multicast. */
static const struct dsmip_addr_range dsmip_addr_reserved6[] = {
	{ { 0, 0, 0, 0 }, 128 },
	{ { 0, 0, 0, 1 }, 128 },
	{ { 0, 0, 0xffff, 0 }, 96 },
	{ { 0xfe800000 }, 10 },
	{ { 0xff000000 }, 8 },
};

static bool dsmip_addr_in(const struct dsmip_addr_range *range, u8 family,
			  const union dsmip_addr *addr)
{
	struct in6_addr base;

	if (family == AF_INET)
		return !((addr->v4 ^ htonl(range->addr[0])) &
			 inet_make_mask(range->len));
	ipv6_addr_set(&base, htonl(range->addr[0]), htonl(range->addr[1]),
		      htonl(range->addr[2]), htonl(range->addr[3]));
	return ipv6_prefix_equal(&addr->v6, &base, range->len);
}

/**
 * dsmip_addr_reserved() - can nobody have this address or prefix?
 * @family: AF_INET or AF_INET6
 * @addr: address, network byte order
 * @len: prefix length, that of the family for an address
 *
 * Context: Any.
 * Return: true if it lies within a range that is not for global unicast.
 */
bool dsmip_addr_reserved(u8 family, const union dsmip_addr *addr, u8 len)
{
	const struct dsmip_addr_range *range = dsmip_addr_reserved4;
	unsigned int n = ARRAY_SIZE(dsmip_addr_reserved4);

	if (family == AF_INET6) {
		range = dsmip_addr_reserved6;
		n = ARRAY_SIZE(dsmip_addr_reserved6);
	}
	for (; n; n--, range++)
		if (len >= range->len && dsmip_addr_in(range, family, addr))
			return true;
	return false;
}
