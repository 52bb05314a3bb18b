// SPDX-License-Identifier: GPL-2.0
/*
 * Errors: "Error: " with what is wrong, one "Hint: " where there is one, and
 * in JSON mode an object with the same on standard output.
 */

#include <errno.h>
#include <json-c/json.h>
#include <stdarg.h>
#include <string.h>

#include "batch.h"
#include "out.h"
#include "report.h"

static void report_json(struct dsmipctl *ctl, int code, const char *name,
			const char *text, const char *hint)
{
	struct json_object *error = json_object_new_object();
	struct json_object *top = json_object_new_object();

	json_object_object_add(error, "code", json_object_new_int(code));
	json_object_object_add(error, "name",
			       name ? json_object_new_string(name) : NULL);
	json_object_object_add(error, "message", json_object_new_string(text));
	json_object_object_add(error, "hint",
			       hint ? json_object_new_string(hint) : NULL);
	if (ctl->batch) {
		const char *file = dsmipctl_batch_file(ctl->batch);
		unsigned long line = dsmipctl_batch_line(ctl->batch);

		json_object_object_add(error, "file",
				       json_object_new_string(file));
		json_object_object_add(error, "line",
				       json_object_new_int64(line));
	}
	json_object_object_add(top, "error", error);
	dsmipctl_out_abort(ctl);
	dsmipctl_out_line(ctl, top);
}

static void report_print(struct dsmipctl *ctl, int code, const char *name,
			 const char *text, const char *hint)
{
	if (ctl->opt.json)
		report_json(ctl, code, name, text, hint);
	fflush(ctl->out);
	fprintf(ctl->err, "Error: %s\n", text);
	if (hint)
		fprintf(ctl->err, "Hint: %s\n", hint);
}

/**
 * dsmipctl_report_usage() - say what is wrong with the command line
 * @ctl: the run
 * @hint: what may help, or NULL
 * @fmt: what is wrong
 *
 * Return: DSMIPCTL_USAGE.
 */
int dsmipctl_report_usage(struct dsmipctl *ctl, const char *hint,
			  const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	report_print(ctl, EINVAL, "usage", text, hint);
	return DSMIPCTL_USAGE;
}

/**
 * dsmipctl_report_failure() - say what failed
 * @ctl: the run
 * @code: errno, positive
 * @hint: what may help, or NULL
 * @fmt: what failed
 *
 * Return: DSMIPCTL_FAILED.
 */
int dsmipctl_report_failure(struct dsmipctl *ctl, int code, const char *hint,
			    const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	report_print(ctl, code, strerrorname_np(code), text, hint);
	return DSMIPCTL_FAILED;
}

/* The kernel's text for a link kind that nobody has registered. */
#define REPORT_NO_KIND	"Unknown device type"

static const char *report_hint(const struct dsmip_error *err)
{
	if ((err->code == ENOENT && strstr(err->text, "netlink family")) ||
	    strstr(err->text, REPORT_NO_KIND))
		return "is the module loaded? modprobe dsmip";
	if (err->code == EPERM || err->code == EACCES)
		return "this needs CAP_NET_ADMIN in the network namespace";
	if (err->code == EBADMSG)
		return "do the versions fit? dsmipctl version";
	return NULL;
}

/* Puts what an error is about behind its text, as the command line has it. */
static void report_subject(struct dsmipctl *ctl, const struct dsmip_error *err,
			   char *buf, size_t size)
{
	const char *value = err->value;
	const char *attr = err->attr;
	char name[IFNAMSIZ], mark[16];
	unsigned long number;

	if (!attr[0] || !value[0] || err->missing)
		return;
	number = strtoul(value, NULL, 10);
	if (!strcmp(attr, "ifindex")) {
		attr = "dev";
		value = dsmipctl_dev_name(ctl, number, name);
	} else if (!strcmp(attr, "local4") || !strcmp(attr, "local6")) {
		attr = "local";
	} else if (!strcmp(attr, "origin") || !strcmp(attr, "origin-mark")) {
		snprintf(mark, sizeof(mark), "0x%08lx", number);
		value = mark;
	} else if (!strcmp(attr, "encap")) {
		if (dsmip_name_encap(number))
			value = dsmip_name_encap(number);
	} else if (!strcmp(attr, "lifetime") || !strcmp(attr, "flags")) {
		/* Not as the command line has it. */
		return;
	}
	if (!strstr(err->text, value))
		snprintf(buf, size, " (%s %s)", attr, value);
}

/**
 * dsmipctl_report_kernel() - pass on what the kernel or the library says
 * @ctl: the run
 * @err: the error
 *
 * Return: DSMIPCTL_FAILED.
 */
int dsmipctl_report_kernel(struct dsmipctl *ctl, const struct dsmip_error *err)
{
	char subject[sizeof(err->attr) + sizeof(err->value) + 8] = "";
	size_t len = strlen(err->text);

	report_subject(ctl, err, subject, sizeof(subject));
	if (len) {
		if (err->text[len - 1] == '.')
			len--;
		return dsmipctl_report_failure(ctl, err->code, report_hint(err),
					       "%.*s%s.", (int)len, err->text,
					       subject);
	}
	if (err->missing)
		return dsmipctl_report_failure(ctl, err->code, NULL,
					       "\"%s\" is missing.", err->attr);
	return dsmipctl_report_failure(ctl, err->code, report_hint(err),
				       "%s%s.", strerror(err->code), subject);
}

/**
 * dsmipctl_report_client() - pass on why the last call of the client failed
 * @ctl: the run
 *
 * Return: DSMIPCTL_FAILED.
 */
int dsmipctl_report_client(struct dsmipctl *ctl)
{
	return dsmipctl_report_kernel(ctl, dsmip_client_error(ctl->client));
}

/**
 * dsmipctl_report_binding() - the same of a request on a binding
 * @ctl: the run
 * @b: what the request was about; named where the kernel names nothing
 *
 * Return: DSMIPCTL_FAILED.
 */
int dsmipctl_report_binding(struct dsmipctl *ctl, const struct dsmip_binding *b)
{
	struct dsmip_error err = *dsmip_client_error(ctl->client);

	if (err.attr[0] || (err.code != ENOENT && err.code != EEXIST))
		return dsmipctl_report_kernel(ctl, &err);
	if (b->id) {
		snprintf(err.attr, sizeof(err.attr), "id");
		snprintf(err.value, sizeof(err.value), "%u", b->id);
	} else if (b->n_home == 1) {
		snprintf(err.attr, sizeof(err.attr), "home");
		dsmip_prefix_format(b->home, err.value, sizeof(err.value));
	}
	return dsmipctl_report_kernel(ctl, &err);
}

/**
 * dsmipctl_report_warning() - say what is odd, but no failure
 * @ctl: the run
 * @fmt: what is odd
 */
void dsmipctl_report_warning(struct dsmipctl *ctl, const char *fmt, ...)
{
	va_list ap;

	fflush(ctl->out);
	fputs("Warning: ", ctl->err);
	va_start(ap, fmt);
	vfprintf(ctl->err, fmt, ap);
	va_end(ap);
	fputc('\n', ctl->err);
}
