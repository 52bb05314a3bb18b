/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What XFRM has to know of signalling: what is to be under ESP (RFC 6275,
 * section 5.1; never by the type of the mobility header, which kernels differ
 * in), the manual associations, and the Home Address option and routing header
 * of nodes with an IPv6 care-of address.
 *
 * ESP is in policies of the main type, the other two in those of the sub type:
 * the kernel joins one of each, so that they know nothing of each other, be the
 * associations manual or of a key exchange.
 *
 * Functions return 0 or a negative errno; adding replaces what is there, and
 * deleting what is not there is no error.
 */
#ifndef DSMIPD_XFRM_H
#define DSMIPD_XFRM_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "subscriber.h"

struct dsmipd_xfrm;

int dsmipd_xfrm_open(struct dsmipd_xfrm **xfrm);
void dsmipd_xfrm_close(struct dsmipd_xfrm *xfrm);

int dsmipd_xfrm_agent_add(struct dsmipd_xfrm *xfrm,
			  const struct in6_addr *agent);
void dsmipd_xfrm_agent_del(struct dsmipd_xfrm *xfrm,
			   const struct in6_addr *agent);
int dsmipd_xfrm_node_add(struct dsmipd_xfrm *xfrm, const struct in6_addr *hoa);
void dsmipd_xfrm_node_del(struct dsmipd_xfrm *xfrm,
			  const struct in6_addr *hoa);
int dsmipd_xfrm_node_coa(struct dsmipd_xfrm *xfrm, const struct in6_addr *hoa,
			 const struct in6_addr *agent,
			 const struct in6_addr *coa);

int dsmipd_xfrm_esp_add(struct dsmipd_xfrm *xfrm, const struct in6_addr *local,
			const struct in6_addr *remote,
			const struct dsmipd_esp *esp);
int dsmipd_xfrm_many(struct dsmipd_xfrm *xfrm);
void dsmipd_xfrm_many_next(struct dsmipd_xfrm *xfrm, int64_t owner);
int dsmipd_xfrm_many_end(struct dsmipd_xfrm *xfrm,
			 void (*failed)(int64_t owner, void *arg), void *arg);
void dsmipd_xfrm_esp_del(struct dsmipd_xfrm *xfrm,
			 const struct in6_addr *local,
			 const struct in6_addr *remote,
			 const struct dsmipd_esp *esp);

#endif /* DSMIPD_XFRM_H */
