// SPDX-License-Identifier: GPL-2.0
/* The entrance of formats that the module cannot have a socket or a protocol
 * handler for, because others have it: GRE is ip_gre's, and UDP port 434 is
 * that of the agent. So packets are looked at on their way in, behind the
 * firewall, and all that is not ours goes on.
 *
 * The hook is there only where a binding needs it: all traffic to the machine
 * itself passes it.
 */

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip6_tunnel.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "compat.h"
#include "device.h"
#include "encap.h"
#include "err.h"
#include "gre.h"
#include "hook.h"
#include "minimal.h"
#include "mip.h"
#include "path.h"
#include "underlay.h"

/* What an ICMP error quotes, see dsmip_err_quoted(); @off is that of the header
 * behind the quoted outer one. Returns the offset of the inner header, or 0 if
 * there is none to be found.
 */
static unsigned int dsmip_hook_quoted(struct sk_buff *skb, u8 proto,
				      unsigned int off,
				      struct dsmip_outer *outer)
{
	switch (proto) {
	case IPPROTO_GRE:
		return dsmip_gre_quoted(skb, off);
	case IPPROTO_UDP:
		return dsmip_mip_quoted(skb, off, outer);
	default:
		return 0;
	}
}

static u8 dsmip_hook_encap(u8 proto)
{
	switch (proto) {
	case IPPROTO_GRE:
		return DSMIP_ENCAP_GRE;
	case IPPROTO_UDP:
		return DSMIP_ENCAP_MIPUDP;
	case DSMIP_IPPROTO_MINIMAL:
		return DSMIP_ENCAP_MINIMAL;
	default:
		return 0;
	}
}

/* An ICMP error about a packet of ours; it goes on to whom else it concerns.
 * @quoted: bytes from skb->data to the quoted outer header, @len of which lead
 * to what it carries, of protocol @proto.
 */
static void dsmip_hook_err(struct net *net, struct sk_buff *skb, u8 family,
			   unsigned int quoted, unsigned int len, u8 proto,
			   enum dsmip_err_kind kind, u32 info)
{
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;
	unsigned int inner;

	skb = skb_clone(skb, GFP_ATOMIC);
	if (!skb)
		return;
	__skb_pull(skb, quoted);
	dsmip = dsmip_err_quoted(net, skb, family, dsmip_hook_encap(proto),
				 &outer);
	if (dsmip) {
		inner = dsmip_hook_quoted(skb, proto, len, &outer);
		/* As for IP in IP, eight bytes of what was carried will do. */
		if ((!inner || !dsmip_err(dsmip, skb, &outer, inner, kind,
					  info)) && kind == DSMIP_ERR_TOO_BIG)
			dsmip_err_update_pmtu(skb, family, info);
	}
	consume_skb(skb);
}

static void dsmip_hook_icmp4(struct net *net, struct sk_buff *skb,
			     unsigned int off)
{
	unsigned int quoted = off + sizeof(struct icmphdr);
	const struct icmphdr *icmph;
	const struct iphdr *iph;
	enum dsmip_err_kind kind;

	if (!pskb_may_pull(skb, quoted + sizeof(*iph)))
		return;
	icmph = (const struct icmphdr *)(skb->data + off);
	iph = (const struct iphdr *)(skb->data + quoted);
	kind = dsmip_err_kind4(icmph->type, icmph->code);
	if (kind == DSMIP_ERR_TOO_BIG &&
	    READ_ONCE(net->ipv4.sysctl_ip_no_pmtu_disc) >= 2)
		return;
	if (kind == DSMIP_ERR_NONE || iph->ihl < 5 ||
	    !dsmip_hook_encap(iph->protocol) ||
	    !pskb_may_pull(skb, quoted + iph->ihl * 4) ||
	    nf_ip_checksum(skb, NF_INET_LOCAL_IN, off, IPPROTO_ICMP))
		return;
	icmph = (const struct icmphdr *)(skb->data + off);
	iph = (const struct iphdr *)(skb->data + quoted);
	dsmip_hook_err(net, skb, AF_INET, quoted, iph->ihl * 4, iph->protocol,
		       kind, ntohs(icmph->un.frag.mtu));
}

static unsigned int dsmip_hook_in4(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	unsigned int off = ip_hdrlen(skb);
	bool ours = false;

	switch (ip_hdr(skb)->protocol) {
	case IPPROTO_GRE:
		ours = dsmip_gre_rcv(state->net, skb, AF_INET, off);
		break;
	case IPPROTO_UDP:
		ours = dsmip_mip_rcv(state->net, skb, off);
		break;
	case DSMIP_IPPROTO_MINIMAL:
		ours = dsmip_minimal_rcv(state->net, skb, off);
		break;
	case IPPROTO_ICMP:
		dsmip_hook_icmp4(state->net, skb, off);
		break;
	}
	return ours ? NF_STOLEN : NF_ACCEPT;
}

/* Options that whoever does not know them skips (RFC 8200, section 4.2). Of
 * those with which a tunnel begins, padding, the limit of the nesting (RFC 2473,
 * section 4.1.1) and the router alert, none says anything to its end.
 */
static bool dsmip_hook_may_skip(const u8 *opt, const u8 *end)
{
	while (opt < end) {
		if (*opt == IPV6_TLV_PAD1) {
			opt++;
			continue;
		}
		if (end - opt < 2 || end - opt < 2 + opt[1])
			return false;
		if (*opt & 0xc0)
			return false;
		opt += 2 + opt[1];
	}
	return true;
}

/* Steps over the header of options at @off. Returns the offset of what is behind
 * it, or 0 if it is not to be skipped.
 */
static unsigned int dsmip_hook_options(struct sk_buff *skb, unsigned int off,
				       u8 *proto)
{
	const struct ipv6_opt_hdr *hdr;
	unsigned int len;

	if (!pskb_may_pull(skb, off + sizeof(*hdr)))
		return 0;
	len = ipv6_optlen((const struct ipv6_opt_hdr *)(skb->data + off));
	if (!pskb_may_pull(skb, off + len))
		return 0;
	hdr = (const struct ipv6_opt_hdr *)(skb->data + off);
	*proto = hdr->nexthdr;
	return dsmip_hook_may_skip((const u8 *)(hdr + 1),
				   (const u8 *)hdr + len) ? off + len : 0;
}

/* Where the header behind the IPv6 header at @off is, and behind options; 0 if
 * it cannot be ours.
 */
static unsigned int dsmip_hook_transport6(struct sk_buff *skb,
					  unsigned int off, u8 *proto)
{
	*proto = ((const struct ipv6hdr *)(skb->data + off))->nexthdr;
	off += sizeof(struct ipv6hdr);
	if (*proto == NEXTHDR_HOP)
		off = dsmip_hook_options(skb, off, proto);
	if (off && *proto == NEXTHDR_DEST)
		off = dsmip_hook_options(skb, off, proto);
	return off;
}

static void dsmip_hook_icmp6(struct net *net, struct sk_buff *skb,
			     unsigned int off)
{
	unsigned int quoted = off + sizeof(struct icmp6hdr);
	const struct icmp6hdr *icmp6h;
	enum dsmip_err_kind kind;
	unsigned int inner;
	u8 proto;

	if (!pskb_may_pull(skb, quoted + sizeof(struct ipv6hdr)))
		return;
	icmp6h = (const struct icmp6hdr *)(skb->data + off);
	kind = dsmip_err_kind6(icmp6h->icmp6_type, icmp6h->icmp6_code);
	if (kind == DSMIP_ERR_NONE)
		return;
	inner = dsmip_hook_transport6(skb, quoted, &proto);
	if (!inner || proto != IPPROTO_GRE ||
	    nf_ip6_checksum(skb, NF_INET_LOCAL_IN, off, IPPROTO_ICMPV6))
		return;
	icmp6h = (const struct icmp6hdr *)(skb->data + off);
	dsmip_hook_err(net, skb, AF_INET6, quoted, inner - quoted, proto, kind,
		       (__force u32)icmp6h->icmp6_mtu);
}

static unsigned int dsmip_hook_in6(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	unsigned int off;
	u8 proto;

	off = dsmip_hook_transport6(skb, 0, &proto);
	if (off && proto == IPPROTO_GRE &&
	    dsmip_gre_rcv(state->net, skb, AF_INET6, off))
		return NF_STOLEN;
	if (off && proto == IPPROTO_ICMPV6)
		dsmip_hook_icmp6(state->net, skb, off);
	return NF_ACCEPT;
}

/* Behind the filter: what the firewall lets in, as for any socket. */
static const struct nf_hook_ops dsmip_hook_ops[] = {
	[DSMIP_HOOK_IPV4] = {
		.hook		= dsmip_hook_in4,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP_PRI_LAST,
	},
	[DSMIP_HOOK_IPV6] = {
		.hook		= dsmip_hook_in6,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP6_PRI_LAST,
	},
};

/* Does a binding need the hook? Which one is a matter of the family. */
static bool dsmip_hook_wanted(const struct dsmip_path *path)
{
	switch (path->encap) {
	case DSMIP_ENCAP_GRE:
	case DSMIP_ENCAP_MIPUDP:
	case DSMIP_ENCAP_MINIMAL:
		return true;
	default:
		return false;
	}
}

/* Fragments of IPv6 are put together behind this hook, unless asked otherwise:
 * those of IPv4 have been before.
 */
static int dsmip_hook_register(struct net *net, enum dsmip_hook hook)
{
	int err;

	if (hook == DSMIP_HOOK_IPV6) {
		err = nf_defrag_ipv6_enable(net);
		if (err)
			return err;
	}
	err = nf_register_net_hook(net, &dsmip_hook_ops[hook]);
	if (err && hook == DSMIP_HOOK_IPV6)
		nf_defrag_ipv6_disable(net);
	return err;
}

static void dsmip_hook_unregister(struct net *net, enum dsmip_hook hook)
{
	nf_unregister_net_hook(net, &dsmip_hook_ops[hook]);
	if (hook == DSMIP_HOOK_IPV6)
		nf_defrag_ipv6_disable(net);
}

static struct net *dsmip_hook_net(struct dsmip_dev *dsmip)
{
	return rcu_dereference_protected(dsmip->underlay,
					 lockdep_is_held(&dsmip->lock));
}

/**
 * dsmip_hook_get() - be able to receive what a binding uses
 * @dsmip: the device
 * @path: path of the binding
 *
 * A device that has once needed a hook keeps it until its end.
 *
 * Context: Process context, mutex of the device held, may sleep.
 * Return: 0 or a negative error.
 */
int dsmip_hook_get(struct dsmip_dev *dsmip, const struct dsmip_path *path)
{
	enum dsmip_hook hook = path->family == AF_INET ? DSMIP_HOOK_IPV4 :
							 DSMIP_HOOK_IPV6;
	struct net *net = dsmip_hook_net(dsmip);
	struct dsmip_underlay *underlay;
	int err = 0;

	lockdep_assert_held(&dsmip->lock);

	if (!dsmip_hook_wanted(path) || dsmip->hooks & BIT(hook))
		return 0;
	if (!net)
		return -ENONET;
	underlay = dsmip_underlay(net);
	mutex_lock(&underlay->hook_lock);
	if (!underlay->hook_users[hook])
		err = dsmip_hook_register(net, hook);
	if (!err) {
		underlay->hook_users[hook]++;
		dsmip->hooks |= BIT(hook);
	}
	mutex_unlock(&underlay->hook_lock);
	return err;
}

/**
 * dsmip_hook_put() - no longer receive by hooks
 * @dsmip: the device, on its way out of its underlay, which is still there
 *
 * Context: Process context, mutex of the device held, may sleep.
 */
void dsmip_hook_put(struct dsmip_dev *dsmip)
{
	struct net *net = dsmip_hook_net(dsmip);
	struct dsmip_underlay *underlay;
	int hook;

	lockdep_assert_held(&dsmip->lock);

	if (!dsmip->hooks)
		return;
	underlay = dsmip_underlay(net);
	mutex_lock(&underlay->hook_lock);
	for (hook = 0; hook < DSMIP_HOOK_COUNT; hook++) {
		if (!(dsmip->hooks & BIT(hook)))
			continue;
		if (!--underlay->hook_users[hook])
			dsmip_hook_unregister(net, hook);
	}
	mutex_unlock(&underlay->hook_lock);
	dsmip->hooks = 0;
}
