// SPDX-License-Identifier: GPL-2.0
/* Why messages are dropped or refused: text, code, and how often. */

#include "ha4_priv.h"

/**
 * struct ha4_reason_row - a reason
 * @code: code of the registration reply; 0: there is none
 * @text: for logs and statistics
 */
struct ha4_reason_row {
	uint8_t code;
	const char *text;
};

/*
 * What has no code tells a stranger nothing: not who is a subscriber, nor
 * which SPI he has.  All others are for who is authentic.
 */
static const struct ha4_reason_row ha4_reason_rows[HA4_REASONS] = {
	[HA4_RATE] = { 0, "too many messages of a source" },
	[HA4_MALFORMED] = { 0, "malformed message" },
	[HA4_NO_REQUEST] = { 0, "not a message to a home agent" },
	[HA4_BAD_SOURCE] = { 0, "source cannot be answered" },
	[HA4_LOOKUP] = { 0, "subscriber could not be looked up" },
	[HA4_STRANGER] = { 0, "no subscriber" },
	[HA4_NO_AUTH] = { 0, "no authentication of the subscriber" },
	[HA4_AUTH_FAILED] = { 0, "authentication failed" },
	[HA4_AUTH_FAILED_AGENT] = {
		DSMIPD_MIP4_NODE_AUTH,
		"authentication failed, but not the foreign agent's" },
	[HA4_DISABLED] = {
		DSMIPD_MIP4_PROHIBITED, "subscriber is disabled" },
	[HA4_CLOCK] = {
		DSMIPD_MIP4_ID_MISMATCH, "clocks differ too much" },
	[HA4_REPLAYED] = {
		DSMIPD_MIP4_ID_MISMATCH, "older than the last accepted one" },
	[HA4_NONCE] = {
		DSMIPD_MIP4_ID_MISMATCH, "not the nonce that was told" },
	[HA4_AGENT_UNKNOWN] = {
		0, "authentication of an unknown foreign agent" },
	[HA4_AGENT_AUTH] = {
		DSMIPD_MIP4_FOREIGN_AUTH,
		"authentication of the foreign agent failed" },
	[HA4_BROADCAST] = {
		DSMIPD_MIP4_UNKNOWN_HA, "to no address of the home agent" },
	[HA4_OTHER_AGENT] = {
		DSMIPD_MIP4_UNKNOWN_HA, "to another home agent" },
	[HA4_BAD_EXTENSION] = {
		DSMIPD_MIP4_BAD_REQUEST, "malformed extension" },
	[HA4_NOT_HOME] = {
		DSMIPD_MIP4_PROHIBITED, "home address of somebody else" },
	[HA4_HOA_TAKEN] = {
		DSMIPD_MIP4_PROHIBITED, "home address is in use" },
	[HA4_POOL] = {
		DSMIPD_MIP4_NO_RESOURCES, "no home address is free" },
	[HA4_ENCAP] = {
		DSMIPD_MIP4_ENCAP, "encapsulation is not offered" },
	[HA4_NO_REVERSE] = {
		DSMIPD_MIP4_NO_REVERSE, "reverse tunnel is not offered" },
	[HA4_REVERSE_NEEDED] = {
		DSMIPD_MIP4_REVERSE_NEEDED, "reverse tunnel is mandatory" },
	[HA4_UDP_PLACE] = {
		DSMIPD_MIP4_BAD_REQUEST,
		"UDP tunnel request of who has no care-of address" },
	[HA4_NAT] = {
		DSMIPD_MIP4_PROHIBITED, "behind a NAT" },
	[HA4_FORCED_UDP] = {
		DSMIPD_MIP4_PROHIBITED, "UDP encapsulation is not forced" },
	[HA4_UDP_ENCAP] = {
		DSMIPD_MIP4_NO_UDP, "encapsulation is not offered in UDP" },
	[HA4_BAD_COA] = {
		DSMIPD_MIP4_UNSPECIFIED, "care-of address cannot be one" },
	[HA4_LOOP] = {
		DSMIPD_MIP4_UNSPECIFIED, "care-of address is a home address" },
	[HA4_LIMIT] = {
		DSMIPD_MIP4_NO_RESOURCES, "limit of registrations" },
	[HA4_SIMULTANEOUS] = {
		DSMIPD_MIP4_TOO_MANY_BINDINGS, "limit of simultaneous bindings" },
	[HA4_NO_MEMORY] = {
		DSMIPD_MIP4_NO_RESOURCES, "no memory" },
	[HA4_DAD_RUNS] = { 0, "duplicate address detection goes on" },
	[HA4_GONE] = { 0, "ended during duplicate address detection" },
	[HA4_NO_BINDING] = { 0, "nothing to end" },
	[HA4_REFLECTED] = { 0, "revocation of our own" },
	[HA4_REVOKE_AUTH] = { 0, "revocation is not authentic" },
	[HA4_REVOKE_NOTHING] = { 0, "revocation of no registration" },
	[HA4_REVOKE_OLD] = { 0, "revocation from before the registration" },
	[HA4_REVOKE_ACK] = { 0, "acknowledgment of no revocation" },
	[HA4_ABORTED] = {
		DSMIPD_MIP4_UNSPECIFIED, "could not be set up" },
};

/**
 * dsmipd_ha4_reason_text() - a reason in words
 * @reason: enum ha4_reason
 *
 * Return: the text; NULL for %HA4_OK.
 */
const char *dsmipd_ha4_reason_text(enum ha4_reason reason)
{
	return ha4_reason_rows[reason].text;
}

/**
 * dsmipd_ha4_reason_code() - what is answered
 * @reason: enum ha4_reason
 *
 * Return: code of the registration reply (RFC 5944, section 3.4), or 0 if the
 * message is discarded silently.
 */
uint8_t dsmipd_ha4_reason_code(enum ha4_reason reason)
{
	return ha4_reason_rows[reason].code;
}

/**
 * dsmipd_ha4_reasons() - how often messages were dropped or refused, and why
 * @ha: home agent
 * @cb: called for each reason that there was; another value than 0 ends it
 * @arg: handed to it
 *
 * Return: what @cb has returned last, or 0.
 */
int dsmipd_ha4_reasons(const struct dsmipd_ha4 *ha, dsmipd_ha4_reason_cb cb,
		       void *arg)
{
	int ret = 0;
	int i;

	for (i = HA4_OK + 1; i < HA4_REASONS && !ret; i++)
		if (ha->reasons[i])
			ret = cb(ha4_reason_rows[i].text, ha->reasons[i], arg);
	return ret;
}
