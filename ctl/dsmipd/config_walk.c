// SPDX-License-Identifier: GPL-2.0
/* From the nodes of a YAML document to the structures, by the tables. */

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "config_reader.h"
#include "secret.h"
#include "words.h"

/* May there be a key in the line, and not only the name of a file with one? */
static bool walk_has_secret(const char *line)
{
	while ((line = strstr(line, "key"))) {
		line += strlen("key");
		if (strncmp(line, "-file", strlen("-file")))
			return true;
	}
	return false;
}

static const char *walk_source(struct dsmipd_config_reader *reader,
			       size_t line)
{
	const char *at = reader->text;
	const char *end = at + reader->len;

	while (line-- && at < end)
		at += strlen(at) + 1;
	return at < end && !walk_has_secret(at) ? at : NULL;
}

static void walk_report(struct dsmipd_config_reader *reader, bool warning,
			const yaml_mark_t *start, const yaml_mark_t *end,
			bool secret, const char *fmt, va_list ap)
{
	struct dsmipd_config_error *error;
	size_t width = 1;

	reader->n_fatal += !warning;
	if (reader->n_errors == DSMIPD_CONFIG_MAX_ERRORS)
		return;
	if (end->line == start->line && end->column > start->column)
		width = end->column - start->column;
	error = &reader->error[reader->n_errors++];
	*error = (struct dsmipd_config_error) {
		.line = start->line + 1,
		.column = start->column + 1,
		.width = width,
		.warning = warning,
		.source = secret ? NULL : walk_source(reader, start->line),
	};
	vsnprintf(error->text, sizeof(error->text), fmt, ap);
	for (char *at = error->text; *at; at++) {
		if (iscntrl((unsigned char)*at))
			*at = '?';
	}
}

/**
 * dsmipd_config_fail() - say what is wrong
 * @reader: what is being read
 * @node: the node that is wrong
 * @fmt: what is wrong with it
 */
void dsmipd_config_fail(struct dsmipd_config_reader *reader,
			const yaml_node_t *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	walk_report(reader, false, &node->start_mark, &node->end_mark, false,
		    fmt, ap);
	va_end(ap);
}

/* The same of a value that nobody may see. */
static void walk_fail_secret(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void walk_fail_secret(struct dsmipd_config_reader *reader,
			     const yaml_node_t *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	walk_report(reader, false, &node->start_mark, &node->end_mark, true,
		    fmt, ap);
	va_end(ap);
}

/**
 * dsmipd_config_warn() - say what is odd, but no error
 * @reader: what is being read
 * @node: the node that is odd
 * @fmt: what is odd
 */
void dsmipd_config_warn(struct dsmipd_config_reader *reader,
			const yaml_node_t *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	walk_report(reader, true, &node->start_mark, &node->end_mark, false,
		    fmt, ap);
	va_end(ap);
}

/**
 * dsmipd_config_note() - say what is wrong where there is no node
 * @reader: what is being read
 * @line: line of the file, from 0
 * @column: its column, from 0
 * @text: what is wrong
 */
void dsmipd_config_note(struct dsmipd_config_reader *reader, size_t line,
			size_t column, const char *text)
{
	const yaml_node_t node = {
		.start_mark = { .line = line, .column = column },
		.end_mark = { .line = line, .column = column },
	};

	dsmipd_config_fail(reader, &node, "%s", text);
}

static const char *walk_scalar(const yaml_node_t *node)
{
	return (const char *)node->data.scalar.value;
}

/**
 * dsmipd_config_find() - find the value of a key
 * @reader: what is being read
 * @node: a mapping
 * @name: name of the key
 *
 * Return: the node of the value, or NULL.
 */
const yaml_node_t *dsmipd_config_find(struct dsmipd_config_reader *reader,
				      const yaml_node_t *node, const char *name)
{
	const yaml_node_pair_t *pair;

	if (!node || node->type != YAML_MAPPING_NODE)
		return NULL;
	for (pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key;

		key = yaml_document_get_node(&reader->doc, pair->key);
		if (key && key->type == YAML_SCALAR_NODE &&
		    !strcmp(walk_scalar(key), name))
			return yaml_document_get_node(&reader->doc,
						      pair->value);
	}
	return NULL;
}

/**
 * dsmipd_config_at() - where to say what is wrong with the value of a key
 * @reader: what is being read
 * @node: a mapping
 * @name: name of the key
 *
 * Return: the node of the value, or @node if the key is not given.
 */
const yaml_node_t *dsmipd_config_at(struct dsmipd_config_reader *reader,
				    const yaml_node_t *node, const char *name)
{
	return dsmipd_config_find(reader, node, name) ?: node;
}

/**
 * dsmipd_config_item() - find an element of a list
 * @reader: what is being read
 * @node: the list
 * @index: number of the element, from 0
 *
 * Return: the node of the element, or NULL.
 */
const yaml_node_t *dsmipd_config_item(struct dsmipd_config_reader *reader,
				      const yaml_node_t *node, size_t index)
{
	const yaml_node_item_t *item;

	if (!node || node->type != YAML_SEQUENCE_NODE)
		return NULL;
	item = node->data.sequence.items.start + index;
	return item < node->data.sequence.items.top ?
	       yaml_document_get_node(&reader->doc, *item) : NULL;
}

static const char *walk_what(const struct dsmipd_config_key *key, char *buf,
			     size_t size)
{
	if (!key->type->describe)
		return key->type->what;
	key->type->describe(key, buf, size);
	return buf;
}

static void walk_secret(struct dsmipd_config_reader *reader,
			const struct dsmipd_config_key *key,
			const yaml_node_t *node, uint8_t *to)
{
	char what[160];

	if (reader->public) {
		walk_fail_secret(reader, node,
				 "%s: there may be no key in a file that everybody can read",
				 key->name);
		return;
	}
	if (!key->type->parse(key, walk_scalar(node), to))
		walk_fail_secret(reader, node, "%s: the value is not %s",
				 key->name, walk_what(key, what, sizeof(what)));
}

static void walk_secret_file(struct dsmipd_config_reader *reader,
			     const struct dsmipd_config_key *key,
			     const yaml_node_t *node, uint8_t *to)
{
	const char *path = walk_scalar(node);
	char why[160];
	size_t len = 1;
	int err = 0;

	if (*path != '/') {
		dsmipd_config_fail(reader, node, "%s: \"%.64s\" is not %s",
				   key->name, path, key->type->what);
		return;
	}
	if (!reader->no_files)
		err = dsmip_secret_read(path, to, key->size, &len, why,
					sizeof(why));
	if (err)
		dsmipd_config_fail(reader, node, "%s: \"%.128s\" %s", key->name,
				   path, why);
	else
		to[key->len] = len;
}

static void walk_value(struct dsmipd_config_reader *reader,
		       const struct dsmipd_config_key *key,
		       const yaml_node_t *node, void *to)
{
	char what[160];

	if (node->type != YAML_SCALAR_NODE)
		dsmipd_config_fail(reader, node,
				   "%s: one value is expected here", key->name);
	else if (strlen(walk_scalar(node)) != node->data.scalar.length)
		dsmipd_config_fail(reader, node,
				   "%s: there is a NUL character in the value",
				   key->name);
	else if (key->type == &dsmipd_config_secret)
		walk_secret(reader, key, node, to);
	else if (key->type == &dsmipd_config_secret_file)
		walk_secret_file(reader, key, node, to);
	else if (!key->type->parse(key, walk_scalar(node), to))
		dsmipd_config_fail(reader, node, "%s: \"%.64s\" is not %s",
				   key->name, walk_scalar(node),
				   walk_what(key, what, sizeof(what)));
}

static void walk_presets(const struct dsmipd_config_map *map, uint8_t *base)
{
	for (size_t i = 0; i < map->n_keys; i++) {
		const struct dsmipd_config_key *key = &map->keys[i];

		if (key->list)
			continue;
		if (key->map)
			walk_presets(key->map, base + key->offset);
		else if (key->preset)
			key->type->parse(key, key->preset, base + key->offset);
	}
}

static void walk_unknown(struct dsmipd_config_reader *reader,
			 const struct dsmipd_config_map *map,
			 const yaml_node_t *node)
{
	struct dsmip_words words = {};
	const char *guess;

	for (size_t i = 0; i < map->n_keys; i++)
		dsmip_words_add(&words, map->keys[i].name, i);
	guess = dsmip_words_guess(&words, walk_scalar(node));
	if (guess)
		dsmipd_config_fail(reader, node,
				   "\"%.64s\" is not a key that can be here; did you mean \"%s\"?",
				   walk_scalar(node), guess);
	else
		dsmipd_config_fail(reader, node,
				   "\"%.64s\" is not a key that can be here",
				   walk_scalar(node));
}

static void walk_map(struct dsmipd_config_reader *reader,
		     const struct dsmipd_config_map *map,
		     const yaml_node_t *node, void *base);

/* Room for the elements of a list: there is, or it is made. */
static uint8_t *walk_room(struct dsmipd_config_reader *reader,
			  const struct dsmipd_config_key *key,
			  const yaml_node_t *node, uint8_t *base, size_t n)
{
	void *elements;

	*(size_t *)(base + key->count) = n;
	if (key->room)
		return base + key->offset;
	elements = calloc(n ?: 1, key->size);
	if (!elements) {
		*(size_t *)(base + key->count) = 0;
		dsmipd_config_fail(reader, node, "%s: out of memory",
				   key->name);
	}
	*(void **)(base + key->offset) = elements;
	return elements;
}

static void walk_list(struct dsmipd_config_reader *reader,
		      const struct dsmipd_config_key *key,
		      const yaml_node_t *node, uint8_t *base)
{
	uint8_t *to;
	size_t n;

	if (node->type != YAML_SEQUENCE_NODE) {
		dsmipd_config_fail(reader, node, "%s: a list is expected here",
				   key->name);
		return;
	}
	n = node->data.sequence.items.top - node->data.sequence.items.start;
	if (key->room && n > key->room) {
		dsmipd_config_fail(reader,
				   dsmipd_config_item(reader, node, key->room),
				   "%s: there may be no more than %zu",
				   key->name, key->room);
		n = key->room;
	}
	to = walk_room(reader, key, node, base, n);
	for (size_t i = 0; to && i < n; i++, to += key->size) {
		const yaml_node_t *item = dsmipd_config_item(reader, node, i);

		if (key->map)
			walk_map(reader, key->map, item, to);
		else
			walk_value(reader, key, item, to);
	}
}

static void walk_key(struct dsmipd_config_reader *reader,
		     const struct dsmipd_config_key *key,
		     const yaml_node_t *node, uint8_t *base)
{
	if (key->list)
		walk_list(reader, key, node, base);
	else if (key->map)
		walk_map(reader, key->map, node, base + key->offset);
	else
		walk_value(reader, key, node, base + key->offset);
}

static void walk_pair(struct dsmipd_config_reader *reader,
		      const struct dsmipd_config_map *map,
		      const yaml_node_t *name, const yaml_node_t *value,
		      void *base, uint64_t *seen)
{
	if (name->type != YAML_SCALAR_NODE) {
		dsmipd_config_fail(reader, name, "a key is expected here");
		return;
	}
	for (size_t i = 0; i < map->n_keys; i++) {
		if (strcmp(map->keys[i].name, walk_scalar(name)))
			continue;
		if (*seen & 1ull << i)
			dsmipd_config_fail(reader, name,
					   "\"%s\" is given twice",
					   map->keys[i].name);
		else
			walk_key(reader, &map->keys[i], value, base);
		*seen |= 1ull << i;
		return;
	}
	walk_unknown(reader, map, name);
}

static void walk_map(struct dsmipd_config_reader *reader,
		     const struct dsmipd_config_map *map,
		     const yaml_node_t *node, void *base)
{
	const size_t before = reader->n_fatal;
	const yaml_node_pair_t *pair;
	uint64_t seen = 0;

	walk_presets(map, base);
	if (node->type != YAML_MAPPING_NODE) {
		dsmipd_config_fail(reader, node,
				   "keys with values are expected here");
		return;
	}
	for (pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++)
		walk_pair(reader, map,
			  yaml_document_get_node(&reader->doc, pair->key),
			  yaml_document_get_node(&reader->doc, pair->value),
			  base, &seen);
	for (size_t i = 0; i < map->n_keys; i++) {
		if (map->keys[i].required && !(seen & 1ull << i))
			dsmipd_config_fail(reader, node, "\"%s\" is missing",
					   map->keys[i].name);
	}
	/* What the whole file has to fulfil is looked at in any case. */
	if (map->check &&
	    (reader->n_fatal == before || map == &dsmipd_config_root))
		map->check(reader, node, base);
}

/**
 * dsmipd_config_walk() - read a document
 * @reader: what is being read
 * @node: root of the document; NULL: it is empty
 * @config: where the values go, zero before
 */
void dsmipd_config_walk(struct dsmipd_config_reader *reader,
			const yaml_node_t *node, struct dsmipd_config *config)
{
	if (node)
		walk_map(reader, &dsmipd_config_root, node, config);
	else
		walk_presets(&dsmipd_config_root, (uint8_t *)config);
}
