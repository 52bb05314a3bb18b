/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_LINKMSG_H
#define _DSMIP_LINKMSG_H

#include <linux/types.h>

struct sk_buff;

/* IGMP, of all versions. linux/igmp.h has these too, with structures that sparse
 * complains of.
 */
#define DSMIP_LINKMSG_IGMP_QUERY	0x11
#define DSMIP_LINKMSG_IGMP_REPORT1	0x12
#define DSMIP_LINKMSG_IGMP_REPORT2	0x16
#define DSMIP_LINKMSG_IGMP_LEAVE	0x17
#define DSMIP_LINKMSG_IGMP_REPORT3	0x22

/* Type, code, checksum and 4 bytes that differ: ICMPv6 and IGMP alike. */
#define DSMIP_LINKMSG_HEADER		8

/**
 * enum dsmip_linkmsg_kind - what is said on a link
 * @DSMIP_LINKMSG_NONE: nothing of the following
 * @DSMIP_LINKMSG_QUERY: query of MLD or IGMP
 * @DSMIP_LINKMSG_REPORT: report, done or leave of MLD or IGMP
 * @DSMIP_LINKMSG_RS: router solicitation
 * @DSMIP_LINKMSG_RA: router advertisement
 * @DSMIP_LINKMSG_NS: neighbour solicitation
 * @DSMIP_LINKMSG_NA: neighbour advertisement
 * @DSMIP_LINKMSG_DHCP_CLIENT: DHCPv6 from a client
 * @DSMIP_LINKMSG_DHCP_SERVER: DHCPv6 to a client
 */
enum dsmip_linkmsg_kind {
	DSMIP_LINKMSG_NONE,
	DSMIP_LINKMSG_QUERY,
	DSMIP_LINKMSG_REPORT,
	DSMIP_LINKMSG_RS,
	DSMIP_LINKMSG_RA,
	DSMIP_LINKMSG_NS,
	DSMIP_LINKMSG_NA,
	DSMIP_LINKMSG_DHCP_CLIENT,
	DSMIP_LINKMSG_DHCP_SERVER,
};

/**
 * struct dsmip_linkmsg - where the message is in a packet
 * @off: bytes from skb->data to the header of ICMPv6, IGMP or UDP
 * @len: bytes from there to the end of the IP packet
 * @type: of ICMPv6 or IGMP
 */
struct dsmip_linkmsg {
	unsigned int	off;
	unsigned int	len;
	u8		type;
};

enum dsmip_linkmsg_kind dsmip_linkmsg_read(const struct sk_buff *skb,
					   unsigned int off,
					   struct dsmip_linkmsg *msg);
bool dsmip_linkmsg_is_membership(const struct sk_buff *skb, unsigned int off);
bool dsmip_linkmsg_allowed(const struct sk_buff *skb, unsigned int off,
			   u32 flags);

#endif /* _DSMIP_LINKMSG_H */
