/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_SECRET_H
#define DSMIP_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool dsmip_secret_parse(const char *text, uint8_t *key, size_t size,
			size_t *len);
int dsmip_secret_text(const char *path, char *text, size_t size, char *why,
		      size_t why_size);
int dsmip_secret_read(const char *path, uint8_t *key, size_t size, size_t *len,
		      char *why, size_t why_size);

#endif /* DSMIP_SECRET_H */
