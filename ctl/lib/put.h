/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_PUT_H
#define DSMIP_PUT_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct dsmip_put - a message that is being written
 * @buf: where it goes, aligned as a netlink message has to be
 * @room: bytes there
 * @len: bytes that it has
 * @full: not all of it had room
 */
struct dsmip_put {
	char *buf;
	size_t room;
	size_t len;
	bool full;
};

void *dsmip_put_bytes(struct dsmip_put *put, size_t len);
void *dsmip_put_attr(struct dsmip_put *put, int type, const void *data,
		     size_t len);
void dsmip_put_u8(struct dsmip_put *put, int type, uint8_t value);
void dsmip_put_u16(struct dsmip_put *put, int type, uint16_t value);
void dsmip_put_u32(struct dsmip_put *put, int type, uint32_t value);
void dsmip_put_u64(struct dsmip_put *put, int type, uint64_t value);
void dsmip_put_nested(struct dsmip_put *put, struct nlattr *nest);

#endif /* DSMIP_PUT_H */
