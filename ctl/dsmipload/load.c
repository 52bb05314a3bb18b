// SPDX-License-Identifier: GPL-2.0
/* Addresses, end points and keys of the nodes, all by their number. */

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "load.h"
#include "wire.h"

/**
 * dsmipload_load_addr() - one of addresses that follow each other
 * @first: the first one
 * @index: which one, from 0
 *
 * Return: the address; of none it is none.
 */
struct dsmip_addr dsmipload_load_addr(const struct dsmip_addr *first,
				      uint64_t index)
{
	struct dsmip_addr addr = *first;
	uint8_t *low = addr.bytes;

	if (addr.family == AF_INET)
		dsmipd_wire_put32(low, dsmipd_wire_get32(low) + index);
	else if (addr.family == AF_INET6)
		dsmipd_wire_put64(low + 8, dsmipd_wire_get64(low + 8) + index);
	return addr;
}

/**
 * dsmipload_load_index() - which one an address is
 * @first: the first one
 * @addr: the address
 * @count: how many there are
 * @index: where its number goes, from 0
 *
 * Return: whether it is one of them.
 */
bool dsmipload_load_index(const struct dsmip_addr *first,
			  const struct dsmip_addr *addr, uint64_t count,
			  uint64_t *index)
{
	if (addr->family != first->family)
		return false;
	if (addr->family == AF_INET) {
		*index = dsmipd_wire_get32(addr->bytes) -
			 dsmipd_wire_get32(first->bytes);
		return *index < count;
	}
	*index = dsmipd_wire_get64(&addr->bytes[8]) -
		 dsmipd_wire_get64(&first->bytes[8]);
	return !memcmp(addr->bytes, first->bytes, 8) && *index < count;
}

/**
 * dsmipload_load_first() - home address that the nodes are known by
 * @config: the load
 *
 * Return: that of the first one.
 */
const struct dsmip_addr *
dsmipload_load_first(const struct dsmipload_config *config)
{
	return config->home.family ? &config->home : &config->home4;
}

/**
 * dsmipload_load_ends() - how many end points the nodes have among them
 * @config: the load
 *
 * Return: their number.
 */
uint64_t dsmipload_load_ends(const struct dsmipload_config *config)
{
	return config->source.family == AF_INET6 ? config->sources :
	       config->sources * config->ports;
}

/**
 * dsmipload_load_end() - an end point
 * @config: the load
 * @index: which one, from 0
 *
 * Return: the end point.
 */
struct dsmipload_end dsmipload_load_end(const struct dsmipload_config *config,
					uint64_t index)
{
	struct dsmipload_end end = {};

	if (config->source.family == AF_INET6) {
		end.addr = dsmipload_load_addr(&config->source, index);
		return end;
	}
	end.addr = dsmipload_load_addr(&config->source, index / config->ports);
	end.port = config->first_port + index % config->ports;
	return end;
}

/**
 * dsmipload_load_key() - security association of a node
 * @config: the load
 * @index: which one, from 0
 * @key: where it goes: HMAC-SHA1 of its home address with the key of all
 *
 * Return: whether it could be made.
 */
bool dsmipload_load_key(const struct dsmipload_config *config, uint64_t index,
			struct dsmipd_auth_key *key)
{
	struct dsmip_addr home =
		dsmipload_load_addr(dsmipload_load_first(config), index);
	unsigned int len = sizeof(key->key);

	key->spi = config->spi + index;
	key->len = DSMIPLOAD_KEY_LEN;
	return HMAC(EVP_sha1(), config->key, config->key_len, home.bytes,
		    dsmip_addr_bits(home.family) / 8, key->key, &len) &&
	       len == DSMIPLOAD_KEY_LEN;
}

/**
 * dsmipload_load_kind() - name of a kind of request
 * @kind: the kind
 *
 * Return: its name.
 */
const char *dsmipload_load_kind(enum dsmipload_kind kind)
{
	static const char *const names[DSMIPLOAD_KINDS] = {
		[DSMIPLOAD_REGISTER] = "register",
		[DSMIPLOAD_REFRESH] = "refresh",
		[DSMIPLOAD_HANDOVER] = "handover",
		[DSMIPLOAD_DEREGISTER] = "deregister",
	};

	return names[kind];
}
