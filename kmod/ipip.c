// SPDX-License-Identifier: GPL-2.0
/* The entrances without ports: protocols 4 and 41 over IPv4, next headers 4
 * and 41 over IPv6.
 *
 * They are shared with the kernel's own tunnels, which may have our address
 * too. So we are asked twice: before all others for packets that pass all our
 * checks, and after all others for what nobody wanted. What then has our
 * address is counted, reported and discarded in silence, as RFC 3024, section
 * 4.3 demands; the rest is left to the kernel and its ICMP error.
 */

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <net/icmp.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/route.h>
#include <net/xfrm.h>

#include "device.h"
#include "err.h"
#include "ipip.h"
#include "path.h"
#include "rcv.h"
#include "underlay.h"

/* ip_vti sits at 0, sit and ipip at 1 and 2. */
#define DSMIP_IPIP_FIRST	(-1)
#define DSMIP_IPIP_LAST		INT_MAX

static struct dsmip_dev *dsmip_ipip_find(const struct sk_buff *skb, u8 family,
					 u8 version, struct dsmip_outer *outer)
{
	struct dsmip_dev *dsmip;

	dsmip_rcv_outer(skb, family, DSMIP_ENCAP_IP, outer);
	outer->version = version;
	dsmip = dsmip_underlay_find(dev_net(skb->dev), outer, 0);
	outer->inside = dsmip && skb->dev == dsmip->dev;
	return dsmip;
}

/* Returns 0 if the packet was consumed; else it goes on to the next tunnel. */
static int dsmip_ipip_rcv_first(struct sk_buff *skb, u8 family, u8 version)
{
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;

	dsmip = dsmip_ipip_find(skb, family, version, &outer);
	if (!dsmip)
		return -ENOENT;
	return dsmip_rcv_if_ours(dsmip, skb, &outer, 0) ? 0 : -ENOENT;
}

/* Nobody wanted it: whatever is wrong with it is for us to say. */
static int dsmip_ipip_rcv_last(struct sk_buff *skb, u8 family, u8 version)
{
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;

	dsmip = dsmip_ipip_find(skb, family, version, &outer);
	if (!dsmip)
		return -ENOENT;
	dsmip_rcv(dsmip, skb, &outer, 0);
	return 0;
}

static int dsmip_ipip_4in4_first(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_first(skb, AF_INET, 4);
}

static int dsmip_ipip_4in4_last(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_last(skb, AF_INET, 4);
}

static int dsmip_ipip_6in4_first(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_first(skb, AF_INET, 6);
}

static int dsmip_ipip_6in4_last(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_last(skb, AF_INET, 6);
}

static int dsmip_ipip_4in6_first(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_first(skb, AF_INET6, 4);
}

static int dsmip_ipip_4in6_last(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_last(skb, AF_INET6, 4);
}

static int dsmip_ipip_6in6_first(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_first(skb, AF_INET6, 6);
}

static int dsmip_ipip_6in6_last(struct sk_buff *skb)
{
	return dsmip_ipip_rcv_last(skb, AF_INET6, 6);
}

static int dsmip_ipip_err4(struct sk_buff *skb, u32 info)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	const struct icmphdr *icmph = icmp_hdr(skb);
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;

	dsmip = dsmip_err_quoted(dev_net(skb->dev), skb, AF_INET,
				 DSMIP_ENCAP_IP, &outer);
	if (!dsmip)
		return -ENOENT;
	return dsmip_err(dsmip, skb, &outer, iph->ihl * 4,
			 dsmip_err_kind4(icmph->type, icmph->code), info) ?
	       0 : -ENOENT;
}

static int dsmip_ipip_err6(struct sk_buff *skb, struct inet6_skb_parm *opt,
			   u8 type, u8 code, int offset, __be32 info)
{
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;

	dsmip = dsmip_err_quoted(dev_net(skb->dev), skb, AF_INET6,
				 DSMIP_ENCAP_IP, &outer);
	if (!dsmip)
		return -ENOENT;
	return dsmip_err(dsmip, skb, &outer, offset,
			 dsmip_err_kind6(type, code), (__force u32)info) ?
	       0 : -ENOENT;
}

/* A router need not quote more than 8 bytes of what follows the outer header:
 * what no other tunnel wanted, and has our address, is taken for ours.
 */
static int dsmip_ipip_err_last(struct sk_buff *skb, u8 family,
			       enum dsmip_err_kind kind, u32 info)
{
	struct dsmip_outer outer;

	if (!dsmip_err_quoted(dev_net(skb->dev), skb, family, DSMIP_ENCAP_IP,
			      &outer))
		return -ENOENT;
	if (kind == DSMIP_ERR_TOO_BIG)
		dsmip_err_update_pmtu(skb, family, info);
	return 0;
}

static int dsmip_ipip_err4_last(struct sk_buff *skb, u32 info)
{
	const struct icmphdr *icmph = icmp_hdr(skb);

	return dsmip_ipip_err_last(skb, AF_INET,
				   dsmip_err_kind4(icmph->type, icmph->code),
				   info);
}

static int dsmip_ipip_err6_last(struct sk_buff *skb,
				struct inet6_skb_parm *opt, u8 type, u8 code,
				int offset, __be32 info)
{
	return dsmip_ipip_err_last(skb, AF_INET6, dsmip_err_kind6(type, code),
				   (__force u32)info);
}

/* One structure for each list that it is linked into. */
struct dsmip_ipip_handlers4 {
	struct xfrm_tunnel	first;
	struct xfrm_tunnel	last;
};

struct dsmip_ipip_handlers6 {
	struct xfrm6_tunnel	first;
	struct xfrm6_tunnel	last;
};

#define DSMIP_IPIP_HANDLERS(_name, _err) {			\
	.first = {						\
		.handler	= dsmip_ipip_##_name##_first,	\
		.err_handler	= dsmip_ipip_##_err,		\
		.priority	= DSMIP_IPIP_FIRST,		\
	},							\
	.last = {						\
		.handler	= dsmip_ipip_##_name##_last,	\
		.err_handler	= dsmip_ipip_##_err##_last,	\
		.priority	= DSMIP_IPIP_LAST,		\
	},							\
}

static struct dsmip_ipip_handlers4 dsmip_ipip_4in4 =
	DSMIP_IPIP_HANDLERS(4in4, err4);
static struct dsmip_ipip_handlers4 dsmip_ipip_6in4 =
	DSMIP_IPIP_HANDLERS(6in4, err4);
static struct dsmip_ipip_handlers6 dsmip_ipip_4in6 =
	DSMIP_IPIP_HANDLERS(4in6, err6);
static struct dsmip_ipip_handlers6 dsmip_ipip_6in6 =
	DSMIP_IPIP_HANDLERS(6in6, err6);

static int dsmip_ipip_register4(struct dsmip_ipip_handlers4 *handlers,
				unsigned short inner)
{
	int err;

	err = xfrm4_tunnel_register(&handlers->first, inner);
	if (err)
		return err;
	err = xfrm4_tunnel_register(&handlers->last, inner);
	if (err)
		xfrm4_tunnel_deregister(&handlers->first, inner);
	return err;
}

static void dsmip_ipip_deregister4(struct dsmip_ipip_handlers4 *handlers,
				   unsigned short inner)
{
	xfrm4_tunnel_deregister(&handlers->last, inner);
	xfrm4_tunnel_deregister(&handlers->first, inner);
}

static int dsmip_ipip_register6(struct dsmip_ipip_handlers6 *handlers,
				unsigned short inner)
{
	int err;

	err = xfrm6_tunnel_register(&handlers->first, inner);
	if (err)
		return err;
	err = xfrm6_tunnel_register(&handlers->last, inner);
	if (err)
		xfrm6_tunnel_deregister(&handlers->first, inner);
	return err;
}

static void dsmip_ipip_deregister6(struct dsmip_ipip_handlers6 *handlers,
				   unsigned short inner)
{
	xfrm6_tunnel_deregister(&handlers->last, inner);
	xfrm6_tunnel_deregister(&handlers->first, inner);
}

/**
 * dsmip_ipip_init() - begin to receive IP in IP
 *
 * Context: Process context, module init.
 * Return: 0 or a negative error.
 */
int __init dsmip_ipip_init(void)
{
	int err;

	err = dsmip_ipip_register4(&dsmip_ipip_4in4, AF_INET);
	if (err)
		return err;
	err = dsmip_ipip_register4(&dsmip_ipip_6in4, AF_INET6);
	if (err)
		goto err_4in4;
	err = dsmip_ipip_register6(&dsmip_ipip_4in6, AF_INET);
	if (err)
		goto err_6in4;
	err = dsmip_ipip_register6(&dsmip_ipip_6in6, AF_INET6);
	if (err)
		goto err_4in6;
	return 0;

err_4in6:
	dsmip_ipip_deregister6(&dsmip_ipip_4in6, AF_INET);
err_6in4:
	dsmip_ipip_deregister4(&dsmip_ipip_6in4, AF_INET6);
err_4in4:
	dsmip_ipip_deregister4(&dsmip_ipip_4in4, AF_INET);
	return err;
}

/**
 * dsmip_ipip_exit() - no longer receive IP in IP
 *
 * Context: Process context, may sleep.
 */
void dsmip_ipip_exit(void)
{
	dsmip_ipip_deregister6(&dsmip_ipip_6in6, AF_INET6);
	dsmip_ipip_deregister6(&dsmip_ipip_4in6, AF_INET);
	dsmip_ipip_deregister4(&dsmip_ipip_6in4, AF_INET6);
	dsmip_ipip_deregister4(&dsmip_ipip_4in4, AF_INET);
}
