/* SPDX-License-Identifier: GPL-2.0 */
/* Datagrams from a socket, many at a time, with what comes along. */
#ifndef DSMIPD_DATAGRAM_H
#define DSMIPD_DATAGRAM_H

#include <linux/if_packet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* Most datagrams that are read before the loop goes round. */
#define DSMIPD_DATAGRAM_BATCH	64
#define DSMIPD_DATAGRAM_ROOM	2048
#define DSMIPD_DATAGRAM_CONTROL	256

/* Control messages, where the first one is aligned. */
union dsmipd_datagram_control {
	struct cmsghdr first;
	uint8_t room[DSMIPD_DATAGRAM_CONTROL];
};

/**
 * struct dsmipd_datagram - room for a datagram
 * @from: its source
 * @control: what comes along
 * @data: its bytes
 */
struct dsmipd_datagram {
	union {
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_ll ll;
	} from;
	union dsmipd_datagram_control control;
	uint8_t data[DSMIPD_DATAGRAM_ROOM];
};

typedef void (*dsmipd_datagram_cb)(struct dsmipd_datagram *datagram,
				   struct msghdr *hdr, size_t len, void *arg);

int dsmipd_datagram_rcv(int fd, struct dsmipd_datagram *room,
			dsmipd_datagram_cb cb, void *arg);
void dsmipd_datagram_put(struct msghdr *hdr, int level, int type,
			 const void *data, size_t len);
int dsmipd_datagram_set(int fd, int level, int name, int value);

#endif /* DSMIPD_DATAGRAM_H */
