/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_PATH_H
#define _DSMIP_PATH_H

#include <linux/types.h>
#include <uapi/linux/dsmip.h>

#include "addr.h"

struct dsmip_route;

/**
 * struct dsmip_path - how to reach the care-of end point of a binding
 * @route4: cached outer route of IPv4 packets, without UDP
 * @route6: cached outer route of IPv6 packets, of all packets with UDP
 * @local: our end, source address of outer headers
 * @coa: care-of address, destination address of outer headers
 * @local_port: UDP port of our end, network byte order
 * @port: UDP port of the care-of end point, network byte order
 * @family: of the outer header, AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @overhead: bytes of the outer headers
 * @flags: enum dsmip_binding_flag
 * @rcu: for the release
 *
 * A path never changes, but for its route: a handover exchanges the path of
 * the binding as a whole, and a reader never sees half an address.
 */
struct dsmip_path {
	struct dsmip_route __rcu	*route4;
	struct dsmip_route __rcu	*route6;
	union dsmip_addr		local;
	union dsmip_addr		coa;
	__be16				local_port;
	__be16				port;
	u8				family;
	u8				encap;
	u8				overhead;
	u32				flags;
	struct rcu_head			rcu;
};

/**
 * struct dsmip_outer - the outer header of a received packet
 * @saddr: source address
 * @daddr: destination address
 * @sport: UDP source port, network byte order
 * @family: AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @dsfield: TOS or traffic class
 * @version: of the inner header as announced by the outer one, 0 if it is not
 * @zero_csum6: UDP over IPv6 came without a checksum
 */
struct dsmip_outer {
	union dsmip_addr	saddr;
	union dsmip_addr	daddr;
	__be16			sport;
	u8			family;
	u8			encap;
	u8			dsfield;
	u8			version;
	bool			zero_csum6;
};

int dsmip_path_cache_init(void);
void dsmip_path_cache_exit(void);

struct dsmip_path *dsmip_path_alloc(void);
void dsmip_path_init(struct dsmip_path *path);
void dsmip_path_free(struct dsmip_path *path);
void dsmip_path_free_rcu(struct dsmip_path *path);
bool dsmip_path_same(const struct dsmip_path *a, const struct dsmip_path *b);
int dsmip_path_check(const struct dsmip_path *path,
		     const struct dsmip_outer *outer);

#endif /* _DSMIP_PATH_H */
