// SPDX-License-Identifier: GPL-2.0
/* Whether the values of a configuration fit each other. */

#include <grp.h>
#include <string.h>

#include "config_check.h"
#include "mip4_auth.h"

/**
 * dsmipd_config_check_control() - check "control"
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_config
 */
void dsmipd_config_check_control(struct dsmipd_config_reader *reader,
				 const yaml_node_t *node, void *base)
{
	const struct dsmipd_config *config = base;

	if (config->group[0] && !getgrnam(config->group))
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "group"),
				   "group: there is no group \"%s\"",
				   config->group);
}

/**
 * dsmipd_config_check_pool() - check a pool
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_pool_config
 */
void dsmipd_config_check_pool(struct dsmipd_config_reader *reader,
			      const yaml_node_t *node, void *base)
{
	struct dsmipd_pool_config *pool = base;
	unsigned int bits = dsmip_addr_bits(pool->range.addr.family);

	if (!pool->len)
		pool->len = bits;
	if (pool->len > bits || pool->len < pool->range.len)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "length"),
				   "length: %u is not from %u, the length of the range, to %u",
				   pool->len, pool->range.len, bits);
}

/**
 * dsmipd_config_check_link() - check a home prefix
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_config_link
 */
void dsmipd_config_check_link(struct dsmipd_config_reader *reader,
			      const yaml_node_t *node, void *base)
{
	const yaml_node_t *dad = dsmipd_config_find(reader, node, "dad");
	struct dsmipd_config_link *link = base;

	if (!dad)
		link->ha6.dad = link->ifname[0];
	else if (link->ha6.dad && !link->ifname[0])
		dsmipd_config_fail(reader, dad,
				   "dad: there is no \"interface\" to look for duplicates on");
	if (link->ha6.preferred > link->ha6.valid)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "preferred"),
				   "preferred: longer than the valid lifetime");
}

static void check_time_order(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, const char *name,
			     uint32_t value, uint32_t max_lifetime)
{
	if (value >= max_lifetime)
		dsmipd_config_fail(reader, dsmipd_config_at(reader, node, name),
				   "%s: %us is not shorter than \"max-lifetime\", %us",
				   name, value, max_lifetime);
}

/**
 * dsmipd_config_check_ha6() - check a home agent
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_config_ha6
 */
void dsmipd_config_check_ha6(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base)
{
	struct dsmipd_config_ha6 *ha = base;

	if (!ha->ha6.n_links)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "links"),
				   "links: there has to be one at least");
	for (size_t i = 0; i < ha->ha6.n_links; i++)
		ha->ha6.links[i] = ha->links[i].ha6;
	if (ha->ha6.lease < ha->ha6.max_lifetime)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "lease"),
				   "lease: %us is shorter than \"max-lifetime\", %us",
				   ha->ha6.lease, ha->ha6.max_lifetime);
	check_time_order(reader, node, "refresh-advice",
			 ha->ha6.refresh_advice, ha->ha6.max_lifetime);
	check_time_order(reader, node, "refresh-before",
			 ha->ha6.refresh_before, ha->ha6.max_lifetime);
	if (ha->ha6.force_udp && !ha->ha6.local4.s_addr)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "force-udp"),
				   "force-udp: UDP needs \"local4\"");
	if (ha->ha6.insecure)
		dsmipd_config_warn(reader,
				   dsmipd_config_at(reader, node, "security"),
				   "security: \"none\" lets anybody register as a subscriber without security, and take over its traffic");
}

/* Whether a key is given, once. */
static bool check_secret(struct dsmipd_config_reader *reader,
			 const yaml_node_t *node, const char *name,
			 const char *name_file)
{
	const yaml_node_t *inline_key = dsmipd_config_find(reader, node, name);
	const yaml_node_t *file;

	file = dsmipd_config_find(reader, node, name_file);
	if (!inline_key && !file)
		dsmipd_config_fail(reader, node,
				   "\"%s\" or \"%s\" is missing", name_file,
				   name);
	else if (inline_key && file)
		dsmipd_config_fail(reader, file,
				   "\"%s\" and \"%s\" exclude each other",
				   name_file, name);
	return !inline_key != !file;
}

/**
 * dsmipd_config_check_auth() - check a key of the authentication option
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_auth_key
 */
void dsmipd_config_check_auth(struct dsmipd_config_reader *reader,
			      const yaml_node_t *node, void *base)
{
	(void)base;
	check_secret(reader, node, "key", "key-file");
}

/**
 * dsmipd_config_check_mip4_sa() - check an association of Mobile IPv4
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_mip4_sa
 *
 * A provider of OpenSSL may refuse MD5.
 */
void dsmipd_config_check_mip4_sa(struct dsmipd_config_reader *reader,
				 const yaml_node_t *node, void *base)
{
	const struct dsmipd_mip4_sa *sa = base;
	char why[160];

	check_secret(reader, node, "key", "key-file");
	if (dsmipd_mip4_auth_usable(sa->algorithm, why, sizeof(why)))
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "algorithm"),
				   "algorithm: %s", why);
}

static void check_length(struct dsmipd_config_reader *reader,
			 const yaml_node_t *node, const char *name,
			 unsigned int len, const char *algorithm,
			 const char *lengths)
{
	dsmipd_config_fail(reader, node, "%s: the key has %u bytes, %s takes %s",
			   name, len, algorithm, lengths);
}

static void check_cipher(struct dsmipd_config_reader *reader,
			 const yaml_node_t *node,
			 const struct dsmipd_esp_sa *sa)
{
	const yaml_node_t *key;

	key = dsmipd_config_find(reader, node, "cipher-key") ?:
	      dsmipd_config_find(reader, node, "cipher-key-file");
	if (sa->cipher == DSMIPD_ESP_CIPHER_NULL) {
		if (key)
			dsmipd_config_fail(reader, key,
					   "cipher: \"null\" takes no key");
		return;
	}
	if (!check_secret(reader, node, "cipher-key", "cipher-key-file") ||
	    reader->no_files)
		return;
	if (sa->cipher_len != 16 && sa->cipher_len != 24 &&
	    sa->cipher_len != 32)
		check_length(reader, node, "cipher", sa->cipher_len, "aes-cbc",
			     "16, 24 or 32");
}

/**
 * dsmipd_config_check_sa() - check a manual security association
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_esp_sa
 */
void dsmipd_config_check_sa(struct dsmipd_config_reader *reader,
			    const yaml_node_t *node, void *base)
{
	const struct dsmipd_esp_sa *sa = base;

	check_cipher(reader, node, sa);
	if (!check_secret(reader, node, "auth-key", "auth-key-file") ||
	    reader->no_files)
		return;
	if (sa->auth == DSMIPD_ESP_AUTH_HMAC_SHA1 && sa->auth_len != 20)
		check_length(reader, node, "auth", sa->auth_len, "hmac-sha1",
			     "20");
	if (sa->auth == DSMIPD_ESP_AUTH_HMAC_SHA256 && sa->auth_len != 32)
		check_length(reader, node, "auth", sa->auth_len, "hmac-sha256",
			     "32");
}

/* How the node is to find its home agent: in one way. */
static void check_agent(struct dsmipd_config_reader *reader,
			const yaml_node_t *node)
{
	static const char *const names[] = {
		"home-agent", "home-agent-name", "home-agent-domain"
	};
	const char *given = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const yaml_node_t *at;

		at = dsmipd_config_find(reader, node, names[i]);
		if (at && given)
			dsmipd_config_fail(reader, at,
					   "\"%s\" and \"%s\" exclude each other",
					   given, names[i]);
		else if (at)
			given = names[i];
	}
	if (!given)
		dsmipd_config_fail(reader, node,
				   "\"home-agent\", \"home-agent-name\" or \"home-agent-domain\" is missing");
	else if (given != names[0] &&
		 dsmipd_config_find(reader, node, "home-agent4"))
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "home-agent4"),
				   "\"home-agent4\" goes with \"home-agent\", not with \"%s\"",
				   given);
}

static void check_security(struct dsmipd_config_reader *reader,
			   const yaml_node_t *node,
			   const struct dsmipd_mn6_config *mn)
{
	const yaml_node_t *auth = dsmipd_config_find(reader, node, "auth");
	const yaml_node_t *esp = dsmipd_config_find(reader, node, "esp");

	if (mn->security == DSMIPD_SECURITY_AUTH && !auth)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "security"),
				   "security: \"auth\" needs the key \"auth\"");
	if (mn->security != DSMIPD_SECURITY_AUTH && auth)
		dsmipd_config_fail(reader, auth,
				   "auth: goes with \"security: auth\" only");
	if (mn->security != DSMIPD_SECURITY_IPSEC && esp)
		dsmipd_config_fail(reader, esp,
				   "esp: goes with \"security: ipsec\" only");
	if (mn->security == DSMIPD_SECURITY_NONE)
		dsmipd_config_warn(reader,
				   dsmipd_config_at(reader, node, "security"),
				   "security: \"none\" lets anybody answer as the home agent, and take over the traffic");
}

/**
 * dsmipd_config_check_ifs() - check the devices that a mobile node may use
 * @reader: what is being read
 * @node: mapping of the mobile node
 * @ifs: the devices
 * @n: how many
 * @device: its tunnel device
 */
void dsmipd_config_check_ifs(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node,
			     const struct dsmipd_config_if *ifs, size_t n,
			     const char *device)
{
	const yaml_node_t *list = dsmipd_config_find(reader, node, "interfaces");

	for (size_t i = 0; i < n; i++) {
		const yaml_node_t *item = dsmipd_config_item(reader, list, i);

		item = dsmipd_config_at(reader, item, "name");
		if (!strcmp(ifs[i].ifname, device))
			dsmipd_config_fail(reader, item,
					   "name: \"%s\" is the tunnel device",
					   device);
		for (size_t j = 0; j < i; j++) {
			if (!strcmp(ifs[i].ifname, ifs[j].ifname))
				dsmipd_config_fail(reader, item,
						   "name: \"%s\" is there twice",
						   ifs[i].ifname);
		}
	}
}

/**
 * dsmipd_config_check_mn6() - check a mobile node
 * @reader: what is being read
 * @node: the mapping
 * @base: struct dsmipd_config_mn6
 */
void dsmipd_config_check_mn6(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, void *base)
{
	struct dsmipd_config_mn6 *mn = base;

	mn->mn6.has_ha4 = mn->mn6.ha4.s_addr;
	check_agent(reader, node);
	check_security(reader, node, &mn->mn6);
	if (mn->mn6.n_prefix && !mn->mn6.router)
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "prefixes"),
				   "prefixes: only a mobile router has some; \"router: yes\" is missing");
	if (IN6_ARE_ADDR_EQUAL(&mn->mn6.hoa.addr.v6, &mn->mn6.ha))
		dsmipd_config_fail(reader,
				   dsmipd_config_at(reader, node, "home-address"),
				   "home-address: it is that of the home agent");
	dsmipd_config_check_ifs(reader, node, mn->ifs, mn->n_ifs, mn->device);
}
