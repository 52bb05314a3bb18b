// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as an agent advertisement or solicitation, with a checksum that is
 * right: nothing beyond them is read, and what was understood can be built, and
 * is understood as the same.
 */

#include <stdlib.h>
#include <string.h>

#include "mip4_advert.h"
#include "wire.h"

#define FUZZ_CHECKSUM	2	/* its offset */

static void fuzz_one(const uint8_t *data, size_t len)
{
	uint8_t buf[DSMIPD_MIP4_ADVERT_MAX_LEN];
	struct dsmipd_mip4_advert advert, back;

	if (!dsmipd_mip4_advert_parse(data, len, &advert))
		return;
	len = dsmipd_mip4_advert_build(&advert, buf, sizeof(buf));
	if (!len || len % 2 || !dsmipd_mip4_advert_parse(buf, len, &back) ||
	    memcmp(&advert, &back, sizeof(advert)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	if (len)
		memcpy(copy, data, len);
	fuzz_one(copy, len);
	if (len >= FUZZ_CHECKSUM + sizeof(uint16_t)) {
		dsmipd_wire_put16(copy + FUZZ_CHECKSUM, 0);
		dsmipd_wire_put16(copy + FUZZ_CHECKSUM,
				  dsmipd_wire_checksum(dsmipd_wire_sum(copy,
								       len)));
		fuzz_one(copy, len);
	}
	free(copy);
	return 0;
}
