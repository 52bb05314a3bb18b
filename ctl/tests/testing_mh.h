/* SPDX-License-Identifier: GPL-2.0 */
/* Mobility header messages that more than one test looks at. */
#ifndef DSMIP_TESTING_MH_H
#define DSMIP_TESTING_MH_H

#include <stdlib.h>
#include <string.h>

#include "mh.h"
#include "testing.h"

/* A block that ends where the message does: a read beyond it is found. */
static inline enum dsmipd_mh_error
testing_mh_parse(const uint8_t *data, size_t len, struct dsmipd_mh *mh)
{
	uint8_t *copy = malloc(len ? len : 1);
	enum dsmipd_mh_error error;

	assert_non_null(copy);
	if (len)
		memcpy(copy, data, len);
	error = dsmipd_mh_parse(len ? copy : copy + 1, len, mh);
	free(copy);
	return error;
}

static inline struct in6_addr testing_addr6(const char *text)
{
	return testing_addr(text).v6;
}

static inline struct in_addr testing_addr4(const char *text)
{
	return testing_addr(text).v4;
}

/* One of each that we build; the messages of this file. */
static inline void testing_mh_bu(struct dsmipd_mh *mh)
{
	*mh = (struct dsmipd_mh){
		.type = DSMIPD_MH_BU, .sequence = 0x1234,
		.flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME,
		.lifetime = 150, .has_coa4 = true, .n_home4 = 2,
		.coa4 = testing_addr4("192.0.2.7"),
		.home4 = { { testing_addr4("10.0.0.1"), 32, false },
			   { testing_addr4("0.0.0.0"), 24, true } },
	};
}

static inline void testing_mh_ba(struct dsmipd_mh *mh)
{
	*mh = (struct dsmipd_mh){
		.type = DSMIPD_MH_BA, .sequence = 0x1234, .lifetime = 150,
		.flags = DSMIPD_MH_BA_ROUTER, .has_nat = true,
		.nat_refresh = 110, .n_ack4 = 2, .has_refresh = true,
		.refresh = 75,
		.ack4 = { { testing_addr4("10.0.0.1"), 0, 32 },
			  { testing_addr4("10.1.0.0"), DSMIPD_MH_ACK4_NO_DYNAMIC, 0 } },
	};
}

/* All options that a binding update can have. */
static inline void testing_mh_everything(struct dsmipd_mh *mh)
{
	testing_mh_bu(mh);
	mh->n_home4 = DSMIPD_MH_MAX_HOME4;
	mh->has_alt_coa = true;
	mh->alt_coa = testing_addr6("2001:db8:9::9");
	mh->n_prefix = DSMIPD_MH_MAX_PREFIX;
	for (size_t i = 0; i < mh->n_prefix; i++) {
		mh->prefix[i].addr = testing_addr6("2001:db8:700::");
		mh->prefix[i].addr.s6_addr[7] = i;
		mh->prefix[i].len = 64;
	}
	memset(mh->nai, 'n', DSMIPD_MH_MAX_NAI);
	mh->has_timestamp = true;
	mh->timestamp = 0x0123456789abcdef;
	mh->has_auth = true;
	mh->auth_subtype = 1;
	mh->auth_spi = 0x11223344;
	mh->auth_len = 12;
}

static const uint8_t __attribute__((unused)) testing_bu_v4[] = {
	0x3b, 0x04, 0x05, 0x00, 0x00, 0x00, 0x12, 0x34,
	0xc0, 0x00, 0x00, 0x96, 0x1d, 0x06, 0x80, 0x00,
	0x0a, 0x00, 0x00, 0x01, 0x1d, 0x06, 0x62, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x20, 0x06, 0x00, 0x00,
	0xc0, 0x00, 0x02, 0x07, 0x01, 0x02, 0x00, 0x00,
};

static const uint8_t __attribute__((unused)) testing_ba_v4[] = {
	0x3b, 0x04, 0x06, 0x00, 0x00, 0x00, 0x00, 0x40,
	0x12, 0x34, 0x00, 0x96, 0x02, 0x02, 0x00, 0x4b,
	0x1e, 0x06, 0x00, 0x80, 0x0a, 0x00, 0x00, 0x01,
	0x1e, 0x06, 0x84, 0x00, 0x0a, 0x01, 0x00, 0x00,
	0x1f, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x6e,
};

#endif /* DSMIP_TESTING_MH_H */
