/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_BATCH_H
#define DSMIPCTL_BATCH_H

#include "dsmipctl.h"

int dsmipctl_batch_run(struct dsmipctl *ctl, const char *name);
const char *dsmipctl_batch_file(const struct dsmipctl_batch *batch);
unsigned long dsmipctl_batch_line(const struct dsmipctl_batch *batch);
void dsmipctl_batch_at(struct dsmipctl *ctl, unsigned long line);
void dsmipctl_batch_failed(struct dsmipctl *ctl);
struct dsmip_queue *dsmipctl_batch_queue(struct dsmipctl *ctl);
int dsmipctl_batch_settle(struct dsmipctl *ctl);
int dsmipctl_batch_split(char *line, char **argv, int room);

#endif /* DSMIPCTL_BATCH_H */
