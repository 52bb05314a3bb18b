// SPDX-License-Identifier: GPL-2.0
/* The command line. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mip4_auth.h"
#include "options.h"

/* A lifetime is 16 bits of 4 seconds; of Mobile IPv4, of seconds. */
#define OPTIONS_MAX_LIFETIME	(4 * 65535)
#define OPTIONS_MAX_LIFETIME4	65534
#define OPTIONS_MAX_TIME	(7 * 86400)

enum options_type {
	OPTIONS_NUMBER,
	OPTIONS_ADDR4,
	OPTIONS_ADDR6,
	OPTIONS_ADDR,
	OPTIONS_FILE,
	OPTIONS_WORD,
	OPTIONS_TEXT,
};

/**
 * struct options_key - a key of the command line
 * @name: the key
 * @value: what follows it, for the help
 * @type: enum options_type
 * @offset: where it goes in struct dsmipload_config
 * @min: smallest number
 * @max: largest number
 * @help: what it is
 * @word: the words that it may be, by number; behind the last one NULL
 */
struct options_key {
	const char *name;
	const char *value;
	enum options_type type;
	size_t offset;
	uint64_t min;
	uint64_t max;
	const char *help;
	const char *(*word)(uint8_t number);
};

static const char *options_protocol(uint8_t number)
{
	static const char *const names[] = {
		[DSMIPLOAD_MIP6] = "mip6", [DSMIPLOAD_MIP4] = "mip4",
	};

	return number < sizeof(names) / sizeof(names[0]) ? names[number] : NULL;
}

static const char *options_security(uint8_t number)
{
	static const char *const names[] = { [false] = "none", [true] = "auth" };

	return number < sizeof(names) / sizeof(names[0]) ? names[number] : NULL;
}

#define NUMBER(name, value, member, min, max, help)			\
	{ name, value, OPTIONS_NUMBER,					\
	  offsetof(struct dsmipload_config, member), min, max, help }
#define OTHER(name, value, type, member, help)				\
	{ name, value, type,						\
	  offsetof(struct dsmipload_config, member), 0, 0, help }
#define WORD(name, value, word, member, help)				\
	{ name, value, OPTIONS_WORD,					\
	  offsetof(struct dsmipload_config, member), 0, 0, help, word }

static const struct options_key options_keys[] = {
	WORD("protocol", "mip6|mip4", options_protocol, protocol,
	     "what the nodes speak (mip6)"),
	NUMBER("nodes", "NUMBER", nodes, 1, DSMIPLOAD_MAX_NODES,
	       "how many mobile nodes (1)"),
	OTHER("home", "ADDRESS", OPTIONS_ADDR6, home,
	      "IPv6 home address of the first node; those of the others follow"),
	OTHER("home4", "ADDRESS", OPTIONS_ADDR4, home4,
	      "IPv4 home address of the first node (none)"),
	OTHER("pool4", "POOL", OPTIONS_TEXT, pool4,
	      "or the pool that these are from"),
	OTHER("agent", "ADDRESS", OPTIONS_ADDR6, agent,
	      "IPv6 address of the home agent"),
	OTHER("agent4", "ADDRESS", OPTIONS_ADDR4, agent4,
	      "its IPv4 address, if the nodes are in IPv4 networks"),
	NUMBER("port", "PORT", port, 1, 65535,
	       "its UDP port (4191; of Mobile IPv4 434)"),
	OTHER("source", "ADDRESS", OPTIONS_ADDR, source,
	      "first care-of address of the nodes, local to this machine"),
	NUMBER("sources", "NUMBER", sources, 1, 1 << 24,
	       "how many such addresses (1)"),
	NUMBER("first-port", "PORT", first_port, 1, 65535,
	       "first UDP port of each IPv4 address (20000)"),
	NUMBER("ports", "NUMBER", ports, 1, DSMIPLOAD_MAX_PORTS,
	       "how many such ports (1)"),
	OTHER("claim", "ADDRESS", OPTIONS_ADDR4, claim,
	      "behind NATs: what the first node takes for its address"),
	WORD("security", "auth|none", options_security, auth,
	     "authenticate by RFC 4285, or as Mobile IPv4 does (auth)"),
	WORD("algorithm", "NAME", dsmipd_mip4_algorithm_name, algorithm,
	     "of the authentication of Mobile IPv4 (hmac-md5)"),
	NUMBER("spi", "SPI", spi, 256, UINT32_MAX,
	       "SPI of the first node; those of the others follow (256)"),
	OTHER("key-file", "FILE", OPTIONS_FILE, key,
	      "1 to 64 bytes that the keys are made from"),
	OTHER("acks", "FILE", OPTIONS_TEXT, acks,
	      "write what is accepted there, a line for each"),
	OTHER("socket", "PATH", OPTIONS_TEXT, socket,
	      "control socket of dsmipd, to add subscribers by"),
	NUMBER("lifetime", "SECONDS", lifetime, 4, OPTIONS_MAX_LIFETIME,
	       "lifetime that is asked for (3600)"),
	NUMBER("sequence", "NUMBER", sequence, 1, UINT16_MAX,
	       "first sequence number of each node of Mobile IPv6 (any)"),
	NUMBER("rate", "NUMBER", rate, 1, 10000000,
	       "requests a second, however fast they are answered"),
	NUMBER("window", "NUMBER", window, 1, DSMIPLOAD_MAX_NODES,
	       "requests that wait for an answer at a time (16)"),
	NUMBER("requests", "NUMBER", requests, 1, 1ULL << 40,
	       "end after so many (each node once)"),
	NUMBER("time", "SECONDS", seconds, 1, OPTIONS_MAX_TIME,
	       "end after so many seconds"),
	NUMBER("refresh", "SHARE", mix[DSMIPLOAD_REFRESH], 0, 1000,
	       "share of refreshes of what registered nodes do (1)"),
	NUMBER("handover", "SHARE", mix[DSMIPLOAD_HANDOVER], 0, 1000,
	       "share of handovers to the next address or port (0)"),
	NUMBER("deregister", "SHARE", mix[DSMIPLOAD_DEREGISTER], 0, 1000,
	       "share of deregistrations (0)"),
	NUMBER("timeout", "MILLISECONDS", timeout, 1, 60000,
	       "wait so long for an answer, then twice as long (1000)"),
	NUMBER("attempts", "NUMBER", attempts, 1, DSMIPLOAD_MAX_ATTEMPTS,
	       "send so often until an answer comes (1)"),
};

#define OPTIONS_KEYS	(sizeof(options_keys) / sizeof(options_keys[0]))

static int options_fail(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));

static int options_fail(const char *fmt, ...)
{
	va_list args;

	fputs("Error: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return -EINVAL;
}

static void options_help(void)
{
	size_t i;

	puts("Usage: dsmipload [OPTIONS] [run] [KEY VALUE]...\n"
	     "       dsmipload [OPTIONS] subscribers [KEY VALUE]...\n"
	     "\n"
	     "Plays mobile nodes for a home agent; or adds their subscribers to dsmipd, or\n"
	     "prints the requests that do.\n"
	     "\n"
	     "Options:\n"
	     "  -j, --json     results as JSON\n"
	     "  -q, --quiet    no progress on stderr\n"
	     "  -V, --version  print the version\n"
	     "  -h, --help     print this\n"
	     "\n"
	     "Keys:");
	for (i = 0; i < OPTIONS_KEYS; i++)
		printf("  %-10s %-12s  %s\n", options_keys[i].name,
		       options_keys[i].value, options_keys[i].help);
}

static int options_number(const struct options_key *key, const char *text,
			  uint64_t *value)
{
	unsigned long long number;
	char *end;

	errno = 0;
	number = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || number < key->min ||
	    number > key->max)
		return options_fail("%s: '%s' is not a number from %llu to %llu",
				    key->name, text,
				    (unsigned long long)key->min,
				    (unsigned long long)key->max);
	*value = number;
	return 0;
}

static int options_addr(const struct options_key *key, const char *text,
			struct dsmip_addr *addr)
{
	const char *what = "an address";

	if (key->type == OPTIONS_ADDR4)
		what = "an IPv4 address";
	else if (key->type == OPTIONS_ADDR6)
		what = "an IPv6 address";
	if (!dsmip_addr_parse(text, addr) ||
	    (key->type == OPTIONS_ADDR4 && addr->family != AF_INET) ||
	    (key->type == OPTIONS_ADDR6 && addr->family != AF_INET6))
		return options_fail("%s: '%s' is not %s", key->name, text,
				    what);
	return 0;
}

/* The end of a line does not belong to it. */
static int options_file(const char *name, struct dsmipload_config *config)
{
	char text[sizeof(config->key) + 2];
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t size = -1;

	if (fd >= 0) {
		size = read(fd, text, sizeof(text));
		close(fd);
	}
	if (size < 0)
		return options_fail("key-file: %s: %s", name, strerror(errno));
	while (size && (text[size - 1] == '\n' || text[size - 1] == '\r'))
		size--;
	if (!size || (size_t)size > sizeof(config->key))
		return options_fail("key-file: %s does not have 1 to %zu bytes",
				    name, sizeof(config->key));
	memcpy(config->key, text, size);
	config->key_len = size;
	explicit_bzero(text, sizeof(text));
	return 0;
}

static int options_word(const struct options_key *key, const char *text,
			uint8_t *value)
{
	char words[80] = "";
	const char *word;
	uint8_t i;

	for (i = 0; (word = key->word(i)); i++) {
		if (!strcmp(text, word)) {
			*value = i;
			return 0;
		}
		snprintf(words + strlen(words), sizeof(words) - strlen(words),
			 "%s%s", i ? ", " : "", word);
	}
	return options_fail("%s: '%s' is none of %s", key->name, text, words);
}

static int options_value(const struct options_key *key, const char *text,
			 struct dsmipload_config *config)
{
	void *member = (char *)config + key->offset;

	switch (key->type) {
	case OPTIONS_NUMBER:
		return options_number(key, text, member);
	case OPTIONS_FILE:
		return options_file(text, config);
	case OPTIONS_TEXT:
		*(const char **)member = text;
		return 0;
	case OPTIONS_WORD:
		return options_word(key, text, member);
	default:
		return options_addr(key, text, member);
	}
}

static int options_words(int argc, char **argv, struct dsmipload_config *config)
{
	bool seen[OPTIONS_KEYS] = {};
	int i;

	for (i = 0; i < argc; i += 2) {
		size_t k = 0;

		while (k < OPTIONS_KEYS && strcmp(options_keys[k].name, argv[i]))
			k++;
		if (k == OPTIONS_KEYS)
			return options_fail("there is no key '%s'", argv[i]);
		if (seen[k])
			return options_fail("%s: twice", argv[i]);
		if (i + 1 == argc)
			return options_fail("%s: %s is missing", argv[i],
					    options_keys[k].value);
		if (options_value(&options_keys[k], argv[i + 1], config))
			return -EINVAL;
		seen[k] = true;
	}
	return 0;
}

static int options_check_nodes(const struct dsmipload_config *config)
{
	bool mip4 = config->protocol == DSMIPLOAD_MIP4;

	if (!mip4 && !config->home.family)
		return options_fail("home: ADDRESS is missing");
	if (mip4 && !config->home4.family)
		return options_fail("home4: ADDRESS is missing");
	if (mip4 && !config->auth)
		return options_fail("security: in Mobile IPv4 there is no none");
	if (mip4 && config->lifetime > OPTIONS_MAX_LIFETIME4)
		return options_fail("lifetime: in Mobile IPv4 it ends at %d",
				    OPTIONS_MAX_LIFETIME4);
	if (config->auth && !config->key_len)
		return options_fail("key-file: FILE is missing%s",
				    mip4 ? "" : ", or security none");
	if (config->spi + config->nodes - 1 > UINT32_MAX)
		return options_fail("spi: there are not so many");
	if (config->home4.family && config->pool4)
		return options_fail("there is a home4 as well as a pool4");
	return 0;
}

static int options_check_run(const struct dsmipload_config *config)
{
	bool mip4 = config->protocol == DSMIPLOAD_MIP4;

	if (!mip4 && !config->agent.family)
		return options_fail("agent: ADDRESS is missing");
	if (!config->source.family)
		return options_fail("source: ADDRESS is missing");
	if (mip4 && config->source.family == AF_INET6)
		return options_fail("source: Mobile IPv4 has no IPv6 networks");
	if (config->source.family == AF_INET && !config->agent4.family)
		return options_fail("agent4: ADDRESS is missing");
	if (config->source.family == AF_INET6 && config->claim.family)
		return options_fail("claim: there are no NATs in IPv6 networks");
	if (config->first_port + config->ports > 65536)
		return options_fail("ports: there are not so many");
	if (config->rate && config->window)
		return options_fail("there is a rate as well as a window");
	if (!config->mix[DSMIPLOAD_REFRESH] &&
	    !config->mix[DSMIPLOAD_HANDOVER] &&
	    !config->mix[DSMIPLOAD_DEREGISTER])
		return options_fail("refresh, handover, deregister: all are 0");
	return 0;
}

static void options_defaults(struct dsmipload_config *config)
{
	*config = (struct dsmipload_config){
		.nodes = 1,
		.sources = 1,
		.first_port = 20000,
		.ports = 1,
		.auth = true,
		.spi = 256,
		.lifetime = 3600,
		.timeout = 1000,
		.attempts = 1,
		.mix[DSMIPLOAD_REFRESH] = 1,
	};
}

static bool options_flags(int argc, char **argv,
			  struct dsmipload_config *config,
			  enum dsmipload_command *command)
{
	static const struct option flags[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{}
	};
	int flag;

	optind = 0;
	while ((flag = getopt_long(argc, argv, "+jqVh", flags, NULL)) != -1) {
		switch (flag) {
		case 'j':
			config->json = true;
			break;
		case 'q':
			config->quiet = true;
			break;
		case 'V':
			printf("dsmipload %s\n", dsmipload_version());
			*command = DSMIPLOAD_HELP;
			return false;
		case 'h':
			options_help();
			*command = DSMIPLOAD_HELP;
			return false;
		default:
			*command = DSMIPLOAD_WRONG;
			return false;
		}
	}
	return true;
}

/**
 * dsmipload_options() - read the command line
 * @argc: words
 * @argv: the words
 * @config: the load that they describe
 *
 * Return: what is to be done.
 */
enum dsmipload_command dsmipload_options(int argc, char **argv,
					 struct dsmipload_config *config)
{
	enum dsmipload_command command = DSMIPLOAD_RUN;

	options_defaults(config);
	if (!options_flags(argc, argv, config, &command))
		return command;
	argc -= optind;
	argv += optind;
	if (argc && !strcmp(argv[0], "subscribers"))
		command = DSMIPLOAD_SUBSCRIBERS;
	if (argc && (command == DSMIPLOAD_SUBSCRIBERS ||
		     !strcmp(argv[0], "run"))) {
		argc--;
		argv++;
	}
	if (options_words(argc, argv, config) || options_check_nodes(config))
		return DSMIPLOAD_WRONG;
	if (command == DSMIPLOAD_RUN && options_check_run(config))
		return DSMIPLOAD_WRONG;
	if (!config->port)
		config->port = config->protocol == DSMIPLOAD_MIP4 ?
			       DSMIPD_MIP4_PORT : DSMIP_PORT_DEFAULT;
	if (!config->rate && !config->window)
		config->window = 16;
	if (!config->requests && !config->seconds)
		config->requests = config->nodes;
	return command;
}
