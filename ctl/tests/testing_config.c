// SPDX-License-Identifier: GPL-2.0
/* Configurations in a directory of their own. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "testing_config.h"

char testing_config_dir[] = P_tmpdir "/ctl-config-XXXXXX";

/**
 * testing_config_setup() - make the directory, and go there
 * @state: not used
 *
 * Return: 0, or not.
 */
int testing_config_setup(void **state)
{
	(void)state;
	return !mkdtemp(testing_config_dir) || chdir(testing_config_dir);
}

/**
 * testing_config_teardown() - remove the directory
 * @state: not used
 *
 * Return: 0, or not.
 */
int testing_config_teardown(void **state)
{
	(void)state;
	return chdir("/") || rmdir(testing_config_dir);
}

/**
 * testing_config_write() - write a file
 * @name: its name
 * @text: what is in it
 * @mode: its permissions
 */
void testing_config_write(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(name, mode), 0);
}

/**
 * testing_config_collect() - write an error down as a line
 * @error: the error
 * @arg: where it goes
 */
void testing_config_collect(const struct dsmipd_config_error *error, void *arg)
{
	if (error->source)
		assert_true(error->column <= strlen(error->source) + 1);
	assert_true(error->width > 0);
	fprintf(arg, "%u:%u:%s %s\n", error->line, error->column,
		error->warning ? " warning:" : "", error->text);
}

/**
 * testing_config_read() - read a text as a file
 * @text: the text
 * @mode: permissions of the file
 * @config: where the configuration goes
 * @err: where the result goes
 *
 * Return: the errors, a line each, to be freed.
 */
char *testing_config_read(const char *text, mode_t mode,
			  struct dsmipd_config **config, int *err)
{
	char *errors = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&errors, &size);

	testing_config_write("FILE", text, mode);
	*err = dsmipd_config_read(config, "FILE", testing_config_collect, out);
	fclose(out);
	assert_true(*err ? !*config : !!*config);
	unlink("FILE");
	return errors;
}

/**
 * testing_config_expect() - read a text that has errors
 * @text: the text
 * @mode: permissions of the file
 * @expected: the errors, a line each
 */
void testing_config_expect(const char *text, mode_t mode, const char *expected)
{
	struct dsmipd_config *config;
	char *errors;
	int err;

	errors = testing_config_read(text, mode, &config, &err);
	assert_string_equal(errors, expected);
	assert_true(err < 0);
	free(errors);
}

/**
 * testing_config_good() - read a text that has no errors
 * @text: the text
 *
 * Return: the configuration, to be freed.
 */
struct dsmipd_config *testing_config_good(const char *text)
{
	struct dsmipd_config *config;
	char *errors;
	int err;

	errors = testing_config_read(text, 0600, &config, &err);
	assert_string_equal(errors, "");
	assert_int_equal(err, 0);
	free(errors);
	return config;
}
