// SPDX-License-Identifier: GPL-2.0
/* Simultaneous bindings (RFC 5944, section 3.4): a node that may be reached at
 * several care-of addresses is sent a copy of each packet to all of them, and may
 * send from any.
 *
 * Few nodes ask for it. So the end points hang off the path of the binding, which
 * is one of them, and who finds no copies there has nothing to do with this. The
 * lifetime of each is looked at when it is used.
 */

#include <linux/slab.h>

#include "copies.h"
#include "route.h"

/**
 * dsmip_copies_alloc() - make room for end points
 * @n: how many
 *
 * Context: Process context.
 * Return: the copies, zeroed but for their number, or NULL.
 */
struct dsmip_copies *dsmip_copies_alloc(unsigned int n)
{
	struct dsmip_copies *copies;

	copies = kzalloc(struct_size(copies, copy, n), GFP_KERNEL_ACCOUNT);
	if (copies)
		copies->n = n;
	return copies;
}

/**
 * dsmip_copies_free() - release end points that no reader can see
 * @copies: the copies, or NULL
 *
 * Context: Any.
 */
void dsmip_copies_free(struct dsmip_copies *copies)
{
	unsigned int i;

	if (!copies)
		return;
	for (i = 0; i < copies->n; i++)
		dsmip_path_clear(&copies->copy[i].path);
	kfree(copies);
}

/**
 * dsmip_copies_flush_routes() - forget the outer routes of all of them
 * @copies: the copies
 *
 * Context: Any; the copies cannot go away.
 */
void dsmip_copies_flush_routes(struct dsmip_copies *copies)
{
	unsigned int i;

	for (i = 0; i < copies->n; i++)
		dsmip_route_flush(&copies->copy[i].path);
}

/**
 * dsmip_copies_find() - which copy has an outer header?
 * @path: path of the binding that the inner source belongs to, which has another
 * @outer: the outer header
 *
 * Context: RCU read side.
 * Return: the path of the copy, or NULL.
 */
const struct dsmip_path *dsmip_copies_find(const struct dsmip_path *path,
					   const struct dsmip_outer *outer)
{
	struct dsmip_copy *copy = NULL;

	if (!path->copies)
		return NULL;
	while ((copy = dsmip_copies_next(path->copies, copy))) {
		if (!dsmip_path_check(&copy->path, outer))
			return &copy->path;
	}
	return NULL;
}

/**
 * dsmip_copies_check_home() - is a header that of the tunnel to the home address?
 * @path: path of the binding that the inner source belongs to
 * @outer: the header, of a packet that a tunnel to a care-of address brought
 *
 * Context: RCU read side.
 * Return: true if it is, by way of any of the end points.
 */
bool dsmip_copies_check_home(const struct dsmip_path *path,
			     const struct dsmip_outer *outer)
{
	struct dsmip_copy *copy = NULL;

	if (!dsmip_path_check_home(path, outer))
		return true;
	if (!path->copies)
		return false;
	while ((copy = dsmip_copies_next(path->copies, copy))) {
		if (!dsmip_path_check_home(&copy->path, outer))
			return true;
	}
	return false;
}

/* The quoted key is the one that we send, not the one that is checked. */
static bool dsmip_copies_is_quoted(const struct dsmip_path *path,
				   const struct dsmip_outer *outer)
{
	int cause = dsmip_path_check(path, outer);

	return !cause || cause == DSMIP_DROP_RX_KEY;
}

/**
 * dsmip_copies_quoted() - to which end point has a quoted packet been sent?
 * @path: path of the binding that the quoted inner destination belongs to
 * @outer: the quoted outer header, as seen from the other end
 *
 * Context: RCU read side.
 * Return: the path, or NULL if it is none of the binding's.
 */
struct dsmip_path *dsmip_copies_quoted(struct dsmip_path *path,
				       const struct dsmip_outer *outer)
{
	struct dsmip_copy *copy = NULL;

	if (dsmip_copies_is_quoted(path, outer))
		return path;
	if (!path->copies)
		return NULL;
	while ((copy = dsmip_copies_next(path->copies, copy))) {
		if (dsmip_copies_is_quoted(&copy->path, outer))
			return &copy->path;
	}
	return NULL;
}

/**
 * dsmip_copies_local() - is an address our end of a tunnel to a copy?
 * @copies: the copies
 * @family: AF_INET or AF_INET6
 * @addr: struct in_addr or struct in6_addr
 *
 * Context: RCU read side.
 * Return: true if it is.
 */
bool dsmip_copies_local(const struct dsmip_copies *copies, u8 family,
			const void *addr)
{
	const struct dsmip_path *path;
	unsigned int i;

	for (i = 0; i < copies->n; i++) {
		path = &copies->copy[i].path;
		if (path->family == family &&
		    !memcmp(&path->local, addr, dsmip_addr_size(family)))
			return true;
	}
	return false;
}

/**
 * dsmip_copies_coa() - is an address the care-of address of a copy?
 * @copies: the copies, or NULL
 * @family: AF_INET or AF_INET6
 * @addr: the address
 *
 * Context: RCU read side, or mutex of the device held.
 * Return: true if it is, and the lifetime is not over.
 */
bool dsmip_copies_coa(struct dsmip_copies *copies, u8 family,
		      const union dsmip_addr *addr)
{
	struct dsmip_copy *copy = NULL;

	if (!copies)
		return false;
	while ((copy = dsmip_copies_next(copies, copy))) {
		if (copy->path.family == family &&
		    dsmip_addr_equal(&copy->path.coa, addr))
			return true;
	}
	return false;
}
