/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What dsmipd knows of bindings, beside what the kernel does.  Bindings wait
 * until there are many, so that one request asks for all of them; without
 * dsmipd none waits.
 */
#ifndef DSMIPCTL_REGISTRATION_H
#define DSMIPCTL_REGISTRATION_H

#include "table.h"

#define DSMIPCTL_REGISTRATION_MAX	1000

typedef void (*dsmipctl_registration_cb)(const struct dsmip_binding *binding,
					 struct json_object *registration,
					 void *arg);

/**
 * struct dsmipctl_registrations - bindings that wait
 * @ctl: the run
 * @print: called with each, and what dsmipd knows of it, or NULL
 * @arg: handed to @print
 * @reachable: dsmipd is
 * @waiting: the bindings
 * @n: how many
 */
struct dsmipctl_registrations {
	struct dsmipctl *ctl;
	dsmipctl_registration_cb print;
	void *arg;
	bool reachable;
	struct dsmip_binding *waiting;
	size_t n;
};

void dsmipctl_registration_begin(struct dsmipctl_registrations *regs);
void dsmipctl_registration_add(struct dsmipctl_registrations *regs,
			       const struct dsmip_binding *binding);
void dsmipctl_registration_flush(struct dsmipctl_registrations *regs);
void dsmipctl_registration_drop(struct dsmipctl_registrations *regs);
void dsmipctl_registration_end(struct dsmipctl_registrations *regs);

void dsmipctl_registration_columns(struct dsmipctl_table *table);
void dsmipctl_registration_cells(struct dsmipctl_table *table,
				 struct json_object *registration);
void dsmipctl_registration_words(struct dsmipctl *ctl,
				 struct json_object *registration);

#endif /* DSMIPCTL_REGISTRATION_H */
