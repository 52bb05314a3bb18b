// SPDX-License-Identifier: GPL-2.0
/*
 * The codec of Mobile IPv4 for other programs: mip4wire.py and the seeds of the
 * fuzzers.
 *
 *   codec4 build   one of each message that we send: protocol, name and bytes
 *   codec4 parse   reads protocol and bytes, a message a line, and prints what
 *                  is in it, as JSON
 *
 * The key of an association are the bytes from its SPI on, 16 of them, modulo
 * 256.
 */

#include <netinet/in.h>
#include <string.h>

#include "mip4.h"
#include "mip4_advert.h"
#include "mip4_auth.h"
#include "testing.h"
#include "testing_codec.h"

#define CODEC4_HOA	TESTING_CODEC_V4(10, 0, 0, 1)
#define CODEC4_HA	TESTING_CODEC_V4(198, 51, 100, 1)
#define CODEC4_COA	TESTING_CODEC_V4(192, 0, 2, 7)
#define CODEC4_FA	TESTING_CODEC_V4(203, 0, 113, 1)
#define CODEC4_ID	0xe000000080000001
#define CODEC4_SA(spi_, algorithm_) \
	{ .spi = spi_, .len = 16, .algorithm = DSMIPD_MIP4_##algorithm_ }

static const struct in6_addr codec4_net = {
	.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, 0x07 },
};

static const struct in6_addr codec4_local = {
	.s6_addr = { 0xfe, 0x80, [12] = 10, 0, 0, 1 },
};

/* What a message is, and the associations that it is authenticated by. */
static const struct codec4_mip4 {
	const char *name;
	struct dsmipd_mip4 mip4;
	struct dsmipd_mip4_sa sa[DSMIPD_MIP4_N_BETWEEN];
} codec4_mip4s[] = {
	{ "request",
	  { .type = DSMIPD_MIP4_RRQ, .lifetime = 600, .hoa = CODEC4_HOA,
	    .flags = DSMIPD_MIP4_RRQ_COLOCATED | DSMIPD_MIP4_RRQ_REVERSE,
	    .ha = CODEC4_HA, .coa = CODEC4_COA, .id = CODEC4_ID,
	    .nai = "node@example.org", .n_prefix = 2,
	    .prefix = { { codec4_net, 40 },
			{ codec4_local, DSMIPD_MIP4_LINKLOCAL } },
	    .node = { .has_mode = true } },
	  { CODEC4_SA(256, HMAC_MD5) } },
	{ "request-nat",
	  { .type = DSMIPD_MIP4_RRQ, .lifetime = 65535, .ha = CODEC4_HA,
	    .flags = DSMIPD_MIP4_RRQ_COLOCATED | DSMIPD_MIP4_RRQ_GRE |
		     DSMIPD_MIP4_RRQ_BROADCAST,
	    .coa = CODEC4_COA, .id = CODEC4_ID, .nai = "n",
	    .node = { .has_udp_request = true, .udp_force = true,
		      .udp_encap = IPPROTO_GRE, .has_revocation = true,
		      .revocation_inform = true,
		      .revocation_time = 0xe0000001 } },
	  { CODEC4_SA(0xfffffffe, HMAC_SHA256) } },
	{ "request-visitor",
	  { .type = DSMIPD_MIP4_RRQ, .lifetime = 60, .hoa = CODEC4_HOA,
	    .flags = DSMIPD_MIP4_RRQ_SIMULTANEOUS | DSMIPD_MIP4_RRQ_MINIMAL |
		     DSMIPD_MIP4_RRQ_REVERSE,
	    .ha = CODEC4_HA, .coa = CODEC4_FA, .id = CODEC4_ID,
	    .n_prefix = 1, .prefix = { { codec4_net, 128 } },
	    .agent = { .has_delivery = true } },
	  { CODEC4_SA(257, PREFIX_SUFFIX_MD5), CODEC4_SA(258, HMAC_SHA1) } },
	{ "request-relayed",
	  { .type = DSMIPD_MIP4_RRQ, .lifetime = 60, .hoa = CODEC4_HOA,
	    .ha = CODEC4_HA, .coa = CODEC4_FA, .id = CODEC4_ID,
	    .n_prefix = 1, .prefix = { { codec4_net, 0 } },
	    .agent = { .has_mode = true, .has_udp_request = true,
		       .udp_agent = true, .has_revocation = true,
		       .revocation_time = 1 } },
	  { CODEC4_SA(257, HMAC_SHA1), { }, CODEC4_SA(259, HMAC_MD5) } },
	{ "request-draft",
	  { .type = DSMIPD_MIP4_RRQ, .lifetime = 60, .hoa = CODEC4_HOA,
	    .ha = CODEC4_HA, .coa = CODEC4_FA, .id = CODEC4_ID, .draft = true,
	    .n_prefix = 1, .prefix = { { codec4_net, 64 } },
	    .node = { .has_mode = true }, .agent = { .has_mode = true } },
	  { CODEC4_SA(257, HMAC_MD5) } },
	{ "request-end",
	  { .type = DSMIPD_MIP4_RRQ, .hoa = CODEC4_HOA, .ha = CODEC4_HA,
	    .coa = CODEC4_HOA, .id = CODEC4_ID },
	  { CODEC4_SA(256, HMAC_MD5) } },
	{ "reply",
	  { .type = DSMIPD_MIP4_RRP, .lifetime = 600, .hoa = CODEC4_HOA,
	    .ha = CODEC4_HA, .id = CODEC4_ID, .nai = "node@example.org",
	    .n_prefix = 3,
	    .prefix = { { codec4_net, 40, DSMIPD_MIP4_PREFIX_TO_COA },
			{ codec4_local, DSMIPD_MIP4_LINKLOCAL,
			  DSMIPD_MIP4_PREFIX_TO_HOA },
			{ codec4_net, 48, DSMIPD_MIP4_PREFIX_PROHIBITED } },
	    .node = { .has_udp_reply = true, .udp_force = true,
		      .udp_keepalive = 110, .has_revocation = true,
		      .revocation_time = 2 } },
	  { CODEC4_SA(256, HMAC_SHA256) } },
	{ "reply-mismatch",
	  { .type = DSMIPD_MIP4_RRP, .code = DSMIPD_MIP4_ID_MISMATCH,
	    .hoa = CODEC4_HOA, .ha = CODEC4_HA, .id = CODEC4_ID },
	  { CODEC4_SA(256, HMAC_MD5) } },
	{ "reply-to-agent",
	  { .type = DSMIPD_MIP4_RRP, .code = DSMIPD_MIP4_ACCEPTED_SINGLE,
	    .lifetime = 60, .hoa = CODEC4_HOA, .ha = CODEC4_HA,
	    .id = CODEC4_ID,
	    .agent = { .has_udp_reply = true,
		       .udp_code = DSMIPD_MIP4_UDP_DECLINED,
		       .has_revocation = true, .revocation_time = 3 } },
	  { CODEC4_SA(256, HMAC_MD5), { }, CODEC4_SA(259, HMAC_SHA1) } },
	{ "reply-relayed",
	  { .type = DSMIPD_MIP4_RRP, .lifetime = 60, .hoa = CODEC4_HOA,
	    .ha = CODEC4_HA, .id = CODEC4_ID },
	  { CODEC4_SA(256, HMAC_MD5), CODEC4_SA(258, HMAC_MD5) } },
	{ "reply-of-agent",
	  { .type = DSMIPD_MIP4_RRP, .code = DSMIPD_MIP4_FA_LIFETIME,
	    .lifetime = 1800, .hoa = CODEC4_HOA, .ha = CODEC4_HA,
	    .id = CODEC4_ID },
	  { { }, CODEC4_SA(258, HMAC_MD5) } },
	{ "reply-draft",
	  { .type = DSMIPD_MIP4_RRP, .lifetime = 60, .hoa = CODEC4_HOA,
	    .ha = CODEC4_HA, .id = CODEC4_ID, .draft = true, .n_prefix = 2,
	    .prefix = { { codec4_net, 64, DSMIPD_MIP4_PREFIX_NOT_HOME },
			{ codec4_net, 128, DSMIPD_MIP4_PREFIX_DAD } } },
	  { CODEC4_SA(256, HMAC_MD5) } },
	{ "revocation",
	  { .type = DSMIPD_MIP4_REVOKE, .hoa = CODEC4_HOA, .ha = CODEC4_HA,
	    .flags = DSMIPD_MIP4_REVOKE_BY_HOME | DSMIPD_MIP4_REVOKE_INFORM,
	    .coa = CODEC4_FA, .id = 0xe0000002 },
	  { { }, { }, CODEC4_SA(259, HMAC_MD5) } },
	{ "revocation-node",
	  { .type = DSMIPD_MIP4_REVOKE, .hoa = CODEC4_HOA, .ha = CODEC4_HA,
	    .flags = DSMIPD_MIP4_REVOKE_BY_HOME, .coa = CODEC4_COA, .id = 5,
	    .nai = "node@example.org" },
	  { CODEC4_SA(256, HMAC_SHA1) } },
	{ "revocation-ack",
	  { .type = DSMIPD_MIP4_REVOKE_ACK, .hoa = CODEC4_HOA,
	    .flags = DSMIPD_MIP4_REVOKE_ACK_INFORM, .id = 0xe0000002 },
	  { { }, { }, CODEC4_SA(259, HMAC_MD5) } },
};

static const struct codec4_advert {
	const char *name;
	struct dsmipd_mip4_advert advert;
} codec4_adverts[] = {
	{ "solicitation", { .type = DSMIPD_MIP4_SOLICITATION } },
	{ "advertisement-foreign",
	  { .type = DSMIPD_MIP4_ADVERTISEMENT, .lifetime = 9,
	    .code = DSMIPD_MIP4_ADVERT_AGENT, .has_agent = true,
	    .sequence = 258, .reg_lifetime = 1800,
	    .flags = DSMIPD_MIP4_ADVERT_REQUIRED | DSMIPD_MIP4_ADVERT_FOREIGN |
		     DSMIPD_MIP4_ADVERT_GRE | DSMIPD_MIP4_ADVERT_REVERSE |
		     DSMIPD_MIP4_ADVERT_REVOCATION,
	    .has_prefix_len = true, .n_routers = 1, .n_coa = 2,
	    .routers = { { CODEC4_FA, -1, 24 } },
	    .coa = { CODEC4_FA, CODEC4_COA } } },
	{ "advertisement-home",
	  { .type = DSMIPD_MIP4_ADVERTISEMENT, .lifetime = 1800,
	    .has_agent = true, .reg_lifetime = 65535,
	    .flags = DSMIPD_MIP4_ADVERT_BUSY | DSMIPD_MIP4_ADVERT_HOME |
		     DSMIPD_MIP4_ADVERT_MINIMAL | DSMIPD_MIP4_ADVERT_UDP,
	    .n_routers = 2,
	    .routers = { { CODEC4_HA, 7 }, { CODEC4_FA, 0 } } } },
};

static void codec4_build_mip4(const struct testing_codec *codec)
{
	const struct dsmipd_mip4_sa *use[DSMIPD_MIP4_N_BETWEEN];
	struct dsmipd_mip4_sa sa[DSMIPD_MIP4_N_BETWEEN];
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	struct dsmipd_mip4 mip4;

	for (size_t i = 0; i < TESTING_SIZE(codec4_mip4s); i++) {
		mip4 = codec4_mip4s[i].mip4;
		memcpy(sa, codec4_mip4s[i].sa, sizeof(sa));
		for (size_t j = 0; j < DSMIPD_MIP4_N_BETWEEN; j++) {
			for (size_t k = 0; k < sa[j].len; k++)
				sa[j].key[k] = sa[j].spi + k;
			use[j] = sa[j].len ? &sa[j] : NULL;
		}
		testing_codec_print(codec, codec4_mip4s[i].name, buf,
				    dsmipd_mip4_auth_build(use, &mip4, buf,
							   sizeof(buf)));
	}
}

static void codec4_build_advert(const struct testing_codec *codec)
{
	uint8_t buf[DSMIPD_MIP4_ADVERT_MAX_LEN];
	size_t len;

	for (size_t i = 0; i < TESTING_SIZE(codec4_adverts); i++) {
		len = dsmipd_mip4_advert_build(&codec4_adverts[i].advert, buf,
					       sizeof(buf));
		testing_codec_print(codec, codec4_adverts[i].name, buf, len);
	}
}

static void codec4_part(struct json_object *o, const char *name,
			const struct dsmipd_mip4_part *part)
{
	struct json_object *in = json_object_new_object();

	if (part->has_revocation) {
		testing_codec_int(in, "inform", part->revocation_inform);
		testing_codec_int(in, "time", part->revocation_time);
	}
	if (part->has_udp_request) {
		testing_codec_int(in, "agent", part->udp_agent);
		testing_codec_int(in, "encap", part->udp_encap);
	}
	if (part->has_udp_reply) {
		testing_codec_int(in, "code", part->udp_code);
		testing_codec_int(in, "keepalive", part->udp_keepalive);
	}
	if (part->has_udp_request || part->has_udp_reply)
		testing_codec_int(in, "force", part->udp_force);
	if (part->has_mode)
		testing_codec_int(in, "mode", 1);
	if (part->has_delivery)
		testing_codec_int(in, "delivery", 1);
	if (json_object_object_length(in))
		json_object_object_add(o, name, in);
	else
		json_object_put(in);
}

static void codec4_lists(struct json_object *o, const struct dsmipd_mip4 *mip4)
{
	const struct dsmipd_mip4_auth *auth;
	struct json_object *item;

	for (size_t i = 0; i < mip4->n_prefix; i++) {
		item = testing_codec_append(o, "prefix");
		testing_codec_addr(item, "addr", AF_INET6,
				   &mip4->prefix[i].addr);
		testing_codec_int(item, "len", mip4->prefix[i].len);
		testing_codec_int(item, "code", mip4->prefix[i].code);
	}
	for (size_t i = 0; i < DSMIPD_MIP4_N_BETWEEN; i++) {
		auth = &mip4->auth[i];
		if (!auth->has)
			continue;
		item = testing_codec_append(o, "auth");
		testing_codec_int(item, "between", i);
		testing_codec_int(item, "spi", auth->spi);
		testing_codec_int(item, "off", auth->off);
		testing_codec_int(item, "len", auth->len);
	}
}

static void codec4_parse_mip4(struct json_object *o, const uint8_t *data,
			      size_t len)
{
	enum dsmipd_mip4_error error;
	struct dsmipd_mip4 mip4;

	error = dsmipd_mip4_parse(data, len, false, &mip4);
	if (error) {
		testing_codec_text(o, "error", dsmipd_mip4_error_name(error));
		return;
	}
	testing_codec_int(o, "type", mip4.type);
	testing_codec_int(o, "code", mip4.code);
	testing_codec_int(o, "flags", mip4.flags);
	testing_codec_int(o, "lifetime", mip4.lifetime);
	testing_codec_addr(o, "hoa", AF_INET, &mip4.hoa);
	testing_codec_addr(o, "ha", AF_INET, &mip4.ha);
	testing_codec_addr(o, "coa", AF_INET, &mip4.coa);
	testing_codec_int(o, "id", mip4.id);
	if (mip4.nai[0])
		testing_codec_text(o, "nai", mip4.nai);
	codec4_part(o, "node", &mip4.node);
	codec4_part(o, "agent", &mip4.agent);
	codec4_lists(o, &mip4);
}

static void codec4_parse_advert(struct json_object *o, const uint8_t *data,
				size_t len)
{
	struct dsmipd_mip4_advert advert;
	struct json_object *item;

	if (!dsmipd_mip4_advert_parse(data, len, &advert)) {
		testing_codec_text(o, "error", "malformed");
		return;
	}
	testing_codec_int(o, "type", advert.type);
	testing_codec_int(o, "code", advert.code);
	testing_codec_int(o, "lifetime", advert.lifetime);
	if (advert.has_agent) {
		testing_codec_int(o, "sequence", advert.sequence);
		testing_codec_int(o, "reg_lifetime", advert.reg_lifetime);
		testing_codec_int(o, "flags", advert.flags);
	}
	for (size_t i = 0; i < advert.n_routers; i++) {
		item = testing_codec_append(o, "routers");
		testing_codec_addr(item, "addr", AF_INET,
				   &advert.routers[i].addr);
		testing_codec_int(item, "preference",
				  (uint32_t)advert.routers[i].preference);
		if (advert.has_prefix_len)
			testing_codec_int(item, "prefix_len",
					  advert.routers[i].prefix_len);
	}
	for (size_t i = 0; i < advert.n_coa; i++)
		testing_codec_addr(testing_codec_append(o, "coa"), "addr",
				   AF_INET, &advert.coa[i]);
}

int main(int argc, char **argv)
{
	static const struct testing_codec codecs[] = {
		{ "mip4", codec4_build_mip4, codec4_parse_mip4 },
		{ "mip4_advert", codec4_build_advert, codec4_parse_advert },
		{},
	};

	return testing_codec_main(argc, argv, codecs);
}
