// SPDX-License-Identifier: GPL-2.0
/* The objects "config" and "log". */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "daemon.h"
#include "excerpt.h"
#include "render_any.h"
#include "report.h"

#define CONFIG_MAX	(1 << 20)

/**
 * dsmipctl_config_show() - show the configuration in force
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_config_show(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct json_object *result = NULL;
	struct json_object *config;
	int err;

	(void)args;
	err = dsmipctl_daemon_call(ctl, "config.show", NULL, &result);
	if (err)
		return err;
	if (json_object_object_get_ex(result, "config", &config)) {
		dsmipctl_out_begin(ctl);
		if (ctl->opt.json)
			dsmipctl_out_item(ctl, json_object_get(config));
		else if (ctl->opt.oneline)
			dsmipctl_render_any_oneline(ctl, config);
		else
			dsmipctl_render_any(ctl, config, 0);
		dsmipctl_out_end(ctl);
	}
	json_object_put(result);
	return 0;
}

static int config_load(struct dsmipctl *ctl, const char *name, char **text)
{
	FILE *in = strcmp(name, "-") ? fopen(name, "re") : stdin;
	size_t len;
	int err;

	*text = NULL;
	if (!in)
		return dsmipctl_report_failure(ctl, errno, NULL,
					       "Cannot open \"%s\": %s.", name,
					       strerror(errno));
	*text = calloc(1, CONFIG_MAX + 2);
	len = *text ? fread(*text, 1, CONFIG_MAX + 1, in) : 0;
	err = ferror(in) ? EIO : !*text ? ENOMEM : len > CONFIG_MAX ? EFBIG : 0;
	if (in != stdin)
		fclose(in);
	if (!err)
		return 0;
	free(*text);
	*text = NULL;
	return dsmipctl_report_failure(ctl, err, NULL, "Cannot read \"%s\": %s.",
				       name, strerror(err));
}

static unsigned int config_number(struct json_object *object, const char *name)
{
	struct json_object *member;

	return json_object_object_get_ex(object, name, &member) ?
	       json_object_get_int(member) : 0;
}

static const char *config_line(const char *text, unsigned int line)
{
	while (text && --line) {
		text = strchr(text, '\n');
		text += !!text;
	}
	return text;
}

/* Returns whether it is an error and no warning. */
static bool config_error(struct dsmipctl *ctl, const char *file,
			 const char *text, struct json_object *error)
{
	const bool mild = !strcmp(dsmipctl_render_member(error, "warning"),
				  "yes");
	unsigned int column = config_number(error, "column");
	unsigned int line = config_number(error, "line");
	struct json_object *words;

	json_object_object_get_ex(error, "text", &words);
	fprintf(ctl->err, "%s:%u:%u: %s: %s\n", file, line, column,
		mild ? "warning" : "error", json_object_get_string(words));
	if (line && config_line(text, line))
		dsmip_excerpt_print(ctl->err, config_line(text, line), line,
				    column, config_number(error, "width"));
	return !mild;
}

static int config_errors(struct dsmipctl *ctl, const char *file,
			 const char *text, struct json_object *result)
{
	struct json_object *errors;
	unsigned int n = 0;

	if (!json_object_object_get_ex(result, "errors", &errors) ||
	    !json_object_is_type(errors, json_type_array))
		return 0;
	if (ctl->opt.json)
		dsmipctl_render_all(ctl, errors);
	for (size_t i = 0; i < json_object_array_length(errors); i++)
		n += config_error(ctl, file, text,
				  json_object_array_get_idx(errors, i));
	if (!n)
		return 0;
	fprintf(ctl->err, "%u error%s, running configuration unchanged\n", n,
		n == 1 ? "" : "s");
	return DSMIPCTL_FAILED;
}

/**
 * dsmipctl_config_check() - look for errors in a configuration
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_config_check(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args)
{
	struct json_object *params, *result = NULL;
	char *text;
	int err;

	err = config_load(ctl, args->file, &text);
	if (err)
		return err;
	params = json_object_new_object();
	json_object_object_add(params, "text", json_object_new_string(text));
	err = dsmipctl_daemon_call(ctl, "config.check", params, &result);
	if (!err)
		err = config_errors(ctl, args->file, text, result);
	if (!err && !ctl->opt.json)
		fprintf(ctl->out, "%s: no errors\n", args->file);
	json_object_put(result);
	explicit_bzero(text, CONFIG_MAX + 2);
	free(text);
	return err;
}

/**
 * dsmipctl_config_reload() - have dsmipd read its configuration again
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_config_reload(struct dsmipctl *ctl,
			   const struct dsmipctl_args *args)
{
	struct json_object *result = NULL;
	int err;

	(void)args;
	err = dsmipctl_daemon_call(ctl, "config.reload", NULL, &result);
	json_object_put(result);
	return dsmipctl_out_nothing(ctl, err);
}
