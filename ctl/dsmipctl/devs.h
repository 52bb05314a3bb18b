/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_DEVS_H
#define DSMIPCTL_DEVS_H

#include <net/if.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct dsmipctl;

/**
 * struct dsmipctl_devs - what is known of devices
 * @dev: devices that had a name
 * @n: how many
 * @sole: number of the only device, 0 if it is not known
 */
struct dsmipctl_devs {
	struct dsmipctl_dev {
		uint32_t ifindex;
		char name[IFNAMSIZ];
		time_t when;
	} *dev;
	size_t n;
	uint32_t sole;
};

void dsmipctl_dev_forget(struct dsmipctl *ctl);
void dsmipctl_dev_learn(struct dsmipctl *ctl);
const char *dsmipctl_dev_name(struct dsmipctl *ctl, uint32_t ifindex,
			      char name[IFNAMSIZ]);
int dsmipctl_dev_index(struct dsmipctl *ctl, const char *name,
		       uint32_t *ifindex);
int dsmipctl_dev_sole(struct dsmipctl *ctl, uint32_t *ifindex);
int dsmipctl_dev_ours(struct dsmipctl *ctl, const char *name);

#endif /* DSMIPCTL_DEVS_H */
