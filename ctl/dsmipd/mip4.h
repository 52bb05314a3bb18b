/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mobile IPv4 messages as structures, and their codec: registration (RFC 5944,
 * sections 3.3 and 3.4), revocation (RFC 3543) and their extensions (RFC 2794,
 * 3024, 3519, 3543, 5454).
 *
 * The codec knows no state and no socket.  It reads nothing that it has not
 * found to be there, and what it writes can be read back.
 */
#ifndef DSMIPD_MIP4_H
#define DSMIPD_MIP4_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DSMIPD_MIP4_PORT	434
#define DSMIPD_MIP4_MAX_LEN	2048	/* longest message that we write */
#define DSMIPD_MIP4_MAX_PREFIX	32	/* IPv6 prefixes in a message */
#define DSMIPD_MIP4_MAX_NAI	253

#define DSMIPD_MIP4_INFINITE	0xffff	/* lifetime */
#define DSMIPD_MIP4_LINKLOCAL	255	/* prefix length: link-local address */

enum dsmipd_mip4_type {
	DSMIPD_MIP4_RRQ		= 1,	/* registration request */
	DSMIPD_MIP4_RRP		= 3,	/* registration reply */
	DSMIPD_MIP4_DATA	= 4,	/* tunnel data, RFC 3519: the kernel's */
	DSMIPD_MIP4_REVOKE	= 7,	/* registration revocation */
	DSMIPD_MIP4_REVOKE_ACK	= 15,	/* and its acknowledgment */
};

enum dsmipd_mip4_rrq_flag {
	DSMIPD_MIP4_RRQ_SIMULTANEOUS	= 0x80,	/* S */
	DSMIPD_MIP4_RRQ_BROADCAST	= 0x40,	/* B */
	DSMIPD_MIP4_RRQ_COLOCATED	= 0x20,	/* D */
	DSMIPD_MIP4_RRQ_MINIMAL		= 0x10,	/* M */
	DSMIPD_MIP4_RRQ_GRE		= 0x08,	/* G */
	DSMIPD_MIP4_RRQ_REVERSE		= 0x02,	/* T */
};

enum dsmipd_mip4_revoke_flag {
	DSMIPD_MIP4_REVOKE_BY_HOME	= 0x8000,	/* A; not in acks */
	DSMIPD_MIP4_REVOKE_INFORM	= 0x4000,	/* I of a revocation */
	DSMIPD_MIP4_REVOKE_ACK_INFORM	= 0x8000,	/* I of an ack */
};

/* Code of a registration reply; 64 to 127 are a foreign agent's. */
enum dsmipd_mip4_code {
	DSMIPD_MIP4_ACCEPTED		= 0,
	DSMIPD_MIP4_ACCEPTED_SINGLE	= 1,	/* no simultaneous bindings */
	DSMIPD_MIP4_FA_UNSPECIFIED	= 64,
	DSMIPD_MIP4_FA_PROHIBITED	= 65,
	DSMIPD_MIP4_FA_NO_RESOURCES	= 66,
	DSMIPD_MIP4_FA_NODE_AUTH	= 67,
	DSMIPD_MIP4_FA_HOME_AUTH	= 68,
	DSMIPD_MIP4_FA_LIFETIME		= 69,
	DSMIPD_MIP4_FA_BAD_REQUEST	= 70,
	DSMIPD_MIP4_FA_BAD_REPLY	= 71,
	DSMIPD_MIP4_FA_ENCAP		= 72,
	DSMIPD_MIP4_FA_NO_REVERSE	= 74,
	DSMIPD_MIP4_FA_REVERSE_NEEDED	= 75,
	DSMIPD_MIP4_FA_TOO_DISTANT	= 76,
	DSMIPD_MIP4_FA_BAD_COA		= 77,
	DSMIPD_MIP4_FA_TIMEOUT		= 78,
	DSMIPD_MIP4_FA_DELIVERY		= 79,
	DSMIPD_MIP4_FA_NET_UNREACH	= 80,
	DSMIPD_MIP4_FA_HOST_UNREACH	= 81,
	DSMIPD_MIP4_FA_PORT_UNREACH	= 82,
	DSMIPD_MIP4_FA_UNREACH		= 88,
	DSMIPD_MIP4_FA_NO_HOA		= 96,	/* a home address is required */
	DSMIPD_MIP4_FA_NAI_MISSING	= 97,
	DSMIPD_MIP4_FA_HA_MISSING	= 98,
	DSMIPD_MIP4_FA_HOA_MISSING	= 99,
	DSMIPD_MIP4_UNSPECIFIED		= 128,
	DSMIPD_MIP4_PROHIBITED		= 129,
	DSMIPD_MIP4_NO_RESOURCES	= 130,
	DSMIPD_MIP4_NODE_AUTH		= 131,
	DSMIPD_MIP4_FOREIGN_AUTH	= 132,
	DSMIPD_MIP4_ID_MISMATCH		= 133,
	DSMIPD_MIP4_BAD_REQUEST		= 134,
	DSMIPD_MIP4_TOO_MANY_BINDINGS	= 135,
	DSMIPD_MIP4_UNKNOWN_HA		= 136,
	DSMIPD_MIP4_NO_REVERSE		= 137,
	DSMIPD_MIP4_REVERSE_NEEDED	= 138,
	DSMIPD_MIP4_ENCAP		= 139,
	DSMIPD_MIP4_NO_UDP		= 142,
	DSMIPD_MIP4_FA_BAD_HA		= 194,	/* a foreign agent's too */
};

/* Code of an IPv6 Prefix Reply; below 8 it is accepted (RFC 5454, section 5). */
enum dsmipd_mip4_prefix_code {
	DSMIPD_MIP4_PREFIX_TO_HOA	= 0,
	DSMIPD_MIP4_PREFIX_TO_COA	= 1,
	DSMIPD_MIP4_PREFIX_UNSPECIFIED	= 8,	/* the first that refuses */
	DSMIPD_MIP4_PREFIX_PROHIBITED	= 9,
	DSMIPD_MIP4_PREFIX_NOT_HOME	= 10,	/* draft -01 */
	DSMIPD_MIP4_PREFIX_DAD		= 11,	/* draft -01 */
};

/* Code of a UDP Tunnel Reply; from 64 on it declines (RFC 3519, section 3.2). */
#define DSMIPD_MIP4_UDP_WILL_DO		0
#define DSMIPD_MIP4_UDP_DECLINED	64

/**
 * struct dsmipd_mip4_prefix - IPv6 Prefix Request or Reply (152)
 * @addr: prefix; the bits beyond it are masked when it is read and when it is
 *	written, but for a link-local address
 * @len: prefix length, or %DSMIPD_MIP4_LINKLOCAL; from 129 to 254 as sent, for
 *	the home agent to refuse
 * @code: reply: enum dsmipd_mip4_prefix_code
 *
 * RFC 5454, sections 2.1 and 2.2.
 */
struct dsmipd_mip4_prefix {
	struct in6_addr addr;
	uint8_t len;
	uint8_t code;
};

/**
 * struct dsmipd_mip4_part - extensions that can be of the node or of the agent
 * @has_revocation: Revocation Support (137), RFC 3543, section 3.2
 * @has_udp_request: RRQ: UDP Tunnel Request (144), RFC 3519, section 3.1
 * @has_udp_reply: RRP: UDP Tunnel Reply (44), RFC 3519, section 3.2
 * @has_mode: RRQ: IPv6 Tunneling Mode (152, subtype 3), RFC 5454, section 2.3
 * @has_delivery: RRQ: Encapsulating Delivery Style (130), RFC 3024,
 *	section 3.3; only behind the MN-HA authentication
 * @revocation_inform: flag I of Revocation Support
 * @revocation_time: its timestamp, the sender's 32-bit clock
 * @udp_force: flag F of the UDP Tunnel Request or Reply
 * @udp_agent: flag R of the request: by way of a foreign agent that demands it
 * @udp_encap: request: IP protocol number, 0: as flags M and G say
 * @udp_code: reply: below %DSMIPD_MIP4_UDP_DECLINED there will be a tunnel
 * @udp_keepalive: reply: interval in seconds, 0: the default
 */
struct dsmipd_mip4_part {
	bool has_revocation;
	bool has_udp_request;
	bool has_udp_reply;
	bool has_mode;
	bool has_delivery;
	bool revocation_inform;
	uint32_t revocation_time;
	bool udp_force;
	bool udp_agent;
	uint8_t udp_encap;
	uint8_t udp_code;
	uint16_t udp_keepalive;
};

/* Whose authentication extension: type 32, 33, 34 (RFC 5944, section 3.5). */
enum dsmipd_mip4_between {
	DSMIPD_MIP4_MN_HA,
	DSMIPD_MIP4_MN_FA,
	DSMIPD_MIP4_FA_HA,
	DSMIPD_MIP4_N_BETWEEN,
};

/**
 * struct dsmipd_mip4_auth - an authentication extension
 * @has: there is one
 * @spi: its SPI
 * @off: offset of the authenticator, bytes from the start of the message
 * @len: length of the authenticator in bytes
 */
struct dsmipd_mip4_auth {
	bool has;
	uint32_t spi;
	uint16_t off;
	uint8_t len;
};

/**
 * struct dsmipd_mip4 - a message
 * @type: enum dsmipd_mip4_type
 * @code: RRP: enum dsmipd_mip4_code
 * @flags: RRQ: enum dsmipd_mip4_rrq_flag, what is reserved is 0; revocation
 *	and acknowledgment: enum dsmipd_mip4_revoke_flag
 * @lifetime: RRQ, RRP: in seconds; 0: deregistration; or
 *	%DSMIPD_MIP4_INFINITE
 * @hoa: home address; RRQ: 0.0.0.0 asks for one
 * @ha: RRQ, RRP: home agent; revocation: home domain address
 * @coa: RRQ: care-of address; revocation: foreign domain address
 * @id: RRQ, RRP: identification; revocation, acknowledgment: the revocation
 *	identifier, 32 bits
 * @draft: there is an extension 152 with a length as in draft -01; written:
 *	all of them get such a length
 * @nai: Mobile Node NAI (131) in front of the MN-HA authentication,
 *	NUL-terminated; empty if none
 * @node: extensions in front of the MN-HA authentication, or of a message
 *	without it: of the node, or of the home agent for the node
 * @agent: extensions behind it: of the foreign agent, or for the foreign agent
 * @n_prefix: number of @prefix
 * @prefix: RRQ: IPv6 Prefix Request, RRP: IPv6 Prefix Reply extensions, in
 *	order; those in front of the MN-HA authentication only
 * @auth: authentication extensions
 * @node_end: bytes up to the end of the MN-HA authentication: what a foreign
 *	agent has to leave as it is; 0 if there is none
 *
 * Integers are in host order, addresses in network order.  When a message is
 * written, the authenticators are zeroed (see dsmipd_mip4_auth_sign());
 * off says where they are.
 */
struct dsmipd_mip4 {
	uint8_t type;
	uint8_t code;
	uint16_t flags;
	uint16_t lifetime;
	struct in_addr hoa;
	struct in_addr ha;
	struct in_addr coa;
	uint64_t id;

	bool draft;
	char nai[DSMIPD_MIP4_MAX_NAI + 1];
	struct dsmipd_mip4_part node;
	struct dsmipd_mip4_part agent;
	uint8_t n_prefix;
	struct dsmipd_mip4_prefix prefix[DSMIPD_MIP4_MAX_PREFIX];

	struct dsmipd_mip4_auth auth[DSMIPD_MIP4_N_BETWEEN];
	uint16_t node_end;
};

/**
 * enum dsmipd_mip4_error - why a message was not understood
 * @DSMIPD_MIP4_OK: it was
 * @DSMIPD_MIP4_SHORT: bytes are missing, of the message or of an extension
 * @DSMIPD_MIP4_UNKNOWN_TYPE: to be ignored
 * @DSMIPD_MIP4_UNKNOWN_EXT: an extension that must be known, and is not: to be
 *	ignored (RFC 5944, section 1.8)
 * @DSMIPD_MIP4_BAD_AUTH: an authentication extension of a length that it cannot
 *	have, or twice
 * @DSMIPD_MIP4_BAD_ORDER: an extension that no authentication covers although
 *	there is one for it
 * @DSMIPD_MIP4_BAD_EXT: a known extension with a length or value that it cannot
 *	have, or twice where once is allowed
 * @DSMIPD_MIP4_TOO_MANY: more IPv6 prefixes than we take
 *
 * From @DSMIPD_MIP4_BAD_EXT on, the fixed part, the NAI and the authentication
 * extensions are valid: who is authentic can be told (codes 134, 70, 71).
 */
enum dsmipd_mip4_error {
	DSMIPD_MIP4_OK,
	DSMIPD_MIP4_SHORT,
	DSMIPD_MIP4_UNKNOWN_TYPE,
	DSMIPD_MIP4_UNKNOWN_EXT,
	DSMIPD_MIP4_BAD_AUTH,
	DSMIPD_MIP4_BAD_ORDER,
	DSMIPD_MIP4_BAD_EXT,
	DSMIPD_MIP4_TOO_MANY,
};

enum dsmipd_mip4_error dsmipd_mip4_parse(const uint8_t *data, size_t len,
					 bool draft, struct dsmipd_mip4 *mip4);
size_t dsmipd_mip4_build(struct dsmipd_mip4 *mip4, uint8_t *buf, size_t size);
size_t dsmipd_mip4_relay(struct dsmipd_mip4 *mip4, const uint8_t *data,
			 uint8_t *buf, size_t size);
const char *dsmipd_mip4_error_name(enum dsmipd_mip4_error error);
const char *dsmipd_mip4_code_name(uint8_t code);
const char *dsmipd_mip4_prefix_code_name(uint8_t code);

/**
 * dsmipd_mip4_accepted() - whether a registration reply accepts
 * @code: its code
 *
 * Context: any.
 * Return: whether it does.
 */
static inline bool dsmipd_mip4_accepted(uint8_t code)
{
	return code == DSMIPD_MIP4_ACCEPTED ||
	       code == DSMIPD_MIP4_ACCEPTED_SINGLE;
}

/**
 * dsmipd_mip4_by_home_agent() - whether a code is a home agent's
 * @code: code of a registration reply
 *
 * Context: any.
 * Return: whether it is, and the reply needs its authentication (RFC 5944,
 * section 3.6.2.1).
 */
static inline bool dsmipd_mip4_by_home_agent(uint8_t code)
{
	return code < DSMIPD_MIP4_FA_UNSPECIFIED ||
	       (code >= DSMIPD_MIP4_UNSPECIFIED && code != DSMIPD_MIP4_FA_BAD_HA);
}

#endif /* DSMIPD_MIP4_H */
