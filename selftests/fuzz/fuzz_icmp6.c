// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as an ICMPv6 message of Mobile IPv6: nothing beyond them is read,
 * and what was understood can be built, and is understood as the same.
 */

#include <stdlib.h>
#include <string.h>

#include "icmp6.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t buf[DSMIPD_ICMP6_MAX_LEN];
	struct dsmipd_icmp6 msg, back;

	if (!dsmipd_icmp6_parse(data, len, &msg))
		return 0;
	len = dsmipd_icmp6_build(&msg, buf, sizeof(buf));
	if (!len || !dsmipd_icmp6_parse(buf, len, &back) ||
	    memcmp(&msg, &back, sizeof(msg)))
		abort();
	return 0;
}
