/* SPDX-License-Identifier: GPL-2.0 */
/* What is known of each attribute: its name, its form, where it belongs. */
#ifndef DSMIP_ATTRS_H
#define DSMIP_ATTRS_H

#include <netlink/attr.h>

#include "dsmip/libdsmip.h"

/**
 * enum dsmip_attrs_kind - form of an attribute
 * @DSMIP_ATTRS_NONE: of no interest
 * @DSMIP_ATTRS_BOOL: u8, into a bool
 * @DSMIP_ATTRS_U8: u8
 * @DSMIP_ATTRS_BE16: u16 in network order, into a u16 in host order
 * @DSMIP_ATTRS_U32: u32
 * @DSMIP_ATTRS_U64: u64
 * @DSMIP_ATTRS_ADDR: 4 or 16 bytes, into a struct dsmip_addr
 * @DSMIP_ATTRS_STRING: a text; not decoded
 * @DSMIP_ATTRS_NEST: attributes of another set, into the same object
 * @DSMIP_ATTRS_HOME: one of several home prefixes
 * @DSMIP_ATTRS_GROUP: one of several addresses of groups
 * @DSMIP_ATTRS_COPY: one of several care-of end points
 * @DSMIP_ATTRS_DROPS: u64 by cause, into an array
 */
enum dsmip_attrs_kind {
	DSMIP_ATTRS_NONE,
	DSMIP_ATTRS_BOOL,
	DSMIP_ATTRS_U8,
	DSMIP_ATTRS_BE16,
	DSMIP_ATTRS_U32,
	DSMIP_ATTRS_U64,
	DSMIP_ATTRS_ADDR,
	DSMIP_ATTRS_STRING,
	DSMIP_ATTRS_NEST,
	DSMIP_ATTRS_HOME,
	DSMIP_ATTRS_GROUP,
	DSMIP_ATTRS_COPY,
	DSMIP_ATTRS_DROPS,
};

struct dsmip_attrs_set;

/**
 * struct dsmip_attrs_one - an attribute
 * @name: its name in the specification
 * @kind: its form
 * @offset: where its value belongs in the decoded object
 * @has: where true belongs if it is there; 0 for nowhere
 * @set: the attributes in it
 */
struct dsmip_attrs_one {
	const char *name;
	enum dsmip_attrs_kind kind;
	size_t offset;
	size_t has;
	const struct dsmip_attrs_set *set;
};

/**
 * struct dsmip_attrs_set - attributes by number
 * @attr: the attributes
 * @n: how many
 */
struct dsmip_attrs_set {
	const struct dsmip_attrs_one *attr;
	unsigned int n;
};

/**
 * struct dsmip_attrs_format - where the attributes of a message begin
 * @hdrlen: bytes of the header behind the netlink header
 * @set: the attributes
 */
struct dsmip_attrs_format {
	size_t hdrlen;
	const struct dsmip_attrs_set *set;
};

/**
 * struct dsmip_attrs_walk - a walk through attributes
 * @next: the next one
 * @left: bytes from there on; above zero at the end if they are no attribute
 */
struct dsmip_attrs_walk {
	const struct nlattr *next;
	int left;
};

/**
 * struct dsmip_attrs_msg - what a message of the family can hold
 * @event: the fields of an event; its binding has those of a binding
 * @bindings: number of bindings on the device
 * @prefixes: number of home addresses and prefixes on the device
 * @origin: what is told of an origin beside the fields of a binding
 * @fastpath: what is told of a fast path beside the fields of a binding
 */
struct dsmip_attrs_msg {
	struct dsmip_event event;
	struct dsmip_origin origin;
	struct dsmip_fastpath fastpath;
	uint32_t bindings;
	uint32_t prefixes;
};

/* The objects are struct dsmip_attrs_msg, struct dsmip_prefix, dsmip_link. */
extern const struct dsmip_attrs_set dsmip_attrs_binding;
extern const struct dsmip_attrs_set dsmip_attrs_home;
extern const struct dsmip_attrs_set dsmip_attrs_link;

extern const struct dsmip_attrs_format dsmip_attrs_genl;
extern const struct dsmip_attrs_format dsmip_attrs_rtnl;

const struct dsmip_attrs_one *dsmip_attrs_find(const struct dsmip_attrs_set *set,
					       unsigned int type);
struct dsmip_attrs_walk dsmip_attrs_walk(const void *data, size_t len);
const struct nlattr *dsmip_attrs_next(struct dsmip_attrs_walk *walk);

#endif /* DSMIP_ATTRS_H */
