/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_MODULE_H
#define DSMIPCTL_MODULE_H

#include <stdbool.h>
#include <stddef.h>

bool dsmipctl_module_read(const char *path, char *buf, size_t size);
bool dsmipctl_module_version(char *buf, size_t size);

#endif /* DSMIPCTL_MODULE_H */
