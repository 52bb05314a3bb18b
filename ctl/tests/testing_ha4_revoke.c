// SPDX-License-Identifier: GPL-2.0
/* Revocations between the home agent of Mobile IPv4 and a foreign agent. */

#include <string.h>

#include "testing_ha4_revoke.h"

/* Registered by way of the foreign agent, with revocations agreed upon. */
void testing_ha4_agreed(struct testing_ha4 *t)
{
	testing_ha4_agent(t, TESTING_HA4_FOREIGN);
	t->rrq.agent.has_revocation = true;
	t->rrq.agent.revocation_inform = true;
	t->rrq.agent.revocation_time = 1000;
	testing_ha4_accepted(t, DSMIPD_HA4_INITIAL);
	assert_true(t->reply.agent.has_revocation);
	assert_true(testing_ha4_record(t)->inform);
	assert_int_equal(testing_ha4_record(t)->revocation_time, 1000);
}

/* A message of the foreign agent, authentic. */
void testing_ha4_from_agent(struct testing_ha4 *t, struct dsmipd_mip4 *mip4)
{
	const struct dsmipd_mip4_sa *sa = &t->config.foreign[0].sa;

	memset(mip4->auth, 0, sizeof(mip4->auth));
	assert_true(dsmipd_mip4_auth_add(sa, mip4, DSMIPD_MIP4_FA_HA));
	t->len = dsmipd_mip4_build(mip4, t->data, sizeof(t->data));
	assert_true(t->len);
	assert_true(dsmipd_mip4_auth_sign(sa, mip4, DSMIPD_MIP4_FA_HA, t->data,
					  t->len));
	testing_ha4_send(t, t->data, t->len);
}
