/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to the control socket of dsmipd. */
#ifndef DSMIPLOAD_CONTROL_H
#define DSMIPLOAD_CONTROL_H

#include <stdint.h>

struct dsmipload_control;

int dsmipload_control_open(struct dsmipload_control **control,
			   const char *path);
int dsmipload_control_call(struct dsmipload_control *control,
			   const char *request);
int dsmipload_control_close(struct dsmipload_control *control);

#endif /* DSMIPLOAD_CONTROL_H */
