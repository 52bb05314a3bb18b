// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of the kernel into plain structs.  Attributes that are not known are
 * skipped, for a newer kernel may send more; one that is known and has another
 * length than it should spoils the message.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"

/**
 * dsmip_decode_free() - give the room for home prefixes and the like back
 * @homes: the room
 */
void dsmip_decode_free(struct dsmip_decode_homes *homes)
{
	free(homes->prefix);
	free(homes->group);
	free(homes->copy);
	memset(homes, 0, sizeof(*homes));
}

static int decode_addr(const void *data, size_t len, struct dsmip_addr *addr)
{
	memset(addr, 0, sizeof(*addr));
	if (len == 4)
		addr->family = AF_INET;
	else if (len == 16)
		addr->family = AF_INET6;
	else
		return -EBADMSG;
	memcpy(addr->bytes, data, len);
	return 0;
}

/* Room for one more than there are. */
static int decode_room(void **array, size_t n, size_t *room, size_t size)
{
	size_t more = *room ? 2 * *room : 8;
	void *bigger;

	if (n < *room)
		return 0;
	bigger = realloc(*array, more * size);
	if (!bigger)
		return -ENOMEM;
	*array = bigger;
	*room = more;
	return 0;
}

static int decode_home(const struct dsmip_attrs_set *set, const void *data,
		       size_t len, struct dsmip_decode_homes *homes)
{
	struct dsmip_prefix p = { .len = DSMIP_LEN_NONE };
	int err;

	if (!homes)
		return 0;
	err = dsmip_decode_attrs(set, data, len, &p, NULL);
	if (err)
		return err;
	if (p.len == DSMIP_LEN_NONE)
		p.len = dsmip_addr_bits(p.addr.family);
	if (!p.addr.family || p.len > dsmip_addr_bits(p.addr.family))
		return -EBADMSG;
	err = decode_room((void **)&homes->prefix, homes->n, &homes->room,
			  sizeof(p));
	if (err)
		return err;
	homes->prefix[homes->n++] = p;
	return 0;
}

static int decode_group(const void *data, size_t len,
			struct dsmip_decode_homes *homes)
{
	int err;

	if (!homes)
		return 0;
	err = decode_room((void **)&homes->group, homes->n_group,
			  &homes->group_room, sizeof(*homes->group));
	if (!err)
		err = decode_addr(data, len, &homes->group[homes->n_group]);
	if (!err)
		homes->n_group++;
	return err;
}

/* An end point is told as that of the binding itself, and no copy has copies. */
static int decode_copy(const struct dsmip_attrs_set *set, const void *data,
		       size_t len, struct dsmip_decode_homes *homes)
{
	struct dsmip_attrs_msg copy = {};
	int err;

	if (!homes)
		return 0;
	err = dsmip_decode_attrs(set, data, len, &copy, NULL) ?:
	      decode_room((void **)&homes->copy, homes->n_copy,
			  &homes->copy_room, sizeof(*homes->copy));
	if (!err)
		homes->copy[homes->n_copy++] = copy.event.binding;
	return err;
}

static int decode_drops(const void *data, size_t len, uint64_t *drops)
{
	struct dsmip_attrs_walk walk = dsmip_attrs_walk(data, len);
	const struct nlattr *nla;

	while ((nla = dsmip_attrs_next(&walk))) {
		unsigned int cause = nla_type(nla);
		uint64_t count;

		if (cause == DSMIP_DROP_PAD)
			continue;
		if (nla_len(nla) != sizeof(count))
			return -EBADMSG;
		memcpy(&count, nla_data(nla), sizeof(count));
		if (cause <= DSMIP_DROP_MAX)
			drops[cause] = count;
		else
			drops[0] += count;
	}
	return walk.left > 0 ? -EBADMSG : 0;
}

static int decode_number(enum dsmip_attrs_kind kind, const void *data,
			 size_t len, void *to)
{
	static const uint8_t size[] = {
		[DSMIP_ATTRS_BOOL] = sizeof(uint8_t),
		[DSMIP_ATTRS_U8] = sizeof(uint8_t),
		[DSMIP_ATTRS_BE16] = sizeof(uint16_t),
		[DSMIP_ATTRS_U32] = sizeof(uint32_t),
		[DSMIP_ATTRS_U64] = sizeof(uint64_t),
	};
	uint16_t be16;

	if (len != size[kind])
		return -EBADMSG;
	switch (kind) {
	case DSMIP_ATTRS_BOOL:
		*(bool *)to = *(const uint8_t *)data;
		break;
	case DSMIP_ATTRS_BE16:
		memcpy(&be16, data, sizeof(be16));
		*(uint16_t *)to = ntohs(be16);
		break;
	default:
		memcpy(to, data, len);
	}
	return 0;
}

static int decode_one(const struct dsmip_attrs_one *attr,
		      const struct nlattr *nla, void *object,
		      struct dsmip_decode_homes *homes)
{
	void *to = (char *)object + attr->offset;
	const void *data = nla_data(nla);
	size_t len = nla_len(nla);

	switch (attr->kind) {
	case DSMIP_ATTRS_NONE:
	case DSMIP_ATTRS_STRING:
		return 0;
	case DSMIP_ATTRS_ADDR:
		return decode_addr(data, len, to);
	case DSMIP_ATTRS_NEST:
		return dsmip_decode_attrs(attr->set, data, len, object, homes);
	case DSMIP_ATTRS_HOME:
		return decode_home(attr->set, data, len, homes);
	case DSMIP_ATTRS_GROUP:
		return decode_group(data, len, homes);
	case DSMIP_ATTRS_COPY:
		return decode_copy(attr->set, data, len, homes);
	case DSMIP_ATTRS_DROPS:
		return decode_drops(data, len, to);
	default:
		return decode_number(attr->kind, data, len, to);
	}
}

/**
 * dsmip_decode_attrs() - decode attributes
 * @set: what they can be
 * @data: the first one
 * @len: bytes of all
 * @object: where the values go
 * @homes: where home prefixes, groups and copies go, may be NULL
 *
 * Return: 0, -EBADMSG if they are malformed, -ENOMEM.
 */
int dsmip_decode_attrs(const struct dsmip_attrs_set *set, const void *data,
		       size_t len, void *object,
		       struct dsmip_decode_homes *homes)
{
	struct dsmip_attrs_walk walk = dsmip_attrs_walk(data, len);
	const struct nlattr *nla;

	while ((nla = dsmip_attrs_next(&walk))) {
		const struct dsmip_attrs_one *attr;
		int err;

		attr = dsmip_attrs_find(set, nla_type(nla));
		if (!attr)
			continue;
		err = decode_one(attr, nla, object, homes);
		if (err)
			return err;
		if (attr->has)
			*(bool *)((char *)object + attr->has) = true;
	}
	return walk.left > 0 ? -EBADMSG : 0;
}

/**
 * dsmip_decode_msg() - decode a message of the family
 * @nlh: the message
 * @msg: where its content goes; what there may be many of stays in @homes
 * @homes: where that goes
 *
 * Return: 0, -EBADMSG if it is malformed, -ENOMEM.
 */
int dsmip_decode_msg(const struct nlmsghdr *nlh, struct dsmip_attrs_msg *msg,
		     struct dsmip_decode_homes *homes)
{
	const struct genlmsghdr *genl = NLMSG_DATA(nlh);
	int err;

	memset(msg, 0, sizeof(*msg));
	homes->n = 0;
	homes->n_group = 0;
	homes->n_copy = 0;
	if (nlh->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
		return -EBADMSG;
	msg->event.cmd = genl->cmd;
	err = dsmip_decode_attrs(&dsmip_attrs_binding,
				 (const char *)genl + GENL_HDRLEN,
				 nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN,
				 msg, homes);
	msg->event.binding.home = homes->prefix;
	msg->event.binding.n_home = homes->n;
	msg->event.binding.group = homes->group;
	msg->event.binding.n_group = homes->n_group;
	msg->event.binding.copy = homes->copy;
	msg->event.binding.n_copy = homes->n_copy;
	return err;
}

static const struct nlattr *decode_find(const void *data, size_t len, int type)
{
	struct dsmip_attrs_walk walk = dsmip_attrs_walk(data, len);
	const struct nlattr *nla;

	while ((nla = dsmip_attrs_next(&walk))) {
		if (nla_type(nla) == type)
			return nla;
	}
	return NULL;
}

static bool decode_is_kind(const struct nlattr *linkinfo)
{
	const struct nlattr *kind;

	kind = decode_find(nla_data(linkinfo), nla_len(linkinfo), IFLA_INFO_KIND);
	return kind && nla_len(kind) >= (int)sizeof(DSMIP_LINK_KIND) - 1 &&
	       !strncmp(nla_data(kind), DSMIP_LINK_KIND, nla_len(kind));
}

/**
 * dsmip_decode_link() - decode a message on a device
 * @nlh: the message
 * @link: where its content goes
 *
 * Return: 0, -ENODEV if the device is of another kind, -EBADMSG if the message
 * is malformed.
 */
int dsmip_decode_link(const struct nlmsghdr *nlh, struct dsmip_link *link)
{
	const struct ifinfomsg *ifi = NLMSG_DATA(nlh);
	const struct nlattr *info, *name;
	const void *head;
	size_t len;

	memset(link, 0, sizeof(*link));
	if (nlh->nlmsg_len < NLMSG_HDRLEN + dsmip_attrs_rtnl.hdrlen)
		return -EBADMSG;
	head = (const char *)ifi + dsmip_attrs_rtnl.hdrlen;
	len = nlh->nlmsg_len - NLMSG_HDRLEN - dsmip_attrs_rtnl.hdrlen;

	info = decode_find(head, len, IFLA_LINKINFO);
	if (!info || !decode_is_kind(info))
		return -ENODEV;
	name = decode_find(head, len, IFLA_IFNAME);
	if (!name || nla_len(name) > IFNAMSIZ)
		return -EBADMSG;
	memcpy(link->ifname, nla_data(name), nla_len(name));
	link->ifname[IFNAMSIZ - 1] = '\0';
	link->ifindex = ifi->ifi_index;
	link->up = ifi->ifi_flags & IFF_UP;
	link->far = decode_find(head, len, IFLA_LINK_NETNSID);
	return dsmip_decode_attrs(dsmip_attrs_rtnl.set, head, len, link, NULL);
}
