// SPDX-License-Identifier: GPL-2.0
/* Reading many datagrams in one call, and writing control messages. */

#include <errno.h>
#include <string.h>

#include "datagram.h"

/**
 * dsmipd_datagram_rcv() - read what there is
 * @fd: a socket that does not wait
 * @room: %DSMIPD_DATAGRAM_BATCH of them
 * @cb: called with each that was received as a whole, its control messages in
 *	@hdr, and its length in bytes
 * @arg: handed to it
 *
 * Return: how many have come, or a negative errno.
 */
int dsmipd_datagram_rcv(int fd, struct dsmipd_datagram *room,
			dsmipd_datagram_cb cb, void *arg)
{
	struct mmsghdr msgs[DSMIPD_DATAGRAM_BATCH];
	struct iovec iov[DSMIPD_DATAGRAM_BATCH];
	int n;

	memset(msgs, 0, sizeof(msgs));
	for (int i = 0; i < DSMIPD_DATAGRAM_BATCH; i++) {
		struct msghdr *hdr = &msgs[i].msg_hdr;

		iov[i].iov_base = room[i].data;
		iov[i].iov_len = sizeof(room[i].data);
		hdr->msg_name = &room[i].from;
		hdr->msg_namelen = sizeof(room[i].from);
		hdr->msg_iov = &iov[i];
		hdr->msg_iovlen = 1;
		hdr->msg_control = &room[i].control;
		hdr->msg_controllen = sizeof(room[i].control);
	}
	n = recvmmsg(fd, msgs, DSMIPD_DATAGRAM_BATCH, MSG_DONTWAIT, NULL);
	if (n < 0)
		return errno == EINTR ? -EAGAIN : -errno;
	for (int i = 0; i < n; i++) {
		struct msghdr *hdr = &msgs[i].msg_hdr;

		if (!(hdr->msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
			cb(&room[i], hdr, msgs[i].msg_len, arg);
	}
	return n;
}

/**
 * dsmipd_datagram_put() - add a control message to what is sent
 * @hdr: the message; there is room behind its control messages
 * @level: level
 * @type: type
 * @data: contents
 * @len: bytes of them
 */
void dsmipd_datagram_put(struct msghdr *hdr, int level, int type,
			 const void *data, size_t len)
{
	struct cmsghdr *cmsg;

	cmsg = (struct cmsghdr *)((uint8_t *)hdr->msg_control +
				  hdr->msg_controllen);
	cmsg->cmsg_level = level;
	cmsg->cmsg_type = type;
	cmsg->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(cmsg), data, len);
	hdr->msg_controllen += CMSG_SPACE(len);
}

/**
 * dsmipd_datagram_set() - set an option of a socket
 * @fd: the socket
 * @level: level
 * @name: option
 * @value: a number
 *
 * Return: 0, or -1 and errno.
 */
int dsmipd_datagram_set(int fd, int level, int name, int value)
{
	return setsockopt(fd, level, name, &value, sizeof(value));
}
