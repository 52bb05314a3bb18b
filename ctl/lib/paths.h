/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_PATHS_H
#define DSMIP_PATHS_H

/* Where dsmipd listens to dsmipctl. */
#define DSMIP_PATH_SOCKET	"/run/dsmip/dsmipd.sock"

#endif /* DSMIP_PATHS_H */
