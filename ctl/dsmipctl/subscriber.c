// SPDX-License-Identifier: GPL-2.0
/* The object "subscriber". */

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "args.h"
#include "batch.h"
#include "daemon.h"
#include "render_any.h"
#include "report.h"
#include "secret.h"
#include "table.h"

#define SUBSCRIBER_KEY_MAX	64
#define SUBSCRIBER_PAGE		1000

static void subscriber_text(struct json_object *object, const char *name,
			    const char *text)
{
	json_object_object_add(object, name, json_object_new_string(text));
}

static struct json_object *subscriber_prefixes(const struct dsmip_prefix *list,
					       size_t n, uint8_t family)
{
	struct json_object *array = json_object_new_array();
	char text[DSMIP_PREFIX_STRLEN];

	for (size_t i = 0; i < n; i++) {
		if (list[i].addr.family != family)
			continue;
		dsmip_prefix_format(&list[i], text, sizeof(text));
		json_object_array_add(array, json_object_new_string(text));
	}
	return array;
}

/* One IPv6 address, and all else is IPv4. */
static int subscriber_homes(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args,
			    struct json_object *object)
{
	char text[DSMIP_ADDR_STRLEN];
	bool have = false;

	for (size_t i = 0; i < args->n_home; i++) {
		const struct dsmip_prefix *home = &args->home[i];

		if (home->addr.family != AF_INET6)
			continue;
		if (have || !dsmip_prefix_is_host(home))
			return dsmipctl_report_usage(ctl,
						     "mobile network prefixes go with \"prefix\"",
						     "There is one IPv6 home address, and it is no prefix.");
		have = true;
		subscriber_text(object, "hoa",
				dsmip_addr_format(&home->addr, text,
						  sizeof(text)));
	}
	if (args->n_home)
		json_object_object_add(object, "home4",
				       subscriber_prefixes(args->home,
							   args->n_home,
							   AF_INET));
	return 0;
}

static int subscriber_stdin(struct dsmipctl *ctl, const char *file)
{
	if (!ctl->opt.batch || strcmp(ctl->opt.batch, "-") || strcmp(file, "-"))
		return 0;
	return dsmipctl_report_usage(ctl, NULL,
				     "The batch is read from standard input, so \"%s\" is no file here.",
				     file);
}

static int subscriber_key(struct dsmipctl *ctl, const char *file,
			  struct json_object *object)
{
	uint8_t key[SUBSCRIBER_KEY_MAX];
	char text[2 * sizeof(key) + 3];
	char why[160];
	size_t len;
	int err;

	err = subscriber_stdin(ctl, file);
	if (err)
		return err;
	err = dsmip_secret_read(file, key, sizeof(key), &len, why, sizeof(why));
	if (err)
		return dsmipctl_report_failure(ctl, -err, NULL,
					       "Key file \"%s\" %s.", file, why);
	strcpy(text, "0x");
	for (size_t i = 0; i < len; i++)
		sprintf(text + 2 + 2 * i, "%02x", key[i]);
	subscriber_text(object, "key", text);
	explicit_bzero(key, sizeof(key));
	explicit_bzero(text, sizeof(text));
	return 0;
}

/* A file with JSON, as dsmipctl(8) has it; it is as secret as a key. */
static int subscriber_esp(struct dsmipctl *ctl, const char *file,
			  struct json_object *object)
{
	struct json_object *esp;
	char text[4096], why[160];
	int err;

	err = subscriber_stdin(ctl, file);
	if (err)
		return err;
	err = dsmip_secret_text(file, text, sizeof(text), why, sizeof(why));
	if (err)
		return dsmipctl_report_failure(ctl, -err, NULL,
					       "File \"%s\" %s.", file, why);
	esp = json_tokener_parse(text);
	explicit_bzero(text, sizeof(text));
	if (!json_object_is_type(esp, json_type_object)) {
		json_object_put(esp);
		return dsmipctl_report_failure(ctl, EINVAL, NULL,
					       "File \"%s\" has no JSON object.",
					       file);
	}
	json_object_object_add(object, "esp", esp);
	return 0;
}

/* The association of Mobile IPv4; null takes it away. */
static int subscriber_mip4(struct dsmipctl *ctl,
			   const struct dsmipctl_args *args,
			   struct json_object *object)
{
	struct json_object *mip4;
	int err = 0;

	if (dsmipctl_given(args, DSMIPCTL_KEY_MIP4_SPI) && !args->mip4_spi) {
		json_object_object_add(object, "mip4", NULL);
		return 0;
	}
	mip4 = json_object_new_object();
	if (args->mip4_spi)
		json_object_object_add(mip4, "spi",
				       json_object_new_int64(args->mip4_spi));
	if (args->mip4_algorithm)
		subscriber_text(mip4, "algorithm", args->mip4_algorithm);
	if (args->mip4_replay)
		subscriber_text(mip4, "replay", args->mip4_replay);
	if (args->mip4_key_file)
		err = subscriber_key(ctl, args->mip4_key_file, mip4);
	if (!err && json_object_object_length(mip4))
		json_object_object_add(object, "mip4", mip4);
	else
		json_object_put(mip4);
	return err;
}

static int subscriber_secrets(struct dsmipctl *ctl,
			      const struct dsmipctl_args *args,
			      struct json_object *object)
{
	int err = 0;

	if (args->key_file)
		err = subscriber_key(ctl, args->key_file, object);
	if (!err && args->esp_file)
		err = subscriber_esp(ctl, args->esp_file, object);
	if (!err)
		err = subscriber_mip4(ctl, args, object);
	return err;
}

/* What was given, as an object for dsmipd; NULL after an error. */
static struct json_object *subscriber_object(struct dsmipctl *ctl,
					     const struct dsmipctl_args *args,
					     int *err)
{
	struct json_object *object = json_object_new_object();
	struct json_object *prefixes;

	subscriber_text(object, "name", args->name);
	*err = subscriber_homes(ctl, args, object);
	if (dsmipctl_given(args, DSMIPCTL_KEY_MOBILE_PREFIX)) {
		prefixes = subscriber_prefixes(args->prefix, args->n_prefix,
					       AF_INET6);
		json_object_object_add(object, "prefix", prefixes);
	}
	if (args->pool4)
		subscriber_text(object, "pool4", args->pool4);
	if (args->pool4_prefix)
		subscriber_text(object, "pool4_prefix", args->pool4_prefix);
	if (dsmipctl_given(args, DSMIPCTL_KEY_ROUTER))
		json_object_object_add(object, "router",
				       json_object_new_boolean(args->router));
	if (dsmipctl_given(args, DSMIPCTL_KEY_ENABLED))
		json_object_object_add(object, "enabled",
				       json_object_new_boolean(args->enabled));
	if (args->security)
		subscriber_text(object, "security", args->security);
	if (args->spi)
		json_object_object_add(object, "spi",
				       json_object_new_int64(args->spi));
	if (!*err)
		*err = subscriber_secrets(ctl, args, object);
	if (!*err)
		return object;
	json_object_put(object);
	return NULL;
}

/* What has become of a subscriber, for those who read JSON. */
static int subscriber_call(struct dsmipctl *ctl, const char *method,
			   struct json_object *params)
{
	struct json_object *result = NULL;
	int err;

	err = dsmipctl_daemon_call(ctl, method, params, &result);
	if (!err && ctl->opt.json) {
		dsmipctl_out_begin(ctl);
		dsmipctl_out_item(ctl, json_object_get(result));
		dsmipctl_out_end(ctl);
	}
	json_object_put(result);
	return err;
}

/**
 * dsmipctl_subscriber_add() - let a mobile node register
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_subscriber_add(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args)
{
	struct json_object *object;
	int err;

	object = subscriber_object(ctl, args, &err);
	if (object)
		err = dsmipctl_daemon_group(ctl, object);
	if (err || ctl->batch || !ctl->opt.json)
		return err;
	object = json_object_new_object();
	subscriber_text(object, "name", args->name);
	return subscriber_call(ctl, "subscriber.show", object);
}

/**
 * dsmipctl_subscriber_set() - change what a mobile node may register, and how
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_subscriber_set(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args)
{
	struct json_object *object;
	int err;

	object = subscriber_object(ctl, args, &err);
	return object ? subscriber_call(ctl, "subscriber.set", object) : err;
}

/* Who is meant, by name or home address; NULL: not one of them. */
static struct json_object *subscriber_who(struct dsmipctl *ctl,
					  const struct dsmipctl_args *args,
					  int *err)
{
	struct json_object *object = json_object_new_object();
	char text[DSMIP_ADDR_STRLEN];

	*err = 0;
	if (args->name)
		subscriber_text(object, "name", args->name);
	if (args->n_home && !dsmip_prefix_is_host(&args->home[0]))
		*err = dsmipctl_report_usage(ctl, NULL,
					     "Subscribers are known by a home address, which is no prefix.");
	else if (args->n_home)
		subscriber_text(object, "hoa",
				dsmip_addr_format(&args->home[0].addr, text,
						  sizeof(text)));
	if (!*err && json_object_object_length(object))
		return object;
	json_object_put(object);
	return NULL;
}

/**
 * dsmipctl_subscriber_del() - delete a subscriber and its registration
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_subscriber_del(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args)
{
	struct json_object *who, *result = NULL;
	int err;

	who = subscriber_who(ctl, args, &err);
	if (who)
		err = dsmipctl_daemon_call(ctl, "subscriber.del", who, &result);
	json_object_put(result);
	return dsmipctl_out_nothing(ctl, err);
}

static struct dsmipctl_table *subscriber_table(struct dsmipctl *ctl)
{
	struct dsmipctl_table *table = dsmipctl_table_open(ctl);

	dsmipctl_table_column(table, "NAME", false);
	dsmipctl_table_column(table, "HOA", false);
	dsmipctl_table_column(table, "HOME4", false);
	dsmipctl_table_column(table, "PREFIX", false);
	dsmipctl_table_column(table, "POOL4", false);
	dsmipctl_table_column(table, "SECURITY", false);
	dsmipctl_table_column(table, "SPI", true);
	dsmipctl_table_column(table, "ENABLED", false);
	return table;
}

static void subscriber_row(struct dsmipctl_table *table, struct json_object *sub)
{
	static const char *const members[] = { "security", "spi", "enabled" };
	char text[160];

	dsmipctl_table_cell(table, DSMIPCTL_INK_NONE, "%s",
			    dsmipctl_render_member(sub, "name"));
	dsmipctl_table_cell(table, DSMIPCTL_INK_IPV6, "%s",
			    dsmipctl_render_member(sub, "hoa"));
	dsmipctl_table_cell(table, DSMIPCTL_INK_IPV4, "%s",
			    dsmipctl_render_list(sub, "home4", text,
						 sizeof(text)));
	dsmipctl_table_cell(table, DSMIPCTL_INK_IPV6, "%s",
			    dsmipctl_render_list(sub, "prefix", text,
						 sizeof(text)));
	dsmipctl_table_cell(table, DSMIPCTL_INK_NONE, "%s",
			    dsmipctl_render_member(sub, "pool4"));
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		dsmipctl_table_cell(table, DSMIPCTL_INK_NONE, "%s",
				    dsmipctl_render_member(sub, members[i]));
}

static void subscriber_print(struct dsmipctl *ctl, struct dsmipctl_table *table,
			     struct json_object *sub)
{
	if (ctl->opt.json) {
		dsmipctl_out_item(ctl, json_object_get(sub));
	} else if (ctl->opt.oneline) {
		dsmipctl_render_any_oneline(ctl, sub);
	} else if (ctl->opt.details) {
		dsmipctl_render_any(ctl, sub, 0);
		fputc('\n', ctl->out);
	} else {
		subscriber_row(table, sub);
	}
}

/* A page; returns where the next one begins, or NULL. */
static struct json_object *subscriber_page(struct dsmipctl *ctl,
					   struct dsmipctl_table *table,
					   struct json_object *page)
{
	struct json_object *list, *next;

	if (!json_object_object_get_ex(page, "subscribers", &list) ||
	    !json_object_is_type(list, json_type_array))
		return NULL;
	for (size_t i = 0; i < json_object_array_length(list); i++)
		subscriber_print(ctl, table, json_object_array_get_idx(list, i));
	return json_object_object_get_ex(page, "next", &next) ?
	       json_object_get(next) : NULL;
}

static int subscriber_all(struct dsmipctl *ctl, struct dsmipctl_table *table)
{
	struct json_object *params = NULL;
	struct json_object *page, *next;
	int err;

	do {
		page = NULL;
		err = dsmipctl_daemon_call(ctl, "subscriber.list", params,
					   &page);
		if (err)
			return err;
		next = subscriber_page(ctl, table, page);
		json_object_put(page);
		if (next) {
			params = json_object_new_object();
			json_object_object_add(params, "after", next);
		}
	} while (next);
	return 0;
}

/**
 * dsmipctl_subscriber_show() - show subscribers
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_subscriber_show(struct dsmipctl *ctl,
			     const struct dsmipctl_args *args)
{
	struct dsmipctl_table *table = subscriber_table(ctl);
	struct json_object *who, *sub = NULL;
	int err;

	dsmipctl_out_begin(ctl);
	who = subscriber_who(ctl, args, &err);
	if (who) {
		err = dsmipctl_daemon_call(ctl, "subscriber.show", who, &sub);
		if (!err)
			subscriber_print(ctl, table, sub);
		json_object_put(sub);
	} else if (!err) {
		err = subscriber_all(ctl, table);
	}
	dsmipctl_table_close(table);
	if (!err)
		dsmipctl_out_end(ctl);
	return err;
}
