// SPDX-License-Identifier: GPL-2.0
/* The control socket: lines, limits, and clients that behave badly. */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "control.h"
#include "testing_agent.h"

static int client_open(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s/sock", testing_agent_dir);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
	return fd;
}

/* Lets the server work until the client has something, or its end. */
static ssize_t client_read(int fd, char *buf, size_t size)
{
	for (int i = 0; i < 1000; i++) {
		ssize_t got;

		uv_run(&testing_agent.loop, UV_RUN_NOWAIT);
		got = recv(fd, buf, size, MSG_DONTWAIT);
		if (got >= 0)
			return got;
		assert_int_equal(errno, EAGAIN);
		usleep(1000);
	}
	return -1;
}

static void client_write(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t sent = send(fd, text, len, MSG_DONTWAIT | MSG_NOSIGNAL);

		uv_run(&testing_agent.loop, UV_RUN_NOWAIT);
		if (sent < 0)
			assert_int_equal(errno, EAGAIN);
		else
			text += sent, len -= sent;
	}
}

static int socket_setup(void **state)
{
	(void)state;
	assert_int_equal(uv_loop_init(&testing_agent.loop), 0);
	assert_int_equal(dsmipd_control_open(&testing_agent.control, &testing_agent), 0);
	return 0;
}

static int socket_teardown(void **state)
{
	(void)state;
	dsmipd_control_close(testing_agent.control);
	testing_agent.control = NULL;
	while (uv_run(&testing_agent.loop, UV_RUN_DEFAULT))
		;
	assert_int_equal(uv_loop_close(&testing_agent.loop), 0);
	assert_int_equal(access("sock", F_OK), -1);
	return 0;
}

static const char level[] = CALL("log.level", "{}") "\n";
static const char level_answer[] = RESULT("{\"level\":\"error\"}") "\n";

static void streams(void **state)
{
	struct stat st;
	char buf[4096];
	size_t len;
	int fd;

	(void)state;
	assert_int_equal(stat("sock", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	fd = client_open();
	/* A byte at a time, several at once, and a half at the end. */
	for (size_t i = 0; i < strlen(level); i++)
		client_write(fd, level + i, 1);
	assert_int_equal(client_read(fd, buf, sizeof(buf)), strlen(level_answer));
	len = snprintf(buf, sizeof(buf), "%s%s%.10s", level, level, level);
	client_write(fd, buf, len);
	for (len = 0; len < 2 * strlen(level_answer);)
		len += client_read(fd, buf + len, sizeof(buf) - len);
	assert_int_equal(len, 2 * strlen(level_answer));
	client_write(fd, level + 10, strlen(level) - 10);
	assert_int_equal(client_read(fd, buf, sizeof(buf)), strlen(level_answer));
	assert_memory_equal(buf, level_answer, strlen(level_answer));
	close(fd);
}

/* A request without end costs its client the connection, and nobody else. */
static void endless(void **state)
{
	static char much[1 << 16];
	int other = client_open();
	int fd = client_open();
	ssize_t sent = 0;
	char buf[256];

	(void)state;
	memset(much, 'x', sizeof(much));
	for (int i = 0; i < 1000 && sent >= 0; i++) {
		sent = send(fd, much, sizeof(much), MSG_DONTWAIT | MSG_NOSIGNAL);
		uv_run(&testing_agent.loop, UV_RUN_NOWAIT);
		if (sent < 0 && errno == EAGAIN)
			sent = 0;
	}
	assert_int_equal(sent, -1);
	client_write(other, level, strlen(level));
	assert_int_equal(client_read(other, buf, sizeof(buf)), strlen(level_answer));
	close(other);
	close(fd);
}

/* One that never reads is not read from, and does not fill the memory. */
static void deaf(void **state)
{
	static const char check[] = CALL("config.show", "{}") "\n";
	int other = client_open();
	int fd = client_open();
	size_t sent = 0;
	int full = 0;
	char buf[256];

	(void)state;
	while (full < 200 && sent < 64 << 20) {
		ssize_t n = send(fd, check, strlen(check), MSG_DONTWAIT | MSG_NOSIGNAL);

		uv_run(&testing_agent.loop, UV_RUN_NOWAIT);
		full = n < 0 ? full + 1 : 0;
		sent += n < 0 ? 0 : n;
	}
	assert_int_equal(full, 200);
	client_write(other, level, strlen(level));
	assert_int_equal(client_read(other, buf, sizeof(buf)), strlen(level_answer));
	close(other);
	close(fd);
}

static void crowds(void **state)
{
	int fd[70], n = 0, refused = 0;
	char buf[256];

	(void)state;
	for (n = 0; n < 70; n++) {
		fd[n] = client_open();
		uv_run(&testing_agent.loop, UV_RUN_NOWAIT);
	}
	for (int i = 0; i < n; i++) {
		if (send(fd[i], level, strlen(level), MSG_NOSIGNAL) < 0 ||
		    client_read(fd[i], buf, sizeof(buf)) <= 0)
			refused++;
		close(fd[i]);
	}
	assert_int_equal(refused, 6);
	fd[0] = client_open();
	client_write(fd[0], level, strlen(level));
	assert_int_equal(client_read(fd[0], buf, sizeof(buf)), strlen(level_answer));
	close(fd[0]);
}

/* Two cannot share a socket; one that nobody listens to is taken over. */
static void sockets(void **state)
{
	struct dsmipd_control *second = NULL;

	(void)state;
	assert_int_equal(dsmipd_control_open(&second, &testing_agent), -EADDRINUSE);
	assert_null(second);
	assert_int_equal(access("sock", F_OK), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(streams, socket_setup,
						socket_teardown),
		cmocka_unit_test_setup_teardown(endless, socket_setup,
						socket_teardown),
		cmocka_unit_test_setup_teardown(deaf, socket_setup,
						socket_teardown),
		cmocka_unit_test_setup_teardown(crowds, socket_setup,
						socket_teardown),
		cmocka_unit_test_setup_teardown(sockets, socket_setup,
						socket_teardown),
	};

	return cmocka_run_group_tests(tests, testing_agent_setup,
				      testing_agent_teardown);
}
