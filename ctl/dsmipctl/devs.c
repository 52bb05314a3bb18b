// SPDX-License-Identifier: GPL-2.0
/*
 * Names and numbers of devices.  Both are asked for a million times by a long
 * list or a long batch, so that they are kept for a second.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dsmipctl.h"
#include "module.h"
#include "report.h"

/**
 * dsmipctl_dev_forget() - forget all devices, for we may have changed them
 * @ctl: the run
 */
void dsmipctl_dev_forget(struct dsmipctl *ctl)
{
	free(ctl->devs.dev);
	memset(&ctl->devs, 0, sizeof(ctl->devs));
}

static time_t devs_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return now.tv_sec;
}

static struct dsmipctl_dev *devs_find(struct dsmipctl *ctl, uint32_t ifindex,
				      const char *name)
{
	for (size_t i = 0; i < ctl->devs.n; i++) {
		struct dsmipctl_dev *dev = &ctl->devs.dev[i];

		if (name ? !strcmp(dev->name, name) : dev->ifindex == ifindex)
			return dev;
	}
	return NULL;
}

static void devs_note(struct dsmipctl *ctl, uint32_t ifindex, const char *name)
{
	struct dsmipctl_dev *dev = devs_find(ctl, ifindex, NULL);

	if (!dev) {
		dev = reallocarray(ctl->devs.dev, ctl->devs.n + 1, sizeof(*dev));
		if (!dev)
			return;
		ctl->devs.dev = dev;
		dev += ctl->devs.n++;
	}
	dev->ifindex = ifindex;
	dev->when = devs_now();
	snprintf(dev->name, sizeof(dev->name), "%s", name);
}

/**
 * dsmipctl_dev_name() - name of a device
 * @ctl: the run
 * @ifindex: its number
 * @name: room for the name
 *
 * Return: @name: the name, or the last one of a device that is gone, or a text
 * with the number.
 */
const char *dsmipctl_dev_name(struct dsmipctl *ctl, uint32_t ifindex,
			      char name[IFNAMSIZ])
{
	struct dsmipctl_dev *dev = devs_find(ctl, ifindex, NULL);

	if (dev && dev->when == devs_now())
		return memcpy(name, dev->name, IFNAMSIZ);
	if (if_indextoname(ifindex, name))
		devs_note(ctl, ifindex, name);
	else if (dev)
		memcpy(name, dev->name, IFNAMSIZ);
	else
		snprintf(name, IFNAMSIZ, "if%u", ifindex);
	return name;
}

/**
 * dsmipctl_dev_index() - number of a device
 * @ctl: the run
 * @name: its name
 * @ifindex: where the number goes
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_dev_index(struct dsmipctl *ctl, const char *name,
		       uint32_t *ifindex)
{
	struct dsmipctl_dev *dev = devs_find(ctl, 0, name);

	if (dev && dev->when == devs_now()) {
		*ifindex = dev->ifindex;
		return 0;
	}
	*ifindex = if_nametoindex(name);
	if (!*ifindex)
		return dsmipctl_report_failure(ctl, ENODEV, NULL,
					       "Device \"%s\" does not exist.",
					       name);
	devs_note(ctl, *ifindex, name);
	return 0;
}

static int devs_learn(const struct dsmip_link *link, void *arg)
{
	devs_note(arg, link->ifindex, link->ifname);
	return 0;
}

/**
 * dsmipctl_dev_learn() - learn the names of all devices of our kind
 * @ctl: the run
 */
void dsmipctl_dev_learn(struct dsmipctl *ctl)
{
	dsmip_link_dump(ctl->client, devs_learn, ctl);
}

struct devs_count {
	unsigned int n;
	uint32_t ifindex;
};

static int devs_count(const struct dsmip_link *link, void *arg)
{
	struct devs_count *count = arg;

	count->ifindex = link->ifindex;
	count->n++;
	return 0;
}

static int devs_none(struct dsmipctl *ctl)
{
	const char *hint = "dsmipctl link add dsmip0 local ADDRESS";
	char version[64];

	if (!dsmipctl_module_version(version, sizeof(version)))
		hint = "is the module loaded? modprobe dsmip";
	return dsmipctl_report_failure(ctl, ENODEV, hint,
				       "There is no dsmip device.");
}

/**
 * dsmipctl_dev_sole() - number of the only device of our kind
 * @ctl: the run
 * @ifindex: where it goes
 *
 * Return: 0, or an exit code after an error has been printed: there is none, or
 * more than one.
 */
int dsmipctl_dev_sole(struct dsmipctl *ctl, uint32_t *ifindex)
{
	struct devs_count count = {};

	if (!ctl->devs.sole) {
		if (dsmip_link_dump(ctl->client, devs_count, &count))
			return dsmipctl_report_client(ctl);
		if (!count.n)
			return devs_none(ctl);
		if (count.n > 1)
			return dsmipctl_report_usage(ctl, "dsmipctl link show",
						     "\"dev\" is missing, and there are %u devices.",
						     count.n);
		ctl->devs.sole = count.ifindex;
	}
	*ifindex = ctl->devs.sole;
	return 0;
}

/**
 * dsmipctl_dev_ours() - make sure that a device is of our kind
 * @ctl: the run
 * @name: its name
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_dev_ours(struct dsmipctl *ctl, const char *name)
{
	struct devs_count count = {};
	int err;

	err = dsmip_link_get(ctl->client, name, devs_count, &count);
	if (err == -ENODEV)
		return dsmipctl_report_failure(ctl, ENODEV, NULL,
					       "Device \"%s\" does not exist.",
					       name);
	if (err)
		return dsmipctl_report_client(ctl);
	if (!count.n)
		return dsmipctl_report_failure(ctl, EOPNOTSUPP, NULL,
					       "Device \"%s\" is not of kind dsmip.",
					       name);
	return 0;
}
