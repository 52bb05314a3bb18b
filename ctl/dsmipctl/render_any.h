/* SPDX-License-Identifier: GPL-2.0 */
/* What dsmipd tells, as text, whatever it is. */
#ifndef DSMIPCTL_RENDER_ANY_H
#define DSMIPCTL_RENDER_ANY_H

#include "out.h"

void dsmipctl_render_any(struct dsmipctl *ctl, struct json_object *object,
			 int indent);
void dsmipctl_render_any_oneline(struct dsmipctl *ctl,
				 struct json_object *object);
const char *dsmipctl_render_member(struct json_object *object,
				   const char *name);
const char *dsmipctl_render_list(struct json_object *object, const char *name,
				 char *buf, size_t size);
int dsmipctl_render_all(struct dsmipctl *ctl, struct json_object *array);

#endif /* DSMIPCTL_RENDER_ANY_H */
