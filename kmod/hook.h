/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _DSMIP_HOOK_H
#define _DSMIP_HOOK_H

struct dsmip_dev;
struct dsmip_path;

enum dsmip_hook {
	DSMIP_HOOK_IPV4,
	DSMIP_HOOK_IPV6,
	DSMIP_HOOK_COUNT,
};

int dsmip_hook_get(struct dsmip_dev *dsmip, const struct dsmip_path *path);
void dsmip_hook_put(struct dsmip_dev *dsmip);

#endif /* _DSMIP_HOOK_H */
