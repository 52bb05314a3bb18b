// SPDX-License-Identifier: GPL-2.0
/*
 * Advertisements of addresses that are sent to us in the place of their nodes
 * (RFC 6275, section 10.4.1): three of them, since one may be lost.
 */

#include <errno.h>
#include <stdlib.h>

#include "dad_priv.h"

static void dad_advert_free(struct dsmipd_dad *dad, struct dad_advert *advert)
{
	LIST_REMOVE(&advert->item, entry);
	TAILQ_REMOVE(&dad->adverts, advert, entry);
	free(advert);
}

static void dad_advert_later(struct dsmipd_dad *dad, struct dad_advert *advert)
{
	advert->due = uv_now(dad->loop) + DAD_WAIT_MS;
	TAILQ_INSERT_TAIL(&dad->adverts, advert, entry);
}

/**
 * dsmipd_dad_advertise() - draw the packets to an address here
 * @dad: all of it
 * @ifindex: home link
 * @addr: IPv6 address, by neighbor advertisements, or IPv4 address, by ARP
 * @router: flag R: it is a mobile router's
 *
 * Once at once, and twice more, a second apart.  One that cannot be sent may
 * well be followed by one that can: our own address has to be there first.
 *
 * Return: 0 or a negative errno; then there will be none.
 */
int dsmipd_dad_advertise(struct dsmipd_dad *dad, unsigned int ifindex,
			 const struct dsmip_addr *addr, bool router)
{
	struct dad_advert *advert;
	struct dad_link link;
	int ret;

	dsmipd_dad_withdraw(dad, ifindex, addr);
	ret = dsmipd_dad_send_link(dad, ifindex, &link);
	if (ret || !link.ethernet)
		return ret;
	advert = calloc(1, sizeof(*advert));
	if (!advert)
		return -ENOMEM;
	advert->item.ifindex = ifindex;
	advert->item.addr = *addr;
	advert->left = DAD_ADVERTISEMENTS - 1;
	advert->router = router;
	dsmipd_dad_item_add(dad->advertised, &advert->item);
	dsmipd_dad_send_advert(dad, &link, addr, router);
	uv_update_time(dad->loop);
	dad_advert_later(dad, advert);
	dsmipd_dad_schedule(dad);
	return 0;
}

/**
 * dsmipd_dad_withdraw() - advertise an address no more
 * @dad: all of it
 * @ifindex: home link
 * @addr: the address, advertised or not
 *
 * Whoever has it now says so himself.
 */
void dsmipd_dad_withdraw(struct dsmipd_dad *dad, unsigned int ifindex,
			 const struct dsmip_addr *addr)
{
	struct dad_item *item;

	item = dsmipd_dad_item_find(dad->advertised, ifindex, addr);
	if (item)
		dad_advert_free(dad, (struct dad_advert *)item);
}

/**
 * dsmipd_dad_advert_due() - send what is due
 * @dad: all of it
 */
void dsmipd_dad_advert_due(struct dsmipd_dad *dad)
{
	struct dad_advert *advert;
	struct dad_link link;

	while ((advert = TAILQ_FIRST(&dad->adverts)) &&
	       advert->due <= uv_now(dad->loop)) {
		if (!dsmipd_dad_send_link(dad, advert->item.ifindex, &link))
			dsmipd_dad_send_advert(dad, &link, &advert->item.addr,
					       advert->router);
		if (!--advert->left) {
			dad_advert_free(dad, advert);
			continue;
		}
		TAILQ_REMOVE(&dad->adverts, advert, entry);
		dad_advert_later(dad, advert);
	}
}

/**
 * dsmipd_dad_advert_flush() - advertise nothing any more
 * @dad: all of it
 */
void dsmipd_dad_advert_flush(struct dsmipd_dad *dad)
{
	struct dad_advert *advert;

	while ((advert = TAILQ_FIRST(&dad->adverts)))
		dad_advert_free(dad, advert);
}
