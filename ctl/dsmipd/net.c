// SPDX-License-Identifier: GPL-2.0
/* The connection to rtnetlink, and what it tells of changes. */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/route/link.h>
#include <netlink/socket.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "net_priv.h"

/**
 * dsmipd_net_errno() - errno of what libnl returned
 * @err: 0 or a negative NLE_* code
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_errno(int err)
{
	switch (-err) {
	case NLE_SUCCESS:
		return 0;
	case NLE_EXIST:
		return -EEXIST;
	case NLE_NOADDR:
	case NLE_OBJ_NOTFOUND:
		return -ENOENT;
	case NLE_NODEV:
		return -ENODEV;
	case NLE_NOMEM:
		return -ENOMEM;
	case NLE_PERM:
	case NLE_NOACCESS:
		return -EPERM;
	case NLE_OPNOTSUPP:
		return -EOPNOTSUPP;
	case NLE_INVAL:
	case NLE_RANGE:
		return -EINVAL;
	case NLE_BUSY:
		return -EBUSY;
	default:
		return -EIO;
	}
}

/**
 * dsmipd_net_to_nl() - an address as libnl has it
 * @addr: the address
 * @len: prefix length, bits
 *
 * Return: it, to be put by nl_addr_put(), or NULL.
 */
struct nl_addr *dsmipd_net_to_nl(const struct dsmip_addr *addr,
				 unsigned int len)
{
	struct nl_addr *nl;

	nl = nl_addr_build(addr->family, addr->bytes,
			   dsmip_addr_size(addr->family));
	if (nl)
		nl_addr_set_prefixlen(nl, len);
	return nl;
}

/**
 * dsmipd_net_from_nl() - an address of libnl as we have it
 * @nl: the address, or NULL
 * @prefix: filled in
 *
 * Return: whether it is an IPv4 or IPv6 address.
 */
bool dsmipd_net_from_nl(const struct nl_addr *nl, struct dsmip_prefix *prefix)
{
	memset(prefix, 0, sizeof(*prefix));
	if (!nl)
		return false;
	prefix->addr.family = nl_addr_get_family(nl);
	prefix->len = nl_addr_get_prefixlen(nl);
	/* A default route is an address of no bytes. */
	if (nl_addr_get_len(nl) > dsmip_addr_size(prefix->addr.family))
		return false;
	memcpy(prefix->addr.bytes, nl_addr_get_binary_addr(nl),
	       nl_addr_get_len(nl));
	return dsmip_addr_size(prefix->addr.family) != 0;
}

static int net_connect(struct nl_sock **sock)
{
	int err;

	*sock = nl_socket_alloc();
	if (!*sock)
		return -ENOMEM;
	err = nl_connect(*sock, NETLINK_ROUTE);
	if (!err)
		return 0;
	nl_socket_free(*sock);
	*sock = NULL;
	return dsmipd_net_errno(err);
}

/**
 * dsmipd_net_open() - connect to rtnetlink
 * @net: set to the connection
 * @loop: event loop of the watches
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_open(struct dsmipd_net **net, uv_loop_t *loop)
{
	int err;

	*net = calloc(1, sizeof(**net));
	if (!*net)
		return -ENOMEM;
	(*net)->loop = loop;
	err = net_connect(&(*net)->sock);
	if (err) {
		free(*net);
		*net = NULL;
		return err;
	}
	return 0;
}

static void net_changed(uv_timer_t *timer)
{
	struct dsmipd_net *net = timer->data;
	struct dsmipd_net_watch *watch, *next;

	for (watch = net->watches; watch; watch = next) {
		next = watch->next;
		watch->changed(watch->arg);
	}
}

/*
 * What has changed is not read: the watchers look for themselves, once for all
 * that has come.  So nothing is lost when the socket overflows.
 */
static void net_event(uv_poll_t *poll, int status, int events)
{
	struct dsmipd_net *net = poll->data;
	char buf[32768];

	(void)status;
	(void)events;
	while (recv(nl_socket_get_fd(net->events), buf, sizeof(buf),
		    MSG_DONTWAIT) > 0 || errno == ENOBUFS)
		;
	uv_timer_start(&net->later, net_changed, 0, 0);
}

static int net_listen(struct dsmipd_net *net)
{
	int err;

	err = net_connect(&net->events);
	if (err)
		return err;
	nl_socket_add_memberships(net->events, RTNLGRP_LINK,
				  RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR,
				  RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, 0);
	uv_poll_init(net->loop, &net->poll, nl_socket_get_fd(net->events));
	uv_timer_init(net->loop, &net->later);
	net->poll.data = net;
	net->later.data = net;
	return uv_poll_start(&net->poll, UV_READABLE, net_event);
}

/**
 * dsmipd_net_watch() - call back when something changes
 * @net: the connection
 * @watch: who wants to know; belongs to the caller
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_watch(struct dsmipd_net *net, struct dsmipd_net_watch *watch)
{
	int err = 0;

	if (!net->events)
		err = net_listen(net);
	if (err)
		return err;
	watch->next = net->watches;
	net->watches = watch;
	return 0;
}

/**
 * dsmipd_net_unwatch() - do not call back any more
 * @net: the connection
 * @watch: who does not want to know any more
 */
void dsmipd_net_unwatch(struct dsmipd_net *net, struct dsmipd_net_watch *watch)
{
	struct dsmipd_net_watch **pos;

	for (pos = &net->watches; *pos; pos = &(*pos)->next) {
		if (*pos == watch) {
			*pos = watch->next;
			return;
		}
	}
}

static void net_closed(uv_handle_t *handle)
{
	struct dsmipd_net *net = handle->data;

	nl_socket_free(net->events);
	nl_socket_free(net->sock);
	free(net);
}

/**
 * dsmipd_net_close() - end the connection
 * @net: the connection, or NULL; freed when the loop has gone round
 */
void dsmipd_net_close(struct dsmipd_net *net)
{
	if (!net)
		return;
	if (net->events) {
		uv_close((uv_handle_t *)&net->poll, NULL);
		uv_close((uv_handle_t *)&net->later, net_closed);
		return;
	}
	nl_socket_free(net->sock);
	free(net);
}

/**
 * dsmipd_net_ifindex() - number of a device
 * @net: the connection
 * @ifname: its name
 *
 * Return: its number, 0 if there is none of that name.
 */
unsigned int dsmipd_net_ifindex(struct dsmipd_net *net, const char *ifname)
{
	(void)net;
	return if_nametoindex(ifname);
}

/**
 * dsmipd_net_up() - whether packets can leave by a device
 * @net: the connection
 * @ifindex: the device
 *
 * Return: whether it is up and has a carrier.
 */
bool dsmipd_net_up(struct dsmipd_net *net, unsigned int ifindex)
{
	struct rtnl_link *link;
	bool up;

	if (!ifindex || rtnl_link_get_kernel(net->sock, ifindex, NULL, &link))
		return false;
	up = rtnl_link_get_flags(link) & IFF_UP && rtnl_link_get_carrier(link);
	rtnl_link_put(link);
	return up;
}

/**
 * dsmipd_net_attachment() - how often a device was attached to something
 * @net: the connection
 * @ifindex: the device
 *
 * Return: a number that changes when the carrier does.
 */
uint32_t dsmipd_net_attachment(struct dsmipd_net *net, unsigned int ifindex)
{
	struct rtnl_link *link;
	uint32_t changes = 0;

	if (!ifindex || rtnl_link_get_kernel(net->sock, ifindex, NULL, &link))
		return 0;
	if (rtnl_link_get_carrier_changes(link, &changes))
		changes = 0;
	rtnl_link_put(link);
	return changes;
}

/**
 * dsmipd_net_set_up() - set a device up
 * @net: the connection
 * @ifindex: the device
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_set_up(struct dsmipd_net *net, unsigned int ifindex)
{
	struct rtnl_link *link, *change;
	int err;

	if (!ifindex)
		return -ENODEV;
	err = rtnl_link_get_kernel(net->sock, ifindex, NULL, &link);
	if (err)
		return dsmipd_net_errno(err);
	change = rtnl_link_alloc();
	if (change) {
		rtnl_link_set_flags(change, IFF_UP);
		err = rtnl_link_change(net->sock, link, change, 0);
		rtnl_link_put(change);
	} else {
		err = -NLE_NOMEM;
	}
	rtnl_link_put(link);
	return dsmipd_net_errno(err);
}
