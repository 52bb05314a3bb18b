/* SPDX-License-Identifier: GPL-2.0 */
/* What the mobile nodes of both protocols (mn6.h, mn4.h) share. */
#ifndef DSMIPD_MN_H
#define DSMIPD_MN_H

#include <stdbool.h>
#include <stdint.h>

#include <dsmip/libdsmip.h>

#define DSMIPD_MN_MAX_COA	32

/**
 * struct dsmipd_mn_time - the clocks
 * @mono: monotonic, milliseconds
 * @real: real time, nanoseconds since 1970
 */
struct dsmipd_mn_time {
	uint64_t mono;
	uint64_t real;
};

/**
 * struct dsmipd_mn_coa - an address that could be the care-of address
 * @addr: it
 * @ifindex: its device
 * @network: attachment of the device to a network; another number, another
 *	network, even if the address is the same
 * @preference: of the device, by configuration; higher is better
 * @home: it is on the home link (the home prefix is that of the link)
 * @deprecated: its preferred lifetime is over
 * @lifetime: valid lifetime left, seconds, or UINT32_MAX
 */
struct dsmipd_mn_coa {
	struct dsmip_addr addr;
	unsigned int ifindex;
	uint32_t network;
	int preference;
	bool home;
	bool deprecated;
	uint32_t lifetime;
};

#endif /* DSMIPD_MN_H */
