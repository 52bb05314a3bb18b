// SPDX-License-Identifier: GPL-2.0
/* The mobile nodes. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "nodes.h"

#define NODES_NSEC_MS	1000000ULL

/* The same numbers in every run (splitmix64). */
static uint64_t nodes_random(struct dsmipload_nodes *nodes)
{
	uint64_t z = nodes->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static void nodes_append(struct dsmipload_nodes *nodes,
			 struct dsmipload_list *list, uint32_t index)
{
	struct dsmipload_node *node = &nodes->node[index];

	node->next = DSMIPLOAD_NONE;
	node->prev = list->last;
	if (list->last == DSMIPLOAD_NONE)
		list->first = index;
	else
		nodes->node[list->last].next = index;
	list->last = index;
}

static void nodes_remove(struct dsmipload_nodes *nodes,
			 struct dsmipload_list *list, uint32_t index)
{
	struct dsmipload_node *node = &nodes->node[index];

	if (node->prev == DSMIPLOAD_NONE)
		list->first = node->next;
	else
		nodes->node[node->prev].next = node->next;
	if (node->next == DSMIPLOAD_NONE)
		list->last = node->prev;
	else
		nodes->node[node->next].prev = node->prev;
}

/**
 * dsmipload_nodes_new() - make the nodes
 * @nodes: where they go
 * @config: the load
 * @stats: where it is counted what becomes of it
 *
 * Return: 0 or a negative errno.
 */
int dsmipload_nodes_new(struct dsmipload_nodes *nodes,
			const struct dsmipload_config *config,
			struct dsmipload_stats *stats)
{
	const struct dsmipload_list none = { DSMIPLOAD_NONE, DSMIPLOAD_NONE };
	uint64_t ends = dsmipload_load_ends(config);
	struct dsmipd_auth_key key;
	uint64_t i;

	*nodes = (struct dsmipload_nodes){
		.config = config, .stats = stats, .idle = none,
	};
	for (i = 0; i <= DSMIPLOAD_MAX_ATTEMPTS; i++)
		nodes->waiting[i] = none;
	nodes->node = calloc(config->nodes, sizeof(*nodes->node));
	if (!nodes->node)
		return -ENOMEM;
	for (i = 0; i < config->nodes; i++) {
		nodes->node[i].end = i % ends;
		/* It is counted up before it is sent. */
		nodes->node[i].sequence = config->sequence ?
			config->sequence - 1 : nodes_random(nodes);
		nodes_append(nodes, &nodes->idle, i);
		if (!config->auth)
			continue;
		if (!dsmipload_load_key(config, i, &key)) {
			dsmipload_nodes_free(nodes);
			return -EIO;
		}
		memcpy(nodes->node[i].key, key.key, sizeof(nodes->node[i].key));
	}
	return 0;
}

/**
 * dsmipload_nodes_free() - free the nodes
 * @nodes: the nodes
 */
void dsmipload_nodes_free(struct dsmipload_nodes *nodes)
{
	free(nodes->node);
	nodes->node = NULL;
}

static enum dsmipload_kind nodes_kind(struct dsmipload_nodes *nodes,
				      const struct dsmipload_node *node)
{
	const uint64_t *mix = nodes->config->mix;
	uint64_t sum = 0;
	uint64_t at;
	int kind;

	if (!node->registered)
		return DSMIPLOAD_REGISTER;
	for (kind = DSMIPLOAD_REFRESH; kind < DSMIPLOAD_KINDS; kind++)
		sum += mix[kind];
	at = nodes_random(nodes) % sum;
	for (kind = DSMIPLOAD_REFRESH; at >= mix[kind]; kind++)
		at -= mix[kind];
	return kind;
}

/**
 * dsmipload_nodes_begin() - let a node ask for something new
 * @nodes: the nodes
 * @intended: when it was to be sent, nanoseconds
 *
 * Return: the node; DSMIPLOAD_NONE: all of them wait for an answer.
 */
uint32_t dsmipload_nodes_begin(struct dsmipload_nodes *nodes, uint64_t intended)
{
	uint32_t index = nodes->idle.first;
	struct dsmipload_node *node;

	if (index == DSMIPLOAD_NONE)
		return index;
	node = &nodes->node[index];
	nodes_remove(nodes, &nodes->idle, index);
	nodes_append(nodes, &nodes->waiting[0], index);
	node->kind = nodes_kind(nodes, node);
	if (node->kind == DSMIPLOAD_HANDOVER)
		node->end = (node->end + 1) %
			    dsmipload_load_ends(nodes->config);
	node->intended = intended;
	node->resent = false;
	nodes->outstanding++;
	nodes->stats->kinds[node->kind].sent++;
	return index;
}

/**
 * dsmipload_nodes_coa() - care-of address as a node knows it
 * @nodes: the nodes
 * @index: which one
 *
 * Return: the address, which behind a NAT is not the one that the home agent
 * sees.
 */
struct dsmip_addr dsmipload_nodes_coa(const struct dsmipload_nodes *nodes,
				      uint32_t index)
{
	const struct dsmipload_config *config = nodes->config;

	if (config->claim.family)
		return dsmipload_load_addr(&config->claim, index);
	return dsmipload_load_end(config, nodes->node[index].end).addr;
}

/* 0.0.0.0 asks for one of the pool (RFC 5555, section 3.1.1). */
static struct dsmip_addr nodes_home4(const struct dsmipload_config *config,
				     uint32_t index)
{
	if (config->pool4)
		return (struct dsmip_addr){ .family = AF_INET };
	return dsmipload_load_addr(&config->home4, index);
}

/**
 * dsmipload_nodes_ask() - what a node sends, the first time or again
 * @nodes: the nodes
 * @index: which one
 * @now: nanoseconds
 * @realtime: nanoseconds since 1970
 * @request: where it goes; refers to @key
 * @key: room for its security association
 */
void dsmipload_nodes_ask(struct dsmipload_nodes *nodes, uint32_t index,
			 uint64_t now, uint64_t realtime,
			 struct dsmipload_request *request,
			 struct dsmipd_auth_key *key)
{
	const struct dsmipload_config *config = nodes->config;
	bool mip4 = config->protocol == DSMIPLOAD_MIP4;
	struct dsmipload_node *node = &nodes->node[index];

	nodes_remove(nodes, &nodes->waiting[node->attempt], index);
	node->attempt++;
	node->deadline = now + (config->timeout * NODES_NSEC_MS <<
				(node->attempt - 1));
	nodes_append(nodes, &nodes->waiting[node->attempt], index);
	node->sequence++;
	*request = (struct dsmipload_request){
		.protocol = config->protocol,
		.home = dsmipload_load_addr(&config->home, index),
		.home4 = nodes_home4(config, index),
		.agent = mip4 ? config->agent4 : config->agent,
		.coa = dsmipload_nodes_coa(nodes, index),
		.nat = config->claim.family,
		.algorithm = config->algorithm,
		.sequence = node->sequence,
		.lifetime = node->kind == DSMIPLOAD_DEREGISTER ?
			    0 : config->lifetime,
	};
	if (!config->auth)
		return;
	*key = (struct dsmipd_auth_key){
		.spi = config->spi + index,
		.len = sizeof(node->key),
	};
	memcpy(key->key, node->key, sizeof(node->key));
	request->timestamp = dsmipd_auth_ntp(realtime) +
			     ((uint64_t)node->skew << 32);
	request->key = key;
	node->id = request->timestamp;
	node->stamp = request->timestamp >> 32;
}

static void nodes_end(struct dsmipload_nodes *nodes, uint32_t index)
{
	struct dsmipload_node *node = &nodes->node[index];

	nodes_remove(nodes, &nodes->waiting[node->attempt], index);
	nodes_append(nodes, &nodes->idle, index);
	node->attempt = 0;
	nodes->outstanding--;
}

static bool nodes_authentic(struct dsmipload_nodes *nodes, uint32_t index,
			    const struct dsmipload_answer *answer)
{
	struct dsmip_addr coa = dsmipload_nodes_coa(nodes, index);
	struct dsmipd_auth_key key = {
		.spi = nodes->config->spi + index, .len = DSMIPLOAD_KEY_LEN,
	};

	if (!nodes->config->auth)
		return true;
	memcpy(key.key, nodes->node[index].key, DSMIPLOAD_KEY_LEN);
	return dsmipload_packet_verify(nodes->config, answer, &coa, &key);
}

/* Is this the answer that a node waits for?  If not, it is counted. */
static bool nodes_expected(struct dsmipload_nodes *nodes, uint32_t index,
			   const struct dsmipload_answer *answer,
			   const struct dsmipload_end *end)
{
	const struct dsmipload_node *node = &nodes->node[index];
	struct dsmipload_end own;
	uint32_t number;

	own = dsmipload_load_end(nodes->config, node->end);
	number = nodes->config->protocol == DSMIPLOAD_MIP4 ? node->id :
							     node->sequence;
	if (!node->attempt || (answer->exact && answer->number != number))
		nodes->stats->strays++;
	else if (!dsmip_addr_equal(&own.addr, &end->addr) ||
		 own.port != end->port)
		nodes->stats->misdelivered++;
	else if (!nodes_authentic(nodes, index, answer))
		nodes->stats->unsigned_++;
	else
		return true;
	return false;
}

/* The node asks again, with the number of the home agent. */
static void nodes_adopt(struct dsmipload_nodes *nodes, uint32_t index,
			const struct dsmipload_answer *answer)
{
	struct dsmipload_node *node = &nodes->node[index];

	node->resent = true;
	if (nodes->config->protocol == DSMIPLOAD_MIP4)
		node->skew += (int32_t)(answer->newer - node->stamp);
	else
		node->sequence = answer->newer;
	nodes_remove(nodes, &nodes->waiting[node->attempt], index);
	node->attempt = 0;
	nodes_append(nodes, &nodes->waiting[0], index);
	nodes->stats->resent++;
}

static void nodes_count(struct dsmipload_nodes *nodes, uint32_t index,
			const struct dsmipload_answer *answer)
{
	struct dsmipload_node *node = &nodes->node[index];
	struct dsmipload_stats *stats = nodes->stats;

	if (!answer->accepted) {
		stats->kinds[node->kind].refused++;
		stats->status[answer->status]++;
		return;
	}
	stats->kinds[node->kind].accepted++;
	node->registered = node->kind != DSMIPLOAD_DEREGISTER;
	stats->incomplete += node->registered && !answer->complete;
}

/**
 * dsmipload_nodes_answer() - a node gets an answer
 * @nodes: the nodes
 * @answer: the answer
 * @end: where it came to
 * @now: nanoseconds
 * @index: where the number of the node goes that has to ask again
 *
 * A node whose sequence number is too old adopts that of the home agent, once
 * a request (RFC 6275, section 11.7.3); in Mobile IPv4, its time (RFC 5944,
 * section 5.7.1).
 *
 * Return: whether it has to, and whether it was accepted.
 */
enum dsmipload_verdict
dsmipload_nodes_answer(struct dsmipload_nodes *nodes,
		       const struct dsmipload_answer *answer,
		       const struct dsmipload_end *end, uint64_t now,
		       uint32_t *index)
{
	struct dsmipload_stats *stats = nodes->stats;
	struct dsmipload_node *node;
	uint64_t which;

	if (!dsmipload_load_index(answer->home.family == AF_INET ?
				  &nodes->config->home4 : &nodes->config->home,
				  &answer->home, nodes->config->nodes,
				  &which)) {
		stats->malformed++;
		return DSMIPLOAD_DONE;
	}
	if (answer->type != DSMIPLOAD_ACK) {
		stats->errors += answer->type == DSMIPLOAD_ERROR;
		return DSMIPLOAD_DONE;
	}
	*index = which;
	node = &nodes->node[which];
	if (!nodes_expected(nodes, which, answer, end))
		return DSMIPLOAD_DONE;
	if (answer->behind && !node->resent) {
		nodes_adopt(nodes, which, answer);
		return DSMIPLOAD_AGAIN;
	}
	nodes_count(nodes, which, answer);
	dsmipload_hist_add(&stats->latency, now - node->intended);
	nodes_end(nodes, which);
	return answer->accepted ? DSMIPLOAD_ACCEPTED : DSMIPLOAD_DONE;
}

/**
 * dsmipload_nodes_overdue() - is there a node that has waited long enough?
 * @nodes: the nodes
 * @now: nanoseconds
 * @index: where the number of the node goes that has to ask again;
 *	DSMIPLOAD_NONE: it has given up
 *
 * Return: whether there is one.
 */
bool dsmipload_nodes_overdue(struct dsmipload_nodes *nodes, uint64_t now,
			     uint32_t *index)
{
	struct dsmipload_node *node;
	uint32_t first;
	int attempt;

	for (attempt = 1; attempt <= DSMIPLOAD_MAX_ATTEMPTS; attempt++) {
		first = nodes->waiting[attempt].first;
		if (first == DSMIPLOAD_NONE ||
		    nodes->node[first].deadline > now)
			continue;
		node = &nodes->node[first];
		if (node->attempt < nodes->config->attempts) {
			nodes->stats->retransmitted++;
			*index = first;
			return true;
		}
		nodes->stats->kinds[node->kind].lost++;
		/* Whether it was heard is not known: begin anew. */
		node->registered = false;
		nodes_end(nodes, first);
		*index = DSMIPLOAD_NONE;
		return true;
	}
	return false;
}

/**
 * dsmipload_nodes_deadline() - when dsmipload_nodes_overdue() has to be asked
 * @nodes: the nodes
 *
 * Return: nanoseconds; UINT64_MAX: nobody waits.
 */
uint64_t dsmipload_nodes_deadline(const struct dsmipload_nodes *nodes)
{
	uint64_t deadline = UINT64_MAX;
	int attempt;

	for (attempt = 1; attempt <= DSMIPLOAD_MAX_ATTEMPTS; attempt++) {
		uint32_t first = nodes->waiting[attempt].first;

		if (first != DSMIPLOAD_NONE &&
		    nodes->node[first].deadline < deadline)
			deadline = nodes->node[first].deadline;
	}
	return deadline;
}
