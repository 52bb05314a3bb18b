/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_REPORT_H
#define _DSMIP_REPORT_H

struct dsmip_binding;
struct dsmip_dev;
struct sk_buff;

int dsmip_report_rcv(struct dsmip_dev *dsmip, struct dsmip_binding *binding,
		     const struct sk_buff *skb);

#endif /* _DSMIP_REPORT_H */
