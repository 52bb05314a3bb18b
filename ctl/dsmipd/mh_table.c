// SPDX-License-Identifier: GPL-2.0
/*
 * The mobility options: one table says in which messages an option has a
 * meaning, how it is aligned, how long it is, and how it is read and written.
 */

#include <string.h>

#include "mh_opt.h"
#include "wire.h"

#define MH_TABLE_NAI		1	/* subtype of MN Identifier */
#define MH_TABLE_AUTH_HEAD	5	/* subtype and SPI of Authentication */

/* Messages that an option has a meaning in. */
#define MH_TABLE_BU		DSMIPD_MH_OPT_IN_BU
#define MH_TABLE_BA		DSMIPD_MH_OPT_IN_BA
#define MH_TABLE_HEARTBEAT	DSMIPD_MH_OPT_IN_HEARTBEAT
#define MH_TABLE_ALL		DSMIPD_MH_OPT_IN_ALL

/* Fields within an option. */
#define MH_TABLE_HOME4_PREFIX	0x0200	/* flag P */
#define MH_TABLE_HOME4_SHIFT	10	/* of the prefix length, 6 bits */
#define MH_TABLE_ACK4_SHIFT	2	/* of the prefix length, 6 bits */
#define MH_TABLE_LEN4_MASK	0x3f
#define MH_TABLE_NAT_FORCE	0x8000	/* flag F */

static enum dsmipd_mh_error mh_table_once(bool *has)
{
	if (*has)
		return DSMIPD_MH_BAD_OPTION;
	*has = true;
	return DSMIPD_MH_OK;
}

/* RFC 6275, section 6.2.4. */
static enum dsmipd_mh_error
mh_table_refresh_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	mh->refresh = dsmipd_wire_get16(in->data);
	return mh_table_once(&mh->has_refresh);
}

static size_t mh_table_refresh_build(struct dsmipd_mh *mh, size_t i,
				     struct dsmipd_mh_out *out)
{
	if (i || !mh->has_refresh)
		return 0;
	dsmipd_wire_put16(out->data, mh->refresh);
	return 2;
}

/* RFC 6275, section 6.2.5. */
static enum dsmipd_mh_error
mh_table_alt_coa_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	memcpy(&mh->alt_coa, in->data, sizeof(mh->alt_coa));
	return mh_table_once(&mh->has_alt_coa);
}

static size_t mh_table_alt_coa_build(struct dsmipd_mh *mh, size_t i,
				     struct dsmipd_mh_out *out)
{
	if (i || !mh->has_alt_coa)
		return 0;
	memcpy(out->data, &mh->alt_coa, sizeof(mh->alt_coa));
	return sizeof(mh->alt_coa);
}

/* RFC 6275, section 6.2.6: of a correspondent node, never built. */
static enum dsmipd_mh_error
mh_table_nonce_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	(void)in;
	return mh_table_once(&mh->has_nonce);
}

/* RFC 6275, section 6.2.7: of a correspondent node, never built. */
static enum dsmipd_mh_error
mh_table_bind_auth_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	(void)in;
	return mh_table_once(&mh->has_bind_auth);
}

/* RFC 3963, section 4.3: reserved byte, length, prefix. */
static enum dsmipd_mh_error
mh_table_prefix_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	struct dsmipd_mh_prefix *prefix;

	if (mh->n_prefix == DSMIPD_MH_MAX_PREFIX)
		return DSMIPD_MH_TOO_MANY;
	prefix = &mh->prefix[mh->n_prefix++];
	prefix->len = in->data[1];
	memcpy(&prefix->addr, in->data + 2, sizeof(prefix->addr));
	return DSMIPD_MH_OK;
}

static size_t mh_table_prefix_build(struct dsmipd_mh *mh, size_t i,
				    struct dsmipd_mh_out *out)
{
	const struct dsmipd_mh_prefix *prefix;

	if (i >= mh->n_prefix || i >= DSMIPD_MH_MAX_PREFIX)
		return 0;
	prefix = &mh->prefix[i];
	out->data[1] = prefix->len;
	memcpy(out->data + 2, &prefix->addr, sizeof(prefix->addr));
	return 2 + sizeof(prefix->addr);
}

/* RFC 4283, section 3.  With a zero byte a name would seem to be another. */
static enum dsmipd_mh_error
mh_table_id_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	size_t len = in->len - 1;

	if (in->data[0] != MH_TABLE_NAI)
		return DSMIPD_MH_OK;
	if (mh->nai[0] || !len || len > DSMIPD_MH_MAX_NAI ||
	    memchr(in->data + 1, '\0', len))
		return DSMIPD_MH_BAD_OPTION;
	memcpy(mh->nai, in->data + 1, len);
	return DSMIPD_MH_OK;
}

static size_t mh_table_id_build(struct dsmipd_mh *mh, size_t i,
				struct dsmipd_mh_out *out)
{
	size_t len = strnlen(mh->nai, DSMIPD_MH_MAX_NAI);

	if (i || !len)
		return 0;
	out->data[0] = MH_TABLE_NAI;
	memcpy(out->data + 1, mh->nai, len);
	return 1 + len;
}

/* RFC 4285, section 6. */
static enum dsmipd_mh_error
mh_table_timestamp_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	mh->timestamp = dsmipd_wire_get64(in->data);
	return mh_table_once(&mh->has_timestamp);
}

static size_t mh_table_timestamp_build(struct dsmipd_mh *mh, size_t i,
				       struct dsmipd_mh_out *out)
{
	if (i || !mh->has_timestamp)
		return 0;
	dsmipd_wire_put64(out->data, mh->timestamp);
	return 8;
}

/*
 * RFC 4285, section 5.  The one between node and home agent (MN-HA) counts;
 * one of another subtype is told of where there is none.
 */
static enum dsmipd_mh_error
mh_table_auth_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	uint8_t subtype = in->data[0];

	if (mh->has_auth && mh->auth_subtype == subtype)
		return DSMIPD_MH_BAD_OPTION;
	if (mh->has_auth && subtype != DSMIPD_MH_OPT_MN_HA)
		return DSMIPD_MH_OK;
	mh->has_auth = true;
	mh->auth_subtype = subtype;
	mh->auth_spi = dsmipd_wire_get32(in->data + 1);
	mh->auth_off = in->off + MH_TABLE_AUTH_HEAD;
	mh->auth_len = in->len - MH_TABLE_AUTH_HEAD;
	return DSMIPD_MH_OK;
}

static size_t mh_table_auth_build(struct dsmipd_mh *mh, size_t i,
				  struct dsmipd_mh_out *out)
{
	if (i || !mh->has_auth)
		return 0;
	out->data[0] = mh->auth_subtype;
	dsmipd_wire_put32(out->data + 1, mh->auth_spi);
	mh->auth_off = out->off + MH_TABLE_AUTH_HEAD;
	return MH_TABLE_AUTH_HEAD + mh->auth_len;
}

/* RFC 5847, section 3.3. */
static enum dsmipd_mh_error
mh_table_restart_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	mh->restart = dsmipd_wire_get32(in->data);
	return mh_table_once(&mh->has_restart);
}

static size_t mh_table_restart_build(struct dsmipd_mh *mh, size_t i,
				     struct dsmipd_mh_out *out)
{
	if (i || !mh->has_restart)
		return 0;
	dsmipd_wire_put32(out->data, mh->restart);
	return 4;
}

/* RFC 5555, section 3.1.1. */
static enum dsmipd_mh_error
mh_table_home4_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	uint16_t bits = dsmipd_wire_get16(in->data);
	struct dsmipd_mh_home4 *home4;

	if (mh->n_home4 == DSMIPD_MH_MAX_HOME4)
		return DSMIPD_MH_TOO_MANY;
	home4 = &mh->home4[mh->n_home4++];
	home4->len = bits >> MH_TABLE_HOME4_SHIFT;
	home4->prefix = bits & MH_TABLE_HOME4_PREFIX;
	memcpy(&home4->addr, in->data + 2, sizeof(home4->addr));
	return DSMIPD_MH_OK;
}

static size_t mh_table_home4_build(struct dsmipd_mh *mh, size_t i,
				   struct dsmipd_mh_out *out)
{
	const struct dsmipd_mh_home4 *home4;
	uint16_t bits;

	if (i >= mh->n_home4 || i >= DSMIPD_MH_MAX_HOME4)
		return 0;
	home4 = &mh->home4[i];
	bits = (home4->len & MH_TABLE_LEN4_MASK) << MH_TABLE_HOME4_SHIFT;
	if (home4->prefix)
		bits |= MH_TABLE_HOME4_PREFIX;
	dsmipd_wire_put16(out->data, bits);
	memcpy(out->data + 2, &home4->addr, sizeof(home4->addr));
	return 2 + sizeof(home4->addr);
}

/* RFC 5555, section 3.2.1. */
static enum dsmipd_mh_error
mh_table_ack4_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	struct dsmipd_mh_ack4 *ack4;

	if (mh->n_ack4 == DSMIPD_MH_MAX_HOME4)
		return DSMIPD_MH_TOO_MANY;
	ack4 = &mh->ack4[mh->n_ack4++];
	ack4->status = in->data[0];
	ack4->len = in->data[1] >> MH_TABLE_ACK4_SHIFT;
	memcpy(&ack4->addr, in->data + 2, sizeof(ack4->addr));
	return DSMIPD_MH_OK;
}

static size_t mh_table_ack4_build(struct dsmipd_mh *mh, size_t i,
				  struct dsmipd_mh_out *out)
{
	const struct dsmipd_mh_ack4 *ack4;

	if (i >= mh->n_ack4 || i >= DSMIPD_MH_MAX_HOME4)
		return 0;
	ack4 = &mh->ack4[i];
	out->data[0] = ack4->status;
	out->data[1] = (ack4->len & MH_TABLE_LEN4_MASK) << MH_TABLE_ACK4_SHIFT;
	memcpy(out->data + 2, &ack4->addr, sizeof(ack4->addr));
	return 2 + sizeof(ack4->addr);
}

/* RFC 5555, section 3.2.2. */
static enum dsmipd_mh_error
mh_table_nat_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	mh->nat_force = dsmipd_wire_get16(in->data) & MH_TABLE_NAT_FORCE;
	mh->nat_refresh = dsmipd_wire_get32(in->data + 2);
	return mh_table_once(&mh->has_nat);
}

static size_t mh_table_nat_build(struct dsmipd_mh *mh, size_t i,
				 struct dsmipd_mh_out *out)
{
	if (i || !mh->has_nat)
		return 0;
	dsmipd_wire_put16(out->data, mh->nat_force ? MH_TABLE_NAT_FORCE : 0);
	dsmipd_wire_put32(out->data + 2, mh->nat_refresh);
	return 6;
}

/* RFC 5555, section 3.1.2. */
static enum dsmipd_mh_error
mh_table_coa4_parse(struct dsmipd_mh *mh, const struct dsmipd_mh_in *in)
{
	memcpy(&mh->coa4, in->data + 2, sizeof(mh->coa4));
	return mh_table_once(&mh->has_coa4);
}

static size_t mh_table_coa4_build(struct dsmipd_mh *mh, size_t i,
				  struct dsmipd_mh_out *out)
{
	if (i || !mh->has_coa4)
		return 0;
	memcpy(out->data + 2, &mh->coa4, sizeof(mh->coa4));
	return 2 + sizeof(mh->coa4);
}

/*
 * In the order in which they are written: those without a gap behind the fixed
 * part first, and the name, which has no alignment, in front of what
 * authenticates (RFC 4283, section 3; RFC 4285, section 5).
 */
const struct dsmipd_mh_opt dsmipd_mh_opts[] = {
	{ DSMIPD_MH_OPT_PREFIX, MH_TABLE_BU | MH_TABLE_BA, 8, 4, 18, 18,
	  mh_table_prefix_parse, mh_table_prefix_build },
	{ DSMIPD_MH_OPT_REFRESH, MH_TABLE_BA, 2, 0, 2, 2,
	  mh_table_refresh_parse, mh_table_refresh_build },
	{ DSMIPD_MH_OPT_ALT_COA, MH_TABLE_BU, 8, 6, 16, 16,
	  mh_table_alt_coa_parse, mh_table_alt_coa_build },
	{ DSMIPD_MH_OPT_HOME4, MH_TABLE_BU, 4, 0, 6, 6,
	  mh_table_home4_parse, mh_table_home4_build },
	{ DSMIPD_MH_OPT_COA4, MH_TABLE_BU, 4, 0, 6, 6,
	  mh_table_coa4_parse, mh_table_coa4_build },
	{ DSMIPD_MH_OPT_ACK4, MH_TABLE_BA, 4, 0, 6, 6,
	  mh_table_ack4_parse, mh_table_ack4_build },
	/* RFC 5555, section 8, has the type of another option for it. */
	{ DSMIPD_MH_OPT_HOME4, MH_TABLE_BA, 4, 0, 6, 6,
	  mh_table_ack4_parse, NULL },
	{ DSMIPD_MH_OPT_NAT, MH_TABLE_BA, 4, 0, 6, 6,
	  mh_table_nat_parse, mh_table_nat_build },
	{ DSMIPD_MH_OPT_RESTART, MH_TABLE_HEARTBEAT, 4, 2, 4, 4,
	  mh_table_restart_parse, mh_table_restart_build },
	{ DSMIPD_MH_OPT_NONCE, MH_TABLE_BU, 2, 0, 4, 4,
	  mh_table_nonce_parse, NULL },
	{ DSMIPD_MH_OPT_BIND_AUTH, MH_TABLE_BU | MH_TABLE_BA, 8, 2, 1, 255,
	  mh_table_bind_auth_parse, NULL },
	{ DSMIPD_MH_OPT_ID, MH_TABLE_ALL, 1, 0, 1, 255,
	  mh_table_id_parse, mh_table_id_build },
	{ DSMIPD_MH_OPT_TIMESTAMP, MH_TABLE_ALL, 8, 2, 8, 8,
	  mh_table_timestamp_parse, mh_table_timestamp_build },
	{ DSMIPD_MH_OPT_AUTH, MH_TABLE_ALL, 4, 1, MH_TABLE_AUTH_HEAD, 255,
	  mh_table_auth_parse, mh_table_auth_build },
};

const size_t dsmipd_mh_n_opts = sizeof(dsmipd_mh_opts) /
				sizeof(dsmipd_mh_opts[0]);
