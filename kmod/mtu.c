// SPDX-License-Identifier: GPL-2.0
/* The tunnel MTU: what fits, and what is fragmented where. */

#include <linux/ip.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "compat.h"
#include "device.h"
#include "mtu.h"

/* Inner IPv4: Don't Fragment goes outwards (RFC 2003, section 3.1), and is what
 * makes a packet have to fit the path.
 */
static void dsmip_mtu_get4(const struct dsmip_dev *dsmip,
			   const struct sk_buff *skb, unsigned int path_mtu,
			   struct dsmip_mtu *mtu)
{
	mtu->mtu = READ_ONCE(dsmip->dev->mtu);
	mtu->df = ip_hdr(skb)->frag_off & htons(IP_DF);
	mtu->must_fit = mtu->df;
	if (mtu->df)
		mtu->mtu = min(mtu->mtu, path_mtu);
}

/* Inner IPv6: RFC 4213, section 3.2. With a static tunnel MTU routers on the
 * way may fragment. With a dynamic one they may not, unless the path is too
 * narrow for IPv6.
 */
static void dsmip_mtu_get6(const struct dsmip_dev *dsmip,
			   unsigned int path_mtu, struct dsmip_mtu *mtu)
{
	mtu->mtu = max_t(unsigned int, READ_ONCE(dsmip->dev->mtu),
			 IPV6_MIN_MTU);
	mtu->df = READ_ONCE(dsmip->pmtudisc) && path_mtu >= IPV6_MIN_MTU;
	mtu->must_fit = true;
	if (READ_ONCE(dsmip->pmtudisc))
		mtu->mtu = clamp_t(unsigned int, path_mtu, IPV6_MIN_MTU,
				   mtu->mtu);
}

/**
 * dsmip_mtu_get() - tunnel MTU for a packet
 * @dsmip: the device
 * @skb: the packet, network header at the inner header
 * @path_mtu: see dsmip_mtu_path(), in bytes
 * @mtu: filled in
 *
 * Context: Any.
 */
void dsmip_mtu_get(const struct dsmip_dev *dsmip, const struct sk_buff *skb,
		   unsigned int path_mtu, struct dsmip_mtu *mtu)
{
	if (skb->protocol == htons(ETH_P_IP))
		dsmip_mtu_get4(dsmip, skb, path_mtu, mtu);
	else
		dsmip_mtu_get6(dsmip, path_mtu, mtu);
}

/**
 * dsmip_mtu_fits() - does a packet fit, or each of its segments?
 * @skb: the packet, skb->data at the inner header
 * @mtu: in bytes
 *
 * Context: Any.
 * Return: true if none of it is larger.
 */
bool dsmip_mtu_fits(const struct sk_buff *skb, unsigned int mtu)
{
	return skb->len <= mtu ||
	       (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu));
}
