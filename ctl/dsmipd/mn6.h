/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mobile node of Mobile IPv6 with dual stack (RFC 5555, 6275, 3963): which
 * care-of address, when to send which binding update, and what an answer means.
 *
 * It knows no socket and no clock: events and the time go in, actions come out
 * by a callback, in the order in which they are to be carried out.
 */
#ifndef DSMIPD_MN6_H
#define DSMIPD_MN6_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "mh.h"
#include "mn.h"
#include "subscriber.h"

struct dsmipd_mn6;

/**
 * enum dsmipd_mn6_udp - when the node asks for UDP encapsulation
 * @DSMIPD_MN6_UDP_AUTO: when a NAT is found or the home agent forces it
 * @DSMIPD_MN6_UDP_FORCE: always, by flag F in IPv4 networks
 */
enum dsmipd_mn6_udp {
	DSMIPD_MN6_UDP_AUTO,
	DSMIPD_MN6_UDP_FORCE,
};

/**
 * struct dsmipd_mn6_config - settings of a mobile node
 * @name: NAI for the MN Identifier option; empty: none is sent
 * @hoa: IPv6 home address, with the length of the home prefix
 * @ha: IPv6 address of the home agent
 * @ha4: its IPv4 address, if @has_ha4
 * @has_ha4: it has one
 * @port: its UDP port, host order
 * @home4: IPv4 home addresses and prefixes wanted: 0.0.0.0 asks for one
 * @n_home4: how many
 * @prefix: IPv6 mobile network prefixes (explicit mode)
 * @n_prefix: how many
 * @router: mobile router, flag R
 * @lifetime: asked for, seconds
 * @udp: enum dsmipd_mn6_udp
 * @literal_nat: the NAT Detection option alone means UDP (RFC 5555, 4.4.2)
 * @keepalive: seconds, used instead of 110 when the home agent tells none
 * @home4_retry: ask again for IPv4 after that many seconds when the home agent
 *	has shown no support for it; 0: never
 * @security: how to authenticate
 * @key: of %DSMIPD_SECURITY_AUTH
 * @esp: of %DSMIPD_SECURITY_IPSEC, as the node sees it
 */
struct dsmipd_mn6_config {
	char name[DSMIPD_SUBSCRIBER_NAME_MAX + 1];
	struct dsmip_prefix hoa;
	struct in6_addr ha;
	struct in_addr ha4;
	bool has_ha4;
	uint16_t port;
	size_t n_home4;
	struct dsmipd_mh_home4 home4[DSMIPD_MH_MAX_HOME4];
	size_t n_prefix;
	struct dsmipd_mh_prefix prefix[DSMIPD_MH_MAX_PREFIX];
	bool router;
	uint32_t lifetime;
	enum dsmipd_mn6_udp udp;
	bool literal_nat;
	uint32_t keepalive;
	uint32_t home4_retry;
	enum dsmipd_security security;
	struct dsmipd_auth_key key;
	struct dsmipd_esp esp;
};

/**
 * struct dsmipd_mn6_tunnel - how data go to the home agent
 * @coa: our end
 * @peer: the home agent's end, of the same family
 * @udp: in UDP, else IP in IP
 * @ifindex: device of @coa
 */
struct dsmipd_mn6_tunnel {
	struct dsmip_addr coa;
	struct dsmip_addr peer;
	bool udp;
	unsigned int ifindex;
};

/**
 * enum dsmipd_mn6_action_type - what is to be done
 * @DSMIPD_MN6_SEND: send the message @data (signed already), by @tunnel.  With
 *	an IPv6 care-of address natively, with a Home Address option if @hao;
 *	with an IPv4 one in UDP from @tunnel.coa; the tunnel for data stays.
 *	A node on its home link sends from its home address, which is
 *	@tunnel.coa then
 * @DSMIPD_MN6_TUNNEL: data take @tunnel from now on
 * @DSMIPD_MN6_NO_TUNNEL: there is no tunnel any more
 * @DSMIPD_MN6_HOMES: home addresses and prefixes are @homes now, all of them;
 *	none when the node is at home, has left, or was refused.  They stay
 *	while there is no network: connections outlive that
 * @DSMIPD_MN6_AT_HOME: the node is on its home link
 * @DSMIPD_MN6_LEFT: after dsmipd_mn6_deregister(): that was all
 * @DSMIPD_MN6_SOLICIT: send a mobile prefix solicitation
 * @DSMIPD_MN6_EVENT: something for the log: @text
 */
enum dsmipd_mn6_action_type {
	DSMIPD_MN6_SEND,
	DSMIPD_MN6_TUNNEL,
	DSMIPD_MN6_NO_TUNNEL,
	DSMIPD_MN6_HOMES,
	DSMIPD_MN6_AT_HOME,
	DSMIPD_MN6_LEFT,
	DSMIPD_MN6_SOLICIT,
	DSMIPD_MN6_EVENT,
};

/**
 * struct dsmipd_mn6_action - something to be done
 * @type: enum dsmipd_mn6_action_type
 * @tunnel: of SEND and TUNNEL
 * @hao: of SEND
 * @data: of SEND: the message, checksum 0
 * @len: its length in bytes
 * @homes: of HOMES
 * @n_homes: how many
 * @text: of EVENT
 */
struct dsmipd_mn6_action {
	enum dsmipd_mn6_action_type type;
	struct dsmipd_mn6_tunnel tunnel;
	bool hao;
	const uint8_t *data;
	size_t len;
	const struct dsmip_prefix *homes;
	size_t n_homes;
	const char *text;
};

typedef void (*dsmipd_mn6_cb)(const struct dsmipd_mn6_action *action,
			      void *arg);

/**
 * enum dsmipd_mn6_state - where the node is
 */
enum dsmipd_mn6_state {
	DSMIPD_MN6_STATE_NO_COA,
	DSMIPD_MN6_STATE_REGISTERING,
	DSMIPD_MN6_STATE_REGISTERED,
	DSMIPD_MN6_STATE_AT_HOME,
	DSMIPD_MN6_STATE_REFUSED,
};

/**
 * struct dsmipd_mn6_info - what there is to show
 * @state: enum dsmipd_mn6_state
 * @tunnel: of data; coa without a family if there is none
 * @nat: a NAT was found
 * @forced: the home agent forces UDP
 * @refresh: keepalive interval in seconds, 0: none
 * @sequence: of the last binding update
 * @attempts: since the last answer
 * @status: of the last acknowledgement
 * @lifetime: granted, seconds
 * @left: of it, seconds
 * @handovers: changes of the care-of address
 * @last_handover: from the first binding update to the tunnel, milliseconds
 */
struct dsmipd_mn6_info {
	enum dsmipd_mn6_state state;
	struct dsmipd_mn6_tunnel tunnel;
	bool nat;
	bool forced;
	uint32_t refresh;
	uint16_t sequence;
	uint32_t attempts;
	uint8_t status;
	uint32_t lifetime;
	uint32_t left;
	uint32_t handovers;
	uint32_t last_handover;
};

int dsmipd_mn6_new(struct dsmipd_mn6 **mn,
		   const struct dsmipd_mn6_config *config, uint16_t sequence,
		   dsmipd_mn6_cb act, void *arg);
void dsmipd_mn6_free(struct dsmipd_mn6 *mn);

void dsmipd_mn6_coas(struct dsmipd_mn6 *mn, const struct dsmipd_mn_coa *coas,
		     size_t n, struct dsmipd_mn_time now);
void dsmipd_mn6_rcv(struct dsmipd_mn6 *mn, const struct in6_addr *src,
		    const uint8_t *data, size_t len,
		    struct dsmipd_mn_time now);
void dsmipd_mn6_traffic(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now);
void dsmipd_mn6_force_udp(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now);
void dsmipd_mn6_deregister(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now);
void dsmipd_mn6_tick(struct dsmipd_mn6 *mn, struct dsmipd_mn_time now);
uint64_t dsmipd_mn6_next(const struct dsmipd_mn6 *mn);
void dsmipd_mn6_info(const struct dsmipd_mn6 *mn, struct dsmipd_mn_time now,
		     struct dsmipd_mn6_info *info);

#endif /* DSMIPD_MN6_H */
