/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The keys of the configuration as tables.  Reading, checking, showing, the
 * example and the check of the manual page go by them.
 */
#ifndef DSMIPD_CONFIG_SCHEMA_H
#define DSMIPD_CONFIG_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>
#include <yaml.h>

struct dsmipd_config_key;
struct dsmipd_config_reader;

/**
 * struct dsmipd_config_type - what a scalar can be
 * @arg: what stands for it in texts
 * @what: what it has to be, as in "is not %s"
 * @describe: the same where it depends on the key, or NULL
 * @parse: read it; false if the text is none
 * @show: write it; NULL for keys, which nobody gets to see
 */
struct dsmipd_config_type {
	const char *arg;
	const char *what;
	void (*describe)(const struct dsmipd_config_key *key, char *buf,
			 size_t size);
	bool (*parse)(const struct dsmipd_config_key *key, const char *text,
		      void *to);
	struct json_object *(*show)(const struct dsmipd_config_key *key,
				    const void *from);
};

extern const struct dsmipd_config_type dsmipd_config_text;
extern const struct dsmipd_config_type dsmipd_config_name;
extern const struct dsmipd_config_type dsmipd_config_device;
extern const struct dsmipd_config_type dsmipd_config_path;
extern const struct dsmipd_config_type dsmipd_config_bool;
extern const struct dsmipd_config_type dsmipd_config_number;
extern const struct dsmipd_config_type dsmipd_config_time;
extern const struct dsmipd_config_type dsmipd_config_word;
extern const struct dsmipd_config_type dsmipd_config_addr4;
extern const struct dsmipd_config_type dsmipd_config_addr6;
extern const struct dsmipd_config_type dsmipd_config_range;
extern const struct dsmipd_config_type dsmipd_config_prefix6;
extern const struct dsmipd_config_type dsmipd_config_network;
extern const struct dsmipd_config_type dsmipd_config_home6;
extern const struct dsmipd_config_type dsmipd_config_home4;
extern const struct dsmipd_config_type dsmipd_config_hoa4;
extern const struct dsmipd_config_type dsmipd_config_inside6;
extern const struct dsmipd_config_type dsmipd_config_secret;
extern const struct dsmipd_config_type dsmipd_config_secret_file;

/**
 * struct dsmipd_config_map - a mapping
 * @keys: its keys
 * @n_keys: how many
 * @size: bytes of the structure that it is read into
 * @check: whether the values fit each other; NULL: they always do
 */
struct dsmipd_config_map {
	const struct dsmipd_config_key *keys;
	size_t n_keys;
	size_t size;
	void (*check)(struct dsmipd_config_reader *reader,
		      const yaml_node_t *node, void *base);
};

/**
 * struct dsmipd_config_key - a key
 * @name: its name
 * @type: of its value, or of the elements of its list; NULL: @map
 * @map: a mapping, or a list of them
 * @help: what it means
 * @preset: value when it is not given; NULL: none, or zero
 * @sample: value for the example; NULL: @preset, as a comment
 * @required: it cannot do without
 * @offset: where the value goes in the structure of the mapping
 * @size: bytes of the value, or of an element of the list
 * @min: smallest number
 * @max: largest number
 * @words: of dsmipd_config_word: the words in the order of their values from
 *	@min, and a final NULL
 * @len: of a secret: from the value to the byte with its length
 * @list: it is a list
 * @count: of a list: where the number of its elements goes
 * @room: of a list: elements that there is room for; 0: any number, the
 *	structure has a pointer to them
 */
struct dsmipd_config_key {
	const char *name;
	const struct dsmipd_config_type *type;
	const struct dsmipd_config_map *map;
	const char *help;
	const char *preset;
	const char *sample;
	bool required;
	size_t offset;
	size_t size;
	int64_t min;
	int64_t max;
	const char *const *words;
	ptrdiff_t len;
	bool list;
	size_t count;
	size_t room;
};

extern const struct dsmipd_config_map dsmipd_config_root;

#endif /* DSMIPD_CONFIG_SCHEMA_H */
