/* SPDX-License-Identifier: GPL-2.0 */
/* Many messages to XFRM in one datagram, for xfrm_msg.c. */
#ifndef DSMIPD_XFRM_BATCH_H
#define DSMIPD_XFRM_BATCH_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

struct dsmipd_xfrm_batch;

int dsmipd_xfrm_batch_open(struct dsmipd_xfrm_batch **batch);
void dsmipd_xfrm_batch_close(struct dsmipd_xfrm_batch *batch);
void dsmipd_xfrm_batch_next(struct dsmipd_xfrm_batch *batch, int64_t owner);
int dsmipd_xfrm_batch_add(struct dsmipd_xfrm_batch *batch,
			  const struct nlmsghdr *nlh);
int dsmipd_xfrm_batch_flush(struct dsmipd_xfrm_batch *batch);
size_t dsmipd_xfrm_batch_failed(const struct dsmipd_xfrm_batch *batch,
				const int64_t **owners);

#endif /* DSMIPD_XFRM_BATCH_H */
