// SPDX-License-Identifier: GPL-2.0
/*
 * The codec for other programs: mhwire.py and the seeds of the fuzzers.
 *
 *   codec build   one of each message that we send: protocol, name and bytes,
 *                 from 2001:db8::1 to 2001:db8::2
 *   codec parse   reads protocol and bytes, a message a line, and prints what
 *                 is in it, as JSON
 */

#include <netinet/in.h>

#include "auth.h"
#include "icmp6.h"
#include "mh.h"
#include "testing.h"
#include "testing_codec.h"

#define CODEC_MN_HA	1

static const struct in6_addr codec_src = {
	.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 },
};

static const struct in6_addr codec_dst = {
	.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [15] = 2 },
};

static const struct in6_addr codec_coa = {
	.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [5] = 9, [15] = 9 },
};

static const struct in6_addr codec_net = {
	.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, 0x07 },
};

static const struct codec_mh {
	const char *name;
	struct dsmipd_mh mh;
} codec_mhs[] = {
	{ "refresh", { .type = DSMIPD_MH_BRR } },
	{ "update", { .type = DSMIPD_MH_BU, .sequence = 1, .lifetime = 15,
		      .flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME |
			       DSMIPD_MH_BU_LINKLOCAL,
		      .has_alt_coa = true, .alt_coa = codec_coa } },
	{ "update-ipv4",
	  { .type = DSMIPD_MH_BU, .sequence = 65535, .lifetime = 65535,
	    .flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME |
		     DSMIPD_MH_BU_FORCE_UDP,
	    .n_home4 = 2,
	    .home4 = { { TESTING_CODEC_V4(10, 0, 0, 1), 32, false },
		       { TESTING_CODEC_V4(0, 0, 0, 0), 24, true } },
	    .has_coa4 = true, .coa4 = TESTING_CODEC_V4(192, 0, 2, 7) } },
	{ "update-router",
	  { .type = DSMIPD_MH_BU, .sequence = 2, .lifetime = 15,
	    .flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME |
		     DSMIPD_MH_BU_KEY | DSMIPD_MH_BU_ROUTER,
	    .n_prefix = 2, .prefix = { { codec_net, 48 }, { codec_coa, 64 } },
	    .has_alt_coa = true, .alt_coa = codec_coa } },
	{ "update-signed",
	  { .type = DSMIPD_MH_BU, .sequence = 3, .lifetime = 15,
	    .flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME,
	    .nai = "node@example.org", .has_timestamp = true,
	    .timestamp = 0xe0000000ULL << 32, .has_auth = true,
	    .auth_subtype = CODEC_MN_HA, .auth_spi = 256,
	    .auth_len = DSMIPD_AUTH_DATA_LEN } },
	{ "ack", { .type = DSMIPD_MH_BA, .sequence = 1, .lifetime = 15,
		   .has_refresh = true, .refresh = 10 } },
	{ "ack-ipv4",
	  { .type = DSMIPD_MH_BA, .sequence = 65535, .lifetime = 450,
	    .flags = DSMIPD_MH_BA_KEY | DSMIPD_MH_BA_ROUTER, .n_ack4 = 2,
	    .ack4 = { { TESTING_CODEC_V4(10, 0, 0, 1), DSMIPD_MH_ACK4_SUCCESS, 32 },
		      { TESTING_CODEC_V4(10, 9, 0, 0), DSMIPD_MH_ACK4_NO_PREFIX, 0 } },
	    .has_nat = true, .nat_refresh = 110 } },
	{ "ack-forced",
	  { .type = DSMIPD_MH_BA, .sequence = 9, .lifetime = 15,
	    .has_nat = true, .nat_force = true,
	    .nat_refresh = DSMIPD_MH_NATD_NEVER } },
	{ "ack-refused",
	  { .type = DSMIPD_MH_BA, .sequence = 4,
	    .status = DSMIPD_MH_AUTH_FAILED, .nai = "node@example.org",
	    .has_timestamp = true, .timestamp = 1, .has_auth = true,
	    .auth_subtype = CODEC_MN_HA, .auth_spi = 257,
	    .auth_len = DSMIPD_AUTH_DATA_LEN } },
	{ "error", { .type = DSMIPD_MH_BE, .status = 2, .home = codec_coa } },
	{ "heartbeat", { .type = DSMIPD_MH_HEARTBEAT, .sequence = 70000,
			 .flags = 1, .has_restart = true, .restart = 5 } },
};

static const struct codec_icmp6 {
	const char *name;
	struct dsmipd_icmp6 msg;
} codec_icmp6s[] = {
	{ "agents-request", { .type = DSMIPD_ICMP6_DHAAD_REQUEST, .id = 7,
			      .router = true } },
	{ "agents-reply",
	  { .type = DSMIPD_ICMP6_DHAAD_REPLY, .id = 7, .n_agents = 2,
	    .agents = { codec_dst, codec_coa } } },
	{ "prefix-solicitation", { .type = DSMIPD_ICMP6_PREFIX_SOL, .id = 8 } },
	{ "prefix-advertisement",
	  { .type = DSMIPD_ICMP6_PREFIX_ADV, .id = 8, .managed = true,
	    .n_prefix = 2,
	    .prefix = { { codec_dst, 64, 0xe0, 86400, 3600 },
			{ codec_net, 48, 0x40, UINT32_MAX, UINT32_MAX } } } },
};

static void codec_build_mh(const struct testing_codec *codec)
{
	struct dsmipd_auth_key key = { .len = 16 };
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh mh;
	uint16_t sum;
	size_t len;

	for (size_t i = 0; i < TESTING_SIZE(codec_mhs); i++) {
		mh = codec_mhs[i].mh;
		len = dsmipd_mh_build(&mh, buf, sizeof(buf));
		key.spi = mh.auth_spi;
		dsmipd_auth_sign(&key, &codec_coa, &codec_src, &mh, buf, len);
		sum = dsmipd_mh_checksum(&codec_src, &codec_dst, buf, len);
		buf[4] = sum >> 8;
		buf[5] = sum;
		testing_codec_print(codec, codec_mhs[i].name, buf, len);
	}
}

static void codec_build_icmp6(const struct testing_codec *codec)
{
	uint8_t buf[DSMIPD_ICMP6_MAX_LEN];
	size_t len;

	for (size_t i = 0; i < TESTING_SIZE(codec_icmp6s); i++) {
		len = dsmipd_icmp6_build(&codec_icmp6s[i].msg, buf,
					 sizeof(buf));
		testing_codec_print(codec, codec_icmp6s[i].name, buf, len);
	}
}

static void codec_mh_lists(struct json_object *o, const struct dsmipd_mh *mh)
{
	struct json_object *item;

	for (size_t i = 0; i < mh->n_home4; i++) {
		item = testing_codec_append(o, "home4");
		testing_codec_addr(item, "addr", AF_INET, &mh->home4[i].addr);
		testing_codec_int(item, "len", mh->home4[i].len);
		testing_codec_int(item, "prefix", mh->home4[i].prefix);
	}
	for (size_t i = 0; i < mh->n_ack4; i++) {
		item = testing_codec_append(o, "ack4");
		testing_codec_addr(item, "addr", AF_INET, &mh->ack4[i].addr);
		testing_codec_int(item, "len", mh->ack4[i].len);
		testing_codec_int(item, "status", mh->ack4[i].status);
	}
	for (size_t i = 0; i < mh->n_prefix; i++) {
		item = testing_codec_append(o, "prefix");
		testing_codec_addr(item, "addr", AF_INET6, &mh->prefix[i].addr);
		testing_codec_int(item, "len", mh->prefix[i].len);
	}
}

static void codec_mh_options(struct json_object *o, const struct dsmipd_mh *mh)
{
	if (mh->has_refresh)
		testing_codec_int(o, "refresh", mh->refresh);
	if (mh->has_alt_coa)
		testing_codec_addr(o, "alt_coa", AF_INET6, &mh->alt_coa);
	if (mh->has_coa4)
		testing_codec_addr(o, "coa4", AF_INET, &mh->coa4);
	if (mh->has_nonce)
		testing_codec_int(o, "nonce", 1);
	if (mh->has_bind_auth)
		testing_codec_int(o, "bind_auth", 1);
	if (mh->has_restart)
		testing_codec_int(o, "restart", mh->restart);
	if (mh->has_timestamp)
		testing_codec_int(o, "timestamp", mh->timestamp);
	if (mh->nai[0])
		testing_codec_text(o, "nai", mh->nai);
	if (mh->has_nat) {
		testing_codec_int(o, "nat_force", mh->nat_force);
		testing_codec_int(o, "nat_refresh", mh->nat_refresh);
	}
	if (mh->has_auth) {
		testing_codec_int(o, "auth_subtype", mh->auth_subtype);
		testing_codec_int(o, "auth_spi", mh->auth_spi);
		testing_codec_int(o, "auth_off", mh->auth_off);
		testing_codec_int(o, "auth_len", mh->auth_len);
	}
}

static void codec_parse_mh(struct json_object *o, const uint8_t *data,
			   size_t len)
{
	enum dsmipd_mh_error error;
	struct dsmipd_mh mh;

	error = dsmipd_mh_parse(data, len, &mh);
	if (error) {
		testing_codec_text(o, "error", dsmipd_mh_error_name(error));
		return;
	}
	testing_codec_int(o, "checksum",
			  dsmipd_mh_checksum(&codec_src, &codec_dst, data,
					     len));
	testing_codec_int(o, "type", mh.type);
	testing_codec_int(o, "sequence", mh.sequence);
	testing_codec_int(o, "flags", mh.flags);
	testing_codec_int(o, "status", mh.status);
	testing_codec_int(o, "lifetime", mh.lifetime);
	testing_codec_addr(o, "home", AF_INET6, &mh.home);
	codec_mh_options(o, &mh);
	codec_mh_lists(o, &mh);
}

static void codec_parse_icmp6(struct json_object *o, const uint8_t *data,
			      size_t len)
{
	struct json_object *item;
	struct dsmipd_icmp6 msg;

	if (!dsmipd_icmp6_parse(data, len, &msg)) {
		testing_codec_text(o, "error", "malformed");
		return;
	}
	testing_codec_int(o, "type", msg.type);
	testing_codec_int(o, "id", msg.id);
	testing_codec_int(o, "router", msg.router);
	testing_codec_int(o, "managed", msg.managed);
	testing_codec_int(o, "other", msg.other);
	for (size_t i = 0; i < msg.n_agents; i++)
		testing_codec_addr(testing_codec_append(o, "agents"), "addr",
				   AF_INET6, &msg.agents[i]);
	for (size_t i = 0; i < msg.n_prefix; i++) {
		item = testing_codec_append(o, "prefix");
		testing_codec_addr(item, "addr", AF_INET6, &msg.prefix[i].addr);
		testing_codec_int(item, "len", msg.prefix[i].len);
		testing_codec_int(item, "flags", msg.prefix[i].flags);
		testing_codec_int(item, "valid", msg.prefix[i].valid);
		testing_codec_int(item, "preferred", msg.prefix[i].preferred);
	}
}

int main(int argc, char **argv)
{
	static const struct testing_codec codecs[] = {
		{ "mh", codec_build_mh, codec_parse_mh },
		{ "icmp6", codec_build_icmp6, codec_parse_icmp6 },
		{},
	};

	return testing_codec_main(argc, argv, codecs);
}
