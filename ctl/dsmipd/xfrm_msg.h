/* SPDX-License-Identifier: GPL-2.0 */
/* The messages to XFRM: states and policies, for xfrm.c. */
#ifndef DSMIPD_XFRM_MSG_H
#define DSMIPD_XFRM_MSG_H

#include <linux/xfrm.h>
#include <stddef.h>
#include <stdint.h>

#include <netlink/socket.h>

#include "subscriber.h"

int dsmipd_xfrm_msg_state_add(struct nl_sock *sk,
			      const struct xfrm_usersa_info *info,
			      const struct in6_addr *coa,
			      const struct dsmipd_esp_sa *sa);
int dsmipd_xfrm_msg_state_del(struct nl_sock *sk,
			      const struct xfrm_usersa_info *info);
int dsmipd_xfrm_msg_policy_set(struct nl_sock *sk,
			       const struct xfrm_userpolicy_info *info,
			       uint8_t type, const struct xfrm_user_tmpl *tmpl);
int dsmipd_xfrm_msg_policy_del(struct nl_sock *sk,
			       const struct xfrm_userpolicy_info *info,
			       uint8_t type);

#endif /* DSMIPD_XFRM_MSG_H */
