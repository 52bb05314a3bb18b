/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of mn6.h share. */
#ifndef DSMIPD_MN6_PRIV_H
#define DSMIPD_MN6_PRIV_H

#include "mn6.h"

#define DSMIPD_MN6_NEVER	UINT64_MAX

/* RFC 5555, section 4.4.1: so many binding updates, then IPv4. */
#define DSMIPD_MN6_ATTEMPTS	3

/* Binding updates that may still be answered: 32 seconds of them. */
#define DSMIPD_MN6_SENT		8

/* RFC 6275, section 12: MAX_UPDATE_RATE, messages a second. */
#define DSMIPD_MN6_RATE		3

#define DSMIPD_MN6_DOMAINS	8

/**
 * enum dsmipd_mn6_goal - what binding updates are sent for
 * @DSMIPD_MN6_GOAL_NONE: none are
 * @DSMIPD_MN6_GOAL_REGISTER: to register, or to renew that
 * @DSMIPD_MN6_GOAL_AGAIN: to deregister, in order to register as something else
 * @DSMIPD_MN6_GOAL_HOME: to deregister on the home link
 * @DSMIPD_MN6_GOAL_LEAVE: to deregister, and that is all
 */
enum dsmipd_mn6_goal {
	DSMIPD_MN6_GOAL_NONE,
	DSMIPD_MN6_GOAL_REGISTER,
	DSMIPD_MN6_GOAL_AGAIN,
	DSMIPD_MN6_GOAL_HOME,
	DSMIPD_MN6_GOAL_LEAVE,
};

/**
 * struct dsmipd_mn6_candidate - an address that could be the care-of address
 * @coa: it
 * @given_up: how often updates from it had no answer, since the last success
 */
struct dsmipd_mn6_candidate {
	struct dsmipd_mn_coa coa;
	uint32_t given_up;
};

/**
 * struct dsmipd_mn6_domain - where IPv6 does not lead to the home agent
 * @site: the first 48 bits of the addresses there
 * @until: milliseconds; worth a try after that
 */
struct dsmipd_mn6_domain {
	struct in6_addr site;
	uint64_t until;
};

/**
 * struct dsmipd_mn6_update - a binding update that may still be answered
 * @used: there is one
 * @sequence: its number
 * @mono: when it was sent, milliseconds
 * @goal: enum dsmipd_mn6_goal
 * @coa: care-of address in it
 * @force: it had flag F
 * @router: it had flag R
 * @home4: it had IPv4 Home Address options
 */
struct dsmipd_mn6_update {
	bool used;
	uint16_t sequence;
	uint64_t mono;
	enum dsmipd_mn6_goal goal;
	struct dsmipd_mn_coa coa;
	bool force;
	bool router;
	bool home4;
};

/**
 * struct dsmipd_mn6_home4 - an IPv4 home address or prefix
 * @request: what to ask for: as configured, then as allocated
 * @granted: it is ours now
 */
struct dsmipd_mn6_home4 {
	struct dsmipd_mh_home4 request;
	bool granted;
};

/**
 * struct dsmipd_mn6 - a mobile node
 * @config: settings
 * @act: carries out what is to be done
 * @arg: handed to it
 * @now: time of the event that is being dealt with
 * @skew: added to seconds of the clock, by order of the home agent (RFC 4285)
 *
 * @candidate: addresses that could be the care-of address
 * @n_candidate: how many
 * @domain: where IPv6 failed
 *
 * @goal: what binding updates are sent for; enum dsmipd_mn6_goal
 * @coa: they are sent from there
 * @waiting: an answer is wanted
 * @attempts: updates since the last answer
 * @delay: until the next one, milliseconds
 * @due: when to send the next one, milliseconds
 * @begun: when the first one was sent, milliseconds
 * @force: somebody has asked for UDP, since data are lost
 * @unforced: the home agent does not grant it here
 * @refused: the last answer was a refusal
 * @leave_by: %DSMIPD_MN6_GOAL_LEAVE ends then, whatever has been answered,
 *	milliseconds
 * @patience: time until the next try after a refusal, milliseconds
 * @sequence: of the last update
 * @sent: updates that may be answered, a ring
 * @n_sent: of those ever written to @sent
 *
 * @bound: there is a binding
 * @at_home: %DSMIPD_MN6_AT_HOME was told
 * @home_until: at home: the home agent may have the binding as long,
 *	milliseconds
 * @tunnel: data take it; without a family if there is none
 * @bound_coa: care-of address of the binding
 * @router: it is that of a mobile router
 * @nat: a NAT was found
 * @forced: the home agent forces UDP
 * @refresh: keepalive interval, seconds; 0: none
 * @lifetime: of the binding, seconds
 * @expires: its end, milliseconds
 * @renew: when to renew it, milliseconds
 * @keepalive: when to send the next keepalive, milliseconds
 * @home4: IPv4 home addresses and prefixes
 * @home4_again: the home agent does not know about them; when to ask again
 * @homes: what was told last
 * @n_homes: how many
 * @status: of the last acknowledgement
 * @handovers: changes of the care-of address
 * @last_handover: from the first update to the tunnel, milliseconds
 */
struct dsmipd_mn6 {
	struct dsmipd_mn6_config config;
	dsmipd_mn6_cb act;
	void *arg;
	struct dsmipd_mn_time now;
	int64_t skew;

	struct dsmipd_mn6_candidate candidate[DSMIPD_MN_MAX_COA];
	size_t n_candidate;
	struct dsmipd_mn6_domain domain[DSMIPD_MN6_DOMAINS];

	enum dsmipd_mn6_goal goal;
	struct dsmipd_mn_coa coa;
	bool waiting;
	uint32_t attempts;
	uint32_t delay;
	uint64_t due;
	uint64_t begun;
	bool force;
	bool unforced;
	bool refused;
	uint64_t leave_by;
	uint32_t patience;
	uint16_t sequence;
	struct dsmipd_mn6_update sent[DSMIPD_MN6_SENT];
	uint32_t n_sent;

	bool bound;
	bool at_home;
	uint64_t home_until;
	struct dsmipd_mn6_tunnel tunnel;
	struct dsmipd_mn_coa bound_coa;
	bool router;
	bool nat;
	bool forced;
	uint32_t refresh;
	uint32_t lifetime;
	uint64_t expires;
	uint64_t renew;
	uint64_t keepalive;
	struct dsmipd_mn6_home4 home4[DSMIPD_MH_MAX_HOME4];
	uint64_t home4_again;
	struct dsmip_prefix homes[1 + DSMIPD_MH_MAX_HOME4 +
				  DSMIPD_MH_MAX_PREFIX];
	size_t n_homes;
	uint8_t status;
	uint32_t handovers;
	uint32_t last_handover;
};

/* mn6.c */
void dsmipd_mn6_event(struct dsmipd_mn6 *mn, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void dsmipd_mn6_act(struct dsmipd_mn6 *mn,
		    enum dsmipd_mn6_action_type type);
void dsmipd_mn6_begin(struct dsmipd_mn6 *mn, enum dsmipd_mn6_goal goal,
		      const struct dsmipd_mn_coa *coa);
void dsmipd_mn6_move(struct dsmipd_mn6 *mn);
void dsmipd_mn6_tell_tunnel(struct dsmipd_mn6 *mn,
			    const struct dsmipd_mn6_tunnel *tunnel);
void dsmipd_mn6_unbind(struct dsmipd_mn6 *mn);
void dsmipd_mn6_done(struct dsmipd_mn6 *mn);

/* mn6_coa.c */
bool dsmipd_mn6_coa_same(const struct dsmipd_mn_coa *a,
			 const struct dsmipd_mn_coa *b);
void dsmipd_mn6_coa_set(struct dsmipd_mn6 *mn,
			const struct dsmipd_mn_coa *coas, size_t n);
const struct dsmipd_mn_coa *dsmipd_mn6_coa_find(const struct dsmipd_mn6 *mn,
						const struct dsmipd_mn_coa *c);
const struct dsmipd_mn_coa *dsmipd_mn6_coa_home(const struct dsmipd_mn6 *mn);
const struct dsmipd_mn_coa *dsmipd_mn6_coa_best(const struct dsmipd_mn6 *mn);
bool dsmipd_mn6_coa_tried(const struct dsmipd_mn6 *mn);
bool dsmipd_mn6_coa_tired(const struct dsmipd_mn6 *mn);
void dsmipd_mn6_coa_give_up(struct dsmipd_mn6 *mn);
void dsmipd_mn6_coa_works(struct dsmipd_mn6 *mn);

/* mn6_home4.c */
void dsmipd_mn6_home4_reset(struct dsmipd_mn6 *mn);
size_t dsmipd_mn6_home4_fill(const struct dsmipd_mn6 *mn, struct dsmipd_mh *mh);
bool dsmipd_mn6_home4_rcv(struct dsmipd_mn6 *mn, const struct dsmipd_mh *ack);
void dsmipd_mn6_home4_tell(struct dsmipd_mn6 *mn);

/* mn6_send.c */
struct dsmip_addr dsmipd_mn6_peer(const struct dsmipd_mn6 *mn, uint8_t family);
struct in6_addr dsmipd_mn6_coa6(const struct dsmip_addr *addr);
void dsmipd_mn6_send(struct dsmipd_mn6 *mn);

/* mn6_timer.c */
void dsmipd_mn6_timer_begin(struct dsmipd_mn6 *mn);
void dsmipd_mn6_timer_leave(struct dsmipd_mn6 *mn);
void dsmipd_mn6_timer_send(struct dsmipd_mn6 *mn);
void dsmipd_mn6_timer_bound(struct dsmipd_mn6 *mn, uint64_t sent,
			    const struct dsmipd_mh *ack);
void dsmipd_mn6_timer_refused(struct dsmipd_mn6 *mn, bool soon);

#endif /* DSMIPD_MN6_PRIV_H */
