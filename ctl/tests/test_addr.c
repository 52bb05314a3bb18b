// SPDX-License-Identifier: GPL-2.0
/* Addresses, prefixes, numbers, times and names as they are typed. */

#include <string.h>

#include "testing.h"
#include "value.h"

static void prefixes_that_are(void **state)
{
	static const struct {
		const char *text;
		const char *as;
		uint8_t len;
		bool host;
	} good[] = {
		{ "203.0.113.7", "203.0.113.7", DSMIP_LEN_NONE, true },
		{ "203.0.113.7/32", "203.0.113.7", 32, true },
		{ "203.0.113.0/24", "203.0.113.0/24", 24, false },
		{ "0.0.0.0/0", "0.0.0.0/0", 0, false },
		{ "::/0", "::/0", 0, false },
		{ "2001:db8:100::7", "2001:db8:100::7", DSMIP_LEN_NONE, true },
		{ "2001:DB8:0:0::7/128", "2001:db8::7", 128, true },
		{ "2001:db8:100:700::/64", "2001:db8:100:700::/64", 64, false },
		{ "2001:db8:1111:2222:3333:4444:5555:6666/127",
		  "2001:db8:1111:2222:3333:4444:5555:6666/127", 127, false },
		{ "::ffff:192.0.2.1", "::ffff:192.0.2.1", DSMIP_LEN_NONE, true },
		{ "10.0.0.0/08", "10.0.0.0/8", 8, false },
	};
	char buf[DSMIP_PREFIX_STRLEN];
	struct dsmip_prefix p;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(good); i++) {
		assert_true(dsmip_prefix_parse(good[i].text, &p));
		assert_int_equal(p.len, good[i].len);
		assert_int_equal(dsmip_prefix_is_host(&p), good[i].host);
		assert_string_equal(dsmip_prefix_format(&p, buf, sizeof(buf)),
				    good[i].as);
	}
}

static void prefixes_that_are_not(void **state)
{
	static const char *const bad[] = {
		"", "/", "/24", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1",
		"1.2.3.4/+1", "1.2.3.4/ 1", "1.2.3.4/1x", "1.2.3.4/0x10",
		"1.2.3.4/24/24", "1.2.3", "1.2.3.256", "1.2.3.4.5", " 1.2.3.4",
		"1.2.3.4 ", "::/129", "::/1000", "::/4294967296", ":::", "::g",
		"2001:db8::1%eth0", "fe80::1%2/64", "any", "default",
		"01.2.3.4", "0x1.2.3.4", "[::1]", "::1]:80", "1.2.3.4:80",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999",
		"1111:2222:3333:4444:5555:6666:7777:8888/64000000000000000000000000000",
	};
	struct dsmip_prefix p, before;

	(void)state;
	memset(&before, 0x5a, sizeof(before));
	for (size_t i = 0; i < TESTING_SIZE(bad); i++) {
		p = before;
		if (dsmip_prefix_parse(bad[i], &p))
			print_message("# \"%s\"\n", bad[i]);
		assert_false(dsmip_prefix_parse(bad[i], &p));
		assert_memory_equal(&p, &before, sizeof(p));
	}
}

static void endpoints(void **state)
{
	struct dsmip_addr none = {};
	struct dsmip_addr v4 = testing_addr("198.51.100.9");
	struct dsmip_addr v6 = testing_addr("2001:db8::9");
	struct dsmip_addr longest =
		testing_addr("2001:db8:1111:2222:3333:4444:5555:6666");
	char buf[DSMIP_ENDPOINT_STRLEN];

	(void)state;
	assert_string_equal(dsmip_endpoint_format(&v4, 40123, buf, sizeof(buf)),
			    "198.51.100.9:40123");
	assert_string_equal(dsmip_endpoint_format(&v4, 0, buf, sizeof(buf)),
			    "198.51.100.9");
	assert_string_equal(dsmip_endpoint_format(&v6, 4191, buf, sizeof(buf)),
			    "[2001:db8::9]:4191");
	assert_string_equal(dsmip_endpoint_format(&v6, 0, buf, sizeof(buf)),
			    "2001:db8::9");
	assert_string_equal(dsmip_endpoint_format(&longest, 65535, buf,
						  sizeof(buf)),
			    "[2001:db8:1111:2222:3333:4444:5555:6666]:65535");
	assert_string_equal(dsmip_endpoint_format(&none, 0, buf, sizeof(buf)),
			    "-");
}

static void equality(void **state)
{
	struct dsmip_addr none = {}, none2 = {};
	struct dsmip_addr a = testing_addr("1.2.3.4");
	struct dsmip_addr b = testing_addr("1.2.3.5");
	struct dsmip_addr c = testing_addr("102:304::");

	(void)state;
	assert_true(dsmip_addr_equal(&none, &none2));
	assert_true(dsmip_addr_equal(&a, &a));
	assert_false(dsmip_addr_equal(&a, &b));
	assert_false(dsmip_addr_equal(&a, &c));
	assert_false(dsmip_addr_equal(&a, &none));
}

static void times(void **state)
{
	static const struct {
		const char *text;
		uint64_t ms;
	} good[] = {
		{ "0", 0 }, { "0s", 0 }, { "forever", 0 }, { "1", 1000 },
		{ "300", 300000 }, { "300s", 300000 }, { "5m", 300000 },
		{ "1h", 3600000 }, { "2d", 172800000 }, { "0.5", 500 },
		{ "0.001", 1 }, { "1.5h", 5400000 }, { "250ms", 250 },
		{ "0.0005", 1 }, { "12.345s", 12345 }, { "262140", 262140000 },
		{ "00300", 300000 }, { "1.0000000001", 1000 },
	};
	static const char *const bad[] = {
		"", "s", ".5", "5.", "5.s", "-1", "+1", "1e3", "0x10", "inf",
		"nan", "5 m", "5M", "5min", "1m30s", "0.0004", "0.1ms",
		"1..5", "1.5.2", "99999999999999999999999999999",
		"9007199254740993", "for ever", "ms", "1x", "0x",
	};
	uint64_t ms;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(good); i++) {
		if (!dsmip_value_time(good[i].text, &ms))
			print_message("# \"%s\"\n", good[i].text);
		assert_true(dsmip_value_time(good[i].text, &ms));
		assert_int_equal(ms, good[i].ms);
	}
	for (size_t i = 0; i < TESTING_SIZE(bad); i++) {
		if (dsmip_value_time(bad[i], &ms))
			print_message("# \"%s\"\n", bad[i]);
		assert_false(dsmip_value_time(bad[i], &ms));
	}
}

static void numbers(void **state)
{
	uint64_t n;

	(void)state;
	assert_true(dsmip_value_number("1", 65535, &n));
	assert_int_equal(n, 1);
	assert_true(dsmip_value_number("65535", 65535, &n));
	assert_int_equal(n, 65535);
	assert_true(dsmip_value_number("4294967295", UINT32_MAX, &n));
	assert_false(dsmip_value_number("0", 65535, &n));
	assert_false(dsmip_value_number("65536", 65535, &n));
	assert_false(dsmip_value_number("4294967296", UINT32_MAX, &n));
	assert_false(dsmip_value_number("99999999999999999999", UINT64_MAX,
					&n));
	assert_false(dsmip_value_number("", 9, &n));
	assert_false(dsmip_value_number("-1", 9, &n));
	assert_false(dsmip_value_number("+1", 9, &n));
	assert_false(dsmip_value_number(" 1", 9, &n));
	assert_false(dsmip_value_number("1 ", 9, &n));
	assert_false(dsmip_value_number("0x1", 9, &n));
}

static void device_names(void **state)
{
	(void)state;
	assert_true(dsmip_value_ifname("dsmip0"));
	assert_true(dsmip_value_ifname("a"));
	assert_true(dsmip_value_ifname("123456789012345"));
	assert_false(dsmip_value_ifname("1234567890123456"));
	assert_false(dsmip_value_ifname(""));
	assert_false(dsmip_value_ifname("."));
	assert_false(dsmip_value_ifname(".."));
	assert_false(dsmip_value_ifname("a/b"));
	assert_false(dsmip_value_ifname("a b"));
	assert_false(dsmip_value_ifname("a:b"));
	assert_false(dsmip_value_ifname("dsmip%d"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prefixes_that_are),
		cmocka_unit_test(prefixes_that_are_not),
		cmocka_unit_test(endpoints),
		cmocka_unit_test(equality),
		cmocka_unit_test(times),
		cmocka_unit_test(numbers),
		cmocka_unit_test(device_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
