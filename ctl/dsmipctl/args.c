// SPDX-License-Identifier: GPL-2.0
/* Values of keys: reading them, and making requests of them. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "report.h"
#include "value.h"
#include "words.h"

static int args_bad_addr(struct dsmipctl *ctl, const char *text)
{
	return dsmipctl_report_usage(ctl, NULL,
				     "\"%s\" is not an IP address.", text);
}

static int args_home(struct dsmipctl *ctl, struct dsmipctl_args *args,
		     const char *text)
{
	struct dsmip_prefix *bigger;
	struct dsmip_prefix p;

	if (!dsmip_prefix_parse(text, &p))
		return dsmipctl_report_usage(ctl, NULL,
					     "\"%s\" is not an IP address or prefix.",
					     text);
	bigger = reallocarray(args->home, args->n_home + 1, sizeof(p));
	if (!bigger)
		return dsmipctl_report_failure(ctl, ENOMEM, NULL,
					       "Out of memory.");
	args->home = bigger;
	args->home[args->n_home++] = p;
	return 0;
}

static int args_local(struct dsmipctl *ctl, struct dsmipctl_args *args,
		      const char *text)
{
	struct dsmip_addr addr;

	if (!dsmip_addr_parse(text, &addr))
		return args_bad_addr(ctl, text);
	for (size_t i = 0; i < args->n_local; i++) {
		if (args->local[i].family == addr.family)
			return dsmipctl_report_usage(ctl, NULL,
						     "\"local\" is given twice for %s.",
						     addr.family == AF_INET ?
						     "IPv4" : "IPv6");
	}
	args->local[args->n_local++] = addr;
	return 0;
}

/**
 * dsmipctl_args_number() - read a number
 * @ctl: the run
 * @text: the text
 * @min: the smallest that is allowed, 0 or 1
 * @max: the largest
 * @value: where it goes
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_args_number(struct dsmipctl *ctl, const char *text,
			 unsigned int min, uint64_t max, uint64_t *value)
{
	*value = 0;
	if ((!min && !strcmp(text, "0")) ||
	    dsmip_value_number(text, max, value))
		return 0;
	return dsmipctl_report_usage(ctl, NULL,
				     "\"%s\" is not a number from %u to %llu.",
				     text, min, (unsigned long long)max);
}

static int args_mark(struct dsmipctl *ctl, const char *text, uint32_t *mark)
{
	if (dsmip_value_mark(text, mark))
		return 0;
	return dsmipctl_report_usage(ctl, "as in 0xd5000001",
				     "\"%s\" is not a mark.", text);
}

static int args_encap(struct dsmipctl *ctl, const char *text, uint32_t *encap)
{
	struct dsmip_words words = {};
	char list[64], hint[80];
	int found;

	for (uint32_t i = 1; dsmip_name_encap(i); i++)
		dsmip_words_add(&words, dsmip_name_encap(i), i);
	found = dsmip_words_find(&words, text);
	if (found > 0) {
		*encap = found;
		return 0;
	}
	snprintf(hint, sizeof(hint), "there are %s",
		 dsmip_words_list(&words, "", list, sizeof(list)));
	return dsmipctl_report_usage(ctl, hint,
				     "\"%s\" is not an encapsulation.", text);
}

static int args_addr(struct dsmipctl *ctl, const char *text,
		     struct dsmip_addr *addr)
{
	return dsmip_addr_parse(text, addr) ? 0 : args_bad_addr(ctl, text);
}

static int args_key(struct dsmipctl *ctl, const char *text, uint32_t *key)
{
	uint64_t number;
	int err = dsmipctl_args_number(ctl, text, 0, UINT32_MAX, &number);

	*key = number;
	return err;
}

static int args_keys(struct dsmipctl *ctl, struct dsmipctl_args *args,
		     const char *text)
{
	int err = args_key(ctl, text, &args->ikey);

	args->okey = args->ikey;
	args->given |= 1ull << DSMIPCTL_KEY_IKEY | 1ull << DSMIPCTL_KEY_OKEY;
	return err;
}

static int args_dscp(struct dsmipctl *ctl, const char *text, uint8_t *dscp)
{
	uint64_t number = 0;

	if (!strcmp(text, "inherit"))
		number = DSMIP_DSCP_INHERIT;
	else if (strcmp(text, "0") &&
		 !dsmip_value_number(text, DSMIP_DSCP_INHERIT - 1, &number))
		return dsmipctl_report_usage(ctl, NULL,
					     "\"%s\" is neither \"inherit\" nor a number from 0 to 63.",
					     text);
	*dscp = number;
	return 0;
}

static int args_port(struct dsmipctl *ctl, const char *text, uint16_t *port)
{
	uint64_t number;
	int err = dsmipctl_args_number(ctl, text, 1, UINT16_MAX, &number);

	*port = number;
	return err;
}

/**
 * dsmipctl_args_onoff() - read on or off
 * @ctl: the run
 * @text: the text
 * @on: where it goes
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_args_onoff(struct dsmipctl *ctl, const char *text, bool *on)
{
	*on = !strcmp(text, "on");
	if (*on || !strcmp(text, "off"))
		return 0;
	return dsmipctl_report_usage(ctl, NULL,
				     "\"%s\" is neither \"on\" nor \"off\".",
				     text);
}

static int args_dev(struct dsmipctl *ctl, const char *text, const char **dev)
{
	if (!dsmip_value_ifname(text))
		return dsmipctl_report_usage(ctl, NULL,
					     "\"%s\" is not a device name.",
					     text);
	*dev = text;
	return 0;
}

static int args_on(struct dsmipctl *ctl, struct dsmipctl_args *args,
		   const char *text)
{
	const char **bigger;

	bigger = reallocarray(args->on, args->n_on + 1, sizeof(*bigger));
	if (!bigger)
		return dsmipctl_report_failure(ctl, ENOMEM, NULL,
					       "Out of memory.");
	args->on = bigger;
	return args_dev(ctl, text, &args->on[args->n_on++]);
}

/* Room for one more, and for what a request will make of it. */
static int args_copy(struct dsmipctl *ctl, struct dsmipctl_args *args,
		     const char *text)
{
	size_t n = args->n_copy + 1;
	struct dsmip_binding *copies;
	struct dsmipctl_args *copy;

	copies = reallocarray(args->copies, n, sizeof(*copies));
	if (copies)
		args->copies = copies;
	copy = reallocarray(args->copy, n, sizeof(*copy));
	if (copy)
		args->copy = copy;
	if (!copies || !copy)
		return dsmipctl_report_failure(ctl, ENOMEM, NULL,
					       "Out of memory.");
	copy += args->n_copy++;
	memset(copy, 0, sizeof(*copy));
	return args_addr(ctl, text, &copy->coa);
}

static int args_time(struct dsmipctl *ctl, const char *text, uint64_t *ms)
{
	if (dsmip_value_time(text, ms))
		return 0;
	return dsmipctl_report_usage(ctl,
				     "seconds as in 300 or 0.5, or 300s, 5m, 1h, 2d, forever",
				     "\"%s\" is not a time.", text);
}

/* Unlike a lifetime it has to end. */
static int args_group_time(struct dsmipctl *ctl, const char *text, uint32_t *ms)
{
	uint64_t time;

	if (dsmip_value_time(text, &time) && time && time <= UINT32_MAX) {
		*ms = time;
		return 0;
	}
	return dsmipctl_report_usage(ctl, "seconds as in 260 or 0.5, or 260s, 5m",
				     "\"%s\" is not a time that ends.", text);
}

static int args_store(struct dsmipctl *ctl, struct dsmipctl_args *args,
		      enum dsmipctl_key_id key, const char *text)
{
	uint64_t number = 0;
	int err;

	switch (key) {
	case DSMIPCTL_KEY_DEV:
	case DSMIPCTL_KEY_NEW:
	case DSMIPCTL_KEY_INGRESS:
		return args_dev(ctl, text, &args->dev);
	case DSMIPCTL_KEY_ON:
		return args_on(ctl, args, text);
	case DSMIPCTL_KEY_TOPIC:
		args->topic = text;
		return 0;
	case DSMIPCTL_KEY_HOME:
		return args_home(ctl, args, text);
	case DSMIPCTL_KEY_COA:
		return args_addr(ctl, text, &args->coa);
	case DSMIPCTL_KEY_COPY:
		return args_copy(ctl, args, text);
	case DSMIPCTL_KEY_HOME_TUNNEL:
		return args_addr(ctl, text, &args->home_tunnel);
	case DSMIPCTL_KEY_HOME_TUNNEL_LOCAL:
		return args_addr(ctl, text, &args->home_tunnel_local);
	case DSMIPCTL_KEY_LOCAL:
		return args_local(ctl, args, text);
	case DSMIPCTL_KEY_ENCAP:
		return args_encap(ctl, text, &args->encap);
	case DSMIPCTL_KEY_LIFETIME:
		return args_time(ctl, text, &args->lifetime);
	case DSMIPCTL_KEY_GROUP_TIME:
		return args_group_time(ctl, text, &args->group_time);
	case DSMIPCTL_KEY_PMTUDISC:
		return dsmipctl_args_onoff(ctl, text, &args->pmtudisc);
	case DSMIPCTL_KEY_DECAP_DSCP:
		return dsmipctl_args_onoff(ctl, text, &args->decap_dscp);
	case DSMIPCTL_KEY_DSCP:
		return args_dscp(ctl, text, &args->dscp);
	case DSMIPCTL_KEY_PORT:
		return args_port(ctl, text, &args->port);
	case DSMIPCTL_KEY_LOCAL_PORT:
		return args_port(ctl, text, &args->local_port);
	case DSMIPCTL_KEY_KEY:
		return args_keys(ctl, args, text);
	case DSMIPCTL_KEY_IKEY:
		return args_key(ctl, text, &args->ikey);
	case DSMIPCTL_KEY_OKEY:
		return args_key(ctl, text, &args->okey);
	case DSMIPCTL_KEY_ID:
		err = dsmipctl_args_number(ctl, text, 1, UINT32_MAX, &number);
		args->id = number;
		return err;
	case DSMIPCTL_KEY_MAX_BINDINGS:
		err = dsmipctl_args_number(ctl, text, 1, UINT32_MAX, &number);
		args->max_bindings = number;
		return err;
	case DSMIPCTL_KEY_ORIGINS:
		err = dsmipctl_args_number(ctl, text, 1, UINT32_MAX, &number);
		args->origins = number;
		return err;
	case DSMIPCTL_KEY_ORIGIN_MARK:
		return args_mark(ctl, text, &args->origin_mark);
	case DSMIPCTL_KEY_ORIGIN:
	case DSMIPCTL_KEY_TAG:
		return args_mark(ctl, text, &args->origin);
	default:
		return dsmipctl_args_store_daemon(ctl, args, key, text);
	}
}

/**
 * dsmipctl_args_store() - read the value of a key
 * @ctl: the run
 * @args: where it goes
 * @key: the key
 * @text: the value
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_args_store(struct dsmipctl *ctl, struct dsmipctl_args *args,
			enum dsmipctl_key_id key, const char *text)
{
	args->given |= 1ull << key;
	if (dsmipctl_keys[key].type == DSMIPCTL_TYPE_FLAG) {
		args->flags |= dsmip_name_parse_flag(dsmipctl_keys[key].name);
		return 0;
	}
	return args_store(ctl, args, key, text);
}

/**
 * dsmipctl_args_ifindex() - number of the device that is meant
 * @ctl: the run
 * @args: the values
 * @ifindex: where it goes
 *
 * Return: 0, or an exit code after an error has been printed: there is no such
 * device, or none is named and there is not just one.
 */
int dsmipctl_args_ifindex(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args, uint32_t *ifindex)
{
	if (args->dev)
		return dsmipctl_dev_index(ctl, args->dev, ifindex);
	return dsmipctl_dev_sole(ctl, ifindex);
}

static struct dsmip_binding args_end(const struct dsmipctl_args *args)
{
	return (struct dsmip_binding){
		.coa = args->coa,
		.local = args->local[0],
		.port = args->port,
		.encap = args->encap,
		.flags = args->flags,
		.lifetime = args->lifetime,
		.local_port = args->local_port,
		.ikey = args->ikey,
		.okey = args->okey,
		.has_ikey = dsmipctl_given(args, DSMIPCTL_KEY_IKEY),
		.has_okey = dsmipctl_given(args, DSMIPCTL_KEY_OKEY),
		.home_tunnel = args->home_tunnel,
		.home_tunnel_local = args->home_tunnel_local,
	};
}

/**
 * dsmipctl_args_binding() - a binding of what was given
 * @ctl: the run
 * @args: the values; the binding points to their home prefixes and copies
 * @binding: where it goes
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_args_binding(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args,
			  struct dsmip_binding *binding)
{
	int err;

	err = dsmipctl_connect(ctl);
	if (err)
		return err;
	*binding = args_end(args);
	binding->id = args->id;
	binding->home = args->home;
	binding->n_home = args->n_home;
	binding->origin = args->origin;
	for (size_t i = 0; i < args->n_copy; i++)
		args->copies[i] = args_end(&args->copy[i]);
	binding->copy = args->copies;
	binding->n_copy = args->n_copy;
	return dsmipctl_args_ifindex(ctl, args, &binding->ifindex);
}
