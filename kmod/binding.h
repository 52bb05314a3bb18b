/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_BINDING_H
#define _DSMIP_BINDING_H

#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/netlink.h>

#include "copies.h"
#include "device.h"
#include "path.h"
#include "prefix.h"
#include "stats.h"

struct dsmip_endpoint;

/* So many that one netlink message about a binding fits in one page. */
#define DSMIP_BINDING_HOMES	100
/* Most have one of each family. */
#define DSMIP_BINDING_FEW	2

/**
 * struct dsmip_binding - home addresses joined to a care-of end point
 * @path: the care-of end point; exchanged as a whole by a handover
 * @expires: end of the lifetime in jiffies, if there is a @lifetime
 * @lifetime: granted lifetime in milliseconds, 0 is for ever
 * @id: handle in netlink, unique in the device
 * @rx_packets: packets delivered
 * @rx_bytes: their bytes
 * @tx_packets: packets sent
 * @tx_bytes: their bytes
 * @last_rx: jiffies when the last packet came; @rx_packets says if any did
 * @drops: by dsmip_stats_slot(), up to 2^32 - 1
 * @endpoint: how it is found by its care-of end point, or NULL
 * @homes: list of struct dsmip_prefix, writers only
 * @calendar: in a slot of the device's calendar, writers only
 * @rcu: for the release, out of the calendar
 *
 * Counters are shared by all CPUs, since per CPU they would cost gigabytes at
 * a million bindings; packets of one mobile node mostly come to one CPU.
 */
struct dsmip_binding {
	struct dsmip_path __rcu	*path;
	unsigned long		expires;
	u32			lifetime;
	u32			id;
	atomic64_t		rx_packets;
	atomic64_t		rx_bytes;
	atomic64_t		tx_packets;
	atomic64_t		tx_bytes;
	unsigned long		last_rx;
	atomic_t		drops[DSMIP_STATS_SLOTS];
	struct dsmip_endpoint __rcu *endpoint;

	struct hlist_head	homes;
	union {
		struct hlist_node	calendar;
		struct rcu_head		rcu;
	};
};

/**
 * struct dsmip_binding_config - what a request asks for
 * @id: the binding to be exchanged, or 0
 * @path: care-of end point with its copies; taken over if the request is granted
 * @lifetime: milliseconds, 0 is for ever
 * @homes: masked keys
 * @home_attrs: the attribute of each, to blame in a refusal
 * @nhomes: number of @homes
 * @few: room for @homes, where there are no more
 * @few_attrs: the same for @home_attrs
 * @id_attr: the attribute of @id
 * @coa_attr: the attribute that tells the care-of address
 * @copy_attrs: the attribute of each copy of @path
 * @create: make a binding if none is there (NLM_F_CREATE)
 * @replace: exchange the one that is there (NLM_F_REPLACE)
 */
struct dsmip_binding_config {
	u32			id;
	struct dsmip_path	*path;
	u32			lifetime;
	struct dsmip_prefix_key	*homes;
	const struct nlattr	**home_attrs;
	unsigned int		nhomes;
	struct dsmip_prefix_key	few[DSMIP_BINDING_FEW];
	const struct nlattr	*few_attrs[DSMIP_BINDING_FEW];
	const struct nlattr	*id_attr;
	const struct nlattr	*coa_attr;
	const struct nlattr	*copy_attrs[DSMIP_COPIES_MAX];
	bool			create;
	bool			replace;
};

/* An expired binding counts as absent, though the calendar may be late. */
static inline bool dsmip_binding_alive(const struct dsmip_binding *binding)
{
	if (!READ_ONCE(binding->lifetime))
		return true;
	smp_rmb();	/* pairs with dsmip_binding_set_lifetime() */
	return time_before(jiffies, READ_ONCE(binding->expires));
}

int dsmip_binding_cache_init(void);
void dsmip_binding_cache_exit(void);

int dsmip_binding_set(struct dsmip_dev *dsmip,
		      struct dsmip_binding_config *config,
		      struct dsmip_binding **bindingp,
		      struct netlink_ext_ack *extack);
int dsmip_binding_check(const struct dsmip_binding *binding,
			const struct dsmip_binding_config *config,
			struct netlink_ext_ack *extack);
void dsmip_binding_del(struct dsmip_dev *dsmip, struct dsmip_binding *binding);
void dsmip_binding_del_all(struct dsmip_dev *dsmip);
void dsmip_binding_flush_routes(struct dsmip_dev *dsmip);
struct dsmip_binding *dsmip_binding_find(struct dsmip_dev *dsmip,
					 const struct dsmip_prefix_key *key);
struct dsmip_prefix *dsmip_binding_lookup_shorter(struct dsmip_dev *dsmip,
						  u8 family, const void *addr,
						  struct dsmip_prefix *prefix);
struct dsmip_binding *dsmip_binding_reap(struct dsmip_dev *dsmip,
					 struct dsmip_binding *binding);

/**
 * dsmip_binding_lookup_prefix() - by which home is an address served?
 * @dsmip: the device
 * @family: AF_INET or AF_INET6
 * @addr: struct in_addr or struct in6_addr
 *
 * Context: RCU read side.
 * Return: the longest prefix of a live binding, or NULL.
 */
static inline struct dsmip_prefix *
dsmip_binding_lookup_prefix(struct dsmip_dev *dsmip, u8 family,
			    const void *addr)
{
	struct dsmip_prefix *prefix;

	prefix = dsmip_prefix_lookup(&dsmip->prefixes, family, addr, U8_MAX);
	if (likely(!prefix || dsmip_binding_alive(prefix->binding)))
		return prefix;
	/* One whose lifetime is over does not hide a shorter prefix. */
	return dsmip_binding_lookup_shorter(dsmip, family, addr, prefix);
}

/**
 * dsmip_binding_lookup() - find the live binding that serves an address
 * @dsmip: the device
 * @family: AF_INET or AF_INET6
 * @addr: struct in_addr or struct in6_addr
 *
 * Context: RCU read side.
 * Return: the binding or NULL.
 */
static inline struct dsmip_binding *
dsmip_binding_lookup(struct dsmip_dev *dsmip, u8 family, const void *addr)
{
	struct dsmip_prefix *prefix;

	prefix = dsmip_binding_lookup_prefix(dsmip, family, addr);
	return prefix ? prefix->binding : NULL;
}

#endif /* _DSMIP_BINDING_H */
