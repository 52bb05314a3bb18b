/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mobility headers and the ICMPv6 messages of Mobile IPv6 on raw sockets, with
 * what came along: the Home Address option, the mark, the device.
 */
#ifndef DSMIPD_SIGNALING_H
#define DSMIPD_SIGNALING_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

struct dsmipd_signaling;

/**
 * struct dsmipd_packet - a message
 * @proto: IPPROTO_MH or IPPROTO_ICMPV6
 * @src: source; of a received one with a Home Address option the home address
 * @dst: destination: the home address where a type 2 routing header is sent
 * @ifindex: device it came by; to send: device it has to leave by, 0: any
 * @mark: its mark
 * @hao: received: there was a Home Address option, @coa is the address on the
 *	wire; of no meaning to what is sent, see dsmipd_xfrm_node_coa()
 * @rh2: to send: put @dst into a type 2 routing header, @coa is where it goes
 * @coa: see @hao and @rh2
 * @data: the message
 * @len: its length in bytes
 */
struct dsmipd_packet {
	uint8_t proto;
	struct in6_addr src;
	struct in6_addr dst;
	unsigned int ifindex;
	uint32_t mark;
	bool hao;
	bool rh2;
	struct in6_addr coa;
	const uint8_t *data;
	size_t len;
};

/**
 * struct dsmipd_signaling_ops - who wants the messages
 * @rcv: a message has come; its data stay until @done
 * @done: no more at the moment: what was gathered can be done together
 * @arg: handed to them
 */
struct dsmipd_signaling_ops {
	void (*rcv)(const struct dsmipd_packet *packet, void *arg);
	void (*done)(void *arg);
	void *arg;
};

int dsmipd_signaling_open(struct dsmipd_signaling **sig, uv_loop_t *loop,
			  const struct dsmipd_signaling_ops *ops);
void dsmipd_signaling_close(struct dsmipd_signaling *sig);
int dsmipd_signaling_anycast(struct dsmipd_signaling *sig,
			     unsigned int ifindex,
			     const struct in6_addr *addr);
int dsmipd_signaling_send(struct dsmipd_signaling *sig,
			  const struct dsmipd_packet *packet);

#endif /* DSMIPD_SIGNALING_H */
