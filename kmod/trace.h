/* SPDX-License-Identifier: GPL-2.0 */
/* Tracepoints: what became of a packet, and of a binding. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM dsmip

#if !defined(_DSMIP_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _DSMIP_TRACE_H

#include <linux/netdevice.h>
#include <linux/tracepoint.h>

#include "binding.h"

DECLARE_EVENT_CLASS(dsmip_packet,
	TP_PROTO(const struct net_device *dev,
		 const struct dsmip_binding *binding,
		 const struct sk_buff *skb),
	TP_ARGS(dev, binding, skb),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(u32, id)
		__field(const void *, skbaddr)
		__field(unsigned int, len)
		__field(u16, protocol)
	),
	TP_fast_assign(
		__entry->ifindex = dev->ifindex;
		__entry->id = binding ? binding->id : 0;
		__entry->skbaddr = skb;
		__entry->len = skb->len;
		__entry->protocol = ntohs(skb->protocol);
	),
	TP_printk("ifindex=%d id=%u skbaddr=%p len=%u protocol=0x%04x",
		  __entry->ifindex, __entry->id, __entry->skbaddr,
		  __entry->len, __entry->protocol)
);

DEFINE_EVENT(dsmip_packet, dsmip_xmit,
	TP_PROTO(const struct net_device *dev,
		 const struct dsmip_binding *binding,
		 const struct sk_buff *skb),
	TP_ARGS(dev, binding, skb)
);

DEFINE_EVENT(dsmip_packet, dsmip_rcv,
	TP_PROTO(const struct net_device *dev,
		 const struct dsmip_binding *binding,
		 const struct sk_buff *skb),
	TP_ARGS(dev, binding, skb)
);

TRACE_EVENT(dsmip_drop,
	TP_PROTO(const struct net_device *dev,
		 const struct dsmip_binding *binding,
		 const struct sk_buff *skb, int cause),
	TP_ARGS(dev, binding, skb, cause),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(u32, id)
		__field(const void *, skbaddr)
		__field(int, cause)
	),
	TP_fast_assign(
		__entry->ifindex = dev->ifindex;
		__entry->id = binding ? binding->id : 0;
		__entry->skbaddr = skb;
		__entry->cause = cause;
	),
	TP_printk("ifindex=%d id=%u skbaddr=%p cause=%d",
		  __entry->ifindex, __entry->id, __entry->skbaddr,
		  __entry->cause)
);

TRACE_EVENT(dsmip_binding_set,
	TP_PROTO(const struct net_device *dev,
		 const struct dsmip_binding *binding, bool replaced),
	TP_ARGS(dev, binding, replaced),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(u32, id)
		__field(u32, lifetime)
		__field(bool, replaced)
	),
	TP_fast_assign(
		__entry->ifindex = dev->ifindex;
		__entry->id = binding->id;
		__entry->lifetime = binding->lifetime;
		__entry->replaced = replaced;
	),
	TP_printk("ifindex=%d id=%u lifetime=%ums replaced=%d",
		  __entry->ifindex, __entry->id, __entry->lifetime,
		  __entry->replaced)
);

TRACE_EVENT(dsmip_binding_del,
	TP_PROTO(const struct net_device *dev,
		 const struct dsmip_binding *binding),
	TP_ARGS(dev, binding),
	TP_STRUCT__entry(
		__field(int, ifindex)
		__field(u32, id)
	),
	TP_fast_assign(
		__entry->ifindex = dev->ifindex;
		__entry->id = binding->id;
	),
	TP_printk("ifindex=%d id=%u", __entry->ifindex, __entry->id)
);

#endif /* _DSMIP_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
