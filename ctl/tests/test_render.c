// SPDX-License-Identifier: GPL-2.0
/* Output: JSON, tables, lines, details, checks. */

#include <string.h>

#include "check.h"
#include "render.h"
#include "testing.h"

/* Home prefixes of the bindings below. */
static struct dsmip_prefix homes[3];

static struct dsmip_binding a_binding(void)
{
	struct dsmip_binding b = {
		.ifindex = 1,
		.id = 7,
		.home = homes,
		.n_home = 3,
		.coa = testing_addr("198.51.100.9"),
		.local = testing_addr("192.0.2.1"),
		.port = 40123,
		.encap = DSMIP_ENCAP_UDP,
		.flags = DSMIP_BINDING_FLAG_CSUM,
		.lifetime = 300000,
		.left = 287120,
	};

	homes[0] = testing_prefix("203.0.113.7");
	homes[1] = testing_prefix("2001:db8:100:700::/64");
	homes[2] = testing_prefix("2001:db8:100::7");
	b.traffic.rx_packets = 18422;
	b.traffic.rx_bytes = 21300000;
	b.traffic.tx_packets = 1;
	b.traffic.tx_bytes = 999;
	b.traffic.last_rx = 1500;
	b.traffic.has_last_rx = true;
	b.traffic.drops[DSMIP_DROP_RX_COA] = 2;
	b.traffic.drops[DSMIP_DROP_TX_TOO_BIG] = 1;
	return b;
}

static struct dsmip_binding a_bare_binding(void)
{
	return (struct dsmip_binding){
		.ifindex = 1,
		.id = 8,
		.coa = testing_addr("2001:db8::9"),
		.encap = DSMIP_ENCAP_IP,
	};
}

static void expect_json(const struct dsmip_binding *b, bool stats,
			const char *text)
{
	struct json_object *obj = json_object_new_object();
	struct testing t;

	testing_begin(&t);
	t.ctl.opt.stats = stats;
	dsmipctl_render_binding_json(&t.ctl, obj, b);
	dsmipctl_out_line(&t.ctl, obj);
	testing_end(&t);
	testing_equal(t.out, text);
	testing_free(&t);
}

static void binding_json(void **state)
{
	struct dsmip_binding b = a_binding(), bare = a_bare_binding();

	(void)state;
	expect_json(&b, false,
		    "{\"id\":7,\"ifname\":\"lo\",\"home\":[\"203.0.113.7\",\\\n"
		    "\"2001:db8:100:700::/64\",\"2001:db8:100::7\"],\\\n"
		    "\"coa\":\"198.51.100.9\",\"port\":40123,\"local\":\"192.0.2.1\",\\\n"
		    "\"encap\":\"udp\",\"flags\":[\"csum\"],\"lifetime\":300,\"left\":287.12}\n");
	expect_json(&bare, true,
		    "{\"id\":8,\"ifname\":\"lo\",\"home\":[],\"coa\":\"2001:db8::9\",\\\n"
		    "\"port\":null,\"local\":null,\"encap\":\"ip\",\"flags\":[],\\\n"
		    "\"lifetime\":null,\"left\":null,\"groups\":[],\"rx\":{\"packets\":0,\"bytes\":0},\\\n"
		    "\"tx\":{\"packets\":0,\"bytes\":0},\"drops\":{},\"last_rx\":null}\n");
	/* What a newer kernel may say. */
	bare.encap = 77;
	bare.flags = 0x80000001;
	bare.traffic.drops[0] = 5;
	bare.traffic.rx_packets = UINT64_MAX;
	expect_json(&bare, true,
		    "{\"id\":8,\"ifname\":\"lo\",\"home\":[],\"coa\":\"2001:db8::9\",\\\n"
		    "\"port\":null,\"local\":null,\"encap\":\"unknown\",\\\n"
		    "\"flags\":[\"csum\",\"bit31\"],\"lifetime\":null,\"left\":null,\\\n"
		    "\"groups\":[],\"rx\":{\"packets\":18446744073709551615,\"bytes\":0},\\\n"
		    "\"tx\":{\"packets\":0,\"bytes\":0},\"drops\":{\"unknown\":5},\\\n"
		    "\"last_rx\":null}\n");
}

static void drops_json(void **state)
{
	struct json_object *obj = json_object_new_object();
	struct dsmip_binding b = a_binding();

	(void)state;
	dsmipctl_render_traffic_json(obj, &b.traffic);
	testing_equal(json_object_to_json_string_ext(obj, JSON_C_TO_STRING_PLAIN),
		      "{\"rx\":{\"packets\":18422,\"bytes\":21300000},\\\n"
		      "\"tx\":{\"packets\":1,\"bytes\":999},\"drops\":{\"rx_coa\":2,\\\n"
		      "\"tx_too_big\":1}}");
	json_object_put(obj);
}

static void seconds(void **state)
{
	static const struct {
		uint64_t ms;
		const char *text;
	} known[] = {
		{ 0, "0" }, { 1, "0.001" }, { 10, "0.01" }, { 100, "0.1" },
		{ 999, "0.999" }, { 1000, "1" }, { 300000, "300" },
		{ 287123, "287.123" }, { 287120, "287.12" },
		{ 262140000, "262140" },
		{ UINT64_MAX, "18446744073709551.615" },
	};

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(known); i++) {
		struct json_object *obj = dsmipctl_render_seconds(known[i].ms);

		assert_string_equal(json_object_to_json_string(obj),
				    known[i].text);
		json_object_put(obj);
	}
}

static void ages_and_bytes(void **state)
{
	char buf[32];

	(void)state;
	dsmipctl_render_age(0, buf, sizeof(buf));
	assert_string_equal(buf, "0.0s");
	dsmipctl_render_age(9999, buf, sizeof(buf));
	assert_string_equal(buf, "9.9s");
	dsmipctl_render_age(287900, buf, sizeof(buf));
	assert_string_equal(buf, "287s");
	dsmipctl_render_age(7500000, buf, sizeof(buf));
	assert_string_equal(buf, "2h05m");
	dsmipctl_render_age(200000000, buf, sizeof(buf));
	assert_string_equal(buf, "2d07h");
	dsmipctl_render_bytes(999, buf, sizeof(buf));
	assert_string_equal(buf, "999 B");
	dsmipctl_render_bytes(1000, buf, sizeof(buf));
	assert_string_equal(buf, "1.0 kB");
	dsmipctl_render_bytes(999949, buf, sizeof(buf));
	assert_string_equal(buf, "999.9 kB");
	dsmipctl_render_bytes(999951, buf, sizeof(buf));
	assert_string_equal(buf, "1.0 MB");
	dsmipctl_render_bytes(UINT64_MAX, buf, sizeof(buf));
	assert_string_equal(buf, "18.4 EB");
}

static void array(void **state)
{
	struct testing t;

	(void)state;
	testing_begin(&t);
	t.ctl.opt.json = true;
	dsmipctl_out_begin(&t.ctl);
	dsmipctl_out_end(&t.ctl);
	dsmipctl_out_begin(&t.ctl);
	dsmipctl_out_item(&t.ctl, json_object_new_int(1));
	dsmipctl_out_item(&t.ctl, json_object_new_string("a/b"));
	dsmipctl_out_end(&t.ctl);
	/* Ended early: nothing of what is empty, else a whole array. */
	dsmipctl_out_begin(&t.ctl);
	dsmipctl_out_abort(&t.ctl);
	dsmipctl_out_end(&t.ctl);
	dsmipctl_out_begin(&t.ctl);
	dsmipctl_out_item(&t.ctl, json_object_new_int(2));
	dsmipctl_out_abort(&t.ctl);
	dsmipctl_out_end(&t.ctl);
	t.ctl.opt.json = false;
	dsmipctl_out_begin(&t.ctl);
	dsmipctl_out_end(&t.ctl);
	testing_end(&t);
	testing_equal(t.out, "[]\n[1,\"a/b\"]\n[2]\n");
	testing_free(&t);
}

static void pretty(void **state)
{
	struct json_object *obj = json_object_new_object();
	struct testing t;

	(void)state;
	json_object_object_add(obj, "a", json_object_new_int(1));
	testing_begin(&t);
	t.ctl.opt.json = true;
	t.ctl.opt.pretty = true;
	dsmipctl_out_begin(&t.ctl);
	dsmipctl_out_item(&t.ctl, json_object_get(obj));
	dsmipctl_out_item(&t.ctl, obj);
	dsmipctl_out_end(&t.ctl);
	testing_end(&t);
	testing_equal(t.out, "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 1\n  }\n]\n");
	testing_free(&t);
}

static void oneline(void **state)
{
	struct dsmip_binding b = a_binding(), bare = a_bare_binding();
	struct testing t;

	(void)state;
	testing_begin(&t);
	dsmipctl_render_binding_oneline(&t.ctl, &b);
	fputc('\n', t.ctl.out);
	t.ctl.opt.stats = true;
	dsmipctl_render_binding_oneline(&t.ctl, &b);
	fputc('\n', t.ctl.out);
	dsmipctl_render_binding_oneline(&t.ctl, &bare);
	testing_end(&t);
	testing_equal(t.out,
		      "dev lo id 7 home 203.0.113.7 home 2001:db8:100:700::/64 home \\\n"
		      "2001:db8:100::7 coa 198.51.100.9 port 40123 local 192.0.2.1 encap \\\n"
		      "udp csum lifetime 300 left 287.12\n"
		      "dev lo id 7 home 203.0.113.7 home 2001:db8:100:700::/64 home \\\n"
		      "2001:db8:100::7 coa 198.51.100.9 port 40123 local 192.0.2.1 encap \\\n"
		      "udp csum lifetime 300 left 287.12 rx-packets 18422 rx-bytes \\\n"
		      "21300000 tx-packets 1 tx-bytes 999 last-rx 1.5 drops 3 rx-coa 2 \\\n"
		      "tx-too-big 1\n"
		      "dev lo id 8 coa 2001:db8::9 encap ip rx-packets 0 rx-bytes 0 \\\n"
		      "tx-packets 0 tx-bytes 0 drops 0");
	testing_free(&t);
}

static void details(void **state)
{
	struct dsmip_binding b = a_binding(), bare = a_bare_binding();
	struct testing t;

	(void)state;
	testing_begin(&t);
	t.ctl.opt.stats = true;
	dsmipctl_render_binding_details(&t.ctl, &b);
	t.ctl.opt.stats = false;
	dsmipctl_render_binding_details(&t.ctl, &bare);
	testing_end(&t);
	testing_equal(t.out,
		      "binding 7 dev lo\n"
		      "    home 203.0.113.7 2001:db8:100:700::/64 2001:db8:100::7\n"
		      "    care-of 198.51.100.9:40123  local 192.0.2.1  encap udp  flags \\\n"
		      "csum\n"
		      "    lifetime 300s  left 287.12s\n"
		      "    rx 18422 packets 21.3 MB  tx 1 packets 999 B  last rx 1.5s ago\n"
		      "    drops 3 (rx-coa 2, tx-too-big 1)\n"
		      "binding 8 dev lo\n"
		      "    home\n"
		      "    care-of 2001:db8::9  local -  encap ip\n"
		      "    lifetime forever\n");
	testing_free(&t);
}

static void table(void **state)
{
	struct dsmip_binding b = a_binding(), bare = a_bare_binding();
	struct dsmipctl_table *table;
	struct testing t;

	(void)state;
	testing_begin(&t);
	table = dsmipctl_render_binding_table(&t.ctl);
	dsmipctl_render_binding_row(&t.ctl, table, &b);
	dsmipctl_render_binding_row(&t.ctl, table, &bare);
	assert_int_equal(dsmipctl_table_close(table), 2);
	/* Nothing comes of no rows. */
	assert_int_equal(dsmipctl_table_close(dsmipctl_render_binding_table(&t.ctl)),
			 0);
	testing_end(&t);
	testing_equal(t.out,
		      "DEV  ID  HOME4        HOME6               CARE-OF             \\\n"
		      "ENCAP     LEFT\n"
		      "lo    7  203.0.113.7  2001:db8:100::7 +1  198.51.100.9:40123  udp \\\n"
		      "      287s\n"
		      "lo    8  -            -                   2001:db8::9         ip  \\\n"
		      "   forever\n");
	testing_free(&t);
}

/* More rows than are kept: widths are those of the first ones. */
static void long_table(void **state)
{
	struct dsmipctl_table *table;
	size_t lines = 0;
	struct testing t;

	(void)state;
	testing_begin(&t);
	table = dsmipctl_table_open(&t.ctl);
	dsmipctl_table_column(table, "A", false);
	dsmipctl_table_column(table, "B", true);
	dsmipctl_table_cell(table, 0, "dropped");
	dsmipctl_table_cell(table, 0, "again");
	dsmipctl_table_reset(table);
	for (int i = 0; i < 1000; i++) {
		dsmipctl_table_cell(table, 0, "%d", i);
		dsmipctl_table_cell(table, 0, "%s", i == 999 ?
				    "far wider than the column" : "x");
	}
	assert_int_equal(dsmipctl_table_close(table), 1000);
	testing_end(&t);
	for (const char *at = t.out; (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(lines, 1001);
	assert_memory_equal(t.out, "A    B\n0    x\n", 14);
	assert_non_null(strstr(t.out, "999  far wider than the column\n"));
	testing_free(&t);
}

static void colours(void **state)
{
	struct testing t;

	(void)state;
	testing_begin(&t);
	dsmipctl_out_text(&t.ctl, DSMIPCTL_INK_GOOD, "plain");
	t.ctl.opt.color = DSMIPCTL_COLOR_ALWAYS;
	dsmipctl_out_text(&t.ctl, DSMIPCTL_INK_GOOD, "green");
	dsmipctl_out_text(&t.ctl, DSMIPCTL_INK_NONE, "none");
	testing_end(&t);
	testing_equal(t.out, "plain\033[32mgreen\033[0mnone");
	testing_free(&t);
}

static void hold(void **state)
{
	struct dsmipctl_hold hold;
	struct testing t;

	(void)state;
	testing_begin(&t);
	dsmipctl_hold_begin(&t.ctl, &hold);
	fputs("dropped", t.ctl.out);
	dsmipctl_hold_check(&t.ctl, &hold);
	assert_true(dsmipctl_hold_drop(&t.ctl, &hold));
	dsmipctl_hold_begin(&t.ctl, &hold);
	fputs("kept", t.ctl.out);
	dsmipctl_hold_end(&t.ctl, &hold);
	dsmipctl_hold_begin(&t.ctl, &hold);
	for (int i = 0; i < 100000; i++) {
		fputs("much too much ", t.ctl.out);
		dsmipctl_hold_check(&t.ctl, &hold);
	}
	assert_false(dsmipctl_hold_drop(&t.ctl, &hold));
	dsmipctl_hold_end(&t.ctl, &hold);
	testing_end(&t);
	assert_memory_equal(t.out, "keptmuch", 8);
	assert_int_equal(strlen(t.out), 4 + 14 * 100000);
	testing_free(&t);
}

static void checks(void **state)
{
	struct dsmipctl_check check = {};
	struct testing t;

	(void)state;
	testing_begin(&t);
	check.ctl = &t.ctl;
	dsmipctl_check_say(&check, DSMIPCTL_OK, "one", NULL, "is %d", 1);
	dsmipctl_check_say(&check, DSMIPCTL_WARN, "two", "do", "is odd");
	assert_int_equal(check.fails, 0);
	t.ctl.opt.json = true;
	dsmipctl_out_begin(&t.ctl);
	dsmipctl_check_say(&check, DSMIPCTL_FAIL, "three", NULL, "bad");
	dsmipctl_out_end(&t.ctl);
	assert_int_equal(check.fails, 1);
	testing_end(&t);
	testing_equal(t.out,
		      "ok    one         is 1\n"
		      "warn  two         is odd\n"
		      "Hint: do\n"
		      "[{\"status\":\"fail\",\"check\":\"three\",\"message\":\"bad\",\\\n"
		      "\"hint\":null}]\n");
	testing_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(binding_json),
		cmocka_unit_test(drops_json),
		cmocka_unit_test(seconds),
		cmocka_unit_test(ages_and_bytes),
		cmocka_unit_test(array),
		cmocka_unit_test(pretty),
		cmocka_unit_test(oneline),
		cmocka_unit_test(details),
		cmocka_unit_test(table),
		cmocka_unit_test(long_table),
		cmocka_unit_test(colours),
		cmocka_unit_test(hold),
		cmocka_unit_test(checks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
