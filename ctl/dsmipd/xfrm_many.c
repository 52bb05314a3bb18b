// SPDX-License-Identifier: GPL-2.0
/* The associations of many at once. */

#include "xfrm.h"
#include "xfrm_msg.h"

/**
 * dsmipd_xfrm_many() - dsmipd_xfrm_esp_add() will be called many times
 * @xfrm: the socket; until dsmipd_xfrm_many_end() it sends as many messages at a
 *	time as there is room for, and says 0 to what the kernel will refuse
 *
 * Return: 0 or a negative errno; then all goes one by one.
 */
int dsmipd_xfrm_many(struct dsmipd_xfrm *xfrm)
{
	return dsmipd_xfrm_batch_open(&xfrm->batch);
}

/**
 * dsmipd_xfrm_many_next() - whose the next call is
 * @xfrm: the socket
 * @owner: his number
 */
void dsmipd_xfrm_many_next(struct dsmipd_xfrm *xfrm, int64_t owner)
{
	if (xfrm->batch)
		dsmipd_xfrm_batch_next(xfrm->batch, owner);
}

/**
 * dsmipd_xfrm_many_end() - end what dsmipd_xfrm_many() began
 * @xfrm: the socket
 * @failed: called for each owner for whom anything has failed, by his number: he
 *	has to be tried again, by itself, which will say why
 * @arg: handed to @failed
 *
 * Context: waits for the kernel.
 * Return: 0 or -ENOMEM: who has failed is not known.
 */
int dsmipd_xfrm_many_end(struct dsmipd_xfrm *xfrm,
			 void (*failed)(int64_t owner, void *arg), void *arg)
{
	struct dsmipd_xfrm_batch *batch = xfrm->batch;
	const int64_t *owners;
	size_t n, i;
	int err;

	if (!batch)
		return 0;
	xfrm->batch = NULL;
	err = dsmipd_xfrm_batch_flush(batch);
	n = dsmipd_xfrm_batch_failed(batch, &owners);
	for (i = 0; i < n; i++)
		failed(owners[i], arg);
	dsmipd_xfrm_batch_close(batch);
	return err;
}
