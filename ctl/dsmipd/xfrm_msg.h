/* SPDX-License-Identifier: GPL-2.0 */
/* The messages to XFRM: states and policies, for xfrm.c. */
#ifndef DSMIPD_XFRM_MSG_H
#define DSMIPD_XFRM_MSG_H

#include <linux/xfrm.h>
#include <stddef.h>
#include <stdint.h>

#include <netlink/socket.h>

#include "subscriber.h"
#include "xfrm_batch.h"

/**
 * struct dsmipd_xfrm - where messages go
 * @sk: to the kernel, one after the other
 * @batch: together with others, if it is not NULL
 */
struct dsmipd_xfrm {
	struct nl_sock *sk;
	struct dsmipd_xfrm_batch *batch;
};

int dsmipd_xfrm_msg_state_add(struct dsmipd_xfrm *xfrm,
			      const struct xfrm_usersa_info *info,
			      const struct in6_addr *coa,
			      const struct dsmipd_esp_sa *sa);
int dsmipd_xfrm_msg_state_del(struct dsmipd_xfrm *xfrm,
			      const struct xfrm_usersa_info *info);
int dsmipd_xfrm_msg_policy_set(struct dsmipd_xfrm *xfrm,
			       const struct xfrm_userpolicy_info *info,
			       uint8_t type, const struct xfrm_user_tmpl *tmpl);
int dsmipd_xfrm_msg_policy_del(struct dsmipd_xfrm *xfrm,
			       const struct xfrm_userpolicy_info *info,
			       uint8_t type);

#endif /* DSMIPD_XFRM_MSG_H */
