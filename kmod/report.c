// SPDX-License-Identifier: GPL-2.0
/* Membership reports that come out of a tunnel: MLDv1 (RFC 2710), MLDv2 (RFC
 * 3810), IGMPv1 to IGMPv3 (RFC 1112, RFC 2236, RFC 3376).
 *
 * What is followed is who listens to a group at all. Lists of sources are not
 * kept: whoever wants something of a group is sent all of it, and his stack
 * takes what it wants. The report then goes on to the device like any packet,
 * for the multicast router of this host.
 */

#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <net/ip6_checksum.h>

#include "binding.h"
#include "device.h"
#include "linkmsg.h"
#include "mcast.h"
#include "report.h"

/* As many as the largest links carry: a report is one packet of the link. */
#define DSMIP_REPORT_RECORDS	1024

/* Where the group is in a report about one. */
#define DSMIP_REPORT_MLD_GROUP	8
#define DSMIP_REPORT_IGMP_GROUP	4

/* Where a report about several has their number. */
#define DSMIP_REPORT_COUNT	6

/**
 * struct dsmip_report_head - a record before its group, MLDv2 and IGMPv3 alike
 * @type: MLD2_*; IGMPv3 has the same numbers
 * @auxwords: words behind the sources
 * @nsrcs: sources behind the group
 */
struct dsmip_report_head {
	u8	type;
	u8	auxwords;
	__be16	nsrcs;
};

/**
 * struct dsmip_report_walk - the way through the records of a report
 * @skb: the packet
 * @off: bytes from skb->data to the next record
 * @len: bytes from there to the end
 * @left: records that are still to come
 * @family: AF_INET or AF_INET6
 */
struct dsmip_report_walk {
	const struct sk_buff	*skb;
	unsigned int		off;
	unsigned int		len;
	unsigned int		left;
	u8			family;
};

/**
 * struct dsmip_report_record - what a report says of one group
 * @key: the group
 * @type: of the record
 * @sources: some are listed
 */
struct dsmip_report_record {
	struct dsmip_mcast_key	key;
	u8			type;
	bool			sources;
};

static bool dsmip_report_group(const struct sk_buff *skb, unsigned int off,
			       u8 family, struct dsmip_mcast_key *key)
{
	memset(key, 0, sizeof(*key));
	key->family = family;
	return !skb_copy_bits(skb, off, &key->addr, dsmip_addr_size(family));
}

/* Reads a record and steps over it. Returns false if it is cut off. */
static bool dsmip_report_next(struct dsmip_report_walk *walk,
			      struct dsmip_report_record *record)
{
	struct dsmip_report_head _head, *head;
	unsigned int size, nsrcs;

	size = sizeof(*head) + dsmip_addr_size(walk->family);
	if (walk->len < size)
		return false;
	head = skb_header_pointer(walk->skb, walk->off, sizeof(_head), &_head);
	if (!head ||
	    !dsmip_report_group(walk->skb, walk->off + sizeof(*head),
				walk->family, &record->key))
		return false;
	nsrcs = ntohs(head->nsrcs);
	size += nsrcs * dsmip_addr_size(walk->family) +
		head->auxwords * sizeof(u32);
	if (walk->len < size)
		return false;
	record->type = head->type;
	record->sources = nsrcs;
	walk->off += size;
	walk->len -= size;
	walk->left--;
	return true;
}

/* A node that wants no source, as it says, has left; one that blocks some may
 * want others, or be about to say more.
 */
static int dsmip_report_apply(struct dsmip_dev *dsmip,
			      struct dsmip_binding *binding, u32 flags,
			      const struct dsmip_report_record *record)
{
	const struct dsmip_mcast_key *key = &record->key;

	if (!dsmip_mcast_scope(key->family, &key->addr, flags))
		return 0;
	switch (record->type) {
	case MLD2_MODE_IS_INCLUDE:
	case MLD2_CHANGE_TO_INCLUDE:
		if (record->sources)
			break;
		dsmip_mcast_leave(dsmip, binding, key);
		return 0;
	case MLD2_MODE_IS_EXCLUDE:
	case MLD2_CHANGE_TO_EXCLUDE:
		break;
	case MLD2_ALLOW_NEW_SOURCES:
		if (record->sources)
			break;
		return 0;
	default:
		return 0;
	}
	return dsmip_mcast_join(dsmip, binding, key);
}

/* MLDv2 and IGMPv3. Nothing is taken from a report that is not whole. */
static int dsmip_report_records(struct dsmip_dev *dsmip,
				struct dsmip_binding *binding, u32 flags,
				const struct dsmip_report_walk *walk)
{
	struct dsmip_report_walk check = *walk, apply = *walk;
	struct dsmip_report_record record;
	int cause = 0;

	if (check.left > DSMIP_REPORT_RECORDS)
		return DSMIP_DROP_RX_MALFORMED;
	while (check.left)
		if (!dsmip_report_next(&check, &record))
			return DSMIP_DROP_RX_MALFORMED;
	while (!cause && apply.left && dsmip_report_next(&apply, &record))
		cause = dsmip_report_apply(dsmip, binding, flags, &record);
	return cause;
}

/* The others, about one group. @off: bytes from the message to the group. */
static int dsmip_report_one(struct dsmip_dev *dsmip,
			    struct dsmip_binding *binding, u32 flags,
			    const struct dsmip_report_walk *walk,
			    unsigned int off, bool leave)
{
	struct dsmip_report_record record = {
		.type	= leave ? MLD2_CHANGE_TO_INCLUDE :
				  MLD2_CHANGE_TO_EXCLUDE,
	};

	if (walk->len < off + dsmip_addr_size(walk->family) ||
	    !dsmip_report_group(walk->skb, walk->off + off, walk->family,
				&record.key))
		return DSMIP_DROP_RX_MALFORMED;
	return dsmip_report_apply(dsmip, binding, flags, &record);
}

static bool dsmip_report_csum_ok(const struct dsmip_report_walk *walk)
{
	__wsum csum = skb_checksum(walk->skb, walk->off, walk->len, 0);
	struct ipv6hdr _ip6h, *ip6h;

	if (walk->family == AF_INET)
		return !csum_fold(csum);
	ip6h = skb_header_pointer(walk->skb, 0, sizeof(_ip6h), &_ip6h);
	return ip6h && !csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, walk->len,
					IPPROTO_ICMPV6, csum);
}

/* The header is all there: dsmip_linkmsg_read() has seen to that. */
static int dsmip_report_many(struct dsmip_dev *dsmip,
			     struct dsmip_binding *binding, u32 flags,
			     struct dsmip_report_walk *walk)
{
	__be16 _count, *count;

	count = skb_header_pointer(walk->skb, walk->off + DSMIP_REPORT_COUNT,
				   sizeof(_count), &_count);
	if (!count)
		return DSMIP_DROP_RX_MALFORMED;
	walk->left = ntohs(*count);
	walk->off += DSMIP_LINKMSG_HEADER;
	walk->len -= DSMIP_LINKMSG_HEADER;
	return dsmip_report_records(dsmip, binding, flags, walk);
}

/**
 * dsmip_report_rcv() - take note of a membership report
 * @dsmip: the device
 * @binding: the binding that the packet comes from
 * @skb: the packet, skb->data at the inner header; not changed
 *
 * Context: RCU read side, softirqs disabled.
 * Return: 0, also if it is no report or its node may not join groups; else
 *	   DSMIP_DROP_RX_*.
 */
int dsmip_report_rcv(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		     const struct sk_buff *skb)
{
	struct dsmip_report_walk walk = { .skb = skb };
	struct dsmip_linkmsg msg;
	u32 flags;

	flags = rcu_dereference(binding->path)->flags;
	if (!(flags & DSMIP_BINDING_FLAG_MULTICAST) ||
	    dsmip_linkmsg_read(skb, 0, &msg) != DSMIP_LINKMSG_REPORT)
		return 0;
	walk.off = msg.off;
	walk.len = msg.len;
	walk.family = skb->protocol == htons(ETH_P_IP) ? AF_INET : AF_INET6;
	if (!dsmip_report_csum_ok(&walk))
		return DSMIP_DROP_RX_MALFORMED;

	switch (msg.type) {
	case ICMPV6_MLD2_REPORT:
	case DSMIP_LINKMSG_IGMP_REPORT3:
		return dsmip_report_many(dsmip, binding, flags, &walk);
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MGM_REDUCTION:
		return dsmip_report_one(dsmip, binding, flags, &walk,
					DSMIP_REPORT_MLD_GROUP,
					msg.type == ICMPV6_MGM_REDUCTION);
	default:
		return dsmip_report_one(dsmip, binding, flags, &walk,
					DSMIP_REPORT_IGMP_GROUP,
					msg.type == DSMIP_LINKMSG_IGMP_LEAVE);
	}
}
