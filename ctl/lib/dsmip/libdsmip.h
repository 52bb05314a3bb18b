/* SPDX-License-Identifier: GPL-2.0 */
/*
 * libdsmip: the client of the netlink interface of the dsmip module.
 *
 * Everything here returns 0 or a negative errno.  What the kernel had to say
 * about a failure is in the client's error object until the next call.
 *
 * In requests a field that is zero (an address without a family, a port 0, a
 * lifetime 0) is not sent, and what the kernel does not send is zero.
 *
 * A client is for one thread.  A callback must not call the client that it is
 * called from.
 */
#ifndef DSMIP_LIBDSMIP_H
#define DSMIP_LIBDSMIP_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/dsmip.h>

#define DSMIP_PORT_DEFAULT	4191
#define DSMIP_DSCP_INHERIT	64
#define DSMIP_LINK_KIND		"dsmip"

struct dsmip_client;
struct dsmip_monitor;
struct dsmip_queue;

/* Addresses and prefixes */

/**
 * struct dsmip_addr - an IPv4 or IPv6 address, or none
 * @family: AF_INET, AF_INET6, or AF_UNSPEC for none
 * @v4: the address if @family is AF_INET
 * @v6: the address if @family is AF_INET6
 * @bytes: either of them
 */
struct dsmip_addr {
	uint8_t family;
	union {
		struct in_addr v4;
		struct in6_addr v6;
		uint8_t bytes[16];
	};
};

/* The length of a prefix for which none was given. */
#define DSMIP_LEN_NONE		255

/**
 * struct dsmip_prefix - a home address or prefix
 * @addr: the address
 * @len: the prefix length, or DSMIP_LEN_NONE: a host, and in
 *	dsmip_binding_dump() whatever prefix serves the address
 */
struct dsmip_prefix {
	struct dsmip_addr addr;
	uint8_t len;
};

/* Longest texts, with the final NUL. */
#define DSMIP_ADDR_STRLEN	INET6_ADDRSTRLEN
#define DSMIP_PREFIX_STRLEN	(DSMIP_ADDR_STRLEN + 4)
#define DSMIP_ENDPOINT_STRLEN	(DSMIP_ADDR_STRLEN + 8)

unsigned int dsmip_addr_size(uint8_t family);
unsigned int dsmip_addr_bits(uint8_t family);
bool dsmip_addr_parse(const char *text, struct dsmip_addr *addr);
bool dsmip_addr_equal(const struct dsmip_addr *a, const struct dsmip_addr *b);
const char *dsmip_addr_format(const struct dsmip_addr *addr, char *buf,
			      size_t size);
bool dsmip_prefix_parse(const char *text, struct dsmip_prefix *prefix);
bool dsmip_prefix_is_host(const struct dsmip_prefix *prefix);
bool dsmip_prefix_is_network(const struct dsmip_prefix *prefix);
bool dsmip_prefix_overlap(const struct dsmip_prefix *a,
			  const struct dsmip_prefix *b);
const char *dsmip_prefix_format(const struct dsmip_prefix *prefix, char *buf,
				size_t size);
const char *dsmip_endpoint_format(const struct dsmip_addr *addr, uint16_t port,
				  char *buf, size_t size);

/* Names: NULL where there is none, 0 or -1 where the text is none. */

const char *dsmip_name_encap(uint32_t encap);
uint32_t dsmip_name_parse_encap(const char *text);
const char *dsmip_name_flag(unsigned int bit);
uint32_t dsmip_name_parse_flag(const char *text);
const char *dsmip_name_drop(unsigned int cause);
int dsmip_name_parse_drop(const char *text);
const char *dsmip_name_event(uint8_t cmd);

/* Errors */

/**
 * struct dsmip_error - why the last call failed
 * @code: errno, positive; 0 if nothing failed
 * @text: the kernel's words, else our own, else empty
 * @attr: name of the attribute that is wrong or missing, else empty
 * @value: its value as text where it has one
 * @missing: @attr was not sent but has to be
 */
struct dsmip_error {
	int code;
	char text[256];
	char attr[32];
	char value[DSMIP_PREFIX_STRLEN];
	bool missing;
};

/* Clients */

int dsmip_netns_enter(const char *name, struct dsmip_error *err);
int dsmip_client_open(struct dsmip_client **client);
void dsmip_client_close(struct dsmip_client *client);
const struct dsmip_error *dsmip_client_error(const struct dsmip_client *client);
bool dsmip_client_interrupted(const struct dsmip_client *client);
int dsmip_client_version(struct dsmip_client *client, uint32_t *version);

/* Bindings */

/* Care-of end points that a binding may have beside the first one. */
#define DSMIP_BINDING_COPIES	7

/**
 * struct dsmip_traffic - counters of a binding or a device
 * @rx_packets: packets decapsulated and delivered
 * @rx_bytes: their bytes, inner headers included
 * @tx_packets: packets encapsulated and sent
 * @tx_bytes: their bytes, inner headers included
 * @last_rx: milliseconds since the last packet was received
 * @has_last_rx: one was received
 * @drops: dropped packets by cause, DSMIP_DROP_*; those of a cause that this
 *	library has no name for are in drops[0]
 */
struct dsmip_traffic {
	uint64_t rx_packets;
	uint64_t rx_bytes;
	uint64_t tx_packets;
	uint64_t tx_bytes;
	uint64_t last_rx;
	bool has_last_rx;
	uint64_t drops[DSMIP_DROP_MAX + 1];
};

/**
 * struct dsmip_binding - home addresses and their care-of end point
 * @ifindex: the device
 * @id: handle of the binding in its device, given by the kernel
 * @home: home addresses and prefixes
 * @n_home: how many
 * @coa: care-of address
 * @local: our end of the tunnel
 * @port: UDP port of the care-of end point, host order; 0 without UDP
 * @encap: DSMIP_ENCAP_*
 * @flags: DSMIP_BINDING_FLAG_*
 * @lifetime: milliseconds; 0 is for ever
 * @left: what is left of it
 * @local_port: our UDP port, host order; 0 but for DSMIP_ENCAP_MIPUDP
 * @ikey: GRE key of received packets
 * @okey: GRE key of sent packets
 * @has_ikey: there is an @ikey
 * @has_okey: there is an @okey
 * @home_tunnel: far end of the tunnel to the home address
 * @home_tunnel_local: our end of it
 * @origin: in a request, tag of the origin that tells the end point; 0 for none
 * @group: groups that it has joined
 * @n_group: how many
 * @copy: more care-of end points, to which packets go as well (RFC 5944, section
 *	3.4). Of each, what tells the end point (@coa to @encap, @local_port to
 *	@home_tunnel_local), @flags of an end point, @lifetime and @left.
 * @n_copy: how many, DSMIP_BINDING_COPIES at most
 * @traffic: counters
 */
struct dsmip_binding {
	uint32_t ifindex;
	uint32_t id;
	const struct dsmip_prefix *home;
	size_t n_home;
	struct dsmip_addr coa;
	struct dsmip_addr local;
	uint16_t port;
	uint32_t encap;
	uint32_t flags;
	uint64_t lifetime;
	uint64_t left;
	uint16_t local_port;
	uint32_t ikey;
	uint32_t okey;
	bool has_ikey;
	bool has_okey;
	struct dsmip_addr home_tunnel;
	struct dsmip_addr home_tunnel_local;
	uint32_t origin;
	const struct dsmip_addr *group;
	size_t n_group;
	const struct dsmip_binding *copy;
	size_t n_copy;
	struct dsmip_traffic traffic;
};

/* A callback returns 0, or non-zero to hear no more; the call returns that. */
typedef int (*dsmip_binding_cb)(const struct dsmip_binding *binding, void *arg);

/**
 * enum dsmip_mode - what a new binding does to an old one
 * @DSMIP_MODE_ADD: refuse if there is an old one
 * @DSMIP_MODE_REPLACE: exchange it if there is one
 * @DSMIP_MODE_CHANGE: exchange it, refuse if there is none
 */
enum dsmip_mode {
	DSMIP_MODE_ADD,
	DSMIP_MODE_REPLACE,
	DSMIP_MODE_CHANGE,
};

int dsmip_binding_new(struct dsmip_client *client,
		      const struct dsmip_binding *binding, enum dsmip_mode mode,
		      dsmip_binding_cb echo, void *arg);
int dsmip_binding_del(struct dsmip_client *client,
		      const struct dsmip_binding *binding);
int dsmip_binding_get(struct dsmip_client *client,
		      const struct dsmip_binding *key, dsmip_binding_cb cb,
		      void *arg);
int dsmip_binding_dump(struct dsmip_client *client,
		       const struct dsmip_binding *filter, dsmip_binding_cb cb,
		       void *arg);
int dsmip_binding_flush(struct dsmip_client *client,
			const struct dsmip_binding *filter);

/*
 * Many requests in one datagram: the kernel carries out all of them, whether
 * others fail or not.  The callback hears of those that failed, in order.
 */
typedef void (*dsmip_queue_cb)(uint64_t cookie, const struct dsmip_error *err,
			       void *arg);

int dsmip_queue_open(struct dsmip_client *client, dsmip_queue_cb failed,
		     void *arg, struct dsmip_queue **queue);
int dsmip_queue_new(struct dsmip_queue *queue,
		    const struct dsmip_binding *binding, enum dsmip_mode mode,
		    uint64_t cookie);
int dsmip_queue_del(struct dsmip_queue *queue,
		    const struct dsmip_binding *binding, uint64_t cookie);
int dsmip_queue_flush(struct dsmip_queue *queue);
void dsmip_queue_close(struct dsmip_queue *queue);

/* Origins of signalling packets */

/**
 * struct dsmip_origin - where a signalling packet came from
 * @ifindex: the device
 * @tag: mark of the packet
 * @coa: outer source address
 * @local: outer destination address
 * @port: outer UDP source port, host order; 0 without UDP
 * @local_port: outer UDP destination port, host order; 0 without UDP
 * @encap: DSMIP_ENCAP_*
 * @inner_src: inner source address
 * @spi: SPI of its ESP header, 0 without ESP
 * @age: milliseconds since it was received
 */
struct dsmip_origin {
	uint32_t ifindex;
	uint32_t tag;
	struct dsmip_addr coa;
	struct dsmip_addr local;
	uint16_t port;
	uint16_t local_port;
	uint32_t encap;
	struct dsmip_addr inner_src;
	uint32_t spi;
	uint64_t age;
};

typedef int (*dsmip_origin_cb)(const struct dsmip_origin *origin, void *arg);

int dsmip_origin_get(struct dsmip_client *client, uint32_t ifindex,
		     uint32_t tag, dsmip_origin_cb cb, void *arg);
int dsmip_origins_get(struct dsmip_client *client, uint32_t ifindex,
		      const uint32_t *tags, unsigned int n, dsmip_origin_cb cb,
		      void *arg);
int dsmip_origin_new(struct dsmip_client *client, uint32_t ifindex,
		     const struct in6_addr *to, const struct dsmip_binding *end,
		     uint32_t *tag);

/* Statistics */

/**
 * struct dsmip_stats - state and counters of a device
 * @ifindex: the device
 * @bindings: bindings on it
 * @prefixes: home addresses and prefixes on it
 * @suppressed: packet events that the rate limit held back
 * @traffic: counters
 */
struct dsmip_stats {
	uint32_t ifindex;
	uint32_t bindings;
	uint32_t prefixes;
	uint64_t suppressed;
	struct dsmip_traffic traffic;
};

typedef int (*dsmip_stats_cb)(const struct dsmip_stats *stats, void *arg);

int dsmip_stats_get(struct dsmip_client *client, uint32_t ifindex,
		    dsmip_stats_cb cb, void *arg);
int dsmip_stats_dump(struct dsmip_client *client, dsmip_stats_cb cb, void *arg);

/* The fast path */

/**
 * struct dsmip_fastpath - a device whose received packets take the fast path
 * @ifindex: the dsmip device whose tunnels they go into or come out of; in
 *	dsmip_fastpath_del() and dsmip_fastpath_dump(), 0 for all
 * @ingress: the device that receives them; in dsmip_fastpath_dump(), 0 for all
 * @passed: packets for the dsmip device that were left to the device path
 * @traffic: what took the fast path: packets and bytes
 */
struct dsmip_fastpath {
	uint32_t ifindex;
	uint32_t ingress;
	uint64_t passed;
	struct dsmip_traffic traffic;
};

typedef int (*dsmip_fastpath_cb)(const struct dsmip_fastpath *fastpath,
				 void *arg);

int dsmip_fastpath_add(struct dsmip_client *client,
		       const struct dsmip_fastpath *fastpath);
int dsmip_fastpath_del(struct dsmip_client *client,
		       const struct dsmip_fastpath *fastpath);
int dsmip_fastpath_dump(struct dsmip_client *client,
			const struct dsmip_fastpath *filter,
			dsmip_fastpath_cb cb, void *arg);

/* Devices */

/**
 * struct dsmip_link - a device of kind "dsmip"
 * @ifindex: its number
 * @ifname: its name
 * @local4: its IPv4 address
 * @local6: its IPv6 address
 * @port: its UDP port, host order
 * @max_bindings: limit on the number of bindings
 * @pmtudisc: the tunnel MTU follows the path MTU
 * @has_pmtudisc: @pmtudisc is to be sent
 * @dscp: DSCP of outer headers, or DSMIP_DSCP_INHERIT
 * @has_dscp: @dscp is to be sent
 * @decap_dscp: decapsulation copies the outer DSCP inwards
 * @has_decap_dscp: @decap_dscp is to be sent
 * @origins: number of origins of signalling packets that are kept
 * @origin_mark: base of their tags
 * @group_time: how long a report of a group is good, milliseconds
 * @mtu: its MTU
 * @up: it is up
 * @far: its outer packets travel in another network namespace
 */
struct dsmip_link {
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	struct dsmip_addr local4;
	struct dsmip_addr local6;
	uint16_t port;
	uint32_t max_bindings;
	bool pmtudisc;
	bool has_pmtudisc;
	uint8_t dscp;
	bool has_dscp;
	bool decap_dscp;
	bool has_decap_dscp;
	uint32_t origins;
	uint32_t origin_mark;
	uint32_t group_time;
	uint32_t mtu;
	bool up;
	bool far;
};

typedef int (*dsmip_link_cb)(const struct dsmip_link *link, void *arg);

int dsmip_link_new(struct dsmip_client *client, const struct dsmip_link *link);
int dsmip_link_change(struct dsmip_client *client,
		      const struct dsmip_link *link);
int dsmip_link_del(struct dsmip_client *client, const char *ifname);
int dsmip_link_get(struct dsmip_client *client, const char *ifname,
		   dsmip_link_cb cb, void *arg);
int dsmip_link_dump(struct dsmip_client *client, dsmip_link_cb cb, void *arg);

/* What the tunnels stand on: addresses and routes of the machine */

/**
 * struct dsmip_ifaddr - an address of the machine
 * @ifindex: the device that it is on
 * @addr: the address
 * @usable: it is not waiting for the end of duplicate address detection, nor
 *	has it failed that
 */
struct dsmip_ifaddr {
	uint32_t ifindex;
	struct dsmip_addr addr;
	bool usable;
};

/**
 * struct dsmip_route - where packets to an address go
 * @ifindex: the device that they leave by, 0 if by none
 * @gateway: the next hop, or none
 */
struct dsmip_route {
	uint32_t ifindex;
	struct dsmip_addr gateway;
};

typedef int (*dsmip_ifaddr_cb)(const struct dsmip_ifaddr *addr, void *arg);

int dsmip_route_addrs(struct dsmip_client *client, dsmip_ifaddr_cb cb,
		      void *arg);
int dsmip_route_get(struct dsmip_client *client, const struct dsmip_addr *addr,
		    struct dsmip_route *route);

/* Events */

/**
 * struct dsmip_packet - the packet that an event is about
 * @cause: DSMIP_DROP_*
 * @encap: encapsulation it came in
 * @inner_src: inner source address
 * @inner_dst: inner destination address
 * @outer_src: outer source address
 * @outer_dst: outer destination address
 * @outer_port: outer source port, host order; 0 without UDP
 */
struct dsmip_packet {
	uint32_t cause;
	uint32_t encap;
	struct dsmip_addr inner_src;
	struct dsmip_addr inner_dst;
	struct dsmip_addr outer_src;
	struct dsmip_addr outer_dst;
	uint16_t outer_port;
};

/**
 * struct dsmip_event - something that happened
 * @cmd: what: DSMIP_CMD_*_NTF
 * @binding: the binding; of a packet event only ifindex and, for an end point
 *	mismatch, id
 * @packet: the packet of a packet event
 * @suppressed: packet events held back by the rate limit since the last one
 */
struct dsmip_event {
	uint8_t cmd;
	struct dsmip_binding binding;
	struct dsmip_packet packet;
	uint64_t suppressed;
};

typedef int (*dsmip_event_cb)(const struct dsmip_event *event, void *arg);

/**
 * enum dsmip_monitor_group - which events
 * @DSMIP_MONITOR_ALL: of bindings and packets
 * @DSMIP_MONITOR_PACKETS: of packets that were refused; without the others the
 *	module has nothing to do for it where bindings change
 * @DSMIP_MONITOR_GROUPS: how many there are
 */
enum dsmip_monitor_group {
	DSMIP_MONITOR_ALL,
	DSMIP_MONITOR_PACKETS,
	DSMIP_MONITOR_GROUPS,
};

int dsmip_monitor_open(struct dsmip_client *client,
		       enum dsmip_monitor_group group,
		       struct dsmip_monitor **monitor);
int dsmip_monitor_fd(const struct dsmip_monitor *monitor);
int dsmip_monitor_read(struct dsmip_monitor *monitor, dsmip_event_cb cb,
		       void *arg);
void dsmip_monitor_close(struct dsmip_monitor *monitor);

#endif /* DSMIP_LIBDSMIP_H */
