/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_PATH_H
#define _DSMIP_PATH_H

#include <linux/atomic.h>
#include <linux/types.h>
#include <uapi/linux/dsmip.h>

#include "addr.h"

struct dsmip_copies;
struct dsmip_route;

/* Which of the two GRE keys of a path there are. */
#define DSMIP_PATH_IKEY		0x1
#define DSMIP_PATH_OKEY		0x2

/**
 * struct dsmip_path - how to reach the care-of end point of a binding
 * @route4: cached outer route of IPv4 packets, without UDP
 * @route6: cached outer route of IPv6 packets, of all packets with UDP
 * @copies: more end points, to which packets go as well, or NULL
 * @local: our end, source address of outer headers
 * @coa: care-of address, destination address of outer headers
 * @local_port: UDP port of our end, network byte order
 * @port: UDP port of the care-of end point, network byte order
 * @family: of the outer header, AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @overhead: bytes of the outer headers, at most
 * @keys: DSMIP_PATH_IKEY, DSMIP_PATH_OKEY
 * @flags: enum dsmip_binding_flag
 * @ikey: GRE key of received packets, if there is one
 * @okey: GRE key of sent packets, if there is one
 * @home_local: our end of the tunnel to the home address
 * @home_remote: its far end, or 0: IPv6 goes to the care-of address
 * @idents: identifiers of outer IPv4 headers: the next one in the lower half, and
 *	    how many are left from there on in the upper half
 * @rcu: for the release
 *
 * A path never changes, but for its route and identifiers: a handover exchanges the path of
 * the binding as a whole, and a reader never sees half an address.
 */
struct dsmip_path {
	struct dsmip_route __rcu	*route4;
	struct dsmip_route __rcu	*route6;
	struct dsmip_copies		*copies;
	union dsmip_addr		local;
	union dsmip_addr		coa;
	__be16				local_port;
	__be16				port;
	u8				family;
	u8				encap;
	u8				overhead;
	u8				keys;
	u32				flags;
	__be32				ikey;
	__be32				okey;
	__be32				home_local;
	__be32				home_remote;
	atomic_t			idents;
	struct rcu_head			rcu;
};

/**
 * struct dsmip_outer - the outer header of a received packet
 * @saddr: source address
 * @daddr: destination address
 * @key: GRE key, if @has_key
 * @sport: UDP source port, network byte order
 * @dport: UDP destination port, network byte order
 * @family: AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @dsfield: TOS or traffic class
 * @version: of the inner header as announced by the outer one, 0 if it is not
 * @zero_csum6: UDP over IPv6 came without a checksum
 * @has_key: GRE with a key
 * @allowed: the IPsec policies have been asked
 * @inside: the packet came out of the device: of the tunnel to a home address
 */
struct dsmip_outer {
	union dsmip_addr	saddr;
	union dsmip_addr	daddr;
	__be32			key;
	__be16			sport;
	__be16			dport;
	u8			family;
	u8			encap;
	u8			dsfield;
	u8			version;
	bool			zero_csum6;
	bool			has_key;
	bool			allowed;
	bool			inside;
};

/* Does UDP carry it? */
static inline bool dsmip_encap_is_udp(u8 encap)
{
	return encap == DSMIP_ENCAP_UDP || encap == DSMIP_ENCAP_MIPUDP;
}

int dsmip_path_cache_init(void);
void dsmip_path_cache_exit(void);

struct dsmip_path *dsmip_path_alloc(void);
void dsmip_path_init(struct dsmip_path *path);
void dsmip_path_clear(struct dsmip_path *path);
void dsmip_path_free(struct dsmip_path *path);
void dsmip_path_free_rcu(struct dsmip_path *path);
bool dsmip_path_same(const struct dsmip_path *a, const struct dsmip_path *b);
bool dsmip_path_same_end(const struct dsmip_path *a,
			 const struct dsmip_path *b);
int dsmip_path_check(const struct dsmip_path *path,
		     const struct dsmip_outer *outer);
int dsmip_path_check_home(const struct dsmip_path *path,
			  const struct dsmip_outer *outer);

#endif /* _DSMIP_PATH_H */
