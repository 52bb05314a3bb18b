/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIP_EXCERPT_H
#define DSMIP_EXCERPT_H

#include <stdio.h>

void dsmip_excerpt_print(FILE *out, const char *source, unsigned int line,
			 unsigned int column, unsigned int width);

#endif /* DSMIP_EXCERPT_H */
