// SPDX-License-Identifier: GPL-2.0
/*
 * One end of the signalling, for selftests/signaling.sh: does what it is told
 * on its standard input, a line a command, and prints what it receives.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <uv.h>

#include "icmp6.h"
#include "log.h"
#include "mh.h"
#include "signaling.h"
#include "xfrm.h"

#define PEER_WORDS	8
#define PEER_KEY_LEN	20

static struct dsmipd_signaling *sig;
static struct dsmipd_xfrm *xfrm;

void dsmipd_log(enum dsmipd_log_level level, const char *fmt, ...)
{
	va_list args;

	(void)level;
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

static const struct in6_addr *peer_addr(const char *text)
{
	static struct in6_addr addr[PEER_WORDS];
	static unsigned int next;

	next = (next + 1) % PEER_WORDS;
	if (inet_pton(AF_INET6, text, &addr[next]) != 1)
		return NULL;
	return &addr[next];
}

static void peer_rcv(const struct dsmipd_packet *packet, void *arg)
{
	char src[INET6_ADDRSTRLEN], dst[INET6_ADDRSTRLEN];
	char coa[INET6_ADDRSTRLEN] = "-";
	struct dsmipd_icmp6 icmp6;
	struct dsmipd_mh mh;
	uint32_t number = 0;
	unsigned int type;

	(void)arg;
	inet_ntop(AF_INET6, &packet->src, src, sizeof(src));
	inet_ntop(AF_INET6, &packet->dst, dst, sizeof(dst));
	if (packet->hao)
		inet_ntop(AF_INET6, &packet->coa, coa, sizeof(coa));
	if (packet->proto == IPPROTO_MH) {
		dsmipd_mh_parse(packet->data, packet->len, &mh);
		type = mh.type;
		number = mh.sequence;
	} else {
		type = packet->data[0];
		if (dsmipd_icmp6_parse(packet->data, packet->len, &icmp6))
			number = icmp6.id;
	}
	printf("rcv %u/%u %u %s %s %s %08x\n", packet->proto, type, number, src,
	       dst, coa, packet->mark);
}

static void peer_done(void *arg)
{
	(void)arg;
	fflush(stdout);
}

static size_t peer_build(unsigned int type, unsigned int number, uint8_t *buf)
{
	struct dsmipd_icmp6 icmp6 = { .type = type, .id = number };
	struct dsmipd_mh mh = {
		.type = type,
		.sequence = number,
		.flags = type == DSMIPD_MH_BU ? 0xc000 : 0,
		.lifetime = 15,
	};

	if (type >= DSMIPD_ICMP6_DHAAD_REQUEST)
		return dsmipd_icmp6_build(&icmp6, buf, DSMIPD_MH_MAX_LEN);
	return dsmipd_mh_build(&mh, buf, DSMIPD_MH_MAX_LEN);
}

/* send TYPE NUMBER SRC DST [COA|- [MARK]] */
static int peer_send(char **word)
{
	unsigned int type = strtoul(word[1], NULL, 0);
	uint8_t buf[DSMIPD_MH_MAX_LEN];
	struct dsmipd_packet packet = {
		.proto = type < DSMIPD_ICMP6_DHAAD_REQUEST ? IPPROTO_MH :
							     IPPROTO_ICMPV6,
		.src = *peer_addr(word[3]),
		.dst = *peer_addr(word[4]),
		.data = buf,
		.len = peer_build(type, strtoul(word[2], NULL, 0), buf),
	};

	if (word[5] && strcmp(word[5], "-")) {
		packet.rh2 = true;
		packet.coa = *peer_addr(word[5]);
	}
	if (word[5] && word[6])
		packet.mark = strtoul(word[6], NULL, 0);
	return dsmipd_signaling_send(sig, &packet);
}

static struct dsmipd_esp_sa peer_sa(const char *spi, const char *cipher)
{
	struct dsmipd_esp_sa sa = {
		.spi = strtoul(spi, NULL, 0),
		.auth = DSMIPD_ESP_AUTH_HMAC_SHA1,
		.auth_len = PEER_KEY_LEN,
	};

	memset(sa.auth_key, sa.spi, sa.auth_len);
	if (!strcmp(cipher, "aes")) {
		sa.cipher = DSMIPD_ESP_CIPHER_AES_CBC;
		sa.cipher_len = 16;
		memset(sa.cipher_key, ~sa.spi, sa.cipher_len);
		sa.auth = DSMIPD_ESP_AUTH_HMAC_SHA256;
		sa.auth_len = 32;
		memset(sa.auth_key, sa.spi, sa.auth_len);
	}
	return sa;
}

static void peer_failed(int64_t owner, void *arg)
{
	(void)owner;
	*(bool *)arg = true;
}

/* Among many at once. */
static int peer_many(const struct in6_addr *local, const struct in6_addr *remote,
		     const struct dsmipd_esp *esp)
{
	bool failed = false;
	int ret, end;

	ret = dsmipd_xfrm_many(xfrm);
	dsmipd_xfrm_many_next(xfrm, 1);
	if (!ret)
		ret = dsmipd_xfrm_esp_add(xfrm, local, remote, esp);
	end = dsmipd_xfrm_many_end(xfrm, peer_failed, &failed);
	return ret ?: end ?: failed ? -EIO : 0;
}

/* esp|manyesp|noesp LOCAL REMOTE SPI-IN SPI-OUT null|aes */
static int peer_esp(char **word)
{
	struct dsmipd_esp esp = {
		.in = peer_sa(word[3], word[5]),
		.out = peer_sa(word[4], word[5]),
	};

	if (!strcmp(word[0], "manyesp"))
		return peer_many(peer_addr(word[1]), peer_addr(word[2]), &esp);
	if (!strcmp(word[0], "esp"))
		return dsmipd_xfrm_esp_add(xfrm, peer_addr(word[1]),
					   peer_addr(word[2]), &esp);
	dsmipd_xfrm_esp_del(xfrm, peer_addr(word[1]), peer_addr(word[2]), &esp);
	return 0;
}

static int peer_command(char **word)
{
	if (!strcmp(word[0], "send"))
		return peer_send(word);
	if (strstr(word[0], "esp"))
		return peer_esp(word);
	if (!strcmp(word[0], "agent"))
		return dsmipd_xfrm_agent_add(xfrm, peer_addr(word[1]));
	if (!strcmp(word[0], "node"))
		return dsmipd_xfrm_node_add(xfrm, peer_addr(word[1]));
	if (!strcmp(word[0], "coa"))
		return dsmipd_xfrm_node_coa(xfrm, peer_addr(word[1]),
					    peer_addr(word[2]),
					    peer_addr(word[3]));
	if (!strcmp(word[0], "noagent")) {
		dsmipd_xfrm_agent_del(xfrm, peer_addr(word[1]));
		return 0;
	}
	if (!strcmp(word[0], "nonode")) {
		dsmipd_xfrm_node_del(xfrm, peer_addr(word[1]));
		return 0;
	}
	return -EINVAL;
}

static void peer_line(char *line)
{
	char *word[PEER_WORDS + 1] = {};
	size_t n = 0;

	line[strcspn(line, "\n")] = '\0';
	for (char *w = strtok(line, " "); w && n < PEER_WORDS;
	     w = strtok(NULL, " "))
		word[n++] = w;
	printf("did %s\n", strerror(-peer_command(word)));
	fflush(stdout);
}

static void peer_readable(uv_poll_t *poll, int status, int events)
{
	char line[512];
	ssize_t n = read(STDIN_FILENO, line, sizeof(line) - 1);

	(void)status;
	(void)events;
	if (n > 0) {
		line[n] = '\0';
		peer_line(line);
		return;
	}
	uv_close((uv_handle_t *)poll, NULL);
	dsmipd_signaling_close(sig);
}

int main(void)
{
	const struct dsmipd_signaling_ops ops = { peer_rcv, peer_done, NULL };
	uv_loop_t loop;
	uv_poll_t in;
	int ret;

	uv_loop_init(&loop);
	ret = dsmipd_signaling_open(&sig, &loop, &ops);
	if (!ret)
		ret = dsmipd_xfrm_open(&xfrm);
	if (ret) {
		fprintf(stderr, "signaling_peer: %s\n", strerror(-ret));
		return 1;
	}
	uv_poll_init(&loop, &in, STDIN_FILENO);
	uv_poll_start(&in, UV_READABLE, peer_readable);
	printf("did open\n");
	fflush(stdout);
	uv_run(&loop, UV_RUN_DEFAULT);
	dsmipd_xfrm_close(xfrm);
	return uv_loop_close(&loop) ? 1 : 0;
}
