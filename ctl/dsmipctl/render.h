/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_RENDER_H
#define DSMIPCTL_RENDER_H

#include "out.h"
#include "table.h"

const char *dsmipctl_render_exact(uint64_t ms, char *buf, size_t size);
struct json_object *dsmipctl_render_seconds(uint64_t ms);
struct json_object *dsmipctl_render_addr(const struct dsmip_addr *addr);
void dsmipctl_render_cause(unsigned int cause, char *buf, size_t size);
void dsmipctl_render_traffic_json(struct json_object *obj,
				  const struct dsmip_traffic *traffic);
void dsmipctl_render_rx_tx_json(struct json_object *obj,
				const struct dsmip_traffic *traffic);
void dsmipctl_render_binding_json(struct dsmipctl *ctl, struct json_object *obj,
				  const struct dsmip_binding *b);

void dsmipctl_render_age(uint64_t ms, char *buf, size_t size);
void dsmipctl_render_bytes(uint64_t bytes, char *buf, size_t size);
uint64_t dsmipctl_render_drops_sum(const struct dsmip_traffic *traffic);
void dsmipctl_render_traffic(struct dsmipctl *ctl,
			     const struct dsmip_traffic *traffic);
void dsmipctl_render_traffic_oneline(struct dsmipctl *ctl,
				     const struct dsmip_traffic *traffic);
void dsmipctl_render_binding_oneline(struct dsmipctl *ctl,
				     const struct dsmip_binding *b);
void dsmipctl_render_binding_details(struct dsmipctl *ctl,
				     const struct dsmip_binding *b);
struct dsmipctl_table *dsmipctl_render_binding_table(struct dsmipctl *ctl);
void dsmipctl_render_binding_row(struct dsmipctl *ctl,
				 struct dsmipctl_table *table,
				 const struct dsmip_binding *b);

#endif /* DSMIPCTL_RENDER_H */
