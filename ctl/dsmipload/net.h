/* SPDX-License-Identifier: GPL-2.0 */
/* The sockets of the nodes. */
#ifndef DSMIPLOAD_NET_H
#define DSMIPLOAD_NET_H

#include "load.h"

struct dsmipload_net;

/* A packet has come: IPv6, out of its UDP, and where to. */
typedef void (*dsmipload_net_cb)(const uint8_t *data, size_t len,
				 const struct dsmipload_end *end, void *arg);

int dsmipload_net_open(struct dsmipload_net **net,
		       const struct dsmipload_config *config);
void dsmipload_net_close(struct dsmipload_net *net);
int dsmipload_net_send(struct dsmipload_net *net,
		       const struct dsmipload_end *end, const uint8_t *data,
		       size_t len);
uint64_t dsmipload_net_kernel(const struct dsmipload_net *net);
int dsmipload_net_wait(struct dsmipload_net *net, uint64_t nsec,
		       dsmipload_net_cb cb, void *arg);

#endif /* DSMIPLOAD_NET_H */
