/* SPDX-License-Identifier: GPL-2.0 */
/* What both tests of duplicate address detection look at. */
#ifndef TESTING_DAD_H
#define TESTING_DAD_H

#include "dad_priv.h"
#include "testing.h"

static const uint8_t mac[DAD_MAC_LEN] = { 2, 0, 0, 0, 0, 1 };
static const uint8_t nonce[DAD_NONCE_LEN] = { 1, 2, 3, 4, 5, 6 };

/* Who has 2001:db8:100::abcd? As it has to be, the checksum by hand. */
static const uint8_t probe[] = {
	0x60, 0, 0, 0, 0, 32, 58, 255,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0, 0xab, 0xcd,
	135, 0, 0xdd, 0x3e, 0, 0, 0, 0,
	0x20, 1, 0x0d, 0xb8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xab, 0xcd,
	14, 1, 1, 2, 3, 4, 5, 6,
};

static inline struct in6_addr addr6(const char *text)
{
	return testing_addr(text).v6;
}

#endif /* TESTING_DAD_H */
