// SPDX-License-Identifier: GPL-2.0
/*
 * Tables with columns as wide as the first rows need; a long table is not kept
 * in memory, later rows that need more push their line out of shape.
 */

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

#define TABLE_ROWS	256
#define TABLE_CELL	160

struct table_cell {
	enum dsmipctl_ink ink;
	char *text;
};

/**
 * struct dsmipctl_table - a table that is being printed
 * @ctl: the run
 * @column: the columns
 * @width: their widths
 * @n_column: how many
 * @cell: cells that are not printed yet
 * @n_cell: how many
 * @printed: rows that are printed
 * @settled: the widths are
 */
struct dsmipctl_table {
	struct dsmipctl *ctl;
	struct dsmipctl_column column[DSMIPCTL_MAX_COLUMNS];
	int width[DSMIPCTL_MAX_COLUMNS];
	size_t n_column;
	struct table_cell cell[TABLE_ROWS * DSMIPCTL_MAX_COLUMNS];
	size_t n_cell;
	size_t printed;
	bool settled;
};

/**
 * dsmipctl_table_open() - begin a table
 * @ctl: the run
 *
 * Return: the table, or NULL if JSON is wanted or memory is short; the other
 * functions take that for a table that nothing is printed of.
 */
struct dsmipctl_table *dsmipctl_table_open(struct dsmipctl *ctl)
{
	struct dsmipctl_table *table;

	if (ctl->opt.json || ctl->opt.oneline || ctl->opt.details)
		return NULL;
	table = calloc(1, sizeof(*table));
	if (table)
		table->ctl = ctl;
	return table;
}

/**
 * dsmipctl_table_column() - add a column
 * @table: the table
 * @title: its title
 * @right: align its cells to the right
 */
void dsmipctl_table_column(struct dsmipctl_table *table, const char *title,
			   bool right)
{
	if (!table || table->n_column == DSMIPCTL_MAX_COLUMNS)
		return;
	table->column[table->n_column].title = title;
	table->column[table->n_column].right = right;
	table->width[table->n_column++] = strlen(title);
}

static void table_print_cell(struct dsmipctl_table *table, size_t column,
			     enum dsmipctl_ink ink, const char *text)
{
	bool last = column == table->n_column - 1;
	bool right = table->column[column].right;
	int pad = table->width[column] - (int)strlen(text);
	FILE *out = table->ctl->out;

	if (pad < 0)
		pad = 0;
	fprintf(out, "%*s", right ? pad : 0, "");
	dsmipctl_out_text(table->ctl, ink, "%s", text);
	if (last)
		fputc('\n', out);
	else
		fprintf(out, "%*s", (right ? 0 : pad) + 2, "");
}

static void table_print(struct dsmipctl_table *table)
{
	size_t n = table->n_column;

	if (!table->settled && table->n_cell) {
		for (size_t i = 0; i < n; i++)
			table_print_cell(table, i, DSMIPCTL_INK_HEAD,
					 table->column[i].title);
		table->settled = true;
	}
	for (size_t i = 0; i < table->n_cell; i++) {
		struct table_cell *cell = &table->cell[i];

		table_print_cell(table, i % n, cell->ink, cell->text ?: "");
		free(cell->text);
	}
	table->printed += table->n_cell / n;
	table->n_cell = 0;
}

/**
 * dsmipctl_table_cell() - print the next cell
 * @table: the table
 * @ink: what it is
 * @fmt: its text
 */
void dsmipctl_table_cell(struct dsmipctl_table *table, enum dsmipctl_ink ink,
			 const char *fmt, ...)
{
	char text[TABLE_CELL];
	size_t column;
	va_list ap;
	int width;

	if (!table)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	column = table->n_cell % table->n_column;
	width = strlen(text);
	if (!table->settled && width > table->width[column])
		table->width[column] = width;
	table->cell[table->n_cell].ink = ink;
	table->cell[table->n_cell++].text = strdup(text);
	if (table->n_cell % table->n_column)
		return;
	if (table->settled || table->n_cell == TABLE_ROWS * table->n_column)
		table_print(table);
}

/**
 * dsmipctl_table_reset() - forget all rows
 * @table: the table
 */
void dsmipctl_table_reset(struct dsmipctl_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->n_cell; i++)
		free(table->cell[i].text);
	for (size_t i = 0; i < table->n_column; i++)
		table->width[i] = strlen(table->column[i].title);
	table->n_cell = 0;
	table->printed = 0;
	table->settled = false;
}

/**
 * dsmipctl_table_close() - print the rest and end the table
 * @table: the table
 *
 * Return: how many rows it had.
 */
size_t dsmipctl_table_close(struct dsmipctl_table *table)
{
	size_t rows;

	if (!table)
		return 0;
	table_print(table);
	rows = table->printed;
	free(table);
	return rows;
}
