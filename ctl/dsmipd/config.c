// SPDX-License-Identifier: GPL-2.0
/* Reading the configuration file. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config_reader.h"

#define CONFIG_MAX_LEN		(1 << 20)

/* What concerns the file as a whole. */
static int config_file(dsmipd_config_error_cb report, void *arg, int err,
		       const char *what)
{
	struct dsmipd_config_error error = { .width = 1 };

	snprintf(error.text, sizeof(error.text), "%s", what);
	report(&error, arg);
	return err;
}

static int config_load(const char *path, char **text, size_t *len, bool *public,
		       dsmipd_config_error_cb report, void *arg)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	ssize_t got = 0;
	char *buf;
	int err;

	if (fd < 0) {
		err = errno;
		return config_file(report, arg, -err, strerror(err));
	}
	buf = malloc(CONFIG_MAX_LEN + 1);
	if (!buf || fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		free(buf);
		return buf ? config_file(report, arg, -EINVAL,
					 "not a regular file") :
			     config_file(report, arg, -ENOMEM, "out of memory");
	}
	*len = 0;
	do {
		got = read(fd, buf + *len, CONFIG_MAX_LEN + 1 - *len);
		if (got > 0)
			*len += got;
	} while (got > 0 || (got < 0 && errno == EINTR));
	err = got < 0 ? -errno : *len > CONFIG_MAX_LEN ? -EFBIG : 0;
	close(fd);
	if (err) {
		free(buf);
		return config_file(report, arg, err, strerror(-err));
	}
	*text = buf;
	*public = st.st_mode & 0004;
	return 0;
}

static void config_syntax(struct dsmipd_config_reader *reader,
			  const yaml_parser_t *parser)
{
	const yaml_mark_t *mark = &parser->problem_mark;
	char text[256];

	if (parser->error == YAML_MEMORY_ERROR)
		snprintf(text, sizeof(text), "out of memory");
	else if (parser->context)
		snprintf(text, sizeof(text), "%s, %s (since line %zu)",
			 parser->problem, parser->context,
			 parser->context_mark.line + 1);
	else
		snprintf(text, sizeof(text), "%s", parser->problem);
	/* What cannot be read at all has its place in bytes. */
	if (parser->error == YAML_READER_ERROR)
		mark = &parser->mark;
	dsmipd_config_note(reader, mark->line, mark->column, text);
}

/* For messages each line is a string of its own. */
static void config_lines(struct dsmipd_config_reader *reader)
{
	for (size_t i = 0; i < reader->len; i++) {
		if (reader->text[i] == '\n' || reader->text[i] == '\r')
			reader->text[i] = '\0';
	}
	reader->text[reader->len] = '\0';
}

static void config_document(struct dsmipd_config_reader *reader,
			    struct dsmipd_config *config)
{
	yaml_document_t next;
	yaml_parser_t parser;
	bool good;

	if (!yaml_parser_initialize(&parser)) {
		dsmipd_config_note(reader, 0, 0, "out of memory");
		return;
	}
	yaml_parser_set_input_string(&parser, (const uint8_t *)reader->text,
				     reader->len);
	good = yaml_parser_load(&parser, &reader->doc);
	if (good && yaml_parser_load(&parser, &next)) {
		const yaml_node_t *second = yaml_document_get_root_node(&next);

		config_lines(reader);
		if (second)
			dsmipd_config_fail(reader, second,
					   "there may be one document only");
		yaml_document_delete(&next);
		dsmipd_config_walk(reader,
				   yaml_document_get_root_node(&reader->doc),
				   config);
	} else {
		config_lines(reader);
		config_syntax(reader, &parser);
	}
	if (good)
		yaml_document_delete(&reader->doc);
	yaml_parser_delete(&parser);
}

static int config_order(const void *a, const void *b)
{
	const struct dsmipd_config_error *one = a, *other = b;

	if (one->line != other->line)
		return one->line < other->line ? -1 : 1;
	if (one->column != other->column)
		return one->column < other->column ? -1 : 1;
	return 0;
}

static void config_report(struct dsmipd_config_reader *reader,
			  dsmipd_config_error_cb report, void *arg)
{
	qsort(reader->error, reader->n_errors, sizeof(reader->error[0]),
	      config_order);
	for (size_t i = 0; i < reader->n_errors; i++)
		report(&reader->error[i], arg);
}

static int config_read(struct dsmipd_config **config,
		       struct dsmipd_config_reader *reader,
		       dsmipd_config_error_cb report, void *arg)
{
	int err = 0;

	*config = calloc(1, sizeof(**config));
	if (!*config)
		return config_file(report, arg, -ENOMEM, "out of memory");
	config_document(reader, *config);
	config_report(reader, report, arg);
	if (reader->n_fatal) {
		err = -EINVAL;
		dsmipd_config_free(*config);
		*config = NULL;
	}
	explicit_bzero(reader->text, reader->len);
	return err;
}

/**
 * dsmipd_config_read() - read and check a configuration file
 * @config: where the configuration goes, NULL after an error
 * @path: the file
 * @report: called with each error and warning, in the order of the file
 * @arg: handed to @report
 *
 * Return: 0 or a negative errno; the errors have been reported.
 */
int dsmipd_config_read(struct dsmipd_config **config, const char *path,
		       dsmipd_config_error_cb report, void *arg)
{
	struct dsmipd_config_reader *reader;
	int err;

	*config = NULL;
	reader = calloc(1, sizeof(*reader));
	if (!reader)
		return config_file(report, arg, -ENOMEM, "out of memory");
	err = config_load(path, &reader->text, &reader->len, &reader->public,
			  report, arg);
	if (!err)
		err = config_read(config, reader, report, arg);
	free(reader->text);
	free(reader);
	return err;
}

/**
 * dsmipd_config_parse() - read and check the text of a configuration
 * @config: where the configuration goes, NULL after an error
 * @text: the text
 * @len: bytes of it
 * @report: called with each error and warning, in the order of the text
 * @arg: handed to @report
 *
 * Files with keys, which the text names, are not looked at: whoever sends a
 * text need not be allowed to read them.  So the configuration is not for use.
 *
 * Return: 0 or a negative errno; the errors have been reported.
 */
int dsmipd_config_parse(struct dsmipd_config **config, const char *text,
			size_t len, dsmipd_config_error_cb report, void *arg)
{
	struct dsmipd_config_reader *reader;
	int err;

	*config = NULL;
	if (len > CONFIG_MAX_LEN)
		return config_file(report, arg, -EFBIG, strerror(EFBIG));
	reader = calloc(1, sizeof(*reader));
	if (reader)
		reader->text = malloc(len + 1);
	if (!reader || !reader->text) {
		free(reader);
		return config_file(report, arg, -ENOMEM, "out of memory");
	}
	memcpy(reader->text, text, len);
	reader->len = len;
	reader->no_files = true;
	err = config_read(config, reader, report, arg);
	free(reader->text);
	free(reader);
	return err;
}

/**
 * dsmipd_config_free() - throw a configuration away
 * @config: the configuration, or NULL
 */
void dsmipd_config_free(struct dsmipd_config *config)
{
	size_t kind;

	if (!config)
		return;
	for (kind = 0; kind < DSMIPD_CONFIG_KINDS; kind++) {
		size_t n = dsmipd_config_count(config, kind);
		void *items;

		/* There may be keys in it. */
		items = (void *)dsmipd_config_service(config, kind, 0);
		if (items)
			explicit_bzero(items,
				       n * dsmipd_config_kinds[kind].size);
		free(items);
	}
	free(config->pools);
	free(config);
}
