// SPDX-License-Identifier: GPL-2.0
/* Members of the objects that come in and go out. */

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

#include "rpc.h"

/* Is it there?  A member null is as good as none. */
static bool rpc_get(struct json_object *object, const char *name,
		    struct json_object **value)
{
	return object && json_object_object_get_ex(object, name, value) &&
	       *value;
}

static int rpc_wrong(struct dsmipd_rpc *rpc, const char *name, const char *what)
{
	return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS, "\"%s\" is not %s",
			       name, what);
}

/**
 * dsmipd_rpc_string() - take a string
 * @rpc: the request
 * @object: where it is in; NULL: it is not
 * @name: its name
 * @value: where it goes, valid as long as the object; else untouched
 *
 * Return: 1 if it was given, 0 if not, -1 if it is wrong.
 */
int dsmipd_rpc_string(struct dsmipd_rpc *rpc, struct json_object *object,
		      const char *name, const char **value)
{
	struct json_object *member;
	const char *text;

	if (!rpc_get(object, name, &member))
		return 0;
	if (!json_object_is_type(member, json_type_string))
		return rpc_wrong(rpc, name, "a string");
	text = json_object_get_string(member);
	if (strlen(text) != (size_t)json_object_get_string_len(member))
		return rpc_wrong(rpc, name, "a string without NUL");
	*value = text;
	return 1;
}

/**
 * dsmipd_rpc_bool() - take true or false
 * @rpc: the request
 * @object: where it is in; NULL: it is not
 * @name: its name
 * @value: where it goes; untouched if it is not there
 *
 * Return: 1 if it was given, 0 if not, -1 if it is wrong.
 */
int dsmipd_rpc_bool(struct dsmipd_rpc *rpc, struct json_object *object,
		    const char *name, bool *value)
{
	struct json_object *member;

	if (!rpc_get(object, name, &member))
		return 0;
	if (!json_object_is_type(member, json_type_boolean))
		return rpc_wrong(rpc, name, "true or false");
	*value = json_object_get_boolean(member);
	return 1;
}

/**
 * dsmipd_rpc_number() - take a whole number
 * @rpc: the request
 * @object: where it is in; NULL: it is not
 * @name: its name
 * @min: the smallest that is allowed
 * @max: the largest
 * @value: where it goes; untouched if it is not there
 *
 * Return: 1 if it was given, 0 if not, -1 if it is wrong.
 */
int dsmipd_rpc_number(struct dsmipd_rpc *rpc, struct json_object *object,
		      const char *name, int64_t min, int64_t max,
		      int64_t *value)
{
	struct json_object *member;
	int64_t number;

	if (!rpc_get(object, name, &member))
		return 0;
	if (!json_object_is_type(member, json_type_int))
		return rpc_wrong(rpc, name, "a whole number");
	number = json_object_get_int64(member);
	if (number < min || number > max)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"%s\" is not from %" PRId64 " to %" PRId64,
				       name, min, max);
	*value = number;
	return 1;
}

/**
 * dsmipd_rpc_array() - take an array
 * @rpc: the request
 * @object: where it is in; NULL: it is not
 * @name: its name
 * @max: most elements that are allowed
 * @value: where it goes, valid as long as the object; else untouched
 *
 * Return: 1 if it was given, 0 if not, -1 if it is wrong.
 */
int dsmipd_rpc_array(struct dsmipd_rpc *rpc, struct json_object *object,
		     const char *name, size_t max, struct json_object **value)
{
	struct json_object *member;

	if (!rpc_get(object, name, &member))
		return 0;
	if (!json_object_is_type(member, json_type_array))
		return rpc_wrong(rpc, name, "an array");
	if (json_object_array_length(member) > max)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"%s\" has more than %zu elements",
				       name, max);
	*value = member;
	return 1;
}

/**
 * dsmipd_rpc_home() - take a home address
 * @rpc: the request
 * @object: where it is in; NULL: it is not
 * @name: its name
 * @value: where it goes, of either family; untouched if it is not there
 *
 * Return: 1 if it was given, 0 if not, -1 if it is wrong.
 */
int dsmipd_rpc_home(struct dsmipd_rpc *rpc, struct json_object *object,
		    const char *name, struct dsmip_addr *value)
{
	const char *text;
	int given;

	given = dsmipd_rpc_string(rpc, object, name, &text);
	if (given > 0 && !dsmip_addr_parse(text, value))
		return rpc_wrong(rpc, name, "an address");
	return given;
}

/**
 * dsmipd_rpc_hoa() - take an IPv6 home address, or none
 * @rpc: the request
 * @object: where it is in; NULL: it is not
 * @name: its name
 * @value: where it goes, :: for an empty text; untouched if it is not there
 *
 * Return: 1 if it was given, 0 if not, -1 if it is wrong.
 */
int dsmipd_rpc_hoa(struct dsmipd_rpc *rpc, struct json_object *object,
		   const char *name, struct in6_addr *value)
{
	const char *text;
	int given;

	given = dsmipd_rpc_string(rpc, object, name, &text);
	if (given > 0 && inet_pton(AF_INET6, *text ? text : "::", value) != 1)
		return rpc_wrong(rpc, name, "an IPv6 address");
	return given;
}

/**
 * dsmipd_rpc_add_text() - add a string to an answer
 * @object: where it goes
 * @name: its name
 * @text: the string
 */
void dsmipd_rpc_add_text(struct json_object *object, const char *name,
			 const char *text)
{
	json_object_object_add(object, name, json_object_new_string(text));
}

/**
 * dsmipd_rpc_add_number() - add a number to an answer
 * @object: where it goes
 * @name: its name
 * @number: the number
 */
void dsmipd_rpc_add_number(struct json_object *object, const char *name,
			   uint64_t number)
{
	json_object_object_add(object, name, json_object_new_uint64(number));
}
