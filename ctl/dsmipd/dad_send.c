// SPDX-License-Identifier: GPL-2.0
/* What goes out, and what there is to know of the link for it. */

#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "dad_priv.h"

/**
 * dsmipd_dad_send_link() - ask for what is to be known of a link
 * @dad: all of it
 * @ifindex: the link
 * @link: where it goes
 *
 * Return: 0; -ENODEV: there is no such link; -ENETDOWN: it is down; or another
 * negative errno.
 */
int dsmipd_dad_send_link(const struct dsmipd_dad *dad, unsigned int ifindex,
			 struct dad_link *link)
{
	struct ifreq req = {};

	memset(link, 0, sizeof(*link));
	link->ifindex = ifindex;
	if (!if_indextoname(ifindex, req.ifr_name))
		return -ENODEV;
	if (ioctl(dad->icmp, SIOCGIFFLAGS, &req))
		return -errno;
	if (!(req.ifr_flags & IFF_UP))
		return -ENETDOWN;
	link->ethernet = !(req.ifr_flags & (IFF_LOOPBACK | IFF_NOARP));
	if (ioctl(dad->icmp, SIOCGIFHWADDR, &req))
		return -errno;
	link->ethernet &= req.ifr_hwaddr.sa_family == ARPHRD_ETHER;
	memcpy(link->mac, req.ifr_hwaddr.sa_data, sizeof(link->mac));
	return 0;
}

static int dad_send_packet(const struct dsmipd_dad *dad,
			   const struct dad_link *link, uint16_t proto,
			   const uint8_t mac[DAD_MAC_LEN], const uint8_t *data,
			   size_t len)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(proto),
		.sll_ifindex = link->ifindex,
		.sll_halen = DAD_MAC_LEN,
	};

	memcpy(to.sll_addr, mac, DAD_MAC_LEN);
	return sendto(dad->packet, data, len, 0, (struct sockaddr *)&to,
		      sizeof(to)) < 0 ? -errno : 0;
}

/**
 * dsmipd_dad_send_probe() - ask who has an address
 * @dad: all of it
 * @link: where, an Ethernet
 * @target: the address
 * @nonce: to know the question again
 *
 * The source is unspecified, which raw sockets cannot have.
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_dad_send_probe(const struct dsmipd_dad *dad,
			  const struct dad_link *link,
			  const struct in6_addr *target,
			  const uint8_t nonce[DAD_NONCE_LEN])
{
	uint8_t mac[DAD_MAC_LEN] = { 0x33, 0x33, 0xff };
	uint8_t data[DAD_ND_MAX];
	size_t len;

	memcpy(&mac[3], &target->s6_addr[13], 3);
	len = dsmipd_dad_nd_probe(target, nonce, data);
	return dad_send_packet(dad, link, ETHERTYPE_IPV6, mac, data, len);
}

static int dad_send_advert6(const struct dsmipd_dad *dad,
			    const struct dad_link *link,
			    const struct in6_addr *addr, bool router)
{
	struct sockaddr_in6 to = {
		.sin6_family = AF_INET6,
		.sin6_addr = { .s6_addr = { 0xff, 0x02, [15] = 1 } },
		.sin6_scope_id = link->ifindex,
	};
	uint8_t data[DAD_ND_MAX];
	size_t len;

	len = dsmipd_dad_nd_advert(addr, link->mac, router, data);
	return sendto(dad->icmp, data, len, 0, (struct sockaddr *)&to,
		      sizeof(to)) < 0 ? -errno : 0;
}

/**
 * dsmipd_dad_send_advert() - tell all that an address is to be sent to us
 * @dad: all of it
 * @link: where, an Ethernet
 * @addr: the address, IPv4 or IPv6
 * @router: flag R, for IPv6
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_dad_send_advert(const struct dsmipd_dad *dad,
			   const struct dad_link *link,
			   const struct dsmip_addr *addr, bool router)
{
	static const uint8_t all[DAD_MAC_LEN] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	};
	uint8_t data[DAD_ND_MAX];
	size_t len;

	if (addr->family == AF_INET6)
		return dad_send_advert6(dad, link, &addr->v6, router);
	len = dsmipd_dad_nd_arp(&addr->v4, link->mac, data);
	return dad_send_packet(dad, link, ETHERTYPE_ARP, all, data, len);
}
