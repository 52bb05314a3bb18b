/* SPDX-License-Identifier: GPL-2.0 */
/* What the files dad*.c share, and nobody else. */
#ifndef DSMIPD_DAD_PRIV_H
#define DSMIPD_DAD_PRIV_H

#include <stdint.h>
#include <sys/queue.h>

#include "dad.h"

/* RFC 4861, section 10: RetransTimer, MAX_NEIGHBOR_ADVERTISEMENT. */
#define DAD_WAIT_MS		1000
#define DAD_ADVERTISEMENTS	3

#define DAD_BUCKETS		1024
#define DAD_MAC_LEN		6
#define DAD_NONCE_LEN		6
#define DAD_ND_MAX		80	/* longest message that is written */

/**
 * struct dad_item - something that is found by link and address
 * @entry: in the same bucket
 * @ifindex: link
 * @addr: address
 */
struct dad_item {
	LIST_ENTRY(dad_item) entry;
	unsigned int ifindex;
	struct dsmip_addr addr;
};

LIST_HEAD(dad_bucket, dad_item);

/**
 * struct dad_socket - a socket that is a member of multicast groups
 * @fd: it; the kernel lets it be one of some hundred
 * @groups: of how many it is
 */
struct dad_socket {
	int fd;
	unsigned int groups;
};

/**
 * struct dad_group - a solicited-node multicast group
 * @item: link and group
 * @socket: by which we are a member
 * @users: addresses that have this group
 */
struct dad_group {
	struct dad_item item;
	struct dad_socket *socket;
	unsigned int users;
};

/**
 * struct dad_target - an address that is looked for
 * @item: link and address
 * @run: what it belongs to
 * @group: its group, or NULL
 */
struct dad_target {
	struct dad_item item;
	struct dad_run *run;
	struct dad_group *group;
};

/**
 * struct dad_run - a detection that goes on
 * @due: when it ends, milliseconds of the loop's clock
 * @done: whom to tell
 * @arg: handed to it
 * @nonce: of our solicitations, to know them again (RFC 7527)
 * @n: number of @target
 * @target: addresses
 * @entry: among the others, the one that ends first is the first
 */
struct dad_run {
	uint64_t due;
	dsmipd_dad_cb done;
	void *arg;
	uint8_t nonce[DAD_NONCE_LEN];
	size_t n;
	struct dad_target target[DSMIPD_DAD_MAX_ADDRS];

	TAILQ_ENTRY(dad_run) entry;
};

TAILQ_HEAD(dad_runs, dad_run);

/**
 * struct dad_advert - an address that is advertised again
 * @item: link and address
 * @due: when, milliseconds of the loop's clock
 * @left: how often
 * @router: flag R
 * @entry: among the others, the one that is due first is the first
 */
struct dad_advert {
	struct dad_item item;
	uint64_t due;
	unsigned int left;
	bool router;

	TAILQ_ENTRY(dad_advert) entry;
};

TAILQ_HEAD(dad_adverts, dad_advert);

/**
 * struct dsmipd_dad - all of it
 * @loop: event loop
 * @icmp: raw socket, for advertisements and what others send
 * @packet: packet socket, for what has no source address
 * @poll: of @icmp
 * @timer: for @runs and @adverts
 * @handles: how many of these two are open
 * @runs: detections
 * @adverts: addresses that are advertised again
 * @targets: struct dad_target by address
 * @advertised: struct dad_advert by address
 * @groups: struct dad_group by group
 * @member: socket that new groups are joined by, or NULL
 */
struct dsmipd_dad {
	uv_loop_t *loop;
	int icmp;
	int packet;
	uv_poll_t poll;
	uv_timer_t timer;
	unsigned int handles;
	struct dad_runs runs;
	struct dad_adverts adverts;
	struct dad_bucket targets[DAD_BUCKETS];
	struct dad_bucket advertised[DAD_BUCKETS];
	struct dad_bucket groups[DAD_BUCKETS];
	struct dad_socket *member;
};

/**
 * struct dad_link - a link
 * @ifindex: it
 * @ethernet: it has Neighbor Discovery and ARP, and addresses like Ethernet's
 * @mac: ours
 */
struct dad_link {
	unsigned int ifindex;
	bool ethernet;
	uint8_t mac[DAD_MAC_LEN];
};

/**
 * struct dad_nd - what a message of another node says
 * @target: about this address
 * @has_nonce: it has a nonce
 * @nonce: the nonce
 */
struct dad_nd {
	struct in6_addr target;
	bool has_nonce;
	uint8_t nonce[DAD_NONCE_LEN];
};

/* dad.c */
void dsmipd_dad_schedule(struct dsmipd_dad *dad);

/* dad_advert.c */
void dsmipd_dad_advert_due(struct dsmipd_dad *dad);
void dsmipd_dad_advert_flush(struct dsmipd_dad *dad);

/* dad_group.c */
struct dad_item *dsmipd_dad_item_find(struct dad_bucket *table,
				      unsigned int ifindex,
				      const struct dsmip_addr *addr);
void dsmipd_dad_item_add(struct dad_bucket *table, struct dad_item *item);
int dsmipd_dad_group_join(struct dsmipd_dad *dad, unsigned int ifindex,
			  const struct in6_addr *addr,
			  struct dad_group **group);
void dsmipd_dad_group_leave(struct dsmipd_dad *dad, struct dad_group *group);

/* dad_nd.c */
void dsmipd_dad_nd_group(const struct in6_addr *addr, struct in6_addr *group);
size_t dsmipd_dad_nd_probe(const struct in6_addr *target,
			   const uint8_t nonce[DAD_NONCE_LEN],
			   uint8_t buf[DAD_ND_MAX]);
size_t dsmipd_dad_nd_advert(const struct in6_addr *target,
			    const uint8_t mac[DAD_MAC_LEN], bool router,
			    uint8_t buf[DAD_ND_MAX]);
size_t dsmipd_dad_nd_arp(const struct in_addr *addr,
			 const uint8_t mac[DAD_MAC_LEN],
			 uint8_t buf[DAD_ND_MAX]);
bool dsmipd_dad_nd_parse(const uint8_t *data, size_t len,
			 const struct in6_addr *src, const struct in6_addr *dst,
			 int hops, struct dad_nd *nd);

/* dad_run.c */
void dsmipd_dad_run_heard(struct dsmipd_dad *dad, unsigned int ifindex,
			  const struct dad_nd *nd);
void dsmipd_dad_run_due(struct dsmipd_dad *dad);
void dsmipd_dad_run_flush(struct dsmipd_dad *dad);

/* dad_send.c */
int dsmipd_dad_send_link(const struct dsmipd_dad *dad, unsigned int ifindex,
			 struct dad_link *link);
int dsmipd_dad_send_probe(const struct dsmipd_dad *dad,
			  const struct dad_link *link,
			  const struct in6_addr *target,
			  const uint8_t nonce[DAD_NONCE_LEN]);
int dsmipd_dad_send_advert(const struct dsmipd_dad *dad,
			   const struct dad_link *link,
			   const struct dsmip_addr *addr, bool router);

#endif /* DSMIPD_DAD_PRIV_H */
