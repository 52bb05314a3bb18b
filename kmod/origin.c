// SPDX-License-Identifier: GPL-2.0
/* Origins: the way of a signalling packet between the tunnel and its agent.
 *
 * A binding update from an IPv4 network comes in the tunnel, addressed to the
 * home agent itself, mostly under ESP, and before there is a binding. The agent
 * reads it from a raw socket and has to know the outer header of that very
 * packet, for that is the care-of end point and where the answer goes (RFC
 * 5555, sections 4.2 and 5.2.1). What travels through IPsec with a packet,
 * whatever its way, is the mark: so the outer header is written down in a slot
 * of a ring, and the mark says which. A packet with that mark that an agent of
 * this machine sends goes back to where the slot says.
 *
 * A tag is the base of the device and 24 bits of a sequence number; the lowest
 * of these are the slot, the others its generation. The tag is stored in the
 * slot, so that an overwritten slot is never mistaken for an older one.
 *
 * Such a packet need not come from a registered end point, which makes it the
 * only one that the source check does not stop. So what counts as signalling
 * is narrow, and how much of it may come is limited.
 */

#include <linux/ipv6.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/netlink.h>
#include <net/xfrm.h>

#include "device.h"
#include "origin.h"
#include "path.h"

#define DSMIP_ORIGIN_MARK	0xd5000000
#define DSMIP_ORIGIN_MAX	65536

/* At the limit of one of the rates it takes so many seconds to overwrite the
 * ring, half of them at that of both: time for an agent to answer. A small ring
 * is not to make registering slow.
 */
#define DSMIP_ORIGIN_SECONDS	4
#define DSMIP_ORIGIN_MIN_RATE	16

/**
 * struct dsmip_origin_inner - what a packet has that may be signalling
 * @saddr: inner source address
 * @daddr: inner destination address
 * @spi: of its ESP header, network byte order
 * @esp: it has one; else it has a mobility header
 */
struct dsmip_origin_inner {
	struct in6_addr	saddr;
	struct in6_addr	daddr;
	__be32		spi;
	bool		esp;
};

/**
 * dsmip_origin_validate() - check the attributes of a new device
 * @data: IFLA_DSMIP_*
 * @extack: what is wrong
 *
 * Context: Process context.
 * Return: 0 or -EINVAL.
 */
int dsmip_origin_validate(struct nlattr *data[], struct netlink_ext_ack *extack)
{
	const struct nlattr *mark = data[IFLA_DSMIP_ORIGIN_MARK];
	const struct nlattr *size = data[IFLA_DSMIP_ORIGINS];

	if (size && nla_get_u32(size) &&
	    (!is_power_of_2(nla_get_u32(size)) ||
	     nla_get_u32(size) > DSMIP_ORIGIN_MAX)) {
		NL_SET_ERR_MSG_ATTR(extack, size,
				    "Number of origins is not a power of two up to 65536");
		return -EINVAL;
	}
	if (!mark)
		return 0;
	if (!nla_get_u32(mark) ||
	    nla_get_u32(mark) & ~DSMIP_ORIGIN_BASE_MASK) {
		NL_SET_ERR_MSG_ATTR(extack, mark,
				    "Mark of origins has other bits than the upper eight");
		return -EINVAL;
	}
	return 0;
}

/**
 * dsmip_origin_configure() - what is the ring of a new device to be like?
 * @dsmip: the device
 * @data: IFLA_DSMIP_*, after dsmip_origin_validate()
 *
 * Context: Process context.
 */
void dsmip_origin_configure(struct dsmip_dev *dsmip, struct nlattr *data[])
{
	const struct nlattr *mark = data[IFLA_DSMIP_ORIGIN_MARK];
	const struct nlattr *size = data[IFLA_DSMIP_ORIGINS];

	if (size)
		dsmip->norigins = nla_get_u32(size);
	if (dsmip->norigins)
		dsmip->origin_mark = mark ? nla_get_u32(mark) :
					    DSMIP_ORIGIN_MARK;
}

/**
 * dsmip_origin_differs() - would a request change the ring?
 * @dsmip: the device
 * @data: IFLA_DSMIP_*
 *
 * Context: Process context.
 * Return: true if it would, which cannot be done.
 */
bool dsmip_origin_differs(const struct dsmip_dev *dsmip, struct nlattr *data[])
{
	const struct nlattr *mark = data[IFLA_DSMIP_ORIGIN_MARK];
	const struct nlattr *size = data[IFLA_DSMIP_ORIGINS];

	return (size && nla_get_u32(size) != dsmip->norigins) ||
	       (mark && nla_get_u32(mark) != dsmip->origin_mark);
}

/**
 * dsmip_origin_size() - bytes of what dsmip_origin_fill() puts
 *
 * Context: Any.
 * Return: how many, at most.
 */
size_t dsmip_origin_size(void)
{
	return 2 * nla_total_size(sizeof(u32));
}

/**
 * dsmip_origin_fill() - tell about the ring of a device
 * @skb: message
 * @dsmip: the device
 *
 * Context: Process context.
 * Return: 0 or -EMSGSIZE.
 */
int dsmip_origin_fill(struct sk_buff *skb, const struct dsmip_dev *dsmip)
{
	if (nla_put_u32(skb, IFLA_DSMIP_ORIGINS, dsmip->norigins))
		return -EMSGSIZE;
	if (dsmip->norigins &&
	    nla_put_u32(skb, IFLA_DSMIP_ORIGIN_MARK, dsmip->origin_mark))
		return -EMSGSIZE;
	return 0;
}

/**
 * dsmip_origin_init() - make the ring of a device
 * @dsmip: the device, with the size and mark that it was given
 *
 * Context: Process context.
 * Return: 0 or -ENOMEM.
 */
int dsmip_origin_init(struct dsmip_dev *dsmip)
{
	struct dsmip_origins *origins;
	u32 size = dsmip->norigins;

	if (!size)
		return 0;
	origins = kvzalloc(struct_size(origins, slots, size),
			   GFP_KERNEL_ACCOUNT);
	if (!origins)
		return -ENOMEM;
	spin_lock_init(&origins->lock);
	origins->base = dsmip->origin_mark;
	origins->mask = size - 1;
	origins->rate = max_t(u32, size / DSMIP_ORIGIN_SECONDS,
			      DSMIP_ORIGIN_MIN_RATE);
	origins->registered.tokens = origins->rate;
	origins->registered.stamp = jiffies;
	origins->strangers = origins->registered;
	/* A tag of a device that had the name before must mean nothing. */
	origins->seq = get_random_u32();
	dsmip->origins = origins;
	return 0;
}

/**
 * dsmip_origin_uninit() - release the ring of a device
 * @dsmip: the device, with no packet in flight
 *
 * Context: Process context.
 */
void dsmip_origin_uninit(struct dsmip_dev *dsmip)
{
	kvfree(dsmip->origins);
	dsmip->origins = NULL;
}

/* Reads what comes behind the inner IPv6 header, and maybe one header of
 * destination options. @off is that of the inner header, which has been checked
 * and is in the linear part. Returns false if it is no signalling. Anything
 * else behind destination options is data.
 */
static bool dsmip_origin_parse(struct sk_buff *skb, unsigned int off,
			       struct dsmip_origin_inner *inner)
{
	const struct ipv6hdr *ip6h = (const struct ipv6hdr *)(skb->data + off);
	unsigned int end = off + sizeof(*ip6h) + ntohs(ip6h->payload_len);
	const struct ipv6_opt_hdr *opt;
	u8 nexthdr = ip6h->nexthdr;

	if (likely(nexthdr != NEXTHDR_ESP && nexthdr != NEXTHDR_MOBILITY &&
		   nexthdr != NEXTHDR_DEST))
		return false;
	inner->saddr = ip6h->saddr;
	inner->daddr = ip6h->daddr;
	off += sizeof(*ip6h);
	if (nexthdr == NEXTHDR_DEST) {
		if (off + sizeof(*opt) > end ||
		    !pskb_may_pull(skb, off + sizeof(*opt)))
			return false;
		opt = (const struct ipv6_opt_hdr *)(skb->data + off);
		nexthdr = opt->nexthdr;
		off += ipv6_optlen(opt);
	}

	/* Neither can be shorter than this. */
	if (off + sizeof(struct ip_esp_hdr) > end ||
	    !pskb_may_pull(skb, off + sizeof(struct ip_esp_hdr)))
		return false;
	inner->esp = nexthdr == NEXTHDR_ESP;
	inner->spi = 0;
	if (inner->esp)
		inner->spi = ((struct ip_esp_hdr *)(skb->data + off))->spi;
	return inner->esp || nexthdr == NEXTHDR_MOBILITY;
}

/* Without a security association IPsec would discard the packet anyway: a flood
 * of such is kept from the ring by what only the two ends know. Signalling has
 * one in transport mode (RFC 4877, section 4.1); what comes out of a tunnel is
 * data, and a mark would lead it astray.
 */
static bool dsmip_origin_has_sa(const struct dsmip_dev *dsmip,
				const struct dsmip_origin_inner *inner)
{
	const xfrm_address_t *daddr = (const xfrm_address_t *)&inner->daddr;
	struct xfrm_state *x;
	bool transport;

	x = xfrm_state_lookup(dev_net(dsmip->dev), dsmip->origins->base, daddr,
			      inner->spi, IPPROTO_ESP, AF_INET6);
	if (!x)
		return false;
	transport = x->props.mode == XFRM_MODE_TRANSPORT;
	xfrm_state_put(x);
	return transport;
}

/* Could an answer be sent there? Other formats are those of Mobile IPv4. */
static bool dsmip_origin_answerable(const struct dsmip_outer *outer)
{
	if (outer->encap != DSMIP_ENCAP_IP && outer->encap != DSMIP_ENCAP_UDP)
		return false;
	return !dsmip_addr_reserved(outer->family, &outer->saddr,
				    dsmip_addr_bits(outer->family)) &&
	       !dsmip_addr_equal(&outer->saddr, &outer->daddr) &&
	       (outer->encap != DSMIP_ENCAP_UDP || outer->sport);
}

/* What is left of the rate, without the lock: in a flood the CPUs are not to
 * wait for each other.
 */
static bool dsmip_origin_spent(const struct dsmip_origins *origins,
			       const struct dsmip_origin_bucket *bucket)
{
	unsigned long elapsed = jiffies - READ_ONCE(bucket->stamp);

	return !READ_ONCE(bucket->tokens) && elapsed < HZ &&
	       elapsed * origins->rate < HZ;
}

static bool dsmip_origin_take(struct dsmip_origins *origins,
			      struct dsmip_origin_bucket *bucket)
{
	unsigned long elapsed;
	u32 fresh;

	lockdep_assert_held(&origins->lock);

	elapsed = min_t(unsigned long, jiffies - bucket->stamp, HZ);
	fresh = elapsed * origins->rate / HZ;
	if (fresh) {
		WRITE_ONCE(bucket->tokens, min(bucket->tokens + fresh,
					       origins->rate));
		WRITE_ONCE(bucket->stamp, jiffies);
	}
	if (!bucket->tokens)
		return false;
	WRITE_ONCE(bucket->tokens, bucket->tokens - 1);
	return true;
}

static u32 dsmip_origin_next_tag(const struct dsmip_origins *origins)
{
	lockdep_assert_held(&origins->lock);

	return origins->base | (origins->seq & ~DSMIP_ORIGIN_BASE_MASK);
}

/* Writes a slot. @registered: the packet is from a registered end point. Returns
 * its tag, or 0 if the rate is spent.
 */
static u32 dsmip_origin_write(struct dsmip_origins *origins,
			      const struct dsmip_outer *outer,
			      const struct dsmip_origin_inner *inner,
			      bool registered)
{
	struct dsmip_origin_bucket *bucket = registered ? &origins->registered :
							  &origins->strangers;
	struct dsmip_origin *slot;
	u32 tag = 0;

	if (dsmip_origin_spent(origins, bucket))
		return 0;
	spin_lock(&origins->lock);
	if (!dsmip_origin_take(origins, bucket))
		goto unlock;
	tag = dsmip_origin_next_tag(origins);
	slot = &origins->slots[origins->seq++ & origins->mask];
	slot->tag = tag;
	slot->spi = inner->spi;
	slot->saddr = outer->saddr;
	slot->daddr = outer->daddr;
	slot->inner_saddr = inner->saddr;
	slot->sport = outer->sport;
	slot->family = outer->family;
	slot->encap = outer->encap;
	slot->stamp = jiffies;
unlock:
	spin_unlock(&origins->lock);
	return tag;
}

/* Causes that a packet from a new care-of address has. */
static bool dsmip_origin_exempt(int cause)
{
	return cause == DSMIP_DROP_RX_NO_BINDING ||
	       cause == DSMIP_DROP_RX_ENCAP || cause == DSMIP_DROP_RX_LOCAL ||
	       cause == DSMIP_DROP_RX_COA || cause == DSMIP_DROP_RX_PORT;
}

/**
 * dsmip_origin_rcv() - let signalling in, and note where it came from
 * @dsmip: the device, which has origins
 * @skb: the packet; never consumed, but headers may be pulled
 * @outer: the outer header
 * @off: bytes from skb->data to the inner IPv6 header, which is in the linear
 *	 part and of the right form
 * @cause: what the source check says of the packet
 * @tag: the mark that the packet gets, 0 for none
 *
 * Context: RCU read side, softirqs disabled.
 * Return: @cause, or 0 for signalling, or another cause for such that is not
 *	   welcome.
 */
int dsmip_origin_rcv(struct dsmip_dev *dsmip, struct sk_buff *skb,
		     const struct dsmip_outer *outer, unsigned int off,
		     int cause, u32 *tag)
{
	struct net *net = dev_net(dsmip->dev);
	struct dsmip_origin_inner inner;

	*tag = 0;
	if (cause && !dsmip_origin_exempt(cause))
		return cause;
	if (!dsmip_origin_parse(skb, off, &inner) ||
	    !ipv6_chk_addr(net, &inner.daddr, NULL, 0) ||
	    !dsmip_origin_answerable(outer) ||
	    (inner.esp && !dsmip_origin_has_sa(dsmip, &inner)))
		return cause;
	/* RFC 8200, section 8.1: no binding has agreed to do without one. */
	if (cause && outer->zero_csum6)
		return cause;
	if (cause && ipv6_chk_addr(net, &inner.saddr, NULL, 0))
		return DSMIP_DROP_RX_BAD_SOURCE;

	/* What is registered comes in anyway, if need be without a tag. */
	*tag = dsmip_origin_write(dsmip->origins, outer, &inner, !cause);
	if (*tag || !cause)
		return 0;
	return DSMIP_DROP_RX_ORIGIN_LIMIT;
}

/**
 * dsmip_origin_add() - write an origin down that no packet has come from
 * @dsmip: the device, which has origins
 * @origin: the origin; its tag and time are filled in
 *
 * The limits are for those who are not trusted.
 *
 * Context: Any but hard interrupts.
 */
void dsmip_origin_add(struct dsmip_dev *dsmip, struct dsmip_origin *origin)
{
	struct dsmip_origins *origins = dsmip->origins;

	spin_lock_bh(&origins->lock);
	origin->tag = dsmip_origin_next_tag(origins);
	origin->stamp = jiffies;
	origins->slots[origins->seq++ & origins->mask] = *origin;
	spin_unlock_bh(&origins->lock);
}

/**
 * dsmip_origin_find() - find out where a packet came from
 * @dsmip: the device
 * @tag: the mark of the packet
 * @origin: a copy of the slot
 *
 * Context: Any but hard interrupts.
 * Return: 0, or -ENOENT if there never was such an origin or it has been
 *	   overwritten.
 */
int dsmip_origin_find(const struct dsmip_dev *dsmip, u32 tag,
		      struct dsmip_origin *origin)
{
	struct dsmip_origins *origins = dsmip->origins;

	if (!origins || !tag)
		return -ENOENT;
	spin_lock_bh(&origins->lock);
	*origin = origins->slots[tag & origins->mask];
	spin_unlock_bh(&origins->lock);
	return origin->tag == tag ? 0 : -ENOENT;
}

/**
 * dsmip_origin_path() - how to reach the end point that an origin names
 * @dsmip: the device
 * @origin: the origin
 * @path: zeroed; filled in, but for its flags and what follows from the rest
 *
 * Context: Any.
 */
void dsmip_origin_path(const struct dsmip_dev *dsmip,
		       const struct dsmip_origin *origin,
		       struct dsmip_path *path)
{
	path->local = origin->daddr;
	path->coa = origin->saddr;
	path->family = origin->family;
	path->encap = origin->encap;
	if (origin->encap == DSMIP_ENCAP_UDP) {
		path->local_port = dsmip->port;
		path->port = origin->sport;
	}
}

/**
 * dsmip_origin_xmit() - where does an answer go?
 * @dsmip: the device
 * @skb: the packet, dsmip_origin_tagged(), header in the linear part; never
 *	 consumed
 * @path: zeroed; where to
 *
 * What was tagged for one node is not sent to another one.
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0 or DSMIP_DROP_TX_ORIGIN.
 */
int dsmip_origin_xmit(const struct dsmip_dev *dsmip, const struct sk_buff *skb,
		      struct dsmip_path *path)
{
	struct dsmip_origin origin;

	if (skb->protocol != htons(ETH_P_IPV6) ||
	    dsmip_origin_find(dsmip, skb->mark, &origin) ||
	    !ipv6_addr_equal(&ipv6_hdr(skb)->daddr, &origin.inner_saddr))
		return DSMIP_DROP_TX_ORIGIN;
	dsmip_origin_path(dsmip, &origin, path);
	dsmip_path_init(path);
	return 0;
}
