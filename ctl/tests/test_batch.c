// SPDX-License-Identifier: GPL-2.0
/* Batches: how lines become commands, and what failures do. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"
#include "testing.h"

static void expect_words(const char *line, int n, const char *joined)
{
	char text[256], got[256] = "";
	char *argv[8];
	int argc;

	snprintf(text, sizeof(text), "%s", line);
	argc = dsmipctl_batch_split(text, argv, TESTING_SIZE(argv));
	assert_int_equal(argc, n);
	for (int i = 0; i < argc; i++) {
		strcat(got, argv[i]);
		strcat(got, "|");
	}
	if (argc >= 0) {
		assert_null(argv[argc]);
		assert_string_equal(got, joined);
	}
}

static void words(void **state)
{
	(void)state;
	expect_words("", 0, "");
	expect_words(" \t\r\n", 0, "");
	expect_words("a", 1, "a|");
	expect_words("  a\tb  c ", 3, "a|b|c|");
	expect_words("# a comment", 0, "");
	expect_words("a b # c d", 2, "a|b|");
	expect_words("a#b", 1, "a#b|");
	expect_words("'a b' \"c d\"", 2, "a b|c d|");
	expect_words("a'b c'd", 1, "ab cd|");
	expect_words("'' \"\"", 2, "||");
	expect_words("\"it's\" '\"'", 2, "it's|\"|");
	expect_words("'#' a", 2, "#|a|");
	expect_words("'a", -EINVAL, "");
	expect_words("a\"", -EINVAL, "");
	expect_words("1 2 3 4 5 6 7", 7, "1|2|3|4|5|6|7|");
	expect_words("1 2 3 4 5 6 7 8", -E2BIG, "");
	expect_words("1 2 3 4 5 6 7 # 8", 7, "1|2|3|4|5|6|7|");
}

/* Runs a batch from a file called FILE in its messages. */
static void run_batch(struct testing *t, const char *text, const char *options)
{
	char dir[] = P_tmpdir "/ctl-batch-XXXXXX";
	char line[128];
	FILE *file;

	assert_non_null(mkdtemp(dir));
	assert_int_equal(chdir(dir), 0);
	file = fopen("FILE", "we");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	snprintf(line, sizeof(line), "%s -b FILE", options);
	testing_run(t, line);
	unlink("FILE");
	assert_int_equal(chdir("/"), 0);
	rmdir(dir);
}

static void expect_batch(const char *text, const char *options, int code,
			 const char *err)
{
	struct testing t;

	run_batch(&t, text, options);
	testing_equal(t.err, err);
	assert_int_equal(t.code, code);
	testing_free(&t);
}

static void good(void **state)
{
	(void)state;
	expect_batch("", "", 0, "");
	expect_batch("\n\n# nothing\n", "", 0, "");
	expect_batch("help\nversion # comment\n  help link", "", 0, "");
	expect_batch("help \\\n link\r\nhelp\\\nlink\r\n", "", 0, "");
	expect_batch("help\\", "", 0, "");
}

static void stops(void **state)
{
	struct testing t;

	(void)state;
	expect_batch("help\n\nnonsense\nnonsense\n", "", DSMIPCTL_USAGE,
		     "Error: \"nonsense\" is not an object.\n"
		     "Hint: try \"dsmipctl help\"\n"
		     "Command failed FILE:3\n");
	expect_batch("help\nhelp \\\n\\\n  'me\n", "", DSMIPCTL_USAGE,
		     "Error: A quote is not closed.\nCommand failed FILE:2\n");
	expect_batch("-j link\n", "", DSMIPCTL_USAGE,
		     "Error: \"-j\": options go before -b, not into the batch.\n"
		     "Command failed FILE:1\n");
	run_batch(&t, "nonsense\nversion\n", "");
	testing_equal(t.out, "");
	testing_free(&t);
}

static void goes_on(void **state)
{
	struct testing t;

	(void)state;
	expect_batch("nonsense\nhelp\nlink s\n", "-force",
		     DSMIPCTL_BATCH_FAILED,
		     "Error: \"nonsense\" is not an object.\n"
		     "Hint: try \"dsmipctl help\"\n"
		     "Command failed FILE:1\n"
		     "Error: \"s\" is ambiguous.\n"
		     "Hint: it could be any of set, show\n"
		     "Command failed FILE:3\n");
	expect_batch("help\n", "-force", 0, "");
	run_batch(&t, "nonsense\nversion\n", "-force");
	assert_non_null(strstr(t.out, "dsmipctl "));
	testing_free(&t);
}

static void in_json(void **state)
{
	struct testing t;

	(void)state;
	run_batch(&t, "nonsense\n", "-j");
	testing_equal(t.out,
		      "{\"error\":{\"code\":22,\"name\":\"usage\",\\\n"
		      "\"message\":\"\\\"nonsense\\\" is not an object.\",\\\n"
		      "\"hint\":\"try \\\"dsmipctl help\\\"\",\"file\":\"FILE\",\\\n"
		      "\"line\":1}}\n");
	testing_free(&t);
}

static void no_file(void **state)
{
	(void)state;
	testing_expect("-b /nonexistent/file", DSMIPCTL_FAILED, "",
		       "Error: Cannot open \"/nonexistent/file\": No such file or directory.\n");
	testing_expect("-b /", DSMIPCTL_FAILED, "",
		       "Error: Cannot read \"/\".\n");
}

static void long_lines(void **state)
{
	char *text = malloc(200000);
	struct testing t;
	size_t len = 0;

	(void)state;
	len += sprintf(text, "binding add");
	while (len < 190000)
		len += sprintf(text + len, " home 2001:db8::1/128");
	run_batch(&t, text, "");
	assert_int_equal(t.code, DSMIPCTL_USAGE);
	assert_non_null(strstr(t.err, "The command has too many words."));
	testing_free(&t);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(good),
		cmocka_unit_test(stops),
		cmocka_unit_test(goes_on),
		cmocka_unit_test(in_json),
		cmocka_unit_test(no_file),
		cmocka_unit_test(long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
