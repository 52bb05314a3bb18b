// SPDX-License-Identifier: GPL-2.0
/* Values of keys of commands for dsmipd. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "report.h"
#include "words.h"

/* A prefix of IPv6; "none" empties the list. */
static int args_prefix(struct dsmipctl *ctl, struct dsmipctl_args *args,
		       const char *text)
{
	struct dsmip_prefix *bigger;
	struct dsmip_prefix p;

	if (!strcmp(text, "none") && !args->n_prefix)
		return 0;
	if (!dsmip_prefix_parse(text, &p) || p.addr.family != AF_INET6)
		return dsmipctl_report_usage(ctl, NULL,
					     "\"%s\" is not an IPv6 prefix.",
					     text);
	bigger = reallocarray(args->prefix, args->n_prefix + 1, sizeof(p));
	if (!bigger)
		return dsmipctl_report_failure(ctl, ENOMEM, NULL,
					       "Out of memory.");
	args->prefix = bigger;
	args->prefix[args->n_prefix++] = p;
	return 0;
}

static int args_word(struct dsmipctl *ctl, const char *const *list,
		     const char *what, const char *text, const char **value)
{
	struct dsmip_words words = {};
	char names[80], hint[96];
	int found;

	for (int i = 0; list[i]; i++)
		dsmip_words_add(&words, list[i], i);
	found = dsmip_words_find(&words, text);
	if (found >= 0) {
		*value = list[found];
		return 0;
	}
	snprintf(hint, sizeof(hint), "there are %s",
		 dsmip_words_list(&words, "", names, sizeof(names)));
	return dsmipctl_report_usage(ctl, hint, "\"%s\" is not %s.", text, what);
}

/* "none" is 0. */
static int args_spi(struct dsmipctl *ctl, const char *text, uint32_t *spi)
{
	uint64_t number = 0;
	int err = 0;

	if (strcmp(text, "none"))
		err = dsmipctl_args_number(ctl, text, 1, UINT32_MAX, &number);
	*spi = number;
	return err;
}

static const char *args_pool(const char *text)
{
	return strcmp(text, "none") ? text : "";
}

/**
 * dsmipctl_args_store_daemon() - read the value of a key for dsmipd
 * @ctl: the run
 * @args: where it goes
 * @key: the key
 * @text: the value
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_args_store_daemon(struct dsmipctl *ctl,
			       struct dsmipctl_args *args,
			       enum dsmipctl_key_id key, const char *text)
{
	uint64_t number = 0;
	int err = 0;

	switch (key) {
	case DSMIPCTL_KEY_NAME:
		args->name = text;
		break;
	case DSMIPCTL_KEY_MOBILE_PREFIX:
		return args_prefix(ctl, args, text);
	case DSMIPCTL_KEY_POOL4:
		args->pool4 = args_pool(text);
		break;
	case DSMIPCTL_KEY_POOL4_PREFIX:
		args->pool4_prefix = args_pool(text);
		break;
	case DSMIPCTL_KEY_ROUTER:
		return dsmipctl_args_onoff(ctl, text, &args->router);
	case DSMIPCTL_KEY_ENABLED:
		return dsmipctl_args_onoff(ctl, text, &args->enabled);
	case DSMIPCTL_KEY_SECURITY:
		return args_word(ctl, dsmipctl_securities, "a kind of security",
				 text, &args->security);
	case DSMIPCTL_KEY_LEVEL:
		return args_word(ctl, dsmipctl_levels, "a level", text,
				 &args->level);
	case DSMIPCTL_KEY_KEY_FILE:
		args->key_file = text;
		break;
	case DSMIPCTL_KEY_ESP_FILE:
		args->esp_file = text;
		break;
	case DSMIPCTL_KEY_MIP4_KEY_FILE:
		args->mip4_key_file = text;
		break;
	case DSMIPCTL_KEY_MIP4_ALGORITHM:
		return args_word(ctl, dsmipctl_algorithms, "an algorithm", text,
				 &args->mip4_algorithm);
	case DSMIPCTL_KEY_MIP4_REPLAY:
		return args_word(ctl, dsmipctl_replays,
				 "a protection against replay", text,
				 &args->mip4_replay);
	case DSMIPCTL_KEY_MIP4_SPI:
		return args_spi(ctl, text, &args->mip4_spi);
	case DSMIPCTL_KEY_FILE:
		args->file = text;
		break;
	case DSMIPCTL_KEY_LINES:
		err = dsmipctl_args_number(ctl, text, 1, UINT32_MAX, &number);
		args->lines = number;
		break;
	default:
		err = dsmipctl_args_number(ctl, text, 1, UINT32_MAX, &number);
		args->spi = number;
	}
	return err;
}
