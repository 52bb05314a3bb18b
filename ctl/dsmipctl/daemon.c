// SPDX-License-Identifier: GPL-2.0
/* The connection to dsmipd. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "batch.h"
#include "daemon.h"
#include "paths.h"
#include "report.h"

#define DAEMON_TIMEOUT	60		/* seconds */
#define DAEMON_CHUNK	65536
#define DAEMON_MAX	(256 << 20)	/* bytes of an answer */
#define DAEMON_GROUP	1000		/* subscribers in a request */

/**
 * struct dsmipctl_daemon - the connection
 * @fd: the socket
 * @id: number of the last request
 * @group: subscribers that wait to be added
 * @line: lines of the batch that they are from
 */
struct dsmipctl_daemon {
	int fd;
	int64_t id;
	struct json_object *group;
	unsigned long line[DAEMON_GROUP];
};

static const char *daemon_path(const struct dsmipctl *ctl)
{
	return ctl->opt.socket ?: DSMIP_PATH_SOCKET;
}

static int daemon_unreachable(struct dsmipctl *ctl, int err)
{
	const char *hint = NULL;
	const int code = -err;

	if (code == ENOENT || code == ECONNREFUSED)
		hint = "is it running? systemctl status dsmipd";
	else if (code == EACCES)
		hint = "the group that may use it is in the configuration of dsmipd";
	dsmipctl_report_failure(ctl, code, hint,
				"dsmipd is not reachable at \"%s\": %s.",
				daemon_path(ctl), strerror(code));
	return DSMIPCTL_NO_DAEMON;
}

static int daemon_connect(struct dsmipctl *ctl)
{
	const struct timeval timeout = { .tv_sec = DAEMON_TIMEOUT };
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	const char *path = daemon_path(ctl);
	struct dsmipctl_daemon *daemon;
	int err;
	int fd;

	if (ctl->daemon)
		return 0;
	if (strlen(path) >= sizeof(addr.sun_path))
		return -ENAMETOOLONG;
	strcpy(addr.sun_path, path);
	daemon = calloc(1, sizeof(*daemon));
	if (!daemon)
		return -ENOMEM;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr))) {
		err = -errno;
		if (fd >= 0)
			close(fd);
		free(daemon);
		return err;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	daemon->fd = fd;
	ctl->daemon = daemon;
	return 0;
}

/**
 * dsmipctl_daemon_close() - end the connection
 * @ctl: the run
 */
void dsmipctl_daemon_close(struct dsmipctl *ctl)
{
	if (!ctl->daemon)
		return;
	json_object_put(ctl->daemon->group);
	close(ctl->daemon->fd);
	free(ctl->daemon);
	ctl->daemon = NULL;
}

static int daemon_send(struct dsmipctl_daemon *daemon, const char *text,
		       size_t len)
{
	while (len) {
		ssize_t sent = send(daemon->fd, text, len, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		text += sent;
		len -= sent;
	}
	return 0;
}

/* Reads a line, of which there is one for each request. */
static int daemon_receive(struct dsmipctl_daemon *daemon, char **text,
			  size_t *len)
{
	size_t size = 0;

	*text = NULL;
	*len = 0;
	do {
		char *bigger;
		ssize_t got;

		if (*len + DAEMON_CHUNK > size) {
			size = 2 * *len + DAEMON_CHUNK;
			bigger = size > DAEMON_MAX ? NULL :
				 realloc(*text, size);
			if (!bigger)
				return -ENOMEM;
			*text = bigger;
		}
		got = recv(daemon->fd, *text + *len, size - *len, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		if (!got)
			return -ECONNRESET;
		*len += got;
	} while (!*len || (*text)[*len - 1] != '\n');
	return 0;
}

/* Sends a request and reads the answer to it. */
static int daemon_exchange(struct dsmipctl *ctl, const char *method,
			   struct json_object *params,
			   struct json_object **answer)
{
	struct json_object *request = json_object_new_object();
	struct dsmipctl_daemon *daemon = ctl->daemon;
	const char *line;
	char *text = NULL;
	size_t len;
	int err;

	json_object_object_add(request, "jsonrpc",
			       json_object_new_string("2.0"));
	json_object_object_add(request, "method",
			       json_object_new_string(method));
	if (params)
		json_object_object_add(request, "params", params);
	json_object_object_add(request, "id",
			       json_object_new_int64(++daemon->id));
	line = json_object_to_json_string_length(request,
						 JSON_C_TO_STRING_PLAIN, &len);
	err = line ? daemon_send(daemon, line, len) : -ENOMEM;
	if (!err)
		err = daemon_send(daemon, "\n", 1);
	json_object_put(request);
	if (!err)
		err = daemon_receive(daemon, &text, &len);
	if (!err) {
		text[len - 1] = '\0';
		*answer = json_tokener_parse(text);
		if (!json_object_is_type(*answer, json_type_object)) {
			json_object_put(*answer);
			err = -EBADMSG;
		}
	}
	free(text);
	if (err)
		dsmipctl_daemon_close(ctl);
	return err;
}

static const char *daemon_text(struct json_object *object, const char *name)
{
	struct json_object *member;

	return json_object_object_get_ex(object, name, &member) ?
	       json_object_get_string(member) : "";
}

/* Where in which file the configuration is wrong. */
static void daemon_config_errors(struct dsmipctl *ctl, struct json_object *error)
{
	struct json_object *data, *errors;

	if (!json_object_object_get_ex(error, "data", &data) ||
	    !json_object_object_get_ex(data, "errors", &errors) ||
	    !json_object_is_type(errors, json_type_array))
		return;
	for (size_t i = 0; i < json_object_array_length(errors); i++) {
		struct json_object *one = json_object_array_get_idx(errors, i);
		struct json_object *warning;
		bool mild;

		mild = json_object_object_get_ex(one, "warning", &warning) &&
		       json_object_get_boolean(warning);
		fprintf(ctl->err, "%s:%s:%s: %s: %s\n",
			daemon_text(data, "file"), daemon_text(one, "line"),
			daemon_text(one, "column"), mild ? "warning" : "error",
			daemon_text(one, "text"));
	}
}

static int daemon_refused(struct dsmipctl *ctl, struct json_object *error)
{
	struct json_object *code;
	int number = 0;

	if (json_object_object_get_ex(error, "code", &code))
		number = json_object_get_int(code);
	daemon_config_errors(ctl, error);
	return dsmipctl_report_failure(ctl, number > 0 ? number : EINVAL, NULL,
				       "%s.", daemon_text(error, "message"));
}

/**
 * dsmipctl_daemon_call() - have dsmipd carry out a request
 * @ctl: the run
 * @method: what to do
 * @params: its parameters, which are consumed, or NULL
 * @result: where the result goes, to be put
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_daemon_call(struct dsmipctl *ctl, const char *method,
			 struct json_object *params,
			 struct json_object **result)
{
	struct json_object *answer = NULL;
	struct json_object *error;
	int err;

	err = daemon_connect(ctl);
	if (err)
		json_object_put(params);
	else
		err = daemon_exchange(ctl, method, params, &answer);
	if (err)
		return daemon_unreachable(ctl, err);
	if (json_object_object_get_ex(answer, "error", &error)) {
		err = daemon_refused(ctl, error);
	} else {
		json_object_object_get_ex(answer, "result", result);
		json_object_get(*result);
	}
	json_object_put(answer);
	return err;
}

/**
 * dsmipctl_daemon_try() - ask dsmipd, if it is there
 * @ctl: the run
 * @method: what for
 * @params: its parameters, which are consumed, or NULL
 *
 * Return: the result, to be put; NULL if there is none.  Nothing is printed.
 */
struct json_object *dsmipctl_daemon_try(struct dsmipctl *ctl,
					const char *method,
					struct json_object *params)
{
	struct json_object *answer, *result = NULL;

	if (daemon_connect(ctl)) {
		json_object_put(params);
		return NULL;
	}
	if (daemon_exchange(ctl, method, params, &answer))
		return NULL;
	if (json_object_object_get_ex(answer, "result", &result))
		json_object_get(result);
	json_object_put(answer);
	return result;
}

/* Without -force the first one is the command that the batch ends at. */
static int daemon_group_failed(struct dsmipctl *ctl, struct json_object *failed,
			       const unsigned long *lines)
{
	const bool force = ctl->batch && ctl->opt.force;
	const size_t n = json_object_array_length(failed);
	unsigned long line = 0;

	if (ctl->batch)
		line = dsmipctl_batch_line(ctl->batch);
	for (size_t i = 0; i < n; i++) {
		struct json_object *one = json_object_array_get_idx(failed, i);
		struct json_object *index;
		size_t at = 0;

		if (json_object_object_get_ex(one, "index", &index))
			at = json_object_get_int64(index);
		if (ctl->batch)
			dsmipctl_batch_at(ctl, lines[at % DAEMON_GROUP]);
		daemon_refused(ctl, one);
		if (!force)
			return DSMIPCTL_FAILED;
		dsmipctl_batch_failed(ctl);
	}
	if (ctl->batch)
		dsmipctl_batch_at(ctl, line);
	return 0;
}

/**
 * dsmipctl_daemon_settle() - add the subscribers that wait
 * @ctl: the run
 *
 * Return: 0, or an exit code after an error has been printed.
 */
int dsmipctl_daemon_settle(struct dsmipctl *ctl)
{
	struct json_object *params, *result, *failed;
	unsigned long line[DAEMON_GROUP];
	bool force;
	int err;

	if (!ctl->daemon || !ctl->daemon->group)
		return 0;
	force = ctl->batch && ctl->opt.force;
	memcpy(line, ctl->daemon->line, sizeof(line));
	params = json_object_new_object();
	json_object_object_add(params, "subscribers", ctl->daemon->group);
	json_object_object_add(params, "force",
			       json_object_new_boolean(force));
	ctl->daemon->group = NULL;
	err = dsmipctl_daemon_call(ctl, "subscriber.add", params, &result);
	if (err)
		return err;
	if (json_object_object_get_ex(result, "failed", &failed) &&
	    json_object_is_type(failed, json_type_array))
		err = daemon_group_failed(ctl, failed, line);
	json_object_put(result);
	return err;
}

/**
 * dsmipctl_daemon_group() - add a subscriber, of a batch with others
 * @ctl: the run
 * @subscriber: the subscriber, who is consumed
 *
 * Return: 0, or an exit code after an error has been printed; of a subscriber
 * before this one perhaps.
 */
int dsmipctl_daemon_group(struct dsmipctl *ctl, struct json_object *subscriber)
{
	struct dsmipctl_daemon *daemon;
	size_t n;
	int err;

	err = daemon_connect(ctl);
	if (err) {
		json_object_put(subscriber);
		return daemon_unreachable(ctl, err);
	}
	daemon = ctl->daemon;
	if (!daemon->group)
		daemon->group = json_object_new_array();
	n = json_object_array_length(daemon->group);
	if (ctl->batch)
		daemon->line[n] = dsmipctl_batch_line(ctl->batch);
	json_object_array_add(daemon->group, subscriber);
	if (ctl->batch && n + 1 < DAEMON_GROUP)
		return 0;
	return dsmipctl_daemon_settle(ctl);
}
