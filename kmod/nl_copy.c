// SPDX-License-Identifier: GPL-2.0
/* Netlink's side of the copies: a nest for each, in which an end point is told by
 * the same attributes as that of the binding.
 */

#include "binding.h"
#include "nl_attr.h"
#include "nl_config.h"
#include "nl_copy.h"
#include "nl_gen.h"

static int dsmip_nl_copy_flags(struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_FLAGS];

	if (!attr || !(nla_get_u32(attr) & ~DSMIP_COPIES_FLAGS))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr,
			    "Flag is of the binding, not of a copy");
	return -EINVAL;
}

/* What lasts longer than the binding would have no home. */
static int dsmip_nl_copy_lifetime(struct genl_info *info, u32 most,
				  struct dsmip_copy *copy)
{
	int err;

	err = dsmip_nl_config_lifetime(info, &copy->lifetime);
	if (err)
		return err;
	if (most && copy->lifetime > most) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_LIFETIME],
				    "Copy would outlast its binding");
		return -ERANGE;
	}
	if (info->attrs[DSMIP_A_LEFT]) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_LEFT],
				    "What is left follows from the lifetime");
		return -EINVAL;
	}
	copy->expires = get_jiffies_64() + msecs_to_jiffies(copy->lifetime);
	return 0;
}

/* Is it another end point than all before it? @n: how many of the copies. */
static int dsmip_nl_copy_twice(struct genl_info *info,
			       const struct dsmip_path *path, unsigned int n)
{
	const struct dsmip_copy *copy = &path->copies->copy[n];
	bool twice = dsmip_path_same_end(path, &copy->path);

	while (n--)
		twice |= dsmip_path_same_end(&path->copies->copy[n].path,
					     &copy->path);
	if (!twice)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_COA],
			    "Care-of end point given twice");
	return -EEXIST;
}

/* One end point: @info is that of the request with the attributes of the nest. */
static int dsmip_nl_copy_end(const struct dsmip_dev *dsmip,
			     struct genl_info *info,
			     struct dsmip_binding_config *config,
			     unsigned int n)
{
	struct dsmip_copy *copy = &config->path->copies->copy[n];
	int err;

	err = dsmip_nl_copy_flags(info) ?:
	      dsmip_nl_config_end(dsmip, info, &copy->path) ?:
	      dsmip_nl_config_home_tunnel(info, &copy->path) ?:
	      dsmip_nl_copy_twice(info, config->path, n) ?:
	      dsmip_nl_copy_lifetime(info, config->lifetime, copy);
	if (err)
		return err;
	copy->path.flags |= config->path->flags & ~DSMIP_COPIES_FLAGS;
	dsmip_path_init(&copy->path);
	config->copy_attrs[n] = info->attrs[DSMIP_A_COA];
	return 0;
}

static int dsmip_nl_copy_one(const struct dsmip_dev *dsmip,
			     struct genl_info *info, const struct nlattr *nest,
			     struct dsmip_binding_config *config,
			     unsigned int n)
{
	struct nlattr *tb[DSMIP_A_MAX + 1] = {};
	struct genl_info one = *info;
	int err;

	err = nla_parse_nested(tb, DSMIP_A_HOME_TUNNEL_LOCAL, nest,
			       dsmip_copy_nl_policy, info->extack);
	if (err)
		return err;
	one.attrs = tb;
	err = dsmip_nl_copy_end(dsmip, &one, config, n);
	/* What is missing is missing in there. */
	if (err && info->extack && info->extack->miss_type)
		info->extack->miss_nest = nest;
	return err;
}

/**
 * dsmip_nl_copy_parse() - which copies does a request ask for?
 * @dsmip: the device
 * @info: attributes of the request
 * @config: with path, flags and lifetime of the binding; its path gets the copies
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_copy_parse(const struct dsmip_dev *dsmip, struct genl_info *info,
			struct dsmip_binding_config *config)
{
	const struct nlattr *attr;
	unsigned int n = 0;
	int err = 0, rem;

	if (!info->attrs[DSMIP_A_COPY])
		return 0;
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		n += nla_type(attr) == DSMIP_A_COPY;
		if (n <= DSMIP_COPIES_MAX)
			continue;
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "More than 7 copies");
		return -E2BIG;
	}
	config->path->copies = dsmip_copies_alloc(n);
	if (!config->path->copies)
		return -ENOMEM;
	n = 0;
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem)
		if (!err && nla_type(attr) == DSMIP_A_COPY)
			err = dsmip_nl_copy_one(dsmip, info, attr, config, n++);
	return err;
}

static int dsmip_nl_copy_put_lifetime(struct sk_buff *msg,
				      const struct dsmip_copy *copy)
{
	u64 now = get_jiffies_64(), left = 0;

	if (!copy->lifetime)
		return 0;
	if (time_before64(now, copy->expires))
		left = jiffies64_to_msecs(copy->expires - now);
	return dsmip_nl_attr_put_lifetime(msg, copy->lifetime, left);
}

/**
 * dsmip_nl_copy_put() - write the copies of a binding
 * @msg: message
 * @copies: the copies, or NULL
 *
 * Context: Mutex of the device held.
 * Return: 0 or -EMSGSIZE.
 */
int dsmip_nl_copy_put(struct sk_buff *msg, struct dsmip_copies *copies)
{
	struct dsmip_copy *copy = NULL;
	struct nlattr *nest;

	if (!copies)
		return 0;
	while ((copy = dsmip_copies_next(copies, copy))) {
		nest = nla_nest_start(msg, DSMIP_A_COPY);
		if (!nest ||
		    dsmip_nl_attr_put_path(msg, &copy->path,
					   copy->path.flags &
					   DSMIP_COPIES_FLAGS) ||
		    dsmip_nl_copy_put_lifetime(msg, copy))
			return -EMSGSIZE;
		nla_nest_end(msg, nest);
	}
	return 0;
}
