// SPDX-License-Identifier: GPL-2.0
/* Messages: what is encoded decodes to the same, and nothing hostile harms. */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "encode.h"
#include "testing.h"

#define FAMILY	0x1d

static struct nl_msg *whole_message(void)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *nest;

	genlmsg_put(msg, 1, 2, FAMILY, 0, 0, DSMIP_CMD_BINDING_GET, 1);
	nla_put_u32(msg, DSMIP_A_IFINDEX, 3);
	nla_put_u32(msg, DSMIP_A_ID, 7);
	nest = nla_nest_start(msg, DSMIP_A_HOME);
	nla_put(msg, DSMIP_A_HOME_ADDR, 4, "\xcb\x00\x71\x07");
	nla_put_u8(msg, DSMIP_A_HOME_LEN, 32);
	nla_nest_end(msg, nest);
	nest = nla_nest_start(msg, DSMIP_A_HOME);
	nla_put(msg, DSMIP_A_HOME_ADDR, 16,
		"\x20\x01\x0d\xb8\x01\x00\x07\x00\0\0\0\0\0\0\0\0");
	nla_put_u8(msg, DSMIP_A_HOME_LEN, 64);
	nla_nest_end(msg, nest);
	nla_put(msg, DSMIP_A_COA, 4, "\xc6\x33\x64\x09");
	nla_put_u16(msg, DSMIP_A_PORT, htons(40123));
	nla_put(msg, DSMIP_A_LOCAL, 4, "\xc0\x00\x02\x01");
	nla_put_u32(msg, DSMIP_A_ENCAP, DSMIP_ENCAP_UDP);
	nla_put_u32(msg, DSMIP_A_FLAGS, DSMIP_BINDING_FLAG_CSUM);
	nla_put_u64(msg, DSMIP_A_LIFETIME, 300000);
	nla_put_u64(msg, DSMIP_A_LEFT, 287123);
	nla_put(msg, DSMIP_A_PAD, 0, NULL);
	nla_put(msg, DSMIP_A_GROUP, 4, "\xe9\xfc\0\1");
	nla_put(msg, DSMIP_A_GROUP, 16, "\xff\x0e\0\0\0\0\0\0\0\0\0\0\0\0\0\1");
	nest = nla_nest_start(msg, DSMIP_A_STATS);
	nla_put_u64(msg, DSMIP_A_STATS_RX_PACKETS, 1);
	nla_put_u64(msg, DSMIP_A_STATS_RX_BYTES, 1ull << 40);
	nla_put_u64(msg, DSMIP_A_STATS_TX_PACKETS, 3);
	nla_put_u64(msg, DSMIP_A_STATS_TX_BYTES, UINT64_MAX);
	nla_put_u64(msg, DSMIP_A_STATS_LAST_RX, 0);
	nla_nest_end(msg, nest);
	nest = nla_nest_start(msg, DSMIP_A_DROPS);
	nla_put_u64(msg, DSMIP_DROP_RX_COA, 5);
	nla_put_u64(msg, DSMIP_DROP_MAX + 1, 6);
	nla_put_u64(msg, 200, 7);
	nla_nest_end(msg, nest);
	nla_put_u32(msg, 900, 1);
	return msg;
}

static void decode_all(void **state)
{
	struct nl_msg *nl = whole_message();
	struct dsmip_decode_homes homes = {};
	struct dsmip_attrs_msg msg;
	const struct dsmip_binding *b = &msg.event.binding;
	char text[DSMIP_PREFIX_STRLEN];

	(void)state;
	assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &msg, &homes), 0);
	assert_int_equal(msg.event.cmd, DSMIP_CMD_BINDING_GET);
	assert_int_equal(b->ifindex, 3);
	assert_int_equal(b->id, 7);
	assert_int_equal(b->n_home, 2);
	assert_string_equal(dsmip_prefix_format(&b->home[0], text, sizeof(text)),
			    "203.0.113.7");
	assert_string_equal(dsmip_prefix_format(&b->home[1], text, sizeof(text)),
			    "2001:db8:100:700::/64");
	assert_string_equal(dsmip_addr_format(&b->coa, text, sizeof(text)),
			    "198.51.100.9");
	assert_int_equal(b->port, 40123);
	assert_string_equal(dsmip_addr_format(&b->local, text, sizeof(text)),
			    "192.0.2.1");
	assert_int_equal(b->encap, DSMIP_ENCAP_UDP);
	assert_int_equal(b->flags, DSMIP_BINDING_FLAG_CSUM);
	assert_int_equal(b->lifetime, 300000);
	assert_int_equal(b->left, 287123);
	assert_int_equal(b->n_group, 2);
	assert_string_equal(dsmip_addr_format(&b->group[0], text, sizeof(text)),
			    "233.252.0.1");
	assert_string_equal(dsmip_addr_format(&b->group[1], text, sizeof(text)),
			    "ff0e::1");
	assert_int_equal(b->traffic.rx_bytes, 1ull << 40);
	assert_true(b->traffic.tx_bytes == UINT64_MAX);
	assert_true(b->traffic.has_last_rx);
	assert_int_equal(b->traffic.drops[DSMIP_DROP_RX_COA], 5);
	assert_int_equal(b->traffic.drops[0], 13);
	dsmip_decode_free(&homes);
	nlmsg_free(nl);
}

static void decode_packet(void **state)
{
	struct nl_msg *nl = nlmsg_alloc();
	struct dsmip_decode_homes homes = {};
	struct dsmip_attrs_msg msg;
	struct nlattr *nest;

	(void)state;
	genlmsg_put(nl, 0, 0, FAMILY, 0, 0, DSMIP_CMD_ENDPOINT_MISMATCH_NTF, 1);
	nla_put_u32(nl, DSMIP_A_IFINDEX, 3);
	nest = nla_nest_start(nl, DSMIP_A_PACKET);
	nla_put_u32(nl, DSMIP_A_PACKET_CAUSE, DSMIP_DROP_RX_PORT);
	nla_put_u32(nl, DSMIP_A_PACKET_ENCAP, DSMIP_ENCAP_UDP);
	nla_put(nl, DSMIP_A_PACKET_INNER_SRC, 4, "\1\2\3\4");
	nla_put(nl, DSMIP_A_PACKET_OUTER_SRC, 4, "\5\6\7\x08");
	nla_put_u16(nl, DSMIP_A_PACKET_OUTER_PORT, htons(1));
	nla_nest_end(nl, nest);
	nla_put_u64(nl, DSMIP_A_SUPPRESSED, 99);
	assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &msg, &homes), 0);
	assert_int_equal(msg.event.packet.cause, DSMIP_DROP_RX_PORT);
	assert_int_equal(msg.event.packet.inner_src.family, AF_INET);
	assert_int_equal(msg.event.packet.inner_dst.family, AF_UNSPEC);
	assert_int_equal(msg.event.packet.outer_port, 1);
	assert_int_equal(msg.event.suppressed, 99);
	assert_null(homes.prefix);
	nlmsg_free(nl);
}

static void expect_binding(const struct dsmip_binding *a,
			   const struct dsmip_binding *b)
{
	assert_int_equal(a->ifindex, b->ifindex);
	assert_int_equal(a->id, b->id);
	assert_int_equal(a->n_home, b->n_home);
	for (size_t i = 0; i < a->n_home; i++)
		assert_true(dsmip_addr_equal(&a->home[i].addr,
					     &b->home[i].addr));
	assert_true(dsmip_addr_equal(&a->coa, &b->coa));
	assert_true(dsmip_addr_equal(&a->local, &b->local));
	assert_int_equal(a->port, b->port);
	assert_int_equal(a->encap, b->encap);
	assert_int_equal(a->flags, b->flags);
	assert_int_equal(a->lifetime, b->lifetime);
}

static void round_trip(void **state)
{
	struct dsmip_prefix home[] = {
		testing_prefix("203.0.113.7"),
		testing_prefix("2001:db8:100:700::/64"),
		testing_prefix("0.0.0.0/0"),
	};
	struct dsmip_binding in = {
		.ifindex = 4,
		.id = 9,
		.home = home,
		.n_home = 3,
		.coa = testing_addr("2001:db8::9"),
		.local = testing_addr("2001:db8::1"),
		.port = 1,
		.encap = DSMIP_ENCAP_UDP,
		.flags = DSMIP_BINDING_FLAG_ZERO_CSUM6,
		.lifetime = 1,
	};
	struct dsmip_decode_homes homes = {};
	struct dsmip_attrs_msg out;
	struct nl_msg *nl;

	(void)state;
	nl = dsmip_encode_genl(FAMILY, DSMIP_CMD_BINDING_NEW, NLM_F_CREATE,
			       &in);
	assert_non_null(nl);
	assert_int_equal(nlmsg_hdr(nl)->nlmsg_flags,
			 NLM_F_REQUEST | NLM_F_CREATE);
	assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &out, &homes), 0);
	assert_int_equal(out.event.binding.n_home, 3);
	/* What has no length when it is sent is a host when it comes back. */
	assert_int_equal(out.event.binding.home[0].len, 32);
	assert_int_equal(out.event.binding.home[1].len, 64);
	assert_int_equal(out.event.binding.home[2].len, 0);
	expect_binding(&out.event.binding, &in);
	dsmip_decode_free(&homes);
	nlmsg_free(nl);
}

static void encode_nothing(void **state)
{
	struct dsmip_binding in = {};
	struct nl_msg *nl;

	(void)state;
	nl = dsmip_encode_genl(FAMILY, DSMIP_CMD_BINDING_GET, NLM_F_DUMP, &in);
	assert_int_equal(nlmsg_hdr(nl)->nlmsg_len, NLMSG_HDRLEN + GENL_HDRLEN);
	nlmsg_free(nl);
}

/* A home is a nest and marked so; without a length it has none. */
static void encode_home(void **state)
{
	struct dsmip_prefix home = testing_prefix("203.0.113.7");
	struct dsmip_binding in = { .home = &home, .n_home = 1 };
	const struct nlattr *nla;
	struct nl_msg *nl;

	(void)state;
	nl = dsmip_encode_genl(FAMILY, DSMIP_CMD_BINDING_GET, 0, &in);
	nla = (void *)((char *)NLMSG_DATA(nlmsg_hdr(nl)) + GENL_HDRLEN);
	assert_int_equal(nla->nla_type, DSMIP_A_HOME | NLA_F_NESTED);
	assert_int_equal(nla->nla_len, 4 + 8);
	nlmsg_free(nl);
	home.len = 32;
	nl = dsmip_encode_genl(FAMILY, DSMIP_CMD_BINDING_GET, 0, &in);
	nla = (void *)((char *)NLMSG_DATA(nlmsg_hdr(nl)) + GENL_HDRLEN);
	assert_int_equal(nla->nla_len, 4 + 8 + 8);
	nlmsg_free(nl);
}

static void encode_many_homes(void **state)
{
	struct dsmip_prefix home[1000];
	struct dsmip_binding in = { .home = home, .n_home = 1000 };
	struct dsmip_decode_homes homes = {};
	struct dsmip_attrs_msg out;
	struct nl_msg *nl;

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		home[i] = testing_prefix("2001:db8::/64");
		home[i].addr.bytes[6] = i >> 8;
		home[i].addr.bytes[7] = i;
	}
	nl = dsmip_encode_genl(FAMILY, DSMIP_CMD_BINDING_NEW, 0, &in);
	assert_non_null(nl);
	assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &out, &homes), 0);
	assert_int_equal(out.event.binding.n_home, 1000);
	expect_binding(&out.event.binding, &in);
	dsmip_decode_free(&homes);
	nlmsg_free(nl);
}

static void modes(void **state)
{
	(void)state;
	assert_int_equal(dsmip_encode_mode(DSMIP_MODE_ADD),
			 NLM_F_CREATE | NLM_F_EXCL);
	assert_int_equal(dsmip_encode_mode(DSMIP_MODE_REPLACE),
			 NLM_F_CREATE | NLM_F_REPLACE);
	assert_int_equal(dsmip_encode_mode(DSMIP_MODE_CHANGE), NLM_F_REPLACE);
}

static void links(void **state)
{
	struct dsmip_link in = {
		.ifindex = 5,
		.ifname = "dsmip0",
		.local4 = testing_addr("192.0.2.1"),
		.local6 = testing_addr("2001:db8::1"),
		.port = 4191,
		.max_bindings = 5,
		.pmtudisc = false,
		.has_pmtudisc = true,
		.group_time = 260000,
	};
	struct dsmip_link out;
	struct nl_msg *nl;

	(void)state;
	nl = dsmip_encode_link(RTM_NEWLINK, NLM_F_CREATE, &in);
	assert_int_equal(dsmip_decode_link(nlmsg_hdr(nl), &out), 0);
	assert_int_equal(out.ifindex, in.ifindex);
	assert_string_equal(out.ifname, in.ifname);
	assert_true(dsmip_addr_equal(&out.local4, &in.local4));
	assert_true(dsmip_addr_equal(&out.local6, &in.local6));
	assert_int_equal(out.port, in.port);
	assert_int_equal(out.max_bindings, in.max_bindings);
	assert_true(out.has_pmtudisc);
	assert_false(out.pmtudisc);
	assert_int_equal(out.group_time, in.group_time);
	assert_false(out.up);
	assert_false(out.far);
	nlmsg_free(nl);

	nl = nlmsg_alloc_simple(RTM_NEWLINK, 0);
	nlmsg_append(nl, &(struct ifinfomsg){}, sizeof(struct ifinfomsg), 4);
	nla_put_string(nl, IFLA_IFNAME, "eth0");
	assert_int_equal(dsmip_decode_link(nlmsg_hdr(nl), &out), -ENODEV);
	nlmsg_free(nl);
}

/* Attributes of known kinds with wrong lengths spoil the message. */
static void wrong_lengths(void **state)
{
	static const struct {
		int type;
		int len;
	} bad[] = {
		{ DSMIP_A_IFINDEX, 0 }, { DSMIP_A_IFINDEX, 3 },
		{ DSMIP_A_IFINDEX, 8 }, { DSMIP_A_COA, 0 }, { DSMIP_A_COA, 5 },
		{ DSMIP_A_COA, 15 }, { DSMIP_A_COA, 17 }, { DSMIP_A_PORT, 1 },
		{ DSMIP_A_PORT, 4 }, { DSMIP_A_LIFETIME, 4 },
		{ DSMIP_A_LIFETIME, 12 }, { DSMIP_A_HOME, 0 },
		{ DSMIP_A_HOME, 3 }, { DSMIP_A_STATS, 5 },
		{ DSMIP_A_DROPS, 7 }, { DSMIP_A_PACKET, 1 },
	};
	struct dsmip_decode_homes homes = {};
	static const char zeros[32];
	struct dsmip_attrs_msg msg;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(bad); i++) {
		struct nl_msg *nl = nlmsg_alloc();

		genlmsg_put(nl, 0, 0, FAMILY, 0, 0, DSMIP_CMD_BINDING_GET, 1);
		nla_put(nl, bad[i].type, bad[i].len, zeros);
		assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &msg, &homes),
				 -EBADMSG);
		nlmsg_free(nl);
	}
	dsmip_decode_free(&homes);
}

static void home_lengths(void **state)
{
	struct dsmip_decode_homes homes = {};
	struct dsmip_attrs_msg msg;
	struct nl_msg *nl = nlmsg_alloc();
	struct nlattr *nest;

	(void)state;
	genlmsg_put(nl, 0, 0, FAMILY, 0, 0, DSMIP_CMD_BINDING_GET, 1);
	nest = nla_nest_start(nl, DSMIP_A_HOME);
	nla_put(nl, DSMIP_A_HOME_ADDR, 4, "\1\2\3\4");
	nla_put_u8(nl, DSMIP_A_HOME_LEN, 33);
	nla_nest_end(nl, nest);
	assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &msg, &homes),
			 -EBADMSG);
	nlmsg_free(nl);
	dsmip_decode_free(&homes);
}

/* Decodes a copy that ends where its memory does, so that ASan sees it. */
static void decode_copy(const void *data, size_t len)
{
	struct dsmip_decode_homes homes = {};
	struct dsmip_attrs_msg msg;
	struct dsmip_link link;
	struct nlmsghdr *copy;

	copy = malloc(len);
	assert_non_null(copy);
	memcpy(copy, data, len);
	copy->nlmsg_len = len;
	dsmip_decode_msg(copy, &msg, &homes);
	dsmip_decode_link(copy, &link);
	dsmip_decode_free(&homes);
	free(copy);
}

static void truncations(void **state)
{
	struct nl_msg *nl = whole_message();
	struct dsmip_link in = {
		.ifname = "dsmip0",
		.local4 = testing_addr("192.0.2.1"),
		.port = 1,
	};
	struct nl_msg *link = dsmip_encode_link(RTM_NEWLINK, 0, &in);

	(void)state;
	for (size_t len = NLMSG_HDRLEN; len <= nlmsg_hdr(nl)->nlmsg_len; len++)
		decode_copy(nlmsg_hdr(nl), len);
	for (size_t len = NLMSG_HDRLEN; len <= nlmsg_hdr(link)->nlmsg_len; len++)
		decode_copy(nlmsg_hdr(link), len);
	nlmsg_free(nl);
	nlmsg_free(link);
}

static void mutations(void **state)
{
	static const uint8_t values[] = { 0, 1, 2, 3, 4, 5, 7, 8, 0x7f, 0x80,
					  0xc0, 0xfd, 0xfe, 0xff };
	struct nl_msg *nl = whole_message();
	uint8_t *bytes = (uint8_t *)nlmsg_hdr(nl);
	size_t len = nlmsg_hdr(nl)->nlmsg_len;

	(void)state;
	for (size_t i = NLMSG_HDRLEN; i < len; i++) {
		uint8_t old = bytes[i];

		for (size_t j = 0; j < TESTING_SIZE(values); j++) {
			bytes[i] = values[j];
			decode_copy(bytes, len);
		}
		bytes[i] = old;
	}
	nlmsg_free(nl);
}

static void noise(void **state)
{
	struct nl_msg *nl = whole_message();
	size_t len = nlmsg_hdr(nl)->nlmsg_len;
	uint8_t *bytes = malloc(len);

	(void)state;
	srandom(4191);
	for (int i = 0; i < 20000; i++) {
		memcpy(bytes, nlmsg_hdr(nl), len);
		for (int j = random() % 8; j >= 0; j--)
			bytes[NLMSG_HDRLEN + random() % (len - NLMSG_HDRLEN)] =
				random();
		decode_copy(bytes, NLMSG_HDRLEN +
			    random() % (len - NLMSG_HDRLEN + 1));
	}
	free(bytes);
	nlmsg_free(nl);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decode_all),
		cmocka_unit_test(decode_packet),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(encode_nothing),
		cmocka_unit_test(encode_home),
		cmocka_unit_test(encode_many_homes),
		cmocka_unit_test(modes),
		cmocka_unit_test(links),
		cmocka_unit_test(wrong_lengths),
		cmocka_unit_test(home_lengths),
		cmocka_unit_test(truncations),
		cmocka_unit_test(mutations),
		cmocka_unit_test(noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
