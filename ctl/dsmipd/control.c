// SPDX-License-Identifier: GPL-2.0
/*
 * The control socket: clients, lines, limits.  Requests of a client are
 * answered in their order; one that does not read its answers is not read from
 * either.
 */

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "control.h"
#include "log.h"
#include "rpc.h"

#define CONTROL_MAX_CLIENTS	64
#define CONTROL_MAX_LINE	(8 << 20)	/* bytes of a request */
#define CONTROL_MAX_QUEUE	(1 << 20)	/* bytes of answers that wait */
#define CONTROL_CHUNK		65536
#define CONTROL_IDLE		300000		/* milliseconds */

/**
 * struct dsmipd_control - the control socket
 * @agent: the agent
 * @pipe: the socket
 * @path: where it is
 * @clients: who is connected
 * @n_clients: how many
 * @open: handles that are not closed yet
 */
struct dsmipd_control {
	struct dsmipd_agent *agent;
	uv_pipe_t pipe;
	char path[sizeof(((struct sockaddr_un *)NULL)->sun_path)];
	struct control_client *clients;
	unsigned int n_clients;
	unsigned int open;
};

/**
 * struct control_client - a client
 * @control: the socket
 * @next: the next one
 * @pipe: its connection
 * @idle: when it has been silent for too long
 * @peer: who it is, for the log
 * @line: bytes that have come
 * @len: how many
 * @seen: of them, those without an end of line
 * @size: room there
 * @paused: not read from, until it has read its answers
 * @closing: it is going to be closed
 */
struct control_client {
	struct dsmipd_control *control;
	struct control_client *next;
	uv_pipe_t pipe;
	uv_timer_t idle;
	char peer[64];
	char *line;
	size_t len;
	size_t seen;
	size_t size;
	bool paused;
	bool closing;
};

/* An answer on its way. */
struct control_write {
	uv_write_t req;
	struct control_client *client;
	struct json_object *answer;
};

static void control_put(struct dsmipd_control *control)
{
	if (!--control->open)
		free(control);
}

static void control_client_closed(uv_handle_t *handle)
{
	struct control_client *client = handle->data;
	struct dsmipd_control *control = client->control;

	/* The pipe is closed last. */
	if (handle == (uv_handle_t *)&client->idle) {
		uv_close((uv_handle_t *)&client->pipe, control_client_closed);
		return;
	}
	if (client->line)
		explicit_bzero(client->line, client->size);
	free(client->line);
	free(client);
	control_put(control);
}

static void control_client_close(struct control_client *client)
{
	struct control_client **at = &client->control->clients;

	if (client->closing)
		return;
	client->closing = true;
	while (*at != client)
		at = &(*at)->next;
	*at = client->next;
	client->control->n_clients--;
	uv_close((uv_handle_t *)&client->idle, control_client_closed);
}

static void control_idle(uv_timer_t *timer)
{
	control_client_close(timer->data);
}

static void control_lines(struct control_client *client);
static void control_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf);
static void control_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf);

static void control_written(uv_write_t *req, int status)
{
	struct control_write *write = (struct control_write *)req;
	struct control_client *client = write->client;

	json_object_put(write->answer);
	free(write);
	if (client->closing)
		return;
	if (status) {
		control_client_close(client);
		return;
	}
	if (!client->paused || client->pipe.write_queue_size)
		return;
	client->paused = false;
	uv_read_start((uv_stream_t *)&client->pipe, control_room, control_read);
	control_lines(client);
}

static void control_send(struct control_client *client,
			 struct json_object *answer)
{
	struct control_write *write = calloc(1, sizeof(*write));
	uv_buf_t buf[2];
	const char *text;
	size_t len;

	text = json_object_to_json_string_length(answer, JSON_C_TO_STRING_PLAIN |
						    JSON_C_TO_STRING_NOSLASHESCAPE,
						 &len);
	if (!write || !text) {
		free(write);
		json_object_put(answer);
		control_client_close(client);
		return;
	}
	write->client = client;
	write->answer = answer;
	buf[0] = uv_buf_init((char *)text, len);
	buf[1] = uv_buf_init((char *)"\n", 1);
	if (uv_write(&write->req, (uv_stream_t *)&client->pipe, buf, 2,
		     control_written)) {
		json_object_put(answer);
		free(write);
		control_client_close(client);
		return;
	}
	if (client->pipe.write_queue_size > CONTROL_MAX_QUEUE) {
		client->paused = true;
		uv_read_stop((uv_stream_t *)&client->pipe);
	}
}

/* Answers the requests that are complete. */
static void control_lines(struct control_client *client)
{
	size_t done = 0;
	char *end;

	while (!client->closing && !client->paused) {
		struct json_object *answer;
		char *line = client->line + done;

		end = memchr(client->line + client->seen, '\n',
			     client->len - client->seen);
		if (!end)
			break;
		answer = dsmipd_rpc_answer(client->control->agent, client->peer,
					   line, end - line);
		done = end + 1 - client->line;
		client->seen = done;
		if (answer)
			control_send(client, answer);
	}
	if (!client->paused)
		client->seen = client->len;
	if (!done)
		return;
	/* There may have been keys in it. */
	client->len -= done;
	client->seen -= done;
	memmove(client->line, client->line + done, client->len);
	explicit_bzero(client->line + client->len,
		       client->size - client->len);
}

static void control_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	struct control_client *client = handle->data;
	size_t size = client->len + CONTROL_CHUNK;
	char *line;

	(void)hint;
	*buf = uv_buf_init(NULL, 0);
	if (client->size < size) {
		size += client->len;
		line = malloc(size);
		if (!line)
			return;
		if (client->line) {
			memcpy(line, client->line, client->len);
			explicit_bzero(client->line, client->size);
			free(client->line);
		}
		client->line = line;
		client->size = size;
	}
	*buf = uv_buf_init(client->line + client->len,
			   client->size - client->len);
}

static void control_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct control_client *client = stream->data;

	(void)buf;
	if (got < 0) {
		control_client_close(client);
		return;
	}
	client->len += got;
	uv_timer_again(&client->idle);
	control_lines(client);
	if (client->len > CONTROL_MAX_LINE && !client->closing &&
	    !client->paused) {
		dsmipd_warn("%s: a request has more than %d bytes",
			    client->peer, CONTROL_MAX_LINE);
		control_client_close(client);
	}
}

static void control_peer(struct control_client *client)
{
	struct ucred cred = { .uid = -1 };
	socklen_t len = sizeof(cred);
	uv_os_fd_t fd;

	if (!uv_fileno((uv_handle_t *)&client->pipe, &fd))
		getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len);
	snprintf(client->peer, sizeof(client->peer), "control: uid %d, pid %d",
		 (int)cred.uid, (int)cred.pid);
}

static void control_connection(uv_stream_t *server, int status)
{
	struct dsmipd_control *control = server->data;
	uv_loop_t *loop = &control->agent->loop;
	struct control_client *client;

	if (status)
		return;
	client = calloc(1, sizeof(*client));
	if (!client)
		return;
	client->control = control;
	client->pipe.data = client;
	client->idle.data = client;
	uv_timer_init(loop, &client->idle);
	uv_pipe_init(loop, &client->pipe, 0);
	control->open++;
	control->n_clients++;
	client->next = control->clients;
	control->clients = client;
	if (uv_accept(server, (uv_stream_t *)&client->pipe) ||
	    control->n_clients > CONTROL_MAX_CLIENTS) {
		control_client_close(client);
		return;
	}
	control_peer(client);
	uv_timer_start(&client->idle, control_idle, CONTROL_IDLE, CONTROL_IDLE);
	uv_read_start((uv_stream_t *)&client->pipe, control_room, control_read);
}

/* Whoever is in the group may use the socket. */
static int control_permit(const char *path, const char *group)
{
	struct group *entry = NULL;

	if (*group) {
		entry = getgrnam(group);
		if (!entry)
			return -ENOENT;
	}
	if (chown(path, -1, entry ? entry->gr_gid : getegid()) ||
	    chmod(path, entry ? 0660 : 0600))
		return -errno;
	return 0;
}

/* Does somebody listen there?  What nobody listens to is left from before. */
static bool control_in_use(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool used;

	strcpy(addr.sun_path, path);
	used = fd >= 0 && !connect(fd, (struct sockaddr *)&addr, sizeof(addr));
	if (fd >= 0)
		close(fd);
	return used;
}

static void control_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[sizeof(((struct sockaddr_un *)NULL)->sun_path)];

	snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
	if (*dir && !mkdir(dir, 0755))
		dsmipd_info("%s made", dir);
}

static int control_listen(struct dsmipd_control *control)
{
	const char *path = control->path;
	mode_t mask;
	int err;

	control_directory(path);
	if (control_in_use(path))
		return -EADDRINUSE;
	unlink(path);
	mask = umask(0177);
	err = uv_pipe_bind(&control->pipe, path);
	umask(mask);
	if (!err)
		err = control_permit(path, control->agent->config->group);
	if (!err)
		err = uv_listen((uv_stream_t *)&control->pipe,
				CONTROL_MAX_CLIENTS, control_connection);
	return err;
}

static void control_closed(uv_handle_t *handle)
{
	control_put(handle->data);
}

/**
 * dsmipd_control_open() - begin to listen
 * @control: where the control socket goes
 * @agent: the agent, with its configuration
 *
 * Return: 0, or a negative errno and why is in the log.
 */
int dsmipd_control_open(struct dsmipd_control **control,
			struct dsmipd_agent *agent)
{
	struct dsmipd_control *c = calloc(1, sizeof(*c));
	int err;

	if (!c)
		return -ENOMEM;
	c->agent = agent;
	c->open = 1;
	c->pipe.data = c;
	strcpy(c->path, agent->config->socket);
	uv_pipe_init(&agent->loop, &c->pipe, 0);
	err = control_listen(c);
	if (err) {
		dsmipd_err("control socket %s: %s", c->path,
			   err == -EADDRINUSE ?
			   "another dsmipd is using it" : strerror(-err));
		c->path[0] = '\0';
		uv_close((uv_handle_t *)&c->pipe, control_closed);
		return err;
	}
	*control = c;
	return 0;
}

/**
 * dsmipd_control_close() - end it
 * @control: the control socket, or NULL; freed when the loop has gone round
 */
void dsmipd_control_close(struct dsmipd_control *control)
{
	if (!control)
		return;
	while (control->clients)
		control_client_close(control->clients);
	unlink(control->path);
	uv_close((uv_handle_t *)&control->pipe, control_closed);
}

/**
 * dsmipd_control_group() - change who may use the control socket
 * @control: the control socket
 * @group: name of the group, or empty
 * @why: why it fails
 * @why_size: room there
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_control_group(struct dsmipd_control *control, const char *group,
			 char *why, size_t why_size)
{
	int err = control_permit(control->path, group);

	if (err)
		snprintf(why, why_size, "control socket: group \"%s\": %s",
			 group, strerror(-err));
	return err;
}
