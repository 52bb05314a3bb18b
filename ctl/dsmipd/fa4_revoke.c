// SPDX-License-Identifier: GPL-2.0
/*
 * Revocations, from home agents and to them (RFC 3543): an end of a registration
 * that the mobile node has no part in.
 */

#include <arpa/inet.h>
#include <string.h>

#include "fa4_priv.h"

/* All under the key that we share; there is no revocation without one. */
static void revoke_send(struct dsmipd_fa4 *fa, struct in_addr local,
			struct in_addr home, uint16_t port,
			struct dsmipd_mip4 *msg)
{
	const struct dsmipd_mip4_sa *sa = dsmipd_fa4_home_sa(fa, home);
	uint8_t buf[DSMIPD_MIP4_MAX_LEN];
	size_t len;

	if (!sa || !dsmipd_mip4_auth_add(sa, msg, DSMIPD_MIP4_FA_HA))
		return;
	len = dsmipd_mip4_build(msg, buf, sizeof(buf));
	if (!len || !dsmipd_mip4_auth_sign(sa, msg, DSMIPD_MIP4_FA_HA, buf,
					   len))
		return;
	dsmipd_fa4_send_home(fa, local, home, port, buf, len);
}

/* Address that we talk to the home agent from. */
static struct in_addr revoke_local(const struct dsmipd_fa4 *fa,
				   const struct dsmipd_fa4_visitor *visitor)
{
	return visitor->colocated ? fa->config.coa[0] : visitor->coa;
}

/**
 * dsmipd_fa4_revoke_again() - tell the home agent, or give it up
 * @fa: foreign agent
 * @entry: of a visitor that is revoked
 *
 * Each time with a new timestamp, and twice as late (RFC 3543, section 3.3).
 */
void dsmipd_fa4_revoke_again(struct dsmipd_fa4 *fa, struct fa4_entry *entry)
{
	const struct dsmipd_fa4_visitor *visitor = &entry->visitor;
	struct dsmipd_mip4 msg = {
		.type = DSMIPD_MIP4_REVOKE,
		.hoa = visitor->hoa,
		.ha = visitor->ha,
		.coa = visitor->coa,
	};
	uint32_t clock = dsmipd_fa4_clock(fa);

	if (entry->tries >= fa->config.revocation_tries) {
		dsmipd_fa4_entry_del(fa, entry);
		return;
	}
	/* The clock may have been set back. */
	entry->own_time = (int32_t)(clock - entry->own_time) > 0 ? clock :
			  entry->own_time + 1;
	if (!entry->tries)
		entry->first_time = entry->own_time;
	msg.id = entry->own_time;
	if (visitor->inform)
		msg.flags = DSMIPD_MIP4_REVOKE_INFORM;
	entry->due = fa->now.mono + ((uint64_t)FA4_REVOKE_FIRST << entry->tries);
	entry->tries++;
	if (entry->due < fa->next)
		fa->next = entry->due;
	fa->stats.revocations++;
	revoke_send(fa, revoke_local(fa, visitor), visitor->ha,
		    DSMIPD_MIP4_PORT, &msg);
}

/**
 * dsmipd_fa4_revoke() - end the registration of a visitor
 * @fa: foreign agent
 * @entry: its entry, gone afterwards if its home agent need not be told
 *
 * The node learns it as well, unless home and foreign agent have agreed that
 * the home agent decides on that: then with its acknowledgment.
 */
void dsmipd_fa4_revoke(struct dsmipd_fa4 *fa, struct fa4_entry *entry)
{
	if (!entry->visitor.inform)
		dsmipd_fa4_advert_restart(fa, &entry->visitor);
	if (!entry->visitor.revocable) {
		dsmipd_fa4_entry_del(fa, entry);
		return;
	}
	dsmipd_fa4_entry_left(fa, entry);
	entry->revoking = true;
	entry->tries = 0;
	dsmipd_fa4_revoke_again(fa, entry);
}

static enum fa4_reason revoke_check(struct dsmipd_fa4 *fa, struct in_addr home,
				    const struct dsmipd_mip4 *msg,
				    const uint8_t *data, size_t len)
{
	const struct dsmipd_mip4_sa *sa = dsmipd_fa4_home_sa(fa, home);

	if (!sa || !dsmipd_mip4_auth_verify(sa, msg, DSMIPD_MIP4_FA_HA, data,
					    len))
		return FA4_REVOKE_AUTH;
	if (msg->type == DSMIPD_MIP4_REVOKE &&
	    !(msg->flags & DSMIPD_MIP4_REVOKE_BY_HOME))
		return FA4_REVOKE_REFLECTED;
	return FA4_OK;
}

/* One that we have dropped already is acknowledged again: that was lost. */
static enum fa4_reason revoke_visitor(struct dsmipd_fa4 *fa,
				      struct in_addr home,
				      const struct dsmipd_mip4 *msg,
				      bool *inform)
{
	struct fa4_entry *entry = dsmipd_fa4_entry(fa, msg->hoa);
	bool revoking;

	*inform = false;
	if (!entry || entry->visitor.ha.s_addr != home.s_addr ||
	    entry->visitor.coa.s_addr != msg->coa.s_addr)
		return FA4_OK;
	if (!entry->visitor.revocable ||
	    (int32_t)((uint32_t)msg->id - entry->home_time) <= 0)
		return FA4_REVOKE_OLD;
	revoking = entry->revoking;
	*inform = !revoking && (!entry->visitor.inform ||
				msg->flags & DSMIPD_MIP4_REVOKE_INFORM);
	if (*inform)
		dsmipd_fa4_advert_restart(fa, &entry->visitor);
	dsmipd_fa4_entry_del(fa, entry);
	fa->stats.revoked++;
	return FA4_OK;
}

static void revoke_event(struct dsmipd_fa4 *fa, struct in_addr hoa,
			 struct in_addr home, const char *what)
{
	char a[INET_ADDRSTRLEN], b[INET_ADDRSTRLEN];

	dsmipd_fa4_event(fa, "%s: %s by %s",
			 inet_ntop(AF_INET, &hoa, a, sizeof(a)), what,
			 inet_ntop(AF_INET, &home, b, sizeof(b)));
}

/* RFC 3543, section 3.4: from where it came, back there. */
static void revoke_answer(struct dsmipd_fa4 *fa, struct in_addr home,
			  uint16_t port, struct in_addr local,
			  const struct dsmipd_mip4 *msg)
{
	struct dsmipd_mip4 ack = {
		.type = DSMIPD_MIP4_REVOKE_ACK,
		.hoa = msg->hoa,
		.id = msg->id,
	};
	enum fa4_reason reason;
	bool inform;

	reason = revoke_visitor(fa, home, msg, &inform);
	if (reason)
		return dsmipd_fa4_drop(fa, reason);
	if (inform)
		ack.flags = DSMIPD_MIP4_REVOKE_ACK_INFORM;
	revoke_event(fa, msg->hoa, home, "revoked");
	revoke_send(fa, local, home, port, &ack);
}

/* That of an earlier transmission is as good as that of the last one. */
static bool revoke_is_ours(const struct fa4_entry *entry, uint32_t id)
{
	return (int32_t)(id - entry->first_time) >= 0 &&
	       (int32_t)(entry->own_time - id) >= 0;
}

static void revoke_acknowledged(struct dsmipd_fa4 *fa, struct in_addr home,
				const struct dsmipd_mip4 *msg)
{
	struct fa4_entry *entry = dsmipd_fa4_entry(fa, msg->hoa);

	if (!entry || !entry->revoking ||
	    entry->visitor.ha.s_addr != home.s_addr ||
	    !revoke_is_ours(entry, msg->id))
		return dsmipd_fa4_drop(fa, FA4_REVOKE_STRAY);
	if (entry->visitor.inform && msg->flags & DSMIPD_MIP4_REVOKE_ACK_INFORM)
		dsmipd_fa4_advert_restart(fa, &entry->visitor);
	revoke_event(fa, msg->hoa, home, "revocation acknowledged");
	dsmipd_fa4_entry_del(fa, entry);
}

/**
 * dsmipd_fa4_revoke_rcv() - a revocation or its acknowledgment has come
 * @fa: foreign agent
 * @home: its source
 * @port: its port, host order
 * @local: address that it came to
 * @data: the message
 * @len: its length in bytes
 */
void dsmipd_fa4_revoke_rcv(struct dsmipd_fa4 *fa, struct in_addr home,
			   uint16_t port, struct in_addr local,
			   const uint8_t *data, size_t len)
{
	enum fa4_reason reason;
	struct dsmipd_mip4 msg;

	if (dsmipd_mip4_parse(data, len, fa->config.draft, &msg))
		return dsmipd_fa4_drop(fa, FA4_MALFORMED);
	reason = revoke_check(fa, home, &msg, data, len);
	if (reason)
		return dsmipd_fa4_drop(fa, reason);
	if (msg.type == DSMIPD_MIP4_REVOKE)
		revoke_answer(fa, home, port, local, &msg);
	else
		revoke_acknowledged(fa, home, &msg);
}
