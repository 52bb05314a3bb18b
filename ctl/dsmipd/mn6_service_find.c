// SPDX-License-Identifier: GPL-2.0
/*
 * Who the home agent is (RFC 5555, section 2.1; RFC 5026, section 5): by name,
 * or by the SRV record of a domain, and where DNS does not help, by asking the
 * anycast address of the home prefix (RFC 6275, section 11.4.1).  It goes on
 * until there is an answer, and begins anew when the network changes.
 */

#include <ares.h>
#include <arpa/nameser.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mn6_service.h"

#define FIND_FIRST	3000	/* milliseconds: INITIAL_DHAAD_TIMEOUT */
#define FIND_MAX	60000
#define FIND_SETTLE	100
#define FIND_SOCKETS	8
#define FIND_TARGETS	16

struct mn6_find;

/**
 * struct find_socket - a socket of c-ares
 * @poll: in the loop
 * @find: whose
 * @fd: the socket
 */
struct find_socket {
	uv_poll_t poll;
	struct mn6_find *find;
	ares_socket_t fd;
};

/**
 * struct mn6_find - a search
 * @svc: whose
 * @channel: of c-ares
 * @timeout: of @channel
 * @retry: when to begin anew
 * @wait: how long until then, milliseconds
 * @busy: a question is under way
 * @socket: those of @channel
 * @target: names of home agents, best first
 * @n_target: how many
 * @next: the one to ask for next
 * @id: of discovery requests
 * @asked: one was sent
 * @found: it is over
 * @handles: that are not closed
 * @closing: nobody wants to know any more
 */
struct mn6_find {
	struct mn6_service *svc;
	ares_channel channel;
	uv_timer_t timeout;
	uv_timer_t retry;
	uint64_t wait;
	bool busy;
	struct find_socket *socket[FIND_SOCKETS];
	char target[FIND_TARGETS][256];
	size_t n_target;
	size_t next;
	uint16_t id;
	bool asked;
	bool found;
	unsigned int handles;
	bool closing;
};

static void find_begin(struct mn6_find *find);
static void find_next(struct mn6_find *find);

static void find_released(struct mn6_find *find)
{
	if (!--find->handles)
		free(find);
}

static void find_timer_closed(uv_handle_t *handle)
{
	find_released(handle->data);
}

static void find_socket_closed(uv_handle_t *handle)
{
	struct find_socket *s = handle->data;
	struct mn6_find *find = s->find;

	free(s);
	find_released(find);
}

static void find_timeout(uv_timer_t *timer);

static void find_process(struct mn6_find *find, ares_socket_t in,
			 ares_socket_t out)
{
	struct timeval tv;

	ares_process_fd(find->channel, in, out);
	uv_timer_stop(&find->timeout);
	if (ares_timeout(find->channel, NULL, &tv))
		uv_timer_start(&find->timeout, find_timeout,
			       tv.tv_sec * 1000 + tv.tv_usec / 1000 + 1, 0);
}

static void find_timeout(uv_timer_t *timer)
{
	find_process(timer->data, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

static void find_ready(uv_poll_t *poll, int status, int events)
{
	struct find_socket *s = poll->data;

	(void)status;
	find_process(s->find, events & UV_READABLE ? s->fd : ARES_SOCKET_BAD,
		     events & UV_WRITABLE ? s->fd : ARES_SOCKET_BAD);
}

/* The place of a socket, or a free one with -1; NULL if there is none. */
static struct find_socket **find_slot(struct mn6_find *find, ares_socket_t fd)
{
	size_t i;

	for (i = 0; i < FIND_SOCKETS; i++) {
		if (fd < 0 ? !find->socket[i] :
			     find->socket[i] && find->socket[i]->fd == fd)
			return &find->socket[i];
	}
	return NULL;
}

static struct find_socket *find_socket_new(struct mn6_find *find,
					   ares_socket_t fd)
{
	struct find_socket **slot = find_slot(find, -1);
	struct find_socket *s = slot ? calloc(1, sizeof(*s)) : NULL;

	if (!s)
		return NULL;
	if (uv_poll_init(&find->svc->base.agent->loop, &s->poll, fd)) {
		free(s);
		return NULL;
	}
	s->poll.data = s;
	s->find = find;
	s->fd = fd;
	find->handles++;
	*slot = s;
	return s;
}

static void find_socket_state(void *data, ares_socket_t fd, int in, int out)
{
	struct mn6_find *find = data;
	struct find_socket **slot = find_slot(find, fd);
	struct find_socket *s = slot ? *slot : NULL;

	if (!in && !out) {
		if (!s)
			return;
		*slot = NULL;
		uv_close((uv_handle_t *)&s->poll, find_socket_closed);
		return;
	}
	if (!s)
		s = find_socket_new(find, fd);
	if (s)
		uv_poll_start(&s->poll, (in ? UV_READABLE : 0) |
			      (out ? UV_WRITABLE : 0), find_ready);
}

/* RFC 6275, section 11.4.1: who serves the home prefix? */
static void find_discover(struct mn6_find *find)
{
	struct mn6_service *svc = find->svc;
	const struct dsmip_prefix *hoa = &svc->config.mn6.hoa;
	const struct dsmipd_icmp6 msg = {
		.type = DSMIPD_ICMP6_DHAAD_REQUEST,
		.id = ++find->id,
		.router = svc->config.mn6.router,
	};
	uint8_t data[DSMIPD_ICMP6_MAX_LEN];
	struct dsmipd_packet packet = {
		.proto = IPPROTO_ICMPV6,
		.data = data,
	};

	packet.len = dsmipd_icmp6_build(&msg, data, sizeof(data));
	dsmipd_icmp6_anycast(&hoa->addr.v6, hoa->len, &packet.dst);
	/* Without IPv6 there is no way there; DNS is asked again anyway. */
	find->asked = !dsmipd_signaling_send(svc->sig, &packet);
}

static void find_retry(uv_timer_t *timer)
{
	find_begin(timer->data);
}

static void find_failed(struct mn6_find *find, const char *why)
{
	find->busy = false;
	if (find->closing)
		return;
	dsmipd_warn("%s: no home agent found: %s", find->svc->base.name, why);
	find_discover(find);
	uv_timer_start(&find->retry, find_retry, find->wait, 0);
	find->wait = 2 * find->wait < FIND_MAX ? 2 * find->wait : FIND_MAX;
}

static void find_found(struct mn6_find *find)
{
	struct mn6_service *svc = find->svc;
	struct dsmip_addr ha = { .family = AF_INET6, .v6 = svc->config.mn6.ha };
	char text[DSMIP_ADDR_STRLEN];

	find->busy = false;
	find->found = true;
	uv_timer_stop(&find->retry);
	dsmipd_notice("%s: home agent %s", svc->base.name,
		      dsmip_addr_format(&ha, text, sizeof(text)));
	mn6_run(svc);
}

static void find_take(struct mn6_find *find, const struct ares_addrinfo *info)
{
	struct dsmipd_mn6_config *mn6 = &find->svc->config.mn6;
	const struct ares_addrinfo_node *node;
	bool has_ha = false;

	mn6->has_ha4 = false;
	for (node = info->nodes; node; node = node->ai_next) {
		const struct sockaddr_in6 *in6 = (void *)node->ai_addr;
		const struct sockaddr_in *in = (void *)node->ai_addr;

		if (node->ai_family == AF_INET6 && !has_ha) {
			mn6->ha = in6->sin6_addr;
			has_ha = true;
		} else if (node->ai_family == AF_INET && !mn6->has_ha4) {
			mn6->ha4 = in->sin_addr;
			mn6->has_ha4 = true;
		}
	}
	if (has_ha)
		find_found(find);
	else
		find_next(find);
}

static void find_addresses(void *arg, int status, int timeouts,
			   struct ares_addrinfo *info)
{
	struct mn6_find *find = arg;

	(void)timeouts;
	if (status == ARES_SUCCESS && !find->closing)
		find_take(find, info);
	else if (status != ARES_EDESTRUCTION && !find->closing)
		find_next(find);
	if (info)
		ares_freeaddrinfo(info);
}

/* The addresses of the next name. */
static void find_next(struct mn6_find *find)
{
	const struct ares_addrinfo_hints hints = {
		.ai_family = AF_UNSPEC,
		.ai_flags = ARES_AI_NOSORT,
	};

	if (find->next == find->n_target) {
		find_failed(find, "no name has an IPv6 address");
		return;
	}
	ares_getaddrinfo(find->channel, find->target[find->next++], NULL,
			 &hints, find_addresses, find);
}

/* RFC 2782: by priority; of the same one, the heavier first. */
static bool find_before(const struct ares_srv_reply *a,
			const struct ares_srv_reply *b)
{
	return a->priority != b->priority ? a->priority < b->priority :
					    a->weight > b->weight;
}

static void find_targets(struct mn6_find *find,
			 const struct ares_srv_reply *list)
{
	const struct ares_srv_reply *sorted[FIND_TARGETS];
	const struct ares_srv_reply *srv;
	size_t i, n = 0;

	for (srv = list; srv && n < FIND_TARGETS; srv = srv->next) {
		for (i = n++; i && find_before(srv, sorted[i - 1]); i--)
			sorted[i] = sorted[i - 1];
		sorted[i] = srv;
	}
	for (i = 0; i < n; i++)
		snprintf(find->target[i], sizeof(find->target[i]), "%s",
			 sorted[i]->host);
	find->n_target = n;
}

static void find_services(void *arg, int status, int timeouts,
			  unsigned char *answer, int len)
{
	struct ares_srv_reply *list = NULL;
	struct mn6_find *find = arg;

	(void)timeouts;
	if (status == ARES_EDESTRUCTION || find->closing)
		return;
	if (status == ARES_SUCCESS)
		status = ares_parse_srv_reply(answer, len, &list);
	if (status != ARES_SUCCESS) {
		find_failed(find, ares_strerror(status));
		return;
	}
	find_targets(find, list);
	ares_free_data(list);
	find_next(find);
}

static void find_begin(struct mn6_find *find)
{
	const struct dsmipd_config_mn6 *config = &find->svc->config;
	char name[sizeof(config->ha_domain) + sizeof("_mip6._ipv6.")];

	if (find->busy || find->found)
		return;
	find->busy = true;
	find->next = 0;
	uv_timer_stop(&find->retry);
	if (config->ha_domain[0]) {
		snprintf(name, sizeof(name), "_mip6._ipv6.%s",
			 config->ha_domain);
		ares_query(find->channel, name, ns_c_in, ns_t_srv,
			   find_services, find);
	} else {
		snprintf(find->target[0], sizeof(find->target[0]), "%s",
			 config->ha_name);
		find->n_target = 1;
		find_next(find);
	}
	find_process(find, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

/**
 * mn6_find_changed() - the network has changed: look again, without waiting
 * @svc: the service
 */
void mn6_find_changed(struct mn6_service *svc)
{
	struct mn6_find *find = svc->find;

	if (!find || find->busy || find->found)
		return;
	find->wait = FIND_FIRST;
	/* Changes come in numbers. */
	uv_timer_start(&find->retry, find_retry, FIND_SETTLE, 0);
}

/**
 * mn6_find_rcv() - somebody has answered by which addresses home agents are
 * @svc: the service
 * @msg: a discovery reply
 */
void mn6_find_rcv(struct mn6_service *svc, const struct dsmipd_icmp6 *msg)
{
	struct mn6_find *find = svc->find;

	if (!find || find->found || !find->asked || msg->id != find->id ||
	    !msg->n_agents)
		return;
	find->svc->config.mn6.ha = msg->agents[0];
	find->svc->config.mn6.has_ha4 = false;
	find_found(find);
}

/**
 * mn6_find_open() - begin to look for the home agent
 * @svc: the service
 *
 * Return: 0 or a negative errno, after saying why in the log.
 */
int mn6_find_open(struct mn6_service *svc)
{
	struct ares_options options = {
		.sock_state_cb = find_socket_state,
		.timeout = 2000,
		.tries = 2,
	};
	uv_loop_t *loop = &svc->base.agent->loop;
	struct mn6_find *find = calloc(1, sizeof(*find));
	int ret;

	if (!find)
		return -ENOMEM;
	options.sock_state_cb_data = find;
	ret = ares_init_options(&find->channel, &options,
				ARES_OPT_SOCK_STATE_CB | ARES_OPT_TIMEOUTMS |
				ARES_OPT_TRIES);
	if (ret != ARES_SUCCESS) {
		dsmipd_err("%s: DNS: %s", svc->base.name, ares_strerror(ret));
		free(find);
		return -EIO;
	}
	find->svc = svc;
	find->wait = FIND_FIRST;
	uv_timer_init(loop, &find->timeout);
	uv_timer_init(loop, &find->retry);
	find->timeout.data = find;
	find->retry.data = find;
	find->handles = 2;
	svc->find = find;
	ret = mn_watch_open(&svc->host);
	find_begin(find);
	return ret;
}

/**
 * mn6_find_close() - no longer look for the home agent
 * @svc: the service
 */
void mn6_find_close(struct mn6_service *svc)
{
	struct mn6_find *find = svc->find;

	if (!find)
		return;
	svc->find = NULL;
	find->closing = true;
	ares_destroy(find->channel);
	uv_close((uv_handle_t *)&find->timeout, find_timer_closed);
	uv_close((uv_handle_t *)&find->retry, find_timer_closed);
}
