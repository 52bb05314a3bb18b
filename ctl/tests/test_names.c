// SPDX-License-Identifier: GPL-2.0
/* Names are those of the specification, and every number has one. */

#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "testing.h"

/*
 * The names in a list of the specification, in their order: those in lines
 * "        name: X" behind the line "    name: SECTION", up to the next section.
 */
static size_t spec_names(const char *spec, const char *section,
			 char names[][32], size_t room)
{
	char head[64];
	const char *at;
	size_t n = 0;

	snprintf(head, sizeof(head), "\n    name: %s\n", section);
	at = strstr(spec, head);
	assert_non_null(at);
	at += strlen(head);
	while (*at) {
		const char *end = strchrnul(at, '\n');

		if (!strncmp(at, "  -\n", 4) || *at != ' ')
			break;
		if (!strncmp(at, "        name: ", 14)) {
			assert_true(n < room);
			snprintf(names[n++], 32, "%.*s", (int)(end - at - 14),
				 at + 14);
		}
		at = *end ? end + 1 : end;
	}
	return n;
}

static void drops(void **state)
{
	char *spec = testing_read("Documentation/netlink/specs/dsmip.yaml");
	char names[64][32];
	size_t n;

	(void)state;
	n = spec_names(spec, "drops", names, TESTING_SIZE(names));
	assert_int_equal(n, DSMIP_DROP_MAX);
	assert_string_equal(names[0], "pad");
	for (unsigned int i = DSMIP_DROP_PAD + 1; i <= DSMIP_DROP_MAX; i++) {
		assert_non_null(dsmip_name_drop(i));
		assert_string_equal(dsmip_name_drop(i), names[i - 1]);
		assert_int_equal(dsmip_name_parse_drop(names[i - 1]), i);
	}
	assert_null(dsmip_name_drop(DSMIP_DROP_PAD));
	assert_null(dsmip_name_drop(DSMIP_DROP_MAX + 1));
	assert_null(dsmip_name_drop(UINT32_MAX));
	assert_int_equal(dsmip_name_parse_drop("pad"), -1);
	assert_int_equal(dsmip_name_parse_drop("nonsense"), -1);
	free(spec);
}

static void enums(void **state)
{
	char *spec = testing_read("Documentation/netlink/specs/dsmip.yaml");
	char names[64][32];
	size_t n;

	(void)state;
	n = spec_names(spec, "encap", names, TESTING_SIZE(names));
	for (uint32_t i = 1; i <= n; i++) {
		assert_non_null(dsmip_name_encap(i));
		assert_string_equal(dsmip_name_encap(i), names[i - 1]);
		assert_int_equal(dsmip_name_parse_encap(names[i - 1]), i);
	}
	assert_null(dsmip_name_encap(n + 1));
	assert_null(dsmip_name_encap(0));
	assert_int_equal(dsmip_name_parse_encap("gre6"), 0);

	n = spec_names(spec, "binding-flag", names, TESTING_SIZE(names));
	for (unsigned int i = 0; i < n; i++) {
		assert_non_null(dsmip_name_flag(i));
		assert_string_equal(dsmip_name_flag(i), names[i]);
		assert_int_equal(dsmip_name_parse_flag(names[i]), 1u << i);
	}
	assert_null(dsmip_name_flag(n));
	assert_int_equal(dsmip_name_parse_flag("nonsense"), 0);
	free(spec);
}

static void compare_set(const char *spec, const char *section,
			const struct dsmip_attrs_set *set)
{
	char names[64][32];
	size_t n;

	n = spec_names(spec, section, names, TESTING_SIZE(names));
	for (size_t i = 1; i <= n; i++) {
		const struct dsmip_attrs_one *attr = dsmip_attrs_find(set, i);

		if (!strcmp(names[i - 1], "pad"))
			continue;
		if (!attr)
			print_message("# %s in %s\n", names[i - 1], section);
		assert_non_null(attr);
		assert_string_equal(attr->name, names[i - 1]);
	}
	assert_null(dsmip_attrs_find(set, n + 1));
}

static void attributes(void **state)
{
	char *spec = testing_read("Documentation/netlink/specs/dsmip.yaml");
	const struct dsmip_attrs_set *top = &dsmip_attrs_binding;

	(void)state;
	compare_set(spec, "binding", top);
	compare_set(spec, "home", top->attr[DSMIP_A_HOME].set);
	compare_set(spec, "stats", top->attr[DSMIP_A_STATS].set);
	compare_set(spec, "packet", top->attr[DSMIP_A_PACKET].set);
	compare_set(spec, "link", &dsmip_attrs_link);
	free(spec);
}

static void events(void **state)
{
	(void)state;
	for (int cmd = 0; cmd <= DSMIP_CMD_MAX + 1; cmd++) {
		bool event = cmd >= DSMIP_CMD_BINDING_CREATED_NTF &&
			     cmd <= DSMIP_CMD_ENDPOINT_MISMATCH_NTF;

		assert_int_equal(!!dsmip_name_event(cmd), event);
	}
	assert_string_equal(dsmip_name_event(DSMIP_CMD_BINDING_EXPIRED_NTF),
			    "expired");
	assert_string_equal(dsmip_name_event(DSMIP_CMD_ENDPOINT_MISMATCH_NTF),
			    "endpoint-mismatch");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drops),
		cmocka_unit_test(enums),
		cmocka_unit_test(attributes),
		cmocka_unit_test(events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
