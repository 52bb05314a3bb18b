// SPDX-License-Identifier: GPL-2.0
/* Why messages are dropped or refused: text, status, and how often. */

#include "ha6_priv.h"

/**
 * struct ha6_reason_row - a reason
 * @status: status of the acknowledgement; 0: there is none
 * @text: for logs and statistics
 */
struct ha6_reason_row {
	uint8_t status;
	const char *text;
};

/* 133 and 145 cannot be had by who is not authenticated: no oracle. */
static const struct ha6_reason_row ha6_reason_rows[HA6_REASONS] = {
	[HA6_MALFORMED] = { 0, "malformed message" },
	[HA6_NOT_OURS] = { 0, "not to the address of the home agent" },
	[HA6_NO_REQUEST] = { 0, "not a message to a home agent" },
	[HA6_BAD_SOURCE] = { 0, "home address is not a routable address" },
	[HA6_BAD_ORIGIN] = { 0, "source is not that of the tunnel's packet" },
	[HA6_NO_HOME_REGISTRATION] = { 0, "not a home registration" },
	[HA6_NONCE] = { 0, "nonce indices in a home registration" },
	[HA6_LOOKUP] = { 0, "subscriber could not be looked up" },
	[HA6_STRANGER] = { 0, "home address of no subscriber" },
	[HA6_OTHER_NAME] = { 0, "home address of another subscriber" },
	[HA6_NO_ESP] = { 0, "not under ESP of the subscriber" },
	[HA6_NO_AUTH] = { 0, "no authentication option of the subscriber" },
	[HA6_ERROR_LIMIT] = { 0, "too many messages of strangers" },
	[HA6_UNKNOWN_TYPE] = { 0, "unknown type of mobility header" },
	[HA6_DAD_RUNS] = { 0, "duplicate address detection goes on" },
	[HA6_GONE] = { 0, "ended during duplicate address detection" },
	[HA6_AUTH_FAILED] = {
		DSMIPD_MH_AUTH_FAILED, "authentication failed" },
	[HA6_NO_TIMESTAMP] = {
		DSMIPD_MH_ID_REQUIRED, "no replay protection option" },
	[HA6_CLOCK] = {
		DSMIPD_MH_ID_MISMATCH, "clocks differ too much" },
	[HA6_REPLAYED] = {
		DSMIPD_MH_ID_MISMATCH, "older than the last accepted one" },
	[HA6_NOT_HOME_AGENT] = {
		DSMIPD_MH_NOT_HOME_AGENT, "not a home agent of that node" },
	[HA6_INSECURE] = {
		DSMIPD_MH_PROHIBITED, "subscriber without authentication" },
	[HA6_DISABLED] = {
		DSMIPD_MH_PROHIBITED, "subscriber is disabled" },
	[HA6_PROXY] = {
		DSMIPD_MH_PROHIBITED, "proxy registration" },
	[HA6_SEQUENCE] = {
		DSMIPD_MH_BAD_SEQUENCE, "sequence number out of window" },
	[HA6_NO_BINDING] = {
		DSMIPD_MH_NOT_HOME_AGENT, "nothing to deregister" },
	[HA6_NOT_HOME] = {
		DSMIPD_MH_NOT_HOME_SUBNET, "home address in no home prefix" },
	[HA6_NO_ALT_COA] = {
		DSMIPD_MH_UNSPECIFIED, "care-of address is not protected" },
	[HA6_NO_COA4] = {
		DSMIPD_MH_UNSPECIFIED, "no IPv4 care-of address option" },
	[HA6_NATIVE_COA4] = {
		DSMIPD_MH_BAD_COA, "IPv4 care-of address without a tunnel" },
	[HA6_NAT_PLAIN] = {
		DSMIPD_MH_UNSPECIFIED, "behind a NAT, but not by UDP" },
	[HA6_BAD_COA] = {
		DSMIPD_MH_BAD_COA, "care-of address cannot be one" },
	[HA6_LOOP] = {
		DSMIPD_MH_BAD_COA, "care-of address is a home address" },
	[HA6_FORCED_UDP] = {
		DSMIPD_MH_NO_FORCED_UDP, "UDP encapsulation is not forced" },
	[HA6_NO_ROUTER] = {
		DSMIPD_MH_ROUTER_PROHIBITED, "not a mobile router" },
	[HA6_TYPE_CHANGE] = {
		DSMIPD_MH_TYPE_CHANGE, "router flag has changed" },
	[HA6_BAD_PREFIX] = {
		DSMIPD_MH_BAD_PREFIX, "invalid mobile network prefix" },
	[HA6_FOREIGN_PREFIX] = {
		DSMIPD_MH_PREFIX_UNAUTHORIZED,
		"mobile network prefix of somebody else" },
	[HA6_NO_PREFIX] = {
		DSMIPD_MH_FORWARDING_FAILED,
		"no mobile network prefix is known" },
	[HA6_LIMIT] = {
		DSMIPD_MH_NO_RESOURCES, "limit of registrations" },
	[HA6_NO_MEMORY] = {
		DSMIPD_MH_NO_RESOURCES, "no memory" },
	[HA6_DUPLICATE] = {
		DSMIPD_MH_DAD_FAILED, "duplicate of the home address" },
	[HA6_ABORTED] = {
		DSMIPD_MH_UNSPECIFIED, "could not be set up" },
};

/**
 * dsmipd_ha6_reason_text() - a reason in words
 * @reason: enum ha6_reason
 *
 * Return: the text; NULL for %HA6_OK.
 */
const char *dsmipd_ha6_reason_text(enum ha6_reason reason)
{
	return ha6_reason_rows[reason].text;
}

/**
 * dsmipd_ha6_reason_status() - what is answered
 * @ha: home agent
 * @reason: enum ha6_reason
 *
 * Return: status of the acknowledgement (RFC 6275, section 6.1.8), or 0 if
 * the message is discarded silently.
 */
uint8_t dsmipd_ha6_reason_status(const struct dsmipd_ha6 *ha,
				 enum ha6_reason reason)
{
	if (reason == HA6_FORCED_UDP && ha->config.refused_udp_status)
		return ha->config.refused_udp_status;
	return ha6_reason_rows[reason].status;
}

/**
 * dsmipd_ha6_reasons() - how often messages were dropped or refused, and why
 * @ha: home agent
 * @cb: called for each reason that there was; another value than 0 ends it
 * @arg: handed to it
 *
 * Return: what @cb has returned last, or 0.
 */
int dsmipd_ha6_reasons(const struct dsmipd_ha6 *ha, dsmipd_ha6_reason_cb cb,
		       void *arg)
{
	int ret = 0;
	int i;

	for (i = HA6_OK + 1; i < HA6_REASONS && !ret; i++)
		if (ha->reasons[i])
			ret = cb(ha6_reason_rows[i].text, ha->reasons[i], arg);
	return ret;
}
