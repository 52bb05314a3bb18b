/* SPDX-License-Identifier: GPL-2.0 */
/* Configurations in a directory of their own. */
#ifndef DSMIP_TESTING_CONFIG_H
#define DSMIP_TESTING_CONFIG_H

#include <sys/stat.h>

#include "config.h"
#include "testing.h"

extern char testing_config_dir[];

int testing_config_setup(void **state);
int testing_config_teardown(void **state);
void testing_config_write(const char *name, const char *text, mode_t mode);
void testing_config_collect(const struct dsmipd_config_error *error, void *arg);
char *testing_config_read(const char *text, mode_t mode,
			  struct dsmipd_config **config, int *err);
void testing_config_expect(const char *text, mode_t mode, const char *expected);
struct dsmipd_config *testing_config_good(const char *text);

/* A home agent, and a mobile node, but for what is tested. */
#define HA	"home-agents:\n- {name: ha, device: dsmip0, address: 2001:db8:100::1,\n" \
		"   links: [{prefix: 2001:db8:100::/64}],\n"
#define MN	"mobile-nodes:\n- {name: mn, device: dsmip1, home-address: 2001:db8:100::7/64,\n"
#define MN_HA	MN "   home-agent: 2001:db8:100::1,\n"

#endif /* DSMIP_TESTING_CONFIG_H */
