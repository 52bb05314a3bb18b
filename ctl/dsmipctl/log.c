// SPDX-License-Identifier: GPL-2.0
/* The object "log". */

#include <string.h>
#include <time.h>

#include "args.h"
#include "daemon.h"
#include "render_any.h"

#define LOG_LINES	20

static enum dsmipctl_ink log_ink(const char *level)
{
	if (!strcmp(level, "error"))
		return DSMIPCTL_INK_BAD;
	return strcmp(level, "warning") ? DSMIPCTL_INK_NONE :
					  DSMIPCTL_INK_WARN;
}

static void log_line(struct dsmipctl *ctl, struct json_object *line)
{
	const char *level = dsmipctl_render_member(line, "level");
	struct json_object *member;
	char text[32];
	struct tm tm;
	time_t second;
	double at = 0;

	if (json_object_object_get_ex(line, "time", &member))
		at = json_object_get_double(member);
	second = at;
	localtime_r(&second, &tm);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	fprintf(ctl->out, "%s.%03d ", text, (int)((at - second) * 1000));
	dsmipctl_out_text(ctl, log_ink(level), "%-7s", level);
	if (json_object_object_get_ex(line, "text", &member))
		fprintf(ctl->out, " %s\n", json_object_get_string(member));
}

/**
 * dsmipctl_log_show() - show the last lines of the log
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_log_show(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct json_object *params = json_object_new_object();
	struct json_object *lines = NULL;
	int err;

	json_object_object_add(params, "lines",
			       json_object_new_int64(args->lines ?: LOG_LINES));
	err = dsmipctl_daemon_call(ctl, "log.show", params, &lines);
	if (err)
		return err;
	if (ctl->opt.json || !json_object_is_type(lines, json_type_array)) {
		dsmipctl_render_all(ctl, lines);
	} else {
		for (size_t i = 0; i < json_object_array_length(lines); i++)
			log_line(ctl, json_object_array_get_idx(lines, i));
	}
	json_object_put(lines);
	return 0;
}

/**
 * dsmipctl_log_level() - show or set how much is logged
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_log_level(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct json_object *params = NULL;
	struct json_object *result = NULL;
	int err;

	if (args->level) {
		params = json_object_new_object();
		json_object_object_add(params, "level",
				       json_object_new_string(args->level));
	}
	err = dsmipctl_daemon_call(ctl, "log.level", params, &result);
	if (err)
		return err;
	if (ctl->opt.json) {
		dsmipctl_out_begin(ctl);
		dsmipctl_out_item(ctl, json_object_get(result));
		dsmipctl_out_end(ctl);
	} else if (!args->level) {
		fprintf(ctl->out, "%s\n",
			dsmipctl_render_member(result, "level"));
	}
	json_object_put(result);
	return 0;
}
