// SPDX-License-Identifier: GPL-2.0
/*
 * Who may register at all: what is checked of a registration request before
 * anything is done about it, in the order of RFC 5944, section 3.8.2.1.  Who
 * is not authenticated learns nothing about subscribers and their keys.
 */

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "ha4_priv.h"
#include "prefix.h"

static enum ha4_reason ha4_check_source(struct ha4_request *req)
{
	struct dsmip_addr src = { .family = AF_INET, .v4 = req->path->src };

	if (!dsmipd_prefix_unicast(&src) || !req->path->port ||
	    src.v4.s_addr == req->ha->config.address.s_addr)
		return HA4_BAD_SOURCE;
	return HA4_OK;
}

/* By name if there is one, else by home address, a leased one too. */
static enum ha4_reason ha4_check_subscriber(struct ha4_request *req)
{
	struct dsmipd_ha4_name name = { .nai = req->mip4->nai };
	const struct dsmipd_ha4_ops *ops = &req->ha->ops;
	int ret;

	if (!name.nai[0]) {
		if (req->mip4->hoa.s_addr == INADDR_ANY)
			return HA4_STRANGER;
		req->entry = dsmipd_ha4_lookup_home(req->ha, req->mip4->hoa);
		name.hoa = req->mip4->hoa;
		if (req->entry)
			name.id = req->entry->subscriber;
	}
	ret = ops->subscriber(ops->arg, &name, &req->sub);
	if (ret)
		return ret == -ENOENT ? HA4_STRANGER : HA4_LOOKUP;
	req->entry = dsmipd_ha4_lookup(req->ha, req->sub.id);
	return HA4_OK;
}

static enum ha4_reason ha4_check_busy(struct ha4_request *req)
{
	return req->entry && req->entry->open ? HA4_BUSY : HA4_OK;
}

/**
 * dsmipd_ha4_check_foreign() - find a foreign agent
 * @config: settings of the home agent
 * @addr: its address
 *
 * Return: the foreign agent, or NULL if there is no association.
 */
const struct dsmipd_ha4_foreign *
dsmipd_ha4_check_foreign(const struct dsmipd_ha4_config *config,
			 struct in_addr addr)
{
	size_t i;

	for (i = 0; i < config->n_foreign; i++)
		if (config->foreign[i].addr.s_addr == addr.s_addr)
			return &config->foreign[i];
	return NULL;
}

/**
 * dsmipd_ha4_check_verify() - whether a message is authentic
 * @sa: the association; without a key nothing is
 * @mip4: the message
 * @between: of which ends
 * @data: its bytes
 * @len: how many
 *
 * Return: whether it is.
 */
bool dsmipd_ha4_check_verify(const struct dsmipd_mip4_sa *sa,
			     const struct dsmipd_mip4 *mip4,
			     enum dsmipd_mip4_between between,
			     const uint8_t *data, size_t len)
{
	const struct dsmipd_mip4_auth *auth = &mip4->auth[between];

	return sa->len && auth->has && auth->spi == sa->spi &&
	       dsmipd_mip4_auth_verify(sa, mip4, between, data, len);
}

static bool ha4_check_verify(const struct ha4_request *req,
			     const struct dsmipd_mip4_sa *sa,
			     enum dsmipd_mip4_between between)
{
	return dsmipd_ha4_check_verify(sa, req->mip4, between, req->data,
				       req->len);
}

/* A foreign agent that has shown who it is may know that its visitor did not. */
static enum ha4_reason ha4_check_auth(struct ha4_request *req)
{
	const struct dsmipd_mip4_auth *auth = req->mip4->auth;
	const struct dsmipd_mip4_sa *sa = &req->sub.mip4;

	req->foreign = dsmipd_ha4_check_foreign(&req->ha->config,
						req->path->src);
	req->authenticated = ha4_check_verify(req, sa, DSMIPD_MIP4_MN_HA);
	req->vouched = req->foreign &&
		       ha4_check_verify(req, &req->foreign->sa,
					DSMIPD_MIP4_FA_HA);
	if (req->authenticated)
		return HA4_OK;
	if (!sa->len || !auth[DSMIPD_MIP4_MN_HA].has)
		return HA4_NO_AUTH;
	if (req->vouched && req->mip4->lifetime)
		return HA4_AUTH_FAILED_AGENT;
	return auth[DSMIPD_MIP4_MN_HA].spi == sa->spi ? HA4_AUTH_FAILED :
	       HA4_NO_AUTH;
}

/*
 * The last accepted request once more, by the same way: its answer was lost,
 * or the network has doubled it.  It is answered again, and nothing changes.
 */
static bool ha4_check_repeated(struct ha4_request *req)
{
	const struct ha4_binding *binding;
	struct dsmipd_copy copy;
	int i;

	if (!dsmipd_ha4_bound(req->entry) || req->entry->waiting)
		return false;
	binding = req->entry->binding;
	if (binding->id != req->mip4->id || !req->mip4->lifetime)
		return false;
	i = dsmipd_ha4_copy_find(binding, req->mip4->coa);
	if (i < 0)
		return false;
	req->end = i;
	dsmipd_ha4_copy_get(binding, i, &copy);
	return copy.source.s_addr == req->path->src.s_addr &&
	       copy.flags == req->mip4->flags &&
	       (!copy.port || copy.port == req->path->port);
}

/* RFC 5944, section 5.7.1: the clocks agree, and it is newer than the last. */
static enum ha4_reason ha4_check_timestamp(struct ha4_request *req)
{
	int64_t window = req->ha->config.timestamp_window * 1000000000ll;
	const struct dsmipd_ha4_entry *entry = req->entry;
	uint64_t clock = dsmipd_auth_ntp(req->now.real);
	uint64_t id = req->mip4->id;
	int64_t diff;

	diff = dsmipd_auth_ntp_diff(id, clock);
	if (diff > window || diff < -window)
		return HA4_CLOCK;
	req->repeated = ha4_check_repeated(req);
	if (req->repeated)
		return HA4_OK;
	if (entry && entry->waiting && id == entry->waiting->mip4.id)
		return HA4_DAD_RUNS;
	if (entry && entry->waiting &&
	    (int64_t)(id - entry->waiting->mip4.id) < 0)
		return HA4_REPLAYED;
	if (entry && entry->binding && entry->binding->id &&
	    (int64_t)(id - entry->binding->id) <= 0)
		return HA4_REPLAYED;
	return HA4_OK;
}

/**
 * dsmipd_ha4_check_nonce() - a nonce that nobody can foretell
 *
 * Return: the nonce.
 */
uint32_t dsmipd_ha4_check_nonce(void)
{
	uint32_t nonce;

	while (getrandom(&nonce, sizeof(nonce), 0) != sizeof(nonce))
		;
	return nonce;
}

/* Who is not known has to be told a nonce, and that has to be kept. */
static enum ha4_reason ha4_check_new_nonce(struct ha4_request *req)
{
	struct dsmipd_record record = {
		.timestamp = 0,
		.nonce = dsmipd_ha4_check_nonce(),
		.n_home = 1,
		.home[0].addr.family = AF_INET,
	};
	struct dsmipd_ha4_entry *entry = req->entry;

	if (!entry)
		entry = dsmipd_ha4_insert(req->ha, req->sub.id);
	if (!entry)
		return HA4_NO_MEMORY;
	entry->binding = dsmipd_ha4_binding_new(&record, req->now.mono +
						HA4_NONCE_MS);
	if (!entry->binding) {
		if (!req->entry)
			dsmipd_ha4_forget(req->ha, entry);
		return HA4_NO_MEMORY;
	}
	req->entry = entry;
	dsmipd_ha4_timer_arm(req->ha, entry);
	return HA4_NONCE;
}

/* RFC 5944, section 5.7.2: the upper half is what the last reply has told. */
static enum ha4_reason ha4_check_nonces(struct ha4_request *req)
{
	const struct dsmipd_ha4_entry *entry = req->entry;

	if (!entry || !entry->binding)
		return ha4_check_new_nonce(req);
	req->repeated = ha4_check_repeated(req);
	if (req->repeated)
		return HA4_OK;
	if (req->mip4->id >> 32 != entry->binding->nonce)
		return HA4_NONCE;
	return entry->waiting && req->mip4->id == entry->waiting->mip4.id ?
	       HA4_DAD_RUNS : HA4_OK;
}

static enum ha4_reason ha4_check_identification(struct ha4_request *req)
{
	return req->sub.mip4.replay == DSMIPD_MIP4_NONCES ?
	       ha4_check_nonces(req) : ha4_check_timestamp(req);
}

/*
 * With a foreign agent that has an association, registrations need its
 * authentication; deregistrations do not (RFC 5944, sections 3.5.4, 3.8.2.1).
 */
static enum ha4_reason ha4_check_agent(struct ha4_request *req)
{
	bool has = req->mip4->auth[DSMIPD_MIP4_FA_HA].has;

	if (has && !req->foreign)
		return HA4_AGENT_UNKNOWN;
	if (req->foreign && !req->vouched && (has || req->mip4->lifetime))
		return HA4_AGENT_AUTH;
	return HA4_OK;
}

static enum ha4_reason ha4_check_admission(struct ha4_request *req)
{
	if (!req->sub.enabled)
		return HA4_DISABLED;
	return req->malformed ? HA4_BAD_EXTENSION : HA4_OK;
}

/* Who looks for a home agent learns which one he has found. */
static enum ha4_reason ha4_check_destination(struct ha4_request *req)
{
	struct in_addr own = req->ha->config.address;

	if (req->path->dst.s_addr != own.s_addr)
		return HA4_BROADCAST;
	return req->mip4->ha.s_addr == own.s_addr ? HA4_OK : HA4_OTHER_AGENT;
}

/**
 * dsmipd_ha4_check() - check a request before anything is done about it
 * @req: the request; its subscriber, entry and who has authenticated it are
 *	set
 *
 * Return: %HA4_OK; why it is dropped or refused; or %HA4_BUSY.
 */
enum ha4_reason dsmipd_ha4_check(struct ha4_request *req)
{
	static enum ha4_reason (*const checks[])(struct ha4_request *req) = {
		ha4_check_source,
		ha4_check_subscriber,
		ha4_check_busy,
		ha4_check_auth,
		ha4_check_identification,
		ha4_check_agent,
		ha4_check_admission,
		ha4_check_destination,
	};
	enum ha4_reason reason = HA4_OK;
	size_t i;

	for (i = 0; i < sizeof(checks) / sizeof(checks[0]) && !reason; i++)
		reason = checks[i](req);
	return reason;
}
