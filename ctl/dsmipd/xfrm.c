// SPDX-License-Identifier: GPL-2.0
/* Policies and states of XFRM for signalling. */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/netlink.h>

#include "icmp6.h"
#include "xfrm.h"
#include "xfrm_msg.h"

/*
 * The lower the better.  Where the associations are somebody else's work, his
 * policies are better than ours, that only see to it that nothing goes without.
 */
#define XFRM_PRIORITY		1000
#define XFRM_PRIORITY_LAST	1000000

#define XFRM_MANY		(~(uint32_t)0)	/* any algorithm */

/**
 * struct xfrm_flow - what is signalling
 * @proto: protocol
 * @type: type of ICMPv6
 * @mask: bits of @type that count
 */
struct xfrm_flow {
	uint8_t proto;
	uint16_t type;
	uint16_t mask;
};

/*
 * Mobility headers, and the ICMPv6 messages of mobile prefixes, 146 and 147.
 * Where an option or a routing header was received in front of ICMPv6, Linux
 * 6.1 looks there for the type, and finds the number of ICMPv6 itself.
 */
static const struct xfrm_flow xfrm_flows[] = {
	{ .proto = IPPROTO_MH },
	{ IPPROTO_ICMPV6, DSMIPD_ICMP6_PREFIX_SOL, 0xfffe },
	{ IPPROTO_ICMPV6, IPPROTO_ICMPV6, 0xffff },
};

#define XFRM_FLOWS_IN		3
#define XFRM_FLOWS_OUT		2

/**
 * struct xfrm_rule - signalling that something is to be done with
 * @src: source, NULL: any
 * @dst: destination, NULL: any
 * @dir: XFRM_POLICY_IN or XFRM_POLICY_OUT
 * @priority: of its policies
 * @type: XFRM_POLICY_TYPE_MAIN or XFRM_POLICY_TYPE_SUB
 * @proto: IPPROTO_ESP, IPPROTO_DSTOPTS or IPPROTO_ROUTING
 * @mode: XFRM_MODE_TRANSPORT or XFRM_MODE_ROUTEOPTIMIZATION
 * @reqid: of the states to use, 0: any
 * @optional: it may be there or not
 */
struct xfrm_rule {
	const struct in6_addr *src;
	const struct in6_addr *dst;
	uint8_t dir;
	uint32_t priority;
	uint8_t type;
	uint8_t proto;
	uint8_t mode;
	uint32_t reqid;
	bool optional;
};

/**
 * dsmipd_xfrm_open() - open a socket to XFRM
 * @xfrm: where it goes
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_xfrm_open(struct dsmipd_xfrm **xfrm)
{
	struct dsmipd_xfrm *x = calloc(1, sizeof(*x));

	if (!x)
		return -ENOMEM;
	x->sk = nl_socket_alloc();
	if (!x->sk || nl_connect(x->sk, NETLINK_XFRM)) {
		dsmipd_xfrm_close(x);
		return -EPROTONOSUPPORT;
	}
	*xfrm = x;
	return 0;
}

/**
 * dsmipd_xfrm_close() - close it; what was added remains
 * @xfrm: the socket, or NULL
 */
void dsmipd_xfrm_close(struct dsmipd_xfrm *xfrm)
{
	if (!xfrm)
		return;
	dsmipd_xfrm_batch_close(xfrm->batch);
	nl_socket_free(xfrm->sk);
	free(xfrm);
}

static void xfrm_set_address(xfrm_address_t *to, const struct in6_addr *addr)
{
	if (addr)
		memcpy(to, addr, sizeof(*addr));
}

static void xfrm_set_selector(struct xfrm_selector *sel,
			      const struct in6_addr *src,
			      const struct in6_addr *dst)
{
	sel->family = AF_INET6;
	xfrm_set_address(&sel->saddr, src);
	xfrm_set_address(&sel->daddr, dst);
	sel->prefixlen_s = src ? 128 : 0;
	sel->prefixlen_d = dst ? 128 : 0;
}

static void xfrm_set_lifetime(struct xfrm_lifetime_cfg *lft)
{
	lft->soft_byte_limit = XFRM_INF;
	lft->hard_byte_limit = XFRM_INF;
	lft->soft_packet_limit = XFRM_INF;
	lft->hard_packet_limit = XFRM_INF;
}

static void xfrm_set_policy(struct xfrm_userpolicy_info *info,
			    const struct xfrm_rule *rule,
			    const struct xfrm_flow *flow)
{
	memset(info, 0, sizeof(*info));
	xfrm_set_selector(&info->sel, rule->src, rule->dst);
	info->sel.proto = flow->proto;
	info->sel.sport = htons(flow->type);
	info->sel.sport_mask = htons(flow->mask);
	xfrm_set_lifetime(&info->lft);
	info->priority = rule->priority;
	info->dir = rule->dir;
	info->action = XFRM_POLICY_ALLOW;
}

static size_t xfrm_n_flows(const struct xfrm_rule *rule)
{
	return rule->dir == XFRM_POLICY_IN ? XFRM_FLOWS_IN : XFRM_FLOWS_OUT;
}

static int xfrm_rule_add(struct dsmipd_xfrm *xfrm, const struct xfrm_rule *rule)
{
	struct xfrm_userpolicy_info info;
	struct xfrm_user_tmpl tmpl;
	int ret = 0;

	memset(&tmpl, 0, sizeof(tmpl));
	tmpl.id.proto = rule->proto;
	tmpl.family = AF_INET6;
	tmpl.mode = rule->mode;
	tmpl.reqid = rule->reqid;
	tmpl.optional = rule->optional;
	tmpl.aalgos = XFRM_MANY;
	tmpl.ealgos = XFRM_MANY;
	tmpl.calgos = XFRM_MANY;
	for (size_t i = 0; i < xfrm_n_flows(rule) && !ret; i++) {
		xfrm_set_policy(&info, rule, &xfrm_flows[i]);
		ret = dsmipd_xfrm_msg_policy_set(xfrm, &info, rule->type,
						 &tmpl);
	}
	return ret;
}

static void xfrm_rule_del(struct dsmipd_xfrm *xfrm,
			  const struct xfrm_rule *rule)
{
	struct xfrm_userpolicy_info info;

	for (size_t i = 0; i < xfrm_n_flows(rule); i++) {
		xfrm_set_policy(&info, rule, &xfrm_flows[i]);
		dsmipd_xfrm_msg_policy_del(xfrm, &info, rule->type);
	}
}

static void xfrm_set_state(struct xfrm_usersa_info *info,
			   const struct in6_addr *src,
			   const struct in6_addr *dst)
{
	memset(info, 0, sizeof(*info));
	xfrm_set_selector(&info->sel, src, dst);
	xfrm_set_address(&info->saddr, src);
	xfrm_set_address(&info->id.daddr, dst);
	xfrm_set_lifetime(&info->lft);
	info->family = AF_INET6;
}

static int xfrm_state_replace(struct dsmipd_xfrm *xfrm,
			      const struct xfrm_usersa_info *info,
			      const struct in6_addr *coa,
			      const struct dsmipd_esp_sa *sa)
{
	int ret = -EEXIST;

	/* A batch has no answer yet. */
	if (!xfrm->batch)
		ret = dsmipd_xfrm_msg_state_add(xfrm, info, coa, sa);
	if (ret != -EEXIST)
		return ret;
	ret = dsmipd_xfrm_msg_state_del(xfrm, info);
	return ret ?: dsmipd_xfrm_msg_state_add(xfrm, info, coa, sa);
}

/* A header of Mobile IPv6 between two addresses; no source: from anywhere. */
static void xfrm_set_header(struct xfrm_usersa_info *info, uint8_t proto,
			    const struct in6_addr *src,
			    const struct in6_addr *dst)
{
	xfrm_set_state(info, src, dst);
	info->id.proto = proto;
	info->mode = XFRM_MODE_ROUTEOPTIMIZATION;
	if (!src)
		info->flags = XFRM_STATE_WILDRECV;
}

static struct xfrm_rule xfrm_accept(uint8_t proto, const struct in6_addr *dst)
{
	return (struct xfrm_rule){
		.dst = dst,
		.dir = XFRM_POLICY_IN,
		.priority = XFRM_PRIORITY,
		.type = XFRM_POLICY_TYPE_SUB,
		.proto = proto,
		.mode = XFRM_MODE_ROUTEOPTIMIZATION,
		.optional = true,
	};
}

/* Let signalling to an address in, with a header or without. */
static int xfrm_accept_add(struct dsmipd_xfrm *xfrm, uint8_t proto,
			   const struct in6_addr *dst)
{
	struct xfrm_rule rule = xfrm_accept(proto, dst);
	struct xfrm_usersa_info info;
	int ret;

	xfrm_set_header(&info, proto, NULL, dst);
	ret = xfrm_state_replace(xfrm, &info, &in6addr_any, NULL);
	return ret ?: xfrm_rule_add(xfrm, &rule);
}

static void xfrm_accept_del(struct dsmipd_xfrm *xfrm, uint8_t proto,
			    const struct in6_addr *dst)
{
	struct xfrm_rule rule = xfrm_accept(proto, dst);
	struct xfrm_usersa_info info;

	xfrm_rule_del(xfrm, &rule);
	xfrm_set_header(&info, proto, NULL, dst);
	dsmipd_xfrm_msg_state_del(xfrm, &info);
}

/**
 * dsmipd_xfrm_agent_add() - accept Home Address options (RFC 6275, 9.3.1)
 * @xfrm: the socket
 * @agent: address of the home agent: any node's option in signalling to it is
 *	accepted; who it is, ESP or the authentication option has to show
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno.
 */
int dsmipd_xfrm_agent_add(struct dsmipd_xfrm *xfrm,
			  const struct in6_addr *agent)
{
	return xfrm_accept_add(xfrm, IPPROTO_DSTOPTS, agent);
}

/**
 * dsmipd_xfrm_agent_del() - undo dsmipd_xfrm_agent_add()
 * @xfrm: the socket
 * @agent: address of the home agent
 *
 * Context: waits for the kernel.
 */
void dsmipd_xfrm_agent_del(struct dsmipd_xfrm *xfrm,
			   const struct in6_addr *agent)
{
	xfrm_accept_del(xfrm, IPPROTO_DSTOPTS, agent);
}

/**
 * dsmipd_xfrm_node_add() - accept type 2 routing headers (RFC 6275, 11.3.3)
 * @xfrm: the socket
 * @hoa: home address; the kernel wants it on a device, with IFA_F_HOMEADDRESS
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno.
 */
int dsmipd_xfrm_node_add(struct dsmipd_xfrm *xfrm, const struct in6_addr *hoa)
{
	return xfrm_accept_add(xfrm, IPPROTO_ROUTING, hoa);
}

/**
 * dsmipd_xfrm_node_del() - undo dsmipd_xfrm_node_add()
 * @xfrm: the socket
 * @hoa: home address
 *
 * Context: waits for the kernel.
 */
void dsmipd_xfrm_node_del(struct dsmipd_xfrm *xfrm, const struct in6_addr *hoa)
{
	xfrm_accept_del(xfrm, IPPROTO_ROUTING, hoa);
}

/**
 * dsmipd_xfrm_node_coa() - send Home Address options (RFC 6275, 11.3.1)
 * @xfrm: the socket
 * @hoa: home address, the source of signalling to be sent
 * @agent: address of the home agent
 * @coa: care-of address, the source on the wire; NULL: there is no option, as
 *	in the tunnel from an IPv4 network
 *
 * A changed care-of address holds from the next message on, those of ESP
 * included.
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno.
 */
int dsmipd_xfrm_node_coa(struct dsmipd_xfrm *xfrm, const struct in6_addr *hoa,
			 const struct in6_addr *agent,
			 const struct in6_addr *coa)
{
	const struct xfrm_rule rule = {
		.src = hoa,
		.dst = agent,
		.dir = XFRM_POLICY_OUT,
		.priority = XFRM_PRIORITY,
		.type = XFRM_POLICY_TYPE_SUB,
		.proto = IPPROTO_DSTOPTS,
		.mode = XFRM_MODE_ROUTEOPTIMIZATION,
	};
	struct xfrm_usersa_info info;
	int ret;

	xfrm_set_header(&info, IPPROTO_DSTOPTS, hoa, agent);
	if (!coa) {
		xfrm_rule_del(xfrm, &rule);
		ret = dsmipd_xfrm_msg_state_del(xfrm, &info);
		return ret == -ESRCH ? 0 : ret;
	}
	ret = xfrm_state_replace(xfrm, &info, coa, NULL);
	return ret ?: xfrm_rule_add(xfrm, &rule);
}

/*
 * One direction of ESP.  Without an SPI it is for any address of ours: it may
 * not have the selector of somebody else's policy, which is the better one.
 */
static struct xfrm_rule xfrm_esp(uint8_t dir, const struct in6_addr *local,
				 const struct in6_addr *remote, uint32_t spi)
{
	if (!spi)
		local = NULL;
	return (struct xfrm_rule){
		.src = dir == XFRM_POLICY_IN ? remote : local,
		.dst = dir == XFRM_POLICY_IN ? local : remote,
		.dir = dir,
		.priority = spi ? XFRM_PRIORITY : XFRM_PRIORITY_LAST,
		.type = XFRM_POLICY_TYPE_MAIN,
		.proto = IPPROTO_ESP,
		.mode = XFRM_MODE_TRANSPORT,
		.reqid = spi,
	};
}

static void xfrm_set_esp(struct xfrm_usersa_info *info,
			 const struct xfrm_rule *rule)
{
	xfrm_set_state(info, rule->src, rule->dst);
	info->id.proto = IPPROTO_ESP;
	info->id.spi = htonl(rule->reqid);
	info->reqid = rule->reqid;
	info->mode = XFRM_MODE_TRANSPORT;
}

static int xfrm_esp_add(struct dsmipd_xfrm *xfrm, const struct xfrm_rule *rule,
			const struct dsmipd_esp_sa *sa)
{
	struct xfrm_usersa_info info;
	int ret = 0;

	if (sa->spi) {
		xfrm_set_esp(&info, rule);
		ret = xfrm_state_replace(xfrm, &info, NULL, sa);
	}
	return ret ?: xfrm_rule_add(xfrm, rule);
}

static void xfrm_esp_del(struct dsmipd_xfrm *xfrm, const struct xfrm_rule *rule)
{
	struct xfrm_usersa_info info;

	xfrm_rule_del(xfrm, rule);
	if (!rule->reqid)
		return;
	xfrm_set_esp(&info, rule);
	dsmipd_xfrm_msg_state_del(xfrm, &info);
}

/**
 * dsmipd_xfrm_esp_add() - signalling between two addresses has to be under ESP
 * @xfrm: the socket
 * @local: our address: of the home agent, or the home address of the node
 * @remote: that of the other end
 * @esp: manual associations as this end sees them; a direction without SPI has
 *	none, somebody else (IKE) makes them and their policies, and until then
 *	nothing gets through
 *
 * Mobility headers of all types, and the ICMPv6 types of mobile prefixes.
 * There is no protection against replay: the counter of a manual association
 * begins anew when it is set up again (RFC 4303, section 3.3.3).
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno; then nothing of it is left.
 */
int dsmipd_xfrm_esp_add(struct dsmipd_xfrm *xfrm, const struct in6_addr *local,
			const struct in6_addr *remote,
			const struct dsmipd_esp *esp)
{
	struct xfrm_rule out = xfrm_esp(XFRM_POLICY_OUT, local, remote,
					esp->out.spi);
	struct xfrm_rule in = xfrm_esp(XFRM_POLICY_IN, local, remote,
				       esp->in.spi);
	int ret;

	ret = xfrm_esp_add(xfrm, &in, &esp->in);
	if (!ret)
		ret = xfrm_esp_add(xfrm, &out, &esp->out);
	if (ret)
		dsmipd_xfrm_esp_del(xfrm, local, remote, esp);
	return ret;
}

/**
 * dsmipd_xfrm_esp_del() - undo dsmipd_xfrm_esp_add()
 * @xfrm: the socket
 * @local: our address
 * @remote: that of the other end
 * @esp: the associations
 *
 * Context: waits for the kernel.
 */
void dsmipd_xfrm_esp_del(struct dsmipd_xfrm *xfrm, const struct in6_addr *local,
			 const struct in6_addr *remote,
			 const struct dsmipd_esp *esp)
{
	struct xfrm_rule out = xfrm_esp(XFRM_POLICY_OUT, local, remote,
					esp->out.spi);
	struct xfrm_rule in = xfrm_esp(XFRM_POLICY_IN, local, remote,
				       esp->in.spi);

	xfrm_esp_del(xfrm, &out);
	xfrm_esp_del(xfrm, &in);
}
