// SPDX-License-Identifier: GPL-2.0
/* Netlink attributes: addresses and prefixes in, bindings and counters out. */

#include <linux/jiffies.h>

#include "binding.h"
#include "device.h"
#include "nl_attr.h"
#include "nl_copy.h"
#include "nl_gen.h"

/**
 * dsmip_nl_attr_addr() - read an address
 * @attr: attribute with 4 or 16 bytes
 * @addr: the address
 * @family: AF_INET or AF_INET6
 * @extack: says what was wrong
 *
 * Context: Any.
 * Return: 0 or -EINVAL.
 */
int dsmip_nl_attr_addr(const struct nlattr *attr, union dsmip_addr *addr,
		       u8 *family, struct netlink_ext_ack *extack)
{
	switch (nla_len(attr)) {
	case sizeof(struct in_addr):
		*family = AF_INET;
		dsmip_addr_set_v4(addr, nla_get_in_addr(attr));
		return 0;
	case sizeof(struct in6_addr):
		*family = AF_INET6;
		addr->v6 = nla_get_in6_addr(attr);
		return 0;
	}
	NL_SET_ERR_MSG_ATTR(extack, attr, "Address is not 4 or 16 bytes long");
	return -EINVAL;
}

/**
 * dsmip_nl_attr_home() - read a home address or prefix
 * @attr: attribute DSMIP_A_HOME
 * @key: the prefix; that of a host if no length is given
 * @has_len: true if a length was given; may be NULL
 * @extack: says what was wrong
 *
 * Context: Any.
 * Return: 0 or -EINVAL.
 */
int dsmip_nl_attr_home(const struct nlattr *attr, struct dsmip_prefix_key *key,
		       bool *has_len, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[DSMIP_A_HOME_LEN + 1];
	int err;

	memset(key, 0, sizeof(*key));
	err = nla_parse_nested(tb, DSMIP_A_HOME_LEN, attr,
			       dsmip_home_nl_policy, extack);
	if (err)
		return err;
	if (!tb[DSMIP_A_HOME_ADDR]) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "Home has no address");
		return -EINVAL;
	}
	err = dsmip_nl_attr_addr(tb[DSMIP_A_HOME_ADDR], &key->addr,
				 &key->family, extack);
	if (err)
		return err;

	key->len = dsmip_addr_bits(key->family);
	if (has_len)
		*has_len = tb[DSMIP_A_HOME_LEN];
	if (!tb[DSMIP_A_HOME_LEN])
		return 0;
	if (nla_get_u8(tb[DSMIP_A_HOME_LEN]) > key->len) {
		NL_SET_ERR_MSG_ATTR(extack, tb[DSMIP_A_HOME_LEN],
				    "Prefix length is more than 32");
		return -EINVAL;
	}
	key->len = nla_get_u8(tb[DSMIP_A_HOME_LEN]);
	if (dsmip_prefix_key_mask(key)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[DSMIP_A_HOME_ADDR],
				    "Home prefix has host bits set");
		return -EINVAL;
	}
	return 0;
}

/**
 * dsmip_nl_attr_put_addr() - write an address
 * @msg: message
 * @type: attribute
 * @family: AF_INET or AF_INET6
 * @addr: struct in_addr or struct in6_addr
 *
 * Context: Any.
 * Return: 0 or -EMSGSIZE.
 */
int dsmip_nl_attr_put_addr(struct sk_buff *msg, int type, u8 family,
			   const void *addr)
{
	return nla_put(msg, type, dsmip_addr_size(family), addr);
}

static int dsmip_nl_attr_put_home(struct sk_buff *msg,
				  const struct dsmip_prefix_key *key)
{
	struct nlattr *nest = nla_nest_start(msg, DSMIP_A_HOME);

	if (!nest ||
	    dsmip_nl_attr_put_addr(msg, DSMIP_A_HOME_ADDR, key->family,
				   &key->addr) ||
	    nla_put_u8(msg, DSMIP_A_HOME_LEN, key->len))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * dsmip_nl_attr_put_path() - write a care-of end point
 * @msg: message
 * @path: the end point
 * @flags: those of its flags that are told
 *
 * Context: Any.
 * Return: 0 or -EMSGSIZE.
 */
int dsmip_nl_attr_put_path(struct sk_buff *msg, const struct dsmip_path *path,
			   u32 flags)
{
	if (dsmip_nl_attr_put_addr(msg, DSMIP_A_COA, path->family,
				   &path->coa) ||
	    dsmip_nl_attr_put_addr(msg, DSMIP_A_LOCAL, path->family,
				   &path->local) ||
	    nla_put_u32(msg, DSMIP_A_ENCAP, path->encap) ||
	    nla_put_u32(msg, DSMIP_A_FLAGS, flags))
		return -EMSGSIZE;
	if (dsmip_encap_is_udp(path->encap) &&
	    nla_put_be16(msg, DSMIP_A_PORT, path->port))
		return -EMSGSIZE;
	if (path->encap == DSMIP_ENCAP_MIPUDP &&
	    nla_put_be16(msg, DSMIP_A_LOCAL_PORT, path->local_port))
		return -EMSGSIZE;
	if ((path->keys & DSMIP_PATH_IKEY &&
	     nla_put_u32(msg, DSMIP_A_IKEY, ntohl(path->ikey))) ||
	    (path->keys & DSMIP_PATH_OKEY &&
	     nla_put_u32(msg, DSMIP_A_OKEY, ntohl(path->okey))))
		return -EMSGSIZE;
	if (path->home_remote &&
	    (nla_put_in_addr(msg, DSMIP_A_HOME_TUNNEL, path->home_remote) ||
	     nla_put_in_addr(msg, DSMIP_A_HOME_TUNNEL_LOCAL,
			     path->home_local)))
		return -EMSGSIZE;
	return 0;
}

/**
 * dsmip_nl_attr_put_lifetime() - write a lifetime that ends
 * @msg: message
 * @lifetime: in milliseconds
 * @left: what is left of it, in milliseconds
 *
 * Context: Any.
 * Return: 0 or -EMSGSIZE.
 */
int dsmip_nl_attr_put_lifetime(struct sk_buff *msg, u32 lifetime, u64 left)
{
	if (nla_put_u64_64bit(msg, DSMIP_A_LIFETIME, lifetime, DSMIP_A_PAD) ||
	    nla_put_u64_64bit(msg, DSMIP_A_LEFT, left, DSMIP_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static int dsmip_nl_attr_put_binding_end(struct sk_buff *msg,
					 const struct dsmip_binding *binding,
					 const struct dsmip_path *path)
{
	long left = binding->expires - jiffies;
	int err;

	err = dsmip_nl_attr_put_path(msg, path, path->flags);
	if (!err && binding->lifetime)
		err = dsmip_nl_attr_put_lifetime(msg, binding->lifetime,
						 left > 0 ?
						 jiffies_to_msecs(left) : 0);
	return err ?: dsmip_nl_copy_put(msg, path->copies);
}

static int dsmip_nl_attr_put_u64(struct sk_buff *msg, int type, u64 value)
{
	return nla_put_u64_64bit(msg, type, value, DSMIP_A_STATS_PAD);
}

static int dsmip_nl_attr_put_binding_stats(struct sk_buff *msg,
					   struct dsmip_binding *binding)
{
	struct nlattr *nest = nla_nest_start(msg, DSMIP_A_STATS);
	u64 rx_packets = atomic64_read(&binding->rx_packets);

	if (!nest ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_RX_PACKETS, rx_packets) ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_RX_BYTES,
				  atomic64_read(&binding->rx_bytes)) ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_TX_PACKETS,
				  atomic64_read(&binding->tx_packets)) ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_TX_BYTES,
				  atomic64_read(&binding->tx_bytes)))
		return -EMSGSIZE;
	if (rx_packets &&
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_LAST_RX,
				  jiffies64_to_msecs(jiffies -
						     READ_ONCE(binding->last_rx))))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int dsmip_nl_attr_put_binding_drops(struct sk_buff *msg,
					   struct dsmip_binding *binding)
{
	struct nlattr *nest = nla_nest_start(msg, DSMIP_A_DROPS);
	int cause, slot;
	u32 count;

	if (!nest)
		return -EMSGSIZE;
	for (cause = DSMIP_DROP_PAD + 1; cause <= DSMIP_DROP_MAX; cause++) {
		slot = dsmip_stats_slot(cause);
		count = slot < 0 ? 0 : (u32)atomic_read(&binding->drops[slot]);
		if (count && nla_put_u64_64bit(msg, cause, count,
					       DSMIP_DROP_PAD))
			return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * dsmip_nl_attr_put_binding() - write one message about a binding
 * @msg: where to
 * @dsmip: its device
 * @binding: the binding
 * @portid: whom it is for
 * @seq: sequence number of the request
 * @flags: NLM_F_*
 * @cmd: DSMIP_CMD_*
 *
 * Context: Mutex of the device held.
 * Return: 0, or -EMSGSIZE if it does not fit; then @msg is as before.
 */
int dsmip_nl_attr_put_binding(struct sk_buff *msg,
			      struct dsmip_dev *dsmip,
			      struct dsmip_binding *binding, u32 portid,
			      u32 seq, int flags, u8 cmd)
{
	const struct dsmip_prefix *prefix;
	const struct dsmip_path *path;
	bool alone = !msg->len;
	void *hdr;

	hdr = genlmsg_put(msg, portid, seq, &dsmip_netlink_family, flags, cmd);
	if (!hdr)
		return -EMSGSIZE;
	path = rcu_dereference_protected(binding->path,
					 lockdep_is_held(&dsmip->lock));
	if (nla_put_u32(msg, DSMIP_A_IFINDEX, dsmip->dev->ifindex) ||
	    nla_put_u32(msg, DSMIP_A_ID, binding->id) ||
	    dsmip_nl_attr_put_binding_end(msg, binding, path) ||
	    dsmip_nl_attr_put_binding_stats(msg, binding) ||
	    dsmip_nl_attr_put_binding_drops(msg, binding))
		goto err_cancel;
	hlist_for_each_entry(prefix, &binding->homes, list)
		if (dsmip_nl_attr_put_home(msg, &prefix->key))
			goto err_cancel;
	/* Of groups as many as there is room for, once there is no more. */
	if (cmd == DSMIP_CMD_BINDING_GET &&
	    dsmip_mcast_put(dsmip, binding, msg) && !alone)
		goto err_cancel;
	genlmsg_end(msg, hdr);
	return 0;

err_cancel:
	genlmsg_cancel(msg, hdr);
	return -EMSGSIZE;
}

static int dsmip_nl_attr_put_device_stats(struct sk_buff *msg,
					  struct dsmip_dev *dsmip)
{
	struct nlattr *nest = nla_nest_start(msg, DSMIP_A_STATS);
	struct rtnl_link_stats64 stats;

	dev_get_stats(dsmip->dev, &stats);
	if (!nest ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_RX_PACKETS,
				  stats.rx_packets) ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_RX_BYTES,
				  stats.rx_bytes) ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_TX_PACKETS,
				  stats.tx_packets) ||
	    dsmip_nl_attr_put_u64(msg, DSMIP_A_STATS_TX_BYTES,
				  stats.tx_bytes))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int dsmip_nl_attr_put_device_drops(struct sk_buff *msg,
					  const struct dsmip_dev *dsmip)
{
	struct nlattr *nest = nla_nest_start(msg, DSMIP_A_DROPS);
	u64 count;
	int cause;

	if (!nest)
		return -EMSGSIZE;
	for (cause = DSMIP_DROP_PAD + 1; cause <= DSMIP_DROP_MAX; cause++) {
		count = dsmip_stats_read(dsmip, cause);
		if (count && nla_put_u64_64bit(msg, cause, count,
					       DSMIP_DROP_PAD))
			return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * dsmip_nl_attr_put_stats() - write one message with the counters of a device
 * @msg: where to
 * @dsmip: the device
 * @portid: whom it is for
 * @seq: sequence number of the request
 * @flags: NLM_F_*
 *
 * Context: Process context.
 * Return: 0, or -EMSGSIZE if it does not fit; then @msg is as before.
 */
int dsmip_nl_attr_put_stats(struct sk_buff *msg, struct dsmip_dev *dsmip,
			    u32 portid, u32 seq, int flags)
{
	void *hdr;

	hdr = genlmsg_put(msg, portid, seq, &dsmip_netlink_family, flags,
			  DSMIP_CMD_STATS_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_u32(msg, DSMIP_A_IFINDEX, dsmip->dev->ifindex) ||
	    nla_put_u32(msg, DSMIP_A_BINDINGS, READ_ONCE(dsmip->nbindings)) ||
	    nla_put_u32(msg, DSMIP_A_PREFIXES,
			READ_ONCE(dsmip->prefixes.count)) ||
	    dsmip_nl_attr_put_device_stats(msg, dsmip) ||
	    dsmip_nl_attr_put_device_drops(msg, dsmip) ||
	    nla_put_u64_64bit(msg, DSMIP_A_SUPPRESSED,
			      dsmip_notify_suppressed(&dsmip->notify),
			      DSMIP_A_PAD)) {
		genlmsg_cancel(msg, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, hdr);
	return 0;
}
