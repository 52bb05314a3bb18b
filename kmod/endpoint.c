// SPDX-License-Identifier: GPL-2.0
/* A binding found by its care-of end point.
 *
 * A report of MLD comes with a link-local source, and what an access node
 * carries with one, or with none: that is in no binding, so that only the
 * tunnel tells who sent it (RFC 6275, section 10.4.3). For bindings that may
 * send such packets, and no others, the care-of end point is a key in the table
 * of prefixes, beside the homes.
 *
 * An entry only proposes a binding: the outer header is compared with the path
 * of that binding afterwards, like that of any packet. So it does not matter
 * that a handover puts the new entry into the table before it exchanges the
 * path, and takes the old one out after that: in between, neither the old nor
 * the new end point is taken for that of another node.
 */

#include <linux/slab.h>

#include "binding.h"
#include "device.h"
#include "endpoint.h"

static void dsmip_endpoint_key(struct dsmip_prefix_key *key, u8 family,
			       u8 encap, const union dsmip_addr *coa,
			       __be16 port)
{
	key->addr = *coa;
	key->family = family | DSMIP_PREFIX_ENDPOINT;
	/* Who uses minimal encapsulation sends IPv6 as IP in IP. */
	key->len = encap == DSMIP_ENCAP_MINIMAL ? DSMIP_ENCAP_IP : encap;
	key->port = port;
}

/* Has a binding with this path an entry, and which? In a tunnel to the home
 * address that address tells whose a packet is, and many may share the care-of
 * address of a foreign agent.
 */
static bool dsmip_endpoint_wanted(const struct dsmip_path *path,
				  struct dsmip_prefix_key *key)
{
	dsmip_endpoint_key(key, path->family, path->encap, &path->coa,
			   path->port);
	return path->flags & DSMIP_ENDPOINT_FLAGS && !path->home_remote;
}

static bool dsmip_endpoint_is(const struct dsmip_prefix *prefix,
			      const struct dsmip_prefix_key *key)
{
	return prefix && !memcmp(&prefix->key, key, sizeof(*key));
}

static struct dsmip_endpoint *dsmip_endpoint(struct dsmip_dev *dsmip,
					     struct dsmip_binding *binding)
{
	return rcu_dereference_protected(binding->endpoint,
					 lockdep_is_held(&dsmip->lock));
}

/**
 * dsmip_endpoint_check() - would two bindings have the same end point?
 * @dsmip: the device
 * @binding: the binding that is to be exchanged, or NULL
 * @config: what is asked for
 * @extack: says whose it is
 *
 * Context: Process context, mutex of the device held.
 * Return: 0 or -EEXIST.
 */
int dsmip_endpoint_check(struct dsmip_dev *dsmip,
			 const struct dsmip_binding *binding,
			 const struct dsmip_binding_config *config,
			 struct netlink_ext_ack *extack)
{
	struct dsmip_prefix_key key;
	struct dsmip_binding *owner;

	if (!dsmip_endpoint_wanted(config->path, &key))
		return 0;
	owner = dsmip_binding_find(dsmip, &key);
	if (!owner || owner == binding || !dsmip_binding_reap(dsmip, owner))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, config->coa_attr,
			    "Packets of another binding come from there too");
	return -EEXIST;
}

static int dsmip_endpoint_alloc(struct dsmip_binding *binding)
{
	struct dsmip_endpoint *endpoint;

	endpoint = kzalloc(sizeof(*endpoint), GFP_KERNEL_ACCOUNT);
	if (!endpoint)
		return -ENOMEM;
	rcu_assign_pointer(binding->endpoint, endpoint);
	return 0;
}

/**
 * dsmip_endpoint_insert() - make a binding be found by a new end point too
 * @dsmip: the device
 * @binding: the binding, complete: readers may find it from here on
 * @path: the path that it has or will have
 * @prefixp: the new entry, NULL if none is needed; to be given to
 *	     dsmip_endpoint_set() or dsmip_endpoint_cancel()
 *
 * Context: Process context, mutex of the device held, may sleep.
 * Return: 0 or a negative error, with nothing changed.
 */
int dsmip_endpoint_insert(struct dsmip_dev *dsmip,
			  struct dsmip_binding *binding,
			  const struct dsmip_path *path,
			  struct dsmip_prefix **prefixp)
{
	struct dsmip_prefix_key key;
	struct dsmip_prefix *prefix;
	int err;

	*prefixp = NULL;
	if (!(path->flags & DSMIP_ENDPOINT_MARKED))
		return 0;
	if (!dsmip_endpoint(dsmip, binding)) {
		err = dsmip_endpoint_alloc(binding);
		if (err)
			return err;
	}
	if (!dsmip_endpoint_wanted(path, &key) ||
	    dsmip_endpoint_is(dsmip_endpoint(dsmip, binding)->prefix, &key))
		return 0;

	prefix = dsmip_prefix_alloc(&key);
	if (!prefix)
		return -ENOMEM;
	prefix->binding = binding;
	err = dsmip_prefix_insert(&dsmip->prefixes, prefix);
	if (err) {
		dsmip_prefix_free(prefix);
		return err;
	}
	*prefixp = prefix;
	return 0;
}

/**
 * dsmip_endpoint_cancel() - take back what dsmip_endpoint_insert() has done
 * @dsmip: the device
 * @prefix: the entry, or NULL; readers may still see it
 *
 * Context: Mutex of the device held.
 */
void dsmip_endpoint_cancel(struct dsmip_dev *dsmip, struct dsmip_prefix *prefix)
{
	if (!prefix)
		return;
	dsmip_prefix_remove(&dsmip->prefixes, prefix);
	dsmip_prefix_free_rcu(prefix);
}

static void dsmip_endpoint_flag(struct dsmip_dev *dsmip,
				const struct dsmip_binding *binding, bool set,
				xa_mark_t mark)
{
	if (set)
		xa_set_mark(&dsmip->bindings, binding->id, mark);
	else
		xa_clear_mark(&dsmip->bindings, binding->id, mark);
}

/**
 * dsmip_endpoint_set() - the binding has the new path now
 * @dsmip: the device
 * @binding: the binding
 * @prefix: the new entry, or NULL
 *
 * Context: Mutex of the device held.
 */
void dsmip_endpoint_set(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
			struct dsmip_prefix *prefix)
{
	struct dsmip_endpoint *endpoint = dsmip_endpoint(dsmip, binding);
	struct dsmip_prefix_key key;
	struct dsmip_path *path;

	if (!endpoint)
		return;
	path = rcu_dereference_protected(binding->path,
					 lockdep_is_held(&dsmip->lock));
	if (!dsmip_endpoint_wanted(path, &key) || prefix) {
		dsmip_endpoint_cancel(dsmip, endpoint->prefix);
		endpoint->prefix = prefix;
	}
	dsmip_endpoint_flag(dsmip, binding,
			    path->flags & DSMIP_BINDING_FLAG_MULTICAST,
			    dsmip_endpoint_mark(DSMIP_BINDING_FLAG_MULTICAST));
	dsmip_endpoint_flag(dsmip, binding,
			    path->flags & (DSMIP_BINDING_FLAG_ACCESS |
					   DSMIP_BINDING_FLAG_BROADCAST),
			    dsmip_endpoint_mark(DSMIP_BINDING_FLAG_BROADCAST));
	dsmip_mcast_open(dsmip, binding,
			 path->flags & DSMIP_BINDING_FLAG_MULTICAST);
}

/**
 * dsmip_endpoint_remove() - a binding ends: out of the table and its groups
 * @dsmip: the device
 * @binding: the binding
 *
 * Context: Mutex of the device held.
 */
void dsmip_endpoint_remove(struct dsmip_dev *dsmip,
			   struct dsmip_binding *binding)
{
	struct dsmip_endpoint *endpoint = dsmip_endpoint(dsmip, binding);

	if (!endpoint)
		return;
	if (endpoint->prefix)
		dsmip_prefix_remove(&dsmip->prefixes, endpoint->prefix);
	dsmip_mcast_open(dsmip, binding, false);
}

/**
 * dsmip_endpoint_free() - release what a binding has for its end point
 * @binding: the binding, which no reader can see
 *
 * Context: Any.
 */
void dsmip_endpoint_free(struct dsmip_binding *binding)
{
	struct dsmip_endpoint *endpoint;

	endpoint = rcu_dereference_protected(binding->endpoint, 1);
	if (endpoint && endpoint->prefix)
		dsmip_prefix_free(endpoint->prefix);
	kfree(endpoint);
}

/**
 * dsmip_endpoint_lookup() - find a binding by the outer header of a packet
 * @dsmip: the device
 * @outer: the outer header
 *
 * Context: RCU read side.
 * Return: a live binding, whose path is still to be compared, or NULL.
 */
struct dsmip_binding *dsmip_endpoint_lookup(struct dsmip_dev *dsmip,
					    const struct dsmip_outer *outer)
{
	struct dsmip_prefix_key key;
	struct dsmip_prefix *prefix;

	dsmip_endpoint_key(&key, outer->family, outer->encap, &outer->saddr,
			   outer->sport);
	prefix = dsmip_prefix_find(&dsmip->prefixes, &key);
	if (!prefix || !dsmip_binding_alive(prefix->binding))
		return NULL;
	return prefix->binding;
}
