// SPDX-License-Identifier: GPL-2.0
/* Why messages are dropped or refused: text, code, and how often. */

#include "fa4_priv.h"

/**
 * struct fa4_reason_row - a reason
 * @code: code of the registration reply; 0: there is none
 * @text: for logs and statistics
 */
struct fa4_reason_row {
	uint8_t code;
	const char *text;
};

static const struct fa4_reason_row fa4_reason_rows[FA4_REASONS] = {
	[FA4_MALFORMED] = { 0, "malformed message" },
	[FA4_UNKNOWN_EXT] = { 0, "unknown extension that must be known" },
	[FA4_NO_REQUEST] = { 0, "not a message of a mobile node" },
	[FA4_NO_REPLY] = { 0, "not a message of a home agent" },
	[FA4_RATE] = { 0, "too many messages of one node" },
	[FA4_LINK] = { 0, "not on a visited link" },
	[FA4_SOURCE] = { 0, "source address cannot be one" },
	[FA4_STRAY] = { 0, "reply to nothing that was asked" },
	[FA4_STRAY_AUTH] = {
		0, "authentication of a home agent without an association" },
	[FA4_DISTANT_RATE] = {
		0, "too distant, and somebody was told so just now" },
	[FA4_COPY] = { 0, "copy of a request of another node" },
	[FA4_REVOKE_AUTH] = { 0, "revocation is not authenticated" },
	[FA4_REVOKE_REFLECTED] = { 0, "revocation that is our own" },
	[FA4_REVOKE_OLD] = {
		0, "revocation is older than the registration" },
	[FA4_REVOKE_STRAY] = { 0, "acknowledgment of no revocation" },
	[FA4_NO_MEMORY] = { DSMIPD_MIP4_FA_NO_RESOURCES, "no memory" },
	[FA4_BAD_REQUEST] = {
		DSMIPD_MIP4_FA_BAD_REQUEST, "poorly formed request" },
	[FA4_NO_HOME_AUTH] = {
		DSMIPD_MIP4_FA_BAD_REQUEST,
		"request without authentication for the home agent" },
	[FA4_BAD_HOA] = {
		DSMIPD_MIP4_FA_PROHIBITED, "home address cannot be one" },
	[FA4_OTHER_HOME] = {
		DSMIPD_MIP4_FA_PROHIBITED,
		"home address of a visitor with another home agent" },
	[FA4_NODE_AUTH] = {
		DSMIPD_MIP4_FA_NODE_AUTH, "mobile node failed authentication" },
	[FA4_NODE_UNKNOWN] = {
		DSMIPD_MIP4_FA_NODE_AUTH, "mobile node without an association" },
	[FA4_TOO_DISTANT] = {
		DSMIPD_MIP4_FA_TOO_DISTANT, "mobile node too distant" },
	[FA4_LIFETIME] = { DSMIPD_MIP4_FA_LIFETIME, "lifetime too long" },
	[FA4_ENCAP] = {
		DSMIPD_MIP4_FA_ENCAP, "encapsulation unavailable" },
	[FA4_NO_REVERSE] = {
		DSMIPD_MIP4_FA_NO_REVERSE, "reverse tunnel unavailable" },
	[FA4_REVERSE_NEEDED] = {
		DSMIPD_MIP4_FA_REVERSE_NEEDED, "reverse tunnel is mandatory" },
	[FA4_DELIVERY_ALONE] = {
		DSMIPD_MIP4_FA_BAD_REQUEST,
		"delivery style without a reverse tunnel" },
	[FA4_DELIVERY] = {
		DSMIPD_MIP4_FA_DELIVERY, "delivery style not supported" },
	[FA4_BAD_COA] = {
		DSMIPD_MIP4_FA_BAD_COA, "care-of address is not offered" },
	[FA4_BAD_HA] = {
		DSMIPD_MIP4_FA_BAD_HA, "home agent address cannot be one" },
	[FA4_HOME_UNKNOWN] = {
		DSMIPD_MIP4_FA_PROHIBITED, "home agent without an association" },
	[FA4_NO_HOA] = {
		DSMIPD_MIP4_FA_NO_HOA, "home address is required" },
	[FA4_NO_NAI] = {
		DSMIPD_MIP4_FA_NAI_MISSING, "neither home address nor name" },
	[FA4_PENDING_LIMIT] = {
		DSMIPD_MIP4_FA_NO_RESOURCES, "limit of pending requests" },
	[FA4_VISITOR_LIMIT] = {
		DSMIPD_MIP4_FA_NO_RESOURCES, "limit of visitors" },
	[FA4_TIMEOUT] = {
		DSMIPD_MIP4_FA_TIMEOUT, "no reply of the home agent" },
	[FA4_HOME_AUTH] = {
		DSMIPD_MIP4_FA_HOME_AUTH, "home agent failed authentication" },
	[FA4_BAD_REPLY] = {
		DSMIPD_MIP4_FA_BAD_REPLY, "poorly formed reply" },
	[FA4_NAI_MISSING] = {
		DSMIPD_MIP4_FA_NAI_MISSING, "reply without the name" },
	[FA4_HA_MISSING] = {
		DSMIPD_MIP4_FA_HA_MISSING, "reply without home agent" },
	[FA4_HOA_MISSING] = {
		DSMIPD_MIP4_FA_HOA_MISSING, "reply without home address" },
	[FA4_NET_UNREACH] = {
		DSMIPD_MIP4_FA_NET_UNREACH, "home network unreachable" },
	[FA4_HOST_UNREACH] = {
		DSMIPD_MIP4_FA_HOST_UNREACH, "home agent host unreachable" },
	[FA4_PORT_UNREACH] = {
		DSMIPD_MIP4_FA_PORT_UNREACH, "home agent port unreachable" },
	[FA4_UNREACH] = {
		DSMIPD_MIP4_FA_UNREACH, "home agent unreachable" },
};

/**
 * dsmipd_fa4_reason_text() - a reason in words
 * @reason: enum fa4_reason
 *
 * Return: the text; NULL for %FA4_OK.
 */
const char *dsmipd_fa4_reason_text(enum fa4_reason reason)
{
	return fa4_reason_rows[reason].text;
}

/**
 * dsmipd_fa4_reason_code() - what is answered
 * @reason: enum fa4_reason
 *
 * Return: code of the registration reply (RFC 5944, section 3.4), or 0 if the
 * message is discarded silently.
 */
uint8_t dsmipd_fa4_reason_code(enum fa4_reason reason)
{
	return fa4_reason_rows[reason].code;
}

/**
 * dsmipd_fa4_drop() - discard a message silently
 * @fa: foreign agent
 * @reason: why
 */
void dsmipd_fa4_drop(struct dsmipd_fa4 *fa, enum fa4_reason reason)
{
	fa->reasons[reason]++;
	fa->stats.dropped++;
}

/**
 * dsmipd_fa4_reasons() - how often messages were dropped or refused, and why
 * @fa: foreign agent
 * @cb: called for each reason that there was; another value than 0 ends it
 * @arg: handed to it
 *
 * Return: what @cb has returned last, or 0.
 */
int dsmipd_fa4_reasons(const struct dsmipd_fa4 *fa, dsmipd_fa4_reason_cb cb,
		       void *arg)
{
	int ret = 0;
	int i;

	for (i = FA4_OK + 1; i < FA4_REASONS && !ret; i++)
		if (fa->reasons[i])
			ret = cb(fa4_reason_rows[i].text, fa->reasons[i], arg);
	return ret;
}
