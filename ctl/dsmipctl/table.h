/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DSMIPCTL_TABLE_H
#define DSMIPCTL_TABLE_H

#include "out.h"

#define DSMIPCTL_MAX_COLUMNS	16

/**
 * struct dsmipctl_column - a column
 * @title: its title
 * @right: its cells are aligned to the right
 */
struct dsmipctl_column {
	const char *title;
	bool right;
};

struct dsmipctl_table;

struct dsmipctl_table *dsmipctl_table_open(struct dsmipctl *ctl);
void dsmipctl_table_column(struct dsmipctl_table *table, const char *title,
			   bool right);
void dsmipctl_table_cell(struct dsmipctl_table *table, enum dsmipctl_ink ink,
			 const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void dsmipctl_table_reset(struct dsmipctl_table *table);
size_t dsmipctl_table_close(struct dsmipctl_table *table);

#endif /* DSMIPCTL_TABLE_H */
