// SPDX-License-Identifier: GPL-2.0
/* The configuration as JSON, and an example of one, by the tables. */

#include <stdio.h>
#include <string.h>

#include "config.h"
#include "config_schema.h"

static struct json_object *show_map(const struct dsmipd_config_map *map,
				    const uint8_t *base);

static struct json_object *show_list(const struct dsmipd_config_key *key,
				     const uint8_t *base)
{
	struct json_object *array = json_object_new_array();
	const uint8_t *element = base + key->offset;
	size_t n = *(const size_t *)(base + key->count);

	if (!key->room)
		element = *(const uint8_t *const *)element;
	for (size_t i = 0; i < n; i++, element += key->size)
		json_object_array_add(array, key->map ?
				      show_map(key->map, element) :
				      key->type->show(key, element));
	return array;
}

/* Keys are left out. */
static struct json_object *show_map(const struct dsmipd_config_map *map,
				    const uint8_t *base)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; i < map->n_keys; i++) {
		const struct dsmipd_config_key *key = &map->keys[i];
		struct json_object *value;

		if (key->list)
			value = show_list(key, base);
		else if (key->map)
			value = show_map(key->map, base + key->offset);
		else if (key->type->show)
			value = key->type->show(key, base + key->offset);
		else
			continue;
		if (value)
			json_object_object_add(object, key->name, value);
	}
	return object;
}

/**
 * dsmipd_config_show() - the configuration as JSON
 * @config: the configuration
 *
 * Return: a new object with the names of the file, without the keys.
 */
struct json_object *dsmipd_config_show(const struct dsmipd_config *config)
{
	return show_map(&dsmipd_config_root, (const uint8_t *)config);
}

/* Prints the help of a key as comment lines, and what it can be. */
static void show_comment(FILE *out, const struct dsmipd_config_key *key,
			 int indent)
{
	char what[160] = "";

	fprintf(out, "\n%*s# %s\n", indent, "", key->help);
	if (!key->type)
		return;
	if (key->type->describe)
		key->type->describe(key, what, sizeof(what));
	else
		snprintf(what, sizeof(what), "%s", key->type->what);
	fprintf(out, "%*s# %s%s\n", indent, "", key->list ? "list of: " : "",
		what);
}

/* Keys without a sample are comments, and so is all that is in them. */
static void show_example(FILE *out, const struct dsmipd_config_map *map,
			 int indent, bool list, bool off)
{
	for (size_t i = 0; i < map->n_keys; i++) {
		const struct dsmipd_config_key *key = &map->keys[i];
		const char *value = key->sample ?: key->preset ?: "";
		const bool first = list && !i;
		const bool comment = off || !key->sample;

		show_comment(out, key, indent);
		fprintf(out, "%s%*s%s%s:", comment ? "#" : "",
			first ? indent - 2 : indent, "", first ? "- " : "",
			key->name);
		if (!key->map) {
			fprintf(out, key->list ? " [%s]\n" : " %s\n", value);
			continue;
		}
		fputc('\n', out);
		show_example(out, key->map, indent + (key->list ? 4 : 2),
			     key->list, comment);
	}
}

/**
 * dsmipd_config_example() - print an example of a configuration
 * @out: where it goes
 *
 * All keys are in it, those that can be left out as comments with their
 * presets.
 */
void dsmipd_config_example(FILE *out)
{
	fputs("# Configuration of dsmipd, see dsmipd.yaml(5)\n", out);
	show_example(out, &dsmipd_config_root, 0, false, false);
}
