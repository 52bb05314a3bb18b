// SPDX-License-Identifier: GPL-2.0
/*
 * Manual pages, help texts and completion name all that the grammar has, and
 * all keys of the configuration.
 */

#include <stdlib.h>
#include <string.h>

#include "config_schema.h"
#include "grammar.h"
#include "testing.h"

static char *man;

static int docs_setup(void **state)
{
	(void)state;
	man = testing_read("Documentation/man/dsmipctl.8");
	return 0;
}

static int docs_teardown(void **state)
{
	(void)state;
	free(man);
	return 0;
}

/* Is there such a line, or one that begins so and goes on after a blank? */
static bool has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	for (const char *at = text; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (!strncmp(at, line, len) && (at[len] == ' ' || at[len] == '\n'))
			return true;
	}
	return false;
}

static void expect_line(const char *text, const char *line)
{
	if (!has_line(text, line))
		print_message("# there is no line \"%s\"\n", line);
	assert_true(has_line(text, line));
}

static void man_has_commands(void **state)
{
	char line[128];

	(void)state;
	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		const struct dsmipctl_object *object = &dsmipctl_objects[i];
		const char *name = object->name;

		for (size_t j = 0; j < object->n_verb; j++) {
			const char *verb = object->verb[j].name;

			if (object->n_verb > 1 && strcmp(name, "monitor"))
				snprintf(line, sizeof(line), ".Cm %s %s", name,
					 verb);
			else
				snprintf(line, sizeof(line), ".Cm %s", name);
			expect_line(man, line);
		}
	}
	expect_line(man, ".Op Cm all | binding | packet");
}

/* In the synopsis, or in the part "end-point" of it. */
static void man_has_keys(void **state)
{
	char line[128];

	(void)state;
	for (size_t i = 0; i < DSMIPCTL_N_KEYS; i++) {
		snprintf(line, sizeof(line), ".It Cm %s",
			 dsmipctl_keys[i].name);
		expect_line(man, line);
	}
}

static void man_has_options(void **state)
{
	char line[128];

	(void)state;
	for (size_t i = 0; i < DSMIPCTL_N_OPTIONS; i++) {
		const struct dsmipctl_option *option = &dsmipctl_options[i];

		snprintf(line, sizeof(line), ".It Fl %s%s%s", option->name,
			 option->alias ? " , " : "", option->alias ?: "");
		expect_line(man, line);
	}
}

static void man_has_values(void **state)
{
	char line[128];

	(void)state;
	for (unsigned int i = 1; i <= DSMIP_DROP_MAX; i++) {
		if (!dsmip_name_drop(i))
			continue;
		snprintf(line, sizeof(line), ".It %s", dsmip_name_drop(i));
		expect_line(man, line);
	}
	for (uint32_t i = 1; dsmip_name_encap(i); i++) {
		snprintf(line, sizeof(line), ".Cm %s", dsmip_name_encap(i));
		expect_line(man, line);
	}
	for (unsigned int i = 0; dsmip_name_flag(i); i++) {
		snprintf(line, sizeof(line), ".It Cm %s", dsmip_name_flag(i));
		expect_line(man, line);
	}
	for (int cmd = 0; cmd <= DSMIP_CMD_MAX; cmd++) {
		if (!dsmip_name_event(cmd))
			continue;
		snprintf(line, sizeof(line), ".Em %s", dsmip_name_event(cmd));
		expect_line(man, line);
	}
}

/* The part of the manual page on a mapping, and on a key in it; to be freed. */
static char *yaml_part(const char *text, const char *begin, const char *end)
{
	size_t len = strlen(begin);
	const char *at;

	for (at = strstr(text, begin); at; at = strstr(at + 1, begin)) {
		if (strchr(" ,\n", at[len]))
			break;
	}
	if (!at)
		print_message("# there is no \"%s\"\n", begin + 1);
	assert_non_null(at);
	text = strstr(at + len, end);
	return strndup(at, text ? (size_t)(text - at) : strlen(at));
}

static void yaml_has_key(const char *part, const struct dsmipd_config_key *key)
{
	char line[128];
	char *text;

	snprintf(line, sizeof(line), "\n.It Cm %s", key->name);
	text = yaml_part(part, line, "\n.It ");
	if (key->preset) {
		snprintf(line, sizeof(line), "%s by default.", key->preset);
		for (char *at = text; (at = strchr(at, '\n')); )
			*at = ' ';
		if (!strstr(text, line))
			print_message("# %s: no \"%s\"\n", key->name, line);
		assert_non_null(strstr(text, line));
	}
	free(text);
}

static void yaml_has_map(const char *page, const struct dsmipd_config_map *map,
			 const char *title)
{
	char line[128];
	char *part;

	snprintf(line, sizeof(line), "\n.Ss %s", title);
	part = yaml_part(page, line, "\n.Ss ");
	for (size_t i = 0; i < map->n_keys; i++)
		yaml_has_key(part, &map->keys[i]);
	free(part);
	for (size_t i = 0; i < map->n_keys; i++) {
		const struct dsmipd_config_key *key = &map->keys[i];

		/* One part is on both. */
		if (key->map && strcmp(key->name, "out"))
			yaml_has_map(page, key->map, key->name);
	}
}

static void man_has_configuration(void **state)
{
	char *page = testing_read("Documentation/man/dsmipd.yaml.5");
	char *keys = strstr(page, "\n.Sh KEYS");

	(void)state;
	assert_non_null(keys);
	yaml_has_map(keys, &dsmipd_config_root, "top level");
	free(page);
}

static void man_has_daemon_options(void **state)
{
	char *page = testing_read("Documentation/man/dsmipd.8");

	(void)state;
	expect_line(page, ".It Fl c , -config");
	expect_line(page, ".It Fl -check");
	expect_line(page, ".It Fl -example");
	expect_line(page, ".It Fl f , -foreground");
	expect_line(page, ".It Fl V , -version");
	expect_line(page, ".It Fl h , -help");
	free(page);
}

/* Every flag is a key, so that it can be given. */
static void flags_are_keys(void **state)
{
	unsigned int n = 0;

	(void)state;
	for (size_t i = 0; i < DSMIPCTL_N_KEYS; i++) {
		if (dsmipctl_keys[i].type != DSMIPCTL_TYPE_FLAG)
			continue;
		assert_true(dsmip_name_parse_flag(dsmipctl_keys[i].name));
		n++;
	}
	for (unsigned int i = 0; dsmip_name_flag(i); i++)
		n--;
	assert_int_equal(n, 0);
}

static void help_has_all(void **state)
{
	struct testing t;
	char line[128];

	(void)state;
	testing_run(&t, "help");
	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		snprintf(line, sizeof(line), "  %s", dsmipctl_objects[i].name);
		assert_non_null(strstr(t.out, line));
	}
	for (size_t i = 0; i < DSMIPCTL_N_OPTIONS; i++) {
		snprintf(line, sizeof(line), "  -%s", dsmipctl_options[i].name);
		assert_non_null(strstr(t.out, line));
	}
	testing_free(&t);

	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		const struct dsmipctl_object *object = &dsmipctl_objects[i];

		snprintf(line, sizeof(line), "help %s", object->name);
		testing_run(&t, line);
		assert_int_equal(t.code, 0);
		for (size_t j = 0; j < object->n_verb; j++) {
			assert_non_null(strstr(t.out, object->verb[j].help));
			for (size_t k = 0; k < object->verb[j].n_use; k++) {
				enum dsmipctl_key_id key =
					object->verb[j].use[k].key;

				assert_non_null(strstr(t.out,
						       dsmipctl_keys[key].name));
			}
		}
		testing_free(&t);
	}
}

static void completion_has_all(void **state)
{
	struct testing t;

	(void)state;
	testing_run(&t, "completion");
	assert_int_equal(t.code, 0);
	for (size_t i = 0; i < dsmipctl_n_objects; i++) {
		assert_non_null(strstr(t.out, dsmipctl_objects[i].name));
		for (size_t j = 0; j < dsmipctl_objects[i].n_verb; j++) {
			const char *verb = dsmipctl_objects[i].verb[j].name;

			assert_true(!verb || strstr(t.out, verb));
		}
	}
	for (size_t i = 0; i < DSMIPCTL_N_KEYS; i++)
		assert_non_null(strstr(t.out, dsmipctl_keys[i].name));
	for (size_t i = 0; i < DSMIPCTL_N_OPTIONS; i++)
		assert_non_null(strstr(t.out, dsmipctl_options[i].name));
	testing_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(man_has_commands),
		cmocka_unit_test(man_has_keys),
		cmocka_unit_test(man_has_options),
		cmocka_unit_test(man_has_values),
		cmocka_unit_test(man_has_configuration),
		cmocka_unit_test(man_has_daemon_options),
		cmocka_unit_test(flags_are_keys),
		cmocka_unit_test(help_has_all),
		cmocka_unit_test(completion_has_all),
	};

	return cmocka_run_group_tests(tests, docs_setup, docs_teardown);
}
