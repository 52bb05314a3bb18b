/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_ROUTE_H
#define _DSMIP_ROUTE_H

#include <linux/types.h>

struct dsmip_path;
struct dsmip_route;
struct dst_entry;
struct net;

struct dst_entry *dsmip_route_get(struct dsmip_path *path, struct net *net,
				  bool ipv4);
void dsmip_route_flush(struct dsmip_path *path);
void dsmip_route_free(struct dsmip_route *route);

#endif /* _DSMIP_ROUTE_H */
