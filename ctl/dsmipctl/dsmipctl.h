/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of dsmipctl share. */
#ifndef DSMIPCTL_H
#define DSMIPCTL_H

#include <stdio.h>

#include "devs.h"
#include "dsmip/libdsmip.h"
#include "options.h"

#ifndef DSMIP_VERSION
#define DSMIP_VERSION	"unknown"
#endif

/* Raised when a field of the JSON output changes its meaning. */
#define DSMIPCTL_JSON_SCHEMA	1

/**
 * enum dsmipctl_exit - exit codes, a contract with scripts
 * @DSMIPCTL_DONE: done, an empty list too
 * @DSMIPCTL_FAILED: refused or not found
 * @DSMIPCTL_USAGE: the command line is wrong, nothing was sent
 * @DSMIPCTL_NO_DAEMON: the daemon is not reachable
 * @DSMIPCTL_BATCH_FAILED: a batch went on after failures
 */
enum dsmipctl_exit {
	DSMIPCTL_DONE = 0,
	DSMIPCTL_FAILED = 1,
	DSMIPCTL_USAGE = 2,
	DSMIPCTL_NO_DAEMON = 3,
	DSMIPCTL_BATCH_FAILED = 4,
};

struct dsmipctl_batch;
struct dsmipctl_daemon;

/**
 * struct dsmipctl - one run of the program
 * @opt: the options
 * @client: the connection to the kernel, NULL until it is needed
 * @daemon: the connection to dsmipd, NULL until it is needed
 * @out: where results go
 * @err: where errors go
 * @items: elements printed of the JSON array that is open
 * @array: a JSON array is open
 * @devs: names and numbers of devices
 * @batch: the batch that the command is from, or NULL
 */
struct dsmipctl {
	struct dsmipctl_options opt;
	struct dsmip_client *client;
	struct dsmipctl_daemon *daemon;
	FILE *out;
	FILE *err;
	unsigned long items;
	bool array;
	struct dsmipctl_devs devs;
	struct dsmipctl_batch *batch;
};

int dsmipctl_connect(struct dsmipctl *ctl);
int dsmipctl_run(struct dsmipctl *ctl, int argc, char **argv);
int dsmipctl_main(struct dsmipctl *ctl, int argc, char **argv);

#endif /* DSMIPCTL_H */
