// SPDX-License-Identifier: GPL-2.0
/*
 * The messages to XFRM.  The kernel's structures are what a caller fills in:
 * there is no need for another description of them in between.
 */

#include <errno.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "xfrm_msg.h"

struct xfrm_msg_algo {
	const char *name;
	uint32_t trunc;		/* bits of the authentication that are sent */
};

static const struct xfrm_msg_algo xfrm_msg_ciphers[] = {
	[DSMIPD_ESP_CIPHER_NULL] = { "ecb(cipher_null)" },
	[DSMIPD_ESP_CIPHER_AES_CBC] = { "cbc(aes)" },
};

static const struct xfrm_msg_algo xfrm_msg_auths[] = {
	[DSMIPD_ESP_AUTH_HMAC_SHA1] = { "hmac(sha1)", 96 },
	[DSMIPD_ESP_AUTH_HMAC_SHA256] = { "hmac(sha256)", 128 },
};

#define XFRM_MSG_N(a)	(sizeof(a) / sizeof((a)[0]))

static bool xfrm_msg_keys_good(const struct dsmipd_esp_sa *sa)
{
	return (size_t)sa->cipher < XFRM_MSG_N(xfrm_msg_ciphers) &&
	       (size_t)sa->auth < XFRM_MSG_N(xfrm_msg_auths) &&
	       sa->cipher_len <= DSMIPD_ESP_KEY_MAX &&
	       sa->auth_len <= DSMIPD_ESP_KEY_MAX;
}

static int xfrm_msg_error(struct sockaddr_nl *from, struct nlmsgerr *err,
			  void *arg)
{
	(void)from;
	*(int *)arg = err->error;
	return NL_STOP;
}

static int xfrm_msg_ack(struct nl_msg *msg, void *arg)
{
	(void)msg;
	*(int *)arg = 0;
	return NL_STOP;
}

/* Send a message and wait for what the kernel says to it. */
static int xfrm_msg_talk(struct nl_sock *sk, struct nl_msg *msg)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int error = -EIO;

	if (!cb)
		return -ENOMEM;
	nl_cb_err(cb, NL_CB_CUSTOM, xfrm_msg_error, &error);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, xfrm_msg_ack, &error);
	if (nl_send_auto(sk, msg) >= 0)
		nl_recvmsgs(sk, cb);
	nl_cb_put(cb);
	return error;
}

static int xfrm_msg_send(struct dsmipd_xfrm *xfrm, struct nl_msg *msg)
{
	int ret = xfrm->batch ?
		  dsmipd_xfrm_batch_add(xfrm->batch, nlmsg_hdr(msg)) :
		  xfrm_msg_talk(xfrm->sk, msg);

	nlmsg_free(msg);
	return ret;
}

static struct nl_msg *xfrm_msg_new(int type, const void *head, size_t len)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_REQUEST);

	if (msg && nlmsg_append(msg, (void *)head, len, NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return msg;
}

static int xfrm_msg_put_keys(struct nl_msg *msg, const struct dsmipd_esp_sa *sa)
{
	const struct xfrm_msg_algo *cipher = &xfrm_msg_ciphers[sa->cipher];
	const struct xfrm_msg_algo *auth = &xfrm_msg_auths[sa->auth];
	union {
		struct xfrm_algo crypt;
		struct xfrm_algo_auth auth;
		char room[sizeof(struct xfrm_algo_auth) + DSMIPD_ESP_KEY_MAX];
	} algo;
	int ret;

	memset(&algo, 0, sizeof(algo));
	memcpy(algo.crypt.alg_name, cipher->name, strlen(cipher->name));
	algo.crypt.alg_key_len = sa->cipher_len * 8;
	memcpy(algo.crypt.alg_key, sa->cipher_key, sa->cipher_len);
	ret = nla_put(msg, XFRMA_ALG_CRYPT,
		      sizeof(algo.crypt) + sa->cipher_len, &algo);
	memset(&algo, 0, sizeof(algo));
	memcpy(algo.auth.alg_name, auth->name, strlen(auth->name));
	algo.auth.alg_key_len = sa->auth_len * 8;
	algo.auth.alg_trunc_len = auth->trunc;
	memcpy(algo.auth.alg_key, sa->auth_key, sa->auth_len);
	if (!ret)
		ret = nla_put(msg, XFRMA_ALG_AUTH_TRUNC,
			      sizeof(algo.auth) + sa->auth_len, &algo);
	explicit_bzero(&algo, sizeof(algo));
	return ret;
}

/**
 * dsmipd_xfrm_msg_state_add() - add a state
 * @xfrm: where the message goes; of its result nothing is known in a batch
 * @info: the state
 * @coa: its care-of address, NULL if it is ESP
 * @sa: its keys, NULL if it is not ESP
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno; -EEXIST if there is one.
 */
int dsmipd_xfrm_msg_state_add(struct dsmipd_xfrm *xfrm,
			      const struct xfrm_usersa_info *info,
			      const struct in6_addr *coa,
			      const struct dsmipd_esp_sa *sa)
{
	struct nl_msg *msg;

	if (sa && !xfrm_msg_keys_good(sa))
		return -EINVAL;
	msg = xfrm_msg_new(XFRM_MSG_NEWSA, info, sizeof(*info));
	if (!msg)
		return -ENOMEM;
	if ((coa && nla_put(msg, XFRMA_COADDR, sizeof(*coa), coa)) ||
	    (sa && xfrm_msg_put_keys(msg, sa))) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return xfrm_msg_send(xfrm, msg);
}

/**
 * dsmipd_xfrm_msg_state_del() - delete a state
 * @xfrm: where the message goes; of its result nothing is known in a batch
 * @info: the state: addresses, protocol, and SPI of ESP
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno; -ESRCH if there is none.
 */
int dsmipd_xfrm_msg_state_del(struct dsmipd_xfrm *xfrm,
			      const struct xfrm_usersa_info *info)
{
	const struct xfrm_usersa_id id = {
		.daddr = info->id.daddr,
		.spi = info->id.spi,
		.family = info->family,
		.proto = info->id.proto,
	};
	struct nl_msg *msg;

	msg = xfrm_msg_new(XFRM_MSG_DELSA, &id, sizeof(id));
	if (!msg)
		return -ENOMEM;
	if (nla_put(msg, XFRMA_SRCADDR, sizeof(info->saddr), &info->saddr)) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return xfrm_msg_send(xfrm, msg);
}

static int xfrm_msg_put_type(struct nl_msg *msg, uint8_t type)
{
	struct xfrm_userpolicy_type policy;

	memset(&policy, 0, sizeof(policy));
	policy.type = type;
	return nla_put(msg, XFRMA_POLICY_TYPE, sizeof(policy), &policy);
}

/**
 * dsmipd_xfrm_msg_policy_set() - add a policy, or replace one
 * @xfrm: where the message goes; of its result nothing is known in a batch
 * @info: the policy
 * @type: XFRM_POLICY_TYPE_MAIN or XFRM_POLICY_TYPE_SUB
 * @tmpl: its only template
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno.
 */
int dsmipd_xfrm_msg_policy_set(struct dsmipd_xfrm *xfrm,
			       const struct xfrm_userpolicy_info *info,
			       uint8_t type, const struct xfrm_user_tmpl *tmpl)
{
	struct nl_msg *msg;

	msg = xfrm_msg_new(XFRM_MSG_UPDPOLICY, info, sizeof(*info));
	if (!msg)
		return -ENOMEM;
	if (nla_put(msg, XFRMA_TMPL, sizeof(*tmpl), tmpl) ||
	    xfrm_msg_put_type(msg, type)) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return xfrm_msg_send(xfrm, msg);
}

/**
 * dsmipd_xfrm_msg_policy_del() - delete a policy
 * @xfrm: where the message goes; of its result nothing is known in a batch
 * @info: the policy: selector and direction
 * @type: XFRM_POLICY_TYPE_MAIN or XFRM_POLICY_TYPE_SUB
 *
 * Context: waits for the kernel.
 * Return: 0 or a negative errno; -ENOENT if there is none.
 */
int dsmipd_xfrm_msg_policy_del(struct dsmipd_xfrm *xfrm,
			       const struct xfrm_userpolicy_info *info,
			       uint8_t type)
{
	struct xfrm_userpolicy_id id;
	struct nl_msg *msg;

	memset(&id, 0, sizeof(id));
	id.sel = info->sel;
	id.dir = info->dir;
	msg = xfrm_msg_new(XFRM_MSG_DELPOLICY, &id, sizeof(id));
	if (!msg)
		return -ENOMEM;
	if (xfrm_msg_put_type(msg, type)) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return xfrm_msg_send(xfrm, msg);
}
