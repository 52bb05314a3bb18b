/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mobile node of Mobile IPv4 with dual stack (RFC 5454, 5944, 3519, 3024):
 * which care-of address, when to send which registration request, and what an
 * answer means.
 *
 * It knows no socket and no clock: events and the time go in, actions come out
 * by a callback, in the order in which they are to be carried out.
 */
#ifndef DSMIPD_MN4_H
#define DSMIPD_MN4_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#include "mip4.h"
#include "mip4_advert.h"
#include "mip4_auth.h"
#include "mn.h"

struct dsmipd_mn4;

#define DSMIPD_MN4_MAX_PREFIX	16	/* that are asked for */
#define DSMIPD_MN4_MAX_LINKS	16
#define DSMIPD_MN4_MAX_AGENTS	8
#define DSMIPD_MN4_MAC_LEN	6
/* The IPv4 home address and the prefixes. */
#define DSMIPD_MN4_MAX_HOMES	(1 + DSMIPD_MN4_MAX_PREFIX)

/**
 * enum dsmipd_mn4_udp - when data go in UDP (RFC 3519)
 * @DSMIPD_MN4_UDP_AUTO: when the home agent finds a NAT
 * @DSMIPD_MN4_UDP_FORCE: always, by flag F
 * @DSMIPD_MN4_UDP_NEVER: it is not asked for
 */
enum dsmipd_mn4_udp {
	DSMIPD_MN4_UDP_AUTO,
	DSMIPD_MN4_UDP_FORCE,
	DSMIPD_MN4_UDP_NEVER,
};

/**
 * enum dsmipd_mn4_encap - what IP is carried in, without a NAT
 * @DSMIPD_MN4_ENCAP_IP: IP in IP
 * @DSMIPD_MN4_ENCAP_GRE: GRE, flag G
 * @DSMIPD_MN4_ENCAP_MINIMAL: minimal encapsulation, flag M
 */
enum dsmipd_mn4_encap {
	DSMIPD_MN4_ENCAP_IP,
	DSMIPD_MN4_ENCAP_GRE,
	DSMIPD_MN4_ENCAP_MINIMAL,
};

/**
 * enum dsmipd_mn4_care - which care-of addresses are used
 * @DSMIPD_MN4_CARE_ANY: of its own first, then those of foreign agents
 * @DSMIPD_MN4_CARE_COLOCATED: of its own only
 * @DSMIPD_MN4_CARE_AGENT: those of foreign agents only
 */
enum dsmipd_mn4_care {
	DSMIPD_MN4_CARE_ANY,
	DSMIPD_MN4_CARE_COLOCATED,
	DSMIPD_MN4_CARE_AGENT,
};

/**
 * enum dsmipd_mn4_mode - who knows of the IPv6 prefixes (RFC 5454, section 1.4)
 * @DSMIPD_MN4_MODE_HOME: asked for; IPv6 in the tunnel to the home address
 * @DSMIPD_MN4_MODE_COA: the same, and the home agent may tunnel IPv6 to a
 *	care-of address of the node's own (IPv6 Tunneling Mode extension)
 * @DSMIPD_MN4_MODE_IMPLICIT: both ends by configuration; nothing is asked for
 */
enum dsmipd_mn4_mode {
	DSMIPD_MN4_MODE_HOME,
	DSMIPD_MN4_MODE_COA,
	DSMIPD_MN4_MODE_IMPLICIT,
};

/**
 * struct dsmipd_mn4_config - settings of a mobile node
 * @name: NAI; empty: none is sent
 * @hoa: IPv4 home address, with the length of the home prefix; without a
 *	family one is asked for
 * @ha: the home agent; 0.0.0.0: asked for by the broadcast address of the home
 *	prefix (RFC 5944, section 3.6.1.2)
 * @port: our UDP port, host order
 * @n_prefix: number of @prefix
 * @prefix: IPv6 prefixes; one with bits beyond its length is an address of
 *	the node in it; with @draft all zero, or an interface identifier, asks
 *	for one
 * @mode: enum dsmipd_mn4_mode
 * @link_local: register the link-local address too, for DHCPv6 (RFC 5454,
 *	section 3.7.1)
 * @router: the prefixes are those of networks behind it
 * @draft: the extensions are those of draft-ietf-mip4-dsmipv4-01
 * @reverse: ask for a reverse tunnel, flag T
 * @broadcast: ask for broadcasts, flag B
 * @encap: enum dsmipd_mn4_encap; with others than IP in IP no UDP is asked for
 * @lifetime: asked for, seconds
 * @udp: enum dsmipd_mn4_udp
 * @keepalive: seconds, used when the home agent tells none
 * @prefix_retry: ask again for prefixes after that many seconds when the home
 *	agent has shown no support for them; 0: never
 * @care: enum dsmipd_mn4_care
 * @revocation: take part in revocation (RFC 3543)
 * @sa: association with the home agent
 * @sa_agent: association with foreign agents; without a key there is none
 * @seed: of nonces; nobody else knows it
 */
struct dsmipd_mn4_config {
	char name[DSMIPD_MIP4_MAX_NAI + 1];
	struct dsmip_prefix hoa;
	struct in_addr ha;
	uint16_t port;
	size_t n_prefix;
	struct dsmip_prefix prefix[DSMIPD_MN4_MAX_PREFIX];
	enum dsmipd_mn4_mode mode;
	bool link_local;
	bool router;
	bool draft;
	bool reverse;
	bool broadcast;
	enum dsmipd_mn4_encap encap;
	uint16_t lifetime;
	enum dsmipd_mn4_udp udp;
	uint32_t keepalive;
	uint32_t prefix_retry;
	enum dsmipd_mn4_care care;
	bool revocation;
	struct dsmipd_mip4_sa sa;
	struct dsmipd_mip4_sa sa_agent;
	uint64_t seed;
};

/**
 * struct dsmipd_mn4_link - a device that is attached to something
 * @ifindex: it
 * @network: its attachment, as in struct dsmipd_mn_coa
 * @preference: by configuration; higher is better
 */
struct dsmipd_mn4_link {
	unsigned int ifindex;
	uint32_t network;
	int preference;
};

/**
 * struct dsmipd_mn4_peer - where a message is from
 * @addr: source address
 * @port: UDP source port, host order
 * @ifindex: device that it came by
 * @mac: of an advertisement: who sent it on the link
 */
struct dsmipd_mn4_peer {
	struct in_addr addr;
	uint16_t port;
	unsigned int ifindex;
	uint8_t mac[DSMIPD_MN4_MAC_LEN];
};

/**
 * struct dsmipd_mn4_way - how a message leaves
 * @src: source address; 0.0.0.0: the node has none yet
 * @dst: destination address
 * @port: destination UDP port, host order
 * @ifindex: device
 * @link: straight to @mac: to a foreign agent there is no route, and no ARP
 *	(RFC 5944, section 4.6)
 * @mac: of the agent, if @link
 */
struct dsmipd_mn4_way {
	struct in_addr src;
	struct in_addr dst;
	uint16_t port;
	unsigned int ifindex;
	bool link;
	uint8_t mac[DSMIPD_MN4_MAC_LEN];
};

/**
 * struct dsmipd_mn4_tunnel - how data go to and come from the home agent
 * @coa: care-of address that is registered; 0.0.0.0: there is no tunnel
 * @ha: the home agent's end
 * @hoa: the home address
 * @ifindex: device of @coa, or to the agent
 * @foreign: @coa is the agent's: IPv4 goes to it and comes from it as it is
 * @agent: address of the foreign agent, if @foreign
 * @mac: its address on the link, if @foreign
 * @encap: DSMIP_ENCAP_*, if not @foreign
 * @ipv6: there is IPv6
 * @home6: it goes in the tunnel to the home address
 * @native6: it goes to the agent as it is (draft -01), if @foreign
 */
struct dsmipd_mn4_tunnel {
	struct in_addr coa;
	struct in_addr ha;
	struct in_addr hoa;
	unsigned int ifindex;
	bool foreign;
	struct in_addr agent;
	uint8_t mac[DSMIPD_MN4_MAC_LEN];
	uint32_t encap;
	bool ipv6;
	bool home6;
	bool native6;
};

/**
 * enum dsmipd_mn4_action_type - what is to be done
 * @DSMIPD_MN4_SEND: send the message @data by @way
 * @DSMIPD_MN4_TUNNEL: data take @tunnel from now on
 * @DSMIPD_MN4_NO_TUNNEL: there is no tunnel any more
 * @DSMIPD_MN4_HOMES: home addresses and prefixes are @homes now, all of them;
 *	none when the node is at home, has left, or was refused.  They stay
 *	while there is no network: connections outlive that
 * @DSMIPD_MN4_HOME_LINK: the node is on the home link @ifindex, where it has
 *	@homes[0] from now on, and tells its neighbours by ARP; 0: away
 * @DSMIPD_MN4_AT_HOME: the home agent knows that the node is at home
 * @DSMIPD_MN4_LEFT: after dsmipd_mn4_deregister(): that was all
 * @DSMIPD_MN4_SOLICIT: send an agent solicitation on @ifindex
 * @DSMIPD_MN4_KEEPALIVE: send an ICMP echo request through the tunnel, from
 *	the home address to the home agent
 * @DSMIPD_MN4_EVENT: something for the log: @text
 */
enum dsmipd_mn4_action_type {
	DSMIPD_MN4_SEND,
	DSMIPD_MN4_TUNNEL,
	DSMIPD_MN4_NO_TUNNEL,
	DSMIPD_MN4_HOMES,
	DSMIPD_MN4_HOME_LINK,
	DSMIPD_MN4_AT_HOME,
	DSMIPD_MN4_LEFT,
	DSMIPD_MN4_SOLICIT,
	DSMIPD_MN4_KEEPALIVE,
	DSMIPD_MN4_EVENT,
};

/**
 * struct dsmipd_mn4_action - something to be done
 * @type: enum dsmipd_mn4_action_type
 * @way: of SEND
 * @data: of SEND: the message
 * @len: its length in bytes
 * @tunnel: of TUNNEL
 * @homes: of HOMES, and of HOME_LINK unless it is away; prefixes with bits
 *	beyond their length are addresses of the node
 * @n_homes: how many
 * @ifindex: of HOME_LINK and SOLICIT
 * @text: of EVENT
 */
struct dsmipd_mn4_action {
	enum dsmipd_mn4_action_type type;
	struct dsmipd_mn4_way way;
	const uint8_t *data;
	size_t len;
	struct dsmipd_mn4_tunnel tunnel;
	const struct dsmip_prefix *homes;
	size_t n_homes;
	unsigned int ifindex;
	const char *text;
};

typedef void (*dsmipd_mn4_cb)(const struct dsmipd_mn4_action *action,
			      void *arg);

/**
 * enum dsmipd_mn4_state - where the node is
 * @DSMIPD_MN4_STATE_NO_COA: nowhere
 * @DSMIPD_MN4_STATE_REGISTERING: somewhere, without a binding
 * @DSMIPD_MN4_STATE_REGISTERED: there is a binding
 * @DSMIPD_MN4_STATE_AT_HOME: on the home link
 * @DSMIPD_MN4_STATE_REFUSED: somewhere, and refused
 */
enum dsmipd_mn4_state {
	DSMIPD_MN4_STATE_NO_COA,
	DSMIPD_MN4_STATE_REGISTERING,
	DSMIPD_MN4_STATE_REGISTERED,
	DSMIPD_MN4_STATE_AT_HOME,
	DSMIPD_MN4_STATE_REFUSED,
};

/* Of a prefix that the home agent has not answered, in dsmipd_mn4_info. */
#define DSMIPD_MN4_NO_CODE	256

/**
 * struct dsmipd_mn4_info - what there is to show
 * @state: enum dsmipd_mn4_state
 * @tunnel: of data
 * @hoa: the home address; 0.0.0.0: not known yet
 * @ha: the home agent; a broadcast address: not known yet
 * @udp_forced: the home agent uses UDP without a NAT
 * @keepalive: interval in seconds, 0: none
 * @attempts: since the last answer
 * @code: of the last reply
 * @skew: how many seconds our clock is behind the home agent's
 * @lifetime: granted, seconds
 * @left: of it, seconds
 * @agents: foreign and home agents that were heard
 * @handovers: changes of the care-of address
 * @last_handover: from the first request to the tunnel, milliseconds
 * @malformed: messages that were malformed
 * @unauthentic: those that were to us, and not authentic
 * @n_prefix: number of @prefix
 * @prefix: prefixes as they are asked for
 * @prefix_code: what the home agent says, or %DSMIPD_MN4_NO_CODE
 */
struct dsmipd_mn4_info {
	enum dsmipd_mn4_state state;
	struct dsmipd_mn4_tunnel tunnel;
	struct in_addr hoa;
	struct in_addr ha;
	bool udp_forced;
	uint32_t keepalive;
	uint32_t attempts;
	uint8_t code;
	int64_t skew;
	uint32_t lifetime;
	uint32_t left;
	size_t agents;
	uint32_t handovers;
	uint32_t last_handover;
	uint64_t malformed;
	uint64_t unauthentic;
	size_t n_prefix;
	struct dsmip_prefix prefix[DSMIPD_MN4_MAX_PREFIX];
	uint16_t prefix_code[DSMIPD_MN4_MAX_PREFIX];
};

int dsmipd_mn4_new(struct dsmipd_mn4 **mn,
		   const struct dsmipd_mn4_config *config, dsmipd_mn4_cb act,
		   void *arg);
void dsmipd_mn4_free(struct dsmipd_mn4 *mn);

void dsmipd_mn4_network(struct dsmipd_mn4 *mn,
			const struct dsmipd_mn4_link *links, size_t n_links,
			const struct dsmipd_mn_coa *coas, size_t n_coas,
			struct dsmipd_mn_time now);
void dsmipd_mn4_advert(struct dsmipd_mn4 *mn,
		       const struct dsmipd_mn4_peer *from, const uint8_t *data,
		       size_t len, struct dsmipd_mn_time now);
void dsmipd_mn4_rcv(struct dsmipd_mn4 *mn, const struct dsmipd_mn4_peer *from,
		    const uint8_t *data, size_t len, struct dsmipd_mn_time now);
void dsmipd_mn4_traffic(struct dsmipd_mn4 *mn, struct dsmipd_mn_time now);
void dsmipd_mn4_deregister(struct dsmipd_mn4 *mn, struct dsmipd_mn_time now);
void dsmipd_mn4_tick(struct dsmipd_mn4 *mn, struct dsmipd_mn_time now);
uint64_t dsmipd_mn4_next(const struct dsmipd_mn4 *mn);
void dsmipd_mn4_info(const struct dsmipd_mn4 *mn, struct dsmipd_mn_time now,
		     struct dsmipd_mn4_info *info);

#endif /* DSMIPD_MN4_H */
