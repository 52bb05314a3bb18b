// SPDX-License-Identifier: GPL-2.0
/* The object "check": what keeps the tunnels from working? */

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "args.h"
#include "check.h"
#include "module.h"
#include "out.h"
#include "report.h"

static const char *const check_words[] = {
	[DSMIPCTL_OK] = "ok",
	[DSMIPCTL_WARN] = "warn",
	[DSMIPCTL_FAIL] = "fail",
};

static const enum dsmipctl_ink check_inks[] = {
	[DSMIPCTL_OK] = DSMIPCTL_INK_GOOD,
	[DSMIPCTL_WARN] = DSMIPCTL_INK_WARN,
	[DSMIPCTL_FAIL] = DSMIPCTL_INK_BAD,
};

/**
 * dsmipctl_check_say() - print what a check has found
 * @check: the checks
 * @verdict: how bad it is
 * @name: name of the check
 * @hint: what to do, or NULL
 * @fmt: what was found
 */
void dsmipctl_check_say(struct dsmipctl_check *check,
			enum dsmipctl_verdict verdict, const char *name,
			const char *hint, const char *fmt, ...)
{
	struct dsmipctl *ctl = check->ctl;
	struct json_object *obj;
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	check->fails += verdict == DSMIPCTL_FAIL;
	if (!ctl->opt.json) {
		dsmipctl_out_text(ctl, check_inks[verdict], "%-4s",
				  check_words[verdict]);
		fprintf(ctl->out, "  %-11s %s\n", name, text);
		if (hint)
			fprintf(ctl->out, "Hint: %s\n", hint);
		return;
	}
	obj = json_object_new_object();
	json_object_object_add(obj, "status",
			       json_object_new_string(check_words[verdict]));
	json_object_object_add(obj, "check", json_object_new_string(name));
	json_object_object_add(obj, "message", json_object_new_string(text));
	json_object_object_add(obj, "hint",
			       hint ? json_object_new_string(hint) : NULL);
	dsmipctl_out_item(ctl, obj);
}

/**
 * dsmipctl_check_number() - read a number from a file
 * @path: the file
 * @value: where the number goes
 *
 * Return: whether there is one.
 */
bool dsmipctl_check_number(const char *path, unsigned long *value)
{
	char text[64], *end;

	if (!dsmipctl_module_read(path, text, sizeof(text)))
		return false;
	*value = strtoul(text, &end, 10);
	return end != text;
}

/* The devices that are to be looked at. */
struct check_links {
	struct dsmip_link *link;
	size_t n;
};

static int check_link(const struct dsmip_link *link, void *arg)
{
	struct check_links *links = arg;
	struct dsmip_link *bigger;

	bigger = reallocarray(links->link, links->n + 1, sizeof(*link));
	if (!bigger)
		return -ENOMEM;
	links->link = bigger;
	links->link[links->n++] = *link;
	return 0;
}

static void check_devices(struct dsmipctl_check *check, const char *dev)
{
	struct dsmip_client *client = check->ctl->client;
	struct check_links links = {};
	int err;

	if (dev)
		err = dsmip_link_get(client, dev, check_link, &links);
	else
		err = dsmip_link_dump(client, check_link, &links);
	if (err && err != -ENODEV)
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "device", NULL,
				   "devices cannot be read: error %d", -err);
	else if (dev && !links.n)
		dsmipctl_check_say(check, DSMIPCTL_FAIL, "device",
				   "dsmipctl link show",
				   "%s is no dsmip device", dev);
	else if (!links.n)
		dsmipctl_check_say(check, DSMIPCTL_WARN, "device",
				   "dsmipctl link add dsmip0",
				   "there is no dsmip device in this network namespace");
	for (size_t i = 0; i < links.n; i++) {
		dsmipctl_check_device(check, &links.link[i]);
		dsmipctl_check_bindings(check, &links.link[i]);
	}
	free(links.link);
}

/**
 * dsmipctl_check_run() - look for what keeps the tunnels from working
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code, DSMIPCTL_FAILED if a check failed.
 */
int dsmipctl_check_run(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct dsmipctl_check check = { .ctl = ctl };
	int err;

	err = dsmipctl_connect(ctl);
	if (err)
		return err;
	dsmipctl_out_begin(ctl);
	if (dsmipctl_check_module(&check)) {
		check_devices(&check, args->dev);
		dsmipctl_check_machine(&check);
	}
	dsmipctl_out_end(ctl);
	return check.fails ? DSMIPCTL_FAILED : DSMIPCTL_DONE;
}
