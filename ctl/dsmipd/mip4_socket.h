/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mobile IPv4 messages on UDP sockets.  All agents of this process share the
 * one of port 434, whatever their addresses: each is offered what has come.
 * Tunnel data on that port is the module's, and not seen here.
 */
#ifndef DSMIPD_MIP4_SOCKET_H
#define DSMIPD_MIP4_SOCKET_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

struct dsmipd_mip4_socket;

/**
 * struct dsmipd_mip4_packet - a message
 * @src: source
 * @dst: destination, as it was on the wire: a broadcast or multicast address too
 * @sport: source port, host order; to send: of no meaning
 * @dport: destination port, host order; received: of no meaning
 * @ifindex: device it came by; to send: device it has to leave by, 0: any
 * @ttl: to send: time to live, 0: the default
 * @data: the message
 * @len: its length in bytes
 */
struct dsmipd_mip4_packet {
	struct in_addr src;
	struct in_addr dst;
	uint16_t sport;
	uint16_t dport;
	unsigned int ifindex;
	uint8_t ttl;
	const uint8_t *data;
	size_t len;
};

/**
 * struct dsmipd_mip4_socket_ops - who wants the messages
 * @rcv: a message has come; true: it was for him, and nobody else is asked
 * @done: no more at the moment: what was gathered can be done together; or NULL
 * @arg: handed to them
 */
struct dsmipd_mip4_socket_ops {
	bool (*rcv)(const struct dsmipd_mip4_packet *packet, void *arg);
	void (*done)(void *arg);
	void *arg;
};

int dsmipd_mip4_socket_open(struct dsmipd_mip4_socket **sock, uv_loop_t *loop,
			    uint16_t port,
			    const struct dsmipd_mip4_socket_ops *ops);
void dsmipd_mip4_socket_close(struct dsmipd_mip4_socket *sock);
uint16_t dsmipd_mip4_socket_port(const struct dsmipd_mip4_socket *sock);
int dsmipd_mip4_socket_join(struct dsmipd_mip4_socket *sock,
			    unsigned int ifindex, struct in_addr group);
int dsmipd_mip4_socket_send(struct dsmipd_mip4_socket *sock,
			    const struct dsmipd_mip4_packet *packet);

#endif /* DSMIPD_MIP4_SOCKET_H */
