// SPDX-License-Identifier: GPL-2.0
/*
 * Packets of a mobile node, and those of its home agent.
 *
 * From an IPv4 network a binding update is an IPv6 packet from the home
 * address, in UDP (RFC 5555, section 4.1); from an IPv6 network it comes from
 * the care-of address, with a Home Address option (RFC 6275, section 6.3), and
 * the answer has a routing header of type 2 (section 6.4).
 */

#include <string.h>

#include "packet.h"
#include "wire.h"

#define PACKET_IP6_LEN		40
#define PACKET_HAO_LEN		24	/* destination options with PadN */
#define PACKET_RH2_LEN		24
#define PACKET_HOP_LIMIT	64
#define PACKET_PROTO_DSTOPTS	60
#define PACKET_PROTO_ROUTING	43
#define PACKET_PROTO_MH		135
#define PACKET_OPT_HAO		201
#define PACKET_CHECKSUM		4	/* its offset in the message */

static void packet_mapped(const struct dsmip_addr *addr, struct in6_addr *out)
{
	if (addr->family == AF_INET6) {
		*out = addr->v6;
		return;
	}
	memset(out, 0, 10);
	memset(&out->s6_addr[10], 0xff, 2);
	memcpy(&out->s6_addr[12], &addr->v4, 4);
}

static size_t packet_message(const struct dsmipload_request *request,
			     uint8_t *buf, size_t size)
{
	struct dsmipd_mh mh = {
		.type = DSMIPD_MH_BU,
		.sequence = request->sequence,
		.flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME,
		.lifetime = request->lifetime / DSMIPD_MH_LIFETIME_UNIT,
	};
	struct in6_addr coa;
	size_t len;

	if (request->coa.family == AF_INET6) {
		mh.has_alt_coa = true;
		mh.alt_coa = request->coa.v6;
	} else {
		mh.has_coa4 = true;
		mh.coa4 = request->coa.v4;
	}
	if (request->home4.family) {
		mh.n_home4 = 1;
		mh.home4[0].addr = request->home4.v4;
		mh.home4[0].len = 32;
	}
	if (request->key) {
		mh.has_timestamp = true;
		mh.timestamp = request->timestamp;
		mh.has_auth = true;
		mh.auth_subtype = 1;
		mh.auth_spi = request->key->spi;
		mh.auth_len = DSMIPD_AUTH_DATA_LEN;
	}
	len = dsmipd_mh_build(&mh, buf, size);
	packet_mapped(&request->coa, &coa);
	if (!len || (request->key &&
		     !dsmipd_auth_sign(request->key, &coa, &request->home.v6,
				       &mh, buf, len)))
		return 0;
	dsmipd_wire_put16(buf + PACKET_CHECKSUM,
			  dsmipd_mh_checksum(&request->home.v6,
					     &request->agent.v6, buf, len));
	return len;
}

static void packet_ip6(uint8_t *buf, size_t payload, uint8_t next,
		       const struct in6_addr *src, const struct in6_addr *dst)
{
	memset(buf, 0, 8);
	buf[0] = 6 << 4;
	dsmipd_wire_put16(buf + 4, payload);
	buf[6] = next;
	buf[7] = PACKET_HOP_LIMIT;
	memcpy(buf + 8, src, sizeof(*src));
	memcpy(buf + 24, dst, sizeof(*dst));
}

static void packet_hao(uint8_t *buf, const struct in6_addr *home)
{
	/* PadN of 4 bytes: the option is aligned to 8n + 6. */
	static const uint8_t head[] = {
		PACKET_PROTO_MH, PACKET_HAO_LEN / 8 - 1, 1, 2, 0, 0,
		PACKET_OPT_HAO, sizeof(*home)
	};

	memcpy(buf, head, sizeof(head));
	memcpy(buf + sizeof(head), home, sizeof(*home));
}

/**
 * dsmipload_packet_build() - write a request
 * @request: what it says
 * @buf: where it goes: a binding update as an IPv6 packet, to be sent as it is
 *	from an IPv6 network, and in UDP from an IPv4 one; or a registration
 *	request, to be sent in UDP
 *
 * Return: its length; 0: it cannot be signed.
 */
size_t dsmipload_packet_build(const struct dsmipload_request *request,
			      uint8_t buf[DSMIPLOAD_PACKET_MAX])
{
	bool native = request->coa.family == AF_INET6;
	size_t head = PACKET_IP6_LEN + (native ? PACKET_HAO_LEN : 0);
	size_t len;

	if (request->protocol == DSMIPLOAD_MIP4)
		return dsmipload_packet4_build(request, buf);
	len = packet_message(request, buf + head, DSMIPLOAD_PACKET_MAX - head);
	if (!len)
		return 0;
	len += head;
	if (native)
		packet_hao(buf + PACKET_IP6_LEN, &request->home.v6);
	packet_ip6(buf, len - PACKET_IP6_LEN,
		   native ? PACKET_PROTO_DSTOPTS : PACKET_PROTO_MH,
		   native ? &request->coa.v6 : &request->home.v6,
		   &request->agent.v6);
	return len;
}

/* The routing header that says whose the packet is, if there is one. */
static bool packet_routing(const uint8_t *data, size_t len, size_t *at,
			   struct in6_addr *home)
{
	if (data[6] != PACKET_PROTO_ROUTING)
		return data[6] == PACKET_PROTO_MH;
	if (len < PACKET_IP6_LEN + PACKET_RH2_LEN ||
	    data[*at] != PACKET_PROTO_MH || data[*at + 1] != 2 ||
	    data[*at + 2] != 2)
		return false;
	memcpy(home, data + *at + 8, sizeof(*home));
	*at += PACKET_RH2_LEN;
	return true;
}

/* What the nodes want to know of it. */
static void packet_answer(struct dsmipload_answer *answer)
{
	const struct dsmipd_mh *mh = &answer->mh;

	answer->type = mh->type == DSMIPD_MH_BA ? DSMIPLOAD_ACK :
		       mh->type == DSMIPD_MH_BE ? DSMIPLOAD_ERROR :
						  DSMIPLOAD_OTHER;
	if (answer->type == DSMIPLOAD_ERROR)
		answer->home.v6 = mh->home;
	answer->home4.family = AF_INET;
	if (mh->n_ack4 && mh->ack4[0].status < DSMIPD_MH_ACK4_UNSPECIFIED)
		answer->home4.v4 = mh->ack4[0].addr;
	answer->lifetime = mh->lifetime * DSMIPD_MH_LIFETIME_UNIT;
	answer->status = mh->status;
	answer->accepted = mh->status < DSMIPD_MH_UNSPECIFIED;
	answer->complete = true;
	answer->behind = mh->status == DSMIPD_MH_BAD_SEQUENCE;
	answer->exact = !answer->behind;
	answer->number = mh->sequence;
	answer->newer = mh->sequence;
}

/**
 * dsmipload_packet_parse() - read a packet of the home agent
 * @data: the IPv6 packet, or the message of Mobile IPv4
 * @len: its length
 * @config: the load
 * @answer: where it goes; refers to @data
 *
 * Return: whether it is a message of that home agent, without errors.
 */
bool dsmipload_packet_parse(const uint8_t *data, size_t len,
			    const struct dsmipload_config *config,
			    struct dsmipload_answer *answer)
{
	const struct in6_addr *agent = &config->agent.v6;
	size_t at = PACKET_IP6_LEN;
	size_t payload;

	memset(answer, 0, offsetof(struct dsmipload_answer, mh));
	if (config->protocol == DSMIPLOAD_MIP4)
		return dsmipload_packet4_parse(data, len, config, answer);
	if (len < PACKET_IP6_LEN || data[0] >> 4 != 6)
		return false;
	payload = dsmipd_wire_get16(data + 4);
	if (payload > len - PACKET_IP6_LEN ||
	    memcmp(data + 8, agent, sizeof(*agent)))
		return false;
	len = PACKET_IP6_LEN + payload;
	memcpy(&answer->coa, data + 24, sizeof(answer->coa));
	answer->home.family = AF_INET6;
	answer->home.v6 = answer->coa;
	if (!packet_routing(data, len, &at, &answer->home.v6))
		return false;
	answer->data = data + at;
	answer->len = len - at;
	/* Of data with a right checksum the checksum is 0. */
	if (dsmipd_mh_parse(answer->data, answer->len, &answer->mh) !=
	    DSMIPD_MH_OK ||
	    dsmipd_mh_checksum(agent, &answer->home.v6, answer->data,
			       answer->len))
		return false;
	packet_answer(answer);
	return true;
}

/**
 * dsmipload_packet_verify() - is an answer authentic?
 * @config: the load
 * @answer: the answer
 * @coa: care-of address that the node has told
 * @key: its security association
 *
 * Return: whether it is.
 */
bool dsmipload_packet_verify(const struct dsmipload_config *config,
			     const struct dsmipload_answer *answer,
			     const struct dsmip_addr *coa,
			     const struct dsmipd_auth_key *key)
{
	struct in6_addr mapped;

	if (config->protocol == DSMIPLOAD_MIP4)
		return dsmipload_packet4_verify(config, answer, key);
	packet_mapped(coa, &mapped);
	return dsmipd_auth_verify(key, &mapped, &answer->home.v6, &answer->mh,
				  answer->data, answer->len);
}
