// SPDX-License-Identifier: GPL-2.0
/*
 * Results: JSON element by element, coloured text, and the holding back of a
 * list that may have to be read again.
 */

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "out.h"

/* Longer lists are printed as they come. */
#define OUT_HOLD	(1 << 20)

static void out_print(struct dsmipctl *ctl, struct json_object *item,
		      const char *indent)
{
	int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
	const char *text, *end;

	if (ctl->opt.pretty)
		flags |= JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED;
	text = json_object_to_json_string_ext(item, flags);
	for (; (end = strchr(text, '\n')); text = end + 1)
		fprintf(ctl->out, "%.*s\n%s", (int)(end - text), text, indent);
	fputs(text, ctl->out);
	json_object_put(item);
}

/**
 * dsmipctl_out_begin() - begin a JSON array, if JSON is wanted
 * @ctl: the run
 *
 * Nothing is printed before the first element or the end.
 */
void dsmipctl_out_begin(struct dsmipctl *ctl)
{
	ctl->array = ctl->opt.json;
	ctl->items = 0;
}

/**
 * dsmipctl_out_item() - print an element of the array
 * @ctl: the run
 * @item: the element, which is consumed
 */
void dsmipctl_out_item(struct dsmipctl *ctl, struct json_object *item)
{
	const char *indent = ctl->opt.pretty ? "\n  " : "";

	fprintf(ctl->out, "%s%s", ctl->items++ ? "," : "[", indent);
	out_print(ctl, item, "  ");
}

/**
 * dsmipctl_out_end() - end the array
 * @ctl: the run
 */
void dsmipctl_out_end(struct dsmipctl *ctl)
{
	if (!ctl->array)
		return;
	if (!ctl->items)
		fputs("[]\n", ctl->out);
	else
		fputs(ctl->opt.pretty ? "\n]\n" : "]\n", ctl->out);
	ctl->array = false;
}

/**
 * dsmipctl_out_abort() - end the array before its time
 * @ctl: the run
 *
 * An array of which nothing has been printed is not printed at all.
 */
void dsmipctl_out_abort(struct dsmipctl *ctl)
{
	if (ctl->items)
		dsmipctl_out_end(ctl);
	ctl->array = false;
}

/**
 * dsmipctl_out_line() - print JSON that is in no array
 * @ctl: the run
 * @item: what to print, which is consumed
 */
void dsmipctl_out_line(struct dsmipctl *ctl, struct json_object *item)
{
	out_print(ctl, item, "");
	fputc('\n', ctl->out);
}

/**
 * dsmipctl_out_nothing() - the result of a command that has none
 * @ctl: the run
 * @code: exit code of the command
 *
 * Whoever reads JSON gets an array from every command that was carried out.
 *
 * Return: @code.
 */
int dsmipctl_out_nothing(struct dsmipctl *ctl, int code)
{
	if (code)
		return code;
	dsmipctl_out_begin(ctl);
	dsmipctl_out_end(ctl);
	return 0;
}

/* What switches a colour on, or all off. */
static const char *out_escape(enum dsmipctl_ink ink)
{
	static const char *const escape[] = {
		[DSMIPCTL_INK_NONE] = "\033[0m",
		[DSMIPCTL_INK_HEAD] = "\033[1m",
		[DSMIPCTL_INK_DEV] = "\033[36m",
		[DSMIPCTL_INK_IPV4] = "\033[35m",
		[DSMIPCTL_INK_IPV6] = "\033[34m",
		[DSMIPCTL_INK_GOOD] = "\033[32m",
		[DSMIPCTL_INK_WARN] = "\033[33m",
		[DSMIPCTL_INK_BAD] = "\033[31m",
	};

	return escape[ink];
}

/**
 * dsmipctl_out_settle() - decide about colours, once
 * @ctl: the run
 */
void dsmipctl_out_settle(struct dsmipctl *ctl)
{
	const char *no = getenv("NO_COLOR");

	if (ctl->opt.color == DSMIPCTL_COLOR_AUTO &&
	    !(no && no[0]) && isatty(STDOUT_FILENO))
		ctl->opt.color = DSMIPCTL_COLOR_ALWAYS;
}

/**
 * dsmipctl_out_ink_of() - the ink for an address
 * @addr: the address
 *
 * Return: the ink.
 */
enum dsmipctl_ink dsmipctl_out_ink_of(const struct dsmip_addr *addr)
{
	switch (addr->family) {
	case AF_INET:
		return DSMIPCTL_INK_IPV4;
	case AF_INET6:
		return DSMIPCTL_INK_IPV6;
	default:
		return DSMIPCTL_INK_NONE;
	}
}

/**
 * dsmipctl_out_text() - print a text in its colour
 * @ctl: the run
 * @ink: what it is
 * @fmt: the text
 */
void dsmipctl_out_text(struct dsmipctl *ctl, enum dsmipctl_ink ink,
		       const char *fmt, ...)
{
	va_list ap;

	if (ctl->opt.color != DSMIPCTL_COLOR_ALWAYS)
		ink = DSMIPCTL_INK_NONE;
	if (ink)
		fputs(out_escape(ink), ctl->out);
	va_start(ap, fmt);
	vfprintf(ctl->out, fmt, ap);
	va_end(ap);
	if (ink)
		fputs(out_escape(DSMIPCTL_INK_NONE), ctl->out);
}

/**
 * dsmipctl_hold_begin() - hold back what is printed from now on
 * @ctl: the run
 * @hold: what is held back
 */
void dsmipctl_hold_begin(struct dsmipctl *ctl, struct dsmipctl_hold *hold)
{
	FILE *memory;

	memset(hold, 0, sizeof(*hold));
	memory = open_memstream(&hold->buf, &hold->size);
	if (!memory)
		return;
	hold->real = ctl->out;
	ctl->out = memory;
}

/**
 * dsmipctl_hold_end() - print what was held back
 * @ctl: the run
 * @hold: what is held back
 */
void dsmipctl_hold_end(struct dsmipctl *ctl, struct dsmipctl_hold *hold)
{
	if (!hold->real)
		return;
	fclose(ctl->out);
	ctl->out = hold->real;
	hold->real = NULL;
	fwrite(hold->buf, 1, hold->size, ctl->out);
	free(hold->buf);
}

/**
 * dsmipctl_hold_check() - hold no more back if it has become too much
 * @ctl: the run
 * @hold: what is held back
 */
void dsmipctl_hold_check(struct dsmipctl *ctl, struct dsmipctl_hold *hold)
{
	if (hold->real && ftello(ctl->out) > OUT_HOLD)
		dsmipctl_hold_end(ctl, hold);
}

/**
 * dsmipctl_hold_drop() - throw away what was held back
 * @ctl: the run
 * @hold: what is held back
 *
 * Return: false if it has been printed already.
 */
bool dsmipctl_hold_drop(struct dsmipctl *ctl, struct dsmipctl_hold *hold)
{
	if (!hold->real)
		return false;
	fclose(ctl->out);
	ctl->out = hold->real;
	hold->real = NULL;
	free(hold->buf);
	return true;
}
