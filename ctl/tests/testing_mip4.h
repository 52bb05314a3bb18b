/* SPDX-License-Identifier: GPL-2.0 */
/* Mobile IPv4 messages that more than one test looks at. */
#ifndef DSMIP_TESTING_MIP4_H
#define DSMIP_TESTING_MIP4_H

#include <stdlib.h>
#include <string.h>

#include "mip4.h"
#include "testing.h"

/* A block that ends where the message does: a read beyond it is found. */
static inline enum dsmipd_mip4_error
testing_mip4_parse(const uint8_t *data, size_t len, bool draft,
		   struct dsmipd_mip4 *mip4)
{
	uint8_t *copy = malloc(len ? len : 1);
	enum dsmipd_mip4_error error;

	assert_non_null(copy);
	if (len)
		memcpy(copy, data, len);
	error = dsmipd_mip4_parse(len ? copy : copy + 1, len, draft, mip4);
	free(copy);
	return error;
}

/* RRQ: HoA 10.0.0.1, HA 198.51.100.1, CoA 192.0.2.7; the ID counts up. */
#define TESTING_MIP4_RRQ \
	0x01, 0x22, 0x02, 0x58, 0x0a, 0x00, 0x00, 0x01, \
	0xc6, 0x33, 0x64, 0x01, 0xc0, 0x00, 0x02, 0x07, \
	0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08
#define TESTING_MIP4_RRQ_LEN	24

#define TESTING_MIP4_RRP \
	0x03, 0x00, 0x02, 0x58, 0x0a, 0x00, 0x00, 0x01, \
	0xc6, 0x33, 0x64, 0x01, \
	0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08
#define TESTING_MIP4_RRP_LEN	20

/* 2001:db8:100::, for a prefix of up to 64 bits. */
#define TESTING_MIP4_NET \
	0x20, 0x01, 0x0d, 0xb8, 0x01, 0x00, 0x00, 0x00, \
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00

/* Authentication of a type, with SPI 256 and 16 bytes. */
#define TESTING_MIP4_AUTH(type) \
	type, 0x14, 0x00, 0x00, 0x01, 0x00, \
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, \
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00
#define TESTING_MIP4_AUTH_LEN	22

static inline void testing_mip4_rrq(struct dsmipd_mip4 *mip4)
{
	*mip4 = (struct dsmipd_mip4){
		.type = DSMIPD_MIP4_RRQ, .lifetime = 600,
		.flags = DSMIPD_MIP4_RRQ_COLOCATED | DSMIPD_MIP4_RRQ_REVERSE,
		.hoa = testing_addr("10.0.0.1").v4,
		.ha = testing_addr("198.51.100.1").v4,
		.coa = testing_addr("192.0.2.7").v4,
		.id = 0x0102030405060708,
	};
}

static inline void testing_mip4_rrp(struct dsmipd_mip4 *mip4)
{
	*mip4 = (struct dsmipd_mip4){
		.type = DSMIPD_MIP4_RRP, .lifetime = 600,
		.hoa = testing_addr("10.0.0.1").v4,
		.ha = testing_addr("198.51.100.1").v4,
		.id = 0x0102030405060708,
	};
}

static inline void testing_mip4_auth(struct dsmipd_mip4 *mip4,
				     enum dsmipd_mip4_between between)
{
	mip4->auth[between] = (struct dsmipd_mip4_auth){
		.has = true, .spi = 256, .len = 16,
	};
}

/* All that a registration request can have. */
static inline void testing_mip4_everything(struct dsmipd_mip4 *mip4)
{
	struct dsmipd_mip4_part part = {
		.has_revocation = true, .has_udp_request = true,
		.has_mode = true, .revocation_inform = true,
		.revocation_time = 0x01020304, .udp_force = true,
		.udp_agent = true, .udp_encap = 47,
	};

	testing_mip4_rrq(mip4);
	memset(mip4->nai, 'n', DSMIPD_MIP4_MAX_NAI);
	mip4->node = part;
	mip4->agent = part;
	mip4->agent.has_delivery = true;
	mip4->n_prefix = DSMIPD_MIP4_MAX_PREFIX;
	for (size_t i = 0; i < mip4->n_prefix; i++) {
		mip4->prefix[i].addr = testing_addr("2001:db8:700::").v6;
		mip4->prefix[i].addr.s6_addr[7] = i;
		mip4->prefix[i].len = 64;
	}
	for (size_t i = 0; i < DSMIPD_MIP4_N_BETWEEN; i++) {
		testing_mip4_auth(mip4, i);
		mip4->auth[i].len = DSMIPD_MIP4_N_BETWEEN * 8 + i;
	}
}

#endif /* DSMIP_TESTING_MIP4_H */
