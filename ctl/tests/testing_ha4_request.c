// SPDX-License-Identifier: GPL-2.0
/* Requests to the home agent of Mobile IPv4: from whom, and by which way. */

#include <string.h>

#include "testing_ha4.h"

/* The next messages are from that node, by the same way. */
void testing_ha4_from(struct testing_ha4 *t, enum testing_ha4_node node)
{
	const struct dsmipd_subscriber *sub = &t->sub[node];

	t->node = node;
	t->rrq.hoa.s_addr = INADDR_ANY;
	t->rrq.nai[0] = 0;
	if (sub->n_home4)
		t->rrq.hoa = sub->home4[0].addr.v4;
	else
		testing_ha4_text(t->rrq.nai, sub->name);
}

/* At its own care-of address. */
void testing_ha4_colocated(struct testing_ha4 *t, const char *coa)
{
	t->foreign = false;
	t->rrq.flags |= DSMIPD_MIP4_RRQ_COLOCATED;
	t->rrq.coa = testing_ha4_addr(coa);
	t->path.src = t->rrq.coa;
	t->path.dst = t->config.address;
	t->path.port = 5000;
}

/* Co-located behind a NAT, and it asks for UDP. */
void testing_ha4_nat(struct testing_ha4 *t, const char *src, uint16_t port,
		     const char *claimed)
{
	testing_ha4_colocated(t, claimed);
	t->path.src = testing_ha4_addr(src);
	t->path.port = port;
	t->rrq.node.has_udp_request = true;
}

/* By way of a foreign agent. */
void testing_ha4_agent(struct testing_ha4 *t, const char *agent)
{
	testing_ha4_colocated(t, agent);
	t->rrq.flags &= ~DSMIPD_MIP4_RRQ_COLOCATED;
	t->path.port = DSMIPD_MIP4_PORT;
	t->foreign = !strcmp(agent, TESTING_HA4_FOREIGN);
}

/* One prefix request more; that of a link-local address has no length. */
void testing_ha4_prefix(struct testing_ha4 *t, const char *prefix)
{
	struct dsmip_prefix home = testing_prefix(prefix);
	struct dsmipd_mip4_prefix *request;

	request = &t->rrq.prefix[t->rrq.n_prefix++];
	request->addr = home.addr.v6;
	request->len = home.len;
}
