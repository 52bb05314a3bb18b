// SPDX-License-Identifier: GPL-2.0
/*
 * Care-of addresses: by which way a binding update has come, whether there is
 * a NAT on it, and what follows for the tunnel (RFC 5555, sections 4.2 and
 * 4.5; RFC 6275, section 9.5.1).
 */

#include <string.h>

#include "ha6_priv.h"
#include "prefix.h"

static void ha6_nat_map4(const struct in_addr *addr, struct in6_addr *mapped)
{
	memset(mapped, 0, sizeof(*mapped));
	mapped->s6_addr[10] = 0xff;
	mapped->s6_addr[11] = 0xff;
	memcpy(&mapped->s6_addr[12], addr, sizeof(*addr));
}

/**
 * dsmipd_ha6_nat_auth_coa() - care-of address as the signature has it
 * @path: how the message came
 * @mh: the message
 * @coa: where it goes
 *
 * It is what the message says, an IPv4 address mapped (RFC 4285, section 5.1,
 * knows none).  If it says nothing it is the IPv6 source, in the tunnel that is
 * the home address: of the outer source the node knows nothing behind a NAT.
 */
void dsmipd_ha6_nat_auth_coa(const struct dsmipd_ha6_path *path,
			     const struct dsmipd_mh *mh, struct in6_addr *coa)
{
	if (path->outer.tag && mh->has_coa4)
		ha6_nat_map4(&mh->coa4, coa);
	else if (mh->has_alt_coa)
		*coa = mh->alt_coa;
	else
		*coa = path->hao ? path->coa : path->src;
}

/*
 * Without a tunnel a care-of address that is the home address says that the
 * node is at home.  Through a tunnel it says nothing: there the source is the
 * home address, and the care-of address is that of the outer header.
 */
static bool ha6_nat_at_home(const struct dsmipd_ha6_path *path,
			    const struct dsmipd_mh *mh)
{
	struct in6_addr coa;

	if (path->outer.tag || (mh->has_coa4 && !path->hao))
		return false;
	dsmipd_ha6_nat_auth_coa(path, mh, &coa);
	return IN6_ARE_ADDR_EQUAL(&coa, &path->src);
}

/**
 * dsmipd_ha6_nat_detect() - find out by which way a binding update has come
 * @req: the request; its deregister, udp, nat and forced are set
 *
 * A NAT is where the address that the node says it has is not the source of
 * the very packet.  The port does not show one.
 */
void dsmipd_ha6_nat_detect(struct ha6_request *req)
{
	const struct dsmipd_ha6_config *config = &req->ha->config;
	const struct dsmip_origin *outer = &req->path->outer;
	const struct dsmipd_mh *mh = req->mh;

	req->deregister = !mh->lifetime || ha6_nat_at_home(req->path, mh);
	if (!outer->tag)
		return;
	req->udp = outer->encap == DSMIP_ENCAP_UDP;
	if (outer->coa.family == AF_INET6) {
		/* UDP over IPv6 is the last resort of section 4.4.1. */
		req->forced = req->udp;
		req->nat = mh->has_alt_coa &&
			   !IN6_ARE_ADDR_EQUAL(&mh->alt_coa, &outer->coa.v6);
		return;
	}
	req->nat = mh->has_coa4 ? mh->coa4.s_addr != outer->coa.v4.s_addr :
		   req->udp && config->lenient_coa4;
	req->forced = req->udp &&
		      (config->force_udp ||
		       ((mh->flags & DSMIPD_MH_BU_FORCE_UDP) &&
			config->allow_forced_udp));
}

static bool ha6_nat_own(const struct ha6_request *req,
			const struct dsmip_addr *coa)
{
	const struct dsmipd_ha6_config *config = &req->ha->config;

	if (dsmip_addr_equal(coa, &req->path->outer.local))
		return true;
	if (coa->family == AF_INET)
		return coa->v4.s_addr == config->local4.s_addr;
	return IN6_ARE_ADDR_EQUAL(&coa->v6, &config->address);
}

/* What did not come by UDP tells no port, so that there is no UDP for it. */
static enum ha6_reason ha6_nat_tunnel(struct ha6_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	const struct dsmip_origin *outer = &req->path->outer;
	const struct dsmipd_mh *mh = req->mh;

	if (outer->coa.family == AF_INET && !mh->has_coa4 &&
	    !req->ha->config.lenient_coa4)
		return HA6_NO_COA4;
	if (req->nat && !req->udp)
		return HA6_NAT_PLAIN;
	if ((mh->flags & DSMIPD_MH_BU_FORCE_UDP) && !req->forced)
		return HA6_FORCED_UDP;
	record->coa = outer->coa;
	record->local = outer->local;
	record->nat = req->nat;
	record->encap = DSMIP_ENCAP_IP;
	if (req->nat || req->forced) {
		record->encap = DSMIP_ENCAP_UDP;
		record->port = outer->port;
	}
	if (mh->has_coa4) {
		record->claimed.family = AF_INET;
		record->claimed.v4 = mh->coa4;
	} else if (mh->has_alt_coa) {
		record->claimed.family = AF_INET6;
		record->claimed.v6 = mh->alt_coa;
	}
	return HA6_OK;
}

/*
 * ESP in transport mode does not protect the source of the packet, so that the
 * care-of address has to be in the message (RFC 6275, section 11.7.1).
 */
static enum ha6_reason ha6_nat_native(struct ha6_request *req)
{
	struct dsmipd_record *record = &req->decision->record;
	const struct dsmipd_mh *mh = req->mh;

	if (mh->has_coa4 && !req->path->hao)
		return HA6_NATIVE_COA4;
	if (!mh->has_alt_coa && req->sub.security == DSMIPD_SECURITY_IPSEC)
		return HA6_NO_ALT_COA;
	record->encap = DSMIP_ENCAP_IP;
	record->local.family = AF_INET6;
	record->local.v6 = req->path->dst;
	record->coa.family = AF_INET6;
	dsmipd_ha6_nat_auth_coa(req->path, mh, &record->coa.v6);
	record->claimed = record->coa;
	return HA6_OK;
}

/**
 * dsmipd_ha6_nat_coa() - put the care-of end point into the record
 * @req: the request, not a deregistration
 *
 * Return: %HA6_OK or why it is refused.
 */
enum ha6_reason dsmipd_ha6_nat_coa(struct ha6_request *req)
{
	const struct dsmip_addr *coa = &req->decision->record.coa;
	struct dsmipd_ha6_entry *other;
	enum ha6_reason reason;

	reason = req->path->outer.tag ? ha6_nat_tunnel(req) :
		 ha6_nat_native(req);
	if (reason)
		return reason;
	if (!dsmipd_prefix_unicast(coa) || ha6_nat_own(req, coa))
		return HA6_BAD_COA;
	other = coa->family == AF_INET6 ?
		dsmipd_ha6_lookup(req->ha, &coa->v6) : NULL;
	return dsmipd_ha6_bound(other) ? HA6_LOOP : HA6_OK;
}
