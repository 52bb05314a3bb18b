// SPDX-License-Identifier: GPL-2.0
/*
 * Errors in words: what an extended acknowledgement says, and which attribute
 * of our request it points at.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "error.h"

/**
 * dsmip_error_set() - note an error of our own
 * @err: where
 * @code: errno, positive
 * @fmt: what to say, NULL for nothing
 *
 * Return: -@code.
 */
int dsmip_error_set(struct dsmip_error *err, int code, const char *fmt, ...)
{
	va_list ap;

	memset(err, 0, sizeof(*err));
	err->code = code;
	if (fmt) {
		va_start(ap, fmt);
		vsnprintf(err->text, sizeof(err->text), fmt, ap);
		va_end(ap);
	}
	return -code;
}

static void error_value_home(const struct dsmip_attrs_one *attr,
			     const struct nlattr *nla, struct dsmip_error *err)
{
	struct dsmip_prefix p = { .len = DSMIP_LEN_NONE };

	if (!dsmip_decode_attrs(attr->set, nla_data(nla), nla_len(nla), &p,
				NULL) && p.addr.family)
		dsmip_prefix_format(&p, err->value, sizeof(err->value));
}

static void error_value_addr(const struct nlattr *nla, struct dsmip_error *err)
{
	struct dsmip_addr addr = {
		.family = nla_len(nla) == 4 ? AF_INET : AF_INET6,
	};

	if (nla_len(nla) != 4 && nla_len(nla) != 16)
		return;
	memcpy(addr.bytes, nla_data(nla), nla_len(nla));
	dsmip_addr_format(&addr, err->value, sizeof(err->value));
}

static void error_value(const struct dsmip_attrs_one *attr,
			const struct nlattr *nla, struct dsmip_error *err)
{
	const size_t size = sizeof(err->value);
	const void *data = nla_data(nla);
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;

	if (attr->kind == DSMIP_ATTRS_HOME) {
		error_value_home(attr, nla, err);
	} else if (attr->kind == DSMIP_ATTRS_ADDR) {
		error_value_addr(nla, err);
	} else if (attr->kind == DSMIP_ATTRS_STRING) {
		snprintf(err->value, size, "%.*s", nla_len(nla),
			 (const char *)data);
	} else if (nla_len(nla) == sizeof(u64)) {
		memcpy(&u64, data, sizeof(u64));
		snprintf(err->value, size, "%llu", (unsigned long long)u64);
	} else if (nla_len(nla) == sizeof(u32)) {
		memcpy(&u32, data, sizeof(u32));
		snprintf(err->value, size, "%u", u32);
	} else if (nla_len(nla) == sizeof(u16)) {
		memcpy(&u16, data, sizeof(u16));
		snprintf(err->value, size, "%u", ntohs(u16));
	} else if (nla_len(nla) == 1) {
		snprintf(err->value, size, "%u", *(const uint8_t *)data);
	}
}

/* What the attributes of a request are, and where the sought one is. */
struct error_place {
	const char *start;
	size_t offset;
	const struct dsmip_attrs_one *attr;
	const struct nlattr *nla;
};

/* The innermost attribute around the place; what is in a home is the home. */
static void error_locate(const struct dsmip_attrs_set *set, const void *data,
			 size_t len, struct error_place *place)
{
	struct dsmip_attrs_walk walk = dsmip_attrs_walk(data, len);
	const char *target = place->start + place->offset;
	const struct nlattr *nla;

	while ((nla = dsmip_attrs_next(&walk))) {
		const char *at = (const char *)nla;
		const struct dsmip_attrs_one *attr;

		if (target < at || target >= at + nla->nla_len)
			continue;
		attr = dsmip_attrs_find(set, nla_type(nla));
		if (!attr)
			return;
		place->attr = attr;
		place->nla = nla;
		if ((attr->kind == DSMIP_ATTRS_NEST ||
		     attr->kind == DSMIP_ATTRS_COPY) && target != at)
			error_locate(attr->set, nla_data(nla), nla_len(nla),
				     place);
		return;
	}
}

static void error_find(const struct nlmsghdr *req, size_t len,
		       const struct dsmip_attrs_format *format, size_t offset,
		       struct error_place *place)
{
	size_t head = NLMSG_HDRLEN + format->hdrlen;

	memset(place, 0, sizeof(*place));
	place->start = (const char *)req;
	place->offset = offset;
	if (len > head && offset < len)
		error_locate(format->set, place->start + head, len - head,
			     place);
}

static void error_name_missing(const struct nlmsghdr *req, size_t len,
			       const struct dsmip_attrs_format *format,
			       const struct nlattr *type,
			       const struct nlattr *nest,
			       struct dsmip_error *err)
{
	const struct dsmip_attrs_set *set = format->set;
	const struct dsmip_attrs_one *attr;
	struct error_place place;

	if (nla_len(type) < 4)
		return;
	if (nest && nla_len(nest) >= 4) {
		error_find(req, len, format, nla_get_u32(nest), &place);
		set = place.attr ? place.attr->set : NULL;
	}
	attr = dsmip_attrs_find(set, nla_get_u32(type));
	if (!attr)
		return;
	snprintf(err->attr, sizeof(err->attr), "%s", attr->name);
	err->missing = true;
}

static void error_name(const struct nlmsghdr *req, size_t len,
		       const struct dsmip_attrs_format *format,
		       const struct nlattr *offs, struct dsmip_error *err)
{
	struct error_place place;

	if (nla_len(offs) < 4)
		return;
	error_find(req, len, format, nla_get_u32(offs), &place);
	if (!place.attr)
		return;
	snprintf(err->attr, sizeof(err->attr), "%s", place.attr->name);
	error_value(place.attr, place.nla, err);
}

static void error_tlvs(const void *data, size_t len,
		       const struct nlattr *tb[NLMSGERR_ATTR_MAX + 1],
		       struct dsmip_error *err)
{
	struct dsmip_attrs_walk walk = dsmip_attrs_walk(data, len);
	const struct nlattr *nla;

	memset(tb, 0, (NLMSGERR_ATTR_MAX + 1) * sizeof(*tb));
	while ((nla = dsmip_attrs_next(&walk))) {
		if (nla_type(nla) <= NLMSGERR_ATTR_MAX)
			tb[nla_type(nla)] = nla;
	}
	nla = tb[NLMSGERR_ATTR_MSG];
	if (nla)
		snprintf(err->text, sizeof(err->text), "%.*s", nla_len(nla),
			 (const char *)nla_data(nla));
}

/**
 * dsmip_error_parse() - read an acknowledgement
 * @err: where what it says goes
 * @nlh: the message, NLMSG_ERROR
 * @format: of the request
 *
 * Return: 0, or the negative errno that the kernel answers.
 */
int dsmip_error_parse(struct dsmip_error *err, const struct nlmsghdr *nlh,
		      const struct dsmip_attrs_format *format)
{
	const struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
	size_t len, skip = sizeof(struct nlmsgerr);
	const struct nlmsgerr *e = NLMSG_DATA(nlh);
	size_t req = sizeof(struct nlmsghdr);

	memset(err, 0, sizeof(*err));
	if (nlh->nlmsg_len < NLMSG_HDRLEN + sizeof(*e))
		return dsmip_error_set(err, EBADMSG, NULL);
	if (!e->error)
		return 0;
	if (e->error > 0 || e->error < -4095)
		return dsmip_error_set(err, EBADMSG, NULL);
	err->code = -e->error;
	len = nlh->nlmsg_len - NLMSG_HDRLEN;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED)) {
		req = e->msg.nlmsg_len;
		skip = sizeof(e->error) + NLMSG_ALIGN(req);
	}
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || req < NLMSG_HDRLEN ||
	    skip < req || skip > len)
		return e->error;
	error_tlvs((const char *)e + skip, len - skip, tb, err);
	if (tb[NLMSGERR_ATTR_MISS_TYPE])
		error_name_missing(&e->msg, req, format,
				   tb[NLMSGERR_ATTR_MISS_TYPE],
				   tb[NLMSGERR_ATTR_MISS_NEST], err);
	else if (tb[NLMSGERR_ATTR_OFFS])
		error_name(&e->msg, req, format, tb[NLMSGERR_ATTR_OFFS], err);
	return e->error;
}

/**
 * dsmip_error_parse_done() - read the end of a dump
 * @err: where what it says goes
 * @nlh: the message, NLMSG_DONE
 *
 * Return: 0, or the negative errno that ended the dump.
 */
int dsmip_error_parse_done(struct dsmip_error *err, const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
	size_t len = nlh->nlmsg_len - NLMSG_HDRLEN;
	const char *data = NLMSG_DATA(nlh);
	int code;

	memset(err, 0, sizeof(*err));
	if (len < sizeof(code))
		return 0;
	memcpy(&code, data, sizeof(code));
	if (code >= 0)
		return 0;
	err->code = -code;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		error_tlvs(data + NLMSG_ALIGN(sizeof(code)),
			   len - NLMSG_ALIGN(sizeof(code)), tb, err);
	return code;
}
