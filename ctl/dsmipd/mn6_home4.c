// SPDX-License-Identifier: GPL-2.0
/*
 * IPv4 home addresses and prefixes: what is asked for, what is granted, and
 * what follows from an answer without (RFC 5555, sections 2.3.1, 3.2.1, 4.4.2).
 */

#include <arpa/inet.h>
#include <string.h>

#include "mn6_priv.h"

/**
 * dsmipd_mn6_home4_reset() - nothing is granted, ask as configured
 * @mn: the node
 */
void dsmipd_mn6_home4_reset(struct dsmipd_mn6 *mn)
{
	size_t i;

	for (i = 0; i < mn->config.n_home4; i++) {
		mn->home4[i].request = mn->config.home4[i];
		mn->home4[i].granted = false;
	}
	mn->home4_again = 0;
}

/**
 * dsmipd_mn6_home4_fill() - put the options into a binding update
 * @mn: the node
 * @mh: the update
 *
 * None to a home agent that has shown that it does not know them (2.3.1), until
 * it is time to ask again.
 *
 * Return: how many.
 */
size_t dsmipd_mn6_home4_fill(const struct dsmipd_mn6 *mn, struct dsmipd_mh *mh)
{
	size_t i;

	if (mn->home4_again > mn->now.mono)
		return 0;
	for (i = 0; i < mn->config.n_home4; i++)
		mh->home4[i] = mn->home4[i].request;
	return mn->config.n_home4;
}

static bool home4_is_request(const struct dsmipd_mh_home4 *home)
{
	return home->addr.s_addr == INADDR_ANY;
}

/* The answer to a request: that with its address, else the first that is left. */
static int home4_find(const struct dsmipd_mn6 *mn, const struct dsmipd_mh *ack,
		      size_t i, uint32_t taken)
{
	const struct dsmipd_mh_home4 *home = &mn->home4[i].request;
	size_t j;

	for (j = 0; j < ack->n_ack4; j++) {
		if (!(taken & 1u << j) && !home4_is_request(home) &&
		    ack->ack4[j].addr.s_addr == home->addr.s_addr)
			return j;
	}
	/* As many as were asked for are in the same order. */
	if (ack->n_ack4 == mn->config.n_home4)
		return taken & 1u << i ? -1 : (int)i;
	for (j = 0; j < ack->n_ack4; j++) {
		if (!(taken & 1u << j) && home4_is_request(home))
			return j;
	}
	return -1;
}

static void home4_granted(struct dsmipd_mn6_home4 *home,
			  const struct dsmipd_mh_ack4 *ack)
{
	home->granted = true;
	home->request.addr = ack->addr;
	/* RFC 5555, section 3.1.1: from now on the length allocated. */
	home->request.len = ack->len;
}

/* Returns whether to ask again at once: what was ours for a time is not. */
static bool home4_refused(struct dsmipd_mn6 *mn, size_t i, uint8_t status)
{
	struct dsmipd_mn6_home4 *home = &mn->home4[i];
	char text[INET_ADDRSTRLEN];
	bool anew;

	anew = !home4_is_request(&home->request) &&
	       home4_is_request(&mn->config.home4[i]);
	dsmipd_mn6_event(mn, "home address %s/%u refused: %s",
			 inet_ntop(AF_INET, &home->request.addr, text,
				   sizeof(text)), home->request.len,
			 dsmipd_mh_ack4_status_name(status));
	home->granted = false;
	home->request = mn->config.home4[i];
	return anew;
}

static bool home4_is_good(const struct dsmipd_mh_ack4 *ack)
{
	return ack->status < DSMIPD_MH_ACK4_UNSPECIFIED && ack->len >= 1 &&
	       ack->len <= 32 && ack->addr.s_addr != INADDR_ANY;
}

static void home4_unknown(struct dsmipd_mn6 *mn)
{
	size_t i;

	dsmipd_mn6_event(mn, "the home agent knows no IPv4 home addresses");
	for (i = 0; i < mn->config.n_home4; i++) {
		mn->home4[i].request = mn->config.home4[i];
		mn->home4[i].granted = false;
	}
	mn->home4_again = DSMIPD_MN6_NEVER;
	if (mn->config.home4_retry)
		mn->home4_again = mn->now.mono +
				  1000ull * mn->config.home4_retry;
}

/**
 * dsmipd_mn6_home4_rcv() - take over what was granted
 * @mn: the node
 * @ack: acknowledgement to an update that had the options
 *
 * Return: whether to ask again at once.
 */
bool dsmipd_mn6_home4_rcv(struct dsmipd_mn6 *mn, const struct dsmipd_mh *ack)
{
	uint32_t taken = 0;
	bool again = false;
	size_t i;
	int j;

	if (!ack->n_ack4) {
		home4_unknown(mn);
		return false;
	}
	for (i = 0; i < mn->config.n_home4; i++) {
		j = home4_find(mn, ack, i, taken);
		if (j < 0) {
			mn->home4[i].granted = false;
			continue;
		}
		taken |= 1u << j;
		if (home4_is_good(&ack->ack4[j]))
			home4_granted(&mn->home4[i], &ack->ack4[j]);
		else if (home4_refused(mn, i, ack->ack4[j].status))
			again = true;
	}
	return again;
}

static size_t home4_collect(const struct dsmipd_mn6 *mn,
			    struct dsmip_prefix *homes)
{
	size_t i, n = 0;

	homes[n] = mn->config.hoa;
	homes[n++].len = 128;
	for (i = 0; i < mn->config.n_home4; i++) {
		if (!mn->home4[i].granted)
			continue;
		homes[n].addr.family = AF_INET;
		homes[n].addr.v4 = mn->home4[i].request.addr;
		homes[n++].len = mn->home4[i].request.len;
	}
	for (i = 0; mn->router && i < mn->config.n_prefix; i++) {
		homes[n].addr.family = AF_INET6;
		homes[n].addr.v6 = mn->config.prefix[i].addr;
		homes[n++].len = mn->config.prefix[i].len;
	}
	return n;
}

/**
 * dsmipd_mn6_home4_tell() - tell the home addresses and prefixes, if changed
 * @mn: the node
 */
void dsmipd_mn6_home4_tell(struct dsmipd_mn6 *mn)
{
	struct dsmipd_mn6_action action = { .type = DSMIPD_MN6_HOMES };
	struct dsmip_prefix homes[1 + DSMIPD_MH_MAX_HOME4 +
				  DSMIPD_MH_MAX_PREFIX];
	size_t n = 0;

	memset(homes, 0, sizeof(homes));
	if (mn->bound)
		n = home4_collect(mn, homes);
	if (n == mn->n_homes && !memcmp(homes, mn->homes, n * sizeof(homes[0])))
		return;
	memcpy(mn->homes, homes, sizeof(homes));
	mn->n_homes = n;
	action.homes = mn->homes;
	action.n_homes = n;
	mn->act(&action, mn->arg);
}
