// SPDX-License-Identifier: GPL-2.0
/* From the attributes of a request to a binding, with a text for every refusal
 * and the attribute that is to blame.
 */

#include <linux/slab.h>

#include "binding.h"
#include "device.h"
#include "encap.h"
#include "endpoint.h"
#include "nl_attr.h"
#include "nl_config.h"
#include "nl_copy.h"
#include "nl_origin.h"

static bool dsmip_nl_config_bad_end(const union dsmip_addr *addr, u8 family)
{
	return dsmip_addr_reserved(family, addr, dsmip_addr_bits(family));
}

/* RFC 5454, section 3.7.1: a node may register its link-local address. */
static bool dsmip_nl_config_bad_home(const struct dsmip_prefix_key *key)
{
	if (key->family == AF_INET6 &&
	    key->len == dsmip_addr_bits(AF_INET6) &&
	    dsmip_addr_link_local(&key->addr.v6))
		return false;
	return dsmip_addr_reserved(key->family, &key->addr, key->len);
}

static int dsmip_nl_config_home(const struct nlattr *attr,
				struct dsmip_binding_config *config,
				struct netlink_ext_ack *extack)
{
	struct dsmip_prefix_key *key = &config->homes[config->nhomes];
	unsigned int i;
	int err;

	if (config->nhomes == DSMIP_BINDING_HOMES) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "More than 100 home addresses and prefixes");
		return -E2BIG;
	}
	err = dsmip_nl_attr_home(attr, key, NULL, extack);
	if (err)
		return err;
	if (dsmip_nl_config_bad_home(key)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Not an address that can be a home address");
		return -EINVAL;
	}
	for (i = 0; i < config->nhomes; i++) {
		if (memcmp(key, &config->homes[i], sizeof(*key)))
			continue;
		NL_SET_ERR_MSG_ATTR(extack, attr, "Home address given twice");
		return -EINVAL;
	}
	config->home_attrs[config->nhomes++] = attr;
	return 0;
}

/* Room for homes; that of most requests needs no memory of its own. */
static int dsmip_nl_config_room(struct dsmip_binding_config *config,
				unsigned int n)
{
	if (n <= ARRAY_SIZE(config->few)) {
		config->homes = config->few;
		config->home_attrs = config->few_attrs;
		return 0;
	}
	n = min_t(unsigned int, n, DSMIP_BINDING_HOMES);
	config->homes = kmalloc_array(n, sizeof(*config->homes), GFP_KERNEL);
	config->home_attrs = kmalloc_array(n, sizeof(*config->home_attrs),
					   GFP_KERNEL);
	return config->homes && config->home_attrs ? 0 : -ENOMEM;
}

static int dsmip_nl_config_homes(struct genl_info *info,
				 struct dsmip_binding_config *config)
{
	const struct nlattr *attr;
	unsigned int n = 0;
	int err, rem;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem)
		n += nla_type(attr) == DSMIP_A_HOME;
	err = dsmip_nl_config_room(config, n);
	if (err)
		return err;
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != DSMIP_A_HOME)
			continue;
		err = dsmip_nl_config_home(attr, config, info->extack);
		if (err)
			return err;
	}
	if (!config->nhomes && !config->id) {
		GENL_SET_ERR_MSG(info, "No home address given");
		return -EINVAL;
	}
	return 0;
}

static int dsmip_nl_config_coa(const struct dsmip_dev *dsmip,
			       struct genl_info *info, struct dsmip_path *path)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_COA];
	int err;

	if (GENL_REQ_ATTR_CHECK(info, DSMIP_A_COA)) {
		GENL_SET_ERR_MSG(info, "No care-of address given");
		return -EINVAL;
	}
	err = dsmip_nl_attr_addr(attr, &path->coa, &path->family, info->extack);
	if (err)
		return err;
	if (dsmip_nl_config_bad_end(&path->coa, path->family)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Not an address that can be a care-of address");
		return -EINVAL;
	}
	if (!dsmip_device_any(dsmip) &&
	    ipv6_addr_any(&dsmip_device_local(dsmip, path->family)->v6)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Device has no local address of this family");
		return -EADDRNOTAVAIL;
	}
	return 0;
}

static int dsmip_nl_config_local(const struct dsmip_dev *dsmip,
				 struct genl_info *info, struct dsmip_path *path)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_LOCAL];
	u8 family;
	int err;

	if (!attr && dsmip_device_any(dsmip)) {
		GENL_SET_ERR_MSG(info,
				 "Device has no local address and none is given");
		return -EADDRNOTAVAIL;
	}
	path->local = *dsmip_device_local(dsmip, path->family);
	if (!attr)
		return 0;

	err = dsmip_nl_attr_addr(attr, &path->local, &family, info->extack);
	if (err)
		return err;
	if (family != path->family) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Local and care-of address are of two families");
		return -EAFNOSUPPORT;
	}
	if (dsmip_nl_config_bad_end(&path->local, family)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Not an address that can be a tunnel end");
		return -EINVAL;
	}
	if (!dsmip_device_any(dsmip) &&
	    !dsmip_addr_equal(&path->local,
			      dsmip_device_local(dsmip, family))) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Device has another local address");
		return -EADDRNOTAVAIL;
	}
	return 0;
}

/**
 * struct dsmip_nl_config_format - what can be said of an encapsulation
 * @flags4: flags that make sense over IPv4
 * @flags6: flags that make sense over IPv6
 * @only4: there is none over IPv6
 * @ports: it has UDP ports
 * @local_port: ours may be chosen
 * @keys: it has GRE keys
 */
struct dsmip_nl_config_format {
	u32	flags4;
	u32	flags6;
	bool	only4;
	bool	ports;
	bool	local_port;
	bool	keys;
};

static const struct dsmip_nl_config_format dsmip_nl_config_formats[] = {
	[DSMIP_ENCAP_IP] = {},
	[DSMIP_ENCAP_UDP] = {
		.flags4		= DSMIP_BINDING_FLAG_CSUM,
		.flags6		= DSMIP_BINDING_FLAG_ZERO_CSUM6,
		.ports		= true,
	},
	[DSMIP_ENCAP_GRE] = {
		.keys		= true,
	},
	[DSMIP_ENCAP_MIPUDP] = {
		.flags4		= DSMIP_BINDING_FLAG_CSUM,
		.only4		= true,
		.ports		= true,
		.local_port	= true,
	},
	[DSMIP_ENCAP_MINIMAL] = {
		.only4		= true,
	},
};

static int dsmip_nl_config_port(struct genl_info *info, int type, bool allowed,
				__be16 by_default, __be16 *port)
{
	const struct nlattr *attr = info->attrs[type];

	*port = attr ? nla_get_be16(attr) : by_default;
	if (attr && !allowed) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Encapsulation has no such port");
		return -EINVAL;
	}
	if (attr && !*port) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "Port is 0");
		return -EINVAL;
	}
	return 0;
}

static int dsmip_nl_config_ports(const struct dsmip_dev *dsmip,
				 struct genl_info *info,
				 const struct dsmip_nl_config_format *format,
				 struct dsmip_path *path)
{
	__be16 by_default = 0;

	if (format->ports)
		by_default = format->local_port ? htons(DSMIP_MIP_PORT) :
						  dsmip->port;
	return dsmip_nl_config_port(info, DSMIP_A_PORT, format->ports,
				    by_default, &path->port) ?:
	       dsmip_nl_config_port(info, DSMIP_A_LOCAL_PORT,
				    format->local_port, by_default,
				    &path->local_port);
}

static int dsmip_nl_config_key(struct genl_info *info, int type, bool allowed,
			       __be32 *key, u8 *keys, u8 bit)
{
	const struct nlattr *attr = info->attrs[type];

	if (!attr)
		return 0;
	if (!allowed) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Encapsulation has no keys");
		return -EINVAL;
	}
	*key = htonl(nla_get_u32(attr));
	*keys |= bit;
	return 0;
}

static int dsmip_nl_config_flags(struct genl_info *info,
				 const struct dsmip_nl_config_format *format,
				 struct dsmip_path *path)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_FLAGS];
	u32 useful;

	useful = path->family == AF_INET ? format->flags4 : format->flags6;
	useful |= DSMIP_ENDPOINT_FLAGS | DSMIP_BINDING_FLAG_ALL_SCOPES |
		  DSMIP_BINDING_FLAG_BROADCAST;
	if (info->attrs[DSMIP_A_HOME_TUNNEL])
		useful |= DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD;
	if (attr)
		path->flags = nla_get_u32(attr);
	if ((path->flags & DSMIP_BINDING_FLAG_ALL_SCOPES) &&
	    !(path->flags & DSMIP_BINDING_FLAG_MULTICAST)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "all-scopes without multicast");
		return -EINVAL;
	}
	if (path->flags & ~useful) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Flag is not for this encapsulation and family");
		return -EINVAL;
	}
	return 0;
}

static int dsmip_nl_config_encap(const struct dsmip_dev *dsmip,
				 struct genl_info *info, struct dsmip_path *path)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_ENCAP];
	const struct dsmip_nl_config_format *format;

	if (GENL_REQ_ATTR_CHECK(info, DSMIP_A_ENCAP)) {
		GENL_SET_ERR_MSG(info, "No encapsulation given");
		return -EINVAL;
	}
	path->encap = nla_get_u32(attr);
	format = &dsmip_nl_config_formats[path->encap];
	if (format->only4 && path->family != AF_INET) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Encapsulation is over IPv4 only");
		return -EAFNOSUPPORT;
	}
	return dsmip_nl_config_ports(dsmip, info, format, path) ?:
	       dsmip_nl_config_key(info, DSMIP_A_IKEY, format->keys,
				   &path->ikey, &path->keys,
				   DSMIP_PATH_IKEY) ?:
	       dsmip_nl_config_key(info, DSMIP_A_OKEY, format->keys,
				   &path->okey, &path->keys,
				   DSMIP_PATH_OKEY) ?:
	       dsmip_nl_config_flags(info, format, path);
}

static int dsmip_nl_config_home_end(struct genl_info *info, int type,
				    __be32 *end)
{
	const struct nlattr *attr = info->attrs[type];
	union dsmip_addr addr = {};

	if (!attr)
		return 0;
	addr.v4 = nla_get_in_addr(attr);
	*end = addr.v4;
	if (!dsmip_nl_config_bad_end(&addr, AF_INET))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr,
			    "Not an address that can be a tunnel end");
	return -EINVAL;
}

/**
 * dsmip_nl_config_home_tunnel() - the tunnel to the home address of a request
 * @info: attributes of the request
 * @path: after dsmip_nl_config_end(); gets the ends of that tunnel
 *
 * RFC 5454, section 3.3.2: a tunnel of IPv6 in IPv4, in one over IPv4.
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_config_home_tunnel(struct genl_info *info, struct dsmip_path *path)
{
	const struct nlattr *local = info->attrs[DSMIP_A_HOME_TUNNEL_LOCAL];
	const struct nlattr *attr = info->attrs[DSMIP_A_HOME_TUNNEL];
	int err;

	if (!attr && local) {
		NL_SET_ERR_MSG_ATTR(info->extack, local,
				    "No tunnel to the home address given");
		return -EINVAL;
	}
	if (!attr)
		return 0;
	if (path->family != AF_INET) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Care-of address is not IPv4");
		return -EAFNOSUPPORT;
	}
	path->home_local = path->local.v4;
	err = dsmip_nl_config_home_end(info, DSMIP_A_HOME_TUNNEL,
				       &path->home_remote) ?:
	      dsmip_nl_config_home_end(info, DSMIP_A_HOME_TUNNEL_LOCAL,
				       &path->home_local);
	if (err)
		return err;
	if (path->home_local == path->home_remote) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Tunnel to the home address has one end twice");
		return -ELOOP;
	}
	return 0;
}

/**
 * dsmip_nl_config_lifetime() - the lifetime of a request
 * @info: attributes of the request
 * @lifetime: 0; in milliseconds if there is one
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_config_lifetime(struct genl_info *info, u32 *lifetime)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_LIFETIME];

	if (!attr)
		return 0;
	if (nla_get_u64(attr) > DSMIP_EXPIRY_MAX_MS) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Lifetime is more than 262140 seconds");
		return -ERANGE;
	}
	*lifetime = nla_get_u64(attr);
	return 0;
}

/**
 * dsmip_nl_config_end() - the end point that a request names
 * @dsmip: the device
 * @info: attributes of the request
 * @path: zeroed; with family, encapsulation, addresses, ports and flags
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_config_end(const struct dsmip_dev *dsmip, struct genl_info *info,
			struct dsmip_path *path)
{
	return dsmip_nl_config_coa(dsmip, info, path) ?:
	       dsmip_nl_config_local(dsmip, info, path) ?:
	       dsmip_nl_config_encap(dsmip, info, path);
}

/* The care-of end point, by attributes of its own or by that of an origin. */
static int dsmip_nl_config_path(const struct dsmip_dev *dsmip,
				struct genl_info *info,
				struct dsmip_binding_config *config)
{
	struct dsmip_path *path = config->path;

	config->coa_attr = info->attrs[DSMIP_A_COA];
	if (!info->attrs[DSMIP_A_ORIGIN])
		return dsmip_nl_config_end(dsmip, info, path);
	config->coa_attr = info->attrs[DSMIP_A_ORIGIN];
	return dsmip_nl_origin_path(dsmip, info, path) ?:
	       dsmip_nl_config_flags(info,
				     &dsmip_nl_config_formats[path->encap],
				     path);
}

/**
 * dsmip_nl_config_parse() - what does a request for a binding ask for?
 * @dsmip: the device
 * @info: attributes of the request
 * @config: filled in; @config->path is there and zeroed. To be given to
 *	    dsmip_nl_config_release() in any case.
 *
 * Reads of the device what never changes, and its origins.
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_config_parse(const struct dsmip_dev *dsmip,
			  struct genl_info *info,
			  struct dsmip_binding_config *config)
{
	return dsmip_nl_config_homes(info, config) ?:
	       dsmip_nl_config_path(dsmip, info, config) ?:
	       dsmip_nl_config_home_tunnel(info, config->path) ?:
	       dsmip_nl_config_lifetime(info, &config->lifetime) ?:
	       dsmip_nl_copy_parse(dsmip, info, config);
}

/**
 * dsmip_nl_config_release() - release what a parsed request holds
 * @config: the request; its path may have been taken over
 *
 * Context: Any.
 */
void dsmip_nl_config_release(struct dsmip_binding_config *config)
{
	if (config->path)
		dsmip_path_free(config->path);
	if (config->homes == config->few)
		return;
	kfree(config->home_attrs);
	kfree(config->homes);
}
