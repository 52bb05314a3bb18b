// SPDX-License-Identifier: GPL-2.0
/* Copies of a binding: read from a command line, sent, understood and shown. */

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <string.h>

#include "batch.h"
#include "decode.h"
#include "encode.h"
#include "parse.h"
#include "render.h"
#include "testing.h"

#define FAMILY	42

static struct dsmip_binding a_copy(void)
{
	return (struct dsmip_binding){
		.coa = testing_addr("198.51.100.10"),
		.local = testing_addr("192.0.2.1"),
		.port = 40123,
		.encap = DSMIP_ENCAP_UDP,
		.flags = DSMIP_BINDING_FLAG_CSUM,
		.lifetime = 300000,
		.left = 287120,
	};
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

static struct nl_msg *message_of_two(void)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *nest;

	genlmsg_put(msg, 0, 0, FAMILY, 0, 0, DSMIP_CMD_BINDING_GET, 1);
	nest = nla_nest_start(msg, DSMIP_A_COPY);
	nla_put(msg, DSMIP_A_COA, 16,
		"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x09");
	nla_put_u32(msg, DSMIP_A_ENCAP, DSMIP_ENCAP_GRE);
	nla_put_u32(msg, DSMIP_A_IKEY, 0);
	nla_put_u64(msg, DSMIP_A_LIFETIME, 60000);
	nla_put_u64(msg, DSMIP_A_LEFT, 59000);
	nla_nest_end(msg, nest);
	nest = nla_nest_start(msg, DSMIP_A_COPY);
	nla_put(msg, DSMIP_A_COA, 4, "\xc6\x33\x64\x0a");
	nla_nest_end(msg, nest);
	return msg;
}

/* What is said behind "copy" is of that one, what no copy has of the whole. */
static void parse_copies(void **state)
{
	char text[256], *argv[64];
	struct dsmipctl_args *args;
	struct dsmipctl_cmd cmd;
	struct testing t;
	int argc;

	(void)state;
	testing_begin(&t);
	snprintf(text, sizeof(text), "%s",
		 "binding replace id 7 coa 198.51.100.9 encap ip lifetime 300 copy\n"
		 "198.51.100.10 encap udp port 40123 csum lifetime 60 broadcast copy\n"
		 "2001:db8::9 encap gre key 5 home 203.0.113.7");
	argc = dsmipctl_batch_split(text, argv, TESTING_SIZE(argv));
	assert_int_equal(dsmipctl_parse(&t.ctl, argc, argv, &cmd), 0);
	testing_end(&t);
	args = &cmd.args;
	assert_int_equal(args->encap, DSMIP_ENCAP_IP);
	assert_int_equal(args->lifetime, 300000);
	assert_int_equal(args->flags, DSMIP_BINDING_FLAG_BROADCAST);
	assert_int_equal(args->n_home, 1);
	assert_int_equal(args->n_copy, 2);
	assert_int_equal(args->copy[0].coa.family, AF_INET);
	assert_int_equal(args->copy[0].encap, DSMIP_ENCAP_UDP);
	assert_int_equal(args->copy[0].port, 40123);
	assert_int_equal(args->copy[0].flags, DSMIP_BINDING_FLAG_CSUM);
	assert_int_equal(args->copy[0].lifetime, 60000);
	assert_int_equal(args->copy[1].coa.family, AF_INET6);
	assert_int_equal(args->copy[1].okey, 5);
	assert_int_equal(args->copy[1].lifetime, 0);
	dsmipctl_parse_free(&cmd);
	testing_free(&t);
}

static void decode_copies(void **state)
{
	struct nl_msg *nl = message_of_two();
	struct dsmip_decode_homes homes = {};
	const struct dsmip_binding *copy;
	struct dsmip_attrs_msg msg;
	char text[DSMIP_ADDR_STRLEN];

	(void)state;
	/* The second time as well, in the room of the first. */
	for (int i = 0; i < 2; i++)
		assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &msg, &homes), 0);
	assert_int_equal(msg.event.binding.n_copy, 2);
	copy = msg.event.binding.copy;
	assert_string_equal(dsmip_addr_format(&copy[0].coa, text, sizeof(text)),
			    "2001:db8::9");
	assert_int_equal(copy[0].encap, DSMIP_ENCAP_GRE);
	assert_true(copy[0].has_ikey);
	assert_false(copy[0].has_okey);
	assert_int_equal(copy[0].lifetime, 60000);
	assert_int_equal(copy[0].left, 59000);
	assert_string_equal(dsmip_addr_format(&copy[1].coa, text, sizeof(text)),
			    "198.51.100.10");
	assert_int_equal(copy[1].lifetime, 0);
	dsmip_decode_free(&homes);
	nlmsg_free(nl);
}

/* What is sent of copies is what is understood of them. */
static void encode_copies(void **state)
{
	struct dsmip_binding copies[DSMIP_BINDING_COPIES] = {};
	struct dsmip_binding binding = {
		.ifindex = 3, .id = 7, .copy = copies,
		.n_copy = DSMIP_BINDING_COPIES,
	};
	struct dsmip_decode_homes homes = {};
	const struct dsmip_binding *copy;
	struct dsmip_attrs_msg msg;
	struct nl_msg *nl;

	(void)state;
	for (int i = 0; i < DSMIP_BINDING_COPIES; i++) {
		copies[i].coa.family = AF_INET6;
		copies[i].coa.v6.s6_addr[15] = i + 1;
		copies[i].local = copies[i].coa;
		copies[i].encap = DSMIP_ENCAP_UDP;
		copies[i].port = 4192 + i;
		copies[i].flags = DSMIP_BINDING_FLAG_ZERO_CSUM6;
		copies[i].ikey = i;
		copies[i].okey = i;
		copies[i].has_ikey = true;
		copies[i].has_okey = true;
		copies[i].lifetime = 1000;
		copies[i].home_tunnel.family = AF_INET;
		copies[i].home_tunnel_local.family = AF_INET;
		copies[i].local_port = 434;
	}
	nl = dsmip_encode_genl(FAMILY, DSMIP_CMD_BINDING_NEW, 0, &binding);
	assert_non_null(nl);
	assert_int_equal(dsmip_decode_msg(nlmsg_hdr(nl), &msg, &homes), 0);
	assert_int_equal(msg.event.binding.n_copy, DSMIP_BINDING_COPIES);
	copy = msg.event.binding.copy;
	for (int i = 0; i < DSMIP_BINDING_COPIES; i++)
		assert_memory_equal(&copy[i], &copies[i], sizeof(*copy));
	dsmip_decode_free(&homes);
	nlmsg_free(nl);
}

static void render_copies(void **state)
{
	struct dsmip_binding copy[] = { a_copy(), a_bare_binding() };
	struct dsmip_binding bare = a_bare_binding();
	struct dsmipctl_table *table;
	struct json_object *obj;
	struct testing t;

	(void)state;
	bare.copy = copy;
	bare.n_copy = 2;
	testing_begin(&t);
	dsmipctl_render_binding_oneline(&t.ctl, &bare);
	fputc('\n', t.ctl.out);
	dsmipctl_render_binding_details(&t.ctl, &bare);
	table = dsmipctl_render_binding_table(&t.ctl);
	dsmipctl_render_binding_row(&t.ctl, table, &bare);
	dsmipctl_table_close(table);
	testing_end(&t);
	testing_equal(t.out,
		      "dev lo id 8 coa 2001:db8::9 encap ip copy 198.51.100.10 port 40123 \\\n"
		      "local 192.0.2.1 encap udp csum lifetime 300 left 287.12 copy \\\n"
		      "2001:db8::9 encap ip\n"
		      "binding 8 dev lo\n"
		      "    home\n"
		      "    care-of 2001:db8::9  local -  encap ip\n"
		      "    copy 198.51.100.10:40123  local 192.0.2.1  encap udp  flags \\\n"
		      "csum  left 287.12s\n"
		      "    copy 2001:db8::9  local -  encap ip\n"
		      "    lifetime forever\n"
		      "DEV  ID  HOME4  HOME6  CARE-OF         ENCAP     LEFT\n"
		      "lo    8  -      -      2001:db8::9 +2  ip     forever\n");
	testing_free(&t);
	testing_begin(&t);
	obj = json_object_new_object();
	dsmipctl_render_binding_json(&t.ctl, obj, &bare);
	dsmipctl_out_line(&t.ctl, obj);
	testing_end(&t);
	testing_equal(t.out,
		      "{\"id\":8,\"ifname\":\"lo\",\"home\":[],\\\n"
		      "\"coa\":\"2001:db8::9\",\"port\":null,\"local\":null,\\\n"
		      "\"encap\":\"ip\",\"flags\":[],\"lifetime\":null,\"left\":null,\\\n"
		      "\"copies\":[{\"coa\":\"198.51.100.10\",\"port\":40123,\\\n"
		      "\"local\":\"192.0.2.1\",\"encap\":\"udp\",\"flags\":[\"csum\"],\\\n"
		      "\"lifetime\":300,\"left\":287.12},{\"coa\":\"2001:db8::9\",\\\n"
		      "\"port\":null,\"local\":null,\"encap\":\"ip\",\"flags\":[],\\\n"
		      "\"lifetime\":null,\"left\":null}]}\n");
	testing_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_copies),
		cmocka_unit_test(decode_copies),
		cmocka_unit_test(encode_copies),
		cmocka_unit_test(render_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
