/* SPDX-License-Identifier: GPL-2.0 */
/* A store in a directory of its own, for tests. */
#ifndef DSMIP_TESTING_STORE_H
#define DSMIP_TESTING_STORE_H

#include <arpa/inet.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store_db.h"
#include "testing.h"

static char testing_store_dir[64];
static char testing_store_path[96];

static inline int testing_store_setup(void **state)
{
	(void)state;
	snprintf(testing_store_dir, sizeof(testing_store_dir),
		 "/tmp/dsmip-store.XXXXXX");
	if (!mkdtemp(testing_store_dir))
		return -1;
	snprintf(testing_store_path, sizeof(testing_store_path), "%s/s.db",
		 testing_store_dir);
	return 0;
}

static inline int testing_store_teardown(void **state)
{
	DIR *dir = opendir(testing_store_dir);
	struct dirent *entry;

	(void)state;
	while (dir && (entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	return rmdir(testing_store_dir);
}

static inline struct dsmipd_store *testing_store_open(void)
{
	struct dsmipd_store *store;
	int ret = dsmipd_store_open(&store, testing_store_path);

	if (ret)
		print_message("# %s\n", dsmipd_store_error(store));
	assert_int_equal(ret, 0);
	return store;
}

/* The n-th subscriber of many, with an address of everything. */
static inline struct dsmipd_subscriber testing_store_sub(unsigned int n)
{
	struct dsmipd_subscriber sub = {
		.enabled = true,
		.security = DSMIPD_SECURITY_AUTH,
		.n_home4 = 1,
		.key = { .spi = 256 + n, .len = 16 },
	};

	snprintf(sub.name, sizeof(sub.name), "mn%u@example.org", n);
	inet_pton(AF_INET6, "2001:db8:100::", &sub.hoa);
	sub.hoa.s6_addr32[3] = htonl(n);
	sub.home4[0].addr.family = AF_INET;
	sub.home4[0].addr.v4.s_addr = htonl(0x0a000000 + n);
	sub.home4[0].len = 32;
	memset(sub.key.key, n, sub.key.len);
	return sub;
}

static inline struct dsmipd_record testing_store_record(int64_t subscriber,
							unsigned int n)
{
	struct dsmipd_record record = {
		.subscriber = subscriber,
		.n_home = 2,
		.nat = true,
		.port = 1024 + n % 60000,
		.flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME,
		.sequence = n,
		.encap = 1,
		.lifetime = 3600,
		.handovers = n,
		.timestamp = 0xe8d4a51000000000ULL + n,
		.registered = 1700000000,
		.expires = 1700003600 + n,
	};

	record.home[0] = testing_prefix("2001:db8:100::1/128");
	record.home[0].addr.v6.s6_addr32[3] = htonl(n);
	record.home[1] = testing_prefix("10.0.0.0/32");
	record.home[1].addr.v4.s_addr = htonl(0x0a000000 + n);
	record.coa = testing_addr("198.51.100.9");
	record.claimed = testing_addr("192.168.1.2");
	record.local = testing_addr("192.0.2.1");
	return record;
}

/* What a query gives. */
static inline void testing_store_text(struct dsmipd_store *store,
				      const char *sql, const char *expected)
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal(sqlite3_column_text(stmt, 0), expected);
	sqlite3_finalize(stmt);
}

/* A subscriber with everything that there can be. */
static inline struct dsmipd_subscriber testing_store_full_sub(void)
{
	struct dsmipd_subscriber sub = {
		.name = "router@example.org",
		.enabled = true,
		.router = true,
		.security = DSMIPD_SECURITY_IPSEC,
		.n_home4 = 2,
		.n_prefix = 2,
		.pool4 = "hosts",
		.pool4_prefix = "networks",
		.key = { 0xfffffffe, 4, { 1, 2, 3, 4 } },
		.esp.in = { 1000, DSMIPD_ESP_CIPHER_AES_CBC,
			    DSMIPD_ESP_AUTH_HMAC_SHA256, 3, 2, { 5, 6, 7 },
			    { 8, 9 } },
		.esp.out = { 1001, DSMIPD_ESP_CIPHER_NULL,
			     DSMIPD_ESP_AUTH_HMAC_SHA1, 0, 1, {}, { 10 } },
		.mip4 = { 1002, DSMIPD_MIP4_HMAC_SHA256, DSMIPD_MIP4_NONCES, 2,
			  { 11, 12 } },
	};

	sub.hoa = testing_addr("2001:db8:100::7").v6;
	sub.home4[0] = testing_prefix("203.0.113.7/32");
	sub.home4[1] = testing_prefix("203.0.113.128/25");
	sub.prefix[0] = testing_prefix("2001:db8:200::/48");
	/* Inside of the first one. */
	sub.prefix[1] = testing_prefix("2001:db8:200:1::/64");
	return sub;
}

/* Subscribers 1 to count, in one transaction. */
static inline void testing_store_fill(struct dsmipd_store *store,
				      unsigned int count)
{
	unsigned int n;

	assert_int_equal(dsmipd_store_begin(store), 0);
	for (n = 1; n <= count; n++) {
		struct dsmipd_subscriber sub = testing_store_sub(n);

		assert_int_equal(dsmipd_store_subscriber_add(store, &sub), 0);
		assert_int_equal(sub.id, n);
	}
	assert_int_equal(dsmipd_store_commit(store), 0);
}

#endif /* DSMIP_TESTING_STORE_H */
