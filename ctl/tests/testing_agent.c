// SPDX-License-Identifier: GPL-2.0
/* An agent for requests, with a store and a service that writes down. */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "rpc.h"
#include "testing_agent.h"

char testing_agent_dir[] = P_tmpdir "/ctl-control-XXXXXX";
struct dsmipd_agent testing_agent;

char testing_agent_told[4096];

static void service_stop(struct dsmipd_service *service, bool keep)
{
	(void)service;
	(void)keep;
}

static int service_reload(struct dsmipd_service *service,
			  const struct dsmipd_config *config, char *why,
			  size_t why_size)
{
	(void)service;
	(void)config;
	snprintf(why, why_size, "no change, please");
	return -EBUSY;
}

static struct json_object *service_show(struct dsmipd_service *service)
{
	struct json_object *object = json_object_new_object();

	dsmipd_rpc_add_text(object, "name", service->name);
	return object;
}

static void service_bindings(struct dsmipd_service *service,
			     struct json_object *array)
{
	struct json_object *object = json_object_new_object();
	struct json_object *home = json_object_new_array();

	(void)service;
	json_object_array_add(home, json_object_new_string("2001:db8:100::7"));
	json_object_object_add(object, "home", home);
	json_object_array_add(array, object);
}

static int service_unbind(struct dsmipd_service *service,
			  const struct dsmipd_subscriber *sub)
{
	(void)service;
	return sub->hoa.s6_addr[15] == 7 ? 0 : -ENOENT;
}

static void service_subscriber(struct dsmipd_service *service,
			       const struct dsmipd_subscriber *old,
			       const struct dsmipd_subscriber *new)
{
	size_t len = strlen(testing_agent_told);

	(void)service;
	if (old)
		len += sprintf(testing_agent_told + len, "-%x ",
			       old->hoa.s6_addr[15]);
	if (new)
		sprintf(testing_agent_told + len, "+%x ",
			new->hoa.s6_addr[15]);
}

static const struct dsmipd_service_ops service_ops = {
	.kind = "ha6",
	.stop = service_stop,
	.reload = service_reload,
	.show = service_show,
	.bindings = service_bindings,
	.unbind = service_unbind,
	.subscriber = service_subscriber,
};

static struct dsmipd_service service = {
	.ops = &service_ops, .agent = &testing_agent, .name = "home"
};

/**
 * testing_agent_config() - write the configuration
 * @extra: behind the keys of its home agent
 */
void testing_agent_config(const char *extra)
{
	FILE *file = fopen("config", "we");

	assert_non_null(file);
	fprintf(file, "log: {level: error}\nstore: %s/db\ncontrol: {socket: %s/sock}\n", testing_agent_dir, testing_agent_dir);
	fprintf(file, "pools: [{name: v4, range: 203.0.113.0/24}, {name: pd, range: 198.51.100.0/24, length: 28}]\n");
	fprintf(file, "home-agents:\n- {name: home, device: dsmip0, address: 2001:db8:100::1, local4: 192.0.2.1, links: [{prefix: '2001:db8:100::/64'}]%s}\n",
		extra);
	fclose(file);
}

/**
 * testing_agent_setup() - an agent without loop and kernel
 * @state: not used
 *
 * Return: 0.
 */
int testing_agent_setup(void **state)
{
	(void)state;
	/* As in main(). */
	signal(SIGPIPE, SIG_IGN);
	assert_non_null(mkdtemp(testing_agent_dir));
	assert_int_equal(chdir(testing_agent_dir), 0);
	dsmipd_log_open(false, DSMIPD_LOG_ERROR);
	testing_agent_config("");
	testing_agent.config_path = "config";
	assert_int_equal(dsmipd_agent_read(&testing_agent.config, "config", NULL, NULL), 0);
	assert_int_equal(dsmipd_store_open(&testing_agent.store, testing_agent.config->store), 0);
	assert_int_equal(dsmipd_pools_new(&testing_agent.pools), 0);
	for (size_t i = 0; i < testing_agent.config->n_pools; i++)
		assert_int_equal(dsmipd_pools_add(testing_agent.pools, &testing_agent.config->pools[i]), 0);
	testing_agent.services = &service;
	return 0;
}

/**
 * testing_agent_teardown() - the end of it
 * @state: not used
 *
 * Return: 0, or not.
 */
int testing_agent_teardown(void **state)
{
	(void)state;
	dsmipd_pools_free(testing_agent.pools);
	dsmipd_store_close(testing_agent.store);
	dsmipd_config_free(testing_agent.config);
	unlink("config");
	unlink("db");
	unlink("db-wal");
	unlink("db-shm");
	assert_int_equal(chdir("/"), 0);
	return rmdir(testing_agent_dir);
}

/**
 * testing_agent_ask() - send it a request
 * @text: the request
 * @len: its length
 *
 * Return: the answer, to be freed; NULL if there is none.
 */
char *testing_agent_ask(const char *text, size_t len)
{
	struct json_object *answer;
	char *copy;

	answer = dsmipd_rpc_answer(&testing_agent, "test", text, len);
	if (!answer)
		return NULL;
	copy = strdup(json_object_to_json_string_ext(answer, JSON_C_TO_STRING_PLAIN |
						     JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(answer);
	return copy;
}

