// SPDX-License-Identifier: GPL-2.0
/* The fast path's hook: which packets it looks at, and in which direction they
 * go.
 */

#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/udp.h>
#include <net/xfrm.h>

#include "device.h"
#include "fastpath_fwd.h"

/* Is it a packet as the card gave it, for this machine to forward? A device may
 * be part of another one, which then has its own mind about the packet.
 */
static bool dsmip_fastpath_is_plain(struct sk_buff *skb)
{
	return skb->pkt_type == PACKET_HOST && !skb_sk_is_prefetched(skb) &&
	       !skb_shared(skb) && !skb->_skb_refdst &&
	       !skb_vlan_tag_present(skb) &&
	       !secpath_exists(skb) && !netif_is_l3_slave(skb->dev) &&
	       !rcu_access_pointer(skb->dev->rx_handler);
}

/* The header of UDP is looked at, too. */
static bool dsmip_fastpath_read_hdr(struct sk_buff *skb, u8 family,
				    struct dsmip_fastpath_hdr *hdr)
{
	if (!dsmip_fastpath_parse(skb, 0, family, hdr))
		return false;
	if (hdr->proto != IPPROTO_UDP ||
	    skb_headlen(skb) >= hdr->hdr_len + sizeof(struct udphdr))
		return true;
	return pskb_may_pull(skb, hdr->hdr_len + sizeof(struct udphdr)) &&
	       dsmip_fastpath_parse(skb, 0, family, hdr);
}

/* Is it of a format of ours? Most UDP is not. */
static bool dsmip_fastpath_is_outer(const struct dsmip_fastpath *fp,
				    const struct sk_buff *skb,
				    const struct dsmip_fastpath_hdr *hdr)
{
	const struct dsmip_fastpath_pair *pair;
	const struct udphdr *uh;

	if (hdr->proto != IPPROTO_UDP)
		return hdr->proto == IPPROTO_IPIP || hdr->proto == IPPROTO_IPV6;
	uh = (const struct udphdr *)(skb->data + hdr->hdr_len);
	list_for_each_entry_rcu(pair, &fp->pairs, list)
		if (pair->dsmip->port == uh->dest)
			return true;
	return false;
}

/**
 * dsmip_fastpath_hook() - look at a received packet
 * @priv: where it came in, struct dsmip_fastpath
 * @skb: the packet
 * @state: unused
 *
 * Context: RCU read side, softirqs disabled.
 * Return: NF_ACCEPT or NF_STOLEN.
 */
unsigned int dsmip_fastpath_hook(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	enum dsmip_fastpath_verdict verdict = DSMIP_FASTPATH_PASS;
	const struct dsmip_fastpath *fp = priv;
	struct dsmip_fastpath_hdr hdr;
	bool policies, ours = false;
	u8 family;

	if (skb->protocol == htons(ETH_P_IP))
		family = AF_INET;
	else if (skb->protocol == htons(ETH_P_IPV6))
		family = AF_INET6;
	else
		return NF_ACCEPT;
	if (!dsmip_fastpath_is_plain(skb) ||
	    !dsmip_fastpath_read_hdr(skb, family, &hdr))
		return NF_ACCEPT;
	policies = dsmip_fastpath_has_policies(fp);
	if (unlikely(policies) && dsmip_fastpath_policy_may_apply(fp, &hdr))
		return NF_ACCEPT;
	if (dsmip_fastpath_is_outer(fp, skb, &hdr))
		verdict = dsmip_fastpath_up(fp, skb, &hdr, policies, &ours);
	if (!ours)
		verdict = dsmip_fastpath_down(fp, skb, &hdr);
	return verdict == DSMIP_FASTPATH_PASS ? NF_ACCEPT : NF_STOLEN;
}
