// SPDX-License-Identifier: GPL-2.0
/* Words into a command, by the tables of the grammar. */

#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "help.h"
#include "parse.h"
#include "report.h"
#include "words.h"

#define PARSE_HELP	"try \"dsmipctl help\""

/* Says that a word is none of those that can be there; fmt has one %s. */
static int parse_unknown(struct dsmipctl *ctl, const struct dsmip_words *words,
			 const char *text, const char *what, const char *help)
{
	char list[256], hint[320];
	const char *guess;

	if (dsmip_words_find(words, text) == DSMIP_WORDS_AMBIGUOUS) {
		dsmip_words_list(words, text, list, sizeof(list));
		snprintf(hint, sizeof(hint), "it could be any of %s", list);
		return dsmipctl_report_usage(ctl, hint, "\"%s\" is ambiguous.",
					     text);
	}
	guess = dsmip_words_guess(words, text);
	if (guess)
		snprintf(hint, sizeof(hint), "did you mean \"%s\"?", guess);
	else
		snprintf(hint, sizeof(hint), "%s", help);
	return dsmipctl_report_usage(ctl, hint, "\"%s\" is not %s.", text,
				     what);
}

/**
 * dsmipctl_parse_object() - find an object, or say that there is none
 * @ctl: the run
 * @text: its name or the beginning of it
 *
 * Return: the object, or NULL after an error has been printed.
 */
const struct dsmipctl_object *dsmipctl_parse_object(struct dsmipctl *ctl,
						    const char *text)
{
	struct dsmip_words words = {};
	int found;

	for (size_t i = 0; i < dsmipctl_n_objects; i++)
		dsmip_words_add(&words, dsmipctl_objects[i].name, i);
	found = dsmip_words_find(&words, text);
	if (found >= 0)
		return &dsmipctl_objects[found];
	parse_unknown(ctl, &words, text, "an object", PARSE_HELP);
	return NULL;
}

/* Is this a key of the verb that is meant when none is given? */
static bool parse_is_key(const struct dsmipctl_verb *verb, const char *text)
{
	for (size_t i = 0; i < verb->n_use; i++) {
		if (!strcmp(dsmipctl_keys[verb->use[i].key].name, text))
			return true;
	}
	return false;
}

/* Sets the verb and returns the number of words it took, or -1. */
static int parse_verb(struct dsmipctl *ctl, struct dsmipctl_cmd *cmd, int argc,
		      char **argv)
{
	const struct dsmipctl_object *object = cmd->object;
	const struct dsmipctl_verb *otherwise;
	struct dsmip_words words = {};
	char what[64], help[64];
	int found;

	otherwise = &object->verb[object->otherwise];
	cmd->verb = otherwise;
	if (!argc || (!object->verb->name && strcmp(argv[0], "help")))
		return 0;
	for (size_t i = 0; i < object->n_verb; i++) {
		dsmip_words_add(&words, object->verb[i].name, i);
		dsmip_words_add(&words, object->verb[i].alias, i);
	}
	dsmip_words_add(&words, "help", object->n_verb);
	if (parse_is_key(otherwise, argv[0]))
		return 0;
	found = dsmip_words_find(&words, argv[0]);
	/* With one verb only, what is none is for that verb. */
	if (found < 0 && object->n_verb == 1)
		return 0;
	if (found < 0) {
		snprintf(what, sizeof(what), "a verb of \"%s\"", object->name);
		snprintf(help, sizeof(help), "try \"dsmipctl %s help\"",
			 object->name);
		parse_unknown(ctl, &words, argv[0], what, help);
		return -1;
	}
	cmd->verb = (size_t)found < object->n_verb ? &object->verb[found] : NULL;
	return 1;
}

/*
 * Which key the word is: its place in the table of the verb, or -1.  Sets
 * *named to whether the word is the key and not already its value.
 */
static int parse_key(struct dsmipctl *ctl, const struct dsmipctl_cmd *cmd,
		     const char *text, bool first, bool *named)
{
	const struct dsmipctl_verb *verb = cmd->verb;
	struct dsmip_words words = {};
	char name[64], what[96], help[96];
	int found;

	for (size_t i = 0; i < verb->n_use; i++)
		dsmip_words_add(&words, dsmipctl_keys[verb->use[i].key].name,
				i);
	*named = true;
	if (first && verb->n_use && verb->use[0].how & DSMIPCTL_USE_FIRST &&
	    !parse_is_key(verb, text)) {
		*named = false;
		return 0;
	}
	found = dsmip_words_find(&words, text);
	if (found >= 0)
		return found;
	snprintf(name, sizeof(name), "%s%s%s", cmd->object->name,
		 verb->name ? " " : "", verb->name ?: "");
	snprintf(what, sizeof(what), "a key of \"%s\"", name);
	snprintf(help, sizeof(help), "try \"dsmipctl %s help\"",
		 cmd->object->name);
	parse_unknown(ctl, &words, text, what, help);
	return -1;
}

/* @what: names in quotation marks */
static int parse_incomplete(struct dsmipctl *ctl,
			    const struct dsmipctl_cmd *cmd, const char *what)
{
	char usage[512], hint[560];

	snprintf(hint, sizeof(hint), "dsmipctl %s",
		 dsmipctl_help_usage(cmd->object, cmd->verb, usage,
				     sizeof(usage)));
	return dsmipctl_report_usage(ctl, hint, "%s is missing.", what);
}

/* The keys of which one has to be there: "a", "b" or "c" */
static void parse_any(const struct dsmipctl_verb *verb, char *buf, size_t size)
{
	size_t n = 0, left, len = 0;

	for (size_t i = 0; i < verb->n_use; i++)
		n += !!(verb->use[i].how & DSMIPCTL_USE_ANY);
	left = n;
	for (size_t i = 0; i < verb->n_use && len < size; i++) {
		if (!(verb->use[i].how & DSMIPCTL_USE_ANY))
			continue;
		len += snprintf(buf + len, size - len, "%s\"%s\"",
				left == n ? "" : left == 1 ? " or " : ", ",
				dsmipctl_keys[verb->use[i].key].name);
		left--;
	}
}

/* Is everything there that the verb cannot do without? */
static int parse_complete(struct dsmipctl *ctl, const struct dsmipctl_cmd *cmd)
{
	const struct dsmipctl_verb *verb = cmd->verb;
	bool want_any = false, have_any = false;
	char what[128];

	for (size_t i = 0; i < verb->n_use; i++) {
		const char *name = dsmipctl_keys[verb->use[i].key].name;
		bool given = dsmipctl_given(&cmd->args, verb->use[i].key);

		if (verb->use[i].how & DSMIPCTL_USE_REQUIRED && !given) {
			snprintf(what, sizeof(what), "\"%s\"", name);
			return parse_incomplete(ctl, cmd, what);
		}
		if (verb->use[i].how & DSMIPCTL_USE_END && !given &&
		    !cmd->args.origin) {
			snprintf(what, sizeof(what), "\"%s\" or \"origin\"", name);
			return parse_incomplete(ctl, cmd, what);
		}
		if (!(verb->use[i].how & DSMIPCTL_USE_ANY))
			continue;
		want_any = true;
		have_any |= given;
	}
	if (!want_any || have_any)
		return 0;
	parse_any(verb, what, sizeof(what));
	return parse_incomplete(ctl, cmd, what);
}

/* Whose value it is: of the whole, or of the copy that was begun last? */
static struct dsmipctl_args *parse_into(struct dsmipctl_args *args,
					const struct dsmipctl_use *use)
{
	if (!args->n_copy || !(use->how & DSMIPCTL_USE_COPY))
		return args;
	return &args->copy[args->n_copy - 1];
}

static int parse_keys(struct dsmipctl *ctl, struct dsmipctl_cmd *cmd, int argc,
		      char **argv)
{
	for (int i = 0; i < argc; i++) {
		const struct dsmipctl_key *key;
		const struct dsmipctl_use *use;
		struct dsmipctl_args *into;
		bool named;
		int found;
		int err;

		found = parse_key(ctl, cmd, argv[i], !i, &named);
		if (found < 0)
			return DSMIPCTL_USAGE;
		use = &cmd->verb->use[found];
		key = &dsmipctl_keys[use->key];
		into = parse_into(&cmd->args, use);
		if (dsmipctl_given(into, use->key) &&
		    !(use->how & DSMIPCTL_USE_MANY))
			return dsmipctl_report_usage(ctl, NULL,
						     "\"%s\" is given twice.",
						     key->name);
		if (key->arg && named && ++i == argc)
			return dsmipctl_report_usage(ctl, NULL,
						     "\"%s\" needs a value.",
						     key->name);
		err = dsmipctl_args_store(ctl, into, use->key, argv[i]);
		if (err)
			return err;
	}
	return parse_complete(ctl, cmd);
}

/**
 * dsmipctl_parse() - read a command
 * @ctl: the run
 * @argc: number of words
 * @argv: the words, without the program and its options; at least one
 * @cmd: where the command goes; freed with dsmipctl_parse_free(), also after
 *	an error.  It points into the words.
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_parse(struct dsmipctl *ctl, int argc, char **argv,
		   struct dsmipctl_cmd *cmd)
{
	int taken;

	memset(cmd, 0, sizeof(*cmd));
	cmd->object = dsmipctl_parse_object(ctl, argv[0]);
	if (!cmd->object)
		return DSMIPCTL_USAGE;
	taken = parse_verb(ctl, cmd, argc - 1, argv + 1);
	if (taken < 0)
		return DSMIPCTL_USAGE;
	if (!cmd->verb)
		return 0;
	return parse_keys(ctl, cmd, argc - 1 - taken, argv + 1 + taken);
}

/**
 * dsmipctl_parse_free() - give back what a command holds
 * @cmd: the command
 */
void dsmipctl_parse_free(struct dsmipctl_cmd *cmd)
{
	free(cmd->args.home);
	free(cmd->args.prefix);
	free(cmd->args.on);
	free(cmd->args.copy);
	free(cmd->args.copies);
	cmd->args.home = NULL;
	cmd->args.prefix = NULL;
	cmd->args.on = NULL;
	cmd->args.copy = NULL;
	cmd->args.copies = NULL;
}
