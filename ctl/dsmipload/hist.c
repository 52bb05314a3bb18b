// SPDX-License-Identifier: GPL-2.0
/* A histogram of times. */

#include "hist.h"

#define HIST_SIZE	(1u << DSMIPLOAD_HIST_BITS)

/* Values below 64 have a class each; from there on the leading 7 bits tell. */
static unsigned int hist_class(uint64_t value)
{
	unsigned int shift;

	if (value < HIST_SIZE)
		return value;
	shift = 63 - __builtin_clzll(value) - DSMIPLOAD_HIST_BITS;
	return (shift << DSMIPLOAD_HIST_BITS) + (value >> shift);
}

/* The largest value of a class. */
static uint64_t hist_top(unsigned int class)
{
	unsigned int shift;
	uint64_t lead;

	if (class < 2 * HIST_SIZE)
		return class;
	shift = (class >> DSMIPLOAD_HIST_BITS) - 1;
	lead = HIST_SIZE + (class & (HIST_SIZE - 1));
	return (lead << shift) + ((1ULL << shift) - 1);
}

/**
 * dsmipload_hist_add() - add a value
 * @hist: the histogram, all zero at first
 * @value: the value
 */
void dsmipload_hist_add(struct dsmipload_hist *hist, uint64_t value)
{
	if (!hist->count || value < hist->min)
		hist->min = value;
	if (value > hist->max)
		hist->max = value;
	hist->count++;
	hist->sum += value;
	hist->classes[hist_class(value)]++;
}

/**
 * dsmipload_hist_quantile() - what a part of the values does not exceed
 * @hist: the histogram
 * @quantile: which part, from 0 to 1
 *
 * Return: the value, exact or up to 1.6 percent too large; 0 without values.
 */
uint64_t dsmipload_hist_quantile(const struct dsmipload_hist *hist,
				 double quantile)
{
	double wanted = quantile * hist->count;
	uint64_t seen = 0;
	unsigned int i;

	for (i = 0; i < DSMIPLOAD_HIST_CLASSES; i++) {
		seen += hist->classes[i];
		if (seen && seen >= wanted)
			return hist_top(i) < hist->max ? hist_top(i) :
							 hist->max;
	}
	return hist->max;
}
