/* SPDX-License-Identifier: GPL-2.0 */
/* A codec for other programs: bytes on standard output, JSON of bytes. */
#ifndef DSMIP_TESTING_CODEC_H
#define DSMIP_TESTING_CODEC_H

#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

/* htonl() is not for constants. */
#if __BYTE_ORDER == __LITTLE_ENDIAN
#define TESTING_CODEC_V4(a, b, c, d)	{ (d) << 24 | (c) << 16 | (b) << 8 | (a) }
#else
#define TESTING_CODEC_V4(a, b, c, d)	{ (a) << 24 | (b) << 16 | (c) << 8 | (d) }
#endif

/**
 * struct testing_codec - a protocol
 * @proto: its name, NULL in the one behind the last one
 * @build: print one of each message that we send, by testing_codec_print()
 * @parse: add what is in a message to an object
 */
struct testing_codec {
	const char *proto;
	void (*build)(const struct testing_codec *codec);
	void (*parse)(struct json_object *o, const uint8_t *data, size_t len);
};

int testing_codec_main(int argc, char **argv,
		       const struct testing_codec *codecs);
void testing_codec_print(const struct testing_codec *codec, const char *name,
			 const uint8_t *data, size_t len);
void testing_codec_int(struct json_object *o, const char *name, uint64_t value);
void testing_codec_text(struct json_object *o, const char *name,
			const char *text);
void testing_codec_addr(struct json_object *o, const char *name, int family,
			const void *addr);
struct json_object *testing_codec_append(struct json_object *o,
					 const char *name);

#endif /* DSMIP_TESTING_CODEC_H */
