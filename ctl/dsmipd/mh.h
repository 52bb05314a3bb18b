/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mobility header messages as structures, and their codec (RFC 6275, section
 * 6.1; options of RFC 3963, 4283, 4285, 5555, 5847).
 *
 * The codec knows no state and no socket.  It reads nothing that it has not
 * found to be there, and what it writes can be read back.
 */
#ifndef DSMIPD_MH_H
#define DSMIPD_MH_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DSMIPD_MH_MAX_LEN	2048	/* length byte 255: (255 + 1) * 8 */
#define DSMIPD_MH_MAX_HOME4	8	/* IPv4 Home Address options in a message */
#define DSMIPD_MH_MAX_PREFIX	32	/* Mobile Network Prefix options */
#define DSMIPD_MH_MAX_NAI	253

/* Lifetimes travel in units of 4 seconds. */
#define DSMIPD_MH_LIFETIME_UNIT	4

enum dsmipd_mh_type {
	DSMIPD_MH_BRR		= 0,	/* binding refresh request */
	DSMIPD_MH_BU		= 5,	/* binding update */
	DSMIPD_MH_BA		= 6,	/* binding acknowledgement */
	DSMIPD_MH_BE		= 7,	/* binding error */
	DSMIPD_MH_HEARTBEAT	= 13,	/* RFC 5847 */
};

enum dsmipd_mh_bu_flag {
	DSMIPD_MH_BU_ACK	= 0x8000,	/* A */
	DSMIPD_MH_BU_HOME	= 0x4000,	/* H */
	DSMIPD_MH_BU_LINKLOCAL	= 0x2000,	/* L */
	DSMIPD_MH_BU_KEY	= 0x1000,	/* K */
	DSMIPD_MH_BU_MAP	= 0x0800,	/* M */
	DSMIPD_MH_BU_ROUTER	= 0x0400,	/* R, RFC 3963 */
	DSMIPD_MH_BU_PROXY	= 0x0200,	/* P, RFC 5213 */
	DSMIPD_MH_BU_FORCE_UDP	= 0x0100,	/* F, RFC 5555 */
};

enum dsmipd_mh_ba_flag {
	DSMIPD_MH_BA_KEY	= 0x80,
	DSMIPD_MH_BA_ROUTER	= 0x40,
};

/* Status of a binding acknowledgement; below 128 it is accepted. */
enum dsmipd_mh_status {
	DSMIPD_MH_ACCEPTED		= 0,
	DSMIPD_MH_ACCEPTED_PREFIX	= 1,
	DSMIPD_MH_UNSPECIFIED		= 128,
	DSMIPD_MH_PROHIBITED		= 129,
	DSMIPD_MH_NO_RESOURCES		= 130,
	DSMIPD_MH_HOME_UNSUPPORTED	= 131,
	DSMIPD_MH_NOT_HOME_SUBNET	= 132,
	DSMIPD_MH_NOT_HOME_AGENT	= 133,
	DSMIPD_MH_DAD_FAILED		= 134,
	DSMIPD_MH_BAD_SEQUENCE		= 135,
	DSMIPD_MH_TYPE_CHANGE		= 139,
	DSMIPD_MH_ROUTER_PROHIBITED	= 140,
	DSMIPD_MH_BAD_PREFIX		= 141,
	DSMIPD_MH_PREFIX_UNAUTHORIZED	= 142,
	DSMIPD_MH_FORWARDING_FAILED	= 143,
	DSMIPD_MH_ID_MISMATCH		= 144,	/* RFC 4285, with option 10 */
	DSMIPD_MH_NO_FORCED_UDP		= 144,	/* RFC 5555, without it */
	DSMIPD_MH_ID_REQUIRED		= 145,
	DSMIPD_MH_AUTH_FAILED		= 146,
	DSMIPD_MH_BAD_COA		= 174,
};

/* Status of an IPv4 Address Acknowledgement option. */
enum dsmipd_mh_ack4_status {
	DSMIPD_MH_ACK4_SUCCESS		= 0,
	DSMIPD_MH_ACK4_UNSPECIFIED	= 128,
	DSMIPD_MH_ACK4_PROHIBITED	= 129,
	DSMIPD_MH_ACK4_INCORRECT	= 130,
	DSMIPD_MH_ACK4_INVALID		= 131,
	DSMIPD_MH_ACK4_NO_DYNAMIC	= 132,
	DSMIPD_MH_ACK4_NO_PREFIX	= 133,
};

/* NAT Detection option: no refresh is needed, since there is no NAT. */
#define DSMIPD_MH_NATD_NEVER	0xffffffffu

/**
 * struct dsmipd_mh_home4 - IPv4 Home Address option (29), RFC 5555, 3.1.1
 * @addr: home address or prefix; 0.0.0.0 asks for one
 * @len: prefix length as sent, 0 to 63; 0 and above 32 are wrong, and are for
 *	the home agent to answer
 * @prefix: flag P: a prefix is asked for
 */
struct dsmipd_mh_home4 {
	struct in_addr addr;
	uint8_t len;
	bool prefix;
};

/**
 * struct dsmipd_mh_ack4 - IPv4 Address Acknowledgement option (30)
 * @addr: home address or prefix
 * @status: enum dsmipd_mh_ack4_status
 * @len: prefix length
 */
struct dsmipd_mh_ack4 {
	struct in_addr addr;
	uint8_t status;
	uint8_t len;
};

/**
 * struct dsmipd_mh_prefix - Mobile Network Prefix option (6), RFC 3963, 4.3
 * @addr: prefix, the bits beyond it as sent
 * @len: prefix length, 0 to 255 as sent
 */
struct dsmipd_mh_prefix {
	struct in6_addr addr;
	uint8_t len;
};

/**
 * struct dsmipd_mh - a message
 * @type: enum dsmipd_mh_type
 * @sequence: sequence number; 16 bits, 32 bits of a heartbeat
 * @flags: BU: enum dsmipd_mh_bu_flag; BA: enum dsmipd_mh_ba_flag; heartbeat:
 *	bit 0 is R (response), bit 1 U (unsolicited)
 * @status: BA: enum dsmipd_mh_status; BE: 1 unknown binding, 2 unknown type
 * @lifetime: BU, BA: in units of 4 seconds
 * @home: BE: the home address
 * @refresh: BA: Binding Refresh Advice (2), units of 4 seconds, if
 *	@has_refresh
 * @alt_coa: BU: Alternate Care-of Address (3), if @has_alt_coa
 * @coa4: BU: IPv4 Care-of Address (32), if @has_coa4
 * @nat_force: BA: flag F of the NAT Detection option (31), if @has_nat
 * @nat_refresh: BA: its refresh time in seconds
 * @has_nonce: BU: there is a Nonce Indices option (4)
 * @has_bind_auth: there is a Binding Authorization Data option (5)
 * @restart: heartbeat: Restart Counter (28), if @has_restart
 * @nai: MN Identifier (8) of subtype 1, NUL-terminated; empty if none
 * @timestamp: Replay Protection (10), NTP time, if @has_timestamp
 * @auth_subtype: Authentication (9): 1 is MN-HA, if @has_auth
 * @auth_spi: its SPI
 * @auth_off: offset of its data, bytes from the start of the message
 * @auth_len: length of its data in bytes
 * @home4: BU: IPv4 Home Address options, in order
 * @ack4: BA: IPv4 Address Acknowledgement options, in order
 * @prefix: Mobile Network Prefix options, in order
 *
 * Integers are in host order, addresses in network order.  When a message is
 * written, an authentication option is the last one and its data are zeroed
 * (see dsmipd_auth_sign()); auth_off tells where.
 */
struct dsmipd_mh {
	uint8_t type;
	uint32_t sequence;
	uint16_t flags;
	uint8_t status;
	uint16_t lifetime;
	struct in6_addr home;

	bool has_refresh;
	bool has_alt_coa;
	bool has_coa4;
	bool has_nat;
	bool has_nonce;
	bool has_bind_auth;
	bool has_restart;
	bool has_timestamp;
	bool has_auth;

	uint16_t refresh;
	struct in6_addr alt_coa;
	struct in_addr coa4;
	bool nat_force;
	uint32_t nat_refresh;
	uint32_t restart;
	uint64_t timestamp;
	uint8_t auth_subtype;
	uint32_t auth_spi;
	uint16_t auth_off;
	uint8_t auth_len;
	char nai[DSMIPD_MH_MAX_NAI + 1];

	uint8_t n_home4;
	uint8_t n_ack4;
	uint8_t n_prefix;
	struct dsmipd_mh_home4 home4[DSMIPD_MH_MAX_HOME4];
	struct dsmipd_mh_ack4 ack4[DSMIPD_MH_MAX_HOME4];
	struct dsmipd_mh_prefix prefix[DSMIPD_MH_MAX_PREFIX];
};

/**
 * enum dsmipd_mh_error - why a message was not understood
 * @DSMIPD_MH_OK: it was
 * @DSMIPD_MH_SHORT: bytes are missing, of the message or of an option
 * @DSMIPD_MH_BAD_PROTO: payload protocol is not 59
 * @DSMIPD_MH_UNKNOWN_TYPE: answer with a binding error, status 2
 * @DSMIPD_MH_BAD_OPTION: a known option with a length that it cannot have, or
 *	twice where once is allowed
 * @DSMIPD_MH_TOO_MANY: more options of a kind than we take
 */
enum dsmipd_mh_error {
	DSMIPD_MH_OK,
	DSMIPD_MH_SHORT,
	DSMIPD_MH_BAD_PROTO,
	DSMIPD_MH_UNKNOWN_TYPE,
	DSMIPD_MH_BAD_OPTION,
	DSMIPD_MH_TOO_MANY,
};

enum dsmipd_mh_error dsmipd_mh_parse(const uint8_t *data, size_t len,
				     struct dsmipd_mh *mh);
size_t dsmipd_mh_build(struct dsmipd_mh *mh, uint8_t *buf, size_t size);
uint16_t dsmipd_mh_checksum(const struct in6_addr *src,
			    const struct in6_addr *dst, const uint8_t *data,
			    size_t len);
const char *dsmipd_mh_error_name(enum dsmipd_mh_error error);
const char *dsmipd_mh_status_name(uint8_t status);
const char *dsmipd_mh_ack4_status_name(uint8_t status);

#endif /* DSMIPD_MH_H */
