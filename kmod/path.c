// SPDX-License-Identifier: GPL-2.0
/* The care-of end point: encapsulation, addresses, ports and overhead, and
 * whether an outer header is that of a binding.
 */

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/slab.h>
#include <linux/udp.h>
#include <net/gre.h>

#include "copies.h"
#include "encap.h"
#include "path.h"
#include "route.h"

static struct kmem_cache *dsmip_path_cache __read_mostly;

/**
 * dsmip_path_cache_init() - make the slab cache of paths
 *
 * Context: Process context, module init.
 * Return: 0 or -ENOMEM.
 */
int __init dsmip_path_cache_init(void)
{
	dsmip_path_cache = KMEM_CACHE(dsmip_path, SLAB_ACCOUNT);
	return dsmip_path_cache ? 0 : -ENOMEM;
}

/**
 * dsmip_path_cache_exit() - destroy the slab cache of paths
 *
 * Context: Process context, after the last RCU callback.
 */
void dsmip_path_cache_exit(void)
{
	kmem_cache_destroy(dsmip_path_cache);
}

/**
 * dsmip_path_alloc() - make an empty path
 *
 * Context: Process context.
 * Return: the path, to be filled in and given to dsmip_path_init(), or NULL.
 */
struct dsmip_path *dsmip_path_alloc(void)
{
	return kmem_cache_zalloc(dsmip_path_cache, GFP_KERNEL);
}

/**
 * dsmip_path_init() - work out what follows from the rest of a path
 * @path: with family, encapsulation, addresses and ports filled in
 *
 * Context: Any.
 */
void dsmip_path_init(struct dsmip_path *path)
{
	path->overhead = path->family == AF_INET ? sizeof(struct iphdr) :
						   sizeof(struct ipv6hdr);
	if (dsmip_encap_is_udp(path->encap))
		path->overhead += sizeof(struct udphdr);
	if (path->encap == DSMIP_ENCAP_MIPUDP)
		path->overhead += sizeof(struct dsmip_mip_data_hdr);
	if (path->encap == DSMIP_ENCAP_GRE)
		path->overhead += sizeof(struct gre_base_hdr);
	if (path->keys & DSMIP_PATH_OKEY)
		path->overhead += sizeof(path->okey);
}

/**
 * dsmip_path_clear() - release what a path has, that no reader can see
 * @path: the path, which may be in a larger structure
 *
 * Context: Any.
 */
void dsmip_path_clear(struct dsmip_path *path)
{
	dsmip_route_free(rcu_dereference_protected(path->route4, 1));
	dsmip_route_free(rcu_dereference_protected(path->route6, 1));
	dsmip_copies_free(path->copies);
}

/**
 * dsmip_path_free() - release a path that no reader can see
 * @path: the path
 *
 * Context: Any.
 */
void dsmip_path_free(struct dsmip_path *path)
{
	dsmip_path_clear(path);
	kmem_cache_free(dsmip_path_cache, path);
}

static void dsmip_path_release(struct rcu_head *rcu)
{
	dsmip_path_free(container_of(rcu, struct dsmip_path, rcu));
}

/**
 * dsmip_path_free_rcu() - release a path that readers may still see
 * @path: the path, no longer that of a binding
 *
 * Context: Any.
 */
void dsmip_path_free_rcu(struct dsmip_path *path)
{
	call_rcu(&path->rcu, dsmip_path_release);
}

/**
 * dsmip_path_same() - do two paths describe the same end point?
 * @a: one path
 * @b: the other
 *
 * Context: Any.
 * Return: true if a packet could not tell them apart. With copies it always might,
 *	   for each has a lifetime of its own.
 */
bool dsmip_path_same(const struct dsmip_path *a, const struct dsmip_path *b)
{
	return !a->copies && !b->copies &&
	       a->family == b->family && a->encap == b->encap &&
	       a->flags == b->flags && a->port == b->port &&
	       a->local_port == b->local_port && a->keys == b->keys &&
	       a->ikey == b->ikey && a->okey == b->okey &&
	       a->home_local == b->home_local &&
	       a->home_remote == b->home_remote &&
	       dsmip_addr_equal(&a->coa, &b->coa) &&
	       dsmip_addr_equal(&a->local, &b->local);
}

/**
 * dsmip_path_same_end() - do two paths lead to the same end point?
 * @a: one path
 * @b: the other
 *
 * Context: Any.
 * Return: true if what is sent to one comes where what is sent to the other does,
 *	   in the same form.
 */
bool dsmip_path_same_end(const struct dsmip_path *a, const struct dsmip_path *b)
{
	return a->family == b->family && a->encap == b->encap &&
	       a->port == b->port && a->okey == b->okey &&
	       !((a->keys ^ b->keys) & DSMIP_PATH_OKEY) &&
	       dsmip_addr_equal(&a->coa, &b->coa);
}

/* RFC 2004, section 1: who uses minimal encapsulation sends what it cannot
 * carry as IP in IP.
 */
static bool dsmip_path_takes(const struct dsmip_path *path, u8 encap)
{
	return encap == path->encap || (path->encap == DSMIP_ENCAP_MINIMAL &&
					encap == DSMIP_ENCAP_IP);
}

static bool dsmip_path_has_key(const struct dsmip_path *path,
			       const struct dsmip_outer *outer)
{
	if (!(path->keys & DSMIP_PATH_IKEY))
		return !outer->has_key;
	return outer->has_key && outer->key == path->ikey;
}

/**
 * dsmip_path_check() - is an outer header that of the binding?
 * @path: path of the binding that the inner source belongs to
 * @outer: the outer header
 *
 * The check of RFC 3024, section 4.3, RFC 6275, section 10.4.5 and RFC 5454,
 * section 4: the outer source has to be the registered care-of address. Behind
 * a NAT the port is part of it, as is the key where many nodes share a care-of
 * address by GRE (RFC 6245).
 *
 * Context: RCU read side.
 * Return: 0, or DSMIP_DROP_RX_* for the first thing that differs.
 */
int dsmip_path_check(const struct dsmip_path *path,
		     const struct dsmip_outer *outer)
{
	if (outer->family != path->family ||
	    !dsmip_addr_equal(&outer->saddr, &path->coa))
		return DSMIP_DROP_RX_COA;
	if (!dsmip_path_takes(path, outer->encap))
		return DSMIP_DROP_RX_ENCAP;
	if (!dsmip_addr_equal(&outer->daddr, &path->local))
		return DSMIP_DROP_RX_LOCAL;
	if (outer->sport != path->port || outer->dport != path->local_port)
		return DSMIP_DROP_RX_PORT;
	if (!dsmip_path_has_key(path, outer))
		return DSMIP_DROP_RX_KEY;
	if (outer->zero_csum6 &&
	    !(path->flags & DSMIP_BINDING_FLAG_ZERO_CSUM6))
		return DSMIP_DROP_RX_CSUM;
	return 0;
}

/**
 * dsmip_path_check_home() - is a header that of the tunnel to the home address?
 * @path: path of the binding that the inner source belongs to
 * @outer: the header, of a packet that a tunnel to a care-of address brought
 *
 * RFC 5454, section 4: the other layer has been checked before, whose inner
 * source is the outer source here.
 *
 * Context: RCU read side.
 * Return: 0 or DSMIP_DROP_RX_*.
 */
int dsmip_path_check_home(const struct dsmip_path *path,
			  const struct dsmip_outer *outer)
{
	if (!path->home_remote || outer->family != AF_INET)
		return DSMIP_DROP_RX_ENCAP;
	if (outer->saddr.v4 != path->home_remote)
		return DSMIP_DROP_RX_COA;
	if (outer->daddr.v4 != path->home_local)
		return DSMIP_DROP_RX_LOCAL;
	return 0;
}
