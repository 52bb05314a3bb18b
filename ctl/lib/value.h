/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_VALUE_H
#define DSMIP_VALUE_H

#include <stdbool.h>
#include <stdint.h>

bool dsmip_value_number(const char *text, uint64_t max, uint64_t *value);
bool dsmip_value_mark(const char *text, uint32_t *mark);
bool dsmip_value_time(const char *text, uint64_t *ms);
bool dsmip_value_ifname(const char *text);

#endif /* DSMIP_VALUE_H */
