/* SPDX-License-Identifier: GPL-2.0 */
/* Mobility options: what the files of the codec share. */
#ifndef DSMIPD_MH_OPT_H
#define DSMIPD_MH_OPT_H

#include "mh.h"

#define DSMIPD_MH_OPT_UNIT	8	/* a message is a multiple of it */
#define DSMIPD_MH_OPT_HEAD	2	/* type, length */
#define DSMIPD_MH_OPT_MAX	255	/* longest data */
#define DSMIPD_MH_OPT_MN_HA	1	/* subtype of Authentication */

enum dsmipd_mh_opt_type {
	DSMIPD_MH_OPT_PAD1		= 0,
	DSMIPD_MH_OPT_PADN		= 1,
	DSMIPD_MH_OPT_REFRESH		= 2,
	DSMIPD_MH_OPT_ALT_COA		= 3,
	DSMIPD_MH_OPT_NONCE		= 4,
	DSMIPD_MH_OPT_BIND_AUTH		= 5,
	DSMIPD_MH_OPT_PREFIX		= 6,
	DSMIPD_MH_OPT_ID		= 8,
	DSMIPD_MH_OPT_AUTH		= 9,
	DSMIPD_MH_OPT_TIMESTAMP		= 10,
	DSMIPD_MH_OPT_RESTART		= 28,
	DSMIPD_MH_OPT_HOME4		= 29,
	DSMIPD_MH_OPT_ACK4		= 30,
	DSMIPD_MH_OPT_NAT		= 31,
	DSMIPD_MH_OPT_COA4		= 32,
};

/* Messages that an option has a meaning in. */
enum dsmipd_mh_opt_messages {
	DSMIPD_MH_OPT_IN_BU		= 0x01,
	DSMIPD_MH_OPT_IN_BA		= 0x02,
	DSMIPD_MH_OPT_IN_HEARTBEAT	= 0x04,
	DSMIPD_MH_OPT_IN_REST		= 0x08,
	DSMIPD_MH_OPT_IN_ALL		= 0x0f,
};

/**
 * struct dsmipd_mh_in - data of an option that is read
 * @data: the data, behind type and length
 * @len: their length, one that the option can have
 * @off: where they are in the message
 */
struct dsmipd_mh_in {
	const uint8_t *data;
	size_t len;
	size_t off;
};

/**
 * struct dsmipd_mh_out - data of an option that is written
 * @data: the data, zeros at first
 * @off: where they will be in the message
 */
struct dsmipd_mh_out {
	uint8_t data[DSMIPD_MH_OPT_MAX];
	size_t off;
};

/**
 * struct dsmipd_mh_opt - an option
 * @type: its type
 * @in: messages that it has a meaning in
 * @align: its first byte is at a multiple of it,
 * @at: plus this
 * @min: shortest data
 * @max: longest data
 * @parse: read it
 * @build: write the data of the one with a number, and return how long they
 *	are; 0: there is none; NULL: it is never written
 */
struct dsmipd_mh_opt {
	uint8_t type;
	uint8_t in;
	uint8_t align;
	uint8_t at;
	uint8_t min;
	uint8_t max;
	enum dsmipd_mh_error (*parse)(struct dsmipd_mh *mh,
				      const struct dsmipd_mh_in *in);
	size_t (*build)(struct dsmipd_mh *mh, size_t i,
			struct dsmipd_mh_out *out);
};

extern const struct dsmipd_mh_opt dsmipd_mh_opts[];
extern const size_t dsmipd_mh_n_opts;

enum dsmipd_mh_error dsmipd_mh_opt_parse(struct dsmipd_mh *mh,
					 const uint8_t *data, size_t len,
					 size_t off);
size_t dsmipd_mh_opt_build(struct dsmipd_mh *mh, uint8_t *buf, size_t size,
			   size_t off);

#endif /* DSMIPD_MH_OPT_H */
