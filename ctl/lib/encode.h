/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_ENCODE_H
#define DSMIP_ENCODE_H

#include <netlink/msg.h>

#include "dsmip/libdsmip.h"

size_t dsmip_encode_request(void *buf, size_t room, uint16_t family,
			    uint8_t cmd, uint16_t flags,
			    const struct dsmip_binding *binding);
struct nl_msg *dsmip_encode_genl(uint16_t family, uint8_t cmd, uint16_t flags,
				 const struct dsmip_binding *binding);
struct nl_msg *dsmip_encode_fastpath(uint16_t family, uint8_t cmd,
				     uint16_t flags,
				     const struct dsmip_fastpath *fastpath);
uint16_t dsmip_encode_mode(enum dsmip_mode mode);
struct nl_msg *dsmip_encode_link(uint16_t type, uint16_t flags,
				 const struct dsmip_link *link);

#endif /* DSMIP_ENCODE_H */
