// SPDX-License-Identifier: GPL-2.0
/*
 * The subscribers that the nodes are: requests for the control socket of
 * dsmipd (JSON-RPC, one a line), sent to it or printed.
 */

#include <json-c/json.h>
#include <stdio.h>

#include "control.h"
#include "load.h"
#include "mip4_auth.h"

#define SUBSCRIBERS_A_REQUEST	1000

static void subscribers_text(struct json_object *object, const char *name,
			     const char *text)
{
	json_object_object_add(object, name, json_object_new_string(text));
}

/* SPI and key, of the one protocol or of the other. */
static bool subscribers_key(const struct dsmipload_config *config,
			    uint64_t index, struct json_object *object)
{
	char text[2 + 2 * DSMIPLOAD_KEY_LEN + 1] = "0x";
	struct dsmipd_auth_key key;
	int i;

	if (!dsmipload_load_key(config, index, &key))
		return false;
	for (i = 0; i < DSMIPLOAD_KEY_LEN; i++)
		snprintf(text + 2 + 2 * i, 3, "%02x", key.key[i]);
	json_object_object_add(object, "spi", json_object_new_int64(key.spi));
	subscribers_text(object, "key", text);
	return true;
}

/* The association of Mobile IPv4 (RFC 5944, section 1.6). */
static bool subscribers_mip4(const struct dsmipload_config *config,
			     uint64_t index, struct json_object *object)
{
	struct json_object *mip4 = json_object_new_object();

	json_object_object_add(object, "mip4", mip4);
	subscribers_text(mip4, "algorithm",
			 dsmipd_mip4_algorithm_name(config->algorithm));
	return subscribers_key(config, index, mip4);
}

/* Who has an IPv6 home address may register by Mobile IPv6 too. */
static bool subscribers_security(const struct dsmipload_config *config,
				 uint64_t index, struct json_object *object)
{
	if (config->home.family)
		subscribers_text(object, "security",
				 config->auth ? "auth" : "none");
	if (config->home.family && config->auth &&
	    !subscribers_key(config, index, object))
		return false;
	return config->protocol != DSMIPLOAD_MIP4 ||
	       subscribers_mip4(config, index, object);
}

static struct json_object *subscribers_one(const struct dsmipload_config *config,
					   uint64_t index)
{
	struct dsmip_addr home =
		dsmipload_load_addr(dsmipload_load_first(config), index);
	struct dsmip_addr home4 = dsmipload_load_addr(&config->home4, index);
	struct json_object *object = json_object_new_object();
	char text[DSMIP_ADDR_STRLEN];

	dsmip_addr_format(&home, text, sizeof(text));
	subscribers_text(object, "name", text);
	if (config->home.family)
		subscribers_text(object, "hoa", text);
	if (!subscribers_security(config, index, object)) {
		json_object_put(object);
		return NULL;
	}
	if (config->pool4)
		subscribers_text(object, "pool4", config->pool4);
	if (home4.family) {
		struct json_object *array = json_object_new_array();

		dsmip_addr_format(&home4, text, sizeof(text));
		json_object_array_add(array, json_object_new_string(text));
		json_object_object_add(object, "home4", array);
	}
	return object;
}

static struct json_object *subscribers_request(struct json_object *array,
					       uint64_t id)
{
	struct json_object *request = json_object_new_object();
	struct json_object *params = json_object_new_object();

	json_object_object_add(params, "subscribers", array);
	json_object_object_add(params, "force", json_object_new_boolean(true));
	subscribers_text(request, "jsonrpc", "2.0");
	json_object_object_add(request, "id", json_object_new_uint64(id));
	subscribers_text(request, "method", "subscriber.add");
	json_object_object_add(request, "params", params);
	return request;
}

static struct json_object *subscribers_many(const struct dsmipload_config *config,
					    uint64_t first)
{
	struct json_object *array = json_object_new_array();
	uint64_t end = first + SUBSCRIBERS_A_REQUEST;
	uint64_t i;

	for (i = first; i < end && i < config->nodes; i++) {
		struct json_object *one = subscribers_one(config, i);

		if (!one) {
			fprintf(stderr, "Error: cannot make keys\n");
			json_object_put(array);
			return NULL;
		}
		json_object_array_add(array, one);
	}
	return subscribers_request(array, first);
}

static int subscribers_each(const struct dsmipload_config *config,
			    struct dsmipload_control *control)
{
	struct json_object *request;
	const char *text;
	uint64_t i;
	int ret = 0;

	for (i = 0; i < config->nodes && !ret; i += SUBSCRIBERS_A_REQUEST) {
		request = subscribers_many(config, i);
		if (!request)
			return -1;
		text = json_object_to_json_string_ext(request,
						      JSON_C_TO_STRING_PLAIN);
		ret = control ? dsmipload_control_call(control, text) :
		      puts(text) < 0;
		json_object_put(request);
	}
	return ret;
}

/**
 * dsmipload_subscribers() - add the subscribers, or print what adds them
 * @config: the load
 *
 * Return: exit code: 0, or 1 if it failed.
 */
int dsmipload_subscribers(const struct dsmipload_config *config)
{
	struct dsmipload_control *control;
	int ret;

	if (config->socket) {
		if (dsmipload_control_open(&control, config->socket))
			return 1;
		ret = subscribers_each(config, control);
		return dsmipload_control_close(control) || ret;
	}
	ret = subscribers_each(config, NULL);
	if (fflush(stdout)) {
		perror("Error: output");
		return 1;
	}
	return ret != 0;
}
