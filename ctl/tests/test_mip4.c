// SPDX-License-Identifier: GPL-2.0
/*
 * Mobile IPv4 messages: bytes that were written down by hand, both ways.
 *
 * Covers: R5454-2-01 R5454-2.1-01 R5454-2.1-02 R5454-2.1-03 R5454-2.1-04
 * Covers: R5454-2.2-01 R5454-2.2-02 R5454-2.2-03 R5454-2.2-04 R5454-2.3-01
 * Covers: R5454-3.1-03 D4-01-3.1-01 D4-01-3.1-02 D4-01-3.2-01 D4-01-3.3-01
 * Covers: D4-01-4.1-01 D4-01-4.1-02 D4-01-4.1-03 D4-01-4.1-04 D4-01-4.1-05
 */

#include "testing_mip4.h"

/* Built and read, it is what is wanted; both ways. */
static void both_ways(struct dsmipd_mip4 *mip4, const uint8_t *data, size_t len)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 back;

	assert_int_equal(dsmipd_mip4_build(mip4, buf, sizeof(buf)), len);
	assert_memory_equal(buf, data, len);
	assert_int_equal(testing_mip4_parse(data, len, mip4->draft, &back),
			 DSMIPD_MIP4_OK);
	assert_memory_equal(&back, mip4, sizeof(back));
	for (size_t size = 0; size <= len; size++) {
		uint8_t *exact = malloc(size ? size : 1);

		assert_int_equal(dsmipd_mip4_build(&back, exact, size), size == len ? len : 0);
		free(exact);
	}
}

/* 66 bytes: one prefix, to the home address. */
static void request_for_a_prefix(void **state)
{
	static const uint8_t data[] = {
		TESTING_MIP4_RRQ, 0x98, 0x12, 0x01, 0x40, TESTING_MIP4_NET,
		TESTING_MIP4_AUTH(0x20),
	};
	struct dsmipd_mip4 mip4;

	(void)state;
	testing_mip4_rrq(&mip4);
	mip4.n_prefix = 1;
	mip4.prefix[0].addr = testing_addr("2001:db8:100::").v6;
	mip4.prefix[0].len = 64;
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_HA);
	assert_int_equal(sizeof(data), 66);
	both_ways(&mip4, data, sizeof(data));
	assert_int_equal(mip4.auth[DSMIPD_MIP4_MN_HA].off, 50);
	assert_int_equal(mip4.node_end, 66);
}

/* 74 bytes: by name, to the care-of address, with link-local packets. */
static void request_for_all(void **state)
{
	static const uint8_t data[] = {
		TESTING_MIP4_RRQ, 0x83, 0x03, 'a', '@', 'b',
		0x98, 0x12, 0x01, 0xff, 0xfe, 0x80, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0xc0, 0x00, 0x02, 0x07,
		0x98, 0x02, 0x03, 0x00,
		0x90, 0x06, 0x00, 0x00, 0x80, 0x2f, 0x00, 0x00,
		0x89, 0x06, 0x80, 0x00, 0x12, 0x34, 0x56, 0x78,
		TESTING_MIP4_AUTH(0x20),
	};
	struct dsmipd_mip4 mip4;

	(void)state;
	testing_mip4_rrq(&mip4);
	strcpy(mip4.nai, "a@b");
	mip4.n_prefix = 1;
	mip4.prefix[0].addr = testing_addr("fe80::c000:207").v6;
	mip4.prefix[0].len = DSMIPD_MIP4_LINKLOCAL;
	mip4.node = (struct dsmipd_mip4_part){
		.has_mode = true, .has_udp_request = true, .udp_force = true,
		.udp_encap = 47, .has_revocation = true,
		.revocation_inform = true, .revocation_time = 0x12345678,
	};
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_HA);
	both_ways(&mip4, data, sizeof(data));
}

/* What the foreign agent gets, and what the home agent gets from it. */
static void by_way_of_a_foreign_agent(void **state)
{
	static const uint8_t visitor[] = {
		TESTING_MIP4_RRQ, TESTING_MIP4_AUTH(0x20), 0x82, 0x00,
		TESTING_MIP4_AUTH(0x21),
	};
	static const uint8_t relayed[] = {
		TESTING_MIP4_RRQ, TESTING_MIP4_AUTH(0x20),
		0x98, 0x02, 0x03, 0x00,
		0x90, 0x06, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00,
		0x89, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x09,
		TESTING_MIP4_AUTH(0x22),
	};
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 mip4, back;

	(void)state;
	testing_mip4_rrq(&mip4);
	mip4.agent.has_delivery = true;
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_HA);
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_FA);
	both_ways(&mip4, visitor, sizeof(visitor));
	assert_int_equal(mip4.node_end, 46);

	mip4.agent = (struct dsmipd_mip4_part){
		.has_mode = true, .has_udp_request = true, .udp_agent = true,
		.has_revocation = true, .revocation_time = 9,
	};
	mip4.auth[DSMIPD_MIP4_MN_FA] = (struct dsmipd_mip4_auth){};
	testing_mip4_auth(&mip4, DSMIPD_MIP4_FA_HA);
	assert_int_equal(dsmipd_mip4_relay(&mip4, visitor, buf, sizeof(buf)), sizeof(relayed));
	assert_memory_equal(buf, relayed, sizeof(relayed));
	assert_int_equal(testing_mip4_parse(relayed, sizeof(relayed), false, &back),
			 DSMIPD_MIP4_OK);
	assert_memory_equal(&back, &mip4, sizeof(back));
	both_ways(&mip4, relayed, sizeof(relayed));
	for (size_t size = 0; size <= sizeof(relayed); size++) {
		uint8_t *exact = malloc(size ? size : 1);

		assert_int_equal(dsmipd_mip4_relay(&mip4, visitor, exact, size),
				 size == sizeof(relayed) ? size : 0);
		free(exact);
	}
	/* Nothing has to be added. */
	mip4.agent = (struct dsmipd_mip4_part){};
	mip4.auth[DSMIPD_MIP4_FA_HA].has = false;
	assert_int_equal(dsmipd_mip4_relay(&mip4, visitor, buf, 46), 46);
	assert_memory_equal(buf, visitor, 46);
	/* Without the node's authentication there is nothing to be relayed. */
	mip4.node_end = 0;
	assert_int_equal(dsmipd_mip4_relay(&mip4, visitor, buf, sizeof(buf)), 0);
}

/* What the node has sent stays as it is, known or not. */
static void relayed_as_it_was(void **state)
{
	static const uint8_t data[] = {
		0x01, 0x27, 0x00, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 1, 0xc8, 0x02, 0xaa, 0xbb, 0x00, 0x00,
		0x98, 0x12, 0x01, 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0x90, 0x06, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff,
		0x20, 0x06, 0x00, 0x00, 0x01, 0x00, 0x12, 0x34, 0xc9, 0x00,
	};
	uint8_t buf[256];
	struct dsmipd_mip4 mip4;

	(void)state;
	assert_int_equal(testing_mip4_parse(data, sizeof(data), false, &mip4), DSMIPD_MIP4_OK);
	assert_false(mip4.node.has_udp_request);
	assert_int_equal(mip4.flags, 0x22);
	mip4.flags = 0;
	testing_mip4_auth(&mip4, DSMIPD_MIP4_FA_HA);
	assert_int_equal(dsmipd_mip4_relay(&mip4, data, buf, sizeof(buf)), sizeof(data) - 2 + 22);
	assert_memory_equal(buf, data, sizeof(data) - 2);
}

/* 64 bytes, and one of each code. */
static void reply(void **state)
{
	static const uint8_t data[] = {
		TESTING_MIP4_RRP, 0x98, 0x14, 0x02, 0x00, 0x40, 0x00,
		TESTING_MIP4_NET, TESTING_MIP4_AUTH(0x20),
	};
	static const uint8_t all[] = {
		TESTING_MIP4_RRP, 0x83, 0x01, 'n',
		0x98, 0x14, 0x02, 0x01, 0x28, 0x00, TESTING_MIP4_NET,
		0x98, 0x14, 0x02, 0x09, 0xff, 0x00, TESTING_MIP4_NET,
		0x2c, 0x06, 0x00, 0x40, 0x80, 0x00, 0x00, 0x6e,
		0x89, 0x06, 0x00, 0x00, 0x12, 0x34, 0x56, 0x78,
		TESTING_MIP4_AUTH(0x20),
		0x2c, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x89, 0x06, 0x80, 0x00, 0x00, 0x00, 0x00, 0x01,
		TESTING_MIP4_AUTH(0x22),
	};
	struct dsmipd_mip4 mip4;

	(void)state;
	testing_mip4_rrp(&mip4);
	mip4.n_prefix = 1;
	mip4.prefix[0].addr = testing_addr("2001:db8:100::").v6;
	mip4.prefix[0].len = 64;
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_HA);
	assert_int_equal(sizeof(data), 64);
	both_ways(&mip4, data, sizeof(data));

	strcpy(mip4.nai, "n");
	mip4.n_prefix = 2;
	mip4.prefix[0].len = 40;
	mip4.prefix[0].code = DSMIPD_MIP4_PREFIX_TO_COA;
	mip4.prefix[1] = mip4.prefix[0];
	mip4.prefix[1].len = DSMIPD_MIP4_LINKLOCAL;
	mip4.prefix[1].code = DSMIPD_MIP4_PREFIX_PROHIBITED;
	mip4.node = (struct dsmipd_mip4_part){
		.has_udp_reply = true, .udp_code = DSMIPD_MIP4_UDP_DECLINED,
		.udp_force = true, .udp_keepalive = 110,
		.has_revocation = true, .revocation_time = 0x12345678,
	};
	mip4.agent = (struct dsmipd_mip4_part){
		.has_udp_reply = true, .has_revocation = true,
		.revocation_inform = true, .revocation_time = 1,
	};
	testing_mip4_auth(&mip4, DSMIPD_MIP4_FA_HA);
	both_ways(&mip4, all, sizeof(all));
}

/* RFC 3543, 3.3 and 3.4: to an agent, to a node, and the answer. */
static void revocation(void **state)
{
	static const uint8_t data[] = {
		0x07, 0x00, 0xc0, 0x00, 0x0a, 0x00, 0x00, 0x01,
		0xc6, 0x33, 0x64, 0x01, 0xc0, 0x00, 0x02, 0x07,
		0xe0, 0x00, 0x00, 0x01, TESTING_MIP4_AUTH(0x22),
	};
	static const uint8_t ack[] = {
		0x0f, 0x00, 0x80, 0x00, 0x0a, 0x00, 0x00, 0x01,
		0xe0, 0x00, 0x00, 0x01, 0x83, 0x01, 'n',
		TESTING_MIP4_AUTH(0x20),
	};
	struct dsmipd_mip4 mip4;
	uint8_t reserved[sizeof(data)];

	(void)state;
	testing_mip4_rrq(&mip4);
	mip4.type = DSMIPD_MIP4_REVOKE;
	mip4.flags = DSMIPD_MIP4_REVOKE_BY_HOME | DSMIPD_MIP4_REVOKE_INFORM;
	mip4.lifetime = 0;
	mip4.id = 0xe0000001;
	testing_mip4_auth(&mip4, DSMIPD_MIP4_FA_HA);
	both_ways(&mip4, data, sizeof(data));
	memcpy(reserved, data, sizeof(data));
	reserved[1] = 0xff;
	reserved[2] = 0xff;
	reserved[3] = 0xff;
	assert_int_equal(testing_mip4_parse(reserved, sizeof(data), false, &mip4), DSMIPD_MIP4_OK);
	assert_int_equal(mip4.flags, 0xc000);
	reserved[0] = DSMIPD_MIP4_REVOKE_ACK;
	assert_int_equal(testing_mip4_parse(reserved, 12, false, &mip4), DSMIPD_MIP4_OK);
	assert_int_equal(mip4.flags, 0x8000);

	mip4 = (struct dsmipd_mip4){
		.type = DSMIPD_MIP4_REVOKE_ACK, .id = 0xe0000001, .nai = "n",
		.flags = DSMIPD_MIP4_REVOKE_ACK_INFORM,
		.hoa = testing_addr("10.0.0.1").v4,
	};
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_HA);
	both_ways(&mip4, ack, sizeof(ack));
}

/* Every bit by itself; those that are reserved are nobody's. */
static void request_flags(void **state)
{
	uint8_t data[] = { TESTING_MIP4_RRQ };
	struct dsmipd_mip4 mip4;

	(void)state;
	for (unsigned int bit = 0; bit < 8; bit++) {
		uint8_t flag = 1u << bit;

		data[1] = flag;
		assert_int_equal(testing_mip4_parse(data, sizeof(data), false, &mip4),
				 DSMIPD_MIP4_OK);
		assert_int_equal(mip4.flags, flag & 0xfa);
		mip4.flags |= 0xff05;
		assert_true(dsmipd_mip4_build(&mip4, data, sizeof(data)));
		assert_int_equal(data[1], flag & 0xfa);
	}
}

/* Of every length: the bits beyond it are no part of it, read and written. */
static void prefix_lengths(void **state)
{
	uint8_t data[] = { TESTING_MIP4_RRQ, 0x98, 0x12, 0x01, [TESTING_MIP4_RRQ_LEN + 19] = 0 };
	uint8_t *addr = data + TESTING_MIP4_RRQ_LEN + 4;
	struct dsmipd_mip4 mip4;
	uint8_t buf[64];

	(void)state;
	for (unsigned int len = 0; len < 256; len++) {
		memset(addr, 0xff, 16);
		data[TESTING_MIP4_RRQ_LEN + 3] = len;
		assert_int_equal(testing_mip4_parse(data, sizeof(data), false, &mip4),
				 DSMIPD_MIP4_OK);
		assert_int_equal(mip4.n_prefix, 1);
		assert_int_equal(mip4.prefix[0].len, len);
		for (unsigned int bit = 0; bit < 128; bit++)
			assert_int_equal(!!(mip4.prefix[0].addr.s6_addr[bit / 8] & 0x80 >> bit % 8),
					 bit < len);
		memset(&mip4.prefix[0].addr, 0xff, 16);
		assert_int_equal(dsmipd_mip4_build(&mip4, buf, sizeof(buf)), sizeof(data));
		for (unsigned int bit = 0; bit < 128; bit++)
			assert_int_equal(!!(buf[TESTING_MIP4_RRQ_LEN + 4 + bit / 8] &
					    0x80 >> bit % 8), bit < len);
	}
}

/* Draft -01 counts type and length; what follows is where it was. */
static void lengths_of_the_draft(void **state)
{
	static const uint8_t request[] = {
		TESTING_MIP4_RRQ, 0x98, 0x14, 0x01, 0x40, TESTING_MIP4_NET,
		0x98, 0x04, 0x03, 0x00, TESTING_MIP4_AUTH(0x20),
		0x98, 0x04, 0x03, 0x00, TESTING_MIP4_AUTH(0x22),
	};
	static const uint8_t answer[] = {
		TESTING_MIP4_RRP, 0x98, 0x16, 0x02, 0x0b, 0x40, 0x00,
		TESTING_MIP4_NET, TESTING_MIP4_AUTH(0x20),
	};
	uint8_t data[sizeof(request)];
	struct dsmipd_mip4 mip4;

	(void)state;
	testing_mip4_rrq(&mip4);
	mip4.draft = true;
	mip4.n_prefix = 1;
	mip4.prefix[0].addr = testing_addr("2001:db8:100::").v6;
	mip4.prefix[0].len = 64;
	mip4.node.has_mode = true;
	mip4.agent.has_mode = true;
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_HA);
	testing_mip4_auth(&mip4, DSMIPD_MIP4_FA_HA);
	both_ways(&mip4, request, sizeof(request));
	assert_int_not_equal(testing_mip4_parse(request, sizeof(request), false, &mip4),
			     DSMIPD_MIP4_OK);

	/* The lengths of RFC 5454 are taken too, and answered by those. */
	memcpy(data, request, sizeof(data));
	data[25] = 0x12;
	data[45] = 0x02;
	data[71] = 0x02;
	assert_int_equal(testing_mip4_parse(data, sizeof(data), true, &mip4), DSMIPD_MIP4_OK);
	assert_false(mip4.draft);
	assert_true(mip4.node.has_mode && mip4.agent.has_mode && mip4.n_prefix == 1);
	/* One is enough. */
	data[71] = 0x04;
	assert_int_equal(testing_mip4_parse(data, sizeof(data), true, &mip4), DSMIPD_MIP4_OK);
	assert_true(mip4.draft);

	testing_mip4_rrp(&mip4);
	mip4.draft = true;
	mip4.n_prefix = 1;
	mip4.prefix[0].addr = testing_addr("2001:db8:100::").v6;
	mip4.prefix[0].len = 64;
	mip4.prefix[0].code = DSMIPD_MIP4_PREFIX_DAD;
	testing_mip4_auth(&mip4, DSMIPD_MIP4_MN_HA);
	both_ways(&mip4, answer, sizeof(answer));
}

/* The longest one, and what cannot be built. */
static void as_much_as_there_can_be(void **state)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN + 64];
	struct dsmipd_mip4 mip4, back;
	size_t len;

	(void)state;
	testing_mip4_everything(&mip4);
	for (size_t i = 0; i < DSMIPD_MIP4_N_BETWEEN; i++)
		mip4.auth[i].len = 251;
	len = dsmipd_mip4_build(&mip4, buf, sizeof(buf));
	assert_true(len && len <= DSMIPD_MIP4_MAX_LEN);
	assert_int_equal(testing_mip4_parse(buf, len, false, &back), DSMIPD_MIP4_OK);
	assert_memory_equal(&back, &mip4, sizeof(back));
	for (size_t size = 0; size < len; size += 7)
		assert_int_equal(dsmipd_mip4_build(&mip4, buf, size), 0);
	mip4.auth[DSMIPD_MIP4_FA_HA].len = 252;
	assert_int_equal(dsmipd_mip4_build(&mip4, buf, sizeof(buf)), 0);
	mip4.type = DSMIPD_MIP4_DATA;
	assert_int_equal(dsmipd_mip4_build(&mip4, buf, sizeof(buf)), 0);
}

/* What has no meaning in a message is not written. */
static void what_is_not_written(void **state)
{
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 mip4, back;
	size_t len;

	(void)state;
	testing_mip4_everything(&mip4);
	mip4.node.has_udp_reply = true;
	mip4.node.has_delivery = true;
	mip4.type = DSMIPD_MIP4_RRP;
	len = dsmipd_mip4_build(&mip4, buf, sizeof(buf));
	assert_int_equal(testing_mip4_parse(buf, len, false, &back), DSMIPD_MIP4_OK);
	assert_true(back.node.has_udp_reply && back.node.has_revocation);
	assert_false(back.node.has_udp_request || back.node.has_mode || back.node.has_delivery);
	assert_false(back.agent.has_delivery || back.agent.has_mode);
	assert_int_equal(back.n_prefix, DSMIPD_MIP4_MAX_PREFIX);
	mip4.type = DSMIPD_MIP4_REVOKE;
	len = dsmipd_mip4_build(&mip4, buf, sizeof(buf));
	assert_int_equal(testing_mip4_parse(buf, len, false, &back), DSMIPD_MIP4_OK);
	assert_false(back.node.has_udp_reply || back.node.has_revocation || back.n_prefix);
	assert_string_equal(back.nai, mip4.nai);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(dsmipd_mip4_code_name(0), "accepted");
	assert_string_equal(dsmipd_mip4_code_name(2), "refused");
	assert_string_equal(dsmipd_mip4_code_name(69), "foreign agent: lifetime too long");
	assert_string_equal(dsmipd_mip4_code_name(73), "foreign agent: refused");
	assert_string_equal(dsmipd_mip4_code_name(133), "identification mismatch");
	assert_string_equal(dsmipd_mip4_code_name(142), "UDP tunnel unavailable");
	assert_string_equal(dsmipd_mip4_code_name(194),
			    "foreign agent: invalid home agent address");
	assert_string_equal(dsmipd_mip4_code_name(255), "refused");
	for (unsigned int code = 0; code < 256; code++) {
		bool agent = (code >= 64 && code < 128) || code == 194;

		assert_int_equal(dsmipd_mip4_by_home_agent(code), !agent);
		assert_int_equal(!strncmp(dsmipd_mip4_code_name(code), "foreign agent: ", 15),
				 agent);
		assert_int_equal(dsmipd_mip4_accepted(code), code < 2);
	}
	/* RFC 5454, 5: what is reserved accepts below 8, and refuses above. */
	assert_string_equal(dsmipd_mip4_prefix_code_name(7), "accepted");
	assert_string_equal(dsmipd_mip4_prefix_code_name(12), "refused");
	for (unsigned int code = 0; code < 2; code++)
		assert_non_null(strstr(dsmipd_mip4_prefix_code_name(code), "accepted, to the "));
	for (unsigned int code = 8; code < 12; code++)
		assert_string_not_equal(dsmipd_mip4_prefix_code_name(code), "refused");
	for (enum dsmipd_mip4_error error = 0; error <= DSMIPD_MIP4_TOO_MANY; error++)
		assert_string_not_equal(dsmipd_mip4_error_name(error), "unknown error");
	assert_string_equal(dsmipd_mip4_error_name(99), "unknown error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(request_for_a_prefix),
		cmocka_unit_test(request_for_all),
		cmocka_unit_test(by_way_of_a_foreign_agent),
		cmocka_unit_test(relayed_as_it_was),
		cmocka_unit_test(reply),
		cmocka_unit_test(revocation),
		cmocka_unit_test(request_flags),
		cmocka_unit_test(prefix_lengths),
		cmocka_unit_test(lengths_of_the_draft),
		cmocka_unit_test(as_much_as_there_can_be),
		cmocka_unit_test(what_is_not_written),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("mip4", tests, NULL, NULL);
}
