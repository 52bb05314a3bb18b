// SPDX-License-Identifier: GPL-2.0
/* The fast path into the tunnel: a packet for a home address is forwarded and
 * encapsulated in one go.
 */

#include <linux/skbuff.h>
#include <net/ip.h>

#include "binding.h"
#include "device.h"
#include "encap.h"
#include "fastpath_fwd.h"
#include "mtu.h"
#include "trace.h"
#include "xmit.h"

/* What an outer header can be put before, for segmentation to know of it. */
#define DSMIP_FASTPATH_GSO	(SKB_GSO_TCPV4 | SKB_GSO_TCPV6 |	\
				 SKB_GSO_TCP_ECN | SKB_GSO_TCP_FIXEDID | \
				 SKB_GSO_DODGY | SKB_GSO_UDP_L4)

/* Would routing give the packet to this dsmip device? Of a home address that is
 * remembered in its entry, with the state of the routes; there are too many for
 * a table on each CPU. Of a prefix, what is inside may go elsewhere, such as to
 * this machine.
 */
static bool dsmip_fastpath_leads(const struct dsmip_fastpath *fp,
				 struct sk_buff *skb,
				 const struct dsmip_fastpath_hdr *hdr,
				 const struct dsmip_dev *dsmip,
				 struct dsmip_prefix *prefix)
{
	bool host = prefix->key.len == dsmip_addr_bits(hdr->family);
	const struct dst_entry *dst;
	u32 seen = 0;

	if (host) {
		seen = dsmip_fastpath_seen(fp, hdr->family);
		if (likely(READ_ONCE(prefix->seen) == seen))
			return true;
		smp_rmb();	/* the routes are newer than their number */
	}
	dst = dsmip_fastpath_route(fp, skb, skb->dev, hdr);
	if (!dst || dst->dev != dsmip->dev ||
	    !dsmip_fastpath_is_forward(dst, hdr->family))
		return false;
	if (host)
		WRITE_ONCE(prefix->seen, seen);
	return true;
}

static bool dsmip_fastpath_gso_ok(const struct sk_buff *skb,
				  const struct dsmip_path *path)
{
	return !skb_is_gso(skb) ||
	       (skb_shinfo(skb)->gso_type &&
		!(skb_shinfo(skb)->gso_type & ~DSMIP_FASTPATH_GSO) &&
		skb->len + path->overhead <= IP_MAX_MTU);
}

static bool dsmip_fastpath_format_ok(const struct dsmip_path *path)
{
	return !path->home_remote && !path->copies &&
	       (path->encap == DSMIP_ENCAP_IP || path->encap == DSMIP_ENCAP_UDP);
}

/* The decision: can it be sent just so? Changes nothing, but for the padding of
 * the link that it cuts off.
 */
static bool dsmip_fastpath_plan(const struct dsmip_fastpath *fp,
				struct sk_buff *skb,
				const struct dsmip_fastpath_hdr *hdr,
				struct dsmip_dev *dsmip,
				struct dsmip_path *path,
				struct dsmip_xmit_way *way,
				struct dsmip_fastpath_hop *hop)
{
	if ((hdr->family == AF_INET &&
	     dsmip_fastpath_is_martian(fp, *(const __be32 *)hdr->saddr)) ||
	    !dsmip_fastpath_format_ok(path) ||
	    !dsmip_fastpath_gso_ok(skb, path) ||
	    pskb_trim_rcsum(skb, hdr->len))
		return false;
	/* As ip_rcv() does: what follows looks at segments. */
	skb_set_transport_header(skb, hdr->hdr_len);
	return !dsmip_xmit_way(dsmip, skb, path, way) &&
	       !dsmip_xmit_size(dsmip, skb, way) && !way->by_home &&
	       dsmip_mtu_fits(skb, way->path_mtu) &&
	       dsmip_fastpath_find_hop(way->dst, path->family, &path->coa, hop);
}

static void dsmip_fastpath_count_tx(const struct dsmip_fastpath_pair *pair,
				    unsigned int len)
{
	struct dsmip_fastpath_stats *stats = this_cpu_ptr(pair->stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_inc(&stats->tx_packets);
	u64_stats_add(&stats->tx_bytes, len);
	u64_stats_update_end(&stats->syncp);
}

/* The deed. Always consumes the packet. */
static enum dsmip_fastpath_verdict
dsmip_fastpath_encap(const struct dsmip_fastpath *fp, struct sk_buff *skb,
		     const struct dsmip_fastpath_pair *pair,
		     struct dsmip_binding *binding,
		     const struct dsmip_xmit_way *way,
		     const struct dsmip_fastpath_hop *hop)
{
	struct dsmip_dev *dsmip = pair->dsmip;
	unsigned int len = skb->len;
	int err;

	/* Before the hop limit: who else holds the packet must not see that. */
	if (unlikely(dsmip_encap_room(skb, way->path, way->dst, 0)))
		goto drop;
	dsmip_fastpath_forward(fp, skb);
	skb_reset_mac_header(skb);
	trace_dsmip_xmit(dsmip->dev, binding, skb);
	if (unlikely(dsmip_xmit_headers(dsmip, skb, way)))
		goto drop;
	dsmip_encap_finish(skb);
	err = dsmip_fastpath_output(skb, hop);
	if (unlikely(net_xmit_eval(err))) {
		dsmip_stats_drop(dsmip, binding, NULL, DSMIP_DROP_TX_OUTPUT);
		return DSMIP_FASTPATH_DROPPED;
	}
	dsmip_xmit_count(dsmip, binding, len);
	dsmip_fastpath_count_tx(pair, len);
	return DSMIP_FASTPATH_SENT;

drop:
	dsmip_stats_drop(dsmip, binding, skb, DSMIP_DROP_TX_NOMEM);
	return DSMIP_FASTPATH_DROPPED;
}

/**
 * dsmip_fastpath_down() - send a packet to a mobile node
 * @fp: where it came in
 * @skb: the packet, skb->data and network header at its header; consumed unless
 *	 passed
 * @hdr: the header
 *
 * Context: RCU read side, softirqs disabled.
 * Return: what became of it.
 */
enum dsmip_fastpath_verdict
dsmip_fastpath_down(const struct dsmip_fastpath *fp, struct sk_buff *skb,
		    const struct dsmip_fastpath_hdr *hdr)
{
	const struct dsmip_fastpath_pair *pair;
	struct dsmip_fastpath_hop hop;
	struct dsmip_prefix *prefix;
	struct dsmip_xmit_way way;

	if (skb->encapsulation ||
	    !dsmip_fastpath_may_forward(fp, skb, skb->dev, 0, hdr))
		return DSMIP_FASTPATH_PASS;
	list_for_each_entry_rcu(pair, &fp->pairs, list) {
		if (unlikely(!netif_running(pair->dsmip->dev)))
			continue;
		prefix = dsmip_binding_lookup_prefix(pair->dsmip, hdr->family,
						     hdr->daddr);
		if (!prefix || !dsmip_fastpath_leads(fp, skb, hdr, pair->dsmip,
						     prefix))
			continue;
		if (dsmip_fastpath_plan(fp, skb, hdr, pair->dsmip,
					rcu_dereference(prefix->binding->path),
					&way, &hop))
			return dsmip_fastpath_encap(fp, skb, pair,
						    prefix->binding, &way,
						    &hop);
		dsmip_fastpath_count_passed(pair);
		break;
	}
	return DSMIP_FASTPATH_PASS;
}
