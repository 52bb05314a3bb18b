// SPDX-License-Identifier: GPL-2.0
/*
 * Methods subscriber.*.  Services are told of what is in the store, not of
 * what may still be rolled back.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "rpc.h"
#include "subscriber_json.h"

#define SUBSCRIBER_MAX_ADD	10000	/* in a request */
#define SUBSCRIBER_MAX_LIST	1000	/* in an answer */

static void subscriber_tell(struct dsmipd_agent *agent,
			    const struct dsmipd_subscriber *old,
			    const struct dsmipd_subscriber *new)
{
	struct dsmipd_service *service;

	for (service = agent->services; service; service = service->next) {
		if (service->ops->subscriber)
			service->ops->subscriber(service, old, new);
	}
}

static int subscriber_none(struct dsmipd_rpc *rpc, int err, const char *name)
{
	if (err == -ENOENT)
		return dsmipd_rpc_fail(rpc, ENOENT, "there is no subscriber %s",
				       name ?: "with this home address");
	return dsmipd_rpc_fail_store(rpc, err);
}

/* Finds the subscriber that is named, by name or home address. */
static int subscriber_find(struct dsmipd_rpc *rpc,
			   struct dsmipd_subscriber *sub)
{
	const char *name = NULL;
	struct dsmip_addr hoa;
	int by_name, by_hoa;
	int err;

	by_name = dsmipd_rpc_string(rpc, rpc->params, "name", &name);
	by_hoa = dsmipd_rpc_home(rpc, rpc->params, "hoa", &hoa);
	if (by_name < 0 || by_hoa < 0)
		return -1;
	if (!by_name && !by_hoa)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"name\" or \"hoa\" is missing");
	err = by_name ?
	      dsmipd_store_subscriber_by_name(rpc->agent->store, name, sub) :
	      dsmipd_store_subscriber_by_home(rpc->agent->store, &hoa, sub);
	return err ? subscriber_none(rpc, err, name) : 0;
}

/**
 * struct subscriber_batch - subscribers that are being added
 * @subs: those that have been
 * @n: how many
 * @failed: those that have not: index, code and message
 */
struct subscriber_batch {
	struct dsmipd_subscriber *subs;
	size_t n;
	struct json_object *failed;
};

static int subscriber_new(struct dsmipd_rpc *rpc, struct json_object *object,
			  struct dsmipd_subscriber *sub)
{
	int err;

	*sub = (struct dsmipd_subscriber) { .enabled = true };
	if (!json_object_is_type(object, json_type_object))
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "a subscriber is no object");
	if (!dsmipd_rpc_known(rpc, object, dsmipd_subscriber_json_names) ||
	    dsmipd_subscriber_json_read(rpc, object, sub) ||
	    dsmipd_subscriber_check(rpc, sub))
		return -1;
	err = dsmipd_store_subscriber_add(rpc->agent->store, sub);
	return err ? dsmipd_rpc_fail_store(rpc, err) : 0;
}

static void subscriber_failed(struct dsmipd_rpc *rpc,
			      struct subscriber_batch *batch, size_t index)
{
	struct json_object *object = json_object_new_object();

	dsmipd_rpc_add_number(object, "index", index);
	json_object_object_add(object, "code", json_object_new_int(rpc->code));
	dsmipd_rpc_add_text(object, "message", rpc->text);
	json_object_array_add(batch->failed, object);
	rpc->code = 0;
}

/* One after the other until one fails, or, with @force, in spite of that. */
static int subscriber_add_all(struct dsmipd_rpc *rpc,
			      struct subscriber_batch *batch,
			      struct json_object *array, bool force)
{
	const size_t n = json_object_array_length(array);
	int err;

	err = dsmipd_store_begin(rpc->agent->store);
	if (err)
		return dsmipd_rpc_fail_store(rpc, err);
	for (size_t i = 0; i < n; i++) {
		if (!subscriber_new(rpc, json_object_array_get_idx(array, i),
				    &batch->subs[batch->n])) {
			batch->n++;
			continue;
		}
		subscriber_failed(rpc, batch, i);
		if (!force)
			break;
	}
	err = dsmipd_store_commit(rpc->agent->store);
	if (!err)
		return 0;
	dsmipd_store_rollback(rpc->agent->store);
	return dsmipd_rpc_fail_store(rpc, err);
}

static int subscriber_add(struct dsmipd_rpc *rpc)
{
	struct subscriber_batch batch = {};
	struct json_object *array = NULL;
	bool force = false;
	int given, err;

	given = dsmipd_rpc_array(rpc, rpc->params, "subscribers",
				 SUBSCRIBER_MAX_ADD, &array);
	if (given < 0 ||
	    dsmipd_rpc_bool(rpc, rpc->params, "force", &force) < 0)
		return -1;
	if (!given)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"subscribers\" is missing");
	batch.subs = calloc(json_object_array_length(array) + 1,
			    sizeof(*batch.subs));
	if (!batch.subs)
		return dsmipd_rpc_fail(rpc, ENOMEM, "out of memory");
	batch.failed = json_object_new_array();
	err = subscriber_add_all(rpc, &batch, array, force);
	for (size_t i = 0; !err && i < batch.n; i++)
		subscriber_tell(rpc->agent, NULL, &batch.subs[i]);
	if (err) {
		json_object_put(batch.failed);
	} else {
		rpc->result = json_object_new_object();
		dsmipd_rpc_add_number(rpc->result, "added", batch.n);
		json_object_object_add(rpc->result, "failed", batch.failed);
		if (batch.n == 1)
			dsmipd_notice("%s: subscriber %s added", rpc->peer,
				      batch.subs[0].name);
		else if (batch.n)
			dsmipd_notice("%s: %zu subscribers added, %s to %s",
				      rpc->peer, batch.n, batch.subs[0].name,
				      batch.subs[batch.n - 1].name);
	}
	explicit_bzero(batch.subs, (batch.n + 1) * sizeof(*batch.subs));
	free(batch.subs);
	return err;
}

/* In a transaction of its own; the services have theirs. */
static int subscriber_write(struct dsmipd_rpc *rpc,
			    const struct dsmipd_subscriber *sub, bool delete)
{
	struct dsmipd_store *store = rpc->agent->store;
	int err;

	err = dsmipd_store_begin(store);
	if (err)
		return dsmipd_rpc_fail_store(rpc, err);
	err = delete ? dsmipd_store_subscriber_del(store, sub->id) :
		       dsmipd_store_subscriber_set(store, sub);
	if (!err)
		err = dsmipd_store_commit(store);
	if (!err)
		return 0;
	dsmipd_rpc_fail_store(rpc, err);
	dsmipd_store_rollback(store);
	return -1;
}

/* The name tells who it is, and stays. */
static int subscriber_set(struct dsmipd_rpc *rpc)
{
	struct dsmipd_subscriber old, sub;
	const char *name;
	int given, err;

	given = dsmipd_rpc_string(rpc, rpc->params, "name", &name);
	if (!given)
		return dsmipd_rpc_fail(rpc, DSMIPD_RPC_PARAMS,
				       "\"name\" is missing");
	if (given < 0)
		return -1;
	err = dsmipd_store_subscriber_by_name(rpc->agent->store, name, &old);
	if (err)
		return subscriber_none(rpc, err, name);
	sub = old;
	if (dsmipd_subscriber_json_read(rpc, rpc->params, &sub) ||
	    dsmipd_subscriber_check(rpc, &sub))
		return -1;
	if (subscriber_write(rpc, &sub, false))
		return -1;
	subscriber_tell(rpc->agent, &old, &sub);
	dsmipd_notice("%s: subscriber %s changed", rpc->peer, sub.name);
	rpc->result = dsmipd_subscriber_json_show(&sub);
	explicit_bzero(&old, sizeof(old));
	explicit_bzero(&sub, sizeof(sub));
	return 0;
}

static int subscriber_del(struct dsmipd_rpc *rpc)
{
	struct dsmipd_subscriber sub;

	if (subscriber_find(rpc, &sub))
		return -1;
	/* First his registration ends, while the store still knows him. */
	subscriber_tell(rpc->agent, &sub, NULL);
	if (subscriber_write(rpc, &sub, true))
		return -1;
	dsmipd_notice("%s: subscriber %s deleted", rpc->peer, sub.name);
	rpc->result = dsmipd_subscriber_json_show(&sub);
	return 0;
}

static int subscriber_show(struct dsmipd_rpc *rpc)
{
	struct dsmipd_subscriber sub;

	if (subscriber_find(rpc, &sub))
		return -1;
	rpc->result = dsmipd_subscriber_json_show(&sub);
	return 0;
}

struct subscriber_page {
	struct json_object *array;
	int64_t last;
};

static int subscriber_page_add(const struct dsmipd_subscriber *sub, void *arg)
{
	struct subscriber_page *page = arg;

	page->last = sub->id;
	json_object_array_add(page->array, dsmipd_subscriber_json_show(sub));
	return 0;
}

/* "next" is what the next request says as "after"; null: that was all. */
static int subscriber_list(struct dsmipd_rpc *rpc)
{
	struct subscriber_page page = {};
	int64_t limit = SUBSCRIBER_MAX_LIST;
	struct json_object *next = NULL;
	int64_t after = 0;
	int err;

	if (dsmipd_rpc_number(rpc, rpc->params, "after", 0, INT64_MAX,
			      &after) < 0 ||
	    dsmipd_rpc_number(rpc, rpc->params, "limit", 1, SUBSCRIBER_MAX_LIST,
			      &limit) < 0)
		return -1;
	page.array = json_object_new_array();
	err = dsmipd_store_subscriber_each(rpc->agent->store, after, limit,
					   subscriber_page_add, &page);
	if (err) {
		json_object_put(page.array);
		return dsmipd_rpc_fail_store(rpc, err);
	}
	if ((int64_t)json_object_array_length(page.array) == limit)
		next = json_object_new_int64(page.last);
	rpc->result = json_object_new_object();
	json_object_object_add(rpc->result, "subscribers", page.array);
	json_object_object_add(rpc->result, "next", next);
	return 0;
}

const struct dsmipd_rpc_method dsmipd_rpc_subscriber[] = {
	{ "subscriber.add", { "subscribers", "force" }, subscriber_add },
	{ "subscriber.set", { "name", "enabled", "router", "security", "hoa",
			      "home4", "prefix", "pool4", "pool4_prefix", "spi",
			      "key", "esp", "mip4" }, subscriber_set },
	{ "subscriber.del", { "name", "hoa" }, subscriber_del },
	{ "subscriber.show", { "name", "hoa" }, subscriber_show },
	{ "subscriber.list", { "after", "limit" }, subscriber_list },
};

const size_t dsmipd_rpc_n_subscriber =
	sizeof(dsmipd_rpc_subscriber) / sizeof(dsmipd_rpc_subscriber[0]);
