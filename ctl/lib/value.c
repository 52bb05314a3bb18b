// SPDX-License-Identifier: GPL-2.0
/* Numbers, times and names as they are typed. */

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

#define VALUE_DIGITS	"0123456789"
#define VALUE_MAX_MS	(1ull << 53)

/**
 * dsmip_value_number() - read a number
 * @text: the text
 * @max: the largest that is allowed; the smallest is 1
 * @value: where it goes
 *
 * Return: whether the text is such a number.
 */
bool dsmip_value_number(const char *text, uint64_t max, uint64_t *value)
{
	size_t digits = strspn(text, VALUE_DIGITS);
	unsigned long long n;

	if (!digits || text[digits])
		return false;
	errno = 0;
	n = strtoull(text, NULL, 10);
	if (errno || !n || n > max)
		return false;
	*value = n;
	return true;
}

/**
 * dsmip_value_mark() - read a mark
 * @text: a number, hexadecimal with 0x before it, else decimal
 * @mark: where it goes
 *
 * Return: whether the text is a number of 32 bits and not 0.
 */
bool dsmip_value_mark(const char *text, uint32_t *mark)
{
	uint64_t value;
	char *end;

	if (strncmp(text, "0x", 2)) {
		if (!dsmip_value_number(text, UINT32_MAX, &value))
			return false;
	} else {
		errno = 0;
		value = strtoull(text + 2, &end, 16);
		if (errno || strspn(text + 2, "+- ") || end == text + 2 ||
		    *end || !value || value > UINT32_MAX)
			return false;
	}
	*mark = value;
	return true;
}

/* Milliseconds in a unit of time, 0 if there is none of that name. */
static double value_unit(const char *unit)
{
	static const struct {
		const char *name;
		double ms;
	} units[] = {
		{ "", 1e3 }, { "s", 1e3 }, { "ms", 1 }, { "m", 60e3 },
		{ "h", 3600e3 }, { "d", 86400e3 },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (!strcmp(unit, units[i].name))
			return units[i].ms;
	}
	return 0;
}

/**
 * dsmip_value_time() - read a time
 * @text: a number with a fraction or without, and ms, s, m, h or d; seconds
 *	if there is no unit; or "forever"
 * @ms: where the milliseconds go; 0 is for ever
 *
 * Return: whether the text is a time, and no shorter than a millisecond.
 */
bool dsmip_value_time(const char *text, uint64_t *ms)
{
	size_t whole = strspn(text, VALUE_DIGITS);
	size_t len = whole;
	double n;

	if (!strcmp(text, "forever")) {
		*ms = 0;
		return true;
	}
	if (text[len] == '.')
		len += 1 + strspn(text + len + 1, VALUE_DIGITS);
	if (!whole || text[len - 1] == '.' || len > 24)
		return false;
	n = strtod(text, NULL);
	if (n > 0) {
		n = n * value_unit(text + len) + 0.5;
		if (n < 1 || n > VALUE_MAX_MS)
			return false;
	} else if (!value_unit(text + len)) {
		return false;
	}
	*ms = n;
	return true;
}

/**
 * dsmip_value_ifname() - can this be the name of a device?
 * @text: the text
 *
 * Return: whether it can.
 */
bool dsmip_value_ifname(const char *text)
{
	size_t len = strlen(text);

	return len && len < IFNAMSIZ && !strpbrk(text, "/: \t\n\v\f\r%") &&
	       strcmp(text, ".") && strcmp(text, "..");
}
