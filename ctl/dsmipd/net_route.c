// SPDX-License-Identifier: GPL-2.0
/* Routes and routing rules. */

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/route/rule.h>
#include <string.h>

#include "net_priv.h"

static struct rtnl_route *net_route_new(const struct dsmipd_net_route *route)
{
	struct nl_addr *dst, *via = NULL, *src = NULL;
	struct rtnl_route *nl = rtnl_route_alloc();
	struct rtnl_nexthop *hop;

	hop = rtnl_route_nh_alloc();
	dst = dsmipd_net_to_nl(&route->dst.addr, route->dst.len);
	if (route->via.family)
		via = dsmipd_net_to_nl(&route->via,
				       dsmip_addr_bits(route->via.family));
	if (route->src.family)
		src = dsmipd_net_to_nl(&route->src,
				       dsmip_addr_bits(route->src.family));
	if (!nl || !hop || !dst || (route->via.family && !via) ||
	    (route->src.family && !src)) {
		rtnl_route_put(nl);
		nl = NULL;
		if (hop)
			rtnl_route_nh_free(hop);
	} else {
		rtnl_route_set_family(nl, route->dst.addr.family);
		rtnl_route_set_dst(nl, dst);
		rtnl_route_set_table(nl, route->broadcast ? RT_TABLE_LOCAL :
					 route->table ?: RT_TABLE_MAIN);
		rtnl_route_set_protocol(nl, DSMIPD_NET_PROTO);
		rtnl_route_set_type(nl, route->blackhole ? RTN_BLACKHOLE :
					route->broadcast ? RTN_BROADCAST :
							   RTN_UNICAST);
		rtnl_route_set_scope(nl, via || route->dst.addr.family == AF_INET6 ?
					 RT_SCOPE_UNIVERSE : RT_SCOPE_LINK);
		if (route->metric)
			rtnl_route_set_priority(nl, route->metric);
		if (src)
			rtnl_route_set_pref_src(nl, src);
		rtnl_route_nh_set_ifindex(hop, route->ifindex);
		/* Routing daemons want to know that it is a neighbour. */
		if (via) {
			rtnl_route_nh_set_gateway(hop, via);
			rtnl_route_nh_set_flags(hop, RTNH_F_ONLINK);
		}
		if (route->blackhole)
			rtnl_route_nh_free(hop);
		else
			rtnl_route_add_nexthop(nl, hop);
	}
	nl_addr_put(dst);
	nl_addr_put(via);
	nl_addr_put(src);
	return nl;
}

/**
 * dsmipd_net_route_add() - add a route, or exchange that to the same prefix
 * @net: the connection
 * @route: the route
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_route_add(struct dsmipd_net *net,
			 const struct dsmipd_net_route *route)
{
	struct rtnl_route *nl = net_route_new(route);
	int err;

	if (!nl)
		return -ENOMEM;
	err = rtnl_route_add(net->sock, nl, NLM_F_REPLACE);
	rtnl_route_put(nl);
	return dsmipd_net_errno(err);
}

/**
 * dsmipd_net_route_del() - remove a route
 * @net: the connection
 * @route: the route
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_route_del(struct dsmipd_net *net,
			 const struct dsmipd_net_route *route)
{
	struct rtnl_route *nl = net_route_new(route);
	int err;

	if (!nl)
		return -ENOMEM;
	err = rtnl_route_delete(net->sock, nl, 0);
	rtnl_route_put(nl);
	return err == -NLE_OBJ_NOTFOUND ? 0 : dsmipd_net_errno(err);
}

/* Whether it is one with a single next hop, which all of ours are. */
static bool net_route_get(struct rtnl_route *nl, struct dsmipd_net_route *route)
{
	struct dsmip_prefix prefix;
	struct rtnl_nexthop *hop;

	memset(route, 0, sizeof(*route));
	if (rtnl_route_get_nnexthops(nl) != 1 ||
	    rtnl_route_get_type(nl) != RTN_UNICAST ||
	    !dsmipd_net_from_nl(rtnl_route_get_dst(nl), &route->dst))
		return false;
	hop = rtnl_route_nexthop_n(nl, 0);
	route->ifindex = rtnl_route_nh_get_ifindex(hop);
	route->table = rtnl_route_get_table(nl);
	route->metric = rtnl_route_get_priority(nl);
	if (dsmipd_net_from_nl(rtnl_route_nh_get_gateway(hop), &prefix))
		route->via = prefix.addr;
	if (dsmipd_net_from_nl(rtnl_route_get_pref_src(nl), &prefix))
		route->src = prefix.addr;
	return true;
}

static int net_routes(struct dsmipd_net *net, uint8_t family,
		      bool (*want)(struct rtnl_route *nl),
		      dsmipd_net_route_cb cb, void *arg)
{
	struct dsmipd_net_route route;
	struct nl_object *object;
	struct nl_cache *cache;
	int err;

	err = rtnl_route_alloc_cache(net->sock, family, 0, &cache);
	if (err)
		return dsmipd_net_errno(err);
	for (object = nl_cache_get_first(cache); object && !err;
	     object = nl_cache_get_next(object)) {
		struct rtnl_route *nl = (struct rtnl_route *)object;

		if (want(nl) && net_route_get(nl, &route))
			err = cb(&route, arg);
	}
	nl_cache_free(cache);
	return err;
}

static bool net_route_is_ours(struct rtnl_route *nl)
{
	return rtnl_route_get_protocol(nl) == DSMIPD_NET_PROTO;
}

/**
 * dsmipd_net_routes() - the routes that dsmipd has made, now or in a former life
 * @net: the connection
 * @cb: called for each; what it returns other than 0 ends it
 * @arg: handed to @cb
 *
 * Return: 0, what @cb returned, or a negative errno.
 */
int dsmipd_net_routes(struct dsmipd_net *net, dsmipd_net_route_cb cb, void *arg)
{
	int err;

	err = net_routes(net, AF_INET, net_route_is_ours, cb, arg);
	if (!err)
		err = net_routes(net, AF_INET6, net_route_is_ours, cb, arg);
	return err;
}

static bool net_route_is_default(struct rtnl_route *nl)
{
	struct nl_addr *dst = rtnl_route_get_dst(nl);

	return rtnl_route_get_table(nl) == RT_TABLE_MAIN &&
	       (!dst || !nl_addr_get_prefixlen(dst)) &&
	       !net_route_is_ours(nl);
}

struct net_default {
	unsigned int ifindex;
	struct dsmip_addr *via;
};

static int net_default_is(const struct dsmipd_net_route *route, void *arg)
{
	struct net_default *wanted = arg;

	if (route->ifindex != wanted->ifindex)
		return 0;
	if (wanted->via)
		*wanted->via = route->via;
	return 1;
}

/**
 * dsmipd_net_default_route() - whether a device has a default route
 * @net: the connection
 * @ifindex: the device
 * @family: AF_INET or AF_INET6
 * @via: set to its next hop, without a family if there is none; or NULL
 *
 * In the main table, and not one of dsmipd's own.
 *
 * Return: whether there is one.
 */
bool dsmipd_net_default_route(struct dsmipd_net *net, unsigned int ifindex,
			      uint8_t family, struct dsmip_addr *via)
{
	struct net_default wanted = { ifindex, via };

	return net_routes(net, family, net_route_is_default, net_default_is,
			  &wanted) == 1;
}

static struct rtnl_rule *net_rule_new(const struct dsmipd_net_rule *rule)
{
	struct rtnl_rule *nl = rtnl_rule_alloc();
	struct nl_addr *from;

	if (!nl)
		return NULL;
	rtnl_rule_set_family(nl, rule->family);
	rtnl_rule_set_prio(nl, rule->priority);
	rtnl_rule_set_table(nl, rule->table);
	rtnl_rule_set_action(nl, FR_ACT_TO_TBL);
	rtnl_rule_set_protocol(nl, DSMIPD_NET_PROTO);
	if (rule->mask) {
		rtnl_rule_set_mark(nl, rule->mark);
		rtnl_rule_set_mask(nl, rule->mask);
	}
	if (rule->iif[0] && rtnl_rule_set_iif(nl, rule->iif)) {
		rtnl_rule_put(nl);
		return NULL;
	}
	if (rule->proto)
		rtnl_rule_set_ipproto(nl, rule->proto);
	if (!rule->from.addr.family)
		return nl;
	from = dsmipd_net_to_nl(&rule->from.addr, rule->from.len);
	if (!from || rtnl_rule_set_src(nl, from)) {
		rtnl_rule_put(nl);
		nl = NULL;
	}
	nl_addr_put(from);
	return nl;
}

/* libnl has no name for one of the attributes. */
static int net_rule_send(struct dsmipd_net *net,
			 const struct dsmipd_net_rule *rule, struct nl_msg *msg)
{
	if (rule->no_default &&
	    nla_put_u32(msg, FRA_SUPPRESS_PREFIXLEN, 0) < 0) {
		nlmsg_free(msg);
		return -NLE_NOMEM;
	}
	return nl_send_sync(net->sock, msg);
}

/**
 * dsmipd_net_rule_add() - add a routing rule
 * @net: the connection
 * @rule: the rule
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_rule_add(struct dsmipd_net *net,
			const struct dsmipd_net_rule *rule)
{
	struct rtnl_rule *nl = net_rule_new(rule);
	struct nl_msg *msg;
	int err;

	if (!nl)
		return -ENOMEM;
	err = rtnl_rule_build_add_request(nl, NLM_F_CREATE | NLM_F_EXCL, &msg);
	rtnl_rule_put(nl);
	if (!err)
		err = net_rule_send(net, rule, msg);
	return err == -NLE_EXIST ? 0 : dsmipd_net_errno(err);
}

/**
 * dsmipd_net_rule_del() - remove a routing rule
 * @net: the connection
 * @rule: the rule
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_rule_del(struct dsmipd_net *net,
			const struct dsmipd_net_rule *rule)
{
	struct rtnl_rule *nl = net_rule_new(rule);
	struct nl_msg *msg;
	int err;

	if (!nl)
		return -ENOMEM;
	err = rtnl_rule_build_delete_request(nl, 0, &msg);
	rtnl_rule_put(nl);
	if (!err)
		err = net_rule_send(net, rule, msg);
	return err == -NLE_OBJ_NOTFOUND || err == -NLE_NOADDR ?
		0 : dsmipd_net_errno(err);
}

static bool net_rule_is_ours(struct rtnl_rule *nl, uint32_t priority,
			     uint32_t n)
{
	uint8_t proto = 0;

	return !rtnl_rule_get_protocol(nl, &proto) &&
	       proto == DSMIPD_NET_PROTO &&
	       rtnl_rule_get_prio(nl) - priority < n;
}

/**
 * dsmipd_net_rules_del() - remove rules of dsmipd, of this or a former life
 * @net: the connection
 * @priority: lowest priority of those to be removed
 * @n: how many priorities, from there on
 *
 * Return: 0 or a negative errno.
 */
int dsmipd_net_rules_del(struct dsmipd_net *net, uint32_t priority, uint32_t n)
{
	struct nl_object *object;
	struct nl_cache *cache;
	int err;

	err = rtnl_rule_alloc_cache(net->sock, AF_UNSPEC, &cache);
	if (err)
		return dsmipd_net_errno(err);
	for (object = nl_cache_get_first(cache); object && !err;
	     object = nl_cache_get_next(object)) {
		struct rtnl_rule *nl = (struct rtnl_rule *)object;

		if (net_rule_is_ours(nl, priority, n))
			err = rtnl_rule_delete(net->sock, nl, 0);
		if (err == -NLE_OBJ_NOTFOUND || err == -NLE_NOADDR)
			err = 0;
	}
	nl_cache_free(cache);
	return dsmipd_net_errno(err);
}
