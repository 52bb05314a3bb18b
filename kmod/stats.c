// SPDX-License-Identifier: GPL-2.0
/* Drops by cause: the one place where a packet of ours dies.
 *
 * Every cause is counted per device and CPU, and where it can be laid to one
 * binding, there too. Standard device counters and the kernel's drop reasons
 * follow from the cause, so that "ip -s link" and drop monitors agree.
 */

#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "binding.h"
#include "device.h"
#include "stats.h"
#include "trace.h"

/**
 * struct dsmip_stats_cause - what follows from a cause
 * @reason: the kernel's nearest drop reason; its list is closed to modules
 * @slot: counter in a binding plus one, or 0
 * @tx: the packet was to be sent
 */
struct dsmip_stats_cause {
	enum skb_drop_reason	reason;
	u8			slot;
	bool			tx;
};

#define RX(_reason, _slot) \
	{ .reason = SKB_DROP_REASON_##_reason, .slot = (_slot) }
#define TX(_reason, _slot) \
	{ .reason = SKB_DROP_REASON_##_reason, .slot = (_slot), .tx = true }

static const struct dsmip_stats_cause dsmip_stats_causes[] = {
	[DSMIP_DROP_RX_MALFORMED]	= RX(IP_INHDR, 0),
	[DSMIP_DROP_RX_BAD_SOURCE]	= RX(IP_INADDRERRORS, 0),
	[DSMIP_DROP_RX_NO_BINDING]	= RX(IP_RPFILTER, 0),
	[DSMIP_DROP_RX_ENCAP]		= RX(IP_RPFILTER, 1),
	[DSMIP_DROP_RX_LOCAL]		= RX(IP_RPFILTER, 2),
	[DSMIP_DROP_RX_COA]		= RX(IP_RPFILTER, 3),
	[DSMIP_DROP_RX_PORT]		= RX(IP_RPFILTER, 4),
	[DSMIP_DROP_RX_CSUM]		= RX(UDP_CSUM, 5),
	[DSMIP_DROP_RX_ECN]		= RX(IP_INHDR, 6),
	[DSMIP_DROP_RX_NOMEM]		= RX(NOMEM, 0),
	[DSMIP_DROP_TX_MALFORMED]	= TX(IP_INHDR, 0),
	[DSMIP_DROP_TX_NO_BINDING]	= TX(IP_OUTNOROUTES, 0),
	[DSMIP_DROP_TX_MULTICAST]	= TX(IP_OUTNOROUTES, 0),
	[DSMIP_DROP_TX_NO_ROUTE]	= TX(IP_OUTNOROUTES, 7),
	[DSMIP_DROP_TX_LOOP]		= TX(IP_OUTNOROUTES, 8),
	[DSMIP_DROP_TX_TOO_BIG]		= TX(PKT_TOO_BIG, 9),
	[DSMIP_DROP_TX_NOMEM]		= TX(NOMEM, 0),
	[DSMIP_DROP_TX_OUTPUT]		= TX(IP_OUTNOROUTES, 10),
	[DSMIP_DROP_RX_KEY]		= RX(IP_RPFILTER, 11),
	[DSMIP_DROP_RX_ORIGIN_LIMIT]	= RX(IP_RPFILTER, 0),
	[DSMIP_DROP_TX_ORIGIN]		= TX(IP_OUTNOROUTES, 0),
	[DSMIP_DROP_RX_GROUP_LIMIT]	= RX(NOMEM, 12),
};

#undef RX
#undef TX

/**
 * dsmip_stats_init() - allocate the drop counters of a device
 * @dsmip: the device
 *
 * Context: Process context.
 * Return: 0 or -ENOMEM.
 */
int dsmip_stats_init(struct dsmip_dev *dsmip)
{
	BUILD_BUG_ON(ARRAY_SIZE(dsmip_stats_causes) != DSMIP_DROP_MAX + 1);

	dsmip->drops = netdev_alloc_pcpu_stats(struct dsmip_stats_drops);
	return dsmip->drops ? 0 : -ENOMEM;
}

/**
 * dsmip_stats_uninit() - release the drop counters of a device
 * @dsmip: the device, with no packet in flight
 *
 * Context: Any.
 */
void dsmip_stats_uninit(struct dsmip_dev *dsmip)
{
	free_percpu(dsmip->drops);
	dsmip->drops = NULL;
}

/**
 * dsmip_stats_slot() - counter of a cause in a binding
 * @cause: DSMIP_DROP_*
 *
 * Return: index into the binding's drops, or -1 for a cause that cannot be
 *	   laid to a binding.
 */
int dsmip_stats_slot(int cause)
{
	return dsmip_stats_causes[cause].slot - 1;
}

/**
 * dsmip_stats_read() - drops of a device for one cause
 * @dsmip: the device
 * @cause: DSMIP_DROP_*
 *
 * Context: Any.
 * Return: the sum over all CPUs, in packets.
 */
u64 dsmip_stats_read(const struct dsmip_dev *dsmip, int cause)
{
	const struct dsmip_stats_drops *drops;
	unsigned int start;
	u64 count, sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		drops = per_cpu_ptr(dsmip->drops, cpu);
		do {
			start = u64_stats_fetch_begin(&drops->syncp);
			count = u64_stats_read(&drops->count[cause]);
		} while (u64_stats_fetch_retry(&drops->syncp, start));
		sum += count;
	}
	return sum;
}

/**
 * dsmip_stats_drop() - count a drop and free the packet
 * @dsmip: the device
 * @binding: the binding it is laid to, or NULL
 * @skb: the packet; always consumed. NULL if somebody else has freed it; one
 *	 that the receive queue did has been counted in rx_dropped as well.
 * @cause: DSMIP_DROP_*
 *
 * Context: RCU read side, softirqs disabled.
 */
void dsmip_stats_drop(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		      struct sk_buff *skb, int cause)
{
	struct dsmip_stats_drops *drops = this_cpu_ptr(dsmip->drops);
	int slot = dsmip_stats_slot(cause);

	u64_stats_update_begin(&drops->syncp);
	u64_stats_inc(&drops->count[cause]);
	u64_stats_update_end(&drops->syncp);
	if (binding && slot >= 0)
		atomic_add_unless(&binding->drops[slot], 1, -1);
	trace_dsmip_drop(dsmip->dev, binding, skb, cause);
	if (dsmip_stats_causes[cause].tx)
		DEV_STATS_INC(dsmip->dev, tx_dropped);
	else if (skb)
		DEV_STATS_INC(dsmip->dev, rx_dropped);
	if (skb)
		kfree_skb_reason(skb, dsmip_stats_causes[cause].reason);
}
