/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of mn4.h share. */
#ifndef DSMIPD_MN4_PRIV_H
#define DSMIPD_MN4_PRIV_H

#include "mn4.h"

#define DSMIPD_MN4_NEVER	UINT64_MAX

/* So many requests from one care-of address, then from another one. */
#define DSMIPD_MN4_ATTEMPTS	3

/* Requests a second, at most. */
#define DSMIPD_MN4_RATE		3

/**
 * enum dsmipd_mn4_goal - what requests are sent for
 * @DSMIPD_MN4_GOAL_NONE: none are
 * @DSMIPD_MN4_GOAL_REGISTER: to register, or to renew that
 * @DSMIPD_MN4_GOAL_HOME: to deregister on the home link
 * @DSMIPD_MN4_GOAL_LEAVE: to deregister, and that is all
 */
enum dsmipd_mn4_goal {
	DSMIPD_MN4_GOAL_NONE,
	DSMIPD_MN4_GOAL_REGISTER,
	DSMIPD_MN4_GOAL_HOME,
	DSMIPD_MN4_GOAL_LEAVE,
};

/**
 * struct dsmipd_mn4_agent - an agent that was heard
 * @addr: its address
 * @mac: its address on the link
 * @link: where
 * @advert: its last advertisement
 * @expires: it is forgotten then, milliseconds
 * @restarts: how often it has begun anew: it has forgotten its visitors
 */
struct dsmipd_mn4_agent {
	struct in_addr addr;
	uint8_t mac[DSMIPD_MN4_MAC_LEN];
	struct dsmipd_mn4_link link;
	struct dsmipd_mip4_advert advert;
	uint64_t expires;
	uint32_t restarts;
};

/**
 * struct dsmipd_mn4_from - from where the node registers, or could
 * @coa: care-of address
 * @foreign: it is that of a foreign agent
 * @through: the request goes to a foreign agent: it is its care-of address, or
 *	it demands that (flag R)
 * @agent: address of that agent
 * @mac: its address on the link
 * @restarts: as of struct dsmipd_mn4_agent
 * @flags: of its advertisement
 * @lifetime: the longest that it takes, seconds
 */
struct dsmipd_mn4_from {
	struct dsmipd_mn_coa coa;
	bool foreign;
	bool through;
	struct in_addr agent;
	uint8_t mac[DSMIPD_MN4_MAC_LEN];
	uint32_t restarts;
	uint16_t flags;
	uint16_t lifetime;
};

#define DSMIPD_MN4_MAX_FROM	(DSMIPD_MN_MAX_COA + DSMIPD_MN4_MAX_AGENTS)

/**
 * struct dsmipd_mn4_candidate - from where the node could register
 * @from: it
 * @given_up: how often that was in vain, since the last success
 */
struct dsmipd_mn4_candidate {
	struct dsmipd_mn4_from from;
	uint32_t given_up;
};

/**
 * struct dsmipd_mn4_prefix - an IPv6 prefix
 * @request: what to ask for: as configured, then as allocated
 * @code: what the home agent says, or %DSMIPD_MN4_NO_CODE
 */
struct dsmipd_mn4_prefix {
	struct dsmip_prefix request;
	uint16_t code;
};

/**
 * struct dsmipd_mn4_sent - the last request
 * @used: it may be answered
 * @id: its identification
 * @mono: when it was sent, milliseconds
 * @goal: enum dsmipd_mn4_goal
 * @from: care-of address
 * @lifetime: asked for, seconds
 * @ha: home agent in it
 * @flags: enum dsmipd_mip4_rrq_flag
 * @udp: it asks for UDP
 * @force: with flag F
 * @prefixes: it asks for prefixes
 * @link_local: and for the link-local address
 * @mode: it has the IPv6 Tunneling Mode extension
 * @revocation: it offers revocation, as of that 32-bit time; 0: it does not
 * @way: how it left
 * @len: bytes of @data
 * @data: the message, to be sent again as it is if there are nonces
 */
struct dsmipd_mn4_sent {
	bool used;
	uint64_t id;
	uint64_t mono;
	enum dsmipd_mn4_goal goal;
	struct dsmipd_mn4_from from;
	uint16_t lifetime;
	struct in_addr ha;
	uint16_t flags;
	bool udp;
	bool force;
	bool prefixes;
	bool link_local;
	bool mode;
	uint32_t revocation;
	struct dsmipd_mn4_way way;
	size_t len;
	uint8_t data[DSMIPD_MIP4_MAX_LEN];
};

/**
 * struct dsmipd_mn4 - a mobile node
 * @config: settings
 * @act: carries out what is to be done
 * @arg: handed to it
 * @now: time of the event that is being dealt with
 *
 * @link: devices that are attached
 * @n_link: how many
 * @coa: addresses of its own
 * @n_coa: how many
 * @agent: agents that were heard
 * @n_agent: how many
 * @candidate: from where it could register
 * @n_candidate: how many
 * @solicit: when to ask for agents again, milliseconds
 * @solicits: how often that was done
 *
 * @hoa: home address; 0.0.0.0: not known yet
 * @ha: home agent; a broadcast address: not known yet
 * @goal: what requests are sent for; enum dsmipd_mn4_goal
 * @from: from where
 * @waiting: an answer is wanted
 * @attempts: requests since the last answer
 * @delay: until the next one, milliseconds
 * @due: when to send the next one, milliseconds
 * @begun: when the first one was sent, milliseconds
 * @refused: the last answer was a refusal
 * @patience: time until the next try after a refusal, milliseconds
 * @id: identification of the last request
 * @skew: added to seconds of the clock, by order of the home agent
 * @nonce: the home agent's, for the next request
 * @random: state of the generator of nonces
 * @sent: the last request
 * @recent: when the last ones were sent, milliseconds, a ring
 * @n_recent: of those ever written to @recent
 * @max_lifetime: a foreign agent takes no longer, seconds; 0: no limit known
 * @plain: no other encapsulation than IP in IP is to be had here
 * @need_reverse: a reverse tunnel is demanded here
 * @unforced: the home agent does not force UDP here
 * @asked_ha: the home agent has told another address
 *
 * @bound: there is a binding
 * @at_home: %DSMIPD_MN4_AT_HOME was told
 * @home_link: device on the home link, 0: away
 * @home_until: at home: the home agent may have the binding as long,
 *	milliseconds
 * @tunnel: data take it
 * @bound_from: care-of address of the binding
 * @revocation: revocation was agreed on at that 32-bit time; 0: it was not
 * @udp_forced: UDP without a NAT
 * @keepalive: interval, seconds; 0: none
 * @keepalive_cap: the longest that was found to work, seconds
 * @probe: when to send the next keepalive, milliseconds
 * @probes: those without anything that came since
 * @probed: when the first of them was sent, milliseconds
 * @lifetime: of the binding, seconds
 * @expires: its end, milliseconds
 * @renew: when to renew it, milliseconds
 * @prefix: IPv6 prefixes
 * @link_local: code of the link-local address, or %DSMIPD_MN4_NO_CODE
 * @prefix_again: the home agent does not know about them; when to ask again
 * @homes: what was told last
 * @n_homes: how many
 * @code: of the last reply
 * @handovers: changes of the care-of address
 * @last_handover: from the first request to the tunnel, milliseconds
 * @malformed: messages that were malformed
 * @unauthentic: those that were to us, and not authentic
 */
struct dsmipd_mn4 {
	struct dsmipd_mn4_config config;
	dsmipd_mn4_cb act;
	void *arg;
	struct dsmipd_mn_time now;

	struct dsmipd_mn4_link link[DSMIPD_MN4_MAX_LINKS];
	size_t n_link;
	struct dsmipd_mn_coa coa[DSMIPD_MN_MAX_COA];
	size_t n_coa;
	struct dsmipd_mn4_agent agent[DSMIPD_MN4_MAX_AGENTS];
	size_t n_agent;
	struct dsmipd_mn4_candidate candidate[DSMIPD_MN4_MAX_FROM];
	size_t n_candidate;
	uint64_t solicit;
	uint32_t solicits;

	struct in_addr hoa;
	struct in_addr ha;
	enum dsmipd_mn4_goal goal;
	struct dsmipd_mn4_from from;
	bool waiting;
	uint32_t attempts;
	uint32_t delay;
	uint64_t due;
	uint64_t begun;
	bool refused;
	uint32_t patience;
	uint64_t id;
	int64_t skew;
	uint32_t nonce;
	uint64_t random;
	struct dsmipd_mn4_sent sent;
	uint64_t recent[DSMIPD_MN4_RATE];
	uint32_t n_recent;
	uint16_t max_lifetime;
	bool plain;
	bool need_reverse;
	bool unforced;
	bool asked_ha;

	bool bound;
	bool at_home;
	unsigned int home_link;
	uint64_t home_until;
	struct dsmipd_mn4_tunnel tunnel;
	struct dsmipd_mn4_from bound_from;
	uint32_t revocation;
	bool udp_forced;
	uint32_t keepalive;
	uint32_t keepalive_cap;
	uint64_t probe;
	uint32_t probes;
	uint64_t probed;
	uint32_t lifetime;
	uint64_t expires;
	uint64_t renew;
	struct dsmipd_mn4_prefix prefix[DSMIPD_MN4_MAX_PREFIX];
	uint16_t link_local;
	uint64_t prefix_again;
	struct dsmip_prefix homes[DSMIPD_MN4_MAX_HOMES];
	size_t n_homes;
	uint8_t code;
	uint32_t handovers;
	uint32_t last_handover;
	uint64_t malformed;
	uint64_t unauthentic;
};

static inline uint64_t dsmipd_mn4_min(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* mn4.c */
void dsmipd_mn4_event(struct dsmipd_mn4 *mn, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void dsmipd_mn4_act(struct dsmipd_mn4 *mn, enum dsmipd_mn4_action_type type,
		    unsigned int ifindex);
void dsmipd_mn4_begin(struct dsmipd_mn4 *mn, enum dsmipd_mn4_goal goal,
		      const struct dsmipd_mn4_from *from);
void dsmipd_mn4_again(struct dsmipd_mn4 *mn);
void dsmipd_mn4_move(struct dsmipd_mn4 *mn);
void dsmipd_mn4_tell_tunnel(struct dsmipd_mn4 *mn,
			    const struct dsmipd_mn4_tunnel *tunnel);
void dsmipd_mn4_unbind(struct dsmipd_mn4 *mn);
void dsmipd_mn4_done(struct dsmipd_mn4 *mn);

/* mn4_agent.c */
void dsmipd_mn4_agent_links(struct dsmipd_mn4 *mn,
			    const struct dsmipd_mn4_link *links, size_t n);
void dsmipd_mn4_agent_lost(struct dsmipd_mn4 *mn, struct in_addr addr);
bool dsmipd_mn4_agent_tick(struct dsmipd_mn4 *mn);
uint64_t dsmipd_mn4_agent_next(const struct dsmipd_mn4 *mn);
bool dsmipd_mn4_agent_is_home(const struct dsmipd_mn4 *mn,
			      const struct dsmipd_mn4_agent *agent);

/* mn4_coa.c */
bool dsmipd_mn4_from_same(const struct dsmipd_mn4_from *a,
			  const struct dsmipd_mn4_from *b);
void dsmipd_mn4_coa_collect(struct dsmipd_mn4 *mn);
const struct dsmipd_mn4_from *dsmipd_mn4_coa_best(const struct dsmipd_mn4 *mn);
bool dsmipd_mn4_coa_home(const struct dsmipd_mn4 *mn,
			 struct dsmipd_mn4_from *home);
bool dsmipd_mn4_coa_tired(const struct dsmipd_mn4 *mn);
bool dsmipd_mn4_coa_tried(const struct dsmipd_mn4 *mn);
void dsmipd_mn4_coa_give_up(struct dsmipd_mn4 *mn);
void dsmipd_mn4_coa_works(struct dsmipd_mn4 *mn);

/* mn4_prefix.c */
void dsmipd_mn4_prefix_reset(struct dsmipd_mn4 *mn);
void dsmipd_mn4_prefix_fill(struct dsmipd_mn4 *mn, struct dsmipd_mip4 *rrq);
bool dsmipd_mn4_prefix_rcv(struct dsmipd_mn4 *mn,
			   const struct dsmipd_mip4 *rrp);
bool dsmipd_mn4_prefix_wants_more(const struct dsmipd_mn4 *mn);
void dsmipd_mn4_prefix_mode(const struct dsmipd_mn4 *mn,
			    struct dsmipd_mn4_tunnel *tunnel);
void dsmipd_mn4_prefix_tell(struct dsmipd_mn4 *mn);

/* mn4_send.c */
void dsmipd_mn4_send(struct dsmipd_mn4 *mn, bool again);
void dsmipd_mn4_send_ack(struct dsmipd_mn4 *mn,
			 const struct dsmipd_mn4_peer *to,
			 const struct dsmipd_mip4 *revoke);
uint32_t dsmipd_mn4_clock(const struct dsmipd_mn4 *mn);

/* mn4_timer.c */
void dsmipd_mn4_timer_begin(struct dsmipd_mn4 *mn);
void dsmipd_mn4_timer_send(struct dsmipd_mn4 *mn);
void dsmipd_mn4_timer_bound(struct dsmipd_mn4 *mn, uint16_t granted);
void dsmipd_mn4_timer_refused(struct dsmipd_mn4 *mn, bool soon);
void dsmipd_mn4_timer_keepalive(struct dsmipd_mn4 *mn);

/* mn4_reason.c */
bool dsmipd_mn4_refused(struct dsmipd_mn4 *mn, const struct dsmipd_mip4 *rrp);

#endif /* DSMIPD_MN4_PRIV_H */
