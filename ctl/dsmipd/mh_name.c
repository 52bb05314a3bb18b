// SPDX-License-Identifier: GPL-2.0
/* The status values of mobility header messages in words. */

#include "mh.h"

static const char *mh_name_refusal(uint8_t status)
{
	return status < 128 ? "accepted" : "refused";
}

/**
 * dsmipd_mh_status_name() - status of a binding acknowledgement in words
 * @status: the status; 144 has two meanings, the text is that of RFC 5555
 *
 * Context: any.
 * Return: the text; of one that is not known, whether it is a refusal.
 */
const char *dsmipd_mh_status_name(uint8_t status)
{
	switch (status) {
	case DSMIPD_MH_ACCEPTED:
		return "accepted";
	case DSMIPD_MH_ACCEPTED_PREFIX:
		return "accepted, prefix discovery necessary";
	case DSMIPD_MH_UNSPECIFIED:
		return "reason unspecified";
	case DSMIPD_MH_PROHIBITED:
		return "administratively prohibited";
	case DSMIPD_MH_NO_RESOURCES:
		return "insufficient resources";
	case DSMIPD_MH_HOME_UNSUPPORTED:
		return "home registration not supported";
	case DSMIPD_MH_NOT_HOME_SUBNET:
		return "not home subnet";
	case DSMIPD_MH_NOT_HOME_AGENT:
		return "not home agent for this mobile node";
	case DSMIPD_MH_DAD_FAILED:
		return "duplicate address detection failed";
	case DSMIPD_MH_BAD_SEQUENCE:
		return "sequence number out of window";
	case DSMIPD_MH_TYPE_CHANGE:
		return "registration type change disallowed";
	case DSMIPD_MH_ROUTER_PROHIBITED:
		return "mobile router operation not permitted";
	case DSMIPD_MH_BAD_PREFIX:
		return "invalid prefix";
	case DSMIPD_MH_PREFIX_UNAUTHORIZED:
		return "not authorized for prefix";
	case DSMIPD_MH_FORWARDING_FAILED:
		return "forwarding setup failed";
	case DSMIPD_MH_NO_FORCED_UDP:
		return "cannot force UDP encapsulation";
	case DSMIPD_MH_ID_REQUIRED:
		return "replay protection option required";
	case DSMIPD_MH_AUTH_FAILED:
		return "authentication failed";
	case DSMIPD_MH_BAD_COA:
		return "invalid care-of address";
	default:
		return mh_name_refusal(status);
	}
}

/**
 * dsmipd_mh_ack4_status_name() - status of an IPv4 Address Acknowledgement
 * @status: the status
 *
 * Context: any.
 * Return: the text; of one that is not known, whether it is a refusal.
 */
const char *dsmipd_mh_ack4_status_name(uint8_t status)
{
	switch (status) {
	case DSMIPD_MH_ACK4_SUCCESS:
		return "accepted";
	case DSMIPD_MH_ACK4_UNSPECIFIED:
		return "reason unspecified";
	case DSMIPD_MH_ACK4_PROHIBITED:
		return "administratively prohibited";
	case DSMIPD_MH_ACK4_INCORRECT:
		return "incorrect IPv4 home address";
	case DSMIPD_MH_ACK4_INVALID:
		return "invalid IPv4 address";
	case DSMIPD_MH_ACK4_NO_DYNAMIC:
		return "dynamic IPv4 home address not available";
	case DSMIPD_MH_ACK4_NO_PREFIX:
		return "not authorized for IPv4 prefix";
	default:
		return mh_name_refusal(status);
	}
}
