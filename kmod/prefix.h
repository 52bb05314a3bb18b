/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_PREFIX_H
#define _DSMIP_PREFIX_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/rhashtable-types.h>

#include "addr.h"

struct dsmip_binding;
struct netlink_ext_ack;

/* As many lengths a family as fit in one word that readers take in one go. */
#define DSMIP_PREFIX_LENGTHS	8

/* With this bit in the family a key is no home, but a care-of end point: its
 * address, its encapsulation as the length, and its port. See endpoint.c.
 */
#define DSMIP_PREFIX_ENDPOINT	0x80

/**
 * struct dsmip_prefix_key - what is looked up
 * @addr: masked address
 * @family: AF_INET or AF_INET6
 * @len: prefix length in bits
 * @port: 0 for a home; keeps the key a whole number of words
 */
struct dsmip_prefix_key {
	union dsmip_addr	addr;
	u8			family;
	u8			len;
	__be16			port;
};

/**
 * struct dsmip_prefix - a home address or prefix of a binding
 * @node: in the table's hash
 * @key: see above
 * @seen: of a host: dsmip_fastpath_seen() when routing led to the device, or 0
 * @binding: whose it is; never changes
 * @list: in the binding's list of homes, writers only
 * @rcu: for the release, when @list is no longer needed
 */
struct dsmip_prefix {
	struct rhash_head		node;
	struct dsmip_prefix_key		key;
	u32				seen;
	struct dsmip_binding		*binding;
	union {
		struct hlist_node	list;
		struct rcu_head		rcu;
	};
};

/**
 * struct dsmip_prefix_table - home addresses and prefixes of one device
 * @hash4: the prefixes of IPv4, and the end points
 * @hash6: the same of IPv6
 * @lens4: lengths of IPv4 prefixes in use, see dsmip_prefix_lookup()
 * @lens6: the same for IPv6
 * @refs4: number of IPv4 prefixes of each length, writers only
 * @refs6: the same for IPv6
 * @count: number of prefixes, writers only
 */
struct dsmip_prefix_table {
	struct rhashtable	hash4;
	struct rhashtable	hash6;
	atomic64_t		lens4;
	atomic64_t		lens6;
	u32			refs4[32 + 1];
	u32			refs6[128 + 1];
	u32			count;
};

int dsmip_prefix_table_init(struct dsmip_prefix_table *table);
void dsmip_prefix_table_destroy(struct dsmip_prefix_table *table);

int dsmip_prefix_cache_init(void);
void dsmip_prefix_cache_exit(void);

struct dsmip_prefix *dsmip_prefix_alloc(const struct dsmip_prefix_key *key);
void dsmip_prefix_free(struct dsmip_prefix *prefix);
void dsmip_prefix_free_rcu(struct dsmip_prefix *prefix);

struct dsmip_prefix *dsmip_prefix_lookup(struct dsmip_prefix_table *table,
					 u8 family, const void *addr, u8 below);
struct dsmip_prefix *dsmip_prefix_find(struct dsmip_prefix_table *table,
				       const struct dsmip_prefix_key *key);
bool dsmip_prefix_len_fits(const struct dsmip_prefix_table *table,
			   const struct dsmip_prefix_key *keys,
			   unsigned int nkeys);
int dsmip_prefix_insert(struct dsmip_prefix_table *table,
			struct dsmip_prefix *prefix);
void dsmip_prefix_remove(struct dsmip_prefix_table *table,
			 struct dsmip_prefix *prefix);
bool dsmip_prefix_key_mask(struct dsmip_prefix_key *key);

#endif /* _DSMIP_PREFIX_H */
