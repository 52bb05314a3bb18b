/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What survives: subscribers, registrations and leases, in SQLite (WAL).
 *
 * Writing is between dsmipd_store_begin() and dsmipd_store_commit(): what is
 * committed is on the disk.  A store that is corrupt, or of a newer version,
 * is refused and never written to.
 *
 * Functions return 0 or a negative errno; -ENOENT: there is none, -EEXIST: of
 * that name, address or SPI there is one, -EPERM: there is no transaction to
 * write in.  dsmipd_store_error() says it in words; after a failed
 * dsmipd_store_open() too, whose store is closed as any other.
 */
#ifndef DSMIPD_STORE_H
#define DSMIPD_STORE_H

#include <netinet/in.h>
#include <stdint.h>

#include "record.h"
#include "subscriber.h"

struct dsmipd_store;

/**
 * struct dsmipd_lease - an address or prefix of a pool that is in use
 * @pool: name of the pool
 * @prefix: what is leased
 * @subscriber: row of who has it
 * @expires: when its use ends, seconds of the real time clock; its pool holds
 *	it for a while longer
 */
struct dsmipd_lease {
	char pool[DSMIPD_POOL_NAME_MAX + 1];
	struct dsmip_prefix prefix;
	int64_t subscriber;
	int64_t expires;
};

int dsmipd_store_open(struct dsmipd_store **store, const char *path);
void dsmipd_store_close(struct dsmipd_store *store);
const char *dsmipd_store_error(const struct dsmipd_store *store);

void dsmipd_store_read(struct dsmipd_store *store);
void dsmipd_store_read_end(struct dsmipd_store *store);
int dsmipd_store_begin(struct dsmipd_store *store);
int dsmipd_store_commit(struct dsmipd_store *store);
void dsmipd_store_rollback(struct dsmipd_store *store);

int dsmipd_store_subscriber_add(struct dsmipd_store *store,
				struct dsmipd_subscriber *sub);
int dsmipd_store_subscriber_set(struct dsmipd_store *store,
				const struct dsmipd_subscriber *sub);
int dsmipd_store_subscriber_del(struct dsmipd_store *store, int64_t id);
int dsmipd_store_subscriber_by_id(struct dsmipd_store *store, int64_t id,
				  struct dsmipd_subscriber *sub);
int dsmipd_store_subscriber_by_name(struct dsmipd_store *store,
				    const char *name,
				    struct dsmipd_subscriber *sub);
int dsmipd_store_subscriber_by_hoa(struct dsmipd_store *store,
				   const struct in6_addr *hoa,
				   struct dsmipd_subscriber *sub);
int dsmipd_store_subscriber_by_home(struct dsmipd_store *store,
				    const struct dsmip_addr *home,
				    struct dsmipd_subscriber *sub);

int dsmipd_store_range_taken(struct dsmipd_store *store,
			     const struct dsmip_prefix *prefix,
			     int64_t subscriber);

typedef int (*dsmipd_store_subscriber_cb)(const struct dsmipd_subscriber *sub,
					  void *arg);
int dsmipd_store_subscriber_each(struct dsmipd_store *store, int64_t after,
				 unsigned int limit,
				 dsmipd_store_subscriber_cb cb, void *arg);
int dsmipd_store_subscriber_secured(struct dsmipd_store *store,
				    enum dsmipd_security security,
				    dsmipd_store_subscriber_cb cb, void *arg);
int64_t dsmipd_store_subscriber_count(struct dsmipd_store *store);

int dsmipd_store_record_put(struct dsmipd_store *store,
			    const struct dsmipd_record *record, bool first);
int dsmipd_store_record_del(struct dsmipd_store *store, int64_t subscriber,
			    enum dsmipd_proto proto);
typedef int (*dsmipd_store_record_cb)(const struct dsmipd_record *record,
				      void *arg);
int dsmipd_store_record_each(struct dsmipd_store *store,
			     dsmipd_store_record_cb cb, void *arg);

int dsmipd_store_lease_put(struct dsmipd_store *store,
			   const struct dsmipd_lease *lease, bool first);
int dsmipd_store_lease_del(struct dsmipd_store *store,
			   const struct dsmip_prefix *prefix);
typedef int (*dsmipd_store_lease_cb)(const struct dsmipd_lease *lease,
				     void *arg);
int dsmipd_store_lease_each(struct dsmipd_store *store,
			    dsmipd_store_lease_cb cb, void *arg);

#endif /* DSMIPD_STORE_H */
