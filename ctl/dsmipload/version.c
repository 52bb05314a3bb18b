// SPDX-License-Identifier: GPL-2.0

#include "options.h"

#ifndef DSMIP_VERSION
#define DSMIP_VERSION	"unknown"
#endif

/**
 * dsmipload_version() - version of this program
 *
 * Return: the version.
 */
const char *dsmipload_version(void)
{
	return DSMIP_VERSION;
}
