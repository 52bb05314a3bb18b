// SPDX-License-Identifier: GPL-2.0
/* From the words of a command line to an exit code. */

#include "batch.h"
#include "daemon.h"
#include "help.h"
#include "out.h"
#include "parse.h"
#include "report.h"

/**
 * dsmipctl_connect() - open the connection to the kernel, once
 * @ctl: the run
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_connect(struct dsmipctl *ctl)
{
	int err;

	if (ctl->client)
		return 0;
	if (!dsmip_client_open(&ctl->client))
		return 0;
	err = dsmipctl_report_client(ctl);
	dsmip_client_close(ctl->client);
	ctl->client = NULL;
	return err;
}

/**
 * dsmipctl_run() - carry out a command
 * @ctl: the run
 * @argc: number of words, at least one
 * @argv: the words
 *
 * Return: an exit code.
 */
int dsmipctl_run(struct dsmipctl *ctl, int argc, char **argv)
{
	struct dsmipctl_cmd cmd;
	int code;

	code = dsmipctl_parse(ctl, argc, argv, &cmd);
	if (!code && cmd.verb && !cmd.verb->queued)
		code = dsmipctl_batch_settle(ctl);
	if (!code && cmd.verb && !cmd.verb->grouped)
		code = dsmipctl_daemon_settle(ctl);
	if (!code && cmd.verb)
		code = cmd.verb->run(ctl, &cmd.args);
	else if (!code)
		dsmipctl_help_object(ctl->out, cmd.object);
	dsmipctl_parse_free(&cmd);
	return code;
}

static int run_netns(struct dsmipctl *ctl)
{
	struct dsmip_error err;

	if (!ctl->opt.netns || !dsmip_netns_enter(ctl->opt.netns, &err))
		return 0;
	return dsmipctl_report_kernel(ctl, &err);
}

static int run_words(struct dsmipctl *ctl, int argc, char **argv)
{
	int err;

	if (ctl->opt.help && argc)
		argv[1] = (char *)"help";
	if (ctl->opt.help)
		return argc ? dsmipctl_run(ctl, 2, argv) :
			      (dsmipctl_help_print(ctl->out), 0);
	err = run_netns(ctl);
	if (err)
		return err;
	if (ctl->opt.version)
		return dsmipctl_version_run(ctl, NULL);
	if (ctl->opt.batch) {
		if (argc)
			return dsmipctl_report_usage(ctl, NULL,
						     "A command and -b exclude each other.");
		return dsmipctl_batch_run(ctl, ctl->opt.batch);
	}
	if (!argc) {
		dsmipctl_help_print(ctl->err);
		return DSMIPCTL_USAGE;
	}
	return dsmipctl_run(ctl, argc, argv);
}

/**
 * dsmipctl_main() - carry out a command line
 * @ctl: the run, with places for output and nothing else
 * @argc: number of words
 * @argv: the words without the name of the program, and a final NULL; they are
 *	put in another order
 *
 * Return: an exit code.
 */
int dsmipctl_main(struct dsmipctl *ctl, int argc, char **argv)
{
	int code;

	code = dsmipctl_options_parse(ctl, &argc, argv);
	dsmipctl_out_settle(ctl);
	if (!code)
		code = run_words(ctl, argc, argv);
	dsmipctl_dev_forget(ctl);
	dsmipctl_daemon_close(ctl);
	dsmip_client_close(ctl->client);
	ctl->client = NULL;
	return code;
}
