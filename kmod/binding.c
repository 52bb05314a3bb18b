// SPDX-License-Identifier: GPL-2.0
/* The binding: home addresses joined to a care-of end point.
 *
 * Lifetime of a binding. It is made and dies under the mutex of its device:
 * by request, at the end of its lifetime, or with the device. The following
 * may still hold a pointer to one that has just died:
 *
 * 1. Readers under RCU that found it by a home address: they may count on it
 *    and use its path and the path's route until the grace period is over.
 * 2. Nobody else: netlink and the calendar work under the mutex, and no
 *    reference is ever taken.
 *
 * So one callback after a grace period releases the binding together with its
 * path, the path's route and its homes. What a handover leaves behind, the old
 * path and homes that are no longer wanted, has callbacks of its own.
 */

#include <linux/slab.h>

#include "binding.h"
#include "device.h"
#include "endpoint.h"
#include "home.h"
#include "hook.h"
#include "route.h"
#include "trace.h"

static struct kmem_cache *dsmip_binding_cache __read_mostly;

/**
 * dsmip_binding_cache_init() - make the slab cache of bindings
 *
 * Context: Process context, module init.
 * Return: 0 or -ENOMEM.
 */
int __init dsmip_binding_cache_init(void)
{
	dsmip_binding_cache = KMEM_CACHE(dsmip_binding, SLAB_ACCOUNT);
	return dsmip_binding_cache ? 0 : -ENOMEM;
}

/**
 * dsmip_binding_cache_exit() - destroy the slab cache of bindings
 *
 * Context: Process context, after the last RCU callback.
 */
void dsmip_binding_cache_exit(void)
{
	kmem_cache_destroy(dsmip_binding_cache);
}

static struct dsmip_path *dsmip_binding_path(struct dsmip_dev *dsmip,
					     struct dsmip_binding *binding)
{
	return rcu_dereference_protected(binding->path,
					 lockdep_is_held(&dsmip->lock));
}

static void dsmip_binding_release(struct rcu_head *rcu)
{
	struct dsmip_binding *binding = container_of(rcu, struct dsmip_binding,
						     rcu);
	struct dsmip_prefix *prefix;
	struct hlist_node *next;

	hlist_for_each_entry_safe(prefix, next, &binding->homes, list)
		dsmip_prefix_free(prefix);
	dsmip_endpoint_free(binding);
	dsmip_path_free(rcu_dereference_protected(binding->path, 1));
	kmem_cache_free(dsmip_binding_cache, binding);
}

/**
 * dsmip_binding_del() - end a binding
 * @dsmip: its device
 * @binding: the binding; released after a grace period
 *
 * Context: Mutex of the device held.
 */
void dsmip_binding_del(struct dsmip_dev *dsmip, struct dsmip_binding *binding)
{
	struct dsmip_prefix *prefix;

	lockdep_assert_held(&dsmip->lock);

	trace_dsmip_binding_del(dsmip->dev, binding);
	dsmip_expiry_del(&dsmip->expiry, binding);
	hlist_for_each_entry(prefix, &binding->homes, list)
		dsmip_prefix_remove(&dsmip->prefixes, prefix);
	dsmip_endpoint_remove(dsmip, binding);
	xa_erase(&dsmip->bindings, binding->id);
	WRITE_ONCE(dsmip->nbindings, dsmip->nbindings - 1);
	dsmip->seq++;
	call_rcu(&binding->rcu, dsmip_binding_release);
}

/**
 * dsmip_binding_del_all() - end all bindings of a device
 * @dsmip: the device
 *
 * Context: Process context, mutex of the device held, may sleep.
 */
void dsmip_binding_del_all(struct dsmip_dev *dsmip)
{
	struct dsmip_binding *binding;
	unsigned long id;

	xa_for_each(&dsmip->bindings, id, binding) {
		dsmip_binding_del(dsmip, binding);
		cond_resched();
	}
}

/**
 * dsmip_binding_flush_routes() - forget the outer routes of all bindings
 * @dsmip: the device, whose underlay is already gone: nobody resolves a route
 *
 * Context: Process context, may sleep. Takes the mutex of the device.
 */
void dsmip_binding_flush_routes(struct dsmip_dev *dsmip)
{
	struct dsmip_binding *binding;
	struct dsmip_path *path;
	unsigned long id;

	mutex_lock(&dsmip->lock);
	xa_for_each(&dsmip->bindings, id, binding) {
		path = dsmip_binding_path(dsmip, binding);
		dsmip_route_flush(path);
		if (path->copies)
			dsmip_copies_flush_routes(path->copies);
		cond_resched();
	}
	mutex_unlock(&dsmip->lock);
}

/**
 * dsmip_binding_find() - find the binding that has a home address or prefix
 * @dsmip: the device
 * @key: masked address, family and length
 *
 * Context: Mutex of the device held.
 * Return: the binding or NULL.
 */
struct dsmip_binding *dsmip_binding_find(struct dsmip_dev *dsmip,
					 const struct dsmip_prefix_key *key)
{
	struct dsmip_prefix *prefix = dsmip_prefix_find(&dsmip->prefixes, key);

	return prefix ? prefix->binding : NULL;
}

/**
 * dsmip_binding_lookup_shorter() - by which other home is an address served?
 * @dsmip: the device
 * @family: AF_INET or AF_INET6
 * @addr: struct in_addr or struct in6_addr
 * @prefix: the longest prefix, whose binding's lifetime is over
 *
 * Context: RCU read side.
 * Return: the longest prefix of a live binding, or NULL.
 */
struct dsmip_prefix *dsmip_binding_lookup_shorter(struct dsmip_dev *dsmip,
						  u8 family, const void *addr,
						  struct dsmip_prefix *prefix)
{
	while (prefix && !dsmip_binding_alive(prefix->binding))
		prefix = dsmip_prefix_lookup(&dsmip->prefixes, family, addr,
					     prefix->key.len);
	return prefix;
}

/**
 * dsmip_binding_reap() - end a binding that the calendar is late for
 * @dsmip: the device
 * @binding: the binding, or NULL
 *
 * Context: Mutex of the device held.
 * Return: the binding if it is alive, else NULL.
 */
struct dsmip_binding *dsmip_binding_reap(struct dsmip_dev *dsmip,
					 struct dsmip_binding *binding)
{
	if (!binding || dsmip_binding_alive(binding))
		return binding;
	dsmip_notify_binding(dsmip, binding, DSMIP_CMD_BINDING_EXPIRED_NTF);
	dsmip_binding_del(dsmip, binding);
	return NULL;
}

/* Whom does a request mean? NULL: nobody who is there. */
static struct dsmip_binding *
dsmip_binding_target(struct dsmip_dev *dsmip,
		     const struct dsmip_binding_config *config,
		     struct netlink_ext_ack *extack)
{
	struct dsmip_binding *target = NULL, *owner;
	unsigned int i;

	if (config->id) {
		target = dsmip_binding_reap(dsmip, xa_load(&dsmip->bindings,
							   config->id));
		if (!target) {
			NL_SET_ERR_MSG_ATTR(extack, config->id_attr,
					    "No binding has this id");
			return ERR_PTR(-ENOENT);
		}
	}
	for (i = 0; i < config->nhomes; i++) {
		owner = dsmip_binding_find(dsmip, &config->homes[i]);
		/* One that was alive a moment ago is not asked again. */
		if (!owner || owner == target)
			continue;
		owner = dsmip_binding_reap(dsmip, owner);
		if (!owner)
			continue;
		if (!config->replace) {
			NL_SET_ERR_MSG_ATTR(extack, config->home_attrs[i],
					    "Home address is in a binding already");
			return ERR_PTR(-EEXIST);
		}
		if (target) {
			NL_SET_ERR_MSG_ATTR(extack, config->home_attrs[i],
					    "Home address is in another binding");
			return ERR_PTR(-EEXIST);
		}
		target = owner;
	}
	return target;
}

/* What each of the end points sends has to come in. */
static int dsmip_binding_hook(struct dsmip_dev *dsmip,
			      const struct dsmip_path *path,
			      struct netlink_ext_ack *extack)
{
	unsigned int i;
	int err;

	err = dsmip_hook_get(dsmip, path);
	if (path->copies)
		for (i = 0; i < path->copies->n && !err; i++)
			err = dsmip_hook_get(dsmip,
					     &path->copies->copy[i].path);
	if (err)
		NL_SET_ERR_MSG(extack, "Encapsulation cannot be received");
	return err;
}

static void dsmip_binding_set_lifetime(struct dsmip_dev *dsmip,
				       struct dsmip_binding *binding,
				       u32 lifetime)
{
	dsmip_expiry_del(&dsmip->expiry, binding);
	if (lifetime)
		WRITE_ONCE(binding->expires,
			   jiffies + msecs_to_jiffies(lifetime));
	/* A reader in between must not take a binding for ever as expired. */
	smp_wmb();
	WRITE_ONCE(binding->lifetime, lifetime);
	if (lifetime)
		dsmip_expiry_add(&dsmip->expiry, binding);
}

/* A refresh keeps the path, and with it the route. */
static void dsmip_binding_set_path(struct dsmip_dev *dsmip,
				   struct dsmip_binding *binding,
				   struct dsmip_path *path)
{
	struct dsmip_path *old = dsmip_binding_path(dsmip, binding);

	if (old && dsmip_path_same(old, path)) {
		dsmip_path_free(path);
		return;
	}
	rcu_assign_pointer(binding->path, path);
	if (old)
		dsmip_path_free_rcu(old);
}

static int dsmip_binding_replace(struct dsmip_dev *dsmip,
				 struct dsmip_binding *binding,
				 struct dsmip_binding_config *config)
{
	struct dsmip_prefix *endpoint;
	HLIST_HEAD(homes);
	int err;

	err = dsmip_endpoint_insert(dsmip, binding, config->path, &endpoint);
	if (err)
		return err;
	err = dsmip_home_make(dsmip, binding, config, &homes);
	if (!err)
		err = dsmip_home_insert(dsmip, binding, &homes);
	if (err) {
		dsmip_home_free(&homes);
		dsmip_endpoint_cancel(dsmip, endpoint);
		return err;
	}

	dsmip_binding_set_lifetime(dsmip, binding, config->lifetime);
	dsmip_binding_set_path(dsmip, binding, config->path);
	config->path = NULL;
	dsmip_endpoint_set(dsmip, binding, endpoint);
	if (config->nhomes)
		dsmip_home_drop(dsmip, binding, config);
	trace_dsmip_binding_set(dsmip->dev, binding, true);
	return 0;
}

static struct dsmip_binding *
dsmip_binding_create(struct dsmip_dev *dsmip,
		     struct dsmip_binding_config *config)
{
	struct dsmip_prefix *endpoint;
	struct dsmip_binding *binding;
	HLIST_HEAD(homes);
	int err;

	binding = kmem_cache_zalloc(dsmip_binding_cache, GFP_KERNEL);
	if (!binding)
		return ERR_PTR(-ENOMEM);

	err = dsmip_home_make(dsmip, binding, config, &homes);
	if (err)
		goto err_free_homes;
	err = xa_alloc_cyclic(&dsmip->bindings, &binding->id, binding,
			      XA_LIMIT(1, U32_MAX), &dsmip->next_id,
			      GFP_KERNEL);
	if (err < 0)
		goto err_free_homes;

	dsmip_binding_set_lifetime(dsmip, binding, config->lifetime);
	binding->last_rx = jiffies;
	RCU_INIT_POINTER(binding->path, config->path);
	err = dsmip_endpoint_insert(dsmip, binding, config->path, &endpoint);
	if (err)
		goto err_erase;
	err = dsmip_home_insert(dsmip, binding, &homes);
	if (err)
		goto err_endpoint;

	config->path = NULL;
	dsmip_endpoint_set(dsmip, binding, endpoint);
	WRITE_ONCE(dsmip->nbindings, dsmip->nbindings + 1);
	dsmip->seq++;
	trace_dsmip_binding_set(dsmip->dev, binding, false);
	return binding;

err_endpoint:
	dsmip_endpoint_cancel(dsmip, endpoint);
err_erase:
	dsmip_expiry_del(&dsmip->expiry, binding);
	xa_erase(&dsmip->bindings, binding->id);
	/* Readers may have found it by its end point or the first home. */
	synchronize_rcu();
err_free_homes:
	dsmip_home_free(&homes);
	dsmip_endpoint_free(binding);
	kmem_cache_free(dsmip_binding_cache, binding);
	return ERR_PTR(err);
}

/**
 * dsmip_binding_set() - create a binding or exchange one
 * @dsmip: the device
 * @config: what is asked for. @config->path is taken over, and then NULL, if
 *	    the request is granted. Homes may not be named twice. No homes
 *	    leave those of an existing binding as they are.
 * @bindingp: the binding, if the request is granted
 * @extack: why the request was refused
 *
 * A request is granted whole or not at all. An exchange loses no packet: new
 * homes come first, then the path is exchanged, then old homes go.
 *
 * Context: Process context, mutex of the device held, may sleep.
 * Return: 0 if a binding was created, 1 if one was exchanged, or a negative
 *	   error.
 */
int dsmip_binding_set(struct dsmip_dev *dsmip,
		      struct dsmip_binding_config *config,
		      struct dsmip_binding **bindingp,
		      struct netlink_ext_ack *extack)
{
	struct dsmip_binding *binding;
	int err;

	lockdep_assert_held(&dsmip->lock);

	binding = dsmip_binding_target(dsmip, config, extack);
	if (IS_ERR(binding))
		return PTR_ERR(binding);
	if (!binding && !config->create) {
		NL_SET_ERR_MSG_ATTR(extack, config->home_attrs[0],
				    "No binding has this home address");
		return -ENOENT;
	}
	err = dsmip_binding_check(binding, config, extack) ?:
	      dsmip_endpoint_check(dsmip, binding, config, extack);
	if (err)
		return err;
	if (!dsmip_prefix_len_fits(&dsmip->prefixes, config->homes,
				   config->nhomes)) {
		NL_SET_ERR_MSG_ATTR(extack, config->home_attrs[0],
				    "More than 8 different prefix lengths in a family");
		return -ENOSPC;
	}

	err = dsmip_binding_hook(dsmip, config->path, extack);
	if (err)
		return err;

	if (binding) {
		err = dsmip_binding_replace(dsmip, binding, config);
		if (err)
			return err;
		*bindingp = binding;
		return 1;
	}

	if (dsmip->nbindings >= READ_ONCE(dsmip->max_bindings)) {
		NL_SET_ERR_MSG(extack, "Limit of bindings of the device reached");
		return -ENOSPC;
	}
	binding = dsmip_binding_create(dsmip, config);
	if (IS_ERR(binding))
		return PTR_ERR(binding);
	*bindingp = binding;
	return 0;
}
