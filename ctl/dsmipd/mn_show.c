// SPDX-License-Identifier: GPL-2.0
/* What users see of mobile nodes of both protocols. */

#include "mn_host.h"

/**
 * mn_show_str() - add a text to an object
 * @o: the object
 * @key: its name there
 * @value: the text
 */
void mn_show_str(struct json_object *o, const char *key, const char *value)
{
	json_object_object_add(o, key, json_object_new_string(value));
}

/**
 * mn_show_int() - add a number to an object
 * @o: the object
 * @key: its name there
 * @value: the number
 */
void mn_show_int(struct json_object *o, const char *key, int64_t value)
{
	json_object_object_add(o, key, json_object_new_int64(value));
}

/**
 * mn_show_bool() - add a yes or no to an object
 * @o: the object
 * @key: its name there
 * @value: whether it is yes
 */
void mn_show_bool(struct json_object *o, const char *key, bool value)
{
	json_object_object_add(o, key, json_object_new_boolean(value));
}

/**
 * mn_show_addr() - add an address to an object
 * @o: the object
 * @key: its name there
 * @addr: the address; nothing is added if it has no family
 */
void mn_show_addr(struct json_object *o, const char *key,
		  const struct dsmip_addr *addr)
{
	char text[DSMIP_ADDR_STRLEN];

	if (addr->family)
		mn_show_str(o, key, dsmip_addr_format(addr, text, sizeof(text)));
}

/**
 * mn_show_homes() - the home addresses and prefixes that are in force
 * @host: the mobile node
 *
 * Return: an array.
 */
struct json_object *mn_show_homes(const struct mn_host *host)
{
	struct json_object *array = json_object_new_array();
	char text[DSMIP_PREFIX_STRLEN];
	size_t i;

	for (i = 0; i < host->n_homes; i++) {
		dsmip_prefix_format(&host->homes[i], text, sizeof(text));
		json_object_array_add(array, json_object_new_string(text));
	}
	return array;
}
