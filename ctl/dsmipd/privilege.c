// SPDX-License-Identifier: GPL-2.0
/* Giving up what is not needed once everything is open. */

#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "log.h"
#include "privilege.h"

/* Routes, neighbours, XFRM and bindings; raw sockets; UDP port 434. */
#define PRIVILEGE_KEPT	(1ull << CAP_NET_ADMIN | 1ull << CAP_NET_RAW | \
			 1ull << CAP_NET_BIND_SERVICE)

/* Without CAP_SETPCAP the bounding set is somebody else's, systemd's. */
static void privilege_bound(void)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap) >= 0; cap++) {
		if (!(PRIVILEGE_KEPT & 1ull << cap))
			prctl(PR_CAPBSET_DROP, cap);
	}
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

/**
 * dsmipd_privilege_drop() - keep CAP_NET_ADMIN, CAP_NET_RAW and
 * CAP_NET_BIND_SERVICE only
 *
 * There will be no new privileges either, by running other programs, and no
 * core dumps: there are keys in the memory.
 *
 * Return: 0, or a negative errno and why is in the log.
 */
int dsmipd_privilege_drop(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	uint64_t have;
	int err;

	if (syscall(SYS_capget, &head, data)) {
		err = -errno;
		dsmipd_err("privileges cannot be read: %s", strerror(-err));
		return err;
	}
	have = data[0].permitted | (uint64_t)data[1].permitted << 32;
	have &= PRIVILEGE_KEPT;
	if (have != PRIVILEGE_KEPT)
		dsmipd_warn("CAP_NET_ADMIN, CAP_NET_RAW or CAP_NET_BIND_SERVICE is missing: the kernel may refuse what is needed");
	privilege_bound();
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		data[i].permitted = have >> 32 * i;
		data[i].effective = data[i].permitted;
		data[i].inheritable = 0;
	}
	if (!syscall(SYS_capset, &head, data) &&
	    !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	    !prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return 0;
	err = -errno;
	dsmipd_err("privileges cannot be dropped: %s", strerror(-err));
	return err;
}
