// SPDX-License-Identifier: GPL-2.0
/* Bindings and the registrations that they are of. */

#include <stdlib.h>
#include <string.h>

#include "daemon.h"
#include "registration.h"
#include "render_any.h"

/**
 * dsmipctl_registration_begin() - is dsmipd there?
 * @regs: nothing waits yet; @ctl, @print and @arg are set
 */
void dsmipctl_registration_begin(struct dsmipctl_registrations *regs)
{
	struct json_object *version;

	/* The one that is there need not be that of another namespace. */
	if (regs->ctl->opt.netns && !regs->ctl->opt.socket)
		return;
	version = dsmipctl_daemon_try(regs->ctl, "version", NULL);
	if (!version)
		return;
	json_object_put(version);
	regs->waiting = calloc(DSMIPCTL_REGISTRATION_MAX,
			       sizeof(*regs->waiting));
	regs->reachable = regs->waiting;
}

static void *registration_copy(const void *from, size_t size)
{
	void *to = size ? malloc(size) : NULL;

	return to ? memcpy(to, from, size) : NULL;
}

/**
 * dsmipctl_registration_add() - print a binding, now or later
 * @regs: those that wait
 * @binding: the binding
 */
void dsmipctl_registration_add(struct dsmipctl_registrations *regs,
			       const struct dsmip_binding *binding)
{
	struct dsmip_binding *copy;

	if (!regs->reachable) {
		regs->print(binding, NULL, regs->arg);
		return;
	}
	copy = &regs->waiting[regs->n++];
	*copy = *binding;
	copy->home = registration_copy(binding->home, binding->n_home *
				       sizeof(*binding->home));
	copy->group = registration_copy(binding->group, binding->n_group *
					sizeof(*binding->group));
	copy->n_home = copy->home ? copy->n_home : 0;
	copy->n_group = copy->group ? copy->n_group : 0;
	if (regs->n == DSMIPCTL_REGISTRATION_MAX)
		dsmipctl_registration_flush(regs);
}

/* A home address, by which dsmipd knows a registration: of IPv6, or of IPv4. */
static const struct dsmip_addr *registration_hoa(const struct dsmip_binding *b)
{
	const struct dsmip_addr *hoa = NULL;

	for (size_t i = 0; i < b->n_home; i++) {
		if (!dsmip_prefix_is_host(&b->home[i]))
			continue;
		if (!hoa || b->home[i].addr.family == AF_INET6)
			hoa = &b->home[i].addr;
		if (hoa->family == AF_INET6)
			break;
	}
	return hoa;
}

static struct json_object *
registration_ask(const struct dsmipctl_registrations *regs)
{
	struct json_object *params = json_object_new_object();
	struct json_object *array = json_object_new_array();
	char text[DSMIP_ADDR_STRLEN];

	for (size_t i = 0; i < regs->n; i++) {
		const struct dsmip_addr *hoa;

		hoa = registration_hoa(&regs->waiting[i]);
		if (hoa)
			dsmip_addr_format(hoa, text, sizeof(text));
		json_object_array_add(array, json_object_new_string(hoa ? text :
								    "::"));
	}
	json_object_object_add(params, "hoa", array);
	return dsmipctl_daemon_try(regs->ctl, "binding.show", params);
}

/**
 * dsmipctl_registration_flush() - print what waits
 * @regs: those that wait
 */
void dsmipctl_registration_flush(struct dsmipctl_registrations *regs)
{
	struct json_object *answer, *one;

	if (!regs->n)
		return;
	answer = registration_ask(regs);
	for (size_t i = 0; i < regs->n; i++) {
		one = json_object_is_type(answer, json_type_array) ?
		      json_object_array_get_idx(answer, i) : NULL;
		regs->print(&regs->waiting[i], one, regs->arg);
	}
	json_object_put(answer);
	dsmipctl_registration_drop(regs);
}

/**
 * dsmipctl_registration_drop() - forget what waits
 * @regs: those that wait
 */
void dsmipctl_registration_drop(struct dsmipctl_registrations *regs)
{
	while (regs->n) {
		struct dsmip_binding *binding = &regs->waiting[--regs->n];

		free((void *)binding->home);
		free((void *)binding->group);
	}
}

/**
 * dsmipctl_registration_end() - nothing waits any more
 * @regs: those that wait
 */
void dsmipctl_registration_end(struct dsmipctl_registrations *regs)
{
	dsmipctl_registration_drop(regs);
	free(regs->waiting);
	regs->waiting = NULL;
}

static const struct {
	const char *title;
	const char *member;
} registration_members[] = {
	{ "NAI", "name" }, { "PROTO", "proto" }, { "NAT", "nat" },
};

#define REGISTRATION_MEMBERS \
	(sizeof(registration_members) / sizeof(registration_members[0]))

/**
 * dsmipctl_registration_columns() - add the columns for registrations
 * @table: the table
 */
void dsmipctl_registration_columns(struct dsmipctl_table *table)
{
	for (size_t i = 0; i < REGISTRATION_MEMBERS; i++)
		dsmipctl_table_column(table, registration_members[i].title,
				      false);
}

/**
 * dsmipctl_registration_cells() - print the cells of a registration
 * @table: the table
 * @registration: the registration, or NULL
 */
void dsmipctl_registration_cells(struct dsmipctl_table *table,
				 struct json_object *registration)
{
	for (size_t i = 0; i < REGISTRATION_MEMBERS; i++)
		dsmipctl_table_cell(table, DSMIPCTL_INK_NONE, "%s",
				    registration ?
				    dsmipctl_render_member(registration,
							   registration_members[i].member) :
				    "-");
}

/* Of simultaneous bindings; the kernel knows the rest of each. */
static void registration_copies(struct dsmipctl *ctl,
				struct json_object *registration,
				const char *blank)
{
	struct json_object *copies, *copy;

	if (!json_object_object_get_ex(registration, "simultaneous", &copies))
		return;
	for (size_t i = 0; i < json_object_array_length(copies); i++) {
		copy = json_object_array_get_idx(copies, i);
		fprintf(ctl->out, "%ssimultaneous %s", blank,
			dsmipctl_render_member(copy, "coa"));
		fprintf(ctl->out, " nat %s",
			dsmipctl_render_member(copy, "nat"));
		fprintf(ctl->out, " claimed %s",
			dsmipctl_render_member(copy, "claimed"));
	}
}

/**
 * dsmipctl_registration_words() - print what the kernel does not know
 * @ctl: the run
 * @registration: the registration
 */
void dsmipctl_registration_words(struct dsmipctl *ctl,
				 struct json_object *registration)
{
	static const char *const members[] = {
		"name", "service", "proto", "nat", "claimed", "sequence",
		"registered", "handovers",
	};
	const char *blank = "";

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (!json_object_object_get_ex(registration, members[i], NULL))
			continue;
		fprintf(ctl->out, "%s%s %s", blank,
			strcmp(members[i], "name") ? members[i] : "nai",
			dsmipctl_render_member(registration, members[i]));
		blank = ctl->opt.oneline ? " " : "  ";
	}
	registration_copies(ctl, registration, blank);
}
