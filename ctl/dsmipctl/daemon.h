/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to dsmipd: JSON-RPC 2.0 over its control socket. */
#ifndef DSMIPCTL_DAEMON_H
#define DSMIPCTL_DAEMON_H

#include <json-c/json.h>

#include "dsmipctl.h"

int dsmipctl_daemon_call(struct dsmipctl *ctl, const char *method,
			 struct json_object *params,
			 struct json_object **result);
struct json_object *dsmipctl_daemon_try(struct dsmipctl *ctl,
					const char *method,
					struct json_object *params);
void dsmipctl_daemon_close(struct dsmipctl *ctl);

int dsmipctl_daemon_group(struct dsmipctl *ctl, struct json_object *subscriber);
int dsmipctl_daemon_settle(struct dsmipctl *ctl);

#endif /* DSMIPCTL_DAEMON_H */
