/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Agent advertisements and solicitations of Mobile IPv4 and their codec: ICMP
 * router discovery (RFC 1256) with extensions (RFC 5944, section 2.1).
 */
#ifndef DSMIPD_MIP4_ADVERT_H
#define DSMIPD_MIP4_ADVERT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DSMIPD_MIP4_ADVERTISEMENT	9	/* ICMP types */
#define DSMIPD_MIP4_SOLICITATION	10

#define DSMIPD_MIP4_ADVERT_ROUTES	0	/* codes of an advertisement: */
#define DSMIPD_MIP4_ADVERT_AGENT	16	/* no router for others */

#define DSMIPD_MIP4_ADVERT_MAX_ROUTERS	8
#define DSMIPD_MIP4_ADVERT_MAX_COA	8
#define DSMIPD_MIP4_ADVERT_MAX_LEN	256

/* The sequence number that comes after 0xffff. */
#define DSMIPD_MIP4_ADVERT_WRAP		256

enum dsmipd_mip4_advert_flag {
	DSMIPD_MIP4_ADVERT_REQUIRED	= 0x8000,	/* R */
	DSMIPD_MIP4_ADVERT_BUSY		= 0x4000,	/* B */
	DSMIPD_MIP4_ADVERT_HOME		= 0x2000,	/* H */
	DSMIPD_MIP4_ADVERT_FOREIGN	= 0x1000,	/* F */
	DSMIPD_MIP4_ADVERT_MINIMAL	= 0x0800,	/* M */
	DSMIPD_MIP4_ADVERT_GRE		= 0x0400,	/* G */
	DSMIPD_MIP4_ADVERT_REVERSE	= 0x0100,	/* T */
	DSMIPD_MIP4_ADVERT_UDP		= 0x0080,	/* U, RFC 3519 */
	DSMIPD_MIP4_ADVERT_REVOCATION	= 0x0040,	/* X, RFC 3543 */
};

/**
 * struct dsmipd_mip4_router - a router of an advertisement
 * @addr: its address
 * @preference: how much it is preferred as a default router
 * @prefix_len: length of the prefix of its link, if has_prefix_len
 */
struct dsmipd_mip4_router {
	struct in_addr addr;
	int32_t preference;
	uint8_t prefix_len;
};

/**
 * struct dsmipd_mip4_advert - a message
 * @type: %DSMIPD_MIP4_ADVERTISEMENT or %DSMIPD_MIP4_SOLICITATION, which has
 *	nothing else
 * @code: DSMIPD_MIP4_ADVERT_*
 * @lifetime: how long this is true, seconds
 * @has_prefix_len: there is a Prefix-Lengths extension (19)
 * @has_agent: there is a Mobility Agent Advertisement extension (16); what
 *	follows is of it
 * @sequence: number of the advertisement since the agent began
 * @reg_lifetime: longest lifetime of a registration, seconds
 * @flags: enum dsmipd_mip4_advert_flag
 * @n_routers: number of @routers
 * @n_coa: number of @coa
 * @routers: routers, in order
 * @coa: care-of addresses, in order
 *
 * Integers are in host order, addresses in network order.
 */
struct dsmipd_mip4_advert {
	uint8_t type;
	uint8_t code;
	uint16_t lifetime;
	bool has_prefix_len;
	bool has_agent;
	uint16_t sequence;
	uint16_t reg_lifetime;
	uint16_t flags;
	uint8_t n_routers;
	uint8_t n_coa;
	struct dsmipd_mip4_router routers[DSMIPD_MIP4_ADVERT_MAX_ROUTERS];
	struct in_addr coa[DSMIPD_MIP4_ADVERT_MAX_COA];
};

bool dsmipd_mip4_advert_parse(const uint8_t *data, size_t len,
			      struct dsmipd_mip4_advert *advert);
size_t dsmipd_mip4_advert_build(const struct dsmipd_mip4_advert *advert,
				uint8_t *buf, size_t size);
uint16_t dsmipd_mip4_advert_next(uint16_t sequence);
bool dsmipd_mip4_advert_restarted(uint16_t last, uint16_t sequence);

#endif /* DSMIPD_MIP4_ADVERT_H */
