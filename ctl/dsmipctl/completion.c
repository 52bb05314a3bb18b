// SPDX-License-Identifier: GPL-2.0
/* The object "completion": a script for bash, made of the grammar's tables. */

#include "dsmip/libdsmip.h"
#include "parse.h"

/* completion.bash, by the Makefile: the part of the script that is no table. */
extern const char dsmipctl_completion_script[];

static void completion_objects(FILE *out)
{
	fprintf(out, "_dsmipctl_objects='");
	for (size_t i = 0; i < dsmipctl_n_objects; i++)
		fprintf(out, "%s%s", i ? " " : "", dsmipctl_objects[i].name);
	fprintf(out, "'\n");
}

static void completion_options(FILE *out)
{
	fprintf(out, "_dsmipctl_options='");
	for (size_t i = 0; i < DSMIPCTL_N_OPTIONS; i++) {
		const struct dsmipctl_option *option = &dsmipctl_options[i];

		fprintf(out, "%s-%s", i ? " " : "", option->name);
		if (option->alias)
			fprintf(out, " -%s", option->alias);
	}
	fprintf(out, "'\n# Options whose value is the next word.\n"
		"_dsmipctl_options_arg='");
	for (size_t i = 0; i < DSMIPCTL_N_OPTIONS; i++) {
		const struct dsmipctl_option *option = &dsmipctl_options[i];

		if (option->arg && option->arg[0] != '=')
			fprintf(out, " -%s -%s", option->name, option->alias);
	}
	fprintf(out, " '\n");
}

static void completion_verbs(FILE *out)
{
	fprintf(out, "\n# OBJECT: its verbs\n_dsmipctl_verbs() {\n\tcase $1 in\n");
	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		const struct dsmipctl_object *object = &dsmipctl_objects[i];

		if (!object->verb->name)
			continue;
		fprintf(out, "\t%s) echo", object->name);
		for (size_t j = 0; j < object->n_verb; j++)
			fprintf(out, " %s", object->verb[j].name);
		fprintf(out, " help ;;\n");
	}
	fprintf(out, "\tesac\n}\n\n"
		"# OBJECT: the verb that is meant when none is given\n"
		"_dsmipctl_otherwise() {\n\tcase $1 in\n");
	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		const struct dsmipctl_object *object = &dsmipctl_objects[i];

		if (object->verb->name)
			fprintf(out, "\t%s) echo %s ;;\n", object->name,
				object->verb[object->otherwise].name);
	}
	fprintf(out, "\tesac\n}\n");
}

/* A key that may be left out has a + before it, one that may come again a *. */
static void completion_keys(FILE *out)
{
	fprintf(out, "\n# OBJECT VERB: the keys; + may itself be left out, * may come again\n"
		"_dsmipctl_keys() {\n\tcase \"$1 $2\" in\n");
	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		const struct dsmipctl_object *object = &dsmipctl_objects[i];

		for (size_t j = 0; j < object->n_verb; j++) {
			const struct dsmipctl_verb *verb = &object->verb[j];

			if (!verb->n_use)
				continue;
			fprintf(out, "\t'%s %s') echo '", object->name,
				verb->name ?: "");
			for (size_t k = 0; k < verb->n_use; k++) {
				const struct dsmipctl_use *use = &verb->use[k];

				fprintf(out, "%s%s%s%s", k ? " " : "",
					use->how & DSMIPCTL_USE_FIRST ? "+" : "",
					use->how & DSMIPCTL_USE_MANY ? "*" : "",
					dsmipctl_keys[use->key].name);
			}
			fprintf(out, "' ;;\n");
		}
	}
	fprintf(out, "\tesac\n}\n");
}

static void completion_words(FILE *out, const char *name,
			     const char *const *words)
{
	fprintf(out, "_dsmipctl_%s='", name);
	for (size_t i = 0; words[i]; i++)
		fprintf(out, "%s%s", i ? " " : "", words[i]);
	fprintf(out, "'\n");
}

static void completion_types(FILE *out)
{
	static const char *const type[] = {
		[DSMIPCTL_TYPE_FLAG] = "flag",
		[DSMIPCTL_TYPE_DEV] = "dev",
		[DSMIPCTL_TYPE_NETDEV] = "netdev",
		[DSMIPCTL_TYPE_NEW] = "new",
		[DSMIPCTL_TYPE_ADDR] = "addr",
		[DSMIPCTL_TYPE_PREFIX] = "home",
		[DSMIPCTL_TYPE_U16] = "number",
		[DSMIPCTL_TYPE_U32] = "number",
		[DSMIPCTL_TYPE_MARK] = "number",
		[DSMIPCTL_TYPE_ENCAP] = "encap",
		[DSMIPCTL_TYPE_TIME] = "time",
		[DSMIPCTL_TYPE_ONOFF] = "onoff",
		[DSMIPCTL_TYPE_DSCP] = "dscp",
		[DSMIPCTL_TYPE_NAME] = "name",
		[DSMIPCTL_TYPE_MOBILE_PREFIX] = "prefix",
		[DSMIPCTL_TYPE_SECURITY] = "security",
		[DSMIPCTL_TYPE_SPI] = "spi",
		[DSMIPCTL_TYPE_ALGORITHM] = "algorithm",
		[DSMIPCTL_TYPE_REPLAY] = "replay",
		[DSMIPCTL_TYPE_FILE] = "file",
		[DSMIPCTL_TYPE_LEVEL] = "level",
		[DSMIPCTL_TYPE_TOPIC] = "object",
	};

	fprintf(out, "\n# OBJECT KEY: what its value is\n");
	fprintf(out, "_dsmipctl_type() {\n\tcase \"$1 $2\" in\n");
	fprintf(out, "\t'fastpath %s') echo %s ;;\n",
		dsmipctl_keys[DSMIPCTL_KEY_INGRESS].name,
		type[DSMIPCTL_TYPE_NETDEV]);
	for (size_t i = 0; i < DSMIPCTL_N_KEYS; i++) {
		if (i != DSMIPCTL_KEY_NEW && i != DSMIPCTL_KEY_INGRESS)
			fprintf(out, "\t*' %s') echo %s ;;\n",
				dsmipctl_keys[i].name,
				type[dsmipctl_keys[i].type]);
	}
	fprintf(out, "\tesac\n}\n\n_dsmipctl_encaps='");
	for (uint32_t i = 1; dsmip_name_encap(i); i++)
		fprintf(out, "%s%s", i > 1 ? " " : "", dsmip_name_encap(i));
	fprintf(out, "'\n");
	completion_words(out, "securities", dsmipctl_securities);
	completion_words(out, "levels", dsmipctl_levels);
	completion_words(out, "algorithms", dsmipctl_algorithms);
	completion_words(out, "replays", dsmipctl_replays);
}

/**
 * dsmipctl_completion_run() - print the completion for bash
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_completion_run(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args)
{
	FILE *out = ctl->out;

	(void)args;
	fprintf(out, "# %s: GPL-2.0\n", "SPDX-License-Identifier");
	fprintf(out, "# bash completion for dsmipctl, made by: dsmipctl completion\n"
		"# shellcheck shell=bash disable=SC2207\n\n");
	completion_objects(out);
	completion_options(out);
	completion_verbs(out);
	completion_keys(out);
	completion_types(out);
	fputs(dsmipctl_completion_script, out);
	return 0;
}
