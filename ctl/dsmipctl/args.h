/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_ARGS_H
#define DSMIPCTL_ARGS_H

#include "parse.h"

int dsmipctl_args_store(struct dsmipctl *ctl, struct dsmipctl_args *args,
			enum dsmipctl_key_id key, const char *text);
int dsmipctl_args_store_daemon(struct dsmipctl *ctl,
			       struct dsmipctl_args *args,
			       enum dsmipctl_key_id key, const char *text);
int dsmipctl_args_number(struct dsmipctl *ctl, const char *text,
			 unsigned int min, uint64_t max, uint64_t *value);
int dsmipctl_args_onoff(struct dsmipctl *ctl, const char *text, bool *on);
int dsmipctl_args_binding(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args,
			  struct dsmip_binding *binding);
int dsmipctl_args_ifindex(struct dsmipctl *ctl,
			  const struct dsmipctl_args *args, uint32_t *ifindex);

#endif /* DSMIPCTL_ARGS_H */
