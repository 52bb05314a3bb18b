/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ADDR_H
#define _DSMIP_ADDR_H

#include <linux/in.h>
#include <linux/in6.h>
#include <net/ipv6.h>

/**
 * union dsmip_addr - an address of either family
 * @v4: IPv4 address; the other bytes are then zero
 * @v6: IPv6 address
 *
 * The family is kept beside it. As the unused bytes of an IPv4 address are
 * zero, two addresses of one family compare equal as a whole.
 */
union dsmip_addr {
	__be32		v4;
	struct in6_addr	v6;
};

static inline bool dsmip_addr_equal(const union dsmip_addr *a,
				    const union dsmip_addr *b)
{
	return ipv6_addr_equal(&a->v6, &b->v6);
}

static inline void dsmip_addr_set_v4(union dsmip_addr *a, __be32 v4)
{
	a->v6 = in6addr_any;
	a->v4 = v4;
}

static inline unsigned int dsmip_addr_size(u8 family)
{
	return family == AF_INET ? sizeof(__be32) : sizeof(struct in6_addr);
}

static inline unsigned int dsmip_addr_bits(u8 family)
{
	return dsmip_addr_size(family) * BITS_PER_BYTE;
}

/* Not ipv6_addr_type(), which says it of the groups of the link, too. */
static inline bool dsmip_addr_link_local(const struct in6_addr *addr)
{
	return (addr->s6_addr32[0] & htonl(0xffc00000)) == htonl(0xfe800000);
}

bool dsmip_addr_reserved(u8 family, const union dsmip_addr *addr, u8 len);

#endif /* _DSMIP_ADDR_H */
