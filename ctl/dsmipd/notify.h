/* SPDX-License-Identifier: GPL-2.0 */
/* Telling systemd how the service is (sd_notify(3)), without its library. */
#ifndef DSMIPD_NOTIFY_H
#define DSMIPD_NOTIFY_H

#include <uv.h>

void dsmipd_notify(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void dsmipd_notify_ready(void);
void dsmipd_notify_reloading(void);
int dsmipd_notify_watchdog(uv_loop_t *loop, uv_timer_t *timer);

#endif /* DSMIPD_NOTIFY_H */
