/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A histogram of times: 64 classes for each power of two, so that what it says
 * is at most 1.6 percent too much, from a nanosecond to centuries.
 */
#ifndef DSMIPLOAD_HIST_H
#define DSMIPLOAD_HIST_H

#include <stdint.h>

#define DSMIPLOAD_HIST_BITS	6
#define DSMIPLOAD_HIST_CLASSES	((65 - DSMIPLOAD_HIST_BITS) << \
				 DSMIPLOAD_HIST_BITS)

/**
 * struct dsmipload_hist - a histogram
 * @count: how many values
 * @sum: of all values
 * @min: the smallest one
 * @max: the largest one
 * @classes: how many of each class
 */
struct dsmipload_hist {
	uint64_t count;
	uint64_t sum;
	uint64_t min;
	uint64_t max;
	uint64_t classes[DSMIPLOAD_HIST_CLASSES];
};

void dsmipload_hist_add(struct dsmipload_hist *hist, uint64_t value);
uint64_t dsmipload_hist_quantile(const struct dsmipload_hist *hist,
				 double quantile);

#endif /* DSMIPLOAD_HIST_H */
