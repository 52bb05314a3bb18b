// SPDX-License-Identifier: GPL-2.0
/* Datagrams to the socket that systemd has named. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "notify.h"

/**
 * dsmipd_notify() - send a message to systemd, if it wants some
 * @fmt: lines NAME=VALUE
 */
void dsmipd_notify(const char *fmt, ...)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	char text[512];
	va_list ap;
	int len;
	int fd;

	if (!path || !*path || strlen(path) >= sizeof(to.sun_path))
		return;
	va_start(ap, fmt);
	len = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (len < 0 || len >= (int)sizeof(text))
		return;
	strcpy(to.sun_path, path);
	/* An abstract socket has a NUL where its name has an @. */
	if (*path == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	sendto(fd, text, len, MSG_NOSIGNAL, (struct sockaddr *)&to,
	       offsetof(struct sockaddr_un, sun_path) + strlen(path));
	close(fd);
}

/**
 * dsmipd_notify_ready() - say that the service runs, also after a reload
 */
void dsmipd_notify_ready(void)
{
	dsmipd_notify("READY=1\nSTATUS=Running");
}

/**
 * dsmipd_notify_reloading() - say that the configuration is being read again
 */
void dsmipd_notify_reloading(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	dsmipd_notify("RELOADING=1\nMONOTONIC_USEC=%llu",
		      now.tv_sec * 1000000ull + now.tv_nsec / 1000);
}

static void notify_alive(uv_timer_t *timer)
{
	(void)timer;
	dsmipd_notify("WATCHDOG=1");
}

/**
 * dsmipd_notify_watchdog() - show systemd that the event loop goes round
 * @loop: the loop
 * @timer: does it, when systemd has a watchdog for this process; to be closed
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_notify_watchdog(uv_loop_t *loop, uv_timer_t *timer)
{
	const char *usec = getenv("WATCHDOG_USEC");
	const char *pid = getenv("WATCHDOG_PID");
	uint64_t ms;
	int err;

	err = uv_timer_init(loop, timer);
	if (err || !usec || (pid && strtol(pid, NULL, 10) != getpid()))
		return err;
	/* Twice in the time that is allowed, as sd_watchdog_enabled(3) says. */
	ms = strtoull(usec, NULL, 10) / 2000;
	return ms ? uv_timer_start(timer, notify_alive, ms, ms) : 0;
}
