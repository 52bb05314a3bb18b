// SPDX-License-Identifier: GPL-2.0
/* Mobility options one after the other, as the table has them. */

#include <string.h>

#include "mh_opt.h"

#define MH_OPT_END	(dsmipd_mh_opts + dsmipd_mh_n_opts)

static uint8_t mh_opt_message(uint8_t type)
{
	switch (type) {
	case DSMIPD_MH_BU:
		return DSMIPD_MH_OPT_IN_BU;
	case DSMIPD_MH_BA:
		return DSMIPD_MH_OPT_IN_BA;
	case DSMIPD_MH_HEARTBEAT:
		return DSMIPD_MH_OPT_IN_HEARTBEAT;
	default:
		return DSMIPD_MH_OPT_IN_REST;
	}
}

/*
 * What follows the authentication between node and home agent is not under it,
 * so nothing but padding and a second authentication may (RFC 4285, section 5).
 */
static enum dsmipd_mh_error mh_opt_parse_one(struct dsmipd_mh *mh, uint8_t type,
					     const struct dsmipd_mh_in *in)
{
	uint8_t message = mh_opt_message(mh->type);
	const struct dsmipd_mh_opt *opt;

	for (opt = dsmipd_mh_opts; opt < MH_OPT_END; opt++)
		if (opt->type == type && (opt->in & message))
			break;
	if (opt == MH_OPT_END)
		return DSMIPD_MH_OK;
	if (in->len < opt->min || in->len > opt->max)
		return DSMIPD_MH_BAD_OPTION;
	if (mh->has_auth && mh->auth_subtype == DSMIPD_MH_OPT_MN_HA &&
	    type != DSMIPD_MH_OPT_AUTH)
		return DSMIPD_MH_BAD_OPTION;
	return opt->parse(mh, in);
}

/**
 * dsmipd_mh_opt_parse() - read the options of a message
 * @mh: the message; its type is known
 * @data: first byte of the message
 * @len: its length in bytes
 * @off: where the options begin
 *
 * Context: any.
 * Return: %DSMIPD_MH_OK, or what is wrong with them.
 */
enum dsmipd_mh_error dsmipd_mh_opt_parse(struct dsmipd_mh *mh,
					 const uint8_t *data, size_t len,
					 size_t off)
{
	enum dsmipd_mh_error error;
	struct dsmipd_mh_in in;

	while (off < len) {
		if (data[off] == DSMIPD_MH_OPT_PAD1) {
			off++;
			continue;
		}
		if (len - off < DSMIPD_MH_OPT_HEAD)
			return DSMIPD_MH_SHORT;
		in.len = data[off + 1];
		in.off = off + DSMIPD_MH_OPT_HEAD;
		in.data = data + in.off;
		if (len - in.off < in.len)
			return DSMIPD_MH_SHORT;
		error = mh_opt_parse_one(mh, data[off], &in);
		if (error)
			return error;
		off = in.off + in.len;
	}
	return DSMIPD_MH_OK;
}

/* Fill up to where an offset is a multiple plus something; 0: no room. */
static size_t mh_opt_pad(uint8_t *buf, size_t size, size_t off, size_t align,
			 size_t at)
{
	size_t n = (align + at - off % align) % align;

	if (n > size - off)
		return 0;
	memset(buf + off, 0, n);
	if (n >= DSMIPD_MH_OPT_HEAD) {
		buf[off] = DSMIPD_MH_OPT_PADN;
		buf[off + 1] = n - DSMIPD_MH_OPT_HEAD;
	}
	return off + n;
}

/* Write all options of a kind; 0: no room. */
static size_t mh_opt_build_kind(struct dsmipd_mh *mh,
				const struct dsmipd_mh_opt *opt, uint8_t *buf,
				size_t size, size_t off)
{
	struct dsmipd_mh_out out;
	size_t len, start;

	for (size_t i = 0;; i++) {
		memset(&out, 0, sizeof(out));
		start = mh_opt_pad(buf, size, off, opt->align, opt->at);
		out.off = start + DSMIPD_MH_OPT_HEAD;
		len = opt->build(mh, i, &out);
		if (!len)
			return off;
		if (!start || len > DSMIPD_MH_OPT_MAX || out.off > size ||
		    len > size - out.off)
			return 0;
		buf[start] = opt->type;
		buf[start + 1] = len;
		memcpy(buf + out.off, out.data, len);
		off = out.off + len;
	}
}

/**
 * dsmipd_mh_opt_build() - write the options of a message
 * @mh: the message
 * @buf: first byte of the message
 * @size: room for all of it, a multiple of 8
 * @off: where the options begin
 *
 * Context: any.
 * Return: length of the message in bytes, a multiple of 8, or 0 if there is
 * not enough room.
 */
size_t dsmipd_mh_opt_build(struct dsmipd_mh *mh, uint8_t *buf, size_t size,
			   size_t off)
{
	uint8_t message = mh_opt_message(mh->type);
	const struct dsmipd_mh_opt *opt;

	for (opt = dsmipd_mh_opts; opt < MH_OPT_END; opt++) {
		if (!(opt->in & message) || !opt->build)
			continue;
		off = mh_opt_build_kind(mh, opt, buf, size, off);
		if (!off)
			return 0;
	}
	return mh_opt_pad(buf, size, off, DSMIPD_MH_OPT_UNIT, 0);
}
