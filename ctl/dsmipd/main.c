// SPDX-License-Identifier: GPL-2.0
/* dsmipd: home agents, foreign agents, mobile nodes of dual-stack Mobile IP. */

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent.h"
#include "control.h"
#include "excerpt.h"
#include "log.h"
#include "notify.h"
#include "privilege.h"

/* What the command line asks for. */
struct main_options {
	const char *path;
	bool check;
	bool version;
	bool help;
	bool example;
};

/* The process: the agent, and what drives it from outside. */
struct main_process {
	struct dsmipd_agent agent;
	uv_signal_t signal[4];
	uv_timer_t watchdog;
};

static const struct option main_long[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "foreground", no_argument, NULL, 'f' },
	{ "check", no_argument, NULL, 'k' },
	{ "example", no_argument, NULL, 'e' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{}
};

static const char main_usage[] =
	"Usage: dsmipd [OPTION]...\n"
	"\n"
	"Home agents, foreign agents and mobile nodes of dual-stack Mobile IP.\n"
	"\n"
	"  -c, --config FILE  configuration, " DSMIPD_CONFIG_PATH " by default\n"
	"      --check        check the configuration, and do nothing else\n"
	"      --example      print an example of a configuration\n"
	"  -f, --foreground   stay in the foreground, as always\n"
	"  -V, --version      print the version\n"
	"  -h, --help         print this text\n"
	"\n"
	"It ends with SIGTERM and SIGINT, with SIGUSR1 to be started again, and reads\n"
	"the configuration again with SIGHUP. See dsmipd(8) and dsmipd.yaml(5).\n";

static bool main_options(int argc, char **argv, struct main_options *opt)
{
	int c;

	while ((c = getopt_long(argc, argv, "c:fVh", main_long, NULL)) >= 0) {
		switch (c) {
		case 'c':
			opt->path = optarg;
			break;
		case 'f':
			break;
		case 'k':
			opt->check = true;
			break;
		case 'e':
			opt->example = true;
			break;
		case 'V':
			opt->version = true;
			break;
		case 'h':
			opt->help = true;
			break;
		default:
			return false;
		}
	}
	if (optind == argc)
		return true;
	fprintf(stderr, "dsmipd: \"%s\" is one word too many\n", argv[optind]);
	return false;
}

/* --check: errors with the lines that they are in. */
struct main_check {
	const char *path;
	unsigned int errors;
};

static void main_check_print(const struct dsmipd_config_error *error, void *arg)
{
	struct main_check *check = arg;

	check->errors += !error->warning;
	fprintf(stderr, "%s:", check->path);
	if (error->line)
		fprintf(stderr, "%u:%u:", error->line, error->column);
	fprintf(stderr, " %s: %s\n", error->warning ? "warning" : "error",
		error->text);
	if (error->source)
		dsmip_excerpt_print(stderr, error->source, error->line,
				    error->column, error->width);
}

static int main_check(const char *path)
{
	struct main_check check = { .path = path };
	struct dsmipd_config *config;

	if (!dsmipd_config_read(&config, path, main_check_print, &check)) {
		printf("%s: no errors\n", path);
		dsmipd_config_free(config);
		return EXIT_SUCCESS;
	}
	fprintf(stderr, "%s: %u error%s\n", path, check.errors,
		check.errors == 1 ? "" : "s");
	return EXIT_FAILURE;
}

static void main_signal(uv_signal_t *handle, int number)
{
	struct main_process *process = handle->data;
	char why[256];

	if (number == SIGHUP) {
		dsmipd_agent_reload(&process->agent, NULL, NULL, why,
				    sizeof(why));
		return;
	}
	dsmipd_notice("ending, after signal %s", sigabbrev_np(number));
	dsmipd_notify("STOPPING=1");
	if (number == SIGUSR1)
		uv_stop(&process->agent.loop);
	else
		dsmipd_agent_end(&process->agent);
}

static int main_loop_open(struct main_process *process)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGUSR1, SIGHUP };
	uv_loop_t *loop = &process->agent.loop;
	int err;

	signal(SIGPIPE, SIG_IGN);
	err = uv_loop_init(loop);
	if (err)
		return err;
	err = dsmipd_notify_watchdog(loop, &process->watchdog);
	for (size_t i = 0; !err && i < sizeof(numbers) / sizeof(numbers[0]);
	     i++) {
		err = uv_signal_init(loop, &process->signal[i]);
		process->signal[i].data = process;
		if (!err)
			err = uv_signal_start(&process->signal[i], main_signal,
					      numbers[i]);
	}
	return err;
}

static void main_close_handle(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

/* Everybody else has closed what was his; what is left are the signals. */
static void main_loop_close(struct main_process *process)
{
	uv_loop_t *loop = &process->agent.loop;

	uv_walk(loop, main_close_handle, NULL);
	uv_run(loop, UV_RUN_DEFAULT);
	if (uv_loop_close(loop))
		dsmipd_warn("the event loop is not empty at the end");
}

static int main_run(const char *path)
{
	struct main_process process = {};
	struct dsmipd_agent *agent = &process.agent;
	struct dsmipd_config *config;
	int err;

	err = dsmipd_agent_read(&config, path, NULL, NULL);
	if (err)
		return EXIT_FAILURE;
	dsmipd_log_open(config->syslog, config->log_level);
	err = main_loop_open(&process);
	if (err) {
		dsmipd_err("event loop: %s", uv_strerror(err));
		return EXIT_FAILURE;
	}
	err = dsmipd_agent_start(agent, config, path);
	if (!err)
		err = dsmipd_control_open(&agent->control, agent);
	if (!err)
		err = dsmipd_privilege_drop();
	if (!err) {
		dsmipd_notice("dsmipd %s runs", dsmipd_version());
		dsmipd_notify_ready();
		uv_run(&agent->loop, UV_RUN_DEFAULT);
	}
	dsmipd_control_close(agent->control);
	dsmipd_agent_stop(agent);
	main_loop_close(&process);
	return err ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct main_options opt = { .path = DSMIPD_CONFIG_PATH };

	if (!main_options(argc, argv, &opt)) {
		fputs(main_usage, stderr);
		return 2;
	}
	if (opt.help)
		fputs(main_usage, stdout);
	else if (opt.version)
		printf("dsmipd %s\n", dsmipd_version());
	else if (opt.example)
		dsmipd_config_example(stdout);
	else if (opt.check)
		return main_check(opt.path);
	else
		return main_run(opt.path);
	return EXIT_SUCCESS;
}
