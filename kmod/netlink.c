// SPDX-License-Identifier: GPL-2.0
/* Requests: who is asked for what, and the answer. */

#include "binding.h"
#include "device.h"
#include "netlink.h"
#include "nl_attr.h"
#include "nl_config.h"
#include "nl_gen.h"
#include "nl_origin.h"

/* The device of a request, with a reference. */
static struct dsmip_dev *dsmip_netlink_device(struct genl_info *info)
{
	struct dsmip_dev *dsmip;

	if (GENL_REQ_ATTR_CHECK(info, DSMIP_A_IFINDEX)) {
		GENL_SET_ERR_MSG(info, "No device given");
		return ERR_PTR(-EINVAL);
	}
	dsmip = dsmip_device_get(genl_info_net(info),
				 nla_get_u32(info->attrs[DSMIP_A_IFINDEX]));
	if (dsmip)
		return dsmip;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_IFINDEX],
			    "No dsmip device has this index");
	return ERR_PTR(-ENODEV);
}

/* Takes the mutex of a device that is not going away. */
static int dsmip_netlink_hold(struct dsmip_dev *dsmip, struct genl_info *info)
{
	mutex_lock(&dsmip->lock);
	if (!dsmip->dying)
		return 0;
	mutex_unlock(&dsmip->lock);
	GENL_SET_ERR_MSG(info, "Device is going away");
	return -ENODEV;
}

/* The device of a request, with a reference and its mutex held. */
static struct dsmip_dev *dsmip_netlink_lock(struct genl_info *info)
{
	struct dsmip_dev *dsmip = dsmip_netlink_device(info);
	int err;

	if (IS_ERR(dsmip))
		return dsmip;
	err = dsmip_netlink_hold(dsmip, info);
	if (!err)
		return dsmip;
	dsmip_device_put(dsmip);
	return ERR_PTR(err);
}

static void dsmip_netlink_unlock(struct dsmip_dev *dsmip)
{
	mutex_unlock(&dsmip->lock);
	dsmip_device_put(dsmip);
}

static int dsmip_netlink_reply(struct dsmip_dev *dsmip,
			       struct dsmip_binding *binding,
			       struct genl_info *info, u8 cmd)
{
	struct sk_buff *msg;

	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	if (dsmip_nl_attr_put_binding(msg, dsmip, binding, info->snd_portid,
				      info->snd_seq, 0, cmd)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return genlmsg_reply(msg, info);
}

static int dsmip_netlink_set(struct dsmip_dev *dsmip, struct genl_info *info,
			     struct dsmip_binding_config *config)
{
	struct dsmip_binding *binding;
	int err;

	err = dsmip_netlink_hold(dsmip, info);
	if (err)
		return err;
	err = dsmip_binding_set(dsmip, config, &binding, info->extack);
	if (err >= 0) {
		dsmip_notify_binding(dsmip, binding,
				     err ? DSMIP_CMD_BINDING_CHANGED_NTF :
					   DSMIP_CMD_BINDING_CREATED_NTF);
		/* The binding is there, even if its echo gets lost. */
		if (info->nlhdr->nlmsg_flags & NLM_F_ECHO)
			dsmip_netlink_reply(dsmip, binding, info,
					    DSMIP_CMD_BINDING_NEW);
		err = 0;
	}
	mutex_unlock(&dsmip->lock);
	return err;
}

static int dsmip_netlink_parse(struct dsmip_dev *dsmip, struct genl_info *info,
			       struct dsmip_binding_config *config)
{
	int err = -ENOMEM;

	config->path = dsmip_path_alloc();
	if (config->path)
		err = dsmip_nl_config_parse(dsmip, info, config);
	if (!err)
		dsmip_path_init(config->path);
	return err;
}

/**
 * dsmip_nl_binding_new_doit() - create or exchange a binding
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_binding_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_binding_config config = {
		.create		= info->nlhdr->nlmsg_flags & NLM_F_CREATE,
		.replace	= info->nlhdr->nlmsg_flags & NLM_F_REPLACE,
	};
	struct dsmip_dev *dsmip;
	int err;

	if (!config.create && !config.replace) {
		GENL_SET_ERR_MSG(info, "Neither NLM_F_CREATE nor NLM_F_REPLACE");
		return -EINVAL;
	}
	if (info->attrs[DSMIP_A_ID] && !config.replace) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_ID],
				    "The kernel gives a new binding its id");
		return -EINVAL;
	}
	config.id_attr = info->attrs[DSMIP_A_ID];
	if (config.id_attr)
		config.id = nla_get_u32(config.id_attr);

	dsmip = dsmip_netlink_device(info);
	if (IS_ERR(dsmip))
		return PTR_ERR(dsmip);
	err = dsmip_netlink_parse(dsmip, info, &config) ?:
	      dsmip_netlink_set(dsmip, info, &config);
	dsmip_nl_config_release(&config);
	dsmip_device_put(dsmip);
	return err;
}

/* The live binding that a request names by id or by home address. @lookup: an
 * address without a length means the binding that serves it.
 */
static struct dsmip_binding *dsmip_netlink_find(struct dsmip_dev *dsmip,
						struct genl_info *info,
						bool lookup)
{
	struct dsmip_binding *binding;
	struct dsmip_prefix_key key;
	bool has_len;
	int err;

	if (info->attrs[DSMIP_A_ID]) {
		binding = xa_load(&dsmip->bindings,
				  nla_get_u32(info->attrs[DSMIP_A_ID]));
	} else if (info->attrs[DSMIP_A_HOME]) {
		err = dsmip_nl_attr_home(info->attrs[DSMIP_A_HOME], &key,
					 &has_len, info->extack);
		if (err)
			return ERR_PTR(err);
		rcu_read_lock();
		if (lookup && !has_len)
			binding = dsmip_binding_lookup(dsmip, key.family,
						       &key.addr);
		else
			binding = dsmip_binding_find(dsmip, &key);
		rcu_read_unlock();
	} else {
		GENL_SET_ERR_MSG(info, "Neither id nor home address given");
		return ERR_PTR(-EINVAL);
	}
	if (binding && dsmip_binding_alive(binding))
		return binding;
	if (info->attrs[DSMIP_A_ID])
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_ID],
				    "No binding has this id");
	else
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[DSMIP_A_HOME],
				    "No binding has this home address");
	return ERR_PTR(-ENOENT);
}

/**
 * dsmip_nl_binding_del_doit() - delete a binding
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_binding_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_binding *binding;
	struct dsmip_dev *dsmip;

	dsmip = dsmip_netlink_lock(info);
	if (IS_ERR(dsmip))
		return PTR_ERR(dsmip);
	binding = dsmip_netlink_find(dsmip, info, false);
	if (!IS_ERR(binding)) {
		dsmip_notify_binding(dsmip, binding,
				     DSMIP_CMD_BINDING_DELETED_NTF);
		dsmip_binding_del(dsmip, binding);
	}
	dsmip_netlink_unlock(dsmip);
	return PTR_ERR_OR_ZERO(binding);
}

/**
 * dsmip_nl_binding_get_doit() - tell about one binding
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_binding_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_binding *binding;
	struct dsmip_dev *dsmip;
	int err;

	dsmip = dsmip_netlink_lock(info);
	if (IS_ERR(dsmip))
		return PTR_ERR(dsmip);
	binding = dsmip_netlink_find(dsmip, info, true);
	if (IS_ERR(binding))
		err = PTR_ERR(binding);
	else
		err = dsmip_netlink_reply(dsmip, binding, info,
					  DSMIP_CMD_BINDING_GET);
	dsmip_netlink_unlock(dsmip);
	return err;
}

static bool dsmip_netlink_has_coa(const struct dsmip_dev *dsmip,
				  const struct dsmip_binding *binding,
				  const union dsmip_addr *coa, u8 family)
{
	const struct dsmip_path *path;

	path = rcu_dereference_protected(binding->path,
					 lockdep_is_held(&dsmip->lock));
	return path->family == family && dsmip_addr_equal(&path->coa, coa);
}

/**
 * dsmip_nl_binding_flush_doit() - delete all bindings, or those with a care-of
 *				   address
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_binding_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[DSMIP_A_COA];
	struct dsmip_notify_batch batch;
	struct dsmip_binding *binding;
	struct dsmip_dev *dsmip;
	union dsmip_addr coa;
	unsigned long id;
	u8 family = 0;
	int err;

	if (attr) {
		err = dsmip_nl_attr_addr(attr, &coa, &family, info->extack);
		if (err)
			return err;
	}
	dsmip = dsmip_netlink_lock(info);
	if (IS_ERR(dsmip))
		return PTR_ERR(dsmip);
	dsmip_notify_batch_init(&batch);
	xa_for_each(&dsmip->bindings, id, binding) {
		if (attr &&
		    !dsmip_netlink_has_coa(dsmip, binding, &coa, family))
			continue;
		dsmip_notify_batch_add(&batch, dsmip, binding,
				       DSMIP_CMD_BINDING_DELETED_NTF);
		dsmip_binding_del(dsmip, binding);
		cond_resched();
	}
	dsmip_notify_batch_send(&batch, dsmip);
	dsmip_netlink_unlock(dsmip);
	return 0;
}

/**
 * dsmip_nl_stats_get_doit() - tell the counters of one device
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_dev *dsmip;
	struct sk_buff *msg;
	int err = -ENOMEM;

	dsmip = dsmip_netlink_device(info);
	if (IS_ERR(dsmip))
		return PTR_ERR(dsmip);
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (msg)
		err = dsmip_nl_attr_put_stats(msg, dsmip, info->snd_portid,
					      info->snd_seq, 0);
	dsmip_device_put(dsmip);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	return genlmsg_reply(msg, info);
}

/**
 * dsmip_nl_origin_get_doit() - tell where a signalling packet came from
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_origin_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_dev *dsmip;
	int err;

	dsmip = dsmip_netlink_device(info);
	if (IS_ERR(dsmip))
		return PTR_ERR(dsmip);
	err = dsmip_nl_origin_reply(dsmip, info);
	dsmip_device_put(dsmip);
	return err;
}

/**
 * dsmip_nl_origin_new_doit() - make an origin
 * @skb: request
 * @info: its attributes
 *
 * Context: Process context.
 * Return: 0 or a negative error, with a text in the extended ack.
 */
int dsmip_nl_origin_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dsmip_dev *dsmip;
	int err;

	dsmip = dsmip_netlink_device(info);
	if (IS_ERR(dsmip))
		return PTR_ERR(dsmip);
	err = dsmip_nl_origin_new(dsmip, info);
	dsmip_device_put(dsmip);
	return err;
}

/* Where a mobile node is, is not for everyone: hence the capability. */
static const struct genl_multicast_group dsmip_netlink_groups[] = {
	[DSMIP_NLGRP_EVENTS] = {
		.name	= DSMIP_MCGRP_EVENTS,
		.flags	= GENL_MCAST_CAP_NET_ADMIN,
	},
	[DSMIP_NLGRP_PACKETS] = {
		.name	= DSMIP_MCGRP_PACKETS,
		.flags	= GENL_MCAST_CAP_NET_ADMIN,
	},
};

struct genl_family dsmip_netlink_family __ro_after_init = {
	.name		= DSMIP_GENL_NAME,
	.version	= DSMIP_GENL_VERSION,
	.maxattr	= ARRAY_SIZE(dsmip_binding_nl_policy) - 1,
	.policy		= dsmip_binding_nl_policy,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.small_ops	= dsmip_nl_ops,
	.n_small_ops	= ARRAY_SIZE(dsmip_nl_ops),
	/* From here on the core refuses NLM_F_CREATE and NLM_F_REPLACE. */
	.resv_start_op	= DSMIP_CMD_BINDING_NEW + 1,
	.mcgrps		= dsmip_netlink_groups,
	.n_mcgrps	= ARRAY_SIZE(dsmip_netlink_groups),
};

/**
 * dsmip_netlink_init() - begin to take requests
 *
 * Context: Process context, module init.
 * Return: 0 or a negative error.
 */
int __init dsmip_netlink_init(void)
{
	return genl_register_family(&dsmip_netlink_family);
}

/**
 * dsmip_netlink_exit() - no longer take requests
 *
 * Context: Process context.
 */
void dsmip_netlink_exit(void)
{
	genl_unregister_family(&dsmip_netlink_family);
}
