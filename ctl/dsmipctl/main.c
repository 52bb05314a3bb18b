// SPDX-License-Identifier: GPL-2.0
/* dsmipctl: shows and changes bindings of dual-stack Mobile IP tunnels. */

#include <errno.h>
#include <string.h>

#include "dsmipctl.h"

int main(int argc, char **argv)
{
	struct dsmipctl ctl = { .out = stdout, .err = stderr };
	int code;

	code = dsmipctl_main(&ctl, argc - 1, argv + 1);
	if ((ferror(stdout) || fflush(stdout)) && !code) {
		fprintf(stderr, "Error: The output cannot be written: %s.\n",
			strerror(errno));
		code = DSMIPCTL_FAILED;
	}
	return code;
}
