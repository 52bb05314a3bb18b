// SPDX-License-Identifier: GPL-2.0
/* The ICMPv6 messages of Mobile IPv6 (RFC 6275, 6.5 to 6.8; RFC 3963, 7). */

#include <string.h>

#include "icmp6.h"
#include "wire.h"

#define ICMP6_FIRST		8	/* what all of them have */
#define ICMP6_ROUTER		0x8000	/* 144, 145 */
#define ICMP6_MANAGED		0x8000	/* 147 */
#define ICMP6_OTHER		0x4000	/* 147 */

#define ICMP6_OPT_UNIT		8	/* of the length of an option */
#define ICMP6_OPT_PREFIX	3
#define ICMP6_OPT_PREFIX_LEN	32
#define ICMP6_PREFIX_FLAGS	0xe0	/* L, A, R */

/* RFC 2526, section 2: the identifier is all ones, but for the end. */
#define ICMP6_ANYCAST_ID	0x7e	/* of home agents, 7 bits */

enum icmp6_offset {
	ICMP6_TYPE		= 0,
	ICMP6_CODE		= 1,
	ICMP6_ID		= 4,
	ICMP6_FLAGS		= 6,
	ICMP6_PREFIX_LEN	= 2,
	ICMP6_PREFIX_FLAG	= 3,
	ICMP6_PREFIX_VALID	= 4,
	ICMP6_PREFIX_PREFERRED	= 8,
	ICMP6_PREFIX_ADDR	= 16,
};

static bool icmp6_parse_agents(struct dsmipd_icmp6 *msg, const uint8_t *data,
			       size_t len)
{
	size_t n = len / sizeof(msg->agents[0]);

	if (len % sizeof(msg->agents[0]))
		return false;
	if (n > DSMIPD_ICMP6_MAX_AGENTS)
		n = DSMIPD_ICMP6_MAX_AGENTS;
	memcpy(msg->agents, data, n * sizeof(msg->agents[0]));
	msg->n_agents = n;
	return true;
}

static bool icmp6_parse_prefix(struct dsmipd_icmp6 *msg, const uint8_t *opt,
			       size_t len)
{
	struct dsmipd_icmp6_prefix *prefix;

	if (len != ICMP6_OPT_PREFIX_LEN || opt[ICMP6_PREFIX_LEN] > 128)
		return false;
	if (msg->n_prefix == DSMIPD_ICMP6_MAX_PREFIX)
		return true;
	prefix = &msg->prefix[msg->n_prefix++];
	prefix->len = opt[ICMP6_PREFIX_LEN];
	prefix->flags = opt[ICMP6_PREFIX_FLAG] & ICMP6_PREFIX_FLAGS;
	prefix->valid = dsmipd_wire_get32(opt + ICMP6_PREFIX_VALID);
	prefix->preferred = dsmipd_wire_get32(opt + ICMP6_PREFIX_PREFERRED);
	memcpy(&prefix->addr, opt + ICMP6_PREFIX_ADDR, sizeof(prefix->addr));
	return true;
}

/* Options of Neighbor Discovery (RFC 4861, section 4.6). */
static bool icmp6_parse_options(struct dsmipd_icmp6 *msg, const uint8_t *data,
				size_t len)
{
	size_t size;

	while (len) {
		if (len < 2)
			return false;
		size = data[1] * ICMP6_OPT_UNIT;
		if (!size || size > len)
			return false;
		if (data[0] == ICMP6_OPT_PREFIX &&
		    !icmp6_parse_prefix(msg, data, size))
			return false;
		data += size;
		len -= size;
	}
	return true;
}

/**
 * dsmipd_icmp6_parse() - read a message
 * @data: its first byte; the checksum is not looked at
 * @len: its length in bytes
 * @msg: where it goes; of more home agents or prefixes than there is room for,
 *	the first ones
 *
 * Context: any.
 * Return: whether it is one of these messages, and well formed.
 */
bool dsmipd_icmp6_parse(const uint8_t *data, size_t len,
			struct dsmipd_icmp6 *msg)
{
	uint16_t flags;

	memset(msg, 0, sizeof(*msg));
	if (len < ICMP6_FIRST || data[ICMP6_CODE])
		return false;
	msg->type = data[ICMP6_TYPE];
	msg->id = dsmipd_wire_get16(data + ICMP6_ID);
	flags = dsmipd_wire_get16(data + ICMP6_FLAGS);
	data += ICMP6_FIRST;
	len -= ICMP6_FIRST;
	switch (msg->type) {
	case DSMIPD_ICMP6_DHAAD_REQUEST:
		msg->router = flags & ICMP6_ROUTER;
		return true;
	case DSMIPD_ICMP6_DHAAD_REPLY:
		msg->router = flags & ICMP6_ROUTER;
		return icmp6_parse_agents(msg, data, len);
	case DSMIPD_ICMP6_PREFIX_SOL:
		return true;
	case DSMIPD_ICMP6_PREFIX_ADV:
		msg->managed = flags & ICMP6_MANAGED;
		msg->other = flags & ICMP6_OTHER;
		return icmp6_parse_options(msg, data, len);
	default:
		return false;
	}
}

static void icmp6_build_prefix(const struct dsmipd_icmp6_prefix *prefix,
			       uint8_t *opt)
{
	opt[0] = ICMP6_OPT_PREFIX;
	opt[1] = ICMP6_OPT_PREFIX_LEN / ICMP6_OPT_UNIT;
	opt[ICMP6_PREFIX_LEN] = prefix->len;
	opt[ICMP6_PREFIX_FLAG] = prefix->flags & ICMP6_PREFIX_FLAGS;
	dsmipd_wire_put32(opt + ICMP6_PREFIX_VALID, prefix->valid);
	dsmipd_wire_put32(opt + ICMP6_PREFIX_PREFERRED, prefix->preferred);
	memcpy(opt + ICMP6_PREFIX_ADDR, &prefix->addr, sizeof(prefix->addr));
}

/* How long the message will be; 0: it cannot be built. */
static size_t icmp6_size(const struct dsmipd_icmp6 *msg)
{
	switch (msg->type) {
	case DSMIPD_ICMP6_DHAAD_REQUEST:
	case DSMIPD_ICMP6_PREFIX_SOL:
		return ICMP6_FIRST;
	case DSMIPD_ICMP6_DHAAD_REPLY:
		if (msg->n_agents > DSMIPD_ICMP6_MAX_AGENTS)
			return 0;
		return ICMP6_FIRST + msg->n_agents * sizeof(msg->agents[0]);
	case DSMIPD_ICMP6_PREFIX_ADV:
		if (msg->n_prefix > DSMIPD_ICMP6_MAX_PREFIX)
			return 0;
		return ICMP6_FIRST + msg->n_prefix * ICMP6_OPT_PREFIX_LEN;
	default:
		return 0;
	}
}

/**
 * dsmipd_icmp6_build() - write a message
 * @msg: the message
 * @buf: where it goes; the checksum remains 0, the kernel fills it
 * @size: room there; DSMIPD_ICMP6_MAX_LEN is always enough
 *
 * Context: any.
 * Return: its length in bytes, or 0 if there is not enough room, or the type is
 * none of these.
 */
size_t dsmipd_icmp6_build(const struct dsmipd_icmp6 *msg, uint8_t *buf,
			  size_t size)
{
	size_t len = icmp6_size(msg);
	uint16_t flags = 0;

	if (!len || len > size)
		return 0;
	memset(buf, 0, len);
	buf[ICMP6_TYPE] = msg->type;
	dsmipd_wire_put16(buf + ICMP6_ID, msg->id);
	switch (msg->type) {
	case DSMIPD_ICMP6_DHAAD_REQUEST:
		flags = msg->router ? ICMP6_ROUTER : 0;
		break;
	case DSMIPD_ICMP6_DHAAD_REPLY:
		flags = msg->router ? ICMP6_ROUTER : 0;
		memcpy(buf + ICMP6_FIRST, msg->agents, len - ICMP6_FIRST);
		break;
	case DSMIPD_ICMP6_PREFIX_ADV:
		flags = (msg->managed ? ICMP6_MANAGED : 0) |
			(msg->other ? ICMP6_OTHER : 0);
		for (size_t i = 0; i < msg->n_prefix; i++)
			icmp6_build_prefix(&msg->prefix[i], buf + ICMP6_FIRST +
					   i * ICMP6_OPT_PREFIX_LEN);
		break;
	default:
		break;
	}
	dsmipd_wire_put16(buf + ICMP6_FLAGS, flags);
	return len;
}

/**
 * dsmipd_icmp6_anycast() - anycast address of the home agents of a prefix
 * @prefix: home prefix
 * @len: its length, at most 121
 * @addr: where the address goes (RFC 2526, section 2)
 *
 * A prefix of 64 bits has identifiers in EUI-64 format, whose universal bit is
 * 0; one of any other length has only ones in front of the 7 bits.
 *
 * Context: any.
 */
void dsmipd_icmp6_anycast(const struct in6_addr *prefix, uint8_t len,
			  struct in6_addr *addr)
{
	memcpy(addr, prefix, sizeof(*addr));
	for (unsigned int bit = len; bit < 121; bit++)
		addr->s6_addr[bit / 8] |= 0x80 >> bit % 8;
	addr->s6_addr[15] = (addr->s6_addr[15] & 0x80) | ICMP6_ANYCAST_ID;
	if (len == 64)
		addr->s6_addr[8] &= ~0x02;
}
