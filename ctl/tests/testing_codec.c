// SPDX-License-Identifier: GPL-2.0
/* A codec for other programs: bytes on standard output, JSON of bytes. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing_codec.h"

#define TESTING_CODEC_MAX	2048	/* bytes of a message */

/* Protocol, name and bytes of a message. */
void testing_codec_print(const struct testing_codec *codec, const char *name,
			 const uint8_t *data, size_t len)
{
	printf("%s %s ", codec->proto, name);
	for (size_t i = 0; i < len; i++)
		printf("%02x", data[i]);
	putchar('\n');
}

void testing_codec_int(struct json_object *o, const char *name, uint64_t value)
{
	json_object_object_add(o, name, json_object_new_uint64(value));
}

void testing_codec_text(struct json_object *o, const char *name,
			const char *text)
{
	json_object_object_add(o, name, json_object_new_string(text));
}

void testing_codec_addr(struct json_object *o, const char *name, int family,
			const void *addr)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(family, addr, text, sizeof(text));
	testing_codec_text(o, name, text);
}

/* Append an object to the array of that name. */
struct json_object *testing_codec_append(struct json_object *o,
					 const char *name)
{
	struct json_object *item = json_object_new_object();
	struct json_object *array;

	if (!json_object_object_get_ex(o, name, &array)) {
		array = json_object_new_array();
		json_object_object_add(o, name, array);
	}
	json_object_array_add(array, item);
	return item;
}

static uint8_t testing_codec_digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void testing_codec_parse_one(const struct testing_codec *codec,
				    const char *hex)
{
	struct json_object *o = json_object_new_object();
	size_t len = strlen(hex) / 2;
	uint8_t *data = malloc(len ? len : 1);

	for (size_t i = 0; i < len; i++)
		data[i] = testing_codec_digit(hex[2 * i]) << 4 |
			  testing_codec_digit(hex[2 * i + 1]);
	codec->parse(o, data, len);
	puts(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN));
	json_object_put(o);
	free(data);
}

static void testing_codec_parse(const struct testing_codec *codecs)
{
	char proto[16], hex[2 * TESTING_CODEC_MAX + 1];
	const struct testing_codec *codec;

	while (scanf("%15s %4096s", proto, hex) == 2) {
		for (codec = codecs; codec->proto; codec++)
			if (!strcmp(codec->proto, proto))
				testing_codec_parse_one(codec, hex);
	}
}

/*
 * build: one of each message that we send: protocol, name and bytes; parse:
 * protocol and bytes of messages on standard input, a message a line.
 */
int testing_codec_main(int argc, char **argv,
		       const struct testing_codec *codecs)
{
	if (argc == 2 && !strcmp(argv[1], "build")) {
		for (; codecs->proto; codecs++)
			codecs->build(codecs);
		return 0;
	}
	if (argc != 2 || strcmp(argv[1], "parse"))
		return 2;
	testing_codec_parse(codecs);
	return 0;
}
