/* SPDX-License-Identifier: GPL-2.0 */
/* Subscribers as the control socket has them. */
#ifndef DSMIPD_SUBSCRIBER_JSON_H
#define DSMIPD_SUBSCRIBER_JSON_H

#include "rpc.h"

extern const char *const dsmipd_subscriber_json_names[];

struct json_object *
dsmipd_subscriber_json_show(const struct dsmipd_subscriber *sub);
int dsmipd_subscriber_json_read(struct dsmipd_rpc *rpc,
				struct json_object *object,
				struct dsmipd_subscriber *sub);
int dsmipd_subscriber_check(struct dsmipd_rpc *rpc,
			    const struct dsmipd_subscriber *sub);

#endif /* DSMIPD_SUBSCRIBER_JSON_H */
