// SPDX-License-Identifier: GPL-2.0
/*
 * Commands from a file.  A batch stops at the first failure and nothing behind
 * it has been sent then; with -force it goes on, and may send many requests on
 * bindings in one datagram.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "daemon.h"
#include "report.h"

#define BATCH_BLANKS	" \t\r\n"
#define BATCH_QUOTES	"'\""
#define BATCH_WORDS	4096

/**
 * struct dsmipctl_batch - a batch
 * @file: name of the file
 * @in: the file
 * @line: number of the line that the command begins on
 * @next: number of the next line
 * @text: the command
 * @room: room for it
 * @nomem: there was no memory for all of it
 * @queue: requests that wait to be sent, NULL if none ever did
 * @failed: commands that failed
 */
struct dsmipctl_batch {
	const char *file;
	FILE *in;
	unsigned long line;
	unsigned long next;
	char *text;
	size_t room;
	bool nomem;
	struct dsmip_queue *queue;
	unsigned long failed;
};

/**
 * dsmipctl_batch_file() - name of the file
 * @batch: the batch
 *
 * Return: the name.
 */
const char *dsmipctl_batch_file(const struct dsmipctl_batch *batch)
{
	return batch->file;
}

/**
 * dsmipctl_batch_line() - where in the file the command is
 * @batch: the batch
 *
 * Return: number of its first line.
 */
unsigned long dsmipctl_batch_line(const struct dsmipctl_batch *batch)
{
	return batch->line;
}

/**
 * dsmipctl_batch_at() - go back to the line of a command that waited
 * @ctl: the run
 * @line: its number
 */
void dsmipctl_batch_at(struct dsmipctl *ctl, unsigned long line)
{
	ctl->batch->line = line;
}

/**
 * dsmipctl_batch_failed() - say that a command has failed
 * @ctl: the run
 */
void dsmipctl_batch_failed(struct dsmipctl *ctl)
{
	ctl->batch->failed++;
	fprintf(ctl->err, "Command failed %s:%lu\n", ctl->batch->file,
		ctl->batch->line);
}

static void batch_queue_failed(uint64_t cookie, const struct dsmip_error *err,
			       void *arg)
{
	struct dsmipctl *ctl = arg;
	unsigned long line = ctl->batch->line;

	ctl->batch->line = cookie;
	dsmipctl_report_kernel(ctl, err);
	dsmipctl_batch_failed(ctl);
	ctl->batch->line = line;
}

/**
 * dsmipctl_batch_queue() - where requests on bindings may wait
 * @ctl: the run
 *
 * Return: the queue, or NULL if each request has to be answered before the
 * next one: there is no batch, or it has to stop at a failure, or results are
 * to be printed.
 */
struct dsmip_queue *dsmipctl_batch_queue(struct dsmipctl *ctl)
{
	struct dsmipctl_batch *batch = ctl->batch;

	if (!batch || !ctl->opt.force || ctl->opt.json)
		return NULL;
	if (!batch->queue)
		dsmip_queue_open(ctl->client, batch_queue_failed, ctl,
				 &batch->queue);
	return batch->queue;
}

/**
 * dsmipctl_batch_settle() - let all requests that wait be answered
 * @ctl: the run
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_batch_settle(struct dsmipctl *ctl)
{
	if (!ctl->batch || !ctl->batch->queue)
		return 0;
	if (dsmip_queue_flush(ctl->batch->queue))
		return dsmipctl_report_client(ctl);
	return 0;
}

/**
 * dsmipctl_batch_split() - split a command into words
 * @line: the command; changed, and pointed to by the words
 * @argv: where the words go, and a final NULL
 * @room: room there
 *
 * Quotes, single or double, keep blanks in a word; a # outside of a word begins
 * a comment.
 *
 * Return: number of words, -EINVAL if a quote is not closed, -E2BIG if there
 * are too many.
 */
int dsmipctl_batch_split(char *line, char **argv, int room)
{
	char *to = line;
	int argc = 0;

	for (;;) {
		line += strspn(line, BATCH_BLANKS);
		if (!*line || *line == '#')
			break;
		if (argc + 1 >= room)
			return -E2BIG;
		argv[argc++] = to;
		while (*line && !strchr(BATCH_BLANKS, *line)) {
			size_t n = strcspn(line, BATCH_BLANKS BATCH_QUOTES);
			char *end = line + n;

			if (!n) {
				end = strchr(line + 1, *line);
				if (!end)
					return -EINVAL;
				line++;
				n = end - line;
				end++;
			}
			memmove(to, line, n);
			to += n;
			line = end;
		}
		if (*line)
			line++;
		*to++ = '\0';
	}
	argv[argc] = NULL;
	return argc;
}

/* Adds a line to the command; returns whether the command goes on. */
static bool batch_append(struct dsmipctl_batch *batch, const char *line,
			 size_t len, size_t *used)
{
	bool more = false;

	while (len && strchr("\r\n", line[len - 1]))
		len--;
	if (len && line[len - 1] == '\\') {
		more = true;
		len--;
	}
	if (*used + len + 2 > batch->room) {
		size_t room = 2 * (*used + len + 2);
		char *bigger = realloc(batch->text, room);

		if (!bigger) {
			batch->nomem = true;
			return false;
		}
		batch->text = bigger;
		batch->room = room;
	}
	memcpy(batch->text + *used, line, len);
	*used += len;
	if (more)
		batch->text[(*used)++] = ' ';
	batch->text[*used] = '\0';
	return more;
}

/* Reads a command with the lines that continue it. */
static bool batch_read(struct dsmipctl_batch *batch)
{
	bool more = true, any = false;
	char *line = NULL;
	size_t room = 0;
	size_t used = 0;
	ssize_t len;

	batch->line = batch->next + 1;
	batch->nomem = false;
	while (more) {
		len = getline(&line, &room, batch->in);
		if (len < 0)
			break;
		any = true;
		batch->next++;
		more = batch_append(batch, line, len, &used);
	}
	free(line);
	return any;
}

static int batch_command(struct dsmipctl *ctl)
{
	static char *argv[BATCH_WORDS];
	int argc;

	if (ctl->batch->nomem || !ctl->batch->text)
		return dsmipctl_report_failure(ctl, ENOMEM, NULL,
					       "Out of memory.");
	argc = dsmipctl_batch_split(ctl->batch->text, argv, BATCH_WORDS);
	if (argc == -EINVAL)
		return dsmipctl_report_usage(ctl, NULL,
					     "A quote is not closed.");
	if (argc < 0)
		return dsmipctl_report_usage(ctl, NULL,
					     "The command has too many words.");
	if (!argc)
		return 0;
	if (argv[0][0] == '-')
		return dsmipctl_report_usage(ctl, NULL,
					     "\"%s\": options go before -b, not into the batch.",
					     argv[0]);
	return dsmipctl_run(ctl, argc, argv);
}

static int batch_commands(struct dsmipctl *ctl)
{
	struct dsmipctl_batch *batch = ctl->batch;
	int code;

	while (batch_read(batch)) {
		code = batch_command(ctl);
		if (!code)
			continue;
		dsmipctl_batch_failed(ctl);
		if (!ctl->opt.force)
			return code;
	}
	if (ferror(batch->in)) {
		dsmipctl_report_failure(ctl, EIO, NULL, "Cannot read \"%s\".",
					batch->file);
		batch->failed++;
	}
	if (dsmipctl_batch_settle(ctl))
		batch->failed++;
	code = dsmipctl_daemon_settle(ctl);
	if (code) {
		dsmipctl_batch_failed(ctl);
		if (!ctl->opt.force)
			return code;
	}
	if (!batch->failed)
		return 0;
	return ctl->opt.force ? DSMIPCTL_BATCH_FAILED : DSMIPCTL_FAILED;
}

/**
 * dsmipctl_batch_run() - carry out the commands of a file
 * @ctl: the run
 * @name: the file, "-" for standard input
 *
 * Return: an exit code.
 */
int dsmipctl_batch_run(struct dsmipctl *ctl, const char *name)
{
	struct dsmipctl_batch batch = { .file = name, .in = stdin };
	int code;

	if (strcmp(name, "-"))
		batch.in = fopen(name, "re");
	if (!batch.in)
		return dsmipctl_report_failure(ctl, errno, NULL,
					       "Cannot open \"%s\": %s.", name,
					       strerror(errno));
	ctl->batch = &batch;
	code = batch_commands(ctl);
	ctl->batch = NULL;
	dsmip_queue_close(batch.queue);
	free(batch.text);
	if (batch.in != stdin)
		fclose(batch.in);
	return code;
}
