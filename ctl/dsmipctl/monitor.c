// SPDX-License-Identifier: GPL-2.0
/* The object "monitor". */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "args.h"
#include "render.h"
#include "report.h"

/* Datagrams that are taken at most before it is said that some were lost. */
#define MONITOR_PATIENCE	100000

/* Which events are wanted. */
enum monitor_what {
	MONITOR_ALL,
	MONITOR_BINDING,
	MONITOR_PACKET,
};

/* A monitor that runs. */
struct monitor_run {
	struct dsmipctl *ctl;
	struct dsmip_monitor *monitor;
	enum monitor_what what;
	uint32_t ifindex;
	uint64_t end;
};

static uint64_t monitor_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

static void monitor_time(char *buf, size_t size)
{
	struct timespec now;
	char second[32];
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(buf, size, "%s.%06ldZ", second, now.tv_nsec / 1000);
}

static struct json_object *monitor_object(struct dsmipctl *ctl,
					  const char *name)
{
	struct json_object *obj = json_object_new_object();
	char now[64];

	if (ctl->opt.timestamps) {
		monitor_time(now, sizeof(now));
		json_object_object_add(obj, "ts", json_object_new_string(now));
	}
	json_object_object_add(obj, "event", json_object_new_string(name));
	return obj;
}

static void monitor_begin_text(struct dsmipctl *ctl, const char *name)
{
	char now[64];

	if (ctl->opt.timestamps) {
		monitor_time(now, sizeof(now));
		fprintf(ctl->out, "[%s] ", now);
	}
	dsmipctl_out_text(ctl, DSMIPCTL_INK_HEAD, "%s", name);
}

static void monitor_packet_json(struct dsmipctl *ctl, struct json_object *obj,
				const struct dsmip_event *event)
{
	const struct dsmip_packet *p = &event->packet;
	const char *encap = dsmip_name_encap(p->encap);
	char text[32];

	dsmipctl_dev_name(ctl, event->binding.ifindex, text);
	json_object_object_add(obj, "ifname", json_object_new_string(text));
	json_object_object_add(obj, "id", event->binding.id ?
			       json_object_new_int64(event->binding.id) : NULL);
	dsmipctl_render_cause(p->cause, text, sizeof(text));
	json_object_object_add(obj, "cause", json_object_new_string(text));
	json_object_object_add(obj, "encap",
			       encap ? json_object_new_string(encap) : NULL);
	json_object_object_add(obj, "inner_src",
			       dsmipctl_render_addr(&p->inner_src));
	json_object_object_add(obj, "inner_dst",
			       dsmipctl_render_addr(&p->inner_dst));
	json_object_object_add(obj, "outer_src",
			       dsmipctl_render_addr(&p->outer_src));
	json_object_object_add(obj, "outer_dst",
			       dsmipctl_render_addr(&p->outer_dst));
	json_object_object_add(obj, "outer_port", p->outer_port ?
			       json_object_new_int(p->outer_port) : NULL);
	json_object_object_add(obj, "suppressed",
			       json_object_new_uint64(event->suppressed));
}

static void monitor_packet_text(struct dsmipctl *ctl,
				const struct dsmip_event *event)
{
	char src[DSMIP_ENDPOINT_STRLEN], dst[DSMIP_ADDR_STRLEN];
	const struct dsmip_packet *p = &event->packet;
	char name[IFNAMSIZ];

	fprintf(ctl->out, " dev %s",
		dsmipctl_dev_name(ctl, event->binding.ifindex, name));
	if (event->binding.id)
		fprintf(ctl->out, " id %u", event->binding.id);
	fprintf(ctl->out, " cause %s",
		dsmip_name_drop(p->cause) ?: dsmip_name_drop(0));
	dsmip_addr_format(&p->inner_src, src, sizeof(src));
	dsmip_addr_format(&p->inner_dst, dst, sizeof(dst));
	fprintf(ctl->out, " inner %s > %s", src, dst);
	dsmip_endpoint_format(&p->outer_src, p->outer_port, src, sizeof(src));
	dsmip_addr_format(&p->outer_dst, dst, sizeof(dst));
	fprintf(ctl->out, " outer %s > %s encap %s", src, dst,
		dsmip_name_encap(p->encap) ?: "unknown");
	if (event->suppressed)
		fprintf(ctl->out, " suppressed %llu",
			(unsigned long long)event->suppressed);
}

static void monitor_print(struct dsmipctl *ctl, const char *name,
			  const struct dsmip_event *event, bool packet)
{
	struct json_object *obj;

	if (ctl->opt.json) {
		obj = monitor_object(ctl, name);
		if (event && packet)
			monitor_packet_json(ctl, obj, event);
		else if (event)
			dsmipctl_render_binding_json(ctl, obj, &event->binding);
		dsmipctl_out_line(ctl, obj);
	} else {
		monitor_begin_text(ctl, name);
		if (event && packet) {
			monitor_packet_text(ctl, event);
		} else if (event) {
			fputc(' ', ctl->out);
			dsmipctl_render_binding_oneline(ctl, &event->binding);
		}
		fputc('\n', ctl->out);
	}
	fflush(ctl->out);
}

static int monitor_event(const struct dsmip_event *event, void *arg)
{
	const char *name = dsmip_name_event(event->cmd);
	struct monitor_run *run = arg;
	struct dsmipctl *ctl = run->ctl;
	bool packet;

	packet = event->cmd == DSMIP_CMD_SOURCE_VIOLATION_NTF ||
		 event->cmd == DSMIP_CMD_ENDPOINT_MISMATCH_NTF;
	if (!name || (run->ifindex && event->binding.ifindex != run->ifindex) ||
	    run->what == (packet ? MONITOR_BINDING : MONITOR_PACKET))
		return 0;
	if (!packet && ctl->opt.family &&
	    event->binding.coa.family != ctl->opt.family)
		return 0;
	monitor_print(ctl, name, event, packet);
	return 0;
}

static int monitor_resync_one(const struct dsmip_binding *b, void *arg)
{
	struct dsmip_event event = { .binding = *b };
	struct monitor_run *run = arg;

	if (!run->ctl->opt.family || b->coa.family == run->ctl->opt.family)
		monitor_print(run->ctl, "resync", &event, false);
	return 0;
}

/* Events were lost: what there is now is all that can still be known. */
static int monitor_resync(struct monitor_run *run)
{
	struct dsmip_binding filter = { .ifindex = run->ifindex };

	monitor_print(run->ctl, "lost", NULL, false);
	if (run->what == MONITOR_PACKET)
		return 0;
	return dsmip_binding_dump(run->ctl->client, &filter, monitor_resync_one,
				  run);
}

/*
 * Takes what has come; returns 0 or a negative errno.  The kernel tells that
 * events were lost before it hands out those that came earlier: they are not
 * to be printed after the state that they have led to.
 */
static int monitor_take(struct monitor_run *run)
{
	bool lost = false;
	int n = 0;
	int err;

	do {
		err = dsmip_monitor_read(run->monitor, monitor_event, run);
		if (err == -ENOBUFS) {
			lost = true;
			err = 0;
		}
	} while (!err && !ferror(run->ctl->out) && ++n < MONITOR_PATIENCE);
	if (lost && (!err || err == -EAGAIN))
		err = monitor_resync(run);
	return err == -EAGAIN ? 0 : err;
}

static int monitor_timeout(const struct monitor_run *run)
{
	uint64_t now = monitor_now();

	if (!run->end)
		return -1;
	if (now >= run->end)
		return 0;
	return run->end - now < 1000000 ? (int)(run->end - now) : 1000000;
}

/* Runs until a signal, the end of the time or an error. */
static int monitor_loop(struct monitor_run *run, int signals)
{
	struct pollfd fds[] = {
		{ .fd = dsmip_monitor_fd(run->monitor), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
	};
	struct signalfd_siginfo info;
	int err;
	int n;

	for (;;) {
		n = poll(fds, 2, monitor_timeout(run));
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0 && fds[0].revents) {
			err = monitor_take(run);
			if (err)
				return err;
		}
		/* Taken, so that it does not strike when it is unblocked. */
		if (n > 0 && fds[1].revents &&
		    read(signals, &info, sizeof(info)) > 0)
			return 0;
		if (!monitor_timeout(run) || ferror(run->ctl->out))
			return 0;
	}
}

static int monitor_run(struct monitor_run *run)
{
	struct dsmipctl *ctl = run->ctl;
	sigset_t set;
	int signals;
	int err;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	if (signals < 0)
		return dsmipctl_report_failure(ctl, errno, NULL, "signalfd: %s.",
					       strerror(errno));
	if (ctl->opt.wait)
		run->end = monitor_now() + ctl->opt.wait;
	err = monitor_loop(run, signals);
	close(signals);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	if (err)
		return dsmipctl_report_failure(ctl, -err, NULL,
					       "Events cannot be read: %s.",
					       strerror(-err));
	return 0;
}

static int monitor_start(struct dsmipctl *ctl, const struct dsmipctl_args *args,
			 enum monitor_what what)
{
	struct monitor_run run = { .ctl = ctl, .what = what };
	int code;

	code = dsmipctl_connect(ctl);
	if (!code && args->dev)
		code = dsmipctl_dev_index(ctl, args->dev, &run.ifindex);
	if (code)
		return code;
	if (dsmip_monitor_open(ctl->client,
			       what == MONITOR_PACKET ? DSMIP_MONITOR_PACKETS :
							DSMIP_MONITOR_ALL,
			       &run.monitor))
		return dsmipctl_report_client(ctl);
	/* The name of a device is not to be had after its end. */
	dsmipctl_dev_learn(ctl);
	code = monitor_run(&run);
	dsmip_monitor_close(run.monitor);
	return code;
}

/**
 * dsmipctl_monitor_all() - print all events
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_monitor_all(struct dsmipctl *ctl, const struct dsmipctl_args *args)
{
	return monitor_start(ctl, args, MONITOR_ALL);
}

/**
 * dsmipctl_monitor_binding() - print what happens to bindings
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_monitor_binding(struct dsmipctl *ctl,
			     const struct dsmipctl_args *args)
{
	return monitor_start(ctl, args, MONITOR_BINDING);
}

/**
 * dsmipctl_monitor_packet() - print which packets are refused
 * @ctl: the run
 * @args: the values
 *
 * Return: an exit code.
 */
int dsmipctl_monitor_packet(struct dsmipctl *ctl,
			    const struct dsmipctl_args *args)
{
	return monitor_start(ctl, args, MONITOR_PACKET);
}
