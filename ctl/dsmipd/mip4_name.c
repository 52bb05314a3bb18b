// SPDX-License-Identifier: GPL-2.0
/* The codes and errors of Mobile IPv4 messages in words. */

#include "mip4.h"

static const char *const mip4_names[] = {
	[DSMIPD_MIP4_ACCEPTED] = "accepted",
	[DSMIPD_MIP4_ACCEPTED_SINGLE] =
		"accepted, without simultaneous bindings",
	[DSMIPD_MIP4_FA_UNSPECIFIED] = "foreign agent: reason unspecified",
	[DSMIPD_MIP4_FA_PROHIBITED] =
		"foreign agent: administratively prohibited",
	[DSMIPD_MIP4_FA_NO_RESOURCES] = "foreign agent: insufficient resources",
	[DSMIPD_MIP4_FA_NODE_AUTH] =
		"foreign agent: mobile node failed authentication",
	[DSMIPD_MIP4_FA_HOME_AUTH] =
		"foreign agent: home agent failed authentication",
	[DSMIPD_MIP4_FA_LIFETIME] = "foreign agent: lifetime too long",
	[DSMIPD_MIP4_FA_BAD_REQUEST] = "foreign agent: poorly formed request",
	[DSMIPD_MIP4_FA_BAD_REPLY] = "foreign agent: poorly formed reply",
	[DSMIPD_MIP4_FA_ENCAP] = "foreign agent: encapsulation unavailable",
	[DSMIPD_MIP4_FA_NO_REVERSE] =
		"foreign agent: reverse tunnel unavailable",
	[DSMIPD_MIP4_FA_REVERSE_NEEDED] =
		"foreign agent: reverse tunnel mandatory",
	[DSMIPD_MIP4_FA_TOO_DISTANT] = "foreign agent: mobile node too distant",
	[DSMIPD_MIP4_FA_BAD_COA] = "foreign agent: invalid care-of address",
	[DSMIPD_MIP4_FA_TIMEOUT] = "foreign agent: registration timeout",
	[DSMIPD_MIP4_FA_DELIVERY] =
		"foreign agent: delivery style not supported",
	[DSMIPD_MIP4_FA_NET_UNREACH] =
		"foreign agent: home network unreachable",
	[DSMIPD_MIP4_FA_HOST_UNREACH] =
		"foreign agent: home agent host unreachable",
	[DSMIPD_MIP4_FA_PORT_UNREACH] =
		"foreign agent: home agent port unreachable",
	[DSMIPD_MIP4_FA_UNREACH] = "foreign agent: home agent unreachable",
	[DSMIPD_MIP4_FA_NO_HOA] =
		"foreign agent: home address other than 0.0.0.0 required",
	[DSMIPD_MIP4_FA_NAI_MISSING] = "foreign agent: NAI missing",
	[DSMIPD_MIP4_FA_HA_MISSING] = "foreign agent: home agent missing",
	[DSMIPD_MIP4_FA_HOA_MISSING] = "foreign agent: home address missing",
	[DSMIPD_MIP4_UNSPECIFIED] = "reason unspecified",
	[DSMIPD_MIP4_PROHIBITED] = "administratively prohibited",
	[DSMIPD_MIP4_NO_RESOURCES] = "insufficient resources",
	[DSMIPD_MIP4_NODE_AUTH] = "mobile node failed authentication",
	[DSMIPD_MIP4_FOREIGN_AUTH] = "foreign agent failed authentication",
	[DSMIPD_MIP4_ID_MISMATCH] = "identification mismatch",
	[DSMIPD_MIP4_BAD_REQUEST] = "poorly formed request",
	[DSMIPD_MIP4_TOO_MANY_BINDINGS] = "too many simultaneous bindings",
	[DSMIPD_MIP4_UNKNOWN_HA] = "unknown home agent address",
	[DSMIPD_MIP4_NO_REVERSE] = "reverse tunnel unavailable",
	[DSMIPD_MIP4_REVERSE_NEEDED] = "reverse tunnel mandatory",
	[DSMIPD_MIP4_ENCAP] = "encapsulation unavailable",
	[DSMIPD_MIP4_NO_UDP] = "UDP tunnel unavailable",
	[DSMIPD_MIP4_FA_BAD_HA] = "foreign agent: invalid home agent address",
};

/**
 * dsmipd_mip4_code_name() - code of a registration reply in words
 * @code: the code
 *
 * Context: any.
 * Return: the text; of one that is not known, whose refusal it is.
 */
const char *dsmipd_mip4_code_name(uint8_t code)
{
	if (code < sizeof(mip4_names) / sizeof(mip4_names[0]) &&
	    mip4_names[code])
		return mip4_names[code];
	return dsmipd_mip4_by_home_agent(code) ? "refused" :
						 "foreign agent: refused";
}

/**
 * dsmipd_mip4_prefix_code_name() - code of an IPv6 Prefix Reply in words
 * @code: the code
 *
 * Context: any.
 * Return: the text; of one that is not known, whether it is a refusal.
 */
const char *dsmipd_mip4_prefix_code_name(uint8_t code)
{
	switch (code) {
	case DSMIPD_MIP4_PREFIX_TO_HOA:
		return "accepted, to the home address";
	case DSMIPD_MIP4_PREFIX_TO_COA:
		return "accepted, to the care-of address";
	case DSMIPD_MIP4_PREFIX_UNSPECIFIED:
		return "reason unspecified";
	case DSMIPD_MIP4_PREFIX_PROHIBITED:
		return "administratively prohibited";
	case DSMIPD_MIP4_PREFIX_NOT_HOME:
		return "not home subnet";
	case DSMIPD_MIP4_PREFIX_DAD:
		return "duplicate address detection failed";
	default:
		return code < DSMIPD_MIP4_PREFIX_UNSPECIFIED ? "accepted" :
							       "refused";
	}
}

/**
 * dsmipd_mip4_error_name() - why a message was not understood, in words
 * @error: the reason
 *
 * Context: any.
 * Return: a text without variables, that statistics count by.
 */
const char *dsmipd_mip4_error_name(enum dsmipd_mip4_error error)
{
	switch (error) {
	case DSMIPD_MIP4_OK:
		return "no error";
	case DSMIPD_MIP4_SHORT:
		return "message is too short";
	case DSMIPD_MIP4_UNKNOWN_TYPE:
		return "unknown message type";
	case DSMIPD_MIP4_UNKNOWN_EXT:
		return "unknown extension that must be known";
	case DSMIPD_MIP4_BAD_AUTH:
		return "malformed authentication extension";
	case DSMIPD_MIP4_BAD_ORDER:
		return "extension behind its authentication";
	case DSMIPD_MIP4_BAD_EXT:
		return "malformed extension";
	case DSMIPD_MIP4_TOO_MANY:
		return "too many IPv6 prefixes";
	}
	return "unknown error";
}
