/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_OPTIONS_H
#define DSMIPCTL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct dsmipctl;

/**
 * enum dsmipctl_color_mode - when to colour
 * @DSMIPCTL_COLOR_AUTO: on a terminal
 * @DSMIPCTL_COLOR_ALWAYS: always
 * @DSMIPCTL_COLOR_NEVER: never
 */
enum dsmipctl_color_mode {
	DSMIPCTL_COLOR_AUTO,
	DSMIPCTL_COLOR_ALWAYS,
	DSMIPCTL_COLOR_NEVER,
};

/**
 * struct dsmipctl_options - what the options said
 * @json: print JSON
 * @pretty: indent it
 * @stats: print counters
 * @details: print everything
 * @oneline: print each object on one line
 * @timestamps: print the time of events
 * @force: a batch goes on after failures
 * @version: print the version
 * @help: print help
 * @color: when to colour
 * @family: AF_INET or AF_INET6 if the care-of address must be of it
 * @wait: milliseconds after which the monitor ends, 0 for never
 * @netns: network namespace, or NULL
 * @socket: control socket of dsmipd, or NULL
 * @batch: batch file, or NULL
 */
struct dsmipctl_options {
	bool json;
	bool pretty;
	bool stats;
	bool details;
	bool oneline;
	bool timestamps;
	bool force;
	bool version;
	bool help;
	enum dsmipctl_color_mode color;
	int family;
	uint64_t wait;
	const char *netns;
	const char *socket;
	const char *batch;
};

int dsmipctl_options_parse(struct dsmipctl *ctl, int *argc, char **argv);

#endif /* DSMIPCTL_OPTIONS_H */
