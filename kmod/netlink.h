/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_NETLINK_H
#define _DSMIP_NETLINK_H

int dsmip_netlink_init(void);
void dsmip_netlink_exit(void);

#endif /* _DSMIP_NETLINK_H */
