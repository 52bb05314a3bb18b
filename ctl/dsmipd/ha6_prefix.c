// SPDX-License-Identifier: GPL-2.0
/* Addresses and prefixes, and the prefixes of mobile routers (RFC 3963). */

#include <string.h>

#include "ha6_priv.h"

/* The length, where none says that it is an address. */
static unsigned int ha6_prefix_len(const struct dsmip_prefix *prefix)
{
	return prefix->len == DSMIP_LEN_NONE ?
	       dsmip_addr_bits(prefix->addr.family) : prefix->len;
}

/**
 * dsmipd_ha6_prefix_contains() - whether an address lies in a prefix
 * @prefix: the prefix; bits beyond its length are ignored
 * @addr: the address
 *
 * Return: whether it does; never if they are of different families.
 */
bool dsmipd_ha6_prefix_contains(const struct dsmip_prefix *prefix,
				const struct dsmip_addr *addr)
{
	unsigned int len = ha6_prefix_len(prefix);
	unsigned int whole = len / 8;
	unsigned int rest = len % 8;

	if (prefix->addr.family != addr->family ||
	    len > dsmip_addr_bits(addr->family) ||
	    memcmp(prefix->addr.bytes, addr->bytes, whole))
		return false;
	return !rest || !((prefix->addr.bytes[whole] ^ addr->bytes[whole]) &
			  (0xff00 >> rest) & 0xff);
}

/**
 * dsmipd_ha6_prefix_equal() - compare two prefixes
 * @a: the one
 * @b: the other
 *
 * Return: whether they are the same; bits beyond the length are ignored.
 */
bool dsmipd_ha6_prefix_equal(const struct dsmip_prefix *a,
			     const struct dsmip_prefix *b)
{
	return ha6_prefix_len(a) == ha6_prefix_len(b) &&
	       dsmipd_ha6_prefix_contains(a, &b->addr);
}

/**
 * dsmipd_ha6_prefix_in() - whether a prefix is in a list
 * @prefix: the prefix
 * @list: the list
 * @n: its length
 *
 * Return: whether it is.
 */
bool dsmipd_ha6_prefix_in(const struct dsmip_prefix *prefix,
			  const struct dsmip_prefix *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (dsmipd_ha6_prefix_equal(prefix, &list[i]))
			return true;
	return false;
}

/**
 * dsmipd_ha6_prefix_unicast() - whether something can be sent to an address
 * @addr: the address
 *
 * Return: false for none, and for unspecified, loopback, multicast, broadcast,
 * reserved, IPv6 link-local and IPv4-mapped addresses.
 */
bool dsmipd_ha6_prefix_unicast(const struct dsmip_addr *addr)
{
	const struct in6_addr *a = &addr->v6;
	uint8_t first = addr->bytes[0];

	switch (addr->family) {
	case AF_INET:
		return first && first != 127 && first < 224;
	case AF_INET6:
		return !(IN6_IS_ADDR_UNSPECIFIED(a) ||
			 IN6_IS_ADDR_LOOPBACK(a) || IN6_IS_ADDR_MULTICAST(a) ||
			 IN6_IS_ADDR_LINKLOCAL(a) || IN6_IS_ADDR_V4MAPPED(a));
	default:
		return false;
	}
}

/**
 * dsmipd_ha6_prefix_add() - add a home to a record
 * @record: the record
 * @prefix: address or prefix; if it is there already nothing happens
 */
void dsmipd_ha6_prefix_add(struct dsmipd_record *record,
			   const struct dsmip_prefix *prefix)
{
	if (record->n_home == DSMIPD_RECORD_MAX_HOME ||
	    dsmipd_ha6_prefix_in(prefix, record->home, record->n_home))
		return;
	record->home[record->n_home] = *prefix;
	record->home[record->n_home++].len = ha6_prefix_len(prefix);
}

/**
 * dsmipd_ha6_prefix_link() - find the home prefix of a home address
 * @config: settings of the home agent
 * @hoa: IPv6 home address
 *
 * Return: the home prefix, or NULL.
 */
const struct dsmipd_ha6_link *
dsmipd_ha6_prefix_link(const struct dsmipd_ha6_config *config,
		       const struct in6_addr *hoa)
{
	struct dsmip_addr addr = { .family = AF_INET6, .v6 = *hoa };
	size_t i;

	for (i = 0; i < config->n_links; i++)
		if (dsmipd_ha6_prefix_contains(&config->links[i].prefix,
					       &addr))
			return &config->links[i];
	return NULL;
}

/*
 * A prefix of a mobile router's binding update: it must be one of his, as it
 * was given to him (RFC 3963, section 6.1.2).
 */
static enum ha6_reason ha6_prefix_option(struct ha6_request *req,
					 const struct dsmipd_mh_prefix *option)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	struct dsmip_prefix prefix = {
		.addr = { .family = AF_INET6, .v6 = option->addr },
		.len = option->len,
	};
	size_t i;

	if (!prefix.len || prefix.len > 128 ||
	    !dsmipd_ha6_prefix_unicast(&prefix.addr))
		return HA6_BAD_PREFIX;
	for (i = 0; i < sub->n_prefix; i++) {
		if (dsmipd_ha6_prefix_equal(&sub->prefix[i], &prefix)) {
			dsmipd_ha6_prefix_add(&req->decision->record,
					      &sub->prefix[i]);
			return HA6_OK;
		}
	}
	return HA6_FOREIGN_PREFIX;
}

/**
 * dsmipd_ha6_prefix_register() - put a mobile router's prefixes in the record
 * @req: the request
 *
 * In explicit mode the message lists them, all or none of which are accepted;
 * in implicit mode it lists none, and they are those that he has (RFC 3963,
 * section 6.2).  Without flag R prefixes in the message mean nothing.
 *
 * Return: %HA6_OK or why it is refused.
 */
enum ha6_reason dsmipd_ha6_prefix_register(struct ha6_request *req)
{
	const struct dsmipd_subscriber *sub = &req->sub;
	enum ha6_reason reason = HA6_OK;
	size_t i;

	if (!req->decision->record.router)
		return HA6_OK;
	if (!req->ha->config.router || !sub->router)
		return HA6_NO_ROUTER;
	if (req->mh->n_prefix) {
		for (i = 0; i < req->mh->n_prefix && !reason; i++)
			reason = ha6_prefix_option(req, &req->mh->prefix[i]);
		return reason;
	}
	if (!sub->n_prefix)
		return HA6_NO_PREFIX;
	for (i = 0; i < sub->n_prefix; i++)
		dsmipd_ha6_prefix_add(&req->decision->record, &sub->prefix[i]);
	return HA6_OK;
}
