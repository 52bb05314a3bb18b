// SPDX-License-Identifier: GPL-2.0
/* Home address or prefix -> binding: the look-up of every packet.
 *
 * A hash with the prefix length in the key, and a word with the lengths in
 * use, the longest first. A home agent has host addresses and one or two
 * lengths of mobile network prefixes, so that a look-up is one to three
 * probes at any size; a trie would be some twenty dependent cache misses at a
 * million entries.
 *
 * Readers are under RCU. Writers hold the mutex of the device.
 */

#include <linux/inetdevice.h>
#include <linux/jhash.h>
#include <linux/rhashtable.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "prefix.h"

/* How often an insertion waits for a table that is just being enlarged. */
#define DSMIP_PREFIX_RETRIES	100

static struct kmem_cache *dsmip_prefix_cache __read_mostly;

/* Family, length and port, as one word. */
static __always_inline u32 dsmip_prefix_kind(const struct dsmip_prefix_key *key)
{
	BUILD_BUG_ON(sizeof(*key) != sizeof(key->addr) + sizeof(u32));
	BUILD_BUG_ON(offsetof(struct dsmip_prefix_key, family) !=
		     sizeof(key->addr));
	return *(const u32 *)&key->family;
}

/* One round for what jhash2() needs two: the halves of the network part of an
 * IPv6 address are not both anybody's choice.
 */
static __always_inline u32 dsmip_prefix_hash(const void *data, u32 len, u32 seed)
{
	const struct dsmip_prefix_key *key = data;
	const __be32 *words = key->addr.v6.s6_addr32;

	return jhash_3words((__force u32)(words[0] ^ words[1]),
			    (__force u32)words[2], (__force u32)words[3],
			    seed ^ dsmip_prefix_kind(key));
}

static int dsmip_prefix_differs(struct rhashtable_compare_arg *arg,
				const void *obj)
{
	const struct dsmip_prefix_key *a = arg->key;
	const struct dsmip_prefix_key *b = &((struct dsmip_prefix *)obj)->key;

	return dsmip_prefix_kind(a) != dsmip_prefix_kind(b) ||
	       !dsmip_addr_equal(&a->addr, &b->addr);
}

static const struct rhashtable_params dsmip_prefix_params = {
	.head_offset		= offsetof(struct dsmip_prefix, node),
	.key_offset		= offsetof(struct dsmip_prefix, key),
	.key_len		= sizeof_field(struct dsmip_prefix, key),
	.hashfn			= dsmip_prefix_hash,
	.obj_cmpfn		= dsmip_prefix_differs,
	.automatic_shrinking	= true,
};

/* Each family has a hash of its own, since the buckets of a new table are all
 * written to in one go, which others have to wait for: there are half as many.
 */
static __always_inline struct rhashtable *
dsmip_prefix_hash_of(struct dsmip_prefix_table *table, u8 family)
{
	return (family & ~DSMIP_PREFIX_ENDPOINT) == AF_INET ? &table->hash4 :
							      &table->hash6;
}

/**
 * dsmip_prefix_cache_init() - make the slab cache of prefixes
 *
 * Context: Process context, module init.
 * Return: 0 or -ENOMEM.
 */
int __init dsmip_prefix_cache_init(void)
{
	BUILD_BUG_ON(sizeof(struct dsmip_prefix_key) % sizeof(u32));
	BUILD_BUG_ON(DSMIP_PREFIX_LENGTHS * BITS_PER_BYTE > 64);

	dsmip_prefix_cache = KMEM_CACHE(dsmip_prefix, SLAB_ACCOUNT);
	return dsmip_prefix_cache ? 0 : -ENOMEM;
}

/**
 * dsmip_prefix_cache_exit() - destroy the slab cache of prefixes
 *
 * Context: Process context, after the last RCU callback.
 */
void dsmip_prefix_cache_exit(void)
{
	kmem_cache_destroy(dsmip_prefix_cache);
}

/**
 * dsmip_prefix_table_init() - make an empty table
 * @table: the table
 *
 * Context: Process context.
 * Return: 0 or a negative error.
 */
int dsmip_prefix_table_init(struct dsmip_prefix_table *table)
{
	int err;

	atomic64_set(&table->lens4, 0);
	atomic64_set(&table->lens6, 0);
	err = rhashtable_init(&table->hash4, &dsmip_prefix_params);
	if (err)
		return err;
	err = rhashtable_init(&table->hash6, &dsmip_prefix_params);
	if (err)
		rhashtable_destroy(&table->hash4);
	return err;
}

/**
 * dsmip_prefix_table_destroy() - release an empty table
 * @table: the table; nobody reads it any more
 *
 * Context: Process context, may sleep.
 */
void dsmip_prefix_table_destroy(struct dsmip_prefix_table *table)
{
	WARN_ON_ONCE(table->count);
	rhashtable_destroy(&table->hash6);
	rhashtable_destroy(&table->hash4);
}

/**
 * dsmip_prefix_alloc() - make a prefix that is in no table yet
 * @key: masked address, family and length
 *
 * Context: Process context.
 * Return: the prefix, or NULL without memory.
 */
struct dsmip_prefix *dsmip_prefix_alloc(const struct dsmip_prefix_key *key)
{
	struct dsmip_prefix *prefix;

	prefix = kmem_cache_zalloc(dsmip_prefix_cache, GFP_KERNEL);
	if (prefix)
		prefix->key = *key;
	return prefix;
}

/**
 * dsmip_prefix_free() - release a prefix that no reader can see
 * @prefix: the prefix
 *
 * Context: Any.
 */
void dsmip_prefix_free(struct dsmip_prefix *prefix)
{
	kmem_cache_free(dsmip_prefix_cache, prefix);
}

static void dsmip_prefix_release(struct rcu_head *rcu)
{
	dsmip_prefix_free(container_of(rcu, struct dsmip_prefix, rcu));
}

/**
 * dsmip_prefix_free_rcu() - release a prefix that readers may still see
 * @prefix: the prefix, out of the table and out of its binding's list
 *
 * Context: Any.
 */
void dsmip_prefix_free_rcu(struct dsmip_prefix *prefix)
{
	call_rcu(&prefix->rcu, dsmip_prefix_release);
}

/**
 * dsmip_prefix_key_mask() - clear the host bits of a key
 * @key: address, family and length; the length is valid for the family
 *
 * Return: true if a host bit was set.
 */
bool dsmip_prefix_key_mask(struct dsmip_prefix_key *key)
{
	union dsmip_addr addr = key->addr;

	if (key->family == AF_INET)
		key->addr.v4 &= inet_make_mask(key->len);
	else
		ipv6_addr_prefix(&key->addr.v6, &addr.v6, key->len);
	return !dsmip_addr_equal(&key->addr, &addr);
}

/**
 * dsmip_prefix_lookup() - find the longest prefix that an address is in
 * @table: the table
 * @family: AF_INET or AF_INET6
 * @addr: address in network byte order, struct in_addr or struct in6_addr;
 *	  it need not be aligned to more than 4 bytes
 * @below: only prefixes shorter than this; U8_MAX for all
 *
 * A byte of the word of lengths is a length plus one, the lowest byte the
 * longest; zero ends the list. Readers so take one consistent set of lengths,
 * on 32-bit machines too.
 *
 * Context: RCU read side.
 * Return: the prefix, or NULL. Its binding may have expired.
 */
struct dsmip_prefix *dsmip_prefix_lookup(struct dsmip_prefix_table *table,
					 u8 family, const void *addr, u8 below)
{
	struct dsmip_prefix_key key = { .family = family };
	struct dsmip_prefix *prefix;
	struct rhashtable *hash;
	u64 lens;

	hash = family == AF_INET ? &table->hash4 : &table->hash6;
	lens = atomic64_read(family == AF_INET ? &table->lens4 : &table->lens6);
	for (; lens; lens >>= BITS_PER_BYTE) {
		key.len = (lens & 0xff) - 1;
		if (key.len >= below)
			continue;
		if (family == AF_INET)
			key.addr.v4 = *(const __be32 *)addr &
				      inet_make_mask(key.len);
		else if (key.len == 128)
			key.addr.v6 = *(const struct in6_addr *)addr;
		else
			ipv6_addr_prefix(&key.addr.v6, addr, key.len);
		prefix = rhashtable_lookup(hash, &key, dsmip_prefix_params);
		if (prefix)
			return prefix;
	}
	return NULL;
}

/**
 * dsmip_prefix_find() - find a prefix by its exact key
 * @table: the table
 * @key: masked address, family and length
 *
 * Context: Mutex of the device held, or RCU read side.
 * Return: the prefix or NULL.
 */
struct dsmip_prefix *dsmip_prefix_find(struct dsmip_prefix_table *table,
				       const struct dsmip_prefix_key *key)
{
	return rhashtable_lookup_fast(dsmip_prefix_hash_of(table, key->family),
				      key, dsmip_prefix_params);
}

static bool dsmip_prefix_is_home(const struct dsmip_prefix *prefix)
{
	return !(prefix->key.family & DSMIP_PREFIX_ENDPOINT);
}

static u32 *dsmip_prefix_refs(struct dsmip_prefix_table *table, u8 family)
{
	return family == AF_INET ? table->refs4 : table->refs6;
}

/* Makes the word of lengths anew, the longest in the lowest byte. */
static void dsmip_prefix_lens_update(struct dsmip_prefix_table *table,
				     u8 family)
{
	const u32 *refs = dsmip_prefix_refs(table, family);
	unsigned int shift = 0;
	u64 lens = 0;
	int len;

	for (len = dsmip_addr_bits(family); len >= 0; len--) {
		if (!refs[len])
			continue;
		lens |= (u64)(len + 1) << shift;
		shift += BITS_PER_BYTE;
	}
	atomic64_set(family == AF_INET ? &table->lens4 : &table->lens6, lens);
}

static bool dsmip_prefix_has_len(const struct dsmip_prefix_table *table,
				 const struct dsmip_prefix_key *key)
{
	return key->family == AF_INET ? table->refs4[key->len] :
					table->refs6[key->len];
}

/**
 * dsmip_prefix_len_fits() - would these keys keep within the lengths allowed?
 * @table: the table
 * @keys: keys to be inserted
 * @nkeys: how many
 *
 * Context: Mutex of the device held.
 * Return: false if a family would get more than DSMIP_PREFIX_LENGTHS lengths.
 */
bool dsmip_prefix_len_fits(const struct dsmip_prefix_table *table,
			   const struct dsmip_prefix_key *keys,
			   unsigned int nkeys)
{
	DECLARE_BITMAP(lens4, 32 + 1) = {};
	DECLARE_BITMAP(lens6, 128 + 1) = {};
	unsigned int i;

	/* Nearly all are host addresses, as others before them. */
	for (i = 0; i < nkeys; i++)
		if (!dsmip_prefix_has_len(table, &keys[i]))
			break;
	if (i == nkeys)
		return true;

	for (i = 0; i < ARRAY_SIZE(table->refs4); i++)
		if (table->refs4[i])
			__set_bit(i, lens4);
	for (i = 0; i < ARRAY_SIZE(table->refs6); i++)
		if (table->refs6[i])
			__set_bit(i, lens6);
	for (i = 0; i < nkeys; i++)
		__set_bit(keys[i].len,
			  keys[i].family == AF_INET ? lens4 : lens6);

	return bitmap_weight(lens4, 32 + 1) <= DSMIP_PREFIX_LENGTHS &&
	       bitmap_weight(lens6, 128 + 1) <= DSMIP_PREFIX_LENGTHS;
}

/**
 * dsmip_prefix_insert() - put a prefix into the table
 * @table: the table
 * @prefix: complete with its binding; its length fits, its key is not there
 *
 * A table that is being enlarged answers -EBUSY or -ENOMEM for a moment; that
 * is waited for here and is never an error for the user.
 *
 * Context: Process context, mutex of the device held, may sleep.
 * Return: 0 or a negative error.
 */
int dsmip_prefix_insert(struct dsmip_prefix_table *table,
			struct dsmip_prefix *prefix)
{
	u8 family = prefix->key.family;
	u8 len = prefix->key.len;
	int retries = DSMIP_PREFIX_RETRIES;
	int err;

	for (;;) {
		err = rhashtable_insert_fast(dsmip_prefix_hash_of(table, family),
					     &prefix->node,
					     dsmip_prefix_params);
		if ((err != -EBUSY && err != -ENOMEM) || !retries--)
			break;
		schedule_timeout_uninterruptible(1);
	}
	if (err || !dsmip_prefix_is_home(prefix))
		return err;

	WRITE_ONCE(table->count, table->count + 1);
	if (!dsmip_prefix_refs(table, family)[len]++)
		dsmip_prefix_lens_update(table, family);
	return 0;
}

/**
 * dsmip_prefix_remove() - take a prefix out of the table
 * @table: the table
 * @prefix: the prefix; readers may see it for a grace period
 *
 * Context: Mutex of the device held.
 */
void dsmip_prefix_remove(struct dsmip_prefix_table *table,
			 struct dsmip_prefix *prefix)
{
	u8 family = prefix->key.family;
	u8 len = prefix->key.len;

	rhashtable_remove_fast(dsmip_prefix_hash_of(table, family),
			       &prefix->node, dsmip_prefix_params);
	if (!dsmip_prefix_is_home(prefix))
		return;
	WRITE_ONCE(table->count, table->count - 1);
	if (!--dsmip_prefix_refs(table, family)[len])
		dsmip_prefix_lens_update(table, family);
}
