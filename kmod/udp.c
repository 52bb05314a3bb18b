// SPDX-License-Identifier: GPL-2.0
/* The UDP entrance: sockets, decapsulation, errors and GRO.
 *
 * After the UDP header comes the inner IP header, nothing else (RFC 5555,
 * section 4.1): the first four bits tell IPv4 from IPv6.
 *
 * A socket is bound to no address: that of a home agent may come and go with a
 * redundancy daemon, and devices with different addresses share the port.
 */

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/slab.h>
#include <linux/udp.h>
#include <net/gro.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include "device.h"
#include "err.h"
#include "path.h"
#include "rcv.h"
#include "udp.h"
#include "underlay.h"

/**
 * struct dsmip_udp - a UDP socket of a namespace
 * @list: in the namespace's list
 * @sock: the socket
 * @family: AF_INET or AF_INET6
 * @port: port, network byte order
 * @users: devices that use it
 *
 * All under RTNL.
 */
struct dsmip_udp {
	struct list_head	list;
	struct socket		*sock;
	u8			family;
	__be16			port;
	unsigned int		users;
};

/* All that comes to the socket is for us: always consumes the packet. */
static int dsmip_udp_rcv(struct sock *sk, struct sk_buff *skb)
{
	const struct udphdr *uh = udp_hdr(skb);
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;

	dsmip_rcv_outer(skb, sk->sk_family, DSMIP_ENCAP_UDP, &outer);
	outer.sport = uh->source;
	outer.dport = uh->dest;
	outer.allowed = true;
	outer.zero_csum6 = sk->sk_family == AF_INET6 && !uh->check;

	dsmip = dsmip_underlay_find(sock_net(sk), &outer, uh->dest);
	if (!dsmip) {
		kfree_skb_reason(skb, SKB_DROP_REASON_NO_SOCKET);
		return 0;
	}
	dsmip_rcv(dsmip, skb, &outer, sizeof(*uh));
	return 0;
}

static enum dsmip_err_kind dsmip_udp_err_kind(const struct sk_buff *skb,
					      u8 family, u32 *info)
{
	/* The error's header is right before what it quotes. */
	const struct icmp6hdr *icmp6h = (void *)(skb->data - sizeof(*icmp6h));
	const struct icmphdr *icmph = (void *)(skb->data - sizeof(*icmph));

	if (family == AF_INET) {
		*info = ntohs(icmph->un.frag.mtu);
		return dsmip_err_kind4(icmph->type, icmph->code);
	}
	*info = (__force u32)icmp6h->icmp6_mtu;
	return dsmip_err_kind6(icmp6h->icmp6_type, icmp6h->icmp6_code);
}

/* 0 makes UDP take an ICMP error as one for this socket, and keep the path MTU
 * that it may bring. Of what it quotes, the transport header is the UDP header.
 */
static int dsmip_udp_err_lookup(struct sock *sk, struct sk_buff *skb)
{
	const struct udphdr *uh = udp_hdr(skb);
	enum dsmip_err_kind kind;
	struct dsmip_outer outer;
	struct dsmip_dev *dsmip;
	u32 info;

	kind = dsmip_udp_err_kind(skb, sk->sk_family, &info);
	dsmip = dsmip_err_quoted(sock_net(sk), skb, sk->sk_family,
				 DSMIP_ENCAP_UDP, &outer);
	if (!dsmip)
		return 0;
	outer.sport = uh->dest;
	outer.dport = uh->source;
	dsmip_err(dsmip, skb, &outer,
		  skb_transport_offset(skb) + sizeof(*uh), kind, info);
	return 0;
}

/* Of what is inside only TCP is joined. ESP must not get there: with esp6_offload
 * it would be decrypted and delivered here, without its outer header.
 */
static __be16 dsmip_udp_gro_type(struct sk_buff *skb, unsigned int off)
{
	unsigned int len = off + sizeof(struct iphdr);
	const struct iphdr *iph = skb_gro_header(skb, len, off);

	if (!iph)
		return 0;
	if (iph->version == 4 && iph->protocol == IPPROTO_TCP)
		return htons(ETH_P_IP);
	if (iph->version == 6 &&
	    ((const struct ipv6hdr *)iph)->nexthdr == IPPROTO_TCP)
		return htons(ETH_P_IPV6);
	return 0;
}

static struct sk_buff *dsmip_udp_gro_receive(struct sock *sk,
					     struct list_head *head,
					     struct sk_buff *skb)
{
	const struct packet_offload *offload;

	offload = gro_find_receive_by_type(dsmip_udp_gro_type(skb,
							      skb_gro_offset(skb)));
	if (!offload) {
		NAPI_GRO_CB(skb)->flush |= 1;
		return NULL;
	}
	return call_gro_receive(offload->callbacks.gro_receive, head, skb);
}

static int dsmip_udp_gro_complete(struct sock *sk, struct sk_buff *skb,
				  int nhoff)
{
	const struct packet_offload *offload;
	__be16 type = htons(ETH_P_IPV6);

	if (skb->data[nhoff] >> 4 == 4)
		type = htons(ETH_P_IP);
	offload = gro_find_complete_by_type(type);
	if (!offload)
		return -ENOENT;
	skb_set_inner_mac_header(skb, nhoff);
	return offload->callbacks.gro_complete(skb, nhoff);
}

static int dsmip_udp_bind(struct net *net, struct dsmip_udp *udp)
{
	struct udp_tunnel_sock_cfg tunnel_cfg = {
		.encap_type		= 1,
		.encap_rcv		= dsmip_udp_rcv,
		.encap_err_lookup	= dsmip_udp_err_lookup,
		.gro_receive		= dsmip_udp_gro_receive,
		.gro_complete		= dsmip_udp_gro_complete,
	};
	struct udp_port_cfg port_cfg = {
		.family			= udp->family,
		.local_udp_port		= udp->port,
		.ipv6_v6only		= 1,
		/* Without a checksum is a matter of the binding. */
		.use_udp6_rx_checksums	= 0,
	};
	int err;

	err = udp_sock_create(net, &port_cfg, &udp->sock);
	if (err)
		return err;
	udp_allow_gso(udp->sock->sk);
	setup_udp_tunnel_sock(net, udp->sock, &tunnel_cfg);
	return 0;
}

static int dsmip_udp_get(struct net *net, u8 family, __be16 port)
{
	struct dsmip_underlay *underlay = dsmip_underlay(net);
	struct dsmip_udp *udp;
	int err;

	list_for_each_entry(udp, &underlay->sockets, list) {
		if (udp->family == family && udp->port == port) {
			udp->users++;
			return 0;
		}
	}

	udp = kzalloc(sizeof(*udp), GFP_KERNEL);
	if (!udp)
		return -ENOMEM;
	udp->family = family;
	udp->port = port;
	udp->users = 1;
	err = dsmip_udp_bind(net, udp);
	if (err) {
		kfree(udp);
		return err;
	}
	list_add(&udp->list, &underlay->sockets);
	return 0;
}

static void dsmip_udp_put(struct net *net, u8 family, __be16 port)
{
	struct dsmip_underlay *underlay = dsmip_underlay(net);
	struct dsmip_udp *udp;

	list_for_each_entry(udp, &underlay->sockets, list) {
		if (udp->family != family || udp->port != port)
			continue;
		if (--udp->users)
			return;
		list_del(&udp->list);
		udp_tunnel_sock_release(udp->sock);
		kfree(udp);
		return;
	}
}

static bool dsmip_udp_wants(const struct dsmip_dev *dsmip, u8 family)
{
	if (family == AF_INET6 && !ipv6_mod_enabled())
		return false;
	return dsmip_device_any(dsmip) ||
	       !ipv6_addr_any(&dsmip_device_local(dsmip, family)->v6);
}

/**
 * dsmip_udp_open() - begin to receive UDP for a device
 * @dsmip: the device
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error, such as -EADDRINUSE.
 */
int dsmip_udp_open(struct dsmip_dev *dsmip)
{
	struct net *net = rtnl_dereference(dsmip->underlay);
	int err;

	if (!net)
		return -ENONET;
	if (dsmip_udp_wants(dsmip, AF_INET)) {
		err = dsmip_udp_get(net, AF_INET, dsmip->port);
		if (err)
			return err;
	}
	if (dsmip_udp_wants(dsmip, AF_INET6)) {
		err = dsmip_udp_get(net, AF_INET6, dsmip->port);
		if (err)
			goto err_put4;
	}
	dsmip->udp_open = true;
	return 0;

err_put4:
	if (dsmip_udp_wants(dsmip, AF_INET))
		dsmip_udp_put(net, AF_INET, dsmip->port);
	return err;
}

/**
 * dsmip_udp_close() - no longer receive UDP for a device
 * @dsmip: the device, which may have been closed before with its namespace
 *
 * Context: Process context, RTNL held.
 */
void dsmip_udp_close(struct dsmip_dev *dsmip)
{
	struct net *net = rtnl_dereference(dsmip->underlay);

	if (!net || !dsmip->udp_open)
		return;
	dsmip->udp_open = false;
	if (dsmip_udp_wants(dsmip, AF_INET))
		dsmip_udp_put(net, AF_INET, dsmip->port);
	if (dsmip_udp_wants(dsmip, AF_INET6))
		dsmip_udp_put(net, AF_INET6, dsmip->port);
}
