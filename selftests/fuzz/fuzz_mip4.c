// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as a Mobile IPv4 message: nothing beyond them is read, what was
 * understood can be built, relayed and authenticated, and is understood as the
 * same.  The lengths of draft -01 are taken if the last byte is odd.
 */

#include <stdlib.h>
#include <string.h>

#include "mip4.h"
#include "mip4_auth.h"

static void fuzz_require(bool good)
{
	if (!good)
		abort();
}

static void fuzz_build(const struct dsmipd_mip4 *mip4)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 sent = *mip4;
	struct dsmipd_mip4 back;
	size_t len;

	len = dsmipd_mip4_build(&sent, buf, sizeof(buf));
	fuzz_require(len);
	fuzz_require(dsmipd_mip4_parse(buf, len, true, &back) ==
		     DSMIPD_MIP4_OK);
	fuzz_require(!memcmp(&back, &sent, sizeof(back)));
}

/* With what a foreign agent adds; what is the node's remains. */
static void fuzz_relay(const struct dsmipd_mip4 *mip4, const uint8_t *data,
		       bool draft)
{
	size_t size = mip4->node_end + (size_t)DSMIPD_MIP4_MAX_LEN;
	struct dsmipd_mip4 sent = *mip4;
	struct dsmipd_mip4 back;
	uint8_t *buf;
	size_t len;

	if (!mip4->node_end)
		return;
	buf = malloc(size);
	memset(&sent.agent, 0, sizeof(sent.agent));
	sent.agent.has_revocation = mip4->type == DSMIPD_MIP4_RRQ;
	sent.auth[DSMIPD_MIP4_MN_FA].has = false;
	sent.auth[DSMIPD_MIP4_FA_HA].has = true;
	sent.auth[DSMIPD_MIP4_FA_HA].len = 16;
	len = dsmipd_mip4_relay(&sent, data, buf, size);
	fuzz_require(len > mip4->node_end);
	fuzz_require(!memcmp(buf, data, mip4->node_end));
	if (len <= UINT16_MAX) {
		fuzz_require(dsmipd_mip4_parse(buf, len, draft, &back) ==
			     DSMIPD_MIP4_OK);
		fuzz_require(!memcmp(&back.node, &mip4->node,
				     sizeof(back.node)));
		fuzz_require(!memcmp(&back.agent, &sent.agent,
				     sizeof(back.agent)));
		fuzz_require(back.auth[DSMIPD_MIP4_FA_HA].off + 16u == len);
	}
	free(buf);
}

static void fuzz_sign(const struct dsmipd_mip4 *mip4, const uint8_t *data,
		      size_t len, enum dsmipd_mip4_between between)
{
	struct dsmipd_mip4_sa sa = { .spi = mip4->auth[between].spi, .len = 16 };
	uint8_t *copy = malloc(len);

	for (; sa.algorithm < DSMIPD_MIP4_N_ALGORITHMS; sa.algorithm++) {
		memcpy(copy, data, len);
		if (dsmipd_mip4_auth_sign(&sa, mip4, between, copy, len))
			fuzz_require(dsmipd_mip4_auth_verify(&sa, mip4, between,
							     copy, len));
		else
			fuzz_require(!dsmipd_mip4_auth_verify(&sa, mip4,
							      between, data,
							      len));
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	bool draft = len && data[len - 1] % 2;
	enum dsmipd_mip4_error error;
	struct dsmipd_mip4 mip4;

	error = dsmipd_mip4_parse(data, len, draft, &mip4);
	if (error && error < DSMIPD_MIP4_BAD_EXT)
		return 0;
	fuzz_require(strnlen(mip4.nai, sizeof(mip4.nai)) < sizeof(mip4.nai));
	for (size_t i = 0; i < DSMIPD_MIP4_N_BETWEEN; i++)
		fuzz_sign(&mip4, data, len, i);
	if (error)
		return 0;
	fuzz_build(&mip4);
	fuzz_relay(&mip4, data, draft);
	return 0;
}
