// SPDX-License-Identifier: GPL-2.0
/*
 * Attributes into a buffer that is there already: for requests that there are
 * thousands of in a second libnl's way, a page of zeros for each, takes longer
 * than anything else about them.
 */

#include <string.h>

#include "put.h"

/**
 * dsmip_put_bytes() - take room for what comes next
 * @put: the message
 * @len: how many bytes
 *
 * Return: where they go, what follows up to the next alignment being zero; NULL:
 * there is no room, and @put->full is set.
 */
void *dsmip_put_bytes(struct dsmip_put *put, size_t len)
{
	size_t size = NLMSG_ALIGN(len);
	char *at = put->buf + put->len;

	if (put->full || put->room - put->len < size) {
		put->full = true;
		return NULL;
	}
	if (size != len)
		memset(at + size - NLMSG_ALIGNTO, 0, NLMSG_ALIGNTO);
	put->len += size;
	return at;
}

/**
 * dsmip_put_attr() - put an attribute
 * @put: the message; @put->full is set if there is no room
 * @type: its type
 * @data: its data; NULL: others are put into it, see dsmip_put_nested()
 * @len: bytes of @data
 *
 * Return: the attribute, or NULL.
 */
void *dsmip_put_attr(struct dsmip_put *put, int type, const void *data,
		     size_t len)
{
	struct nlattr *nla = dsmip_put_bytes(put, NLA_HDRLEN + len);

	if (!nla)
		return NULL;
	nla->nla_type = type;
	nla->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy((char *)nla + NLA_HDRLEN, data, len);
	return nla;
}

/**
 * dsmip_put_u8() - put a number of 8 bits
 * @put: the message
 * @type: type of the attribute
 * @value: the number
 */
void dsmip_put_u8(struct dsmip_put *put, int type, uint8_t value)
{
	dsmip_put_attr(put, type, &value, sizeof(value));
}

/**
 * dsmip_put_u16() - put a number of 16 bits
 * @put: the message
 * @type: type of the attribute
 * @value: the number, in the byte order that it is to have
 */
void dsmip_put_u16(struct dsmip_put *put, int type, uint16_t value)
{
	dsmip_put_attr(put, type, &value, sizeof(value));
}

/**
 * dsmip_put_u32() - put a number of 32 bits
 * @put: the message
 * @type: type of the attribute
 * @value: the number, in the byte order that it is to have
 */
void dsmip_put_u32(struct dsmip_put *put, int type, uint32_t value)
{
	dsmip_put_attr(put, type, &value, sizeof(value));
}

/**
 * dsmip_put_u64() - put a number of 64 bits
 * @put: the message
 * @type: type of the attribute
 * @value: the number, in the byte order that it is to have
 */
void dsmip_put_u64(struct dsmip_put *put, int type, uint64_t value)
{
	dsmip_put_attr(put, type, &value, sizeof(value));
}

/**
 * dsmip_put_nested() - what was put since belongs into an attribute
 * @put: the message
 * @nest: the attribute, without data of its own; NULL: there was no room
 */
void dsmip_put_nested(struct dsmip_put *put, struct nlattr *nest)
{
	if (nest)
		nest->nla_len = put->buf + put->len - (char *)nest;
}
