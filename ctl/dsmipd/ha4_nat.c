// SPDX-License-Identifier: GPL-2.0
/*
 * Care-of addresses and encapsulation: what is asked for (RFC 5944, section
 * 3.8.2.2; RFC 3024, section 4.3.1), whether there is a NAT on the way, and
 * what follows for the tunnel (RFC 3519, section 4).
 */

#include "ha4_priv.h"
#include "prefix.h"

/* Flags M, G and T. */
static enum ha4_reason ha4_nat_flags(struct ha4_request *req)
{
	const struct dsmipd_ha4_config *config = &req->ha->config;
	struct dsmipd_record *record = &req->decision->record;
	uint16_t flags = req->mip4->flags;

	record->encap = DSMIP_ENCAP_IP;
	if (flags & DSMIPD_MIP4_RRQ_MINIMAL) {
		if (!config->minimal)
			return HA4_ENCAP;
		record->encap = DSMIP_ENCAP_MINIMAL;
	}
	/* Of both, the one that carries everything. */
	if (flags & DSMIPD_MIP4_RRQ_GRE) {
		if (!config->gre)
			return HA4_ENCAP;
		record->encap = DSMIP_ENCAP_GRE;
	}
	if (flags & DSMIPD_MIP4_RRQ_REVERSE)
		return config->reverse ? HA4_OK : HA4_NO_REVERSE;
	return config->require_reverse ? HA4_REVERSE_NEEDED : HA4_OK;
}

/*
 * The node asks for a tunnel to its own care-of address, a foreign agent for
 * one to that of its own.  Where only the node's authentication protects the
 * message, what is behind it counts for nothing: it says where packets go.
 */
static enum ha4_reason ha4_nat_asked(const struct ha4_request *req,
				     const struct dsmipd_mip4_part **asked)
{
	bool colocated = req->mip4->flags & DSMIPD_MIP4_RRQ_COLOCATED;
	const struct dsmipd_mip4_part *agent = &req->mip4->agent;
	const struct dsmipd_mip4_part *node = &req->mip4->node;

	*asked = NULL;
	if (node->has_udp_request) {
		*asked = node;
		return colocated ? HA4_OK : HA4_UDP_PLACE;
	}
	if (agent->has_udp_request && req->vouched) {
		*asked = agent;
		return colocated ? HA4_UDP_PLACE : HA4_OK;
	}
	return HA4_OK;
}

/* What is carried in UDP is IP alone; GRE and RFC 2004 are not offered there. */
static enum ha4_reason ha4_nat_tunnel(struct ha4_request *req,
				      const struct dsmipd_mip4_part *asked,
				      struct dsmipd_mip4_part *reply)
{
	uint16_t other = DSMIPD_MIP4_RRQ_MINIMAL | DSMIPD_MIP4_RRQ_GRE;
	struct dsmipd_record *record = &req->decision->record;

	if ((asked->udp_encap && asked->udp_encap != IPPROTO_IPIP) ||
	    (!asked->udp_encap && req->mip4->flags & other))
		return HA4_UDP_ENCAP;
	record->encap = DSMIP_ENCAP_MIPUDP;
	record->coa.v4 = req->path->src;
	record->port = req->path->port;
	reply->udp_code = DSMIPD_MIP4_UDP_WILL_DO;
	reply->udp_force = !record->nat;
	reply->udp_keepalive = req->ha->config.keepalive;
	return HA4_OK;
}

/*
 * By way of a foreign agent that wants to see the registration (R) the port of
 * the data is not that of the message, and would be learned from the data: of
 * that the module makes no end points.
 */
static enum ha4_reason ha4_nat_answer(struct ha4_request *req,
				      const struct dsmipd_mip4_part *asked,
				      struct dsmipd_mip4_part *reply)
{
	const struct dsmipd_ha4_config *config = &req->ha->config;
	struct dsmipd_record *record = &req->decision->record;

	reply->has_udp_reply = true;
	reply->udp_code = DSMIPD_MIP4_UDP_DECLINED;
	if (asked->udp_agent)
		return HA4_OK;
	record->nat = req->path->src.s_addr != req->mip4->coa.s_addr;
	if (record->nat && !config->nat)
		return HA4_NAT;
	if (record->nat || (config->nat && config->force_udp))
		return ha4_nat_tunnel(req, asked, reply);
	if (!asked->udp_force)
		return HA4_OK;
	if (!config->nat || !config->allow_forced_udp)
		return HA4_FORCED_UDP;
	return ha4_nat_tunnel(req, asked, reply);
}

static enum ha4_reason ha4_nat_udp(struct ha4_request *req)
{
	const struct dsmipd_mip4_part *asked;
	struct dsmipd_mip4_part *reply;
	enum ha4_reason reason;

	reason = ha4_nat_asked(req, &asked);
	if (reason || !asked)
		return reason;
	reply = asked == &req->mip4->node ? &req->decision->reply.node :
		&req->decision->reply.agent;
	return ha4_nat_answer(req, asked, reply);
}

/* Packets to it must not come back, nor go to a home of somebody. */
static enum ha4_reason ha4_nat_coa(const struct ha4_request *req,
				   struct in_addr coa)
{
	const struct dsmipd_record *record = &req->decision->record;
	struct dsmip_addr addr = { .family = AF_INET, .v4 = coa };
	unsigned int i;

	if (!dsmipd_prefix_unicast(&addr) ||
	    coa.s_addr == req->ha->config.address.s_addr)
		return HA4_BAD_COA;
	for (i = 0; i < record->n_home; i++)
		if (dsmipd_prefix_contains(&record->home[i], &addr))
			return HA4_LOOP;
	return dsmipd_ha4_find_home(req->ha, coa) ? HA4_LOOP : HA4_OK;
}

/**
 * dsmipd_ha4_nat_encap() - put care-of end point and encapsulation into the
 *	record
 * @req: the request, not a deregistration; its home address is in the record
 *
 * Return: %HA4_OK or why it is refused.
 */
enum ha4_reason dsmipd_ha4_nat_encap(struct ha4_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	enum ha4_reason reason;

	record->coa.family = AF_INET;
	record->coa.v4 = req->mip4->coa;
	record->claimed = record->coa;
	record->local.family = AF_INET;
	record->local.v4 = req->ha->config.address;
	reason = ha4_nat_flags(req);
	if (!reason)
		reason = ha4_nat_udp(req);
	return reason ?: ha4_nat_coa(req, record->coa.v4);
}
