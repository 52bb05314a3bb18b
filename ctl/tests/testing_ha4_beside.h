/* SPDX-License-Identifier: GPL-2.0 */
/* Simultaneous bindings with the home agent of Mobile IPv4. */
#ifndef DSMIP_TESTING_HA4_BESIDE_H
#define DSMIP_TESTING_HA4_BESIDE_H

#include "testing_ha4_revoke.h"

#define ONE	"198.51.100.7"
#define TWO	"198.51.100.8"
#define THREE	"198.51.100.9"
#define FOUR	"198.51.100.10"

#define BESIDE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, testing_ha4_beside_setup, \
					testing_ha4_teardown)

int testing_ha4_beside_setup(void **state);
void testing_ha4_beside(struct testing_ha4 *t, enum dsmipd_ha4_kind kind);
void testing_ha4_at(struct testing_ha4 *t, const char *coa, uint32_t lifetime,
		    enum dsmipd_ha4_kind kind);
void testing_ha4_by_agent(struct testing_ha4 *t, const char *agent,
			  enum dsmipd_ha4_kind kind);
void testing_ha4_paths(struct testing_ha4 *t, const char *path,
		       const char *copy, const char *other);

#endif /* DSMIP_TESTING_HA4_BESIDE_H */
