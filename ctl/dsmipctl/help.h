/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_HELP_H
#define DSMIPCTL_HELP_H

#include "dsmipctl.h"
#include "grammar.h"

const char *dsmipctl_help_usage(const struct dsmipctl_object *object,
				const struct dsmipctl_verb *verb, char *buf,
				size_t size);
void dsmipctl_help_print(FILE *out);
void dsmipctl_help_object(FILE *out, const struct dsmipctl_object *object);

#endif /* DSMIPCTL_HELP_H */
