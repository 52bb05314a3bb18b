// SPDX-License-Identifier: GPL-2.0
/* Keys: "0x" and hexadecimal digits, as text or in a file of their own. */

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "secret.h"

#define SECRET_TEXT_MAX		1024

static int secret_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/**
 * dsmip_secret_parse() - read a key
 * @text: "0x" and an even number of hexadecimal digits
 * @key: where the bytes go
 * @size: room there
 * @len: where their number goes
 *
 * Return: whether the text is a key that fits, of one byte or more.
 */
bool dsmip_secret_parse(const char *text, uint8_t *key, size_t size,
			size_t *len)
{
	size_t digits;

	if (strncmp(text, "0x", 2))
		return false;
	text += 2;
	digits = strlen(text);
	if (!digits || digits % 2 || digits / 2 > size)
		return false;
	for (size_t i = 0; i < digits; i += 2) {
		int high = secret_digit(text[i]);
		int low = secret_digit(text[i + 1]);

		if (high < 0 || low < 0)
			return false;
		key[i / 2] = high << 4 | low;
	}
	*len = digits / 2;
	return true;
}

/* A key that others can read is none, and neither is a directory or a FIFO. */
static int secret_open(const char *path, char *why, size_t why_size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	int err;

	if (fd < 0) {
		err = errno;
		snprintf(why, why_size, "cannot be opened: %s", strerror(err));
		return -err;
	}
	err = 0;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		snprintf(why, why_size, "is not a regular file");
		err = -EINVAL;
	} else if (st.st_mode & 0006) {
		snprintf(why, why_size,
			 "can be read or written by others (mode %04o)",
			 st.st_mode & 07777);
		err = -EPERM;
	}
	if (!err)
		return fd;
	close(fd);
	return err;
}

/**
 * dsmip_secret_text() - read a file that is as secret as a key
 * @path: the file, "-" for standard input
 * @text: where the text goes, without blanks at its end
 * @size: room there
 * @why: what is wrong, without the name of the file and without the text
 * @why_size: room there
 *
 * Return: 0 or a negative errno.
 */
int dsmip_secret_text(const char *path, char *text, size_t size, char *why,
		      size_t why_size)
{
	int fd = STDIN_FILENO;
	size_t used = 0;
	ssize_t got;

	if (strcmp(path, "-"))
		fd = secret_open(path, why, why_size);
	if (fd < 0)
		return fd;
	do {
		got = read(fd, text + used, size - used);
		if (got > 0)
			used += got;
	} while (used < size && (got > 0 || (got < 0 && errno == EINTR)));
	if (fd != STDIN_FILENO)
		close(fd);
	if (got < 0 || used == size || memchr(text, '\0', used)) {
		explicit_bzero(text, used);
		snprintf(why, why_size, "cannot be read, or is too long");
		return -EINVAL;
	}
	while (used && isspace((unsigned char)text[used - 1]))
		used--;
	text[used] = '\0';
	return 0;
}

/**
 * dsmip_secret_read() - read a key from a file
 * @path: the file, "-" for standard input
 * @key: where the bytes go
 * @size: room there
 * @len: where their number goes
 * @why: what is wrong, without the name of the file and without the key
 * @why_size: room there
 *
 * Return: 0 or a negative errno.
 */
int dsmip_secret_read(const char *path, uint8_t *key, size_t size, size_t *len,
		      char *why, size_t why_size)
{
	char text[SECRET_TEXT_MAX + 1];
	int err;

	err = dsmip_secret_text(path, text, sizeof(text), why, why_size);
	if (err)
		return err;
	if (!dsmip_secret_parse(text, key, size, len)) {
		snprintf(why, why_size,
			 "has to hold 0x and an even number of hexadecimal digits, for 1 to %zu bytes",
			 size);
		err = -EINVAL;
	}
	explicit_bzero(text, sizeof(text));
	return err;
}
