// SPDX-License-Identifier: GPL-2.0
/* Agent advertisements and solicitations (RFC 1256; RFC 5944, section 2.1). */

#include <string.h>

#include "mip4_advert.h"
#include "wire.h"

#define MIP4_ADVERT_FIRST	8	/* bytes that both have */
#define MIP4_ADVERT_WORD	4	/* of the size of a router */
#define MIP4_ADVERT_WORDS	2	/* of a router, at least */
#define MIP4_ADVERT_FLAGS	0xfdc0	/* those that are known */

#define MIP4_ADVERT_EXT_HEAD	2	/* type, length */
#define MIP4_ADVERT_EXT_PAD	0
#define MIP4_ADVERT_EXT_AGENT	16
#define MIP4_ADVERT_EXT_PREFIX	19
#define MIP4_ADVERT_EXT_SKIP	128	/* first type that need not be known */
#define MIP4_ADVERT_AGENT_LEN	6	/* without care-of addresses */

enum mip4_advert_offset {
	MIP4_ADVERT_TYPE		= 0,
	MIP4_ADVERT_CODE		= 1,
	MIP4_ADVERT_CHECKSUM		= 2,
	MIP4_ADVERT_N_ROUTERS		= 4,
	MIP4_ADVERT_ROUTER_SIZE		= 5,
	MIP4_ADVERT_LIFETIME		= 6,
	MIP4_ADVERT_PREFERENCE		= 4,	/* of a router */
	MIP4_ADVERT_SEQUENCE		= 0,	/* of the data of extension 16 */
	MIP4_ADVERT_REG_LIFETIME	= 2,
	MIP4_ADVERT_FLAG		= 4,
	MIP4_ADVERT_COA			= 6,
};

/* Of more routers than there is room for, the first ones. */
static void mip4_advert_parse_routers(struct dsmipd_mip4_advert *advert,
				      const uint8_t *data, size_t n,
				      size_t size)
{
	struct dsmipd_mip4_router *router;

	if (n > DSMIPD_MIP4_ADVERT_MAX_ROUTERS)
		n = DSMIPD_MIP4_ADVERT_MAX_ROUTERS;
	for (size_t i = 0; i < n; i++, data += size) {
		router = &advert->routers[advert->n_routers++];
		memcpy(&router->addr, data, sizeof(router->addr));
		router->preference =
			dsmipd_wire_get32(data + MIP4_ADVERT_PREFERENCE);
	}
}

/* RFC 5944, section 2.1.1: of more care-of addresses the first ones. */
static bool mip4_advert_parse_agent(struct dsmipd_mip4_advert *advert,
				    const uint8_t *data, size_t len)
{
	size_t n;

	if (advert->has_agent || len < MIP4_ADVERT_AGENT_LEN ||
	    (len - MIP4_ADVERT_AGENT_LEN) % sizeof(advert->coa[0]))
		return false;
	n = (len - MIP4_ADVERT_AGENT_LEN) / sizeof(advert->coa[0]);
	if (n > DSMIPD_MIP4_ADVERT_MAX_COA)
		n = DSMIPD_MIP4_ADVERT_MAX_COA;
	advert->has_agent = true;
	advert->sequence = dsmipd_wire_get16(data + MIP4_ADVERT_SEQUENCE);
	advert->reg_lifetime =
		dsmipd_wire_get16(data + MIP4_ADVERT_REG_LIFETIME);
	advert->flags = dsmipd_wire_get16(data + MIP4_ADVERT_FLAG) &
			MIP4_ADVERT_FLAGS;
	advert->n_coa = n;
	memcpy(advert->coa, data + MIP4_ADVERT_COA, n * sizeof(advert->coa[0]));
	return true;
}

/* RFC 5944, section 2.1.2: one for each router. */
static bool mip4_advert_parse_prefix(struct dsmipd_mip4_advert *advert,
				     const uint8_t *data, size_t len,
				     size_t n_routers)
{
	if (advert->has_prefix_len || len != n_routers)
		return false;
	for (size_t i = 0; i < advert->n_routers; i++) {
		if (data[i] > 32)
			return false;
		advert->routers[i].prefix_len = data[i];
	}
	advert->has_prefix_len = true;
	return true;
}

/* One that is not known is skipped from 128 on (RFC 5944, section 1.8). */
static bool mip4_advert_parse_ext(struct dsmipd_mip4_advert *advert,
				  const uint8_t *data, size_t len,
				  size_t n_routers)
{
	bool good;

	while (len) {
		size_t size = MIP4_ADVERT_EXT_HEAD;

		if (data[0] == MIP4_ADVERT_EXT_PAD) {
			data++;
			len--;
			continue;
		}
		if (len < size || len - size < data[1])
			return false;
		size += data[1];
		if (data[0] == MIP4_ADVERT_EXT_AGENT)
			good = mip4_advert_parse_agent(advert, data + 2,
						       data[1]);
		else if (data[0] == MIP4_ADVERT_EXT_PREFIX)
			good = mip4_advert_parse_prefix(advert, data + 2,
							data[1], n_routers);
		else
			good = data[0] >= MIP4_ADVERT_EXT_SKIP;
		if (!good)
			return false;
		data += size;
		len -= size;
	}
	return true;
}

static bool mip4_advert_code_good(uint8_t type, uint8_t code)
{
	return code == DSMIPD_MIP4_ADVERT_ROUTES ||
	       (type == DSMIPD_MIP4_ADVERTISEMENT &&
		code == DSMIPD_MIP4_ADVERT_AGENT);
}

/**
 * dsmipd_mip4_advert_parse() - read a message
 * @data: first byte of the ICMP message
 * @len: its length in bytes
 * @advert: where it goes; of more routers or care-of addresses than there is
 *	room for, the first ones
 *
 * Context: any.
 * Return: whether it is one of these messages, well formed, and with the right
 * checksum.
 */
bool dsmipd_mip4_advert_parse(const uint8_t *data, size_t len,
			      struct dsmipd_mip4_advert *advert)
{
	size_t n, size;

	memset(advert, 0, sizeof(*advert));
	if (len < MIP4_ADVERT_FIRST ||
	    !mip4_advert_code_good(data[MIP4_ADVERT_TYPE],
				   data[MIP4_ADVERT_CODE]) ||
	    dsmipd_wire_checksum(dsmipd_wire_sum(data, len)))
		return false;
	advert->type = data[MIP4_ADVERT_TYPE];
	advert->code = data[MIP4_ADVERT_CODE];
	if (advert->type == DSMIPD_MIP4_SOLICITATION)
		return true;
	if (advert->type != DSMIPD_MIP4_ADVERTISEMENT)
		return false;
	n = data[MIP4_ADVERT_N_ROUTERS];
	size = data[MIP4_ADVERT_ROUTER_SIZE] * MIP4_ADVERT_WORD;
	if (n && size < MIP4_ADVERT_WORDS * MIP4_ADVERT_WORD)
		return false;
	advert->lifetime = dsmipd_wire_get16(data + MIP4_ADVERT_LIFETIME);
	data += MIP4_ADVERT_FIRST;
	len -= MIP4_ADVERT_FIRST;
	if (len < n * size)
		return false;
	mip4_advert_parse_routers(advert, data, n, size);
	return mip4_advert_parse_ext(advert, data + n * size, len - n * size,
				     n);
}

static size_t mip4_advert_build_routers(const struct dsmipd_mip4_advert *advert,
					uint8_t *buf)
{
	size_t size = MIP4_ADVERT_WORDS * MIP4_ADVERT_WORD;

	for (size_t i = 0; i < advert->n_routers; i++, buf += size) {
		memcpy(buf, &advert->routers[i].addr,
		       sizeof(advert->routers[i].addr));
		dsmipd_wire_put32(buf + MIP4_ADVERT_PREFERENCE,
				  advert->routers[i].preference);
	}
	return advert->n_routers * size;
}

static size_t mip4_advert_build_agent(const struct dsmipd_mip4_advert *advert,
				      uint8_t *ext)
{
	size_t coa = advert->n_coa * sizeof(advert->coa[0]);
	uint8_t *data = ext + MIP4_ADVERT_EXT_HEAD;

	if (!advert->has_agent)
		return 0;
	ext[0] = MIP4_ADVERT_EXT_AGENT;
	ext[1] = MIP4_ADVERT_AGENT_LEN + coa;
	dsmipd_wire_put16(data + MIP4_ADVERT_SEQUENCE, advert->sequence);
	dsmipd_wire_put16(data + MIP4_ADVERT_REG_LIFETIME,
			  advert->reg_lifetime);
	dsmipd_wire_put16(data + MIP4_ADVERT_FLAG,
			  advert->flags & MIP4_ADVERT_FLAGS);
	memcpy(data + MIP4_ADVERT_COA, advert->coa, coa);
	return MIP4_ADVERT_EXT_HEAD + ext[1];
}

static size_t mip4_advert_build_prefix(const struct dsmipd_mip4_advert *advert,
				       uint8_t *ext)
{
	if (!advert->has_prefix_len)
		return 0;
	ext[0] = MIP4_ADVERT_EXT_PREFIX;
	ext[1] = advert->n_routers;
	for (size_t i = 0; i < advert->n_routers; i++)
		ext[MIP4_ADVERT_EXT_HEAD + i] = advert->routers[i].prefix_len;
	return MIP4_ADVERT_EXT_HEAD + advert->n_routers;
}

/**
 * dsmipd_mip4_advert_build() - write a message
 * @advert: the message
 * @buf: where it goes, an ICMP message with its checksum
 * @size: room there; DSMIPD_MIP4_ADVERT_MAX_LEN is always enough
 *
 * Of an even length, as some insist upon (RFC 5944, section 2.1.3).
 *
 * Context: any.
 * Return: its length in bytes, or 0 if there is not enough room, or the type or
 * the code is none of these, or there are too many routers or addresses.
 */
size_t dsmipd_mip4_advert_build(const struct dsmipd_mip4_advert *advert,
				uint8_t *buf, size_t size)
{
	uint8_t data[DSMIPD_MIP4_ADVERT_MAX_LEN] = {};
	size_t len = MIP4_ADVERT_FIRST;

	if (advert->n_routers > DSMIPD_MIP4_ADVERT_MAX_ROUTERS ||
	    advert->n_coa > DSMIPD_MIP4_ADVERT_MAX_COA ||
	    !mip4_advert_code_good(advert->type, advert->code))
		return 0;
	data[MIP4_ADVERT_TYPE] = advert->type;
	data[MIP4_ADVERT_CODE] = advert->code;
	if (advert->type == DSMIPD_MIP4_ADVERTISEMENT) {
		data[MIP4_ADVERT_N_ROUTERS] = advert->n_routers;
		data[MIP4_ADVERT_ROUTER_SIZE] = MIP4_ADVERT_WORDS;
		dsmipd_wire_put16(data + MIP4_ADVERT_LIFETIME,
				  advert->lifetime);
		len += mip4_advert_build_routers(advert, data + len);
		len += mip4_advert_build_agent(advert, data + len);
		len += mip4_advert_build_prefix(advert, data + len);
		len += len % 2;
	} else if (advert->type != DSMIPD_MIP4_SOLICITATION) {
		return 0;
	}
	if (len > size)
		return 0;
	dsmipd_wire_put16(data + MIP4_ADVERT_CHECKSUM,
			  dsmipd_wire_checksum(dsmipd_wire_sum(data, len)));
	memcpy(buf, data, len);
	return len;
}

/**
 * dsmipd_mip4_advert_next() - the sequence number of the next advertisement
 * @sequence: that of the last one
 *
 * Context: any.
 * Return: the number; those below %DSMIPD_MIP4_ADVERT_WRAP come but once.
 */
uint16_t dsmipd_mip4_advert_next(uint16_t sequence)
{
	return sequence == UINT16_MAX ? DSMIPD_MIP4_ADVERT_WRAP : sequence + 1;
}

/**
 * dsmipd_mip4_advert_restarted() - whether an agent has begun anew
 * @last: sequence number of its last advertisement
 * @sequence: that of the present one
 *
 * Context: any.
 * Return: whether it has, and forgotten its visitors (RFC 5944, 2.3.2).
 */
bool dsmipd_mip4_advert_restarted(uint16_t last, uint16_t sequence)
{
	return sequence < last && sequence < DSMIPD_MIP4_ADVERT_WRAP;
}
