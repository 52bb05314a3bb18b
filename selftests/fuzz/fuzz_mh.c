// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as a mobility header message: nothing beyond them is read, and
 * what was understood can be built, and is understood as the same.
 */

#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "mh.h"

static void fuzz_require(bool good)
{
	if (!good)
		abort();
}

static void fuzz_build(const struct dsmipd_mh *mh)
{
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh sent = *mh;
	struct dsmipd_mh back;
	size_t len;

	/* Those of correspondent nodes are never sent. */
	sent.has_nonce = false;
	sent.has_bind_auth = false;
	len = dsmipd_mh_build(&sent, buf, sizeof(buf));
	fuzz_require(len && len % 8 == 0);
	fuzz_require(dsmipd_mh_parse(buf, len, &back) == DSMIPD_MH_OK);
	fuzz_require(!memcmp(&back, &sent, sizeof(back)));
}

static void fuzz_sign(const struct dsmipd_mh *mh, const uint8_t *data,
		      size_t len)
{
	const struct in6_addr addr = IN6ADDR_LOOPBACK_INIT;
	struct dsmipd_auth_key key = { .spi = mh->auth_spi, .len = 16 };
	uint8_t *copy = malloc(len);

	memcpy(copy, data, len);
	if (dsmipd_auth_sign(&key, &addr, &addr, mh, copy, len))
		fuzz_require(dsmipd_auth_verify(&key, &addr, &addr, mh, copy,
						len));
	else
		fuzz_require(!dsmipd_auth_verify(&key, &addr, &addr, mh, data,
						 len));
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct dsmipd_mh mh;

	if (dsmipd_mh_parse(data, len, &mh) != DSMIPD_MH_OK)
		return 0;
	fuzz_require(strnlen(mh.nai, sizeof(mh.nai)) < sizeof(mh.nai));
	fuzz_build(&mh);
	fuzz_sign(&mh, data, len);
	return 0;
}
