// SPDX-License-Identifier: GPL-2.0
/* Subscribers to and from JSON.  Keys come in, but never go out. */

#include <arpa/inet.h>
#include <string.h>

#include "secret.h"
#include "subscriber_json.h"

/* What a subscriber can be told by. */
const char *const dsmipd_subscriber_json_names[] = {
	"name", "enabled", "router", "security", "hoa", "home4", "prefix",
	"pool4", "pool4_prefix", "spi", "key", "esp", "mip4", NULL
};

static const char *const json_security[] = {
	[DSMIPD_SECURITY_IPSEC] = "ipsec",
	[DSMIPD_SECURITY_AUTH] = "auth",
	[DSMIPD_SECURITY_NONE] = "none",
	NULL
};

static const char *const json_ciphers[] = {
	[DSMIPD_ESP_CIPHER_NULL] = "null",
	[DSMIPD_ESP_CIPHER_AES_CBC] = "aes-cbc",
	NULL
};

static const char *const json_auths[] = {
	[DSMIPD_ESP_AUTH_HMAC_SHA1] = "hmac-sha1",
	[DSMIPD_ESP_AUTH_HMAC_SHA256] = "hmac-sha256",
	NULL
};

static const char *const json_algorithms[] = {
	[DSMIPD_MIP4_HMAC_MD5] = "hmac-md5",
	[DSMIPD_MIP4_PREFIX_SUFFIX_MD5] = "prefix-suffix-md5",
	[DSMIPD_MIP4_HMAC_SHA1] = "hmac-sha1",
	[DSMIPD_MIP4_HMAC_SHA256] = "hmac-sha256",
	NULL
};

static const char *const json_replays[] = {
	[DSMIPD_MIP4_TIMESTAMPS] = "timestamps",
	[DSMIPD_MIP4_NONCES] = "nonces",
	NULL
};

static struct json_object *json_prefixes(const struct dsmip_prefix *prefix,
					 size_t n)
{
	struct json_object *array = json_object_new_array();
	char text[DSMIP_PREFIX_STRLEN];

	for (size_t i = 0; i < n; i++) {
		dsmip_prefix_format(&prefix[i], text, sizeof(text));
		json_object_array_add(array, json_object_new_string(text));
	}
	return array;
}

static void json_add_sa(struct json_object *object, const char *name,
			const struct dsmipd_esp_sa *sa)
{
	struct json_object *member = json_object_new_object();

	dsmipd_rpc_add_number(member, "spi", sa->spi);
	dsmipd_rpc_add_text(member, "cipher", json_ciphers[sa->cipher]);
	dsmipd_rpc_add_text(member, "auth", json_auths[sa->auth]);
	json_object_object_add(object, name, member);
}

static void json_add_mip4(struct json_object *object,
			  const struct dsmipd_mip4_sa *sa)
{
	struct json_object *member = json_object_new_object();

	dsmipd_rpc_add_number(member, "spi", sa->spi);
	dsmipd_rpc_add_text(member, "algorithm", json_algorithms[sa->algorithm]);
	dsmipd_rpc_add_text(member, "replay", json_replays[sa->replay]);
	json_object_object_add(object, "mip4", member);
}

/**
 * dsmipd_subscriber_json_show() - a subscriber as JSON
 * @sub: the subscriber
 *
 * Return: a new object, without keys.
 */
struct json_object *
dsmipd_subscriber_json_show(const struct dsmipd_subscriber *sub)
{
	struct json_object *object = json_object_new_object();
	char hoa[INET6_ADDRSTRLEN];

	dsmipd_rpc_add_number(object, "id", sub->id);
	dsmipd_rpc_add_text(object, "name", sub->name);
	json_object_object_add(object, "enabled",
			       json_object_new_boolean(sub->enabled));
	json_object_object_add(object, "router",
			       json_object_new_boolean(sub->router));
	dsmipd_rpc_add_text(object, "security", json_security[sub->security]);
	if (!IN6_IS_ADDR_UNSPECIFIED(&sub->hoa))
		dsmipd_rpc_add_text(object, "hoa",
				    inet_ntop(AF_INET6, &sub->hoa, hoa,
					      sizeof(hoa)));
	json_object_object_add(object, "home4",
			       json_prefixes(sub->home4, sub->n_home4));
	json_object_object_add(object, "prefix",
			       json_prefixes(sub->prefix, sub->n_prefix));
	if (sub->pool4[0])
		dsmipd_rpc_add_text(object, "pool4", sub->pool4);
	if (sub->pool4_prefix[0])
		dsmipd_rpc_add_text(object, "pool4_prefix", sub->pool4_prefix);
	if (sub->key.spi)
		dsmipd_rpc_add_number(object, "spi", sub->key.spi);
	if (sub->esp.in.spi || sub->esp.out.spi) {
		struct json_object *esp = json_object_new_object();

		json_add_sa(esp, "in", &sub->esp.in);
		json_add_sa(esp, "out", &sub->esp.out);
		json_object_object_add(object, "esp", esp);
	}
	if (sub->mip4.spi)
		json_add_mip4(object, &sub->mip4);
	return object;
}

static int json_wrong(struct dsmipd_rpc *rpc, const char *name,
		      const char *text, const char *what)
{
	return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS, "%s: \"%.64s\" is not %s",
			       name, text, what);
}

static int json_word(struct dsmipd_rpc *rpc, struct json_object *object,
		     const char *name, const char *const *words, int *value)
{
	const char *text;
	int given;

	given = dsmipd_rpc_string(rpc, object, name, &text);
	if (given <= 0)
		return given;
	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], text))
			continue;
		*value = i;
		return 1;
	}
	return json_wrong(rpc, name, text, "one of the words that there are");
}

/* Copies a string that fits; one that is empty is none. */
static int json_copy(struct dsmipd_rpc *rpc, struct json_object *object,
		     const char *name, char *to, size_t size)
{
	const char *text;
	int given;

	given = dsmipd_rpc_string(rpc, object, name, &text);
	if (given <= 0)
		return given;
	if (strlen(text) >= size)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"%s\" is longer than %zu characters",
				       name, size - 1);
	memset(to, 0, size);
	strcpy(to, text);
	return 1;
}

/* A key is never named in an error. */
static int json_key(struct dsmipd_rpc *rpc, struct json_object *object,
		    const char *name, uint8_t *key, size_t size, uint8_t *len)
{
	const char *text;
	size_t bytes;
	int given;

	given = dsmipd_rpc_string(rpc, object, name, &text);
	if (given <= 0)
		return given;
	if (!dsmip_secret_parse(text, key, size, &bytes))
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"%s\" is not 0x and an even number of hexadecimal digits, for 1 to %zu bytes",
				       name, size);
	memset(key + bytes, 0, size - bytes);
	*len = bytes;
	return 1;
}

static int json_spi(struct dsmipd_rpc *rpc, struct json_object *object,
		    uint32_t *spi)
{
	int64_t number;
	int given;

	/* RFC 4303, 2.1, RFC 5944, 1.6: those up to 255 are reserved. */
	given = dsmipd_rpc_number(rpc, object, "spi", 256, UINT32_MAX, &number);
	if (given > 0)
		*spi = number;
	return given;
}

/* Prefixes of a family; those that were there before are gone. */
static int json_list(struct dsmipd_rpc *rpc, struct json_object *object,
		     const char *name, uint8_t family,
		     struct dsmip_prefix *prefix, size_t max, uint8_t *n)
{
	struct json_object *array;
	int given;

	given = dsmipd_rpc_array(rpc, object, name, max, &array);
	if (given <= 0)
		return given;
	*n = json_object_array_length(array);
	for (size_t i = 0; i < *n; i++) {
		struct json_object *item = json_object_array_get_idx(array, i);
		const char *text = "";
		struct dsmip_prefix p;

		if (json_object_is_type(item, json_type_string))
			text = json_object_get_string(item);
		if (!dsmip_prefix_parse(text, &p) || p.addr.family != family)
			return json_wrong(rpc, name, text, family == AF_INET ?
					  "an IPv4 address or prefix" :
					  "an IPv6 prefix");
		if (p.len == DSMIP_LEN_NONE)
			p.len = dsmip_addr_bits(family);
		prefix[i] = p;
	}
	return 1;
}

static int json_sa(struct dsmipd_rpc *rpc, struct json_object *object,
		   const char *name, struct dsmipd_esp_sa *sa)
{
	static const char *const names[] = {
		"spi", "cipher", "cipher_key", "auth", "auth_key", NULL
	};
	int cipher = DSMIPD_ESP_CIPHER_AES_CBC;
	int auth = DSMIPD_ESP_AUTH_HMAC_SHA256;
	struct json_object *member;

	memset(sa, 0, sizeof(*sa));
	if (!json_object_object_get_ex(object, name, &member) ||
	    !json_object_is_type(member, json_type_object))
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "esp: \"%s\" is not an object", name);
	if (!dsmipd_rpc_known(rpc, member, names) ||
	    json_spi(rpc, member, &sa->spi) < 0 ||
	    json_word(rpc, member, "cipher", json_ciphers, &cipher) < 0 ||
	    json_word(rpc, member, "auth", json_auths, &auth) < 0 ||
	    json_key(rpc, member, "cipher_key", sa->cipher_key,
		     sizeof(sa->cipher_key), &sa->cipher_len) < 0 ||
	    json_key(rpc, member, "auth_key", sa->auth_key,
		     sizeof(sa->auth_key), &sa->auth_len) < 0)
		return -1;
	sa->cipher = cipher;
	sa->auth = auth;
	return 1;
}

static int json_esp(struct dsmipd_rpc *rpc, struct json_object *object,
		    struct dsmipd_esp *esp)
{
	static const char *const names[] = { "in", "out", NULL };
	struct json_object *member;

	if (!json_object_object_get_ex(object, "esp", &member) || !member)
		return 0;
	if (!json_object_is_type(member, json_type_object))
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"esp\" is not an object");
	if (!dsmipd_rpc_known(rpc, member, names) ||
	    json_sa(rpc, member, "in", &esp->in) < 0 ||
	    json_sa(rpc, member, "out", &esp->out) < 0)
		return -1;
	return 1;
}

/* What is not given keeps its value; null takes the association away. */
static int json_mip4(struct dsmipd_rpc *rpc, struct json_object *object,
		     struct dsmipd_mip4_sa *sa)
{
	static const char *const names[] = {
		"spi", "algorithm", "replay", "key", NULL
	};
	int algorithm = sa->algorithm;
	int replay = sa->replay;
	struct json_object *member;

	if (!json_object_object_get_ex(object, "mip4", &member))
		return 0;
	if (!member) {
		memset(sa, 0, sizeof(*sa));
		return 1;
	}
	if (!json_object_is_type(member, json_type_object))
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"mip4\" is not an object");
	if (!dsmipd_rpc_known(rpc, member, names) ||
	    json_spi(rpc, member, &sa->spi) < 0 ||
	    json_word(rpc, member, "algorithm", json_algorithms,
		      &algorithm) < 0 ||
	    json_word(rpc, member, "replay", json_replays, &replay) < 0 ||
	    json_key(rpc, member, "key", sa->key, sizeof(sa->key),
		     &sa->len) < 0)
		return -1;
	sa->algorithm = algorithm;
	sa->replay = replay;
	return 1;
}

/**
 * dsmipd_subscriber_json_read() - take a subscriber from a request
 * @rpc: the request
 * @object: where the members are that are given
 * @sub: where they go; what is not given stays
 *
 * Return: 0, or -1 if the request has failed.
 */
int dsmipd_subscriber_json_read(struct dsmipd_rpc *rpc,
				struct json_object *object,
				struct dsmipd_subscriber *sub)
{
	int security = sub->security;

	if (json_word(rpc, object, "security", json_security, &security) < 0)
		return -1;
	/* What belongs to one kind of security is of no use to another. */
	if (security != (int)sub->security) {
		memset(&sub->key, 0, sizeof(sub->key));
		memset(&sub->esp, 0, sizeof(sub->esp));
	}
	sub->security = security;
	if (json_copy(rpc, object, "name", sub->name, sizeof(sub->name)) < 0 ||
	    dsmipd_rpc_bool(rpc, object, "enabled", &sub->enabled) < 0 ||
	    dsmipd_rpc_bool(rpc, object, "router", &sub->router) < 0 ||
	    dsmipd_rpc_hoa(rpc, object, "hoa", &sub->hoa) < 0 ||
	    json_list(rpc, object, "home4", AF_INET, sub->home4,
		      DSMIPD_SUBSCRIBER_MAX_HOME4, &sub->n_home4) < 0 ||
	    json_list(rpc, object, "prefix", AF_INET6, sub->prefix,
		      DSMIPD_SUBSCRIBER_MAX_PREFIX, &sub->n_prefix) < 0 ||
	    json_copy(rpc, object, "pool4", sub->pool4,
		      sizeof(sub->pool4)) < 0 ||
	    json_copy(rpc, object, "pool4_prefix", sub->pool4_prefix,
		      sizeof(sub->pool4_prefix)) < 0 ||
	    json_spi(rpc, object, &sub->key.spi) < 0 ||
	    json_key(rpc, object, "key", sub->key.key, sizeof(sub->key.key),
		     &sub->key.len) < 0 ||
	    json_esp(rpc, object, &sub->esp) < 0 ||
	    json_mip4(rpc, object, &sub->mip4) < 0)
		return -1;
	return 0;
}
