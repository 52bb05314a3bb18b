// SPDX-License-Identifier: GPL-2.0
/* Simultaneous bindings with the home agent of Mobile IPv4. */

#include "testing_ha4_beside.h"

/* Send the request; it is accepted, and comes into force. */
void testing_ha4_beside(struct testing_ha4 *t, enum dsmipd_ha4_kind kind)
{
	struct dsmipd_ha4_decision *d = &t->decision;

	testing_ha4_rcv(t);
	if (d->reason)
		print_error("%s\n", d->reason);
	assert_null(d->reason);
	assert_int_equal(d->kind, kind);
	testing_ha4_answer(t);
	assert_int_equal(t->reply.code, DSMIPD_MIP4_ACCEPTED);
	assert_int_equal(t->reply.lifetime, t->rrq.lifetime);
	assert_int_equal(d->record.timestamp, t->rrq.id);
	testing_ha4_commit(t);
}

void testing_ha4_at(struct testing_ha4 *t, const char *coa, uint32_t lifetime,
		    enum dsmipd_ha4_kind kind)
{
	testing_ha4_colocated(t, coa);
	t->rrq.flags |= DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	t->rrq.lifetime = lifetime;
	testing_ha4_beside(t, kind);
}

/* Where packets go, the path first and then the copies, in any order. */
void testing_ha4_paths(struct testing_ha4 *t, const char *path,
		       const char *copy, const char *other)
{
	const struct dsmipd_record *record = testing_ha4_record(t);
	int n = !!copy + !!other;
	int i;

	assert_non_null(record);
	assert_int_equal(record->coa.v4.s_addr, testing_ha4_addr(path).s_addr);
	assert_int_equal(record->n_copy, n);
	for (i = 0; i < n; i++) {
		struct in_addr coa = record->copy[i].coa;

		assert_true(coa.s_addr == testing_ha4_addr(copy).s_addr ||
			    (other && coa.s_addr ==
			     testing_ha4_addr(other).s_addr));
		assert_true(record->copy[i].expires <= record->expires);
	}
	if (n == 2)
		assert_int_not_equal(record->copy[0].coa.s_addr,
				     record->copy[1].coa.s_addr);
}

int testing_ha4_beside_setup(void **state)
{
	struct testing_ha4 *t;
	int ret = testing_ha4_setup(state);

	t = *state;
	t->config.simultaneous = 3;
	t->config.gre = true;
	t->config.minimal = true;
	/* The other foreign agent has the same key. */
	t->config.foreign[1].addr = testing_ha4_addr(TESTING_HA4_STRANGE);
	t->config.foreign[1].sa = t->config.foreign[0].sa;
	t->config.n_foreign = 2;
	testing_ha4_configure(t);
	return ret;
}

/* By way of a foreign agent, with revocations agreed upon. */
void testing_ha4_by_agent(struct testing_ha4 *t, const char *agent,
			  enum dsmipd_ha4_kind kind)
{
	testing_ha4_agent(t, agent);
	t->foreign = true;
	t->rrq.flags |= DSMIPD_MIP4_RRQ_SIMULTANEOUS;
	t->rrq.agent.has_revocation = true;
	t->rrq.agent.revocation_inform = true;
	t->rrq.agent.revocation_time = 1000;
	testing_ha4_beside(t, kind);
}
