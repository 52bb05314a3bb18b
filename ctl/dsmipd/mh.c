// SPDX-License-Identifier: GPL-2.0
/* Mobility header messages: what is before the options, and the checksum. */

#include <string.h>

#include "mh.h"
#include "mh_opt.h"
#include "wire.h"

#define MH_NO_NEXT	59	/* payload protocol of all messages */
#define MH_UNIT		8	/* a message is a multiple of it */

/* Offsets of RFC 6275, section 6.1.1, and of what follows by type. */
enum mh_offset {
	MH_PROTO	= 0,
	MH_LEN		= 1,
	MH_TYPE		= 2,
	MH_CHECKSUM	= 4,
	MH_BU_SEQUENCE	= 6,
	MH_BU_FLAGS	= 8,
	MH_BU_LIFETIME	= 10,
	MH_BA_STATUS	= 6,
	MH_BA_FLAGS	= 7,
	MH_BA_SEQUENCE	= 8,
	MH_BA_LIFETIME	= 10,
	MH_BE_STATUS	= 6,
	MH_BE_HOME	= 8,
	MH_HB_FLAGS	= 6,
	MH_HB_SEQUENCE	= 8,
};

#define MH_FIRST	8	/* bytes that every message has */

/* Where the options begin; 0 for a type that is not known. */
static size_t mh_options(uint8_t type)
{
	switch (type) {
	case DSMIPD_MH_BRR:
		return 8;
	case DSMIPD_MH_BU:
	case DSMIPD_MH_BA:
	case DSMIPD_MH_HEARTBEAT:
		return 12;
	case DSMIPD_MH_BE:
		return 24;
	default:
		return 0;
	}
}

static void mh_parse_fixed(struct dsmipd_mh *mh, const uint8_t *data)
{
	switch (mh->type) {
	case DSMIPD_MH_BU:
		mh->sequence = dsmipd_wire_get16(data + MH_BU_SEQUENCE);
		mh->flags = dsmipd_wire_get16(data + MH_BU_FLAGS);
		mh->lifetime = dsmipd_wire_get16(data + MH_BU_LIFETIME);
		break;
	case DSMIPD_MH_BA:
		mh->status = data[MH_BA_STATUS];
		mh->flags = data[MH_BA_FLAGS];
		mh->sequence = dsmipd_wire_get16(data + MH_BA_SEQUENCE);
		mh->lifetime = dsmipd_wire_get16(data + MH_BA_LIFETIME);
		break;
	case DSMIPD_MH_BE:
		mh->status = data[MH_BE_STATUS];
		memcpy(&mh->home, data + MH_BE_HOME, sizeof(mh->home));
		break;
	case DSMIPD_MH_HEARTBEAT:
		mh->flags = dsmipd_wire_get16(data + MH_HB_FLAGS);
		mh->sequence = dsmipd_wire_get32(data + MH_HB_SEQUENCE);
		break;
	default:
		break;
	}
}

static void mh_build_fixed(const struct dsmipd_mh *mh, uint8_t *buf)
{
	switch (mh->type) {
	case DSMIPD_MH_BU:
		dsmipd_wire_put16(buf + MH_BU_SEQUENCE, mh->sequence);
		dsmipd_wire_put16(buf + MH_BU_FLAGS, mh->flags);
		dsmipd_wire_put16(buf + MH_BU_LIFETIME, mh->lifetime);
		break;
	case DSMIPD_MH_BA:
		buf[MH_BA_STATUS] = mh->status;
		buf[MH_BA_FLAGS] = mh->flags;
		dsmipd_wire_put16(buf + MH_BA_SEQUENCE, mh->sequence);
		dsmipd_wire_put16(buf + MH_BA_LIFETIME, mh->lifetime);
		break;
	case DSMIPD_MH_BE:
		buf[MH_BE_STATUS] = mh->status;
		memcpy(buf + MH_BE_HOME, &mh->home, sizeof(mh->home));
		break;
	case DSMIPD_MH_HEARTBEAT:
		dsmipd_wire_put16(buf + MH_HB_FLAGS, mh->flags);
		dsmipd_wire_put32(buf + MH_HB_SEQUENCE, mh->sequence);
		break;
	default:
		break;
	}
}

/**
 * dsmipd_mh_parse() - read a message
 * @data: its first byte; the checksum is not looked at
 * @len: bytes there are; what follows the message is left alone (RFC 8200,
 *	section 4.7)
 * @mh: where it goes; valid only with %DSMIPD_MH_OK, but the type is what was
 *	received with %DSMIPD_MH_UNKNOWN_TYPE too
 *
 * Options that are not known, or have no meaning in a message of this type,
 * are skipped (RFC 6275, section 6.2.1).
 *
 * Context: any.
 * Return: %DSMIPD_MH_OK, or what is wrong with it.
 */
enum dsmipd_mh_error dsmipd_mh_parse(const uint8_t *data, size_t len,
				     struct dsmipd_mh *mh)
{
	size_t off, size;

	memset(mh, 0, sizeof(*mh));
	if (len < MH_FIRST)
		return DSMIPD_MH_SHORT;
	if (data[MH_PROTO] != MH_NO_NEXT)
		return DSMIPD_MH_BAD_PROTO;
	size = (data[MH_LEN] + 1u) * MH_UNIT;
	if (size > len)
		return DSMIPD_MH_SHORT;
	mh->type = data[MH_TYPE];
	off = mh_options(mh->type);
	if (!off)
		return DSMIPD_MH_UNKNOWN_TYPE;
	if (off > size)
		return DSMIPD_MH_SHORT;
	mh_parse_fixed(mh, data);
	return dsmipd_mh_opt_parse(mh, data, size, off);
}

/**
 * dsmipd_mh_build() - write a message
 * @mh: the message; auth_off is set if it has an authentication option, and
 *	auth_len says how many bytes of data it gets.  What has no meaning in a
 *	message of this type, or options 4 and 5, are not written
 * @buf: where it goes; the checksum remains 0
 * @size: room there; DSMIPD_MH_MAX_LEN is always enough
 *
 * Context: any.
 * Return: its length in bytes, a multiple of 8, or 0 if there is not enough
 * room, or the type is not known.
 */
size_t dsmipd_mh_build(struct dsmipd_mh *mh, uint8_t *buf, size_t size)
{
	size_t off = mh_options(mh->type);

	if (size > DSMIPD_MH_MAX_LEN)
		size = DSMIPD_MH_MAX_LEN;
	size -= size % MH_UNIT;
	if (!off || off > size)
		return 0;
	memset(buf, 0, off);
	mh_build_fixed(mh, buf);
	off = dsmipd_mh_opt_build(mh, buf, size, off);
	if (!off)
		return 0;
	buf[MH_PROTO] = MH_NO_NEXT;
	buf[MH_LEN] = off / MH_UNIT - 1;
	buf[MH_TYPE] = mh->type;
	return off;
}

/**
 * dsmipd_mh_checksum() - the checksum of a message (RFC 6275, section 6.1.1)
 * @src: source; the home address if there is a Home Address option
 * @dst: destination; the home address if there is a type 2 routing header
 * @data: the message
 * @len: its length in bytes
 *
 * Context: any.
 * Return: what belongs into the checksum field, in host order, if that is 0
 * now; 0 if the field has the right value.
 */
uint16_t dsmipd_mh_checksum(const struct in6_addr *src,
			    const struct in6_addr *dst, const uint8_t *data,
			    size_t len)
{
	return dsmipd_wire_checksum(dsmipd_wire_sum(src, sizeof(*src)) +
				    dsmipd_wire_sum(dst, sizeof(*dst)) +
				    len + IPPROTO_MH +
				    dsmipd_wire_sum(data, len));
}

/**
 * dsmipd_mh_error_name() - why a message was not understood, in words
 * @error: the reason
 *
 * Context: any.
 * Return: a text without variables, that statistics count by.
 */
const char *dsmipd_mh_error_name(enum dsmipd_mh_error error)
{
	switch (error) {
	case DSMIPD_MH_OK:
		return "no error";
	case DSMIPD_MH_SHORT:
		return "message is too short";
	case DSMIPD_MH_BAD_PROTO:
		return "payload protocol is not 59";
	case DSMIPD_MH_UNKNOWN_TYPE:
		return "unknown message type";
	case DSMIPD_MH_BAD_OPTION:
		return "malformed mobility option";
	case DSMIPD_MH_TOO_MANY:
		return "too many mobility options of a kind";
	}
	return "unknown error";
}
