/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_MLD_H
#define _DSMIP_MLD_H

#include <linux/types.h>

struct sk_buff;

bool dsmip_mld_is(const struct sk_buff *skb, unsigned int off);

#endif /* _DSMIP_MLD_H */
