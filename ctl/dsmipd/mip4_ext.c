// SPDX-License-Identifier: GPL-2.0
/* Extensions of Mobile IPv4 one after the other, as the table has them. */

#include <string.h>

#include "mip4_ext.h"
#include "wire.h"

#define MIP4_EXT_END		(dsmipd_mip4_exts + dsmipd_mip4_n_exts)
#define MIP4_EXT_SPI		4	/* bytes */
#define MIP4_EXT_DRAFT		2	/* what draft -01 counts too */
#define MIP4_EXT_NOT_AUTH	(-1)

static uint8_t mip4_ext_message(uint8_t type)
{
	switch (type) {
	case DSMIPD_MIP4_RRQ:
		return DSMIPD_MIP4_EXT_IN_RRQ;
	case DSMIPD_MIP4_RRP:
		return DSMIPD_MIP4_EXT_IN_RRP;
	default:
		return DSMIPD_MIP4_EXT_IN_REVOKE;
	}
}

/* enum dsmipd_mip4_between of an authentication extension. */
static int mip4_ext_between(uint8_t type)
{
	switch (type) {
	case DSMIPD_MIP4_EXT_MN_HA:
		return DSMIPD_MIP4_MN_HA;
	case DSMIPD_MIP4_EXT_MN_FA:
		return DSMIPD_MIP4_MN_FA;
	case DSMIPD_MIP4_EXT_FA_HA:
		return DSMIPD_MIP4_FA_HA;
	default:
		return MIP4_EXT_NOT_AUTH;
	}
}

static const uint8_t mip4_ext_auth_type[DSMIPD_MIP4_N_BETWEEN] = {
	[DSMIPD_MIP4_MN_HA] = DSMIPD_MIP4_EXT_MN_HA,
	[DSMIPD_MIP4_MN_FA] = DSMIPD_MIP4_EXT_MN_FA,
	[DSMIPD_MIP4_FA_HA] = DSMIPD_MIP4_EXT_FA_HA,
};

/* Those of a foreign agent come last, and cover all that is of it. */
static bool mip4_ext_closed(const struct dsmipd_mip4 *mip4)
{
	return mip4->auth[DSMIPD_MIP4_MN_FA].has ||
	       mip4->auth[DSMIPD_MIP4_FA_HA].has;
}

/* RFC 5944, section 3.5. */
static enum dsmipd_mip4_error
mip4_ext_parse_auth(struct dsmipd_mip4 *mip4, enum dsmipd_mip4_between between,
		    const uint8_t *data, size_t off, size_t len)
{
	struct dsmipd_mip4_auth *auth = &mip4->auth[between];

	if (auth->has || len <= MIP4_EXT_SPI ||
	    off + len > UINT16_MAX)
		return DSMIPD_MIP4_BAD_AUTH;
	if (between == DSMIPD_MIP4_MN_HA) {
		if (mip4_ext_closed(mip4))
			return DSMIPD_MIP4_BAD_ORDER;
		mip4->node_end = off + len;
	}
	auth->has = true;
	auth->spi = dsmipd_wire_get32(data + off);
	auth->off = off + MIP4_EXT_SPI;
	auth->len = len - MIP4_EXT_SPI;
	return DSMIPD_MIP4_OK;
}

/* The extension that this one is, here; NULL: it is not known. */
static const struct dsmipd_mip4_ext *
mip4_ext_find(const struct dsmipd_mip4 *mip4, const uint8_t *ext, size_t len)
{
	uint8_t of = mip4->auth[DSMIPD_MIP4_MN_HA].has ?
		     DSMIPD_MIP4_EXT_OF_AGENT : DSMIPD_MIP4_EXT_OF_NODE;
	uint8_t in = mip4_ext_message(mip4->type);
	const struct dsmipd_mip4_ext *known;

	for (known = dsmipd_mip4_exts; known < MIP4_EXT_END; known++) {
		if (known->type != ext[0] || !(known->in & in) ||
		    !(known->of & of))
			continue;
		/* Without a subtype it is as bad as any of its type. */
		if (known->subtype == DSMIPD_MIP4_EXT_SIMPLE || !len ||
		    known->subtype == ext[DSMIPD_MIP4_EXT_HEAD])
			return known;
	}
	return NULL;
}

/*
 * How long the data of an extension are; draft -01 counts type and length too
 * (sections 3.1 to 3.3), which is none of the lengths of RFC 5454.
 */
static size_t mip4_ext_len(const uint8_t *ext, size_t room, bool draft)
{
	size_t len = ext[1];

	if (!draft || ext[0] != DSMIPD_MIP4_EXT_IPV6 ||
	    room <= DSMIPD_MIP4_EXT_HEAD)
		return len;
	switch (ext[DSMIPD_MIP4_EXT_HEAD]) {
	case DSMIPD_MIP4_EXT_IPV6_REQUEST:
		return len == 20 ? len - MIP4_EXT_DRAFT : len;
	case DSMIPD_MIP4_EXT_IPV6_REPLY:
		return len == 22 ? len - MIP4_EXT_DRAFT : len;
	case DSMIPD_MIP4_EXT_IPV6_MODE:
		return len == 4 ? len - MIP4_EXT_DRAFT : len;
	default:
		return len;
	}
}

/* One that is no authentication. */
static enum dsmipd_mip4_error mip4_ext_parse_one(struct dsmipd_mip4 *mip4,
						 const uint8_t *ext, size_t len)
{
	const struct dsmipd_mip4_ext *known = mip4_ext_find(mip4, ext, len);
	struct dsmipd_mip4_in in = {
		.data = ext + DSMIPD_MIP4_EXT_HEAD,
		.len = len,
		.draft = len != ext[1],
		.part = mip4->auth[DSMIPD_MIP4_MN_HA].has ? &mip4->agent :
							     &mip4->node,
	};

	if (!known)
		return ext[0] < DSMIPD_MIP4_EXT_SKIP ? DSMIPD_MIP4_UNKNOWN_EXT :
						       DSMIPD_MIP4_OK;
	if (mip4_ext_closed(mip4))
		return DSMIPD_MIP4_BAD_ORDER;
	if (known->subtype != DSMIPD_MIP4_EXT_SIMPLE) {
		if (!len)
			return DSMIPD_MIP4_BAD_EXT;
		in.data++;
		in.len--;
	}
	if (in.len < known->min || in.len > known->max)
		return DSMIPD_MIP4_BAD_EXT;
	return known->parse(mip4, &in);
}

/**
 * dsmipd_mip4_ext_parse() - read the extensions of a message
 * @mip4: the message; its type is known
 * @data: first byte of the message
 * @len: its length in bytes
 * @off: where the extensions begin
 * @draft: take the lengths of draft -01 too
 *
 * Behind an extension that is malformed the others are read all the same, so
 * that its sender, if authentic, can be told.
 *
 * Context: any.
 * Return: %DSMIPD_MIP4_OK, or what is wrong with them.
 */
enum dsmipd_mip4_error dsmipd_mip4_ext_parse(struct dsmipd_mip4 *mip4,
					     const uint8_t *data, size_t len,
					     size_t off, bool draft)
{
	enum dsmipd_mip4_error error, first = DSMIPD_MIP4_OK;
	int between;
	size_t n;

	while (off < len) {
		if (data[off] == DSMIPD_MIP4_EXT_PAD) {
			off++;
			continue;
		}
		if (len - off < DSMIPD_MIP4_EXT_HEAD)
			return DSMIPD_MIP4_SHORT;
		n = mip4_ext_len(data + off, len - off, draft);
		if (len - off - DSMIPD_MIP4_EXT_HEAD < n)
			return DSMIPD_MIP4_SHORT;
		between = mip4_ext_between(data[off]);
		if (between == MIP4_EXT_NOT_AUTH)
			error = mip4_ext_parse_one(mip4, data + off, n);
		else
			error = mip4_ext_parse_auth(mip4, between, data,
						    off + DSMIPD_MIP4_EXT_HEAD,
						    n);
		if (error && error < DSMIPD_MIP4_BAD_EXT)
			return error;
		if (!first)
			first = error;
		off += DSMIPD_MIP4_EXT_HEAD + n;
	}
	return first;
}

/* Type, length and room for the data of an extension; NULL: no room. */
static uint8_t *mip4_ext_put(uint8_t *buf, size_t size, size_t *off,
			     uint8_t type, size_t len)
{
	uint8_t *ext = buf + *off;

	if (len > DSMIPD_MIP4_EXT_MAX || size - *off < DSMIPD_MIP4_EXT_HEAD ||
	    size - *off - DSMIPD_MIP4_EXT_HEAD < len)
		return NULL;
	ext[0] = type;
	ext[1] = len;
	*off += DSMIPD_MIP4_EXT_HEAD + len;
	return ext + DSMIPD_MIP4_EXT_HEAD;
}

/* Write all extensions of a kind; 0: no room. */
static size_t mip4_ext_build_kind(const struct dsmipd_mip4 *mip4,
				  const struct dsmipd_mip4_part *part,
				  const struct dsmipd_mip4_ext *known,
				  uint8_t *buf, size_t size, size_t off)
{
	size_t head = known->subtype != DSMIPD_MIP4_EXT_SIMPLE;
	uint8_t data[DSMIPD_MIP4_EXT_MAX], *ext;
	size_t len;

	for (size_t i = 0; known->has(mip4, part, i); i++) {
		memset(data, 0, sizeof(data));
		if (head)
			data[0] = known->subtype;
		len = head + known->build(mip4, part, i, data + head);
		ext = mip4_ext_put(buf, size, &off, known->type, len);
		if (!ext)
			return 0;
		memcpy(ext, data, len);
		if (mip4->draft && known->type == DSMIPD_MIP4_EXT_IPV6)
			ext[-1] += MIP4_EXT_DRAFT;
	}
	return off;
}

static size_t mip4_ext_build_part(const struct dsmipd_mip4 *mip4,
				  const struct dsmipd_mip4_part *part,
				  uint8_t *buf, size_t size, size_t off)
{
	uint8_t of = part == &mip4->node ? DSMIPD_MIP4_EXT_OF_NODE :
					   DSMIPD_MIP4_EXT_OF_AGENT;
	uint8_t in = mip4_ext_message(mip4->type);
	const struct dsmipd_mip4_ext *known;

	for (known = dsmipd_mip4_exts; known < MIP4_EXT_END; known++) {
		if (!(known->in & in) || !(known->of & of))
			continue;
		off = mip4_ext_build_kind(mip4, part, known, buf, size, off);
		if (!off)
			return 0;
	}
	return off;
}

/* With an authenticator of zeros; 0: no room. */
static size_t mip4_ext_build_auth(struct dsmipd_mip4 *mip4,
				  enum dsmipd_mip4_between between,
				  uint8_t *buf, size_t size, size_t off)
{
	struct dsmipd_mip4_auth *auth = &mip4->auth[between];
	uint8_t *ext;

	if (!auth->has)
		return off;
	ext = mip4_ext_put(buf, size, &off, mip4_ext_auth_type[between],
			   MIP4_EXT_SPI + (size_t)auth->len);
	if (!ext)
		return 0;
	dsmipd_wire_put32(ext, auth->spi);
	memset(ext + MIP4_EXT_SPI, 0, auth->len);
	auth->off = off - auth->len;
	return off;
}

/**
 * dsmipd_mip4_ext_build_node() - write what is between node and home agent
 * @mip4: the message
 * @buf: first byte of the message
 * @size: room for all of it
 * @off: where the extensions begin
 *
 * Context: any.
 * Return: length of the message in bytes, or 0 if there is not enough room.
 */
size_t dsmipd_mip4_ext_build_node(struct dsmipd_mip4 *mip4, uint8_t *buf,
				  size_t size, size_t off)
{
	off = mip4_ext_build_part(mip4, &mip4->node, buf, size, off);
	if (!off)
		return 0;
	off = mip4_ext_build_auth(mip4, DSMIPD_MIP4_MN_HA, buf, size, off);
	mip4->node_end = mip4->auth[DSMIPD_MIP4_MN_HA].has ? off : 0;
	return off;
}

/**
 * dsmipd_mip4_ext_build_agent() - write what is of or for a foreign agent
 * @mip4: the message
 * @buf: first byte of the message
 * @size: room for all of it
 * @off: where these extensions begin, not behind @size
 *
 * Context: any.
 * Return: length of the message in bytes, or 0 if there is not enough room.
 */
size_t dsmipd_mip4_ext_build_agent(struct dsmipd_mip4 *mip4, uint8_t *buf,
				   size_t size, size_t off)
{
	off = mip4_ext_build_part(mip4, &mip4->agent, buf, size, off);
	if (off)
		off = mip4_ext_build_auth(mip4, DSMIPD_MIP4_MN_FA, buf, size,
					  off);
	if (off)
		off = mip4_ext_build_auth(mip4, DSMIPD_MIP4_FA_HA, buf, size,
					  off);
	return off;
}
