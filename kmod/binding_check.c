// SPDX-License-Identifier: GPL-2.0
/* Can the end points that a request names be those of its home addresses? */

#include "binding.h"

static bool dsmip_binding_is_coa(const struct dsmip_path *path,
				 const struct dsmip_prefix_key *key)
{
	return key->family == path->family &&
	       key->len == dsmip_addr_bits(key->family) &&
	       dsmip_addr_equal(&key->addr, &path->coa);
}

/* RFC 2473, section 4.1.2: a tunnel whose ends are one and the same; and a home
 * address that is its own care-of address, to which nothing can be tunnelled.
 */
static int dsmip_binding_check_loop(const struct dsmip_binding *binding,
				    const struct dsmip_binding_config *config,
				    const struct dsmip_path *path,
				    const struct nlattr *attr,
				    struct netlink_ext_ack *extack)
{
	const struct dsmip_prefix *prefix;
	bool loop = false;
	unsigned int i;

	if (dsmip_addr_equal(&path->coa, &path->local)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Care-of address is the local address");
		return -ELOOP;
	}
	for (i = 0; i < config->nhomes; i++)
		loop |= dsmip_binding_is_coa(path, &config->homes[i]);
	if (binding && !config->nhomes)
		hlist_for_each_entry(prefix, &binding->homes, list)
			loop |= dsmip_binding_is_coa(path, &prefix->key);
	if (loop) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Care-of address is the home address");
		return -ELOOP;
	}
	return 0;
}

/* Homes and copies together have to fit in one netlink message. */
static int dsmip_binding_check_room(const struct dsmip_binding *binding,
				    const struct dsmip_binding_config *config,
				    struct netlink_ext_ack *extack)
{
	unsigned int room = DSMIP_BINDING_HOMES - config->path->copies->n *
						  DSMIP_COPIES_HOMES;
	unsigned int n = config->nhomes;
	const struct dsmip_prefix *prefix;

	if (!n)
		hlist_for_each_entry(prefix, &binding->homes, list)
			n++;
	if (n <= room)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, config->copy_attrs[0],
			    "Too many home addresses for so many copies");
	return -E2BIG;
}

/**
 * dsmip_binding_check() - do the end points of a request go with its homes?
 * @binding: the binding that is to be exchanged, or NULL: then there are homes
 * @config: what is asked for
 * @extack: why the request was refused
 *
 * Context: Process context, mutex of the device held.
 * Return: 0 or a negative error.
 */
int dsmip_binding_check(const struct dsmip_binding *binding,
			const struct dsmip_binding_config *config,
			struct netlink_ext_ack *extack)
{
	const struct dsmip_copies *copies = config->path->copies;
	unsigned int i;
	int err;

	err = dsmip_binding_check_loop(binding, config, config->path,
				       config->coa_attr, extack);
	if (err || !copies)
		return err;
	for (i = 0; i < copies->n && !err; i++)
		err = dsmip_binding_check_loop(binding, config,
					       &copies->copy[i].path,
					       config->copy_attrs[i], extack);
	return err ?: dsmip_binding_check_room(binding, config, extack);
}
