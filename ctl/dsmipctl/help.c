// SPDX-License-Identifier: GPL-2.0
/* Help texts, made of the tables of the grammar. */

#include <string.h>

#include "help.h"
#include "parse.h"

static void help_use(FILE *out, const struct dsmipctl_use *use)
{
	const struct dsmipctl_key *key = &dsmipctl_keys[use->key];
	bool needed = use->how & DSMIPCTL_USE_REQUIRED;

	fputs(needed ? " " : " [", out);
	if (use->how & DSMIPCTL_USE_FIRST)
		fputs(key->arg, out);
	else
		fprintf(out, "%s%s%s", key->name, key->arg ? " " : "",
			key->arg ?: "");
	if (!needed)
		fputc(']', out);
	if (use->how & DSMIPCTL_USE_MANY)
		fputs("...", out);
}

/**
 * dsmipctl_help_usage() - how a command is written
 * @object: its object
 * @verb: its verb
 * @buf: where the text goes
 * @size: room there
 *
 * Return: @buf.
 */
const char *dsmipctl_help_usage(const struct dsmipctl_object *object,
				const struct dsmipctl_verb *verb, char *buf,
				size_t size)
{
	FILE *out = fmemopen(buf, size, "w");

	buf[0] = '\0';
	if (!out)
		return buf;
	fprintf(out, "%s", object->name);
	if (verb->name)
		fprintf(out, " %s", verb->name);
	for (size_t i = 0; i < verb->n_use; i++)
		help_use(out, &verb->use[i]);
	fclose(out);
	buf[size - 1] = '\0';
	return buf;
}

/**
 * dsmipctl_help_object() - print help on an object
 * @out: where to
 * @object: the object
 */
void dsmipctl_help_object(FILE *out, const struct dsmipctl_object *object)
{
	bool used[DSMIPCTL_N_KEYS] = {};
	char usage[512];

	fprintf(out, "%s: %s\n\n", object->name, object->help);
	for (size_t i = 0; i < object->n_verb; i++) {
		const struct dsmipctl_verb *verb = &object->verb[i];

		dsmipctl_help_usage(object, verb, usage, sizeof(usage));
		fprintf(out, "dsmipctl %s\n        %s%s\n", usage, verb->help,
			object->n_verb > 1 && i == object->otherwise ?
			" (the default)" : "");
		for (size_t j = 0; j < verb->n_use; j++)
			used[verb->use[j].key] = true;
	}
	/* Both are "dev". */
	used[DSMIPCTL_KEY_NEW] &= !used[DSMIPCTL_KEY_DEV];
	fputc('\n', out);
	for (size_t i = 0; i < DSMIPCTL_N_KEYS; i++) {
		const struct dsmipctl_key *key = &dsmipctl_keys[i];
		char word[40];

		if (!used[i])
			continue;
		snprintf(word, sizeof(word), "%s %s", key->name,
			 key->arg ?: "");
		fprintf(out, "%-22s %s\n", word, key->help);
	}
}

/**
 * dsmipctl_help_print() - print the help text
 * @out: where to
 */
void dsmipctl_help_print(FILE *out)
{
	fprintf(out, "Usage: dsmipctl [OPTIONS] OBJECT [VERB] [KEY VALUE]...\n"
		"       dsmipctl [OPTIONS] -b FILE\n\nObjects:\n");
	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		const struct dsmipctl_object *object = &dsmipctl_objects[i];

		fprintf(out, "  %-12s%s", object->name, object->help);
		for (size_t j = 0; object->n_verb > 1 && j < object->n_verb; j++)
			fprintf(out, "%s%s", j ? ", " : ": ",
				object->verb[j].name);
		fputc('\n', out);
	}
	fprintf(out, "\nOptions:\n");
	for (size_t i = 0; i < DSMIPCTL_N_OPTIONS; i++) {
		const struct dsmipctl_option *option = &dsmipctl_options[i];
		const char *arg = option->arg ?: "";
		char word[64];

		snprintf(word, sizeof(word), "-%s%s%s%s%s", option->name,
			 option->alias ? ", -" : "", option->alias ?: "",
			 arg[0] && arg[0] != '=' ? " " : "", arg);
		fprintf(out, "  %-34s%s\n", word, option->help);
	}
	fprintf(out, "\nWords may be shortened as long as they are unique.\n"
		"More: dsmipctl OBJECT help, dsmipctl(8)\n");
}

/**
 * dsmipctl_help_run() - the object "help"
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_help_run(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	const struct dsmipctl_object *object;

	if (!args->topic) {
		dsmipctl_help_print(ctl->out);
		return 0;
	}
	object = dsmipctl_parse_object(ctl, args->topic);
	if (!object)
		return DSMIPCTL_USAGE;
	dsmipctl_help_object(ctl->out, object);
	return 0;
}
