/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mobile nodes: who asks for what next, and what an answer means.  They
 * know no socket and no clock.
 */
#ifndef DSMIPLOAD_NODES_H
#define DSMIPLOAD_NODES_H

#include "load.h"
#include "packet.h"

#define DSMIPLOAD_NONE	UINT32_MAX

/**
 * struct dsmipload_node - a mobile node
 * @intended: when its request was to be sent, nanoseconds
 * @deadline: when it has waited long enough for an answer, nanoseconds
 * @end: number of its end point
 * @next: in its list
 * @prev: in its list
 * @sequence: last sequence number
 * @id: Mobile IPv4: lower half of its last identification
 * @stamp: its upper half, NTP seconds
 * @skew: Mobile IPv4: how much later it is at the home agent, seconds
 * @kind: enum dsmipload_kind, what it has asked for
 * @attempt: how often it has asked, 0: it does not wait
 * @registered: its home agent knows it
 * @resent: it has adopted the number of the home agent
 * @key: its security association
 */
struct dsmipload_node {
	uint64_t intended;
	uint64_t deadline;
	uint32_t end;
	uint32_t next;
	uint32_t prev;
	uint32_t id;
	uint32_t stamp;
	int32_t skew;
	uint16_t sequence;
	uint8_t kind;
	uint8_t attempt;
	bool registered;
	bool resent;
	uint8_t key[DSMIPLOAD_KEY_LEN];
};

/**
 * struct dsmipload_list - nodes, first in first out
 * @first: the first one, or DSMIPLOAD_NONE
 * @last: the last one
 */
struct dsmipload_list {
	uint32_t first;
	uint32_t last;
};

/**
 * struct dsmipload_nodes - all of them
 * @config: the load
 * @stats: what has become of it
 * @node: the nodes
 * @idle: those that can ask for something
 * @waiting: those that wait, by attempt: within a list all wait equally long
 * @outstanding: how many wait
 * @random: state of the random numbers
 */
struct dsmipload_nodes {
	const struct dsmipload_config *config;
	struct dsmipload_stats *stats;
	struct dsmipload_node *node;
	struct dsmipload_list idle;
	struct dsmipload_list waiting[DSMIPLOAD_MAX_ATTEMPTS + 1];
	uint64_t outstanding;
	uint64_t random;
};

/**
 * enum dsmipload_verdict - what follows from an answer
 * @DSMIPLOAD_DONE: nothing
 * @DSMIPLOAD_ACCEPTED: the node has what it has asked for
 * @DSMIPLOAD_AGAIN: the node asks again, with another number
 */
enum dsmipload_verdict {
	DSMIPLOAD_DONE,
	DSMIPLOAD_ACCEPTED,
	DSMIPLOAD_AGAIN,
};

int dsmipload_nodes_new(struct dsmipload_nodes *nodes,
			const struct dsmipload_config *config,
			struct dsmipload_stats *stats);
void dsmipload_nodes_free(struct dsmipload_nodes *nodes);
uint32_t dsmipload_nodes_begin(struct dsmipload_nodes *nodes,
			       uint64_t intended);
void dsmipload_nodes_ask(struct dsmipload_nodes *nodes, uint32_t index,
			 uint64_t now, uint64_t realtime,
			 struct dsmipload_request *request,
			 struct dsmipd_auth_key *key);
enum dsmipload_verdict
dsmipload_nodes_answer(struct dsmipload_nodes *nodes,
		       const struct dsmipload_answer *answer,
		       const struct dsmipload_end *end, uint64_t now,
		       uint32_t *index);
bool dsmipload_nodes_overdue(struct dsmipload_nodes *nodes, uint64_t now,
			     uint32_t *index);
uint64_t dsmipload_nodes_deadline(const struct dsmipload_nodes *nodes);
struct dsmip_addr dsmipload_nodes_coa(const struct dsmipload_nodes *nodes,
				      uint32_t index);

#endif /* DSMIPLOAD_NODES_H */
