// SPDX-License-Identifier: GPL-2.0
/* What the tests share. */

#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "testing.h"

/**
 * testing_begin() - begin a run whose output is kept
 * @t: the run
 */
void testing_begin(struct testing *t)
{
	memset(t, 0, sizeof(*t));
	t->ctl.out = open_memstream(&t->out, &t->out_size);
	t->ctl.err = open_memstream(&t->err, &t->err_size);
	t->ctl.opt.color = DSMIPCTL_COLOR_NEVER;
}

/**
 * testing_end() - end a run; its output can be looked at now
 * @t: the run
 */
void testing_end(struct testing *t)
{
	dsmipctl_dev_forget(&t->ctl);
	fclose(t->ctl.out);
	fclose(t->ctl.err);
}

/**
 * testing_free() - throw the output of a run away
 * @t: the run
 */
void testing_free(struct testing *t)
{
	free(t->out);
	free(t->err);
}

/**
 * testing_run() - run the program
 * @t: the run
 * @line: its command line
 */
void testing_run(struct testing *t, const char *line)
{
	char *words = strdup(line);
	char *argv[128];
	int argc;

	testing_begin(t);
	argc = dsmipctl_batch_split(words, argv, TESTING_SIZE(argv));
	assert_true(argc >= 0);
	t->code = dsmipctl_main(&t->ctl, argc, argv);
	testing_end(t);
	free(words);
}

/**
 * testing_equal() - compare a text
 * @text: the text
 * @expected: what it should be, where a backslash at the end of a line joins it
 *	to the next one
 */
void testing_equal(const char *text, const char *expected)
{
	char *joined = strdup(expected);
	char *at = joined;

	while ((at = strstr(at, "\\\n")))
		memmove(at, at + 2, strlen(at + 2) + 1);
	assert_string_equal(text, joined);
	free(joined);
}

/**
 * testing_expect() - run the program and compare what it does
 * @line: its command line
 * @code: the exit code that is expected
 * @out: the output that is expected as testing_equal() has it, NULL for any
 * @err: the errors that are expected in the same way
 */
void testing_expect(const char *line, int code, const char *out,
		    const char *err)
{
	struct testing t;

	testing_run(&t, line);
	if (t.code != code)
		print_message("# dsmipctl %s\n# %s", line, t.err);
	assert_int_equal(t.code, code);
	if (out)
		testing_equal(t.out, out);
	if (err)
		testing_equal(t.err, err);
	testing_free(&t);
}

/**
 * testing_read() - read a file of the source tree
 * @name: its name from the top of the tree
 *
 * Return: its content, to be freed.
 */
char *testing_read(const char *name)
{
	char path[4096];
	char *text = NULL;
	size_t size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", TESTING_TOP, name);
	file = fopen(path, "re");
	if (!file)
		print_message("# cannot open %s\n", path);
	assert_non_null(file);
	assert_true(getdelim(&text, &size, '\0', file) > 0);
	fclose(file);
	return text;
}

/**
 * testing_prefix() - a prefix of a text
 * @text: the text
 *
 * Return: the prefix.
 */
struct dsmip_prefix testing_prefix(const char *text)
{
	struct dsmip_prefix prefix;

	assert_true(dsmip_prefix_parse(text, &prefix));
	return prefix;
}

/**
 * testing_addr() - an address of a text
 * @text: the text
 *
 * Return: the address.
 */
struct dsmip_addr testing_addr(const char *text)
{
	struct dsmip_addr addr;

	assert_true(dsmip_addr_parse(text, &addr));
	return addr;
}
