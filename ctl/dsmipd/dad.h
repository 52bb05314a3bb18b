/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Duplicate address detection for addresses that are not this machine's own
 * (RFC 4862, section 5.4, RFC 6275, section 10.3.1), and the advertisements
 * that draw their packets here.  Nobody else waits meanwhile.
 */
#ifndef DSMIPD_DAD_H
#define DSMIPD_DAD_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include <dsmip/libdsmip.h>
#include <uv.h>

struct dsmipd_dad;

/* Addresses that one run looks for: a home address and its link-local one. */
#define DSMIPD_DAD_MAX_ADDRS	2

typedef void (*dsmipd_dad_cb)(bool duplicate, void *arg);

int dsmipd_dad_open(struct dsmipd_dad **dad, uv_loop_t *loop);
void dsmipd_dad_close(struct dsmipd_dad *dad);
int dsmipd_dad_start(struct dsmipd_dad *dad, unsigned int ifindex,
		     const struct in6_addr *addrs, size_t n, dsmipd_dad_cb done,
		     void *arg);
void dsmipd_dad_cancel(struct dsmipd_dad *dad, void *arg);
int dsmipd_dad_advertise(struct dsmipd_dad *dad, unsigned int ifindex,
			 const struct dsmip_addr *addr, bool router);
void dsmipd_dad_withdraw(struct dsmipd_dad *dad, unsigned int ifindex,
			 const struct dsmip_addr *addr);

#endif /* DSMIPD_DAD_H */
