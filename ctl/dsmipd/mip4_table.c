// SPDX-License-Identifier: GPL-2.0
/*
 * The extensions of Mobile IPv4: one table says in which messages and where an
 * extension has a meaning, how long it is, and how it is read and written.
 */

#include <string.h>

#include "mip4_ext.h"
#include "wire.h"

#define MIP4_TABLE_RRQ		DSMIPD_MIP4_EXT_IN_RRQ
#define MIP4_TABLE_RRP		DSMIPD_MIP4_EXT_IN_RRP
#define MIP4_TABLE_ALL		DSMIPD_MIP4_EXT_IN_ALL
#define MIP4_TABLE_NODE		DSMIPD_MIP4_EXT_OF_NODE
#define MIP4_TABLE_AGENT	DSMIPD_MIP4_EXT_OF_AGENT
#define MIP4_TABLE_BOTH		DSMIPD_MIP4_EXT_OF_BOTH
#define MIP4_TABLE_SIMPLE	DSMIPD_MIP4_EXT_SIMPLE

/* Fields within an extension. */
#define MIP4_TABLE_INFORM	0x8000	/* 137: I */
#define MIP4_TABLE_ASK_FORCE	0x80	/* 144: F */
#define MIP4_TABLE_ASK_AGENT	0x40	/* 144: R */
#define MIP4_TABLE_FORCE	0x8000	/* 44: F */

static enum dsmipd_mip4_error mip4_table_once(bool *has)
{
	if (*has)
		return DSMIPD_MIP4_BAD_EXT;
	*has = true;
	return DSMIPD_MIP4_OK;
}

/* RFC 2794, section 2.  With a zero byte a name would seem to be another. */
static enum dsmipd_mip4_error
mip4_table_nai_parse(struct dsmipd_mip4 *mip4, const struct dsmipd_mip4_in *in)
{
	if (mip4->nai[0] || memchr(in->data, '\0', in->len))
		return DSMIPD_MIP4_BAD_EXT;
	memcpy(mip4->nai, in->data, in->len);
	return DSMIPD_MIP4_OK;
}

static bool mip4_table_nai_has(const struct dsmipd_mip4 *mip4,
			       const struct dsmipd_mip4_part *part, size_t i)
{
	(void)part;
	return !i && mip4->nai[0];
}

static size_t mip4_table_nai_build(const struct dsmipd_mip4 *mip4,
				   const struct dsmipd_mip4_part *part,
				   size_t i, uint8_t *data)
{
	size_t len = strnlen(mip4->nai, DSMIPD_MIP4_MAX_NAI);

	(void)part;
	(void)i;
	memcpy(data, mip4->nai, len);
	return len;
}

/* RFC 3024, section 3.3: it has no data. */
static enum dsmipd_mip4_error
mip4_table_delivery_parse(struct dsmipd_mip4 *mip4,
			  const struct dsmipd_mip4_in *in)
{
	(void)mip4;
	return mip4_table_once(&in->part->has_delivery);
}

static bool mip4_table_delivery_has(const struct dsmipd_mip4 *mip4,
				    const struct dsmipd_mip4_part *part,
				    size_t i)
{
	(void)mip4;
	return !i && part->has_delivery;
}

static size_t mip4_table_delivery_build(const struct dsmipd_mip4 *mip4,
					const struct dsmipd_mip4_part *part,
					size_t i, uint8_t *data)
{
	(void)mip4;
	(void)part;
	(void)i;
	(void)data;
	return 0;
}

/* Bits beyond the length say nothing; of a link-local address all count. */
static void mip4_table_mask(struct in6_addr *addr, uint8_t len)
{
	if (len > 128)
		return;
	for (size_t i = 0; i < sizeof(addr->s6_addr); i++) {
		if (len >= 8 * (i + 1))
			continue;
		addr->s6_addr[i] &= len > 8 * i ? 0xff00 >> (len - 8 * i) : 0;
	}
}

static enum dsmipd_mip4_error
mip4_table_prefix_add(struct dsmipd_mip4 *mip4, uint8_t code, uint8_t len,
		      const uint8_t *addr, bool draft)
{
	struct dsmipd_mip4_prefix *prefix;

	if (mip4->n_prefix == DSMIPD_MIP4_MAX_PREFIX)
		return DSMIPD_MIP4_TOO_MANY;
	prefix = &mip4->prefix[mip4->n_prefix++];
	prefix->code = code;
	prefix->len = len;
	memcpy(&prefix->addr, addr, sizeof(prefix->addr));
	mip4_table_mask(&prefix->addr, len);
	if (draft)
		mip4->draft = true;
	return DSMIPD_MIP4_OK;
}

static bool mip4_table_prefix_has(const struct dsmipd_mip4 *mip4,
				  const struct dsmipd_mip4_part *part, size_t i)
{
	(void)part;
	return i < mip4->n_prefix && i < DSMIPD_MIP4_MAX_PREFIX;
}

static size_t mip4_table_prefix_put(const struct dsmipd_mip4_prefix *prefix,
				    uint8_t *data)
{
	struct in6_addr addr = prefix->addr;

	mip4_table_mask(&addr, prefix->len);
	memcpy(data, &addr, sizeof(addr));
	return sizeof(addr);
}

/* RFC 5454, section 2.1: length, prefix. */
static enum dsmipd_mip4_error
mip4_table_request_parse(struct dsmipd_mip4 *mip4,
			 const struct dsmipd_mip4_in *in)
{
	return mip4_table_prefix_add(mip4, 0, in->data[0], in->data + 1,
				     in->draft);
}

static size_t mip4_table_request_build(const struct dsmipd_mip4 *mip4,
				       const struct dsmipd_mip4_part *part,
				       size_t i, uint8_t *data)
{
	(void)part;
	data[0] = mip4->prefix[i].len;
	return 1 + mip4_table_prefix_put(&mip4->prefix[i], data + 1);
}

/* RFC 5454, section 2.2: code, length, reserved byte, prefix. */
static enum dsmipd_mip4_error
mip4_table_reply_parse(struct dsmipd_mip4 *mip4,
		       const struct dsmipd_mip4_in *in)
{
	return mip4_table_prefix_add(mip4, in->data[0], in->data[1],
				     in->data + 3, in->draft);
}

static size_t mip4_table_reply_build(const struct dsmipd_mip4 *mip4,
				     const struct dsmipd_mip4_part *part,
				     size_t i, uint8_t *data)
{
	(void)part;
	data[0] = mip4->prefix[i].code;
	data[1] = mip4->prefix[i].len;
	return 3 + mip4_table_prefix_put(&mip4->prefix[i], data + 3);
}

/* RFC 5454, section 2.3: a reserved byte. */
static enum dsmipd_mip4_error
mip4_table_mode_parse(struct dsmipd_mip4 *mip4, const struct dsmipd_mip4_in *in)
{
	if (in->draft)
		mip4->draft = true;
	return mip4_table_once(&in->part->has_mode);
}

static bool mip4_table_mode_has(const struct dsmipd_mip4 *mip4,
				const struct dsmipd_mip4_part *part, size_t i)
{
	(void)mip4;
	return !i && part->has_mode;
}

static size_t mip4_table_mode_build(const struct dsmipd_mip4 *mip4,
				    const struct dsmipd_mip4_part *part,
				    size_t i, uint8_t *data)
{
	(void)mip4;
	(void)part;
	(void)i;
	(void)data;
	return 1;
}

/*
 * RFC 3519, section 3.1: reserved byte, flags, encapsulation, 16 reserved bits.
 * If those are not 0, it is not understood (3.1.3), which is to be skipped.
 */
static enum dsmipd_mip4_error
mip4_table_udp_ask_parse(struct dsmipd_mip4 *mip4,
			 const struct dsmipd_mip4_in *in)
{
	struct dsmipd_mip4_part *part = in->part;

	(void)mip4;
	if (dsmipd_wire_get16(in->data + 3))
		return DSMIPD_MIP4_OK;
	part->udp_force = in->data[1] & MIP4_TABLE_ASK_FORCE;
	part->udp_agent = in->data[1] & MIP4_TABLE_ASK_AGENT;
	part->udp_encap = in->data[2];
	return mip4_table_once(&part->has_udp_request);
}

static bool mip4_table_udp_ask_has(const struct dsmipd_mip4 *mip4,
				   const struct dsmipd_mip4_part *part,
				   size_t i)
{
	(void)mip4;
	return !i && part->has_udp_request;
}

static size_t mip4_table_udp_ask_build(const struct dsmipd_mip4 *mip4,
				       const struct dsmipd_mip4_part *part,
				       size_t i, uint8_t *data)
{
	(void)mip4;
	(void)i;
	data[1] = (part->udp_force ? MIP4_TABLE_ASK_FORCE : 0) |
		  (part->udp_agent ? MIP4_TABLE_ASK_AGENT : 0);
	data[2] = part->udp_encap;
	return 5;
}

/* RFC 3519, section 3.2: code, flags, keepalive interval. */
static enum dsmipd_mip4_error
mip4_table_udp_parse(struct dsmipd_mip4 *mip4, const struct dsmipd_mip4_in *in)
{
	struct dsmipd_mip4_part *part = in->part;

	(void)mip4;
	part->udp_code = in->data[0];
	part->udp_force = dsmipd_wire_get16(in->data + 1) & MIP4_TABLE_FORCE;
	part->udp_keepalive = dsmipd_wire_get16(in->data + 3);
	return mip4_table_once(&part->has_udp_reply);
}

static bool mip4_table_udp_has(const struct dsmipd_mip4 *mip4,
			       const struct dsmipd_mip4_part *part, size_t i)
{
	(void)mip4;
	return !i && part->has_udp_reply;
}

static size_t mip4_table_udp_build(const struct dsmipd_mip4 *mip4,
				   const struct dsmipd_mip4_part *part,
				   size_t i, uint8_t *data)
{
	(void)mip4;
	(void)i;
	data[0] = part->udp_code;
	dsmipd_wire_put16(data + 1, part->udp_force ? MIP4_TABLE_FORCE : 0);
	dsmipd_wire_put16(data + 3, part->udp_keepalive);
	return 5;
}

/* RFC 3543, section 3.2: flags, timestamp. */
static enum dsmipd_mip4_error
mip4_table_revocation_parse(struct dsmipd_mip4 *mip4,
			    const struct dsmipd_mip4_in *in)
{
	struct dsmipd_mip4_part *part = in->part;

	(void)mip4;
	part->revocation_inform = dsmipd_wire_get16(in->data) &
				  MIP4_TABLE_INFORM;
	part->revocation_time = dsmipd_wire_get32(in->data + 2);
	return mip4_table_once(&part->has_revocation);
}

static bool mip4_table_revocation_has(const struct dsmipd_mip4 *mip4,
				      const struct dsmipd_mip4_part *part,
				      size_t i)
{
	(void)mip4;
	return !i && part->has_revocation;
}

static size_t mip4_table_revocation_build(const struct dsmipd_mip4 *mip4,
					  const struct dsmipd_mip4_part *part,
					  size_t i, uint8_t *data)
{
	(void)mip4;
	(void)i;
	dsmipd_wire_put16(data, part->revocation_inform ? MIP4_TABLE_INFORM :
							  0);
	dsmipd_wire_put32(data + 2, part->revocation_time);
	return 6;
}

/* In the order in which they are written. */
const struct dsmipd_mip4_ext dsmipd_mip4_exts[] = {
	{ DSMIPD_MIP4_EXT_DELIVERY, MIP4_TABLE_SIMPLE, MIP4_TABLE_RRQ,
	  MIP4_TABLE_AGENT, 0, 0, mip4_table_delivery_parse,
	  mip4_table_delivery_has, mip4_table_delivery_build },
	{ DSMIPD_MIP4_EXT_NAI, MIP4_TABLE_SIMPLE, MIP4_TABLE_ALL,
	  MIP4_TABLE_NODE, 1, DSMIPD_MIP4_MAX_NAI, mip4_table_nai_parse,
	  mip4_table_nai_has, mip4_table_nai_build },
	{ DSMIPD_MIP4_EXT_IPV6, DSMIPD_MIP4_EXT_IPV6_REQUEST, MIP4_TABLE_RRQ,
	  MIP4_TABLE_NODE, 17, 17, mip4_table_request_parse,
	  mip4_table_prefix_has, mip4_table_request_build },
	{ DSMIPD_MIP4_EXT_IPV6, DSMIPD_MIP4_EXT_IPV6_REPLY, MIP4_TABLE_RRP,
	  MIP4_TABLE_NODE, 19, 19, mip4_table_reply_parse,
	  mip4_table_prefix_has, mip4_table_reply_build },
	{ DSMIPD_MIP4_EXT_IPV6, DSMIPD_MIP4_EXT_IPV6_MODE, MIP4_TABLE_RRQ,
	  MIP4_TABLE_BOTH, 1, 1, mip4_table_mode_parse, mip4_table_mode_has,
	  mip4_table_mode_build },
	{ DSMIPD_MIP4_EXT_UDP_REQUEST, 0, MIP4_TABLE_RRQ, MIP4_TABLE_BOTH, 5, 5,
	  mip4_table_udp_ask_parse, mip4_table_udp_ask_has,
	  mip4_table_udp_ask_build },
	{ DSMIPD_MIP4_EXT_UDP_REPLY, 0, MIP4_TABLE_RRP, MIP4_TABLE_BOTH, 5, 5,
	  mip4_table_udp_parse, mip4_table_udp_has, mip4_table_udp_build },
	{ DSMIPD_MIP4_EXT_REVOCATION, MIP4_TABLE_SIMPLE,
	  MIP4_TABLE_RRQ | MIP4_TABLE_RRP, MIP4_TABLE_BOTH, 6, 6,
	  mip4_table_revocation_parse, mip4_table_revocation_has,
	  mip4_table_revocation_build },
};

const size_t dsmipd_mip4_n_exts = sizeof(dsmipd_mip4_exts) /
				  sizeof(dsmipd_mip4_exts[0]);
