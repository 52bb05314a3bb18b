/* SPDX-License-Identifier: GPL-2.0 */
/* A configuration that is being read, for those who check it. */
#ifndef DSMIPD_CONFIG_READER_H
#define DSMIPD_CONFIG_READER_H

#include "config.h"
#include "config_schema.h"

#define DSMIPD_CONFIG_MAX_ERRORS	100

/**
 * struct dsmipd_config_reader - a configuration that is being read
 * @doc: the document
 * @text: the file, its lines ended by NUL
 * @len: bytes of it
 * @public: everybody can read the file: there may be no key in it
 * @no_files: do not look into files with keys
 * @error: errors and warnings
 * @n_errors: how many of both
 * @n_fatal: errors, those for which there was no room too
 */
struct dsmipd_config_reader {
	yaml_document_t doc;
	char *text;
	size_t len;
	bool public;
	bool no_files;
	struct dsmipd_config_error error[DSMIPD_CONFIG_MAX_ERRORS];
	size_t n_errors;
	size_t n_fatal;
};

void dsmipd_config_walk(struct dsmipd_config_reader *reader,
			const yaml_node_t *node, struct dsmipd_config *config);
void dsmipd_config_fail(struct dsmipd_config_reader *reader,
			const yaml_node_t *node, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void dsmipd_config_warn(struct dsmipd_config_reader *reader,
			const yaml_node_t *node, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void dsmipd_config_note(struct dsmipd_config_reader *reader, size_t line,
			size_t column, const char *text);
const yaml_node_t *dsmipd_config_find(struct dsmipd_config_reader *reader,
				      const yaml_node_t *node,
				      const char *name);
const yaml_node_t *dsmipd_config_at(struct dsmipd_config_reader *reader,
				    const yaml_node_t *node, const char *name);
const yaml_node_t *dsmipd_config_item(struct dsmipd_config_reader *reader,
				      const yaml_node_t *node, size_t index);

#endif /* DSMIPD_CONFIG_READER_H */
