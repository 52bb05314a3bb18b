// SPDX-License-Identifier: GPL-2.0
/* JSON as lines "name: value", which are YAML, or as one line of words. */

#include <ctype.h>
#include <string.h>

#include "render_any.h"

/* Would the text be something else without quotes? */
static bool render_is_plain(const char *text)
{
	static const char *const words[] = {
		"yes", "no", "true", "false", "on", "off", "null", "~"
	};

	if (!isalnum((unsigned char)*text) && *text != '/')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strcasecmp(text, words[i]))
			return false;
	}
	for (const char *at = text; *at; at++) {
		if (!isgraph((unsigned char)*at) || strchr("{}[],#\"'&*!|>%`", *at))
			return false;
		/* A colon is part of an address, not at the end of a key. */
		if (*at == ':' && !at[1])
			return false;
	}
	return true;
}

static const char *render_scalar(struct json_object *value)
{
	const char *text;

	switch (json_object_get_type(value)) {
	case json_type_null:
		return "-";
	case json_type_boolean:
		return json_object_get_boolean(value) ? "yes" : "no";
	case json_type_string:
		text = json_object_get_string(value);
		if (render_is_plain(text))
			return text;
		break;
	default:
		break;
	}
	return json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
}

static bool render_is_flat(struct json_object *array)
{
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);

		if (json_object_is_type(item, json_type_object) ||
		    json_object_is_type(item, json_type_array))
			return false;
	}
	return true;
}

static void render_array(struct dsmipctl *ctl, struct json_object *array,
			 int indent)
{
	const size_t n = json_object_array_length(array);

	if (render_is_flat(array)) {
		fputs(" [", ctl->out);
		for (size_t i = 0; i < n; i++)
			fprintf(ctl->out, "%s%s", i ? ", " : "",
				render_scalar(json_object_array_get_idx(array,
									i)));
		fputs("]\n", ctl->out);
		return;
	}
	fputc('\n', ctl->out);
	for (size_t i = 0; i < n; i++) {
		fprintf(ctl->out, "%*s- ", indent, "");
		dsmipctl_render_any(ctl, json_object_array_get_idx(array, i),
				    -(indent + 2));
	}
}

/**
 * dsmipctl_render_any() - print an object, a member a line
 * @ctl: the run
 * @object: the object
 * @indent: blanks before each line; negative: not before the first one
 */
void dsmipctl_render_any(struct dsmipctl *ctl, struct json_object *object,
			 int indent)
{
	bool first = indent < 0;

	if (first)
		indent = -indent;
	if (!json_object_is_type(object, json_type_object)) {
		fprintf(ctl->out, "%s\n", render_scalar(object));
		return;
	}
	if (first && !json_object_object_length(object))
		fputs("{}\n", ctl->out);
	json_object_object_foreach(object, name, value) {
		fprintf(ctl->out, "%*s%s:", first ? 0 : indent, "", name);
		first = false;
		if (json_object_is_type(value, json_type_array)) {
			render_array(ctl, value, indent + 2);
		} else if (!json_object_is_type(value, json_type_object)) {
			fprintf(ctl->out, " %s\n", render_scalar(value));
		} else if (json_object_object_length(value)) {
			fputc('\n', ctl->out);
			dsmipctl_render_any(ctl, value, indent + 2);
		} else {
			fputs(" {}\n", ctl->out);
		}
	}
}

/* Members of members have the names of both, with a dot. */
static void render_words(struct dsmipctl *ctl, const char *name,
			 struct json_object *value, bool *more)
{
	char longer[128];

	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member) {
			snprintf(longer, sizeof(longer), "%s%s%s", name,
				 *name ? "." : "", key);
			render_words(ctl, longer, member, more);
		}
		return;
	}
	if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			render_words(ctl, name,
				     json_object_array_get_idx(value, i), more);
		return;
	}
	fprintf(ctl->out, "%s%s %s", *more ? " " : "", name,
		render_scalar(value));
	*more = true;
}

/**
 * dsmipctl_render_any_oneline() - print an object on one line
 * @ctl: the run
 * @object: the object
 */
void dsmipctl_render_any_oneline(struct dsmipctl *ctl,
				 struct json_object *object)
{
	bool more = false;

	render_words(ctl, "", object, &more);
	fputc('\n', ctl->out);
}

/**
 * dsmipctl_render_member() - a member as text
 * @object: the object
 * @name: name of the member
 *
 * Return: the text, valid as long as the object; "-" if it has none.
 */
const char *dsmipctl_render_member(struct json_object *object, const char *name)
{
	struct json_object *member;

	if (!json_object_object_get_ex(object, name, &member))
		return "-";
	return render_scalar(member);
}

/**
 * dsmipctl_render_list() - a member that is a list as text
 * @object: the object
 * @name: name of the member
 * @buf: where the text goes
 * @size: room there
 *
 * Return: @buf: the elements with commas between them, "-" if there are none.
 */
const char *dsmipctl_render_list(struct json_object *object, const char *name,
				 char *buf, size_t size)
{
	struct json_object *list;
	size_t len = 0;

	snprintf(buf, size, "-");
	if (!json_object_object_get_ex(object, name, &list) ||
	    !json_object_is_type(list, json_type_array))
		return buf;
	for (size_t i = 0; i < json_object_array_length(list) && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%s", i ? "," : "",
				render_scalar(json_object_array_get_idx(list,
									i)));
	return buf;
}

/**
 * dsmipctl_render_all() - print what is not in a table
 * @ctl: the run
 * @array: objects
 *
 * Return: DSMIPCTL_DONE.
 */
int dsmipctl_render_all(struct dsmipctl *ctl, struct json_object *array)
{
	dsmipctl_out_begin(ctl);
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);

		if (ctl->opt.json)
			dsmipctl_out_item(ctl, json_object_get(item));
		else if (ctl->opt.oneline)
			dsmipctl_render_any_oneline(ctl, item);
		else
			dsmipctl_render_any(ctl, item, 0);
		if (!ctl->opt.json && !ctl->opt.oneline &&
		    i + 1 < json_object_array_length(array))
			fputc('\n', ctl->out);
	}
	dsmipctl_out_end(ctl);
	return DSMIPCTL_DONE;
}
