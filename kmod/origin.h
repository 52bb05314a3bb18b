/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ORIGIN_H
#define _DSMIP_ORIGIN_H

#include <linux/skbuff.h>
#include <linux/types.h>

#include "addr.h"
#include "device.h"

/* The part of a mark that is the same in all tags of a device. */
#define DSMIP_ORIGIN_BASE_MASK	0xff000000

struct dsmip_outer;
struct dsmip_path;
struct netlink_ext_ack;
struct nlattr;

/**
 * struct dsmip_origin - where a signalling packet came from
 * @tag: its mark, base of the device included; 0 if the slot was never used
 * @spi: of its ESP header, network byte order; 0 without ESP
 * @saddr: outer source address
 * @daddr: outer destination address, one of ours
 * @inner_saddr: inner source address
 * @sport: outer UDP source port, network byte order; 0 without UDP
 * @family: of the outer header, AF_INET or AF_INET6
 * @encap: enum dsmip_encap
 * @stamp: when it came, in jiffies
 */
struct dsmip_origin {
	u32			tag;
	__be32			spi;
	union dsmip_addr	saddr;
	union dsmip_addr	daddr;
	struct in6_addr		inner_saddr;
	__be16			sport;
	u8			family;
	u8			encap;
	unsigned long		stamp;
};

/**
 * struct dsmip_origin_bucket - a limit on how many origins are written
 * @tokens: so many may come at once
 * @stamp: when @tokens was renewed, in jiffies
 */
struct dsmip_origin_bucket {
	u32		tokens;
	unsigned long	stamp;
};

/**
 * struct dsmip_origins - the origins of a device: a ring
 * @base: upper eight bits of all tags
 * @mask: number of slots less one
 * @rate: so many packets a second from registered end points, and as many from
 *	  others
 * @lock: protects what follows
 * @seq: of the next tag, the lower 24 bits count
 * @registered: limit on packets from registered end points
 * @strangers: limit on packets from others
 * @slots: by the lower bits of the tag
 */
struct dsmip_origins {
	u32			base;
	u32			mask;
	u32			rate;
	spinlock_t		lock;	/* writers and readers, see above */
	u32			seq;
	struct dsmip_origin_bucket registered;
	struct dsmip_origin_bucket strangers;
	struct dsmip_origin	slots[];
};

int dsmip_origin_validate(struct nlattr *data[],
			  struct netlink_ext_ack *extack);
void dsmip_origin_configure(struct dsmip_dev *dsmip, struct nlattr *data[]);
bool dsmip_origin_differs(const struct dsmip_dev *dsmip, struct nlattr *data[]);
size_t dsmip_origin_size(void);
int dsmip_origin_fill(struct sk_buff *skb, const struct dsmip_dev *dsmip);

int dsmip_origin_init(struct dsmip_dev *dsmip);
void dsmip_origin_uninit(struct dsmip_dev *dsmip);

int dsmip_origin_rcv(struct dsmip_dev *dsmip, struct sk_buff *skb,
		     const struct dsmip_outer *outer, unsigned int off,
		     int cause, u32 *tag);
void dsmip_origin_add(struct dsmip_dev *dsmip, struct dsmip_origin *origin);
int dsmip_origin_find(const struct dsmip_dev *dsmip, u32 tag,
		      struct dsmip_origin *origin);
void dsmip_origin_path(const struct dsmip_dev *dsmip,
		       const struct dsmip_origin *origin,
		       struct dsmip_path *path);
int dsmip_origin_xmit(const struct dsmip_dev *dsmip, const struct sk_buff *skb,
		      struct dsmip_path *path);

/* Is this an answer of an agent on this machine? What is forwarded has been
 * received by some device, and belongs to no socket.
 */
static inline bool dsmip_origin_tagged(const struct dsmip_dev *dsmip,
				       const struct sk_buff *skb)
{
	const struct dsmip_origins *origins = dsmip->origins;

	return origins &&
	       (skb->mark & DSMIP_ORIGIN_BASE_MASK) == origins->base &&
	       skb->sk && !skb->skb_iif;
}

#endif /* _DSMIP_ORIGIN_H */
