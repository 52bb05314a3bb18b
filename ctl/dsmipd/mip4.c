// SPDX-License-Identifier: GPL-2.0
/* Mobile IPv4 messages: what is before the extensions. */

#include <string.h>

#include "mip4.h"
#include "mip4_ext.h"
#include "wire.h"

#define MIP4_RRQ_FLAGS		0xfa	/* those that are not reserved */
#define MIP4_REVOKE_FLAGS	0xc000
#define MIP4_REVOKE_ACK_FLAGS	0x8000

/* Offsets of RFC 5944, 3.3 and 3.4, and of RFC 3543, 3.3 and 3.4. */
enum mip4_offset {
	MIP4_TYPE		= 0,
	MIP4_RRQ_FLAG		= 1,
	MIP4_RRQ_LIFETIME	= 2,
	MIP4_RRQ_HOA		= 4,
	MIP4_RRQ_HA		= 8,
	MIP4_RRQ_COA		= 12,
	MIP4_RRQ_ID		= 16,
	MIP4_RRQ_END		= 24,
	MIP4_RRP_CODE		= 1,
	MIP4_RRP_LIFETIME	= 2,
	MIP4_RRP_HOA		= 4,
	MIP4_RRP_HA		= 8,
	MIP4_RRP_ID		= 12,
	MIP4_RRP_END		= 20,
	MIP4_REVOKE_FLAG	= 2,
	MIP4_REVOKE_HOA		= 4,
	MIP4_REVOKE_HA		= 8,
	MIP4_REVOKE_COA		= 12,
	MIP4_REVOKE_ID		= 16,
	MIP4_REVOKE_END		= 20,
	MIP4_REVOKE_ACK_ID	= 8,
	MIP4_REVOKE_ACK_END	= 12,
};

/* Where the extensions begin; 0 for a type that is not known. */
static size_t mip4_extensions(uint8_t type)
{
	switch (type) {
	case DSMIPD_MIP4_RRQ:
		return MIP4_RRQ_END;
	case DSMIPD_MIP4_RRP:
		return MIP4_RRP_END;
	case DSMIPD_MIP4_REVOKE:
		return MIP4_REVOKE_END;
	case DSMIPD_MIP4_REVOKE_ACK:
		return MIP4_REVOKE_ACK_END;
	default:
		return 0;
	}
}

static void mip4_get_addr(struct in_addr *addr, const uint8_t *data)
{
	memcpy(addr, data, sizeof(*addr));
}

static void mip4_put_addr(uint8_t *data, const struct in_addr *addr)
{
	memcpy(data, addr, sizeof(*addr));
}

static void mip4_parse_fixed(struct dsmipd_mip4 *mip4, const uint8_t *data)
{
	switch (mip4->type) {
	case DSMIPD_MIP4_RRQ:
		mip4->flags = data[MIP4_RRQ_FLAG] & MIP4_RRQ_FLAGS;
		mip4->lifetime = dsmipd_wire_get16(data + MIP4_RRQ_LIFETIME);
		mip4_get_addr(&mip4->hoa, data + MIP4_RRQ_HOA);
		mip4_get_addr(&mip4->ha, data + MIP4_RRQ_HA);
		mip4_get_addr(&mip4->coa, data + MIP4_RRQ_COA);
		mip4->id = dsmipd_wire_get64(data + MIP4_RRQ_ID);
		break;
	case DSMIPD_MIP4_RRP:
		mip4->code = data[MIP4_RRP_CODE];
		mip4->lifetime = dsmipd_wire_get16(data + MIP4_RRP_LIFETIME);
		mip4_get_addr(&mip4->hoa, data + MIP4_RRP_HOA);
		mip4_get_addr(&mip4->ha, data + MIP4_RRP_HA);
		mip4->id = dsmipd_wire_get64(data + MIP4_RRP_ID);
		break;
	case DSMIPD_MIP4_REVOKE:
		mip4->flags = dsmipd_wire_get16(data + MIP4_REVOKE_FLAG) &
			      MIP4_REVOKE_FLAGS;
		mip4_get_addr(&mip4->hoa, data + MIP4_REVOKE_HOA);
		mip4_get_addr(&mip4->ha, data + MIP4_REVOKE_HA);
		mip4_get_addr(&mip4->coa, data + MIP4_REVOKE_COA);
		mip4->id = dsmipd_wire_get32(data + MIP4_REVOKE_ID);
		break;
	case DSMIPD_MIP4_REVOKE_ACK:
		mip4->flags = dsmipd_wire_get16(data + MIP4_REVOKE_FLAG) &
			      MIP4_REVOKE_ACK_FLAGS;
		mip4_get_addr(&mip4->hoa, data + MIP4_REVOKE_HOA);
		mip4->id = dsmipd_wire_get32(data + MIP4_REVOKE_ACK_ID);
		break;
	default:
		break;
	}
}

static void mip4_build_fixed(const struct dsmipd_mip4 *mip4, uint8_t *buf)
{
	buf[MIP4_TYPE] = mip4->type;
	switch (mip4->type) {
	case DSMIPD_MIP4_RRQ:
		buf[MIP4_RRQ_FLAG] = mip4->flags & MIP4_RRQ_FLAGS;
		dsmipd_wire_put16(buf + MIP4_RRQ_LIFETIME, mip4->lifetime);
		mip4_put_addr(buf + MIP4_RRQ_HOA, &mip4->hoa);
		mip4_put_addr(buf + MIP4_RRQ_HA, &mip4->ha);
		mip4_put_addr(buf + MIP4_RRQ_COA, &mip4->coa);
		dsmipd_wire_put64(buf + MIP4_RRQ_ID, mip4->id);
		break;
	case DSMIPD_MIP4_RRP:
		buf[MIP4_RRP_CODE] = mip4->code;
		dsmipd_wire_put16(buf + MIP4_RRP_LIFETIME, mip4->lifetime);
		mip4_put_addr(buf + MIP4_RRP_HOA, &mip4->hoa);
		mip4_put_addr(buf + MIP4_RRP_HA, &mip4->ha);
		dsmipd_wire_put64(buf + MIP4_RRP_ID, mip4->id);
		break;
	case DSMIPD_MIP4_REVOKE:
		dsmipd_wire_put16(buf + MIP4_REVOKE_FLAG,
				  mip4->flags & MIP4_REVOKE_FLAGS);
		mip4_put_addr(buf + MIP4_REVOKE_HOA, &mip4->hoa);
		mip4_put_addr(buf + MIP4_REVOKE_HA, &mip4->ha);
		mip4_put_addr(buf + MIP4_REVOKE_COA, &mip4->coa);
		dsmipd_wire_put32(buf + MIP4_REVOKE_ID, mip4->id);
		break;
	case DSMIPD_MIP4_REVOKE_ACK:
		dsmipd_wire_put16(buf + MIP4_REVOKE_FLAG,
				  mip4->flags & MIP4_REVOKE_ACK_FLAGS);
		mip4_put_addr(buf + MIP4_REVOKE_HOA, &mip4->hoa);
		dsmipd_wire_put32(buf + MIP4_REVOKE_ACK_ID, mip4->id);
		break;
	default:
		break;
	}
}

/**
 * dsmipd_mip4_parse() - read a message
 * @data: its first byte
 * @len: its length in bytes: all of the UDP payload
 * @draft: take lengths of draft -01 in extensions 152 too; without this, such
 *	an extension is a bad one
 * @mip4: where it goes; with an error as enum dsmipd_mip4_error says, but the
 *	type is what was received whenever there is one
 *
 * An extension that has no meaning in a message of this type, or where it is,
 * is not known.  One that is not known is skipped from type 128 on, below it
 * is an error (RFC 5944, section 1.8).
 *
 * Context: any.
 * Return: %DSMIPD_MIP4_OK, or what is wrong with it.
 */
enum dsmipd_mip4_error dsmipd_mip4_parse(const uint8_t *data, size_t len,
					 bool draft, struct dsmipd_mip4 *mip4)
{
	size_t off;

	memset(mip4, 0, sizeof(*mip4));
	if (!len)
		return DSMIPD_MIP4_SHORT;
	mip4->type = data[MIP4_TYPE];
	off = mip4_extensions(mip4->type);
	if (!off)
		return DSMIPD_MIP4_UNKNOWN_TYPE;
	if (off > len)
		return DSMIPD_MIP4_SHORT;
	mip4_parse_fixed(mip4, data);
	return dsmipd_mip4_ext_parse(mip4, data, len, off, draft);
}

/**
 * dsmipd_mip4_build() - write a message
 * @mip4: the message; off of its authentication extensions and node_end are
 *	set.  What has no meaning in a message of this type is not written;
 *	without a MN-HA authentication @agent cannot be told from @node any more
 * @buf: where it goes
 * @size: room there; DSMIPD_MIP4_MAX_LEN is always enough
 *
 * In the order of RFC 5944, 3.6.1.3 and 3.8.3.3.
 *
 * Context: any.
 * Return: its length in bytes, or 0 if there is not enough room, or the type
 * is not known.
 */
size_t dsmipd_mip4_build(struct dsmipd_mip4 *mip4, uint8_t *buf, size_t size)
{
	size_t off = mip4_extensions(mip4->type);

	if (size > DSMIPD_MIP4_MAX_LEN)
		size = DSMIPD_MIP4_MAX_LEN;
	if (!off || off > size)
		return 0;
	memset(buf, 0, off);
	mip4_build_fixed(mip4, buf);
	off = dsmipd_mip4_ext_build_node(mip4, buf, size, off);
	if (!off)
		return 0;
	return dsmipd_mip4_ext_build_agent(mip4, buf, size, off);
}

/**
 * dsmipd_mip4_relay() - write what a foreign agent sends on
 * @mip4: the message as it was parsed, with other extensions in @agent, and
 *	other authentication extensions MN-FA and FA-HA; their off is set
 * @data: its bytes as they were received
 * @buf: where it goes; not the same bytes
 * @size: room there
 *
 * What the MN-HA authentication covers, and that itself, stay as they are
 * (RFC 5944, 3.7.2.2 and 3.7.3.2).
 *
 * Context: any.
 * Return: its length in bytes, or 0 if there is not enough room, or no MN-HA
 * authentication.
 */
size_t dsmipd_mip4_relay(struct dsmipd_mip4 *mip4, const uint8_t *data,
			 uint8_t *buf, size_t size)
{
	if (!mip4->node_end || mip4->node_end > size)
		return 0;
	memcpy(buf, data, mip4->node_end);
	return dsmipd_mip4_ext_build_agent(mip4, buf, size, mip4->node_end);
}
