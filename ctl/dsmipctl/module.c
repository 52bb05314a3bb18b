// SPDX-License-Identifier: GPL-2.0
/* What /proc and /sys tell. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "module.h"

#define MODULE_DIR	"/sys/module/dsmip"

/**
 * dsmipctl_module_read() - read the first line of a file
 * @path: the file
 * @buf: where the line goes
 * @size: room there
 *
 * Return: whether it could be read.
 */
bool dsmipctl_module_read(const char *path, char *buf, size_t size)
{
	bool ok = false;
	FILE *file;

	buf[0] = '\0';
	file = fopen(path, "re");
	if (!file)
		return false;
	if (fgets(buf, size, file)) {
		buf[strcspn(buf, "\n")] = '\0';
		ok = true;
	}
	fclose(file);
	return ok;
}

/**
 * dsmipctl_module_version() - version of the module that is loaded
 * @buf: where it goes; "unknown" if the module has none
 * @size: room there
 *
 * Return: whether the module is loaded.
 */
bool dsmipctl_module_version(char *buf, size_t size)
{
	if (dsmipctl_module_read(MODULE_DIR "/version", buf, size))
		return true;
	snprintf(buf, size, "unknown");
	return !access(MODULE_DIR, F_OK);
}
