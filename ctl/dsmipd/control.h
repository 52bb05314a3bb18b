/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The control socket: JSON-RPC 2.0 over a UNIX stream, one object a line.
 */
#ifndef DSMIPD_CONTROL_H
#define DSMIPD_CONTROL_H

#include <stddef.h>

#include "agent.h"

int dsmipd_control_open(struct dsmipd_control **control,
			struct dsmipd_agent *agent);
void dsmipd_control_close(struct dsmipd_control *control);
int dsmipd_control_group(struct dsmipd_control *control, const char *group,
			 char *why, size_t why_size);

#endif /* DSMIPD_CONTROL_H */
