// SPDX-License-Identifier: GPL-2.0
/*
 * What is found by link and address, and the multicast groups of addresses
 * that are looked for.  A home address and its link-local one have the same
 * group, and so may others.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dad_priv.h"

static unsigned int dad_hash(unsigned int ifindex,
			     const struct dsmip_addr *addr)
{
	uint32_t hash = ifindex;
	unsigned int i;

	for (i = 0; i < dsmip_addr_size(addr->family); i++)
		hash = (hash ^ addr->bytes[i]) * 16777619u;
	return (hash ^ hash >> 16) % DAD_BUCKETS;
}

/**
 * dsmipd_dad_item_find() - find by link and address
 * @table: DAD_BUCKETS buckets
 * @ifindex: link
 * @addr: address
 *
 * Return: one that has them, or NULL.
 */
struct dad_item *dsmipd_dad_item_find(struct dad_bucket *table,
				      unsigned int ifindex,
				      const struct dsmip_addr *addr)
{
	struct dad_item *item;

	LIST_FOREACH(item, &table[dad_hash(ifindex, addr)], entry)
		if (item->ifindex == ifindex &&
		    dsmip_addr_equal(&item->addr, addr))
			return item;
	return NULL;
}

/**
 * dsmipd_dad_item_add() - let something be found
 * @table: DAD_BUCKETS buckets
 * @item: it, with link and address; LIST_REMOVE() takes it out
 */
void dsmipd_dad_item_add(struct dad_bucket *table, struct dad_item *item)
{
	LIST_INSERT_HEAD(&table[dad_hash(item->ifindex, &item->addr)], item,
			 entry);
}

static int dad_group_set(int fd, int name, const struct dad_group *group)
{
	struct ipv6_mreq mreq = {
		.ipv6mr_multiaddr = group->item.addr.v6,
		.ipv6mr_interface = group->item.ifindex,
	};

	return setsockopt(fd, IPPROTO_IPV6, name, &mreq, sizeof(mreq)) ?
	       -errno : 0;
}

static void dad_group_close(struct dsmipd_dad *dad, struct dad_socket *socket)
{
	if (socket->groups)
		return;
	if (dad->member == socket)
		dad->member = NULL;
	close(socket->fd);
	free(socket);
}

static int dad_group_socket(struct dsmipd_dad *dad)
{
	struct dad_socket *member = calloc(1, sizeof(*member));
	int ret;

	if (!member)
		return -ENOMEM;
	member->fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (member->fd < 0) {
		ret = -errno;
		free(member);
		return ret;
	}
	dad->member = member;
	return 0;
}

/* Be a member by the socket that others use, or by a new one if it is full. */
static int dad_group_enter(struct dsmipd_dad *dad, struct dad_group *group)
{
	int ret = -ENOMEM;

	if (dad->member)
		ret = dad_group_set(dad->member->fd, IPV6_JOIN_GROUP, group);
	if (ret == -ENOMEM || ret == -ENOBUFS) {
		ret = dad_group_socket(dad);
		if (ret)
			return ret;
		ret = dad_group_set(dad->member->fd, IPV6_JOIN_GROUP, group);
	}
	if (ret) {
		dad_group_close(dad, dad->member);
		return ret;
	}
	group->socket = dad->member;
	group->socket->groups++;
	return 0;
}

/**
 * dsmipd_dad_group_join() - hear what is sent to the group of an address
 * @dad: all of it
 * @ifindex: link
 * @addr: address
 * @group: set to the group
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_dad_group_join(struct dsmipd_dad *dad, unsigned int ifindex,
			  const struct in6_addr *addr,
			  struct dad_group **group)
{
	struct dsmip_addr key = { .family = AF_INET6 };
	struct dad_group *new;
	int ret;

	dsmipd_dad_nd_group(addr, &key.v6);
	new = (void *)dsmipd_dad_item_find(dad->groups, ifindex, &key);
	if (!new) {
		new = calloc(1, sizeof(*new));
		if (!new)
			return -ENOMEM;
		new->item.ifindex = ifindex;
		new->item.addr = key;
		ret = dad_group_enter(dad, new);
		if (ret) {
			free(new);
			return ret;
		}
		dsmipd_dad_item_add(dad->groups, &new->item);
	}
	new->users++;
	*group = new;
	return 0;
}

/**
 * dsmipd_dad_group_leave() - one address less that has this group
 * @dad: all of it
 * @group: the group, or NULL
 */
void dsmipd_dad_group_leave(struct dsmipd_dad *dad, struct dad_group *group)
{
	if (!group || --group->users)
		return;
	dad_group_set(group->socket->fd, IPV6_LEAVE_GROUP, group);
	group->socket->groups--;
	dad_group_close(dad, group->socket);
	LIST_REMOVE(&group->item, entry);
	free(group);
}
