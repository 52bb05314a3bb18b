// SPDX-License-Identifier: GPL-2.0
/* The object "version". */

#include <string.h>

#include "module.h"
#include "out.h"
#include "parse.h"

/**
 * dsmipctl_version_run() - print the versions of program and module
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_version_run(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	struct json_object *obj;
	bool have_family = false;
	uint32_t family = 0;
	char module[64];
	bool loaded;

	(void)args;
	loaded = dsmipctl_module_version(module, sizeof(module));
	if (!ctl->client && dsmip_client_open(&ctl->client)) {
		dsmip_client_close(ctl->client);
		ctl->client = NULL;
	}
	if (ctl->client)
		have_family = !dsmip_client_version(ctl->client, &family);
	if (!ctl->opt.json) {
		fprintf(ctl->out, "dsmipctl %s, module %s\n", DSMIP_VERSION,
			loaded ? module : "not loaded");
		return 0;
	}
	obj = json_object_new_object();
	json_object_object_add(obj, "version",
			       json_object_new_string(DSMIP_VERSION));
	json_object_object_add(obj, "json_schema",
			       json_object_new_int(DSMIPCTL_JSON_SCHEMA));
	json_object_object_add(obj, "module_version", loaded ?
			       json_object_new_string(module) : NULL);
	json_object_object_add(obj, "family_version", have_family ?
			       json_object_new_int64(family) : NULL);
	dsmipctl_out_begin(ctl);
	dsmipctl_out_item(ctl, obj);
	dsmipctl_out_end(ctl);
	return 0;
}
