/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_VALUE_H
#define DSMIPCTL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

bool dsmipctl_value_number(const char *text, uint64_t max, uint64_t *value);
bool dsmipctl_value_mark(const char *text, uint32_t *mark);
bool dsmipctl_value_time(const char *text, uint64_t *ms);
bool dsmipctl_value_ifname(const char *text);

#endif /* DSMIPCTL_VALUE_H */
