/* SPDX-License-Identifier: GPL-2.0 */
/* An agent for requests, with a store and a service that writes down. */
#ifndef DSMIP_TESTING_AGENT_H
#define DSMIP_TESTING_AGENT_H

#include "agent.h"
#include "testing.h"

extern char testing_agent_dir[];
extern struct dsmipd_agent testing_agent;
/* Subscribers that the service was told of: + or -, last byte of the address. */
extern char testing_agent_told[];

int testing_agent_setup(void **state);
int testing_agent_teardown(void **state);
void testing_agent_config(const char *extra);
char *testing_agent_ask(const char *text, size_t len);

#define CALL(method, params) \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":" params "}"
#define RESULT(text)	"{\"jsonrpc\":\"2.0\",\"result\":" text ",\"id\":1}"

#endif /* DSMIP_TESTING_AGENT_H */
