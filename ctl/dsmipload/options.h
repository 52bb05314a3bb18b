/* SPDX-License-Identifier: GPL-2.0 */
/* The command line. */
#ifndef DSMIPLOAD_OPTIONS_H
#define DSMIPLOAD_OPTIONS_H

#include "load.h"

/**
 * enum dsmipload_command - what is to be done
 * @DSMIPLOAD_RUN: play the nodes
 * @DSMIPLOAD_SUBSCRIBERS: print what adds their subscribers
 * @DSMIPLOAD_HELP: it was done: a text was printed
 * @DSMIPLOAD_WRONG: the command line is wrong, and it was printed why
 */
enum dsmipload_command {
	DSMIPLOAD_RUN,
	DSMIPLOAD_SUBSCRIBERS,
	DSMIPLOAD_HELP,
	DSMIPLOAD_WRONG,
};

enum dsmipload_command dsmipload_options(int argc, char **argv,
					 struct dsmipload_config *config);
const char *dsmipload_version(void);

#endif /* DSMIPLOAD_OPTIONS_H */
