// SPDX-License-Identifier: GPL-2.0
/* The grammar: what is understood, and what is said of what is not. */

#include <string.h>

#include "batch.h"
#include "parse.h"
#include "testing.h"
#include "words.h"

/* A command that is only read. */
struct reading {
	struct testing t;
	struct dsmipctl_cmd cmd;
	char text[512];
};

static void reading_begin(struct reading *r, const char *line)
{
	char *argv[128];
	int argc;

	testing_begin(&r->t);
	snprintf(r->text, sizeof(r->text), "%s", line);
	argc = dsmipctl_batch_split(r->text, argv, TESTING_SIZE(argv));
	r->t.code = dsmipctl_parse(&r->t.ctl, argc, argv, &r->cmd);
	testing_end(&r->t);
}

static void reading_end(struct reading *r)
{
	dsmipctl_parse_free(&r->cmd);
	testing_free(&r->t);
}

static void expect_verb(const char *line, const char *object, const char *verb)
{
	struct reading r;

	reading_begin(&r, line);
	if (r.t.code)
		print_message("# %s: %s", line, r.t.err);
	assert_int_equal(r.t.code, 0);
	assert_string_equal(r.cmd.object->name, object);
	if (verb)
		assert_string_equal(r.cmd.verb->name, verb);
	else
		assert_true(!r.cmd.verb || !r.cmd.verb->name);
	reading_end(&r);
}

static void verbs(void **state)
{
	(void)state;
	expect_verb("link", "link", "show");
	expect_verb("li", "link", "show");
	expect_verb("li sh", "link", "show");
	expect_verb("link list", "link", "show");
	expect_verb("link delete dsmip0", "link", "del");
	expect_verb("link d dsmip0", "link", "del");
	expect_verb("link a dsmip0", "link", "add");
	expect_verb("link change dsmip0 pmtudisc on", "link", "set");
	expect_verb("link help", "link", NULL);
	expect_verb("b", "binding", "show");
	expect_verb("b s", "binding", "show");
	expect_verb("b f dev dsmip0", "binding", "flush");
	expect_verb("binding home 1.2.3.4", "binding", "show");
	expect_verb("binding dev dsmip0", "binding", "show");
	expect_verb("binding del id 7", "binding", "del");
	expect_verb("stats", "stats", "show");
	expect_verb("stats show dsmip0", "stats", "show");
	expect_verb("stats dsmip0", "stats", "show");
	expect_verb("stats dev dsmip0", "stats", "show");
	expect_verb("fastpath", "fastpath", "show");
	expect_verb("f add eth0", "fastpath", "add");
	expect_verb("fastpath add dev eth0 on dsmip0 on dsmip1", "fastpath",
		    "add");
	expect_verb("fastpath delete eth0", "fastpath", "del");
	expect_verb("monitor", "monitor", "all");
	expect_verb("m b", "monitor", "binding");
	expect_verb("mon pack dev dsmip0", "monitor", "packet");
	expect_verb("check", "check", NULL);
	expect_verb("check dsmip0", "check", NULL);
	expect_verb("ch dev dsmip0", "check", NULL);
	expect_verb("v", "version", NULL);
	expect_verb("help", "help", NULL);
	expect_verb("help link", "help", NULL);
	expect_verb("completion", "completion", NULL);
}

static void whole_binding(void **state)
{
	struct dsmipctl_args *args;
	struct reading r;

	(void)state;
	reading_begin(&r,
		      "binding add dev dsmip0 home 203.0.113.7 home 2001:db8:100::7 home\n"
		      "2001:db8:100:700::/64 coa 198.51.100.9 port 40123 encap udp\n"
		      "lifetime 300 local 192.0.2.1 csum zero-csum6");
	args = &r.cmd.args;
	assert_int_equal(r.t.code, 0);
	assert_string_equal(args->dev, "dsmip0");
	assert_int_equal(args->n_home, 3);
	assert_int_equal(args->home[2].len, 64);
	assert_int_equal(args->coa.family, AF_INET);
	assert_int_equal(args->port, 40123);
	assert_int_equal(args->encap, DSMIP_ENCAP_UDP);
	assert_int_equal(args->lifetime, 300000);
	assert_int_equal(args->n_local, 1);
	assert_int_equal(args->flags, DSMIP_BINDING_FLAG_CSUM |
			 DSMIP_BINDING_FLAG_ZERO_CSUM6);
	reading_end(&r);
}

static void whole_link(void **state)
{
	struct dsmipctl_args *args;
	struct reading r;

	(void)state;
	reading_begin(&r,
		      "link add dsmip0 local 192.0.2.1 local 2001:db8::1 port 4191\n"
		      "max-bindings 5 pmtudisc on origins 4096 origin-mark 0xd5000000");
	args = &r.cmd.args;
	assert_int_equal(r.t.code, 0);
	assert_string_equal(args->dev, "dsmip0");
	assert_int_equal(args->n_local, 2);
	assert_int_equal(args->port, 4191);
	assert_int_equal(args->max_bindings, 5);
	assert_true(args->pmtudisc);
	assert_int_equal(args->origins, 4096);
	assert_int_equal(args->origin_mark, 0xd5000000);
	reading_end(&r);

	/* A device may be called like a key. */
	reading_begin(&r, "link add dev port max 1 port 1");
	assert_int_equal(r.t.code, 0);
	assert_string_equal(r.cmd.args.dev, "port");
	assert_int_equal(r.cmd.args.port, 1);
	reading_end(&r);
}

static void whole_origin(void **state)
{
	struct reading r;

	(void)state;
	reading_begin(&r, "origin show dev dsmip0 tag 0xd5000001");
	assert_int_equal(r.t.code, 0);
	assert_int_equal(r.cmd.args.origin, 0xd5000001);
	reading_end(&r);
	reading_begin(&r, "o t 3573547009");
	assert_int_equal(r.t.code, 0);
	assert_int_equal(r.cmd.args.origin, 0xd5000001);
	reading_end(&r);
	reading_begin(&r, "binding replace id 7 origin 0xD5000001 csum");
	assert_int_equal(r.t.code, 0);
	assert_int_equal(r.cmd.args.origin, 0xd5000001);
	assert_int_equal(r.cmd.args.coa.family, 0);
	reading_end(&r);
}

static void shortened_keys(void **state)
{
	struct reading r;

	(void)state;
	reading_begin(&r, "b a h 1.2.3.4 coa 5.6.7.8 e u p 1 li 5m");
	assert_int_equal(r.t.code, 0);
	assert_int_equal(r.cmd.args.encap, DSMIP_ENCAP_UDP);
	assert_int_equal(r.cmd.args.port, 1);
	assert_int_equal(r.cmd.args.lifetime, 300000);
	reading_end(&r);
}

static void values_of_formats(void **state)
{
	const struct dsmipctl_args *args;
	struct reading r;

	(void)state;
	reading_begin(&r, "binding add home 1.2.3.4 coa 5.6.7.8 encap gre key 4294967295");
	args = &r.cmd.args;
	assert_int_equal(r.t.code, 0);
	assert_int_equal(args->ikey, UINT32_MAX);
	assert_int_equal(args->okey, UINT32_MAX);
	assert_true(dsmipctl_given(args, DSMIPCTL_KEY_IKEY));
	assert_true(dsmipctl_given(args, DSMIPCTL_KEY_OKEY));
	reading_end(&r);

	reading_begin(&r, "binding add home 1.2.3.4 coa 5.6.7.8 encap gre okey 0");
	assert_int_equal(r.t.code, 0);
	assert_false(dsmipctl_given(args, DSMIPCTL_KEY_IKEY));
	assert_true(dsmipctl_given(args, DSMIPCTL_KEY_OKEY));
	reading_end(&r);

	reading_begin(&r, "binding add home 1.2.3.4 coa 5.6.7.8 encap mipudp local-port 5000 home-tunnel 9.9.9.9 home-tunnel-local 8.8.8.8 home-tunnel-mld");
	assert_int_equal(r.t.code, 0);
	assert_int_equal(args->local_port, 5000);
	assert_int_equal(args->home_tunnel.family, AF_INET);
	assert_int_equal(args->home_tunnel_local.family, AF_INET);
	assert_int_equal(args->flags, DSMIP_BINDING_FLAG_HOME_TUNNEL_MLD);
	reading_end(&r);

	reading_begin(&r, "link set dsmip0 dscp 0 decap-dscp on");
	assert_int_equal(r.t.code, 0);
	assert_int_equal(args->dscp, 0);
	assert_true(args->decap_dscp);
	reading_end(&r);

	reading_begin(&r, "link set dsmip0 dscp inherit");
	assert_int_equal(args->dscp, DSMIP_DSCP_INHERIT);
	reading_end(&r);
}

/* A word that begins another one is the one that is meant. */
static void shortened_beginnings(void **state)
{
	struct reading r;

	(void)state;
	reading_begin(&r, "binding add ho 1.2.3.4 coa 5.6.7.8 encap gre loc 9.9.9.9");
	assert_int_equal(r.t.code, 0);
	assert_int_equal(r.cmd.args.n_home, 1);
	assert_int_equal(r.cmd.args.n_local, 1);
	reading_end(&r);
}

static void expect_usage(const char *line, const char *err)
{
	testing_expect(line, DSMIPCTL_USAGE, "", err);
}

static void unknown_words(void **state)
{
	(void)state;
	expect_usage("nonsense",
		     "Error: \"nonsense\" is not an object.\n"
		     "Hint: try \"dsmipctl help\"\n");
	expect_usage("bindng",
		     "Error: \"bindng\" is not an object.\n"
		     "Hint: did you mean \"binding\"?\n");
	expect_usage("lnik show",
		     "Error: \"lnik\" is not an object.\n"
		     "Hint: did you mean \"link\"?\n");
	expect_usage("c",
		     "Error: \"c\" is ambiguous.\n"
		     "Hint: it could be any of check, config, completion\n");
	expect_usage("link s", "Error: \"s\" is ambiguous.\nHint: it could be any of set, show\n");
	expect_usage("link shwo",
		     "Error: \"shwo\" is not a verb of \"link\".\n"
		     "Hint: did you mean \"show\"?\n");
	expect_usage("link frobnicate",
		     "Error: \"frobnicate\" is not a verb of \"link\".\n"
		     "Hint: try \"dsmipctl link help\"\n");
	expect_usage("binding show hoem 1.2.3.4",
		     "Error: \"hoem\" is not a key of \"binding show\".\n"
		     "Hint: did you mean \"home\"?\n");
	expect_usage("binding add l 1",
		     "Error: \"l\" is ambiguous.\n"
		     "Hint: it could be any of local, local-port, lifetime\n");
	expect_usage("link show dsmip0 dsmip1",
		     "Error: \"dsmip1\" is not a key of \"link show\".\n"
		     "Hint: try \"dsmipctl link help\"\n");
	expect_usage("check dsmip0 now",
		     "Error: \"now\" is not a key of \"check\".\n"
		     "Hint: try \"dsmipctl check help\"\n");
	expect_usage("version 2",
		     "Error: \"2\" is not a key of \"version\".\n"
		     "Hint: try \"dsmipctl version help\"\n");
	expect_usage("help me", "Error: \"me\" is not an object.\nHint: try \"dsmipctl help\"\n");
	expect_usage("\"\"", "Error: \"\" is not an object.\nHint: try \"dsmipctl help\"\n");
	expect_usage("link \"\"",
		     "Error: \"\" is not a verb of \"link\".\n"
		     "Hint: try \"dsmipctl link help\"\n");
}

static void bad_values(void **state)
{
	static const char *const marks[] = {
		"0", "0x0", "0x", "0x-1", "0x100000000", "4294967296",
		"d5000001", "0xd5000001x",
	};
	char line[64], text[128];

	(void)state;
	expect_usage("binding add home 1.2.3.4/33",
		     "Error: \"1.2.3.4/33\" is not an IP address or prefix.\n");
	expect_usage("binding add coa 1.2.3.4/24", "Error: \"1.2.3.4/24\" is not an IP address.\n");
	expect_usage("binding add local lo", "Error: \"lo\" is not an IP address.\n");
	expect_usage("binding add port 0", "Error: \"0\" is not a number from 1 to 65535.\n");
	expect_usage("binding add port 65536",
		     "Error: \"65536\" is not a number from 1 to 65535.\n");
	expect_usage("binding del id 0x7",
		     "Error: \"0x7\" is not a number from 1 to 4294967295.\n");
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		snprintf(line, sizeof(line), "origin show tag %s", marks[i]);
		snprintf(text, sizeof(text), "Error: \"%s\" is not a mark.\n"
			 "Hint: as in 0xd5000001\n", marks[i]);
		expect_usage(line, text);
	}
	expect_usage("binding add encap gre7",
		     "Error: \"gre7\" is not an encapsulation.\n"
		     "Hint: there are ip, udp, gre, mipudp, minimal\n");
	expect_usage("binding add lifetime 5min",
		     "Error: \"5min\" is not a time.\n"
		     "Hint: seconds as in 300 or 0.5, or 300s, 5m, 1h, 2d, forever\n");
	expect_usage("binding add okey 4294967296",
		     "Error: \"4294967296\" is not a number from 0 to 4294967295.\n");
	expect_usage("link set dsmip0 dscp 64",
		     "Error: \"64\" is neither \"inherit\" nor a number from 0 to 63.\n");
	expect_usage("link set dsmip0 pmtudisc yes",
		     "Error: \"yes\" is neither \"on\" nor \"off\".\n");
	expect_usage("link set dsmip0 max-bindings 0",
		     "Error: \"0\" is not a number from 1 to 4294967295.\n");
	expect_usage("link add a/b", "Error: \"a/b\" is not a device name.\n");
	expect_usage("link add 1234567890123456",
		     "Error: \"1234567890123456\" is not a device name.\n");
	expect_usage("fastpath add",
		     "Error: \"dev\" is missing.\n"
		     "Hint: dsmipctl fastpath add DEV [on DEV]...\n");
	expect_usage("fastpath add eth0 on a/b",
		     "Error: \"a/b\" is not a device name.\n");
	expect_usage("stats show dev \"a b\"", "Error: \"a b\" is not a device name.\n");
}

static void given_twice(void **state)
{
	(void)state;
	expect_usage("binding add coa 1.2.3.4 coa 1.2.3.4", "Error: \"coa\" is given twice.\n");
	expect_usage("binding add csum csum", "Error: \"csum\" is given twice.\n");
	expect_usage("binding show home 1.2.3.4 home 1.2.3.5", "Error: \"home\" is given twice.\n");
	expect_usage("binding add local 1.2.3.4 local ::1", "Error: \"local\" is given twice.\n");
	expect_usage("link add d local 1.2.3.4 local 1.2.3.5",
		     "Error: \"local\" is given twice for IPv4.\n");
	expect_usage("link add d local ::1 local 1.2.3.5 local ::1",
		     "Error: \"local\" is given twice for IPv6.\n");
	expect_usage("binding add copy 1.2.3.4 port 5 copy 1.2.3.5 port 6 port 7",
		     "Error: \"port\" is given twice.\n");
	expect_usage("link show dsmip0 dev dsmip1", "Error: \"dev\" is given twice.\n");
}

static void what_is_missing(void **state)
{
	static const char add[] = "Hint: dsmipctl binding add [dev DEV] home PREFIX... [coa \\\n"
				  "ADDRESS] [port PORT] [local ADDRESS] [local-port PORT] [encap \\\n"
				  "ENCAP] [key KEY] [ikey KEY] [okey KEY] [home-tunnel ADDRESS] \\\n"
				  "[home-tunnel-local ADDRESS] [csum] [zero-csum6] \\\n"
				  "[home-tunnel-mld] [multicast] [access] [agent] \\\n"
				  "[all-scopes] [broadcast] [lifetime TIME] [origin TAG] [copy \\\n"
				  "ADDRESS]...\n";
	char text[640];

	(void)state;
	snprintf(text, sizeof(text), "Error: \"home\" is missing.\n%s", add);
	expect_usage("binding add", text);
	snprintf(text, sizeof(text), "Error: \"coa\" or \"origin\" is missing.\n%s", add);
	expect_usage("binding add home 1.2.3.4", text);
	snprintf(text, sizeof(text), "Error: \"encap\" or \"origin\" is missing.\n%s", add);
	expect_usage("binding add home 1.2.3.4 coa 5.6.7.8", text);
	expect_usage("binding add home", "Error: \"home\" needs a value.\n");
	expect_usage("link add",
		     "Error: \"dev\" is missing.\n"
		     "Hint: dsmipctl link add DEV [local ADDRESS]... [port PORT] \\\n"
		     "[max-bindings NUMBER] [pmtudisc on|off] [group-time TIME] \\\n"
		     "[dscp DSCP] [decap-dscp on|off] [origins NUMBER] [origin-mark MARK]\n");
	expect_usage("origin show dev dsmip0",
		     "Error: \"tag\" is missing.\n"
		     "Hint: dsmipctl origin show [dev DEV] tag TAG\n");
	expect_usage("link set dsmip0",
		     "Error: \"max-bindings\", \"pmtudisc\", \"group-time\", \"dscp\" or \"decap-dscp\" is missing.\n"
		     "Hint: dsmipctl link set DEV [max-bindings NUMBER] [pmtudisc on|off] \\\n"
		     "[group-time TIME] [dscp DSCP] [decap-dscp on|off]\n");
	expect_usage("binding del",
		     "Error: \"id\" or \"home\" is missing.\n"
		     "Hint: dsmipctl binding del [dev DEV] [id ID] [home PREFIX]\n");
	expect_usage("binding flush coa 1.2.3.4",
		     "Error: \"dev\" is missing.\n"
		     "Hint: dsmipctl binding flush dev DEV [coa ADDRESS]\n");
	expect_usage("binding add home 1.2.3.4 origin 0xd5000001 encap udp",
		     "Error: \"origin\" tells the end point, none of \"coa\", \"port\", \"local\" and \"encap\" goes with it.\n");
	expect_usage("binding show id 7 coa 1.2.3.4",
		     "Error: \"id\" tells the binding, nothing but \"dev\" goes with it.\n");
}

static void options(void **state)
{
	(void)state;
	testing_expect("-V", 0, NULL, "");
	testing_expect("--Version", 0, NULL, "");
	testing_expect("-h", 0, NULL, "");
	testing_expect("link -h", 0, NULL, "");
	testing_expect("binding add -help", 0, NULL, "");
	testing_expect("version -j -p", 0, NULL, "");
	testing_expect("-c=never version", 0, NULL, "");
	testing_expect("-color=always version", 0, NULL, "");
	testing_expect("-c version", 0, NULL, "");
	testing_expect("-stat -det -one -time help", 0, NULL, "");
	expect_usage("-x", "Error: Option \"-x\" is unknown.\nHint: try \"dsmipctl help\"\n");
	expect_usage("-jsno link",
		     "Error: Option \"-jsno\" is unknown.\n"
		     "Hint: did you mean \"-json\"?\n");
	expect_usage("-j=1 link", "Error: Option \"-j\" takes no value.\n");
	expect_usage("-n", "Error: Option \"-n\" needs a value.\n");
	expect_usage("monitor -w", "Error: Option \"-w\" needs a value.\n");
	expect_usage("monitor -w soon", "Error: \"soon\" is not a time.\n");
	expect_usage("-c=maybe link",
		     "Error: \"maybe\" does not say when to colour.\n"
		     "Hint: there are auto, always, never\n");
	expect_usage("-b file link show", "Error: A command and -b exclude each other.\n");
	testing_expect("", DSMIPCTL_USAGE, "", NULL);
	testing_expect("-n no-such-netns link", DSMIPCTL_FAILED, "",
		       "Error: Cannot open network namespace \"no-such-netns\": No such file or \\\n"
		       "directory.\n");
}

static void usage_in_json(void **state)
{
	(void)state;
	testing_expect("-j link frobnicate", DSMIPCTL_USAGE,
		       "{\"error\":{\"code\":22,\"name\":\"usage\",\\\n"
		       "\"message\":\"\\\"frobnicate\\\" is not a verb of \\\"link\\\".\",\\\n"
		       "\"hint\":\"try \\\"dsmipctl link help\\\"\"}}\n",
		       "Error: \"frobnicate\" is not a verb of \"link\".\n"
		       "Hint: try \"dsmipctl link help\"\n");
	testing_expect("-x -j", DSMIPCTL_USAGE,
		       "{\"error\":{\"code\":22,\"name\":\"usage\",\"message\":\"Option \\\n"
		       "\\\"-x\\\" is unknown.\",\"hint\":\"try \\\"dsmipctl help\\\"\"}}\n",
		       NULL);
}

static void word_search(void **state)
{
	struct dsmip_words words = {};
	char list[16];

	(void)state;
	dsmip_words_add(&words, "del", 1);
	dsmip_words_add(&words, "delete", 1);
	dsmip_words_add(&words, "dump", 2);
	dsmip_words_add(&words, NULL, 3);
	assert_int_equal(words.n, 3);
	assert_int_equal(dsmip_words_find(&words, "del"), 1);
	assert_int_equal(dsmip_words_find(&words, "de"), 1);
	assert_int_equal(dsmip_words_find(&words, "du"), 2);
	assert_int_equal(dsmip_words_find(&words, "d"),
			 DSMIP_WORDS_AMBIGUOUS);
	assert_int_equal(dsmip_words_find(&words, "x"),
			 DSMIP_WORDS_UNKNOWN);
	assert_int_equal(dsmip_words_find(&words, ""),
			 DSMIP_WORDS_UNKNOWN);
	assert_int_equal(dsmip_words_find(&words, "deleted"),
			 DSMIP_WORDS_UNKNOWN);
	assert_string_equal(dsmip_words_guess(&words, "dmup"), "dump");
	assert_null(dsmip_words_guess(&words, "x"));
	assert_null(dsmip_words_guess(&words, "a word that is far too long to be meant"));
	assert_string_equal(dsmip_words_list(&words, "de", list,
					     sizeof(list)), "del, delete");
	dsmip_words_list(&words, "", list, sizeof(list));
	assert_true(strlen(list) < sizeof(list));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verbs),
		cmocka_unit_test(whole_binding),
		cmocka_unit_test(whole_link),
		cmocka_unit_test(whole_origin),
		cmocka_unit_test(shortened_keys),
		cmocka_unit_test(values_of_formats),
		cmocka_unit_test(shortened_beginnings),
		cmocka_unit_test(unknown_words),
		cmocka_unit_test(bad_values),
		cmocka_unit_test(given_twice),
		cmocka_unit_test(what_is_missing),
		cmocka_unit_test(options),
		cmocka_unit_test(usage_in_json),
		cmocka_unit_test(word_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
