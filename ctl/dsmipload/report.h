/* SPDX-License-Identifier: GPL-2.0 */
/* What is printed. */
#ifndef DSMIPLOAD_REPORT_H
#define DSMIPLOAD_REPORT_H

#include "load.h"

void dsmipload_report_progress(const struct dsmipload_stats *stats,
			       uint64_t seconds);
uint64_t dsmipload_report(const struct dsmipload_config *config,
			  const struct dsmipload_stats *stats, uint64_t nsec);

#endif /* DSMIPLOAD_REPORT_H */
