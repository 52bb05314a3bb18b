/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_UDP_H
#define _DSMIP_UDP_H

struct dsmip_dev;

int dsmip_udp_open(struct dsmip_dev *dsmip);
void dsmip_udp_close(struct dsmip_dev *dsmip);

#endif /* _DSMIP_UDP_H */
