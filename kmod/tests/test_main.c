// SPDX-License-Identifier: GPL-2.0
/* Unit tests of the parts that need no network. */

#include "test.h"

kunit_test_suites(&dsmip_test_copies, &dsmip_test_expiry, &dsmip_test_linkmsg,
		  &dsmip_test_mcast, &dsmip_test_origin, &dsmip_test_path,
		  &dsmip_test_prefix);

MODULE_DESCRIPTION("Unit tests of dsmip");
MODULE_LICENSE("GPL");
