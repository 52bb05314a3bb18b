// SPDX-License-Identifier: GPL-2.0
/* Showing where in a file something is wrong. */

#include <string.h>

#include "excerpt.h"

/**
 * dsmip_excerpt_print() - print a line with a mark below what is wrong
 * @out: where to
 * @source: the line, up to its end
 * @line: its number
 * @column: where the wrong part begins, from 1
 * @width: its width
 */
void dsmip_excerpt_print(FILE *out, const char *source, unsigned int line,
			 unsigned int column, unsigned int width)
{
	size_t len = strcspn(source, "\r\n");

	fprintf(out, "%6u | %.*s\n       | ", line, (int)len, source);
	/* Tabs stay tabs, so that the mark is below what it means. */
	for (size_t i = 0; i + 1 < column; i++)
		fputc(i < len && source[i] == '\t' ? '\t' : ' ', out);
	fputc('^', out);
	while (width-- > 1)
		fputc('~', out);
	fputc('\n', out);
}
