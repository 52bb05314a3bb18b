/* SPDX-License-Identifier: GPL-2.0 */
/* Revocations between the home agent of Mobile IPv4 and a foreign agent. */

#ifndef DSMIP_TESTING_HA4_REVOKE_H
#define DSMIP_TESTING_HA4_REVOKE_H

#include "testing_ha4.h"

#define TESTING_HA4_AUTH_OF_AGENT	"revocation is not authentic"

void testing_ha4_agreed(struct testing_ha4 *t);
void testing_ha4_from_agent(struct testing_ha4 *t, struct dsmipd_mip4 *mip4);

#endif /* DSMIP_TESTING_HA4_REVOKE_H */
