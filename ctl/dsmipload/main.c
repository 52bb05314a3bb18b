// SPDX-License-Identifier: GPL-2.0
/* dsmipload: many mobile nodes, for a home agent to serve. */

#include <string.h>

#include "options.h"

int main(int argc, char **argv)
{
	struct dsmipload_config config;
	int code = 0;

	switch (dsmipload_options(argc, argv, &config)) {
	case DSMIPLOAD_RUN:
		code = dsmipload_run(&config);
		break;
	case DSMIPLOAD_SUBSCRIBERS:
		code = dsmipload_subscribers(&config);
		break;
	case DSMIPLOAD_HELP:
		break;
	case DSMIPLOAD_WRONG:
		code = 2;
		break;
	}
	explicit_bzero(&config, sizeof(config));
	return code;
}
