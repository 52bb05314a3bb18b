// SPDX-License-Identifier: GPL-2.0
/* What the kernel's acknowledgements say, and what comes of it in words. */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "encode.h"
#include "error.h"
#include "report.h"
#include "testing.h"

/* An acknowledgement that is being made. */
struct ack {
	struct nl_msg *msg;
	struct nl_msg *req;
};

static struct nl_msg *a_request(void)
{
	static struct dsmip_prefix home[2];
	struct dsmip_binding b = {
		.ifindex = 3,
		.home = home,
		.n_home = 2,
		.coa = testing_addr("224.0.0.1"),
		.port = 40123,
		.encap = DSMIP_ENCAP_UDP,
		.lifetime = 300000,
	};

	home[0] = testing_prefix("203.0.113.7");
	home[1] = testing_prefix("2001:db8:100:700::/64");
	return dsmip_encode_genl(0x1d, DSMIP_CMD_BINDING_NEW, NLM_F_CREATE, &b);
}

static struct ack ack_begin(struct nl_msg *req, int error, bool capped)
{
	struct nlmsghdr *nlh = nlmsg_hdr(req);
	struct ack ack = { .req = req };

	ack.msg = nlmsg_alloc_simple(NLMSG_ERROR, NLM_F_ACK_TLVS |
				     (capped ? NLM_F_CAPPED : 0));
	nlmsg_append(ack.msg, &error, sizeof(error), 0);
	nlmsg_append(ack.msg, nlh, capped ? sizeof(*nlh) : nlh->nlmsg_len,
		     NLMSG_ALIGNTO);
	return ack;
}

static void ack_end(struct ack *ack)
{
	nlmsg_free(ack->msg);
	nlmsg_free(ack->req);
}

/* Where in the request an attribute is; the n-th of its type. */
static uint32_t offset_of(struct nl_msg *req, size_t head, int type, int n)
{
	struct dsmip_attrs_walk walk;
	const struct nlattr *nla;
	char *start = (char *)nlmsg_hdr(req);

	walk = dsmip_attrs_walk(start + NLMSG_HDRLEN + head,
				nlmsg_hdr(req)->nlmsg_len - NLMSG_HDRLEN -
				head);
	while ((nla = dsmip_attrs_next(&walk))) {
		if (nla_type(nla) == type && !n--)
			return (char *)nla - start;
	}
	fail();
	return 0;
}

static void success(void **state)
{
	struct ack ack = ack_begin(a_request(), 0, true);
	struct dsmip_error err;

	(void)state;
	assert_int_equal(dsmip_error_parse(&err, nlmsg_hdr(ack.msg),
					   &dsmip_attrs_genl), 0);
	assert_int_equal(err.code, 0);
	ack_end(&ack);
}

static void text_and_attribute(void **state)
{
	struct ack ack = ack_begin(a_request(), -EINVAL, false);
	struct dsmip_error err;

	(void)state;
	nla_put_string(ack.msg, NLMSGERR_ATTR_MSG, "Not a care-of address");
	nla_put_u32(ack.msg, NLMSGERR_ATTR_OFFS,
		    offset_of(ack.req, 4, DSMIP_A_COA, 0));
	assert_int_equal(dsmip_error_parse(&err, nlmsg_hdr(ack.msg),
					   &dsmip_attrs_genl), -EINVAL);
	assert_int_equal(err.code, EINVAL);
	assert_string_equal(err.text, "Not a care-of address");
	assert_string_equal(err.attr, "coa");
	assert_string_equal(err.value, "224.0.0.1");
	assert_false(err.missing);
	ack_end(&ack);
}

/* The offset is that of the address in the nest, the answer is the home. */
static void attribute_in_nest(void **state)
{
	struct ack ack = ack_begin(a_request(), -EINVAL, false);
	struct dsmip_error err;

	(void)state;
	nla_put_u32(ack.msg, NLMSGERR_ATTR_OFFS,
		    offset_of(ack.req, 4, DSMIP_A_HOME, 1) + 4);
	dsmip_error_parse(&err, nlmsg_hdr(ack.msg), &dsmip_attrs_genl);
	assert_string_equal(err.attr, "home");
	assert_string_equal(err.value, "2001:db8:100:700::/64");
	ack_end(&ack);
}

static void numbers(void **state)
{
	static const struct {
		int type;
		const char *name;
		const char *value;
	} known[] = {
		{ DSMIP_A_IFINDEX, "ifindex", "3" },
		{ DSMIP_A_PORT, "port", "40123" },
		{ DSMIP_A_ENCAP, "encap", "2" },
		{ DSMIP_A_LIFETIME, "lifetime", "300000" },
	};
	struct dsmip_error err;

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(known); i++) {
		struct ack ack = ack_begin(a_request(), -ERANGE, false);

		nla_put_u32(ack.msg, NLMSGERR_ATTR_OFFS,
			    offset_of(ack.req, 4, known[i].type, 0));
		dsmip_error_parse(&err, nlmsg_hdr(ack.msg), &dsmip_attrs_genl);
		assert_string_equal(err.attr, known[i].name);
		assert_string_equal(err.value, known[i].value);
		ack_end(&ack);
	}
}

static void missing_attribute(void **state)
{
	struct ack ack = ack_begin(a_request(), -EINVAL, false);
	struct dsmip_error err;

	(void)state;
	nla_put_u32(ack.msg, NLMSGERR_ATTR_MISS_TYPE, DSMIP_A_LOCAL);
	dsmip_error_parse(&err, nlmsg_hdr(ack.msg), &dsmip_attrs_genl);
	assert_string_equal(err.attr, "local");
	assert_true(err.missing);
	ack_end(&ack);
}

static void missing_in_nest(void **state)
{
	struct ack ack = ack_begin(a_request(), -EINVAL, false);
	struct dsmip_error err;

	(void)state;
	nla_put_u32(ack.msg, NLMSGERR_ATTR_MISS_TYPE, DSMIP_A_HOME_ADDR);
	nla_put_u32(ack.msg, NLMSGERR_ATTR_MISS_NEST,
		    offset_of(ack.req, 4, DSMIP_A_HOME, 0));
	dsmip_error_parse(&err, nlmsg_hdr(ack.msg), &dsmip_attrs_genl);
	assert_string_equal(err.attr, "addr");
	assert_true(err.missing);
	ack_end(&ack);
}

static void link_attribute(void **state)
{
	struct dsmip_link link = {
		.ifname = "dsmip0",
		.local4 = testing_addr("224.0.0.1"),
	};
	struct nl_msg *req = dsmip_encode_link(RTM_NEWLINK, 0, &link);
	size_t head = sizeof(struct ifinfomsg);
	struct ack ack = ack_begin(req, -EINVAL, false);
	struct dsmip_error err;
	uint32_t info;

	(void)state;
	info = offset_of(req, head, IFLA_LINKINFO, 0);
	/* Behind the header of the nest and the kind is that of the data. */
	nla_put_u32(ack.msg, NLMSGERR_ATTR_OFFS, info + 4 + 12 + 4);
	dsmip_error_parse(&err, nlmsg_hdr(ack.msg), &dsmip_attrs_rtnl);
	assert_string_equal(err.attr, "local4");
	assert_string_equal(err.value, "224.0.0.1");
	ack_end(&ack);
}

/* A capped answer has no request, so that nothing can be pointed at. */
static void capped(void **state)
{
	struct ack ack = ack_begin(a_request(), -EEXIST, true);
	struct dsmip_error err;

	(void)state;
	nla_put_string(ack.msg, NLMSGERR_ATTR_MSG, "It is there");
	nla_put_u32(ack.msg, NLMSGERR_ATTR_OFFS,
		    offset_of(ack.req, 4, DSMIP_A_COA, 0));
	dsmip_error_parse(&err, nlmsg_hdr(ack.msg), &dsmip_attrs_genl);
	assert_int_equal(err.code, EEXIST);
	assert_string_equal(err.text, "It is there");
	assert_string_equal(err.attr, "");
	ack_end(&ack);
}

static void end_of_dump(void **state)
{
	struct dsmip_error err;
	struct nl_msg *msg;
	int code = -EMSGSIZE;

	(void)state;
	msg = nlmsg_alloc_simple(NLMSG_DONE, NLM_F_ACK_TLVS);
	nlmsg_append(msg, &code, sizeof(code), NLMSG_ALIGNTO);
	nla_put_string(msg, NLMSGERR_ATTR_MSG, "Too large");
	assert_int_equal(dsmip_error_parse_done(&err, nlmsg_hdr(msg)),
			 -EMSGSIZE);
	assert_string_equal(err.text, "Too large");
	nlmsg_free(msg);

	msg = nlmsg_alloc_simple(NLMSG_DONE, 0);
	assert_int_equal(dsmip_error_parse_done(&err, nlmsg_hdr(msg)), 0);
	code = 0;
	nlmsg_append(msg, &code, sizeof(code), NLMSG_ALIGNTO);
	assert_int_equal(dsmip_error_parse_done(&err, nlmsg_hdr(msg)), 0);
	nlmsg_free(msg);
}

static void parse_copy(const void *data, size_t len)
{
	struct nlmsghdr *copy = malloc(len);
	struct dsmip_error err;

	memcpy(copy, data, len);
	copy->nlmsg_len = len;
	dsmip_error_parse(&err, copy, &dsmip_attrs_genl);
	dsmip_error_parse(&err, copy, &dsmip_attrs_rtnl);
	dsmip_error_parse_done(&err, copy);
	free(copy);
}

static void hostile(void **state)
{
	struct ack ack = ack_begin(a_request(), -EINVAL, false);
	uint8_t *bytes = (uint8_t *)nlmsg_hdr(ack.msg);
	size_t len;

	(void)state;
	nla_put_string(ack.msg, NLMSGERR_ATTR_MSG, "text");
	nla_put_u32(ack.msg, NLMSGERR_ATTR_OFFS, 20);
	nla_put_u32(ack.msg, NLMSGERR_ATTR_MISS_TYPE, DSMIP_A_LOCAL);
	nla_put_u32(ack.msg, NLMSGERR_ATTR_MISS_NEST, 60);
	len = nlmsg_hdr(ack.msg)->nlmsg_len;
	for (size_t i = NLMSG_HDRLEN; i <= len; i++)
		parse_copy(bytes, i);
	for (size_t i = NLMSG_HDRLEN; i < len; i++) {
		uint8_t old = bytes[i];

		for (int value = 0; value < 256; value++) {
			bytes[i] = value;
			parse_copy(bytes, len);
		}
		bytes[i] = old;
	}
	ack_end(&ack);
}

static void expect_words(const struct dsmip_error *error, bool json,
			 const char *words)
{
	struct testing t;

	testing_begin(&t);
	t.ctl.opt.json = json;
	assert_int_equal(dsmipctl_report_kernel(&t.ctl, error),
			 DSMIPCTL_FAILED);
	testing_end(&t);
	testing_equal(json ? t.out : t.err, words);
	testing_free(&t);
}

static void words(void **state)
{
	static const struct {
		struct dsmip_error error;
		const char *words;
	} known[] = {
		{ { .code = EINVAL, .text = "Not a care-of address",
		    .attr = "coa", .value = "224.0.0.1" },
		  "Error: Not a care-of address (coa 224.0.0.1).\n" },
		{ { .code = EINVAL, .text = "No such thing.", },
		  "Error: No such thing.\n" },
		{ { .code = EINVAL, .attr = "coa", .missing = true },
		  "Error: \"coa\" is missing.\n" },
		{ { .code = EINVAL, .text = "No care-of address given",
		    .attr = "coa", .missing = true },
		  "Error: No care-of address given.\n" },
		{ { .code = EPERM },
		"Error: Operation not permitted.\n"
		"Hint: this needs CAP_NET_ADMIN in the network namespace\n" },
		{ { .code = EOPNOTSUPP, .text = "Unknown device type" },
		  "Error: Unknown device type.\nHint: is the module loaded? modprobe dsmip\n" },
		{ { .code = ENODEV, .text = "No dsmip device has this index",
		    .attr = "ifindex", .value = "1" },
		  "Error: No dsmip device has this index (dev lo).\n" },
		{ { .code = EINVAL, .text = "Flag is odd", .attr = "flags",
		    .value = "3" }, "Error: Flag is odd.\n" },
		{ { .code = EINVAL, .text = "Odd", .attr = "encap",
		    .value = "2" }, "Error: Odd (encap udp).\n" },
		{ { .code = EINVAL, .text = "Odd", .attr = "local6",
		    .value = "::1" }, "Error: Odd (local ::1).\n" },
		{ { .code = EEXIST, .text = "Home 1.2.3.4 is taken",
		    .attr = "home", .value = "1.2.3.4" },
		  "Error: Home 1.2.3.4 is taken.\n" },
	};

	(void)state;
	for (size_t i = 0; i < TESTING_SIZE(known); i++)
		expect_words(&known[i].error, false, known[i].words);
	expect_words(&known[0].error, true,
		     "{\"error\":{\"code\":22,\"name\":\"EINVAL\",\"message\":\"Not a care-of \\\n"
		     "address (coa 224.0.0.1).\",\"hint\":null}}\n");
	expect_words(&known[4].error, true,
		     "{\"error\":{\"code\":1,\"name\":\"EPERM\",\"message\":\"Operation not \\\n"
		     "permitted.\",\"hint\":\"this needs CAP_NET_ADMIN in the network \\\n"
		     "namespace\"}}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(success),
		cmocka_unit_test(text_and_attribute),
		cmocka_unit_test(attribute_in_nest),
		cmocka_unit_test(numbers),
		cmocka_unit_test(missing_attribute),
		cmocka_unit_test(missing_in_nest),
		cmocka_unit_test(link_attribute),
		cmocka_unit_test(capped),
		cmocka_unit_test(end_of_dump),
		cmocka_unit_test(hostile),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
