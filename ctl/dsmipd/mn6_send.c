// SPDX-License-Identifier: GPL-2.0
/*
 * Binding updates (RFC 6275, section 11.7.1; RFC 5555, section 4.4.2; RFC 3963,
 * section 5.2; RFC 4285).
 */

#include <string.h>

#include "mn6_priv.h"

static bool send_is_dereg(const struct dsmipd_mn6 *mn)
{
	return mn->goal != DSMIPD_MN6_GOAL_REGISTER;
}

/*
 * RFC 5555, section 3.1.3: not with an IPv6 care-of address, but where IP in IP
 * does not get through.
 */
static bool send_forces_udp(const struct dsmipd_mn6 *mn)
{
	if (mn->unforced || send_is_dereg(mn))
		return false;
	return mn->force || (mn->config.udp == DSMIPD_MN6_UDP_FORCE &&
			     mn->coa.addr.family == AF_INET);
}

/* On the home link the home address is the care-of address. */
static bool send_is_home(const struct dsmipd_mn6 *mn)
{
	return dsmip_addr_equal(&mn->coa.addr, &mn->config.hoa.addr);
}

static uint16_t send_flags(const struct dsmipd_mn6 *mn)
{
	uint16_t flags = DSMIPD_MH_BU_ACK | DSMIPD_MH_BU_HOME;

	if (mn->config.router)
		flags |= DSMIPD_MH_BU_ROUTER;
	if (send_forces_udp(mn))
		flags |= DSMIPD_MH_BU_FORCE_UDP;
	return flags;
}

/* Not longer than the care-of address lives, and never 0. */
static uint16_t send_lifetime(const struct dsmipd_mn6 *mn)
{
	uint32_t seconds = mn->config.lifetime;

	if (mn->coa.lifetime < seconds)
		seconds = mn->coa.lifetime;
	seconds /= DSMIPD_MH_LIFETIME_UNIT;
	if (seconds > UINT16_MAX)
		return UINT16_MAX;
	return seconds ? seconds : 1;
}

static void send_fill_coa(const struct dsmipd_mn6 *mn, struct dsmipd_mh *mh)
{
	if (mn->coa.addr.family == AF_INET) {
		mh->has_coa4 = true;
		mh->coa4 = mn->coa.addr.v4;
	} else if (!send_is_home(mn)) {
		mh->has_alt_coa = true;
		mh->alt_coa = mn->coa.addr.v6;
	}
}

/* RFC 3963, section 5.2: all of them, in each update. */
static void send_fill_prefixes(const struct dsmipd_mn6 *mn,
			       struct dsmipd_mh *mh)
{
	if (!mn->config.router)
		return;
	mh->n_prefix = mn->config.n_prefix;
	memcpy(mh->prefix, mn->config.prefix,
	       mn->config.n_prefix * sizeof(mh->prefix[0]));
}

static void send_fill_auth(const struct dsmipd_mn6 *mn, struct dsmipd_mh *mh)
{
	if (mn->config.security != DSMIPD_SECURITY_AUTH)
		return;
	mh->has_timestamp = true;
	mh->timestamp = dsmipd_auth_ntp(mn->now.real) +
			((uint64_t)mn->skew << 32);
	mh->has_auth = true;
	mh->auth_subtype = 1;
	mh->auth_spi = mn->config.key.spi;
	mh->auth_len = DSMIPD_AUTH_DATA_LEN;
}

static void send_fill(const struct dsmipd_mn6 *mn, struct dsmipd_mh *mh)
{
	memset(mh, 0, sizeof(*mh));
	mh->type = DSMIPD_MH_BU;
	mh->sequence = mn->sequence;
	mh->flags = send_flags(mn);
	memcpy(mh->nai, mn->config.name, sizeof(mh->nai));
	send_fill_coa(mn, mh);
	send_fill_auth(mn, mh);
	if (send_is_dereg(mn))
		return;
	mh->lifetime = send_lifetime(mn);
	send_fill_prefixes(mn, mh);
	mh->n_home4 = dsmipd_mn6_home4_fill(mn, mh);
}

static void send_note(struct dsmipd_mn6 *mn, const struct dsmipd_mh *mh)
{
	mn->sent[mn->n_sent++ % DSMIPD_MN6_SENT] = (struct dsmipd_mn6_update) {
		.used = true,
		.sequence = mn->sequence,
		.mono = mn->now.mono,
		.goal = mn->goal,
		.coa = mn->coa,
		.force = mh->flags & DSMIPD_MH_BU_FORCE_UDP,
		.router = mh->flags & DSMIPD_MH_BU_ROUTER,
		.home4 = mh->n_home4,
	};
}

/**
 * dsmipd_mn6_peer() - the home agent's address of the family of ours
 * @mn: the node
 * @family: AF_INET or AF_INET6
 *
 * Return: it.
 */
struct dsmip_addr dsmipd_mn6_peer(const struct dsmipd_mn6 *mn, uint8_t family)
{
	struct dsmip_addr peer = { .family = family };

	if (family == AF_INET)
		peer.v4 = mn->config.ha4;
	else
		peer.v6 = mn->config.ha;
	return peer;
}

static void send_act(struct dsmipd_mn6 *mn, const uint8_t *data, size_t len)
{
	uint8_t family = mn->coa.addr.family;
	struct dsmipd_mn6_action action = {
		.type = DSMIPD_MN6_SEND,
		.tunnel.coa = mn->coa.addr,
		.tunnel.peer = dsmipd_mn6_peer(mn, family),
		.tunnel.udp = family == AF_INET,
		.tunnel.ifindex = mn->coa.ifindex,
		.hao = family == AF_INET6 && !send_is_home(mn),
		.data = data,
		.len = len,
	};

	mn->act(&action, mn->arg);
}

/**
 * dsmipd_mn6_coa6() - a care-of address as the authentication option has it
 * @addr: the address
 *
 * RFC 4285 knows IPv6 only; an IPv4 address is taken as IPv4-mapped.
 *
 * Return: it.
 */
struct in6_addr dsmipd_mn6_coa6(const struct dsmip_addr *addr)
{
	struct in6_addr mapped = { .s6_addr = { [10] = 0xff, [11] = 0xff } };

	if (addr->family == AF_INET6)
		return addr->v6;
	memcpy(&mapped.s6_addr[12], &addr->v4, sizeof(addr->v4));
	return mapped;
}

/**
 * dsmipd_mn6_send() - send a binding update
 * @mn: the node
 */
void dsmipd_mn6_send(struct dsmipd_mn6 *mn)
{
	struct in6_addr coa = dsmipd_mn6_coa6(&mn->coa.addr);
	uint8_t data[DSMIPD_MH_MAX_LEN];
	struct dsmipd_mh mh;
	size_t len;

	mn->sequence++;
	send_fill(mn, &mh);
	len = dsmipd_mh_build(&mh, data, sizeof(data));
	if (!len || (mh.has_auth &&
		     !dsmipd_auth_sign(&mn->config.key, &coa,
				       &mn->config.hoa.addr.v6, &mh, data,
				       len))) {
		dsmipd_mn6_event(mn, "cannot make a binding update");
		return;
	}
	send_note(mn, &mh);
	send_act(mn, data, len);
}
