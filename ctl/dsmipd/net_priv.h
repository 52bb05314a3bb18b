/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of net.h share. */
#ifndef DSMIPD_NET_PRIV_H
#define DSMIPD_NET_PRIV_H

#include <netlink/addr.h>
#include <netlink/netlink.h>

#include "net.h"

/**
 * struct dsmipd_net - the machine's network
 * @sock: for requests
 * @loop: event loop
 * @events: for what changes; NULL as long as nobody watches
 * @poll: @events in the loop
 * @later: runs once after any number of changes
 * @watches: who wants to know
 */
struct dsmipd_net {
	struct nl_sock *sock;
	uv_loop_t *loop;
	struct nl_sock *events;
	uv_poll_t poll;
	uv_timer_t later;
	struct dsmipd_net_watch *watches;
};

int dsmipd_net_errno(int err);
struct nl_addr *dsmipd_net_to_nl(const struct dsmip_addr *addr,
				 unsigned int len);
bool dsmipd_net_from_nl(const struct nl_addr *nl, struct dsmip_prefix *prefix);

#endif /* DSMIPD_NET_PRIV_H */
