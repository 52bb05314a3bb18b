// SPDX-License-Identifier: GPL-2.0
/* Dual-stack Mobile IP tunnels: the order of init and exit, nothing else. */

#include <linux/module.h>
#include <linux/rcupdate.h>
#include <net/genetlink.h>

#include "binding.h"
#include "device.h"
#include "expiry.h"
#include "fastpath.h"
#include "ipip.h"
#include "netlink.h"
#include "path.h"
#include "prefix.h"
#include "underlay.h"

static int __init dsmip_main_init_caches(void)
{
	int err;

	err = dsmip_prefix_cache_init();
	if (err)
		return err;
	err = dsmip_path_cache_init();
	if (err)
		goto err_prefix;
	err = dsmip_binding_cache_init();
	if (err)
		goto err_path;
	return 0;

err_path:
	dsmip_path_cache_exit();
err_prefix:
	dsmip_prefix_cache_exit();
	return err;
}

/* After the last callback of call_rcu(): they are in this module's text, and
 * what they free is from these caches.
 */
static void dsmip_main_exit_caches(void)
{
	rcu_barrier();
	dsmip_binding_cache_exit();
	dsmip_path_cache_exit();
	dsmip_prefix_cache_exit();
}

static int __init dsmip_main_init(void)
{
	int err;

	err = dsmip_main_init_caches();
	if (err)
		return err;
	err = dsmip_expiry_wq_init();
	if (err)
		goto err_caches;
	err = dsmip_underlay_init();
	if (err)
		goto err_expiry;
	err = dsmip_ipip_init();
	if (err)
		goto err_underlay;
	err = dsmip_device_init();
	if (err)
		goto err_ipip;
	err = dsmip_fastpath_init();
	if (err)
		goto err_device;
	err = dsmip_netlink_init();
	if (err)
		goto err_fastpath;
	return 0;

err_fastpath:
	dsmip_fastpath_exit();
err_device:
	dsmip_device_exit();
err_ipip:
	dsmip_ipip_exit();
err_underlay:
	dsmip_underlay_exit();
err_expiry:
	dsmip_expiry_wq_exit();
err_caches:
	dsmip_main_exit_caches();
	return err;
}

static void __exit dsmip_main_exit(void)
{
	dsmip_netlink_exit();
	dsmip_fastpath_exit();
	dsmip_device_exit();
	dsmip_ipip_exit();
	dsmip_underlay_exit();
	dsmip_expiry_wq_exit();
	dsmip_main_exit_caches();
}

module_init(dsmip_main_init);
module_exit(dsmip_main_exit);

MODULE_DESCRIPTION("Dual-stack Mobile IP tunnels");
MODULE_AUTHOR("dsmip developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1.0");
MODULE_ALIAS_GENL_FAMILY("dsmip");
