/* SPDX-License-Identifier: GPL-2.0 */
/* Extensions of Mobile IPv4: what the files of the codec share. */
#ifndef DSMIPD_MIP4_EXT_H
#define DSMIPD_MIP4_EXT_H

#include "mip4.h"

#define DSMIPD_MIP4_EXT_HEAD	2	/* type, length */
#define DSMIPD_MIP4_EXT_MAX	255	/* longest data */
#define DSMIPD_MIP4_EXT_SKIP	128	/* first type that need not be known */
#define DSMIPD_MIP4_EXT_SIMPLE	(-1)	/* there is no subtype */

enum dsmipd_mip4_ext_type {
	DSMIPD_MIP4_EXT_PAD		= 0,
	DSMIPD_MIP4_EXT_MN_HA		= 32,
	DSMIPD_MIP4_EXT_MN_FA		= 33,
	DSMIPD_MIP4_EXT_FA_HA		= 34,
	DSMIPD_MIP4_EXT_UDP_REPLY	= 44,
	DSMIPD_MIP4_EXT_DELIVERY	= 130,
	DSMIPD_MIP4_EXT_NAI		= 131,
	DSMIPD_MIP4_EXT_REVOCATION	= 137,
	DSMIPD_MIP4_EXT_UDP_REQUEST	= 144,
	DSMIPD_MIP4_EXT_IPV6		= 152,
};

enum dsmipd_mip4_ext_ipv6 {
	DSMIPD_MIP4_EXT_IPV6_REQUEST	= 1,
	DSMIPD_MIP4_EXT_IPV6_REPLY	= 2,
	DSMIPD_MIP4_EXT_IPV6_MODE	= 3,
};

/* Messages that an extension has a meaning in. */
enum dsmipd_mip4_ext_messages {
	DSMIPD_MIP4_EXT_IN_RRQ		= 0x01,
	DSMIPD_MIP4_EXT_IN_RRP		= 0x02,
	DSMIPD_MIP4_EXT_IN_REVOKE	= 0x04,	/* and its acknowledgment */
	DSMIPD_MIP4_EXT_IN_ALL		= 0x07,
};

/* Where it has: in front of the MN-HA authentication, and behind it. */
enum dsmipd_mip4_ext_place {
	DSMIPD_MIP4_EXT_OF_NODE		= 0x01,
	DSMIPD_MIP4_EXT_OF_AGENT	= 0x02,
	DSMIPD_MIP4_EXT_OF_BOTH		= 0x03,
};

/**
 * struct dsmipd_mip4_in - an extension that is read
 * @data: its data, behind type, length and subtype
 * @len: their length, one that the extension can have
 * @draft: its length was as in draft -01
 * @part: the part of the message that it is in
 */
struct dsmipd_mip4_in {
	const uint8_t *data;
	size_t len;
	bool draft;
	struct dsmipd_mip4_part *part;
};

/**
 * struct dsmipd_mip4_ext - an extension
 * @type: its type
 * @subtype: its subtype, or %DSMIPD_MIP4_EXT_SIMPLE
 * @in: messages that it has a meaning in
 * @of: where it has
 * @min: shortest data, without the subtype
 * @max: longest data
 * @parse: read it
 * @has: whether the message has one with a number in that part
 * @build: write its data, zeros at first, and return how long they are
 */
struct dsmipd_mip4_ext {
	uint8_t type;
	int16_t subtype;
	uint8_t in;
	uint8_t of;
	uint8_t min;
	uint8_t max;
	enum dsmipd_mip4_error (*parse)(struct dsmipd_mip4 *mip4,
					const struct dsmipd_mip4_in *in);
	bool (*has)(const struct dsmipd_mip4 *mip4,
		    const struct dsmipd_mip4_part *part, size_t i);
	size_t (*build)(const struct dsmipd_mip4 *mip4,
			const struct dsmipd_mip4_part *part, size_t i,
			uint8_t *data);
};

extern const struct dsmipd_mip4_ext dsmipd_mip4_exts[];
extern const size_t dsmipd_mip4_n_exts;

enum dsmipd_mip4_error dsmipd_mip4_ext_parse(struct dsmipd_mip4 *mip4,
					     const uint8_t *data, size_t len,
					     size_t off, bool draft);
size_t dsmipd_mip4_ext_build_node(struct dsmipd_mip4 *mip4, uint8_t *buf,
				  size_t size, size_t off);
size_t dsmipd_mip4_ext_build_agent(struct dsmipd_mip4 *mip4, uint8_t *buf,
				   size_t size, size_t off);

#endif /* DSMIPD_MIP4_EXT_H */
