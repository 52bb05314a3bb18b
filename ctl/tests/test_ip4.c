// SPDX-License-Identifier: GPL-2.0
/* IPv4 packets with UDP or ICMP, by bytes that were made elsewhere. */

#include <string.h>

#include "ip4.h"
#include "testing.h"

/* From 10.1.0.7 port 4434 to 10.1.0.1 port 434, TTL 255, DF. */
static const uint8_t udp[] = {
	0x45, 0x00, 0x00, 0x21, 0x00, 0x00, 0x40, 0x00, 0xff, 0x11, 0x67, 0xc2,
	0x0a, 0x01, 0x00, 0x07, 0x0a, 0x01, 0x00, 0x01, 0x11, 0x52, 0x01, 0xb2,
	0x00, 0x0d, 0x94, 0xf4, 0x68, 0x65, 0x6c, 0x6c, 0x6f,
};

static void reads(void **state)
{
	uint8_t data[sizeof(udp) + 13] = {};
	struct dsmipd_ip4 ip4;
	size_t i;

	(void)state;
	memcpy(data, udp, sizeof(udp));
	assert_true(dsmipd_ip4_parse(data, sizeof(data), false, &ip4));
	assert_int_equal(ip4.proto, IPPROTO_UDP);
	assert_int_equal(ip4.ttl, 255);
	assert_int_equal(ip4.sport, 4434);
	assert_int_equal(ip4.dport, 434);
	assert_int_equal(ip4.src.s_addr, testing_addr("10.1.0.7").v4.s_addr);
	assert_int_equal(ip4.dst.s_addr, testing_addr("10.1.0.1").v4.s_addr);
	assert_int_equal(ip4.len, 5);
	assert_memory_equal(ip4.data, "hello", 5);
	for (i = 0; i < sizeof(udp); i++)
		assert_false(dsmipd_ip4_parse(data, i, false, &ip4));
}

/* Each bit of it counts, but those of a checksum that is not to be looked at. */
static void damaged(void **state)
{
	uint8_t data[sizeof(udp)];
	struct dsmipd_ip4 ip4;
	size_t i;

	(void)state;
	for (i = 0; i < 8 * sizeof(udp); i++) {
		memcpy(data, udp, sizeof(udp));
		data[i / 8] ^= 0x80 >> i % 8;
		assert_false(dsmipd_ip4_parse(data, sizeof(data), false, &ip4));
		dsmipd_ip4_parse(data, sizeof(data), true, &ip4);
	}
	memcpy(data, udp, sizeof(udp));
	memset(data + 26, 0, 2);
	assert_true(dsmipd_ip4_parse(data, sizeof(data), false, &ip4));
	data[26] = 1;
	assert_true(dsmipd_ip4_parse(data, sizeof(data), true, &ip4));
}

static void writes(void **state)
{
	const struct dsmipd_ip4 ip4 = {
		.proto = IPPROTO_UDP, .ttl = 255,
		.src = testing_addr("10.1.0.7").v4,
		.dst = testing_addr("10.1.0.1").v4,
		.sport = 4434, .dport = 434,
		.data = (const uint8_t *)"hello", .len = 5,
	};
	struct dsmipd_ip4 icmp = ip4, back;
	uint8_t data[64];
	size_t len;

	(void)state;
	len = dsmipd_ip4_build(&ip4, data, sizeof(data));
	assert_int_equal(len, sizeof(udp));
	assert_memory_equal(data, udp, sizeof(udp));
	assert_int_equal(dsmipd_ip4_build(&ip4, data, len - 1), 0);
	icmp.proto = IPPROTO_ICMP;
	icmp.ttl = 1;
	len = dsmipd_ip4_build(&icmp, data, sizeof(data));
	assert_int_equal(len, 25);
	assert_true(dsmipd_ip4_parse(data, len, false, &back));
	assert_int_equal(back.proto, IPPROTO_ICMP);
	assert_int_equal(back.ttl, 1);
	assert_memory_equal(back.data, "hello", 5);
	data[9] = IPPROTO_TCP;
	data[11] -= IPPROTO_TCP - IPPROTO_ICMP;
	assert_false(dsmipd_ip4_parse(data, len, false, &back));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(damaged),
		cmocka_unit_test(writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
