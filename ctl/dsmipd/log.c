// SPDX-License-Identifier: GPL-2.0
/*
 * Lines for the journal, syslog or a terminal.  What a stranger can cause is
 * limited by kind of line: of each format so many in a window of time, then
 * their number.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "log.h"

#define LOG_NS			1000000000ull
#define LOG_WINDOW		(5 * LOG_NS)
#define LOG_BURST		200
#define LOG_KINDS		64

/* Lines of one format, lately; formats that share a place share its limit. */
struct log_kind {
	const char *fmt;
	uint64_t since;
	unsigned int n;
};

static struct {
	enum dsmipd_log_level level;
	bool syslog;
	bool journal;
	struct log_kind kind[LOG_KINDS];
	struct dsmipd_log_line kept[DSMIPD_LOG_KEPT];
	size_t n_kept;
} log_state = { .level = DSMIPD_LOG_INFO };

static const struct {
	const char *name;
	int priority;
} log_levels[] = {
	[DSMIPD_LOG_ERROR]	= { "error", LOG_ERR },
	[DSMIPD_LOG_WARNING]	= { "warning", LOG_WARNING },
	[DSMIPD_LOG_NOTICE]	= { "notice", LOG_NOTICE },
	[DSMIPD_LOG_INFO]	= { "info", LOG_INFO },
	[DSMIPD_LOG_DEBUG]	= { "debug", LOG_DEBUG },
};

/* Is standard error what systemd says it has connected to the journal? */
static bool log_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long dev, ino;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &dev, &ino) == 2 &&
	       !fstat(STDERR_FILENO, &st) && st.st_dev == dev &&
	       st.st_ino == ino;
}

/**
 * dsmipd_log_open() - say where the lines go
 * @to_syslog: to syslog, else to standard error
 * @level: least important level that is logged
 */
void dsmipd_log_open(bool to_syslog, enum dsmipd_log_level level)
{
	log_state.syslog = to_syslog;
	log_state.journal = log_is_journal();
	log_state.level = level;
	if (to_syslog)
		openlog("dsmipd", LOG_PID | LOG_NDELAY, LOG_DAEMON);
}

/**
 * dsmipd_log_level() - set how much is logged
 * @level: least important level that is logged
 */
void dsmipd_log_level(enum dsmipd_log_level level)
{
	log_state.level = level;
}

/**
 * dsmipd_log_get_level() - how much is logged
 *
 * Return: least important level that is logged.
 */
enum dsmipd_log_level dsmipd_log_get_level(void)
{
	return log_state.level;
}

/**
 * dsmipd_log_level_name() - name of a level
 * @level: the level
 *
 * Return: its name.
 */
const char *dsmipd_log_level_name(enum dsmipd_log_level level)
{
	return log_levels[level].name;
}

static uint64_t log_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * LOG_NS + now.tv_nsec;
}

static void log_write(enum dsmipd_log_level level, const char *text)
{
	if (log_state.syslog)
		syslog(log_levels[level].priority, "%s", text);
	else if (log_state.journal)
		dprintf(STDERR_FILENO, "<%d>%s\n", log_levels[level].priority,
			text);
	else
		dprintf(STDERR_FILENO, "dsmipd: %s: %s\n",
			log_levels[level].name, text);
}

/* A line stays one line, whatever a peer has put into a name. */
static void log_print(enum dsmipd_log_level level, uint64_t now,
		      const char *fmt, va_list ap)
{
	struct dsmipd_log_line *line;

	line = &log_state.kept[log_state.n_kept++ % DSMIPD_LOG_KEPT];
	line->real = now;
	line->level = level;
	vsnprintf(line->text, sizeof(line->text), fmt, ap);
	for (char *at = line->text; *at; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '?';
	}
	log_write(level, line->text);
}

static void log_printf(enum dsmipd_log_level level, uint64_t now,
		       const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void log_printf(enum dsmipd_log_level level, uint64_t now,
		       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_print(level, now, fmt, ap);
	va_end(ap);
}

/* May there be another line of this format?  Tells of those that were not. */
static bool log_allowed(enum dsmipd_log_level level, uint64_t now,
			const char *fmt)
{
	struct log_kind *kind;

	kind = &log_state.kind[((uintptr_t)fmt >> 3) % LOG_KINDS];
	if (now - kind->since > LOG_WINDOW) {
		if (kind->n > LOG_BURST)
			log_printf(level, now, "%u lines as \"%s\" were left out",
				   kind->n - LOG_BURST, kind->fmt);
		*kind = (struct log_kind){ .since = now };
	}
	kind->fmt = fmt;
	return ++kind->n <= LOG_BURST;
}

/**
 * dsmipd_log() - log an event
 * @level: enum dsmipd_log_level
 * @fmt: what has happened: one line without its end; a string literal
 */
void dsmipd_log(enum dsmipd_log_level level, const char *fmt, ...)
{
	uint64_t now;
	va_list ap;

	if (level > log_state.level)
		return;
	now = log_now();
	/* Who asks for debugging wants all of it. */
	if (log_state.level != DSMIPD_LOG_DEBUG &&
	    !log_allowed(level, now, fmt))
		return;
	va_start(ap, fmt);
	log_print(level, now, fmt, ap);
	va_end(ap);
}

/**
 * dsmipd_log_last() - the last lines
 * @n: how many at most
 * @cb: called with each of them, the oldest first
 * @arg: handed to @cb
 */
void dsmipd_log_last(unsigned int n, dsmipd_log_cb cb, void *arg)
{
	size_t kept = log_state.n_kept;

	if (n > DSMIPD_LOG_KEPT)
		n = DSMIPD_LOG_KEPT;
	for (size_t i = kept > n ? kept - n : 0; i < kept; i++)
		cb(&log_state.kept[i % DSMIPD_LOG_KEPT], arg);
}
