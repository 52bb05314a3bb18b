// SPDX-License-Identifier: GPL-2.0
/* Options, which may stand anywhere on the command line. */

#include <string.h>
#include <sys/socket.h>

#include "grammar.h"
#include "report.h"
#include "value.h"
#include "words.h"

static int options_color(struct dsmipctl *ctl, const char *text)
{
	struct dsmip_words words = {};
	int found;

	dsmip_words_add(&words, "auto", DSMIPCTL_COLOR_AUTO);
	dsmip_words_add(&words, "always", DSMIPCTL_COLOR_ALWAYS);
	dsmip_words_add(&words, "never", DSMIPCTL_COLOR_NEVER);
	found = dsmip_words_find(&words, text);
	if (found < 0)
		return dsmipctl_report_usage(ctl,
					     "there are auto, always, never",
					     "\"%s\" does not say when to colour.",
					     text);
	ctl->opt.color = found;
	return 0;
}

static int options_store(struct dsmipctl *ctl, enum dsmipctl_option_id id,
			 const char *value)
{
	struct dsmipctl_options *opt = &ctl->opt;
	bool *const flag[DSMIPCTL_N_OPTIONS] = {
		[DSMIPCTL_OPT_JSON] = &opt->json,
		[DSMIPCTL_OPT_PRETTY] = &opt->pretty,
		[DSMIPCTL_OPT_STATS] = &opt->stats,
		[DSMIPCTL_OPT_DETAILS] = &opt->details,
		[DSMIPCTL_OPT_ONELINE] = &opt->oneline,
		[DSMIPCTL_OPT_TIMESTAMPS] = &opt->timestamps,
		[DSMIPCTL_OPT_FORCE] = &opt->force,
		[DSMIPCTL_OPT_VERSION] = &opt->version,
		[DSMIPCTL_OPT_HELP] = &opt->help,
	};

	switch (id) {
	case DSMIPCTL_OPT_4:
		opt->family = AF_INET;
		break;
	case DSMIPCTL_OPT_6:
		opt->family = AF_INET6;
		break;
	case DSMIPCTL_OPT_NETNS:
		opt->netns = value;
		break;
	case DSMIPCTL_OPT_SOCKET:
		opt->socket = value;
		break;
	case DSMIPCTL_OPT_BATCH:
		opt->batch = value;
		break;
	case DSMIPCTL_OPT_WAIT:
		if (!dsmip_value_time(value, &opt->wait))
			return dsmipctl_report_usage(ctl, NULL,
						     "\"%s\" is not a time.",
						     value);
		break;
	case DSMIPCTL_OPT_COLOR:
		return options_color(ctl, value ?: "always");
	default:
		*flag[id] = true;
	}
	return 0;
}

static int options_find(struct dsmipctl *ctl, const char *text, size_t len)
{
	struct dsmip_words words = {};
	char name[32], hint[64];
	const char *guess;
	int found;

	for (size_t i = 0; i < DSMIPCTL_N_OPTIONS; i++) {
		dsmip_words_add(&words, dsmipctl_options[i].name, i);
		dsmip_words_add(&words, dsmipctl_options[i].alias, i);
	}
	snprintf(name, sizeof(name), "%.*s", (int)len, text);
	found = len < sizeof(name) ? dsmip_words_find(&words, name) : -1;
	if (found >= 0)
		return found;
	guess = dsmip_words_guess(&words, name);
	snprintf(hint, sizeof(hint), guess ? "did you mean \"-%s\"?" :
		 "try \"dsmipctl help\"", guess);
	dsmipctl_report_usage(ctl, hint, found == DSMIP_WORDS_AMBIGUOUS ?
			      "Option \"-%s\" is ambiguous." :
			      "Option \"-%s\" is unknown.", name);
	return -1;
}

/* Takes the option at argv[*i], and its value behind it. */
static int options_one(struct dsmipctl *ctl, int argc, char **argv, int *i)
{
	const char *text = argv[*i] + 1;
	const struct dsmipctl_option *option;
	const char *value, *equals;
	int id;

	if (*text == '-')
		text++;
	equals = strchr(text, '=');
	id = options_find(ctl, text, equals ? (size_t)(equals - text) :
			  strlen(text));
	if (id < 0)
		return DSMIPCTL_USAGE;
	option = &dsmipctl_options[id];
	value = equals ? equals + 1 : NULL;
	if (value && !option->arg)
		return dsmipctl_report_usage(ctl, NULL,
					     "Option \"-%s\" takes no value.",
					     option->name);
	if (!value && option->arg && option->arg[0] != '=') {
		if (*i + 1 == argc)
			return dsmipctl_report_usage(ctl, NULL,
						     "Option \"-%s\" needs a value.",
						     option->name);
		value = argv[++*i];
	}
	return options_store(ctl, id, value);
}

/**
 * dsmipctl_options_parse() - take the options out of the command line
 * @ctl: the run
 * @argc: number of words; becomes the number of those that are no options
 * @argv: the words; those that are no options move to the beginning
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_options_parse(struct dsmipctl *ctl, int *argc, char **argv)
{
	int n = 0;
	int err;

	/* An error in the options is to be in JSON already. */
	for (int i = 0; i < *argc; i++) {
		if (!strcmp(argv[i], "-j") || !strcmp(argv[i], "-json") ||
		    !strcmp(argv[i], "--json"))
			ctl->opt.json = true;
	}
	for (int i = 0; i < *argc; i++) {
		if (argv[i][0] != '-' || !argv[i][1]) {
			argv[n++] = argv[i];
			continue;
		}
		err = options_one(ctl, *argc, argv, &i);
		if (err)
			return err;
	}
	*argc = n;
	argv[n] = NULL;
	return 0;
}
