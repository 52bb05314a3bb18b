/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_CLIENT_H
#define DSMIP_CLIENT_H

#include "decode.h"
#include "sock.h"

/**
 * struct dsmip_client - who asks
 * @genl: asks the family
 * @rtnl: asks for devices
 * @family: number of the family, 0 while it is not known
 * @version: its version
 * @group: numbers of its groups, by enum dsmip_monitor_group
 * @homes: room for the home prefixes of what is received
 * @err: why the last call failed
 */
struct dsmip_client {
	struct dsmip_sock genl;
	struct dsmip_sock rtnl;
	uint16_t family;
	uint32_t version;
	uint32_t group[DSMIP_MONITOR_GROUPS];
	struct dsmip_decode_homes homes;
	struct dsmip_error err;
};

int dsmip_client_resolve(struct dsmip_client *client);
int dsmip_client_talk(struct dsmip_client *client, uint8_t cmd, uint16_t flags,
		      const struct dsmip_binding *binding, dsmip_sock_cb cb,
		      void *arg);

#endif /* DSMIP_CLIENT_H */
