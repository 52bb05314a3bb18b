// SPDX-License-Identifier: GPL-2.0
/* Scalars of the configuration: how they are read and written. */

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "config_schema.h"
#include "secret.h"
#include "value.h"

/* Reloading compares bytes: nothing of an earlier value may stay behind. */
static bool type_copy(const struct dsmipd_config_key *key, const char *text,
		      char *to)
{
	if (!*text || strlen(text) >= key->size)
		return false;
	memset(to, 0, key->size);
	strcpy(to, text);
	return true;
}

static bool type_text(const struct dsmipd_config_key *key, const char *text,
		      void *to)
{
	for (const char *at = text; *at; at++) {
		if (!isgraph((unsigned char)*at))
			return false;
	}
	return type_copy(key, text, to);
}

static void type_describe_text(const struct dsmipd_config_key *key, char *buf,
			       size_t size)
{
	snprintf(buf, size, "1 to %zu characters without blanks",
		 key->size - 1);
}

static struct json_object *type_show_text(const struct dsmipd_config_key *key,
					  const void *from)
{
	const char *text = from;

	(void)key;
	return *text ? json_object_new_string(text) : NULL;
}

const struct dsmipd_config_type dsmipd_config_text = {
	.arg = "TEXT", .describe = type_describe_text,
	.parse = type_text, .show = type_show_text,
};

static bool type_name(const struct dsmipd_config_key *key, const char *text,
		      void *to)
{
	for (const char *at = text; *at; at++) {
		if (!isalnum((unsigned char)*at) && !strchr("-_.", *at))
			return false;
	}
	return type_copy(key, text, to);
}

static void type_describe_name(const struct dsmipd_config_key *key, char *buf,
			       size_t size)
{
	snprintf(buf, size,
		 "a name of 1 to %zu letters, digits, \"-\", \"_\" and \".\"",
		 key->size - 1);
}

const struct dsmipd_config_type dsmipd_config_name = {
	.arg = "NAME", .describe = type_describe_name,
	.parse = type_name, .show = type_show_text,
};

static bool type_device(const struct dsmipd_config_key *key, const char *text,
			void *to)
{
	return dsmip_value_ifname(text) && type_copy(key, text, to);
}

const struct dsmipd_config_type dsmipd_config_device = {
	.arg = "DEVICE", .what = "a name of a device",
	.parse = type_device, .show = type_show_text,
};

static bool type_path(const struct dsmipd_config_key *key, const char *text,
		      void *to)
{
	return *text == '/' && type_copy(key, text, to);
}

static void type_describe_path(const struct dsmipd_config_key *key, char *buf,
			       size_t size)
{
	snprintf(buf, size, "an absolute path of at most %zu bytes",
		 key->size - 1);
}

const struct dsmipd_config_type dsmipd_config_path = {
	.arg = "PATH", .describe = type_describe_path,
	.parse = type_path, .show = type_show_text,
};

static bool type_bool(const struct dsmipd_config_key *key, const char *text,
		      void *to)
{
	static const struct {
		const char *text;
		bool value;
	} words[] = {
		{ "yes", true }, { "no", false }, { "true", true },
		{ "false", false }, { "on", true }, { "off", false },
	};

	(void)key;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].text))
			continue;
		*(bool *)to = words[i].value;
		return true;
	}
	return false;
}

static struct json_object *type_show_bool(const struct dsmipd_config_key *key,
					  const void *from)
{
	(void)key;
	return json_object_new_boolean(*(const bool *)from);
}

const struct dsmipd_config_type dsmipd_config_bool = {
	.arg = "yes|no", .what = "yes or no",
	.parse = type_bool, .show = type_show_bool,
};

static void type_store(const struct dsmipd_config_key *key, int64_t value,
		       void *to)
{
	switch (key->size) {
	case 1:
		*(uint8_t *)to = value;
		break;
	case 2:
		*(uint16_t *)to = value;
		break;
	default:
		*(uint32_t *)to = value;
	}
}

static int64_t type_load(const struct dsmipd_config_key *key, const void *from)
{
	switch (key->size) {
	case 1:
		return *(const uint8_t *)from;
	case 2:
		return *(const uint16_t *)from;
	default:
		return key->min < 0 ? *(const int32_t *)from :
				      (int64_t)*(const uint32_t *)from;
	}
}

static bool type_number(const struct dsmipd_config_key *key, const char *text,
			void *to)
{
	const char *digits = text + (*text == '-');
	long long value;

	if (!isdigit((unsigned char)*digits) ||
	    digits[strspn(digits, "0123456789")])
		return false;
	errno = 0;
	value = strtoll(text, NULL, 10);
	if (errno || value < key->min || value > key->max)
		return false;
	type_store(key, value, to);
	return true;
}

static void type_describe_number(const struct dsmipd_config_key *key, char *buf,
				 size_t size)
{
	snprintf(buf, size, "a number from %" PRId64 " to %" PRId64, key->min,
		 key->max);
}

static struct json_object *type_show_number(const struct dsmipd_config_key *key,
					    const void *from)
{
	return json_object_new_int64(type_load(key, from));
}

const struct dsmipd_config_type dsmipd_config_number = {
	.arg = "NUMBER", .describe = type_describe_number,
	.parse = type_number, .show = type_show_number,
};

/* Seconds; the largest number of 32 bits is for ever where there is that. */
static bool type_time(const struct dsmipd_config_key *key, const char *text,
		      void *to)
{
	bool endless = key->max == UINT32_MAX;
	uint64_t ms;

	if (!strcmp(text, "forever")) {
		if (endless)
			type_store(key, UINT32_MAX, to);
		return endless;
	}
	if (!dsmip_value_time(text, &ms) || ms % 1000 ||
	    (int64_t)(ms / 1000) < key->min ||
	    (int64_t)(ms / 1000) > key->max - endless)
		return false;
	type_store(key, ms / 1000, to);
	return true;
}

static void type_describe_time(const struct dsmipd_config_key *key, char *buf,
			       size_t size)
{
	if (key->max < INT32_MAX)
		snprintf(buf, size,
			 "a time from %" PRId64 "s to %" PRId64 "s as in 300s, 5m or 1h",
			 key->min, key->max);
	else
		snprintf(buf, size,
			 "a time from %" PRId64 "s as in 300s, 5m or 1h%s",
			 key->min, key->max == UINT32_MAX ? ", or forever" : "");
}

static struct json_object *type_show_time(const struct dsmipd_config_key *key,
					  const void *from)
{
	int64_t seconds = type_load(key, from);

	if (key->max == UINT32_MAX && seconds == UINT32_MAX)
		return json_object_new_string("forever");
	return json_object_new_int64(seconds);
}

const struct dsmipd_config_type dsmipd_config_time = {
	.arg = "TIME", .describe = type_describe_time,
	.parse = type_time, .show = type_show_time,
};

static bool type_word(const struct dsmipd_config_key *key, const char *text,
		      void *to)
{
	for (int i = 0; key->words[i]; i++) {
		if (strcmp(text, key->words[i]))
			continue;
		type_store(key, key->min + i, to);
		return true;
	}
	return false;
}

static void type_describe_word(const struct dsmipd_config_key *key, char *buf,
			       size_t size)
{
	size_t len = 0;

	for (int i = 0; key->words[i] && len < size; i++)
		len += snprintf(buf + len, size - len, "%s\"%s\"",
				!i ? "" : key->words[i + 1] ? ", " : " or ",
				key->words[i]);
}

static struct json_object *type_show_word(const struct dsmipd_config_key *key,
					  const void *from)
{
	return json_object_new_string(key->words[type_load(key, from) -
						 key->min]);
}

const struct dsmipd_config_type dsmipd_config_word = {
	.arg = "WORD", .describe = type_describe_word,
	.parse = type_word, .show = type_show_word,
};

static bool type_secret(const struct dsmipd_config_key *key, const char *text,
			void *to)
{
	uint8_t *bytes = to;
	size_t len;

	if (!dsmip_secret_parse(text, bytes, key->size, &len))
		return false;
	bytes[key->len] = len;
	return true;
}

static void type_describe_secret(const struct dsmipd_config_key *key, char *buf,
				 size_t size)
{
	snprintf(buf, size,
		 "0x and an even number of hexadecimal digits, for 1 to %zu bytes",
		 key->size);
}

const struct dsmipd_config_type dsmipd_config_secret = {
	.arg = "0xDIGITS", .describe = type_describe_secret,
	.parse = type_secret,
};

const struct dsmipd_config_type dsmipd_config_secret_file = {
	.arg = "PATH", .what = "an absolute path",
};
