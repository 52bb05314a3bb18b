/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_IPIP_H
#define _DSMIP_IPIP_H

int dsmip_ipip_init(void);
void dsmip_ipip_exit(void);

#endif /* _DSMIP_IPIP_H */
