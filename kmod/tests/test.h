/* SPDX-License-Identifier: GPL-2.0 */
/* KUnit where the kernel has it. Distribution kernels have not: there the same
 * suites build as a module that runs them when it is loaded, prints TAP to the
 * kernel log and cannot be loaded if one fails.
 */
#ifndef _DSMIP_TEST_H
#define _DSMIP_TEST_H

#include <linux/module.h>

#if IS_ENABLED(CONFIG_KUNIT)

#include <kunit/test.h>

#else /* !CONFIG_KUNIT */

struct kunit {
	bool failed;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
};

struct kunit_suite {
	const char *name;
	struct kunit_case *test_cases;
};

#define KUNIT_CASE(_test) { .run_case = (_test), .name = #_test }

#define KUNIT_EXPECT_TRUE(_test, _condition)				\
do {									\
	struct kunit *__test = (_test);					\
									\
	if (!(_condition)) {						\
		pr_err("# %s:%d: %s\n", __FILE__, __LINE__,		\
		       #_condition);					\
		__test->failed = true;					\
	}								\
} while (0)

#define KUNIT_EXPECT_FALSE(_test, _condition) \
	KUNIT_EXPECT_TRUE(_test, !(_condition))
#define KUNIT_EXPECT_EQ(_test, _left, _right) \
	KUNIT_EXPECT_TRUE(_test, (_left) == (_right))
#define KUNIT_EXPECT_PTR_EQ(_test, _left, _right) \
	KUNIT_EXPECT_TRUE(_test, (_left) == (_right))

/* Runs all cases of the suites; the number that failed. */
static inline int dsmip_test_run(struct kunit_suite * const *suites,
				 unsigned int nsuites)
{
	unsigned int i, count = 0, failed = 0;
	struct kunit_case *tcase;

	for (i = 0; i < nsuites; i++) {
		for (tcase = suites[i]->test_cases; tcase->run_case; tcase++) {
			struct kunit test = {};

			tcase->run_case(&test);
			failed += test.failed;
			pr_info("%sok %u - %s: %s\n", test.failed ? "not " : "",
				++count, suites[i]->name, tcase->name);
		}
	}
	pr_info("1..%u\n", count);
	return failed;
}

#define kunit_test_suites(...)						\
static struct kunit_suite *dsmip_test_suites[] = { __VA_ARGS__ };	\
static int __init dsmip_test_init(void)					\
{									\
	return dsmip_test_run(dsmip_test_suites,			\
			      ARRAY_SIZE(dsmip_test_suites)) ?		\
	       -EINVAL : 0;						\
}									\
static void __exit dsmip_test_exit(void)				\
{									\
}									\
module_init(dsmip_test_init);						\
module_exit(dsmip_test_exit)

#endif /* CONFIG_KUNIT */

extern struct kunit_suite dsmip_test_copies;
extern struct kunit_suite dsmip_test_expiry;
extern struct kunit_suite dsmip_test_linkmsg;
extern struct kunit_suite dsmip_test_mcast;
extern struct kunit_suite dsmip_test_origin;
extern struct kunit_suite dsmip_test_path;
extern struct kunit_suite dsmip_test_prefix;

#endif /* _DSMIP_TEST_H */
