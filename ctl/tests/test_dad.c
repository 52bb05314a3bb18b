// SPDX-License-Identifier: GPL-2.0
/*
 * Duplicate address detection for others, and advertisements: formats.
 *
 * Covers: R5555-1-02 R5555-4.5-03
 */

#include <stdlib.h>
#include <string.h>

#include "testing_dad.h"

static void probe_format(void **state)
{
	struct in6_addr target = addr6("2001:db8:100::abcd");
	uint8_t buf[DAD_ND_MAX];
	uint32_t sum = 32 + 58;
	size_t len, i;

	(void)state;
	len = dsmipd_dad_nd_probe(&target, nonce, buf);
	assert_int_equal(len, sizeof(probe));
	for (i = 8; i < len; i += 2)
		sum += buf[i] << 8 | buf[i + 1];
	assert_int_equal((sum & 0xffff) + (sum >> 16), 0xffff);
	assert_memory_equal(buf, probe, sizeof(probe));
}

static void advert_format(void **state)
{
	static const uint8_t advert[] = {
		136, 0, 0, 0, 0x20, 0, 0, 0,
		0x20, 1, 0x0d, 0xb8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xab, 0xcd,
		2, 1, 2, 0, 0, 0, 0, 1,
	};
	struct in6_addr target = addr6("2001:db8:100::abcd");
	uint8_t buf[DAD_ND_MAX];

	(void)state;
	assert_int_equal(dsmipd_dad_nd_advert(&target, mac, false, buf),
			 sizeof(advert));
	assert_memory_equal(buf, advert, sizeof(advert));
	dsmipd_dad_nd_advert(&target, mac, true, buf);
	assert_int_equal(buf[4], 0xa0);
}

static void arp_format(void **state)
{
	static const uint8_t arp[] = {
		0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 203, 0, 113, 7,
		0, 0, 0, 0, 0, 0, 203, 0, 113, 7,
	};
	struct in_addr addr = testing_addr("203.0.113.7").v4;
	uint8_t buf[DAD_ND_MAX];

	(void)state;
	assert_int_equal(dsmipd_dad_nd_arp(&addr, mac, buf), sizeof(arp));
	assert_memory_equal(buf, arp, sizeof(arp));
}

static bool parse(const uint8_t *data, size_t len, const char *src,
		  const char *dst, int hops, struct dad_nd *nd)
{
	struct in6_addr from = addr6(src), to = addr6(dst);
	uint8_t *copy = malloc(len ? len : 1);
	bool ok;

	memcpy(copy, data, len);
	ok = dsmipd_dad_nd_parse(copy, len, &from, &to, hops, nd);
	free(copy);
	return ok;
}

static void parse_probe(void **state)
{
	struct in6_addr target = addr6("2001:db8:100::abcd");
	const char *group = "ff02::1:ff00:abcd";
	uint8_t data[DAD_ND_MAX];
	struct dad_nd nd;
	size_t len;

	(void)state;
	memcpy(data, probe + 40, 32);
	assert_true(parse(data, 32, "::", group, 255, &nd));
	assert_memory_equal(&nd.target, &target, 16);
	assert_true(nd.has_nonce);
	assert_memory_equal(nd.nonce, nonce, sizeof(nonce));
	assert_true(parse(data, 24, "::", group, 255, &nd));
	assert_false(nd.has_nonce);
	for (len = 0; len < 32; len++)
		if (len != 24)
			assert_false(parse(data, len, "::", group, 255, &nd));
	/* Forwarded; from a neighbour who looks for us; not to the group. */
	assert_false(parse(data, 32, "::", group, 254, &nd));
	assert_false(parse(data, 32, "fe80::1", group, 255, &nd));
	assert_false(parse(data, 32, "::", "ff02::1", 255, &nd));
	assert_false(parse(data, 32, "::", "2001:db8:100::abcd", 255, &nd));
	/* An option of length 0, and one that a probe must not have. */
	data[25] = 0;
	assert_false(parse(data, 32, "::", group, 255, &nd));
	data[25] = 1;
	data[24] = 1;
	assert_false(parse(data, 32, "::", group, 255, &nd));
	data[24] = 14;
	data[1] = 1;
	assert_false(parse(data, 32, "::", group, 255, &nd));
	data[1] = 0;
	data[0] = 133;
	assert_false(parse(data, 32, "::", group, 255, &nd));
	data[0] = 135;
	data[8] = 0xff;
	assert_false(parse(data, 32, "::", group, 255, &nd));
}

static void parse_advert(void **state)
{
	struct in6_addr target = addr6("2001:db8:100::abcd");
	uint8_t data[DAD_ND_MAX];
	struct dad_nd nd;

	(void)state;
	dsmipd_dad_nd_advert(&target, mac, false, data);
	assert_true(parse(data, 32, "fe80::1", "ff02::1", 255, &nd));
	assert_memory_equal(&nd.target, &target, 16);
	data[4] |= 0x40;
	assert_true(parse(data, 32, "fe80::1", "fe80::2", 255, &nd));
	assert_false(parse(data, 32, "fe80::1", "ff02::1", 255, &nd));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(probe_format),
		cmocka_unit_test(advert_format),
		cmocka_unit_test(arp_format),
		cmocka_unit_test(parse_probe),
		cmocka_unit_test(parse_advert),
	};

	return cmocka_run_group_tests_name("dad", tests, NULL, NULL);
}
