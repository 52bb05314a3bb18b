// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of a mobile node of Mobile IPv4 with a co-located care-of address
 * (RFC 5944, section 3.6), and those of its home agent.  What it asks for
 * besides is its IPv6 home address (RFC 5454), and behind a NAT a UDP tunnel
 * (RFC 3519).
 */

#include <string.h>

#include "packet.h"

static struct dsmipd_mip4_sa packet4_sa(const struct dsmipd_auth_key *key,
					uint8_t algorithm)
{
	struct dsmipd_mip4_sa sa = {
		.spi = key->spi, .algorithm = algorithm, .len = key->len,
	};

	memcpy(sa.key, key->key, key->len);
	return sa;
}

/**
 * dsmipload_packet4_build() - write a registration request
 * @request: what it says
 * @buf: where the message goes, to be sent in UDP
 *
 * Return: its length; 0: it cannot be signed.
 */
size_t dsmipload_packet4_build(const struct dsmipload_request *request,
			       uint8_t buf[DSMIPLOAD_PACKET_MAX])
{
	struct dsmipd_mip4_sa sa = packet4_sa(request->key, request->algorithm);
	const struct dsmipd_mip4_sa *use[DSMIPD_MIP4_N_BETWEEN] = {
		[DSMIPD_MIP4_MN_HA] = &sa,
	};
	struct dsmipd_mip4 mip4 = {
		.type = DSMIPD_MIP4_RRQ,
		.flags = DSMIPD_MIP4_RRQ_COLOCATED | DSMIPD_MIP4_RRQ_REVERSE,
		.lifetime = request->lifetime,
		.hoa = request->home4.v4,
		.ha = request->agent.v4,
		.coa = request->coa.v4,
		.id = request->timestamp,
		.node.has_udp_request = request->nat,
	};

	if (request->home.family) {
		mip4.n_prefix = 1;
		mip4.prefix[0].addr = request->home.v6;
		mip4.prefix[0].len = 128;
		mip4.node.has_mode = true;
	}
	return dsmipd_mip4_auth_build(use, &mip4, buf, DSMIPLOAD_PACKET_MAX);
}

static bool packet4_complete(const struct dsmipload_config *config,
			     const struct dsmipd_mip4 *mip4)
{
	const struct dsmipd_mip4_part *part = &mip4->node;

	if (config->claim.family &&
	    (!part->has_udp_reply || part->udp_code >= DSMIPD_MIP4_UDP_DECLINED))
		return false;
	return !config->home.family ||
	       (mip4->n_prefix == 1 &&
		mip4->prefix[0].code < DSMIPD_MIP4_PREFIX_UNSPECIFIED);
}

/**
 * dsmipload_packet4_parse() - read a message of the home agent
 * @data: what came in UDP
 * @len: its length
 * @config: the load
 * @answer: where it goes; refers to @data
 *
 * Return: whether it is a message without errors.
 */
bool dsmipload_packet4_parse(const uint8_t *data, size_t len,
			     const struct dsmipload_config *config,
			     struct dsmipload_answer *answer)
{
	struct dsmipd_mip4 *mip4 = &answer->mip4;

	if (dsmipd_mip4_parse(data, len, false, mip4) != DSMIPD_MIP4_OK)
		return false;
	answer->type = mip4->type == DSMIPD_MIP4_RRP ? DSMIPLOAD_ACK :
						       DSMIPLOAD_OTHER;
	answer->home.family = AF_INET;
	answer->home.v4 = mip4->hoa;
	answer->home4 = answer->home;
	answer->lifetime = mip4->lifetime;
	answer->status = mip4->code;
	answer->accepted = dsmipd_mip4_accepted(mip4->code);
	answer->complete = packet4_complete(config, mip4);
	answer->behind = mip4->code == DSMIPD_MIP4_ID_MISMATCH;
	answer->exact = true;
	answer->number = mip4->id;
	answer->newer = mip4->id >> 32;
	answer->data = data;
	answer->len = len;
	return true;
}

/**
 * dsmipload_packet4_verify() - is an answer authentic?
 * @config: the load
 * @answer: the answer
 * @key: security association of the node
 *
 * Return: whether it is.
 */
bool dsmipload_packet4_verify(const struct dsmipload_config *config,
			      const struct dsmipload_answer *answer,
			      const struct dsmipd_auth_key *key)
{
	struct dsmipd_mip4_sa sa = packet4_sa(key, config->algorithm);

	return dsmipd_mip4_auth_verify(&sa, &answer->mip4, DSMIPD_MIP4_MN_HA,
				       answer->data, answer->len);
}
