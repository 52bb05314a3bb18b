// SPDX-License-Identifier: GPL-2.0
/*
 * The store: subscribers, registrations and leases.
 *
 * Covers: R5555-4.5-05
 */

#include <errno.h>
#include <sys/stat.h>

#include "testing_store.h"

static void store_test_fails(struct dsmipd_store *store, int ret, int code,
			     const char *text)
{
	assert_int_equal(ret, code);
	assert_string_equal(dsmipd_store_error(store), text);
}

static void store_test_subscriber(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub = testing_store_full_sub();
	struct dsmipd_subscriber got;

	(void)state;
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
	assert_int_equal(sub.id, 1);
	assert_int_equal(dsmipd_store_commit(store), 0);
	dsmipd_store_close(store);

	store = testing_store_open();
	assert_int_equal(dsmipd_store_subscriber_by_id(store, 1, &got), 0);
	assert_memory_equal(&got, &sub, sizeof(sub));
	assert_int_equal(dsmipd_store_subscriber_by_name(store, sub.name, &got),
			 0);
	assert_memory_equal(&got, &sub, sizeof(sub));
	assert_int_equal(dsmipd_store_subscriber_by_hoa(store, &sub.hoa, &got),
			 0);
	assert_memory_equal(&got, &sub, sizeof(sub));
	store_test_fails(store, dsmipd_store_subscriber_by_id(store, 2, &got),
			 -ENOENT, "there is no such subscriber");
	assert_int_equal(dsmipd_store_subscriber_by_name(store, "x", &got),
			 -ENOENT);
	sub.hoa.s6_addr[0] = 0;
	assert_int_equal(dsmipd_store_subscriber_by_hoa(store, &sub.hoa, &got),
			 -ENOENT);
	assert_int_equal(dsmipd_store_subscriber_count(store), 1);
	dsmipd_store_close(store);
}

static void store_test_change(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub, got;

	(void)state;
	testing_store_fill(store, 2);
	sub = testing_store_full_sub();
	assert_int_equal(dsmipd_store_begin(store), 0);
	sub.id = 2;
	assert_int_equal(dsmipd_store_subscriber_set(store, &sub), 0);
	assert_int_equal(dsmipd_store_subscriber_by_id(store, 2, &got), 0);
	assert_memory_equal(&got, &sub, sizeof(sub));
	/* What it had before is free, and its own is no obstacle. */
	assert_int_equal(dsmipd_store_subscriber_set(store, &sub), 0);
	got = testing_store_sub(2);
	assert_int_equal(dsmipd_store_subscriber_add(store, &got), 0);
	sub.id = 9;
	sub.name[0] = 'x';
	store_test_fails(store, dsmipd_store_subscriber_set(store, &sub),
			 -ENOENT, "there is no such subscriber");
	assert_int_equal(dsmipd_store_subscriber_del(store, 2), 0);
	store_test_fails(store, dsmipd_store_subscriber_del(store, 2),
			 -ENOENT, "there is no such subscriber");
	assert_int_equal(dsmipd_store_subscriber_count(store), 2);
	/* No number is given twice. */
	assert_int_equal(dsmipd_store_subscriber_del(store, 3), 0);
	got = testing_store_sub(2);
	assert_int_equal(dsmipd_store_subscriber_add(store, &got), 0);
	assert_int_equal(got.id, 4);
	assert_int_equal(dsmipd_store_commit(store), 0);
	dsmipd_store_close(store);
}

static int store_test_seen(const struct dsmipd_subscriber *sub, void *arg)
{
	int64_t *last = arg;

	assert_true(sub->id > *last);
	*last = sub->id;
	return sub->id == 7 ? -ENOENT : 0;
}

static void store_test_each(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	int64_t last = 0;

	(void)state;
	testing_store_fill(store, 10);
	assert_int_equal(dsmipd_store_subscriber_each(store, 0, 3,
						      store_test_seen, &last),
			 0);
	assert_int_equal(last, 3);
	assert_int_equal(dsmipd_store_subscriber_each(store, last, 0,
						      store_test_seen, &last),
			 -ENOENT);
	assert_int_equal(last, 7);
	assert_int_equal(dsmipd_store_subscriber_each(store, last, 0,
						      store_test_seen, &last),
			 0);
	assert_int_equal(last, 10);
	dsmipd_store_close(store);
}

static void store_test_add(struct dsmipd_store *store,
			   const struct dsmipd_subscriber *sub, int code,
			   const char *text)
{
	struct dsmipd_subscriber copy = *sub;

	store_test_fails(store, dsmipd_store_subscriber_add(store, &copy), code,
			 text);
	assert_int_equal(copy.id, sub->id);
	assert_int_equal(dsmipd_store_subscriber_count(store), 1);
}

static void store_test_unique(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub = testing_store_full_sub();
	struct dsmipd_subscriber other;

	(void)state;
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);

	other = testing_store_sub(1);
	memcpy(other.name, sub.name, sizeof(sub.name));
	store_test_add(store, &other, -EEXIST, "router@example.org: there is a subscriber of that name");
	other = testing_store_sub(1);
	other.hoa = sub.hoa;
	store_test_add(store, &other, -EEXIST, "mn1@example.org: there is a subscriber with that home address");
	other = testing_store_sub(1);
	other.key.spi = sub.key.spi;
	store_test_add(store, &other, -EEXIST, "mn1@example.org: there is a subscriber with that SPI");
	other = testing_store_sub(1);
	other.esp = sub.esp;
	store_test_add(store, &other, -EEXIST, "mn1@example.org: there is a subscriber with that ESP SPI");
	other = testing_store_sub(1);
	other.id = 1;
	store_test_add(store, &other, -EEXIST, "mn1@example.org: there is a subscriber of that number");

	/* Two of each have no SPI at all. */
	other = testing_store_sub(1);
	other.key.spi = 0;
	assert_int_equal(dsmipd_store_subscriber_add(store, &other), 0);
	other = testing_store_sub(2);
	other.key.spi = 0;
	assert_int_equal(dsmipd_store_subscriber_add(store, &other), 0);
	dsmipd_store_rollback(store);
	dsmipd_store_close(store);
}

static void store_test_overlap(void **state)
{
	static const char *const taken[][2] = {
		{ "203.0.113.7", "203.0.113.7" },
		{ "203.0.113.128", "203.0.113.128" },
		{ "203.0.113.255", "203.0.113.255" },
		{ "203.0.113.192/26", "203.0.113.192/26" },
		{ "203.0.113.0/24", "203.0.113.0/24" },
		{ "0.0.0.0/0", "0.0.0.0/0" },
		{ "2001:db8:200::/48", "2001:db8:200::/48" },
		{ "2001:db8:200:1::/64", "2001:db8:200:1::/64" },
		{ "2001:db8:200:2::/64", "2001:db8:200:2::/64" },
		{ "2001:db8:200:1::5/128", "2001:db8:200:1::5" },
		{ "2001:db8:100::/64", "2001:db8:100::/64" },
		{ "2001:db8::/32", "2001:db8::/32" },
	};
	static const char *const free_ones[] = {
		"203.0.113.6", "203.0.113.8", "203.0.113.127", "203.0.114.0",
		"2001:db8:1ff:ffff::/64", "2001:db8:201::/48",
		"2001:db8:100:1::/64",
		/* The same bits in the other family. */
		"cb00:7107::/32",
	};
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub = testing_store_full_sub();
	struct dsmipd_subscriber other;
	char text[256];
	size_t i;

	(void)state;
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
	for (i = 0; i < TESTING_SIZE(taken); i++) {
		other = testing_store_sub(1);
		other.n_home4 = 0;
		if (strchr(taken[i][0], ':'))
			other.prefix[other.n_prefix++] =
				testing_prefix(taken[i][0]);
		else
			other.home4[other.n_home4++] =
				testing_prefix(taken[i][0]);
		snprintf(text, sizeof(text),
			 "%s belongs to subscriber router@example.org",
			 taken[i][1]);
		store_test_add(store, &other, -EEXIST, text);
	}
	other = testing_store_sub(1);
	other.hoa = testing_addr("2001:db8:200:1::9").v6;
	store_test_add(store, &other, -EEXIST, "2001:db8:200:1::9 belongs to subscriber router@example.org");
	for (i = 0; i < TESTING_SIZE(free_ones); i++) {
		other = testing_store_sub(1);
		other.n_home4 = 0;
		if (strchr(free_ones[i], ':'))
			other.prefix[other.n_prefix++] =
				testing_prefix(free_ones[i]);
		else
			other.home4[other.n_home4++] =
				testing_prefix(free_ones[i]);
		assert_int_equal(dsmipd_store_subscriber_add(store, &other), 0);
		assert_int_equal(dsmipd_store_subscriber_del(store, other.id),
				 0);
	}
	assert_int_equal(dsmipd_store_commit(store), 0);
	dsmipd_store_close(store);
}

static void store_test_invalid(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub;

	(void)state;
	assert_int_equal(dsmipd_store_begin(store), 0);
	sub = testing_store_sub(1);
	sub.name[0] = '\0';
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), -EINVAL);
	sub = testing_store_sub(1);
	sub.home4[0] = testing_prefix("2001:db8::1");
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), -EINVAL);
	sub = testing_store_sub(1);
	sub.home4[0].len = 33;
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), -EINVAL);
	sub = testing_store_sub(1);
	sub.key.len = DSMIPD_AUTH_KEY_MAX + 1;
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), -EINVAL);
	sub = testing_store_sub(1);
	sub.mip4.len = DSMIPD_MIP4_KEY_MAX + 1;
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), -EINVAL);
	sub = testing_store_sub(1);
	sub.security = 3;
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), -EINVAL);
	assert_int_equal(dsmipd_store_subscriber_count(store), 0);
	dsmipd_store_rollback(store);
	dsmipd_store_close(store);
}

static int store_test_record_seen(const struct dsmipd_record *record, void *arg)
{
	struct dsmipd_record **next = arg;

	assert_memory_equal(record, *next, sizeof(*record));
	++*next;
	return 0;
}

static void store_test_record(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_record records[3], *next;
	unsigned int i;

	(void)state;
	testing_store_fill(store, 3);
	assert_int_equal(dsmipd_store_begin(store), 0);
	for (i = 0; i < 3; i++) {
		records[i] = testing_store_record(i + 1, i);
		assert_int_equal(dsmipd_store_record_put(store, &records[i], false),
				 0);
	}
	/* Deregistered: the sequence number stays. */
	memset(&records[1].coa, 0, sizeof(records[1].coa));
	memset(&records[1].claimed, 0, sizeof(records[1].claimed));
	records[1].lifetime = 0;
	records[1].sequence = 65535;
	records[1].timestamp = UINT64_MAX;
	records[1].n_home = 0;
	memset(records[1].home, 0, sizeof(records[1].home));
	assert_int_equal(dsmipd_store_record_put(store, &records[1], false), 0);
	/* As many homes as there can be. */
	for (i = 0; i < DSMIPD_RECORD_MAX_HOME; i++)
		records[2].home[i] = testing_prefix(i % 2 ? "10.0.0.0/8" :
						    "2001:db8::/32");
	records[2].n_home = i;
	records[2].handovers = UINT32_MAX;
	records[2].lifetime = UINT32_MAX;
	records[2].expires = INT64_MAX;
	records[2].proto = DSMIPD_PROTO_MIPV4;
	records[2].home_tunnel = true;
	records[2].source.s_addr = htonl(0xc0000207);
	records[2].nonce = UINT32_MAX;
	records[2].revocation_time = UINT32_MAX;
	records[2].inform = true;
	assert_int_equal(dsmipd_store_record_put(store, &records[2], true), 0);
	records[0].subscriber = 4;
	store_test_fails(store, dsmipd_store_record_put(store, &records[0], false),
			 -ENOENT, "cannot store a registration: there is no such subscriber");
	records[0].subscriber = 1;
	assert_int_equal(dsmipd_store_commit(store), 0);
	dsmipd_store_close(store);

	store = testing_store_open();
	next = records;
	assert_int_equal(dsmipd_store_record_each(store, store_test_record_seen,
						  &next), 0);
	assert_ptr_equal(next, records + 3);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_record_del(store, 1,
						 DSMIPD_PROTO_MIPV4), -ENOENT);
	assert_int_equal(dsmipd_store_record_del(store, 1,
						 DSMIPD_PROTO_MIPV6), 0);
	assert_int_equal(dsmipd_store_record_del(store, 1,
						 DSMIPD_PROTO_MIPV6), -ENOENT);
	/* With its subscriber a registration goes too. */
	assert_int_equal(dsmipd_store_subscriber_del(store, 2), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	next = records + 2;
	assert_int_equal(dsmipd_store_record_each(store, store_test_record_seen,
						  &next), 0);
	assert_ptr_equal(next, records + 3);
	dsmipd_store_close(store);
}

static int store_test_lease_seen(const struct dsmipd_lease *lease, void *arg)
{
	struct dsmipd_lease **next = arg;

	assert_memory_equal(lease, *next, sizeof(*lease));
	++*next;
	return 0;
}

static void store_test_lease(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_lease leases[3] = {
		{ "hosts", testing_prefix("10.1.0.1/32"), 1, 2000 },
		{ "networks", testing_prefix("10.2.0.0/24"), 1, 3000 },
		{ "networks", testing_prefix("10.2.0.0/28"), 2, -1 },
	};
	struct dsmipd_lease host = {
		"hosts", testing_prefix("10.1.0.1"), 3, 2000
	};
	struct dsmipd_lease *next = leases;
	unsigned int i;

	(void)state;
	testing_store_fill(store, 2);
	assert_int_equal(dsmipd_store_lease_put(store, &leases[0], false), -EPERM);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_lease_put(store, &host, false), -ENOENT);
	/* Somebody else's before, and without its length. */
	host.subscriber = 2;
	assert_int_equal(dsmipd_store_lease_put(store, &host, false), 0);
	for (i = 0; i < 3; i++)
		assert_int_equal(dsmipd_store_lease_put(store, &leases[i], false), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	assert_int_equal(dsmipd_store_lease_each(store, store_test_lease_seen,
						 &next), 0);
	assert_ptr_equal(next, leases + 3);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_lease_del(store, &host.prefix), 0);
	assert_int_equal(dsmipd_store_lease_del(store, &host.prefix), -ENOENT);
	assert_int_equal(dsmipd_store_subscriber_del(store, 1), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	next = leases + 2;
	assert_int_equal(dsmipd_store_lease_each(store, store_test_lease_seen,
						 &next), 0);
	assert_ptr_equal(next, leases + 3);
	dsmipd_store_close(store);
}

static void store_test_transaction(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_record record = testing_store_record(1, 1);
	struct dsmipd_subscriber sub = testing_store_sub(1);
	struct dsmipd_store *second;
	struct stat st;

	(void)state;
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), -EPERM);
	assert_int_equal(dsmipd_store_subscriber_set(store, &sub), -EPERM);
	assert_int_equal(dsmipd_store_subscriber_del(store, 1), -EPERM);
	assert_int_equal(dsmipd_store_record_put(store, &record, false), -EPERM);
	assert_int_equal(dsmipd_store_record_del(store, 1,
						 DSMIPD_PROTO_MIPV6), -EPERM);
	assert_int_equal(dsmipd_store_lease_del(store, &sub.home4[0]), -EPERM);
	store_test_fails(store, dsmipd_store_commit(store), -EPERM,
			 "there is no transaction");
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_begin(store), -EPERM);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
	dsmipd_store_rollback(store);
	dsmipd_store_rollback(store);
	assert_int_equal(dsmipd_store_subscriber_count(store), 0);

	assert_int_equal(stat(testing_store_path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(dsmipd_store_open(&second, testing_store_path),
			 -EBUSY);
	assert_non_null(strstr(dsmipd_store_error(second),
			       "another dsmipd has it"));
	dsmipd_store_close(second);
	dsmipd_store_close(store);
	dsmipd_store_close(NULL);
	assert_string_equal(dsmipd_store_error(NULL), "out of memory");
	dsmipd_store_close(testing_store_open());
}

/* What an engineer sees in the shell. */
static void store_test_views(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub = testing_store_full_sub();
	struct dsmipd_lease lease = {
		"hosts", testing_prefix("10.1.0.1/32"), 1, 1700000000
	};
	struct dsmipd_record record = testing_store_record(1, 0x1234);

	(void)state;
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
	assert_int_equal(dsmipd_store_record_put(store, &record, false), 0);
	assert_int_equal(dsmipd_store_lease_put(store, &lease, false), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	testing_store_text(store, "SELECT name || ' ' || security || ' ' || hoa || ' ' || home4 || ' ' || prefix || ' ' || auth_spi FROM subscribers",
			   "router@example.org ipsec 2001:db8:100:0:0:0:0:7 203.0.113.7/32 203.0.113.128/25 2001:db8:200:0:0:0:0:0/48 2001:db8:200:1:0:0:0:0/64 4294967294");
	testing_store_text(store, "SELECT home || ' ' || coa || ' ' || port || ' ' || claimed || ' ' || local || ' ' || flags || ' ' || expires FROM records",
			   "2001:db8:100:0:0:0:0:1234/128 10.0.18.52/32 198.51.100.9 5684 192.168.1.2 192.0.2.1 0xc000 2023-11-15 00:31:00");
	testing_store_text(store, "SELECT pool || ' ' || addr || '/' || len || ' ' || name || ' ' || expires FROM leases",
			   "hosts 10.1.0.1/32 router@example.org 2023-11-14 22:13:20");
	testing_store_text(store, "SELECT group_concat(first || '-' || last, ' ') FROM home_ranges WHERE name LIKE 'router@%' AND first LIKE '203.%'",
			   "203.0.113.7-203.0.113.7 203.0.113.128-203.0.113.255");
	dsmipd_store_close(store);
}

#define STORE_TEST(name)						\
	cmocka_unit_test_setup_teardown(name, testing_store_setup,	\
					testing_store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(store_test_subscriber),
		STORE_TEST(store_test_change),
		STORE_TEST(store_test_each),
		STORE_TEST(store_test_unique),
		STORE_TEST(store_test_overlap),
		STORE_TEST(store_test_invalid),
		STORE_TEST(store_test_record),
		STORE_TEST(store_test_lease),
		STORE_TEST(store_test_transaction),
		STORE_TEST(store_test_views),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
