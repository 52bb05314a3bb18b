// SPDX-License-Identifier: GPL-2.0
/* What the store has for Mobile IPv4, and that it takes over stores without. */

#include <errno.h>

#include "testing_store.h"

/* Whose is an address; 0: nobody's. */
static void home_is(struct dsmipd_store *store, const char *home,
		    int64_t id)
{
	struct dsmip_addr addr = testing_addr(home);
	struct dsmipd_subscriber got = {};

	assert_int_equal(dsmipd_store_subscriber_by_home(store, &addr, &got),
			 id ? 0 : -ENOENT);
	assert_int_equal(got.id, id);
}

/* Whether something of a prefix is somebody else's. */
static void taken_is(struct dsmipd_store *store, const char *text,
		     int64_t subscriber, int taken)
{
	struct dsmip_prefix prefix = testing_prefix(text);

	assert_int_equal(dsmipd_store_range_taken(store, &prefix, subscriber),
			 taken);
}

/* By an address of any kind: his own, of his prefixes, leased to him. */
static void home_find(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_subscriber sub = testing_store_full_sub();
	struct dsmipd_lease lease = {
		"hosts", testing_prefix("10.1.0.1/32"), 2, 2000
	};

	(void)state;
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
	sub = testing_store_sub(2);
	assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
	assert_int_equal(dsmipd_store_lease_put(store, &lease, false), 0);
	lease.prefix = testing_prefix("10.2.0.0/24");
	assert_int_equal(dsmipd_store_lease_put(store, &lease, false), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	home_is(store, "2001:db8:100::7", 1);
	home_is(store, "203.0.113.7", 1);
	home_is(store, "203.0.113.255", 1);
	home_is(store, "2001:db8:200:ffff::1", 1);
	home_is(store, "203.0.113.8", 0);
	home_is(store, "2001:db8:201::", 0);
	home_is(store, "0.0.0.0", 0);
	home_is(store, "10.0.0.2", 2);
	taken_is(store, "2001:db8:200:5::/64", 1, 0);
	taken_is(store, "2001:db8:200:5::/64", 2, 1);
	taken_is(store, "2001:db8::/32", 1, 1);
	taken_is(store, "2001:db8:100::7/128", 1, 0);
	taken_is(store, "2001:db8:100::8/128", 2, 0);
	taken_is(store, "203.0.113.0/24", 2, 1);
	taken_is(store, "::/0", 1, 1);
	taken_is(store, "3000::/16", 1, 0);
	home_is(store, "10.1.0.1", 2);
	home_is(store, "10.2.0.0", 0);
	dsmipd_store_close(store);
}

static int upgrade_seen(const struct dsmipd_record *record, void *arg)
{
	assert_memory_equal(record, arg, sizeof(*record));
	return 0;
}

static void upgrade_exec(struct dsmipd_store *store, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(store->db, sql, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s", error);
}

/* A store of version 1 is taken over, with all that is in it. */
static void upgrade_from_1(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_record record = testing_store_record(1, 1);
	struct dsmipd_subscriber got, sub;

	(void)state;
	testing_store_fill(store, 2);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_record_put(store, &record, false), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	upgrade_exec(store, "DROP VIEW subscribers; DROP VIEW records;\n"
			"ALTER TABLE subscriber DROP COLUMN mip4_spi;\n"
			"ALTER TABLE subscriber DROP COLUMN mip4_algorithm;\n"
			"ALTER TABLE subscriber DROP COLUMN mip4_replay;\n"
			"ALTER TABLE subscriber DROP COLUMN mip4_key;\n"
			"ALTER TABLE record DROP COLUMN home_tunnel;\n"
			"ALTER TABLE record DROP COLUMN source;\n"
			"ALTER TABLE record DROP COLUMN nonce;\n"
			"ALTER TABLE record DROP COLUMN revocation_time;\n"
			"ALTER TABLE record DROP COLUMN inform;\n"
			"ALTER TABLE record DROP COLUMN copies;\n"
			"PRAGMA user_version = 1;");
	dsmipd_store_close(store);

	store = testing_store_open();
	testing_store_text(store, "PRAGMA user_version", "3");
	assert_int_equal(dsmipd_store_record_each(store, upgrade_seen,
						  &record), 0);
	sub = testing_store_sub(2);
	assert_int_equal(dsmipd_store_subscriber_by_id(store, 2, &got), 0);
	sub.id = 2;
	assert_memory_equal(&got, &sub, sizeof(sub));
	/* And is one of ours from then on. */
	sub.mip4.spi = 256;
	sub.mip4.len = 1;
	memset(&sub.hoa, 0, sizeof(sub.hoa));
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_subscriber_set(store, &sub), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	assert_int_equal(dsmipd_store_subscriber_by_id(store, 2, &got), 0);
	assert_memory_equal(&got, &sub, sizeof(sub));
	testing_store_text(store, "SELECT mip4_spi FROM subscribers WHERE id = 2",
			   "256");
	dsmipd_store_close(store);
}

/* A registration with two care-of end points beside the first one. */
static struct dsmipd_record copies_record(void)
{
	struct dsmipd_record record = testing_store_record(1, 1);

	record.proto = DSMIPD_PROTO_MIPV4;
	record.n_copy = 2;
	record.copy[0] = (struct dsmipd_copy){
		.expires = 1700003000,
		.coa = testing_addr("198.51.100.20").v4,
		.claimed = testing_addr("10.0.0.7").v4,
		.source = testing_addr("198.51.100.20").v4,
		.lifetime = 600,
		.revocation_time = 0xe8d4a510,
		.port = 40001,
		.flags = 0xa2,
		.encap = DSMIP_ENCAP_MIPUDP,
		.nat = true,
		.inform = true,
	};
	record.copy[1] = (struct dsmipd_copy){
		.expires = 1700003001,
		.coa = testing_addr("198.51.100.130").v4,
		.claimed = testing_addr("198.51.100.130").v4,
		.source = testing_addr("198.51.100.131").v4,
		.lifetime = 65534,
		.flags = 0x82,
		.encap = DSMIP_ENCAP_GRE,
		.home_tunnel = true,
	};
	return record;
}

/* One of version 2 too, and it has simultaneous bindings from then on. */
static void upgrade_from_2(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_record record = testing_store_record(1, 1);

	(void)state;
	testing_store_fill(store, 1);
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_record_put(store, &record, false), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	upgrade_exec(store, "DROP VIEW records;\n"
			"ALTER TABLE record DROP COLUMN copies;\n"
			"PRAGMA user_version = 2;");
	dsmipd_store_close(store);

	store = testing_store_open();
	testing_store_text(store, "PRAGMA user_version", "3");
	assert_int_equal(dsmipd_store_record_each(store, upgrade_seen,
						  &record), 0);
	record = copies_record();
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_record_put(store, &record, false), 0);
	assert_int_equal(dsmipd_store_commit(store), 0);
	dsmipd_store_close(store);
	store = testing_store_open();
	assert_int_equal(dsmipd_store_record_each(store, upgrade_seen,
						  &record), 0);
	testing_store_text(store, "SELECT copies FROM records",
			   "198.51.100.20 198.51.100.130");
	dsmipd_store_close(store);
}

/* Copies that cannot be are damage, and are not written. */
static void copies_wrong(void **state)
{
	struct dsmipd_store *store = testing_store_open();
	struct dsmipd_record record = copies_record();
	static const char *const wrong[] = {
		"UPDATE record SET copies = x'00'",
		"UPDATE record SET copies = zeroblob(34)",
		"UPDATE record SET copies = zeroblob(8 * 33)",
		"UPDATE record SET copies = CAST(zeroblob(32) || x'08' AS BLOB)",
	};
	size_t i;

	(void)state;
	testing_store_fill(store, 1);
	for (i = 0; i < TESTING_SIZE(wrong); i++) {
		assert_int_equal(dsmipd_store_begin(store), 0);
		assert_int_equal(dsmipd_store_record_put(store, &record, false), 0);
		assert_int_equal(dsmipd_store_commit(store), 0);
		upgrade_exec(store, wrong[i]);
		assert_int_equal(dsmipd_store_record_each(store, upgrade_seen,
							  &record), -EUCLEAN);
	}
	record.n_copy = DSMIPD_RECORD_MAX_COPY + 1;
	assert_int_equal(dsmipd_store_begin(store), 0);
	assert_int_equal(dsmipd_store_record_put(store, &record, false), -EINVAL);
	dsmipd_store_rollback(store);
	dsmipd_store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(home_find, testing_store_setup,
						testing_store_teardown),
		cmocka_unit_test_setup_teardown(upgrade_from_1,
						testing_store_setup,
						testing_store_teardown),
		cmocka_unit_test_setup_teardown(upgrade_from_2,
						testing_store_setup,
						testing_store_teardown),
		cmocka_unit_test_setup_teardown(copies_wrong,
						testing_store_setup,
						testing_store_teardown),
	};

	return cmocka_run_group_tests_name("store_upgrade", tests, NULL, NULL);
}
