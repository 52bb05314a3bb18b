// SPDX-License-Identifier: GPL-2.0
/* The home addresses and prefixes of a binding: made first, put into the table
 * all or none, and dropped when a request does not name them any more.
 */

#include "binding.h"
#include "device.h"
#include "home.h"

/**
 * dsmip_home_free() - release homes that are in no table
 * @homes: list of them
 *
 * Context: Any.
 */
void dsmip_home_free(struct hlist_head *homes)
{
	struct dsmip_prefix *prefix;
	struct hlist_node *next;

	hlist_for_each_entry_safe(prefix, next, homes, list) {
		hlist_del(&prefix->list);
		dsmip_prefix_free(prefix);
	}
}

/**
 * dsmip_home_make() - make those of the wanted homes that a binding has not got
 * @dsmip: the device
 * @binding: whose they will be
 * @config: what is asked for
 * @homes: list that they are added to, in an error as well
 *
 * They are put before one another three times until they are in the binding's
 * list: beginning with the last, they end up in the order of the request.
 *
 * Context: Process context, mutex of the device held.
 * Return: 0 or -ENOMEM.
 */
int dsmip_home_make(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		    const struct dsmip_binding_config *config,
		    struct hlist_head *homes)
{
	struct dsmip_prefix *prefix;
	unsigned int i;

	for (i = config->nhomes; i--;) {
		if (!hlist_empty(&binding->homes) &&
		    dsmip_binding_find(dsmip, &config->homes[i]) == binding)
			continue;
		prefix = dsmip_prefix_alloc(&config->homes[i]);
		if (!prefix)
			return -ENOMEM;
		prefix->binding = binding;
		hlist_add_head(&prefix->list, homes);
	}
	return 0;
}

/**
 * dsmip_home_insert() - put homes into the table: all or none
 * @dsmip: the device
 * @binding: whose they become; complete, for readers find it from here on
 * @homes: list of them; what is left in it after an error is in no table
 *
 * Context: Process context, mutex of the device held, may sleep.
 * Return: 0 or a negative error.
 */
int dsmip_home_insert(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		      struct hlist_head *homes)
{
	struct dsmip_prefix *prefix;
	struct hlist_node *next;
	HLIST_HEAD(done);
	int err = 0;

	hlist_for_each_entry_safe(prefix, next, homes, list) {
		err = dsmip_prefix_insert(&dsmip->prefixes, prefix);
		if (err)
			break;
		hlist_del(&prefix->list);
		hlist_add_head(&prefix->list, &done);
	}
	hlist_for_each_entry_safe(prefix, next, &done, list) {
		hlist_del(&prefix->list);
		if (!err) {
			hlist_add_head(&prefix->list, &binding->homes);
			continue;
		}
		dsmip_prefix_remove(&dsmip->prefixes, prefix);
		dsmip_prefix_free_rcu(prefix);
	}
	return err;
}

static bool dsmip_home_wanted(const struct dsmip_binding_config *config,
			      const struct dsmip_prefix_key *key)
{
	unsigned int i;

	for (i = 0; i < config->nhomes; i++)
		if (!memcmp(&config->homes[i], key, sizeof(*key)))
			return true;
	return false;
}

/**
 * dsmip_home_drop() - drop the homes that a request does not name any more
 * @dsmip: the device
 * @binding: whose they are
 * @config: what is asked for
 *
 * Context: Mutex of the device held.
 */
void dsmip_home_drop(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		     const struct dsmip_binding_config *config)
{
	struct dsmip_prefix *prefix;
	struct hlist_node *next;

	hlist_for_each_entry_safe(prefix, next, &binding->homes, list) {
		if (dsmip_home_wanted(config, &prefix->key))
			continue;
		hlist_del(&prefix->list);
		dsmip_prefix_remove(&dsmip->prefixes, prefix);
		dsmip_prefix_free_rcu(prefix);
	}
}
