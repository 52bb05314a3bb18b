// SPDX-License-Identifier: GPL-2.0
/*
 * Whether a subscriber fits the configuration.  What has to be unique among
 * the subscribers the store sees to.
 */

#include <ctype.h>
#include <string.h>

#include "hmac.h"
#include "subscriber_json.h"

#define FAIL(rpc, ...)	dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS, __VA_ARGS__)

static int check_name(struct dsmipd_rpc *rpc,
		      const struct dsmipd_subscriber *sub)
{
	if (!sub->name[0])
		return FAIL(rpc, "\"name\" is missing");
	for (const char *at = sub->name; *at; at++) {
		if (!isgraph((unsigned char)*at))
			return FAIL(rpc, "name: there is more than printable ASCII in it");
	}
	return 0;
}

/* Who has no IPv6 home address is known by one of IPv4. */
static int check_home4(struct dsmipd_rpc *rpc,
		       const struct dsmipd_subscriber *sub)
{
	for (size_t i = 0; i < sub->n_home4; i++) {
		if (dsmip_prefix_is_host(&sub->home4[i]))
			return 0;
	}
	if (sub->pool4[0])
		return 0;
	return FAIL(rpc, "there is no home address: \"hoa\", one in \"home4\", or \"pool4\"");
}

/* Without a home agent in the configuration there is nothing to fit. */
static int check_hoa(struct dsmipd_rpc *rpc,
		     const struct dsmipd_subscriber *sub)
{
	const struct dsmipd_config *config = rpc->agent->config;
	struct dsmip_prefix hoa = {
		.addr = { .family = AF_INET6, .v6 = sub->hoa }, .len = 128
	};
	char text[DSMIP_ADDR_STRLEN];
	bool home = !config->n_ha6;

	if (IN6_IS_ADDR_UNSPECIFIED(&sub->hoa))
		return check_home4(rpc, sub);
	dsmip_addr_format(&hoa.addr, text, sizeof(text));
	for (size_t i = 0; i < config->n_ha6; i++) {
		const struct dsmipd_ha6_config *ha = &config->ha6[i].ha6;

		if (IN6_ARE_ADDR_EQUAL(&ha->address, &sub->hoa))
			return FAIL(rpc, "hoa: %s is that of home agent \"%s\"",
				    text, config->ha6[i].name);
		for (size_t j = 0; j < ha->n_links; j++)
			home |= dsmip_prefix_overlap(&hoa,
						     &ha->links[j].prefix);
	}
	if (!home)
		return FAIL(rpc, "hoa: %s is in no home prefix", text);
	return 0;
}

/* What is somebody else's by configuration. */
static int check_owned(struct dsmipd_rpc *rpc, const char *name,
		       const struct dsmip_prefix *prefix)
{
	const struct dsmipd_config *config = rpc->agent->config;
	char text[DSMIP_PREFIX_STRLEN];

	dsmip_prefix_format(prefix, text, sizeof(text));
	if (!prefix->len || !dsmip_prefix_is_network(prefix))
		return FAIL(rpc, "%s: %s has bits set behind its length, or no length",
			    name, text);
	for (size_t i = 0; i < config->n_pools; i++) {
		if (dsmip_prefix_overlap(prefix, &config->pools[i].range))
			return FAIL(rpc, "%s: %s belongs to pool \"%s\"", name,
				    text, config->pools[i].name);
	}
	for (size_t i = 0; i < config->n_ha6; i++) {
		const struct dsmipd_ha6_config *ha = &config->ha6[i].ha6;
		const struct dsmip_prefix local4 = {
			.addr = { .family = AF_INET, .v4 = ha->local4 },
			.len = 32,
		};

		for (size_t j = 0; j < ha->n_links; j++) {
			if (dsmip_prefix_overlap(prefix, &ha->links[j].prefix))
				return FAIL(rpc, "%s: %s is a home prefix of \"%s\"",
					    name, text, config->ha6[i].name);
		}
		if (ha->local4.s_addr && dsmip_prefix_overlap(prefix, &local4))
			return FAIL(rpc, "%s: %s is the address of home agent \"%s\"",
				    name, text, config->ha6[i].name);
	}
	for (size_t i = 0; i < config->n_ha4; i++) {
		const struct dsmip_prefix address = {
			.addr = { .family = AF_INET,
				  .v4 = config->ha4[i].ha4.address },
			.len = 32,
		};

		if (dsmip_prefix_overlap(prefix, &address))
			return FAIL(rpc, "%s: %s is the address of home agent \"%s\"",
				    name, text, config->ha4[i].name);
	}
	return 0;
}

static int check_prefixes(struct dsmipd_rpc *rpc,
			  const struct dsmipd_subscriber *sub)
{
	for (size_t i = 0; i < sub->n_home4; i++) {
		if (check_owned(rpc, "home4", &sub->home4[i]))
			return -1;
	}
	for (size_t i = 0; i < sub->n_prefix; i++) {
		if (check_owned(rpc, "prefix", &sub->prefix[i]))
			return -1;
	}
	if (sub->n_prefix && !sub->router)
		return FAIL(rpc, "prefix: only a mobile router has some");
	return 0;
}

static int check_pool(struct dsmipd_rpc *rpc, const char *name,
		      const char *pool, bool addresses)
{
	const struct dsmipd_config *config = rpc->agent->config;

	if (!*pool)
		return 0;
	for (size_t i = 0; i < config->n_pools; i++) {
		const struct dsmipd_pool_config *p = &config->pools[i];
		bool host;

		if (strcmp(p->name, pool))
			continue;
		host = p->len == 32;
		if (p->range.addr.family != AF_INET || host != addresses)
			return FAIL(rpc, "%s: pool \"%s\" does not give IPv4 %s",
				    name, pool,
				    addresses ? "addresses" : "prefixes");
		return 0;
	}
	return FAIL(rpc, "%s: there is no pool \"%s\"", name, pool);
}

static int check_sa(struct dsmipd_rpc *rpc, const char *name,
		    const struct dsmipd_esp_sa *sa)
{
	const bool aes = sa->cipher == DSMIPD_ESP_CIPHER_AES_CBC;
	const unsigned int want =
		sa->auth == DSMIPD_ESP_AUTH_HMAC_SHA1 ? 20 : 32;

	if (!sa->spi)
		return FAIL(rpc, "esp: \"spi\" of \"%s\" is missing", name);
	if (!aes && sa->cipher_len)
		return FAIL(rpc, "esp: the cipher null takes no key");
	if (aes && sa->cipher_len != 16 && sa->cipher_len != 24 &&
	    sa->cipher_len != 32)
		return FAIL(rpc, "esp: the cipher key of \"%s\" has %u bytes, not 16, 24 or 32",
			    name, sa->cipher_len);
	if (sa->auth_len != want)
		return FAIL(rpc, "esp: the authentication key of \"%s\" has %u bytes, not %u",
			    name, sa->auth_len, want);
	return 0;
}

static int check_mip4(struct dsmipd_rpc *rpc, const struct dsmipd_mip4_sa *sa)
{
	char why[DSMIPD_HMAC_WHY_LEN];

	if (!sa->spi != !sa->len)
		return FAIL(rpc, "mip4: \"spi\" and \"key\" go together");
	if (sa->spi && dsmipd_mip4_auth_usable(sa->algorithm, why, sizeof(why)))
		return FAIL(rpc, "mip4: %s", why);
	return 0;
}

static int check_security(struct dsmipd_rpc *rpc,
			  const struct dsmipd_subscriber *sub)
{
	const bool esp = sub->esp.in.spi || sub->esp.out.spi;

	if (sub->security == DSMIPD_SECURITY_AUTH) {
		if (!sub->key.spi || !sub->key.len)
			return FAIL(rpc, "security: \"auth\" needs \"spi\" and \"key\"");
	} else if (sub->key.spi || sub->key.len) {
		return FAIL(rpc, "\"spi\" and \"key\" go with security \"auth\" only");
	}
	if (check_mip4(rpc, &sub->mip4))
		return -1;
	if (!esp)
		return 0;
	if (sub->security != DSMIPD_SECURITY_IPSEC)
		return FAIL(rpc, "\"esp\" goes with security \"ipsec\" only");
	if (check_sa(rpc, "in", &sub->esp.in))
		return -1;
	return check_sa(rpc, "out", &sub->esp.out);
}

/**
 * dsmipd_subscriber_check() - does a subscriber fit the configuration?
 * @rpc: the request that he is from
 * @sub: the subscriber
 *
 * Return: 0, or -1 if the request has failed.
 */
int dsmipd_subscriber_check(struct dsmipd_rpc *rpc,
			    const struct dsmipd_subscriber *sub)
{
	if (check_name(rpc, sub) || check_hoa(rpc, sub) ||
	    check_prefixes(rpc, sub) ||
	    check_pool(rpc, "pool4", sub->pool4, true) ||
	    check_pool(rpc, "pool4_prefix", sub->pool4_prefix, false))
		return -1;
	return check_security(rpc, sub);
}
