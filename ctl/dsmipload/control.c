// SPDX-License-Identifier: GPL-2.0
/* Requests to the control socket of dsmipd. */

#include <errno.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "control.h"

/**
 * struct dsmipload_control - a connection
 * @stream: the socket
 * @line: last answer
 * @size: room for it
 * @added: subscribers that were added
 * @failed: those that were not
 * @why: the first reason for that
 */
struct dsmipload_control {
	FILE *stream;
	char *line;
	size_t size;
	uint64_t added;
	uint64_t failed;
	char why[256];
};

/**
 * dsmipload_control_open() - connect to dsmipd
 * @control: where the connection goes
 * @path: its control socket
 *
 * Return: 0, or a negative errno after the reason has been printed.
 */
int dsmipload_control_open(struct dsmipload_control **control, const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct dsmipload_control *c = calloc(1, sizeof(*c));
	int fd = -1;

	if (!c)
		return -ENOMEM;
	/* A connection that is closed is an answer. */
	signal(SIGPIPE, SIG_IGN);
	errno = ENAMETOOLONG;
	if (strlen(path) < sizeof(addr.sun_path)) {
		memcpy(addr.sun_path, path, strlen(path));
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	}
	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		goto err_close;
	c->stream = fdopen(fd, "r+");
	if (!c->stream)
		goto err_close;
	*control = c;
	return 0;

err_close:
	fprintf(stderr, "Error: %s: %s\n", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	free(c);
	return -EIO;
}

static void control_why(struct dsmipload_control *control,
			struct json_object *object)
{
	struct json_object *message;

	if (!control->why[0] &&
	    json_object_object_get_ex(object, "message", &message))
		snprintf(control->why, sizeof(control->why), "%s",
			 json_object_get_string(message));
}

static int control_answer(struct dsmipload_control *control,
			  struct json_object *answer)
{
	struct json_object *result, *member;
	size_t failed;

	if (!json_object_object_get_ex(answer, "result", &result)) {
		if (json_object_object_get_ex(answer, "error", &member))
			control_why(control, member);
		return -EIO;
	}
	if (json_object_object_get_ex(result, "added", &member))
		control->added += json_object_get_int64(member);
	if (!json_object_object_get_ex(result, "failed", &member))
		return 0;
	failed = json_object_array_length(member);
	control->failed += failed;
	if (failed)
		control_why(control, json_object_array_get_idx(member, 0));
	return 0;
}

/**
 * dsmipload_control_call() - add subscribers
 * @control: the connection
 * @request: the request, without the end of the line
 *
 * Return: 0, or a negative errno if it was refused as a whole.
 */
int dsmipload_control_call(struct dsmipload_control *control,
			   const char *request)
{
	struct json_object *answer;
	int ret;

	fprintf(control->stream, "%s\n", request);
	/* Reading after writing needs this. */
	if (fflush(control->stream) ||
	    getline(&control->line, &control->size, control->stream) < 0) {
		snprintf(control->why, sizeof(control->why),
			 "dsmipd has closed the connection");
		return -EIO;
	}
	answer = json_tokener_parse(control->line);
	ret = control_answer(control, answer);
	json_object_put(answer);
	return ret;
}

/**
 * dsmipload_control_close() - say what has become of it, and disconnect
 * @control: the connection
 *
 * Return: exit code: 0 if all that was asked for was done.
 */
int dsmipload_control_close(struct dsmipload_control *control)
{
	int code = control->why[0] != '\0';

	fprintf(stderr, "%llu subscribers added\n",
		(unsigned long long)control->added);
	if (control->failed)
		fprintf(stderr, "%llu not added\n",
			(unsigned long long)control->failed);
	if (code)
		fprintf(stderr, "Error: %s\n", control->why);
	fclose(control->stream);
	free(control->line);
	free(control);
	return code;
}
